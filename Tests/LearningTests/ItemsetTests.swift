import Foundation
import Learning
import Numerics
import Support
import TestKit
import Testing

struct ItemsetTests {
  /// Sets by trying every one: a second way to the same counts.
  private func plain(
    _ baskets: [[Int32]], items: Int, least: Int, longest: Int
  ) -> [FrequentItemset] {
    let sets = baskets.map(Set.init)
    var found: [FrequentItemset] = []
    for mask in 1..<(1 << items) where mask.nonzeroBitCount <= longest {
      let wanted = (0..<Int32(items)).filter { mask & (1 << Int($0)) != 0 }
      let count = sets.count { $0.isSuperset(of: wanted) }
      if count >= least { found.append(FrequentItemset(items: wanted, count: count)) }
    }
    return found.sorted { left, right in
      left.items.count != right.items.count
        ? left.items.count < right.items.count : left.items.lexicographicallyPrecedes(right.items)
    }
  }

  @Test(arguments: [1, 2, 3, 8])
  func `sets are those that trying every one gives`(_ longest: Int) throws {
    var random = SeededRandom(seed: UInt64(longest))
    for _ in 0..<30 {
      let items = 3 + random.below(7)
      let baskets = (0..<40).map { _ in
        (0..<(1 + random.below(6))).map { _ in
          Int32(min(random.below(items), random.below(items)))
        }
      }
      let least = 1 + random.below(6)
      let found = try FrequentItemsets(
        BasketRows(itemCount: items, baskets: baskets), leastCount: least, longest: longest,
        limit: 100_000, Run())
      #expect(found.sets == plain(baskets, items: items, least: least, longest: longest))
      #expect(!found.isCut)
    }
  }

  @Test func `more sets than the limit are cut, and that is said`() throws {
    let rows = BasketRows(itemCount: 4, baskets: [[0, 1, 2, 3]])
    let all = try FrequentItemsets(rows, leastCount: 1, longest: 4, limit: 15, Run())
    #expect(all.sets.count == 15 && !all.isCut)
    let cut = try FrequentItemsets(rows, leastCount: 1, longest: 4, limit: 14, Run())
    #expect(cut.sets.count == 14 && cut.isCut)
  }

  /// Every way to split every set: a second way to the same rules.
  private func plainRules(
    _ sets: [FrequentItemset], least: Double, longestRight: Int
  ) -> Set<[[Int32]]> {
    let counts = Dictionary(uniqueKeysWithValues: sets.map { (Set($0.items), $0.count) })
    var found: Set<[[Int32]]> = []
    for set in sets where set.items.count > 1 {
      for mask in 1..<(1 << set.items.count) - 1 where mask.nonzeroBitCount <= longestRight {
        let right = set.items.indices.filter { mask & (1 << $0) != 0 }.map { set.items[$0] }
        let left = set.items.filter { !right.contains($0) }
        let share = Double(set.count) / Double(counts[Set(left)] ?? 0)
        if share >= least - 1e-12 { found.insert([left, right]) }
      }
    }
    return found
  }

  @Test(arguments: [1, 2, 3, 7])
  func `rules are those that every split gives`(_ longestRight: Int) throws {
    var random = SeededRandom(seed: UInt64(longestRight) &+ 40)
    for _ in 0..<20 {
      let items = 4 + random.below(4)
      let baskets = (0..<40).map { _ in
        (0..<(1 + random.below(6))).map { _ in Int32(random.below(items)) }
      }
      let sets = try FrequentItemsets(
        BasketRows(itemCount: items, baskets: baskets), leastCount: 2, longest: 8, limit: 100_000,
        Run()
      ).sets
      for least in [0.0, 0.3, 0.7] {
        let rules = try AssociationRules(
          sets, baskets: 40, leastConfidence: least, leastLift: 0, longestRight: longestRight,
          Run())
        let own = Set(rules.rules.map { [$0.left, $0.right] })
        #expect(own == plainRules(sets, least: least, longestRight: longestRight))
        #expect(own.count == rules.tried && !rules.isCut)
      }
    }
  }

