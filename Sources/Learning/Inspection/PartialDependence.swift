/// What a model says on average when one feature has the same value in every row.
///
/// Friedman 2001, section 8.2. Where features hang together the model is asked about rows that do
/// not occur, such as new customers with many orders; the answer is the model's, not the world's.
package import Support

package struct PartialDependence: Sendable, Equatable {
  /// Values the feature is given, at most.
  package var pointCount = 20
  /// Rows that are asked about, taken evenly from all.
  package var rowLimit = 1_000

  package init() {}

  package struct Point: Sendable, Equatable {
    package let value: Double
    /// The mean prediction of all rows.
    package let mean: Double
  }

  /// The curve of a feature over given values.
  package func curve<Rows: InspectedRows>(
    _ rows: Rows, feature: Int, values: [Double], _ run: Run,
    predict: (Rows) throws -> [Double]
  ) throws -> [Point] {
    guard rowLimit >= 1 else { throw FitError.badSetting(name: "rowLimit") }
    guard rows.rowCount > 0 else { throw FitError.tooFewRows(have: 0, need: 1) }
    precondition(0 <= feature && feature < rows.featureCount, "a feature of the rows")
    let asked = rows.rowCount <= rowLimit ? rows : rows.rows(evenly(rows.rowCount))
    return try values.map { value in
      try run.checkpoint()
      let found = try predict(asked.setting(feature, to: value))
      return Point(value: value, mean: found.pairwiseSum / Double(max(1, found.count)))
    }
  }

  /// Values from the least to the largest between which about equally many rows lie; all distinct
  /// ones where they are few. Missing values are left out.
  package func values(of column: [Double]) -> [Double] {
    let sorted = column.filter { !$0.isNaN }.sorted()
    var distinct: [Double] = []
    for value in sorted where distinct.last != value { distinct.append(value) }
    guard distinct.count > pointCount, pointCount >= 2 else { return distinct }
    var found: [Double] = []
    for point in 0..<pointCount {
      let value = sorted[(sorted.count - 1) * point / (pointCount - 1)]
      if found.last != value { found.append(value) }
    }
    return found
  }

  private func evenly(_ count: Int) -> [Int] { (0..<rowLimit).map { $0 * count / rowLimit } }
}

import Numerics
