/// The answer of `validateDataset`, also as diagnostics of LSP.
import Analytics
import Contract
import Support
import Tables
import Wire

struct ValidationAnswer: Answer {
  let summary: Said
  let grade: QualityGradeAnswer
  let errors: Int
  let warningCount: Int
  let infos: Int
  let issues: [IssueAnswer]
  let diagnostics: [DiagnosticAnswer]?
  let warnings: [Warning]
  let meta: Meta
  let total: Int
  let nextCursor: String?

  static let members: [Member<Self>] = [
    Member("summary", \.summary, "The answer in a sentence or two."),
    Member("grade", \.grade, "How far the file can be relied on."),
    Member("errors", \.errors, "Issues that make answers wrong."),
    Member("doubts", \.warningCount, "Issues that may make answers wrong."),
    Member("notes", \.infos, "Issues worth knowing."),
    Member("issues", \.issues, "The issues, the worst first."),
    Member("diagnostics", ifAny: \.diagnostics, "The same as diagnostics of LSP, when asked for."),
    Member("warnings", \.warnings, "What to know about the file."),
    Member("meta", \.meta, "What was read and how it was done."),
    Member("total", \.total, "Issues there are in all."),
    Member("nextCursor", ifAny: \.nextCursor, "The cursor of the next page."),
  ]

  init(
    _ quality: Quality, _ read: ReadTable, _ page: Page, diagnostics wanted: Bool, _ say: Speaker,
    _ run: Run
  ) {
    errors = quality.count(.error)
    warningCount = quality.count(.warning)
    infos = quality.count(.info)
    let shown = page.range.map { quality.findings[page.rows[$0]] }
    issues = shown.map { IssueAnswer($0, read, say) }
    diagnostics = wanted ? shown.flatMap { DiagnosticAnswer.all($0, read, say) } : nil
    grade = QualityGradeAnswer(
      letter: quality.grade.letter?.rawValue, reason: say(quality.grade.reason))
    let rows = Words.short(Double(read.table.rowCount))
    summary = say(
      Phrase(
        en: "\(rows) rows; errors: \(errors), doubts: \(warningCount), notes: \(infos); "
          + "grade \(quality.grade.letter?.rawValue ?? "-").",
        zh: "\(rows) 行：\(errors) 项错误、\(warningCount) 项存疑、\(infos) 项提示；"
          + "评级 \(quality.grade.letter?.rawValue ?? "-")。"))
    var notices = read.table.notices
    if wanted, !read.hasLines {
      notices.append(
        Notice(
          "noLines", en: "rows of this file have no lines, so there are no diagnostics; see row",
          zh: "此文件的行没有行号，无法给出 diagnostics；请看 row", path: "diagnostics"))
    }
    warnings = notices.map { say($0) }
    meta = Meta(read.table, method: "validateDataset", run)
    total = page.total
    nextCursor = page.nextCursor
  }
}

/// A table, and what a second look at its file gave.
struct ReadTable {
  let table: Table
  let survey: FileSurvey?

  /// Whether a file has rows on lines: JSON and databases have them elsewhere. Rows without a file
  /// are lines of their own.
  var hasLines: Bool { survey != nil || table.source.path == nil }

  /// The line of a row, from 1: of the file, or the row itself where there is no file.
  func line(of row: Int) -> Int? {
    survey.map { $0.line(of: row) } ?? (hasLines ? row + 1 : nil)
  }

  func lines(of finding: QualityFinding) -> [Int] {
    finding.lines.isEmpty ? finding.places.compactMap(line) : finding.lines
  }
}

struct QualityGradeAnswer: Answer {
  let letter: String?
  let reason: Said

  static let members: [Member<Self>] = [
    Member(
      "letter", \.letter,
      "A rely on it, B a few rows are wrong, C many are, D mend it first."),
    Member("reason", \.reason, "Why this letter."),
  ]
}

