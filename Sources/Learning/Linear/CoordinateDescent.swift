/// The minimum of a quadratic with an absolute penalty, one coordinate after the other.
///
/// 1/2 b' H b - c' b + sum of penalties * |b|: rounds over all coordinates alternate with rounds
/// over those that are not 0 until these settle.
import Numerics
import Support

struct CoordinateDescent {
  private let curvature: Matrix
  private var b: [Double]
  /// H b.
  private var pull: [Double]

  init(curvature: Matrix, at start: [Double]) {
    self.curvature = curvature
    b = start
    pull = (0..<start.count).map { j in
      start.indices.reduce(0.0) { $0 + curvature[j, $1] * start[$1] }
    }
  }

  mutating func minimize(
    _ c: [Double], _ penalties: [Double], tolerance: Double, mostRounds: Int = 10_000,
    _ run: Run
  ) throws -> [Double] {
    let all = Array(b.indices)
    var rounds = 0
    while rounds < mostRounds {
      rounds += 1
      if try round(all, c, penalties, run) < tolerance { break }
      let used = all.filter { b[$0] != 0 || penalties[$0] == 0 }
      while rounds < mostRounds {
        rounds += 1
        if try round(used, c, penalties, run) < tolerance { break }
      }
    }
    return b
  }

  /// One round; the largest change of a coordinate.
  private mutating func round(
    _ places: [Int], _ c: [Double], _ penalties: [Double], _ run: Run
  ) throws -> Double {
    try run.checkpoint()
    let width = b.count
    var largest = 0.0
    for j in places {
      let diagonal = curvature.values[j * width + j]
      guard diagonal > 0 else { continue }
      let free = c[j] - pull[j] + diagonal * b[j]
      let next = Self.shrink(free, penalties[j]) / diagonal
      let change = next - b[j]
      guard change != 0 else { continue }
      b[j] = next
      largest = max(largest, abs(change))
      curvature.values.withUnsafeBufferPointer { h in
        pull.withUnsafeMutableBufferPointer { pull in
          for k in 0..<width { pull[k] += change * h[j * width + k] }
        }
      }
    }
    return largest
  }

  static func shrink(_ value: Double, _ by: Double) -> Double {
    value > by ? value - by : value < -by ? value + by : 0
  }
}
