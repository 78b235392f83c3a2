/// When nodes are divided, and what their values are.
struct GrowthSettings: Sendable {
  var leafCount = 31
  /// Levels below the root.
  var maxDepth = Limits.treeDepth
  var leastRows = 20
  var leastHessian = 1e-3
  var l2 = 0.0
  var leastGain = 0.0
  /// For each feature 1 where more may only raise the value, -1 where it may only lower it, else 0.
  var directions: [Int] = []
  var categories = CategoryRule()

  func direction(of feature: Int) -> Int {
    feature < directions.count ? directions[feature] : 0
  }

  /// The value that lowers the loss most, within the bounds of the node.
  func value(
    slope: Double, curvature: Double, in node: SearchNode, extraL2: Double
  ) -> Double {
    let whole = curvature + l2 + extraL2
    let free = whole > 0 ? -slope / whole : 0
    return min(node.upper, max(node.lower, free))
  }

  /// Twice what that value lowers the loss by.
  func score(
    slope: Double, curvature: Double, in node: SearchNode, extraL2: Double
  ) -> Double {
    let whole = curvature + l2 + extraL2
    guard whole > 0 else { return 0 }
    guard node.isBounded else { return slope * slope / whole }
    let value = value(slope: slope, curvature: curvature, in: node, extraL2: extraL2)
    return -(2 * slope * value + whole * value * value)
  }
}

/// How categories are divided; the figures are LightGBM's.
package struct CategoryRule: Sendable, Equatable {
  /// Up to so many categories, one is held against all others.
  package var mostOneByOne = 4
  /// Added to the curvature when categories are put in order; those with fewer rows stay out.
  package var smoothing = 10.0
  /// Added to the curvature of both sides.
  package var l2 = 10.0
  package var mostOnOneSide = 32
  package var leastRowsOfGroup = 100

  package init() {}
}

import Support
