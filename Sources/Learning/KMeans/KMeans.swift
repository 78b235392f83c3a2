/// K-means: a wish, checked when it meets data; `fit` gives a model.
///
/// Lloyd 1982 for the iterations, Arthur and Vassilvitskii 2007 for the start (each centre the best
/// of a few candidates), Hartigan and Wong 1979 for the last refinement of restarts. A point that
/// is equally near to several centres belongs to the one of the lowest index.
package import Numerics
package import Support

package struct KMeans: Sendable {
  package enum Start: Sendable, Equatable {
    case plusPlus
    case random
    /// The given centres, one row each; then there are no restarts and no refinement.
    case centres(Matrix)
  }

  package var clusterCount: Int
  package var start = Start.plusPlus
  package var restarts = 10
  package var maxIterations = 300
  /// Iterations stop when the centres move less than this share of the mean variance.
  package var tolerance = 1e-4
  package var seed: UInt64 = 42
  package var keepsTrace = false
  /// Whether the best of the starts is improved by swaps: for groups that are kept, not for curves
  /// that are compared.
  package var triesSwaps = true

  package init(clusterCount: Int) { self.clusterCount = clusterCount }

  package func fit(_ points: Matrix, _ run: Run) throws -> KMeansModel {
    try FitError.check(points, rows: 1)
    guard clusterCount > 0 else { throw FitError.badSetting(name: "clusterCount") }
    try run.checkpoint()
    let distinct = points.distinctRowCount(upTo: clusterCount)
    guard clusterCount <= distinct else {
      throw FitError.tooManyClusters(asked: clusterCount, distinct: distinct)
    }
    if case .centres(let centres) = start {
      guard centres.columnCount == points.columnCount else {
        throw FitError.badCentres(expectedColumns: points.columnCount, found: centres.columnCount)
      }
      var lloyd = Lloyd(points, centres: centres, keepsTrace: keepsTrace)
      try lloyd.iterate(maxIterations, tolerance: 0, run)
      return lloyd.model()
    }
    return try bestOfRestarts(points, run)
  }

  private func bestOfRestarts(_ points: Matrix, _ run: Run) throws -> KMeansModel {
    if points.rowCount > Self.startRows { return try fromSample(points, run) }
    let limit = tolerance * meanVariance(points)
    let candidates = try Parallel.map(count: max(1, restarts), chunk: 1) { range in
      var random = SeededRandom(seed: seed, stream: range.lowerBound)
      let centres = try startingCentres(points, &random, run)
      var lloyd = Lloyd(points, centres: centres, keepsTrace: keepsTrace)
      try lloyd.iterate(maxIterations, tolerance: limit, run)
      return lloyd
    }
    guard var best = candidates.first else { preconditionFailure("there is at least one restart") }
    for candidate in candidates.dropFirst() where candidate.inertia < best.inertia {
      best = candidate
    }
    try best.settle(maxIterations, run)
    return try swapped(best, points, run).model()
  }

  /// Beyond so many rows all starts are tried on a sample of as many, and the best goes on to all.
  package static let startRows = 20_000

  /// Beyond so many rows the centres follow random batches, and all rows are looked at once.
  package static let wholeRows = 1_000_000

  private func fromSample(_ points: Matrix, _ run: Run) throws -> KMeansModel {
    let rows = ClusterQuality.sampledRows(points.rowCount, Self.startRows, seed)
    let found = try bestOfRestarts(points.rows(rows), run)
    if points.rowCount > Self.wholeRows {
      var batches = MiniBatch(centres: found.centres)
      try batches.follow(points, seed: seed, run)
      var lloyd = Lloyd(points, centres: batches.centres, keepsTrace: keepsTrace)
      try lloyd.iterate(1, tolerance: .infinity, run)
      return lloyd.model(batches: MiniBatch.batches)
    }
    var lloyd = Lloyd(points, centres: found.centres, keepsTrace: keepsTrace)
    try lloyd.iterate(maxIterations, tolerance: tolerance * meanVariance(points), run)
    return lloyd.model()
  }

  /// Moves one centre at a time to another row and keeps what lowers the inertia (random swap,
  /// Fränti 2018): it leaves poor ends that more starts would only find again. Four are tried side
  /// by side, and the best of them is kept. Few swaps are tried on many rows.
  private func swapped(
    _ start: Lloyd, _ points: Matrix, _ run: Run
  ) throws -> Lloyd {
    guard triesSwaps, restarts > 1, self.start == .plusPlus, clusterCount > 1 else { return start }
    var best = start
    for round in 0..<min(100, Self.swapWork / max(1, points.rowCount * clusterCount)) {
      let current = best
      let trials = try Parallel.map(count: 4, chunk: 1) { range in
        var random = SeededRandom(seed: seed, stream: restarts + round * 4 + range.lowerBound)
        var centres = current.centres
        let (group, row) = (random.below(clusterCount), random.below(points.rowCount))
        for j in 0..<points.columnCount { centres[group, j] = points[row, j] }
        var trial = Lloyd(points, centres: centres, keepsTrace: keepsTrace)
        try trial.settle(maxIterations, run)
        return trial
      }
      for trial in trials where trial.inertia < best.inertia * (1 - 1e-12) { best = trial }
    }
    return best
  }

  /// Rows times groups that all rounds of swaps go through, about.
  private static let swapWork = 400_000

  private func meanVariance(_ points: Matrix) -> Double {
    let variances = (0..<points.columnCount).map { Moments(of: points.column($0)).variance }
    return variances.reduce(0, +) / Double(max(1, variances.count))
  }

  private func startingCentres(
    _ points: Matrix, _ random: inout SeededRandom, _ run: Run
  ) throws -> Matrix {
    let first = random.below(points.rowCount)
    var chosen = [first]
    var nearest = points.squaredDistances(to: first)
    let candidates = start == .random ? 1 : 2 + Int(Math.log(Double(clusterCount)))
    while chosen.count < clusterCount {
      try run.checkpoint()
      var best: (row: Int, distances: [Double], total: Double)?
      for _ in 0..<candidates {
        let row = start == .random ? random.below(points.rowCount) : pick(nearest, &random)
        guard nearest[row] > 0 else { continue }
        let distances = zip(nearest, points.squaredDistances(to: row)).map { min($0, $1) }
        let total = distances.pairwiseSum
        if best.map({ total < $0.total }) ?? true { best = (row, distances, total) }
      }
      // Where chance finds nothing new, the farthest row is new if any is.
      let row = best?.row ?? nearest.indices.max { nearest[$0] < nearest[$1] } ?? 0
      chosen.append(row)
      nearest =
        best?.distances ?? zip(nearest, points.squaredDistances(to: row)).map { min($0, $1) }
    }
    return points.rows(chosen)
  }

  /// A row at random, with the chance of its weight.
  private func pick(_ weights: [Double], _ random: inout SeededRandom) -> Int {
    var left = random.unit() * weights.pairwiseSum
    for (row, weight) in weights.enumerated() {
      left -= weight
      if left < 0 { return row }
    }
    return weights.lastIndex { $0 > 0 } ?? 0
  }
}

