/// What a text is about and how pressing it is, by words.
import Numerics

/// A topic of a text, with the words that speak for it.
package struct TopicMatch: Sendable, Equatable {
  package let topic: Topic
  /// From 0 to 1; grows with the number of words.
  package let score: Double
  /// Places in characters.
  package let evidence: [Range<Int>]
}

/// How pressing a text is.
package enum Urgency: String, Sendable, CaseIterable {
  case low, medium, high
}

struct TopicsOfText: Sendable {
  let matches: [TopicMatch]
  let urgency: Urgency
  /// From 0 to 1.
  let urgencyScore: Double

  /// - Parameter sentiment: what the text says on the whole: praise needs a text that is not
  ///   negative, and a happy text is not pressing.
  init(_ text: TextScalars, _ sentiment: Sentiment.Label) {
    let lexicon = Lexicon.topics
    var places = [[Range<Int>]](repeating: [], count: Topic.allCases.count)
    var pressure = 0.0
    for match in lexicon.matches(text.folded) {
      let meaning = lexicon.meanings[match.meaning]
      for topic in meaning.topics { places[topic.rawValue].append(match.range) }
      pressure += meaning.urgency
    }
    if sentiment == .negative { places[Topic.praise.rawValue] = [] }
    let isEmpty = text.plain.isEmpty
    var found = Topic.allCases.compactMap { topic -> TopicMatch? in
      let evidence = places[topic.rawValue]
      guard !evidence.isEmpty else { return nil }
      let score = 1 - Math.exp(-0.9 * Double(evidence.count))
      return TopicMatch(topic: topic, score: score, evidence: evidence)
    }
    if found.isEmpty, !isEmpty { found = [TopicMatch(topic: .other, score: 0.5, evidence: [])] }
    matches = found.sorted { ($1.score, $0.topic.rawValue) < ($0.score, $1.topic.rawValue) }
    if sentiment == .negative { pressure += 0.5 } else if sentiment == .positive { pressure -= 0.7 }
    let shouts = text.folded.reduce(0) { $0 + ($1 == 33 ? 1 : 0) }
    if sentiment != .positive { pressure += min(1, 0.25 * Double(shouts)) }
    urgencyScore = isEmpty ? 0 : Math.sigmoid(1.5 * (pressure - 1.6))
    urgency = urgencyScore >= 0.6 ? .high : urgencyScore >= 0.35 ? .medium : .low
  }
}
