/// Brings groups of people nearer to each other, and says what that costs.
import Analytics
import Contract
import Learning
import Support
import Tables
import Wire

enum MitigateBias: Method {
  static let name = "mitigateBias"
  static let group = Group.governance
  static let summary =
    "Make a kept model treat groups of people more alike: before, after, and what it costs."
  static let effect = Effect.computes
  static let errors =
    DataErrors.codes + [
      .modelNotFound, .modelIncompatible, .noTrueLabels, .notEnoughData, .constantFeatures,
      .memoryLimit,
    ]
  static let tool: ToolWords? = ToolWords(
    en: "Mitigate bias", zh: "缓解偏差",
    "Use it after auditFairness found a difference: give model, path to rows with the outcome,"
      + " group (a column such as gender) and a method: reweigh, groupThreshold or dropProxy. Shows"
      + " rates, errors and accuracy of unseen rows before and after; saveAs keeps the new model.")

  struct Params: Parameters {
    var model = ""
    var data = DataParams()
    var method = BiasMitigation.Measure.reweigh
    var groupColumn: String?
    var aim = MitigationAim.demographicParity
    var proxyArea = 0.7
    var saveAs: String?

    static let fields: [Field<Self>] =
      [
        Field("model", \.model, "The name it was given as saveAs.", .required),
        Field(
          "method", \.method,
          "reweigh counts rows so that group and outcome are independent; groupThreshold decides by"
            + " a threshold for each group; dropProxy leaves out features that tell the group.",
          default: "reweigh"),
        Field(
          "group", \.groupColumn,
          "The column that parts people; auto takes the first of gender, age and region."),
        Field(
          "aim", \.aim,
          "What thresholds make equal: demographicParity the share that is named, equalOpportunity"
            + " the share of those with the outcome.", default: "demographicParity"),
        Field(
          "proxyArea", \.proxyArea,
          "The area under the curve from which a feature tells the group.", in: 0.5...1,
          default: 0.7),
        Field(
          "saveAs", \.saveAs,
          "Keep the new model under this name; groupThreshold makes none."),
      ] + (DataParams.sourceFields + [DataParams.whereField]).lifted(\.data)
      + DataParams.answerFields.filter { $0.name == "lang" }.lifted(\.data)
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<MitigationAnswer> {
    if let name = params.saveAs {
      try SavedModel.check(name: name)
      guard params.method != .groupThreshold else {
        throw ParameterError(
          path: "params.saveAs", expected: "no name: thresholds for groups make no other model",
          found: name.quotedShort)
      }
    }
    let (saved, trained) = try workspace.prediction(params.model)
    let opened = try workspace.open(params.data, run)
    var options = BiasMitigation.Options()
    options.measure = params.method
    options.aim = params.aim.aim
    options.proxyArea = params.proxyArea
    let found = try BiasMitigation(
      trained, opened.table, group: params.groupColumn, options, run)
    let kept = try params.saveAs.flatMap { name in
      try found.trained.map {
        try workspace.keeping(SavedModel(name, $0, opened.table, seed: saved.seed))
      }
    }
    return Outcome(
      MitigationAnswer(found, saved, opened.table, params, run),
      changes: opened.changes + (kept.map { [$0] } ?? []))
  }
}

extension BiasMitigation.Measure: Choice {}

/// What thresholds of groups make equal.
enum MitigationAim: String, Choice, CaseIterable, Sendable {
  case demographicParity, equalOpportunity

  var aim: GroupThresholds.Aim {
    switch self {
    case .demographicParity: .demographicParity
    case .equalOpportunity: .equalOpportunity
    }
  }
}

struct MitigationAnswer: Answer {
  var envelope: Envelope
  let model: String?
  let method: String
  let before: MitigationSide
  let after: MitigationSide
  let accuracyChange: Bounded
  let thresholds: OutputMap<Double>?
  let proxies: [ProxyAnswer]?

