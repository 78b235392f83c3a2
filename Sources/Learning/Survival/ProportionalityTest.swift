/// Whether the effect of a column stays the same over time.
///
/// Grambsch and Therneau 1994: what is left of each column at each end, scaled by the covariance,
/// must not go along with the rank of the time. Ends of one time share their mean rank.
package import Numerics
package import Support

package struct ProportionalityTest: Sendable, Equatable {
  /// For each column, on one degree.
  package let chiSquares: [Double]
  package let pValues: [Double]
}

extension CoxModel {
  /// On the rows the model was fitted to; nil when the columns repeat each other.
  package func proportionality(
    _ features: Matrix, _ durations: Durations, _ run: Run
  ) throws -> ProportionalityTest? {
    guard let covariance, features.rowCount == durations.count,
      features.columnCount == coefficients.count
    else { return nil }
    let scaling = Scaling(centres: centres, spreads: centres.map { _ in 1 })
    let data = try CoxData(scaling.apply(to: features, run), durations, run)
    let point = try CoxPoint(data, coefficients, ties, run)
    let expected = try point.expectedRows(data, run)
    let ranks = Self.meanRanks(data)
    let count = Double(data.eventCount)
    let middle = (count + 1) / 2
    var along = [Double](repeating: 0, count: data.width)
    var spread = 0.0
    for (index, group) in data.groups.enumerated() {
      guard let means = expected[index] else { continue }
      let apart = ranks[index] - middle
      for row in group where data.isEvent[row] {
        let weight = data.weights[row]
        spread += apart * apart
        for j in along.indices { along[j] += weight * apart * (data.rows[row, j] - means[j]) }
      }
    }
    let chiSquares = along.indices.map { j -> Double in
      let scaled = along.indices.reduce(0.0) { $0 + along[$1] * covariance[$1, j] } * count
      let variance = count * covariance[j, j] * spread
      return variance > 0 ? scaled * scaled / variance : 0
    }
    return ProportionalityTest(
      chiSquares: chiSquares, pValues: chiSquares.map { ChiSquare.above($0, degrees: 1) })
  }

  /// For each group the mean rank of its ends among all, the earliest first.
  private static func meanRanks(_ data: CoxData) -> [Double] {
    var after = data.eventCount
    return data.eventCounts.map { count in
      after -= count
      return Double(after) + Double(count + 1) / 2
    }
  }
}
