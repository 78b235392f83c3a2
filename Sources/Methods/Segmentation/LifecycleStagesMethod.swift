/// Where each customer stands in a life with the shop, and what to do next.
import Analytics
import Contract
import Support
import Tables
import Wire

enum LifecycleStagesMethod: Method {
  static let name = "lifecycleStages"
  static let group = Group.segmentation
  static let summary =
    "Say where each customer stands: new, active, loyal, at risk, dormant, lost, won back."
  static let effect = Effect.computes
  static let errors = DataErrors.codes
  static let tool: ToolWords? = ToolWords(
    en: "Lifecycle stages", zh: "客户生命周期",
    "Use it to see how many customers are new, active, loyal, at risk, dormant, lost or won back, by"
      + " each customer's own rhythm of buying. Give path to a file of orders (customer, date,"
      + " amount). Gives counts, revenue and a next step per stage, and the stage of each customer."
  )

  struct Params: Parameters {
    var data = DataParams()
    var activeGaps = 1.5
    var riskGaps = 3.0
    var dormantGaps = 6.0
    var newDays: Int?
    var loyalOrders: Int?

    static let fields: [Field<Self>] =
      DataParams.fields.filter { !["seed", "explain", "strict"].contains($0.name) }.lifted(\.data)
      + [
        Field(
          "activeGaps", \.activeGaps, "Silence up to so many own gaps is active.",
          in: 0.1...100, default: 1.5),
        Field(
          "riskGaps", \.riskGaps, "Silence up to so many own gaps is at risk.", in: 0.1...100,
          default: 3),
        Field(
          "dormantGaps", \.dormantGaps, "Silence up to so many own gaps is dormant; beyond, lost.",
          in: 0.1...100, default: 6),
        Field(
          "newDays", \.newDays,
          "A first and only purchase within so many days is new; the usual gap when not given.",
          in: 1...3_650),
        Field(
          "loyalOrders", \.loyalOrders,
          "So many orders make an active customer loyal; the best fifth, at least 3, when not given.",
          in: 2...10_000),
      ]
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<LifecycleAnswer> {
    guard params.activeGaps <= params.riskGaps, params.riskGaps <= params.dormantGaps else {
      throw ParameterError(
        path: "params.riskGaps", expected: "activeGaps <= riskGaps <= dormantGaps",
        found: "\(params.activeGaps), \(params.riskGaps), \(params.dormantGaps)")
    }
    let opened = try workspace.open(params.data, run)
    var options = LifecycleOptions()
    options.activeGaps = params.activeGaps
    options.riskGaps = params.riskGaps
    options.dormantGaps = params.dormantGaps
    options.newDays = params.newDays
    options.loyalOrders = params.loyalOrders
    options.asOf = params.data.asOf?.days
    let result = try LifecycleStages(opened.table, options: options, run)
    let say = Speaker(params.data.lang, of: opened.table)
    try run.checkpoint()
    let order = result.order
    let page = try Page(params.data, order: order) { result.customers[$0].id }
    let make: @Sendable (Int) -> StageRow = { StageRow(result.customers[$0], result.hasMoney, say) }
    var answer = LifecycleAnswer(result, opened.table, params.data, page, say, run, rows: make)
    answer.envelope.output = try page.save(params.data, in: workspace, run, make)
    return Outcome(answer, changes: opened.changes)
  }
}

struct StageRow: Answer {
  let customerId: String
  let stage: String
  let stageName: Said
  let daysSinceLast: Int?
  let expectedGapDays: Double?
  let orders: Int
  let revenue: Double?

  init(_ customer: LifecycleStages.Customer, _ hasMoney: Bool, _ say: Speaker) {
    customerId = customer.id
    stage = customer.stage.rawValue
    stageName = say(StageWords.of(customer.stage).name)
    let isKnown = customer.orders > 0
    daysSinceLast = isKnown ? customer.silenceDays : nil
    expectedGapDays = isKnown ? (customer.gapDays * 10).rounded() / 10 : nil
    orders = customer.orders
    revenue = hasMoney ? customer.revenue : nil
  }

  static let members: [Member<Self>] = [
    Member("customerId", \.customerId, "The customer."),
    Member("stage", \.stage, "The stage, as a word that never changes."),
    Member("stageName", \.stageName, "Its name."),
    Member("daysSinceLast", ifAny: \.daysSinceLast, "Days since the last purchase."),
    Member("expectedGapDays", ifAny: \.expectedGapDays, "Days between purchases to expect."),
    Member("orders", \.orders, "Orders."),
    Member("revenue", ifAny: \.revenue, "Money spent, returns subtracted."),
  ]
}
