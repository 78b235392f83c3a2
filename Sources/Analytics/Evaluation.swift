/// How good predicted probabilities were on data the model had not seen, beside the baseline.
package import Learning
import Numerics
package import Support

package struct Evaluation: Sendable {
  /// How the test rows were chosen, for people.
  package let split: Phrase
  package let metrics: BinaryMetrics
  package let confusion: Confusion
  package let threshold: Double
  package let reliability: [ReliabilityBin]
  /// The same figures for "everybody has the rate of the training rows".
  package let baseline: BinaryMetrics
  /// Share of the more common answer among the test rows.
  package let majorityAccuracy: Double
  /// Mean gain in log-loss over the baseline, and its standard error.
  package let gain: (mean: Double, standardError: Double)
  /// What a yes means, after "those who": "left".
  private let yes: Phrase

  /// Those who left.
  package static let left = Phrase(en: "left", zh: "流失")

  /// - Parameter yes: what those with the label 1 did, for people.
  package init(
    labels: [Double], probabilities: [Double], trainRate: Double, threshold: Double, split: Phrase,
    yes: Phrase = Evaluation.left
  ) {
    self.init(
      labels: labels, probabilities: probabilities, trainRate: trainRate, threshold: threshold,
      split: split, yes: yes, pause: {})
  }

  /// - Parameter pause: called between the figures, where the work may be ended.
  init(
    labels: [Double], probabilities: [Double], trainRate: Double, threshold: Double, split: Phrase,
    yes: Phrase, pause: () throws -> Void
  ) rethrows {
    self.split = split
    self.yes = yes
    self.threshold = threshold
    metrics = try BinaryMetrics(labels: labels, probabilities: probabilities, pause: pause)
    confusion = Confusion(labels: labels, probabilities: probabilities, threshold: threshold)
    reliability = ReliabilityBin.bins(labels: labels, probabilities: probabilities)
    let same = [Double](repeating: trainRate, count: labels.count)
    try pause()
    baseline = try BinaryMetrics(labels: labels, probabilities: same, pause: pause)
    let rate = Double(metrics.positives) / Double(max(1, metrics.count))
    majorityAccuracy = max(rate, 1 - rate)
    let own = BinaryMetrics.logLosses(labels, probabilities)
    let other = BinaryMetrics.logLosses(labels, same)
    try pause()
    let gains = Moments(of: zip(other, own).map { $0 - $1 })
    gain = (gains.mean, (gains.variance / Double(max(1, gains.count))).squareRoot())
  }

  /// The lift of the best tenth in a word.
  package enum LiftQuality: String, Sendable, CaseIterable { case none, weak, fair, good, strong }

  /// From 1.1, 1.5, 2 and 3 times the rate of all; nil without a lift.
  package var liftQuality: LiftQuality? {
    metrics.liftTop10.map { lift in
      lift < 1.1 ? .none : lift < 1.5 ? .weak : lift < 2 ? .fair : lift < 3 ? .good : .strong
    }
  }

  /// The letter that the comparison with the baseline deserves.
  package var grade: Grade {
    let auc = metrics.rocAuc
    let shown = auc.map { Words.fixed($0, 3) } ?? "-"
    let count = metrics.count
    guard metrics.positives >= 5, count - metrics.positives >= 5 else {
      return Grade(
        .d,
        Phrase(
          en: "only \(count) test rows with \(metrics.positives) positive ones: too few to judge",
          zh: "测试样本仅 \(count) 行，其中正例 \(metrics.positives)，无法判断"),
        metric: "logLoss", score: metrics.logLoss, baseline: baseline.logLoss)
    }
    let isClear = gain.mean > 4 * gain.standardError && (auc ?? 0) >= 0.7
    let letter: Grade.Letter = isClear ? .a : gain.mean > 2 * gain.standardError ? .b : .c
    let (own, other) = (Words.fixed(metrics.logLoss, 3), Words.fixed(baseline.logLoss, 3))
    return Grade(
      letter,
      Phrase(
        en: "on \(count) unseen rows the log-loss is \(own), the baseline's \(other); AUC \(shown)",
        zh: "在 \(count) 行未见数据上对数损失 \(own)，基线 \(other)；AUC \(shown)"),
      metric: "logLoss", score: metrics.logLoss, baseline: baseline.logLoss)
  }

  /// What the figures mean, one sentence each.
  package var plain: [Phrase] {
    var sentences: [Phrase] = []
    let (all, majority) = (Words.percent(confusion.accuracy), Words.percent(majorityAccuracy))
    sentences.append(
      Phrase(
        en:
          "\(all) of all decisions were right; always saying the more common answer gives \(majority)",
        zh: "全部判断中 \(all) 正确；一律判为多数类为 \(majority)"))
    if let recall = confusion.recall {
      let share = Words.percent(recall)
      sentences.append(
        Phrase(en: "\(share) of those who \(yes.en) were found", zh: "实际\(yes.zh)者中找出了 \(share)"))
    }
    if let precision = confusion.precision {
      let share = Words.percent(precision)
      sentences.append(
        Phrase(
          en: "\(share) of those who were named did so: they \(yes.en)",
          zh: "被点名者中 \(share) 确实\(yes.zh)"))
    }
    if let lift = metrics.liftTop10 {
      let times = Words.fixed(lift, 1)
      sentences.append(
        Phrase(
          en:
            "of the tenth with the highest probability \(times) times as many \(yes.en) as of all",
          zh: "概率最高的一成客户，\(yes.zh)率是全体的 \(times) 倍"))
    }
    return sentences
  }
}
