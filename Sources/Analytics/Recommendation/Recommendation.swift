/// The one entry to recommendation: choose a model by hidden last choices, fit it on everything,
/// and recommend, with reasons.
import Learning
import Numerics
package import Support
package import Tables

package struct Recommendation: Sendable {
  package struct Item: Sendable {
    package let id: String
    package let name: String?
    package let score: Double
    package let kind: String
    /// Items of the own history that speak for it.
    package let evidence: [String]
    package let text: Phrase
  }

  package let method: String
  package let choices: Choices
  package let evaluation: [RankingMetrics]
  package let testedPeople: Int
  package let allowsRepeats: Bool
  package let definition: Phrase
  package let grade: Grade
  package let notices: [Notice]
  private let model: Recommender
  private let matrix: SparseMatrix
  private let options: RecommendOptions
  private let places: [String: Int]
  private let excluded: Set<Int>

  package static func of(
    _ table: Table, options: RecommendOptions, _ run: Run
  ) throws -> Recommendation {
    let choices = try Choices(table, asOf: options.asOf, run)
    return try Recommendation(choices, options, run)
  }

  private init(_ choices: Choices, _ options: RecommendOptions, _ run: Run) throws {
    self.choices = choices
    self.options = options
    let allowsRepeats =
      options.repeats == .yes || (options.repeats == .auto && choices.repeatShare >= 0.3)
    let hidden = HiddenChoices(choices, seed: options.seed)
    if options.isStrict, hidden.tests.count < 20 {
      throw AnalyticsError.notEnoughData(
        have: hidden.tests.count, need: 20, what: "customers with two choices")
    }
    let metrics = try Self.compare(choices, hidden, options, allowsRepeats, run)
    let best = Self.chosen(metrics, options)
    run.report(0.7, Phrase(en: "learning from everything", zh: "用全部数据学习"))
    let matrix = choices.matrix(choices.events)
    model = try Recommender(best, matrix, options, run)
    self.matrix = matrix
    self.allowsRepeats = allowsRepeats
    method = best.rawValue
    evaluation = metrics
    testedPeople = hidden.tests.count
    places = Dictionary(
      choices.people.enumerated().map { ($0.element, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    let known = Dictionary(
      choices.items.enumerated().map { ($0.element, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    excluded = Set(options.exclude.compactMap { known[$0] })
    definition = Self.definition(best, choices, allowsRepeats)
    grade = Self.grade(metrics, best, tested: hidden.tests.count, options.count)
    notices = choices.notices
  }

  /// The models that are asked about, popularity always among them, on the same hidden choices.
  private static func compare(
    _ choices: Choices, _ hidden: HiddenChoices, _ options: RecommendOptions, _ repeats: Bool,
    _ run: Run
  ) throws -> [RankingMetrics] {
    guard !hidden.tests.isEmpty else { return [] }
    let methods: [RecommendOptions.Method] =
      options.method == .auto
      ? [.popularity, .itemCosine, .als]
      : options.method == .popularity ? [.popularity] : [.popularity, options.method]
    let matrix = choices.matrix(hidden.train)
    return try methods.enumerated().map { index, method in
      run.report(
        0.6 * Double(index) / Double(methods.count),
        Phrase(en: "trying \(method.rawValue)", zh: "尝试 \(method.rawValue)"))
      let model = try Recommender(method, matrix, options, run)
      return try RankingMetrics(
        model, matrix, hidden, count: options.count, allowsRepeats: repeats, run)
    }
  }

  private static func chosen(
    _ metrics: [RankingMetrics], _ options: RecommendOptions
  ) -> RecommendOptions.Method {
    guard options.method == .auto else { return options.method }
    guard metrics.first.map({ $0.perPerson.count >= 20 }) ?? false else { return .popularity }
    let best = metrics.max { $0.ndcg < $1.ndcg }
    return best.flatMap { RecommendOptions.Method(rawValue: $0.method) } ?? .popularity
  }

  private static func grade(
    _ metrics: [RankingMetrics], _ method: RecommendOptions.Method, tested: Int, _ count: Int
  ) -> Grade {
    guard let baseline = metrics.first(where: { $0.method == "popularity" }), tested >= 20,
      let own = metrics.first(where: { $0.method == method.rawValue })
    else {
      return Grade(
        .d,
        Phrase(
          en:
            "only \(tested) customers have two choices: too few to test, so what is popular is shown",
          zh: "仅 \(tested) 位客户有两次以上选择，无法检验，展示热门商品"))
    }
    let gains = Moments(of: zip(own.perPerson, baseline.perPerson).map { $0 - $1 })
    let error = (gains.variance / Double(tested)).squareRoot()
    let letter: Grade.Letter =
      gains.mean > 4 * error && gains.mean > 0
      ? .a : gains.mean > 2 * error && gains.mean > 0 ? .b : .c
    let (score, other) = (Words.fixed(own.ndcg, 4), Words.fixed(baseline.ndcg, 4))
    return Grade(
      letter,
      Phrase(
        en:
          "hiding the last choice of \(tested) customers, NDCG@\(count) is \(score); popularity alone "
          + "gives \(other)",
        zh: "隐藏 \(tested) 位客户的最后一次选择，NDCG@\(count) 为 \(score)，仅按热门为 \(other)"),
      metric: "ndcg", score: own.ndcg, baseline: baseline.ndcg)
  }

  private static func definition(
    _ method: RecommendOptions.Method, _ choices: Choices, _ repeats: Bool
  ) -> Phrase {
    let en: String
    let zh: String
    switch method {
    case .als: (en, zh) = ("matrix factorisation of all choices (ALS)", "全部选择的矩阵分解（ALS）")
    case .itemCosine: (en, zh) = ("items chosen by the same people (cosine)", "同一批人选择的商品（余弦相似）")
    default: (en, zh) = ("what most people choose", "大多数人的选择")
    }
    let share = Words.percent(choices.repeatShare)
    return Phrase(
      en: "\(en); items chosen before are \(repeats ? "allowed" : "left out") (\(share) of choices "
        + "are repeats)",
      zh: "\(zh)；已选过的商品\(repeats ? "可再推荐" : "不再推荐")（重复选择占 \(share)）")
  }

  /// The place of a person; nil for somebody unknown.
  package func person(_ id: String) -> Int? { places[id] }

  /// What to recommend to a person, or to somebody unknown with a history given by item ids.
  package func items(person: Int?, history ids: [String] = []) -> [Item] {
    var history = person.map(matrix.history) ?? []
    if person == nil {
      let wanted = Set(ids)
      history = choices.items.indices.filter { wanted.contains(choices.items[$0]) }
        .map { (Int32($0), 1) }
    }
    let own = Set(history.map { Int($0.item) })
    let isCold = history.isEmpty
    let least = Double(options.minSupport)
    let source = isCold ? coldModel : model
    let best = source.best(options.count, history) { item in
      source.popularity[item] >= least && !excluded.contains(item)
        && (allowsRepeats && person != nil || !own.contains(item))
    }
    return best.map { item(source, history, $0.item, $0.score) }
  }

  /// Popularity, for those of whom nothing is known.
  private var coldModel: Recommender { Recommender(popularOf: model) }

  private func item(_ model: Recommender, _ history: History, _ item: Int, _ score: Double) -> Item
  {
    let evidence = model.evidence(history, item: item).prefix(3).map { Int($0.item) }
    let names = evidence.map(name)
    let count = Int(model.popularity[item])
    let text: Phrase
    let kind: String
    if evidence.isEmpty {
      kind = "popular"
      let who = choices.areBaskets ? ("baskets hold it", "个购物篮包含") : ("customers chose it", "位客户选择")
      text = Phrase(en: "\(count) \(who.0)", zh: "\(count) \(who.1)")
    } else if evidence.contains(item) {
      kind = "bought"
      text = Phrase(en: "chosen before, and likely to be again", zh: "曾经选择，可能再次需要")
    } else {
      kind = "similarItem"
      let list = names.joined(separator: ", ")
      text = Phrase(
        en: "goes with \(list); \(count) chose it", zh: "与 \(list) 常被同一批客户选择；\(count) 人选择")
    }
    return Item(
      id: choices.items[item], name: choices.itemNames?[item], score: score, kind: kind,
      evidence: evidence.map { choices.items[$0] }, text: text)
  }

  private func name(_ item: Int) -> String { choices.itemNames?[item] ?? choices.items[item] }
}

extension Recommender {
  /// The popularity that another model knows.
  init(popularOf other: Recommender) {
    kind = .popularity
    popularity = other.popularity
  }
}
