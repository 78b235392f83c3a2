/// Scores made into probabilities.
package import Support

package enum Calibration: Sendable, Equatable {
  case platt(PlattModel)
  case isotonic(IsotonicModel)

  package func probabilities(_ scores: [Double]) -> [Double] {
    switch self {
    case .platt(let model): model.probabilities(scores)
    // Nobody is certain after so many rows only.
    case .isotonic(let model):
      model.values(scores).map { min(1 - model.least, max(model.least, $0)) }
    }
  }
}

/// Platt's curve or steps: whichever tells held-out rows better.
package struct CalibrationChoice: Sendable, Equatable {
  /// Fitted to all rows.
  package let best: Calibration
  /// Mean log-loss of rows that were held out.
  package let plattLogLoss: Double
  package let isotonicLogLoss: Double

  /// - Parameter scores: of rows that the scoring model has not seen.
  package init(
    scores: [Double], labels: [Double], weights: [Double]? = nil, folds: Int = 5, _ run: Run
  ) throws {
    guard 2 <= folds else { throw FitError.badSetting(name: "folds") }
    let fold = Split.stratifiedFolds(labels, folds: folds)
    var (platt, isotonic, total) = (0.0, 0.0, 0.0)
    for own in 0..<folds {
      let train = fold.indices.filter { fold[$0] != own }
      let test = fold.indices.filter { fold[$0] == own }
      let y = train.map { labels[$0] }
      guard !test.isEmpty, y.contains(0), y.contains(1) else { continue }
      let x = train.map { scores[$0] }
      let w = weights.map { all in train.map { all[$0] } }
      let truth = test.map { labels[$0] }
      let asked = test.map { scores[$0] }
      let curve = Calibration.platt(try PlattModel(scores: x, labels: y, weights: w, run))
      let steps = Calibration.isotonic(try IsotonicModel(scores: x, labels: y, weights: w, run))
      let losses = (
        BinaryMetrics.logLosses(truth, curve.probabilities(asked)),
        BinaryMetrics.logLosses(truth, steps.probabilities(asked))
      )
      for (place, row) in test.enumerated() {
        let weight = weights?[row] ?? 1
        platt += weight * losses.0[place]
        isotonic += weight * losses.1[place]
        total += weight
      }
    }
    plattLogLoss = total > 0 ? platt / total : 0
    isotonicLogLoss = total > 0 ? isotonic / total : 0
    best =
      isotonicLogLoss < plattLogLoss
      ? .isotonic(try IsotonicModel(scores: scores, labels: labels, weights: weights, run))
      : .platt(try PlattModel(scores: scores, labels: labels, weights: weights, run))
  }
}
