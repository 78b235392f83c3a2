/// How good survival forecasts were on cases the model had not seen, beside one curve for all.
///
/// Concordance is Harrell's c: one half tells nobody apart. The Brier score at a time is the mean
/// squared error of the share still there, weighted so that cases lost from sight are made up for
/// by those like them (Graf and others 1999); integrated over the times seen it is one figure, the
/// smaller the better.
import Learning
import Numerics
package import Support

package struct SurvivalEvaluation: Sendable {
  /// How the test cases were chosen, for people.
  package let split: Phrase
  package let count: Int
  package let eventCount: Int
  package let concordance: Double?
  package let integratedBrier: Double?
  /// Of the curve of all training cases, foretold for everybody.
  package let baselineBrier: Double?
  /// The times between which the score is integrated.
  package let from: Double
  package let to: Double
  /// Mean gain of the score over the baseline, and its standard error.
  package let gain: (mean: Double, standardError: Double)

  /// Test cases that are looked at; of more every n-th.
  static let mostCases = 20_000
  private static let gridPoints = 50
  /// The share that must still be under observation where an error is weighted.
  private static let leastObserved = 0.05

  /// - Parameters:
  ///   - test: the cases that the forecasts are of.
  ///   - train: cases of others, for the one curve and for who is lost from sight.
  init(
    _ forecasts: SurvivalForecasts, test: Durations, train: Durations, split: Phrase, _ run: Run
  ) throws {
    self.split = split
    count = test.count
    eventCount = test.isEvent.count { $0 }
    concordance = try Concordance.of(test, risks: forecasts.risks, run)
    let all = try SurvivalCurve(train, run)
    let observed = ObservedShare(all)
    let grid = Self.grid(test, observed)
    guard let first = grid.first, let last = grid.last else {
      (integratedBrier, baselineBrier, from, to) = (nil, nil, 0, 0)
      gain = (0, 0)
      return
    }
    (from, to) = (first, last)
    let shared = grid.map { all.survival(at: $0) }
    let errors = try Parallel.map(count: test.count, chunk: 1_024) { range in
      try run.checkpoint()
      return range.map { place -> (own: Double, other: Double) in
        let weights = observed.weights(test, place, grid)
        let own = grid.map { forecasts.survival(place, at: $0) }
        return (
          Self.integral(grid, weights, own, lasted: test.times[place]),
          Self.integral(grid, weights, shared, lasted: test.times[place])
        )
      }
    }.flatMap { $0 }
    let gains = Moments(of: errors.map { $0.other - $0.own })
    integratedBrier = errors.map(\.own).pairwiseSum / Double(errors.count)
    baselineBrier = errors.map(\.other).pairwiseSum / Double(errors.count)
    gain = (gains.mean, (gains.variance / Double(max(1, gains.count))).squareRoot())
  }

  /// Times spread evenly over the cases, as far as enough are still under observation.
  private static func grid(_ test: Durations, _ observed: ObservedShare) -> [Double] {
    let sorted = test.times.ascending()
    var grid: [Double] = []
    for step in 1..<gridPoints {
      let time = sorted[sorted.count * step / gridPoints]
      guard time > (grid.last ?? 0), observed.share(at: time) > leastObserved else { continue }
      grid.append(time)
    }
    return grid
  }

  /// The weighted squared errors of one case, integrated over the grid by trapezes and divided by
  /// its length.
  private static func integral(
    _ grid: [Double], _ weights: [Double], _ forecast: [Double], lasted: Double
  ) -> Double {
    let errors = grid.indices.map { index -> Double in
      let miss = (lasted > grid[index] ? 1 : 0) - forecast[index]
      return weights[index] * miss * miss
    }
    guard grid.count > 1 else { return errors[0] }
    var sum = 0.0
    for index in 1..<grid.count {
      sum += (errors[index] + errors[index - 1]) / 2 * (grid[index] - grid[index - 1])
    }
    return sum / (grid[grid.count - 1] - grid[0])
  }
}

/// The share of cases not lost from sight by a time: the product-limit estimate with the roles
/// turned, ends coming before losses of the same time.
private struct ObservedShare: Sendable {
  private let times: [Double]
  private let shares: [Double]

  init(_ curve: SurvivalCurve) {
    times = curve.times
    var (share, shares) = (1.0, [Double]())
    for place in curve.times.indices {
      let left = curve.atRisk[place] - curve.events[place]
      if curve.censored[place] > 0, left > 0 { share *= max(0, 1 - curve.censored[place] / left) }
      shares.append(share)
    }
    self.shares = shares
  }

  func share(at time: Double) -> Double { share(time) { $0 <= $1 } }

  /// The share just before a time.
  private func share(before time: Double) -> Double { share(time) { $0 < $1 } }

  private func share(_ time: Double, _ counts: (Double, Double) -> Bool) -> Double {
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if counts(times[middle], time) { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? 1 : shares[low - 1]
  }

  /// What the error of a case weighs at each time: nothing once it is lost from sight.
  func weights(_ cases: Durations, _ place: Int, _ grid: [Double]) -> [Double] {
    let time = cases.times[place]
    let ended = cases.isEvent[place] ? share(before: time) : 0
    return grid.map { point in
      if time > point { return 1 / share(at: point) }
      return ended > 0 ? 1 / ended : 0
    }
  }
}

extension SurvivalEvaluation {
  /// The letter that the comparison with one curve for all deserves.
  package var grade: Grade {
    let shown = concordance.map { Words.fixed($0, 3) } ?? "-"
    guard eventCount >= 5, count - eventCount >= 1, let own = integratedBrier,
      let other = baselineBrier
    else {
      return Grade(
        .d,
        Phrase(
          en: "only \(count) test rows with \(eventCount) ends: too few to judge",
          zh: "测试样本仅 \(count) 行，其中结束 \(eventCount) 行，无法判断"),
        metric: "concordance", score: concordance, baseline: 0.5)
    }
    let isClear = gain.mean > 4 * gain.standardError && (concordance ?? 0) >= 0.7
    let letter: Grade.Letter = isClear ? .a : gain.mean > 2 * gain.standardError ? .b : .c
    let (mine, theirs) = (Words.fixed(own, 3), Words.fixed(other, 3))
    return Grade(
      letter,
      Phrase(
        en: "on \(count) unseen rows concordance is \(shown) where chance gives 0.5; integrated "
          + "Brier score \(mine), of one curve for all \(theirs)",
        zh: "在 \(count) 行未见数据上一致性指数 \(shown)（随机为 0.5）；综合 Brier 分数 \(mine)，统一曲线为 \(theirs)"),
      metric: "integratedBrier", score: own, baseline: other)
  }

  /// What the figures mean, one sentence each.
  package var plain: [Phrase] {
    var sentences: [Phrase] = []
    if let concordance {
      let share = Words.percent(concordance)
      sentences.append(
        Phrase(
          en:
            "of two customers of whom one left first, the model named the right one \(share) of the times",
          zh: "两位客户中先流失者，模型指对的比例为 \(share)"))
    }
    if let own = integratedBrier, let other = baselineBrier, other > 0 {
      let apart = Words.percent(abs(1 - own / other))
      let (en, zh) = own <= other ? ("below", "低") : ("above", "高")
      sentences.append(
        Phrase(
          en: "the squared error of the forecast share is \(apart) \(en) that of one curve for all",
          zh: "预测留存比例的平方误差比统一曲线\(zh) \(apart)"))
    }
    return sentences
  }
}
