/// Who buys within the next days, and for how much.
import Analytics
import Contract
import Support
import Tables
import Wire

enum PredictPurchase: Method {
  static let name = "predictPurchase"
  static let group = Group.value
  static let summary =
    "Who buys within the next days: anything, one item or a category, and for how much."
  static let effect = Effect.computes
  static let errors = DataErrors.codes + [.notEnoughData, .memoryLimit]
  static let tool: ToolWords? = ToolWords(
    en: "Predict purchases", zh: "购买预测",
    "Use it to choose whom to write to: give path to orders (customer, date, amount) and, if one"
      + " product matters, item or category. Gives each customer's chance of buying within"
      + " horizonDays, what they would spend, and why; tested on what came after an earlier day.")

  struct Params: Parameters {
    var data = DataParams()
    var model = PropensityOptions.Model.auto
    var horizonDays = 30
    var item: String?
    var category: String?
    var threshold: AutoOr<Double> = .auto
    var costs: CostsInput?

    static let fields: [Field<Self>] =
      DataParams.fields.lifted(\.data) + [
        Field("horizonDays", \.horizonDays, "How far ahead.", in: 1...3650, default: 30),
        Field("item", \.item, "One item, by name or id; all purchases when not given."),
        Field("category", \.category, "One category; not together with item."),
        Field(
          "model", \.model,
          "auto takes what the data carry; linear is a line through yes and no: interest, no"
            + " probability.", default: "auto"),
        Field(
          "threshold", \.threshold, "Where yes begins; auto is the best F1 or least cost.",
          in: 0...1),
        Field("costs", \.costs, "What errors cost, to choose the threshold by."),
      ]
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<PropensityAnswer> {
    let wishes = (params.item != nil || params.category != nil)
    if params.item != nil, params.category != nil {
      throw ParameterError(
        path: "params.category", expected: "either item or category", found: "both")
    }
    if wishes, params.model == .mbgNbd {
      throw ParameterError(
        path: "params.model", expected: "auto, logistic, gbdt or linear for an item",
        found: "mbgNbd, which knows all purchases only")
    }
    let opened = try workspace.open(params.data, run)
    var options = PropensityOptions()
    options.model = params.model
    options.horizonDays = params.horizonDays
    (options.item, options.category) = (params.item, params.category)
    options.decision.threshold = params.threshold.value
    options.decision.costs = params.costs.map { ($0.miss, $0.falseAlarm) }
    options.asOf = params.data.asOf?.days
    options.isStrict = params.data.strict
    options.seed = UInt64(params.data.seed)
    let found = try PurchasePropensity.of(opened.table, options, run)
    let say = Speaker(params.data.lang, of: opened.table)
    let page = try Page(params.data, order: found.ranking) { found.ids[$0] }
    let explain = params.data.explain
    let make: @Sendable (Int) -> PropensityRow = {
      PropensityRow(found, $0, explain: explain, say)
    }
    var answer = PropensityAnswer(found, opened.table, params, page, say, run, rows: make)
    answer.envelope.output = try page.save(params.data, in: workspace, run, make)
    return Outcome(answer, changes: opened.changes)
  }
}

extension PropensityOptions.Model: Choice {}

struct PropensityAnswer: Answer {
  var envelope: Envelope
  let customers: RowList<PropensityRow>
  let horizonDays: Int
  let snapshots: [String]
  let expectedBuyers: Double
  let expectedSpend: Double?
  let evaluation: EvaluationAnswer?
  let spendTest: SpendTestAnswer?
  let threshold: Double
  let coefficients: [CoefficientAnswer]
  let base: Double
  let scale: String

