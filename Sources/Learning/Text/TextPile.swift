/// Texts by their numbers, from 0.
package protocol TextRows: RandomAccessCollection, Sendable
where Element == [UInt8], Index == Int {}

extension [[UInt8]]: TextRows {}

/// Texts as UTF-8, one behind the other: a million of them are two pieces of memory, which are let
/// go at once, and not a million.
package struct TextPile: TextRows, Equatable {
  private var bytes: [UInt8] = []
  /// Where each text ends.
  private var ends: [Int] = []

  package init() {}

  package init(_ texts: some Collection<[UInt8]>) {
    ends.reserveCapacity(texts.count)
    for text in texts { append(text) }
  }

  /// One pile behind the other.
  package init(joining piles: [TextPile]) {
    bytes.reserveCapacity(piles.reduce(0) { $0 + $1.bytes.count })
    ends.reserveCapacity(piles.reduce(0) { $0 + $1.count })
    for pile in piles {
      let first = bytes.count
      bytes += pile.bytes
      for end in pile.ends { ends.append(first + end) }
    }
  }

  package mutating func append(_ text: some Collection<UInt8>) {
    bytes += text
    ends.append(bytes.count)
  }

  /// Of all texts.
  package var byteCount: Int { bytes.count }

  /// Whether a text is not empty, without a copy of it.
  package func hasText(_ row: Int) -> Bool { ends[row] > (row == 0 ? 0 : ends[row - 1]) }

  package var startIndex: Int { 0 }
  package var endIndex: Int { ends.count }

  package subscript(row: Int) -> [UInt8] {
    Array(bytes[(row == 0 ? 0 : ends[row - 1])..<ends[row]])
  }
}
