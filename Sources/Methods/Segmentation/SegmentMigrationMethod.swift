/// How customers moved between stages from one day to another: flows, losers, winners.
import Analytics
import Contract
import Support
import Tables
import Wire

enum SegmentMigrationMethod: Method {
  static let name = "segmentMigration"
  static let group = Group.segmentation
  static let summary = "Compare two days: who moved from which lifecycle stage to which."
  static let effect = Effect.computes
  static let errors = DataErrors.codes
  static let tool: ToolWords? = ToolWords(
    en: "Segment migration", zh: "客户迁移",
    "Use it to see how the customer base changed between two days: how many loyal or active"
      + " customers slipped to at risk, dormant or lost, and who was won back. Give path to a file"
      + " of orders. Gives a transition table and the customers, greatest losses first.")

  struct Params: Parameters {
    var data = DataParams()
    var from: DateInput?
    var to: DateInput?

    private static let left: Set<String> = ["seed", "explain", "strict", "asOf"]

    static let fields: [Field<Self>] =
      DataParams.fields.filter { !left.contains($0.name) }.lifted(\.data) + [
        Field("from", \.from, "The first day; the middle of the data when not given."),
        Field("to", \.to, "The second day; the last day of the data when not given."),
      ]
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<MigrationAnswer> {
    let opened = try workspace.open(params.data, run)
    let result = try SegmentMigration(
      opened.table, from: params.from?.days, to: params.to?.days, options: LifecycleOptions(), run)
    let say = Speaker(params.data.lang, of: opened.table)
    let page = try Page(params.data, order: Array(result.moves.indices)) { result.moves[$0].id }
    let make: @Sendable (Int) -> MoveRow = { MoveRow(result.moves[$0], result.hasMoney) }
    var answer = MigrationAnswer(
      result, opened.table, page, say, run, rows: page.list(params.data, make))
    answer.envelope.output = try page.save(params.data, in: workspace, run, make)
    return Outcome(answer, changes: opened.changes)
  }
}

struct MigrationAnswer: Answer {
  var envelope: Envelope
  let from: String
  let to: String
  let flows: [FlowAnswer]
  let customers: RowList<MoveRow>

  static let members: [Member<Self>] =
    Envelope.opening.map { $0.lifted(\.envelope) } + [
      Member("from", \.from, "The first day."),
      Member("to", \.to, "The second day."),
      Member("flows", \.flows, "Every pair of stages that somebody went between."),
      Member("customers", \.customers, "The customers: falls first, by money times steps."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }

  init(
    _ result: SegmentMigration, _ table: Table, _ page: Page, _ say: Speaker, _ run: Run,
    rows: RowList<MoveRow>
  ) {
    from = CivilDate.text(days: result.from)
    to = CivilDate.text(days: result.to)
    flows = result.flows.map { flow in
      let all = result.flows.filter { $0.from == flow.from }.reduce(0) { $0 + $1.customers }
      return FlowAnswer(
        from: flow.from?.rawValue, to: flow.to.rawValue, customers: flow.customers,
        share: Double(flow.customers) / Double(max(1, all)),
        revenue: result.hasMoney ? flow.revenue : nil)
    }
    customers = rows
    envelope = Envelope(
      summary: say(Self.summary(result)), grade: GradeAnswer(.ofCounts, say),
      definition: say(
        Phrase(
          en: "Stages are those of lifecycleStages, each day judged by what was known on it",
          zh: "阶段定义同 lifecycleStages，两个日期各按当时已知数据判断")),
      warnings: (table.notices + result.notices).map { say($0) },
      meta: Meta(
        table, method: "segmentMigration", customers: result.moves.count, asOf: result.to, run),
      total: page.total, nextCursor: page.nextCursor)
  }

  private static func summary(_ result: SegmentMigration) -> Phrase {
    let (known, up, down) = result.balance
    let (start, end) = (CivilDate.text(days: result.from), CivilDate.text(days: result.to))
    let rose = Words.percent(Double(up) / Double(max(1, known)))
    let fell = Words.percent(Double(down) / Double(max(1, known)))
    let came = result.moves.count - known
    return Phrase(
      en: "Of \(known) customers known on \(start), \(fell) fell to a worse stage by \(end) and "
        + "\(rose) rose; \(came) came new.",
      zh: "\(start) 已有的 \(known) 位客户中，到 \(end) 有 \(fell) 阶段变差、\(rose) 变好；新增 \(came) 位。")
  }
}

struct FlowAnswer: Answer {
  let from: String?
  let to: String
  let customers: Int
  let share: Double
  let revenue: Double?

  static let members: [Member<Self>] = [
    Member("from", \.from, "The stage on the first day; null for those who came later."),
    Member("to", \.to, "The stage on the second day."),
    Member("customers", \.customers, "Customers who went that way."),
    Member("share", \.share, "Their share of all who began there."),
    Member("revenue", ifAny: \.revenue, "Money they spent, until the second day."),
  ]
}

struct MoveRow: Answer {
  let customerId: String
  let from: String?
  let to: String
  let steps: Int
  let revenue: Double?

  init(_ move: SegmentMigration.Move, _ hasMoney: Bool) {
    customerId = move.id
    from = move.from?.rawValue
    to = move.to.rawValue
    steps = move.steps
    revenue = hasMoney ? move.revenue : nil
  }

  static let members: [Member<Self>] = [
    Member("customerId", \.customerId, "The customer."),
    Member("from", \.from, "The stage on the first day; null when not there yet."),
    Member("to", \.to, "The stage on the second day."),
    Member("steps", \.steps, "Steps up; negative for down."),
    Member("revenue", ifAny: \.revenue, "Money spent until the second day."),
  ]
}
