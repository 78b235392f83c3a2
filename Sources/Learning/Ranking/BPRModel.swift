/// What `BPR` learnt.
import Numerics
import Support

package struct BPRModel: ItemScorer {
  package let spec: BPR
  package let people: FactorRows
  package let items: FactorRows
  package let biases: [Float]
  private let panels: FactorPanels

  init(_ spec: BPR, _ parts: (people: FactorRows, items: FactorRows, biases: [Float])) {
    self.spec = spec
    (people, items, biases) = parts
    panels = FactorPanels(items)
  }

  package var itemCount: Int { items.rowCount }

  package func score(
    _ history: ItemHistory, person: Int?, into scores: UnsafeMutableBufferPointer<Float>
  ) {
    score([Asker(history, person: person)], into: scores)
  }

  package func score(
    _ askers: ArraySlice<Asker>, into scores: UnsafeMutableBufferPointer<Float>
  ) {
    panels.dots(askers, people, into: scores, fold: fold)
    for asker in askers.indices {
      let first = (asker - askers.startIndex) * itemCount
      for item in 0..<itemCount { scores[first + item] += biases[item] }
    }
  }

  package func contributions(_ history: ItemHistory, to item: Int) -> [Double] { [] }

  /// Rounds of the steps that somebody new learns by.
  private static let foldRounds = 30

  /// The factors of somebody new, learnt by the same steps with the items held; padded.
  func fold(_ history: ItemHistory) -> [Float] {
    let width = items.width
    var own = [Float](repeating: 0, count: width)
    let known = Set(history.items)
    guard known.count < itemCount else { return own }
    var random = SeededRandom(seed: spec.seed)
    let (rate, keep) = (Float(spec.learningRate), Float(spec.regularization))
    for _ in 0..<Self.foldRounds {
      for item in history.items {
        let other = Int32(random.below(itemCount))
        if known.contains(other) { continue }
        let (i, j) = (Int(item) * width, Int(other) * width)
        var difference = biases[Int(item)] - biases[Int(other)]
        for f in 0..<width { difference += own[f] * (items.values[i + f] - items.values[j + f]) }
        let slope = Float(1 / (1 + Math.exp(Double(difference))))
        for f in 0..<width {
          own[f] += rate * (slope * (items.values[i + f] - items.values[j + f]) - keep * own[f])
        }
      }
    }
    return own
  }
}
