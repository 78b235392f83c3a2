/// Who chooses like somebody.
import Analytics
import Contract
import Support
import Tables
import Wire

enum SimilarCustomersMethod: Method {
  static let name = "similarCustomers"
  static let group = Group.recommendation
  static let summary = "The customers who chose most alike, with what they share."
  static let effect = Effect.computes
  static let errors = DataErrors.codes + [.customerNotFound]
  static let tool: ToolWords? = ToolWords(
    en: "Similar customers", zh: "相似客户",
    "Use it to find customers like a given one by what they chose: give path and customerId. Gives"
      + " the nearest customers and the items they share.")

  struct Params: Parameters {
    var data = DataParams()
    var customerId = ""
    var count = 10

    private static let left: Set<String> = [
      "customers", "seed", "strict", "explain", "limit", "cursor", "format", "outputPath",
      "overwrite", "excel",
    ]

    static let fields: [Field<Self>] =
      DataParams.fields.filter { !left.contains($0.name) }.lifted(\.data) + [
        Field("customerId", \.customerId, "The customer.", .required),
        Field("n", \.count, "How many.", in: 1...1000, default: 10),
      ]
  }

  struct Output: Answer {
    var envelope: Envelope
    let customerId: String
    let items: Int
    let near: [NearCustomer]

    static let members: [Member<Self>] =
      Envelope.opening.map { $0.lifted(\.envelope) } + [
        Member("customerId", \.customerId, "The customer."),
        Member("items", \.items, "Items this customer chose."),
        Member("similar", \.near, "The nearest, nearest first."),
      ] + Envelope.closing.map { $0.lifted(\.envelope) }
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    let opened = try workspace.open(params.data, run)
    let found = try SimilarCustomers(
      opened.table, asOf: params.data.asOf?.days, count: params.count, run)
    let say = Speaker(params.data.lang, of: opened.table)
    let place = try found.place(params.customerId, run)
    let near = found.near(place)
    let own = found.itemCount(place)
    let best = near.first?.together ?? 0
    let envelope = Envelope(
      summary: say(
        Phrase(
          en: near.isEmpty
            ? "nobody shares a choice with this customer."
            : "\(near.count) like this customer, who chose \(own); the nearest shares \(best).",
          zh: near.isEmpty
            ? "没有客户与其有共同选择。"
            : "\(near.count) 位相似客户；该客户选择了 \(own) 种，最相似者共有 \(best) 种。")),
      definition: say(
        Phrase(
          en:
            "cosine: items both chose, over the root of the product of how many each chose plus 1",
          zh: "余弦：共同选择的商品数，除以各自商品数乘积的平方根加 1")),
      warnings: (opened.table.notices + found.choices.notices).map { say($0) },
      meta: Meta(
        opened.table, method: "userCosine", customers: found.choices.people.count,
        asOf: params.data.asOf?.days, run))
    return Outcome(
      Output(
        envelope: envelope, customerId: params.customerId, items: own,
        near: near.map(NearCustomer.init)), changes: opened.changes)
  }
}

struct NearCustomer: Answer {
  let near: SimilarCustomers.Near

  init(_ near: SimilarCustomers.Near) { self.near = near }

  static let members: [Member<Self>] = [
    Member("customerId", \.near.id, "The customer."),
    Member("similarity", \.near.similarity, "From 0 to 1."),
    Member("together", \.near.together, "Items both chose."),
    Member("shared", \.near.shared, "Some of them, the rarest first."),
  ]
}
