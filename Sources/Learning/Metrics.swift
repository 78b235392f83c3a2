/// How good predicted probabilities are: discrimination, calibration, decisions.
///
/// A figure that is not defined for the data at hand (one class only) is nil, never NaN.
import Numerics

package struct BinaryMetrics: Sendable, Equatable {
  package let count: Int
  package let positives: Int
  /// Area under the ROC curve; a tie counts one half.
  package let rocAuc: Double?
  /// Average precision: sum of precision times the rise in recall, ties taken together.
  package let prAuc: Double?
  package let logLoss: Double
  package let brier: Double
  /// Expected calibration error over ten equal-width bins, weighted by count.
  package let ece: Double
  /// Rate among the best tenth over the rate overall.
  package let liftTop10: Double?

  /// - Parameters:
  ///   - labels: 0 or 1.
  ///   - probabilities: one each, clipped to 1e-15 for the log-loss.
  package init(labels: [Double], probabilities: [Double]) {
    self.init(labels: labels, probabilities: probabilities, pause: {})
  }

  /// - Parameter pause: called between the figures; of very many rows each takes its time.
  package init(labels: [Double], probabilities: [Double], pause: () throws -> Void) rethrows {
    let n = labels.count
    count = n
    let ones = labels.filter { $0 == 1 }.count
    positives = ones
    rocAuc = Self.areaUnderRoc(labels, probabilities, ones)
    try pause()
    let order = try probabilities.descendingOrder(pause: pause)
    try pause()
    prAuc = Self.averagePrecision(labels, probabilities, order, ones)
    liftTop10 = Self.lift(labels, order, ones)
    try pause()
    let total = Double(max(1, n))
    logLoss = Self.logLosses(labels, probabilities).pairwiseSum / total
    try pause()
    brier = labels.indices.map { squared(probabilities[$0] - labels[$0]) }.pairwiseSum / total
    ece = Self.calibrationError(labels, probabilities)
    try pause()
  }

  /// The log-loss of each row.
  package static func logLosses(_ labels: [Double], _ probabilities: [Double]) -> [Double] {
    labels.indices.map { index in
      let p = min(1 - 1e-15, max(1e-15, probabilities[index]))
      return labels[index] == 1 ? -Math.log(p) : -Math.log1p(-p)
    }
  }

  /// Area under the ROC curve, a tie counting one half; nil with labels of one kind only.
  package static func areaUnderRoc(labels: [Double], scores: [Double]) -> Double? {
    areaUnderRoc(labels, scores, labels.count { $0 == 1 })
  }

  private static func areaUnderRoc(_ labels: [Double], _ scores: [Double], _ ones: Int) -> Double? {
    let zeros = labels.count - ones
    guard ones > 0, zeros > 0 else { return nil }
    let ranks = Correlation.midRanks(scores)
    let sum = labels.indices.filter { labels[$0] == 1 }.map { ranks[$0] }.pairwiseSum
    let pairs = Double(ones) * Double(zeros)
    return (sum - Double(ones) * Double(ones + 1) / 2) / pairs
  }

  private static func averagePrecision(
    _ labels: [Double], _ scores: [Double], _ order: [Int], _ ones: Int
  ) -> Double? {
    guard ones > 0 else { return nil }
    var area = 0.0
    var found = 0
    var place = 0
    while place < order.count {
      var end = place
      var gained = 0
      while end < order.count, scores[order[end]] == scores[order[place]] {
        if labels[order[end]] == 1 { gained += 1 }
        end += 1
      }
      found += gained
      area += Double(gained) / Double(ones) * Double(found) / Double(end)
      place = end
    }
    return area
  }

  private static func calibrationError(_ labels: [Double], _ probabilities: [Double]) -> Double {
    ReliabilityBin.bins(labels: labels, probabilities: probabilities).reduce(0) { total, bin in
      total + abs(bin.meanProbability - bin.rate) * Double(bin.count) / Double(labels.count)
    }
  }

  private static func lift(_ labels: [Double], _ order: [Int], _ ones: Int) -> Double? {
    guard ones > 0 else { return nil }
    let top = (labels.count + 9) / 10
    let hits = order.prefix(top).filter { labels[$0] == 1 }.count
    return Double(hits) / Double(top) / (Double(ones) / Double(labels.count))
  }
}

