/// What each customer may want next, with reasons.
import Analytics
import Contract
import Support
import Tables
import Wire

enum Recommend: Method {
  static let name = "recommend"
  static let group = Group.headline
  static let summary = "Recommend items to customers, or for a basket, each with its reason."
  static let effect = Effect.computes
  static let errors = DataErrors.codes + [.notEnoughData]
  static let tool: ToolWords? = ToolWords(
    en: "Recommend items", zh: "商品推荐",
    "Use it to say what each customer is likely to want next. Give path to a file of orders or"
      + " ratings with customer and item columns. Gives items per customer with a reason each, and"
      + " the hit rate on held-out purchases beside plain popularity.")

  struct Params: Parameters {
    var data = DataParams()
    var customerId: String?
    var history: [String]?
    var count = 10
    var method = RecommendOptions.Method.auto
    var factors = 16
    var regularization = 0.1
    var iterations = 20
    var alpha = 40.0
    var repeatItems = RecommendOptions.Repeats.auto
    var exclude: [String] = []
    var minSupport = 2

    static let fields: [Field<Self>] =
      DataParams.fields.lifted(\.data) + [
        Field("customerId", \.customerId, "Recommend to this customer only."),
        Field("history", \.history, "Recommend to somebody who chose these items."),
        Field("n", \.count, "Items per customer.", in: 1...1000, default: 10),
        Field("method", \.method, "auto takes the best on hidden last choices.", default: "auto"),
        Field("factors", \.factors, "Factors of als.", in: 1...256, default: 16),
        Field("regularization", \.regularization, "Penalty of als.", in: 0...1e6, default: 0.1),
        Field("iterations", \.iterations, "Sweeps of als.", in: 1...1000, default: 20),
        Field("alpha", \.alpha, "Confidence per choice of als.", in: 0...1e6, default: 40),
        Field(
          "repeatItems", \.repeatItems, "Whether items chosen before may be recommended.",
          default: "auto"),
        Field("exclude", \.exclude, "Items never to recommend.", default: []),
        Field(
          "minSupport", \.minSupport, "Items fewer people chose are left out.",
          in: 1...1_000_000, default: 2),
      ]
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<RecommendAnswer> {
    let opened = try workspace.open(params.data, run)
    let result = try Recommendation.of(opened.table, options: options(params), run)
    let say = Speaker(params.data.lang, of: opened.table)
    let targets = targets(params, result)
    var data = params.data
    data.customers = nil
    let page = try Page(data, order: Array(targets.indices)) { targets[$0].id }
    let explains = params.data.explain > 0
    let make: @Sendable (Int) -> RecommendRow = {
      RecommendRow(result, targets[$0], explains: explains, say)
    }
    var answer = RecommendAnswer(result, opened.table, params, page, say, run, rows: make)
    answer.envelope.output = try page.save(data, in: workspace, run, make)
    return Outcome(answer, changes: opened.changes)
  }

  /// For whom: those asked for, whether known or not, or everybody in the file.
  private static func targets(_ params: Params, _ result: Recommendation) -> [RecommendTarget] {
    if let history = params.history {
      return [RecommendTarget(id: params.customerId ?? "", person: nil, history: history)]
    }
    if let ids = params.customerId.map({ [$0] }) ?? params.data.customers {
      return ids.map { RecommendTarget(id: $0, person: result.person($0), history: []) }
    }
    return result.choices.people.enumerated().map {
      RecommendTarget(id: $0.element, person: $0.offset, history: [])
    }
  }

  private static func options(_ params: Params) -> RecommendOptions {
    var options = RecommendOptions()
    options.method = params.method
    options.count = params.count
    options.factors = params.factors
    options.regularization = params.regularization
    options.iterations = params.iterations
    options.alpha = params.alpha
    options.repeats = params.repeatItems
    options.exclude = params.exclude
    options.minSupport = params.minSupport
    options.seed = UInt64(params.data.seed)
    options.asOf = params.data.asOf?.days
    options.isStrict = params.data.strict
    return options
  }
}

extension RecommendOptions.Method: Choice {}
extension RecommendOptions.Repeats: Choice {}

/// Somebody to recommend to.
struct RecommendTarget: Sendable {
  let id: String
  /// The person in the file; nil for somebody unknown.
  let person: Int?
  let history: [String]
}
