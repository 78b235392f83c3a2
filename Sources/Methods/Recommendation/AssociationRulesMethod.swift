/// If these, then that: what is bought together more than chance has it.
import Analytics
import Contract
import Support
import Tables
import Wire

enum AssociationRulesMethod: Method {
  static let name = "associationRules"
  static let group = Group.recommendation
  static let summary =
    "Rules of what is bought together, with support, confidence, lift, significance."
  static let effect = Effect.computes
  static let errors = DataErrors.codes
  static let tool: ToolWords? = ToolWords(
    en: "Association rules", zh: "关联规则",
    "Use it for bundles and shelf placement: give path to a file of orders or baskets. Gives rules"
      + " \"who has these has that\" with support, confidence, lift and a corrected p-value.")

  struct Params: Parameters {
    var data = DataParams()
    var wish = BasketRules.Wish()

    private static let left: Set<String> = ["customers", "seed", "strict", "explain", "asOf"]

    static let fields: [Field<Self>] =
      DataParams.fields.filter { !left.contains($0.name) }.lifted(\.data) + [
        Field(
          "minSupport", \.wish.minSupport, "The share of baskets that hold all items of a rule.",
          in: 0...1, default: 0.01),
        Field(
          "minConfidence", \.wish.minConfidence,
          "Of the baskets with the left side, the share with the right one.", in: 0...1,
          default: 0.2),
        Field(
          "minLift", \.wish.minLift, "How many times as often as by chance.", in: 0...1e6,
          default: 1.1),
        Field("maxLength", \.wish.maxLength, "Items of a rule.", in: 2...8, default: 3),
        Field(
          "maxConsequents", \.wish.maxConsequents,
          "Items of a right side: with more than one, what is bought together is also split into"
            + " several that follow from several.", in: 1...7, default: 1),
      ]
  }

  struct Output: Answer {
    var envelope: Envelope
    let rules: RowList<RuleRow>
    let baskets: Int
    let itemsets: Int
    let tried: Int
    let significant: Int

    static let members: [Member<Self>] =
      Envelope.opening.map { $0.lifted(\.envelope) } + [
        Member("rules", \.rules, "By falling lift."),
        Member("baskets", \.baskets, "Baskets that were looked at."),
        Member("itemsets", \.itemsets, "Sets of items with enough support."),
        Member("tried", \.tried, "Rules with enough support and confidence."),
        Member("significant", \.significant, "Rules of the answer with an adjusted p below 0.05."),
      ] + Envelope.closing.map { $0.lifted(\.envelope) }
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    let opened = try workspace.open(params.data, run)
    let found = try BasketRules.of(opened.table, params.wish, run)
    let say = Speaker(params.data.lang, of: opened.table)
    let page = try Page(params.data, order: Array(found.rows.indices)) {
      found.rows[$0].right.joined(separator: ", ")
    }
    let make: @Sendable (Int) -> RuleRow = { RuleRow(found.rows[$0], say) }
    var envelope = Envelope(
      summary: say(summary(found)),
      definition: say(
        Phrase(
          en: "support: share of baskets with all items; confidence: of those with the left side;"
            + " lift: confidence over the share of baskets with the right side; p: Fisher's exact"
            + " test, one-sided, corrected by Holm for the rules that were tried",
          zh: "支持度：含全部商品的购物篮占比；置信度：在含左侧的购物篮中的占比；提升度：置信度除以右侧占比；"
            + "p：单侧 Fisher 精确检验，按尝试的规则数作 Holm 校正")),
      warnings: (opened.table.notices + found.notices).map { say($0) },
      meta: Meta(opened.table, method: "fpGrowth", run), total: page.total,
      nextCursor: page.nextCursor)
    envelope.output = try page.save(params.data, in: workspace, run, make)
    return Outcome(
      Output(
        envelope: envelope, rules: page.list(params.data, make), baskets: found.baskets,
        itemsets: found.sets, tried: found.tried, significant: found.significant),
      changes: opened.changes)
  }

  private static func summary(_ found: BasketRules) -> Phrase {
    let count = found.rows.count
    guard let best = found.rows.first else {
      return Phrase(
        en: "\(found.baskets) baskets of \(found.items) items give no rule; lower minSupport or"
          + " minConfidence.",
        zh: "\(found.baskets) 个购物篮、\(found.items) 种商品，没有规则；可降低 minSupport 或 minConfidence。")
    }
    let left = best.leftNames.joined(separator: ", ")
    let right = best.rightNames.joined(separator: ", ")
    let (lift, share) = (Words.fixed(best.rule.lift, 1), Words.percent(best.rule.confidence))
    return Phrase(
      en:
        "\(found.baskets) baskets give \(count) \(count == 1 ? "rule" : "rules"), \(found.significant)"
        + " beyond chance; strongest: \(share) of those with \(left) have \(right), \(lift) times"
        + " as many as of all.",
      zh: "\(found.baskets) 个购物篮得出 \(count) 条规则，其中 \(found.significant) 条显著；最强："
        + "含 \(left) 者 \(share) 也含 \(right)，为总体的 \(lift) 倍。")
  }
}

struct RuleRow: Answer {
  let row: BasketRules.Row
  let text: Said

  init(_ row: BasketRules.Row, _ say: Speaker) {
    self.row = row
    let left = row.leftNames.joined(separator: ", ")
    let right = row.rightNames.joined(separator: ", ")
    let (share, lift) = (Words.percent(row.rule.confidence), Words.fixed(row.rule.lift, 1))
    text = say(
      Phrase(
        en: "\(share) of those with \(left) have \(right), \(lift) times as many as of all",
        zh: "含 \(left) 者 \(share) 也含 \(right)，为总体的 \(lift) 倍"))
  }

  static let members: [Member<Self>] = [
    Member("if", \.row.left, "Items of the left side."),
    Member("then", \.row.right, "Items of the right side."),
    Member("baskets", \.row.rule.count, "Baskets with all of them."),
    Member("support", \.row.rule.support, "Their share."),
    Member(
      "confidence", \.row.rule.confidence,
      "Of baskets with the left side, the share with the right."),
    Member("lift", \.row.rule.lift, "Confidence over the share of baskets with the right side."),
    Member("leverage", \.row.rule.leverage, "Support beyond what chance gives."),
    Member("pValue", \.row.rule.pValue, "Chance of as many or more together."),
    Member("adjustedP", \.row.rule.adjusted, "The same, corrected for the rules that were tried."),
    Member("text", \.text, "The same in words."),
  ]
}
