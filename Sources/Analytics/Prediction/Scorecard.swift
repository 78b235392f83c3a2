/// A credit-style card of points: features in classes, a logistic regression on their weights of
/// evidence, and its log-odds on a scale that people can add up by hand.
///
/// Weight of evidence of a class = log(share of the good / share of the bad in it), with half a row
/// added to both. score = offset + factor * log-odds of good, factor = pdo / log 2, offset = base -
/// factor * log(baseOdds) (Siddiqi 2006); the points of a class carry an equal part of the offset.
import Learning
import Numerics
package import Support
package import Tables

package struct ScorecardOptions: Sendable {
  /// Points that double the odds of good.
  package var pdo = 20.0
  /// The score at which the odds of good are `baseOdds`.
  package var base = 600.0
  package var baseOdds = 50.0
  /// Classes of a number at most.
  package var bins = 5

  package init() {}
}

package struct Scorecard: Sendable {
  package struct Class: Sendable {
    /// What belongs to it, for people.
    package let words: String
    package let points: Double
    package let evidence: Double
    package let share: Double
    /// How many of them were bad.
    package let badRate: Double
  }

  package struct Part: Sendable {
    package let feature: String
    package let classes: [Class]
    /// How well it parts good and bad: the sum of differences of shares times evidence.
    package let informationValue: Double
    let binning: Binning
  }

  package let parts: [Part]
  package let target: PredictionTarget
  package let evaluation: Evaluation
  /// The largest distance between the shares of good and bad below a score, on unseen rows.
  package let ks: Double
  package let gini: Double?
  package let notices: [Notice]
  package let ids: [String]
  package let scores: [Double]
  /// Of bad, for each customer.
  package let probabilities: [Double]
  private let classOfRow: [[Int]]

  package var features: [String] { parts.map(\.feature) }

  /// What cost a customer most points against the best class of each feature, the largest first.
  package func reasons(_ customer: Int) -> [(part: Int, lost: Double)] {
    let lost = parts.indices.map { part -> Double in
      let classes = parts[part].classes
      let best = classes.map(\.points).max() ?? 0
      return best - classes[classOfRow[part][customer]].points
    }
    return lost.descendingOrder().filter { lost[$0] > 0 }.map { ($0, lost[$0]) }
  }

  /// The points of a customer in one feature.
  package func points(_ customer: Int, _ part: Int) -> (words: String, points: Double) {
    let found = parts[part].classes[classOfRow[part][customer]]
    return (found.words, found.points)
  }

  /// - Parameter options: the positive value of the target is bad.
  package init(
    _ table: Table, _ options: PredictionOptions, _ card: ScorecardOptions, _ run: Run
  ) throws {
    var options = options
    options.settings.kind = .logistic
    let training = try PredictionTraining(table, options, run)
    let target = training.target
    self.target = target
    let known = target.known
    let y = known.map { target.values[$0] }
    try training.check(y)
    let split = TestSplit(options, y, isLabel: true, nil)
    let train = split.train.map { known[$0] }
    let part = try Fit(training, train, split.train.map { y[$0] }, card, run)
    let test = split.test.map { known[$0] }
    let unseen = try part.scores(test, run).map { part.probability($0, card) }
    let truth = split.test.map { y[$0] }
    let seen = try part.scores(train, run).map { part.probability($0, card) }
    let rate = split.train.reduce(0.0) { $0 + y[$1] } / Double(max(1, train.count))
    evaluation = Evaluation(
      labels: truth, probabilities: unseen, trainRate: rate,
      threshold: try options.decision.cut(
        labels: split.train.map { y[$0] }, probabilities: seen, run),
      split: split.words, yes: target.yes ?? Evaluation.left)
    gini = evaluation.metrics.rocAuc.map { 2 * $0 - 1 }
    ks = Self.ks(truth, unseen)
    let whole = try Fit(training, known, y, card, run)
    parts = whole.parts
    let keys = CustomerKeys(table)
    let rows = (0..<table.rowCount).filter { keys.ofRow[$0] >= 0 }
    ids = rows.map { keys[Int(keys.ofRow[$0])] }
    scores = try whole.scores(rows, run)
    probabilities = scores.map { whole.probability($0, card) }
    classOfRow = try whole.places(rows, run)
    notices = training.leaks.map(\.notice)
  }

  private static func ks(_ labels: [Double], _ p: [Double]) -> Double {
    let ones = labels.reduce(0, +)
    let zeros = Double(labels.count) - ones
    guard ones > 0, zeros > 0 else { return 0 }
    var (bad, good, widest) = (0.0, 0.0, 0.0)
    let order = p.descendingOrder()
    for (place, row) in order.enumerated() {
      if labels[row] == 1 { bad += 1 } else { good += 1 }
      let isTied = place + 1 < order.count && p[order[place + 1]] == p[row]
      if !isTied { widest = max(widest, abs(bad / ones - good / zeros)) }
    }
    return widest
  }

  /// Classes and points of some rows.
  private struct Fit {
    let parts: [Part]
    private let columns: [Column]

    init(
      _ training: PredictionTraining, _ rows: [Int], _ y: [Double], _ card: ScorecardOptions,
      _ run: Run
    ) throws {
      var used: [(column: Column, binning: Binning)] = []
      for column in training.columns {
        try run.checkpoint()
        guard let binning = Binning(column, rows, y, most: card.bins), binning.count > 1 else {
          continue
        }
        used.append((column, binning))
      }
      guard !used.isEmpty else {
        throw AnalyticsError.constantFeatures(headers: training.columns.map(\.header))
      }
      let matrix = Matrix(
        columns: try used.map { column, binning in
          try run.checkpoint()
          return binning.places(column, rows).map { binning.evidence[$0] }
        })
      let model = try LogisticRegression(l2: 1).fit(matrix, labels: y, run)
      let factor = card.pdo / Math.log(2)
      let offset = card.base - factor * Math.log(card.baseOdds)
      columns = used.map(\.column)
      parts = used.enumerated().map { place, entry in
        let weight = model.coefficients[place]
        // The model tells log-odds of bad: points are those of good, so the sign turns.
        let points = entry.binning.evidence.map { evidence in
          (offset - factor * model.intercept) / Double(used.count) - factor * weight * evidence
        }
        return entry.binning.part(entry.column.header, points)
      }
    }

    /// The class of each row, for every part.
    func places(_ rows: [Int], _ run: Run) throws -> [[Int]] {
      try parts.indices.map { part in
        try run.checkpoint()
        return parts[part].binning.places(columns[part], rows)
      }
    }

    func scores(_ rows: [Int], _ run: Run) throws -> [Double] {
      var scores = [Double](repeating: 0, count: rows.count)
      for (part, own) in try places(rows, run).enumerated() {
        let points = parts[part].classes.map(\.points)
        for row in scores.indices { scores[row] += points[own[row]] }
      }
      return scores
    }

    /// Of bad.
    func probability(_ score: Double, _ card: ScorecardOptions) -> Double {
      let factor = card.pdo / Math.log(2)
      let offset = card.base - factor * Math.log(card.baseOdds)
      return Math.sigmoid(-(score - offset) / factor)
    }
  }
}
