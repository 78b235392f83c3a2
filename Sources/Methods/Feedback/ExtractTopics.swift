/// What texts are about, without labels.
import Analytics
import Contract
import Learning
import Support
import Tables
import Wire

enum ExtractTopics: Method {
  static let name = "extractTopics"
  static let group = Group.feedback
  static let summary =
    "Find what feedback is about, without labels: words, quotes, share and growth."
  static let effect = Effect.computes
  static let errors = DataErrors.codes + [.notEnoughData]
  static let tool: ToolWords? = ToolWords(
    en: "Extract topics", zh: "提取主题",
    "Use it to learn what many comments, reviews or tickets are about when no categories are known,"
      + " English or Chinese: give texts, or path to a file with a text column (dates give growth)."
      + " Gives topics with their words, quotes, share of texts, mood and growth.")

  struct Params: Parameters {
    var data = DataParams()
    var texts: [String]?
    var count: AutoOr<Int> = .auto
    var quotes = 2
    var redact = true

    static let fields: [Field<Self>] =
      DataParams.fields.lifted(\.data) + [
        Field("texts", \.texts, "The texts themselves, instead of path, dataset or rows."),
        Field(
          "k", \.count, "Topics to find; auto takes the number whose words go together best.",
          in: 1...50),
        Field("quotes", \.quotes, "Texts shown for each topic.", in: 0...20, default: 2),
        Field("redact", \.redact, "Hide personal data in quotes.", default: true),
      ]
  }

  struct Output: Answer {
    var envelope: Envelope
    let topics: [TopicAnswer]
    let texts: RowList<TopicTextRow>
    let explained: Double
    let tried: [TopicTrialAnswer]

    static let members: [Member<Self>] =
      Envelope.opening.map { $0.lifted(\.envelope) } + [
        Member("topics", \.topics, "The topics, that of most texts first."),
        Member("texts", \.texts, "The texts with the topic of each, in the order of the data."),
        Member("explained", \.explained, "Share of the texts' squared word weights they explain."),
        Member("tried", \.tried, "Numbers of topics that were tried."),
      ] + Envelope.closing.map { $0.lifted(\.envelope) }
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    let (texts, opened) = try workspace.texts(
      params.texts, or: params.data, redacts: params.redact, run)
    var options = TextTopics.Options()
    (options.count, options.quotes) = (params.count.value, params.quotes)
    options.seed = UInt64(params.data.seed)
    let found = try TextTopics(texts, days: opened?.table.dayOfRow, options, run)
    let say = Speaker(params.data.lang, texts.languages, of: opened?.table)
    let page = try Page(params.data, order: Array(texts.texts.indices)) { row in
      texts.customers.isEmpty ? texts.ids[row] : texts.customers[row]
    }
    let make: @Sendable (Int) -> TopicTextRow = { TopicTextRow(found, $0) }
    var envelope = Envelope(
      summary: say(summary(found)), grade: GradeAnswer(found.grade, say),
      definition: say(definition),
      warnings: ((opened?.table.notices ?? []) + found.notices).map { say($0) },
      meta: Meta(opened?.table, method: "nmf", seed: params.data.seed, run),
      total: page.total, nextCursor: page.nextCursor)
    envelope.output = try page.save(params.data, in: workspace, run, make)
    return Outcome(
      Output(
        envelope: envelope, topics: found.topics.map { TopicAnswer($0, found) },
        texts: page.list(params.data, make), explained: found.explained,
        tried: found.tried.map { TopicTrialAnswer(count: $0.count, score: $0.score) }),
      changes: opened?.changes ?? [])
  }

  private static func summary(_ found: TextTopics) -> Phrase {
    let (count, all) = (found.topics.count, found.texts.texts.count)
    let first = found.topics.first
    let share = Words.percent(first?.share.value ?? 0)
    let growing = found.topics.filter { ($0.growth?.lower ?? 0) > 0 }
    var (en, zh) = (
      "\(all) texts in \(count) topics; most are about \(first?.name ?? "nothing") (\(share))",
      "\(all) 条文本归为 \(count) 个主题；最多的是 \(first?.name ?? "无")（\(share)）"
    )
    if let top = growing.first {
      en += "; growing: \(top.name)"
      zh += "；上升：\(top.name)"
    }
    return Phrase(en: en + ".", zh: zh + "。")
  }

