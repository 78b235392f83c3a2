/// What a purchase model gets wrong in this shop, learnt from what happened after an earlier day.
///
/// log-odds = intercept + slope * (the model's log-odds) + weight * log(1 + repeats): three
/// numbers, so that it carries over to another horizon; used only where it foretells unseen
/// customers better by more than the error of that comparison.
import Learning
import Numerics
import Support
import Tables

struct SilenceCorrection: Sendable {
  private let intercept: Double
  private let slope: Double
  private let weight: Double
  /// Of the three.
  private let covariance: Matrix?

  /// Customers with each outcome that are needed.
  static let leastOfEach = 50
  private static let folds = 5

  func corrected(_ p: Double, repeats: Int) -> Double {
    let score = intercept + slope * Math.logit(p) + weight * Math.log1p(Double(repeats))
    return min(1 - 1e-9, max(1e-9, Math.sigmoid(score)))
  }

  /// The correction, and what it says of each customer when it was learnt from the others.
  static func learn(
    _ p: [Double], repeats: [Int], labels: [Double], _ run: Run
  ) throws -> (correction: SilenceCorrection, unseen: [Double])? {
    let ones = Int(labels.reduce(0, +))
    guard min(ones, labels.count - ones) >= leastOfEach else { return nil }
    let fold = Split.stratifiedFolds(labels, folds: folds)
    var unseen = p
    for held in 0..<folds {
      let train = labels.indices.filter { fold[$0] != held }
      guard let part = try fit(p, repeats, labels, train, run) else { return nil }
      for place in labels.indices where fold[place] == held {
        unseen[place] = part.corrected(p[place], repeats: repeats[place])
      }
    }
    let gains = Moments(
      of: zip(BinaryMetrics.logLosses(labels, p), BinaryMetrics.logLosses(labels, unseen))
        .map { $0 - $1 })
    guard gains.mean > (gains.variance / Double(gains.count)).squareRoot(),
      let whole = try fit(p, repeats, labels, Array(labels.indices), run)
    else { return nil }
    return (whole, unseen)
  }

  private static func fit(
    _ p: [Double], _ repeats: [Int], _ labels: [Double], _ rows: [Int], _ run: Run
  ) throws -> SilenceCorrection? {
    let x = Matrix(
      rowCount: rows.count, columnCount: 2,
      values: rows.flatMap { [Math.logit(p[$0]), Math.log1p(Double(repeats[$0]))] })
    let model = try LogisticRegression(l2: 1).fit(x, labels: rows.map { labels[$0] }, run)
    // A slope below 0 would turn the model round: then nothing was learnt.
    guard model.coefficients[0] > 0 else { return nil }
    return SilenceCorrection(
      intercept: model.intercept, slope: model.coefficients[0], weight: model.coefficients[1],
      covariance: model.covariance)
  }

  /// Corrections that may as well be the right one; the same for the same seed.
  func draws(_ count: Int, seed: UInt64) -> [SilenceCorrection] {
    guard let covariance, let factor = Cholesky(covariance) else {
      return [SilenceCorrection](repeating: self, count: count)
    }
    var random = SeededRandom(seed: seed)
    return (0..<count).map { _ in
      let steps = factor.times((0..<3).map { _ in random.normal() })
      return SilenceCorrection(
        intercept: intercept + steps[0], slope: slope + steps[1], weight: weight + steps[2],
        covariance: nil)
    }
  }

  static func notice(_ cut: Int32) -> Notice {
    let day = CivilDate.text(days: cut)
    return Notice(
      "modelCorrected",
      en: "the purchase model was corrected by what customers did after \(day)",
      zh: "购买模型已按 \(day) 之后的实际行为校正")
  }
}
