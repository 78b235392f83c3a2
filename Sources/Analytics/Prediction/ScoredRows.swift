/// Rows of a table as a kept model sees them.
import Numerics
package import Support
package import Tables

package struct ScoredRows: Sendable {
  package let model: PredictionModel
  /// The rows that were scored: all with an id, where the table has ids.
  package let rows: EncodedRows
  package let ids: [String]
  package let predictions: [Double]
  package let explanation: Explanation
  /// How far the predictions are spread otherwise than those of the rows the model was made of;
  /// nil of few rows.
  package let shift: Double?
  package let notices: [Notice]

  /// Fewer rows are spread by chance.
  static let leastForShift = 30

  package init(_ model: PredictionModel, _ table: Table, _ run: Run) throws {
    self.model = model
    let keys = CustomerKeys(table)
    let places = (0..<table.rowCount).filter { keys.ofRow[$0] >= 0 }
    guard !places.isEmpty else { throw AnalyticsError.noUsableRows(why: "no row has an id") }
    rows = try EncodedRows(model.encoder.bind(table), places)
    ids = places.map { keys[Int(keys.ofRow[$0])] }
    predictions = try model.predictions(rows, run)
    explanation = Explanation(model, rows)
    let shares = DriftReference.Cells(predictions).shares(model.reference.scores.cuts)
    shift =
      places.count < Self.leastForShift
      ? nil
      : DriftReference.shift(
        from: model.reference.scores.shares, of: model.rowCount, to: shares, of: places.count)
    let incomplete = rows.features.incompleteRows(places)
    notices =
      incomplete == 0
      ? []
      : [
        Notice(
          "missingFilled",
          en: "\(incomplete) rows lack a value; what was usual when the model was made stands in",
          zh: "\(incomplete) 行缺少数值，以建模时的常见值代替")
      ]
  }

  /// Rows by falling prediction, equal ones in the order of the file.
  package var ranking: [Int] { predictions.descendingOrder() }

  package var mean: Double { predictions.pairwiseSum / Double(max(1, predictions.count)) }

  /// The place of a customer's row; refused with the ids that look alike.
  package func place(of id: String, _ table: Table, _ run: Run) throws -> Int {
    if let place = ids.firstIndex(of: id) { return place }
    throw AnalyticsError.customerNotFound(id: id, nearest: try NearestIds.of(id, [table], run))
  }

  /// The score of one row, as the model computes it, not as a sum of effects.
  package func score(_ place: Int, _ run: Run) throws -> Double {
    try model.learner.scores(rows.slice(place..<(place + 1)), run)[0]
  }

  /// What is usual in a feature.
  package func typical(_ feature: String) -> String {
    model.encoder.features.firstIndex { $0.header == feature }.map { model.typical[$0] } ?? ""
  }
}
