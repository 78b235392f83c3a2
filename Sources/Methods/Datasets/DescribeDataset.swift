/// What a table holds: every column counted, the shop in a few figures.
import Analytics
import Contract
import Support
import Tables
import Wire

enum DescribeDataset: Method {
  static let name = "describeDataset"
  static let group = Group.datasets
  static let summary = "Count every column: types, missing, distinct, quantiles, top values, dates."
  static let effect = Effect.computes
  static let errors = DataErrors.codes
  static let tool: ToolWords? = ToolWords(
    en: "Describe data", zh: "数据概览",
    "Use it for the figures of a file or loaded dataset: per column type, missing values, range,"
      + " quantiles and frequent values (personal data masked); for orders also customers,"
      + " purchases, revenue and dates.")

  struct Params: Parameters {
    var data = DataParams()
    var top = 10

    static let fields: [Field<Self>] =
      (DataParams.sourceFields + [DataParams.whereField]).lifted(\.data) + [
        Field("top", \.top, "Frequent values per column.", in: 0...1000, default: 10),
        Field("lang", \.data.lang, "The language of texts.", default: "auto"),
      ]
  }

  struct Output: Answer {
    let rows: Int
    let kind: String
    let columns: [SummaryAnswer]
    let shop: ShopAnswer?
    let warnings: [Warning]
    let meta: Meta

    static let members: [Member<Self>] = [
      Member("rows", \.rows, "Rows."),
      Member("kind", \.kind, "What the rows were taken for."),
      Member("columns", \.columns, "The columns, in file order."),
      Member("shop", ifAny: \.shop, "Customers, orders and money, where there are dates."),
      Member("warnings", \.warnings, "What to know about the file."),
      Member("meta", \.meta, "What was read and how it was done."),
    ]
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    let opened = try workspace.open(params.data, run)
    let table = opened.table
    let profile = try TableProfile(table, top: params.top, run)
    let say = Speaker(params.data.lang, of: table)
    let shop = try ShopFigures(table, run)
    return Outcome(
      Output(
        rows: table.rowCount, kind: table.kind.rawValue,
        columns: profile.columns.map(SummaryAnswer.init), shop: shop.map(ShopAnswer.init),
        warnings: table.notices.map { say($0) },
        meta: Meta(table, method: name, run)),
      changes: opened.changes)
  }
}

/// A column in figures. Values of columns that tell persons are masked.
struct SummaryAnswer: Answer {
  let header: String
  let type: String
  let role: String?
  let missing: Int
  let distinct: Int
  let isPersonal: Bool
  let numbers: NumbersAnswer?
  let first: String?
  let last: String?
  let sparkline: String?
  let top: [TopAnswer]

  init(_ summary: ColumnSummary) {
    header = summary.header
    type = summary.type.rawValue
    role = summary.role?.rawValue
    missing = summary.missingCount
    distinct = summary.distinctCount
    isPersonal = summary.isPersonal
    numbers = summary.numbers.map(NumbersAnswer.init)
    first = summary.dates.map { CivilDate.text(days: $0.lowerBound) }
    last = summary.dates.map { CivilDate.text(days: $0.upperBound) }
    let hides = summary.isPersonal
    sparkline = hides ? nil : summary.sparkline
    top = summary.top.map {
      TopAnswer(value: hides ? Masked.text($0.value) : $0.value, count: $0.count)
    }
  }

  static let members: [Member<Self>] = [
    Member("header", \.header, "The header."),
    Member("type", \.type, "The type of its values."),
    Member("role", ifAny: \.role, "What it means."),
    Member("missing", \.missing, "Rows without a value."),
    Member("distinct", \.distinct, "Different values."),
    Member("personal", \.isPersonal, "Whether it tells who a person is; values are masked then."),
    Member("numbers", ifAny: \.numbers, "Range, mean, quantiles."),
    Member("first", ifAny: \.first, "The first day."),
    Member("last", ifAny: \.last, "The last day."),
    Member(
      "sparkline", ifAny: \.sparkline,
      "Rows in twenty equal steps from the smallest to the largest."),
    Member("top", \.top, "Frequent values."),
  ]
}

struct NumbersAnswer: Answer {
  let numbers: NumberSummary

  init(_ numbers: NumberSummary) { self.numbers = numbers }

  static let members: [Member<Self>] = [
    Member("min", \.numbers.minimum, "The smallest."),
    Member("max", \.numbers.maximum, "The largest."),
    Member("mean", \.numbers.mean, "The mean."),
    Member("sd", \.numbers.deviation, "The standard deviation of the sample."),
    Member("quantiles", \.quantiles, "At 5, 25, 50, 75, 95 percent."),
  ]

  private var quantiles: OutputMap<Double> {
    OutputMap(
      zip(NumberSummary.levels, numbers.quantiles).map { level, value in
        (key: "p\(Int((level * 100).rounded()))", value: value)
      })
  }
}

struct TopAnswer: Answer {
  let value: String
  let count: Int

  static let members: [Member<Self>] = [
    Member("value", \.value, "The value."),
    Member("count", \.count, "Rows with it."),
  ]
}

/// Text that tells a person, made unreadable: the first character and stars.
enum Masked {
  static func text(_ value: String) -> String {
    guard let first = value.first else { return value }
    return "\(first)***"
  }
}
