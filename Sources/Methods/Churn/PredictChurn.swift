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
  static let errors = DataErrors.codes + [.notEnoughData, .singleClass]
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
    var l2: AutoOr<Double> = .auto
    var includesLapsed = false
    var positive: String?
    var features: AutoOr<[String]> = .auto

    static let fields: [Field<Self>] =
      DataParams.fields.lifted(\.data) + [
        Field(
          "mode", \.mode,
          "labelled learns from a label column, window and probabilistic from orders.",
          default: "auto"),
        Field("model", \.model, "auto takes the highest rung the data carry.", default: "auto"),
        Field(
          "churnWindowDays", \.windowDays,
          "Silence that counts as leaving; auto is the 90th percentile of gaps.", in: 1...3650),
        Field("horizonDays", \.horizonDays, "How far ahead; auto is the window.", in: 1...3650),
        Field("snapshots", \.snapshots, "Earlier days to learn from.", in: 1...12),
        Field("test", \.test, "Which rows test the model."),
        Field(
          "threshold", \.threshold, "Where yes begins; auto is the best F1 or least cost.",
          in: 0...1),
        Field("costs", \.costs, "What errors cost, to choose the threshold by."),
        Field("tiers", \.tiers, "Probabilities from which risk is high and medium."),
        Field("l2", \.l2, "The ridge penalty; auto by cross-validation.", in: 0...1_000_000),
        Field(
          "includeLapsed", \.includesLapsed,
          "Also score customers silent for longer than the window.",
          default: false),
        Field("positive", \.positive, "The value of the label that means leaving."),
        Field(
          "features", \.features, "Columns to learn from; auto takes all that may be.",
          default: "auto"),
      ]
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<ChurnAnswer> {
    let opened = try workspace.open(params.data, run)
    let prediction = try ChurnPrediction.of(opened.table, options: options(params), run)
    let say = Speaker(params.data.lang, of: opened.table)
    let order = prediction.ranking
    let page = try Page(params.data, order: order) { prediction.ids[$0] }
    let explain = params.data.explain
    let make: @Sendable (Int) -> ChurnRow = { ChurnRow(prediction, $0, explain: explain, say) }
    var answer = ChurnAnswer(prediction, opened.table, params.data, page, say, run, rows: make)
    answer.envelope.output = try page.save(params.data, in: workspace, run, make)
    return Outcome(answer, changes: opened.changes)
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
    options.threshold = params.threshold.value
    options.costs = params.costs.map { ($0.miss, $0.falseAlarm) }
    options.highTier = params.tiers.high
    options.mediumTier = params.tiers.medium
    options.l2 = params.l2.value
    options.includesLapsed = params.includesLapsed
    options.positive = params.positive
    options.features = params.features.value
    options.isStrict = params.data.strict
    options.asOf = params.data.asOf?.days
    options.seed = UInt64(params.data.seed)
    return options
  }
}

extension ChurnOptions.Mode: Choice {}
extension ChurnOptions.Model: Choice {}
extension ChurnOptions.Split: Choice {}

/// Which rows test the model.
struct TestInput: NestedParameters {
  var split = ChurnOptions.Split.auto
  var fraction = 0.2

  static let fields: [Field<Self>] = [
    Field(
      "split", \.split,
      "stratified takes turns within each label, systematic every n-th row, time the latest.",
      default: "auto"),
    Field("fraction", \.fraction, "The share of rows that test.", in: 0.01...0.5, default: 0.2),
  ]
}

/// What errors cost.
struct CostsInput: NestedParameters {
  var miss = 1.0
  var falseAlarm = 1.0

  static let fields: [Field<Self>] = [
    Field("miss", \.miss, "The cost of one who leaves unnoticed.", in: 0...1e12, .required),
    Field(
      "falseAlarm", \.falseAlarm, "The cost of one who is named and stays.", in: 0...1e12, .required
    ),
  ]
}

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
