/// One text in full, with the places that speak for what was said of it. Made only when it is
/// shown.
import Learning
package import Support

package struct FeedbackDetail: Sendable {
  /// A place in a text, counted in characters and in units of UTF-16.
  package struct Span: Sendable, Equatable {
    package let text: String
    package let characters: Range<Int>
    package let utf16: Range<Int>
    /// What it adds, where that is known.
    package let effect: Double?
  }

  package struct Category: Sendable {
    package let name: String
    package let score: Double
    package let evidence: [Span]
  }

  /// What the text feels about one thing.
  package struct Aspect: Sendable {
    package let category: Int
    package let sentiment: Sentiment
    package let target: Span
    /// Nil where it is only named.
    package let opinion: Span?
  }

  package struct Wish: Sendable {
    package let intent: Intent
    package let score: Double
    package let evidence: [Span]
  }

  package struct Label: Sendable {
    package let value: String
    package let probability: Double
    package let evidence: [Span]
  }

  package let text: String
  package let sentiment: Sentiment
  package let sentimentEvidence: [Span]
  package let categories: [Category]
  package let aspects: [Aspect]
  package let intents: [Wish]
  package let urgency: Urgency
  package let urgencyScore: Double
  package let label: Label?
  /// Of a model whose texts may have any number of labels: all that it gives, the likeliest first.
  package let labels: [Label]?
  package let reasons: [Phrase]

  /// - Parameter explain: the places and reasons shown of each kind.
  package init(_ feedback: Feedback, _ row: Int, explain: Int) {
    let bytes = feedback.texts.texts[row]
    let scalars = TextScalars(bytes)
    let words = Sentiment(scalars)
    let topics = TopicsOfText(scalars, words.label)
    text = String(decoding: bytes, as: UTF8.self)
    sentiment = feedback.sentiments[row]
    urgency = topics.urgency
    urgencyScore = topics.urgencyScore
    var tokenizer = feedback.categories.freshTokenizer ?? Tokenizer()
    let matches = feedback.categories.matches(bytes, scalars, topics, &tokenizer)
    categories = matches.map { match in
      Category(
        name: feedback.categories.name(match.category), score: match.score,
        evidence: match.evidence.prefix(explain).map { Self.span(scalars, $0, nil) })
    }
    aspects = AspectsOfText(scalars, matches).aspects.map { aspect in
      Aspect(
        category: aspect.category, sentiment: aspect.sentiment,
        target: Self.span(scalars, aspect.target, nil),
        opinion: aspect.opinion.map { Self.span(scalars, $0.range, $0.effect) })
    }
    intents = IntentsOfText(scalars, words).matches.map { match in
      Wish(
        intent: match.intent, score: match.score,
        evidence: match.evidence.prefix(explain).map { Self.span(scalars, $0, nil) })
    }
    let strongest = words.evidence.sorted {
      (-abs($0.effect), $0.range.lowerBound) < (-abs($1.effect), $1.range.lowerBound)
    }
    sentimentEvidence = strongest.prefix(explain).map { Self.span(scalars, $0.range, $0.effect) }
    let labels = feedback.model.map { model in
      bytes.isEmpty && model.isMulti ? [] : Self.labels(model, row, bytes, scalars, explain)
    }
    let isMulti = feedback.model?.isMulti == true
    label = isMulti ? nil : labels?.first
    self.labels = isMulti ? labels : nil
    reasons = Self.reasons(feedback, row, labels ?? [], sentimentEvidence, explain)
  }

  private static func labels(
    _ model: FeedbackModel, _ row: Int, _ bytes: [UInt8], _ scalars: TextScalars, _ explain: Int
  ) -> [Label] {
    let chances = Array(model.chances(row))
    let starts = characterStarts(bytes)
    let given = model.labels(row).sorted { (-chances[$0], $0) < (-chances[$1], $1) }
    return given.map { label in
      let spans = model.evidence(row, bytes, for: label, count: explain).map { found in
        let range = starts[found.place.lowerBound]..<starts[found.place.upperBound]
        return span(scalars, range, found.effect)
      }
      return Label(value: model.classes[label], probability: chances[label], evidence: spans)
    }
  }

  private static func reasons(
    _ feedback: Feedback, _ row: Int, _ labels: [Label], _ words: [Span], _ explain: Int
  ) -> [Phrase] {
    guard !feedback.texts.texts[row].isEmpty else {
      return [Phrase(en: "the text is empty", zh: "文本为空")]
    }
    if feedback.model != nil {
      let spans = labels.flatMap { label in label.evidence.map { (label, $0) } }
      return spans.prefix(explain).map { label, span in
        let effect = Words.fixed(span.effect ?? 0, 2)
        return Phrase(
          en: "\"\(span.text)\" speaks for \(label.value): +\(effect)",
          zh: "“\(span.text)”支持 \(label.value)：+\(effect)")
      }
    }
    guard !words.isEmpty else {
      return explain == 0 ? [] : [Phrase(en: "no known word of feeling", zh: "没有已知的情感词")]
    }
    return words.prefix(explain).map { span in
      let effect = span.effect ?? 0
      let shown = (effect > 0 ? "+" : "") + Words.fixed(effect, 2)
      return Phrase(
        en: "\"\(span.text)\" counts \(shown)", zh: "“\(span.text)”计 \(shown)")
    }
  }

  /// A part of a text, without white space around it.
  package static func quote(_ text: [UInt8], _ place: Range<Int>) -> String {
    let scalars = TextScalars(text)
    func isSpace(_ index: Int) -> Bool { Scalars.isSpace(scalars.plain[index]) }
    var (low, high) = (place.lowerBound, min(place.upperBound, scalars.plain.count))
    while low < high, isSpace(low) { low += 1 }
    while low < high, isSpace(high - 1) { high -= 1 }
    return scalars.text(low..<max(low, high))
  }

  private static func span(
    _ scalars: TextScalars, _ range: Range<Int>, _ effect: Double?
  ) -> Span {
    Span(
      text: scalars.text(range), characters: range,
      utf16: scalars.utf16(range.lowerBound)..<scalars.utf16(range.upperBound), effect: effect)
  }

  /// The character each byte belongs to, and the number of characters behind the last.
  private static func characterStarts(_ bytes: [UInt8]) -> [Int] {
    var places: [Int] = []
    places.reserveCapacity(bytes.count + 1)
    var index = 0
    var character = 0
    while index < bytes.count {
      let length = Scalars.scalar(bytes, at: index).length
      for _ in 0..<length { places.append(character) }
      index += length
      character += 1
    }
    places.append(character)
    return places
  }
}
