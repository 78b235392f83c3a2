/// Scores from rules: an item is worth the confidence of the strongest rule that leads from the
/// history to it.
import Learning
import Numerics
import Support

struct RuleScorer: ItemScorer {
  let rules: [AssociationRule]
  let itemCount: Int
  /// Where the rules that begin with each item begin in `order`; a rule of two items on its left
  /// stands once.
  private let starts: [Int]
  private let order: [Int32]
  /// Of each rule in that order: the other item on its left or -1, where it leads, and how sure.
  private let others: [Int32]
  private let targets: [Int32]
  private let confidences: [Float]

  /// A set has to be in so many baskets, and the share of those that is asked of a rule.
  static let leastCount = 3
  static let leastConfidence = 0.02
  static let longest = 3
  static let mostSets = 50_000

  /// What an item without any rule is worth: less than the least rule, by how many chose it.
  private let fallbacks: [Float]

  /// - Parameter baskets: what came together; the choices of each person when nil, or where no two
  ///   items come together often.
  init(_ matrix: ChoiceMatrix, baskets: BasketRows?, _ run: Run) throws {
    var found = try baskets.map { try Self.rules($0, run) } ?? []
    if found.isEmpty {
      let histories = BasketRows(
        itemCount: matrix.itemCount,
        baskets: (0..<matrix.personCount).map { Array(matrix.items[matrix.range($0)]) })
      found = try Self.rules(histories, run)
    }
    let people = Double(max(1, matrix.personCount))
    fallbacks = matrix.popularity.map { Float(Self.leastConfidence * 0.5 * $0 / people) }
    rules = found
    itemCount = matrix.itemCount
    var starts = [Int](repeating: 0, count: itemCount + 1)
    for rule in rules { starts[Int(rule.left[0]) + 1] += 1 }
    for item in 0..<itemCount { starts[item + 1] += starts[item] }
    var next = starts
    var order = [Int32](repeating: 0, count: rules.count)
    for (place, rule) in rules.enumerated() {
      order[next[Int(rule.left[0])]] = Int32(place)
      next[Int(rule.left[0])] += 1
    }
    self.starts = starts
    self.order = order
    others = order.map { [rules] in rules[Int($0)].left.count > 1 ? rules[Int($0)].left[1] : -1 }
    targets = order.map { [rules] in rules[Int($0)].right[0] }
    confidences = order.map { [rules] in Float(rules[Int($0)].confidence) }
  }

  private static func rules(_ rows: BasketRows, _ run: Run) throws -> [AssociationRule] {
    // One in a thousand, where that is more than the least.
    let least = max(leastCount, rows.count / 1_000)
    let sets = try FrequentItemsets(
      rows, leastCount: least, longest: longest, limit: mostSets, run)
    return try AssociationRules(
      sets.sets, baskets: rows.count, leastConfidence: leastConfidence, leastLift: 1, run
    ).rules
  }

  /// Rules that a history fulfils, by their place in `order`.
  @inline(__always)
  private func forEachRule(_ history: ItemHistory, _ body: (Int) -> Void) {
    var isOwn = [Bool](repeating: false, count: itemCount)
    for item in history.items { isOwn[Int(item)] = true }
    for item in history.items {
      for slot in starts[Int(item)]..<starts[Int(item) + 1]
      where others[slot] < 0 || isOwn[Int(others[slot])] {
        body(slot)
      }
    }
  }

  func score(_ history: ItemHistory, person: Int?, into scores: UnsafeMutableBufferPointer<Float>) {
    for item in 0..<itemCount { scores[item] = fallbacks[item] }
    forEachRule(history) { slot in
      let item = Int(targets[slot])
      scores[item] = max(scores[item], confidences[slot])
    }
  }

  /// The strongest rule that leads to an item.
  func rule(_ history: ItemHistory, to item: Int) -> AssociationRule? {
    var best: AssociationRule?
    forEachRule(history) { slot in
      guard Int(targets[slot]) == item else { return }
      let rule = rules[Int(order[slot])]
      if rule.confidence > (best?.confidence ?? 0) { best = rule }
    }
    return best
  }

  func contributions(_ history: ItemHistory, to item: Int) -> [Double] {
    guard let rule = rule(history, to: item) else { return [] }
    let share = rule.confidence / Double(rule.left.count)
    return history.items.map { rule.left.contains($0) ? share : 0 }
  }
}
