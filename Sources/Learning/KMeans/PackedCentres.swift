/// Centres in blocks of eight, lanes are centres: the distances of a row to all of them then need
/// no sums across lanes, and rows are read as they stand.
package import Numerics

struct PackedCentres: Sendable {
  private let columnCount: Int
  /// Block after block; within a block column after column. Lanes without a centre are infinitely
  /// far away.
  private let values: [SIMD8<Double>]

  init(_ centres: Matrix) {
    columnCount = centres.columnCount
    let blocks = (centres.rowCount + 7) / 8
    var values = [SIMD8<Double>](
      repeating: SIMD8(repeating: .infinity), count: blocks * centres.columnCount)
    for group in 0..<centres.rowCount {
      for column in 0..<centres.columnCount {
        values[group / 8 * centres.columnCount + column][group % 8] = centres[group, column]
      }
    }
    self.values = values
  }

  struct Nearest {
    /// Of equally near ones the first.
    var group = 0
    /// Squared distances to the nearest and to the next.
    var best = Double.infinity
    var second = Double.infinity
  }

  /// Lends a function that finds the centres nearest to a row that begins at a place.
  func withSearch<Result>(
    _ rows: UnsafePointer<Double>, _ body: ((_ place: Int) -> Nearest) throws -> Result
  ) rethrows -> Result {
    let width = columnCount
    return try values.withUnsafeBufferPointer { centres in
      try body { place in
        var nearest = Nearest()
        var block = 0
        while block * width < centres.count {
          let sum = Self.squaredDistances(rows + place, centres, block * width, width)
          Self.take(sum, block * 8, &nearest)
          block += 1
        }
        return nearest
      }
    }
  }

  /// Of one row to the eight centres of a block; two sums, so that neither waits for itself.
  @inline(__always)
  private static func squaredDistances(
    _ row: UnsafePointer<Double>, _ centres: UnsafeBufferPointer<SIMD8<Double>>, _ base: Int,
    _ width: Int
  ) -> SIMD8<Double> {
    var even = SIMD8<Double>()
    var odd = SIMD8<Double>()
    var column = 0
    while column + 1 < width {
      let d = SIMD8(repeating: row[column]) - centres[base + column]
      let e = SIMD8(repeating: row[column + 1]) - centres[base + column + 1]
      even.addProduct(d, d)
      odd.addProduct(e, e)
      column += 2
    }
    if column < width {
      let d = SIMD8(repeating: row[column]) - centres[base + column]
      even.addProduct(d, d)
    }
    return even + odd
  }

  /// Neighbours are compared with neighbours, then the nearer of each pair, and so on: no branches,
  /// and the first of equals stays ahead.
  @inline(__always)
  private static func take(_ lanes: SIMD8<Double>, _ first: Int, _ nearest: inout Nearest) {
    var (best4, next4) = (lanes.evenHalf, lanes.oddHalf)
    var group4 = SIMD4<Int64>(0, 2, 4, 6)
    let swap4 = next4 .< best4
    let kept4 = best4
    best4.replace(with: next4, where: swap4)
    next4.replace(with: kept4, where: swap4)
    group4.replace(with: SIMD4<Int64>(1, 3, 5, 7), where: swap4)

    var (best2, next2) = (best4.evenHalf, best4.oddHalf)
    var group2 = group4.evenHalf
    let swap2 = next2 .< best2
    let kept2 = best2
    best2.replace(with: next2, where: swap2)
    next2.replace(with: kept2, where: swap2)
    group2.replace(with: group4.oddHalf, where: swap2)

    let isSecond = best2[1] < best2[0]
    let best = isSecond ? best2[1] : best2[0]
    let group = isSecond ? group2[1] : group2[0]
    var second = isSecond ? best2[0] : best2[1]
    var rest = next4.evenHalf
    rest.replace(with: next4.oddHalf, where: next4.oddHalf .< rest)
    rest.replace(with: next2, where: next2 .< rest)
    second = rest[0] < second ? rest[0] : second
    second = rest[1] < second ? rest[1] : second

    if best < nearest.best {
      nearest.second = nearest.best < second ? nearest.best : second
      nearest.best = best
      nearest.group = first + Int(group)
    } else if best < nearest.second {
      nearest.second = best
    }
  }

  /// The group of each row.
  func labels(_ points: Matrix) throws -> [Int] {
    try Parallel.fill(count: points.rowCount, chunk: 8_192, initial: 0) { range, part in
      points.values.withUnsafeBufferPointer { values in
        guard let rows = values.baseAddress else { return }
        withSearch(rows) { nearest in
          for row in range { part[row - range.lowerBound] = nearest(row * columnCount).group }
        }
      }
    }
  }
}

/// Rows given to centres.
package enum NearestCentre {
  /// The nearest centre of each row, of equally near ones the first.
  package static func labels(_ points: Matrix, _ centres: Matrix) throws -> [Int] {
    try PackedCentres(centres).labels(points)
  }
}
