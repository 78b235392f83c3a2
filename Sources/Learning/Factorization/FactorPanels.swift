/// Rows of factors for products with many vectors: sixteen rows side by side, so that a lane is a
/// row and no sum goes across lanes.
///
/// Every product is added up factor by factor, however many vectors are taken at once: one person's
/// scores are the same bits alone and among others.
import Numerics

struct FactorPanels: Sendable {
  let rowCount: Int
  private let factors: Int
  /// Panel after panel; within a panel factor after factor. Lanes without a row are zeros.
  private let values: [SIMD16<Float>]

  /// Vectors that share what is read of a panel.
  private static let group = 4

  init(_ rows: FactorRows) {
    (rowCount, factors) = (rows.rowCount, rows.factors)
    var values = [SIMD16<Float>](
      repeating: .zero, count: (rows.rowCount + 15) / 16 * rows.factors)
    for row in 0..<rows.rowCount {
      for factor in 0..<rows.factors {
        values[row / 16 * rows.factors + factor][row % 16] = rows.values[row * rows.width + factor]
      }
    }
    self.values = values
  }

  /// The product of every row with the factors of each asker: their own row, or what their history
  /// is folded to.
  func dots(
    _ askers: ArraySlice<Asker>, _ people: FactorRows,
    into products: UnsafeMutableBufferPointer<Float>, fold: (ItemHistory) -> [Float]
  ) {
    dots(
      askers.flatMap { $0.person.map(people.padded) ?? fold($0.history) }, stride: people.width,
      count: askers.count, into: products)
  }

  /// The product of every row with each vector: `rowCount` places for the first, and so on.
  ///
  /// - Parameters:
  ///   - vectors: as many as `count`, each of `stride` numbers, of which the first are the factors.
  func dots(
    _ vectors: [Float], stride: Int, count: Int, into products: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(
      factors <= stride && count * stride <= vectors.count, "vectors as wide as the rows")
    precondition(count * rowCount <= products.count, "a place for each product")
    guard 0 < rowCount, let products = products.baseAddress else { return }
    values.withUnsafeBufferPointer { panels in
      vectors.withUnsafeBufferPointer { vectors in
        guard let panels = panels.baseAddress, let vectors = vectors.baseAddress else {
          products.update(repeating: 0, count: count * rowCount)
          return
        }
        var first = 0
        while first + Self.group <= count {
          fours(panels, vectors + first * stride, stride, products + first * rowCount)
          first += Self.group
        }
        while first < count {
          ones(panels, vectors + first * stride, products + first * rowCount)
          first += 1
        }
      }
    }
  }

  /// Four vectors, one panel after the other.
  private func fours(
    _ panels: UnsafePointer<SIMD16<Float>>, _ vectors: UnsafePointer<Float>, _ stride: Int,
    _ products: UnsafeMutablePointer<Float>
  ) {
    let (one, two, three) = (vectors + stride, vectors + 2 * stride, vectors + 3 * stride)
    for panel in 0..<((rowCount + 15) / 16) {
      let own = panels + panel * factors
      var (a, b, c, d) = (
        SIMD16<Float>.zero, SIMD16<Float>.zero, SIMD16<Float>.zero, SIMD16<Float>.zero
      )
      for factor in 0..<factors {
        let rows = own[factor]
        a.addProduct(rows, SIMD16(repeating: vectors[factor]))
        b.addProduct(rows, SIMD16(repeating: one[factor]))
        c.addProduct(rows, SIMD16(repeating: two[factor]))
        d.addProduct(rows, SIMD16(repeating: three[factor]))
      }
      let place = products + panel * 16
      put(a, panel, place)
      put(b, panel, place + rowCount)
      put(c, panel, place + 2 * rowCount)
      put(d, panel, place + 3 * rowCount)
    }
  }

  /// One vector, four panels at a time.
  private func ones(
    _ panels: UnsafePointer<SIMD16<Float>>, _ vector: UnsafePointer<Float>,
    _ products: UnsafeMutablePointer<Float>
  ) {
    let (count, f) = ((rowCount + 15) / 16, factors)
    var panel = 0
    while panel + 4 <= count {
      let own = panels + panel * f
      var (a, b, c, d) = (
        SIMD16<Float>.zero, SIMD16<Float>.zero, SIMD16<Float>.zero, SIMD16<Float>.zero
      )
      for factor in 0..<f {
        let x = SIMD16(repeating: vector[factor])
        a.addProduct(own[factor], x)
        b.addProduct(own[f + factor], x)
        c.addProduct(own[2 * f + factor], x)
        d.addProduct(own[3 * f + factor], x)
      }
      put(a, panel, products + panel * 16)
      put(b, panel + 1, products + panel * 16 + 16)
      put(c, panel + 2, products + panel * 16 + 32)
      put(d, panel + 3, products + panel * 16 + 48)
      panel += 4
    }
    while panel < count {
      var a = SIMD16<Float>.zero
      for factor in 0..<f {
        a.addProduct(panels[panel * f + factor], SIMD16(repeating: vector[factor]))
      }
      put(a, panel, products + panel * 16)
      panel += 1
    }
  }

  /// Writes the lanes that have a row.
  @inline(__always)
  private func put(_ lanes: SIMD16<Float>, _ panel: Int, _ place: UnsafeMutablePointer<Float>) {
    if panel * 16 + 16 <= rowCount {
      UnsafeMutableRawPointer(place).storeBytes(of: lanes, as: SIMD16<Float>.self)
    } else {
      for lane in 0..<(rowCount - panel * 16) { place[lane] = lanes[lane] }
    }
  }
}
