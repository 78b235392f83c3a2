/// Ratings of MovieLens-100k: Surprise and plain loops, `reference/recsys.json`.
import Learning
import Support
import TestKit
import Testing

@Suite(.enabled(if: Repository.hasShared, "the data sets are not beside the package"))
struct RatingOracleTests {
  private let set: RatingSet
  private let oracles: [String: Any]

  init() throws {
    set = try #require(try RatingSet.movieLens())
    let reference = try Repository.reference("recsys.json")
    let all = try #require(reference["oracles"] as? [String: Any])
    oracles = try #require(all["explicit movielens-100k"] as? [String: Any])
  }

  private func numbers(_ tree: Any?, _ name: String) -> [Double] {
    (value(tree, name) as? [Any] ?? []).compactMap { ($0 as? Double) }
  }

  private func oracle(_ start: String) throws -> Any {
    try #require(oracles.first { $0.key.hasPrefix(start) }?.value)
  }

  @Test func `biases are those of the reference`() throws {
    let oracle = try oracle("baseline_als")
    let model = try RatingBaseline(set.learnt, Run())
    let mean = try #require(number(oracle, "mu"))
    let error = try #require(number(oracle, "rmse"))
    #expect(abs(model.mean - mean) < 1e-12)
    #expect(abs(set.error(model) - error) < 1e-9)
    for place in 0..<3 {
      let person = try #require(number(oracle, "first_users.\(place).1"))
      let item = try #require(number(oracle, "first_items.\(place).1"))
      #expect(abs(model.people[place] - person) < 1e-9)
      #expect(abs(model.items[place] - item) < 1e-9)
    }
  }

  @Test func `neighbours predict what the reference predicts`() throws {
    let oracle = try oracle("item_knn_baseline")
    let model = try RatingNeighbours(set.learnt, Run())
    let error = try #require(number(oracle, "rmse"))
    #expect(abs(set.error(model) - error) < 1e-9)
    let first = numbers(oracle, "first_predictions")
    #expect(first.count == 10)
    for (row, predicted) in zip(set.held, first) {
      #expect(abs(model.rating(row.person, row.item) - predicted) < 1e-7)
    }
    let person = try #require(set.held[0].person)
    let all = model.ratings(of: person)
    let isSame = all.indices.allSatisfy { abs(all[$0] - model.rating(person, $0)) < 1e-12 }
    #expect(isSame)
  }

  @Test func `factors go the way of the reference, round by round`() throws {
    let oracle = try oracle("svd_sgd")
    let expected = numbers(oracle, "rmse_after_epoch")
    var errors: [Double] = []
    let model = try RatingFactors().fit(
      set.learnt, first: set.first(factors: 20, within: 0.1), Run()
    ) { _, model in
      errors.append(set.error(model))
      return true
    }
    #expect(errors.count == 20 && expected.count == 20)
    for (own, other) in zip(errors, expected) { #expect(abs(own - other) < 1e-6) }
    for (row, predicted) in zip(set.held, numbers(oracle, "first_predictions_unclipped")) {
      #expect(abs(model.rating(row.person, row.item) - predicted) < 1e-6)
    }
  }

  @Test func `factors that count what was rated go the way of the reference`() throws {
    let oracle = try oracle("svdpp_sgd")
    let expected = numbers(oracle, "rmse_after_epoch")
    var spec = RatingFactors()
    (spec.learningRate, spec.countsRated) = (0.007, true)
    var errors: [Double] = []
    _ = try spec.fit(set.learnt, first: set.first(factors: 20, within: 0.1), Run()) { _, model in
      errors.append(set.error(model))
      return true
    }
    #expect(errors.count == 20 && expected.count == 20)
    for (own, other) in zip(errors, expected) { #expect(abs(own - other) < 1e-6) }
  }

  @Test func `the blend is as good as the best peer`() throws {
    let model = try RatingBlend().fit(set.learnt, Run())
    // Surprise's SVD, tuned: 0.9017; the best blend of the reference, with its settings: 0.8863.
    let error = set.error(model)
    print("movielens-100k: blend \(error), weights \(model.weights), held \(model.heldError)")
    #expect(error < 0.889)
    #expect(abs(model.heldError - error) < 0.02)
    #expect(model.heldError < model.heldBaseline)
  }

  @Test func `the blend is within a hundredth of the best peer on another set`() throws {
    let set = try #require(try RatingSet.douban())
    let model = try RatingBlend().fit(set.learnt, Run())
    let error = set.error(model)
    print("douban-3k: blend \(error), weights \(model.weights), held \(model.heldError)")
    #expect(error < 1.01 * 0.7246)
  }
}