  private static let definition = Phrase(
    en:
      "topics are the factors of the texts' word weights (TF-IDF) without negative numbers; a text"
      + " belongs to the topic that explains most of it; growth is the share in the later half of"
      + " the texts less that in the earlier half",
    zh: "主题为词语 TF-IDF 矩阵的非负分解因子；文本归入解释其最多的主题；growth 为后一半文本占比减前一半占比")
}

extension Table {
  /// The day of each row; nil without dates.
  var dayOfRow: [Int32?]? {
    guard let dates = column(.date)?.date else { return nil }
    return dates.days.indices.map { row in
      !dates.missing.isEmpty && dates.missing[row] ? nil : dates.days[row]
    }
  }
}

struct TopicAnswer: Answer {
  let topic: TextTopics.Topic
  private let terms: [TopicTermAnswer]
  private let quotes: [TopicQuoteAnswer]

  init(_ topic: TextTopics.Topic, _ found: TextTopics) {
    self.topic = topic
    terms = topic.terms.map { TopicTermAnswer(term: $0) }
    quotes = topic.quotes.map {
      TopicQuoteAnswer(
        id: found.texts.ids[$0], text: String(decoding: found.texts.texts[$0], as: UTF8.self))
    }
  }

  static let members: [Member<Self>] = [
    Member("name", \.topic.name, "Its first words."),
    Member("texts", \.topic.texts, "Texts that are about it most."),
    Member("share", ifAny: \.topic.share.value, "Of all texts with a topic."),
    Member("lower", \.topic.share.lower, "Lower bound of the share, 95 % (Wilson)."),
    Member("upper", \.topic.share.upper, "Upper bound of the share, 95 % (Wilson)."),
    Member(
      "growth", ifAny: \.topic.growth?.value, "The share in the later half less the earlier one."),
    Member("growthLower", ifAny: \.topic.growth?.lower, "Lower bound, 95 % (Newcombe)."),
    Member("growthUpper", ifAny: \.topic.growth?.upper, "Upper bound, 95 % (Newcombe)."),
    Member("netSentiment", \.topic.netSentiment, "Good less bad texts, over all, by words alone."),
    Member(
      "coherence", \.topic.coherence,
      "How far its words go together, -1 to 1; by chance 0. null for a topic of one word."),
    Member("terms", \.terms, "Its words, the weightiest first."),
    Member("quotes", \.quotes, "Texts that are about it most."),
  ]
}

struct TopicTermAnswer: Answer {
  let term: TextTopics.Term

  static let members: [Member<Self>] = [
    Member("term", \.term.term, "The word."),
    Member("weight", \.term.weight, "Share of the topic's weight."),
    Member("texts", \.term.texts, "Texts with it, of any topic."),
  ]
}

struct TopicQuoteAnswer: Answer {
  let id: String
  let text: String

  static let members: [Member<Self>] = [
    Member("id", \.id, "The place of the text, from 1."),
    Member("text", \.text, "The text; what identifies a person is hidden."),
  ]
}

struct TopicTrialAnswer: Answer {
  let count: Int
  let score: Double

  static let members: [Member<Self>] = [
    Member("k", \.count, "Topics."),
    Member(
      "score", \.score,
      "Coherence times the squared share of first words of one topic alone, times what is explained."
    ),
  ]
}

struct TopicTextRow: Answer {
  let id: String
  let customerId: String?
  let topic: String?
  let strength: Double

  init(_ found: TextTopics, _ row: Int) {
    id = found.texts.ids[row]
    customerId = found.texts.customers.isEmpty ? nil : found.texts.customers[row]
    topic = found.topicOf[row] < 0 ? nil : found.topics[found.topicOf[row]].name
    strength = found.strengthOf[row]
  }

  static let members: [Member<Self>] = [
    Member("id", \.id, "The place of the text, from 1."),
    Member("customerId", ifAny: \.customerId, "Who wrote it."),
    Member("topic", ifAny: \.topic, "Its topic; nothing where it shares no word with others."),
    Member("strength", \.strength, "How much of the text's words it explains, 0 to 1."),
  ]
}
