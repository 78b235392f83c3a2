/// Numbers in rising order, without comparing them.
///
/// Digits of 11 bits from the lowest to the highest (radix sort): the bits of a double, with those
/// of negative numbers turned round, rise as the numbers do. Long columns take a tenth of the time
/// that comparing takes.
extension Array where Element == Double {
  /// The numbers in rising order. There must be no NaN among them; -0 comes before 0.
  ///
  /// - Parameter pause: called between the digits, where the work may be ended.
  package func ascending(pause: () throws -> Void) rethrows -> [Double] {
    guard count > 256 else { return sorted() }
    var keys = map { Self.key($0.bitPattern) }
    var spare = [UInt64](repeating: 0, count: count)
    for shift in stride(from: UInt64(0), to: 64, by: 11) {
      try pause()
      if Self.distribute(keys, into: &spare, shift) { swap(&keys, &spare) }
    }
    return keys.map { Double(bitPattern: Self.bits($0)) }
  }

  /// The places of the numbers in rising order, equal ones in the order they stand in. There must
  /// be no NaN among them.
  package func ascendingOrder(pause: () throws -> Void) rethrows -> [Int] {
    try order(pause) { $0 == 0 ? Self.key(0) : Self.key($0.bitPattern) }
  }

  /// The places of the numbers in falling order, equal ones in the order they stand in. There must
  /// be no NaN among them.
  package func descendingOrder(pause: () throws -> Void) rethrows -> [Int] {
    try order(pause) { ~($0 == 0 ? Self.key(0) : Self.key($0.bitPattern)) }
  }

  package func ascending() -> [Double] { ascending(pause: {}) }
  package func ascendingOrder() -> [Int] { ascendingOrder(pause: {}) }
  package func descendingOrder() -> [Int] { descendingOrder(pause: {}) }

  private func order(
    _ pause: () throws -> Void, _ key: (Double) -> UInt64
  ) rethrows -> [Int] {
    var entries = indices.map { (key: key(self[$0]), index: $0) }
    var spare = entries
    for shift in stride(from: UInt64(0), to: 64, by: 11) {
      try pause()
      var places = [Int](repeating: 0, count: 2048)
      for entry in entries { places[Int(entry.key >> shift & 2047)] += 1 }
      if places.contains(count) { continue }
      var next = 0
      for digit in places.indices {
        (places[digit], next) = (next, next + places[digit])
      }
      for entry in entries {
        let digit = Int(entry.key >> shift & 2047)
        spare[places[digit]] = entry
        places[digit] += 1
      }
      swap(&entries, &spare)
    }
    return entries.map(\.index)
  }

  private static func key(_ bits: UInt64) -> UInt64 {
    bits ^ (bits >> 63 == 0 ? 1 << 63 : .max)
  }

  private static func bits(_ key: UInt64) -> UInt64 {
    key ^ (key >> 63 == 1 ? 1 << 63 : .max)
  }

  /// Sorts by one digit, keeping the order of equal ones; false when all have the same digit.
  private static func distribute(
    _ keys: [UInt64], into spare: inout [UInt64], _ shift: UInt64
  ) -> Bool {
    var places = [Int](repeating: 0, count: 2048)
    for key in keys { places[Int(key >> shift & 2047)] += 1 }
    if places[Int(keys[0] >> shift & 2047)] == keys.count { return false }
    var next = 0
    for digit in places.indices {
      let size = places[digit]
      places[digit] = next
      next += size
    }
    for key in keys {
      let digit = Int(key >> shift & 2047)
      spare[places[digit]] = key
      places[digit] += 1
    }
    return true
  }
}
