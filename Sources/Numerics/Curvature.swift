/// Second derivatives from differences of the gradient, and the standard errors that follow.
package enum Curvature {
  /// The Hessian at a point by central differences of `gradient`, made symmetric.
  package static func hessian(
    at point: [Double], step: Double = 1e-5, _ gradient: ([Double]) throws -> [Double]
  ) rethrows -> Matrix {
    var matrix = Matrix(rowCount: point.count, columnCount: point.count)
    for i in point.indices {
      var (up, down) = (point, point)
      up[i] += step
      down[i] -= step
      let (above, below) = (try gradient(up), try gradient(down))
      for j in point.indices {
        let slope = (above[j] - below[j]) / (4 * step)
        matrix[i, j] += slope
        matrix[j, i] += slope
      }
    }
    return matrix
  }

  /// The same by forward differences, from the gradient at the point itself: half the work, and a
  /// digit or two less.
  package static func hessian(
    at point: [Double], gradient own: [Double], step: Double = 1e-5,
    _ gradient: ([Double]) throws -> [Double]
  ) rethrows -> Matrix {
    var matrix = Matrix(rowCount: point.count, columnCount: point.count)
    for i in point.indices {
      var up = point
      up[i] += step
      let above = try gradient(up)
      for j in point.indices {
        let slope = (above[j] - own[j]) / (2 * step)
        matrix[i, j] += slope
        matrix[j, i] += slope
      }
    }
    return matrix
  }

  /// Square roots of the diagonal of the inverse; nil when the information is singular.
  package static func standardErrors(_ information: Cholesky?) -> [Double]? {
    guard let variances = information?.inverseDiagonal(),
      variances.allSatisfy({ $0.isFinite && $0 >= 0 })
    else { return nil }
    return variances.map { $0.squareRoot() }
  }
}
