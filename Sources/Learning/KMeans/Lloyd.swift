/// The iterations of k-means on one set of starting centres.
///
/// Always holds: after an iteration every group has at least one row, and `inertia` belongs to the
/// present labels and centres. Rows are cut into parts of fixed length, so the bits do not depend
/// on the number of threads.
import Numerics
import Support

struct Lloyd: Sendable {
  private let points: Matrix
  private(set) var centres: Matrix
  private(set) var inertia = Double.infinity
  private(set) var iterations = 0
  private(set) var hasConverged = false
  private let keepsTrace: Bool
  private var trace: [KMeansModel.Step] = []
  private var parts: [LloydPart]
  private var sums: Matrix
  private var counts: [Int]
  /// The centres that the bounds of the parts were made for.
  private var boundedCentres: Matrix

  private static let partRows = 8_192

  init(_ points: Matrix, centres: Matrix, keepsTrace: Bool) {
    self.points = points
    self.centres = centres
    self.keepsTrace = keepsTrace
    parts = stride(from: 0, to: points.rowCount, by: Self.partRows).map {
      LloydPart($0..<min(points.rowCount, $0 + Self.partRows))
    }
    sums = Matrix(rowCount: centres.rowCount, columnCount: centres.columnCount)
    counts = [Int](repeating: 0, count: centres.rowCount)
    boundedCentres = centres
  }

  var labels: [Int] { parts.flatMap(\.labels) }

  func model(batches: Int = 0) -> KMeansModel {
    KMeansModel(
      centres: centres, labels: labels, inertia: inertia, iterations: iterations,
      hasConverged: hasConverged, trace: trace, batches: batches)
  }

  /// Assigns and moves until no row changes its group, or the centres hardly move.
  mutating func iterate(_ limit: Int, tolerance: Double, _ run: Run) throws {
    hasConverged = false
    while iterations < limit, !hasConverged {
      try run.checkpoint()
      iterations += 1
      let before = centres
      let movedRows = try assign(run)
      try recentre(run)
      let shift = zip(before.values, centres.values).reduce(0) {
        $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
      }
      hasConverged = movedRows == 0 || shift <= tolerance
      if hasConverged || iterations == limit { try total(run) }
      guard keepsTrace else { continue }
      inertia = try currentInertia(run)
      trace.append(KMeansModel.Step(labels: labels, centres: centres, inertia: inertia))
    }
    inertia = try currentInertia(run)
  }

  /// Lloyd to the end, then single moves that lower the inertia, in turn until neither helps.
  mutating func settle(_ limit: Int, _ run: Run) throws {
    iterations = 0
    for _ in 0..<20 {
      try iterate(max(limit, iterations + 1), tolerance: 0, run)
      guard try moveSingles(run) else { break }
    }
    inertia = try currentInertia(run)
  }

  /// The rows that changed their group.
  private mutating func assign(_ run: Run) throws -> Int {
    let packed = PackedCentres(centres)
    let motion = CentreMotion(from: boundedCentres, to: centres)
    let points = self.points
    let changes = try Parallel.update(&parts) { part in
      try run.checkpoint()
      return part.assign(points, packed, motion)
    }
    boundedCentres = centres
    for change in changes { add(change) }
    return changes.reduce(0) { $0 + $1.movedRows }
  }

  private mutating func add(_ change: LloydPart.Change) {
    for index in sums.values.indices { sums.values[index] += change.sums.values[index] }
    for group in counts.indices { counts[group] += change.counts[group] }
  }

  /// Sums that were kept up to date by what changed are near enough between iterations; few rows
  /// are summed anew each time, and all of them at the end.
  private mutating func recentre(_ run: Run) throws {
    var isWhole = parts.count > 1
    for group in counts.indices where counts[group] == 0 {
      adopt(group)
      isWhole = false
    }
    if isWhole { centres = means() } else { try total(run) }
  }

  /// Sums all rows anew and takes their means.
  private mutating func total(_ run: Run) throws {
    let (points, groupCount) = (self.points, centres.rowCount)
    let changes = try Parallel.update(&parts) { part in
      try run.checkpoint()
      return part.totals(points, groupCount: groupCount)
    }
    sums = Matrix(rowCount: groupCount, columnCount: points.columnCount)
    counts = [Int](repeating: 0, count: groupCount)
    for change in changes { add(change) }
    centres = means()
  }

  private func means() -> Matrix {
    var means = sums
    for g in counts.indices {
      for j in 0..<means.columnCount { means[g, j] /= Double(max(1, counts[g])) }
    }
    return means
  }

  /// Gives an empty group the row that lies farthest from its centre.
  private mutating func adopt(_ group: Int) {
    var farthest = (part: -1, index: -1, distance: -1.0)
    for (place, part) in parts.enumerated() {
      for (index, distance) in part.squaredDistances(points, centres).enumerated()
      where distance > farthest.distance && counts[part.labels[index]] > 1 {
        farthest = (place, index, distance)
      }
    }
    guard farthest.part >= 0 else { return }
    counts[parts[farthest.part].labels[farthest.index]] -= 1
    parts[farthest.part].labels[farthest.index] = group
    counts[group] = 1
    for place in parts.indices { parts[place].forget() }
  }

  private func currentInertia(_ run: Run) throws -> Double {
    var parts = self.parts
    let (points, centres) = (self.points, self.centres)
    let distances = try Parallel.update(&parts) { part in
      try run.checkpoint()
      return part.squaredDistances(points, centres).pairwiseSum
    }
    return distances.pairwiseSum
  }

  /// Hartigan's moves: a row leaves its group when the sum of squares falls by it.
  private mutating func moveSingles(_ run: Run) throws -> Bool {
    var labels = self.labels
    var hasMoved = false
    for i in labels.indices where counts[labels[i]] > 1 {
      if i % 4096 == 0 { try run.checkpoint() }
      let from = labels[i]
      let n = Double(counts[from])
      let gain = squaredDistance(i, from) * n / (n - 1)
      var best = (group: from, cost: gain * (1 - 1e-12))
      for g in 0..<centres.rowCount where g != from {
        let m = Double(counts[g])
        let cost = squaredDistance(i, g) * m / (m + 1)
        if cost < best.cost { best = (g, cost) }
      }
      guard best.group != from else { continue }
      move(i, from, best.group)
      counts[from] -= 1
      counts[best.group] += 1
      labels[i] = best.group
      hasMoved = true
    }
    guard hasMoved else { return false }
    for place in parts.indices {
      parts[place].labels = Array(labels[parts[place].rows])
      parts[place].forget()
    }
    return true
  }

  private func squaredDistance(_ row: Int, _ group: Int) -> Double {
    let width = points.columnCount
    var sum = 0.0
    for j in 0..<width {
      let d = points.values[row * width + j] - centres.values[group * width + j]
      sum += d * d
    }
    return sum
  }

  private mutating func move(_ row: Int, _ from: Int, _ to: Int) {
    let (n, m) = (Double(counts[from]), Double(counts[to]))
    for j in 0..<points.columnCount {
      let x = points[row, j]
      centres[from, j] += (centres[from, j] - x) / (n - 1)
      centres[to, j] -= (centres[to, j] - x) / (m + 1)
    }
  }
}
