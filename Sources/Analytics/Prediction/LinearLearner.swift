/// Models that are a sum over the columns of the matrix: their explanation is exact by itself.
import Learning
import Numerics
package import Support

package struct LinearLearner: FittedLearner {
  package let kind: LearnerKind
  package let scale: ScoreScale
  package let base: Double
  package let coefficients: [(value: Double, standardError: Double?)]?
  package let settings: [(name: String, value: Double)]
  private let intercept: Double
  private let weights: [Double]
  /// Of intercept and weights; nil where it is not known.
  private let covariance: Matrix?
  /// Means of the columns of the matrix over the training rows: the average row.
  private let means: [Double]

  init(
    kind: LearnerKind, scale: ScoreScale, intercept: Double, weights: [Double], means: [Double],
    standardErrors: [Double]?, covariance: Matrix? = nil,
    settings: [(name: String, value: Double)]
  ) {
    self.covariance = covariance
    self.kind = kind
    self.scale = scale
    self.intercept = intercept
    self.weights = weights
    self.means = means
    self.settings = settings
    base = zip(weights, means).reduce(intercept) { $0 + $1.0 * $1.1 }
    coefficients = weights.indices.map { (weights[$0], standardErrors?[$0]) }
  }

  package var memoryBytes: Int {
    weights.count * 24 + (covariance?.values.count ?? 0) * 8 + 256
  }

  package func deviations(_ rows: EncodedRows, _ run: Run) throws -> [Double]? {
    guard let covariance else { return nil }
    return try rows.inPieces(run) { part in
      let matrix = part.matrix()
      return (0..<matrix.rowCount).map { row in
        covariance.quadraticForm([1] + matrix.row(row)).squareRoot()
      }
    }
  }

  package func scores(_ rows: EncodedRows, _ run: Run) throws -> [Double] {
    try rows.inPieces(run) { part in
      let matrix = part.matrix()
      let width = matrix.columnCount
      return matrix.values.withUnsafeBufferPointer { x in
        (0..<matrix.rowCount).map { row in
          var sum = intercept
          for column in 0..<width { sum += weights[column] * x[row * width + column] }
          return sum
        }
      }
    }
  }

  package func effects(_ rows: EncodedRows, at place: Int, _ run: Run) throws -> [Double] {
    let row = rows.slice(place..<(place + 1)).matrix().values
    return rows.features.encoder.features.map { feature in
      feature.range.reduce(0.0) { $0 + weights[$1] * (row[$1] - means[$1]) }
    }
  }
}
