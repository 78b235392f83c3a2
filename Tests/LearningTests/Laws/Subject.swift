/// What the laws are run over: one line for each estimator.
import Learning
import Numerics
import Support
import Testing

/// A law of `Laws.swift`.
enum Law: Sendable {
  case rowOrder, oneByOne, constantColumns, constantColumn, noColumns
}

/// What came out of a fit, as far as laws look at it.
struct Fitted {
  /// Every number of the model; compared bit by bit.
  var numbers: [Double]
  /// The group of each row.
  var groups: [Int]?
  /// Numbers that the order of the rows must not change by more than roundings.
  var figures: [Double] = []
  /// What the model says of other rows, one list for each.
  var says: ((Matrix) throws -> [[Double]])?
}

struct Subject: Sendable, CustomTestStringConvertible {
  let name: String
  let fit: @Sendable (Matrix, UInt64, Run) throws -> Fitted
  /// Laws that do not hold, and why not.
  var exceptions: [Law: String] = [:]

  var testDescription: String { name }

  static let all =
    [
      Subject(
        name: "KMeans", fit: kMeans, exceptions: [.constantColumns: "one point is one group"]),
      Subject(name: "GaussianMixture full") { try mixture($0, $1, .full, $2) },
      Subject(name: "GaussianMixture diagonal") { try mixture($0, $1, .diagonal, $2) },
      Subject(
        name: "KPrototypes", fit: kPrototypes,
        exceptions: [
          .noColumns: "categories alone will do", .constantColumns: "categories still differ",
        ]),
      Subject(name: "Hierarchical ward", fit: tree(.ward), exceptions: equalRows),
      Subject(name: "Hierarchical average", fit: tree(.average), exceptions: equalRows),
      Subject(name: "Hierarchical complete", fit: tree(.complete), exceptions: equalRows),
      Subject(name: "Hierarchical single", fit: tree(.single), exceptions: equalRows),
      Subject(name: "DBSCAN", fit: dbscan, exceptions: equalRows),
      Subject(name: "PCA", fit: pca),
      Subject(
        name: "LogisticRegression", fit: logistic,
        exceptions: [
          .noColumns: "the intercept alone is a model",
          .constantColumns: "the intercept alone is a model",
        ]),
    ] + linear + trees

  private static let equalRows = [Law.constantColumns: "equal rows are one group, at height 0"]

  private static func kMeans(_ points: Matrix, _ seed: UInt64, _ run: Run) throws -> Fitted {
    var wish = KMeans(clusterCount: 3)
    wish.seed = seed
    let model = try wish.fit(points, run)
    return Fitted(
      numbers: model.centres.values + [model.inertia], groups: model.labels,
      figures: [model.inertia], says: { try model.labels($0).map { [Double($0)] } })
  }

  private static func mixture(
    _ points: Matrix, _ seed: UInt64, _ covariance: GaussianMixture.Covariance, _ run: Run
  ) throws -> Fitted {
    var wish = GaussianMixture(clusterCount: 3)
    wish.covariance = covariance
    wish.seed = seed
    let model = try wish.fit(points, run)
    return Fitted(
      numbers: model.trace + model.components.flatMap { $0.mean + $0.covariance.values },
      groups: try model.labels(points, run), figures: [model.logLikelihood],
      says: { rows in
        let shares = try model.responsibilities(rows, Run())
        return (0..<rows.rowCount).map { Array(shares.row($0)) }
      })
  }

  /// Whether the first column is large stands in for a category.
  private static func mixed(_ points: Matrix) -> MixedRows {
    let kinds = (0..<points.rowCount).map { points.columnCount > 0 && points[$0, 0] > 5 ? 1 : 0 }
    return MixedRows(numbers: points, categories: [kinds])
  }

  private static func kPrototypes(_ points: Matrix, _ seed: UInt64, _ run: Run) throws -> Fitted {
    var wish = KPrototypes(clusterCount: 3)
    wish.seed = seed
    let model = try wish.fit(mixed(points), run)
    return Fitted(
      numbers: model.centres.values + [model.cost, model.gamma], groups: model.labels,
      figures: [model.cost],
      says: { try model.labels(mixed($0), Run()).map { [Double($0)] } })
  }

  private static func tree(
    _ linkage: Hierarchical.Linkage
  ) -> @Sendable (Matrix, UInt64, Run) throws -> Fitted {
    { points, _, run in
      let tree = try Hierarchical(linkage).fit(points, run)
      let heights = tree.merges.map(\.height)
      return Fitted(
        numbers: heights + tree.merges.flatMap { [Double($0.first), Double($0.second)] },
        groups: try tree.cut(into: min(3, points.rowCount)), figures: heights)
    }
  }

  private static func dbscan(_ points: Matrix, _ seed: UInt64, _ run: Run) throws -> Fitted {
    let model = try DBSCAN(radius: 2, leastNeighbours: 4).fit(points, run)
    return Fitted(
      numbers: model.labels.map { Double($0) }, groups: model.labels,
      figures: [Double(model.noiseCount), Double(model.clusterCount)])
  }

  private static func pca(_ points: Matrix, _ seed: UInt64, _ run: Run) throws -> Fitted {
    let model = try PCA().fit(points, run)
    return Fitted(
      numbers: model.variances + model.components.values, figures: model.variances,
      says: { rows in
        let scores = try model.scores(rows, Run())
        return (0..<rows.rowCount).map { Array(scores.row($0)) }
      })
  }

  private static func logistic(_ points: Matrix, _ seed: UInt64, _ run: Run) throws -> Fitted {
    let model = try LogisticRegression(l2: 1).fit(points, labels: labels(points), run)
    return Fitted(
      numbers: [model.intercept, model.objective] + model.coefficients,
      figures: [model.objective], says: { model.probabilities($0).map { [$0] } })
  }
}
