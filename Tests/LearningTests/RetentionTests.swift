/// The shifted beta-geometric against its paper, and against counting simulated subscribers.
import Learning
import Numerics
import Support
import Testing

@Suite struct RetentionTests {
  /// Fader, Hardie 2007, table 1 and section 3: 1,000 subscribers, seven years observed.
  private static let highEnd = [1_000.0, 869, 743, 653, 593, 551, 517, 491]
  private static let regular = [1_000.0, 631, 468, 382, 326, 289, 262, 241]

  @Test func `the published cohorts give the published parameters`() throws {
    let high = try ShiftedBetaGeometricFit(SubscriberLives(survivors: Self.highEnd), Run())
    #expect(abs(high.model.alpha - 0.668) < 0.001 && abs(high.model.beta - 3.806) < 0.001)
    #expect(abs(high.logLikelihood - -1_611.2) < 0.1)
    let regular = try ShiftedBetaGeometricFit(SubscriberLives(survivors: Self.regular), Run())
    #expect(abs(regular.model.alpha - 0.704) < 0.001 && abs(regular.model.beta - 1.182) < 0.001)
    #expect(abs(regular.logLikelihood - -1_680.3) < 0.1)
    #expect(high.rung == .maximum && high.standardErrors != nil)
  }

  @Test func `survival is the product of retentions, and an integral over chances`() {
    let model = ShiftedBetaGeometric(alpha: 0.668, beta: 3.806)
    var product = 1.0
    for t in 1...12 {
      product *= model.retention(t)
      #expect(abs(model.survival(t) - product) < 1e-12)
    }
    // The integral of (1 - p)^t over Beta(alpha, beta), by u = p^alpha, which is smooth at 0.
    let count = 200_000
    let mean = (0..<count).reduce(0.0) { sum, step in
      let u = (Double(step) + 0.5) / Double(count)
      let p = Math.pow(u, 1 / 0.668)
      return sum + Math.pow(1 - p, 3.806 - 1 + 5)
    }
    let front = Math.exp(-Special.logBeta(0.668, 3.806)) / 0.668
    #expect(abs(front * mean / Double(count) - model.survival(5)) < 1e-5)
    #expect(abs(model.survival(3, after: 4) - model.survival(7) / model.survival(4)) < 1e-12)
    let flat = [Double](repeating: 1, count: 3)
    let sum = (1...3).reduce(0) { $0 + model.survival($1, after: 2) }
    #expect(abs(model.payments(after: 2, discounts: flat) - sum) < 1e-12)
  }

  @Test func `parameters come back from simulated subscribers`() throws {
    var inside = 0
    for seed in 0..<40 {
      var random = SeededRandom(seed: UInt64(seed))
      var (periods, gone) = ([Int](), [Bool]())
      for _ in 0..<1_500 {
        let chance = RandomVariates.beta(1.2, 4, &random)
        let seen = 1 + random.below(10)
        var t = 0
        var hasLeft = false
        while t < seen, !hasLeft {
          t += 1
          hasLeft = random.unit() < chance
        }
        periods.append(t)
        gone.append(hasLeft)
      }
      let fit = try ShiftedBetaGeometricFit(
        SubscriberLives(periods: periods, hasLeft: gone), Run())
      let errors = try #require(fit.standardErrors)
      if abs(fit.model.alpha - 1.2) < 2 * errors[0], abs(fit.model.beta - 4) < 2 * errors[1] {
        inside += 1
      }
    }
    #expect(inside >= 34)
  }

  @Test func `nobody left, everybody left, one subscriber: an answer and a rung`() throws {
    for (periods, gone) in [
      ([3, 2, 5], [false, false, false]), ([1, 1, 1], [true, true, true]), ([4], [false]),
      ([1], [true]), ([0, 0], [false, false]), ([2, 2, 2, 2], [true, true, true, true]),
    ] {
      let fit = try ShiftedBetaGeometricFit(
        SubscriberLives(periods: periods, hasLeft: gone), Run())
      #expect(fit.model.alpha.isFinite && fit.model.beta.isFinite && fit.logLikelihood.isFinite)
      #expect((0...1).contains(fit.model.survival(12)))
    }
  }
}
