/// Cox and Weibull: likelihoods written out, known truths, ties, weights, separation, refusals.
import Learning
import Numerics
import Support
import Testing

@Suite struct HazardTests {
  private func sample(
    _ count: Int, width: Int = 2, seed: UInt64, ties: Bool = false
  ) throws -> (Matrix, Durations) {
    var random = SeededRandom(seed: seed)
    let x = Matrix(
      rowCount: count, columnCount: width,
      values: (0..<(count * width)).map { _ in random.normal() })
    var (times, isEvent) = ([Double](), [Bool]())
    for row in 0..<count {
      let scale = Math.exp(1 + 0.8 * x[row, 0] - 0.5 * x[row, 1])
      let time = scale * Math.pow(-Math.log(1 - random.unit()), 1 / 1.5)
      let seen = 12 * random.unit()
      let lasted = min(time, seen)
      times.append(ties ? (4 * lasted).rounded(.up) / 4 : lasted)
      isEvent.append(time <= seen)
    }
    return (x, try Durations(times: times, isEvent: isEvent))
  }

  /// The partial likelihood as it is written in books, pair by pair.
  private func likelihood(
    _ beta: [Double], _ x: Matrix, _ durations: Durations, _ ties: CoxRegression.Ties
  ) -> Double {
    let risks = (0..<x.rowCount).map { row in
      (durations.weights?[row] ?? 1)
        * Math.exp(beta.indices.reduce(0) { $0 + beta[$1] * x[row, $1] })
    }
    var value = 0.0
    for time in Set(durations.times).sorted() {
      let ended = (0..<x.rowCount).filter { durations.times[$0] == time && durations.isEvent[$0] }
      guard !ended.isEmpty else { continue }
      let total = (0..<x.rowCount).filter { durations.times[$0] >= time }.reduce(0) {
        $0 + risks[$1]
      }
      let own = ended.reduce(0) { $0 + risks[$1] }
      let weight = ended.reduce(0) { $0 + (durations.weights?[$1] ?? 1) }
      for (index, row) in ended.enumerated() {
        let w = durations.weights?[row] ?? 1
        value += w * (Math.log(risks[row]) - Math.log(w))
        let f = ties == .efron ? Double(index) / Double(ended.count) : 0
        value -= weight / Double(ended.count) * Math.log(total - f * own)
      }
    }
    return value
  }

  @Test(arguments: [CoxRegression.Ties.efron, .breslow], [false, true])
  func `Cox is at the top of the likelihood of the books`(
    ties: CoxRegression.Ties, isWeighted: Bool
  ) throws {
    let (x, plain) = try sample(70, seed: 4, ties: true)
    let durations = try Durations(
      times: plain.times, isEvent: plain.isEvent,
      weights: isWeighted ? plain.times.indices.map { 0.5 + Double($0 % 4) } : nil)
    var wish = CoxRegression()
    wish.ties = ties
    let model = try wish.fit(x, durations, Run())
    let top = likelihood(model.coefficients, x, durations, ties)
    #expect(abs(top - model.logLikelihood) < 1e-9)
    #expect(abs(likelihood([0, 0], x, durations, ties) - model.nullLogLikelihood) < 1e-9)
    let slope = { (beta: [Double]) in
      beta.indices.map { j in
        var (up, down) = (beta, beta)
        up[j] += 1e-5
        down[j] -= 1e-5
        return
          -(self.likelihood(up, x, durations, ties)
          - self.likelihood(down, x, durations, ties)) / 2e-5
      }
    }
    #expect(slope(model.coefficients).allSatisfy { abs($0) < 1e-6 })
    let information = Curvature.hessian(at: model.coefficients, step: 1e-3, slope)
    let errors = try #require(Curvature.standardErrors(Cholesky(information)))
    #expect(gap(errors, try #require(model.standardErrors)) < 1e-6)
    #expect(model.hasConverged && !model.isSeparated)
  }

