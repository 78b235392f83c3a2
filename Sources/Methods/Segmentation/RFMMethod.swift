/// Recency, frequency and money of each customer: scores, cells, cut points and named groups.
import Analytics
import Contract
import Support
import Tables
import Wire

enum RFMMethod: Method {
  static let name = "rfm"
  static let group = Group.segmentation
  static let summary = "Score customers by recency, frequency and money: cells, groups, cut points."
  static let effect = Effect.computes
  static let errors = DataErrors.codes
  static let tool: ToolWords? = ToolWords(
    en: "RFM scores", zh: "RFM 打分",
    "Use it when RFM is asked for by name: gives each customer's days since the last purchase,"
      + " orders and money, scores from 1 to 5 for each, the cell (such as 545), a weighted score,"
      + " and the size and revenue of every cell. For groups with advice use segment.")

  struct Params: Parameters {
    var data = DataParams()
    var bins = 5
    var cuts: CutsInput?
    var scheme = SegmentOptions.Scheme.auto
    var weights = RFMWeights()

    static let fields: [Field<Self>] =
      DataParams.fields.filter { !["seed", "explain", "strict"].contains($0.name) }.lifted(\.data)
      + [
        Field("bins", \.bins, "Scores go from 1 to this.", in: 2...10, default: 5),
        Field("cuts", \.cuts, "Cut points instead of quantiles."),
        Field(
          "scheme", \.scheme, "Names of groups: en11, or zh8 and cn8mean for the Chinese eight.",
          default: "auto"),
        Field("weights", \.weights, "What each score weighs in the score of all three."),
      ]
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<
    RFMAnswer
  > {
    let opened = try workspace.open(params.data, run)
    var options = SegmentOptions()
    let isEight = params.scheme == .zh8 || params.scheme == .cn8mean
    options.method = isEight ? .rfm8 : .rfm
    options.bins = params.bins
    options.cuts = params.cuts?.cuts
    options.scheme = params.scheme
    options.asOf = params.data.asOf?.days
    let result = try Segmentation.of(opened.table, options: options, run)
    let scores = RFMCells(result, params.weights)
    let order = result.ids.indices.sorted {
      (-scores.score[$0], $0) < (-scores.score[$1], $1)
    }
    let say = Speaker(params.data.lang, of: opened.table)
    let page = try Page(params.data, order: order) { result.ids[$0] }
    let make: @Sendable (Int) -> RFMRow = { RFMRow(result, scores, $0, say) }
    var answer = RFMAnswer(
      result, scores, opened.table, page, say, run, rows: page.list(params.data, make))
    answer.envelope.output = try page.save(params.data, in: workspace, run, make)
    return Outcome(answer, changes: opened.changes)
  }
}

/// What each score weighs.
struct RFMWeights: NestedParameters {
  var recency = 1.0
  var frequency = 1.0
  var monetary = 1.0

  static let fields: [Field<Self>] = [
    Field("recency", \.recency, "Of recency.", in: 0...100, default: 1),
    Field("frequency", \.frequency, "Of frequency.", in: 0...100, default: 1),
    Field("monetary", \.monetary, "Of money.", in: 0...100, default: 1),
  ]
}

/// The cell and the weighted score of each customer.
struct RFMCells: Sendable {
  /// Scores of the customer: recency, frequency, and money where there is any.
  let parts: [[Int]]
  let score: [Double]

  init(_ result: Segmentation, _ weights: RFMWeights) {
    guard case .rfm(let recency, let frequency, let monetary) = result.scores else {
      (parts, score) = ([], [])
      return
    }
    let columns = [recency.scores, frequency.scores] + (monetary.map { [$0.scores] } ?? [])
    let own = [weights.recency, weights.frequency, weights.monetary]
    let total = own.prefix(columns.count).reduce(0, +)
    parts = result.ids.indices.map { customer in columns.map { $0[customer] } }
    score = parts.map { part in
      let sum = zip(part, own).reduce(0.0) { $0 + Double($1.0) * $1.1 }
      return total > 0 ? sum / total : 0
    }
  }

  /// The scores in a row, such as `545`; apart where one has two digits.
  func cell(_ customer: Int) -> String {
    let part = parts[customer]
    return part.map(String.init).joined(separator: part.contains { $0 > 9 } ? "-" : "")
  }
}
