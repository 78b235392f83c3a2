/// What every analytic answer begins and ends with: a sentence, a grade, how it was made.
import Analytics
import Contract
import Support
import Tables
import Wire

struct Envelope: Sendable {
  var summary: Said
  var grade: GradeAnswer?
  var definition: Said?
  var warnings: [Warning]
  var meta: Meta
  var total: Int?
  var nextCursor: String?
  var output: SavedFile?

  /// First in the answer.
  static let opening: [Member<Self>] = [
    Member("summary", \.summary, "The answer in a sentence or two."),
    Member("grade", ifAny: \.grade, "How far the answer is to be trusted."),
    Member("definition", ifAny: \.definition, "What the words of the answer mean."),
  ]

  /// Last in the answer.
  static let closing: [Member<Self>] = [
    Member("warnings", \.warnings, "What to know before relying on the answer."),
    Member("meta", \.meta, "What was read and how it was done."),
    Member("total", ifAny: \.total, "Rows there are in all."),
    Member("nextCursor", ifAny: \.nextCursor, "The cursor of the next page."),
    Member("output", ifAny: \.output, "The file that was written."),
  ]
}

struct GradeAnswer: Answer {
  let letter: String?
  let reason: Said
  let metric: String?
  let score: Double?
  let baseline: Double?

  init(_ grade: Grade, _ say: Speaker) {
    letter = grade.letter?.rawValue
    reason = say(grade.reason)
    metric = grade.metric
    score = grade.score
    baseline = grade.baseline
  }

  static let members: [Member<Self>] = [
    Member(
      "letter", \.letter,
      "A clearly better than the baseline, B better, C not distinguishable, D too little data; "
        + "null when a comparison does not apply."),
    Member("reason", \.reason, "Why this letter."),
    Member("metric", ifAny: \.metric, "What was compared."),
    Member("score", ifAny: \.score, "The figure of this answer."),
    Member("baseline", ifAny: \.baseline, "The figure of the simple baseline."),
  ]
}

/// What was read, how, and in how long.
struct Meta: Answer {
  let dataset: String?
  let path: String?
  let kind: String?
  let encoding: String?
  let rows: Int?
  let skippedRows: Int?
  let customers: Int?
  let asOf: String?
  let columns: OutputMap<ColumnChoice>
  let method: String
  let seed: Int?
  let version = Version.program
  let elapsed: Elapsed

  init(
    _ table: Table?, method: String, customers: Int? = nil, asOf: Int32? = nil, seed: Int? = nil,
    _ run: Run
  ) {
    dataset = table.map { "\($0.name)@\($0.version)" }
    path = table?.source.path
    kind = table?.kind.rawValue
    encoding = table?.source.encoding
    rows = table?.rowCount
    skippedRows = table?.source.skippedCount
    self.customers = customers
    self.asOf = asOf.map { CivilDate.text(days: $0) }
    columns = OutputMap(table.map(ColumnChoice.choices) ?? [])
    self.method = method
    self.seed = seed
    elapsed = Elapsed(run: run)
  }

  static let members: [Member<Self>] = [
    Member("dataset", ifAny: \.dataset, "Name and version of the data."),
    Member("path", ifAny: \.path, "The file, absolute."),
    Member("kind", ifAny: \.kind, "What the rows were taken for."),
    Member("encoding", ifAny: \.encoding, "The encoding of the file."),
    Member("rows", ifAny: \.rows, "Rows read."),
    Member("skippedRows", ifAny: \.skippedRows, "Rows that could not be read."),
    Member("customers", ifAny: \.customers, "Customers in the answer."),
    Member("asOf", ifAny: \.asOf, "The reference date."),
    Member("columns", \.columns, "The column taken for each role."),
    Member("method", \.method, "The method that gave the answer."),
    Member("seed", ifAny: \.seed, "The seed of everything random."),
    Member("version", \.version, "The version of the program."),
    Member("elapsedMs", \.elapsed, "Milliseconds from request to answer."),
  ]
}

/// The time since the request came, taken when the answer is written.
struct Elapsed: OutputValue {
  let run: Run

  static var schema: Schema { .number }

  func write(_ writer: inout JSONWriter) {
    writer.double((run.elapsedMilliseconds * 100).rounded() / 100)
  }
}

struct ColumnChoice: Answer {
  let header: String
  let confidence: Double
  let runnerUp: String?
  let isOverridden: Bool?
  let isInverted: Bool?

  static let members: [Member<Self>] = [
    Member("header", \.header, "The header of the column."),
    Member("confidence", \.confidence, "How sure the choice is, from 0 to 1."),
    Member("runnerUp", ifAny: \.runnerUp, "The column that would have been next."),
    Member("overridden", ifAny: \.isOverridden, "The caller named it."),
    Member("inverted", ifAny: \.isInverted, "The column says the opposite of the role."),
  ]

  /// The choices of a table, in the order of its columns.
  static func choices(_ table: Table) -> [(key: String, value: ColumnChoice)] {
    table.roles.sorted { $0.value.column < $1.value.column }.map { role, match in
      (
        role.rawValue,
        ColumnChoice(
          header: match.header, confidence: (match.confidence * 100).rounded() / 100,
          runnerUp: match.runnerUp?.header, isOverridden: match.overridden ? true : nil,
          isInverted: match.inverted ? true : nil)
      )
    }
  }
}
