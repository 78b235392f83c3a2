/// A weighted score of each customer, with what each part adds.
import Analytics
import Contract
import Support
import Tables
import Wire

enum ScoreCustomerValue: Method {
  static let name = "scoreCustomerValue"
  static let group = Group.value
  static let summary =
    "Rank customers by a weighted score of spend, frequency and lifetime value, part by part."
  static let effect = Effect.computes
  static let errors = DataErrors.codes
  static let tool: ToolWords? = ToolWords(
    en: "Score customer value", zh: "客户价值评分",
    "Use it to rank customers by weights of your own: give path to orders or a customer table, and"
      + " weights of spend, frequency and lifetimeValue. Each is brought to one scale first, so that"
      + " the weights mean what they say. For money expected from here on use ltv.")

  struct Params: Parameters {
    var data = DataParams()
    var weights = ScoreWeights()
    var normalize = CustomerScore.Scale.percentile

    private static let left: Set<String> = ["seed", "strict", "explain"]

    static let fields: [Field<Self>] =
      DataParams.fields.filter { !left.contains($0.name) }.lifted(\.data) + [
        Field(
          "weights", \.weights, "What spend (p), frequency (f) and lifetime value (l) count."),
        Field(
          "normalize", \.normalize, "How the parts are brought to one scale before they are added.",
          default: "percentile"),
      ]
  }

  struct Output: Answer {
    var envelope: Envelope
    let customers: RowList<ScoredCustomer>
    let parts: [ScorePart]

    static let members: [Member<Self>] =
      Envelope.opening.map { $0.lifted(\.envelope) } + [
        Member("customers", \.customers, "Customers by falling score."),
        Member("parts", \.parts, "What the score is made of."),
      ] + Envelope.closing.map { $0.lifted(\.envelope) }
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    var weights = CustomerScore.Weights()
    (weights.spend, weights.frequency, weights.value) = (
      params.weights.p, params.weights.f, params.weights.l
    )
    guard params.weights.p + params.weights.f + params.weights.l > 0 else {
      throw ParameterError(
        path: "params.weights", expected: "at least one above 0", found: "all 0")
    }
    let opened = try workspace.open(params.data, run)
    let score = try CustomerScore(
      opened.table, weights: weights, scale: params.normalize, asOf: params.data.asOf?.days, run)
    let say = Speaker(params.data.lang, of: opened.table)
    let order = try score.ranking(run)
    let page = try Page(params.data, order: order) { score.ids[$0] }
    var ranks = [Int](repeating: 0, count: order.count)
    for (place, customer) in order.enumerated() { ranks[customer] = place + 1 }
    let places = ranks
    let make: @Sendable (Int) -> ScoredCustomer = {
      ScoredCustomer(score, $0, rank: places[$0])
    }
    var envelope = Envelope(
      summary: say(summary(score)), grade: nil, definition: say(score.definition),
      warnings: (opened.table.notices + score.notices).map { say($0) },
      meta: Meta(
        opened.table, method: params.normalize.rawValue, customers: score.ids.count,
        asOf: score.asOf, run),
      total: page.total, nextCursor: page.nextCursor)
    envelope.output = try page.save(params.data, in: workspace, run, make)
    return Outcome(
      Output(
        envelope: envelope, customers: page.list(params.data, make),
        parts: score.parts.map { ScorePart(part: $0) }), changes: opened.changes)
  }

  private static func summary(_ score: CustomerScore) -> Phrase {
    let count = score.ids.count
    let first = score.parts.max { $0.influence < $1.influence }
    let (name, share) = (first?.name ?? "-", Words.percent(first?.influence ?? 0))
    return Phrase(
      en: "\(count) customers are ranked; \(name) makes \(share) of the differences.",
      zh: "已为 \(count) 位客户排序；差异的 \(share) 来自 \(name)。")
  }
}

extension CustomerScore.Scale: Choice {}

/// What the parts of a score count.
struct ScoreWeights: NestedParameters {
  var p = 0.3
  var f = 0.5
  var l = 0.2

  static let fields: [Field<Self>] = [
    Field("p", \.p, "Spend so far.", in: 0...1e6, default: 0.3),
    Field("f", \.f, "Orders so far.", in: 0...1e6, default: 0.5),
    Field("l", \.l, "Lifetime value.", in: 0...1e6, default: 0.2),
  ]
}

struct ScoredCustomer: Answer {
  let customerId: String
  let score: Double
  let rank: Int
  let values: OutputMap<Double>
  let contributions: OutputMap<Double>

  init(_ score: CustomerScore, _ customer: Int, rank: Int) {
    customerId = score.ids[customer]
    self.score = score.scores[customer]
    self.rank = rank
    values = OutputMap(score.parts.map { (key: $0.name, value: $0.raw[customer]) })
    contributions = OutputMap(
      score.contributions(customer).map { (key: $0.name, value: $0.value) })
  }

  static let members: [Member<Self>] = [
    Member("customerId", \.customerId, "The customer."),
    Member("score", \.score, "The sum of the contributions."),
    Member("rank", \.rank, "1 for the highest score; equal ones in the order of the file."),
    Member("values", \.values, "What each part is made of, in its own unit."),
    Member("contributions", \.contributions, "What each part adds."),
  ]
}

struct ScorePart: Answer {
  let part: CustomerScore.Part

  static let members: [Member<Self>] = [
    Member("name", \.part.name, "The part."),
    Member("weight", \.part.weight, "Its weight, as a share of all; as given without a scale."),
    Member(
      "influence", \.part.influence, "The share of the differences between customers it makes."),
  ]
}
