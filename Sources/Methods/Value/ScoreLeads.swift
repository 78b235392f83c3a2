/// Leads by how likely they are to be won.
import Analytics
import Contract
import Learning
import Support
import Tables
import Wire

enum ScoreLeads: Method {
  static let name = "scoreLeads"
  static let group = Group.value
  static let summary =
    "Score open leads by those whose outcome is known, with reasons and the worth of sources."
  static let effect = Effect.computes
  static let errors =
    DataErrors.codes + [
      .singleClass, .notEnoughData, .leakageSuspected, .constantFeatures, .memoryLimit,
    ]
  static let tool: ToolWords? = ToolWords(
    en: "Score leads", zh: "线索评分",
    "Use it to see whom to call first: give path to a table of leads with a column that says who was"
      + " won (empty for open ones) as target. Gives open leads by probability with reasons, and how"
      + " good each source is.")

  struct Params: Parameters {
    var data = DataParams()
    var target: String?
    var positive: String?
    var features: AutoOr<[String]> = .auto
    var kind = LearnerKind.auto
    var test = TestInput()
    var saveAs: String?

    static let fields: [Field<Self>] =
      DataParams.fields.lifted(\.data) + [
        Field(
          "target", \.target,
          "The column that says who was won, by header or role; auto takes a target column."),
        Field("positive", \.positive, "The value of the target that means won."),
        Field(
          "features", \.features, "Columns to learn from; auto takes all that may be.",
          default: "auto"),
        Field("kind", \.kind, "The kind of model, as in trainModel.", default: "auto"),
        Field("test", \.test, "Which rows test the model."),
        Field("saveAs", \.saveAs, "Keep the model under this name."),
      ]
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<LeadsAnswer> {
    if let name = params.saveAs { try SavedModel.check(name: name) }
    let opened = try workspace.open(params.data, run)
    var options = PredictionOptions()
    options.settings.kind = params.kind
    options.settings.seed = UInt64(params.data.seed)
    (options.target, options.positive) = (params.target, params.positive)
    options.features = params.features.value
    (options.split, options.testFraction) = (params.test.split, params.test.fraction)
    options.groups = params.test.groups
    options.folds = 0
    options.isStrict = params.data.strict
    options.asOf = params.data.asOf?.days
    let leads = try LeadScores(opened.table, options, run)
    let say = Speaker(params.data.lang, of: opened.table)
    let page = try Page(params.data, order: leads.open) { leads.scored.ids[$0] }
    let explain = params.data.explain
    let make: @Sendable (Int) -> LeadRow = { LeadRow(leads, $0, explain: explain, say) }
    var answer = LeadsAnswer(leads, opened.table, params.data, page, say, run, rows: make)
    answer.envelope.output = try page.save(params.data, in: workspace, run, make)
    let kept = try params.saveAs.map { name in
      try workspace.keeping(
        SavedModel(name, leads.trained, opened.table, seed: params.data.seed))
    }
    return Outcome(answer, changes: opened.changes + (kept.map { [$0] } ?? []))
  }
}

struct LeadsAnswer: Answer {
  var envelope: Envelope
  let target: String
  let leads: RowList<LeadRow>
  let tierCounts: OutputMap<Int>
  let base: Double
  let scale: String
  let figures: FiguresAnswer
  let sourceQuality: [SourceAnswer]?
  let importance: [WeightAnswer]
  let leakageReport: [LeakAnswer]

