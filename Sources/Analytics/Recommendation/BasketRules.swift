/// Association rules of a table: what is bought together more than chance has it.
package import Learning
import Numerics
package import Support
package import Tables

package struct BasketRules: Sendable {
  package struct Wish: Sendable {
    package var minSupport = 0.01
    package var minConfidence = 0.2
    package var minLift = 1.1
    package var maxLength = 3
    package var maxConsequents = 1

    package init() {}
  }

  package struct Row: Sendable {
    package let left: [String]
    package let right: [String]
    /// The same by name, where the file has names beside ids.
    package let leftNames: [String]
    package let rightNames: [String]
    package let rule: AssociationRule
  }

  /// By falling lift.
  package let rows: [Row]
  package let baskets: Int
  package let items: Int
  package let sets: Int
  /// Rules with enough support and confidence, for which significance was corrected.
  package let tried: Int
  package let significant: Int
  package let notices: [Notice]

  package static let level = 0.05

  package static func of(_ table: Table, _ wish: Wish, _ run: Run) throws -> BasketRules {
    guard let column = Choices.itemColumn(table) else {
      throw AnalyticsError.missingRole(
        roles: ["itemId", "itemName"], headers: table.columns.map(\.header))
    }
    guard let found = try OrderBaskets(table, run) else {
      throw AnalyticsError.missingRole(
        roles: ["orderId", "customerId", "date"], headers: table.columns.map(\.header))
    }
    let names = column.asText().dictionary
    let rows = found.rows(names.count)
    guard rows.count > 0 else {
      throw AnalyticsError.noUsableRows(why: "no basket holds an item")
    }
    let least = max(1, Int((wish.minSupport * Double(rows.count) - 1e-9).rounded(.up)))
    let sets = try FrequentItemsets(
      rows, leastCount: least, longest: wish.maxLength, limit: Limits.itemsets, run)
    let rules = try AssociationRules(
      sets.sets, baskets: rows.count, leastConfidence: wish.minConfidence,
      leastLift: wish.minLift, longestRight: wish.maxConsequents, limit: Limits.rules, run)
    let words = Choices.names(table, column, column.asText())
    func shown(_ item: Int) -> String { words?[item] ?? names[item] }
    return BasketRules(
      rows: rules.rules.map { rule in
        Row(
          left: rule.left.map { names[Int($0)] }, right: rule.right.map { names[Int($0)] },
          leftNames: rule.left.map { shown(Int($0)) },
          rightNames: rule.right.map { shown(Int($0)) }, rule: rule)
      }, baskets: rows.count, items: names.count, sets: sets.sets.count, tried: rules.tried,
      significant: rules.rules.count { $0.adjusted < level },
      notices: notices(found, sets, least: least, isCut: rules.isCut))
  }

  private static func notices(
    _ found: OrderBaskets, _ sets: FrequentItemsets, least: Int, isCut: Bool
  ) -> [Notice] {
    var notices: [Notice] = []
    if !found.hasOrders {
      notices.append(
        Notice(
          "basketsByDay",
          en: "the file has no order ids: what a customer chose on one day is a basket",
          zh: "文件没有订单编号：同一客户同一天的选择视为一个购物篮"))
    }
    if sets.isCut {
      notices.append(
        Notice(
          "itemsetsCut",
          en: "more than \(Limits.itemsets) frequent sets: the rest is left out; raise minSupport",
          zh: "频繁项集超过 \(Limits.itemsets) 个，其余略去；请提高 minSupport"))
    }
    if isCut {
      notices.append(
        Notice(
          "rulesCut",
          en: "more than \(Limits.rules) rules: those of larger sets are left out; raise"
            + " minConfidence or lower maxConsequents",
          zh: "规则超过 \(Limits.rules) 条，较大项集的规则略去；请提高 minConfidence 或降低 maxConsequents"))
    }
    if least < 5 {
      let times = least == 1 ? "once" : "\(least) times"
      notices.append(
        Notice(
          "rareSets", en: "sets that come together \(times) are counted: chance alone makes many",
          zh: "出现 \(least) 次的组合也计入，其中许多只是偶然"))
    }
    return notices
  }
}