  static let members: [Member<Self>] =
    Envelope.opening.map { $0.lifted(\.envelope) } + [
      Member("model", \.model, "The name the new model is kept under; null when it is not."),
      Member("method", \.method, "The measure that was taken."),
      Member("before", \.before, "The model made again as it was, on unseen rows."),
      Member("after", \.after, "The same with the measure, on the same rows."),
      Member("accuracyChange", \.change, "What the measure does to accuracy: after less before."),
      Member(
        "thresholds", ifAny: \.thresholds, "From which probability the answer is yes, by group."),
      Member(
        "proxies", ifAny: \.proxies,
        "How well each feature alone tells a group: the area under its curve on unseen rows."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }

  private var change: BoundedAnswer { BoundedAnswer(bounded: accuracyChange) }

  init(
    _ found: BiasMitigation, _ saved: SavedModel, _ table: Table,
    _ params: MitigateBias.Params, _ run: Run
  ) {
    let say = Speaker(params.data.lang, of: table)
    model = params.saveAs
    method = params.method.rawValue
    before = MitigationSide(found.before, say)
    after = MitigationSide(found.after, say)
    accuracyChange = found.accuracyChange
    let names = found.before.part.groups.names
    thresholds =
      found.thresholds.isEmpty
      ? nil
      : OutputMap(names.indices.map { (key: names[$0], value: found.thresholds[$0]) })
    proxies = found.proxies.isEmpty ? nil : found.proxies.map { ProxyAnswer(proxy: $0) }
    envelope = Envelope(
      summary: say(Self.summary(found)), grade: GradeAnswer(found.after.figures.grade, say),
      definition: say(Self.definition(found)),
      warnings: (table.notices + Self.notices(found)).map { say($0) },
      meta: Meta(table, method: saved.method, customers: found.rowCount, seed: saved.seed, run))
  }

  private static func summary(_ found: BiasMitigation) -> Phrase {
    let header = found.before.part.groups.header
    let (one, other) = (Words.percent(found.before.accuracy), Words.percent(found.after.accuracy))
    guard let then = found.before.part.selection, let now = found.after.part.selection else {
      return Phrase(
        en: "\(header): too few rows of two groups to say what changed; accuracy \(one) before,"
          + " \(other) after.",
        zh: "\(header)：样本足够的群体不足两个，无法判断变化；准确率由 \(one) 变为 \(other)。")
    }
    let (wide, narrow) = (
      Words.percent(then.difference.value), Words.percent(now.difference.value)
    )
    return Phrase(
      en: "\(header): the rates at which groups are named were \(wide) apart, now \(narrow);"
        + " accuracy \(one) before, \(other) after.",
      zh: "\(header)：各群体被选中比例之差由 \(wide) 变为 \(narrow)；准确率由 \(one) 变为 \(other)。")
  }

  private static func definition(_ found: BiasMitigation) -> Phrase {
    let (test, all) = (found.testCount, found.rowCount)
    let what: (en: String, zh: String) =
      switch found.options.measure {
      case .reweigh:
        (
          "rows are weighted so that group and outcome are independent (Kamiran, Calders 2012)",
          "按群体与结果相互独立的权重训练（Kamiran、Calders 2012）"
        )
      case .groupThreshold:
        (
          "each group has its own threshold, found on rows the model had not seen (Hardt et al. 2016)",
          "每个群体使用各自的阈值，在未见过的数据上求得（Hardt 等 2016）"
        )
      case .dropProxy:
        (
          "features that tell the group with an area of \(Words.short(found.options.proxyArea)) or"
            + " more are left out", "剔除能以 \(Words.short(found.options.proxyArea)) 以上 AUC 识别群体的特征"
        )
      }
    return Phrase(
      en: "\(what.en); both models are made of \(all - test) rows and judged on \(test) others",
      zh: "\(what.zh)；两个模型均用 \(all - test) 行建立，用另外 \(test) 行检验")
  }

  private static func notices(_ found: BiasMitigation) -> [Notice] {
    var notices: [Notice] = []
    if found.options.measure == .groupThreshold {
      notices.append(
        Notice(
          "groupDecides",
          en:
            "the group itself decides about the threshold: in credit, work and housing the law may"
            + " forbid that; ask before you use it",
          zh: "阈值取决于群体本身：在信贷、就业、住房等领域可能违法，使用前请先确认", path: "method"))
    }
    if found.options.measure == .dropProxy, !found.proxies.contains(where: \.isDropped) {
      notices.append(
        Notice(
          "noProxy", en: "no feature tells the group: nothing was left out",
          zh: "没有特征能识别群体，未剔除任何特征", path: "proxyArea"))
    }
    return notices
  }
}

/// A model on unseen rows: how good it is, and how it treats the groups.
struct MitigationSide: Answer {
  let side: BiasMitigation.Side
  let audit: AuditPart

  init(_ side: BiasMitigation.Side, _ say: Speaker) {
    self.side = side
    audit = AuditPart(side.part, say)
  }

  static let members: [Member<Self>] = [
    Member("accuracy", \.side.accuracy, "The share of right decisions."),
    Member("rocAuc", \.area, "Discrimination; the same for any thresholds."),
    Member("logLoss", \.side.figures.score, "The loss of the probabilities."),
    Member("audit", \.audit, "Rates and errors of each group."),
  ]

  private var area: Double? {
    if case .label(let evaluation) = side.figures { evaluation.metrics.rocAuc } else { nil }
  }
}

struct ProxyAnswer: Answer {
  let proxy: BiasMitigation.Proxy

  static let members: [Member<Self>] = [
    Member("feature", \.proxy.feature, "The feature."),
    Member("area", \.proxy.area, "0.5 tells nothing, 1 everything."),
    Member("dropped", \.proxy.isDropped, "Whether it was left out."),
  ]
}
