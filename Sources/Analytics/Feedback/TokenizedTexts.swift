/// Texts cut into tokens and sentences, with the words that were learnt from them.
///
/// Places are those of the original text; what is shown has personal data hidden, character by
/// character, so they fit it as well.
package import Learning
import Numerics
package import Support

package struct TokenizedTexts: Sendable {
  /// The texts as they came.
  package let texts: FeedbackTexts
  package let redacts: Bool
  package let languages: [TextLanguage]
  /// Whether a text is in two languages, the lesser with a fifth of it or more.
  package let isMixed: [Bool]
  package let newWords: [DiscoveredWord]
  package let totals: Totals
  package let notices: [Notice]
  private let tokenizer: Tokenizer

  /// What all texts hold together.
  package struct Totals: Sendable, Equatable {
    package var tokens = 0
    package var sentences = 0
    /// Words whose kind is guessed, and all words.
    package var guesses = 0
    package var words = 0
    /// Texts in which something was hidden.
    package var hidden = 0
  }

  /// - Parameters:
  ///   - texts: as they came, nothing hidden.
  ///   - learns: whether to look for words that the dictionary does not have.
  ///   - tags: whether the kinds of words are asked for.
  package init(
    _ texts: FeedbackTexts, redacts: Bool, learns: Bool, tags: Bool, _ run: Run
  ) throws {
    for (row, text) in texts.texts.enumerated() where text.count > Limits.tokenTextBytes {
      throw AnalyticsError.tooMuch(
        method: "tokenize", what: "bytes of text in row \(row + 1)", have: text.count,
        most: Limits.tokenTextBytes)
    }
    self.texts = texts
    self.redacts = redacts
    run.report(0, Phrase(en: "looking for new words", zh: "寻找新词"))
    let common = ChineseDictionary.common
    let found = learns ? try WordDiscovery.words(in: texts.texts, beside: common, run) : []
    newWords = found
    let tokenizer = Tokenizer(common.adding(found.map { ($0.characters, Self.learntWeight) }))
    self.tokenizer = tokenizer
    run.report(0.5, Phrase(en: "cutting texts into words", zh: "切分词语"))
    let parts = try Parallel.map(count: texts.texts.count, chunk: 256) { range in
      var own = tokenizer
      return try range.map { row in
        try run.checkpoint()
        return Glance(texts.texts[row], &own, redacts: redacts, tags: tags)
      }
    }.flatMap { $0 }
    languages = parts.map(\.language)
    isMixed = parts.map(\.isMixed)
    totals = parts.reduce(into: Totals()) { sum, part in
      sum.tokens += part.totals.tokens
      sum.sentences += part.totals.sentences
      sum.guesses += part.totals.guesses
      sum.words += part.totals.words
      sum.hidden += part.totals.hidden
    }
    notices = texts.notices + Self.notices(totals, tags: tags)
  }

  /// The log-frequency of a learnt word: a little below that of the common ones.
  private static let learntWeight: Float = -9

  private static func notices(_ totals: Totals, tags: Bool) -> [Notice] {
    var notices: [Notice] = []
    if totals.hidden > 0 {
      notices.append(
        Notice(
          "redacted",
          en: "personal data was hidden in \(totals.hidden) texts; names and homes are found as "
            + "well as can be without a list of them",
          zh: "已在 \(totals.hidden) 条文本中隐去个人信息；姓名与住址仅尽力识别", path: "redact"))
    }
    if tags, totals.words > 0 {
      let share = Words.percent(Double(totals.guesses) / Double(totals.words))
      notices.append(
        Notice(
          "posIsCoarse",
          en: "kinds of words are from word lists, \(share) are guesses; nobody has measured how "
            + "often they are right",
          zh: "词性取自词表，其中 \(share) 为猜测；其准确率未经测量", path: "pos"))
    }
    return notices
  }

  /// One text in full. Made only when it is shown.
  package func text(_ row: Int, tags: Bool) -> TokenizedText {
    var own = tokenizer
    return TokenizedText(
      texts.texts[row], &own, redacts: redacts, tags: tags)
  }
}

/// One text with its tokens.
package struct TokenizedText: Sendable {
  package let text: String
  package let tokens: [Token]
  package let sentences: [Sentence]
  /// One for each token, or none.
  package let tags: [WordTag]
  private let shown: TextScalars

  init(_ bytes: [UInt8], _ tokenizer: inout Tokenizer, redacts: Bool, tags: Bool) {
    let visible = redacts ? Redaction.hide(bytes).text : bytes
    text = String(decoding: visible, as: UTF8.self)
    shown = TextScalars(visible)
    tokens = tokenizer.tokens(bytes)
    sentences = Sentences.of(bytes, tokens)
    self.tags = tags ? Tagger(tokenizer.dictionary).tags(bytes, tokens) : []
  }

  /// What is shown of a token.
  package func piece(_ token: Token) -> String { shown.text(token.characters) }
}

/// What is counted of one text.
private struct Glance: Sendable {
  let language: TextLanguage
  let isMixed: Bool
  var totals = TokenizedTexts.Totals()

  init(_ text: [UInt8], _ tokenizer: inout Tokenizer, redacts: Bool, tags: Bool) {
    let scalars = TextScalars(text)
    language = TextLanguage(scalars)
    isMixed = TextLanguage.isMixed(scalars)
    let tokens = tokenizer.tokens(text)
    totals.tokens = tokens.count
    totals.sentences = Sentences.of(text, tokens).count
    totals.words = tokens.filter { $0.kind == .word }.count
    totals.hidden = redacts && Redaction.hide(text).places > 0 ? 1 : 0
    if tags {
      totals.guesses =
        Tagger(tokenizer.dictionary).tags(text, tokens).filter(\.isGuess).count
    }
  }
}
