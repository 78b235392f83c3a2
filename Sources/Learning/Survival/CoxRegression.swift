/// Proportional hazards: how much faster or slower it ends for whom (Cox 1972).
///
/// The partial likelihood is maximised by Newton's method on centred and scaled columns; a step
/// that would not raise it is halved. Ties after Efron 1977 (with weights as in R's `coxph`) or
/// Breslow 1974. Where a column tells the ended from the others without exception there is no
/// maximum; then a ridge penalty gives one, and the model says so.
package import Numerics
package import Support

package struct CoxRegression: Sendable {
  package enum Ties: Sendable { case efron, breslow }

  package var ties = Ties.efron
  /// The penalty l2 / 2 * |coefficients|^2 on the columns as they are given.
  package var l2 = 0.0
  /// The penalty, on columns of one scale, that is put on when there is no maximum without; nil
  /// leaves the coefficients where the steps ended.
  package var rescueL2: Double? = 1
  package var maxIterations = 60
  /// The largest step, on columns of one scale, that ends the search.
  package var tolerance = 1e-10

  package init() {}

  package func fit(
    _ features: Matrix, _ durations: Durations, _ run: Run
  ) throws -> CoxModel {
    try FitError.checkLinear(features)
    guard features.rowCount == durations.count else { throw FitError.badSetting(name: "durations") }
    let scaling = try Scaling.standard(of: features, run)
    guard scaling.spreads.allSatisfy(\.isFinite), scaling.centres.allSatisfy(\.isFinite) else {
      throw FitError.tooLarge
    }
    let scaled = try scaling.apply(to: features, run)
    let data = try CoxData(scaled, durations, run)
    guard data.eventCount > 0 else { throw FitError.singleClass }
    let penalties = scaling.spreads.map { l2 / ($0 * $0) }
    var search = CoxSearch(data, ties, penalties)
    var state = try search.climb(maxIterations, tolerance, run)
    let isSeparated = l2 == 0 && !search.isSettled
    if isSeparated, let rescueL2 {
      search = CoxSearch(data, ties, penalties.map { _ in rescueL2 })
      state = try search.climb(maxIterations, tolerance, run)
    }
    return try model(data, search, state, scaling, isSeparated, scaled, durations, run)
  }

  private func model(
    _ data: CoxData, _ search: CoxSearch, _ state: CoxSearch.State, _ scaling: Scaling,
    _ isSeparated: Bool, _ scaled: Matrix, _ durations: Durations, _ run: Run
  ) throws -> CoxModel {
    guard state.beta.allSatisfy(\.isFinite), state.likelihood.isFinite else {
      throw FitError.tooLarge
    }
    let steps = try CoxPoint.hazardSteps(data, state.beta, run)
    let scores = try scaled.times(state.beta, run)
    let baseline = CumulativeHazard(latestFirst: data.times, steps)
    return CoxModel(
      coefficients: zip(state.beta, scaling.spreads).map { $0 / $1 }, centres: scaling.centres,
      covariance: try Self.covariance(state.hessian, scaling.spreads, run), ties: ties, l2: l2,
      isSeparated: isSeparated, rowCount: data.rowCount, eventCount: data.eventCount,
      logLikelihood: state.likelihood, nullLogLikelihood: search.nullLikelihood,
      iterations: search.iterations, hasConverged: search.hasConverged,
      concordance: try Concordance.of(durations, risks: scores, run), baseline: baseline)
  }

  /// The inverse of the information, brought back to the columns as given; nil when there is none.
  private static func covariance(
    _ hessian: Matrix, _ spreads: [Double], _ run: Run
  ) throws -> Matrix? {
    guard var inverse = try Cholesky(hessian, run)?.inverse(run) else { return nil }
    for i in spreads.indices {
      for j in spreads.indices { inverse[i, j] /= spreads[i] * spreads[j] }
    }
    let isSound = spreads.indices.allSatisfy { inverse[$0, $0].isFinite && inverse[$0, $0] >= 0 }
    return isSound ? inverse : nil
  }
}

/// The way up the penalised partial likelihood.
struct CoxSearch {
  private let data: CoxData
  private let ties: CoxRegression.Ties
  private let penalties: [Double]
  private(set) var iterations = 0
  private(set) var hasConverged = false
  /// The likelihood where all coefficients are 0.
  private(set) var nullLikelihood = 0.0
  /// Whether the end is a maximum and not only far out.
  private(set) var isSettled = false

  init(_ data: CoxData, _ ties: CoxRegression.Ties, _ penalties: [Double]) {
    self.data = data
    self.ties = ties
    self.penalties = penalties
  }

  struct State {
    var beta: [Double]
    var likelihood: Double
    var objective: Double
    var hessian: Matrix
  }

  mutating func climb(_ most: Int, _ tolerance: Double, _ run: Run) throws -> State {
    let zero = [Double](repeating: 0, count: data.width)
    var point = try CoxPoint(data, zero, ties, run)
    nullLikelihood = point.likelihood
    var state = State(
      beta: zero, likelihood: point.likelihood, objective: point.likelihood,
      hessian: Matrix(rowCount: data.width, columnCount: data.width))
    var (rises, start) = (true, state.hessian)
    while iterations < most, rises {
      iterations += 1
      let slope = try penalised(point.gradient(data, run), state.beta)
      state.hessian = try penalised(point.information(data, run))
      if iterations == 1 { start = state.hessian }
      guard let step = try Cholesky.solution(of: state.hessian, slope, run) else { break }
      let size = step.reduce(0) { max($0, abs($1)) }
      let gain = zip(step, slope).reduce(0) { $0 + $1.0 * $1.1 }
      if size < tolerance || gain < 1e-15 * abs(state.objective) { hasConverged = true }
      rises = try move(&state, &point, step, run)
      if hasConverged { break }
      run.report(min(0.95, Double(iterations) / 10), Self.note)
    }
    if !hasConverged, !rises { hasConverged = true }
    // The curvature belongs to the last point.
    state.hessian = try penalised(point.information(data, run))
    isSettled = hasConverged && Self.isSettled(state.hessian, start)
    return state
  }

  private static let note = Phrase(
    en: "Fitting proportional hazards", zh: "正在拟合比例风险模型")

  private func move(
    _ state: inout State, _ point: inout CoxPoint, _ step: [Double], _ run: Run
  ) throws -> Bool {
    var share = 1.0
    while share > 1e-8 {
      let trial = zip(state.beta, step).map { $0 + share * $1 }
      let next = try CoxPoint(data, trial, ties, run)
      let value = next.likelihood - penalty(trial)
      if value.isFinite, value >= state.objective - 1e-14 * abs(state.objective) {
        state.beta = trial
        state.likelihood = next.likelihood
        state.objective = value
        point = next
        return true
      }
      share /= 2
    }
    return false
  }

  private func penalty(_ beta: [Double]) -> Double {
    zip(penalties, beta).reduce(0) { $0 + 0.5 * $1.0 * $1.1 * $1.1 }
  }

  private func penalised(_ gradient: [Double], _ beta: [Double]) -> [Double] {
    gradient.indices.map { gradient[$0] - penalties[$0] * beta[$0] }
  }

  private func penalised(_ information: Matrix) -> Matrix {
    var matrix = information
    for j in penalties.indices { matrix[j, j] += penalties[j] }
    return matrix
  }

  /// Far out nothing bends any more: a column of which hardly any curvature is left has run away.
  private static func isSettled(_ matrix: Matrix, _ start: Matrix) -> Bool {
    (0..<matrix.rowCount).allSatisfy { matrix[$0, $0] >= 1e-6 * start[$0, $0] }
  }
}
