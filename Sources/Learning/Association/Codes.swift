/// A column as small whole numbers: words as they are, numbers in bins of about equal counts.
///
/// Equal values always share a bin. A column of few different values keeps each of them.
import Numerics

package struct Codes: Sendable, Equatable {
  /// From 0; -1 where the value is missing.
  package let ofRow: [Int32]
  package let count: Int

  /// - Parameter ofRow: codes from 0 to `count` less one; -1 for missing.
  package init(_ ofRow: [Int32], count: Int) {
    self.ofRow = ofRow
    self.count = count
  }

  /// Numbers in at most `most` bins; `present` is empty when no value is missing.
  package init(_ values: [Double], present: [Bool] = [], most: Int) {
    let rows = values.indices.filter { present.isEmpty || present[$0] }
    let sorted = rows.map { values[$0] }.ascending()
    let edges = Self.edges(sorted, max(1, most))
    ofRow = values.indices.map { row in
      present.isEmpty || present[row] ? Self.bin(values[row], edges) : -1
    }
    count = edges.count + 1
  }

  /// How many bins a sample of this size fills well: five rows to a cell of a square table.
  package static func bins(rows: Int) -> Int {
    min(16, max(2, Int((Double(rows) / 5).squareRoot())))
  }

  /// Upper ends of all bins but the last, rising; a value equal to one lies below it.
  private static func edges(_ sorted: [Double], _ most: Int) -> [Double] {
    guard let last = sorted.last else { return [] }
    var distinct: [Double] = []
    for value in sorted where value != distinct.last {
      distinct.append(value)
      if distinct.count > most { break }
    }
    if distinct.count <= most { return Array(distinct.dropLast()) }
    var edges: [Double] = []
    for part in 1..<most {
      let edge = sorted[min(sorted.count - 1, part * sorted.count / most)]
      if edge < last, edge != edges.last { edges.append(edge) }
    }
    return edges
  }

  private static func bin(_ value: Double, _ edges: [Double]) -> Int32 {
    var (low, high) = (0, edges.count)
    while low < high {
      let middle = (low + high) / 2
      if edges[middle] < value { low = middle + 1 } else { high = middle }
    }
    return Int32(low)
  }
}
