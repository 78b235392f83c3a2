/// How good ways to recommend are on these data, side by side.
import Analytics
import Contract
import Support
import Tables
import Wire

enum EvaluateRecommender: Method {
  static let name = "evaluateRecommender"
  static let group = Group.recommendation
  static let summary =
    "Ways to recommend side by side on hidden choices, beside popularity and chance."
  static let effect = Effect.computes
  static let errors = DataErrors.codes + [.notEnoughData]
  static let tool: ToolWords? = ToolWords(
    en: "Evaluate recommenders", zh: "推荐评估",
    "Use it before relying on recommendations: give path to orders or ratings. Hides each customer's"
      + " last choice, or some by lot, and says how often each way finds them.")

  struct Params: Parameters {
    var data = DataParams()
    var lengths = [1, 5, 10, 20]
    var methods: [RecommendOptions.Method] = [.itemCosine, .als, .ease]
    var repeatItems = RecommendOptions.Repeats.auto
    var minSupport = 1

    private static let left: Set<String> = [
      "customers", "explain", "limit", "cursor", "format", "outputPath", "overwrite", "excel",
    ]

    static let fields: [Field<Self>] =
      DataParams.fields.filter { !left.contains($0.name) }.lifted(\.data) + [
        Field("k", \.lengths, "Lengths of lists.", default: [1, 5, 10, 20]),
        Field(
          "methods", \.methods,
          "Which ways; popularity is always among them. Not auto, hybrid, svd or mfSgd.",
          default: ["itemCosine", "als", "ease"]),
        Field(
          "repeatItems", \.repeatItems,
          "Whether items chosen before may be recommended; auto when 30 % of choices are repeats.",
          default: "auto"),
        Field(
          "minSupport", \.minSupport, "Items fewer people chose are left out.", in: 1...1_000_000,
          default: 1),
      ]
  }

  struct Output: Answer {
    var envelope: Envelope
    let tested: Int
    let models: [TrialRow]
    let random: [ChanceRow]

    static let members: [Member<Self>] =
      Envelope.opening.map { $0.lifted(\.envelope) } + [
        Member("tested", \.tested, "Customers whose choices were hidden."),
        Member("models", \.models, "Popularity first, then the ways that were asked for."),
        Member("random", \.random, "What lists by lot would hit."),
      ] + Envelope.closing.map { $0.lifted(\.envelope) }
  }

  private static let refused: Set<RecommendOptions.Method> = [.auto, .hybrid, .svd, .mfSgd]

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    guard !params.lengths.isEmpty, params.lengths.count <= 20,
      params.lengths.allSatisfy({ (1...1_000).contains($0) })
    else {
      throw ParameterError(
        path: "params.k", expected: "1 to 20 lengths from 1 to 1000",
        found: params.lengths.map(String.init).joined(separator: ", ").quotedShort)
    }
    if let place = params.methods.firstIndex(where: refused.contains) {
      throw ParameterError(
        path: "params.methods[\(place)]",
        expected: "one way, not a choice among several or ratings",
        found: params.methods[place].rawValue)
    }
    let opened = try workspace.open(params.data, run)
    var options = RecommendOptions()
    (options.repeats, options.minSupport) = (params.repeatItems, params.minSupport)
    (options.seed, options.asOf) = (UInt64(params.data.seed), params.data.asOf?.days)
    options.isStrict = params.data.strict
    let trial = try RecommenderTrial.of(
      opened.table, methods: params.methods, lengths: params.lengths, options: options, run)
    let say = Speaker(params.data.lang, of: opened.table)
    let envelope = Envelope(
      summary: say(summary(trial)),
      definition: say(
        Phrase(
          en:
            "\(RecommendWords.hidden(trial.hasTimes).en) of each customer is hidden and looked for among"
            + " all items; items chosen before are \(trial.allowsRepeats ? "allowed" : "left out")",
          zh: "隐藏每位客户的\(RecommendWords.hidden(trial.hasTimes).zh)，在全部商品中查找；已选过的商品"
            + "\(trial.allowsRepeats ? "可再推荐" : "不计入")")),
      warnings: (opened.table.notices + trial.notices).map { say($0) },
      meta: Meta(
        opened.table, method: "lastChoiceOut", customers: trial.people,
        asOf: params.data.asOf?.days, seed: params.data.seed, run))
    return Outcome(
      Output(
        envelope: envelope, tested: trial.tested,
        models: trial.metrics.map { TrialRow($0.label, $0.metrics) },
        random: trial.chance.map { ChanceRow(length: $0.length, hitRate: $0.hitRate) }),
      changes: opened.changes)
  }

  private static func summary(_ trial: RecommenderTrial) -> Phrase {
    let best = trial.metrics.max { $0.metrics.ndcg < $1.metrics.ndcg }
    let popularity = Words.fixed(trial.metrics.first?.metrics.ndcg ?? 0, 4)
    let (label, score) = (best?.label ?? "popularity", Words.fixed(best?.metrics.ndcg ?? 0, 4))
    return Phrase(
      en: "of \(trial.metrics.count) ways, \(label) finds hidden choices best: NDCG@10 \(score);"
        + " popularity \(popularity).",
      zh: "\(trial.metrics.count) 种方法中 \(label) 最能找回隐藏的选择：NDCG@10 为 \(score)，热门为 \(popularity)。")
  }
}

struct TrialRow: Answer {
  let method: String
  let metrics: RankingMetrics
  let lengths: [LengthRow]
  let warm: ActivityRow?
  let cold: ActivityRow?

  init(_ label: String, _ metrics: RankingMetrics) {
    method = label
    self.metrics = metrics
    lengths = metrics.figures.map(LengthRow.init)
    warm = metrics.warm.map(ActivityRow.init)
    cold = metrics.cold.map(ActivityRow.init)
  }

  static let members: [Member<Self>] = [
    Member("method", \.method, "The way, with its settings."),
    Member("atK", \.lengths, "Figures at each length of list."),
    Member("coverage", \.metrics.coverage, "Share of items that are ever shown, ten each."),
    Member("novelty", \.metrics.novelty, "How far from obvious, in bits."),
    Member("warm", ifAny: \.warm, "Those with five or more other choices, at ten."),
    Member("cold", ifAny: \.cold, "Those with fewer, at ten."),
  ]
}

struct ChanceRow: Answer {
  let length: Int
  let hitRate: Double

  static let members: [Member<Self>] = [
    Member("k", \.length, "Items in a list."),
    Member("hitRate", \.hitRate, "Share of customers with a hidden choice in a list by lot."),
  ]
}
