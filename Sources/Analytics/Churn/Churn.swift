/// The one entry to churn: from a label where there is one, else from orders.
package import Support
package import Tables

extension ChurnPrediction {
  package static func of(
    _ table: Table, options: ChurnOptions, _ run: Run
  ) throws -> ChurnPrediction {
    let label = table.column(.churn) ?? table.column(.target)
    let isLedger = table.column(.date)?.date != nil && table.column(.customerId) != nil
    if options.mode == .survival || (options.mode == .auto && options.model == .cox) {
      return try survival(table, hasLabel: label != nil, isLedger: isLedger, options, run)
    }
    switch options.mode {
    case .labelled:
      guard let label else {
        throw AnalyticsError.missingRole(roles: ["churn"], headers: table.columns.map(\.header))
      }
      return try LabelledChurn(table, label, options: options).predict(run)
    case .window, .probabilistic, .survival:
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

  /// From durations and ends where a table has both, else from the gaps between orders.
  private static func survival(
    _ table: Table, hasLabel: Bool, isLedger: Bool, _ options: ChurnOptions, _ run: Run
  ) throws -> ChurnPrediction {
    guard options.model == .auto || options.model == .cox else {
      throw AnalyticsError.unknownName(
        parameter: "params.model", found: "\(options.model.rawValue) with mode survival",
        known: ["auto", "cox"])
    }
    let hasDurations = table.column(.tenureDays)?.number != nil && hasLabel
    if hasDurations, !isLedger || table.kind == .customers {
      return try SurvivalChurn(table, options, run).predict(run)
    }
    guard isLedger else {
      throw AnalyticsError.missingRole(
        roles: [hasLabel ? "tenureDays" : "churn", "date"], headers: table.columns.map(\.header))
    }
    return try fromOrders(table, options, run)
  }

  private static func fromOrders(
    _ table: Table, _ options: ChurnOptions, _ run: Run
  ) throws -> ChurnPrediction {
    let ledger = try PurchaseLedger(table, asOf: options.asOf, run)
    return try OrderChurn(ledger, options: options, run).predict(run)
  }
}
