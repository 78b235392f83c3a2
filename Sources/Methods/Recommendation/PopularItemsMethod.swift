/// What is chosen most.
import Analytics
import Contract
import Support
import Tables
import Wire

enum PopularItemsMethod: Method {
  static let name = "popularItems"
  static let group = Group.recommendation
  static let summary =
    "What is chosen most, lately or overall, for all or for each kind of customer."
  static let effect = Effect.computes
  static let errors = DataErrors.codes
  static let tool: ToolWords? = ToolWords(
    en: "Popular items", zh: "热门商品",
    "Use it for a ranking of items: give path to orders or ratings; windowDays for the last days"
      + " only, by for a ranking in each region or channel.")

  struct Params: Parameters {
    var data = DataParams()
    var windowDays: Int?
    var halfLifeDays: Double?
    var by: String?
    var count: Int?

    private static let left: Set<String> = ["customers", "seed", "strict", "explain"]

    static let fields: [Field<Self>] =
      DataParams.fields.filter { !left.contains($0.name) }.lifted(\.data) + [
        Field("windowDays", \.windowDays, "Only the last so many days.", in: 1...36_500),
        Field(
          "halfLifeDays", \.halfLifeDays, "What was chosen so many days ago counts half.",
          in: 0.01...36_500),
        Field(
          "by", \.by, "A header or a role, such as region: a ranking for each of its values."),
        Field("n", \.count, "Items of a ranking; all when not given.", in: 1...100_000),
      ]
  }

  struct Output: Answer {
    var envelope: Envelope
    let items: RowList<PopularRow>

    static let members: [Member<Self>] =
      Envelope.opening.map { $0.lifted(\.envelope) } + [
        Member("items", \.items, "Items by falling score, one segment after the other.")
      ] + Envelope.closing.map { $0.lifted(\.envelope) }
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    let opened = try workspace.open(params.data, run)
    var wish = PopularItems.Wish()
    (wish.windowDays, wish.halfLifeDays) = (params.windowDays, params.halfLifeDays)
    (wish.by, wish.asOf) = (params.by, params.data.asOf?.days)
    let found = try PopularItems.of(opened.table, wish, run)
    let rows = params.count.map { found.first($0) } ?? found.rows
    let say = Speaker(params.data.lang, of: opened.table)
    let page = try Page(params.data, order: Array(rows.indices)) { rows[$0].id }
    let make: @Sendable (Int) -> PopularRow = { PopularRow(row: rows[$0]) }
    let top = rows.first.map { $0.name ?? $0.id } ?? "-"
    let share = Words.percent(rows.first?.share ?? 0)
    let place = rows.first?.segment.map { (" in \($0)", "（\($0)）") } ?? ("", "")
    var envelope = Envelope(
      summary: say(
        Phrase(
          en:
            "\(found.items) \(found.items == 1 ? "item" : "items") that \(found.people) "
            + "\(found.people == 1 ? "customer" : "customers") chose; first\(place.0) is \(top), which"
            + " \(share) chose.",
          zh: "\(found.people) 位客户选择的 \(found.items) 种商品；第一\(place.1)是 \(top)，\(share) 的客户选择。")),
      definition: say(definition(params)),
      warnings: (opened.table.notices + found.notices).map { say($0) },
      meta: Meta(
        opened.table, method: "popularity", customers: found.people, asOf: wish.asOf, run),
      total: page.total, nextCursor: page.nextCursor)
    envelope.output = try page.save(params.data, in: workspace, run, make)
    return Outcome(
      Output(envelope: envelope, items: page.list(params.data, make)), changes: opened.changes)
  }

  private static func definition(_ params: Params) -> Phrase {
    let window = params.windowDays.map { ("in the last \($0) days", "最近 \($0) 天") }
    let (en, zh) = window ?? ("over all time", "全部时间")
    guard let days = params.halfLifeDays else {
      return Phrase(en: "people who chose the item \(en)", zh: "\(zh)选择该商品的人数")
    }
    let half = Words.short(days)
    return Phrase(
      en: "choices \(en), each counting half for every \(half) days since",
      zh: "\(zh)的选择次数，每过 \(half) 天权重减半")
  }
}

struct PopularRow: Answer {
  let row: PopularItems.Row

  static let members: [Member<Self>] = [
    Member("segment", ifAny: \.row.segment, "The value of by."),
    Member("itemId", \.row.id, "The item."),
    Member("name", ifAny: \.row.name, "Its name."),
    Member("score", \.row.score, "By which items are ordered."),
    Member("customers", \.row.people, "People who chose it."),
    Member("choices", \.row.choices, "How often it was chosen."),
    Member("share", \.row.share, "Of the people of the ranking."),
    Member(
      "change", ifAny: \.row.change,
      "Choices over those of as many days before, less one, with windowDays."),
  ]
}
