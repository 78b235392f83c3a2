/// Newton's method for a convex loss of linear scores with a ridge penalty.
///
/// Long data are begun on every so-many-th row: from the optimum of that part two or three steps on
/// all rows are enough. A step that would not lower the objective is halved.
import Numerics
import Support

struct NewtonDescent {
  let data: LossData
  /// Of each scaled column.
  let penalties: [Double]
  let maxIterations: Int
  /// The largest component of a step, for columns of one scale, that ends the search.
  let tolerance: Double

  struct Optimum {
    /// Intercept and coefficients of the scaled columns.
    var beta: [Double]
    var point: LossPoint
    var iterations: Int
    var hasConverged: Bool
  }

  /// Rows from which on the search begins on a part of them.
  private static let longRows = 100_000

  /// - Parameters:
  ///   - start: of an earlier fit; nil begins at the guess.
  ///   - guess: what is known without any column.
  func minimize(from start: [Double]?, guess: [Double], _ run: Run) throws -> Optimum {
    var beta = start ?? guess
    if start == nil, data.features.rowCount >= Self.longRows {
      beta = try partOptimum(guess, run) ?? guess
    }
    let point = try penalised(beta, run)
    guard point.isFinite else { throw FitError.tooLarge }
    var best = Optimum(beta: beta, point: point, iterations: 0, hasConverged: false)
    while best.iterations < maxIterations, !best.hasConverged {
      guard let step = try Cholesky.solution(of: best.point.hessian, best.point.gradient, run)
      else { break }
      if step.allSatisfy({ abs($0) < tolerance }) {
        // The rest of the way is shorter than what is asked for; it costs nothing to go it.
        best.beta = zip(best.beta, step).map { $0 - $1 }
        best.hasConverged = true
        break
      }
      best.iterations += 1
      guard let next = try descend(best, step, run) else {
        best.hasConverged = true
        break
      }
      (best.beta, best.point) = next
    }
    return best
  }

  private func penalised(_ beta: [Double], _ run: Run) throws -> LossPoint {
    var point = try LossPoint(data, at: beta, run)
    point.penalise(penalties, beta)
    return point
  }

  private func partOptimum(_ guess: [Double], _ run: Run) throws -> [Double]? {
    let every = max(8, data.features.rowCount / 40_000)
    let part = data.part(every: every)
    let ones = part.labels.reduce(0, +)
    guard 100 <= ones, 100 <= Double(part.labels.count) - ones else { return nil }
    let descent = NewtonDescent(
      data: part, penalties: penalties.map { $0 / Double(every) }, maxIterations: 30,
      tolerance: 1e-5)
    let found = try descent.minimize(from: guess, guess: guess, run)
    return found.hasConverged ? found.beta : nil
  }

  private func descend(
    _ best: Optimum, _ step: [Double], _ run: Run
  ) throws -> (beta: [Double], point: LossPoint)? {
    var share = 1.0
    while share > 1e-10 {
      let trial = zip(best.beta, step).map { $0 - share * $1 }
      let next = try penalised(trial, run)
      if next.isFinite, next.value <= best.point.value * (1 + 1e-15) + 1e-300 {
        return (trial, next)
      }
      share /= 2
    }
    return nil
  }
}
