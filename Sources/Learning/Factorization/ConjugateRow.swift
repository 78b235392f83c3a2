/// One row of a factorisation by a few steps of conjugate gradients from where it was.
///
/// Takács, Pilászy, Tikk 2011, "Applications of the conjugate gradient method for implicit feedback
/// collaborative filtering". The matrix Y'Y + lambda I + the sum of (c - 1) y y' is never made: a
/// step costs two passes over the rows that were chosen. Four of them are taken at a time.
import Numerics
import Support

struct ConjugateRow {
  private let width: Int
  /// Y'Y + lambda I, padded.
  private let base: [Float]
  private var residual: [Float]
  private var direction: [Float]
  private var image: [Float]

  /// A residual whose square is smaller is rounding.
  private static let least: Float = 1e-20

  /// - Parameter gram: Y'Y as `FactorRows.gram` gives it.
  init(width: Int, gram: [Double], regularization: Double) {
    self.width = width
    var base = gram.map { Float($0) }
    for index in 0..<width { base[index * width + index] += Float(regularization) }
    self.base = base
    residual = [Float](repeating: 0, count: width)
    direction = residual
    image = residual
  }

  /// - Parameters:
  ///   - row: the factors as they were; they are changed in their place.
  ///   - chosen: the rows of the other side, with the confidence each has beyond an empty cell.
  mutating func improve(
    _ row: UnsafeMutableBufferPointer<Float>, _ other: UnsafeRawBufferPointer,
    _ chosen: ChosenRows, steps: Int
  ) {
    for f in 0..<width { direction[f] = row[f] }
    applyBase()
    for f in 0..<width { residual[f] = -image[f] }
    Self.add(other, chosen, width, direction, to: &residual, isStart: true)
    for f in 0..<width { direction[f] = residual[f] }
    var old = Self.dot(residual, residual)
    for _ in 0..<steps {
      if !(Self.least < old) { return }
      applyBase()
      Self.add(other, chosen, width, direction, to: &image, isStart: false)
      let curvature = Self.dot(direction, image)
      if !(0 < curvature) { return }
      let length = old / curvature
      for f in 0..<width {
        row[f] += length * direction[f]
        residual[f] -= length * image[f]
      }
      let new = Self.dot(residual, residual)
      let share = new / old
      for f in 0..<width { direction[f] = residual[f] + share * direction[f] }
      old = new
    }
  }

  /// The image of the direction under Y'Y + lambda I.
  private mutating func applyBase() {
    let width = width
    base.withUnsafeBytes { base in
      direction.withUnsafeBufferPointer { direction in
        image.withUnsafeMutableBytes { image in
          for place in stride(from: 0, to: width * 4, by: 64) {
            var (a, b) = (SIMD16<Float>.zero, SIMD16<Float>.zero)
            for row in stride(from: 0, to: width, by: 2) {
              let first = row * width * 4 + place
              a.addProduct(
                base.loadUnaligned(fromByteOffset: first, as: SIMD16<Float>.self),
                SIMD16(repeating: direction[row]))
              b.addProduct(
                base.loadUnaligned(fromByteOffset: first + width * 4, as: SIMD16<Float>.self),
                SIMD16(repeating: direction[row + 1]))
            }
            image.storeBytes(of: a + b, toByteOffset: place, as: SIMD16<Float>.self)
          }
        }
      }
    }
  }

  /// Adds the chosen rows to `sums`: at the start each times c - (c - 1) y·x, later times
  /// (c - 1) y·p.
  private static func add(
    _ other: UnsafeRawBufferPointer, _ chosen: ChosenRows, _ width: Int, _ vector: [Float],
    to sums: inout [Float], isStart: Bool
  ) {
    let bytes = width * 4
    let (constant, slope): (Float, Float) = isStart ? (1, -1) : (0, 1)
    vector.withUnsafeBytes { x in
      sums.withUnsafeMutableBytes { sums in
        var first = 0
        while first < chosen.count {
          // The last few repeat a row, with no weight.
          var places = SIMD4<Int>.zero
          var extras = SIMD4<Float>.zero
          var constants = SIMD4<Float>.zero
          for lane in 0..<4 {
            let index = min(first + lane, chosen.count - 1)
            places[lane] = chosen.row(index) * bytes
            guard first + lane < chosen.count else { continue }
            extras[lane] = chosen.extra(index)
            constants[lane] = constant * (1 + extras[lane])
          }
          let weights = constants + slope * extras * dots(other, places, x, bytes)
          addFour(other, places, weights, bytes, to: sums)
          first += 4
        }
      }
    }
  }