  @Test func `rules are kept to the limit, and one more is said`() throws {
    let rows = BasketRows(itemCount: 4, baskets: [[0, 1, 2, 3]])
    let sets = try FrequentItemsets(rows, leastCount: 1, longest: 4, limit: 15, Run()).sets
    func rules(_ limit: Int) throws -> AssociationRules {
      try AssociationRules(
        sets, baskets: 1, leastConfidence: 0, leastLift: 0, longestRight: 3, limit: limit, Run())
    }
    // Of six pairs two each, of four triples six each, of all four fourteen.
    let (all, cut) = (try rules(50), try rules(49))
    #expect(all.tried == 50 && !all.isCut)
    #expect(cut.tried == 49 && cut.isCut)
    #expect(Limits.rules == 1_000_000)
  }

  @Test func `chance is what drawing baskets by lot gives`() throws {
    // 20 baskets, 8 with the left side, 9 with the right one, 6 with both: counted out.
    let sets = [
      FrequentItemset(items: [0], count: 8), FrequentItemset(items: [1], count: 9),
      FrequentItemset(items: [0, 1], count: 6),
    ]
    let rules = try AssociationRules(
      sets, baskets: 20, leastConfidence: 0.1, leastLift: 0, Run())
    func choose(_ n: Int, _ k: Int) -> Double {
      (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
    }
    let ways = (6...8).map { choose(8, $0) * choose(12, 9 - $0) }
    let expected = ways.reduce(0, +) / choose(20, 9)
    let rule = try #require(rules.rules.first)
    #expect(rules.tried == 2)
    #expect(abs(rule.pValue - expected) < 1e-12)
    #expect(abs(rule.adjusted - 2 * expected) < 1e-12)
    #expect(rule.confidence == 0.75 && abs(rule.lift - 0.75 / 0.45) < 1e-12)
  }

  @Test(.enabled(if: Repository.hasShared, "the data sets are not beside the package"))
  func `groceries give the sets and rules of the reference`() throws {
    let path = try #require(Repository.shared("data/groceries-baskets/groceries.csv"))
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let named = lines.map { line in
      line.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        .filter { !$0.isEmpty }
    }.filter { !$0.isEmpty }
    let names = Set(named.joined()).sorted()
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
    let rows = BasketRows(
      itemCount: names.count, baskets: named.map { $0.compactMap { places[$0] } })
    let reference = try Repository.reference("recsys.json")
    let oracle = value(reference, "oracles.association groceries")
    #expect(Double(rows.count) == number(oracle, "baskets"))
    for row in try #require(value(oracle, "thresholds") as? [Any]) {
      let least = Int(try #require(number(row, "min_count")))
      let found = try FrequentItemsets(
        rows, leastCount: least, longest: 20, limit: 1_000_000, Run())
      #expect(Double(found.sets.count) == number(row, "itemsets"))
      for (size, count) in value(row, "by_size") as? [String: Int] ?? [:] {
        let own = found.sets.count { $0.items.count == Int(size) }
        #expect(own == count)
      }
      let wanted = value(row, "single_consequent_rules") as? [String: Any] ?? [:]
      for (confidence, expected) in wanted {
        let rules = try AssociationRules(
          found.sets, baskets: rows.count, leastConfidence: Double(confidence) ?? 0, leastLift: 0,
          Run())
        #expect(Double(rules.rules.count) == number(expected, "count"))
        for (rule, best) in zip(rules.rules, value(expected, "top_by_lift") as? [Any] ?? []) {
          #expect(rule.left.map { names[Int($0)] } == value(best, "if") as? [String])
          #expect(rule.right.map { names[Int($0)] } == [value(best, "then") as? String ?? ""])
          #expect(abs(rule.lift - (number(best, "lift") ?? 0)) < 1e-6)
          #expect(abs(rule.confidence - (number(best, "confidence") ?? 0)) < 1e-6)
          #expect(rule.adjusted >= rule.pValue && rule.adjusted <= 1)
        }
      }
    }
  }
}
