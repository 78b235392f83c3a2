/// Groups within groups: the two nearest are merged until one is left.
///
/// Ward and single linkage need no table of distances: Ward's distance follows from sizes and
/// centres, single linkage is the shortest tree that joins all points. Average and complete keep
/// the distances of all pairs and update them by Lance and Williams 1967. The order is found by
/// chains of nearest neighbours (Murtagh 1983; Müllner 2011). Heights are those of scipy.
package import Numerics
package import Support

package struct Hierarchical: Sendable {
  package enum Linkage: String, Sendable, CaseIterable { case ward, average, complete, single }

  package var linkage: Linkage

  package init(_ linkage: Linkage) { self.linkage = linkage }

  /// The most rows that can be merged by this linkage.
  package var mostRows: Int {
    switch linkage {
    case .ward, .single: Limits.treeRows
    case .average, .complete: Limits.pairRows
    }
  }

  package func fit(_ points: Matrix, _ run: Run) throws -> Dendrogram {
    guard points.rowCount <= mostRows else {
      throw FitError.tooManyRows(have: points.rowCount, most: mostRows)
    }
    try FitError.check(points, rows: 2)
    switch linkage {
    case .ward:
      var centres = WardCentres(points)
      return Dendrogram(points.rowCount, try NeighbourChain.merges(&centres, run))
    case .average:
      var pairs = try PairDistances(points, isComplete: false, run)
      return Dendrogram(points.rowCount, try NeighbourChain.merges(&pairs, run))
    case .complete:
      var pairs = try PairDistances(points, isComplete: true, run)
      return Dendrogram(points.rowCount, try NeighbourChain.merges(&pairs, run))
    case .single:
      return Dendrogram(points.rowCount, try ShortestTree.edges(points, run))
    }
  }
}

/// Two groups, each named by one of its rows, and how far they were from each other.
struct RawMerge {
  let a: Int
  let b: Int
  let height: Double
}

/// All merges, by rising height.
package struct Dendrogram: Sendable, Equatable {
  package let rowCount: Int
  package let merges: [Merge]

  /// Groups below `rowCount` are rows; group `rowCount + i` is what merge `i` made.
  package struct Merge: Sendable, Equatable {
    package let first: Int
    package let second: Int
    package let height: Double
    /// Rows in the new group.
    package let size: Int
  }

  init(_ rowCount: Int, _ raw: [RawMerge]) {
    self.rowCount = rowCount
    var parents = Array(0..<(2 * rowCount))
    var sizes = [Int](repeating: 1, count: 2 * rowCount)
    var merges: [Merge] = []
    for place in raw.map(\.height).ascendingOrder() {
      let group = rowCount + merges.count
      let a = Self.root(raw[place].a, &parents)
      let b = Self.root(raw[place].b, &parents)
      sizes[group] = sizes[a] + sizes[b]
      parents[a] = group
      parents[b] = group
      merges.append(
        Merge(first: min(a, b), second: max(a, b), height: raw[place].height, size: sizes[group]))
    }
    self.merges = merges
  }

  private static func root(_ member: Int, _ parents: inout [Int]) -> Int {
    var member = member
    while parents[member] != member {
      parents[member] = parents[parents[member]]
      member = parents[member]
    }
    return member
  }

  /// The group of each row when only `count` groups are left, numbered by their first rows.
  package func cut(into count: Int) throws(FitError) -> [Int] {
    guard 1 <= count, count <= rowCount else {
      throw .tooManyClusters(asked: count, distinct: rowCount)
    }
    return labels(after: rowCount - count)
  }

  /// The group of each row when nothing higher than `height` is merged.
  package func cut(at height: Double) -> [Int] {
    labels(after: merges.prefix { $0.height <= height }.count)
  }

  private func labels(after count: Int) -> [Int] {
    var parents = Array(0..<(rowCount + count))
    for (place, merge) in merges.prefix(count).enumerated() {
      parents[merge.first] = rowCount + place
      parents[merge.second] = rowCount + place
    }
    var numbers: [Int: Int] = [:]
    return (0..<rowCount).map { row in
      let root = Self.root(row, &parents)
      if let number = numbers[root] { return number }
      numbers[root] = numbers.count
      return numbers.count - 1
    }
  }
}
