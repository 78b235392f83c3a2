/// The one entry to churn: from a label where there is one, else from orders.
package import Support
package import Tables

extension ChurnPrediction {
  package static func of(
    _ table: Table, options: ChurnOptions, _ run: Run
  ) throws -> ChurnPrediction {
    let label = table.column(.churn) ?? table.column(.target)
    let isLedger = table.column(.date)?.date != nil && table.column(.customerId) != nil
    switch options.mode {
    case .labelled:
      guard let label else {
        throw AnalyticsError.missingRole(roles: ["churn"], headers: table.columns.map(\.header))
      }
      return try LabelledChurn(table, label, options: options).predict(run)
    case .window, .probabilistic:
      return try fromOrders(table, options, run)
    case .auto:
      if let label, !isLedger || table.kind == .customers {
        return try LabelledChurn(table, label, options: options).predict(run)
      }
      guard isLedger else {
        throw AnalyticsError.missingRole(
          roles: ["churn", "date"], headers: table.columns.map(\.header))
      }
      return try fromOrders(table, options, run)
    }
  }

  private static func fromOrders(
    _ table: Table, _ options: ChurnOptions, _ run: Run
  ) throws -> ChurnPrediction {
    let ledger = try PurchaseLedger(table, asOf: options.asOf, run)
    return try OrderChurn(ledger, options: options, run).predict(run)
  }
}
