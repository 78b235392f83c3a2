/// Lasso and elastic net by coordinate descent.
///
/// Minimises  1 / (2 n) * sum of (y - intercept - x b)² + l1 * |b|_1 + l2 / 2 * |b|² ; with weights
/// n is their sum. The intercept is free. The descent runs on the products of the columns, so a
/// round costs nothing that depends on the rows (Friedman, Hastie, Tibshirani 2010), and ends when
/// the gap between the objective and its dual shows that nothing is left to gain.
package import Numerics
package import Support

package struct ElasticNet: Sendable {
  package var l1: Double
  package var l2: Double
  /// The gap that ends the descent, as a share of the spread of the targets.
  package var tolerance = 1e-14

  package init(l1: Double, l2: Double = 0) {
    self.l1 = l1
    self.l2 = l2
  }

  package func fit(
    _ features: Matrix, targets: [Double], weights: [Double]? = nil, _ run: Run
  ) throws -> ElasticNetModel {
    let problem = try NetProblem(LinearData(features, targets, weights, run), run)
    var start = [Double](repeating: 0, count: features.columnCount)
    return try fit(problem, from: &start, run)
  }

  /// Models for falling penalties, each begun where the last one ended. The first is the smallest
  /// l1 that leaves nothing in, the last `leastShare` of it.
  /// - Parameter l1Share: how much of the penalty is l1; the rest is l2.
  package static func path(
    _ features: Matrix, targets: [Double], weights: [Double]? = nil, l1Share: Double = 1,
    steps: Int = 50, leastShare: Double = 1e-3, _ run: Run
  ) throws -> [ElasticNetModel] {
    guard 2 <= steps, 0 < leastShare, leastShare < 1 else {
      throw FitError.badSetting(name: "steps")
    }
    guard 0 < l1Share, l1Share <= 1 else { throw FitError.badSetting(name: "l1Share") }
    let problem = try NetProblem(LinearData(features, targets, weights, run), run)
    let most = problem.leastEmptyPenalty / l1Share
    guard most > 0 else { throw FitError.constantFeatures }
    var start = [Double](repeating: 0, count: features.columnCount)
    return try (0..<steps).map { step in
      let penalty = most * Math.pow(leastShare, Double(step) / Double(steps - 1))
      let wish = ElasticNet(l1: penalty * l1Share, l2: penalty * (1 - l1Share))
      return try wish.fit(problem, from: &start, run)
    }
  }

  private func fit(
    _ problem: NetProblem, from start: inout [Double], _ run: Run
  ) throws -> ElasticNetModel {
    guard l1 > 0, l1.isFinite, l2 >= 0, l2.isFinite else { throw FitError.badSetting(name: "l1") }
    let found = try problem.minimize(l1, l2, tolerance, from: start, run)
    start = found.beta
    let (intercept, coefficients) = try problem.data.unscaled(
      zip(found.beta, problem.data.scaling.spreads).map { $0 * $1 })
    return ElasticNetModel(
      intercept: intercept, coefficients: coefficients, l1: l1, l2: l2,
      objective: found.objective, gap: found.gap)
  }
}

package struct ElasticNetModel: Sendable, Equatable {
  package let intercept: Double
  /// 0 for what was left out.
  package let coefficients: [Double]
  package let l1: Double
  package let l2: Double
  package let objective: Double
  /// No coefficients have an objective that is lower by more than this.
  package let gap: Double

  package var usedColumns: [Int] { coefficients.indices.filter { coefficients[$0] != 0 } }

  package func predictions(_ features: Matrix, _ run: Run) throws -> [Double] {
    try features.times(coefficients, plus: intercept, run)
  }
}

/// Products of the centred columns in the units they were given in, divided by the weight.
private struct NetProblem {
  let data: LinearData
  private let products: Matrix
  private let right: [Double]
  /// The mean square of the centred targets.
  private let spread: Double

  init(_ data: LinearData, _ run: Run) throws {
    self.data = data
    let (spreads, total) = (data.scaling.spreads, data.totalWeight)
    var products = data.products
    for i in spreads.indices {
      for j in spreads.indices { products[i, j] *= spreads[i] * spreads[j] / total }
    }
    self.products = products
    right = try zip(data.slope(data.targets, run), spreads).map { $0 * $1 / total }
    spread = data.squares(data.targets) / total
    guard spread.isFinite, right.allSatisfy(\.isFinite) else { throw FitError.tooLarge }
  }

  var leastEmptyPenalty: Double { right.reduce(0) { max($0, abs($1)) } }

  func minimize(
    _ l1: Double, _ l2: Double, _ tolerance: Double, from start: [Double], _ run: Run
  ) throws -> (beta: [Double], objective: Double, gap: Double) {
    var curvature = products
    for j in start.indices { curvature[j, j] += l2 }
    let penalties = [Double](repeating: l1, count: start.count)
    var (beta, best) = (start, (objective: Double.infinity, gap: Double.infinity))
    // Smaller changes until the gap is closed, or as small as roundings let it be.
    let size = products.rowCount == 0 ? 0 : (spread + 1e-300).squareRoot()
    var least = 1e-6 * size
    for _ in 0..<12 {
      try run.checkpoint()
      var descent = CoordinateDescent(curvature: curvature, at: beta)
      beta = try descent.minimize(
        right, penalties, tolerance: least, mostRounds: 2_000, run)
      let now = gap(beta, l1, l2)
      let isBetter = now.gap < 0.5 * best.gap
      best = now
      if now.gap <= tolerance * spread, !isBetter || least < 1e-12 * size { break }
      least /= 100
    }
    return (beta, best.objective, best.gap)
  }

  /// The objective, and how far a feasible point of the dual is below it.
  private func gap(
    _ b: [Double], _ l1: Double, _ l2: Double
  ) -> (objective: Double, gap: Double) {
    let pull = b.indices.map { j in
      b.indices.reduce(0.0) { $0 + products[j, $1] * b[$1] }
    }
    let squares = zip(b, pull).reduce(0) { $0 + $1.0 * $1.1 }
    let along = zip(b, right).reduce(0) { $0 + $1.0 * $1.1 }
    let left = max(0, spread - 2 * along + squares)
    let length = b.reduce(0) { $0 + $1 * $1 }
    let sum = b.reduce(0) { $0 + abs($1) }
    let objective = 0.5 * left + l1 * sum + 0.5 * l2 * length
    // The residuals, and with l2 the coefficients beside them, scaled into the dual's bounds.
    let steepest = b.indices.reduce(0.0) { max($0, abs(right[$1] - pull[$1] - l2 * b[$1])) }
    let scale = steepest > l1 ? l1 / steepest : 1
    let residualTarget = spread - along
    let dual = scale * residualTarget - 0.5 * scale * scale * (left + l2 * length)
    return (objective, max(0, objective - dual))
  }
}
