/// Points that add up to a risk, as lenders use them.
import Analytics
import Contract
import Support
import Tables
import Wire

enum ScorecardMethod: Method {
  static let name = "scorecard"
  static let group = Group.value
  static let summary = "Make a card of points for a risk, score every customer, and say why."
  static let effect = Effect.computes
  static let errors =
    DataErrors.codes + [
      .singleClass, .notEnoughData, .leakageSuspected, .constantFeatures, .purposeRequired,
    ]
  static let tool: ToolWords? = ToolWords(
    en: "Scorecard", zh: "评分卡",
    "Use it to grade a risk by points that people can add up: give path, target (whose yes is bad)"
      + " and purpose, which is needed because such scores decide about people. Gives the table of"
      + " points, each customer's score with what cost most, KS and Gini on unseen rows.")

  struct Params: Parameters {
    var data = DataParams()
    var target: String?
    var positive: String?
    var features: AutoOr<[String]> = .auto
    var purpose: String?
    var pdo = 20.0
    var base = 600.0
    var baseOdds = 50.0
    var bins = 5
    var test = TestInput()

    static let fields: [Field<Self>] =
      DataParams.fields.lifted(\.data) + [
        Field(
          "target", \.target,
          "The column whose yes is bad, by header or role; auto takes a target or churn column."),
        Field("positive", \.positive, "The value of the target that is bad."),
        Field(
          "features", \.features, "Columns of the card; auto takes all that may be.",
          default: "auto"),
        Field("purpose", \.purpose, "What the scores are for; needed."),
        Field("pdo", \.pdo, "Points that double the odds of good.", in: 1...1000, default: 20),
        Field(
          "base", \.base, "The score at which the odds are baseOdds.", in: 0...10_000, default: 600),
        Field(
          "baseOdds", \.baseOdds, "Odds of good at base.", in: 0.001...1_000_000, default: 50),
        Field("bins", \.bins, "Classes of a number at most.", in: 2...20, default: 5),
        Field("test", \.test, "Which rows test the card."),
      ]
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<ScorecardAnswer> {
    guard let purpose = params.purpose, !purpose.isEmpty else {
      throw Failure(
        .purposeRequired, "params.purpose: expected what the scores are for, found nothing",
        hint: Phrase(
          en: "say the purpose, such as \"limit of invoices\"; scores decide about people",
          zh: "请说明用途，例如“赊账额度”；评分会影响到个人"),
        facts: [JSONMember("path", "params.purpose")])
    }
    let opened = try workspace.open(params.data, run)
    var options = PredictionOptions()
    options.settings.seed = UInt64(params.data.seed)
    (options.target, options.positive) = (params.target, params.positive)
    options.features = params.features.value
    options.split = params.test.split
    options.testFraction = params.test.fraction
    options.isStrict = params.data.strict
    options.asOf = params.data.asOf?.days
    var card = ScorecardOptions()
    (card.pdo, card.base, card.baseOdds) = (params.pdo, params.base, params.baseOdds)
    card.bins = params.bins
    let result = try Scorecard(opened.table, options, card, run)
    let say = Speaker(params.data.lang, of: opened.table)
    let page = try Page(params.data, order: result.scores.ascendingPlaces()) { result.ids[$0] }
    let explain = params.data.explain
    let make: @Sendable (Int) -> CardRow = { CardRow(result, $0, explain: explain, say) }
    var answer = ScorecardAnswer(result, params, opened.table, page, say, run, rows: make)
    answer.envelope.output = try page.save(params.data, in: workspace, run, make)
    return Outcome(answer, changes: opened.changes)
  }
}

struct ScorecardAnswer: Answer {
  var envelope: Envelope
  let target: String
  let bad: String
  let card: [CardPart]
  let customers: RowList<CardRow>
  let evaluation: EvaluationAnswer
  let ks: Double
  let gini: Double?

