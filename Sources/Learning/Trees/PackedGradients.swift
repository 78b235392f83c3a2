/// Slopes and curvatures of the loss, and both of a row in one whole number.
///
/// A histogram adds up slopes and curvatures of millions of rows. As whole numbers of a common
/// unit, 32 bits each in one 64-bit number, a row costs one addition, and sums are exact: they do
/// not depend on order, threads, or whether a sum was added up or subtracted. Units are so small
/// that all rows together reach 2^30; what is lost in rounding is given to rows at random, without
/// bias, and values of leaves are taken from the unrounded numbers. (The idea of whole gradients:
/// Shi and others 2022, "Quantized training of gradient boosting decision trees", there with few
/// bits.)
import Numerics
import Support

/// The sum of some rows: the slope in the high half, the curvature in the low one.
struct PackedSum: Equatable {
  var bits: Int64 = 0

  var slope: Int64 { bits >> 32 }
  var curvature: Int64 { bits & 0xffff_ffff }
}

final class PackedGradients: Sendable {
  static let whole = 0x1p30
  /// Sums below this are none: a common unit for them would not be a number.
  private static let least = 1e-270

  let slopes: Storage<Double>
  let curvatures: Storage<Double>
  /// Slope and curvature of each row as whole numbers.
  let packed: Storage<Int64>

  init(rowCount: Int) {
    slopes = Storage(count: rowCount, repeating: 0)
    curvatures = Storage(count: rowCount, repeating: 0)
    packed = Storage(count: rowCount, repeating: 0)
  }

  /// What one step of the whole numbers stands for.
  struct Units: Sendable, Equatable {
    let slope: Double
    let curvature: Double
  }

  /// Sums of a chunk of rows.
  struct Totals: Sendable {
    var slope = 0.0
    var absoluteSlope = 0.0
    var curvature = 0.0

    mutating func add(_ other: Totals) {
      slope += other.slope
      absoluteSlope += other.absoluteSlope
      curvature += other.curvature
    }
  }

  /// Makes the whole numbers of all rows, `totals` being the sums over them.
  func pack(_ totals: Totals, seed: UInt64, _ run: Run) throws -> Units {
    let perSlope = totals.absoluteSlope > Self.least ? Self.whole / totals.absoluteSlope : 0
    let ideal = totals.curvature > Self.least ? Self.whole / totals.curvature : 0
    // Where every row counts 1, sums of curvatures are then exactly the numbers of rows.
    let perCurvature = ideal > 1 ? ideal.rounded(.down) : ideal
    let count = packed.count
    _ = try Parallel.map(count: count, chunk: 1 << 15) { rows in
      try run.checkpoint()
      let (slopes, curvatures, packed) = (slopes.base, curvatures.base, packed.base)
      for row in rows {
        // A fraction of 1 for each row, and another one: what is cut off is rounded up as often as
        // it is large.
        var noise = (UInt64(truncatingIfNeeded: row) &+ seed) &* 0x9e37_79b9_7f4a_7c15
        noise ^= noise >> 29
        noise = noise &* 0xbf58_476d_1ce4_e5b9
        let first = Double(Int32(truncatingIfNeeded: noise >> 33)) * 0x1p-31
        let second = Double(Int32(truncatingIfNeeded: noise & 0x7fff_ffff)) * 0x1p-31
        let slope = Int64((slopes[row] * perSlope + first).rounded(.down))
        let curvature = Int64((curvatures[row] * perCurvature + second).rounded(.down))
        packed[row] = slope << 32 &+ curvature
      }
    }
    return Units(
      slope: perSlope > 0 ? 1 / perSlope : 0, curvature: perCurvature > 0 ? 1 / perCurvature : 0)
  }
}
