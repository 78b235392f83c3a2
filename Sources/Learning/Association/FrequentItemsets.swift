/// Items that often come together: FP-growth (Han, Pei, Yin 2000).
///
/// Baskets become a tree in which the most frequent items stand nearest to the root; for each item
/// the paths above it are a smaller set of baskets, and so on. Exact: every set at or above the
/// least count is found, with its count.
import Numerics
package import Support

/// Baskets of distinct items.
package struct BasketRows: Sendable {
  package let itemCount: Int
  /// Where each basket begins in `items`, and the end.
  package let starts: [Int]
  package let items: [Int32]

  /// Items named twice in a basket count once.
  package init(itemCount: Int, baskets: [[Int32]]) {
    self.itemCount = itemCount
    var starts = [0]
    var items: [Int32] = []
    for basket in baskets {
      var last: Int32 = -1
      for item in basket.sorted() where item != last {
        items.append(item)
        last = item
      }
      starts.append(items.count)
    }
    self.starts = starts
    self.items = items
  }

  package var count: Int { starts.count - 1 }
}

package struct FrequentItemset: Sendable, Equatable {
  /// Rising.
  package let items: [Int32]
  /// Baskets that hold all of them.
  package let count: Int

  package init(items: [Int32], count: Int) {
    self.items = items
    self.count = count
  }
}

package struct FrequentItemsets: Sendable {
  /// Smaller sets first, then by items.
  package let sets: [FrequentItemset]
  /// More than this many were found, and the rest was left out.
  package let isCut: Bool

  /// - Parameters:
  ///   - leastCount: baskets that must hold a set; at least 1.
  ///   - longest: items of a set; at least 1.
  ///   - limit: sets to keep; where there are more, those of the most frequent items.
  package init(
    _ baskets: BasketRows, leastCount: Int, longest: Int, limit: Int, _ run: Run
  ) throws {
    let tree = try FrequencyTree(baskets, leastCount: max(1, leastCount), run)
    var sets: [FrequentItemset] = []
    // A few items at a time, so that what is beyond the limit is never held.
    for first in stride(from: 0, to: tree.labels.count, by: Self.batch) where sets.count <= limit {
      run.report(
        Double(first) / Double(tree.labels.count), Phrase(en: "finding itemsets", zh: "查找频繁项集"))
      let last = min(tree.labels.count, first + Self.batch)
      let found = try Parallel.map(count: last - first, chunk: 1) { range in
        try run.checkpoint()
        var miner = TreeMiner(least: max(1, leastCount), longest: longest, limit: limit)
        for rank in range { try miner.mine(tree, first + rank, run) }
        return miner.found
      }
      for part in found { sets.append(contentsOf: part.prefix(limit + 1 - sets.count)) }
    }
    isCut = sets.count > limit
    if isCut { sets.removeLast(sets.count - limit) }
    sets.sort { left, right in
      left.items.count != right.items.count
        ? left.items.count < right.items.count : left.items.lexicographicallyPrecedes(right.items)
    }
    self.sets = sets
  }

  private static let batch = 16
}

/// Baskets as a tree; equal beginnings are one path.
private struct FrequencyTree: Sendable {
  /// The item of each rank, the most frequent first.
  let labels: [Int32]
  /// Baskets that hold the item of each rank.
  let counts: [Int]
  /// By node: its rank, its count, the node above, and the next node of the same rank; node 0 is
  /// the root.
  private(set) var ranks: [Int32] = [-1]
  private(set) var sums: [Int32] = [0]
  private(set) var parents: [Int32] = [-1]
  private(set) var next: [Int32] = [-1]
  private(set) var heads: [Int32]
  private var children: [Int32] = [-1]
  private var siblings: [Int32] = [-1]
  /// Children of the root by rank: it has too many to look through.
  private var roots: [Int32]

  init(labels: [Int32], counts: [Int]) {
    self.labels = labels
    self.counts = counts
    heads = [Int32](repeating: -1, count: labels.count)
    roots = heads
  }

