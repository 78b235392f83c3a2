/// Fitted proportional hazards: coefficients, how sure they are, and what they say of other rows.
package import Numerics
package import Support

package struct CoxModel: Sendable, Equatable {
  /// Of each column as it was given: what one unit adds to the logarithm of the hazard.
  package let coefficients: [Double]
  /// The row to which the baseline belongs: the mean of each column.
  package let centres: [Double]
  /// Of the coefficients; nil when columns repeat each other.
  package let covariance: Matrix?
  package let ties: CoxRegression.Ties
  package let l2: Double
  /// Whether some column told the ended from the others without exception, so that the
  /// coefficients are those of a penalty put on for that reason.
  package let isSeparated: Bool
  /// Rows with a weight.
  package let rowCount: Int
  package let eventCount: Int
  package let logLikelihood: Double
  package let nullLogLikelihood: Double
  package let iterations: Int
  package let hasConverged: Bool
  /// The share of pairs of rows whose order the model tells; nil without pairs.
  package let concordance: Double?
  /// The summed hazard of a row at the centres (Breslow).
  package let baseline: CumulativeHazard

  package var standardErrors: [Double]? {
    covariance.map { matrix in coefficients.indices.map { matrix[$0, $0].squareRoot() } }
  }

  /// Each coefficient over its standard error; 0 where there is none.
  package var zValues: [Double]? {
    standardErrors.map { zip(coefficients, $0).map { $1 > 0 ? $0 / $1 : 0 } }
  }

  package var pValues: [Double]? { zValues?.map(Special.normalBeyond) }

  /// Twice the gain in likelihood over no columns at all, with its degrees and p-value.
  package var likelihoodRatio: (chiSquare: Double, degrees: Int, pValue: Double) {
    let gain = max(0, 2 * (logLikelihood - nullLogLikelihood))
    let degrees = coefficients.count
    return (gain, degrees, ChiSquare.above(gain, degrees: Double(degrees)))
  }

  /// The logarithm of each row's hazard relative to a row at the centres.
  package func logHazards(_ features: Matrix, _ run: Run) throws -> [Double] {
    let shift = zip(coefficients, centres).reduce(0) { $0 - $1.0 * $1.1 }
    return try features.times(coefficients, plus: shift, run)
  }

  /// What each column adds to the logarithm of the hazard of a row; they add up to `logHazards`.
  package func contributions(_ row: [Double]) -> [Double] {
    coefficients.indices.map { coefficients[$0] * (row[$0] - centres[$0]) }
  }

  /// The share of such rows that lasts longer than each of the times.
  package func survival(logHazard: Double, at times: [Double]) -> [Double] {
    times.map { Math.exp(-Self.product(baseline.value(at: $0), logHazard)) }
  }

  /// The share of each row at each of the times, row after row, on all cores.
  package func survival(_ features: Matrix, at times: [Double], _ run: Run) throws -> Matrix {
    let scores = try logHazards(features, run)
    let sums = times.map { baseline.value(at: $0) }
    let parts = try Parallel.map(count: scores.count, chunk: 8_192) { range in
      try run.checkpoint()
      return scores[range].flatMap { score in
        sums.map { Math.exp(-Self.product($0, score)) }
      }
    }
    return Matrix(
      rowCount: scores.count, columnCount: times.count, values: Array(parts.joined()))
  }

  /// The share that lasts `further` beyond `from`, of those that lasted until then.
  package func survival(logHazard: Double, from: Double, further: Double) -> Double {
    let rise = baseline.value(at: from + further) - baseline.value(at: from)
    return Math.exp(-Self.product(max(0, rise), logHazard))
  }

  /// The first time at which no more than `share` of such rows are left, given that they lasted
  /// until `from`; nil when more are left at the last end that was seen.
  package func time(logHazard: Double, untilShare share: Double, from: Double = 0) -> Double? {
    let needed = baseline.value(at: from) - Math.log(share) * Math.exp(-min(700, logHazard))
    return baseline.time(reaching: needed)
  }

  private static func product(_ hazard: Double, _ logHazard: Double) -> Double {
    hazard == 0 ? 0 : hazard * Math.exp(min(700, logHazard))
  }
}

/// A summed hazard that rises in steps.
package struct CumulativeHazard: Sendable, Equatable {
  /// Times at which somebody ended, rising.
  package let times: [Double]
  package let values: [Double]

  init(latestFirst times: [Double], _ steps: [Double]) {
    var (kept, values, sum) = ([Double](), [Double](), 0.0)
    for index in times.indices.reversed() where steps[index] > 0 {
      sum += steps[index]
      kept.append(times[index])
      values.append(sum)
    }
    self.times = kept
    self.values = values
  }

  /// The sum up to and including `time`.
  package func value(at time: Double) -> Double {
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? 0 : values[low - 1]
  }

  /// The first time at which the sum is at least `value`; nil when it never is.
  package func time(reaching value: Double) -> Double? {
    var (low, high) = (0, values.count)
    while low < high {
      let middle = (low + high) / 2
      if values[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low < times.count ? times[low] : nil
  }
}
