/// How well labels were predicted for texts the model had not seen, beside always saying the most
/// common label.
package import Learning
import Numerics
package import Support

package struct FeedbackEvaluation: Sendable {
  package let split: Phrase
  package let classes: [String]
  package let metrics: LabelMetrics
  /// The same for the shares of the labels in the training part.
  package let baseline: LabelMetrics
  /// Mean gain in log-loss over the baseline, and its standard error.
  package let gain: (mean: Double, standardError: Double)

  init(labels: [Int], probabilities: [Double], folds: [Int], foldCount: Int, classes: [String]) {
    self.classes = classes
    let count = classes.count
    metrics = LabelMetrics(labels: labels, probabilities: probabilities, classCount: count)
    let shares = (0..<foldCount).map { fold -> [Double] in
      var counts = [Double](repeating: 0, count: count)
      for (label, own) in zip(labels, folds) where own != fold { counts[label] += 1 }
      let total = max(1, counts.reduce(0, +))
      return counts.map { $0 / total }
    }
    let plain = folds.flatMap { shares[$0] }
    baseline = LabelMetrics(labels: labels, probabilities: plain, classCount: count)
    let own = LabelMetrics.logLosses(labels, probabilities, classCount: count)
    let other = LabelMetrics.logLosses(labels, plain, classCount: count)
    let gains = Moments(of: zip(other, own).map { $0 - $1 })
    gain = (gains.mean, (gains.variance / Double(max(1, gains.count))).squareRoot())
    split = Self.split(foldCount)
  }

  /// Of labels of which a text may have any number.
  ///
  /// - Parameter given: the labels that each text was given.
  init(
    _ labels: LabelSets, given: [[Int]], probabilities: [Double], folds: [Int], foldCount: Int,
    classes: [String]
  ) {
    self.classes = classes
    metrics = LabelMetrics(labels, given: given, probabilities: probabilities)
    let shares = (0..<foldCount).map { fold -> [Double] in
      var (counts, total) = ([Double](repeating: 0, count: classes.count), 0.0)
      for (set, own) in zip(labels.sets, folds) where own != fold {
        total += 1
        for label in set { counts[Int(label)] += 1 }
      }
      return counts.map { $0 / max(1, total) }
    }
    let plain = folds.flatMap { shares[$0] }
    baseline = LabelMetrics(
      labels, given: LabelRule(half: labels).labels(of: plain), probabilities: plain)
    let own = LabelMetrics.logLosses(labels, probabilities)
    let other = LabelMetrics.logLosses(labels, plain)
    let gains = Moments(of: zip(other, own).map { $0 - $1 })
    gain = (gains.mean, (gains.variance / Double(max(1, gains.count))).squareRoot())
    split = Self.split(foldCount)
  }

  private static func split(_ foldCount: Int) -> Phrase {
    Phrase(
      en: "each label's rows take turns in \(foldCount) parts; each part was predicted by a model "
        + "of the others",
      zh: "每个标签的行轮流分入 \(foldCount) 份；每一份由其余各份训练的模型预测")
  }

  /// From so many unseen texts on, no gain means that there is nothing to learn.
  private static let manyTexts = 200

  /// The letter that the comparison with the baseline deserves.
  package var grade: Grade {
    let count = metrics.count
    let least = metrics.classes.map(\.support).filter { $0 > 0 }.min() ?? 0
    let own = Words.fixed(metrics.macroF1, 3)
    let other = Words.fixed(baseline.macroF1, 3)
    guard count >= 30, least >= 5 else {
      return Grade(
        .d,
        Phrase(
          en: "\(count) labelled texts, the rarest label on \(least): too few to judge",
          zh: "有标签文本 \(count) 条，最少的标签仅 \(least) 条，不足以判断"),
        metric: "macroF1", score: metrics.macroF1, baseline: baseline.macroF1)
    }
    let isClear =
      gain.mean > 4 * gain.standardError && metrics.macroF1 - baseline.macroF1 >= 0.2
    let letter: Grade.Letter = isClear ? .a : gain.mean > 2 * gain.standardError ? .b : .c
    // Better than the shares of the labels by no more than luck, and not for lack of texts.
    let nothing =
      letter == .c && count >= Self.manyTexts
      ? ("nothing can be learnt from these labels: ", "无法从这些标签中学到任何东西：") : ("", "")
    let simple =
      metrics.microF1 == nil
      ? (en: "always the most common label gives", zh: "一律取最常见标签")
      : (en: "what the labels' shares alone lead to gives", zh: "仅按标签占比判断")
    return Grade(
      letter,
      Phrase(
        en: nothing.0
          + "on \(count) unseen texts macro-F1 is \(own); \(simple.en) \(other)",
        zh: nothing.1 + "在 \(count) 条未见文本上宏平均 F1 为 \(own)；\(simple.zh)为 \(other)"),
      metric: "macroF1", score: metrics.macroF1, baseline: baseline.macroF1)
  }
}
