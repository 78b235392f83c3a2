/// What is asked of a tree of neighbours: how many are near, who hangs together, how far the k-th.
package import Support

extension NeighbourTree {
  /// How many points lie within the radius of each, itself among them, in row order; counted no
  /// further than `limit`.
  package func counts(within radius: Double, upTo limit: Int, _ run: Run) throws -> [Int] {
    let squared = radius * radius
    let parts = try Parallel.map(count: leafCount, chunk: 16) { leaves in
      try run.checkpoint()
      var counts: [Int] = []
      var probe = Probe(self, squared)
      for leaf in leaves {
        probe.gather(near: leaf)
        for lane in 0..<Self.leafSize {
          counts.append(rows[leaf * Self.leafSize + lane] < 0 ? 0 : probe.count(lane, upTo: limit))
        }
      }
      return counts
    }
    return byRow(parts.flatMap { $0 }, missing: 0)
  }

  /// The groups in which marked points hang together by steps within the radius: for each row the
  /// group, -1 where it is not marked. Groups are numbered in the order of their first rows.
  package func components(
    of isMarked: [Bool], within radius: Double, _ run: Run
  ) throws -> [Int] {
    var forest = Forest(count: pointCount)
    var probe = Probe(self, radius * radius)
    for leaf in 0..<leafCount {
      try run.checkpoint()
      let own = marked(leaf, isMarked)
      guard !own.isEmpty else { continue }
      probe.gather(near: leaf)
      for other in probe.leaves where leaf <= other {
        let others = marked(other, isMarked)
        if forest.isOne(own.map(\.row), others.map(\.row)) { continue }
        for point in own {
          probe.measure(point.lane, to: other)
          for near in others where probe.isNear(near.lane) { forest.join(point.row, near.row) }
        }
      }
    }
    var groupOfRoot: [Int: Int] = [:]
    return (0..<pointCount).map { row in
      guard isMarked[row] else { return -1 }
      let root = forest.root(row)
      if let group = groupOfRoot[root] { return group }
      groupOfRoot[root] = groupOfRoot.count
      return groupOfRoot.count - 1
    }
  }

  /// For each row that has no label (-1) the smallest label within the radius; -1 where there is
  /// none. Rows with a label keep it.
  package func smallestLabel(
    _ labels: [Int], within radius: Double, _ run: Run
  ) throws -> [Int] {
    let parts = try Parallel.map(count: leafCount, chunk: 16) { leaves in
      try run.checkpoint()
      var found: [Int] = []
      var probe = Probe(self, radius * radius)
      for leaf in leaves {
        let own = (0..<Self.leafSize).map { rows[leaf * Self.leafSize + $0] }
        if own.contains(where: { $0 >= 0 && labels[$0] < 0 }) { probe.gather(near: leaf) }
        for lane in 0..<Self.leafSize {
          let row = own[lane]
          found.append(
            row < 0 ? -1 : labels[row] >= 0 ? labels[row] : smallest(&probe, lane, labels))
        }
      }
      return found
    }
    return byRow(parts.flatMap { $0 }, missing: -1)
  }

  private func smallest(_ probe: inout Probe, _ lane: Int, _ labels: [Int]) -> Int {
    var best = Int.max
    for other in probe.leaves {
      probe.measure(lane, to: other)
      for near in 0..<Self.leafSize where probe.isNear(near) {
        let label = labels[rows[other * Self.leafSize + near]]
        if label >= 0, label < best { best = label }
      }
    }
    return best == Int.max ? -1 : best
  }

  /// The distance of each of these rows to its `rank`-th nearest point, itself the first.
  package func distances(
    of asked: [Int], toRank rank: Int, in points: Matrix, _ run: Run
  ) throws -> [Double] {
    try Parallel.fill(count: asked.count, chunk: 64, initial: 0.0) { range, part in
      for place in range {
        try run.checkpoint()
        var nearest = Nearest(rank: min(rank, pointCount))
        var probe = Probe(self, .infinity)
        probe.point = Array(points.row(asked[place]))
        descend(0, &probe, &nearest)
        part[place - range.lowerBound] = nearest.limit.squareRoot()
      }
    }
  }

  /// Looks into the nearer part of a node first, and leaves out what is too far.
  private func descend(_ node: Int, _ probe: inout Probe, _ nearest: inout Nearest) {
    guard nodes[node].second > 0 else {
      let leaf = nodes[node].leaves.lowerBound
      probe.measureOwn(to: leaf)
      for lane in 0..<Self.leafSize { nearest.take(probe.distances[lane]) }
      return
    }
    let (first, second) = (node + 1, nodes[node].second)
    let (a, b) = (probe.gap(to: first), probe.gap(to: second))
    let (near, far) = a <= b ? (first, second) : (second, first)
    if min(a, b) <= nearest.limit { descend(near, &probe, &nearest) }
    if max(a, b) <= nearest.limit { descend(far, &probe, &nearest) }
  }

  private func marked(_ leaf: Int, _ isMarked: [Bool]) -> [(lane: Int, row: Int)] {
    var found: [(lane: Int, row: Int)] = []
    for lane in 0..<Self.leafSize {
      let row = rows[leaf * Self.leafSize + lane]
      if row >= 0, isMarked[row] { found.append((lane, row)) }
    }
    return found
  }

