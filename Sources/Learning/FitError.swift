/// Why numbers cannot be fitted. `Learning` knows no customers and no columns: whoever calls it
/// says whose numbers they were.
package enum FitError: Error, Sendable, Equatable {
  /// Fewer rows than the fit needs.
  case tooFewRows(have: Int, need: Int)
  /// All labels are the same.
  case singleClass
  /// More groups than distinct points.
  case tooManyClusters(asked: Int, distinct: Int)
  /// No column varies.
  case constantFeatures
  /// Starting centres of the wrong shape.
  case badCentres(expectedColumns: Int, found: Int)
}
