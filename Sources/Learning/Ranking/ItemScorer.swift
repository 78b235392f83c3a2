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

/// One whose scores are asked for.
package struct Asker: Sendable {
  package let history: ItemHistory
  /// Their row of the matrix that was learnt from, when the history is that row; nil for anybody
  /// else.
  package let person: Int?

  package init(_ history: ItemHistory, person: Int? = nil) {
    self.history = history
    self.person = person
  }
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

  /// The same for several people, the scores of the first in front: to the bit what each gets
  /// alone, and for less where a model can.
  func score(_ askers: ArraySlice<Asker>, into scores: UnsafeMutableBufferPointer<Float>)

  /// What each item of the history adds to the score of `item`, in the order of the history. They
  /// sum to the score where a model can be taken apart so; empty otherwise.
  func contributions(_ history: ItemHistory, to item: Int) -> [Double]

  /// The same for several items, which costs less than one after the other.
  func contributions(_ history: ItemHistory, to items: [Int]) -> [[Double]]
}

extension ItemScorer {
  package func score(
    _ askers: ArraySlice<Asker>, into scores: UnsafeMutableBufferPointer<Float>
  ) {
    for (place, asker) in askers.enumerated() {
      let own = (place * itemCount)..<((place + 1) * itemCount)
      score(
        asker.history, person: asker.person,
        into: UnsafeMutableBufferPointer(rebasing: scores[own]))
    }
  }

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

  /// The best items for each of several people.
  ///
  /// - Parameter own: whether what somebody has already may be in their list.
  package func best(
    _ count: Int, _ askers: [Asker], own: Bool = false, barred: [Int32] = []
  ) -> [[RankedItem]] {
    var scores = [Float](repeating: 0, count: min(askers.count, TopItems.block) * itemCount)
    return scores.withUnsafeMutableBufferPointer { room in
      stride(from: 0, to: askers.count, by: TopItems.block).flatMap { first in
        let some = askers[first..<min(askers.count, first + TopItems.block)]
        score(some, into: room)
        return some.enumerated().map { place, asker in
          let part = (place * itemCount)..<((place + 1) * itemCount)
          return TopItems.best(
            count, of: UnsafeMutableBufferPointer(rebasing: room[part]),
            without: own ? [barred] : [barred, asker.history.items])
        }
      }
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
  /// People whose scores are held at once.
  static let block = 8

  /// The items with the highest scores: falling, equal ones by rising item. What is left out, and
  /// what has no finite score, is never among them. One pass; most items cost a part of a
  /// comparison.
  ///
  /// - Parameter scores: those of items that are left out are overwritten.
  package static func best(
    _ count: Int, of scores: UnsafeMutableBufferPointer<Float>, without lists: [[Int32]] = []
  ) -> [RankedItem] {
    for list in lists {
      for item in list where 0 <= item && item < scores.count { scores[Int(item)] = -.infinity }
    }
    guard 0 < count else { return [] }
    var best = RankedList(count, of: scores.count)
    let bytes = UnsafeRawBufferPointer(scores)
    var item = 0
    while item + 32 <= scores.count {
      let one = bytes.loadUnaligned(fromByteOffset: item * 4, as: SIMD16<Float>.self)
      let two = bytes.loadUnaligned(fromByteOffset: item * 4 + 64, as: SIMD16<Float>.self)
      if isAny(one, two, above: best.bar) {
        for place in item..<(item + 32) { best.take(place, scores[place]) }
      }
      item += 32
    }
    while item < scores.count {
      best.take(item, scores[item])
      item += 1
    }
    return best.items
  }

  /// Marks of lanes are joined half by half: asking each lane costs more than the scores do.
  @inline(__always)
  private static func isAny(
    _ one: SIMD16<Float>, _ two: SIMD16<Float>, above bar: Float
  ) -> Bool {
    let (bar, mark) = (SIMD16(repeating: bar), SIMD16<Int32>(repeating: -1))
    let marks =
      SIMD16<Int32>.zero.replacing(with: mark, where: one .> bar)
      | SIMD16<Int32>.zero.replacing(with: mark, where: two .> bar)
    let eight = marks.lowHalf | marks.highHalf
    let four = eight.lowHalf | eight.highHalf
    let pair = four.lowHalf | four.highHalf
    return pair[0] | pair[1] != 0
  }
}

/// The best so far of items that come in rising order.
private struct RankedList {
  private(set) var items: [RankedItem] = []
  /// What a score has to exceed: an equal one of a later item does not.
  private(set) var bar = -Float.infinity
  private let count: Int

  /// - Precondition: `count` is above 0.
  init(_ count: Int, of all: Int) {
    self.count = count
    items.reserveCapacity(min(count, all))
  }

  mutating func take(_ item: Int, _ score: Float) {
    guard bar < score, score < .infinity else { return }
    if items.count == count { items.removeLast() }
    var place = items.count
    while 0 < place, items[place - 1].score < score { place -= 1 }
    items.insert(RankedItem(item: Int32(item), score: score), at: place)
    if items.count == count { bar = items[count - 1].score }
  }
}
