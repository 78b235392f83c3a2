/// What defined groups are made of: customers with their figures, out of orders or out of rows.
import Numerics
import Support
import Tables

extension DefinedGroups {
  /// Customers without groups yet.
  init(_ ids: [String], asOf: Int32?, notices: [Notice]) {
    self.init(
      ids: ids, features: [], values: [], revenue: nil, labels: [], names: [],
      definition: Phrase(verbatim: ""), grade: Grade.ofCounts, notices: notices, asOf: asOf)
  }

  init(_ rfm: RFMTable) {
    self.init(rfm.ids, asOf: rfm.asOf, notices: rfm.notices)
    features = ["recency", "frequency"] + (rfm.monetary == nil ? [] : ["monetary"])
    values = [rfm.recency, rfm.frequency] + (rfm.monetary.map { [$0] } ?? [])
    revenue = rfm.monetary
  }

  init(_ table: FeatureTable) {
    self.init(table.ids, asOf: table.asOf, notices: table.notices)
    features = table.headers
    values = table.values
    revenue = table.revenue
  }
}

/// Customers and the money they brought.
struct ValueSource {
  let customers: DefinedGroups
  let ledger: PurchaseLedger?

  init(_ table: Table, _ options: SegmentOptions, _ run: Run) throws {
    if Segmentation.hasOrders(table) {
      let orders = try PurchaseLedger(table, asOf: options.asOf, run)
      customers = DefinedGroups(try RFMTable(orders, asOf: options.asOf, run))
      ledger = orders
      return
    }
    customers = DefinedGroups(try FeatureTable(table, options: options, run))
    ledger = nil
  }
}

/// Customers and the table that rules are read on, row by row the same customers.
struct RuleSource {
  let customers: DefinedGroups
  let table: Table

  /// Days looked back on by features of orders.
  private static let windows = [30, 90, 365]

  init(_ table: Table, _ options: SegmentOptions, _ run: Run) throws {
    if Segmentation.hasOrders(table) {
      try self.init(orders: table, options, run)
    } else {
      try self.init(rows: table, options, run)
    }
  }

  /// Each customer with the figures of their purchases.
  private init(orders table: Table, _ options: SegmentOptions, _ run: Run) throws {
    let ledger = try PurchaseLedger(table, asOf: options.asOf, run)
    let rfm = try RFMTable(ledger, asOf: options.asOf, run)
    let made = try CustomerFeatures(
      table, set: .full, windows: Self.windows, asOf: options.asOf, run)
    var columns = [
      Self.column("recency", rfm.recency.map { $0 }), Self.column("frequency", rfm.frequency),
    ]
    if let money = rfm.monetary { columns.append(Self.column("monetary", money)) }
    columns += made.features.map { Self.column($0.name, $0.values) }
    customers = DefinedGroups(rfm)
    self.table = Table(
      name: table.name, version: table.version, rowCount: rfm.count,
      columns: columns.enumerated().map { index, column in
        Column(
          header: column.header, index: index, values: column.values,
          missingCount: column.missingCount)
      }, roles: [:], kind: .customers, source: TableSource(format: .inline), notices: [],
      language: table.language)
  }

  /// Each row with an id is a customer; numbers are features where there are any.
  private init(rows table: Table, _ options: SegmentOptions, _ run: Run) throws {
    let keys = CustomerKeys(table)
    let rows = (0..<table.rowCount).filter { keys.ofRow[$0] >= 0 }
    guard !rows.isEmpty else {
      throw AnalyticsError.noUsableRows(why: "no row names its customer")
    }
    self.table =
      rows.count == table.rowCount
      ? table
      : table.keeping(
        rows, columns: table.columns.map(\.values), named: table.name, rule: "named customers")
    do {
      var plain = options
      plain.missing = .median
      customers = DefinedGroups(try FeatureTable(table, options: plain, run))
    } catch AnalyticsError.constantFeatures {
      customers = DefinedGroups(
        rows.map { keys[Int(keys.ofRow[$0])] }, asOf: nil, notices: [])
    }
  }

  private static func column(_ header: String, _ values: [Double?]) -> Column {
    let missing = values.map { $0 == nil }
    let count = missing.reduce(0) { $0 + ($1 ? 1 : 0) }
    return Column(
      header: header, index: 0,
      values: .number(
        NumberColumn(
          values: values.map { $0 ?? 0 }, missing: count == 0 ? [] : missing, isInteger: false)),
      missingCount: count)
  }
}
