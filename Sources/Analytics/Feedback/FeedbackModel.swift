/// A model of the caller's own labels, learnt on the spot or kept, and what it says of some texts.
///
/// On the spot: TF-IDF of words and characters, logistic regression.
/// Features: words 1-2 and characters 2-4 in at least three training texts (of fewer than 2,000
/// texts two, of fewer than 200 one), sublinear tf, smooth idf, rows of length one. Two classes
/// take one sigmoid, more a soft-max. C = 4, the value the public reference figures use; 1 and 2
/// were tried on one public set and differ little. Tested by stratified folds, in which the
/// vocabulary too is the training part's own.
import Learning
import Numerics
import Support

package struct FeedbackModel: Sendable {
  package let classes: [String]
  /// The chance of each class, text after text: of a labelled text by the fold that had not seen
  /// it.
  package let probabilities: [Double]
  package let evaluation: FeedbackEvaluation
  private let source: Source

  private enum Source: Sendable {
    case learnt(GramCounts, TFIDF, SparseLogisticModel)
    case kept(TextModel)
  }

  /// A kept model, with the chances it gives some texts.
  init(_ model: TextModel, classes: [String], chances: [Double], evaluation: FeedbackEvaluation) {
    self.classes = classes
    probabilities = chances
    self.evaluation = evaluation
    source = .kept(model)
  }

  static let ngrams = NGrams(words: 1...2, characters: 2...4)
  static let c = 4.0

  /// - Parameters:
  ///   - labels: the class of each text, or -1.
  init(
    _ counted: GramCounts, labels: [Int], classes: [String], folds: Int, _ run: Run
  ) throws {
    let known = labels.indices.filter { labels[$0] >= 0 }
    let turns = Split.stratifiedFolds(known.map { Double(labels[$0]) }, folds: folds)
    run.report(0.2, Phrase(en: "learning and testing", zh: "训练与检验"))
    // Fold 0 ..< folds are tests; the last fit is on all labelled texts.
    let isWide = classes.count > 4
    let fits = try Self.map(folds + 1, oneByOne: isWide) { turn in
      let train =
        turn == folds ? known : known.indices.filter { turns[$0] != turn }.map { known[$0] }
      let test =
        turn == folds
        ? labels.indices.filter { labels[$0] < 0 }
        : known.indices.filter { turns[$0] == turn }.map { known[$0] }
      return try Fold(counted.counts, labels, train: train, test: test, classes.count, run)
    }
    var all = [Double](repeating: 0, count: labels.count * classes.count)
    for fold in fits {
      for (place, row) in fold.test.enumerated() {
        for label in classes.indices {
          all[row * classes.count + label] = fold.probabilities[place * classes.count + label]
        }
      }
    }
    guard let last = fits.last, let model = last.model else { throw FitError.singleClass }
    self.classes = classes
    source = .learnt(counted, last.weights, model)
    probabilities = all
    evaluation = FeedbackEvaluation(
      labels: known.map { labels[$0] },
      probabilities: known.flatMap { all[$0 * classes.count..<($0 + 1) * classes.count] },
      folds: turns, foldCount: folds, classes: classes)
  }

  private static func map(
    _ count: Int, oneByOne: Bool, _ fit: @Sendable (Int) throws -> Fold
  ) throws -> [Fold] {
    guard oneByOne else {
      return try Parallel.map(count: count, chunk: 1) { try fit($0.lowerBound) }
    }
    return try (0..<count).map(fit)
  }

  /// How many features the model has.
  package var featureCount: Int {
    switch source {
    case .learnt(_, let weights, _): weights.featureCount
    case .kept(let model): model.featureCount
    }
  }

  /// The chance of each class of a text.
  package func chances(_ row: Int) -> ArraySlice<Double> {
    probabilities[row * classes.count..<(row + 1) * classes.count]
  }

  /// Whether a text may have any number of labels.
  package var isMulti: Bool { rule != nil }

  /// The labels that a text is given: the likeliest, or any number of them, rising.
  package func labels(_ row: Int) -> [Int] { rule?.labels(chances(row)) ?? likeliest(row) }

  private func likeliest(_ row: Int) -> [Int] { Self.likeliest(chances(row)) }

  /// The likeliest of labels that exclude each other.
  static func likeliest(_ chances: ArraySlice<Double>) -> [Int] {
    LabelMetrics.predictions(Array(chances), classCount: chances.count)
  }

  /// The chance that the labels of a text are right: that of the one, or of all of a set as if each
  /// were said apart.
  package func confidence(_ row: Int) -> Double {
    Self.confidence(chances(row), labels(row), isMulti: isMulti)
  }

  static func confidence(_ chances: ArraySlice<Double>, _ given: [Int], isMulti: Bool) -> Double {
    guard isMulti else { return chances.max() ?? 0 }
    var product = 1.0
    for (label, chance) in chances.enumerated() {
      product *= given.contains(label) ? chance : 1 - chance
    }
    return product
  }

  private var rule: LabelRule? {
    if case .kept(let model) = source { model.rule } else { nil }
  }

  /// The places of a text that speak most for a class; places are in bytes.
  func evidence(
    _ row: Int, _ text: [UInt8], for label: Int, count: Int
  ) -> [(place: Range<Int>, effect: Double)] {
    let spans = spans(row, text, for: label).filter { $0.effect > 0 && !$0.place.isEmpty }
    let sorted = spans.sorted {
      if $0.effect != $1.effect { return $0.effect > $1.effect }
      return ($0.place.lowerBound, -$0.place.count) < ($1.place.lowerBound, -$1.place.count)
    }
    var taken: [(place: Range<Int>, effect: Double)] = []
    for span in sorted where taken.count < count {
      if taken.contains(where: { $0.place.overlaps(span.place) }) { continue }
      taken.append(span)
    }
    return taken
  }
}

