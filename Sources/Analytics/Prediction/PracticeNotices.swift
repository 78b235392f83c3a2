/// What was asked for, is done, and would be done otherwise today: each with the better way and
/// what it gives on the same rows.
import Learning
import Numerics
import Support

struct PracticeNotices {
  let target: PredictionTarget
  let options: PredictionOptions

  /// - Parameters:
  ///   - labels: of the rows the model was made of; numbers when it learnt numbers.
  ///   - predictions: what it says of them.
  func notices(_ labels: [Double], _ predictions: [Double]) -> [Notice] {
    [threshold(labels, predictions), penalty, line(labels)].compactMap { $0 }
  }

  /// A cut out of habit, where the best one is better.
  private func threshold(_ labels: [Double], _ predictions: [Double]) -> Notice? {
    guard target.isLabel, let given = options.decision.threshold else { return nil }
    let best = Threshold.maximizingF1(labels: labels, probabilities: predictions)
    let (own, most) = (Self.f1(labels, predictions, given), Self.f1(labels, predictions, best))
    guard most - own >= 0.005 else { return nil }
    let (cut, other) = (Words.short(given), Words.fixed(best, 3))
    let (low, high) = (Words.fixed(own, 3), Words.fixed(most, 3))
    return Notice(
      "thresholdNotTuned",
      en: "a cut at \(cut) was asked for: F1 \(low) on the training rows; \(other) would give"
        + " \(high); leave threshold open, or say what errors cost with costs",
      zh: "按要求以 \(cut) 为阈值，训练数据上 F1 为 \(low)；取 \(other) 可达 \(high)；可省略 threshold，或用 costs"
        + " 说明误判成本", path: "threshold")
  }

  private var penalty: Notice? {
    guard options.settings.kind == .logistic, options.settings.l2 == 0 else { return nil }
    return Notice(
      "noPenalty",
      en: "without a penalty coefficients run away where few rows decide; leave l2 open to find one"
        + " by cross-validation",
      zh: "没有惩罚项时，少数行即可使系数失控；省略 l2 则由交叉验证选定", path: "l2")
  }

  /// A line through yes and no.
  private func line(_ values: [Double]) -> Notice? {
    guard !target.isLabel, [.linear, .ridge, .lasso].contains(options.settings.kind),
      values.allSatisfy({ $0 == 0 || $0 == 1 })
    else { return nil }
    return Notice(
      "lineThroughLabel",
      en: "\(target.header) is only 0 or 1: a line also says less than 0 and more than 1; kind"
        + " logistic gives probabilities",
      zh: "\(target.header) 只有 0 和 1：直线会给出小于 0 或大于 1 的值；kind logistic 给出概率", path: "kind")
  }

  private static func f1(_ labels: [Double], _ predictions: [Double], _ cut: Double) -> Double {
    var (hits, named) = (0.0, 0.0)
    for (label, p) in zip(labels, predictions) where p >= cut {
      named += 1
      hits += label
    }
    return 2 * hits / max(1, named + labels.reduce(0, +))
  }
}
