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
      Member("evaluation", \.evaluation, "How well hidden choices were found again."),
      Member("statement", \.statement, "What was left out of the lists."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }

  init(
    _ result: Recommendation, _ table: Table?, _ params: Recommend.Params, _ page: Page,
    _ say: Speaker, _ run: Run, rows: @escaping @Sendable (Int) -> RecommendRow
  ) {
    recommendations = page.list(params.data, rows)
    evaluation = RankingAnswer(result, count: params.count)
    statement = say(Self.statement(result, params))
    envelope = Envelope(
      summary: say(Self.summary(result, params.count)), grade: GradeAnswer(result.grade, say),
      definition: say(result.definition),
      warnings: ((table?.notices ?? []) + result.notices).map { say($0) },
      meta: Meta(
        table, method: result.method, customers: result.choices.people.count,
        asOf: params.data.asOf?.days, seed: params.data.seed, run),
      total: page.total, nextCursor: page.nextCursor)
  }

  private static func summary(_ result: Recommendation, _ count: Int) -> Phrase {
    let (people, items) = (result.choices.people.count, result.choices.items.count)
    let who = result.choices.areBaskets ? ("baskets", "个购物篮") : ("customers", "位客户")
    let start = Phrase(
      en: "\(people) \(people == 1 ? String(who.0.dropLast()) : who.0), \(items) "
        + "\(items == 1 ? "item" : "items")",
      zh: "\(people) \(who.1)，\(items) 种商品")
    if let figures = result.ratingFigures {
      let (own, other) = (Words.fixed(figures.error, 3), Words.fixed(figures.baseline, 3))
      return Phrase(
        en: "\(start.en); unseen ratings are predicted with an error of \(own) (averages alone: "
          + "\(other)).",
        zh: "\(start.zh)；预测未见评分的误差为 \(own)（仅用均值为 \(other)）。")
    }
    let judged = result.evaluation.last
    guard let own = judged?.at(count) ?? judged?.at(10) else {
      return Phrase(
        en: "\(start.en); too few choices to test a model, so what is popular is shown.",
        zh: "\(start.zh)；选择太少，无法检验模型，展示热门商品。")
    }
    let rate = Words.percent(own.hitRate, digits: 1)
    let what = result.choices.hasTimes ? ("the next choice", "下一次选择") : ("a hidden choice", "隐藏的选择")
    let ones = own.length == 1 ? "one" : "ones"
    return Phrase(
      en:
        "\(start.en); with \(result.method), \(what.0) is among \(own.length) recommended \(ones) in "
        + "\(rate) of cases.",
      zh: "\(start.zh)；用 \(result.method)，\(what.1)落在推荐的 \(own.length) 件中的比例为 \(rate)。")
  }

  private static func statement(_ result: Recommendation, _ params: Recommend.Params) -> Phrase {
    let (least, rules) = (params.minSupport, result.rules)
    var en = ["items fewer than \(least) chose (\(rules.rare))"]
    var zh = ["选择人数少于 \(least) 的商品（\(rules.rare) 种）"]
    if !result.allowsRepeats {
      en.append("items the customer chose before")
      zh.append("客户已选过的商品")
    }
    if rules.excluded > 0 {
      en.append("excluded items (\(rules.excluded))")
      zh.append("排除的商品（\(rules.excluded) 种）")
    }
    if rules.filtered > 0 {
      en.append("items that itemFilter does not let through (\(rules.filtered))")
      zh.append("不符合 itemFilter 的商品（\(rules.filtered) 种）")
    }
    return Phrase(
      en: "left out: " + en.joined(separator: ", "), zh: "未列入：" + zh.joined(separator: "、"))
  }
}

/// One customer in the answer of `recommend`.
struct RecommendRow: Answer {
  let customerId: String
  let isCold: Bool
  let items: [RecommendedItem]

  init(_ result: Recommendation, _ target: RecommendTarget, explains: Bool, _ say: Speaker) {
    customerId = target.id
    isCold = result.isCold(person: target.person, history: target.history)
    items = result.items(
      person: target.person, history: target.history, profile: target.profile
    ).map { RecommendedItem($0, explains: explains, say) }
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
  let predictedRating: Double?
  let reason: WhyAnswer?

  init(_ item: Recommendation.Item, explains: Bool, _ say: Speaker) {
    itemId = item.id
    name = item.name
    score = item.score
    predictedRating = item.predictedRating
    reason = explains ? WhyAnswer(item.reason, say) : nil
  }

  static let members: [Member<Self>] = [
    Member("itemId", \.itemId, "The item."),
    Member("name", ifAny: \.name, "Its name."),
    Member("score", \.score, "By which items are ordered; comparable within one customer."),
    Member(
      "predictedRating", ifAny: \.predictedRating,
      "What the customer would give it, on the scale of the file."),
    Member("reason", ifAny: \.reason, "Why this item."),
  ]
}

struct WhyAnswer: Answer {
  let kind: String
  let evidence: [String]
  let text: Said

  init(_ reason: ItemReason, _ say: Speaker) {
    kind = reason.kind.rawValue
    evidence = reason.evidence
    text = say(reason.text)
  }

  static let members: [Member<Self>] = [
    Member("kind", \.kind, "bought, similarItem, similarCustomer, rule, popular or content."),
    Member("evidence", \.evidence, "Items of the customer that speak for it."),
    Member("text", \.text, "The same in words."),
  ]
}

extension SavedModel {
  init(_ name: String, _ result: Recommendation, _ table: Table, seed: Int) {
    self.init(
      name: name, kind: .recommender(result), dataset: "\(table.name)@\(table.version)",
      rows: result.choices.events.count, customers: result.choices.people.count,
      method: result.method, seed: seed, grade: result.grade)
  }
}
