/// Why numbers cannot be fitted. `Learning` knows no customers and no columns: whoever calls it
/// says whose numbers they were.
package import Numerics
import Support

package enum FitError: Error, Sendable, Equatable {
  /// Fewer rows than the fit needs.
  case tooFewRows(have: Int, need: Int)
  /// More rows than the method has room or time for.
  case tooManyRows(have: Int, most: Int)
  /// More columns than the method has room or time for.
  case tooManyColumns(have: Int, most: Int)
  /// There is no column at all.
  case noColumns
  /// A cell that holds no number, or an infinite one.
  case notANumber(row: Int, column: Int)
  /// Numbers so large that their squares are none.
  case tooLarge
  /// All labels are the same.
  case singleClass
  /// More groups than distinct points.
  case tooManyClusters(asked: Int, distinct: Int)
  /// No column varies.
  case constantFeatures
  /// Starting centres of the wrong shape.
  case badCentres(expectedColumns: Int, found: Int)
  /// A setting of the wish that has no meaning.
  case badSetting(name: String)

  /// Refuses what no estimator takes: too few rows, no columns, cells without a number.
  package static func check(_ points: Matrix, rows least: Int) throws(FitError) {
    guard points.columnCount > 0 else { throw .noColumns }
    guard least <= points.rowCount else {
      throw .tooFewRows(have: points.rowCount, need: least)
    }
    guard let place = points.values.firstIndex(where: { !$0.isFinite }) else { return }
    throw .notANumber(row: place / points.columnCount, column: place % points.columnCount)
  }

  /// The same for models that keep the products of all pairs of columns.
  static func checkLinear(_ points: Matrix) throws(FitError) {
    guard points.columnCount <= Limits.linearColumns else {
      throw .tooManyColumns(have: points.columnCount, most: Limits.linearColumns)
    }
    try check(points, rows: 1)
  }
}