  private func byRow(_ values: [Int], missing: Int) -> [Int] {
    var sorted = [Int](repeating: missing, count: pointCount)
    for (place, row) in rows.enumerated() where row >= 0 { sorted[row] = values[place] }
    return sorted
  }
}

/// One leaf's points measured against other leaves.
private struct Probe {
  private let tree: NeighbourTree
  private let squared: Double
  private var leaf = 0
  /// Leaves that may hold near points; the own one first.
  private(set) var leaves: [Int] = []
  /// The point that was measured last.
  var point: [Double]
  /// Its squared distances to the points of one leaf.
  private(set) var distances = [Double](repeating: 0, count: NeighbourTree.leafSize)

  init(_ tree: NeighbourTree, _ squared: Double) {
    self.tree = tree
    self.squared = squared
    point = [Double](repeating: 0, count: tree.width)
  }

  mutating func gather(near leaf: Int) {
    self.leaf = leaf
    leaves = [leaf]
    let own = tree.nodeOfLeaf[leaf]
    var waiting = [0]
    while let node = waiting.popLast() {
      guard gap(own, node) <= squared else { continue }
      if tree.nodes[node].second > 0 {
        waiting.append(tree.nodes[node].second)
        waiting.append(node + 1)
      } else if node != own {
        leaves.append(tree.nodes[node].leaves.lowerBound)
      }
    }
  }

  /// The squared distance between two boxes.
  private func gap(_ a: Int, _ b: Int) -> Double {
    let width = tree.width
    var sum = 0.0
    for j in 0..<width {
      let apart = max(
        tree.boxes[a * 2 * width + j] - tree.boxes[(b * 2 + 1) * width + j],
        tree.boxes[b * 2 * width + j] - tree.boxes[(a * 2 + 1) * width + j])
      if apart > 0 { sum += apart * apart }
    }
    return sum
  }

  /// The squared distance from the point to a box.
  func gap(to node: Int) -> Double {
    let width = tree.width
    var sum = 0.0
    for j in 0..<width {
      let apart = max(
        tree.boxes[node * 2 * width + j] - point[j],
        point[j] - tree.boxes[(node * 2 + 1) * width + j])
      if apart > 0 { sum += apart * apart }
    }
    return sum
  }

  mutating func take(_ lane: Int) {
    let width = tree.width
    for j in 0..<width {
      point[j] = tree.coordinates[(leaf * width + j) * NeighbourTree.leafSize + lane]
    }
  }

  /// The point of the own leaf against another leaf.
  mutating func measure(_ lane: Int, to other: Int) {
    take(lane)
    measureOwn(to: other)
  }

  mutating func measureOwn(to other: Int) {
    let width = tree.width
    let start = other * width * NeighbourTree.leafSize
    tree.coordinates.withUnsafeBytes { coordinates in
      point.withUnsafeBufferPointer { point in
        distances.withUnsafeMutableBytes { distances in
          for block in stride(from: 0, to: NeighbourTree.leafSize, by: 8) {
            var sum = SIMD8<Double>.zero
            for j in 0..<width {
              let place = start + j * NeighbourTree.leafSize + block
              let x = coordinates.loadUnaligned(
                fromByteOffset: place * 8, as: SIMD8<Double>.self)
              let d = x - point[j]
              sum += d * d
            }
            distances.storeBytes(of: sum, toByteOffset: block * 8, as: SIMD8<Double>.self)
          }
        }
      }
    }
  }

  func isNear(_ lane: Int) -> Bool { distances[lane] <= squared }

  mutating func count(_ lane: Int, upTo limit: Int) -> Int {
    take(lane)
    var count = 0
    for other in leaves {
      guard other == leaf || gap(to: tree.nodeOfLeaf[other]) <= squared else { continue }
      measureOwn(to: other)
      for near in distances where near <= squared { count += 1 }
      if limit <= count { return limit }
    }
    return count
  }
}

/// The smallest distances seen, rising.
private struct Nearest {
  private var kept: [Double]

  init(rank: Int) { kept = [Double](repeating: .infinity, count: max(1, rank)) }

  var limit: Double { kept[kept.count - 1] }

  mutating func take(_ distance: Double) {
    guard distance < limit else { return }
    var place = kept.count - 1
    while place > 0, kept[place - 1] > distance {
      kept[place] = kept[place - 1]
      place -= 1
    }
    kept[place] = distance
  }
}

/// Sets that are joined (union by size with path halving, Tarjan 1975).
private struct Forest {
  private var parents: [Int]
  private var sizes: [Int]

  init(count: Int) {
    parents = Array(0..<count)
    sizes = [Int](repeating: 1, count: count)
  }

  mutating func root(_ member: Int) -> Int {
    var member = member
    while parents[member] != member {
      parents[member] = parents[parents[member]]
      member = parents[member]
    }
    return member
  }

  mutating func join(_ a: Int, _ b: Int) {
    let (x, y) = (root(a), root(b))
    guard x != y else { return }
    let (large, small) = sizes[x] >= sizes[y] ? (x, y) : (y, x)
    parents[small] = large
    sizes[large] += sizes[small]
  }

  /// Whether all these are in one set already.
  mutating func isOne(_ some: [Int], _ others: [Int]) -> Bool {
    guard let first = some.first else { return true }
    let common = root(first)
    for member in others where root(member) != common { return false }
    for member in some where root(member) != common { return false }
    return true
  }
}
