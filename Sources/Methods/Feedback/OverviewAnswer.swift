/// All texts on one page, in the answer of `classifyFeedback`.
import Analytics
import Contract
import Support
import Tables
import Wire

struct OverviewAnswer: Answer {
  let counts: FeedbackCounts
  let netSentiment: Double?
  let topComplaints: [ThemeAnswer]
  let topPraise: [ThemeAnswer]
  let keywords: [KeywordAnswer]
  let aspects: [AspectTallyAnswer]?
  let groups: [FeedbackGroupAnswer]?
  let emerging: [EmergingTermAnswer]?
  let nowFrom: String?

  init(
    _ feedback: Feedback, _ groups: FeedbackGroups?, _ recent: RecentWords?, _ say: Speaker
  ) {
    let overview = feedback.overview
    counts = FeedbackCounts(feedback)
    netSentiment = overview.netSentiment
    topComplaints = overview.complaints.map { ThemeAnswer($0, feedback) }
    topPraise = overview.praise.map { ThemeAnswer($0, feedback) }
    keywords = overview.keywords.map(KeywordAnswer.init)
    self.groups = groups?.all.map { FeedbackGroupAnswer($0, feedback) }
    emerging = recent?.emerging.map { EmergingTermAnswer($0, feedback.texts) }
    nowFrom = recent.map { CivilDate.text(days: $0.nowFrom) }
    aspects = feedback.aspects?.all.map { AspectTallyAnswer($0, feedback, say) }
  }

  static let members: [Member<Self>] = [
    Member("counts", \.counts, "Texts of each kind."),
    Member(
      "netSentiment", \.netSentiment, "Positive less negative texts, over all that say something."),
    Member("topComplaints", \.topComplaints, "What negative texts are about."),
    Member("topPraise", \.topPraise, "What positive texts are about."),
    Member("keywords", \.keywords, "Words that set negative and positive texts apart."),
    Member(
      "emerging", ifAny: \.emerging,
      "With dates: words said more of late than before, beyond chance, the surest first."),
    Member("nowFrom", ifAny: \.nowFrom, "The first day of late."),
    Member(
      "groups", ifAny: \.groups,
      "With groupBy: the texts of each group, the largest first; periods in their order."),
    Member("aspects", ifAny: \.aspects, "What is felt about each category, with aspects."),
  ]
}

struct FeedbackCounts: Answer {
  let texts: Int
  let sentiment: OutputMap<Int>
  let category: OutputMap<Int>
  let urgency: OutputMap<Int>
  let language: OutputMap<Int>
  let intent: OutputMap<Int>?
  let abstained: Int

  init(_ feedback: Feedback) {
    let overview = feedback.overview
    texts = feedback.texts.texts.count
    sentiment = OutputMap(overview.sentimentCounts.map { (key: $0.key.rawValue, value: $0.value) })
    category = OutputMap(feedback.labelCounts ?? overview.categoryCounts)
    urgency = OutputMap(overview.urgencyCounts.map { (key: $0.key.rawValue, value: $0.value) })
    language = OutputMap(overview.languageCounts.map { (key: $0.key.rawValue, value: $0.value) })
    intent = feedback.intentCounts.map { counts in
      OutputMap(counts.map { (key: $0.key.name, value: $0.value) })
    }
    abstained = feedback.abstainedCount
  }

  static let members: [Member<Self>] = [
    Member("texts", \.texts, "All texts."),
    Member("sentiment", \.sentiment, "Texts of each feeling."),
    Member(
      "category", \.category,
      "Texts of each category, or with each label of a kept model that gives several."),
    Member("urgency", \.urgency, "Texts of each urgency."),
    Member("language", \.language, "Texts of each language."),
    Member(
      "intent", ifAny: \.intent, "Texts with each intent, with intent; a text may have several."),
    Member("abstained", \.abstained, "Texts the answer is not sure about."),
  ]
}

struct ThemeAnswer: Answer {
  let category: String
  let count: Int
  let share: Double
  let examples: [ExampleAnswer]

  init(_ theme: FeedbackOverview.Theme, _ feedback: Feedback) {
    category = feedback.categories.name(theme.category)
    count = theme.count
    share = theme.share
    examples = theme.examples.map { row in
      ExampleAnswer(
        id: feedback.texts.ids[row],
        text: String(decoding: feedback.texts.texts[row], as: UTF8.self))
    }
  }

  static let members: [Member<Self>] = [
    Member("category", \.category, "The topic."),
    Member("count", \.count, "Texts about it."),
    Member("share", \.share, "Of the texts of that feeling."),
    Member("examples", \.examples, "The clearest ones."),
  ]
}

struct ExampleAnswer: Answer {
  let id: String
  let text: String

  static let members: [Member<Self>] = [
    Member("id", \.id, "The text."),
    Member("text", \.text, "What it says."),
  ]
}

struct KeywordAnswer: Answer {
  let keyword: FeedbackOverview.Keyword

  init(_ keyword: FeedbackOverview.Keyword) { self.keyword = keyword }

  private var tendency: String? { keyword.tendency?.rawValue }

  static let members: [Member<Self>] = [
    Member("term", \.keyword.term, "The word."),
    Member("texts", \.keyword.texts, "Texts that hold it."),
    Member("tendency", \.tendency, "The feeling it goes with; null where all texts feel alike."),
    Member(
      "positiveShare", \.keyword.positiveShare,
      "Share of positive texts among the positive and negative ones that hold it."),
  ]
}

/// The texts of one segment, channel or month.
struct FeedbackGroupAnswer: Answer {
  let group: FeedbackGroups.Group
  private let complaints: [ComplaintAnswer]

  init(_ group: FeedbackGroups.Group, _ feedback: Feedback) {
    self.group = group
    complaints = group.complaints.map {
      ComplaintAnswer(category: feedback.categories.name($0.category), count: $0.count)
    }
  }

  private struct ComplaintAnswer: Answer {
    let category: String
    let count: Int

    static let members: [Member<Self>] = [
      Member("category", \.category, "The topic."),
      Member("count", \.count, "Negative texts of the group about it."),
    ]
  }

  static let members: [Member<Self>] = [
    Member("group", \.group.name, "The value, or the period."),
    Member("texts", \.group.texts, "Texts that say something."),
    Member("positive", \.group.positive, "Positive ones."),
    Member("negative", \.group.negative.part, "Negative ones."),
    Member("netSentiment", \.group.net, "Positive less negative texts, over all."),
    Member("negativeShare", ifAny: \.group.negative.value, "Share of negative texts."),
    Member("lower", \.group.negative.lower, "Lower bound of the share, 95 % (Wilson)."),
    Member("upper", \.group.negative.upper, "Upper bound of the share, 95 % (Wilson)."),
    Member("topComplaints", \.complaints, "What its negative texts are about, three at most."),
  ]
}
