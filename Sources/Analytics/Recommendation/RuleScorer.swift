/// Scores from rules: an item is worth the confidence of the strongest rule that leads from the
/// history to it.
import Learning
import Numerics
import Support

struct RuleScorer: ItemScorer {
  let rules: [AssociationRule]
  let itemCount: Int
  /// Rules that begin with an item, by that item; a rule of two items on its left stands once.
  private let byFirst: [Int32: [Int32]]

  /// A set has to be in so many baskets, and the share of those that is asked of a rule.
  static let leastCount = 3
  static let leastConfidence = 0.02
  static let longest = 3
  static let mostSets = 200_000

  /// - Parameter baskets: what came together; the choices of each person when nil.
  init(_ matrix: ChoiceMatrix, baskets: BasketRows?, _ run: Run) throws {
    let rows =
      baskets
      ?? BasketRows(
        itemCount: matrix.itemCount,
        baskets: (0..<matrix.personCount).map { Array(matrix.items[matrix.range($0)]) })
    // One in a thousand, where that is more than the least.
    let least = max(Self.leastCount, rows.count / 1_000)
    let sets = try FrequentItemsets(
      rows, leastCount: least, longest: Self.longest, limit: Self.mostSets, run)
    let found = try AssociationRules(
      sets.sets, baskets: rows.count, leastConfidence: Self.leastConfidence, leastLift: 1, run)
    rules = found.rules
    itemCount = matrix.itemCount
    byFirst = Dictionary(
      grouping: rules.indices.map { Int32($0) }, by: { [rules] in rules[Int($0)].left[0] })
  }

  /// The strongest rule from a history to each item; nothing where none leads there.
  private func forEachRule(_ history: ItemHistory, _ body: (AssociationRule) -> Void) {
    let own = Set(history.items)
    for item in history.items {
      for place in byFirst[item] ?? [] {
        let rule = rules[Int(place)]
        if rule.left.count == 1 || rule.left.allSatisfy(own.contains) { body(rule) }
      }
    }
  }

  func score(_ history: ItemHistory, person: Int?, into scores: UnsafeMutableBufferPointer<Float>) {
    for item in 0..<itemCount { scores[item] = 0 }
    forEachRule(history) { rule in
      let item = Int(rule.right)
      scores[item] = max(scores[item], Float(rule.confidence))
    }
  }

  /// The strongest rule that leads to an item.
  func rule(_ history: ItemHistory, to item: Int) -> AssociationRule? {
    var best: AssociationRule?
    forEachRule(history) { rule in
      if Int(rule.right) == item, rule.confidence > (best?.confidence ?? 0) { best = rule }
    }
    return best
  }

  func contributions(_ history: ItemHistory, to item: Int) -> [Double] {
    guard let rule = rule(history, to: item) else { return [] }
    let share = rule.confidence / Double(rule.left.count)
    return history.items.map { rule.left.contains($0) ? share : 0 }
  }
}
