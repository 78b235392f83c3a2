/// Groups with the distances of all pairs, for average and complete linkage.
import Numerics
import Support

struct PairDistances: MergingGroups {
  let rowCount: Int
  private let isComplete: Bool
  /// Row a has its distances to all rows before it, from a(a-1)/2.
  private var distances: [Double]
  private var sizes: [Int]
  /// The groups that are left, rising.
  private var live: [Int]

  init(_ points: Matrix, isComplete: Bool, _ run: Run) throws {
    rowCount = points.rowCount
    self.isComplete = isComplete
    sizes = [Int](repeating: 1, count: rowCount)
    live = Array(0..<rowCount)
    distances = []
    distances.reserveCapacity(rowCount * (rowCount - 1) / 2)
    let width = points.columnCount
    try points.values.withUnsafeBufferPointer { x in
      for a in 0..<points.rowCount {
        if a % 64 == 0 { try run.checkpoint() }
        for b in 0..<a {
          var sum = 0.0
          for j in 0..<width {
            let d = x[a * width + j] - x[b * width + j]
            sum += d * d
          }
          distances.append(sum.squareRoot())
        }
      }
    }
  }

  var first: Int { live[0] }

  private static func place(_ a: Int, _ b: Int) -> Int {
    a > b ? a * (a - 1) / 2 + b : b * (b - 1) / 2 + a
  }

  func nearest(to group: Int, previous: Int?) -> (group: Int, distance: Double) {
    var best = (group: -1, distance: Double.infinity)
    if let previous { best = (previous, distances[Self.place(group, previous)]) }
    distances.withUnsafeBufferPointer { distances in
      for other in live where other != group {
        let distance = distances[Self.place(group, other)]
        if distance < best.distance || best.group < 0 { best = (other, distance) }
      }
    }
    return best
  }

  mutating func merge(_ gone: Int, into kept: Int, distance: Double) -> Double {
    let (n, m) = (Double(sizes[gone]), Double(sizes[kept]))
    live.removeAll { $0 == gone }
    let (others, isComplete) = (live, isComplete)
    distances.withUnsafeMutableBufferPointer { distances in
      for other in others where other != kept {
        let x = distances[Self.place(gone, other)]
        let y = distances[Self.place(kept, other)]
        distances[Self.place(kept, other)] =
          isComplete ? max(x, y) : (n * x + m * y) / (n + m)
      }
    }
    sizes[kept] += sizes[gone]
    return distance
  }
}

/// Single linkage: the shortest tree that joins all points (Prim 1957).
enum ShortestTree {
  static func edges(_ points: Matrix, _ run: Run) throws -> [RawMerge] {
    let width = points.columnCount
    var outside = Array(1..<points.rowCount)
    var nearest = [Double](repeating: .infinity, count: points.rowCount)
    var edges: [RawMerge] = []
    var parents = [Int](repeating: 0, count: points.rowCount)
    var newest = 0
    while !outside.isEmpty {
      try run.checkpoint()
      var best = (place: 0, distance: Double.infinity)
      points.values.withUnsafeBufferPointer { x in
        for (place, row) in outside.enumerated() {
          var sum = 0.0
          for j in 0..<width {
            let d = x[row * width + j] - x[newest * width + j]
            sum += d * d
          }
          if sum < nearest[row] { (nearest[row], parents[row]) = (sum, newest) }
          if nearest[row] < best.distance { best = (place, nearest[row]) }
        }
      }
      let row = outside[best.place]
      edges.append(RawMerge(a: parents[row], b: row, height: nearest[row].squareRoot()))
      outside.swapAt(best.place, outside.count - 1)
      outside.removeLast()
      newest = row
    }
    return edges
  }
}
