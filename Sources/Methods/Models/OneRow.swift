/// The one row that a request is about: by customer or by number.
import Analytics
import Contract
import Support
import Tables

struct OneRow: Sendable {
  var customerId: String?
  var row: Int?

  static let fields: [Field<Self>] = [
    Field("customerId", \.customerId, "The customer; or give row."),
    Field("row", \.row, "The row, from 1.", in: 1...Int(Int32.max)),
  ]

  /// Refuses neither and both, before anything is read.
  func check() throws(ParameterError) {
    guard (customerId == nil) != (row == nil) else {
      throw ParameterError(
        path: "params.customerId", expected: "either customerId or row",
        found: row == nil ? "neither" : "both")
    }
  }

  /// Its place among rows that were scored.
  func place(_ scored: ScoredRows, _ table: Table, _ run: Run) throws -> Int {
    if let id = customerId { return try scored.place(of: id, table, run) }
    let wanted = (row ?? 1) - 1
    guard let place = scored.rows.rows.firstIndex(of: wanted) else {
      throw ParameterError(
        path: "params.row", expected: "1 to \(table.rowCount), with an id",
        found: "\(wanted + 1)")
    }
    return place
  }
}
