/// What the choice of a model reaches on the sets of the reference, `reference/recsys.json`.
import Analytics
import Foundation
import Support
import TestKit
import Testing

@Suite(.enabled(if: Repository.hasShared, "the data sets are not beside the package"))
struct RecommendPeerTests {
  /// The best row of each set by NDCG@10, less a hundredth.
  private static let best = [
    ("lastfm-2k", 0.252), ("retailrocket-caserec", 0.169), ("movielens-100k", 0.053),
    ("amazon-beauty-5core", 0.0445),
  ]

  @Test(
    .enabled(
      if: ProcessInfo.processInfo.environment["TENURE_SOAK"] != nil,
      "takes minutes: set TENURE_SOAK=1"), arguments: best)
  func `thorough work is as good as the best peer`(_ name: String, _ peer: Double) throws {
    let set = try #require(try ChoiceSet.named(name))
    var options = RecommendOptions()
    options.effort = .thorough
    options.minSupport = 1
    options.repeats = .no
    let start = Date()
    let result = try Recommendation.of(set.choices, options: options, Run())
    let figures = set.figures { result.best(10, person: $0) }
    print(name, result.definition.en, figures, "peer", peer, Date().timeIntervalSince(start))
    for tried in result.tried { print("  ", tried.label, tried.metrics.ndcg) }
    #expect(figures.ndcg > 0.99 * peer)
  }
}
