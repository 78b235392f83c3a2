/// Which columns may explain how long cases last.
///
/// What grows with the time itself explains nothing: a customer's total spending is large because
/// the customer has stayed.
import Learning
import Numerics
import Support
import Tables

extension SurvivalCases {
  /// From this rank correlation with the duration on a column of numbers is left out.
  private static let tooClose = 0.8
  private static let mostCompared = 50_000

  /// The column of a header or role, refused where it tells who somebody is.
  func column(_ name: String, _ parameter: String) throws(AnalyticsError) -> Column {
    let headers = table.columns.map(\.header)
    guard let column = table.column(named: name) ?? Role(rawValue: name).flatMap(table.column)
    else {
      throw .unknownName(parameter: "params.\(parameter)", found: name, known: headers)
    }
    if let role = column.role, role.isPersonal || role == .customerId {
      throw .unknownName(
        parameter: "params.\(parameter)",
        found: "\(column.header), which tells who a customer is", known: headers)
    }
    return column
  }

  /// - Parameter wanted: headers or roles; nil for all that may be.
  func covariates(
    _ wanted: [String]?, _ run: Run
  ) throws -> (columns: [Column], notices: [Notice]) {
    if let wanted {
      var columns: [Column] = []
      for name in wanted {
        let column = try column(name, "covariates")
        guard !told.contains(column.index) else {
          throw AnalyticsError.unknownName(
            parameter: "params.covariates", found: "\(name), which is what is asked about",
            known: table.columns.map(\.header))
        }
        if !columns.contains(where: { $0.index == column.index }) { columns.append(column) }
      }
      return (columns, [])
    }
    let all = try FeatureChoice.columns(table, wanted: nil, without: told)
    guard case .columns(let duration, let event, let ended) = source else { return (all, []) }
    let target = try PredictionTarget(table, event, kind: .logistic, positive: ended)
    let leaks = try LeakageLinter(table: table, target: target, asOf: nil)
      .leaks(all, isForced: false, run)
    let leaking = Set(leaks.filter(\.isExcluded).map(\.feature))
    let close = try all.filter { column in
      try run.checkpoint()
      return !leaking.contains(column.header) && isClose(column)
    }
    let notices = close.map { column in
      Notice(
        "knowsDuration",
        en: "\(column.header) grows with \(duration): it was left out, name it in covariates to "
          + "use it",
        zh: "\(column.header) 随 \(duration) 增长，已排除；如需使用请在 covariates 中指定",
        path: column.header)
    }
    let left = leaking.union(close.map(\.header))
    return (all.filter { !left.contains($0.header) }, leaks.map(\.notice) + notices)
  }

  private func isClose(_ column: Column) -> Bool {
    guard let numbers = column.number else { return false }
    let step = max(1, count / Self.mostCompared)
    let places = stride(from: 0, to: count, by: step).filter { !column.isMissing(rows[$0]) }
    let found = Correlation.spearman(
      places.map { numbers.values[rows[$0]] }, places.map { durations.times[$0] })
    return abs(found ?? 0) >= Self.tooClose
  }
}
