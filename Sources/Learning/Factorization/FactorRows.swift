/// Rows of factors as floats, padded with zeros to whole vectors of sixteen.
package import Support
import Numerics

package struct FactorRows: Sendable, Equatable {
  package let rowCount: Int
  package let factors: Int
  /// Numbers of a row with its padding.
  let width: Int
  var values: [Float]

  init(rowCount: Int, factors: Int) {
    self.rowCount = rowCount
    self.factors = factors
    width = Self.padded(factors)
    values = [Float](repeating: 0, count: rowCount * width)
  }

  /// Rows of numbers between -scale / 2 and scale / 2 by lot.
  package init(rowCount: Int, factors: Int, scale: Double, _ random: inout SeededRandom) {
    self.init(rowCount: rowCount, factors: factors)
    for row in 0..<rowCount {
      for factor in 0..<factors {
        values[row * width + factor] = Float(scale * (random.unit() - 0.5))
      }
    }
  }

  /// - Precondition: `rows` holds `factors` numbers for each row.
  package init(_ rows: [Float], factors: Int) {
    self.init(rowCount: rows.count / max(1, factors), factors: factors)
    for place in 0..<(rowCount * factors) {
      values[place / factors * width + place % factors] = rows[place]
    }
  }

  static func padded(_ factors: Int) -> Int { (factors + 15) / 16 * 16 }

  package subscript(row: Int) -> [Float] {
    Array(values[(row * width)..<(row * width + factors)])
  }

  /// A row with its padding.
  func padded(_ row: Int) -> [Float] { Array(values[(row * width)..<((row + 1) * width)]) }

  /// The sums of products of all pairs of columns, padded: every chunk of rows is added up in
  /// floats, the chunks in order in doubles.
  func gram(_ run: Run) throws -> [Double] {
    let width = width
    let parts = try Parallel.map(count: rowCount, chunk: 1_024) { range in
      try run.checkpoint()
      var sums = [Float](repeating: 0, count: width * width)
      values.withUnsafeBytes { Self.addProducts($0, range, width, to: &sums) }
      return sums
    }
    var gram = [Double](repeating: 0, count: width * width)
    for part in parts {
      try run.checkpoint()
      for index in gram.indices { gram[index] += Double(part[index]) }
    }
    for i in 0..<width {
      for j in 0..<i { gram[i * width + j] = gram[j * width + i] }
    }
    return gram
  }

  /// Products with the vectors at or right of the own column; four columns stay in registers.
  private static func addProducts(
    _ rows: UnsafeRawBufferPointer, _ range: Range<Int>, _ width: Int, to sums: inout [Float]
  ) {
    sums.withUnsafeMutableBytes { sums in
      for column in stride(from: 0, to: width, by: 4) {
        for vector in (column / 16)..<(width / 16) {
          var (a, b, c, d) = (
            SIMD16<Float>.zero, SIMD16<Float>.zero, SIMD16<Float>.zero, SIMD16<Float>.zero
          )
          for row in range {
            let base = row * width * 4
            let right = rows.loadUnaligned(
              fromByteOffset: base + vector * 64, as: SIMD16<Float>.self)
            let left = rows.loadUnaligned(
              fromByteOffset: base + column * 4, as: SIMD4<Float>.self)
            a.addProduct(right, SIMD16(repeating: left[0]))
            b.addProduct(right, SIMD16(repeating: left[1]))
            c.addProduct(right, SIMD16(repeating: left[2]))
            d.addProduct(right, SIMD16(repeating: left[3]))
          }
          let place = column * width * 4 + vector * 64
          sums.storeBytes(of: a, toByteOffset: place, as: SIMD16<Float>.self)
          sums.storeBytes(of: b, toByteOffset: place + width * 4, as: SIMD16<Float>.self)
          sums.storeBytes(of: c, toByteOffset: place + width * 8, as: SIMD16<Float>.self)
          sums.storeBytes(of: d, toByteOffset: place + width * 12, as: SIMD16<Float>.self)
        }
      }
    }
  }
}
