/// One chance for each label out of the scores of one or several models.
///
/// Scores are added with a weight for each model that is never negative, and a shift for each
/// label; chances are their soft-max, or a sigmoid each where a row may have any number of labels.
/// Weights and shifts make the log-loss least on rows the models have not seen, so they calibrate
/// (Guo, Pleiss, Sun, Weinberger 2017) and choose at once; scores that say nothing get no weight,
/// and the shares of the labels remain. Truth is doubted by one row in all (Platt 1999), so that
/// few rows that are told apart without error do not make a model sure of everything. A sum of
/// scores stays a sum over features, so what each gram adds can still be said.
import Numerics
package import Support

package struct ScoreBlend: Sendable, Equatable {
  package let weights: [Double]
  package let shifts: [Double]
  let isSingle: Bool
  /// Mean log-loss on the rows that it was fitted to.
  let loss: Double

  /// Rows times labels that weights are fitted to at most.
  static let cellsMax = 1_000_000

  /// - Parameters:
  ///   - scores: of each model, those of each label, row after row.
  ///   - rows: the rows that are learnt from.
  package static func fit(
    _ scores: [[Float]], _ labels: LabelSets, rows: [Int], _ run: Run
  ) throws -> ScoreBlend {
    let every = max(1, (rows.count * labels.labelCount + cellsMax - 1) / cellsMax)
    let used = stride(from: 0, to: rows.count, by: every).map { rows[$0] }
    var active = Array(scores.indices)
    while true {
      let problem = BlendProblem(active.map { scores[$0] }, labels, used)
      var search = LBFGS()
      search.maxIterations = 60
      search.gradientTolerance = 1e-6
      search.valueTolerance = 1e-9
      let best = try search.minimize(from: problem.start) { point in
        try run.checkpoint()
        return try problem.value(at: point)
      }
      let found = Array(best.point.prefix(active.count))
      if active.count > 1, let worst = found.indices.min(by: { found[$0] < found[$1] }),
        found[worst] < 0
      {
        active.remove(at: worst)
        continue
      }
      var weights = [Double](repeating: 0, count: scores.count)
      for (place, model) in active.enumerated() { weights[model] = max(1e-6, found[place]) }
      return ScoreBlend(
        weights: weights, shifts: Array(best.point[active.count...]), isSingle: labels.isSingle,
        loss: best.value)
    }
  }

  /// The chance of each label, row after row.
  package func probabilities(_ scores: [[Float]], labelCount: Int) -> [Double] {
    let count = scores.first?.count ?? 0
    var all = (0..<count).map { shifts[$0 % max(1, labelCount)] }
    for (model, weight) in weights.enumerated() where weight != 0 {
      for place in 0..<count { all[place] += weight * Double(scores[model][place]) }
    }
    guard isSingle else { return all.map(Math.sigmoid) }
    for first in stride(from: 0, to: count, by: max(1, labelCount)) {
      var top = all[first]
      for k in first..<first + labelCount { top = max(top, all[k]) }
      var sum = 0.0
      for k in first..<first + labelCount {
        all[k] = Math.exp(all[k] - top)
        sum += all[k]
      }
      for k in first..<first + labelCount { all[k] /= sum }
    }
    return all
  }
}

/// Mean log-loss of rows as a function of the weights and the shift.
private struct BlendProblem: Sendable {
  let scores: [[Float]]
  let labels: LabelSets
  let rows: [Int]

  init(_ scores: [[Float]], _ labels: LabelSets, _ rows: [Int]) {
    self.scores = scores
    self.labels = labels
    self.rows = rows
  }

  var start: [Double] {
    [Double](repeating: 1 / Double(scores.count), count: scores.count)
      + [Double](repeating: 0, count: labels.labelCount)
  }

  func value(at point: [Double]) throws -> (value: Double, gradient: [Double]) {
    let parts = try Parallel.map(count: rows.count, chunk: 1024) { range in
      part(range, point)
    }
    var (value, gradient) = (0.0, [Double](repeating: 0, count: point.count))
    for part in parts {
      value += part.value
      for k in gradient.indices { gradient[k] += part.gradient[k] }
    }
    let share = 1 / Double(max(1, rows.count))
    var penalty = 0.0
    for k in gradient.indices {
      // So little that it only draws shifts of rare labels to zero.
      let weight = k < scores.count ? 1e-6 : 1e-3
      penalty += weight * point[k] * point[k]
      gradient[k] = gradient[k] * share + 2 * weight * point[k]
    }
    return (value * share + penalty, gradient)
  }

  private func part(
    _ range: Range<Int>, _ point: [Double]
  ) -> (value: Double, gradient: [Double]) {
    let (width, models) = (labels.labelCount, scores.count)
    var (value, gradient) = (0.0, [Double](repeating: 0, count: point.count))
    var sums = [Double](repeating: 0, count: width)
    for place in range {
      let (row, base) = (rows[place], rows[place] * width)
      for k in 0..<width {
        var sum = point[models + k]
        for m in 0..<models { sum += point[m] * Double(scores[m][base + k]) }
        sums[k] = sum
      }
      value += losses(&sums, labels.sets[row])
      for k in 0..<width {
        for m in 0..<models { gradient[m] += sums[k] * Double(scores[m][base + k]) }
        gradient[models + k] += sums[k]
      }
    }
    return (value, gradient)
  }

  /// The loss of a row; its scores become chance minus truth.
  private func losses(_ sums: inout [Double], _ truth: [Int32]) -> Double {
    var value = 0.0
    let others = labels.isSingle ? doubt / Double(max(1, sums.count - 1)) : doubt
    if labels.isSingle {
      let top = sums.max() ?? 0
      var total = 0.0
      for k in sums.indices { value -= others * (sums[k] - top) }
      for label in truth { value -= (1 - doubt - others) * (sums[Int(label)] - top) }
      for k in sums.indices {
        sums[k] = Math.exp(sums[k] - top)
        total += sums[k]
      }
      value += Math.log(total)
      for k in sums.indices { sums[k] = sums[k] / total - others }
    } else {
      for label in truth { value -= (1 - 2 * doubt) * sums[Int(label)] }
      for k in sums.indices {
        value += Math.softplus(sums[k]) - doubt * sums[k]
        sums[k] = Math.sigmoid(sums[k]) - doubt
      }
    }
    for label in truth { sums[Int(label)] -= 1 - doubt - others }
    return value
  }

  /// How far truth is doubted: one row of all.
  private var doubt: Double { 1 / Double(rows.count + 2) }
}
