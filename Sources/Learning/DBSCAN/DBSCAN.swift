/// DBSCAN: groups are where points stand close together; what stands alone is noise.
///
/// Ester, Kriegel, Sander, Xu 1996. A point with at least `leastNeighbours` points within `radius`,
/// itself among them, is a core. Cores that reach each other are one group; another point near a
/// core belongs to the first group that has one. Groups are numbered by their first core, so the
/// labels are those of scikit-learn, to the number.
package import Numerics
package import Support

package struct DBSCAN: Sendable {
  package var radius: Double
  /// Points that make a core, itself among them.
  package var leastNeighbours: Int

  package init(radius: Double, leastNeighbours: Int) {
    self.radius = radius
    self.leastNeighbours = leastNeighbours
  }

  /// The label of noise.
  package static let noise = -1

  package func fit(_ points: Matrix, _ run: Run) throws -> DBSCANModel {
    try FitError.check(points, rows: 1)
    guard radius > 0, radius.isFinite else { throw FitError.badSetting(name: "radius") }
    guard leastNeighbours > 0 else { throw FitError.badSetting(name: "leastNeighbours") }
    let tree = try NeighbourTree(points, run)
    let counts = try tree.counts(within: radius, upTo: leastNeighbours, run)
    let isCore = counts.map { leastNeighbours <= $0 }
    let cores = try tree.components(of: isCore, within: radius, run)
    let labels = try tree.smallestLabel(cores, within: radius, run)
    return DBSCANModel(
      radius: radius, leastNeighbours: leastNeighbours, labels: labels, isCore: isCore,
      clusterCount: (labels.max() ?? -1) + 1)
  }

  /// A wish for data nobody knows: twice as many neighbours as columns (Sander et al. 1998), and
  /// the radius where the sorted distances to the last of them bend most (the point farthest below
  /// the line from the first to the last; Satopaa et al. 2011).
  package static func proposal(
    for points: Matrix, leastNeighbours: Int? = nil, seed: UInt64, _ run: Run
  ) throws -> DBSCAN {
    try FitError.check(points, rows: 2)
    let least = leastNeighbours ?? max(3, 2 * points.columnCount)
    let curve = try distanceCurve(points, rank: least, seed: seed, run)
    guard let low = curve.first, let high = curve.last, high > 0 else {
      throw FitError.constantFeatures
    }
    var best = (place: curve.count / 2, depth: -Double.infinity)
    for (place, distance) in curve.enumerated() where distance > 0 {
      let across = Double(place) / Double(max(1, curve.count - 1))
      let depth = high > low ? across - (distance - low) / (high - low) : 0
      if depth > best.depth { best = (place, depth) }
    }
    let radius = curve[best.place] > 0 ? curve[best.place] : high
    return DBSCAN(radius: radius, leastNeighbours: least)
  }

  /// Rows of which the distances are taken for a proposal.
  private static let proposalRows = 2_000

  /// The distances of rows to their `rank`-th nearest point, itself the first, rising.
  package static func distanceCurve(
    _ points: Matrix, rank: Int, seed: UInt64, _ run: Run
  ) throws -> [Double] {
    let rows = ClusterQuality.sampledRows(points.rowCount, proposalRows, seed)
    let tree = try NeighbourTree(points, run)
    return try tree.distances(of: rows, toRank: rank, in: points, run).ascending()
  }
}

/// The group of each row, and which rows make the groups.
package struct DBSCANModel: Sendable, Equatable {
  package let radius: Double
  package let leastNeighbours: Int
  /// From 0; -1 for noise.
  package let labels: [Int]
  package let isCore: [Bool]
  package let clusterCount: Int

  package var noiseCount: Int { labels.reduce(0) { $0 + ($1 == DBSCAN.noise ? 1 : 0) } }
}
