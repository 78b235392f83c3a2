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
  static let errors = DataErrors.codes + [.notEnoughData, .modelNotFound, .memoryLimit]
  static let tool: ToolWords? = ToolWords(
    en: "Recommend items", zh: "商品推荐",
    "Use it to say what each customer is likely to want next. Give path to a file of orders or"
      + " ratings with customer and item columns. Gives items per customer with a reason each, and"
      + " the hit rate on held-out purchases beside plain popularity.")

  typealias Params = RecommendParams

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<RecommendAnswer> {
    try params.check()
    if let name = params.saveAs { try SavedModel.check(name: name) }
    if let name = params.model { return try recommend(params, by: name, workspace, run) }
    let opened = try workspace.open(params.data, run)
    let result = try Recommendation.of(opened.table, options: params.options, run)
    let say = Speaker(params.data.lang, of: opened.table)
    var changes = opened.changes
    if let name = params.saveAs {
      changes.append(
        try workspace.keeping(SavedModel(name, result, opened.table, seed: params.data.seed)))
    }
    return Outcome(
      try answer(params, result, opened.table, workspace, say, run), changes: changes)
  }

  /// By a kept model, from which nothing has to be learnt.
  private static func recommend(
    _ params: Params, by name: String, _ workspace: Workspace, _ run: Run
  ) throws -> Outcome<RecommendAnswer> {
    let saved = try workspace.model(name)
    guard case .recommender(let result) = saved.kind else {
      throw ParameterError(
        path: "params.model", expected: "a model that recommend kept", found: saved.purpose)
    }
    guard params.itemFilter.pairs.isEmpty else {
      throw ParameterError(
        path: "params.itemFilter", expected: "no filter beside model, which keeps no columns",
        found: params.itemFilter.pairs.map(\.key).joined(separator: ", ").quotedShort)
    }
    let say = Speaker(params.data.lang, of: nil)
    return Outcome(try answer(params, result.with(params.options), nil, workspace, say, run))
  }

  private static func answer(
    _ params: Params, _ result: Recommendation, _ table: Table?, _ workspace: Workspace,
    _ say: Speaker, _ run: Run
  ) throws -> RecommendAnswer {
    let targets = targets(params, result)
    var data = params.data
    data.customers = nil
    let page = try Page(data, order: Array(targets.indices)) { targets[$0].id }
    let explains = params.data.explain > 0
    let make: @Sendable (Int) -> RecommendRow = {
      RecommendRow(result, targets[$0], explains: explains, say)
    }
    var answer = RecommendAnswer(result, table, params, page, say, run, rows: make)
    answer.envelope.output = try page.save(data, in: workspace, run, make)
    return answer
  }

  /// For whom: those asked for, whether known or not, or everybody in the file.
  private static func targets(_ params: Params, _ result: Recommendation) -> [RecommendTarget] {
    let profile = params.profile.dictionary
    if let history = params.history ?? params.itemId.map({ [$0] }) {
      return [
        RecommendTarget(
          id: params.customerId ?? "", person: nil, history: history, profile: profile)
      ]
    }
    if let ids = params.customerId.map({ [$0] }) ?? params.data.customers {
      return ids.map {
        RecommendTarget(id: $0, person: result.person($0), history: [], profile: profile)
      }
    }
    return result.choices.people.enumerated().map {
      RecommendTarget(id: $0.element, person: $0.offset, history: [], profile: [:])
    }
  }
}

/// Somebody to recommend to.
struct RecommendTarget: Sendable {
  let id: String
  /// The person in the file; nil for somebody unknown.
  let person: Int?
  let history: [String]
  /// What is known of somebody unknown, by header.
  let profile: [String: String]
}
