/// What every model that ranks items has in common: a history goes in, a score for each item comes
/// out.
///
/// Scores of one model are comparable for one person only. Ties, and items a person has already,
/// are the business of whoever ranks: see `TopItems`.
package import Numerics

/// What somebody chose: items in rising order, each once, with weights.
package struct ItemHistory: Sendable, Equatable {
  package let items: [Int32]
  package let weights: [Float]

  /// - Precondition: items rise, and each has a weight.
  package init(items: [Int32], weights: [Float]) {
    precondition(items.count == weights.count, "each item needs its weight")
    self.items = items
    self.weights = weights
  }

  /// Items in rising order, each with weight 1.
  package init(items: [Int32]) {
    self.init(items: items, weights: [Float](repeating: 1, count: items.count))
  }

  /// What a row of a matrix of people by items holds.
  package init(_ choices: SparseMatrix, row: Int) {
    let range = choices.range(row)
    self.init(
      items: Array(choices.columns[range]), weights: choices.values[range].map { Float($0) })
  }

  package var isEmpty: Bool { items.isEmpty }
}

package protocol ItemScorer: Sendable {
  var itemCount: Int { get }

  /// Writes the score of every item for somebody with this history.
  ///
  /// - Parameters:
  ///   - person: their row of the matrix that was learnt from, when the history is that row; nil
  ///     for anybody else.
  ///   - scores: one place for each item.
  func score(_ history: ItemHistory, person: Int?, into scores: UnsafeMutableBufferPointer<Float>)

  /// What each item of the history adds to the score of `item`, in the order of the history. They
  /// sum to the score where a model can be taken apart so; empty otherwise.
  func contributions(_ history: ItemHistory, to item: Int) -> [Double]

  /// The same for several items, which costs less than one after the other.
  func contributions(_ history: ItemHistory, to items: [Int]) -> [[Double]]
}

extension ItemScorer {
  package func contributions(_ history: ItemHistory, to items: [Int]) -> [[Double]] {
    items.map { contributions(history, to: $0) }
  }

  /// The score of every item for somebody with this history.
  package func scores(_ history: ItemHistory, person: Int? = nil) -> [Float] {
    var scores = [Float](repeating: 0, count: itemCount)
    scores.withUnsafeMutableBufferPointer { score(history, person: person, into: $0) }
    return scores
  }

  /// The best items for somebody with this history, their own left out.
  package func best(
    _ count: Int, _ history: ItemHistory, person: Int? = nil, barred: [Int32] = []
  ) -> [RankedItem] {
    var scores = scores(history, person: person)
    return scores.withUnsafeMutableBufferPointer {
      TopItems.best(count, of: $0, without: [history.items, barred])
    }
  }
}

package struct RankedItem: Sendable, Equatable {
  package let item: Int32
  package let score: Float

  package init(item: Int32, score: Float) {
    self.item = item
    self.score = score
  }
}

package enum TopItems {
  /// The items with the highest scores: falling, equal ones by rising item. What is left out, and
  /// what has no finite score, is never among them. One pass; most items cost one comparison.
  ///
  /// - Parameter scores: those of items that are left out are overwritten.
  package static func best(
    _ count: Int, of scores: UnsafeMutableBufferPointer<Float>, without lists: [[Int32]] = []
  ) -> [RankedItem] {
    for list in lists {
      for item in list where 0 <= item && item < scores.count { scores[Int(item)] = -.infinity }
    }
    guard 0 < count else { return [] }
    var best: [RankedItem] = []
    best.reserveCapacity(min(count, scores.count))
    // What a score has to exceed: an equal one of a later item does not.
    var bar = -Float.infinity
    for item in 0..<scores.count {
      let score = scores[item]
      guard bar < score, score < .infinity else { continue }
      if best.count == count { best.removeLast() }
      var place = best.count
      while 0 < place, best[place - 1].score < score { place -= 1 }
      best.insert(RankedItem(item: Int32(item), score: score), at: place)
      if best.count == count { bar = best[count - 1].score }
    }
    return best
  }
}
