/// Differences of two groups against figures worked out by hand, and at their edges.
import Analytics
import Support
import Tables
import Testing

@Suite struct ComparisonTests {
  @Test func `a difference has Welch's interval and Hedges' effect`() throws {
    let found = SegmentComparison.difference("x", [1, 2, 3, 4, 5], [2, 4, 6, 8, 10])
    #expect(found.difference == -3)
    // Variances 2.5 and 10: standard error 1.581139, 5.882353 degrees, t 2.459 (tables: 2.4469 at
    // 6, 2.5706 at 5).
    let interval = try #require(found.interval)
    #expect(abs(interval.upperBound + interval.lowerBound + 6) < 1e-12)
    let reach = (interval.upperBound - interval.lowerBound) / 2 / 1.5811388300841898
    #expect(2.4469 < reach && reach < 2.5706)
    // Within-group deviation 2.5, correction 1 - 3/31.
    let effect = try #require(found.effect)
    #expect(abs(effect - -1.2 * 28 / 31) < 1e-12)
    let half = try #require(found.effectInterval).upperBound - effect
    #expect(abs(half - 1.959963984540054 * (0.4 + effect * effect / 20).squareRoot()) < 1e-9)
    #expect(!found.isClear)
  }

  @Test func `equal groups do not differ and far ones clearly do`() {
    let same = SegmentComparison.difference("x", [1, 2, 3], [1, 2, 3])
    #expect(same.difference == 0 && same.effect == 0 && !same.isClear)
    let far = SegmentComparison.difference("x", [1, 2, 3, 2], [101, 102, 103, 102])
    #expect(far.isClear && (far.effect ?? 0) < -50)
  }

  @Test func `groups of one and groups without spread have no effect and no trap`() {
    let one = SegmentComparison.difference("x", [1], [2, 3])
    #expect(one.interval == nil && one.effect == nil && one.difference == -1.5)
    let flat = SegmentComparison.difference("x", [2, 2], [3, 3, 3])
    #expect(flat.effect == nil && flat.interval == -1...(-1) && flat.isClear)
    let empty = SegmentComparison.difference("x", [], [1, 2])
    #expect(empty.interval == nil)
  }

  @Test func `the interval holds the true difference as often as it says`() {
    var random = SeededRandom(seed: 12)
    let held = (0..<2_000).filter { _ in
      let a = (0..<8).map { _ in 3 + 2 * random.normal() }
      let b = (0..<20).map { _ in 1 + 0.5 * random.normal() }
      return SegmentComparison.difference("x", a, b).interval?.contains(2) ?? false
    }.count
    // 95 % of 2,000 is 1,900; three standard errors are 29.
    #expect(1_860...1_940 ~= held)
  }

  @Test func `groups of a segmentation are compared on all its features`() throws {
    let shop = SampleShop(customers: 300, language: .en, seed: 6)
    let rows = shop.orders.map { "\($0.customer),\($0.date),\($0.amount)" }
    let table = try TableReader.read(
      text: "customer_id,date,amount\n" + rows.joined(separator: "\n") + "\n", named: "test",
      ReadOptions(), Run())
    let segmentation = try Segmentation.of(table, options: SegmentOptions(), Run())
    let result = SegmentComparison(segmentation, 0, segmentation.segments.count - 1)
    #expect(Set(result.differences.map(\.feature)) == Set(segmentation.features))
    for part in result.differences {
      let place = try #require(segmentation.features.firstIndex(of: part.feature))
      #expect(abs(part.meanA - segmentation.segments[0].means[place]) < 1e-9)
    }
    let effects = result.differences.map { abs($0.effect ?? 0) }
    #expect(effects == effects.sorted(by: >))
  }
}
