/// K-prototypes: groups of rows that hold numbers and categories.
///
/// Huang 1998: squared distance of the numbers plus gamma for each category that differs; a
/// prototype is the mean of the numbers and the commonest category of each column, of equally
/// common ones the first. By Huang's rule gamma is half the mean standard deviation of the numbers.
package import Numerics
package import Support

/// Rows of numbers and of categories, which are counted from 0 in each column.
package struct MixedRows: Sendable, Equatable {
  package let numbers: Matrix
  /// One array a column.
  package let categories: [[Int]]

  /// - Precondition: every column of categories has one for each row, from 0 up.
  package init(numbers: Matrix, categories: [[Int]]) {
    self.numbers = numbers
    self.categories = categories
  }

  package var rowCount: Int { numbers.rowCount }

  /// The rows at `indices`, in that order; categories keep their numbers.
  package func rows(_ indices: [Int]) -> MixedRows {
    MixedRows(
      numbers: numbers.rows(indices),
      categories: categories.map { column in indices.map { column[$0] } })
  }

  /// The number of different rows, counted no further than `limit`.
  package func distinctRowCount(upTo limit: Int) -> Int {
    var seen: Set<[Double]> = []
    for i in 0..<rowCount {
      seen.insert(Array(numbers.row(i)) + categories.map { Double($0[i]) })
      if seen.count >= limit { return limit }
    }
    return seen.count
  }
}

package struct KPrototypes: Sendable {
  package var clusterCount: Int
  /// What a different category costs; nil for Huang's rule.
  package var gamma: Double?
  package var restarts = 10
  package var maxIterations = 100
  package var seed: UInt64 = 42

  package init(clusterCount: Int) { self.clusterCount = clusterCount }

  package func fit(_ rows: MixedRows, _ run: Run) throws -> KPrototypesModel {
    guard rows.rowCount > 0 else { throw FitError.tooFewRows(have: 0, need: 1) }
    if rows.categories.isEmpty { try FitError.check(rows.numbers, rows: 1) }
    if rows.numbers.columnCount > 0 { try FitError.check(rows.numbers, rows: 1) }
    if let gamma, !(gamma >= 0 && gamma.isFinite) { throw FitError.badSetting(name: "gamma") }
    let distinct = rows.distinctRowCount(upTo: clusterCount)
    guard clusterCount <= distinct, clusterCount > 0 else {
      throw FitError.tooManyClusters(asked: clusterCount, distinct: distinct)
    }
    let weight = gamma ?? Self.huang(rows.numbers)
    if rows.rowCount > Self.startRows { return try fromSample(rows, weight, run) }
    return try bestOfRestarts(rows, weight, run)
  }

  /// Beyond so many rows all starts are tried on a sample of as many, and the best goes on to all.
  package static let startRows = 5_000

  private func fromSample(
    _ rows: MixedRows, _ weight: Double, _ run: Run
  ) throws -> KPrototypesModel {
    let sample = rows.rows(ClusterQuality.sampledRows(rows.rowCount, Self.startRows, seed))
    guard sample.distinctRowCount(upTo: clusterCount) == clusterCount else {
      return try bestOfRestarts(rows, weight, run)
    }
    let found = try bestOfRestarts(sample, weight, run)
    let start = Prototypes(numbers: found.centres, categories: found.modes)
    return try iterated(rows, start, weight, run)
  }

  private func bestOfRestarts(
    _ rows: MixedRows, _ weight: Double, _ run: Run
  ) throws -> KPrototypesModel {
    let found = try Parallel.map(count: max(1, restarts), chunk: 1) { range in
      var random = SeededRandom(seed: seed, stream: range.lowerBound)
      let start = try startingRows(rows, weight, &random, run)
      return try iterated(rows, Prototypes(rows, at: start), weight, run)
    }
    return found.dropFirst().reduce(found[0]) { $1.cost < $0.cost ? $1 : $0 }
  }

  /// Half the mean standard deviation of the numbers; 1 where there are none that vary.
  package static func huang(_ numbers: Matrix) -> Double {
    let spreads = Scaling.variances(of: numbers).map { $0.squareRoot() }
    let mean = spreads.reduce(0, +) / Double(max(1, spreads.count))
    return mean > 0 ? mean / 2 : 1
  }

  /// Each next row with the chance of its cost under those before it.
  private func startingRows(
    _ rows: MixedRows, _ gamma: Double, _ random: inout SeededRandom, _ run: Run
  ) throws -> [Int] {
    var chosen = [random.below(rows.rowCount)]
    var nearest = [Double](repeating: .infinity, count: rows.rowCount)
    while true {
      try run.checkpoint()
      let newest = Prototypes(rows, at: [chosen[chosen.count - 1]])
      for row in nearest.indices {
        nearest[row] = min(nearest[row], newest.cost(rows, row, 0, gamma))
      }
      if chosen.count == clusterCount { return chosen }
      var left = random.unit() * nearest.pairwiseSum
      var picked = nearest.indices.max { nearest[$0] < nearest[$1] } ?? 0
      for (row, weight) in nearest.enumerated() where weight > 0 {
        left -= weight
        if left < 0 {
          picked = row
          break
        }
      }
      chosen.append(picked)
    }
  }

  private func iterated(
    _ rows: MixedRows, _ start: Prototypes, _ gamma: Double, _ run: Run
  ) throws -> KPrototypesModel {
    var prototypes = start
    var labels = try prototypes.assign(rows, gamma, run).labels
    var iterations = 0
    var hasConverged = false
    while !hasConverged, iterations < maxIterations {
      iterations += 1
      prototypes.fill(&labels, rows, gamma)
      prototypes = Prototypes(rows, labels, clusterCount)
      let next = try prototypes.assign(rows, gamma, run).labels
      hasConverged = next == labels
      labels = next
    }
    let costs = try prototypes.assign(rows, gamma, run).costs
    return KPrototypesModel(
      centres: prototypes.numbers, modes: prototypes.categories, gamma: gamma, labels: labels,
      cost: costs.pairwiseSum, iterations: iterations, hasConverged: hasConverged)
  }
}

