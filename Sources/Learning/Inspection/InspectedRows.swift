/// Rows of which single features can be changed: what the tools that ask any model work on.
package import Numerics

package protocol InspectedRows: Sendable {
  var rowCount: Int { get }
  var featureCount: Int { get }

  /// The rows at `indices`, in that order.
  func rows(_ indices: [Int]) -> Self

  /// The same rows, but those features of row r are those of row `order[r]`.
  func moving(_ features: [Int], by order: [Int]) -> Self

  /// The same rows with one value in a feature everywhere; of a category its code.
  func setting(_ feature: Int, to value: Double) -> Self
}

extension Matrix: InspectedRows {
  package var featureCount: Int { columnCount }

  package func moving(_ features: [Int], by order: [Int]) -> Matrix {
    var moved = self
    for (row, other) in order.enumerated() {
      for feature in features { moved[row, feature] = self[other, feature] }
    }
    return moved
  }

  package func setting(_ feature: Int, to value: Double) -> Matrix {
    var changed = self
    for row in 0..<rowCount { changed[row, feature] = value }
    return changed
  }
}

extension TreeFeatures: InspectedRows {
  package var featureCount: Int { columns.count }

  package func moving(_ features: [Int], by order: [Int]) -> TreeFeatures {
    features.reduce(self) { changed, feature in
      switch columns[feature] {
      case .numbers(let values):
        changed.replacing(feature, with: .numbers(order.map { values[$0] }))
      case .categories(let codes, let count):
        changed.replacing(feature, with: .categories(order.map { codes[$0] }, count: count))
      }
    }
  }

  package func setting(_ feature: Int, to value: Double) -> TreeFeatures {
    switch columns[feature] {
    case .numbers:
      return replacing(feature, with: .numbers([Double](repeating: value, count: rowCount)))
    case .categories(_, let count):
      let code = Int32(exactly: value.rounded()) ?? -1
      return replacing(
        feature, with: .categories([Int32](repeating: code, count: rowCount), count: count))
    }
  }
}
