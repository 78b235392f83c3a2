/// How far groups that were found agree with labels that are known.
///
/// Adjusted Rand index: Hubert and Arabie 1985. Homogeneity, completeness and their harmonic mean,
/// the V-measure: Rosenberg and Hirschberg 2007; normalised mutual information with the arithmetic
/// mean is the same number. Matched accuracy: the share of rows in the group paired with their
/// label, for the best pairing (Hungarian method, Kuhn 1955). All as scikit-learn defines them.
import Numerics
package import Support

package struct Agreement: Sendable, Equatable {
  package let adjustedRand: Double
  package let mutualInformation: Double
  package let homogeneity: Double
  package let completeness: Double
  package let vMeasure: Double
  package let matchedAccuracy: Double

  /// - Precondition: as many labels as groups.
  package init(truth: [Int], found: [Int], _ run: Run) throws {
    precondition(truth.count == found.count, "labels and groups stand side by side")
    let table = CrossTable(truth, found)
    adjustedRand = table.adjustedRand
    let shared = table.mutualInformation
    let (h, k) = (CrossTable.entropy(table.rowSums), CrossTable.entropy(table.columnSums))
    homogeneity = h > 0 ? min(1, shared / h) : 1
    completeness = k > 0 ? min(1, shared / k) : 1
    let sum = homogeneity + completeness
    vMeasure = sum > 0 ? 2 * homogeneity * completeness / sum : 0
    let isTrivial = table.rowSums.count == table.columnSums.count && table.rowSums.count <= 1
    mutualInformation = isTrivial ? 1 : h + k > 0 ? min(1, 2 * shared / (h + k)) : 0
    matchedAccuracy = Double(try table.bestPairing(run)) / Double(max(1, truth.count))
  }
}

/// Rows by label and group; labels and groups in the order they first appear in.
private struct CrossTable {
  private let counts: [[Int]]
  let rowSums: [Int]
  let columnSums: [Int]

  init(_ truth: [Int], _ found: [Int]) {
    let (rows, rowCount) = Self.numbered(truth)
    let (columns, columnCount) = Self.numbered(found)
    var counts = [[Int]](repeating: [Int](repeating: 0, count: columnCount), count: rowCount)
    for place in rows.indices { counts[rows[place]][columns[place]] += 1 }
    self.counts = counts
    rowSums = counts.map { $0.reduce(0, +) }
    columnSums = (0..<columnCount).map { column in counts.reduce(0) { $0 + $1[column] } }
  }

  private static func numbered(_ labels: [Int]) -> (numbers: [Int], count: Int) {
    var known: [Int: Int] = [:]
    let numbers = labels.map { label -> Int in
      if let number = known[label] { return number }
      known[label] = known.count
      return known.count - 1
    }
    return (numbers, known.count)
  }

  private var total: Double { Double(rowSums.reduce(0, +)) }

  /// Natural logarithms.
  static func entropy(_ sums: [Int]) -> Double {
    let total = Double(sums.reduce(0, +))
    return -sums.reduce(0) {
      $1 > 0 ? $0 + Double($1) / total * Math.log(Double($1) / total) : $0
    }
  }

  var mutualInformation: Double {
    var sum = 0.0
    for (i, row) in counts.enumerated() {
      for (j, count) in row.enumerated() where count > 0 {
        let share = Double(count) / total
        sum +=
          share * Math.log(Double(count) * total / (Double(rowSums[i]) * Double(columnSums[j])))
      }
    }
    return max(0, sum)
  }

  var adjustedRand: Double {
    func pairs(_ count: Int) -> Double { Double(count) * Double(count - 1) / 2 }
    let both = counts.reduce(0) { $0 + $1.reduce(0) { $0 + pairs($1) } }
    let (a, b) = (
      rowSums.reduce(0) { $0 + pairs($1) }, columnSums.reduce(0) { $0 + pairs($1) }
    )
    let all = total * (total - 1) / 2
    guard all > 0, (a, b) != (both, both) else { return 1 }
    let expected = a * b / all
    return (both - expected) / ((a + b) / 2 - expected)
  }

  /// The most rows that lie in the group their label is paired with.
  func bestPairing(_ run: Run) throws -> Int {
    let isWide = rowSums.count <= columnSums.count
    let (n, m) = isWide ? (rowSums.count, columnSums.count) : (columnSums.count, rowSums.count)
    func cost(_ i: Int, _ j: Int) -> Int { isWide ? -counts[i][j] : -counts[j][i] }
    var (u, v) = ([Int](repeating: 0, count: n + 1), [Int](repeating: 0, count: m + 1))
    var match = [Int](repeating: 0, count: m + 1)
    var way = match
    for i in 0..<n {
      try run.checkpoint()
      match[0] = i + 1
      var column = 0
      var least = [Int](repeating: .max, count: m + 1)
      var isUsed = [Bool](repeating: false, count: m + 1)
      repeat {
        isUsed[column] = true
        let row = match[column]
        var (delta, next) = (Int.max, 0)
        for j in 1..<(m + 1) where !isUsed[j] {
          let reduced = cost(row - 1, j - 1) - u[row] - v[j]
          if reduced < least[j] { (least[j], way[j]) = (reduced, column) }
          if least[j] < delta { (delta, next) = (least[j], j) }
        }
        for j in 0..<(m + 1) {
          if isUsed[j] {
            u[match[j]] += delta
            v[j] -= delta
          } else if least[j] < .max {
            least[j] -= delta
          }
        }
        column = next
      } while match[column] != 0
      while column != 0 {
        match[column] = match[way[column]]
        column = way[column]
      }
    }
    return (1..<(m + 1)).reduce(0) { match[$1] > 0 ? $0 - cost(match[$1] - 1, $1 - 1) : $0 }
  }
}
