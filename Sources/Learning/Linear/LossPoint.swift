/// The value, slope and curvature of a loss of linear scores at one point, in one pass over rows.
///
/// Chunks of rows have a fixed length and are added in order: any number of threads gives the same
/// bits.
import Numerics
import Support

/// What a row loses by its score.
enum RowLoss: Sendable {
  /// log(1 + exp(z)) - y z.
  case logistic
  /// max(0, 1 - t z)² with t = 2 y - 1; its curvature is that of the rows inside the margin.
  case squaredHinge

  /// Turns scores into residuals and curvatures and returns the loss.
  fileprivate func apply(
    _ scores: inout [Double], _ curves: inout [Double], _ labels: ArraySlice<Double>,
    _ weights: ArraySlice<Double>?
  ) -> Double {
    switch self {
    case .logistic: Self.logistic(&scores, &curves, labels, weights)
    case .squaredHinge: Self.squaredHinge(&scores, &curves, labels, weights)
    }
  }

  private static func logistic(
    _ scores: inout [Double], _ curves: inout [Double], _ labels: ArraySlice<Double>,
    _ weights: ArraySlice<Double>?
  ) -> Double {
    var loss = 0.0
    for place in 0..<labels.count {
      let (z, y) = (scores[place], labels[labels.startIndex + place])
      let weight = weights.map { $0[$0.startIndex + place] } ?? 1
      let e = Math.exp(-abs(z))
      let p = z >= 0 ? 1 / (1 + e) : e / (1 + e)
      loss += weight * (max(z, 0) + Math.log1p(e) - y * z)
      scores[place] = weight * (p - y)
      curves[place] = weight * e / ((1 + e) * (1 + e))
    }
    return loss
  }

  private static func squaredHinge(
    _ scores: inout [Double], _ curves: inout [Double], _ labels: ArraySlice<Double>,
    _ weights: ArraySlice<Double>?
  ) -> Double {
    var loss = 0.0
    for place in 0..<labels.count {
      let side = labels[labels.startIndex + place] == 1 ? 1.0 : -1
      let weight = weights.map { $0[$0.startIndex + place] } ?? 1
      let inside = max(0, 1 - side * scores[place])
      loss += weight * inside * inside
      scores[place] = -2 * weight * side * inside
      curves[place] = inside > 0 ? 2 * weight : 0
    }
    return loss
  }
}

/// What a loss of linear scores is taken over.
struct LossData: Sendable {
  let loss: RowLoss
  let features: Matrix
  let labels: [Double]
  let weights: [Double]?
  let units: ColumnUnits

  /// So many of the rows, evenly spread.
  func part(every: Int) -> LossData {
    let rows = Array(stride(from: 0, to: features.rowCount, by: every))
    return LossData(
      loss: loss, features: features.rows(rows), labels: rows.map { labels[$0] },
      weights: weights.map { all in rows.map { all[$0] } }, units: units)
  }
}

struct LossPoint: Sendable {
  private(set) var value = 0.0
  /// Of the intercept, then of each coefficient.
  private(set) var gradient: [Double]
  private(set) var hessian: Matrix

  /// - Parameter beta: intercept and coefficients of the scaled columns.
  init(_ data: LossData, at beta: [Double], _ run: Run) throws {
    // Wide products take room for every chunk: then there are fewer.
    let chunks = max(2, min(16, 16_000_000 / (beta.count * beta.count)))
    let chunk = max(4_096, (data.features.rowCount + chunks - 1) / chunks)
    let parts = try Parallel.map(count: data.features.rowCount, chunk: chunk) { range in
      try Self.part(range, data, beta, run)
    }
    gradient = [Double](repeating: 0, count: beta.count)
    hessian = Matrix(rowCount: beta.count, columnCount: beta.count)
    for (value, panel) in parts {
      self.value += value
      for (j, slope) in panel.slope.enumerated() { gradient[j] += slope }
      panel.addCurvature(to: &hessian)
    }
  }

  private static func part(
    _ range: Range<Int>, _ data: LossData, _ beta: [Double], _ run: Run
  ) throws -> (Double, RowPanel) {
    var panel = RowPanel(columns: data.features.columnCount)
    let factors = panel.padded(beta)
    let units = data.units
    var scores = [Double](repeating: 0, count: RowPanel.rowCount)
    var curves = scores
    var value = 0.0
    for first in stride(from: range.lowerBound, to: range.upperBound, by: RowPanel.rowCount) {
      try run.checkpoint()
      let rows = first..<min(first + RowPanel.rowCount, range.upperBound)
      panel.fill(data.features, rows, centres: units.centres, factors: units.factors)
      panel.scores(factors, into: &scores)
      value += data.loss.apply(
        &scores, &curves, data.labels[rows], data.weights.map { $0[rows] })
      panel.add(residuals: scores)
      panel.add(weights: curves)
    }
    return (value, panel)
  }

  /// Adds the penalties / 2 * coefficient²; the intercept is free.
  mutating func penalise(_ penalties: [Double], _ beta: [Double]) {
    for (index, penalty) in penalties.enumerated() where penalty > 0 {
      let j = index + 1
      value += 0.5 * penalty * beta[j] * beta[j]
      gradient[j] += penalty * beta[j]
      hessian[j, j] += penalty
    }
  }

  var isFinite: Bool {
    value.isFinite && gradient.allSatisfy(\.isFinite) && hessian.values.allSatisfy(\.isFinite)
  }
}
