/// Naive Bayes: each column tells of the class by itself.
///
/// Numbers are normal within a class, categories have the shares of the class with Laplace's
/// correction. A missing value tells nothing and is left out, in the fit as in the answer.
import Numerics
package import Support

package struct NaiveBayes: Sendable {
  /// Added to the count of every category.
  package var smoothing = 1.0
  /// The share of a column's own variance that is added to that of every class.
  package var leastVariance = 1e-9

  package init() {}

  /// - Parameters:
  ///   - labels: a class for each row, from 0.
  ///   - weights: how much each row counts; 1 each when nil.
  package func fit(
    _ features: TreeFeatures, labels: [Int], classCount: Int, weights: [Double]? = nil, _ run: Run
  ) throws -> NaiveBayesModel {
    guard smoothing > 0, smoothing.isFinite else { throw FitError.badSetting(name: "smoothing") }
    guard leastVariance > 0, leastVariance.isFinite else {
      throw FitError.badSetting(name: "leastVariance")
    }
    guard features.rowCount > 0 else { throw FitError.tooFewRows(have: 0, need: 1) }
    guard labels.count == features.rowCount, labels.allSatisfy({ 0 <= $0 && $0 < classCount })
    else { throw FitError.badSetting(name: "labels") }
    try FitError.check(weights: weights, count: labels.count)
    var totals = [Double](repeating: 0, count: classCount)
    for (row, label) in labels.enumerated() { totals[label] += weights?[row] ?? 1 }
    guard totals.filter({ $0 > 0 }).count > 1 else { throw FitError.singleClass }
    let all = totals.reduce(0, +)
    let tellers = try Parallel.map(count: features.columns.count, chunk: 1) { range in
      try run.checkpoint()
      switch features.columns[range.lowerBound] {
      case .numbers(let values): return try normal(values, labels, classCount, weights)
      case .categories(let codes, let count):
        return shares(codes, count, labels, classCount, weights)
      }
    }
    return NaiveBayesModel(
      logPriors: totals.map { $0 > 0 ? Math.log($0 / all) : -1e300 }, tellers: tellers)
  }

  private func normal(
    _ values: [Double], _ labels: [Int], _ classCount: Int, _ weights: [Double]?
  ) throws -> NaiveBayesModel.Teller {
    var (counts, sums) = (
      [Double](repeating: 0, count: classCount + 1), [Double](repeating: 0, count: classCount + 1)
    )
    // The last place is that of all classes together.
    for (row, value) in values.enumerated() where !value.isNaN {
      let weight = weights?[row] ?? 1
      for place in [labels[row], classCount] {
        counts[place] += weight
        sums[place] += weight * value
      }
    }
    guard counts[classCount] > 0 else { return .nothing }
    let means = zip(sums, counts).map { $1 > 0 ? $0 / $1 : sums[classCount] / counts[classCount] }
    var squares = [Double](repeating: 0, count: classCount + 1)
    for (row, value) in values.enumerated() where !value.isNaN {
      let weight = weights?[row] ?? 1
      for place in [labels[row], classCount] {
        squares[place] += weight * (value - means[place]) * (value - means[place])
      }
    }
    let spread = squares[classCount] / counts[classCount]
    guard spread.isFinite, means.allSatisfy(\.isFinite) else { throw FitError.tooLarge }
    guard spread > 0 else { return .nothing }
    let variances = zip(squares, counts).map {
      // A class without a value is as wide as all.
      ($1 > 0 ? $0 / $1 : spread) + leastVariance * spread
    }
    guard variances.allSatisfy({ $0.isFinite && $0 > 0 }) else { return .nothing }
    return .normal(means: Array(means.dropLast()), variances: Array(variances.dropLast()))
  }

  private func shares(
    _ codes: [Int32], _ count: Int, _ labels: [Int], _ classCount: Int, _ weights: [Double]?
  ) -> NaiveBayesModel.Teller {
    guard count > 0 else { return .nothing }
    var counts = [Double](repeating: smoothing, count: classCount * count)
    for (row, code) in codes.enumerated() where 0 <= code && code < count {
      counts[labels[row] * count + Int(code)] += weights?[row] ?? 1
    }
    let logs = (0..<classCount).flatMap { label in
      let own = counts[(label * count)..<((label + 1) * count)]
      let total = own.reduce(0, +)
      return own.map { Math.log($0 / total) }
    }
    return .shares(count: count, logs: logs)
  }
}

