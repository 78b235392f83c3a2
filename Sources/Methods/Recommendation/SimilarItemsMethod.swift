/// What goes with an item: chosen by the same people.
import Analytics
import Contract
import Support
import Tables
import Wire

enum SimilarItemsMethod: Method {
  static let name = "similarItems"
  static let group = Group.recommendation
  static let summary = "For each item the items that the same people choose, with evidence."
  static let effect = Effect.computes
  static let errors = DataErrors.codes + [.customerNotFound]
  static let tool: ToolWords? = ToolWords(
    en: "Similar items", zh: "相似商品",
    "Use it for \"goes well with\": give path to a file of orders or ratings, and itemId for one item"
      + " only. Gives the nearest items with how many people chose both.")

  struct Params: Parameters {
    var data = DataParams()
    var itemId: String?
    var count = 10

    private static let left: Set<String> = ["customers", "seed", "strict", "explain"]

    static let fields: [Field<Self>] =
      DataParams.fields.filter { !left.contains($0.name) }.lifted(\.data) + [
        Field("itemId", \.itemId, "This item only; all, the most popular first, when not given."),
        Field("n", \.count, "Neighbours of an item.", in: 1...1000, default: 10),
      ]
  }

  struct Output: Answer {
    var envelope: Envelope
    let items: RowList<SimilarItemsRow>

    static let members: [Member<Self>] =
      Envelope.opening.map { $0.lifted(\.envelope) } + [
        Member("items", \.items, "Items with those nearest to each.")
      ] + Envelope.closing.map { $0.lifted(\.envelope) }
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    let opened = try workspace.open(params.data, run)
    let found = try SimilarItems(opened.table, asOf: params.data.asOf?.days, run)
    let say = Speaker(params.data.lang, of: opened.table)
    let order = try params.itemId.map { [try found.place($0, run)] } ?? found.ranking
    let page = try Page(params.data, order: order) { found.choices.items[$0] }
    let make: @Sendable (Int) -> SimilarItemsRow = {
      SimilarItemsRow(found, $0, params.count, run)
    }
    let (people, items) = (found.choices.people.count, found.choices.items.count)
    var envelope = Envelope(
      summary: say(
        Phrase(
          en:
            "\(items) \(items == 1 ? "item" : "items") that \(people) "
            + "\(people == 1 ? "customer" : "customers") chose; similar are those the same people chose.",
          zh: "\(people) 位客户选择的 \(items) 种商品；同一批人选择的视为相似。")),
      definition: say(
        Phrase(
          en: "cosine: people who chose both, over the root of the product of those who chose each"
            + " plus 10; lift is how many times as often as by chance",
          zh: "余弦：同时选择两者的人数，除以各自人数乘积的平方根加 10；lift 为相对随机的倍数")),
      warnings: (opened.table.notices + found.choices.notices).map { say($0) },
      meta: Meta(
        opened.table, method: "itemCosine", customers: people, asOf: params.data.asOf?.days, run),
      total: page.total, nextCursor: page.nextCursor)
    envelope.output = try page.save(params.data, in: workspace, run, make)
    return Outcome(
      Output(envelope: envelope, items: page.list(params.data, make)), changes: opened.changes)
  }
}

struct SimilarItemsRow: Answer {
  let itemId: String
  let name: String?
  let customers: Int
  let near: [NearItem]

  init(_ found: SimilarItems, _ item: Int, _ count: Int, _ run: Run) {
    itemId = found.choices.items[item]
    name = found.choices.itemNames?[item]
    customers = found.count(item)
    near = ((try? found.near(item, count, run)) ?? []).map(NearItem.init)
  }

  static let members: [Member<Self>] = [
    Member("itemId", \.itemId, "The item."),
    Member("name", ifAny: \.name, "Its name."),
    Member("customers", \.customers, "People who chose it."),
    Member("similar", \.near, "The nearest, nearest first."),
  ]
}

struct NearItem: Answer {
  let near: SimilarItems.Near

  init(_ near: SimilarItems.Near) { self.near = near }

  static let members: [Member<Self>] = [
    Member("itemId", \.near.id, "The item."),
    Member("name", ifAny: \.near.name, "Its name."),
    Member("similarity", \.near.similarity, "From 0 to 1."),
    Member("together", \.near.together, "People who chose both."),
    Member("lift", \.near.lift, "How many times as often as by chance."),
  ]
}
