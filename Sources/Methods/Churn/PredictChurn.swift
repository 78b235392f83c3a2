/// Who is leaving, how sure that is, why, and what to do.
import Analytics
import Contract
import Support
import Tables
import Wire

enum PredictChurn: Method {
  static let name = "predictChurn"
  static let group = Group.headline
  static let summary = "Predict who leaves, from a label column or from orders alone, with reasons."
  static let effect = Effect.computes
  static let errors =
    DataErrors.codes + [.notEnoughData, .singleClass, .leakageSuspected, .memoryLimit]
  static let tool: ToolWords? = ToolWords(
    en: "Predict churn", zh: "流失预测",
    "Use it to find out which customers are about to leave or have stopped buying, and why. Give"
      + " path to a file of orders (customer, date, amount) or a table with a churn column. Gives"
      + " each customer's probability with reasons and an action, the riskiest first, and how good"
      + " the prediction is beside a simple rule.")

  struct Params: Parameters {
    var data = DataParams()
    var mode = ChurnOptions.Mode.auto
    var model = ChurnOptions.Model.auto
    var windowDays: AutoOr<Int> = .auto
    var horizonDays: AutoOr<Int> = .auto
    var snapshots: AutoOr<Int> = .auto
    var test = TestInput()
    var threshold: AutoOr<Double> = .auto
    var costs: CostsInput?
    var tiers = TiersInput()
    var settings = SettingsInput()
    var includesLapsed = false
    var positive: String?
    var features: AutoOr<[String]> = .auto
    var saveAs: String?

    static let fields: [Field<Self>] =
      DataParams.fields.lifted(\.data) + [
        Field(
          "mode", \.mode,
          "labelled learns from a label column, window and probabilistic from orders, survival from "
            + "how long customers lasted or from the gaps between orders.",
          default: "auto"),
        Field("model", \.model, "auto takes the highest rung the data carry.", default: "auto"),
        Field(
          "churnWindowDays", \.windowDays,
          "Silence that counts as leaving; auto is the 90th percentile of gaps.", in: 1...3650),
        Field(
          "horizonDays", \.horizonDays,
          "How far ahead; auto is the window. Of durations in a column in the unit of the column.",
          in: 1...3650),
        Field("snapshots", \.snapshots, "Earlier days to learn from.", in: 1...12),
        Field("test", \.test, "Which rows test the model."),
        Field(
          "threshold", \.threshold, "Where yes begins; auto is the best F1 or least cost.",
          in: 0...1),
        Field("costs", \.costs, "What errors cost, to choose the threshold by."),
        Field("tiers", \.tiers, "Probabilities from which risk is high and medium."),
        Field(
          "includeLapsed", \.includesLapsed,
          "Also score customers silent for longer than the window.",
          default: false),
        Field("positive", \.positive, "The value of the label that means leaving."),
        Field(
          "features", \.features, "Columns to learn from; auto takes all that may be.",
          default: "auto"),
        Field(
          "saveAs", \.saveAs,
          "Keep the model of a label column under this name, for predict, explain and others."),
      ] + SettingsInput.fields.lifted(\.settings)
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<ChurnAnswer> {
    if let name = params.saveAs { try SavedModel.check(name: name) }
    let opened = try workspace.open(params.data, run)
    let prediction = try ChurnPrediction.of(opened.table, options: options(params), run)
    let say = Speaker(params.data.lang, of: opened.table)
    let order = try prediction.ranking(run)
    try run.checkpoint()
    let page = try Page(params.data, order: order) { prediction.ids[$0] }
    let explain = params.data.explain
    let make: @Sendable (Int) -> ChurnRow = { ChurnRow(prediction, $0, explain: explain, say) }
    var answer = ChurnAnswer(prediction, opened.table, params.data, page, say, run, rows: make)
    answer.envelope.output = try page.save(params.data, in: workspace, run, make)
    let kept = try params.saveAs.map { name in
      guard let trained = prediction.trained else {
        throw AnalyticsError.keepsNothing(method: prediction.method)
      }
      return try workspace.keeping(
        SavedModel(name, trained, opened.table, seed: params.data.seed))
    }
    return Outcome(answer, changes: opened.changes + (kept.map { [$0] } ?? []))
  }

  private static func options(_ params: Params) throws -> ChurnOptions {
    guard params.tiers.medium <= params.tiers.high else {
      throw ParameterError(
        path: "params.tiers.medium", expected: "at most high, \(params.tiers.high)",
        found: "\(params.tiers.medium)")
    }
    var options = ChurnOptions()
    options.mode = params.mode
    options.model = params.model
    options.windowDays = params.windowDays.value
    options.horizonDays = params.horizonDays.value
    options.snapshots = params.snapshots.value
    options.split = params.test.split
    options.testFraction = params.test.fraction
    options.groups = params.test.groups
    options.decision.threshold = params.threshold.value
    options.decision.costs = params.costs.map { ($0.miss, $0.falseAlarm) }
    options.highTier = params.tiers.high
    options.mediumTier = params.tiers.medium
    options.settings = params.settings.settings
    options.settings.effort = params.settings.effort ?? .quick
    options.includesLapsed = params.includesLapsed
    options.positive = params.positive
    options.features = params.features.value
    options.isStrict = params.data.strict
    options.wantsEverybody = params.data.outputPath != nil
    options.asOf = params.data.asOf?.days
    options.seed = UInt64(params.data.seed)
    return options
  }
}

extension ChurnOptions.Mode: Choice {}
extension ChurnOptions.Model: Choice {}

/// Where risk becomes medium and high.
struct TiersInput: NestedParameters {
  var high = 0.66
  var medium = 0.33

  static let fields: [Field<Self>] = [
    Field("high", \.high, "From this probability the risk is high.", in: 0...1, default: 0.66),
    Field(
      "medium", \.medium, "From this probability the risk is medium.", in: 0...1, default: 0.33),
  ]
}
