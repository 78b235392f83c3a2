/// Comparisons of models: areas with errors, paired differences, drift, calibration lines.
import Learning
import Numerics
import Support
import Testing

@Suite struct ComparisonTests {
  private func sample(_ count: Int, seed: UInt64) -> (y: [Double], a: [Double], b: [Double]) {
    var random = SeededRandom(seed: seed)
    let y = (0..<count).map { _ in random.unit() < 0.4 ? 1.0 : 0 }
    let a = y.map { ($0 + random.normal() * 1.5).rounded(.down) }
    let b = y.map { 0.6 * $0 + random.normal() }
    return (y, a, b)
  }

  /// DeLong's sums pair by pair.
  private func byPairs(_ y: [Double], _ scores: [[Double]]) -> (areas: [Double], covariance: Matrix)
  {
    let (ones, zeros) = (y.indices.filter { y[$0] == 1 }, y.indices.filter { y[$0] == 0 })
    func side(_ s: [Double], _ i: Int, _ j: Int) -> Double {
      s[i] > s[j] ? 1 : s[i] == s[j] ? 0.5 : 0
    }
    let above = scores.map { s in
      ones.map { i in zeros.reduce(0) { $0 + side(s, i, $1) } / Double(zeros.count) }
    }
    let below = scores.map { s in
      zeros.map { j in ones.reduce(0) { $0 + side(s, $1, j) } / Double(ones.count) }
    }
    let areas = above.map { $0.reduce(0, +) / Double(ones.count) }
    var covariance = Matrix(rowCount: 2, columnCount: 2)
    for r in 0..<2 {
      for s in 0..<2 {
        let first = zip(above[r], above[s]).reduce(0) { $0 + ($1.0 - areas[r]) * ($1.1 - areas[s]) }
        let second = zip(below[r], below[s]).reduce(0) {
          $0 + ($1.0 - areas[r]) * ($1.1 - areas[s])
        }
        let (m, n) = (Double(ones.count), Double(zeros.count))
        covariance[r, s] = first / (m - 1) / m + second / (n - 1) / n
      }
    }
    return (areas, covariance)
  }

  @Test func `areas vary as DeLong's pairs do`() throws {
    let (y, a, b) = sample(90, seed: 3)
    let truth = byPairs(y, [a, b])
    let first = try #require(RocArea(labels: y, scores: a))
    let second = try #require(RocArea(labels: y, scores: b))
    #expect(abs(first.area - truth.areas[0]) < 1e-14 && abs(second.area - truth.areas[1]) < 1e-14)
    #expect(abs(first.variance - truth.covariance[0, 0]) < 1e-14)
    let difference = try #require(first.difference(from: second))
    let (own, other, both) = (
      truth.covariance[0, 0], truth.covariance[1, 1], truth.covariance[0, 1]
    )
    #expect(abs(difference.standardError - (own + other - 2 * both).squareRoot()) < 1e-12)
    let z = difference.difference / difference.standardError
    #expect(abs(difference.pValue - Special.normalBeyond(z)) < 1e-14)
    let same = try #require(first.difference(from: first))
    #expect(same.difference == 0 && same.pValue == 1)
    #expect(RocArea(labels: [1, 1], scores: [0, 1]) == nil)
    let run = Run()
    #expect(try RocArea(labels: y, scores: a, run) == first)
    run.cancel()
    #expect(throws: Cancelled()) { try RocArea(labels: y, scores: a, run) }
  }

  @Test func `intervals of areas hold the truth as often as they say`() throws {
    // Normal scores one apart: the area is the normal chance of 1 over the root of 2.
    let truth = Special.normalBelow(1 / 2.0.squareRoot())
    var held = 0
    for seed in 0..<400 {
      var random = SeededRandom(seed: UInt64(seed))
      let y = (0..<60).map { $0 < 25 ? 1.0 : 0 }
      let area = try #require(RocArea(labels: y, scores: y.map { $0 + random.normal() }))
      let interval = area.interval()
      if (interval.lower ?? 1) <= truth, truth <= (interval.upper ?? 0) { held += 1 }
    }
    // 380 of 400 give or take four standard errors of 4.4.
    #expect((362...397).contains(held), "\(held)")
    let parted = try #require(RocArea(labels: [0, 0, 1, 1, 1], scores: [1, 2, 3, 4, 5]))
    let interval = parted.interval()
    #expect(parted.area == 1 && interval.upper == 1)
    #expect((interval.lower ?? 1) < 0.95 && (interval.lower ?? 0) > 0.2)
  }

