/// If these, then those: rules from frequent itemsets (Agrawal, Srikant 1994).
///
/// Support is the share of baskets with all items, confidence the share of those with the left side
/// that also hold the right one, lift confidence over the share of baskets with the right one.
/// The p-value is Fisher's exact one-sided: how often as many or more would come together by
/// chance; it is corrected for the number of rules tried (Holm 1979).
import Numerics
package import Support

package struct AssociationRule: Sendable, Equatable {
  /// Rising.
  package let left: [Int32]
  package let right: [Int32]
  /// Baskets with all items, with the left side, and with the right one.
  package let count: Int
  package let leftCount: Int
  package let rightCount: Int
  package let baskets: Int
  package internal(set) var pValue = 1.0
  /// Corrected for all rules that were tried.
  package internal(set) var adjusted = 1.0

  package var support: Double { Double(count) / Double(baskets) }
  package var confidence: Double { Double(count) / Double(leftCount) }
  package var lift: Double { confidence / (Double(rightCount) / Double(baskets)) }
  /// Support beyond what chance gives.
  package var leverage: Double {
    support - Double(leftCount) / Double(baskets) * Double(rightCount) / Double(baskets)
  }
}

package struct AssociationRules: Sendable {
  /// By falling lift, then confidence, then items.
  package let rules: [AssociationRule]
  /// Rules with enough support and confidence, before lift was asked for: so many were tried.
  package let tried: Int
  /// There were more than the limit, and the rest was left out.
  package let isCut: Bool

  /// - Parameters:
  ///   - sets: all frequent sets, so that every subset of one is there.
  ///   - leastConfidence: with a tolerance of 1e-12.
  ///   - longestRight: items of a right side; at least 1.
  ///   - limit: rules to keep; where there are more, those of the smaller sets.
  package init(
    _ sets: [FrequentItemset], baskets: Int, leastConfidence: Double, leastLift: Double,
    longestRight: Int = 1, limit: Int = .max, _ run: Run
  ) throws {
    let counts = Dictionary(
      sets.map { ($0.items, $0.count) }, uniquingKeysWith: { first, _ in first })
    var search = RuleSearch(
      counts: counts, baskets: baskets, leastConfidence: leastConfidence,
      longestRight: longestRight, limit: limit)
    for (index, set) in sets.enumerated() where set.items.count > 1 {
      if index % 256 == 0 { try run.checkpoint() }
      search.take(set)
      if search.isCut { break }
    }
    isCut = search.isCut
    var found = search.found
    tried = found.count
    let values = try Parallel.map(count: found.count, chunk: 256) { [found] range in
      try run.checkpoint()
      return range.map { Self.chance(found[$0]) }
    }.flatMap { $0 }
    let adjusted = Holm.adjusted(values)
    for index in found.indices {
      (found[index].pValue, found[index].adjusted) = (values[index], adjusted[index])
    }
    rules = found.filter { $0.lift >= leastLift }.sorted(by: Self.isBefore)
  }

  private static func isBefore(_ a: AssociationRule, _ b: AssociationRule) -> Bool {
    if a.lift != b.lift { return a.lift > b.lift }
    if a.confidence != b.confidence { return a.confidence > b.confidence }
    if a.left != b.left { return a.left.lexicographicallyPrecedes(b.left) }
    return a.right.lexicographicallyPrecedes(b.right)
  }

  /// The hypergeometric chance of as many baskets with both sides, or more.
  static func chance(_ rule: AssociationRule) -> Double {
    let (n, k, m) = (rule.baskets, rule.leftCount, rule.rightCount)
    let most = min(k, m)
    func logChoose(_ n: Int, _ k: Int) -> Double {
      Special.logGamma(Double(n + 1)) - Special.logGamma(Double(k + 1))
        - Special.logGamma(Double(n - k + 1))
    }
    guard n - k >= m - rule.count else { return 1 }
    var term = Math.exp(
      logChoose(k, rule.count) + logChoose(n - k, m - rule.count) - logChoose(n, m))
    var sum = term
    var both = rule.count
    while both < most, term > sum * 1e-17 {
      term *=
        Double(k - both) * Double(m - both)
        / (Double(both + 1) * Double(n - k - m + both + 1))
      both += 1
      sum += term
    }
    return min(1, sum)
  }
}

/// Splits sets into two sides.
private struct RuleSearch {
  let counts: [[Int32]: Int]
  let baskets: Int
  let leastConfidence: Double
  let longestRight: Int
  let limit: Int
  private(set) var found: [AssociationRule] = []
  private(set) var isCut = false

  init(
    counts: [[Int32]: Int], baskets: Int, leastConfidence: Double, longestRight: Int, limit: Int
  ) {
    self.counts = counts
    self.baskets = baskets
    self.leastConfidence = leastConfidence
    self.longestRight = longestRight
    self.limit = limit
  }

  /// All rules of a set. What moves to the right side takes from confidence, so a right side is
  /// tried only where each of its items alone would do.
  mutating func take(_ set: FrequentItemset) {
    let strong = set.items.filter { keep(set, [$0]) }
    guard 1 < longestRight, 1 < strong.count else { return }
    var rights = strong.indices.map { ([strong[$0]], $0) }
    while let (right, last) = rights.popLast(), !isCut {
      for next in (last + 1)..<max(last + 1, strong.count)
      where right.count < min(longestRight, set.items.count - 1) {
        let larger = right + [strong[next]]
        if keep(set, larger) { rights.append((larger, next)) }
      }
    }
  }

  /// Whether a rule to this right side is confident enough; if so it is kept, while there is room.
  private mutating func keep(_ set: FrequentItemset, _ right: [Int32]) -> Bool {
    let left = set.items.filter { !right.contains($0) }
    guard let leftCount = counts[left], let rightCount = counts[right],
      Double(set.count) / Double(leftCount) >= leastConfidence - 1e-12
    else { return false }
    guard found.count < limit else {
      isCut = true
      return false
    }
    found.append(
      AssociationRule(
        left: left, right: right, count: set.count, leftCount: leftCount, rightCount: rightCount,
        baskets: baskets))
    return true
  }
}
