/// Linear models on sparse rows, one for each label against all others, by dual descent.
///
/// Minimises  (|v|^2 + b^2) / 2 + c * sum of loss(t (w x + b))  for each label; w is v times a
/// scale of each feature, t is 1 or -1. The loss is max(0, 1 - m)^2 (a support vector machine) or
/// log(1 + exp(-m)) (logistic); with scales that are log-count ratios the latter is the model of
/// Wang and Manning 2012. Each row has one multiplier, and these are set to their best value one
/// after the other in random order while the weights are kept up to date (Hsieh, Chang, Lin,
/// Keerthi, Sundararajan 2008; Yu, Huang, Lin 2011). The intercept is the weight of a feature that
/// is always one, and drawn to zero with the rest. Labels are solved apart, so the number of
/// threads does not change a bit.
package import Numerics
package import Support

package struct DualLinear: Sendable {
  package enum Loss: Sendable { case squaredHinge, logistic }

  package var loss: Loss
  /// How much an error weighs against large weights.
  package var c: Double
  /// The fit ends when no multiplier's condition is further from being met than this.
  package var tolerance: Double
  package var maxRounds = 300
  package var seed: UInt64 = 0

  /// Makes a wish for a fit.
  package init(_ loss: Loss, c: Double, tolerance: Double = 0.01) {
    self.loss = loss
    self.c = c
    self.tolerance = tolerance
  }

  /// - Parameters:
  ///   - labels: those of each row.
  ///   - scale: of a label, a factor for each feature; nil for one.
  package func fit(
    _ rows: SparseMatrix, _ labels: LabelSets, scale: (@Sendable (Int) -> [Double])? = nil,
    _ run: Run
  ) throws -> SparseLinear {
    guard c > 0, c.isFinite else { throw FitError.badSetting(name: "c") }
    guard labels.labelCount >= 2, labels.rowCount == rows.rowCount else {
      throw FitError.singleClass
    }
    let first = labels.modelled.lowerBound
    let solved = try Parallel.map(count: labels.modelled.count, chunk: 1) { range in
      let label = first + range.lowerBound
      var random = SeededRandom(seed: seed, stream: label)
      var search = DualDescent(
        rows, sign: labels.marks(label, other: -1), scale: scale?(label), wish: self)
      return try search.solve(&random, run)
    }
    return SparseLinear(
      columns: solved, intercepts: solved.map { $0[rows.columnCount] },
      featureCount: rows.columnCount, labelCount: labels.labelCount)
  }
}
