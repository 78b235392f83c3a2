/// Survival: hand-made tables, brute force on small data, the shape of the answers, refusals.
import Learning
import Numerics
import Support
import Testing

@Suite struct SurvivalTests {
  /// Freireich 1963, weeks of remission under 6-MP; a plus is a censored time.
  private static let remission = try? Durations(
    times: [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35],
    isEvent: [
      true, true, true, false, true, false, true, false, false, true, true, false, false, false,
      true, true, false, false, false, false, false,
    ])

  @Test func `the curve of a famous trial is that of the textbooks`() throws {
    let curve = try SurvivalCurve(try #require(Self.remission), Run())
    #expect(curve.times.first == 0 && curve.atRisk.first == 21)
    // Kalbfleisch and Prentice 2002, table 1.1: 6, 7, 10, 13, 16, 22, 23.
    let expected = [
      (6.0, 0.857), (7, 0.807), (10, 0.753), (13, 0.690), (16, 0.627), (22, 0.538), (23, 0.448),
    ]
    for (time, share) in expected { #expect(abs(curve.survival(at: time) - share) < 5e-4) }
    #expect(curve.median == 23)
    #expect(curve.time(untilShare: 0.3) == nil)
    #expect(curve.survival(at: 5.9) == 1 && curve.survival(at: 1_000) == curve.survival.last)
    // Greenwood at 10 weeks: S² (3/(21·18) + 1/(17·16) + 1/(15·14)).
    let place = try #require(curve.times.firstIndex(of: 10))
    let sum: Double = [3.0 / 378, 1.0 / 272, 1.0 / 210].reduce(0, +)
    #expect(abs(curve.standardErrors[place] - curve.survival[place] * sum.squareRoot()) < 1e-14)
    let hazard: Double = [3.0 / 21, 1.0 / 17, 1.0 / 15].reduce(0, +)
    #expect(abs(curve.cumulativeHazard[place] - hazard) < 1e-14)
    // The area in steps up to 10: 6 at 1, 1 at 18/21, 3 at 18/21 · 16/17.
    let area: Double = [6, 18.0 / 21, 3 * 18.0 / 21 * 16 / 17].reduce(0, +)
    #expect(abs(curve.restrictedMean(to: 10).mean - area) < 1e-13)
  }

  @Test func `a weight of two is a row twice, a weight of zero is no row`() throws {
    let plain = try Durations(
      times: [1, 2, 2, 3, 3, 5], isEvent: [true, true, true, false, false, true])
    let weighted = try Durations(
      times: [1, 2, 3, 5, 4], isEvent: [true, true, false, true, true], weights: [1, 2, 2, 1, 0])
    let (first, second) = (try SurvivalCurve(plain, Run()), try SurvivalCurve(weighted, Run()))
    #expect(first == second)
    #expect(first.survival.last == 0 && first.lower.last == 0)
    #expect(first.upper.last == first.upper[first.upper.count - 2])
  }

  @Test func `the log-rank test is what permutations of the groups say`() throws {
    var random = SeededRandom(seed: 5)
    let times = (0..<40).map { _ in Double(1 + random.below(15)) }
    let durations = try Durations(times: times, isEvent: times.map { $0 < 12 })
    let groups = times.indices.map { $0 % 3 == 0 ? 1 : 0 }
    let test = try LogRank(durations, groups: groups, groupCount: 2, Run())
    #expect(test.degrees == 1)
    #expect(abs(test.observed.reduce(0, +) - test.expected.reduce(0, +)) < 1e-10)
    var order = groups
    var (above, rounds) = (0.0, 4_000.0)
    for _ in 0..<Int(rounds) {
      random.shuffle(&order)
      let other = try LogRank(durations, groups: order, groupCount: 2, Run())
      if other.chiSquare >= test.chiSquare - 1e-12 { above += 1 }
    }
    rounds += 1
    // Two standard errors of the share and the roughness of the chi-square for so few.
    #expect(abs((above + 1) / rounds - test.pValue) < 0.04)
  }

  @Test func `groups that never meet have nothing to be compared by`() throws {
    let durations = try Durations(times: [1, 2, 3, 4], isEvent: [true, true, true, true])
    let one = try LogRank(durations, groups: [0, 0, 0, 0], groupCount: 3, Run())
    #expect(one.degrees == 0 && one.pValue == 1 && one.chiSquare == 0)
    #expect(throws: FitError.badSetting(name: "groups")) {
      try LogRank(durations, groups: [0, 1, 2, 3], groupCount: 3, Run())
    }
  }

  @Test func `durations that mean nothing are refused`() {
    func check(_ times: [Double], _ weights: [Double]?, _ error: FitError) {
      #expect(throws: error) {
        try Durations(times: times, isEvent: times.map { _ in true }, weights: weights)
      }
    }
    check([1, -1], nil, .badSetting(name: "times"))
    check([1, .nan], nil, .notANumber(row: 1, column: 0))
    check([1, .infinity], nil, .notANumber(row: 1, column: 0))
    check([1, 2], [1], .badSetting(name: "weights"))
    check([1, 2], [0, 0], .badSetting(name: "weights"))
    check([1, 2], [1, -1], .badSetting(name: "weights"))
    check([], nil, .tooFewRows(have: 0, need: 1))
    #expect(throws: FitError.badSetting(name: "isEvent")) { try Durations(times: [1], isEvent: []) }
  }

  @Test func `concordance is the share of ordered pairs`() throws {
    var random = SeededRandom(seed: 9)
    let count = 60
    let times = (0..<count).map { _ in Double(random.below(12)) }
    let isEvent = (0..<count).map { _ in random.unit() < 0.6 }
    let risks = (0..<count).map { _ in Double(random.below(8)) }
    var (good, pairs) = (0.0, 0.0)
    for i in 0..<count where isEvent[i] {
      for j in 0..<count where times[i] < times[j] || (times[i] == times[j] && !isEvent[j]) {
        pairs += 1
        good += risks[i] > risks[j] ? 1 : risks[i] == risks[j] ? 0.5 : 0
      }
    }
    let durations = try Durations(times: times, isEvent: isEvent)
    #expect(try Concordance.of(durations, risks: risks, Run()) == good / pairs)
    let nobody = try Durations(times: [1, 2], isEvent: [false, false])
    #expect(try Concordance.of(nobody, risks: [1, 2], Run()) == nil)
  }

  @Test(arguments: [0.01, 0.7, 3.0, 40, 900])
  func `chi-square tails agree with the normal distribution and halving`(x: Double) {
    // One degree is a squared normal number, two degrees an exponential one.
    #expect(abs(ChiSquare.above(x, degrees: 1) - Special.normalBeyond(x.squareRoot())) < 1e-14)
    #expect(abs(ChiSquare.logAbove(x, degrees: 2) + x / 2) < 1e-12 * max(1, x))
    let four = Math.log1p(x / 2) - x / 2
    #expect(abs(ChiSquare.logAbove(x, degrees: 4) - four) < 1e-11 * max(1, x))
    let whole = Special.lowerGamma(3.3, x) + Special.upperGamma(3.3, x)
    #expect(abs(whole - 1) < 1e-14)
  }
}
