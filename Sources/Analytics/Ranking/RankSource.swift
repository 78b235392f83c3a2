/// Where ranked columns come from: the columns of a file of customers, or features of orders.
import Learning
import Numerics
import Support
import Tables

struct RankSource: Sendable {
  private enum Kind: Sendable {
    case columns(Table)
    case features([CustomerFeatures.Feature])
  }

  private let kind: Kind
  let rowCount: Int
  let headers: [String]
  let notices: [Notice]
  let asOf: Int32?

  static let useless = Phrase(en: "constant, or different in every row", zh: "常数，或各行互不相同")

  init(_ table: Table, _ options: RankOptions, _ run: Run) throws {
    let isLedger =
      table.column(.date)?.date != nil && table.column(.customerId) != nil
      && table.kind != .customers
    if isLedger {
      let made = try CustomerFeatures(
        table, set: .full, windows: [30, 90, 365], asOf: options.asOf, run)
      kind = .features(made.features)
      rowCount = made.ids.count
      headers = made.features.map(\.name)
      notices = made.notices
      asOf = made.asOf
    } else {
      kind = .columns(table)
      rowCount = table.rowCount
      headers = table.columns.map(\.header)
      notices = []
      asOf = nil
    }
  }

  func header(_ place: Int) -> String { headers[place] }

  private func place(_ wanted: String) -> Int? {
    if let exact = headers.firstIndex(of: wanted) { return exact }
    guard case .columns(let table) = kind else { return nil }
    if let role = Role(rawValue: wanted), let column = table.column(role) { return column.index }
    return table.column(named: wanted)?.index
  }

  /// The column of the target: the one named, or an answer the file holds; nil for none.
  func target(_ wanted: String?) throws -> Int? {
    guard let wanted else {
      guard case .columns(let table) = kind else { return nil }
      return [Role.churn, .target].lazy.compactMap { table.column($0)?.index }.first
    }
    guard let place = place(wanted) else {
      throw AnalyticsError.unusableTarget(
        header: wanted, why: "no such column", headers: headers)
    }
    if case .columns(let table) = kind {
      let column = table.columns[place]
      if column.role?.isPersonal == true || column.role.map(RankInputs.names.contains) == true {
        throw AnalyticsError.unusableTarget(
          header: column.header, why: "it names a person or a thing", headers: headers)
      }
      if column.date != nil {
        throw AnalyticsError.unusableTarget(
          header: column.header, why: "it holds dates", headers: headers)
      }
    }
    return place
  }

  /// Rows in which the target has a value; all where there is none.
  func knownRows(_ target: Int?) -> [Int] {
    guard let target else { return Array(0..<rowCount) }
    switch kind {
    case .columns(let table):
      let column = table.columns[target]
      return (0..<rowCount).filter { !column.isMissing($0) }
    case .features(let features):
      return (0..<rowCount).filter { features[target].values[$0] != nil }
    }
  }

  /// The columns that may be features: those named, or all that tell nobody's name.
  func features(
    _ wanted: [String]?, besides target: Int?, _ leftOut: inout [(header: String, why: Phrase)]
  ) throws -> [Int] {
    if let wanted {
      return try wanted.map { name in
        guard let place = place(name), place != target else {
          throw AnalyticsError.unusableFeature(
            header: name, why: place(name) == nil ? "no such column" : "it is the target",
            headers: headers)
        }
        if case .columns(let table) = kind, let why = Self.refusal(table.columns[place]) {
          throw AnalyticsError.unusableFeature(header: name, why: why.en, headers: headers)
        }
        return place
      }
    }
    guard case .columns(let table) = kind else { return headers.indices.filter { $0 != target } }
    return table.columns.indices.filter { place in
      guard place != target else { return false }
      let column = table.columns[place]
      var why = Self.refusal(column)
      if why == nil, column.role.map(RankInputs.answers.contains) == true {
        why = Phrase(en: "an answer itself", zh: "本身是结果")
      }
      if let why { leftOut.append((column.header, why)) }
      return why == nil
    }
  }

  private static func refusal(_ column: Column) -> Phrase? {
    if column.role?.isPersonal == true { return Phrase(en: "personal", zh: "个人信息") }
    if column.role.map(RankInputs.names.contains) == true {
      return Phrase(en: "names of things", zh: "名称或编号")
    }
    if column.date != nil { return Phrase(en: "dates", zh: "日期") }
    if let number = column.number, FeatureTable.isRowNumber(number) {
      return Phrase(en: "row numbers", zh: "行号")
    }
    return nil
  }

  /// A column as far as these rows show it; nil when it tells nothing.
  func ranked(_ place: Int, _ rows: [Int]) -> RankedColumn? {
    switch kind {
    case .features(let features):
      let values = rows.map { features[place].values[$0] }
      return RankedColumn(
        headers[place], numbers: values.map { $0 ?? 0 }, present: values.map { $0 != nil })
    case .columns(let table):
      let column = table.columns[place]
      switch column.values {
      case .number(let numbers):
        return RankedColumn(
          column.header, numbers: rows.map { numbers.values[$0] },
          present: rows.map { !column.isMissing($0) })
      case .text(let text):
        return RankedColumn(
          column.header, words: rows.map { text.codes[$0] }, count: text.dictionary.count)
      case .date: return nil
      }
    }
  }

  /// The target as far as these rows show it.
  func target(_ place: Int, _ rows: [Int]) throws -> RankTarget {
    if case .columns(let table) = kind {
      let column = table.columns[place]
      let isInverted = table.roles[.churn].map { $0.column == place && $0.inverted } ?? false
      if Self.hasTwoValues(column, rows),
        let label = try? BinaryLabel(column, positive: nil, inverted: isInverted)
      {
        return try self.label(label, column.header, rows)
      }
    }
    guard let column = ranked(place, rows) else {
      throw AnalyticsError.unusableTarget(
        header: headers[place], why: "one value only, or more than \(Limits.categories) words",
        headers: headers)
    }
    return RankTarget(
      kind: column.isNumber ? .number : .classes(count: column.codes.count), column: column)
  }

  /// Whether a column holds at most two values: looked at before texts are made of a long column.
  private static func hasTwoValues(_ column: Column, _ rows: [Int]) -> Bool {
    guard let numbers = column.number else { return column.text?.dictionary.count ?? 3 <= 2 }
    var seen: Set<Double> = []
    for row in rows where !column.isMissing(row) {
      seen.insert(numbers.values[row])
      if seen.count > 2 { return false }
    }
    return true
  }

  private func label(_ label: BinaryLabel, _ header: String, _ rows: [Int]) throws -> RankTarget {
    let values = rows.map { Double(max(0, label.values[$0])) }
    let present = rows.map { label.values[$0] >= 0 }
    guard let column = RankedColumn(header, numbers: values, present: present) else {
      let isYes = values.first == 1
      throw AnalyticsError.singleClass(
        label: isYes ? label.positive : label.negative, count: rows.count)
    }
    return RankTarget(kind: .label(positive: label.positive), column: column)
  }
}
