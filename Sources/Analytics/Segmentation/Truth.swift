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
  init?(_ table: Table, _ features: FeatureTable, _ options: SegmentOptions) throws {
    guard let asked = options.truthColumn else { return nil }
    guard let column = table.column(named: asked) else {
      throw AnalyticsError.noTrueLabels(header: asked, why: "there is no such column")
    }
    guard !features.rows.isEmpty else {
      throw AnalyticsError.noTrueLabels(
        header: column.header, why: "a row is an order, and no customer")
    }
    header = column.header
    codes = Self.codes(column, features.rows)
    guard codes.contains(where: { $0 >= 0 }) else {
      throw AnalyticsError.noTrueLabels(header: header, why: "every cell is empty")
    }
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
