/// Gaussian mixtures: every row belongs to every group, to a part.
///
/// Expectation and maximisation (Dempster, Laird, Rubin 1977) from the groups of k-means. No
/// covariance has an eigenvalue below a floor, a share of the mean variance: cutting eigenvalues
/// off is the best covariance under that bound, so the likelihood never falls and no group shrinks
/// to a point.
package import Numerics
package import Support

package struct GaussianMixture: Sendable {
  package enum Covariance: String, Sendable, CaseIterable { case full, diagonal }

  package var clusterCount: Int
  package var covariance = Covariance.full
  package var maxIterations = 200
  /// Iterations stop when the mean log-likelihood rises by less.
  package var tolerance = 1e-6
  /// Starts of k-means before the first step.
  package var restarts = 10
  package var seed: UInt64 = 42
  /// The smallest eigenvalue of a covariance, as a share of the mean variance of the columns.
  package var floorShare = 1e-6

  package init(clusterCount: Int) { self.clusterCount = clusterCount }

  package func fit(_ points: Matrix, _ run: Run) throws -> GaussianMixtureModel {
    try FitError.check(points, rows: 2)
    guard points.columnCount <= Limits.componentColumns else {
      throw FitError.tooManyColumns(have: points.columnCount, most: Limits.componentColumns)
    }
    let spread = Scaling.variances(of: points).reduce(0, +) / Double(points.columnCount)
    guard spread > 0 else { throw FitError.constantFeatures }
    guard spread.isFinite else { throw FitError.tooLarge }
    var start = KMeans(clusterCount: clusterCount)
    start.restarts = restarts
    start.seed = seed
    let groups = try start.fit(points, run)
    var shares = (0..<clusterCount).map { group in
      groups.labels.map { $0 == group ? 1.0 : 0.0 }
    }
    var components = [GaussianComponent](repeating: .empty, count: clusterCount)
    var trace: [Double] = []
    var hasConverged = false
    while !hasConverged, trace.count < maxIterations {
      for group in 0..<clusterCount {
        components[group] = try maximized(
          points, shares[group], floor: floorShare * spread, before: components[group], run)
      }
      let expected = try Expectation(points, components, run)
      shares = expected.shares
      hasConverged =
        trace.last.map {
          expected.logLikelihood - $0 < tolerance * Double(points.rowCount)
        } ?? false
      trace.append(expected.logLikelihood)
      run.report(
        Double(trace.count) / Double(maxIterations),
        Phrase(en: "step \(trace.count)", zh: "第 \(trace.count) 步"))
    }
    return GaussianMixtureModel(
      covariance: covariance, components: components, rowCount: points.rowCount, trace: trace,
      hasConverged: hasConverged)
  }

  /// The best component for rows that belong to it by these shares.
  private func maximized(
    _ points: Matrix, _ shares: [Double], floor: Double, before: GaussianComponent, _ run: Run
  ) throws -> GaussianComponent {
    let total = shares.pairwiseSum
    let weight = total / Double(points.rowCount)
    // Only a group that had rows can lose them all.
    guard total > 1e-9 else { return before.weighing(weight) }
    let mean = try points.means(weights: shares, run)
    var spread = try points.crossProducts(centre: mean, weights: shares, run)
    for place in spread.values.indices { spread.values[place] /= total }
    if covariance == .diagonal {
      for i in 0..<mean.count {
        for j in 0..<mean.count where i != j { spread[i, j] = 0 }
      }
    }
    guard let eigen = try SymmetricEigen(spread, run) else { throw FitError.tooLarge }
    return GaussianComponent(weight: weight, mean: mean, eigen: eigen, floor: floor)
  }
}

extension Scaling {
  static func variances(of points: Matrix) -> [Double] {
    (0..<points.columnCount).map { Moments(of: points.column($0)).variance }
  }
}

/// One bell of a mixture.
package struct GaussianComponent: Sendable, Equatable {
  package let weight: Double
  package let mean: [Double]
  package let covariance: Matrix
  /// W with W'W the inverse of the covariance: distances are lengths of W (x - mean).
  let whitening: Matrix
  let logDeterminant: Double

  static let empty = GaussianComponent(
    weight: 0, mean: [], covariance: Matrix(rowCount: 0, columnCount: 0),
    whitening: Matrix(rowCount: 0, columnCount: 0), logDeterminant: 0)

  private init(
    weight: Double, mean: [Double], covariance: Matrix, whitening: Matrix, logDeterminant: Double
  ) {
    self.weight = weight
    self.mean = mean
    self.covariance = covariance
    self.whitening = whitening
    self.logDeterminant = logDeterminant
  }

  init(weight: Double, mean: [Double], eigen: SymmetricEigen, floor: Double) {
    let width = mean.count
    let values = eigen.values.map { max($0, floor) }
    var whitening = eigen.vectors
    var covariance = Matrix(rowCount: width, columnCount: width)
    for k in 0..<width {
      let root = values[k].squareRoot()
      for i in 0..<width {
        whitening[k, i] = eigen.vectors[k, i] / root
        for j in 0..<width {
          covariance[i, j] += values[k] * eigen.vectors[k, i] * eigen.vectors[k, j]
        }
      }
    }
    self.init(
      weight: weight, mean: mean, covariance: covariance, whitening: whitening,
      logDeterminant: values.reduce(0) { $0 + Math.log($1) })
  }

  func weighing(_ weight: Double) -> GaussianComponent {
    GaussianComponent(
      weight: weight, mean: mean, covariance: covariance, whitening: whitening,
      logDeterminant: logDeterminant)
  }
}

/// A fitted mixture.
package struct GaussianMixtureModel: Sendable, Equatable {
  package let covariance: GaussianMixture.Covariance
  package let components: [GaussianComponent]
  package let rowCount: Int
  /// The log-likelihood after each step; it never falls.
  package let trace: [Double]
  package let hasConverged: Bool

  package var logLikelihood: Double { trace.last ?? -.infinity }

  /// Numbers that were fitted: weights but one, means, covariances.
  package var parameterCount: Int {
    let width = components.first?.mean.count ?? 0
    let spread = covariance == .full ? width * (width + 1) / 2 : width
    return components.count * (width + spread + 1) - 1
  }

  /// Schwarz 1978; smaller is better.
  package var bic: Double {
    -2 * logLikelihood + Double(parameterCount) * Math.log(Double(max(1, rowCount)))
  }

  /// How much each row belongs to each group: one row a row, summing to 1.
  package func responsibilities(_ points: Matrix, _ run: Run) throws -> Matrix {
    guard points.columnCount == components.first?.mean.count else {
      throw FitError.badCentres(
        expectedColumns: components.first?.mean.count ?? 0, found: points.columnCount)
    }
    return Matrix(columns: try Expectation(points, components, run).shares)
  }

  /// The group each row belongs to most, of equal ones the first.
  package func labels(_ points: Matrix, _ run: Run) throws -> [Int] {
    let shares = try responsibilities(points, run)
    return (0..<points.rowCount).map { row in
      var best = 0
      for group in 1..<max(1, shares.columnCount) where shares[row, group] > shares[row, best] {
        best = group
      }
      return best
    }
  }
}
