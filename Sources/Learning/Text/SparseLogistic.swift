/// Logistic regression on sparse rows: two classes by one sigmoid, more by soft-max.
///
/// Minimises  |W|^2 / 2 + C * sum of cross-entropy ; intercepts are not penalised. Soft-max has a
/// row of weights for each class. Convex, so the optimum is unique; ascent in the dual finds it,
/// row by row: one round over the rows costs what one gradient costs, and ten rounds do what a
/// hundred and fifty gradients did. Rounds rise with C times the squares of a row: from some
/// hundreds on the last digits take thousands of rounds, and `hasConverged` says if they were too
/// few. Intercepts are then sought alone. The order is always the same, and so are the bits.
package import Numerics
package import Support

package struct SparseLogistic: Sendable {
  /// How much an error weighs against large weights.
  package var c: Double
  /// The fit ends when the objective, over C, is within so many nats per row of its least.
  package var tolerance = 1e-15
  package var maxRounds = 2000

  /// A tolerance for labels, an eighth of what a widely used library leaves by its defaults.
  package static let nearEnough = 1e-4

  /// Makes a wish for a fit.
  package init(c: Double) { self.c = c }

  /// - Parameters:
  ///   - labels: the class of each row, from 0; every class occurs.
  package func fit(
    _ rows: SparseMatrix, labels: [Int], classCount: Int, _ run: Run
  ) throws -> SparseLogisticModel {
    guard classCount >= 2, Set(labels).count == classCount else { throw FitError.singleClass }
    let width = classCount == 2 ? 1 : classCount
    var search = SoftmaxAscent(rows, labels, width: width, c: c)
    let (rounds, hasConverged) = try search.solve(
      tolerance: tolerance, maxRounds: maxRounds, run)
    let (weights, near) = try search.solution()
    let scores = try Parallel.fill(
      count: rows.rowCount * width, chunk: 1_024 * width, initial: 0.0
    ) { range, part in
      try run.checkpoint()
      let none = [Double](repeating: 0, count: width)
      var sums = none
      for row in (range.lowerBound / width)..<(range.upperBound / width) {
        Scores.row(rows, row, weights, none[...], &sums)
        for k in 0..<width { part[row * width - range.lowerBound + k] = sums[k] }
      }
    }
    let intercepts = try BestIntercepts(scores: scores, labels: labels, width: width)
      .found(from: near, run)
    return SparseLogisticModel(
      classCount: classCount, featureCount: rows.columnCount, width: width, weights: weights,
      intercepts: intercepts, rounds: rounds, hasConverged: hasConverged)
  }
}

/// A fitted logistic regression on sparse rows.
package struct SparseLogisticModel: Sendable, Equatable {
  package let classCount: Int
  package let featureCount: Int
  /// Scores per row: 1 for two classes, else one per class.
  package let width: Int
  /// `width` weights of each feature, feature after feature.
  package let weights: [Double]
  package let intercepts: [Double]
  /// Rounds over all rows that the fit took.
  package let rounds: Int
  package let hasConverged: Bool

  /// What the fit minimises.
  package func objective(_ rows: SparseMatrix, labels: [Int], c: Double) -> Double {
    var loss = 0.0
    var scores = [Double](repeating: 0, count: width)
    for (row, label) in labels.enumerated() {
      Scores.row(rows, row, weights, intercepts[...], &scores)
      if width == 1 {
        loss += Math.softplus(label == 1 ? -scores[0] : scores[0])
      } else {
        let own = scores[label]
        loss += Scores.softmax(&scores) - own
      }
    }
    return 0.5 * weights.reduce(0) { $0 + $1 * $1 } + c * loss
  }

  /// The chance of each class, row after row.
  package func probabilities(_ rows: SparseMatrix) -> [Double] {
    var all: [Double] = []
    all.reserveCapacity(rows.rowCount * classCount)
    var scores = [Double](repeating: 0, count: width)
    for row in 0..<rows.rowCount {
      Scores.row(rows, row, weights, intercepts[...], &scores)
      if width == 1 {
        let p = Math.sigmoid(scores[0])
        all.append(1 - p)
        all.append(p)
      } else {
        _ = Scores.softmax(&scores)
        all.append(contentsOf: scores)
      }
    }
    return all
  }

  /// The score of each class, row after row; of two classes each has half the log-odds.
  package func scores(_ rows: SparseMatrix) -> [Double] {
    var all: [Double] = []
    all.reserveCapacity(rows.rowCount * classCount)
    var scores = [Double](repeating: 0, count: width)
    for row in 0..<rows.rowCount {
      Scores.row(rows, row, weights, intercepts[...], &scores)
      if width == 1 {
        all.append(-scores[0] / 2)
        all.append(scores[0] / 2)
      } else {
        all.append(contentsOf: scores)
      }
    }
    return all
  }

  /// What one unit of a feature adds to the score of a class. Of two classes, to its log-odds.
  package func weight(_ feature: Int, of label: Int) -> Double {
    if width == 1 { return label == 1 ? weights[feature] : -weights[feature] }
    let row = weights[feature * width..<(feature + 1) * width]
    return weights[feature * width + label] - row.reduce(0, +) / Double(width)
  }
}

enum Scores {
  /// The scores of one row, written to `scores`.
  static func row(
    _ rows: SparseMatrix, _ row: Int, _ weights: [Double], _ intercepts: ArraySlice<Double>,
    _ scores: inout [Double]
  ) {
    let width = scores.count
    for k in 0..<width { scores[k] = intercepts[intercepts.startIndex + k] }
    rows.columns.withUnsafeBufferPointer { columns in
      rows.values.withUnsafeBufferPointer { values in
        weights.withUnsafeBufferPointer { w in
          scores.withUnsafeMutableBufferPointer { z in
            if width == 1 {
              var sum = 0.0
              for place in rows.range(row) { sum += values[place] * w[Int(columns[place])] }
              z[0] += sum
              return
            }
            for place in rows.range(row) {
              let (base, x) = (Int(columns[place]) * width, values[place])
              for k in 0..<width { z[k] += x * w[base + k] }
            }
          }
        }
      }
    }
  }

  /// Turns scores into probabilities and returns the logarithm of their sum.
  static func softmax(_ scores: inout [Double]) -> Double {
    let top = scores.max() ?? 0
    var sum = 0.0
    for k in scores.indices {
      scores[k] = Math.exp(scores[k] - top)
      sum += scores[k]
    }
    for k in scores.indices { scores[k] /= sum }
    return top + Math.log(sum)
  }
}
