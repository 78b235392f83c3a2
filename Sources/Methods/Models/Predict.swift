/// What a kept model says of other rows.
import Analytics
import Contract
import Support
import Tables
import Wire

enum Predict: Method {
  static let name = "predict"
  static let group = Group.models
  static let summary = "Predict with a model that was kept, with reasons for every row."
  static let effect = Effect.computes
  static let errors = DataErrors.codes + [.modelNotFound, .modelIncompatible]
  static let tool: ToolWords? = ToolWords(
    en: "Predict with a model", zh: "用模型预测",
    "Use it to score customers with a model that trainModel or predictChurn kept under a name. Give"
      + " model and path to a table with the same columns (their order does not matter, a target is"
      + " not needed). Gives a probability or a number for each row, with the reasons that add up"
      + " to it, the largest first.")

  struct Params: Parameters {
    var model = ""
    var data = DataParams()

    private static let left: Set<String> = ["seed", "strict", "asOf"]

    static let fields: [Field<Self>] =
      [Field("model", \.model, "The name it was given as saveAs.", .required)]
      + DataParams.fields.filter { !left.contains($0.name) }.lifted(\.data)
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<PredictionsAnswer> {
    let (saved, trained) = try workspace.prediction(params.model)
    let opened = try workspace.open(params.data, run)
    let scored = try ScoredRows(trained.model, opened.table, run)
    let say = Speaker(params.data.lang, of: opened.table)
    let page = try Page(params.data, order: scored.ranking) { scored.ids[$0] }
    let explain = params.data.explain
    let make: @Sendable (Int) -> PredictionRow = {
      PredictionRow(scored, $0, explain: explain, say)
    }
    var answer = PredictionsAnswer(
      scored, saved, opened.table, params.data, page, say, run, rows: make)
    answer.envelope.output = try page.save(params.data, in: workspace, run, make)
    return Outcome(answer, changes: opened.changes)
  }
}

struct PredictionsAnswer: Answer {
  var envelope: Envelope
  let model: String
  let target: String
  let base: Double
  let scale: String
  let shift: Double?
  let predictions: RowList<PredictionRow>

  static let members: [Member<Self>] =
    Envelope.opening.map { $0.lifted(\.envelope) } + [
      Member("model", \.model, "The model that was asked, and the data it was made of."),
      Member("target", \.target, "The column that is predicted."),
      Member("base", \.base, "The score of the average row; reasons add to it."),
      Member(
        "scale", \.scale,
        "What scores are: logOdds of a probability, probability for averages of shares, value of"
          + " numbers."),
      Member(
        "shift", ifAny: \.shift,
        "Population stability index of the predictions now against then: under 0.1 steady, over"
          + " 0.25 another population; not given for fewer than 30 rows."),
      Member("predictions", \.predictions, "A prediction for each row, the highest first."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }

  init(
    _ scored: ScoredRows, _ saved: SavedModel, _ table: Table, _ params: DataParams, _ page: Page,
    _ say: Speaker, _ run: Run, rows: @escaping @Sendable (Int) -> PredictionRow
  ) {
    model = "\(saved.name), made of \(saved.dataset)"
    target = scored.model.target
    base = scored.explanation.base
    scale = scored.explanation.scale.rawValue
    shift = scored.shift
    predictions = page.list(params, rows)
    envelope = Envelope(
      summary: say(Self.summary(scored)), grade: GradeAnswer(saved.grade, say),
      definition: say(
        Phrase(
          en: "predictions of \(saved.method) as it was made of \(saved.dataset); the grade is that"
            + " of then",
          zh: "沿用在 \(saved.dataset) 上建立的 \(saved.method) 模型；评级为当时的评级")),
      warnings: (table.notices + scored.notices).map { say($0) },
      meta: Meta(table, method: saved.method, customers: scored.ids.count, run),
      total: page.total, nextCursor: page.nextCursor)
  }

  private static func summary(_ scored: ScoredRows) -> Phrase {
    let count = Words.fixed(Double(scored.ids.count), 0)
    guard let label = scored.model.label else {
      let mean = Words.short(scored.mean)
      return Phrase(
        en: "\(count) rows: \(scored.model.target) is \(mean) on average.",
        zh: "\(count) 行：\(scored.model.target) 平均为 \(mean)。")
    }
    let expected = Words.fixed(scored.mean * Double(scored.ids.count), 0)
    return Phrase(
      en: "\(count) rows: about \(expected) are expected to be \(label.positive).",
      zh: "\(count) 行：预计约 \(expected) 行为 \(label.positive)。")
  }
}

struct PredictionRow: Answer {
  let customerId: String
  let prediction: Double
  let label: String?
  let interval: [Double]?
  let reasons: [ReasonAnswer]
  let otherEffects: Double

  init(_ scored: ScoredRows, _ place: Int, explain: Int, _ say: Speaker) {
    customerId = scored.ids[place]
    let value = scored.predictions[place]
    prediction = value
    label = scored.model.label.map {
      value >= scored.model.threshold ? $0.positive : $0.negative
    }
    interval = scored.model.interval(scored.rows, at: place, value).map {
      [$0.lowerBound, $0.upperBound]
    }
    let effects = scored.explanation.effects(place)
    reasons = effects.prefix(explain).map { ReasonAnswer($0, say) }
    otherEffects = effects.dropFirst(explain).reduce(0) { $0 + $1.effect }
  }

  static let members: [Member<Self>] = [
    Member("customerId", \.customerId, "The customer, or the number of the row."),
    Member("prediction", \.prediction, "The probability of a yes, or the number."),
    Member("label", ifAny: \.label, "The answer at the model's threshold."),
    Member(
      "interval", ifAny: \.interval,
      "Of a number, where four fifths of such rows lie, by the errors on unseen rows; of a"
        + " probability, where it lies in four of five cases."),
    Member("reasons", \.reasons, "What moves the prediction most."),
    Member(
      "otherEffects", \.otherEffects,
      "The sum of the effects not listed: base + reasons + this = the score."),
  ]
}
