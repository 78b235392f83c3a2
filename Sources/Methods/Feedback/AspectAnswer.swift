/// What texts feel about each thing they speak of, in the answer of `classifyFeedback`.
import Analytics
import Contract
import Support
import Wire

struct AspectAnswer: Answer {
  let category: String
  let name: Said
  let sentiment: Sentiment
  let target: SpanAnswer
  let opinion: SpanAnswer?

  init(_ aspect: FeedbackDetail.Aspect, _ list: CategoryList, _ say: Speaker) {
    category = list.name(aspect.category)
    name = say(CategoryName.phrase(aspect.category, list))
    sentiment = aspect.sentiment
    target = SpanAnswer(aspect.target)
    opinion = aspect.opinion.map(SpanAnswer.init)
  }

  static let members: [Member<Self>] = [
    Member("category", \.category, "What it is about, as in categories."),
    Member("name", \.name, "The same as people say it."),
    Member("sentiment", \.sentiment.label.rawValue, "positive, neutral or negative."),
    Member("score", \.sentiment.score, "From -1 to 1."),
    Member("target", \.target, "The words that name it."),
    Member(
      "opinion", \.opinion, "The strongest word of feeling with it; null where there is none."),
  ]
}

/// One category over all texts.
struct AspectTallyAnswer: Answer {
  let category: String
  let name: Said
  let entry: AspectTally.Entry
  let praise: [ExampleAnswer]
  let complaints: [ExampleAnswer]

  init(_ entry: AspectTally.Entry, _ feedback: Feedback, _ say: Speaker) {
    category = feedback.categories.name(entry.category)
    name = say(CategoryName.phrase(entry.category, feedback.categories))
    self.entry = entry
    praise = entry.praise.map { Self.example($0, feedback.texts) }
    complaints = entry.blame.map { Self.example($0, feedback.texts) }
  }

  private static func example(_ quote: AspectTally.Quote, _ texts: FeedbackTexts) -> ExampleAnswer {
    ExampleAnswer(
      id: texts.ids[quote.row], text: FeedbackDetail.quote(texts.texts[quote.row], quote.place))
  }

  static let members: [Member<Self>] = [
    Member("category", \.category, "What it is about."),
    Member("name", \.name, "The same as people say it."),
    Member("positive", \.entry.positive, "Texts that like it; a text may feel both ways."),
    Member("neutral", \.entry.neutral, "Texts that only name it."),
    Member("negative", \.entry.negative, "Texts that dislike it."),
    Member("netSentiment", \.entry.netSentiment, "Positive less negative, over all."),
    Member("praise", \.praise, "What is liked most clearly, two at most."),
    Member("complaints", \.complaints, "What is disliked most clearly, two at most."),
  ]
}