struct IssueAnswer: Answer {
  let code: String
  let severity: String
  let line: Int?
  let row: Int?
  let column: String?
  let rows: Int
  let examples: [String]
  let message: Said
  let fix: Said

  init(_ finding: QualityFinding, _ read: ReadTable, _ say: Speaker) {
    code = finding.code.rawValue
    severity = finding.severity.rawValue
    line = read.lines(of: finding).first
    row = finding.places.first.map { $0 + 1 }
    column = finding.column.map { read.table.columns[$0].header }
    rows = finding.rows
    examples = finding.isPersonal ? finding.examples.map(Masked.text) : finding.examples
    message = say(finding.message)
    fix = say(finding.fix)
  }

  static let members: [Member<Self>] = [
    Member("code", \.code, "What it is, as a word that never changes."),
    Member("severity", \.severity, "error, warning or info."),
    Member("line", ifAny: \.line, "The first line of the file; without a file, the first row."),
    Member(
      "row", ifAny: \.row,
      "The first row, by place among the rows read, from 1; JSON and databases have no lines."),
    Member("column", ifAny: \.column, "The header of the column."),
    Member("rows", \.rows, "Rows it is about; 0 for a column or the file as such."),
    Member("examples", \.examples, "A few cells; masked where they tell who a person is."),
    Member("message", \.message, "What is wrong."),
    Member("fix", \.fix, "What to do."),
  ]
}

/// A diagnostic as LSP has it.
struct DiagnosticAnswer: Answer {
  let range: RangeAnswer
  let severity: Int
  let code: String
  let source = "tenure"
  let message: Said

  static let members: [Member<Self>] = [
    Member("range", \.range, "Where, in lines and UTF-16 units from 0."),
    Member("severity", \.severity, "1 error, 2 warning, 3 information."),
    Member("code", \.code, "What it is, as a word that never changes."),
    Member("source", \.source, "Who says so."),
    Member("message", \.message, "What is wrong and what to do."),
  ]

  /// One for each of the first rows; one at the header where no row is at fault.
  static func all(_ finding: QualityFinding, _ read: ReadTable, _ say: Speaker) -> [Self] {
    let severity: Int =
      switch finding.severity {
      case .error: 1
      case .warning: 2
      case .info: 3
      }
    let message = say(
      Phrase(
        en: "\(finding.message.en); \(finding.fix.en)",
        zh: "\(finding.message.zh)；\(finding.fix.zh)"))
    return ranges(finding, read).map {
      Self(range: $0, severity: severity, code: finding.code.rawValue, message: message)
    }
  }

  private static func ranges(_ finding: QualityFinding, _ read: ReadTable) -> [RangeAnswer] {
    // A place that is not known is no place to point at.
    guard read.hasLines else { return [] }
    guard finding.lines.isEmpty else { return finding.lines.map { RangeAnswer(line: $0 - 1) } }
    let rows: [Int?] = finding.places.isEmpty ? [nil] : finding.places.map { $0 }
    return rows.map { row in
      if let column = finding.column, let found = read.survey?.range(row: row, column: column) {
        return RangeAnswer(found)
      }
      return RangeAnswer(line: (row.flatMap(read.line) ?? 1) - 1)
    }
  }
}

struct RangeAnswer: Answer {
  let start: PositionAnswer
  let end: PositionAnswer

  init(_ range: CellRange) {
    start = PositionAnswer(line: range.startLine, character: range.startCharacter)
    end = PositionAnswer(line: range.endLine, character: range.endCharacter)
  }

  /// A whole line.
  init(line: Int) {
    start = PositionAnswer(line: line, character: 0)
    end = PositionAnswer(line: line + 1, character: 0)
  }

  static let members: [Member<Self>] = [
    Member("start", \.start, "Where it begins."),
    Member("end", \.end, "Where it ends."),
  ]
}

struct PositionAnswer: Answer {
  let line: Int
  let character: Int

  static let members: [Member<Self>] = [
    Member("line", \.line, "The line, from 0."),
    Member("character", \.character, "UTF-16 units before it on the line."),
  ]
}
