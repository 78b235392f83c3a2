/// Columns as wholes: without a value, with one value only, or telling who a person is.
import Support
import Tables

enum QualityColumns {
  static func findings(_ view: QualityView, _ run: Run) throws -> [QualityFinding] {
    let table = view.table
    var found: [QualityFinding] = []
    for column in table.columns {
      try run.checkpoint()
      let isEmpty = column.missingCount == table.rowCount
      if isEmpty {
        found.append(empty(column, table.rowCount))
      } else if table.rowCount >= 2, column.missingCount == 0, isConstant(column) {
        found.append(constant(column))
      }
      if view.isPersonal[column.index], !isEmpty { found.append(personal(column)) }
    }
    return found
  }

  private static func isConstant(_ column: Column) -> Bool {
    switch column.values {
    case .text(let text): text.dictionary.count == 1
    case .number(let number): number.values.allSatisfy { $0 == number.values.first }
    case .date(let date):
      date.days.allSatisfy { $0 == date.days.first }
        && date.seconds.allSatisfy { $0 == date.seconds.first }
    }
  }

  private static func all(_ rows: Int) -> RowTally {
    var tally = RowTally()
    for row in 0..<rows { tally.add(row) }
    return tally
  }

  private static func empty(_ column: Column, _ rows: Int) -> QualityFinding {
    QualityFinding(
      .emptyColumn, column.role == nil ? .warning : .error, column: column.index, all(rows),
      Phrase(
        en: "\"\(column.header)\" has no value in any row", zh: "“\(column.header)”列没有任何值"),
      fix: Phrase(en: "fill it or leave the column out", zh: "请填写或删除该列"))
  }

  private static func constant(_ column: Column) -> QualityFinding {
    QualityFinding(
      .constantColumn, .info, column: column.index, RowTally(),
      Phrase(
        en: "\"\(column.header)\" has the same value in every row",
        zh: "“\(column.header)”列每行都相同"),
      fix: Phrase(
        en: "it tells customers not apart and is not used for that", zh: "无法区分客户，不作为特征使用"))
  }

  private static func personal(_ column: Column) -> QualityFinding {
    QualityFinding(
      .personalData, .info, column: column.index, RowTally(),
      Phrase(
        en: "\"\(column.header)\" tells who a person is", zh: "“\(column.header)”列属于个人信息"),
      fix: Phrase(
        en: "answers mask it and models do not use it; leave it out if you do not need it",
        zh: "结果中会脱敏且不进入模型；若不需要请勿导出"))
  }
}
