/// Which labels a text gets by their chances, where it may have any number of them.
///
/// A label is given from a bound of its own on. One half makes the fewest mistakes; rare labels are
/// then hardly ever given, so the bound may be the one of the best F1 instead, which for calibrated
/// chances lies at half of that F1 (Lipton, Elkan, Narayanaswamy 2014). Bounds are learnt from
/// texts that the models had not seen. Where every text that was learnt from has a label, one whose
/// labels all stay below their bounds gets the label that comes nearest to its own.
import Numerics

package struct LabelRule: Sendable, Equatable {
  /// The chance from which each label is given.
  package let bounds: [Double]
  /// Whether every text gets a label.
  package let givesOne: Bool

  init(bounds: [Double], givesOne: Bool) {
    self.bounds = bounds
    self.givesOne = givesOne
  }

  /// One half for each label.
  package init(half labels: LabelSets) {
    bounds = [Double](repeating: 0.5, count: labels.labelCount)
    givesOne = labels.sets.allSatisfy { !$0.isEmpty }
  }

  /// Labels on fewer texts than that keep one half.
  static let leastSupport = 10

  /// The bounds of the best F1 on some rows.
  ///
  /// - Parameter chances: of each label, row after row, of all rows.
  init(_ chances: [Double], _ labels: LabelSets, rows: [Int]) {
    let width = labels.labelCount
    let own = labels.picked(rows)
    bounds = (0..<width).map { label in
      guard own.rowsOf[label].count >= Self.leastSupport else { return 0.5 }
      let marks = own.marks(label, other: 0)
      return Self.bestF1(rows.map { chances[$0 * width + label] }, marks) / 2
    }
    givesOne = own.sets.allSatisfy { !$0.isEmpty }
  }

  /// The greatest F1 of any bound.
  static func bestF1(_ chances: [Double], _ marks: [Double]) -> Double {
    let order = chances.indices.sorted { (-chances[$0], $0) < (-chances[$1], $1) }
    let support = marks.reduce(0, +)
    var (right, best) = (0.0, 0.0)
    for (place, row) in order.enumerated() {
      right += marks[row]
      // Equal chances are given the label together.
      if place + 1 < order.count, chances[order[place + 1]] == chances[row] { continue }
      best = max(best, 2 * right / (support + Double(place + 1)))
    }
    return best
  }

  /// The labels that chances lead to, rising.
  package func labels(_ chances: ArraySlice<Double>) -> [Int] {
    let first = chances.startIndex
    let given = bounds.indices.filter { chances[first + $0] >= bounds[$0] }
    guard given.isEmpty, givesOne else { return given }
    var near = 0
    for label in bounds.indices
    where chances[first + label] - bounds[label] > chances[first + near] - bounds[near] {
      near = label
    }
    return bounds.isEmpty ? [] : [near]
  }

  /// The labels of each of some rows.
  package func labels(of chances: [Double]) -> [[Int]] {
    let width = max(1, bounds.count)
    return stride(from: 0, to: chances.count, by: width).map { labels(chances[$0..<$0 + width]) }
  }
}

extension LabelSets {
  /// The rule that finds these labels best, and what it gives each row when it is learnt without
  /// the row's fold: bounds of best F1, where they are better than one half on rows that did not
  /// set them, else one half.
  func rule(_ chances: [Double], folds: [Int], foldCount: Int) -> (rule: LabelRule, given: [[Int]])
  {
    let half = LabelRule(half: self)
    let plain = half.labels(of: chances)
    var given = plain
    for fold in 0..<foldCount {
      let rule = LabelRule(chances, self, rows: folds.indices.filter { folds[$0] != fold })
      for row in folds.indices where folds[row] == fold {
        given[row] = rule.labels(chances[row * labelCount..<(row + 1) * labelCount])
      }
    }
    guard score(given: given) > score(given: plain) else { return (half, plain) }
    return (LabelRule(chances, self, rows: Array(folds.indices)), given)
  }
}
