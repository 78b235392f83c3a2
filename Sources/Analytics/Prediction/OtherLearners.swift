/// Models that are neither a sum over columns nor boosted: chances by Bayes, single trees and
/// forests, neighbours, a network.
import Learning
import Numerics
import Support

/// Each column tells of the class by itself, so its share of the log-odds is its effect.
struct BayesLearner: FittedLearner {
  let kind = LearnerKind.naiveBayes
  let scale = ScoreScale.logOdds
  let base: Double
  let settings: [(name: String, value: Double)] = []
  private let model: NaiveBayesModel

  init(_ model: NaiveBayesModel) {
    self.model = model
    base = model.logPriors[1] - model.logPriors[0]
  }

  var memoryBytes: Int { 65_536 }

  func scores(_ rows: EncodedRows, _ run: Run) throws -> [Double] {
    try rows.inPieces(run) { part in
      try model.contributions(part.trees(), run).map { $0.reduce(base, +) }
    }
  }

  func effects(_ rows: EncodedRows, at place: Int, _ run: Run) throws -> [Double] {
    try model.contributions(rows.slice(place..<(place + 1)).trees(), run)[0]
  }
}

/// A tree or a forest: the mean of those that are alike.
struct MeansLearner: FittedLearner {
  let kind: LearnerKind
  let scale: ScoreScale
  let settings: [(name: String, value: Double)]
  private let model: TreeMeans

  init(
    _ kind: LearnerKind, _ model: TreeMeans, isLabel: Bool,
    settings: [(name: String, value: Double)]
  ) {
    self.kind = kind
    self.model = model
    self.settings = settings
    scale = isLabel ? .probability : .value
  }

  var base: Double { model.trees.base() }
  var memoryBytes: Int { model.trees.nodes.count * 48 + 512 }

  func scores(_ rows: EncodedRows, _ run: Run) throws -> [Double] {
    try rows.inPieces(run) { try model.predictions($0.trees(), run) }
  }

  func effects(_ rows: EncodedRows, at place: Int, _ run: Run) throws -> [Double] {
    try model.explanation(rows.slice(place..<(place + 1)).trees(), run).contributions.values
  }
}

/// Any function of the columns. Its effects are Shapley values against the average row: over all
/// orders of the features where there are few, over drawn ones where there are many. In every order
/// the steps sum to the whole difference, so the effects do too.
struct FunctionLearner: FittedLearner {
  let kind: LearnerKind
  let scale: ScoreScale
  let base: Double
  let settings: [(name: String, value: Double)]
  let memoryBytes: Int
  private let average: [Double]
  private let score: @Sendable (Matrix, Run) throws -> [Double]

  /// Features up to which all sets of them are asked for.
  static let fewFeatures = 8
  /// Orders that are drawn of more; each is also taken backwards.
  static let orders = 16

  init(
    _ kind: LearnerKind, scale: ScoreScale, average: [Double],
    settings: [(name: String, value: Double)], memoryBytes: Int, _ run: Run,
    score: @escaping @Sendable (Matrix, Run) throws -> [Double]
  ) throws {
    self.kind = kind
    self.scale = scale
    self.average = average
    self.settings = settings
    self.memoryBytes = memoryBytes
    self.score = score
    base = try score(Matrix(rows: [average]), run)[0]
  }

  func scores(_ rows: EncodedRows, _ run: Run) throws -> [Double] {
    try rows.inPieces(run) { try score($0.matrix(), run) }
  }

  func effects(_ rows: EncodedRows, at place: Int, _ run: Run) throws -> [Double] {
    let row = rows.slice(place..<(place + 1)).matrix().values
    let groups = rows.features.encoder.features.map(\.range)
    return groups.count <= Self.fewFeatures
      ? try exact(row, groups, run) : try drawn(row, groups, run)
  }

  /// The row where `known` says so, else the average one.
  private func mixed(_ row: [Double], _ groups: [Range<Int>], _ known: (Int) -> Bool) -> [Double] {
    var values = average
    for (feature, group) in groups.enumerated() where known(feature) {
      for column in group { values[column] = row[column] }
    }
    return values
  }

  private func exact(_ row: [Double], _ groups: [Range<Int>], _ run: Run) throws -> [Double] {
    let count = groups.count
    let sets = (0..<(1 << count)).map { set in mixed(row, groups) { set >> $0 & 1 == 1 } }
    let values = try score(Matrix(rows: sets), run)
    // The share of the orders in which so many others come before.
    var shares = [1 / Double(max(1, count))]
    for before in 1..<max(1, count) {
      shares.append(shares[before - 1] * Double(before) / Double(count - before))
    }
    return (0..<count).map { feature in
      values.indices.reduce(0.0) { sum, set in
        guard set >> feature & 1 == 0 else { return sum }
        return sum + shares[set.nonzeroBitCount] * (values[set | 1 << feature] - values[set])
      }
    }
  }

