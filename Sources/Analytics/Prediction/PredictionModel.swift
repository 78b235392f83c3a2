/// A fitted model with all that is needed to use it on another table, and to tell when it is stale.
import Learning
import Numerics
package import Support
package import Tables

package struct PredictionModel: Sendable {
  package let encoder: FeatureEncoder
  package let learner: any FittedLearner
  /// What was learnt.
  let subject: Subject
  /// What was set or found of the kind.
  let settings: LearnerSettings
  /// Rows that stand for those it was made of.
  let memory: RowMemory
  /// The probability from which the answer is yes.
  package let threshold: Double
  package let grade: Grade
  /// Rows it was fitted on, and their mean: the rate of a label.
  package let rowCount: Int
  package let mean: Double
  /// How its features and scores were spread over those rows.
  package let reference: DriftReference
  /// Standard deviation of what was learnt.
  package let spread: Double
  /// Half the width of the interval that held four fifths of the unseen rows; of numbers only.
  package let margin: Double?
  /// How far its probabilities may be off; nil of numbers.
  let spreadOfScores: ScoreSpread?
  /// What is usual in each feature: the median, or the most frequent word.
  package let typical: [String]

  init(
    training: PredictionTraining, encoder: FeatureEncoder, learner: any FittedLearner,
    settings: LearnerSettings, rows: EncodedRows, _ y: [Double], figures: PredictionFigures,
    _ run: Run
  ) throws {
    let dates = training.table.columns.lazy.compactMap(\.date).first
    let days = dates.map { dates in
      training.target.known.filter { dates.missing.isEmpty || !dates.missing[$0] }
        .map { dates.days[$0] }
    }
    let subject = Subject(
      target: training.target.header, label: training.target.label, yes: training.target.yes,
      isChurn: training.table.roles[.churn]?.column == training.target.index,
      period: days.flatMap { days in
        days.min().flatMap { low in days.max().map { low...$0 } }
      })
    try self.init(
      subject, encoder, learner, settings, rows,
      LearnerTargets(values: y, isLabel: subject.isLabel),
      rowCount: y.count, figures, run)
  }

  /// The same model after it has learnt from more rows.
  init(
    _ old: PredictionModel, updated refit: Refit, added: Int, figures: PredictionFigures,
    _ run: Run
  ) throws {
    try self.init(
      old.subject, refit.encoder, refit.learner, old.settings, refit.rows, refit.targets,
      rowCount: old.rowCount + added, figures, run)
  }

  private init(
    _ subject: Subject, _ encoder: FeatureEncoder, _ learner: any FittedLearner,
    _ settings: LearnerSettings, _ rows: EncodedRows, _ targets: LearnerTargets, rowCount: Int,
    _ figures: PredictionFigures, _ run: Run
  ) throws {
    self.subject = subject
    self.encoder = encoder
    self.learner = learner
    self.settings = settings
    self.rowCount = rowCount
    threshold = figures.threshold
    grade = figures.grade
    if case .number(let evaluation) = figures { margin = evaluation.margin } else { margin = nil }
    typical = try Parallel.map(count: encoder.features.count, chunk: 1) { range in
      try run.checkpoint()
      return try Self.typical(rows, range.lowerBound, run)
    }
    let moments = Moments(of: targets.values)
    mean = moments.mean
    spread = moments.variance.squareRoot()
    reference = try DriftReference(rows, scores: learner.predictions(rows, run), run)
    memory = RowMemory(rows, targets.values, weights: targets.weights)
    spreadOfScores = try ScoreSpread(learner, settings, rows, targets, run)
  }

  /// What a model is about.
  struct Subject: Sendable {
    let target: String
    let label: (positive: String, negative: String)?
    let yes: Phrase?
    let isChurn: Bool
    let period: ClosedRange<Int32>?

    var isLabel: Bool { label != nil }
  }

  /// The header of what was learnt.
  package var target: String { subject.target }
  /// The two values of the file; nil for numbers.
  package var label: (positive: String, negative: String)? { subject.label }
  /// What those with a yes did, for people; nil of numbers.
  package var yes: Phrase? { subject.yes }
  /// Whether what was learnt is who leaves.
  package var isChurn: Bool { subject.isChurn }
  /// First and last date of its rows, where the table had dates.
  package var period: ClosedRange<Int32>? { subject.period }
  package var isLabel: Bool { subject.isLabel }

  private static func typical(
    _ rows: EncodedRows, _ feature: Int, _ run: Run
  ) throws -> String {
    switch rows.features.treeColumn(feature, rows.rows) {
    case .numbers(let values):
      return try Words.short(
        Quantities.median(values.filter { !$0.isNaN }, pause: run.checkpoint))
    case .categories(let codes, let count):
      guard case .words(let words, _) = rows.features.encoder.features[feature].encoding else {
        return ""
      }
      var counts = [Int](repeating: 0, count: count)
      for code in codes where code >= 0 { counts[Int(code)] += 1 }
      let most = counts.indices.max { (counts[$0], -$0) < (counts[$1], -$1) } ?? 0
      return words.indices.contains(most) ? words[most] : "(rare)"
    }
  }

  /// The rows of a table whose outcome is known, and the outcomes.
  package func outcomes(
    of table: Table
  ) throws(AnalyticsError) -> (rows: [Int], values: [Double]) {
    guard let column = table.column(named: target) else {
      throw .missingRole(roles: [target], headers: table.columns.map(\.header))
    }
    let rows = (0..<table.rowCount).filter { !column.isMissing($0) }
    guard !rows.isEmpty else { throw .noUsableRows(why: "no row has a value in \(target)") }
    guard let label else {
      guard let numbers = column.number else {
        throw .unusableTarget(
          header: target, why: "the model learnt numbers", headers: table.columns.map(\.header))
      }
      return (rows, rows.map { numbers.values[$0] })
    }
    let text = column.asText()
    let names = text.dictionary.strings
    if let odd = names.first(where: { $0 != label.positive && $0 != label.negative }) {
      throw .notBinary(header: target, values: [label.positive, label.negative, odd])
    }
    return (rows, rows.map { names[Int(text.codes[$0])] == label.positive ? 1 : 0 })
  }

  /// How good the model is on rows with known outcomes.
  package func figures(
    _ rows: EncodedRows, _ outcomes: [Double], split: Phrase, _ run: Run
  ) throws -> PredictionFigures {
    try PredictionFigures(
      targets: outcomes, predictions: try predictions(rows, run), yes: yes,
      trainMean: mean, threshold: threshold, split: split, pause: run.checkpoint)
  }

  /// Where a prediction may lie: the probability that all customers like this one have, in four of
  /// five cases; of a number, the number itself. Nil where that is not known.
  package func interval(_ rows: EncodedRows, at place: Int, _ prediction: Double)
    -> ClosedRange<Double>?
  {
    if let margin { return (prediction - margin)...(prediction + margin) }
    // Only a cancelled run is refused, and this one is not.
    return try? spreadOfScores?.interval(learner, rows, at: place, prediction, Run())
  }

  /// The same for all rows in one go; nil where it is not known.
  func intervals(
    _ rows: EncodedRows, _ predictions: [Double], _ run: Run
  ) throws -> [ClosedRange<Double>]? {
    if let margin { return predictions.map { ($0 - margin)...($0 + margin) } }
    guard let spreadOfScores else { return nil }
    let deviations = try spreadOfScores.deviations(learner, rows, run)
    return zip(predictions, deviations).map { spreadOfScores.interval($0, deviation: $1) }
  }

  package var memoryBytes: Int {
    learner.memoryBytes + memory.memoryBytes + (spreadOfScores?.memoryBytes ?? 0) + encoder.names
      .count * 64 + 4_096
  }

  /// What it learnt, in units of the file; empty of kinds that have no coefficients.
  package var coefficients: [LearnedCoefficient] {
    guard let all = learner.coefficients else { return [] }
    let values = encoder.inOriginalUnits(all.map(\.value))
    let errors = encoder.inOriginalUnits(all.map { $0.standardError ?? 0 })
    return values.indices.map { index in
      LearnedCoefficient(
        feature: values[index].name, value: values[index].value,
        standardError: all[index].standardError == nil ? nil : errors[index].value)
    }
  }

  /// Probabilities or numbers for rows of a table with the same columns.
  package func predictions(_ rows: EncodedRows, _ run: Run) throws -> [Double] {
    try learner.predictions(rows, run)
  }
}

