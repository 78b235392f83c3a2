/// The answer of `recommend`.
import Analytics
import Contract
import Support
import Tables
import Wire

struct RecommendAnswer: Answer {
  var envelope: Envelope
  let recommendations: RowList<RecommendRow>
  let evaluation: RankingAnswer?
  let statement: Said

  static let members: [Member<Self>] =
    Envelope.opening.map { $0.lifted(\.envelope) } + [
      Member("recommendations", \.recommendations, "For each customer, items by falling score."),
      Member("evaluation", \.evaluation, "How well hidden last choices were found again."),
      Member("statement", \.statement, "What was left out of the lists."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }

  init(
    _ result: Recommendation, _ table: Table, _ params: Recommend.Params, _ page: Page,
    _ say: Speaker, _ run: Run, rows: @escaping @Sendable (Int) -> RecommendRow
  ) {
    recommendations = page.list(params.data, rows)
    evaluation = RankingAnswer(result, count: params.count)
    statement = say(Self.statement(result, params))
    envelope = Envelope(
      summary: say(Self.summary(result, params.count)), grade: GradeAnswer(result.grade, say),
      definition: say(result.definition),
      warnings: (table.notices + result.notices).map { say($0) },
      meta: Meta(
        table, method: result.method, customers: result.choices.people.count,
        asOf: params.data.asOf?.days, seed: params.data.seed, run),
      total: page.total, nextCursor: page.nextCursor)
  }

  private static func summary(_ result: Recommendation, _ count: Int) -> Phrase {
    let (people, items) = (result.choices.people.count, result.choices.items.count)
    let own = result.evaluation.first { $0.method == result.method }
    let rate = own.map { Words.percent($0.hitRate, digits: 1) } ?? "-"
    return Phrase(
      en: "\(people) \(result.choices.areBaskets ? "baskets" : "customers"), \(items) items; with "
        + "\(result.method), the next choice is among \(count) recommended ones in \(rate) of cases.",
      zh: "\(people) \(result.choices.areBaskets ? "个购物篮" : "位客户")，\(items) 种商品；用 \(result.method)，"
        + "下一次选择落在推荐的 \(count) 件中的比例为 \(rate)。")
  }

  private static func statement(_ result: Recommendation, _ params: Recommend.Params) -> Phrase {
    let least = params.minSupport
    let own = result.allowsRepeats
    return Phrase(
      en:
        "left out: items fewer than \(least) chose\(own ? "" : ", items the customer chose before")"
        + (params.exclude.isEmpty ? "" : ", \(params.exclude.count) excluded items"),
      zh: "未列入：选择人数少于 \(least) 的商品\(own ? "" : "、客户已选过的商品")"
        + (params.exclude.isEmpty ? "" : "、\(params.exclude.count) 件排除商品"))
  }
}

struct RankingAnswer: Answer {
  let own: RankingMetrics
  let count: Int
  let tested: Int
  let all: [RankingRow]
  let popularity: RankingRow?

  init?(_ result: Recommendation, count: Int) {
    guard let own = result.evaluation.first(where: { $0.method == result.method }) else {
      return nil
    }
    self.own = own
    self.count = count
    tested = result.testedPeople
    all = result.evaluation.map(RankingRow.init)
    popularity = all.first { $0.metrics.method == "popularity" }
  }

  static let members: [Member<Self>] = [
    Member("n", \.count, "Items in a list."),
    Member("tested", \.tested, "Customers whose last choice was hidden."),
    Member("hitRate", \.own.hitRate, "Share of them whose choice is in the list."),
    Member("recall", \.own.hitRate, "The same, there being one hidden choice."),
    Member("precision", \.own.precision, "Hidden choices over items shown."),
    Member("ndcg", \.own.ndcg, "Normalised discounted gain."),
    Member("map", \.own.map, "Mean average precision."),
    Member("coverage", \.own.coverage, "Share of items that are ever shown."),
    Member("novelty", \.own.novelty, "How far from obvious, in bits."),
    Member("baselinePopularity", \.popularity, "The same for: what most people choose."),
    Member("compared", \.all, "Every model that was tried."),
  ]
}

struct RankingRow: Answer {
  let metrics: RankingMetrics

  init(_ metrics: RankingMetrics) { self.metrics = metrics }

  static let members: [Member<Self>] = [
    Member("method", \.metrics.method, "The model."),
    Member("hitRate", \.metrics.hitRate, "Share of hidden choices in the list."),
    Member("ndcg", \.metrics.ndcg, "Normalised discounted gain."),
    Member("map", \.metrics.map, "Mean average precision."),
    Member("coverage", \.metrics.coverage, "Share of items that are ever shown."),
    Member("novelty", \.metrics.novelty, "How far from obvious, in bits."),
  ]
}

/// One customer in the answer of `recommend`.
struct RecommendRow: Answer {
  let customerId: String
  let isCold: Bool
  let items: [RecommendedItem]

  init(_ result: Recommendation, _ target: RecommendTarget, explains: Bool, _ say: Speaker) {
    customerId = target.id
    isCold = target.person == nil && target.history.isEmpty
    items = result.items(person: target.person, history: target.history).map {
      RecommendedItem($0, explains: explains, say)
    }
  }

  static let members: [Member<Self>] = [
    Member("customerId", \.customerId, "The customer."),
    Member("cold", \.isCold, "Nothing is known of this customer, so what is popular is shown."),
    Member("items", \.items, "The items, best first."),
  ]
}

struct RecommendedItem: Answer {
  let itemId: String
  let name: String?
  let score: Double
  let reason: ItemReason?

  init(_ item: Recommendation.Item, explains: Bool, _ say: Speaker) {
    itemId = item.id
    name = item.name
    score = item.score
    reason =
      explains ? ItemReason(kind: item.kind, evidence: item.evidence, text: say(item.text)) : nil
  }

  static let members: [Member<Self>] = [
    Member("itemId", \.itemId, "The item."),
    Member("name", ifAny: \.name, "Its name."),
    Member("score", \.score, "By which items are ordered; comparable within one customer."),
    Member("reason", ifAny: \.reason, "Why this item."),
  ]
}

struct ItemReason: Answer {
  let kind: String
  let evidence: [String]
  let text: Said

  static let members: [Member<Self>] = [
    Member("kind", \.kind, "similarItem, bought or popular."),
    Member("evidence", \.evidence, "Items of the customer that speak for it."),
    Member("text", \.text, "The same in words."),
  ]
}
