/// The iterations of k-means on one set of starting centres.
///
/// Always holds: after an iteration every group has at least one row, and `inertia` belongs to the
/// present labels and centres.
import Numerics
import Support

struct Lloyd: Sendable {
  private let points: Matrix
  private let packed: PackedRows
  private(set) var centres: Matrix
  private(set) var labels: [Int]
  private(set) var inertia = Double.infinity
  private(set) var iterations = 0
  private(set) var hasConverged = false
  private let keepsTrace: Bool
  private var trace: [KMeansModel.Step] = []

  /// - Parameter packed: the same points, packed.
  init(_ points: Matrix, _ packed: PackedRows, centres: Matrix, keepsTrace: Bool) {
    self.points = points
    self.packed = packed
    self.centres = centres
    self.keepsTrace = keepsTrace
    labels = [Int](repeating: -1, count: points.rowCount)
  }

  var model: KMeansModel {
    KMeansModel(
      centres: centres, labels: labels, inertia: inertia, iterations: iterations,
      hasConverged: hasConverged, trace: trace)
  }

  /// Assigns and moves until no row changes its group, or the centres hardly move.
  mutating func iterate(_ limit: Int, tolerance: Double, _ run: Run) throws {
    hasConverged = false
    while iterations < limit {
      try run.checkpoint()
      iterations += 1
      let before = labels
      let moved = centres
      assign()
      recentre()
      inertia = currentInertia()
      if keepsTrace {
        trace.append(KMeansModel.Step(labels: labels, centres: centres, inertia: inertia))
      }
      let shift = zip(moved.values, centres.values).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      if labels == before || shift <= tolerance {
        hasConverged = true
        return
      }
    }
  }

  /// Lloyd to the end, then single moves that lower the inertia, in turn until neither helps.
  mutating func settle(_ limit: Int, _ run: Run) throws {
    iterations = 0
    for _ in 0..<20 {
      try iterate(max(limit, iterations + 1), tolerance: 0, run)
      guard try moveSingles(run) else { break }
    }
    inertia = currentInertia()
  }

  private mutating func assign() { packed.nearest(centres, &labels) }

  private mutating func recentre() {
    var counts = sizes()
    for group in counts.indices where counts[group] == 0 { adopt(group, &counts) }
    centres = means(counts)
  }

  /// Gives an empty group the row that lies farthest from its centre.
  private mutating func adopt(_ group: Int, _ counts: inout [Int]) {
    var farthest = (row: -1, distance: -1.0)
    for i in 0..<points.rowCount where counts[labels[i]] > 1 {
      let distance = squaredDistance(i, labels[i])
      if distance > farthest.distance { farthest = (i, distance) }
    }
    guard farthest.row >= 0 else { return }
    counts[labels[farthest.row]] -= 1
    labels[farthest.row] = group
    counts[group] = 1
  }

  private func sizes() -> [Int] {
    var counts = [Int](repeating: 0, count: centres.rowCount)
    for label in labels { counts[label] += 1 }
    return counts
  }

  private func means(_ counts: [Int]) -> Matrix {
    let width = points.columnCount
    var sums = Matrix(rowCount: centres.rowCount, columnCount: width)
    points.values.withUnsafeBufferPointer { x in
      sums.values.withUnsafeMutableBufferPointer { s in
        for i in 0..<points.rowCount {
          let base = labels[i] * width
          for j in 0..<width { s[base + j] += x[i * width + j] }
        }
      }
    }
    for g in counts.indices {
      for j in 0..<width { sums[g, j] /= Double(max(1, counts[g])) }
    }
    return sums
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

  private func currentInertia() -> Double {
    (0..<points.rowCount).map { squaredDistance($0, labels[$0]) }.pairwiseSum
  }

  /// Hartigan's moves: a row leaves its group when the sum of squares falls by it.
  private mutating func moveSingles(_ run: Run) throws -> Bool {
    var counts = sizes()
    var hasMoved = false
    for i in 0..<points.rowCount where counts[labels[i]] > 1 {
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
      move(i, from, best.group, counts)
      counts[from] -= 1
      counts[best.group] += 1
      labels[i] = best.group
      hasMoved = true
    }
    return hasMoved
  }

  private mutating func move(_ row: Int, _ from: Int, _ to: Int, _ counts: [Int]) {
    let (n, m) = (Double(counts[from]), Double(counts[to]))
    for j in 0..<points.columnCount {
      let x = points[row, j]
      centres[from, j] += (centres[from, j] - x) / (n - 1)
      centres[to, j] -= (centres[to, j] - x) / (m + 1)
    }
  }
}
