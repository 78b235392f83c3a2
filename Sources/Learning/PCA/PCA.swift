/// Principal components: the directions in which rows differ most.
///
/// Pearson 1901, Hotelling 1933, by the eigenvectors of the covariance. A component's sign is such
/// that its largest loading in absolute value is positive, the first of equally large ones.
package import Numerics
package import Support

package struct PCA: Sendable {
  /// How many components are kept; nil for all.
  package var componentCount: Int?

  package init(componentCount: Int? = nil) { self.componentCount = componentCount }

  package func fit(_ points: Matrix, _ run: Run) throws -> PCAModel {
    try FitError.check(points, rows: 2)
    guard points.columnCount <= Limits.componentColumns else {
      throw FitError.tooManyColumns(have: points.columnCount, most: Limits.componentColumns)
    }
    let centre = try points.means(run)
    var covariance = try points.crossProducts(centre: centre, run)
    let freedom = Double(points.rowCount - 1)
    for place in covariance.values.indices { covariance.values[place] /= freedom }
    guard let eigen = try SymmetricEigen(covariance, run) else { throw FitError.tooLarge }
    guard (eigen.values.first ?? 0) > 0 else { throw FitError.constantFeatures }
    let kept = min(componentCount ?? points.columnCount, points.columnCount)
    let variances = eigen.values.map { max(0, $0) }
    let total = variances.reduce(0, +)
    return PCAModel(
      centre: centre, components: Self.turned(eigen.vectors.rows(Array(0..<max(1, kept)))),
      variances: Array(variances.prefix(max(1, kept))), totalVariance: total)
  }

  private static func turned(_ vectors: Matrix) -> Matrix {
    var turned = vectors
    for i in 0..<vectors.rowCount {
      var largest = 0
      for j in 0..<vectors.columnCount where abs(vectors[i, j]) > abs(vectors[i, largest]) {
        largest = j
      }
      guard vectors[i, largest] < 0 else { continue }
      for j in 0..<vectors.columnCount { turned[i, j] = -vectors[i, j] }
    }
    return turned
  }
}

/// The components of some rows, and where other rows lie on them.
package struct PCAModel: Sendable, Equatable {
  package let centre: [Double]
  /// One component a row, each of length one, by falling variance.
  package let components: Matrix
  /// The variance along each component, divided by the count less one.
  package let variances: [Double]
  /// The variance of all columns together.
  package let totalVariance: Double

  /// The share of all variance that lies along each component.
  package var explainedShares: [Double] { variances.map { $0 / totalVariance } }

  /// The place of each row on the components.
  package func scores(_ points: Matrix, _ run: Run) throws -> Matrix {
    guard points.columnCount == centre.count else {
      throw FitError.badCentres(expectedColumns: centre.count, found: points.columnCount)
    }
    let (width, kept) = (centre.count, components.rowCount)
    let parts = try Parallel.map(count: points.rowCount, chunk: 4_096) { range in
      try run.checkpoint()
      var scores: [Double] = []
      scores.reserveCapacity(range.count * kept)
      for row in range {
        for component in 0..<kept {
          var sum = 0.0
          for j in 0..<width {
            sum +=
              (points.values[row * width + j] - centre[j])
              * components.values[component * width + j]
          }
          scores.append(sum)
        }
      }
      return scores
    }
    return Matrix(rowCount: points.rowCount, columnCount: kept, values: parts.flatMap { $0 })
  }
}
