/// The nearest points of a tree to points that need not be in it.
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
    let parts = try Parallel.map(count: asked.rowCount, chunk: 64) { range in
      var found: [[Neighbour]] = []
      for row in range {
        try run.checkpoint()
        var search = Search(point: Array(asked.row(row)), count: min(count, pointCount))
        descend(0, gap: gap(search.point, to: 0), &search)
        found.append(
          search.rows.indices.map {
            Neighbour(row: search.rows[$0], distance: search.squares[$0].squareRoot())
          })
      }
      return found
    }
    return parts.flatMap { $0 }
  }

  /// The best so far, by distance and then by row.
  private struct Search {
    let point: [Double]
    let count: Int
    var squares: [Double] = []
    var rows: [Int] = []

    var limit: Double { squares.count < count ? .infinity : squares[count - 1] }

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

  private func descend(_ node: Int, gap own: Double, _ search: inout Search) {
    guard own <= search.limit else { return }
    guard nodes[node].second > 0 else {
      measure(nodes[node].leaves.lowerBound, &search)
      return
    }
    let (first, second) = (node + 1, nodes[node].second)
    let (a, b) = (gap(search.point, to: first), gap(search.point, to: second))
    if a <= b {
      descend(first, gap: a, &search)
      descend(second, gap: b, &search)
    } else {
      descend(second, gap: b, &search)
      descend(first, gap: a, &search)
    }
  }

  /// The squared distance to the box of a node.
  private func gap(_ point: [Double], to node: Int) -> Double {
    var sum = 0.0
    for j in 0..<width {
      let below = boxes[node * 2 * width + j] - point[j]
      let above = point[j] - boxes[(node * 2 + 1) * width + j]
      let apart = max(below, above)
      if apart > 0 { sum += apart * apart }
    }
    return sum
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
