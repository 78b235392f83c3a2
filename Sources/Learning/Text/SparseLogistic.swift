/// Logistic regression on sparse rows: two classes by one sigmoid, more by soft-max.
///
/// Minimises  |W|^2 / 2 + C * sum of cross-entropy ; intercepts are not penalised. Soft-max has a
/// row of weights for each class. Convex, so the optimum is unique; L-BFGS finds it. It works on
/// weights times the root of their curvature at the start, since a frequent gram, and above all an
/// intercept, is curved a thousand times more than a rare gram. The gradient is taken column by
/// column from the transposed rows, so every sum has one order and no thread adds to another's.
package import Numerics
package import Support

package struct SparseLogistic: Sendable {
  /// How much an error weighs against large weights.
  package var c: Double
  /// The fit ends when no component of the gradient, over the root of its curvature, is larger.
  package var gradientTolerance = 1e-5
  /// The fit ends when the objective falls by less than this share of itself.
  package var valueTolerance = 1e-14
  package var maxIterations = 500

  /// Makes a wish for a fit.
  package init(c: Double) { self.c = c }

  /// - Parameters:
  ///   - labels: the class of each row, from 0; every class occurs.
  package func fit(
    _ rows: SparseMatrix, labels: [Int], classCount: Int, _ run: Run
  ) throws -> SparseLogisticModel {
    guard classCount >= 2, Set(labels).count == classCount else { throw FitError.singleClass }
    let problem = Problem(rows, labels, classCount, c)
    var search = LBFGS()
    search.gradientTolerance = gradientTolerance
    search.valueTolerance = valueTolerance
    search.maxIterations = maxIterations
    if problem.size > 400_000 { search.memory = 5 }
    let minimum = try search.minimize(from: problem.start) { point in
      try run.checkpoint()
      return try problem.value(at: point)
    }
    let weights = try problem.unscaled(minimum.point)
    let split = problem.size - problem.width
    return SparseLogisticModel(
      classCount: classCount, featureCount: rows.columnCount, width: problem.width,
      weights: Array(weights[..<split]), intercepts: Array(weights[split...]),
      objective: minimum.value, iterations: minimum.iterations,
      hasConverged: minimum.hasConverged)
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
  package let objective: Double
  package let iterations: Int
  package let hasConverged: Bool

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

private enum Scores {
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

/// The objective and its gradient.
private struct Problem: Sendable {
  let rows: SparseMatrix
  let turned: SparseMatrix
  let labels: [Int]
  let width: Int
  let c: Double

  /// One over the root of the curvature of each weight at the start.
  let scale: [Double]
  /// No weights, and intercepts that give each class its share.
  let start: [Double]

  init(_ rows: SparseMatrix, _ labels: [Int], _ classCount: Int, _ c: Double) {
    self.rows = rows
    turned = rows.transposed
    self.labels = labels
    let width = classCount == 2 ? 1 : classCount
    self.width = width
    self.c = c
    var counts = [Double](repeating: 0, count: classCount)
    for label in labels { counts[label] += 1 }
    let shares = counts.map { $0 / Double(labels.count) }
    let curves = (width == 1 ? [shares[1]] : shares).map { c * $0 * (1 - $0) }
    var scale: [Double] = []
    scale.reserveCapacity((rows.columnCount + 1) * width)
    for feature in 0..<rows.columnCount {
      var squares = 0.0
      for place in turned.range(feature) { squares += turned.values[place] * turned.values[place] }
      for curve in curves { scale.append(1 / (1 + curve * squares).squareRoot()) }
    }
    for curve in curves { scale.append(1 / (curve * Double(labels.count)).squareRoot()) }
    self.scale = scale
    let intercepts =
      width == 1 ? [Math.log(shares[1] / shares[0])] : shares.map { Math.log($0) }
    let none = [Double](repeating: 0, count: rows.columnCount * width)
    start = none + zip(intercepts, scale.suffix(width)).map { $0 / $1 }
  }

  /// Weights, then intercepts.
  var size: Int { (rows.columnCount + 1) * width }

  func unscaled(_ point: [Double]) throws -> [Double] {
    try Parallel.fill(count: point.count, chunk: 1 << 16, initial: 0) { range, out in
      for place in out.indices {
        out[place] = point[range.lowerBound + place] * scale[range.lowerBound + place]
      }
    }
  }

  func value(at scaled: [Double]) throws -> (value: Double, gradient: [Double]) {
    let point = try unscaled(scaled)
    let parts = try Parallel.map(count: rows.rowCount, chunk: 2048) { losses($0, point) }
    var loss = 0.0
    var residuals: [Double] = []
    residuals.reserveCapacity(rows.rowCount * width)
    for part in parts {
      loss += part.loss
      residuals.append(contentsOf: part.residuals)
    }
    let errors = residuals
    var gradient = [Double](repeating: 0, count: size)
    let squares = try gradient.withUnsafeMutableBufferPointer { gradient in
      let places = SharedPlaces(gradient)
      return try Parallel.map(count: rows.columnCount, chunk: 4096) { range in
        slope(
          range, errors, point, places.stretch(range.lowerBound * width..<range.upperBound * width))
      }.reduce(0, +)
    }
    var ends = [Double](repeating: 0, count: width)
    for row in 0..<rows.rowCount {
      for k in 0..<width { ends[k] += errors[row * width + k] }
    }
    let first = rows.columnCount * width
    for k in 0..<width { gradient[first + k] = ends[k] * c * scale[first + k] }
    return (0.5 * squares + c * loss, gradient)
  }

  /// Loss of some rows, and probability minus truth of each.
  private func losses(
    _ range: Range<Int>, _ point: [Double]
  ) -> (loss: Double, residuals: [Double]) {
    let intercepts = point[(point.count - width)...]
    var scores = [Double](repeating: 0, count: width)
    var residuals: [Double] = []
    residuals.reserveCapacity(range.count * width)
    var loss = 0.0
    for row in range {
      Scores.row(rows, row, point, intercepts, &scores)
      let label = labels[row]
      if width == 1 {
        let truth = Double(label)
        loss += Math.softplus(scores[0]) - truth * scores[0]
        residuals.append(Math.sigmoid(scores[0]) - truth)
        continue
      }
      let own = scores[label]
      loss += Scores.softmax(&scores) - own
      scores[label] -= 1
      residuals.append(contentsOf: scores)
    }
    return (loss, residuals)
  }

  /// Writes the gradient of some features, and returns the squares of their weights.
  private func slope(
    _ range: Range<Int>, _ residuals: [Double], _ point: [Double],
    _ g: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    var squares = 0.0
    residuals.withUnsafeBufferPointer { errors in
      turned.columns.withUnsafeBufferPointer { texts in
        turned.values.withUnsafeBufferPointer { values in
          for feature in range {
            let (base, own) = ((feature - range.lowerBound) * width, feature * width)
            for place in turned.range(feature) {
              let (from, x) = (Int(texts[place]) * width, values[place])
              for k in 0..<width { g[base + k] += x * errors[from + k] }
            }
            for k in 0..<width {
              let weight = point[own + k]
              g[base + k] = (c * g[base + k] + weight) * scale[own + k]
              squares += weight * weight
            }
          }
        }
      }
    }
    return squares
  }
}
