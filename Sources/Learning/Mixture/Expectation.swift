/// How much each row belongs to each component, and how likely all rows are.
import Numerics
import Support

struct Expectation {
  /// For each component one number a row; the numbers of a row sum to 1.
  let shares: [[Double]]
  let logLikelihood: Double

  private static let chunk = 2_048

  init(_ points: Matrix, _ components: [GaussianComponent], _ run: Run) throws {
    let parts = try Parallel.map(count: points.rowCount, chunk: Self.chunk) { range in
      try run.checkpoint()
      var densities = components.map { Self.logDensities(points, range, $0) }
      let total = Self.normalize(&densities)
      return (densities: densities, total: total)
    }
    shares = components.indices.map { group in parts.flatMap { $0.densities[group] } }
    logLikelihood = parts.map(\.total).pairwiseSum
  }

  /// log(weight) + log N(x; mean, covariance) of each row; eight rows at a time.
  private static func logDensities(
    _ points: Matrix, _ rows: Range<Int>, _ component: GaussianComponent
  ) -> [Double] {
    guard component.weight > 0 else {
      return [Double](repeating: -.infinity, count: rows.count)
    }
    let width = points.columnCount
    let constant =
      Math.log(component.weight) - (Double(width) * 1.8378770664093453 + component.logDeterminant)
      / 2
    var densities: [Double] = []
    densities.reserveCapacity(rows.count + 8)
    var apart = [SIMD8<Double>](repeating: .zero, count: width)
    points.values.withUnsafeBufferPointer { x in
      component.whitening.values.withUnsafeBufferPointer { w in
        for first in stride(from: rows.lowerBound, to: rows.upperBound, by: 8) {
          for j in 0..<width {
            for lane in 0..<8 {
              let row = min(first + lane, rows.upperBound - 1)
              apart[j][lane] = x[row * width + j] - component.mean[j]
            }
          }
          var length = SIMD8<Double>.zero
          for i in 0..<width {
            var sum = SIMD8<Double>.zero
            for j in 0..<width { sum += apart[j] * w[i * width + j] }
            length += sum * sum
          }
          for lane in 0..<min(8, rows.upperBound - first) {
            densities.append(constant - length[lane] / 2)
          }
        }
      }
    }
    return densities
  }

  /// Turns logarithms into shares and gives the sum of the rows' log-likelihoods.
  private static func normalize(_ densities: inout [[Double]]) -> Double {
    let count = densities.first?.count ?? 0
    var logs = [Double](repeating: 0, count: count)
    for row in 0..<count {
      var largest = -Double.infinity
      for group in densities.indices { largest = max(largest, densities[group][row]) }
      var sum = 0.0
      for group in densities.indices {
        let part = largest > -.infinity ? Math.exp(densities[group][row] - largest) : 1
        densities[group][row] = part
        sum += part
      }
      for group in densities.indices { densities[group][row] /= sum }
      logs[row] = max(largest, -1e300) + Math.log(sum)
    }
    return logs.pairwiseSum
  }
}