  private func drawn(_ row: [Double], _ groups: [Range<Int>], _ run: Run) throws -> [Double] {
    var random = SeededRandom(seed: 42)
    var orders: [[Int]] = []
    for _ in 0..<Self.orders {
      var order = Array(groups.indices)
      random.shuffle(&order)
      orders += [order, order.reversed()]
    }
    var rows: [[Double]] = []
    for order in orders {
      var known = Set<Int>()
      rows.append(average)
      for feature in order {
        known.insert(feature)
        rows.append(mixed(row, groups, known.contains))
      }
    }
    let values = try score(Matrix(rows: rows), run)
    var effects = [Double](repeating: 0, count: groups.count)
    var place = 0
    for order in orders {
      for (step, feature) in order.enumerated() {
        effects[feature] += values[place + step + 1] - values[place + step]
      }
      place += order.count + 1
    }
    return effects.map { $0 / Double(orders.count) }
  }
}

extension LearnerFitting {
  func bayes(
    _ rows: EncodedRows, _ targets: LearnerTargets, _ run: Run
  ) throws -> any FittedLearner {
    BayesLearner(
      try NaiveBayes().fit(
        rows.trees(), labels: targets.values.map { Int($0) }, classCount: 2,
        weights: targets.weights, run))
  }

  func means(
    _ rows: EncodedRows, _ targets: LearnerTargets, _ run: Run
  ) throws -> any FittedLearner {
    let binned = try BinnedFeatures(rows.trees(), seed: settings.seed, run)
    let impurity = targets.isLabel ? Impurity.gini : .squaredError
    if settings.kind == .tree {
      var spec = DecisionTree()
      spec.impurity = impurity
      spec.maxDepth = settings.depth ?? 5
      spec.leastRows = settings.leastRows ?? 10
      let model = try spec.fit(
        binned, targets: targets.values, weights: targets.weights, run)
      return MeansLearner(
        .tree, model, isLabel: targets.isLabel,
        settings: [("depth", Double(spec.maxDepth ?? 0)), ("minLeaf", Double(spec.leastRows))])
    }
    var spec = RandomForest()
    spec.impurity = impurity
    spec.treeCount = settings.trees ?? 200
    spec.maxDepth = settings.depth
    // Chances of leaves of one row are 0 or 1: a few more rows make better chances.
    spec.leastRows = settings.leastRows ?? 5
    spec.seed = settings.seed
    let model = try spec.fit(binned, targets: targets.values, weights: targets.weights, run)
    return MeansLearner(
      .forest, model, isLabel: targets.isLabel,
      settings: [("trees", Double(spec.treeCount)), ("minLeaf", Double(spec.leastRows))])
  }

  func neighbours(
    _ rows: EncodedRows, _ targets: LearnerTargets, _ run: Run
  ) throws -> any FittedLearner {
    let matrix = try rows.matrix(run)
    let count = settings.neighbours ?? 15
    let model = try NearestNeighbours(neighbourCount: count).fit(
      matrix, targets: targets.values, run)
    return try FunctionLearner(
      .knn, scale: targets.isLabel ? .probability : .value, average: Self.means(matrix),
      settings: [("neighbours", Double(count))], memoryBytes: matrix.values.count * 16, run
    ) { try model.predictions($0, $1) }
  }

  func network(
    _ rows: EncodedRows, _ targets: LearnerTargets, _ run: Run
  ) throws -> any FittedLearner {
    let matrix = try rows.matrix(run)
    var spec = Perceptron()
    spec.target = targets.isLabel ? .label : .number
    spec.hidden = [settings.hidden ?? 32]
    spec.seed = settings.seed
    if let rate = settings.learningRate { spec.learningRate = rate }
    if let l2 = settings.l2 { spec.l2 = l2 }
    if let epochs = settings.epochs { spec.maxEpochs = epochs }
    let model = try spec.fit(matrix, targets: targets.values, weights: targets.weights, run)
    let isLabel = targets.isLabel
    return try FunctionLearner(
      .mlp, scale: isLabel ? .logOdds : .value, average: Self.means(matrix),
      settings: [("hidden", Double(spec.hidden[0])), ("epochs", Double(model.epochs))],
      memoryBytes: model.parameters.count * 8 + 1_024, run
    ) { rows, run in
      let values = try model.predictions(rows, run)
      return isLabel ? values.map { Math.logit(min(1 - 1e-12, max(1e-12, $0))) } : values
    }
  }
}
