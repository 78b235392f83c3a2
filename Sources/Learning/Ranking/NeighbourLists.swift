/// For each item some others with a weight: what models of similar items keep.
///
/// Always holds: the items of a list rise, and weights are positive and finite.
import Numerics

package struct NeighbourLists: Sendable, Equatable {
  /// Where each list begins; one more than items.
  package let starts: [Int]
  package let items: [Int32]
  package let weights: [Float]

  init(starts: [Int], items: [Int32], weights: [Float]) {
    self.starts = starts
    self.items = items
    self.weights = weights
  }

  package var itemCount: Int { starts.count - 1 }

  package func range(_ item: Int) -> Range<Int> { starts[item]..<starts[item + 1] }

  /// The weight of `other` in the list of `item`; 0 when it is not there.
  package func weight(_ item: Int, _ other: Int32) -> Float {
    var (low, high) = (starts[item], starts[item + 1])
    while low < high {
      let middle = (low + high) / 2
      if items[middle] < other { low = middle + 1 } else { high = middle }
    }
    return low < starts[item + 1] && items[low] == other ? weights[low] : 0
  }

  /// The heaviest of a list, heaviest first, equal ones by number.
  package func nearest(_ item: Int, count: Int) -> [RankedItem] {
    let all = range(item).map { RankedItem(item: items[$0], score: weights[$0]) }
    return Array(all.sorted { ($1.score, $0.item) < ($0.score, $1.item) }.prefix(max(0, count)))
  }

  /// For each item the items in whose lists it is.
  var flipped: NeighbourLists {
    var offsets = [Int](repeating: 0, count: starts.count)
    for item in items { offsets[Int(item) + 1] += 1 }
    for item in 0..<itemCount { offsets[item + 1] += offsets[item] }
    var next = offsets
    var owners = [Int32](repeating: 0, count: items.count)
    var turned = [Float](repeating: 0, count: items.count)
    for owner in 0..<itemCount {
      for place in range(owner) {
        let item = Int(items[place])
        owners[next[item]] = Int32(owner)
        turned[next[item]] = weights[place]
        next[item] += 1
      }
    }
    return NeighbourLists(starts: offsets, items: owners, weights: turned)
  }

  /// Adds the lists of a history to `scores`, each times the weight of its item.
  func add(_ history: ItemHistory, to scores: UnsafeMutableBufferPointer<Float>) {
    items.withUnsafeBufferPointer { items in
      weights.withUnsafeBufferPointer { weights in
        for (own, factor) in zip(history.items, history.weights) {
          for place in range(Int(own)) { scores[Int(items[place])] += factor * weights[place] }
        }
      }
    }
  }
}
