/// Items for interests, by what items are.
import Analytics
import Contract
import Support
import Tables
import Wire

enum RecommendContent: Method {
  static let name = "recommendContent"
  static let group = Group.recommendation
  static let summary = "Items for interests or like given ones, by their names and what they are."
  static let effect = Effect.computes
  static let errors = DataErrors.codes + [.customerNotFound]
  static let tool: ToolWords? = ToolWords(
    en: "Recommend by content", zh: "内容推荐",
    "Use it for new items, or for people of whom only interests are known: give path to a catalogue"
      + " or to orders with names or categories of items, and interests in words or items by id.")

  struct Params: Parameters {
    var data = DataParams()
    var interests: String?
    var items: [String] = []
    var exclude: [String] = []
    var count = 10

    private static let left: Set<String> = [
      "customers", "seed", "strict", "explain", "limit", "cursor", "format", "outputPath",
      "overwrite", "excel", "asOf",
    ]

    static let fields: [Field<Self>] =
      DataParams.fields.filter { !left.contains($0.name) }.lifted(\.data) + [
        Field("interests", \.interests, "Words, in English or Chinese."),
        Field("items", \.items, "Items to find the like of.", default: []),
        Field("exclude", \.exclude, "Items never to recommend.", default: []),
        Field("n", \.count, "How many.", in: 1...1000, default: 10),
      ]
  }

  struct Output: Answer {
    var envelope: Envelope
    let items: [ContentRow]
    let unknownWords: [String]

    static let members: [Member<Self>] =
      Envelope.opening.map { $0.lifted(\.envelope) } + [
        Member("items", \.items, "The best first; only those with anything in common."),
        Member("unknownWords", \.unknownWords, "Words of the interests that no item has."),
      ] + Envelope.closing.map { $0.lifted(\.envelope) }
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    guard params.interests != nil || !params.items.isEmpty else {
      throw ParameterError(
        path: "params.interests", expected: "interests in words, or items", found: "neither")
    }
    let opened = try workspace.open(params.data, run)
    let found = try ContentSearch.of(
      opened.table, interests: params.interests, like: params.items, count: params.count,
      exclude: params.exclude, run)
    let say = Speaker(params.data.lang, of: opened.table)
    let count = found.matches
    let envelope = Envelope(
      summary: say(
        Phrase(
          en:
            "\(count) of \(found.items) items \(count == 1 ? "has" : "have") something in common with"
            + " what was asked for.",
          zh: "\(found.items) 种商品中有 \(count) 种与所求相符。")),
      definition: say(
        Phrase(
          en: "cosine of words of names and values of columns, each weighing ln(items / items with"
            + " it); who chose what does not count",
          zh: "商品名称词语与属性的余弦相似度，权重为 ln(商品数 / 含该词商品数)；不考虑谁选择了什么")),
      warnings: opened.table.notices.map { say($0) },
      meta: Meta(opened.table, method: "content", run))
    return Outcome(
      Output(
        envelope: envelope, items: found.rows.map { ContentRow(row: $0) },
        unknownWords: found.unknown), changes: opened.changes)
  }
}

struct ContentRow: Answer {
  let row: ContentSearch.Row

  static let members: [Member<Self>] = [
    Member("itemId", \.row.id, "The item."),
    Member("name", ifAny: \.row.name, "Its name."),
    Member("score", \.row.score, "From 0 to 1."),
    Member("shared", \.row.shared, "What speaks for it, the most telling first."),
  ]
}
