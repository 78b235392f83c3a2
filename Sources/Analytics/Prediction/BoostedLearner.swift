/// Boosted trees on columns as they are: missing values and words have no detour through 0 and 1.
import Learning
import Numerics
import Support

struct BoostedLearner: FittedLearner {
  let kind = LearnerKind.gbdt
  let scale: ScoreScale
  let base: Double
  let settings: [(name: String, value: Double)]
  private let model: BoostedTrees

  init(_ model: BoostedTrees, settings: [(name: String, value: Double)]) {
    self.model = model
    self.settings = settings
    scale = model.objective == .squaredError ? .value : .logOdds
    base = model.firstScores[0] + model.trees.base()
  }

  var memoryBytes: Int { model.trees.nodes.count * 48 + 512 }

  func scores(_ rows: EncodedRows, _ run: Run) throws -> [Double] {
    try rows.inPieces(run) { try model.scores($0.trees(), run) }
  }

  func effects(_ rows: EncodedRows, at place: Int, _ run: Run) throws -> [Double] {
    let row = try rows.slice(place..<(place + 1)).trees()
    return try model.explanation(row, run).contributions.values
  }
}

extension LearnerFitting {
  func boosted(
    _ rows: EncodedRows, _ targets: LearnerTargets, _ run: Run
  ) throws -> any FittedLearner {
    let spec = try boosting(rows.features.encoder, isLabel: targets.isLabel)
    let binned = try BinnedFeatures(rows.trees(), seed: settings.seed, run)
    var tuner = BoostingTuner()
    tuner.start.seed = settings.seed
    // What was searched for is fitted as the search means it: draws are averaged over seeds.
    let model =
      settings.boosting == nil
      ? try spec.fit(binned, targets: targets.values, weights: targets.weights, run)
      : try tuner.fit(
        BoostingTuner.Trial(wish: spec, loss: 0), binned, targets: targets.values,
        weights: targets.weights, run)
    return BoostedLearner(
      model,
      settings: [
        ("trees", Double(model.roundCount)), ("leaves", Double(spec.leafCount)),
        ("learningRate", spec.learningRate), ("minLeaf", Double(spec.leastRows)),
      ] + (spec.maxDepth.map { [("depth", Double($0))] } ?? []))
  }

  /// What the settings come to; what is not set is as LightGBM has it, with smaller leaves for few
  /// rows.
  func boosting(_ encoder: FeatureEncoder, isLabel: Bool) throws -> HistogramBoosting {
    if let boosting = settings.boosting { return boosting }
    var spec = HistogramBoosting(objective: isLabel ? .logLoss : .squaredError)
    if let trees = settings.trees { spec.treeCount = trees }
    if let leaves = settings.leaves { spec.leafCount = leaves }
    if let rate = settings.learningRate { spec.learningRate = rate }
    if let rows = settings.leastRows { spec.leastRows = rows }
    if let l2 = settings.l2 { spec.l2 = l2 }
    spec.maxDepth = settings.depth
    spec.seed = settings.seed
    if !settings.directions.isEmpty {
      let names = encoder.features.map(\.header)
      for (header, direction) in settings.directions {
        let isNumber = encoder.features.contains { $0.header == header && $0.isNumber }
        guard isNumber, (-1...1).contains(direction) else {
          throw AnalyticsError.unusableFeature(
            header: header, why: "monotone wants a number that is a feature, and 1 or -1",
            headers: names)
        }
      }
      spec.directions = names.map { settings.directions[$0] ?? 0 }
    }
    return spec
  }
}
