import Support
import Testing

@testable import Numerics

/// Long vectors in parts give what plain loops give.
@Suite struct VectorsTests {
  @Test(arguments: [0, 1, 7, 1000, Vectors.shortMax, Vectors.shortMax + 1, 300_001])
  func `sums and products are those of plain loops`(_ count: Int) {
    var random = SeededRandom(seed: UInt64(count))
    let a = (0..<count).map { _ in random.normal() }
    let b = (0..<count).map { _ in random.normal() }
    let plain = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    // Sums of another order differ in the last digits.
    #expect(abs(Vectors.dot(a, b) - plain) < 1e-9 * max(1, Double(count).squareRoot()))
    #expect(Vectors.dot(a, b) == Vectors.dot(a, b))
    #expect(Vectors.sum(a, -1, b) == zip(a, b).map { $0 - $1 })
    #expect(Vectors.sum(a, 0.5, b) == zip(a, b).map { $0 + 0.5 * $1 })
    var moved = a
    Vectors.add(3, b, to: &moved)
    #expect(moved == zip(a, b).map { $0 + 3 * $1 })
    Vectors.scale(&moved, by: -2)
    #expect(moved == zip(a, b).map { -2 * ($0 + 3 * $1) })
  }

  /// A bowl of many dimensions, each of another curvature: the minimum is known.
  @Test func `a search over many weights finds the bottom of a bowl`() {
    let count = Vectors.shortMax + 5
    let curve = (0..<count).map { 1 + Double($0 % 10) }
    var search = LBFGS()
    search.gradientTolerance = 1e-7
    let found = search.minimize(from: [Double](repeating: 0, count: count)) { point in
      var (value, gradient) = (0.0, [Double](repeating: 0, count: count))
      for place in point.indices {
        let miss = point[place] - Double(place % 7)
        value += 0.5 * curve[place] * miss * miss
        gradient[place] = curve[place] * miss
      }
      return (value, gradient)
    }
    #expect(found.hasConverged)
    #expect(found.point.indices.allSatisfy { abs(found.point[$0] - Double($0 % 7)) < 1e-6 })
  }
}
