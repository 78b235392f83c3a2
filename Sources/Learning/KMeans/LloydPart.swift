/// Some rows in the iterations of k-means, with what is known of their distances.
///
/// A row whose own centre is certainly nearer than any other needs no distances (Hamerly 2010,
/// "Making k-means even faster"): it keeps its group. In late iterations that is nearly all rows.
import Numerics
import Support

struct LloydPart: Sendable {
  let rows: Range<Int>
  var labels: [Int]
  /// The distance of each row to its own centre is at most this.
  private var upper: [Double]
  /// The distance of each row to any other centre is at least this.
  private var lower: [Double]

  init(_ rows: Range<Int>) {
    self.rows = rows
    labels = [Int](repeating: -1, count: rows.count)
    upper = [Double](repeating: .infinity, count: rows.count)
    lower = [Double](repeating: 0, count: rows.count)
  }

  /// Forgets what is known of distances.
  mutating func forget() {
    for index in upper.indices { upper[index] = .infinity }
  }

  /// What an assignment changed: what to add to the sums and counts of groups.
  struct Change: Sendable {
    var sums: Matrix
    var counts: [Int]
    var movedRows = 0
  }

  /// Rounding cannot make a bound wrong by more.
  private static let slack = 1 - 1e-9

  /// Gives each row the nearest centre; of equally near ones the first.
  mutating func assign(
    _ points: Matrix, _ centres: PackedCentres, _ motion: CentreMotion
  ) -> Change {
    let width = points.columnCount
    var change = Change(
      sums: Matrix(rowCount: motion.shifts.count, columnCount: width),
      counts: [Int](repeating: 0, count: motion.shifts.count))
    let open = doubtful(motion)
    points.values.withUnsafeBufferPointer { values in
      guard let x = values.baseAddress else { return }
      change.sums.values.withUnsafeMutableBufferPointer { sums in
        centres.withSearch(x) { nearest in
          for index in open {
            let place = (rows.lowerBound + index) * width
            let found = nearest(place)
            upper[index] = found.best.squareRoot()
            lower[index] = found.second.squareRoot()
            let own = labels[index]
            guard found.group != own else { continue }
            labels[index] = found.group
            change.movedRows += 1
            change.counts[found.group] += 1
            for column in 0..<width { sums[found.group * width + column] += x[place + column] }
            guard own >= 0 else { continue }
            change.counts[own] -= 1
            for column in 0..<width { sums[own * width + column] -= x[place + column] }
          }
        }
      }
    }
    return change
  }

  /// The rows whose centre may not be the nearest any more, once the centres have moved.
  private mutating func doubtful(_ motion: CentreMotion) -> [Int] {
    var open = [Int](repeating: 0, count: labels.count)
    var count = 0
    for index in labels.indices {
      let own = labels[index]
      guard own >= 0 else {
        open[count] = index
        count += 1
        continue
      }
      let high = upper[index] + motion.shifts[own]
      let low = lower[index] - motion.largestShift(besides: own)
      upper[index] = high
      lower[index] = low
      // Written in any case, counted only if it stays: no branch to guess.
      open[count] = index
      count += high < max(low, motion.halfGaps[own]) * Self.slack ? 0 : 1
    }
    open.removeLast(open.count - count)
    return open
  }

  /// The sums and counts of the groups, from nothing.
  func totals(_ points: Matrix, groupCount: Int) -> Change {
    let width = points.columnCount
    var change = Change(
      sums: Matrix(rowCount: groupCount, columnCount: width),
      counts: [Int](repeating: 0, count: groupCount))
    points.values.withUnsafeBufferPointer { x in
      change.sums.values.withUnsafeMutableBufferPointer { sums in
        for (index, group) in labels.enumerated() {
          let place = (rows.lowerBound + index) * width
          change.counts[group] += 1
          for column in 0..<width { sums[group * width + column] += x[place + column] }
        }
      }
    }
    return change
  }

  /// The squared distance of each row to its centre.
  func squaredDistances(_ points: Matrix, _ centres: Matrix) -> [Double] {
    let width = points.columnCount
    return points.values.withUnsafeBufferPointer { x in
      centres.values.withUnsafeBufferPointer { c in
        labels.indices.map { index in
          let (place, centre) = ((rows.lowerBound + index) * width, labels[index] * width)
          var sum = 0.0
          for column in 0..<width {
            let d = x[place + column] - c[centre + column]
            sum += d * d
          }
          return sum
        }
      }
    }
  }
}

/// How far centres went in one step, and how far they are from each other.
struct CentreMotion: Sendable {
  let shifts: [Double]
  /// Half the distance of each centre to the one nearest to it.
  let halfGaps: [Double]
  private let farthest: Int
  private let largest: Double
  private let nextLargest: Double

  init(from old: Matrix, to new: Matrix) {
    let shifts = (0..<new.rowCount).map { Self.distance(old, $0, new, $0) }
    let far = shifts.indices.max { shifts[$0] < shifts[$1] } ?? 0
    self.shifts = shifts
    farthest = far
    largest = shifts.isEmpty ? 0 : shifts[far]
    nextLargest = shifts.indices.reduce(0) { $1 == far ? $0 : max($0, shifts[$1]) }
    halfGaps = (0..<new.rowCount).map { group in
      (0..<new.rowCount).reduce(Double.infinity) {
        $1 == group ? $0 : min($0, Self.distance(new, group, new, $1))
      } / 2
    }
  }

  /// The largest shift of all centres but one.
  func largestShift(besides group: Int) -> Double { group == farthest ? nextLargest : largest }

  private static func distance(_ a: Matrix, _ i: Int, _ b: Matrix, _ j: Int) -> Double {
    zip(a.row(i), b.row(j)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }
}
