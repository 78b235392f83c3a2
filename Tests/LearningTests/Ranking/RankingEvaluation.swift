/// How well a model ranks what was hidden, by the definitions of `reference/recsys.json`.
///
/// Full ranking; candidates are items chosen in training, without the person's own; score falling,
/// then item rising; a plain mean over people with something known and something hidden.
import Foundation
import Learning
import Numerics
import Support
import TestKit

struct RankingEvaluation: Sendable, CustomStringConvertible {
  var recall10 = 0.0
  var recall20 = 0.0
  var ndcg10 = 0.0
  var ndcg20 = 0.0
  var map10 = 0.0
  /// Distinct items of all first tens over candidates.
  var coverage10 = 0.0

  /// - Parameter weights: what histories are read from; the matrix that was learnt from.
  init(_ model: any ItemScorer, _ set: RankingSet, weights: SparseMatrix? = nil) throws {
    let choices = weights ?? set.ones
    let parts = try Parallel.map(count: set.tested.count, chunk: 32) { range in
      range.map { index -> [RankedItem] in
        let person = set.tested[index]
        return model.best(
          20, ItemHistory(choices, row: person), person: person, barred: set.barred)
      }
    }.flatMap { $0 }
    var shown = Set<Int32>()
    for (best, person) in zip(parts, set.tested) {
      add(best.map { set.hidden[person].contains($0.item) }, of: set.hidden[person].count)
      shown.formUnion(best.prefix(10).map(\.item))
    }
    let count = Double(set.tested.count)
    recall10 /= count
    recall20 /= count
    ndcg10 /= count
    ndcg20 /= count
    map10 /= count
    coverage10 = Double(shown.count) / Double(set.items.count - set.barred.count)
  }

  private mutating func add(_ isHit: [Bool], of count: Int) {
    var (hits, gain, precision) = (0.0, 0.0, 0.0)
    var (ideal10, ideal20) = (0.0, 0.0)
    for rank in 0..<20 {
      let worth = 1 / log2(Double(rank + 2))
      if rank < count {
        ideal20 += worth
        if rank < 10 { ideal10 += worth }
      }
      if rank < isHit.count, isHit[rank] {
        hits += 1
        gain += worth
        if rank < 10 { precision += hits / Double(rank + 1) }
      }
      if rank == 9 {
        recall10 += hits / Double(count)
        ndcg10 += gain / ideal10
      }
    }
    recall20 += hits / Double(count)
    ndcg20 += gain / ideal20
    map10 += precision / Double(min(10, count))
  }

  var description: String {
    [recall10, recall20, ndcg10, ndcg20, coverage10]
      .map { String(format: "%.6f", $0) }.joined(separator: " ")
  }

  /// The metrics of a row of `recsys.json`.
  static func peer(_ set: String, _ model: String) throws -> [String: Double] {
    let results = value(try Repository.reference("recsys.json"), "results") as? [[String: Any]]
    let row = results?.first { row in
      row["dataset"] as? String == set && row["task"] as? String == "implicit"
        && row["model"] as? String == model
    }
    return row?["metrics"] as? [String: Double] ?? [:]
  }

  /// The metrics by the names of `recsys.json`.
  var byName: [String: Double] {
    [
      "recall@10": recall10, "recall@20": recall20, "ndcg@10": ndcg10, "ndcg@20": ndcg20,
      "map@10": map10, "coverage@10": coverage10,
    ]
  }
}
