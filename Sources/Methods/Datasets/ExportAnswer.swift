/// The answer of `exportDataset`: what was written, and how to know it again.
import Analytics
import Contract
import Support
import Tables
import Wire

struct ExportAnswer: Answer {
  let summary: Said
  let output: SavedFile
  let contentHash: String
  let columns: [ExportColumnAnswer]
  let warnings: [Warning]
  let meta: Meta

  init(
    _ columns: [ExportColumn], _ added: CustomerColumns, _ table: Table, _ path: String,
    _ written: WrittenFile, _ say: Speaker, _ run: Run
  ) {
    output = SavedFile(path: path, rows: table.rowCount, bytes: written.bytes)
    contentHash = written.hash
    self.columns =
      columns.map {
        ExportColumnAnswer(
          name: $0.name, header: $0.column.header, role: $0.column.role?.rawValue,
          isMasked: $0.isMasked, isAdded: false)
      }
      + added.columns.map {
        ExportColumnAnswer(
          name: $0.kind.rawValue, header: nil, role: nil, isMasked: false, isAdded: true)
      }
    let (rows, count) = (Words.short(Double(table.rowCount)), self.columns.count)
    summary = say(
      Phrase(en: "\(rows) rows of \(count) columns written.", zh: "已写入 \(rows) 行、\(count) 列。"))
    var notices = table.notices + added.notices
    let personal = columns.filter { $0.column.role?.isPersonal ?? false }
    if personal.contains(where: \.isMasked) {
      notices.append(
        Notice(
          "personalMasked",
          en: "columns that tell who a person is are masked in the file; name them in columns, or "
            + "set includePersonal, to write them",
          zh: "文件中的个人信息列已脱敏；如需原文，请在 columns 中指明或设置 includePersonal")
      )
    }
    let plain = personal.filter { !$0.isMasked }.map(\.name).joined(separator: ", ")
    if !plain.isEmpty {
      notices.append(
        Notice(
          "personalWritten", en: "the file tells who people are: \(plain)",
          zh: "文件含个人信息：\(plain)"))
    }
    warnings = notices.map { say($0) }
    meta = Meta(table, method: "exportDataset", run)
  }

  static let members: [Member<Self>] = [
    Member("summary", \.summary, "The answer in a sentence."),
    Member("output", \.output, "The file that was written."),
    Member(
      "contentHash", \.contentHash,
      "A hash of the file's text, 64 bits: the version it has when it is loaded. It tells files "
        + "apart and is no proof against forgery."),
    Member("columns", \.columns, "The columns of the file, in order."),
    Member("warnings", \.warnings, "What to know about the data and the file."),
    Member("meta", \.meta, "What was read and how it was done."),
  ]
}

struct ExportColumnAnswer: Answer {
  let name: String
  let header: String?
  let role: String?
  let isMasked: Bool
  let isAdded: Bool

  static let members: [Member<Self>] = [
    Member("name", \.name, "Its name in the file."),
    Member("header", ifAny: \.header, "Its header in the dataset."),
    Member("role", ifAny: \.role, "What it means."),
    Member("masked", \.isMasked, "Whether its cells are masked."),
    Member("added", \.isAdded, "Whether it was computed for the file."),
  ]
}
