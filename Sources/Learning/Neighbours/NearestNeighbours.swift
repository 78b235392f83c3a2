/// What became of those who are most alike: k nearest neighbours.
///
/// Columns are brought to one scale; who is near is found in a k-d tree. Of equally near ones the
/// first rows count.
package import Numerics
package import Support

package struct NearestNeighbours: Sendable {
  package enum Weighting: Sendable {
    case equal
    /// One over the distance; those at no distance at all count alone.
    case distance
  }

  package var neighbourCount: Int
  package var weighting = Weighting.equal
  /// Whether columns are divided by their spread first.
  package var scales = true

  package init(neighbourCount: Int = 15) { self.neighbourCount = neighbourCount }

  /// - Parameters:
  ///   - targets: labels of 0 and 1, or any numbers.
  ///   - weights: how much each row counts among neighbours; one of 0 is no neighbour.
  package func fit(
    _ features: Matrix, targets: [Double], weights: [Double]? = nil, _ run: Run
  ) throws -> NeighboursModel {
    try FitError.check(features, rows: 1)
    guard neighbourCount >= 1 else { throw FitError.badSetting(name: "neighbourCount") }
    guard targets.count == features.rowCount else { throw FitError.badSetting(name: "targets") }
    if let row = targets.firstIndex(where: { !$0.isFinite }) {
      throw FitError.notANumber(row: row, column: features.columnCount)
    }
    try FitError.check(weights: weights, count: targets.count)
    let counted = targets.indices.filter { (weights?[$0] ?? 1) > 0 }
    let used = counted.count < targets.count ? features.rows(counted) : features
    let zeros = [Double](repeating: 0, count: features.columnCount)
    var scaling = Scaling(centres: zeros, spreads: zeros.map { _ in 1 })
    if scales { scaling = try Scaling.standard(of: used, run) }
    guard scaling.spreads.allSatisfy(\.isFinite), scaling.centres.allSatisfy(\.isFinite) else {
      throw FitError.tooLarge
    }
    let points = try scaling.apply(to: used, run)
    return NeighboursModel(
      neighbourCount: min(neighbourCount, used.rowCount), weighting: weighting,
      scaling: scaling, tree: try NeighbourTree(points, run),
      rows: counted.map { NeighboursModel.Row(target: targets[$0], weight: weights?[$0] ?? 1) })
  }
}

package struct NeighboursModel: Sendable {
  package let neighbourCount: Int
  package let weighting: NearestNeighbours.Weighting
  package let scaling: Scaling
  private let tree: NeighbourTree
  private let rows: [Row]

  /// What a neighbour brings in.
  struct Row: Sendable {
    let target: Double
    let weight: Double
  }

  init(
    neighbourCount: Int, weighting: NearestNeighbours.Weighting, scaling: Scaling,
    tree: NeighbourTree, rows: [Row]
  ) {
    self.neighbourCount = neighbourCount
    self.weighting = weighting
    self.scaling = scaling
    self.tree = tree
    self.rows = rows
  }

  /// The neighbours of each row, the nearest first, with their distances. Rows of the fit that
  /// weigh nothing are not counted in the places of neighbours.
  package func neighbours(_ features: Matrix, _ run: Run) throws -> [[Neighbour]] {
    guard features.columnCount == scaling.centres.count else {
      throw FitError.badSetting(name: "columns")
    }
    try FitError.check(features, rows: 0)
    // So far out that squares would be none, all are equally far.
    let points = try scaling.apply(to: features, run).mapped(run) { _, value in
      min(1e150, max(-1e150, value))
    }
    return try tree.nearest(to: points, count: neighbourCount, run)
  }

  /// The mean of the neighbours' targets, with their weights: for labels the chance of 1.
  package func predictions(_ features: Matrix, _ run: Run) throws -> [Double] {
    try neighbours(features, run).map { near in
      let weights = weights(near)
      let sum = zip(near, weights).reduce(0) { $0 + rows[$1.0.row].target * $1.1 }
      return sum / weights.reduce(0, +)
    }
  }

  private func weights(_ near: [Neighbour]) -> [Double] {
    switch weighting {
    case .equal: return near.map { rows[$0.row].weight }
    case .distance:
      // Over the smallest distance, so that no weight is too large to be a number.
      let least = near.first?.distance ?? 0
      return near.map { one in
        let closeness = least > 0 ? least / one.distance : one.distance == 0 ? 1 : 0
        return closeness * rows[one.row].weight
      }
    }
  }
}
