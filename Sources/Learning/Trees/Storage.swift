/// Memory that parallel loops write into, each its own places.
///
/// A class because it owns memory that is not Swift's to count: whoever holds it last gives it
/// back, also when a cancelled run throws. Two threads never write the same place; every loop that
/// shares one says which places are whose.
final class Storage<Value>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Value>
  let count: Int

  /// - Precondition: `Value` is a plain number, for which nothing needs to be undone.
  init(count: Int, repeating value: Value) {
    self.count = count
    base = UnsafeMutablePointer<Value>.allocate(capacity: max(1, count))
    base.initialize(repeating: value, count: max(1, count))
  }

  deinit { base.deallocate() }

  /// All values, as an array.
  var values: [Value] { Array(UnsafeBufferPointer(start: base, count: count)) }
}

/// Runs `work` for each part of `0 ..< count`, at most `parts` of them of about equal length and
/// none shorter than `least`; a single part runs where it stands.
func parallelParts(
  of count: Int, least: Int, most: Int,
  _ work: @Sendable (_ part: Int, _ range: Range<Int>) throws -> Void
) throws -> Int {
  let parts = partCount(of: count, least: least, most: most)
  if parts <= 1 {
    try work(0, 0..<count)
    return 1
  }
  _ = try Parallel.map(count: parts, chunk: 1) { index in
    let part = index.lowerBound
    try work(part, (count * part / parts)..<(count * (part + 1) / parts))
  }
  return parts
}

/// How many parts `parallelParts` makes.
func partCount(of count: Int, least: Int, most: Int) -> Int {
  max(1, min(most, count / max(1, least)))
}

import Numerics
