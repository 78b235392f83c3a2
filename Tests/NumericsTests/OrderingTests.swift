import Numerics
import Support
import Testing

@Suite struct OrderingTests {
  @Test(arguments: [0, 1, 2, 256, 257, 5_000])
  func `numbers rise as they do when they are compared`(count: Int) {
    var random = SeededRandom(seed: UInt64(count))
    let mixed = (0..<count).map { place -> Double in
      switch place % 5 {
      case 0: Double(random.below(7) - 3)
      case 1: random.normal() * 1e300
      case 2: random.normal() * 0x1p-1040
      case 3: place % 2 == 0 ? .infinity : -.infinity
      default: random.unit()
      }
    }
    #expect(mixed.ascending() == mixed.sorted())
  }

  @Test func `equal numbers stay as they are`() {
    let same = [Double](repeating: -2.5, count: 1_000)
    #expect(same.ascending() == same)
  }
}
