/// Rows that should not be there: repeated, of one order but contradicting each other, totals.
import Support
import Tables

enum QualityRows {
  static func findings(_ view: QualityView, _ run: Run) throws -> [QualityFinding] {
    let table = view.table
    var found: [QualityFinding] = []
    let repeats = try Self.repeats(table.columns.map(\.values), rows: table.rowCount, run)
    if table.kind != .baskets, table.columns.count >= 2, repeats.count > 0 {
      found.append(duplicates(repeats))
    }
    if let finding = try conflicts(view, run) { found.append(finding) }
    if let finding = totals(view) { found.append(finding) }
    return found
  }

  /// Rows that an earlier row is equal to.
  static func repeats(_ columns: [ColumnValues], rows: Int, _ run: Run) throws -> RowTally {
    var tally = RowTally()
    let firsts = try RowKeys(columns, rows: rows, run).firstEquals(run)
    for row in firsts.indices where firsts[row] >= 0 { tally.add(row) }
    return tally
  }

  private static func duplicates(_ repeats: RowTally) -> QualityFinding {
    QualityFinding(
      .duplicateRows, .warning, repeats,
      Phrase(
        en: "\(QualityView.rows(repeats.count)) equal to an earlier row in every cell",
        zh: "\(repeats.count) 行与前面某行完全相同"),
      fix: Phrase(
        en: "remove them with cleanDataset (dedupe: exact), unless a customer may buy the same "
          + "thing twice without an order id",
        zh: "用 cleanDataset（dedupe: exact）删除；若无订单号且客户可能重复购买则保留"))
  }

  /// Rows whose order id an earlier row has, for another customer or day; where rows have no
  /// items, for another amount too.
  private static func conflicts(_ view: QualityView, _ run: Run) throws -> QualityFinding? {
    let table = view.table
    guard let column = table.column(.orderId), let orders = column.text else { return nil }
    let hasItems = [Role.itemId, .itemName, .quantity, .unitPrice, .category].contains {
      table.column($0) != nil
    }
    let others = ([.customerId, .date] + (hasItems ? [] : [.amount])).compactMap {
      table.column($0)
    }
    guard !others.isEmpty else { return nil }
    var firsts = [Int32](repeating: -1, count: orders.dictionary.count)
    var tally = RowTally()
    var examples: [String] = []
    for (row, code) in orders.codes.enumerated() where code >= 0 {
      if row & 0xffff == 0 { try run.checkpoint() }
      let first = Int(firsts[Int(code)])
      if first < 0 {
        firsts[Int(code)] = Int32(truncatingIfNeeded: row)
      } else if others.contains(where: { !isSame($0, first, row) }) {
        tally.add(row)
        if examples.count < 5 { examples.append(orders.dictionary.short(Int(code))) }
      }
    }
    guard tally.count > 0 else { return nil }
    return QualityFinding(
      .orderConflict, .error, column: column.index, tally, examples: examples,
      Phrase(
        en:
          "\(QualityView.rows(tally.count)) with an order id that an earlier row has for another "
          + (hasItems ? "customer or day" : "customer, day or amount"),
        zh: "\(tally.count) 行的订单号已被前面的行用于不同的客户或日期" + (hasItems ? "" : "或金额")),
      fix: Phrase(
        en: "find out which row is right; corrected orders are often exported twice",
        zh: "确认哪一行正确；修改过的订单常被导出两次"))
  }

  private static func isSame(_ column: Column, _ left: Int, _ right: Int) -> Bool {
    if column.isMissing(left) || column.isMissing(right) { return true }
    return switch column.values {
    case .text(let text): text.codes[left] == text.codes[right]
    case .number(let number): number.values[left] == number.values[right]
    case .date(let date): date.days[left] == date.days[right]
    }
  }

  /// A word for totals is one where few rows have it; else it is a value like others.
  private static func totals(_ view: QualityView) -> QualityFinding? {
    let table = view.table
    var rows: Set<Int> = []
    var examples: [String] = []
    var count = 0
    for column in table.columns {
      if let text = column.text, column.role != .text,
        let hit = view.texts(of: text, where: TotalRows.isTotal),
        hit.rows.count == 1 || hit.rows.count * 10 <= table.rowCount
      {
        rows.formUnion(hit.rows.rows)
        count = max(count, hit.rows.count)
        examples += hit.examples
      } else if let survey = view.survey?.columns[column.index] {
        for (row, text) in zip(survey.unreadable.rows, survey.unreadableTexts) {
          var text = text
          if text.withUTF8({ TotalRows.isTotal($0) }) {
            rows.insert(row)
            examples.append(text)
          }
        }
      }
    }
    guard !rows.isEmpty, table.rowCount > 1 else { return nil }
    var tally = RowTally()
    for row in rows.sorted() { tally.add(row) }
    let last = rows.max() ?? 0
    while tally.count < count { tally.add(last) }
    return QualityFinding(
      .totalsRow, .error, tally, examples: examples,
      Phrase(
        en:
          "\(QualityView.rows(tally.count)) with totals of other rows, which would be counted twice",
        zh: "\(tally.count) 行是合计行，会被重复计入"),
      fix: Phrase(en: "delete these lines before the analysis", zh: "分析前删除这些行"))
  }
}
