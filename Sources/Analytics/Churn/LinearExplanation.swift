/// The exact explanation of a linear model: coefficient times difference from the mean, by feature.
import Learning
import Numerics
import Support

struct LinearTerms: Sendable {
  let base: Double
  private let model: LogisticModel
  private let means: [Double]
  private let groups: [Range<Int>]

  /// - Parameters:
  ///   - groups: the columns of each feature.
  ///   - rows: the rows whose mean is the average customer.
  init(_ model: LogisticModel, rows: Matrix, groups: [Range<Int>]) {
    self.model = model
    self.groups = groups
    let means = (0..<rows.columnCount).map {
      rows.column($0).pairwiseSum / Double(max(1, rows.rowCount))
    }
    base = zip(model.coefficients, means).reduce(model.intercept) { $0 + $1.0 * $1.1 }
    self.means = means
  }

  /// What each feature adds to the log-odds of a row.
  func effects(_ row: ArraySlice<Double>) -> [Double] {
    groups.map { group in
      group.reduce(0.0) { sum, column in
        sum + model.coefficients[column] * (row[row.startIndex + column] - means[column])
      }
    }
  }
}