package struct NaiveBayesModel: Sendable, Equatable {
  /// Of each class; far below all others where the class was not seen.
  package let logPriors: [Double]
  let tellers: [Teller]

  /// What a column says.
  enum Teller: Sendable, Equatable {
    case normal(means: [Double], variances: [Double])
    /// Class after class the logarithm of the share of each category.
    case shares(count: Int, logs: [Double])
    /// A column without a value, or with only one.
    case nothing
  }

  package var classCount: Int { logPriors.count }

  /// The chance of each class, row after row.
  package func probabilities(_ features: TreeFeatures, _ run: Run) throws -> [Double] {
    let logs = try logChances(features, run)
    let width = classCount
    return try Parallel.fill(
      count: features.rowCount * width, chunk: 8_192 * width, initial: 0
    ) { range, part in
      try run.checkpoint()
      for first in stride(from: range.lowerBound, to: range.upperBound, by: width) {
        let top = logs[first..<(first + width)].max() ?? 0
        let own = first - range.lowerBound
        var sum = 0.0
        for label in 0..<width {
          part[own + label] = Math.exp(logs[first + label] - top)
          sum += part[own + label]
        }
        for label in 0..<width { part[own + label] /= sum }
      }
    }
  }

  /// Prior and columns added up, not yet brought to a sum of 1.
  private func logChances(_ features: TreeFeatures, _ run: Run) throws -> [Double] {
    guard features.columns.count == tellers.count else {
      throw FitError.badSetting(name: "columns")
    }
    let width = classCount
    let parts = try Parallel.map(count: features.rowCount, chunk: 8_192) { range in
      try run.checkpoint()
      var logs = [Double](repeating: 0, count: range.count * width)
      for row in 0..<range.count {
        for label in 0..<width { logs[row * width + label] = logPriors[label] }
      }
      for (column, teller) in zip(features.columns, tellers) {
        Self.add(teller, column, range, width, &logs)
      }
      return logs
    }
    return parts.flatMap { $0 }
  }

  private static func add(
    _ teller: Teller, _ column: TreeFeatures.Column, _ rows: Range<Int>, _ width: Int,
    _ logs: inout [Double]
  ) {
    switch (teller, column) {
    case (.normal(let means, let variances), .numbers(let values)):
      let constants = variances.map { -0.5 * Math.log(2 * Double.pi * $0) }
      for row in rows where !values[row].isNaN {
        let first = (row - rows.lowerBound) * width
        for label in 0..<width {
          let apart = values[row] - means[label]
          // Far out all classes are unthinkable; the nearest wide one must still win.
          let square = min(1e290, apart * apart / variances[label])
          logs[first + label] += constants[label] - 0.5 * square
        }
      }
    case (.shares(let count, let own), .categories(let codes, _)):
      for row in rows where 0 <= codes[row] && codes[row] < count {
        let first = (row - rows.lowerBound) * width
        for label in 0..<width { logs[first + label] += own[label * count + Int(codes[row])] }
      }
    case (.nothing, _), (.normal, .categories), (.shares, .numbers): break
    }
  }

  /// What each column adds to the log-odds of class 1 over class 0, for each row of two classes;
  /// with those of the priors they add up to the log-odds of the row.
  package func contributions(_ features: TreeFeatures, _ run: Run) throws -> [[Double]] {
    guard classCount == 2, features.columns.count == tellers.count else {
      throw FitError.badSetting(name: "classCount")
    }
    var result = [[Double]](repeating: [], count: features.rowCount)
    for (column, teller) in zip(features.columns, tellers) {
      try run.checkpoint()
      var logs = [Double](repeating: 0, count: features.rowCount * 2)
      Self.add(teller, column, 0..<features.rowCount, 2, &logs)
      for row in result.indices { result[row].append(logs[2 * row + 1] - logs[2 * row]) }
    }
    return result
  }
}
