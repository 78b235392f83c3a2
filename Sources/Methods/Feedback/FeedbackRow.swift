/// One text in the answer of `classifyFeedback`.
import Analytics
import Contract
import Support
import Wire

struct FeedbackRow: Answer {
  let id: String
  let customerId: String?
  let language: String?
  let text: String
  let sentiment: SentimentAnswer?
  let categories: [CategoryAnswer]?
  let aspects: [AspectAnswer]?
  let intents: [IntentAnswer]?
  let urgency: UrgencyAnswer?
  let label: LabelAnswer?
  let isAbstained: Bool
  let reasons: [Said]

  init(
    _ feedback: Feedback, _ row: Int, explain: Int, _ tasks: Set<FeedbackOptions.Task>,
    _ say: Speaker
  ) {
    let detail = FeedbackDetail(feedback, row, explain: explain)
    id = feedback.texts.ids[row]
    customerId = feedback.texts.customers.isEmpty ? nil : feedback.texts.customers[row]
    language = tasks.contains(.language) ? feedback.languages[row].rawValue : nil
    text = detail.text
    sentiment =
      tasks.contains(.sentiment)
      ? SentimentAnswer(
        label: detail.sentiment.label.rawValue, score: detail.sentiment.score,
        evidence: detail.sentimentEvidence.map(SpanAnswer.init)) : nil
    categories = Self.categories(detail, isAsked: tasks.contains(.category))
    aspects =
      tasks.contains(.aspects)
      ? detail.aspects.map { AspectAnswer($0, feedback.categories, say) } : nil
    intents =
      tasks.contains(.intent)
      ? detail.intents.map {
        IntentAnswer(
          label: $0.intent.name, score: $0.score, evidence: $0.evidence.map(SpanAnswer.init))
      } : nil
    urgency =
      tasks.contains(.urgency)
      ? UrgencyAnswer(level: detail.urgency.rawValue, score: detail.urgencyScore) : nil
    label = detail.label.map {
      LabelAnswer(
        value: $0.value, probability: $0.probability, evidence: $0.evidence.map(SpanAnswer.init))
    }
    isAbstained = feedback.isAbstained(row)
    reasons = detail.reasons.map { say($0) }
  }

  /// What a model of several labels per text says; else topics by words, where they are asked for.
  private static func categories(_ detail: FeedbackDetail, isAsked: Bool) -> [CategoryAnswer]? {
    if let labels = detail.labels {
      return labels.map {
        CategoryAnswer(
          label: $0.value, score: $0.probability, evidence: $0.evidence.map(SpanAnswer.init))
      }
    }
    guard isAsked else { return nil }
    return detail.categories.map {
      CategoryAnswer(
        label: $0.name, score: $0.score, evidence: $0.evidence.map(SpanAnswer.init))
    }
  }

  static let members: [Member<Self>] = [
    Member("id", \.id, "The place of the text, from 1."),
    Member("customerId", ifAny: \.customerId, "Who wrote it."),
    Member("language", ifAny: \.language, "en, zh or other, by the share of scripts."),
    Member("text", \.text, "The text; what identifies a person is hidden, character by character."),
    Member("sentiment", ifAny: \.sentiment, "The feeling."),
    Member(
      "categories", ifAny: \.categories,
      "What it is about, by falling score: topics, or all labels of a kept model that gives several."
    ),
    Member("aspects", ifAny: \.aspects, "What is felt about each category it speaks of."),
    Member(
      "intents", ifAny: \.intents, "What the writer wants, what needs an answer soonest first."),
    Member("urgency", ifAny: \.urgency, "How pressing it is."),
    Member("label", ifAny: \.label, "The label of the caller's own column, as predicted."),
    Member("abstained", \.isAbstained, "The answer is less sure than minConfidence."),
    Member("reasons", \.reasons, "What speaks for the answer."),
  ]
}

struct SpanAnswer: Answer {
  let span: FeedbackDetail.Span

  init(_ span: FeedbackDetail.Span) { self.span = span }

  static let members: [Member<Self>] = [
    Member("text", \.span.text, "The words."),
    Member("start", \.span.characters.lowerBound, "Where they begin, in code points."),
    Member("end", \.span.characters.upperBound, "Where they end, in code points."),
    Member("startUtf16", \.span.utf16.lowerBound, "Where they begin, in units of UTF-16."),
    Member("endUtf16", \.span.utf16.upperBound, "Where they end, in units of UTF-16."),
    Member("effect", ifAny: \.span.effect, "What they add."),
  ]
}

struct SentimentAnswer: Answer {
  let label: String
  let score: Double
  let evidence: [SpanAnswer]

  static let members: [Member<Self>] = [
    Member("label", \.label, "positive, neutral or negative."),
    Member("score", \.score, "From -1 to 1."),
    Member("evidence", \.evidence, "Words of the word list, the strongest first."),
  ]
}

struct CategoryAnswer: Answer {
  let label: String
  let score: Double
  let evidence: [SpanAnswer]

  static let members: [Member<Self>] = [
    Member(
      "label", \.label,
      "productQuality, price, delivery, service, usability, billing, featureRequest, bug, "
        + "cancelIntent, praise or other; a name of labels; or a label of the kept model."),
    Member(
      "score", \.score, "From 0 to 1; grows with the number of words. Of a kept model the chance."),
    Member("evidence", \.evidence, "The words that say so."),
  ]
}

struct IntentAnswer: Answer {
  let label: String
  let score: Double
  let evidence: [SpanAnswer]

  static let members: [Member<Self>] = [
    Member(
      "label", \.label, "cancel, refund, complain, request, buy, ask, praise, or other for none."),
    Member("score", \.score, "From 0 to 1; grows with the number of words."),
    Member("evidence", \.evidence, "The words that say so."),
  ]
}

struct UrgencyAnswer: Answer {
  let level: String
  let score: Double

  static let members: [Member<Self>] = [
    Member("level", \.level, "low, medium or high."),
    Member("score", \.score, "From 0 to 1."),
  ]
}

struct LabelAnswer: Answer {
  let value: String
  let probability: Double
  let evidence: [SpanAnswer]

  static let members: [Member<Self>] = [
    Member("value", \.value, "The likeliest label."),
    Member("probability", \.probability, "Its chance."),
    Member("evidence", \.evidence, "The words and characters that speak most for it."),
  ]
}