/// Prototypes and the group of each row they were fitted on.
package struct KPrototypesModel: Sendable, Equatable {
  package let centres: Matrix
  /// For each group the category of each column.
  package let modes: [[Int]]
  package let gamma: Double
  package let labels: [Int]
  package let cost: Double
  package let iterations: Int
  package let hasConverged: Bool

  /// The nearest prototype of each row, of equally near ones the first.
  package func labels(_ rows: MixedRows, _ run: Run) throws -> [Int] {
    try Prototypes(numbers: centres, categories: modes).assign(rows, gamma, run).labels
  }
}

/// Where the groups stand.
private struct Prototypes: Sendable {
  let numbers: Matrix
  let categories: [[Int]]

  init(numbers: Matrix, categories: [[Int]]) {
    self.numbers = numbers
    self.categories = categories
  }

  init(_ rows: MixedRows, at places: [Int]) {
    numbers = rows.numbers.rows(places)
    categories = places.map { place in rows.categories.map { $0[place] } }
  }

  /// Means and commonest categories.
  init(_ rows: MixedRows, _ labels: [Int], _ count: Int) {
    let width = rows.numbers.columnCount
    var sums = Matrix(rowCount: count, columnCount: width)
    var sizes = [Double](repeating: 0, count: count)
    for (row, label) in labels.enumerated() {
      sizes[label] += 1
      for j in 0..<width { sums.values[label * width + j] += rows.numbers.values[row * width + j] }
    }
    for group in 0..<count { for j in 0..<width { sums[group, j] /= max(1, sizes[group]) } }
    numbers = sums
    var modes = [[Int]](repeating: [], count: count)
    for column in rows.categories {
      let kinds = (column.max() ?? 0) + 1
      var counts = [Int](repeating: 0, count: count * kinds)
      for (row, label) in labels.enumerated() { counts[label * kinds + column[row]] += 1 }
      for group in 0..<count {
        var best = 0
        for kind in 0..<kinds where counts[group * kinds + kind] > counts[group * kinds + best] {
          best = kind
        }
        modes[group].append(best)
      }
    }
    categories = modes
  }

  func cost(_ rows: MixedRows, _ row: Int, _ group: Int, _ gamma: Double) -> Double {
    let width = numbers.columnCount
    var sum = 0.0
    for j in 0..<width {
      let d = rows.numbers.values[row * width + j] - numbers.values[group * width + j]
      sum += d * d
    }
    var differing = 0
    for column in rows.categories.indices
    where rows.categories[column][row] != categories[group][column] { differing += 1 }
    return sum + gamma * Double(differing)
  }

  func assign(
    _ rows: MixedRows, _ gamma: Double, _ run: Run
  ) throws -> (labels: [Int], costs: [Double]) {
    let parts = try Parallel.map(count: rows.rowCount, chunk: 4_096) { range in
      try run.checkpoint()
      return part(rows, range, gamma)
    }
    return (parts.flatMap(\.labels), parts.flatMap(\.costs))
  }

  /// Costs column by column, so that every loop runs over rows that lie side by side.
  private func part(
    _ rows: MixedRows, _ range: Range<Int>, _ gamma: Double
  ) -> (labels: [Int], costs: [Double]) {
    var labels = [Int](repeating: 0, count: range.count)
    var best = [Double](repeating: .infinity, count: range.count)
    var cost = [Double](repeating: 0, count: range.count)
    for group in 0..<numbers.rowCount {
      addNumbers(rows.numbers, range, group, to: &cost)
      for (column, own) in zip(rows.categories, categories[group]) {
        addDiffering(column, range, from: own, gamma, to: &cost)
      }
      for index in cost.indices where cost[index] < best[index] {
        best[index] = cost[index]
        labels[index] = group
      }
    }
    return (labels, best)
  }

  /// Squared distances of numbers, in place of what stood there.
  private func addNumbers(
    _ points: Matrix, _ range: Range<Int>, _ group: Int, to cost: inout [Double]
  ) {
    let width = numbers.columnCount
    points.values.withUnsafeBufferPointer { x in
      numbers.values.withUnsafeBufferPointer { c in
        for index in cost.indices {
          let place = (range.lowerBound + index) * width
          var sum = 0.0
          for j in 0..<width {
            let d = x[place + j] - c[group * width + j]
            sum += d * d
          }
          cost[index] = sum
        }
      }
    }
  }

  private func addDiffering(
    _ column: [Int], _ range: Range<Int>, from own: Int, _ gamma: Double, to cost: inout [Double]
  ) {
    column.withUnsafeBufferPointer { codes in
      for index in cost.indices where codes[range.lowerBound + index] != own {
        cost[index] += gamma
      }
    }
  }

  /// Gives each empty group the row that costs most where it is.
  func fill(_ labels: inout [Int], _ rows: MixedRows, _ gamma: Double) {
    var sizes = [Int](repeating: 0, count: numbers.rowCount)
    for label in labels { sizes[label] += 1 }
    for group in sizes.indices where sizes[group] == 0 {
      var worst = (row: -1, cost: -1.0)
      for (row, label) in labels.enumerated() where sizes[label] > 1 {
        let cost = cost(rows, row, label, gamma)
        if cost > worst.cost { worst = (row, cost) }
      }
      guard worst.row >= 0 else { return }
      sizes[labels[worst.row]] -= 1
      labels[worst.row] = group
      sizes[group] = 1
    }
  }
}
