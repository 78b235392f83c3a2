/// The nearest points of a tree to points that need not be in it.
///
/// Asked points that lie near each other go down the tree together: a leaf is brought from memory
/// once for all of them that may have a neighbour there. Each first looks into the leaf it would
/// belong to, so that most others can be left out.
package import Support

/// A point of a tree and how far it is.
package struct Neighbour: Sendable, Equatable {
  package let row: Int
  package let distance: Double
}

extension NeighbourTree {
  /// For each asked point its nearest ones, the nearest first; of equally near ones the first rows.
  /// - Precondition: as many columns as the tree has.
  package func nearest(to asked: Matrix, count: Int, _ run: Run) throws -> [[Neighbour]] {
    precondition(asked.columnCount == width, "points of the tree's own space")
    let leaves = try Parallel.fill(count: asked.rowCount, chunk: 1_024, initial: 0) { range, part in
      try run.checkpoint()
      for row in range { part[row - range.lowerBound] = leaf(of: Array(asked.row(row))) }
    }
    let order = leaves.map { Double($0) }.ascendingOrder()
    let parts = try Parallel.map(count: order.count, chunk: 32) { range in
      var party = Party(
        order[range].map { row in
          Search(
            point: Array(asked.row(row)), count: min(count, pointCount), ownLeaf: leaves[row])
        })
      for place in party.searches.indices {
        measure(party.searches[place].ownLeaf, &party.searches[place])
      }
      try descend(0, 0..<party.active.count, &party, run)
      return party.searches.map(\.neighbours)
    }
    var found = [[Neighbour]](repeating: [], count: order.count)
    for (row, neighbours) in zip(order, parts.joined()) { found[row] = neighbours }
    return found
  }

  /// The best so far, by distance and then by row.
  private struct Search {
    let point: [Double]
    let count: Int
    /// The leaf that was looked into first.
    let ownLeaf: Int
    var squares: [Double] = []
    var rows: [Int] = []

    init(point: [Double], count: Int, ownLeaf: Int) {
      self.point = point
      self.count = count
      self.ownLeaf = ownLeaf
    }

    var limit: Double { squares.count < count ? .infinity : squares[count - 1] }

    var neighbours: [Neighbour] {
      zip(rows, squares).map { Neighbour(row: $0, distance: $1.squareRoot()) }
    }

    mutating func take(_ square: Double, _ row: Int) {
      if squares.count == count {
        guard square < squares[count - 1] || (square == squares[count - 1] && row < rows[count - 1])
        else { return }
        squares.removeLast()
        rows.removeLast()
      }
      var place = squares.count
      while place > 0,
        squares[place - 1] > square || (squares[place - 1] == square && rows[place - 1] > row)
      {
        place -= 1
      }
      squares.insert(square, at: place)
      rows.insert(row, at: place)
    }
  }

  /// Searches that go down together, and a stack of those for whom a node is near enough.
  private struct Party {
    var searches: [Search]
    var active: [Int]

    init(_ searches: [Search]) {
      self.searches = searches
      active = Array(searches.indices)
    }
  }

  /// The leaf that a point falls into, or lies nearest to at every turn.
  private func leaf(of point: [Double]) -> Int {
    var node = 0
    while nodes[node].second > 0 {
      let (first, second) = (node + 1, nodes[node].second)
      node = gap(point, to: first) <= gap(point, to: second) ? first : second
    }
    return nodes[node].leaves.lowerBound
  }

  private func descend(
    _ node: Int, _ members: Range<Int>, _ party: inout Party, _ run: Run
  ) throws {
    guard nodes[node].second > 0 else {
      try run.checkpoint()
      let leaf = nodes[node].leaves.lowerBound
      for place in members {
        let search = party.active[place]
        guard party.searches[search].ownLeaf != leaf else { continue }
        measure(leaf, &party.searches[search])
      }
      return
    }
    let (first, second) = (node + 1, nodes[node].second)
    var votes = 0
    for place in members {
      let point = party.searches[party.active[place]].point
      votes += gap(point, to: first) <= gap(point, to: second) ? 1 : -1
    }
    for child in votes >= 0 ? [first, second] : [second, first] {
      let start = party.active.count
      for place in members {
        let search = party.active[place]
        if gap(party.searches[search].point, to: child) <= party.searches[search].limit {
          party.active.append(search)
        }
      }
      if start < party.active.count {
        try descend(child, start..<party.active.count, &party, run)
        party.active.removeLast(party.active.count - start)
      }
    }
  }

  /// The squared distance to the box of a node.
  private func gap(_ point: [Double], to node: Int) -> Double {
    let (low, high) = (node * 2 * width, (node * 2 + 1) * width)
    return boxes.withUnsafeBufferPointer { boxes in
      point.withUnsafeBufferPointer { point in
        var sum = 0.0
        for j in 0..<width {
          let apart = max(0, max(boxes[low + j] - point[j], point[j] - boxes[high + j]))
          sum += apart * apart
        }
        return sum
      }
    }
  }

  private func measure(_ leaf: Int, _ search: inout Search) {
    let start = leaf * width * Self.leafSize
    for block in stride(from: 0, to: Self.leafSize, by: 8) {
      var sum = SIMD8<Double>.zero
      coordinates.withUnsafeBytes { x in
        search.point.withUnsafeBufferPointer { point in
          for j in 0..<width {
            let place = start + j * Self.leafSize + block
            let other = x.loadUnaligned(fromByteOffset: place * 8, as: SIMD8<Double>.self)
            let apart = other - point[j]
            sum += apart * apart
          }
        }
      }
      guard sum.min() <= search.limit else { continue }
      let first = leaf * Self.leafSize + block
      for lane in 0..<8 where sum[lane] <= search.limit && rows[first + lane] >= 0 {
        search.take(sum[lane], rows[first + lane])
      }
    }
  }
}
