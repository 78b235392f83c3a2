/// What the reading already showed: roles that were not found or are doubtful, keys without a
/// value, rows and cells that could not be read.
import Support
import Tables

enum QualityKeys {
  static func findings(_ view: QualityView, _ run: Run) throws -> [QualityFinding] {
    var found = skipped(view.table) + roles(view.table)
    for column in view.table.columns {
      try run.checkpoint()
      if let finding = missing(column) { found.append(finding) }
      if let finding = unreadable(column, view) { found.append(finding) }
    }
    return found
  }

  private static func skipped(_ table: Table) -> [QualityFinding] {
    guard table.source.skippedCount > 0 else { return [] }
    var tally = RowTally()
    for _ in 0..<table.source.skippedCount { tally.add(0) }
    let count = table.source.skippedCount
    let reason = table.source.skipped.first?.reason ?? Phrase(verbatim: "")
    return [
      QualityFinding(
        .skippedRows, .error, tally, lines: table.source.skipped.map(\.line),
        Phrase(
          en: "\(QualityView.rows(count)) left out of the table: \(reason.en)",
          zh: "\(count) 行无法读取：\(reason.zh)"),
        fix: Phrase(
          en: "give each of these lines as many cells as the header has",
          zh: "使这些行的单元格数与表头一致"))
    ]
  }

  /// The roles that the kind of table stands on.
  private static func keys(_ kind: TableKind) -> [Role] {
    switch kind {
    case .transactions: [.customerId, .date, .amount]
    case .events, .interactions: [.customerId]
    case .feedback: [.text]
    default: []
    }
  }

  private static func roles(_ table: Table) -> [QualityFinding] {
    var found: [QualityFinding] = []
    for role in keys(table.kind) where table.column(role) == nil {
      if role == .amount,
        table.column(.unitPrice) != nil || table.column(.itemId) != nil
          || table.column(.itemName) != nil
      {
        continue
      }
      found.append(
        QualityFinding(
          .roleMissing, .error, RowTally(),
          Phrase(en: "no column was recognised as \(role.rawValue)", zh: "未识别出 \(role.rawValue) 列"),
          fix: Phrase(
            en: "name it: columns {\"\(role.rawValue)\": \"its header\"}",
            zh: "请指定：columns {\"\(role.rawValue)\": \"表头\"}")))
    }
    for role in Role.allCases {
      guard let match = table.roles[role], let next = match.runnerUp, !match.overridden,
        next.confidence >= 0.5, match.confidence - next.confidence <= 0.1
      else { continue }
      found.append(
        QualityFinding(
          .ambiguousRole, .warning, column: match.column, RowTally(), examples: [next.header],
          Phrase(
            en:
              "\"\(match.header)\" was taken as \(role.rawValue); \"\(next.header)\" fits as well",
            zh: "“\(match.header)”被当作 \(role.rawValue)；“\(next.header)”同样合适"),
          fix: Phrase(
            en: "state the right one: columns {\"\(role.rawValue)\": \"\(match.header)\"}",
            zh: "请明确指定：columns {\"\(role.rawValue)\": \"\(match.header)\"}")))
    }
    return found
  }

  private static let needed: Set<Role> = [.customerId, .date, .amount, .monetary]

  private static func missing(_ column: Column) -> QualityFinding? {
    guard let role = column.role, needed.contains(role), column.missingCount > 0 else { return nil }
    var tally = RowTally()
    let rows: Int
    switch column.values {
    case .text(let text): rows = text.codes.count
    case .number(let number): rows = number.values.count
    case .date(let date): rows = date.days.count
    }
    guard column.missingCount < rows else { return nil }
    for row in 0..<rows where column.isMissing(row) { tally.add(row) }
    return QualityFinding(
      .missingKey, .error, column: column.index, tally,
      Phrase(
        en: "\(QualityView.rows(tally.count)) without a value in \"\(column.header)\" "
          + "(\(role.rawValue))",
        zh: "\(tally.count) 行的“\(column.header)”（\(role.rawValue)）为空"),
      fix: Phrase(
        en: "fill it in where you know it; these rows are left out of the answers",
        zh: "能补则补；这些行不参与分析"))
  }

  private static func unreadable(_ column: Column, _ view: QualityView) -> QualityFinding? {
    guard let survey = view.survey?.columns[column.index], survey.unreadable.count > 0 else {
      return nil
    }
    let isDate = column.date != nil
    let count = survey.unreadable.count
    return QualityFinding(
      .unreadableCells, .error, column: column.index, survey.unreadable,
      examples: survey.unreadableTexts, isPersonal: view.isPersonal[column.index],
      Phrase(
        en: "\(QualityView.rows(count)) of \"\(column.header)\" without a readable "
          + (isDate ? "date" : "number"),
        zh: "“\(column.header)”有 \(count) 行不是\(isDate ? "日期" : "数字")"),
      fix: Phrase(
        en: isDate ? "write dates as 2024-01-31" : "write plain numbers such as 1234.50",
        zh: isDate ? "请写成 2024-01-31" : "请写成 1234.50 这样的数字"))
  }
}