  @Test func `the difference of means has the jackknife's error, and draws agree`() throws {
    var random = SeededRandom(seed: 5)
    let a = (0..<80).map { _ in random.unit() }
    let b = a.map { $0 + 0.1 * random.normal() - 0.03 }
    let paired = try #require(PairedDifference.ofMeans(a, b))
    let apart = zip(a, b).map { $0 - $1 }
    let whole: Double = apart.reduce(0, +)
    let means: [Double] = apart.map { one in (whole - one) / 79 }
    let middle: Double = means.reduce(0, +) / 80
    let squares: Double = means.map { one in (one - middle) * (one - middle) }.reduce(0, +)
    let jackknife = (79.0 / 80 * squares).squareRoot()
    #expect(abs(paired.standardError - jackknife) < 1e-12)
    let drawn = try #require(
      try Bootstrap.interval(rowCount: 80, samples: 2_000, seed: 9, Run()) { rows in
        rows.reduce(0.0) { sum, row in sum + apart[row] } / Double(rows.count)
      })
    #expect(abs(drawn.lower - paired.lower) < 0.006 && abs(drawn.upper - paired.upper) < 0.006)
    let again = try Bootstrap.interval(rowCount: 80, samples: 2_000, seed: 9, Run()) { rows in
      rows.reduce(0.0) { sum, row in sum + apart[row] } / Double(rows.count)
    }
    #expect(again?.lower == drawn.lower && again?.upper == drawn.upper)
    #expect(try Bootstrap.interval(rowCount: 5, samples: 9, seed: 1, Run()) { _ in nil } == nil)
    #expect(PairedDifference.ofMeans([1], [2]) == nil)
  }

  @Test func `McNemar counts tosses of a coin`() {
    // 2 of 10 or fewer: (1 + 10 + 45) / 1024, twice.
    #expect(abs(McNemar(onlyFirst: 2, onlySecond: 8).pValue - 112.0 / 1024) < 1e-13)
    #expect(McNemar(onlyFirst: 5, onlySecond: 5).pValue == 1)
    #expect(McNemar([true, true], [true, true]).pValue == 1)
    let counted = McNemar([true, false, true, true], [false, true, false, true])
    #expect(counted.onlyFirst == 2 && counted.onlySecond == 1 && counted.pValue == 1)
  }

  @Test func `what has not moved has an index that chance explains`() throws {
    var random = SeededRandom(seed: 1)
    let before = (0..<5_000).map { _ in random.normal() }
    let bins = ReferenceBins(before)
    #expect(bins.edges.count == 9 && bins.counts == Array(repeating: 500, count: 10) + [0])
    let same = try #require(bins.index(of: (0..<4_000).map { _ in random.normal() }))
    #expect(same.value < 0.01 && same.pValue > 0.001)
    #expect(abs(same.expectedByChance - 9 * (1.0 / 5_000 + 1.0 / 4_000)) < 1e-12)
    let moved = try #require(bins.index(of: (0..<4_000).map { _ in 0.5 + random.normal() }))
    #expect(moved.value > 0.2 && moved.pValue < 1e-10)
    let holes = try #require(bins.index(of: before.map { $0 > 1 ? .nan : $0 }))
    #expect(holes.now.last ?? 0 > 0.1 && holes.value > 0.5)
    // Two bins by hand: 10.5/21 and 10.5/21 against 5.5/21 and 15.5/21.
    let two = try #require(StabilityIndex(before: [10, 10], now: [5, 15]))
    let hand = (5.5 - 10.5) / 21 * Math.log(5.5 / 10.5) + (15.5 - 10.5) / 21 * Math.log(15.5 / 10.5)
    #expect(abs(two.value - hand) < 1e-14)
    #expect(StabilityIndex(before: [0], now: [3]) == nil)
    let flat = ReferenceBins([2, 2, 2])
    #expect(flat.edges.isEmpty && flat.index(of: [2, 5])?.pValue == 1)
  }

  @Test func `chances by chance have an index as large as is expected`() {
    var sum = 0.0
    for seed in 0..<200 {
      var random = SeededRandom(seed: UInt64(1_000 + seed))
      let bins = ReferenceBins((0..<1_000).map { _ in random.unit() })
      // Against fresh draws of both; edges of the first are quantiles, so only the second varies.
      sum += bins.index(of: (0..<1_000).map { _ in random.unit() })?.value ?? 0
    }
    // 9 * 2 / 1000 on average; 200 of them vary by some percent.
    #expect(abs(sum / 200 / 0.018 - 1) < 0.15)
  }

  @Test func `bold chances have a slope below one, shifted ones an intercept`() throws {
    var random = SeededRandom(seed: 7)
    let odds = (0..<6_000).map { _ in random.normal() * 1.5 }
    let labels = odds.map { random.unit() < Math.sigmoid($0) ? 1.0 : 0 }
    let right = try CalibrationLine(
      labels: labels, probabilities: odds.map(Math.sigmoid), Run())
    #expect(abs(right.slope - 1) < 4 * (right.slopeStandardError ?? 0))
    #expect(abs(right.inTheLarge) < 4 * right.inTheLargeStandardError)
    let bold = try CalibrationLine(
      labels: labels, probabilities: odds.map { Math.sigmoid(2 * $0 + 1) }, Run())
    #expect(abs(bold.slope - right.slope / 2) < 1e-6)
    #expect(abs(bold.intercept - (right.intercept - right.slope / 2)) < 1e-6)
    let flat = try CalibrationLine(
      labels: labels, probabilities: labels.map { _ in 0.5 }, Run())
    let rate = labels.reduce(0, +) / 6_000
    #expect(abs(flat.inTheLarge - Math.logit(rate)) < 1e-10 && flat.slopeStandardError == nil)
    #expect(flat.slope.isFinite)
    #expect(throws: FitError.badSetting(name: "probabilities")) {
      try CalibrationLine(labels: [0, 1], probabilities: [0, 1.5], Run())
    }
  }
}
