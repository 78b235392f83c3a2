/// Groups against labels that are known.
package import Learning
import Support
import Tables

extension Segmentation {
  package struct Truth: Sendable {
    package let header: String
    /// Customers that have a label.
    package let customerCount: Int
    package let labelCount: Int
    package let agreement: Agreement

    init(_ labels: TrueLabels, _ places: [Int], _ run: Run) throws {
      let known = labels.codes.indices.filter { labels.codes[$0] >= 0 }
      header = labels.header
      customerCount = known.count
      labelCount = Set(known.map { labels.codes[$0] }).count
      agreement = try Agreement(
        truth: known.map { labels.codes[$0] }, found: known.map { places[$0] }, run)
    }
  }
}

/// The true group of each customer, as a number; -1 where it is not known.
struct TrueLabels {
  let header: String
  let codes: [Int]

  /// Nil when none were asked for.
  ///
  /// - Parameter rows: the row of each customer; empty where a customer may have several, who then
  ///   has a label only if all those rows agree.
  init?(_ table: Table, ids: [String], rows: [Int], _ options: SegmentOptions) throws {
    guard let asked = options.truthColumn else { return nil }
    guard let column = table.column(named: asked) else {
      throw AnalyticsError.noTrueLabels(header: asked, why: "there is no such column")
    }
    header = column.header
    codes =
      rows.isEmpty ? Self.codes(column, table, ids) : Self.codes(column, rows)
    guard codes.contains(where: { $0 >= 0 }) else {
      throw AnalyticsError.noTrueLabels(
        header: header,
        why: rows.isEmpty ? "no customer has one label throughout" : "every cell is empty")
    }
  }

  /// The label that all rows of a customer agree on.
  private static func codes(_ column: Column, _ table: Table, _ ids: [String]) -> [Int] {
    let keys = CustomerKeys(table)
    let ofRow = codes(column, Array(0..<table.rowCount))
    let (none, several) = (-1, -2)
    var ofKey = [Int](repeating: none, count: keys.count)
    for (row, key) in keys.ofRow.enumerated() where key >= 0 && ofRow[row] >= 0 {
      let known = ofKey[Int(key)]
      ofKey[Int(key)] = known == none || known == ofRow[row] ? ofRow[row] : several
    }
    let places = Dictionary(
      keys.ids.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first }
    )
    return ids.map { id in places[id].map { max(none, ofKey[$0]) } ?? none }
  }

  private static func codes(_ column: Column, _ rows: [Int]) -> [Int] {
    var known: [Double: Int] = [:]
    return rows.map { row in
      guard !column.isMissing(row) else { return -1 }
      let key: Double
      switch column.values {
      case .text(let text): key = Double(text.codes[row])
      case .number(let number): key = number.values[row]
      case .date(let date): key = Double(date.days[row])
      }
      if let code = known[key] { return code }
      known[key] = known.count
      return known.count - 1
    }
  }
}

extension AnalyticsError {
  /// What a refused fit means for the customers it was made for.
  init(_ error: FitError, _ headers: [String], _ options: SegmentOptions) {
    let method = options.method.rawValue
    switch error {
    case .tooFewRows(let have, let need):
      self = .tooManyClusters(asked: need, distinct: have)
    case .tooManyClusters(let asked, let distinct):
      self = .tooManyClusters(asked: asked, distinct: distinct)
    case .tooManyRows(let have, let most):
      self = .tooMuch(method: method, what: "customers", have: have, most: most)
    case .tooManyColumns(let have, let most):
      self = .tooMuch(method: method, what: "features", have: have, most: most)
    case .badCentres(let expected, let found):
      self = .badCentres(expectedColumns: expected, found: found)
    case .noColumns, .notANumber, .tooLarge, .singleClass, .constantFeatures, .badSetting:
      self = .constantFeatures(headers: headers)
    }
  }
}
