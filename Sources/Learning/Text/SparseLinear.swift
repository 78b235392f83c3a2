/// One score for each label, each a sum over the features of a row: what linear models leave.
///
/// Weights stand feature after feature, so that a row reads each of its features once for all
/// labels. They are kept in single precision: a vocabulary times a hundred labels is large, and
/// the seventh digit of a score decides nothing.
package import Numerics
package import Support

package struct SparseLinear: Sendable, Equatable {
  package let labelCount: Int
  package let featureCount: Int
  /// Scores that are kept: of two labels that exclude each other, that of the second alone.
  package let width: Int
  package let weights: [Float]
  package let intercepts: [Double]

  /// - Parameter columns: the weights of each score, all features.
  init(columns: [[Double]], intercepts: [Double], featureCount: Int, labelCount: Int) {
    let width = columns.count
    var weights = [Float](repeating: 0, count: featureCount * width)
    weights.withUnsafeMutableBufferPointer { out in
      for (label, column) in columns.enumerated() {
        for feature in 0..<featureCount { out[feature * width + label] = Float(column[feature]) }
      }
    }
    self.labelCount = labelCount
    self.featureCount = featureCount
    self.width = width
    self.weights = weights
    self.intercepts = intercepts
  }

  /// The score of each label, row after row; of two labels the first has the other's negative.
  package func scores(_ rows: SparseMatrix, _ run: Run) throws -> [Double] {
    let parts = try Parallel.map(count: rows.rowCount, chunk: 1024) { range in
      try run.checkpoint()
      var part = [Double](repeating: 0, count: range.count * labelCount)
      var scores = [Float](repeating: 0, count: width)
      for (place, row) in range.enumerated() {
        fill(&scores, rows, row)
        let base = place * labelCount
        if width < labelCount {
          part[base + 1] = Double(scores[0]) + intercepts[0]
          part[base] = -part[base + 1]
        } else {
          for k in 0..<width { part[base + k] = Double(scores[k]) + intercepts[k] }
        }
      }
      return part
    }
    return parts.flatMap(\.self)
  }

  /// What one unit of a feature adds to the score of a label, beside the mean of all labels.
  package func weight(_ feature: Int, of label: Int) -> Double {
    if width < labelCount { return Double(label == 1 ? weights[feature] : -weights[feature]) }
    return Double(weights[feature * width + label])
  }

  private func fill(_ scores: inout [Float], _ rows: SparseMatrix, _ row: Int) {
    weights.withUnsafeBufferPointer { w in
      rows.columns.withUnsafeBufferPointer { columns in
        rows.values.withUnsafeBufferPointer { values in
          scores.withUnsafeMutableBufferPointer { z in
            for k in 0..<width { z[k] = 0 }
            for place in rows.range(row) {
              let (base, x) = (Int(columns[place]) * width, Float(values[place]))
              for k in 0..<width { z[k] += x * w[base + k] }
            }
          }
        }
      }
    }
  }
}