/// What one unit of the file adds to the score.
package struct LearnedCoefficient: Sendable {
  package let feature: String
  package let value: Double
  package let standardError: Double?

  /// Of log-odds: the odds are multiplied by this per unit.
  package var oddsRatio: Double { Math.exp(value) }
}

/// How values were spread when a model was fitted, to tell when they no longer are.
package struct DriftReference: Sendable {
  /// Shares of the rows in bins: of numbers by deciles, of words by word.
  package struct Spread: Sendable {
    /// Rising cuts between bins; empty of words.
    package let cuts: [Double]
    /// The share of each bin, the last one of missing or unseen cells.
    package let shares: [Double]
  }

  /// One a feature, in the encoder's order.
  package let features: [Spread]
  /// Of what the model answered.
  package let scores: Spread

  init(_ rows: EncodedRows, scores: [Double], _ run: Run) throws {
    let count = rows.features.encoder.features.count
    features = try Parallel.map(count: count, chunk: 1) { range in
      try run.checkpoint()
      let feature = range.lowerBound
      let cells = Cells(rows, feature)
      let cuts = try Self.cuts(cells.numbers, run)
      try run.checkpoint()
      return Spread(cuts: cuts, shares: cells.shares(cuts))
    }
    let cuts = try Self.cuts(scores, run)
    self.scores = Spread(cuts: cuts, shares: Cells(scores).shares(cuts))
  }

  /// Deciles, equal ones once.
  private static func cuts(_ values: [Double], _ run: Run) throws -> [Double] {
    let sorted = try values.ascending(pause: run.checkpoint)
    guard !sorted.isEmpty else { return [] }
    var cuts: [Double] = []
    for tenth in 1..<10 {
      let cut = Quantile.of(sorted: sorted, Double(tenth) / 10)
      if cuts.last.map({ $0 < cut }) ?? true { cuts.append(cut) }
    }
    return cuts
  }

  /// The population stability index between shares of the same bins, with half a row added to each
  /// so that empty ones count.
  static func shift(
    from then: [Double], of thenCount: Int, to now: [Double], of nowCount: Int
  ) -> Double {
    let (bins, a, b) = (Double(then.count), Double(nowCount), Double(thenCount))
    return zip(now, then).reduce(0.0) { sum, pair in
      let p = (pair.0 * a + 0.5) / (a + 0.5 * bins)
      let q = (pair.1 * b + 0.5) / (b + 0.5 * bins)
      return sum + (p - q) * Math.log(p / q)
    }
  }

  /// The cells of one feature: numbers, or places of words.
  struct Cells {
    private(set) var numbers: [Double] = []
    private var codes: [Int32] = []
    private var words = 0
    private var missing = 0

    init(_ numbers: [Double]) { self.numbers = numbers }

    init(_ rows: EncodedRows, _ feature: Int) {
      switch rows.features.treeColumn(feature, rows.rows) {
      case .numbers(let values):
        numbers = values.filter { !$0.isNaN }
        missing = values.count - numbers.count
      case .categories(let codes, let count):
        self.codes = codes
        words = count
      }
    }

    /// Shares of the bins, the last one of cells without a value or with an unseen word.
    func shares(_ cuts: [Double]) -> [Double] {
      let isWords = words > 0
      var counts = [Int](repeating: 0, count: (isWords ? words : cuts.count + 1) + 1)
      let last = counts.count - 1
      if isWords {
        for code in codes { counts[code < 0 ? last : Int(code)] += 1 }
      } else {
        for value in numbers { counts[cuts.reduce(0) { $0 + ($1 < value ? 1 : 0) }] += 1 }
        counts[last] += missing
      }
      let total = Double(max(1, counts.reduce(0, +)))
      return counts.map { Double($0) / total }
    }
  }
}
