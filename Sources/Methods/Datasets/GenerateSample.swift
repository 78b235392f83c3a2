/// Data of a trade that never was, with what was planted in it: to try things out and to test.
import Analytics
import Contract
import Support
import Tables
import Wire

enum GenerateSample: Method {
  static let name = "generateSample"
  static let group = Group.datasets
  static let summary = "Make sample data of a trade, and the planted truth beside it."
  static let effect = Effect.computes
  static let errors: [ErrorCode] = [.fileNotFound, .pathNotAllowed, .outputExists]
  static let tool: ToolWords? = ToolWords(
    en: "Make sample data", zh: "生成示例数据",
    "Use it when there are no data to show or to test something on: invents customers of a trade"
      + " and their orders or accounts, in English or Chinese, and says what was planted (who has"
      + " left and when, true pace and spend, tastes). Nobody in it exists.")

  struct Params: Parameters {
    var data = DataParams()
    var preset = SamplePreset.ecommerce
    var customers = 500
    var months = 18
    var language = Language.en

    private static let answerFields: Set<String> = [
      "asOf", "seed", "limit", "cursor", "format", "outputPath", "overwrite", "excel", "lang",
    ]

    static let fields: [Field<Self>] =
      [
        Field("preset", \.preset, "The trade.", default: "ecommerce"),
        Field(
          "customers", \.customers, "Customers to invent.", in: 1...Limits.sampleCustomers,
          default: 500),
        Field(
          "months", \.months, "Months the data go back.", in: 1...Limits.sampleMonths, default: 18),
        Field("language", \.language, "The language of the data.", default: "en"),
      ]
      + DataParams.answerFields.filter { answerFields.contains($0.name) }.map { field in
        switch field.name {
        case "asOf": field.renamed(words: "The last day of the data; 2025-12-31 when not given.")
        case "outputPath":
          field.renamed(
            words: "Write the data to this CSV file, and the truth to <stem>-truth.csv beside it.")
        case "lang":
          field.renamed(words: "The language of texts; auto is that of the data.")
        default: field
        }
      }.lifted(\.data)
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<SampleAnswer> {
    guard params.customers * params.months <= Limits.sampleCustomerMonths else {
      throw ParameterError(
        path: "params.customers",
        expected: "at most \(Limits.sampleCustomerMonths) customers times months",
        found: "\(params.customers) times \(params.months)")
    }
    var options = SampleOptions()
    options.preset = params.preset
    options.customers = params.customers
    options.months = params.months
    options.language = params.language
    options.seed = UInt64(params.data.seed)
    if let day = params.data.asOf?.days { options.lastDay = day }
    let files = try params.data.outputPath.map { try SampleFiles($0, params.data, in: workspace) }
    let sample = try Sample(options, run)
    let page = try Page(params.data, order: Array(0..<sample.rowCount)) { String($0) }
    var answer = SampleAnswer(sample, params.data, page, run)
    if let files { (answer.output, answer.truthOutput) = try files.write(sample, run) }
    return Outcome(answer)
  }
}

extension SamplePreset: Choice {}
extension Language: Choice {}

/// The two files of a sample, looked at before anything is made.
private struct SampleFiles {
  private let data: OutputFile
  private let truth: OutputFile
  private let mark: [UInt8]

  init(_ path: String, _ params: DataParams, in workspace: Workspace) throws {
    data = try OutputFile(path, overwrite: params.overwrite, in: workspace)
    let stem = path.hasSuffix(".csv") ? String(path.dropLast(4)) : path
    truth = try OutputFile("\(stem)-truth.csv", overwrite: params.overwrite, in: workspace)
    mark = params.excel ? [0xef, 0xbb, 0xbf] : []
  }

  func write(_ sample: Sample, _ run: Run) throws -> (SavedFile, SavedFile) {
    run.report(0.6, Phrase(en: "writing the files", zh: "写出文件"))
    var bytes = mark
    CSVWriter.append(row: sample.headers, to: &bytes)
    for row in 0..<sample.rowCount {
      if row % 1_024 == 0 { try run.checkpoint() }
      CSVWriter.append(row: sample.cells(ofRow: row), to: &bytes)
    }
    var beside = mark
    CSVWriter.append(row: sample.truthHeaders, to: &beside)
    for place in sample.customers.indices {
      if place % 1_024 == 0 { try run.checkpoint() }
      CSVWriter.append(row: sample.truth(of: place).map(\.text), to: &beside)
    }
    try data.write(bytes)
    try truth.write(beside)
    return (
      SavedFile(path: data.path, rows: sample.rowCount, bytes: bytes.count),
      SavedFile(path: truth.path, rows: sample.customers.count, bytes: beside.count)
    )
  }
}

extension Sample.TruthCell {
  fileprivate var text: String {
    switch self {
    case .missing: ""
    case .text(let text): text
    case .number(let number): JSON.double(number).text()
    }
  }
}
