/// Why an item is recommended, with what speaks for it.
import Learning
import Numerics
package import Support

package struct ItemReason: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case bought, similarItem, similarCustomer, rule, popular, content
  }

  package let kind: Kind
  /// Items of the own history that speak for it.
  package let evidence: [String]
  package let text: Phrase

  /// - Parameter segment: whose choices were counted, where not everybody's.
  static func popular(_ count: Int, areBaskets: Bool, segment: String?) -> ItemReason {
    let who = areBaskets ? ("baskets hold it", "个购物篮包含") : ("customers chose it", "位客户选择")
    let one = areBaskets ? "1 basket holds it" : "1 customer chose it"
    let among = segment.map { (" (ranked among \($0))", "（按 \($0) 排序）") } ?? ("", "")
    return ItemReason(
      kind: .popular, evidence: [],
      text: Phrase(
        en: (count == 1 ? one : "\(count) \(who.0)") + among.0, zh: "\(count) \(who.1)\(among.1)"))
  }
}

/// Reasons for the items of one list.
struct ReasonFinder {
  private let engine: RecommendEngine
  private let history: ItemHistory
  private let person: Int?

  private static let shown = 3

  init(_ engine: RecommendEngine, _ history: ItemHistory, person: Int?) {
    self.engine = engine
    self.history = history
    self.person = person
  }

  /// The reason of each item, in their order.
  func reasons(_ items: [Int]) -> [ItemReason] {
    let shares = engine.ranker.scorer.contributions(history, to: items)
    return zip(items, shares).map { reason($0, shares: $1) }
  }

  /// - Parameter shares: what each item of the history adds to the score, where the model says.
  private func reason(_ item: Int, shares: [Double]) -> ItemReason {
    if history.items.contains(Int32(item)) { return bought(item) }
    if let rules = engine.ranker.scorer as? RuleScorer, let rule = rules.rule(history, to: item) {
      return self.rule(rule)
    }
    if engine.ranker.scorer is PopularityScorer { return popular(item) }
    if let content = engine.ranker.scorer as? ContentScorer {
      return self.content(content.content, item, evidence(item, shares))
    }
    if engine.ranker.method == .userCosine {
      return similarCustomers(item, evidence(item, shares))
    }
    if let rated = engine.ranker.scorer as? RatedScorer { return self.rated(rated, item) }
    let evidence = evidence(item, shares)
    return evidence.isEmpty ? popular(item) : similar(item, evidence)
  }

  private func popular(_ item: Int) -> ItemReason {
    .popular(Int(engine.popularity[item]), areBaskets: engine.areBaskets, segment: nil)
  }

  private func bought(_ item: Int) -> ItemReason {
    ItemReason(
      kind: .bought, evidence: [engine.itemIds[item]],
      text: Phrase(en: "chosen before, and likely to be again", zh: "曾经选择，可能再次需要"))
  }

  private func rule(_ rule: AssociationRule) -> ItemReason {
    let names = rule.left.map { engine.name(Int($0)) }.joined(separator: ", ")
    let share = Words.percent(rule.confidence)
    let lift = Words.fixed(rule.lift, 1)
    return ItemReason(
      kind: .rule, evidence: rule.left.map { engine.itemIds[Int($0)] },
      text: Phrase(
        en: "\(share) of those with \(names) have it too, \(lift) times as many as of all",
        zh: "选择 \(names) 的人中 \(share) 也选择它，是总体的 \(lift) 倍"))
  }

  private func content(
    _ content: ItemContent, _ item: Int, _ evidence: [Int]
  ) -> ItemReason {
    let words = content.shared(item, with: history.items).prefix(Self.shown)
    guard !words.isEmpty else { return popular(item) }
    let list = words.joined(separator: ", ")
    return ItemReason(
      kind: .content, evidence: evidence.map { engine.itemIds[$0] },
      text: Phrase(en: "like what was chosen: \(list)", zh: "与已选商品相似：\(list)"))
  }

  private func similarCustomers(_ item: Int, _ evidence: [Int]) -> ItemReason {
    guard let users = engine.ranker.scorer as? UserNeighboursModel else { return popular(item) }
    let count = users.nearest(history, person: person).count { other in
      engine.matrix.range(Int(other.person)).contains { engine.matrix.items[$0] == Int32(item) }
    }
    guard count > 0 else { return popular(item) }
    return ItemReason(
      kind: .similarCustomer, evidence: evidence.map { engine.itemIds[$0] },
      text: Phrase(
        en: "\(count) of the customers most like this one chose it",
        zh: "最相似的客户中有 \(count) 位选择了它"))
  }

  private func rated(_ scorer: RatedScorer, _ item: Int) -> ItemReason {
    guard let person else { return popular(item) }
    let liked = scorer.evidence(person, item).filter { $0.share > 0 }.prefix(Self.shown)
    guard !liked.isEmpty else { return popular(item) }
    let names = liked.map { engine.name($0.item) }.joined(separator: ", ")
    return ItemReason(
      kind: .similarItem, evidence: liked.map { engine.itemIds[$0.item] },
      text: Phrase(
        en: "rated alike by others, and this customer liked \(names)",
        zh: "与该客户喜欢的 \(names) 评分相近"))
  }

  private func similar(_ item: Int, _ evidence: [Int]) -> ItemReason {
    let names = evidence.map(engine.name).joined(separator: ", ")
    let count = Int(engine.popularity[item])
    return ItemReason(
      kind: .similarItem, evidence: evidence.map { engine.itemIds[$0] },
      text: Phrase(
        en: "goes with \(names); \(count) chose it", zh: "与 \(names) 常被同一批客户选择；\(count) 人选择"))
  }

  /// Items of the history that speak most for an item: as the model says, else those nearest to it.
  private func evidence(_ item: Int, _ known: [Double]) -> [Int] {
    var shares = known
    if shares.isEmpty, let near = engine.near {
      shares = history.items.map { Double(near.lists.weight(item, $0)) }
    }
    return zip(history.items, shares).filter { $0.1 > 0 }
      .sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(Self.shown).map { Int($0.0) }
  }
}
