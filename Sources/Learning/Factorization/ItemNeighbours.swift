/// Items that the same people choose: cosine between the columns of a people-by-items matrix.
///
/// Cosine of i and j is the sum over people of w_i w_j, over the lengths of both columns (Sarwar et
/// al. 2001). Each item keeps its nearest ones; equal similarities go by item number.
package import Numerics
package import Support

package struct ItemNeighbours: Sendable {
  /// The neighbours of each item, nearest first.
  package let neighbours: [[(item: Int32, similarity: Double)]]

  /// How many neighbours an item keeps.
  package static let kept = 200
  /// Of one person's items only so many are paired: longer lists say little and cost much.
  package static let longestList = 1_000

  /// - Parameter choices: people by items.
  package init(_ choices: SparseMatrix, _ run: Run) throws {
    let byItem = choices.transposed
    let lengths = (0..<byItem.rowCount).map { item in
      byItem.range(item).reduce(0.0) { $0 + byItem.values[$1] * byItem.values[$1] }.squareRoot()
    }
    let parts = try Parallel.map(count: byItem.rowCount, chunk: 64) { range in
      try run.checkpoint()
      return Self.rows(range, choices, byItem, lengths)
    }
    neighbours = parts.flatMap { $0 }
  }

  private static func rows(
    _ range: Range<Int>, _ choices: SparseMatrix, _ byItem: SparseMatrix, _ lengths: [Double]
  ) -> [[(item: Int32, similarity: Double)]] {
    var sums = [Double](repeating: 0, count: byItem.rowCount)
    var touched: [Int32] = []
    return range.map { item in
      for place in byItem.range(item) {
        let person = Int(byItem.columns[place])
        let list = choices.range(person)
        if list.count > longestList { continue }
        let weight = byItem.values[place]
        for other in list {
          let column = Int(choices.columns[other])
          if sums[column] == 0 { touched.append(Int32(column)) }
          sums[column] += weight * choices.values[other]
        }
      }
      var found: [(item: Int32, similarity: Double)] = []
      for other in touched {
        let index = Int(other)
        if index != item {
          found.append((other, sums[index] / (lengths[item] * lengths[index])))
        }
        sums[index] = 0
      }
      touched.removeAll(keepingCapacity: true)
      found.sort { ($1.similarity, $0.item) < ($0.similarity, $1.item) }
      return Array(found.prefix(kept))
    }
  }

  /// Adds what a history of items suggests to `scores`, one place per item.
  package func add(_ history: [(item: Int32, weight: Double)], to scores: inout [Double]) {
    for (item, weight) in history {
      for neighbour in neighbours[Int(item)] {
        scores[Int(neighbour.item)] += weight * neighbour.similarity
      }
    }
  }

  /// The similarity of two items; 0 when they are no neighbours.
  package func similarity(_ item: Int32, _ other: Int32) -> Double {
    neighbours[Int(item)].first { $0.item == other }?.similarity ?? 0
  }
}
