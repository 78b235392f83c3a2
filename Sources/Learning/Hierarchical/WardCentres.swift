/// Ward's groups by their centres: no distances are kept.
///
/// Ward 1963: what merging two groups adds to the sum of squares. Heights as scipy defines them:
/// the square root of 2ab/(a+b) times the squared distance of the centres, for sizes a and b.
import Numerics

struct WardCentres: MergingGroups {
  let rowCount: Int
  private let width: Int
  /// Blocks of eight groups, column after column; a group that is gone lies at infinity.
  private var centres: [SIMD8<Double>]
  private var sizes: [SIMD8<Double>]
  /// The row that names the group at each place, and the place of each row that names one.
  private var rows: [Int]
  private var places: [Int]
  private var left: Int

  init(_ points: Matrix) {
    rowCount = points.rowCount
    width = points.columnCount
    left = rowCount
    rows = Array(0..<rowCount)
    places = rows
    let blocks = (rowCount + 7) / 8
    centres = [SIMD8<Double>](repeating: SIMD8(repeating: .infinity), count: blocks * width)
    sizes = [SIMD8<Double>](repeating: SIMD8(repeating: 1), count: blocks)
    for row in 0..<rowCount {
      for j in 0..<width { centres[row / 8 * width + j][row % 8] = points[row, j] }
    }
  }

  var first: Int { rows.first { $0 >= 0 } ?? 0 }

  func nearest(to group: Int, previous: Int?) -> (group: Int, distance: Double) {
    let own = places[group]
    let centre = centre(own)
    let size = sizes[own / 8][own % 8]
    var best = SIMD8<Double>(repeating: .infinity)
    var blockOfBest = SIMD8<Int64>(repeating: -1)
    centres.withUnsafeBufferPointer { centres in
      sizes.withUnsafeBufferPointer { sizes in
        for block in sizes.indices {
          var sum = SIMD8<Double>.zero
          for j in 0..<width {
            let d = centres[block * width + j] - centre[j]
            sum += d * d
          }
          let other = sizes[block]
          sum *= (other * size) * 2 / (other + size)
          if block == own / 8 { sum[own % 8] = .infinity }
          let isNearer = sum .< best
          best.replace(with: sum, where: isNearer)
          blockOfBest.replace(with: SIMD8(repeating: Int64(block)), where: isNearer)
        }
      }
    }
    var found = (place: Int.max, distance: Double.infinity)
    for lane in 0..<8 where blockOfBest[lane] >= 0 {
      let place = Int(blockOfBest[lane]) * 8 + lane
      if best[lane] < found.distance || best[lane] == found.distance && place < found.place {
        found = (place, best[lane])
      }
    }
    if let previous, distance(own, places[previous]) <= found.distance {
      return (previous, distance(own, places[previous]))
    }
    guard found.place < Int.max else { return (previous ?? nextOther(group), .infinity) }
    return (rows[found.place], found.distance)
  }

  /// Where all distances overflow, any other group will do.
  private func nextOther(_ group: Int) -> Int {
    rows.first { $0 >= 0 && $0 != group } ?? group
  }

  private func centre(_ place: Int) -> [Double] {
    (0..<width).map { centres[place / 8 * width + $0][place % 8] }
  }

  private func distance(_ a: Int, _ b: Int) -> Double {
    var sum = 0.0
    for j in 0..<width {
      let d = centres[b / 8 * width + j][b % 8] - centres[a / 8 * width + j][a % 8]
      sum += d * d
    }
    let (own, other) = (sizes[a / 8][a % 8], sizes[b / 8][b % 8])
    return sum * ((other * own) * 2 / (other + own))
  }

  mutating func merge(_ gone: Int, into kept: Int, distance: Double) -> Double {
    let (a, b) = (places[gone], places[kept])
    let (n, m) = (sizes[a / 8][a % 8], sizes[b / 8][b % 8])
    for j in 0..<width {
      let (x, y) = (centres[a / 8 * width + j][a % 8], centres[b / 8 * width + j][b % 8])
      centres[b / 8 * width + j][b % 8] = (n * x + m * y) / (n + m)
      centres[a / 8 * width + j][a % 8] = .infinity
    }
    sizes[b / 8][b % 8] = n + m
    sizes[a / 8][a % 8] = 1
    rows[a] = -1
    left -= 1
    if left * 4 < rows.count * 3 { close() }
    return distance.squareRoot()
  }

  /// Moves the groups that are left together, in their order.
  private mutating func close() {
    let live = rows.indices.filter { rows[$0] >= 0 }
    let blocks = (live.count + 7) / 8
    var moved = [SIMD8<Double>](repeating: SIMD8(repeating: .infinity), count: blocks * width)
    var movedSizes = [SIMD8<Double>](repeating: SIMD8(repeating: 1), count: blocks)
    for (place, old) in live.enumerated() {
      for j in 0..<width {
        moved[place / 8 * width + j][place % 8] = centres[old / 8 * width + j][old % 8]
      }
      movedSizes[place / 8][place % 8] = sizes[old / 8][old % 8]
      places[rows[old]] = place
    }
    rows = live.map { rows[$0] }
    (centres, sizes) = (moved, movedSizes)
  }
}
