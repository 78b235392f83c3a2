/// Groups that are defined rather than found: stages of life, classes of value, rules of the
/// caller's own. In the same shape as those that are found.
import Learning
import Numerics
import Support
import Tables

/// Customers and the group each was given.
struct DefinedGroups {
  var ids: [String]
  var features: [String]
  /// One array per feature.
  var values: [[Double]]
  var revenue: [Double]?
  /// The place in `names` of each customer.
  var labels: [Int]
  var names: [NamedSegment]
  var definition: Phrase
  var grade: Grade
  var notices: [Notice]
  var asOf: Int32?

  func segmentation(_ method: SegmentOptions.Method) throws -> Segmentation {
    guard !ids.isEmpty else { throw AnalyticsError.noUsableRows(why: "no customer is complete") }
    let builder = SegmentBuilder(features: features, values: values, revenue: revenue)
    let (segments, places) = try builder.build(labels: labels, groupCount: names.count) {
      group, _ in
      names[group]
    }
    return Segmentation(
      method: method, features: features, segments: segments, ids: ids,
      segmentOfCustomer: places, values: values, scores: .silhouettes(nil), quality: nil,
      trace: [], definition: definition, grade: grade, notices: notices, asOf: asOf)
  }
}

extension Segmentation {
  /// Groups by the stage of each customer's life with the shop.
  static func byStages(
    _ table: Table, _ options: SegmentOptions, _ run: Run
  ) throws -> Segmentation {
    var wish = LifecycleOptions()
    wish.asOf = options.asOf
    let stages = try LifecycleStages(table, options: wish, run)
    let all = LifecycleStages.Stage.allCases
    let customers = stages.customers
    var features = ["recency", "frequency"]
    var values = [customers.map { Double($0.silenceDays) }, customers.map { Double($0.orders) }]
    if stages.hasMoney {
      features.append("monetary")
      values.append(customers.map(\.revenue))
    }
    let day = CivilDate.text(days: stages.asOf)
    return try DefinedGroups(
      ids: customers.map(\.id), features: features, values: values,
      revenue: stages.hasMoney ? customers.map(\.revenue) : nil,
      labels: customers.map(\.stage.place),
      names: all.map {
        let words = StageWords.of($0)
        return NamedSegment(name: words.name, rule: words.rule, action: words.nextStep)
      },
      definition: Phrase(
        en: "the stage of each customer's life with the shop on \(day), by silence in the "
          + "customer's own gaps between purchases",
        zh: "截至 \(day) 的客户生命周期阶段，按沉默时间与自身购买间隔之比划分"),
      grade: stages.grade, notices: stages.notices, asOf: stages.asOf
    ).segmentation(.lifecycle)
  }

  /// Groups by what customers brought: the first of them bring 80 % of all money, and so on.
  static func byValue(
    _ table: Table, _ options: SegmentOptions, _ run: Run
  ) throws -> Segmentation {
    let source = try ValueSource(table, options, run)
    guard let money = source.customers.revenue else {
      throw AnalyticsError.missingRole(
        roles: ["amount", "monetary", "lifetimeValue"], headers: table.columns.map(\.header))
    }
    let classes = ValueClasses(money)
    var groups = source.customers
    groups.labels = classes.labels
    groups.names = ValueClasses.names
    groups.definition = Phrase(
      en: "classes by money: the customers who bring the first 80 % of it (A), the next 15 % (B), "
        + "the last 5 % (C), and nothing (D); equal sums share a class",
      zh: "按金额分级：贡献前 80 % 者为 A，其后 15 % 为 B，最后 5 % 为 C，无消费为 D；金额相同者同级")
    groups.grade = source.ledger.map { ValueClasses.grade($0) } ?? Grade.ofCounts
    var result = try groups.segmentation(.value)
    result.model = SegmentModel(result, names: groups.names, labels: groups.labels) {
      .money(classes.least(money), places: $0)
    }
    return result
  }

  /// Groups by the caller's rules, the first that holds; who meets none is left over.
  static func byRules(
    _ table: Table, _ options: SegmentOptions, _ run: Run
  ) throws -> Segmentation {
    guard !options.rules.isEmpty else { throw AnalyticsError.noRules }
    let source = try RuleSource(table, options, run)
    var groups = source.customers
    let rest = options.rules.count
    groups.labels = [Int](repeating: rest, count: groups.ids.count)
    for (place, rule) in options.rules.enumerated().reversed() {
      let holds = try rule.filter.matches(source.table, run)
      for customer in groups.labels.indices where holds[customer] {
        groups.labels[customer] = place
      }
    }
    let counts = groups.labels.reduce(into: [Int](repeating: 0, count: rest + 1)) { $0[$1] += 1 }
    groups.names = options.rules.map {
      NamedSegment(name: Phrase(verbatim: $0.name), rule: $0.filter.words, action: Self.ownAction)
    }
    groups.names.append(
      NamedSegment(
        name: Phrase(en: "None of the rules", zh: "不符合任何规则"),
        rule: Phrase(en: "no rule holds", zh: "没有规则成立"),
        action: Phrase(en: "see whether a rule is missing for them", zh: "检查是否缺少相应规则")))
    for (place, rule) in options.rules.enumerated() where counts[place] == 0 {
      groups.notices.append(
        Notice(
          "emptyRule", en: "nobody meets the rule \"\(rule.name)\" before another one",
          zh: "没有客户最先符合规则「\(rule.name)」", path: "rules[\(place)]"))
    }
    groups.definition = Phrase(
      en: "\(rest) rules of your own; a customer belongs to the first that holds",
      zh: "自定义 \(rest) 条规则；客户归入最先成立的一条")
    return try groups.segmentation(.rules)
  }

  private static let ownAction = Phrase(
    en: "do what the rule was made for, with a tenth of them first", zh: "按规则的用途行动，先对一成客户试行")
}