/// One of ten equal-width bins of predicted probability; empty ones are left out.
package struct ReliabilityBin: Sendable, Equatable {
  package let lower: Double
  package let count: Int
  package let meanProbability: Double
  /// The share of ones in the bin.
  package let rate: Double

  package static func bins(labels: [Double], probabilities: [Double]) -> [ReliabilityBin] {
    var counts = [Int](repeating: 0, count: 10)
    var sums = [Double](repeating: 0, count: 10)
    var ones = [Double](repeating: 0, count: 10)
    for (p, label) in zip(probabilities, labels) {
      let bin = min(9, max(0, Int(p * 10)))
      counts[bin] += 1
      sums[bin] += p
      ones[bin] += label
    }
    return counts.indices.filter { counts[$0] > 0 }.map { bin in
      let n = Double(counts[bin])
      return ReliabilityBin(
        lower: Double(bin) / 10, count: counts[bin], meanProbability: sums[bin] / n,
        rate: ones[bin] / n)
    }
  }
}

/// Right and wrong decisions at one threshold.
package struct Confusion: Sendable, Equatable {
  package let truePositives: Int
  package let falsePositives: Int
  package let falseNegatives: Int
  package let trueNegatives: Int

  /// A row counts as positive when its probability is at least `threshold`.
  package init(labels: [Double], probabilities: [Double], threshold: Double) {
    var counts = [0, 0, 0, 0]
    for (label, p) in zip(labels, probabilities) {
      counts[(label == 1 ? 0 : 2) + (p >= threshold ? 0 : 1)] += 1
    }
    (truePositives, falseNegatives) = (counts[0], counts[1])
    (falsePositives, trueNegatives) = (counts[2], counts[3])
  }

  private init(_ counts: [Int]) {
    (truePositives, falsePositives) = (counts[0], counts[1])
    (falseNegatives, trueNegatives) = (counts[2], counts[3])
  }

  /// The same decisions with no as the answer that counts.
  package var turned: Confusion {
    Confusion([trueNegatives, falseNegatives, falsePositives, truePositives])
  }

  package var total: Int { truePositives + falsePositives + falseNegatives + trueNegatives }
  package var accuracy: Double { share(truePositives + trueNegatives, of: total) ?? 0 }
  package var precision: Double? { share(truePositives, of: truePositives + falsePositives) }
  package var recall: Double? { share(truePositives, of: truePositives + falseNegatives) }

  package var f1: Double? {
    share(2 * truePositives, of: 2 * truePositives + falsePositives + falseNegatives)
  }

  private func share(_ part: Int, of whole: Int) -> Double? {
    whole == 0 ? nil : Double(part) / Double(whole)
  }
}

/// Where to cut probabilities into yes and no.
package enum Threshold {
  /// The cut with the largest F1; of equal ones the highest.
  package static func maximizingF1(
    labels: [Double], probabilities: [Double], pause: () throws -> Void
  ) rethrows -> Double {
    try best(labels, probabilities, pause) { truePositives, falsePositives, ones in
      2 * truePositives / (truePositives + falsePositives + ones)
    }
  }

  /// The cut with the least cost, where a missed one costs `miss` and a false alarm `falseAlarm`.
  package static func minimizingCost(
    labels: [Double], probabilities: [Double], miss: Double, falseAlarm: Double,
    pause: () throws -> Void
  ) rethrows -> Double {
    try best(labels, probabilities, pause) { truePositives, falsePositives, ones in
      -(ones - truePositives) * miss - falsePositives * falseAlarm
    }
  }

  package static func maximizingF1(labels: [Double], probabilities: [Double]) -> Double {
    maximizingF1(labels: labels, probabilities: probabilities, pause: {})
  }

  package static func minimizingCost(
    labels: [Double], probabilities: [Double], miss: Double, falseAlarm: Double
  ) -> Double {
    minimizingCost(
      labels: labels, probabilities: probabilities, miss: miss, falseAlarm: falseAlarm, pause: {})
  }

  private static func best(
    _ labels: [Double], _ probabilities: [Double], _ pause: () throws -> Void,
    _ gain: (Double, Double, Double) -> Double
  ) rethrows -> Double {
    let order = try probabilities.descendingOrder(pause: pause)
    try pause()
    let ones = labels.reduce(0, +)
    var (hits, alarms) = (0.0, 0.0)
    var found = (gain: -Double.infinity, cut: 0.5)
    for (place, row) in order.enumerated() {
      if labels[row] == 1 { hits += 1 } else { alarms += 1 }
      let isLast = place + 1 == order.count
      if !isLast, probabilities[order[place + 1]] == probabilities[row] { continue }
      let value = gain(hits, alarms, ones)
      if value > found.gain {
        let next = isLast ? 0 : probabilities[order[place + 1]]
        found = (value, (probabilities[row] + next) / 2)
      }
    }
    return found.cut
  }
}

private func squared(_ x: Double) -> Double { x * x }
