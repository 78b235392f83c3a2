/// When each customer is to be expected again, and who is overdue.
import Analytics
import Contract
import Support
import Tables
import Wire

enum NextPurchaseMethod: Method {
  static let name = "nextPurchase"
  static let group = Group.value
  static let summary =
    "When each customer is to be expected again: a window of dates, who is due and who is overdue."
  static let effect = Effect.computes
  static let errors = DataErrors.codes
  static let tool: ToolWords? = ToolWords(
    en: "Next purchase", zh: "下次购买",
    "Use it to time a reminder: give path to orders (customer, date). Gives for each customer the"
      + " dates between which the next purchase is to be expected, overdue ones first, and how well"
      + " such dates did on an earlier day.")

  struct Params: Parameters {
    var data = DataParams()

    private static let left: Set<String> = ["seed", "strict", "explain"]

    static let fields: [Field<Self>] =
      DataParams.fields.filter { !left.contains($0.name) }.lifted(\.data)
  }

  struct Output: Answer {
    var envelope: Envelope
    let customers: RowList<NextPurchaseRow>
    let states: OutputMap<Int>
    let usualGapDays: Double
    let test: NextPurchaseTest?

    static let members: [Member<Self>] =
      Envelope.opening.map { $0.lifted(\.envelope) } + [
        Member("customers", \.customers, "Overdue customers first, then due ones by date."),
        Member("states", \.states, "Customers of each state."),
        Member("usualGapDays", \.usualGapDays, "The middle gap between purchases, over customers."),
        Member("test", ifAny: \.test, "The same from an earlier day, held against what came."),
      ] + Envelope.closing.map { $0.lifted(\.envelope) }
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    let opened = try workspace.open(params.data, run)
    let found = try NextPurchase(opened.table, asOf: params.data.asOf?.days, run)
    let say = Speaker(params.data.lang, of: opened.table)
    let page = try Page(params.data, order: found.ranking) { found.customers[$0].id }
    let make: @Sendable (Int) -> NextPurchaseRow = { NextPurchaseRow(found.customers[$0], say) }
    let counts = NextPurchase.State.allCases.map { state in
      (key: state.rawValue, value: found.customers.count { $0.state == state })
    }
    var envelope = Envelope(
      summary: say(summary(found)), grade: GradeAnswer(found.grade, say),
      definition: say(found.definition),
      warnings: (opened.table.notices + found.notices).map { say($0) },
      meta: Meta(
        opened.table, method: "logNormalGaps", customers: found.customers.count, asOf: found.asOf,
        run), total: page.total, nextCursor: page.nextCursor)
    envelope.output = try page.save(params.data, in: workspace, run, make)
    return Outcome(
      Output(
        envelope: envelope, customers: page.list(params.data, make), states: OutputMap(counts),
        usualGapDays: found.usualGap, test: found.test.map { NextPurchaseTest(test: $0) }),
      changes: opened.changes)
  }

  private static func summary(_ found: NextPurchase) -> Phrase {
    let due = found.customers.count { $0.state == .due }
    let overdue = found.customers.count { $0.state == .overdue }
    let gap = Words.short(found.usualGap)
    return Phrase(
      en: "\(found.customers.count) customers: \(due) are due, \(overdue) overdue; the usual gap is"
        + " \(gap) days.",
      zh: "\(found.customers.count) 位客户：\(due) 位到期，\(overdue) 位逾期；通常间隔 \(gap) 天。")
  }
}

struct NextPurchaseRow: Answer {
  let customer: NextPurchase.Customer
  let action: Said

  init(_ customer: NextPurchase.Customer, _ say: Speaker) {
    self.customer = customer
    action = say(Self.action(customer.state))
  }

  static let members: [Member<Self>] = [
    Member("customerId", \.customer.id, "The customer."),
    Member("state", \.state, "early, due or overdue."),
    Member("expectedDate", \.middle, "The middle of the window."),
    Member("from", \.low, "One in ten such customers has come again by then."),
    Member("to", \.high, "Nine in ten have."),
    Member(
      "dueBy", \.dueBy, "The day by which nine in ten gaps of this customer would have ended."),
    Member("lastDate", \.last, "The last purchase."),
    Member("daysSinceLast", \.customer.daysSinceLast, "Days of silence."),
    Member("purchases", \.customer.purchases, "Days with a purchase so far."),
    Member("pAlive", \.customer.alive, "The chance of still being a customer (MBG/NBD)."),
    Member("meanValue", ifAny: \.customer.meanValue, "Mean money of a purchase day."),
    Member("action", \.action, "What to do next."),
  ]

  private var state: String { customer.state.rawValue }
  private var low: String { CivilDate.text(days: customer.window.low) }
  private var middle: String { CivilDate.text(days: customer.window.middle) }
  private var high: String { CivilDate.text(days: customer.window.high) }
  private var last: String { CivilDate.text(days: customer.lastDay) }
  private var dueBy: String { CivilDate.text(days: customer.dueBy) }

  private static func action(_ state: NextPurchase.State) -> Phrase {
    switch state {
    case .early: Phrase(en: "nothing now", zh: "暂不需要动作")
    case .due:
      Phrase(en: "a reminder now is in time", zh: "现在提醒正合时宜")
    case .overdue:
      Phrase(en: "ask what is missing; the usual time has passed", zh: "已过通常时间，主动了解原因")
    }
  }
}

struct NextPurchaseTest: Answer {
  let test: NextPurchase.Test

  static let members: [Member<Self>] = [
    Member("from", \.from, "The first day looked at."),
    Member("to", \.to, "The last day."),
    Member("customers", \.test.customers, "Customers by then."),
    Member("bought", \.test.bought, "Those who bought again."),
    Member("expected", \.test.expected, "How many were expected to, if all still are customers."),
    Member("coverage", \.test.coverage, "Of those who bought, the share within the window."),
    Member("mae", \.test.error, "Mean absolute error of the middle, in days."),
    Member("baselineMae", \.test.baselineError, "The same for: last purchase plus the usual gap."),
  ]

  private var from: String { CivilDate.text(days: test.from) }
  private var to: String { CivilDate.text(days: test.to) }
}
