/// The answer of `cleanDataset`.
import Analytics
import Contract
import Support
import Tables
import Wire

struct CleaningAnswer: Answer {
  let summary: Said
  let rowsBefore: Int
  let rowsAfter: Int
  let steps: [CleaningStepAnswer]
  let dataset: String?
  let version: String?
  var output: SavedFile?
  let warnings: [Warning]
  let meta: Meta

  static let members: [Member<Self>] = [
    Member("summary", \.summary, "The answer in a sentence."),
    Member("rowsBefore", \.rowsBefore, "Rows before."),
    Member("rowsAfter", \.rowsAfter, "Rows after."),
    Member("steps", \.steps, "What each rule changes or counts, in the order they act."),
    Member("dataset", ifAny: \.dataset, "The new dataset; not there in a dry run."),
    Member("version", ifAny: \.version, "Its version."),
    Member("output", ifAny: \.output, "The file that was written."),
    Member("warnings", \.warnings, "What to know about the file."),
    Member("meta", \.meta, "What was read and how it was done."),
  ]

  init(
    _ cleaning: Cleaning, _ table: Table, _ cleaned: Table?, _ notices: [Notice],
    _ say: Speaker, _ run: Run
  ) {
    rowsBefore = table.rowCount
    rowsAfter = cleaning.rows.count
    steps = cleaning.steps.map { CleaningStepAnswer($0, table, say) }
    dataset = cleaned?.name
    version = cleaned?.version
    let (before, after) = (Words.short(Double(rowsBefore)), Words.short(Double(rowsAfter)))
    let end = cleaned.map {
      Phrase(en: "kept as \"\($0.name)\"", zh: "已保存为“\($0.name)”")
    }
    summary = say(
      Phrase(
        en: "rows: \(before) before, \(after) after; "
          + (end?.en ?? "nothing was changed, this is a dry run") + ".",
        zh: "清洗前 \(before) 行，清洗后 \(after) 行；" + (end?.zh ?? "仅为预演，未作更改") + "。"))
    warnings = (table.notices + notices).map { say($0) }
    meta = Meta(table, method: "cleanDataset", run)
  }
}

struct CleaningStepAnswer: Answer {
  let rule: String
  let column: String?
  let rows: Int
  let first: [Int]
  let isChange: Bool
  let message: Said

  init(_ step: Cleaning.Step, _ table: Table, _ say: Speaker) {
    rule = step.rule.rawValue
    column = step.column.map { table.columns[$0].header }
    rows = step.tally.count
    first = step.tally.rows.map { $0 + 1 }
    isChange = step.changes
    message = say(Self.words(step.rule))
  }

  static let members: [Member<Self>] = [
    Member("rule", \.rule, "The rule, as a word that never changes."),
    Member("column", ifAny: \.column, "The header of the column, where it is about one."),
    Member("rows", \.rows, "Rows it touches."),
    Member("first", \.first, "The first of them, by place among the rows read, from 1."),
    Member("changes", \.isChange, "False where rows are only counted."),
    Member("message", \.message, "What the rule does."),
  ]

  private static func words(_ rule: Cleaning.Rule) -> Phrase {
    switch rule {
    case .trim:
      Phrase(en: "blanks in a row, and letters and digits in full width", zh: "连续空格及全角字母数字")
    case .dates:
      Phrase(en: "dates in several styles, read as dates", zh: "多种写法的日期统一为日期")
    case .unreadableDates:
      Phrase(en: "cells that are no dates, which become missing", zh: "不是日期的单元格，按缺失处理")
    case .ambiguousDates:
      Phrase(
        en: "dates whose day and month could be either; the column stays as it is",
        zh: "日与月无法区分的日期；该列保持原样")
    case .unifyTexts: Phrase(en: "texts written as most rows write them", zh: "按多数行的写法统一文本")
    case .dropDuplicates: Phrase(en: "rows equal to an earlier row", zh: "与前面某行相同的行")
    case .netReturns:
      Phrase(en: "returns and the purchases they take back", zh: "退货及其对应的购买")
    case .missingKeys: Phrase(en: "rows without this value", zh: "缺少该值的行")
    case .outliers: Phrase(en: "values far from all others", zh: "远离其余值的行")
    }
  }
}
