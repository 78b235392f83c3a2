/// What the people most alike chose: cosine between the histories of people.
///
/// Nothing is learnt but the lengths of histories: who is alike is found when somebody is asked
/// about, along the people who share an item.
package import Numerics
package import Support

package struct UserNeighbours: Sendable, Equatable {
  /// How many people speak for somebody.
  package var neighbourCount = 100
  /// Added to the product of lengths: who shares little is less alike.
  package var shrink = 0.0

  package init() {}

  /// - Parameter choices: people by items.
  package func fit(_ choices: SparseMatrix, _ run: Run) throws -> UserNeighboursModel {
    UserNeighboursModel(spec: self, choices: choices, byItem: try choices.transposed(run))
  }
}

package struct UserNeighboursModel: ItemScorer {
  private let spec: UserNeighbours
  private let choices: SparseMatrix
  private let byItem: SparseMatrix
  private let lengths: [Double]

  init(spec: UserNeighbours, choices: SparseMatrix, byItem: SparseMatrix) {
    self.spec = spec
    self.choices = choices
    self.byItem = byItem
    lengths = (0..<choices.rowCount).map { person in
      choices.range(person).reduce(0.0) { $0 + choices.values[$1] * choices.values[$1] }
        .squareRoot()
    }
  }

  package var itemCount: Int { choices.columnCount }

  /// The people most alike, in rising order; without `person`, who is like themselves.
  package func nearest(
    _ history: ItemHistory, person: Int? = nil
  ) -> [(person: Int32, similarity: Double)] {
    var sums = [Double](repeating: 0, count: choices.rowCount)
    var isTouched = [Bool](repeating: false, count: choices.rowCount)
    var touched: [Int32] = []
    for (item, weight) in zip(history.items, history.weights) {
      for place in byItem.range(Int(item)) {
        let other = Int(byItem.columns[place])
        if !isTouched[other] {
          isTouched[other] = true
          touched.append(Int32(other))
        }
        sums[other] += Double(weight) * byItem.values[place]
      }
    }
    let length = history.weights.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    var largest = LargestPairs(most: spec.neighbourCount)
    for other in touched where Int(other) != person {
      let value = sums[Int(other)] / (length * lengths[Int(other)] + spec.shrink)
      if 0 < value, value.isFinite { largest.add(other, value) }
    }
    return largest.pairs.sorted { $0.item < $1.item }.map { ($0.item, $0.value) }
  }

  package func score(
    _ history: ItemHistory, person: Int?, into scores: UnsafeMutableBufferPointer<Float>
  ) {
    scores.update(repeating: 0)
    for (other, similarity) in nearest(history, person: person) {
      for place in choices.range(Int(other)) {
        scores[Int(choices.columns[place])] += Float(similarity * choices.values[place])
      }
    }
  }

  /// The part of each shared item in the similarities of those who speak for `item`; they sum to
  /// the score of somebody new.
  package func contributions(_ history: ItemHistory, to item: Int) -> [Double] {
    var parts = [Double](repeating: 0, count: history.items.count)
    let length = history.weights.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    for (other, _) in nearest(history) {
      let weight = choices.value(Int(other), Int32(item))
      if weight == 0 { continue }
      let scale = weight / (length * lengths[Int(other)] + spec.shrink)
      for (index, own) in history.items.enumerated() {
        parts[index] += Double(history.weights[index]) * choices.value(Int(other), own) * scale
      }
    }
    return parts
  }
}

extension SparseMatrix {
  /// The value of a cell; 0 where there is none.
  func value(_ row: Int, _ column: Int32) -> Double {
    let range = range(row)
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if columns[middle] < column { low = middle + 1 } else { high = middle }
    }
    return low < range.upperBound && columns[low] == column ? values[low] : 0
  }
}
