/// What the choice of a model reaches on the sets of the reference, `reference/recsys.json`.
import Analytics
import Foundation
import Support
import TestKit
import Testing

@Suite(.enabled(if: Repository.hasShared, "the data sets are not beside the package"))
struct RecommendPeerTests {
  /// The best NDCG@10 of any peer on a set.
  private func best(_ name: String) throws -> Double {
    let rows = try Repository.reference("recsys.json")["results"] as? [Any] ?? []
    let own = rows.filter {
      value($0, "dataset") as? String == name && value($0, "task") as? String == "implicit"
    }
    return try #require(own.compactMap { number(value($0, "metrics"), "ndcg@10") }.max())
  }

  @Test(
    .enabled(
      if: ProcessInfo.processInfo.environment["TENURE_SOAK"] != nil,
      "takes minutes: set TENURE_SOAK=1"),
    arguments: [
      "lastfm-2k", "retailrocket-caserec", "movielens-100k", "amazon-beauty-5core",
      "movielens-1m-implicit", "gowalla-lightgcn",
    ])
  func `thorough work is at most a hundredth below the best peer`(_ name: String) throws {
    let (set, peer) = (try #require(try ChoiceSet.named(name)), try best(name))
    var options = RecommendOptions()
    options.effort = .thorough
    options.minSupport = 1
    options.repeats = .no
    let clock = ContinuousClock()
    let start = clock.now
    let result = try Recommendation.of(set.choices, options: options, Run())
    print(name, start.duration(to: clock.now), result.tried.map { ($0.label, $0.metrics.ndcg) })
    let figures = set.figures { result.best(10, person: $0) }
    print(name, result.definition.en, figures, "best peer", peer)
    #expect(figures.ndcg > 0.99 * peer)
  }

  @Test func `quick work beats what is popular by far`() throws {
    let set = try #require(try ChoiceSet.named("movielens-100k"))
    var options = RecommendOptions()
    (options.minSupport, options.repeats) = (1, .no)
    let result = try Recommendation.of(set.choices, options: options, Run())
    let figures = set.figures { result.best(10, person: $0) }
    // Popularity: 0.0253.
    #expect(figures.ndcg > 0.05)
  }
}
