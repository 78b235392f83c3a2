/// The one random generator: SplitMix64, the same numbers on every platform.
///
/// Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators". Not for secrets.
package struct SeededRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  /// An independent stream for one chunk of parallel work.
  package init(seed: UInt64, stream: Int) {
    state = seed &+ 0x9e37_79b9_7f4a_7c15 &* (UInt64(truncatingIfNeeded: stream) &+ 1)
    state = next()
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// A number in `0 ..< 1` with 53 random bits.
  package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A whole number in `0 ..< bound`; `bound` must be positive.
  package mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A standard normal number, by Marsaglia's polar method.
  package mutating func normal() -> Double {
    while true {
      let x = 2 * unit() - 1
      let y = 2 * unit() - 1
      let s = x * x + y * y
      if 0 < s, s < 1 { return x * (-2 * logarithm(s) / s).squareRoot() }
    }
  }

  /// Puts `items` in random order.
  package mutating func shuffle<T>(_ items: inout [T]) {
    guard items.count > 1 else { return }
    for index in stride(from: items.count - 1, to: 0, by: -1) {
      items.swapAt(index, below(index + 1))
    }
  }
}
