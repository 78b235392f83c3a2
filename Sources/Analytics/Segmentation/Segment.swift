/// The one entry to segmentation: which method, on what, and what it gives.
import Learning
import Numerics
package import Support
package import Tables

extension Segmentation {
  /// Groups the customers of a table.
  package static func of(_ table: Table, options: SegmentOptions, _ run: Run) throws -> Segmentation
  {
    var options = options
    options.method = chosen(table, options)
    let isLedger = hasOrders(table)
    var result: Segmentation
    switch options.method {
    case .rfm, .rfm8:
      result = try byRFM(table, options, options.method, isLedger, run)
    case .lifecycle: result = try byStages(table, options, run)
    case .value: result = try byValue(table, options, run)
    case .rules: result = try byRules(table, options, run)
    case .auto, .kmeans, .kprototypes, .gmm, .hierarchical, .dbscan:
      return try byClusters(table, options, run)
    }
    let labels = try TrueLabels(table, ids: result.ids, rows: [], options)
    result.truth = try labels.map { try Truth($0, result.segmentOfCustomer, run) }
    return result
  }

  /// Whether a row is an order, and a customer may have several.
  static func hasOrders(_ table: Table) -> Bool {
    table.column(.date)?.date != nil && table.column(.customerId) != nil
      && table.kind != .customers
  }

  /// The method asked for, or the one that the table calls for.
  private static func chosen(_ table: Table, _ options: SegmentOptions) -> SegmentOptions.Method {
    guard options.method == .auto else { return options.method }
    if !options.rules.isEmpty { return .rules }
    let hasColumns =
      options.features == nil && RFMTable(columnsOf: table, asOf: options.asOf) != nil
    let asksForClusters =
      options.clusterCount != nil || options.features != nil
      || options.start != .plusPlus || options.truthColumn != nil
    let isLedger = hasOrders(table)
    if !asksForClusters, isLedger || hasColumns { return .rfm }
    let isWordy = options.start == .plusPlus && !isLedger && FeatureTable.isWordy(table, options)
    return isWordy ? .kprototypes : .kmeans
  }

  private static func byRFM(
    _ table: Table, _ options: SegmentOptions, _ method: SegmentOptions.Method, _ isLedger: Bool,
    _ run: Run
  ) throws -> Segmentation {
    if isLedger {
      let ledger = try PurchaseLedger(table, asOf: options.asOf, run)
      let (table, grade) = try Parallel.both {
        try RFMTable(ledger, asOf: options.asOf, run)
      } _: {
        RFMGrade.grade(ledger)
      }
      return try rfm(table, options: options, method: method, grade: grade)
    }
    guard let columns = RFMTable(columnsOf: table, asOf: options.asOf) else {
      throw AnalyticsError.missingRole(
        roles: ["date", "recency", "frequency"], headers: table.columns.map(\.header))
    }
    let grade = Grade(
      nil,
      Phrase(
        en: "the file has no order dates, so the groups cannot be checked against later orders",
        zh: "文件没有订单日期，无法用后续订单检验"))
    return try rfm(columns, options: options, method: method, grade: grade)
  }

  /// Customers and the numbers they are grouped by.
  static func features(
    _ table: Table, _ options: SegmentOptions, _ run: Run
  ) throws -> FeatureTable {
    guard hasOrders(table) else { return try FeatureTable(table, options: options, run) }
    let ledger = try PurchaseLedger(table, asOf: options.asOf, run)
    return try FeatureTable(
      RFMTable(ledger, asOf: options.asOf, run), wanted: options.features)
  }

  private static func byClusters(
    _ table: Table, _ options: SegmentOptions, _ run: Run
  ) throws -> Segmentation {
    let features = try features(table, options, run)
    guard features.ids.count >= 2 else {
      throw AnalyticsError.tooManyClusters(
        asked: options.clusterCount ?? 2, distinct: features.ids.count)
    }
    let labels = try TrueLabels(table, ids: features.ids, rows: features.rows, options)
    do {
      var result =
        options.method == .kmeans || options.method == .auto
        ? try kMeans(features, options: options, run)
        : try grouped(features, table, options: options, run)
      result.truth = try labels.map { try Truth($0, result.segmentOfCustomer, run) }
      return result
    } catch let error as FitError {
      throw AnalyticsError(error, features.headers, options)
    }
  }
}
