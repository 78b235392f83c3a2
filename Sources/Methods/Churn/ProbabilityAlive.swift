/// How likely it is that customers are still customers, now and then.
import Analytics
import Contract
import Learning
import Support
import Tables
import Wire

enum ProbabilityAlive: Method {
  static let name = "probabilityAlive"
  static let group = Group.churn
  static let summary = "Say how likely customers are still customers, on one day or several."
  static let effect = Effect.computes
  static let errors = DataErrors.codes + [.customerNotFound]
  static let tool: ToolWords? = ToolWords(
    en: "Probability alive", zh: "活跃概率",
    "Use it to see who has quietly left: a purchase model tells from orders alone how likely each"
      + " customer is still one, on the days in at. With history and one customer in customers it gives"
      + " the whole line from the first order on.")

  enum Model: String, Choice { case mbgNbd, bgNbd, paretoNbd }

  struct Params: Parameters {
    var data = DataParams()
    var days: [DateInput] = []
    var history = false
    var model = Model.mbgNbd

    private static let left: Set<String> = ["seed", "explain", "strict"]

    static let fields: [Field<Self>] =
      DataParams.fields.filter { !left.contains($0.name) }.lifted(\.data) + [
        Field("at", \.days, "Days, up to asOf; asOf alone when not given."),
        Field("history", \.history, "The whole line of the customer in customers.", default: false),
        Field(
          "model", \.model,
          "mbgNbd lets one-time buyers be gone, bgNbd does not; paretoNbd lets customers leave at any"
            + " moment, not only after a purchase.",
          default: "mbgNbd"),
      ]
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<AliveAnswer> {
    if params.days.count > Limits.aliveDays {
      throw ParameterError(
        path: "params.at", expected: "at most \(Limits.aliveDays) days",
        found: "\(params.days.count)")
    }
    if params.history, params.data.customers?.count != 1 {
      throw ParameterError(
        path: "params.customers", expected: "one customer with history",
        found: "\(params.data.customers?.count ?? 0)")
    }
    let opened = try workspace.open(params.data, run)
    let result = try AliveProbabilities(
      opened.table, at: params.days.map(\.days),
      by: PurchaseFit.Family(rawValue: params.model.rawValue) ?? .mbgNbd,
      asOf: params.data.asOf?.days, run)
    let say = Speaker(params.data.lang, of: opened.table)
    let page = try Page(params.data, order: result.ranking) { result.ids[$0] }
    if params.history, page.rows.isEmpty {
      throw AnalyticsError.customerNotFound(id: params.data.customers?.first ?? "", nearest: [])
    }
    let make: @Sendable (Int) -> AliveRow = { AliveRow(result, $0) }
    let path = params.history ? page.rows.first.map(result.path) : nil
    var answer = AliveAnswer(
      result, path, opened.table, params, page, say, run, rows: make)
    answer.envelope.output = try page.save(params.data, in: workspace, run, make)
    return Outcome(answer, changes: opened.changes)
  }
}

struct AliveAnswer: Answer {
  var envelope: Envelope
  let days: [String]
  let expected: [ExpectedAlive]
  let customers: RowList<AliveRow>
  let path: [PathPoint]?

  static let members: [Member<Self>] =
    Envelope.opening.map { $0.lifted(\.envelope) } + [
      Member("at", \.days, "The days, rising."),
      Member("expected", \.expected, "How many are expected to be customers on each day."),
      Member(
        "customers", \.customers,
        "Customers: of several days those who lost most first, of one the least likely first."),
      Member("history", ifAny: \.path, "The line of one customer."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }

  init(
    _ result: AliveProbabilities, _ path: [AliveProbabilities.Point]?, _ table: Table,
    _ params: ProbabilityAlive.Params, _ page: Page, _ say: Speaker, _ run: Run,
    rows: @escaping @Sendable (Int) -> AliveRow
  ) {
    days = result.days.map { CivilDate.text(days: $0) }
    expected = zip(result.days, result.expected).map { day, found in
      ExpectedAlive(day: CivilDate.text(days: day), alive: found.alive, known: found.known)
    }
    customers = page.list(params.data, rows)
    self.path = path.map { $0.map { PathPoint(point: $0) } }
    let last = result.expected.last ?? (0, 0)
    let (alive, known) = (Words.fixed(last.alive, 0), Words.fixed(Double(last.known), 0))
    let day = days.last ?? ""
    envelope = Envelope(
      summary: say(
        Phrase(
          en: "of \(known) customers about \(alive) are still customers on \(day).",
          zh: "\(day) 时 \(known) 位客户中约 \(alive) 位仍为活跃客户。")),
      grade: GradeAnswer(Self.grade(result), say),
      definition: say(
        Phrase(
          en:
            "pAlive is the probability of not having left for good by the end of the day, given the"
            + " orders until then; parameters are those of all orders up to"
            + " \(CivilDate.text(days: result.asOf))",
          zh: "pAlive 为截至当日仍未永久流失的概率，依据当日之前的订单；参数由截至"
            + " \(CivilDate.text(days: result.asOf)) 的全部订单估计")),
      warnings: (table.notices + result.notices).map { say($0) },
      meta: Meta(
        table, method: result.family.rawValue, customers: result.ids.count, asOf: result.asOf, run),
      total: page.total, nextCursor: page.nextCursor)
  }

  private static func grade(_ result: AliveProbabilities) -> Grade {
    guard result.rung != .prior, result.ids.count >= 30 else {
      return Grade(
        .d,
        Phrase(
          en: "too few customers for a fit of their own: cautious defaults stand in",
          zh: "客户过少，无法单独拟合，使用保守默认值"))
    }
    return Grade(
      nil,
      Phrase(
        en:
          "whether somebody is still a customer is never seen; predictChurn tests the same model on"
          + " later orders", zh: "客户是否仍活跃无法直接观察；predictChurn 用后续订单检验同一模型"))
  }
}

struct ExpectedAlive: Answer {
  let day: String
  let alive: Double
  let known: Int

  static let members: [Member<Self>] = [
    Member("at", \.day, "The day."),
    Member("alive", \.alive, "Expected customers."),
    Member("known", \.known, "Customers who had bought by then."),
  ]
}

struct AliveRow: Answer {
  let customerId: String
  let alive: [Double?]
  let change: Double?
  let daysSinceLast: Int

  init(_ result: AliveProbabilities, _ customer: Int) {
    let line = result.alive[customer]
    customerId = result.ids[customer]
    alive = line
    daysSinceLast = result.daysSinceLast[customer]
    change =
      line.count > 1 ? line[0].flatMap { first in line[line.count - 1].map { $0 - first } } : nil
  }

  static let members: [Member<Self>] = [
    Member("customerId", \.customerId, "The customer."),
    Member(
      "pAlive", \.alive, "The probability on each day; null before the first purchase."),
    Member("change", ifAny: \.change, "The last day less the first."),
    Member("daysSinceLast", \.daysSinceLast, "Days of silence at asOf."),
  ]
}

struct PathPoint: Answer {
  let point: AliveProbabilities.Point

  static let members: [Member<Self>] = [
    Member("day", \.day, "The day."),
    Member("pAlive", \.point.alive, "The probability at its end."),
    Member("purchase", \.point.isPurchase, "Whether something was bought."),
  ]

  private var day: String { CivilDate.text(days: point.day) }
}
