/// The names most like a mistyped one, for "did you mean".
///
/// Optimal string alignment distance (insert, delete, replace, swap neighbours) over UTF-8, letters
/// in one case.
package enum Nearest {
  /// At most three of `candidates`, nearest first; none when nothing is near.
  package static func names(to name: String, among candidates: [String]) -> [String] {
    let wanted = folded(name)
    guard wanted.count <= 128 else { return [] }
    let allowed = max(2, wanted.count / 3)
    let scored = candidates.compactMap { candidate -> (String, Int)? in
      let text = folded(candidate)
      guard text.count <= 128 else { return nil }
      if !wanted.isEmpty, contains(text, wanted) { return (candidate, 1) }
      let steps = distance(wanted, text)
      return steps <= allowed ? (candidate, steps) : nil
    }
    return scored.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(3).map(\.0)
  }

  /// The number of edits that turn `a` into `b`.
  package static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var before = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [Int](repeating: i, count: b.count + 1)
      for j in 1...b.count {
        let replace = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        row[j] = min(replace, last[j] + 1, row[j - 1] + 1)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          row[j] = min(row[j], before[j - 2] + 1)
        }
      }
      before = last
      last = row
    }
    return last[b.count]
  }

  private static func folded(_ text: String) -> [UInt8] {
    text.utf8.compactMap { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte + 32
      case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: " "): nil
      default: byte
      }
    }
  }

  private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
    guard part.count >= 4, part.count <= text.count else { return false }
    return (0...(text.count - part.count)).contains { start in
      text[start..<(start + part.count)].elementsEqual(part)
    }
  }
}
