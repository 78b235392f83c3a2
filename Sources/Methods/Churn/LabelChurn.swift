/// Orders made into a table that says who left, for those who want to learn from it themselves.
import Analytics
import Contract
import Support
import Tables
import Wire

enum LabelChurn: Method {
  static let name = "labelChurn"
  static let group = Group.churn
  static let summary =
    "Make a labelled table of orders: who stood where on some days, and who left."
  static let effect = Effect.computes
  static let errors = DataErrors.codes + [.singleClass]
  static let tool: ToolWords? = ToolWords(
    en: "Label churn", zh: "生成流失标签",
    "Use it to turn orders into a table for learning: one row per customer and cutoff, features from"
      + " before the cutoff only, and whether the customer bought in the window after it. Says why"
      + " this window, and how many left at each cutoff; write it with outputPath.")

  struct Params: Parameters {
    var data = DataParams()
    var windowDays: AutoOr<Int> = .auto
    var observationDays: Int?
    var gapDays = 0
    var cutoffs: AutoOr<[DateInput]> = .auto

    private static let left: Set<String> = ["seed", "explain", "strict"]

    static let fields: [Field<Self>] =
      DataParams.fields.filter { !left.contains($0.name) }.lifted(\.data) + [
        Field(
          "churnWindowDays", \.windowDays,
          "Silence that counts as leaving; auto is the 90th percentile of gaps.", in: 1...3650),
        Field(
          "observationDays", \.observationDays, "How far back features look; all when not given.",
          in: 1...36_500),
        Field(
          "gapDays", \.gapDays, "Days between what features and what labels see.", in: 0...3650,
          default: 0),
        Field(
          "cutoffs", \.cutoffs,
          "Days on which customers are looked at; auto takes up to twelve that do not overlap.",
          default: "auto"),
      ]
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<LabelsAnswer> {
    let opened = try workspace.open(params.data, run)
    var options = ChurnLabelOptions()
    options.windowDays = params.windowDays.value
    options.observationDays = params.observationDays
    options.gapDays = params.gapDays
    if let days = params.cutoffs.value, !days.isEmpty { options.cutoffs = days.map(\.days) }
    options.asOf = params.data.asOf?.days
    let labels = try ChurnLabels(opened.table, options, run)
    let say = Speaker(params.data.lang, of: opened.table)
    let page = try Page(params.data, order: Array(labels.rows.indices)) {
      labels.rows[$0].customerId
    }
    let make: @Sendable (Int) -> LabelRow = { LabelRow(row: labels.rows[$0]) }
    var answer = LabelsAnswer(labels, opened.table, params.data, page, say, run, rows: make)
    answer.envelope.output = try page.save(params.data, in: workspace, run, make)
    return Outcome(answer, changes: opened.changes)
  }
}

struct LabelsAnswer: Answer {
  var envelope: Envelope
  let windowDays: Int
  let gapDays: Int
  let cutoffs: [CutoffAnswer]
  let rows: RowList<LabelRow>

  static let members: [Member<Self>] =
    Envelope.opening.map { $0.lifted(\.envelope) } + [
      Member("churnWindowDays", \.windowDays, "Silence that counts as leaving."),
      Member("gapDays", \.gapDays, "Days between what features and what labels see."),
      Member("cutoffs", \.cutoffs, "The days that were looked at, the latest first."),
      Member("rows", \.rows, "A row per customer and cutoff."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }

  init(
    _ labels: ChurnLabels, _ table: Table, _ params: DataParams, _ page: Page, _ say: Speaker,
    _ run: Run, rows: @escaping @Sendable (Int) -> LabelRow
  ) {
    windowDays = labels.windowDays
    gapDays = labels.gapDays
    cutoffs = labels.cutoffs.map { CutoffAnswer(cutoff: $0) }
    self.rows = page.list(params, rows)
    let (count, share) = (
      labels.rows.count, Words.percent(Double(labels.leftCount) / Double(max(1, labels.rows.count)))
    )
    let why =
      labels.isWindowAutomatic
      ? (" (the 90th percentile of the gaps between orders, rounded)", "（订单间隔的 90 分位，取整）")
      : ("", "")
    envelope = Envelope(
      summary: say(
        Phrase(
          en: "\(count) rows of \(labels.cutoffs.count) cutoffs; \(share) left.",
          zh: "\(labels.cutoffs.count) 个截止日共 \(count) 行，流失 \(share)。")),
      grade: nil,
      definition: say(
        Phrase(
          en: "churned = no purchase within \(labels.windowDays) days\(why.0) from"
            + " \(labels.gapDays) days after the cutoff; features see nothing after the cutoff; those"
            + " silent for longer than the window at the cutoff are left out",
          zh: "流失 = 截止日 \(labels.gapDays) 天后的 \(labels.windowDays) 天内\(why.1)无购买；特征只用截止日之前的数据；"
            + "截止日前已沉默超过窗口的客户不计入")),
      warnings: (table.notices + labels.notices).map { say($0) },
      meta: Meta(table, method: "labelChurn", asOf: labels.asOf, run), total: page.total,
      nextCursor: page.nextCursor)
  }
}

struct CutoffAnswer: Answer {
  let cutoff: ChurnLabels.Cutoff

  static let members: [Member<Self>] = [
    Member("cutoff", \.day, "The day."),
    Member("customers", \.cutoff.customers, "Customers who were there."),
    Member("left", \.cutoff.left, "How many of them left."),
    Member("rate", \.cutoff.rate, "Their share."),
  ]

  private var day: String { CivilDate.text(days: cutoff.day) }
}

struct LabelRow: Answer {
  let row: ChurnLabels.Row

  static let members: [Member<Self>] =
    [
      Member("customerId", \.row.customerId, "The customer."),
      Member("cutoff", \.day, "The day the customer is looked at."),
      Member("churned", \.churned, "1 when nothing was bought in the window after it, else 0."),
    ]
    + ChurnLabels.featureNames.indices.map { place in
      Member(
        ChurnLabels.featureNames[place], \.row.features[place], Self.words[place])
    }

  private static let words = [
    "Days since the last order.", "The same in the customer's usual intervals.", "Orders so far.",
    "Days since the first order.", "Orders in the window before.", "Mean order value.",
    "Spent in the window before.",
  ]

  private var day: String { CivilDate.text(days: row.cutoff) }
  private var churned: Int { row.hasLeft ? 1 : 0 }
}
