/// How good predicted numbers were on rows the model had not seen, beside the baseline.
import Numerics
package import Support

package struct RegressionEvaluation: Sendable {
  /// How the test rows were chosen, for people.
  package let split: Phrase
  package let count: Int
  /// Root of the mean squared error.
  package let rmse: Double
  /// Mean absolute error.
  package let mae: Double
  /// Share of the variance that is explained; below 0 when the mean is better, nil without any.
  package let rSquared: Double?
  /// Of the ranks of what was predicted and what came.
  package let rankCorrelation: Double?
  /// The same errors for "everybody has the mean of the training rows".
  package let baselineRmse: Double
  package let baselineMae: Double
  /// Four fifths of the predictions were off by no more.
  package let margin: Double
  /// Mean gain in squared error over the baseline, and its standard error.
  package let gain: (mean: Double, standardError: Double)

  package init(targets: [Double], predictions: [Double], trainMean: Double, split: Phrase) {
    self.init(
      targets: targets, predictions: predictions, trainMean: trainMean, split: split, pause: {})
  }

  /// - Parameter pause: called between the figures, where the work may be ended.
  init(
    targets: [Double], predictions: [Double], trainMean: Double, split: Phrase,
    pause: () throws -> Void
  ) rethrows {
    self.split = split
    count = targets.count
    let total = Double(max(1, targets.count))
    let errors = zip(targets, predictions).map { $0 - $1 }
    let others = targets.map { $0 - trainMean }
    rmse = (errors.map { $0 * $0 }.pairwiseSum / total).squareRoot()
    mae = errors.map { abs($0) }.pairwiseSum / total
    baselineRmse = (others.map { $0 * $0 }.pairwiseSum / total).squareRoot()
    baselineMae = others.map { abs($0) }.pairwiseSum / total
    try pause()
    let sizes = errors.map { abs($0) }.ascending()
    // One more than the rows in the count, so that the share holds for a row to come.
    let place = Int((Double(sizes.count + 1) * 0.8).rounded(.up)) - 1
    margin = sizes.isEmpty ? 0 : sizes[min(place, sizes.count - 1)]
    try pause()
    let variance = Moments(of: targets).variance
    rSquared = variance > 0 ? 1 - rmse * rmse / variance : nil
    rankCorrelation = Correlation.spearman(targets, predictions)
    try pause()
    let gains = Moments(of: zip(others, errors).map { $0 * $0 - $1 * $1 })
    gain = (gains.mean, (gains.variance / total).squareRoot())
  }

  /// The letter that the comparison with the baseline deserves.
  package var grade: Grade {
    let (own, other) = (Words.short(rmse), Words.short(baselineRmse))
    guard count >= 10 else {
      return Grade(
        .d, Phrase(en: "only \(count) test rows: too few to judge", zh: "测试样本仅 \(count) 行，无法判断"),
        metric: "rmse", score: rmse, baseline: baselineRmse)
    }
    let isClear = gain.mean > 4 * gain.standardError && (rSquared ?? 0) >= 0.3
    let letter: Grade.Letter = isClear ? .a : gain.mean > 2 * gain.standardError ? .b : .c
    return Grade(
      letter,
      Phrase(
        en: "on \(count) unseen rows the root mean squared error is \(own), the mean's \(other)",
        zh: "在 \(count) 行未见数据上均方根误差 \(own)，取均值为 \(other)"),
      metric: "rmse", score: rmse, baseline: baselineRmse)
  }

  /// What the figures mean, one sentence each.
  package var plain: [Phrase] {
    let (own, other) = (Words.short(mae), Words.short(baselineMae))
    var sentences = [
      Phrase(
        en: "predictions are off by \(own) on average; always saying the mean, by \(other)",
        zh: "预测平均偏差 \(own)；一律取均值则为 \(other)")
    ]
    if let rSquared {
      let share = Words.percent(max(0, rSquared))
      sentences.append(
        Phrase(
          en: "\(share) of the differences between customers are explained",
          zh: "客户之间差异的 \(share) 得到解释"))
    }
    return sentences
  }
}