  init(_ baskets: BasketRows, leastCount: Int, _ run: Run) throws {
    var counts = [Int](repeating: 0, count: baskets.itemCount)
    for item in baskets.items { counts[Int(item)] += 1 }
    let frequent = counts.indices.filter { counts[$0] >= leastCount }
      .sorted { (counts[$1], $0) < (counts[$0], $1) }
    self.init(labels: frequent.map { Int32($0) }, counts: frequent.map { counts[$0] })
    var rankOf = [Int32](repeating: -1, count: baskets.itemCount)
    for (rank, item) in frequent.enumerated() { rankOf[item] = Int32(rank) }
    var path: [Int32] = []
    for basket in 0..<baskets.count {
      if basket % 4096 == 0 { try run.checkpoint() }
      path.removeAll(keepingCapacity: true)
      for place in baskets.starts[basket]..<baskets.starts[basket + 1] {
        let rank = rankOf[Int(baskets.items[place])]
        if rank >= 0 { path.append(rank) }
      }
      path.sort()
      insert(path, 1)
    }
  }

  /// Adds a path of rising ranks.
  mutating func insert(_ path: [Int32], _ count: Int32) {
    var node: Int32 = 0
    for rank in path {
      let child = node == 0 ? roots[Int(rank)] : self.child(of: node, rank)
      if child >= 0 {
        sums[Int(child)] += count
        node = child
        continue
      }
      let new = Int32(ranks.count)
      ranks.append(rank)
      sums.append(count)
      parents.append(node)
      next.append(heads[Int(rank)])
      heads[Int(rank)] = new
      children.append(-1)
      siblings.append(-1)
      if node == 0 {
        roots[Int(rank)] = new
      } else {
        siblings[Int(new)] = children[Int(node)]
        children[Int(node)] = new
      }
      node = new
    }
  }

  private func child(of node: Int32, _ rank: Int32) -> Int32 {
    var child = children[Int(node)]
    while child >= 0, ranks[Int(child)] != rank { child = siblings[Int(child)] }
    return child
  }
}

/// Walks a tree and the smaller trees under it.
private struct TreeMiner {
  private let least: Int
  private let longest: Int
  private let limit: Int
  private(set) var found: [FrequentItemset] = []
  private var suffix: [Int32] = []

  init(least: Int, longest: Int, limit: Int) {
    self.least = least
    self.longest = longest
    self.limit = limit
  }

  /// All sets in which the item of `rank` is the least frequent, with the suffix.
  mutating func mine(_ tree: FrequencyTree, _ rank: Int, _ run: Run) throws {
    suffix.append(tree.labels[rank])
    defer { suffix.removeLast() }
    guard keep(suffix, tree.counts[rank]), suffix.count < longest, rank > 0 else { return }
    var counts = [Int](repeating: 0, count: rank)
    forEachNode(tree, rank) { node, count in
      var above = tree.parents[Int(node)]
      while above > 0 {
        counts[Int(tree.ranks[Int(above)])] += Int(count)
        above = tree.parents[Int(above)]
      }
    }
    let kept = counts.indices.filter { counts[$0] >= least }
    guard !kept.isEmpty else { return }
    if suffix.count + 1 == longest {
      for other in kept where !keep(suffix + [tree.labels[other]], counts[other]) { return }
      return
    }
    try run.checkpoint()
    let smaller = conditional(tree, rank, kept, counts)
    for rank in smaller.labels.indices { try mine(smaller, rank, run) }
  }

  /// False when there is no more room.
  private mutating func keep(_ items: [Int32], _ count: Int) -> Bool {
    guard found.count <= limit else { return false }
    found.append(FrequentItemset(items: items.sorted(), count: count))
    return true
  }

  private func forEachNode(_ tree: FrequencyTree, _ rank: Int, _ body: (Int32, Int32) -> Void) {
    var node = tree.heads[rank]
    while node >= 0 {
      body(node, tree.sums[Int(node)])
      node = tree.next[Int(node)]
    }
  }

  /// The paths above the nodes of a rank, items that are too rare left out.
  private func conditional(
    _ tree: FrequencyTree, _ rank: Int, _ kept: [Int], _ counts: [Int]
  ) -> FrequencyTree {
    var places = [Int32](repeating: -1, count: rank)
    for (place, other) in kept.enumerated() { places[other] = Int32(place) }
    var smaller = FrequencyTree(
      labels: kept.map { tree.labels[$0] }, counts: kept.map { counts[$0] })
    var path: [Int32] = []
    forEachNode(tree, rank) { node, count in
      path.removeAll(keepingCapacity: true)
      var above = tree.parents[Int(node)]
      while above > 0 {
        let place = places[Int(tree.ranks[Int(above)])]
        if place >= 0 { path.append(place) }
        above = tree.parents[Int(above)]
      }
      path.reverse()
      if !path.isEmpty { smaller.insert(path, count) }
    }
    return smaller
  }
}
