/// What methods that learn from labels ask of the caller, beside the data.
import Analytics
import Contract
import Support
import Wire

extension PredictionOptions.Split: Choice {}
extension LearnerKind: Choice {}
extension LearnerSettings.Effort: Choice {}
extension LearnerSettings.ClassWeight: Choice {}
extension LearnerSettings.Calibration: Choice {}

/// Which rows test the model.
struct TestInput: NestedParameters {
  var split = PredictionOptions.Split.auto
  var fraction = 0.2
  var groups: String?

  static let fields: [Field<Self>] = [
    Field(
      "split", \.split,
      "stratified takes turns within each label, systematic every n-th row, time the latest, groups"
        + " keeps rows of a group together; auto is groups where customers have several rows. A"
        + " cross-validation goes the same way.", default: "auto"),
    Field(
      "groups", \.groups,
      "The column whose values are kept together, by header or role; customerId when not given."),
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

/// What is learnt, from what, by which kind of model, and how that is tested.
struct TrainingInput: Sendable {
  var kind = LearnerKind.auto
  var target: String?
  var positive: String?
  var features: AutoOr<[String]> = .auto
  var test = TestInput()
  var folds = 5
  var threshold: AutoOr<Double> = .auto
  var costs: CostsInput?
  var settings = SettingsInput()

  static let fields: [Field<Self>] =
    [
      Field(
        "target", \.target,
        "The column to learn, by header or role; auto takes a churn or target column."),
      Field(
        "kind", \.kind,
        "The kind of model; auto compares a ridge regression with boosted trees.", default: "auto"),
      Field("positive", \.positive, "The value of a label that counts as yes."),
      Field(
        "features", \.features, "Columns to learn from; auto takes all that may be.",
        default: "auto"),
      Field("test", \.test, "Which rows test the model."),
      Field(
        "cv", \.folds, "Folds of the cross-validation; 0 for none.", in: 0...Limits.folds,
        default: 5),
      Field(
        "threshold", \.threshold, "Where yes begins; auto is the best F1 or least cost.", in: 0...1),
      Field("costs", \.costs, "What errors cost, to choose the threshold by."),
    ] + SettingsInput.fields.lifted(\.settings)

  func options(_ data: DataParams) -> PredictionOptions {
    var options = PredictionOptions()
    options.settings = settings.settings
    options.settings.kind = kind
    options.settings.seed = UInt64(data.seed)
    options.target = target
    options.positive = positive
    options.features = features.value
    options.split = test.split
    options.testFraction = test.fraction
    options.groups = test.groups
    options.folds = folds
    options.decision.threshold = threshold.value
    options.decision.costs = costs.map { ($0.miss, $0.falseAlarm) }
    options.isStrict = data.strict
    options.asOf = data.asOf?.days
    return options
  }
}

/// What may be set of a model; each kind takes its own.
struct SettingsInput: Sendable {
  var l2: AutoOr<Double> = .auto
  var l1: AutoOr<Double> = .auto
  var trees: AutoOr<Int> = .auto
  var leaves: AutoOr<Int> = .auto
  var depth: AutoOr<Int> = .auto
  var learningRate: AutoOr<Double> = .auto
  var leastRows: AutoOr<Int> = .auto
  var neighbours: AutoOr<Int> = .auto
  var hidden: AutoOr<Int> = .auto
  var epochs: AutoOr<Int> = .auto
  var classWeight = LearnerSettings.ClassWeight.none
  var calibrate = LearnerSettings.Calibration.auto
  var monotone = InputMap<Int>()
  var effort: LearnerSettings.Effort?

  static let fields: [Field<Self>] = [
    Field(
      "l2", \.l2, "Penalty on squared coefficients; auto by cross-validation.", in: 0...1_000_000),
    Field(
      "l1", \.l1, "Penalty on absolute coefficients; auto by cross-validation.", in: 0...1_000_000),
    Field("trees", \.trees, "Trees of forest and gbdt.", in: 1...Limits.trees),
    Field("leaves", \.leaves, "Leaves of each tree.", in: 2...Limits.treeLeaves),
    Field("depth", \.depth, "Levels of each tree below the root.", in: 1...64),
    Field("learningRate", \.learningRate, "Step of gbdt and mlp.", in: 0.0001...1),
    Field("minLeaf", \.leastRows, "Rows of a leaf at least.", in: 1...1_000_000),
    Field("neighbours", \.neighbours, "Neighbours that knn asks.", in: 1...10_000),
    Field("hidden", \.hidden, "Units of the hidden layer of mlp.", in: 1...1_024),
    Field("epochs", \.epochs, "Times that mlp sees every row at most.", in: 1...10_000),
    Field(
      "classWeight", \.classWeight, "balanced weighs both labels the same in all.",
      default: "none"),
    Field(
      "calibrate", \.calibrate, "How scores become probabilities; auto where a kind needs it.",
      default: "auto"),
    Field(
      "effort", \.effort,
      "How much auto tries: quick takes well under a second, thorough some seconds; trainModel is"
        + " thorough, predictChurn is quick."),
    Field(
      "monotone", \.monotone,
      "Features of gbdt that may only raise (1) or lower (-1) the prediction."),
  ]

  var settings: LearnerSettings {
    var settings = LearnerSettings()
    settings.l2 = l2.value
    settings.l1 = l1.value
    settings.trees = trees.value
    settings.leaves = leaves.value
    settings.depth = depth.value
    settings.learningRate = learningRate.value
    settings.leastRows = leastRows.value
    settings.neighbours = neighbours.value
    settings.hidden = hidden.value
    settings.epochs = epochs.value
    settings.classWeight = classWeight
    settings.calibration = calibrate
    if let effort { settings.effort = effort }
    for (header, direction) in monotone.pairs { settings.directions[header] = direction }
    return settings
  }
}