  @Test func `what is left is what Breslow's steps give, and goes on from any time`() throws {
    let (x, durations) = try sample(90, seed: 6, ties: true)
    let model = try CoxRegression().fit(x, durations, Run())
    let scores = try model.logHazards(x, Run())
    var sum = 0.0
    for time in Set(durations.times).sorted() {
      let ended = durations.times.indices.filter {
        durations.times[$0] == time && durations.isEvent[$0]
      }
      let atRisk = durations.times.indices.filter { durations.times[$0] >= time }
      sum += Double(ended.count) / atRisk.reduce(0) { $0 + Math.exp(scores[$1]) }
      #expect(abs(model.baseline.value(at: time) - sum) < 1e-12)
    }
    let own = model.survival(logHazard: scores[0], at: [1, 3])
    #expect(own[0] > own[1])
    let all = try model.survival(x, at: [1, 3], Run())
    #expect(all.rowCount == 90 && Array(all.row(0)) == own)
    let further = model.survival(logHazard: scores[0], from: 1, further: 2)
    #expect(abs(further - own[1] / own[0]) < 1e-12)
    let half = try #require(model.time(logHazard: scores[0], untilShare: 0.9))
    #expect(model.survival(logHazard: scores[0], at: [half])[0] <= 0.9)
    #expect(model.survival(logHazard: scores[0], at: [half - 1e-9])[0] > 0.9)
    let parts = model.contributions(Array(x.row(3)))
    #expect(abs(parts.reduce(0, +) - scores[3]) < 1e-12)
  }

  @Test func `columns of any unit give the same model`() throws {
    let (x, durations) = try sample(120, seed: 2)
    let model = try CoxRegression().fit(x, durations, Run())
    var other = x
    for row in 0..<120 { other[row, 1] = 1e6 + 5_000 * x[row, 1] }
    let scaled = try CoxRegression().fit(other, durations, Run())
    #expect(abs(scaled.logLikelihood - model.logLikelihood) < 1e-8)
    #expect(abs(scaled.coefficients[1] * 5_000 - model.coefficients[1]) < 1e-6)
  }

  @Test func `a column that tells all ends gets a penalty and says so`() throws {
    // All that end have the value 1 and nobody else has.
    let x = Matrix(rows: (0..<20).map { [$0 < 10 ? 1 : 0] })
    let durations = try Durations(
      times: (0..<20).map { Double($0 + 1) }, isEvent: (0..<20).map { $0 < 10 })
    let model = try CoxRegression().fit(x, durations, Run())
    #expect(model.isSeparated && model.coefficients[0] > 0.5 && model.coefficients[0] < 20)
    #expect(model.hasConverged)
    var ridge = CoxRegression()
    ridge.l2 = 1
    #expect(try !ridge.fit(x, durations, Run()).isSeparated)
  }