  static let members: [Member<Self>] =
    Envelope.opening.map { $0.lifted(\.envelope) } + [
      Member("target", \.target, "The column whose yes is bad."),
      Member("bad", \.bad, "The value of the target that is bad."),
      Member("card", \.card, "The points of each class of each feature, by what they tell."),
      Member("customers", \.customers, "Customers by rising score: the riskiest first."),
      Member("evaluation", \.evaluation, "How well the points tell bad on rows not seen."),
      Member(
        "ks", \.ks, "The largest distance between good and bad below a score, on unseen rows."),
      Member("gini", \.gini, "Twice the area under the ROC curve less one, on unseen rows."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }

  init(
    _ result: Scorecard, _ params: ScorecardMethod.Params, _ table: Table, _ page: Page,
    _ say: Speaker, _ run: Run, rows: @escaping @Sendable (Int) -> CardRow
  ) {
    target = result.target.header
    bad = result.target.label?.positive ?? ""
    card = result.parts.enumerated()
      .sorted {
        ($1.element.informationValue, $0.offset) < ($0.element.informationValue, $1.offset)
      }
      .map { CardPart($0.element) }
    customers = page.list(params.data, rows)
    evaluation = EvaluationAnswer(result.evaluation, say)
    (ks, gini) = (result.ks, result.gini)
    let shown = result.gini.map { Words.fixed($0, 2) } ?? "-"
    let count = result.parts.count
    let (pdo, base) = (Words.short(params.pdo), Words.short(params.base))
    let odds = Words.short(params.baseOdds)
    envelope = Envelope(
      summary: say(
        Phrase(
          en:
            "a card of \(count) features tells \(target) = \(bad) with a Gini of \(shown) and a KS"
            + " of \(Words.fixed(result.ks, 2)).",
          zh: "\(count) 个特征的评分卡识别 \(target) = \(bad)：Gini \(shown)，KS \(Words.fixed(result.ks, 2))。"
        )),
      grade: GradeAnswer(result.evaluation.grade, say),
      definition: say(
        Phrase(
          en:
            "score = the sum of the points; \(base) points mean odds of \(odds) to 1 of good, \(pdo)"
            + " points more double them; purpose: \(params.purpose ?? "")",
          zh: "得分为各项分值之和；\(base) 分对应好坏比 \(odds):1，每增加 \(pdo) 分好坏比翻倍；用途：\(params.purpose ?? "")")),
      warnings: (table.notices + result.notices).map { say($0) },
      meta: Meta(
        table, method: "scorecard", customers: result.ids.count, seed: params.data.seed, run),
      total: page.total, nextCursor: page.nextCursor)
  }
}

struct CardPart: Answer {
  let part: Scorecard.Part

  init(_ part: Scorecard.Part) { self.part = part }

  static let members: [Member<Self>] = [
    Member("feature", \.part.feature, "The feature."),
    Member(
      "informationValue", \.part.informationValue,
      "How well it parts good and bad: under 0.02 not, over 0.3 strongly."),
    Member("classes", \.classes, "Its classes and their points."),
  ]

  private var classes: [CardClass] { part.classes.map { CardClass(own: $0) } }
}

struct CardClass: Answer {
  let own: Scorecard.Class

  static let members: [Member<Self>] = [
    Member("class", \.own.words, "What belongs to it."),
    Member("points", \.own.points, "What it adds to the score."),
    Member("evidence", \.own.evidence, "Weight of evidence: log of shares of good over bad."),
    Member("share", \.own.share, "The share of the rows in it."),
    Member("badRate", \.own.badRate, "How many of them were bad."),
  ]
}

struct CardRow: Answer {
  let customerId: String
  let score: Double
  let probability: Double
  let reasons: [CardReason]

  init(_ card: Scorecard, _ customer: Int, explain: Int, _ say: Speaker) {
    customerId = card.ids[customer]
    score = card.scores[customer]
    probability = card.probabilities[customer]
    reasons = card.reasons(customer).prefix(explain).map { part, lost in
      CardReason(card, customer, part, lost, say)
    }
  }

  static let members: [Member<Self>] = [
    Member("customerId", \.customerId, "The customer, or the number of the row."),
    Member("score", \.score, "The sum of the points."),
    Member("probability", \.probability, "The chance of bad that the score stands for."),
    Member("reasons", \.reasons, "What cost most points against the best class of a feature."),
  ]
}

struct CardReason: Answer {
  let feature: String
  let value: String
  let points: Double
  let lost: Double
  let text: Said

  init(_ card: Scorecard, _ customer: Int, _ part: Int, _ lost: Double, _ say: Speaker) {
    let own = card.points(customer, part)
    feature = card.parts[part].feature
    (value, points) = (own.words, own.points)
    self.lost = lost
    let shown = Words.fixed(lost, 0)
    text = say(
      Phrase(
        en: "\(feature) \(own.words) costs \(shown) points",
        zh: "\(feature) \(own.words) 失 \(shown) 分"))
  }

  static let members: [Member<Self>] = [
    Member("feature", \.feature, "The feature."),
    Member("value", \.value, "The class the customer is in."),
    Member("points", \.points, "The points of that class."),
    Member("lost", \.lost, "Points below the best class."),
    Member("text", \.text, "The same in words."),
  ]
}