extension FeedbackModel {
  /// The places of a text and what they add to a class.
  private func spans(
    _ row: Int, _ text: [UInt8], for label: Int
  ) -> [(place: Range<Int>, effect: Double)] {
    switch source {
    case .kept(let model):
      // A run of its own: one text takes microseconds, and nobody can cancel a row that is shown.
      return (try? model.evidence(text, for: label, Run()))?.spans ?? []
    case .learnt(let counted, let weights, let model):
      let cells = weights.rows(counted.counts, [row])
      var effects: [Int32: Double] = [:]
      for place in 0..<cells.cellCount {
        let feature = Int(cells.columns[place])
        effects[weights.columns[feature]] = cells.values[place] * model.weight(feature, of: label)
      }
      return counted.places(text).compactMap { found in
        effects[Int32(found.column)].map { (found.place, $0) }
      }
    }
  }
}

/// One fit, and what it says about texts it has not seen.
private struct Fold: Sendable {
  let test: [Int]
  let probabilities: [Double]
  let weights: TFIDF
  /// Nil when the training part knows one class only.
  let model: SparseLogisticModel?

  init(
    _ counts: SparseMatrix, _ labels: [Int], train: [Int], test: [Int], _ classCount: Int,
    _ run: Run
  ) throws {
    self.test = test
    weights = TFIDF(
      counts, rows: train, minDocuments: train.count < 200 ? 1 : train.count < 2000 ? 2 : 3,
      featureCountMax: Limits.feedbackWeights / max(1, classCount == 2 ? 1 : classCount))
    let present = Set(train.map { labels[$0] }).sorted()
    guard present.count >= 2 else {
      model = nil
      let only = present.first ?? 0
      probabilities = test.flatMap { _ in (0..<classCount).map { $0 == only ? 1.0 : 0.0 } }
      return
    }
    var place = [Int](repeating: -1, count: classCount)
    for (index, label) in present.enumerated() { place[label] = index }
    var fit = SparseLogistic(c: FeedbackModel.c)
    // Further rounds move no figure of the evaluation.
    fit.tolerance = SparseLogistic.nearEnough
    let fitted = try fit.fit(
      weights.rows(counts, train), labels: train.map { place[labels[$0]] },
      classCount: present.count, run)
    let found = fitted.probabilities(weights.rows(counts, test))
    model = fitted
    probabilities = test.indices.flatMap { row in
      (0..<classCount).map { place[$0] < 0 ? 0.0 : found[row * present.count + place[$0]] }
    }
  }
}
