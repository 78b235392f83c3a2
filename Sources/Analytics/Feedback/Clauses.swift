/// The clauses of a text: what stands between marks, before a contrast and behind it.
import Learning

struct Clauses {
  struct Clause: Sendable, Equatable {
    let range: Range<Int>
    /// Whether it belongs to the sentence of the one before it.
    let goesOn: Bool
  }

  let all: [Clause]

  /// - Parameter contrasts: where words such as but and 但是 begin, in rising order.
  init(_ text: TextScalars, contrasts: [Int]) {
    var all: [Clause] = []
    var (start, goesOn) = (0, false)
    var contrast = contrasts.startIndex
    func close(_ end: Int) {
      if start < end { all.append(Clause(range: start..<end, goesOn: goesOn)) }
    }
    for (index, value) in text.folded.enumerated() {
      if contrast < contrasts.endIndex, contrasts[contrast] == index {
        close(index)
        // What is said against it is no part of it.
        (start, goesOn) = (index, false)
        contrast += 1
      }
      if Self.isMark(value) || Self.isGap(text.folded, index) {
        close(index)
        (start, goesOn) = (index + 1, !Self.endsSentence(value))
      }
    }
    close(text.folded.count)
    self.all = all
  }

  /// The clause that holds a place; the last one that begins before it.
  func place(of character: Int) -> Int {
    var (low, high) = (0, all.count)
    while low < high {
      let middle = (low + high) / 2
      if all[middle].range.lowerBound <= character { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }

  /// Whether a clause ends at a character.
  static func isMark(_ value: UInt32) -> Bool {
    switch value {
    case 10, 13, 33, 44, 46, 59, 63, 0x3001, 0x3002, 0x2026, 0x7e, 0xff5e: true
    default: false
    }
  }

  private static func endsSentence(_ value: UInt32) -> Bool {
    switch value {
    case 10, 13, 33, 46, 63, 0x3002, 0x2026: true
    default: false
    }
  }

  /// A blank between Han characters stands for a comma.
  private static func isGap(_ text: [UInt32], _ index: Int) -> Bool {
    guard text[index] == 32 || text[index] == 0x3000, 0 < index, index + 1 < text.count else {
      return false
    }
    return Scalars.isHan(text[index - 1]) && Scalars.isHan(text[index + 1])
  }
}