  @inline(__always)
  private static func dots(
    _ other: UnsafeRawBufferPointer, _ places: SIMD4<Int>, _ x: UnsafeRawBufferPointer,
    _ bytes: Int
  ) -> SIMD4<Float> {
    var (a, b, c, d) = (
      SIMD16<Float>.zero, SIMD16<Float>.zero, SIMD16<Float>.zero, SIMD16<Float>.zero
    )
    for offset in stride(from: 0, to: bytes, by: 64) {
      let right = x.loadUnaligned(fromByteOffset: offset, as: SIMD16<Float>.self)
      a.addProduct(vector(other, places[0] &+ offset), right)
      b.addProduct(vector(other, places[1] &+ offset), right)
      c.addProduct(vector(other, places[2] &+ offset), right)
      d.addProduct(vector(other, places[3] &+ offset), right)
    }
    // Four sums at once, by halves: one after another they would wait for each other.
    let (first, second) = (pairs(quarter(a), quarter(b)), pairs(quarter(c), quarter(d)))
    return pairs(first, second)
  }

  @inline(__always)
  private static func quarter(_ vector: SIMD16<Float>) -> SIMD4<Float> {
    let half = vector.lowHalf + vector.highHalf
    return half.lowHalf + half.highHalf
  }

  /// The sums of neighbours, those of `a` before those of `b`.
  @inline(__always)
  private static func pairs(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> SIMD4<Float> {
    let both = SIMD8(lowHalf: a, highHalf: b)
    return both.evenHalf + both.oddHalf
  }

  @inline(__always)
  private static func addFour(
    _ other: UnsafeRawBufferPointer, _ places: SIMD4<Int>, _ weights: SIMD4<Float>, _ bytes: Int,
    to sums: UnsafeMutableRawBufferPointer
  ) {
    let (a, b) = (SIMD16<Float>(repeating: weights[0]), SIMD16<Float>(repeating: weights[1]))
    let (c, d) = (SIMD16<Float>(repeating: weights[2]), SIMD16<Float>(repeating: weights[3]))
    for offset in stride(from: 0, to: bytes, by: 64) {
      var sum = sums.loadUnaligned(fromByteOffset: offset, as: SIMD16<Float>.self)
      sum.addProduct(vector(other, places[0] &+ offset), a)
      sum.addProduct(vector(other, places[1] &+ offset), b)
      sum.addProduct(vector(other, places[2] &+ offset), c)
      sum.addProduct(vector(other, places[3] &+ offset), d)
      sums.storeBytes(of: sum, toByteOffset: offset, as: SIMD16<Float>.self)
    }
  }

  @inline(__always)
  private static func vector(_ rows: UnsafeRawBufferPointer, _ place: Int) -> SIMD16<Float> {
    rows.loadUnaligned(fromByteOffset: place, as: SIMD16<Float>.self)
  }

  private static func dot(_ a: [Float], _ b: [Float]) -> Float {
    var sum: Float = 0
    for f in a.indices { sum += a[f] * b[f] }
    return sum
  }
}

/// The cells of one row, with what each counts beyond an empty one.
struct ChosenRows {
  let columns: UnsafeBufferPointer<Int32>
  let values: UnsafeBufferPointer<Double>
  /// The confidence of a cell is this, plus alpha times its weight.
  let base: Double
  let alpha: Double

  var count: Int { columns.count }

  @inline(__always)
  func row(_ index: Int) -> Int { Int(columns[index]) }

  @inline(__always)
  func extra(_ index: Int) -> Float { Float(base + alpha * values[index] - 1) }
}
