/// How many groups to make: curves by silhouette, gap and stability, and advice.
import Analytics
import Contract
import Support
import Tables
import Wire

enum ChooseClusters: Method {
  static let name = "chooseClusters"
  static let group = Group.segmentation
  static let summary = "Advise how many groups to make: silhouette, gap, and stability."
  static let effect = Effect.computes
  static let errors = DataErrors.codes + [.badClusterCount, .constantFeatures]
  static let tool: ToolWords? = ToolWords(
    en: "Choose the number of groups", zh: "选择分组数",
    "Use it before segment when the number of groups is in question: tries 1 to kMax groups and"
      + " gives the silhouette, the gap against evenly spread points, how far new samples agree,"
      + " and advice in a sentence. Give path to a file of orders or customers.")

  struct Params: Parameters {
    var data = DataParams()
    var most = 10
    var features: AutoOr<[String]> = .auto
    var scale = SegmentOptions.Scale.standard
    var log = LogInput()

    static let fields: [Field<Self>] =
      DataParams.fields.filter { wanted.contains($0.name) }.lifted(\.data) + [
        Field("kMax", \.most, "The largest number of groups tried.", in: 2...20, default: 10),
        Field(
          "features", \.features, "Columns to group by; auto takes all plain numbers.",
          default: "auto"),
        Field("scale", \.scale, "How features are brought to one scale.", default: "standard"),
        Field(
          "log", \.log, "Features to take logarithms of; auto takes strongly skewed ones.",
          default: "auto"),
      ]

    private static let unwanted: Set<String> = [
      "customers", "limit", "cursor", "format", "outputPath", "excel", "overwrite", "explain",
      "strict",
    ]
    private static let wanted = Set(DataParams.fields.map(\.name)).subtracting(unwanted)
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<
    ClusterChoiceAnswer
  > {
    let opened = try workspace.open(params.data, run)
    var options = SegmentOptions()
    options.features = params.features.value
    options.scale = params.scale
    options.log = params.log.choice
    options.seed = UInt64(params.data.seed)
    options.asOf = params.data.asOf?.days
    let choice = try ClusterChoice(opened.table, most: params.most, options: options, run)
    let say = Speaker(params.data.lang, of: opened.table)
    return Outcome(
      ClusterChoiceAnswer(choice, opened.table, params.data, say, run), changes: opened.changes)
  }
}

struct ClusterChoiceAnswer: Answer {
  let envelope: Envelope
  let advised: Int
  let bySilhouette: Int
  let byGap: Int?
  let byStability: Int
  let features: [String]
  let curve: [ChoiceStep]

  init(_ choice: ClusterChoice, _ table: Table, _ params: DataParams, _ say: Speaker, _ run: Run) {
    advised = choice.advised
    bySilhouette = choice.bySilhouette
    byGap = choice.byGap
    byStability = choice.byStability
    features = choice.features
    curve = choice.steps.map(ChoiceStep.init)
    envelope = Envelope(
      summary: say(choice.advice),
      grade: GradeAnswer(
        Grade(
          nil,
          Phrase(en: "advice on a choice, not a prediction", zh: "仅为选择建议，不是预测")), say),
      definition: say(
        Phrase(
          en: "k-means with 1 to \(choice.steps.count) groups, advised by silhouette times"
            + " stability",
          zh: "k-means 分为 1 至 \(choice.steps.count) 组，按轮廓系数乘以稳定性推荐")),
      warnings: (table.notices + choice.notices).map { say($0) },
      meta: Meta(
        table, method: "kmeans", customers: choice.customerCount, asOf: nil, seed: params.seed, run)
    )
  }

  static let members: [Member<Self>] =
    Envelope.opening.map { $0.lifted(\.envelope) } + [
      Member("k", \.advised, "The number of groups advised."),
      Member("bySilhouette", \.bySilhouette, "The number with the best silhouette."),
      Member("byGap", ifAny: \.byGap, "The number by the gap rule; 1 means no groups."),
      Member("byStability", \.byStability, "The number on which new samples agree best."),
      Member("features", \.features, "The columns grouped by."),
      Member("curve", \.curve, "Every number that was tried."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }
}

struct ChoiceStep: Answer {
  let step: ClusterChoice.Step

  init(_ step: ClusterChoice.Step) { self.step = step }

  static let members: [Member<Self>] = [
    Member("k", \.step.k, "Groups."),
    Member("silhouette", ifAny: \.step.silhouette, "Mean silhouette, -1 to 1."),
    Member("inertia", \.step.inertia, "Squared distances to the own centre, on the scale used."),
    Member("gap", \.step.gap, "Log inertia of evenly spread points less the own."),
    Member("gapError", \.step.gapError, "Standard error of the gap."),
    Member(
      "stability", ifAny: \.step.stability, "Agreement of new samples, 1 for the same groups."),
  ]
}