  @Test func `a column twice, a constant one and nobody ended are no traps`() throws {
    let (x, durations) = try sample(50, seed: 3)
    let wider = Matrix(columns: [x.column(0), x.column(0), x.column(0).map { _ in 7 }])
    let model = try CoxRegression().fit(wider, durations, Run())
    #expect(model.coefficients.allSatisfy(\.isFinite) && abs(model.coefficients[2]) < 1e-6)
    #expect(abs(model.coefficients[0] - model.coefficients[1]) < 1e-6)
    #expect(!model.isSeparated && model.covariance == nil)
    let nobody = try Durations(times: durations.times, isEvent: durations.times.map { _ in false })
    #expect(throws: FitError.singleClass) { try CoxRegression().fit(x, nobody, Run()) }
    #expect(throws: FitError.singleClass) { try WeibullRegression().fit(x, nobody, Run()) }
    #expect(throws: FitError.badSetting(name: "durations")) {
      try CoxRegression().fit(x.rows([0, 1]), durations, Run())
    }
  }

  @Test func `effects that fade are found, effects that stay are not`() throws {
    var random = SeededRandom(seed: 77)
    var (rows, times, isEvent) = ([[Double]](), [Double](), [Bool]())
    for _ in 0..<800 {
      let x = [random.unit() < 0.5 ? 1.0 : 0, random.unit() < 0.5 ? 1.0 : 0]
      // The first column trebles the hazard up to time 1 and then does nothing.
      let hazard = 0.5 * (x[1] == 1 ? 2 : 1)
      let drawn = -Math.log(1 - random.unit())
      let early = 3 * hazard
      let time =
        x[0] == 0 ? drawn / hazard : drawn < early ? drawn / early : 1 + (drawn - early) / hazard
      rows.append(x)
      times.append(min(time, 4))
      isEvent.append(time < 4)
    }
    let (x, durations) = (Matrix(rows: rows), try Durations(times: times, isEvent: isEvent))
    let model = try CoxRegression().fit(x, durations, Run())
    let test = try #require(try model.proportionality(x, durations, Run()))
    #expect(test.pValues[0] < 1e-4 && test.pValues[1] > 0.01)
  }

  @Test(arguments: [0, 2])
  func `Weibull is at the top of its likelihood`(width: Int) throws {
    let (all, durations) = try sample(150, seed: 11)
    let x = width == 2 ? all : Matrix(rowCount: 150, columnCount: 0)
    let model = try WeibullRegression().fit(x, durations, Run())
    // In intercept, coefficients and log sigma; the density is that of the time.
    func value(_ p: [Double]) -> Double {
      let sigma = Math.exp(p[width + 1])
      return (0..<150).reduce(0.0) { sum, row in
        let centre = (0..<width).reduce(p[0]) { $0 + p[$1 + 1] * x[row, $1] }
        let z = (Math.log(durations.times[row]) - centre) / sigma
        let density = z - Math.log(sigma) - Math.log(durations.times[row])
        return sum + (durations.isEvent[row] ? density : 0) - Math.exp(z)
      }
    }
    let point = [model.intercept] + model.coefficients + [Math.log(model.sigma)]
    #expect(abs(value(point) - model.logLikelihood) < 1e-8)
    let slope = { (p: [Double]) in
      p.indices.map { j in
        var (up, down) = (p, p)
        up[j] += 1e-5
        down[j] -= 1e-5
        return -(value(up) - value(down)) / 2e-5
      }
    }
    #expect(slope(point).allSatisfy { abs($0) < 1e-6 })
    let errors = try #require(
      Curvature.standardErrors(Cholesky(Curvature.hessian(at: point, step: 1e-3, slope))))
    #expect(gap(errors, try #require(model.standardErrors)) < 1e-5)
    if width == 2 {
      // The truth: 1, 0.8, -0.5 and a shape of 1.5.
      #expect(abs(model.coefficients[0] - 0.8) < 0.2 && abs(model.shape - 1.5) < 0.3)
    }
  }

  @Test func `Weibull's times and shares fit each other`() throws {
    let (x, durations) = try sample(80, seed: 12)
    let model = try WeibullRegression().fit(x, durations, Run())
    let scale = try model.logScales(x, Run())[5]
    let time = model.time(logScale: scale, untilShare: 0.25, from: 2)
    let share = model.survival(logScale: scale, from: 2, further: time - 2)
    #expect(abs(share - 0.25) < 1e-10)
    #expect(model.survival(logScale: scale, at: 0) == 1)
    #expect(abs(model.survival(logScale: scale, at: Math.exp(scale)) - Math.exp(-1)) < 1e-12)
    let zero = try Durations(times: [0] + durations.times.dropFirst(), isEvent: durations.isEvent)
    #expect(throws: FitError.badSetting(name: "times")) {
      try WeibullRegression().fit(x, zero, Run())
    }
  }

  @Test func `a cancelled fit stops`() throws {
    let (x, durations) = try sample(100, seed: 1)
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled()) { try CoxRegression().fit(x, durations, run) }
    #expect(throws: Cancelled()) { try WeibullRegression().fit(x, durations, run) }
    #expect(throws: Cancelled()) { try SurvivalCurve(durations, run) }
  }
}