  static let members: [Member<Self>] =
    Envelope.opening.map { $0.lifted(\.envelope) } + [
      Member("customers", \.customers, "Customers by falling chance of buying."),
      Member("horizonDays", \.horizonDays, "How far the chance looks ahead."),
      Member("snapshots", \.snapshots, "The days that were learnt from and tested on."),
      Member("expectedBuyers", \.expectedBuyers, "How many are expected to buy."),
      Member("expectedSpend", ifAny: \.expectedSpend, "What all together are expected to spend."),
      Member("evaluation", \.evaluation, "How good the model was on a later day."),
      Member("spendTest", ifAny: \.spendTest, "How good the spend was on a later day."),
      Member("threshold", \.threshold, "The chance from which a customer counts as a buyer."),
      Member("coefficients", \.coefficients, "What the model learnt, on logarithms of figures."),
      Member("base", \.base, "The score of the average customer; reasons add to it."),
      Member("scale", \.scale, "What scores are: logOdds, or value of a line."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }

  init(
    _ found: PurchasePropensity, _ table: Table, _ params: PredictPurchase.Params, _ page: Page,
    _ say: Speaker, _ run: Run, rows: @escaping @Sendable (Int) -> PropensityRow
  ) {
    customers = page.list(params.data, rows)
    horizonDays = found.horizonDays
    snapshots = found.snapshotDays.map { CivilDate.text(days: $0) }
    expectedBuyers = found.expectedBuyers
    expectedSpend = found.spendIfBought.map { _ in
      found.ids.indices.reduce(0) { $0 + (found.expectedSpend($1) ?? 0) }
    }
    evaluation = found.evaluation.map { EvaluationAnswer($0, say) }
    spendTest = found.spendTest.map { SpendTestAnswer(test: $0) }
    threshold = found.threshold
    coefficients = found.coefficients.map {
      CoefficientAnswer($0, isLogOdds: found.explanation.scale == .logOdds)
    }
    base = found.explanation.base
    scale = found.explanation.scale.rawValue
    envelope = Envelope(
      summary: say(Self.summary(found, params, expectedSpend)),
      grade: GradeAnswer(found.grade, say), definition: say(found.definition),
      warnings: (table.notices + found.notices).map { say($0) },
      meta: Meta(
        table, method: found.method, customers: found.ids.count, asOf: found.asOf,
        seed: params.data.seed, run),
      total: page.total, nextCursor: page.nextCursor)
  }

  private static func summary(
    _ found: PurchasePropensity, _ params: PredictPurchase.Params, _ spend: Double?
  ) -> Phrase {
    let (count, buyers) = (found.ids.count, Words.fixed(found.expectedBuyers, 0))
    let money = spend.map { Words.short($0.rounded()) }
    let what = (params.item ?? params.category).map { (" “\($0)”", "“\($0)”") } ?? ("", "")
    let en =
      "\(count) customers: about \(buyers) are expected to buy\(what.0) within"
      + " \(found.horizonDays) days"
    let zh = "\(count) 位客户：预计 \(found.horizonDays) 天内约 \(buyers) 位购买\(what.1)"
    guard let money else { return Phrase(en: en + ".", zh: zh + "。") }
    return Phrase(en: en + ", for about \(money) in all.", zh: zh + "，合计约 \(money)。")
  }
}

struct SpendTestAnswer: Answer {
  let test: (buyers: Int, error: Double, baseline: Double)

  static let members: [Member<Self>] = [
    Member("buyers", \.test.buyers, "Buyers after the day of the test."),
    Member("mae", \.test.error, "Mean absolute error of what they spent."),
    Member("baselineMae", \.test.baseline, "The same for: all spend the mean."),
  ]
}

/// One customer in the answer of `predictPurchase`.
struct PropensityRow: Answer {
  let customerId: String
  let probability: Double
  let interval: [Double]?
  let score: Double
  let spend: Double?
  let expectedSpend: Double?
  let isLikely: Bool
  let reasons: [ReasonAnswer]
  let otherEffects: Double

  init(_ found: PurchasePropensity, _ customer: Int, explain: Int, _ say: Speaker) {
    customerId = found.ids[customer]
    probability = found.probabilities[customer]
    interval = found.interval(customer).map { [$0.lowerBound, $0.upperBound] }
    spend = found.spendIfBought?[customer]
    expectedSpend = found.expectedSpend(customer)
    isLikely = probability >= found.threshold
    let effects = found.explanation.effects(customer)
    score = effects.reduce(found.explanation.base) { $0 + $1.effect }
    reasons = effects.prefix(explain).map { ReasonAnswer($0, say) }
    otherEffects = effects.dropFirst(explain).reduce(0) { $0 + $1.effect }
  }

  static let members: [Member<Self>] = [
    Member("customerId", \.customerId, "The customer."),
    Member("probability", \.probability, "The chance of buying; of a line the interest, 0 to 1."),
    Member(
      "interval", ifAny: \.interval,
      "Where the chance of customers like this one lies in four of five cases."),
    Member("score", \.score, "Log-odds of the chance; of a line the interest itself."),
    Member("spendIfBought", ifAny: \.spend, "What such a buyer spends within the horizon."),
    Member("expectedSpend", ifAny: \.expectedSpend, "The chance times that."),
    Member("likely", \.isLikely, "Whether the chance reaches the threshold."),
    Member("reasons", \.reasons, "What moves the chance most."),
    Member(
      "otherEffects", \.otherEffects,
      "The sum of the effects not listed: base + reasons + this = the score."),
  ]
}