/// Centres and the group of each row they were fitted on.
package struct KMeansModel: Sendable {
  package let centres: Matrix
  package let labels: [Int]
  /// The sum of squared distances to the own centre.
  package let inertia: Double
  package let iterations: Int
  package let hasConverged: Bool
  package let trace: [Step]
  /// Random batches that the centres followed; 0 when every iteration looked at all rows.
  package let batches: Int

  /// One iteration: every row's group under the old centres, then the new centres.
  package struct Step: Sendable, Equatable {
    package let labels: [Int]
    package let centres: Matrix
    /// With respect to the new centres.
    package let inertia: Double
  }

  package var clusterCount: Int { centres.rowCount }

  /// The nearest centre of each row, of equally near ones the first.
  package func labels(_ points: Matrix) throws -> [Int] {
    try PackedCentres(centres).labels(points)
  }
}

extension Matrix {
  /// The squared distance of each row to one of them.
  func squaredDistances(to row: Int) -> [Double] {
    let width = columnCount
    return values.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return [] }
      let own = base + row * width
      return (0..<rowCount).map { Self.squaredDistance(base + $0 * width, own, width) }
    }
  }

  /// Eight columns at a time, so that no addition waits for the one before; the rest one by one.
  @inline(__always)
  private static func squaredDistance(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ width: Int
  ) -> Double {
    var column = 0
    var sums = SIMD8<Double>()
    while column + 8 <= width {
      let x = UnsafeRawPointer(a + column).loadUnaligned(as: SIMD8<Double>.self)
      let y = UnsafeRawPointer(b + column).loadUnaligned(as: SIMD8<Double>.self)
      let d = x - y
      sums += d * d
      column += 8
    }
    var sum = width >= 8 ? sums.sum() : 0
    while column < width {
      let d = a[column] - b[column]
      sum += d * d
      column += 1
    }
    return sum
  }

  /// The number of different rows, counted no further than `limit`.
  package func distinctRowCount(upTo limit: Int) -> Int {
    var seen: Set<[Double]> = []
    for i in 0..<rowCount {
      seen.insert(Array(row(i)))
      if seen.count >= limit { return limit }
    }
    return seen.count
  }
}