  static let members: [Member<Self>] =
    Envelope.opening.map { $0.lifted(\.envelope) } + [
      Member("target", \.target, "The column that says who was won."),
      Member("leads", \.leads, "Open leads, the likeliest first; all when none is open."),
      Member("tierCounts", \.tierCounts, "Leads of each tier."),
      Member("base", \.base, "The score of the average lead; reasons add to it."),
      Member("scale", \.scale, "What scores are: logOdds, or probability for averages of shares."),
      Member("evaluation", \.figures, "How good the model was on leads it had not seen."),
      Member("sourceQuality", ifAny: \.sourceQuality, "What became of the leads of each source."),
      Member("importance", \.importance, "What is lost when a feature is shuffled."),
      Member("leakageReport", \.leakageReport, "Columns that know the answer too well."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }

  init(
    _ result: LeadScores, _ table: Table, _ params: DataParams, _ page: Page, _ say: Speaker,
    _ run: Run, rows: @escaping @Sendable (Int) -> LeadRow
  ) {
    let model = result.trained.model
    target = model.target
    leads = page.list(params, rows)
    let tiers = result.open.map { result.tier($0) }
    tierCounts = OutputMap(
      LeadScores.Tier.allCases.map { tier in
        (key: tier.rawValue, value: tiers.count { $0 == tier })
      })
    base = result.scored.explanation.base
    scale = result.scored.explanation.scale.rawValue
    figures = FiguresAnswer(result.trained.figures, say)
    sourceQuality = result.sources?.all.map { SourceAnswer(source: $0) }
    importance = result.trained.importances.map(WeightAnswer.init)
    leakageReport = result.trained.leaks.map(LeakAnswer.init)
    let hot = tiers.count { $0 == .hot }
    let (count, rate) = (result.open.count, Words.percent(result.rate))
    let expected = Words.fixed(
      result.open.reduce(0.0) { $0 + result.scored.predictions[$1] }, 0)
    let kind = result.hasOpen ? ("open leads", "条未结线索") : ("leads", "条线索")
    envelope = Envelope(
      summary: say(
        Phrase(
          en:
            "\(count) \(kind.0): about \(expected) are expected to be won, \(hot) are hot; the usual"
            + " rate is \(rate).",
          zh: "\(count) \(kind.1)：预计约 \(expected) 条成交，\(hot) 条为热线索；平均成交率 \(rate)。")),
      grade: GradeAnswer(model.grade, say),
      definition: say(
        Phrase(
          en: "hot is twice the usual rate or more, warm the usual rate or more; the probability is"
            + " that of \(model.target) = \(model.label?.positive ?? "")",
          zh: "热线索为平均成交率两倍以上，温线索为平均以上；概率为 \(model.target) = \(model.label?.positive ?? "")")),
      warnings: (table.notices + result.trained.notices).map { say($0) },
      meta: Meta(
        table, method: model.learner.kind.rawValue, customers: count, seed: params.seed, run),
      total: page.total, nextCursor: page.nextCursor)
  }
}

struct LeadRow: Answer {
  let customerId: String
  let probability: Double
  let tier: String
  let reasons: [ReasonAnswer]
  let otherEffects: Double
  let action: Said

  init(_ leads: LeadScores, _ place: Int, explain: Int, _ say: Speaker) {
    customerId = leads.scored.ids[place]
    probability = leads.scored.predictions[place]
    let tier = leads.tier(place)
    self.tier = tier.rawValue
    let effects = leads.scored.explanation.effects(place)
    reasons = effects.prefix(explain).map { ReasonAnswer($0, say) }
    otherEffects = effects.dropFirst(explain).reduce(0) { $0 + $1.effect }
    action = say(Self.action(tier))
  }

  static let members: [Member<Self>] = [
    Member("customerId", \.customerId, "The lead, or the number of the row."),
    Member("probability", \.probability, "The chance of being won."),
    Member("tier", \.tier, "hot, warm or cold, against the usual rate."),
    Member("reasons", \.reasons, "What moves the probability most."),
    Member(
      "otherEffects", \.otherEffects,
      "The sum of the effects not listed: base + reasons + this = the score."),
    Member("action", \.action, "What to do next."),
  ]

  private static func action(_ tier: LeadScores.Tier) -> Phrase {
    switch tier {
    case .hot: Phrase(en: "call today, in person", zh: "今天由专人联系")
    case .warm: Phrase(en: "write this week with what fits them", zh: "本周内发送合适的内容")
    case .cold: Phrase(en: "leave to the newsletter", zh: "仅发送常规资讯")
    }
  }
}

struct SourceAnswer: Answer {
  let source: LeadScores.Source

  static let members: [Member<Self>] = [
    Member("source", \.source.name, "The source."),
    Member("won", \.won, "The share of its leads that was won, with its interval."),
    Member("open", \.source.open, "Its leads that are open."),
    Member("tooSmall", \.source.isTooSmall, "Whether it has too few leads to be judged."),
  ]

  private var won: RateAnswer { RateAnswer(share: source.won) }
}
