/// Chains of nearest neighbours: each group leads to its nearest, until two are each other's.
///
/// Murtagh 1983; as in Müllner 2011, figure 3. Needs a linkage under which a merged group is never
/// nearer to others than both its parts were.
import Support

/// What a chain asks of the groups that are left. A group is named by one of its rows.
protocol MergingGroups {
  var rowCount: Int { get }
  var first: Int { get }
  /// The nearest other group, of equally near ones `previous`, else the one of the lowest row.
  func nearest(to group: Int, previous: Int?) -> (group: Int, distance: Double)
  /// Merges `gone` into `kept` and gives the height of the merge.
  mutating func merge(_ gone: Int, into kept: Int, distance: Double) -> Double
}

enum NeighbourChain {
  static func merges(_ groups: inout some MergingGroups, _ run: Run) throws -> [RawMerge] {
    var merges: [RawMerge] = []
    merges.reserveCapacity(groups.rowCount)
    var chain: [Int] = []
    while merges.count < groups.rowCount - 1 {
      if chain.isEmpty { chain.append(groups.first) }
      while true {
        try run.checkpoint()
        let group = chain[chain.count - 1]
        let previous = chain.count > 1 ? chain[chain.count - 2] : nil
        let nearest = groups.nearest(to: group, previous: previous)
        guard nearest.group == previous else {
          chain.append(nearest.group)
          continue
        }
        chain.removeLast(2)
        let (gone, kept) = (min(group, nearest.group), max(group, nearest.group))
        let height = groups.merge(gone, into: kept, distance: nearest.distance)
        merges.append(RawMerge(a: gone, b: kept, height: height))
        run.report(
          Double(merges.count) / Double(groups.rowCount), Phrase(en: "merging", zh: "合并中"))
        break
      }
    }
    return merges
  }
}
