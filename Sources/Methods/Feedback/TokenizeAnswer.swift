/// The answer of `tokenize`.
import Analytics
import Contract
import Learning
import Support
import Tables
import Wire

struct TokenizeAnswer: Answer {
  var envelope: Envelope
  let items: RowList<TokenizedRow>
  let counts: TokenizedTexts.Totals
  let newWords: [NewWordAnswer]

  static let members: [Member<Self>] =
    Envelope.opening.map { $0.lifted(\.envelope) } + [
      Member("items", \.items, "The texts, in the order of the data."),
      Member("tokenCount", \.counts.tokens, "Tokens of all texts."),
      Member("sentenceCount", \.counts.sentences, "Sentences of all texts."),
      Member(
        "newWords", \.newWords,
        "Chinese words learnt from these texts, the most frequent first, 100 at most."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }

  private static let newWordsShown = 100

  init(
    _ texts: TokenizedTexts, _ table: Table?, _ params: DataParams, _ page: Page, _ say: Speaker,
    _ run: Run, rows: @escaping @Sendable (Int) -> TokenizedRow
  ) {
    items = page.list(params, rows)
    counts = texts.totals
    newWords = texts.newWords.prefix(Self.newWordsShown).map(NewWordAnswer.init)
    let count = texts.texts.texts.count
    let (tokens, fresh) = (texts.totals.tokens, texts.newWords.count)
    envelope = Envelope(
      summary: say(
        Phrase(
          en: "\(count) texts: \(tokens) tokens in \(texts.totals.sentences) sentences; "
            + "\(fresh) new words.",
          zh: "\(count) 条文本：\(texts.totals.sentences) 句，\(tokens) 个词元；新词 \(fresh) 个。")),
      grade: GradeAnswer(
        Grade(
          .d,
          Phrase(
            en: "places are exact; where words begin and end was not tested on these texts",
            zh: "位置准确；分词未在这些文本上检验")), say),
      definition: say(
        Phrase(
          en: "places count from 0 in the original text; Chinese is cut along the likeliest words "
            + "of a dictionary, contractions are parted (do + n't)",
          zh: "位置从 0 起，按原文计；中文按词典中最可能的词切分，英文缩写拆开（do + n't）")),
      warnings: ((table?.notices ?? []) + texts.notices).map { say($0) },
      meta: Meta(table, method: "dictionary", customers: nil, seed: params.seed, run),
      total: page.total, nextCursor: page.nextCursor)
  }
}

struct NewWordAnswer: Answer {
  let word: DiscoveredWord

  static let members: [Member<Self>] = [
    Member("word", \.word.word, "The word."),
    Member("count", \.word.count, "How often it occurs."),
    Member("cohesion", \.word.cohesion, "How much its parts belong together, in nats."),
    Member("branching", \.word.branching, "How much may stand beside it, in nats."),
  ]
}

/// One text in the answer of `tokenize`.
struct TokenizedRow: Answer {
  let id: String
  let customerId: String?
  let language: String
  let isMixed: Bool
  let text: String
  let tokens: [TokenAnswer]
  let sentences: [SentenceAnswer]

  init(_ texts: TokenizedTexts, _ row: Int, tags: Bool) {
    let one = texts.text(row, tags: tags)
    id = texts.texts.ids[row]
    customerId = texts.texts.customers.isEmpty ? nil : texts.texts.customers[row]
    language = texts.languages[row].rawValue
    isMixed = texts.isMixed[row]
    text = one.text
    tokens = one.tokens.enumerated().map { index, token in
      TokenAnswer(text: one.piece(token), token: token, tag: tags ? one.tags[index] : nil)
    }
    sentences = one.sentences.map(SentenceAnswer.init)
  }

  static let members: [Member<Self>] = [
    Member("id", \.id, "The place of the text, from 1."),
    Member("customerId", ifAny: \.customerId, "Who wrote it."),
    Member("language", \.language, "en, zh or other, by the share of scripts."),
    Member("mixed", \.isMixed, "The other of en and zh makes up a fifth or more."),
    Member("text", \.text, "The text; what identifies a person is hidden, character by character."),
    Member("tokens", \.tokens, "Its tokens; white space is none."),
    Member("sentences", \.sentences, "Its sentences, without white space around them."),
  ]
}

struct TokenAnswer: Answer {
  let text: String
  let token: Token
  let tag: WordTag?

  static let members: [Member<Self>] = [
    Member("text", \.text, "The token, hidden where the text is."),
    Member(
      "kind", \.token.kind.rawValue,
      "word, number, url, email, mention, hashtag, emoji, punctuation or symbol."),
    Member("start", \.token.characters.lowerBound, "Where it begins, in code points."),
    Member("end", \.token.characters.upperBound, "Where it ends, in code points."),
    Member("startUtf16", \.token.utf16.lowerBound, "Where it begins, in units of UTF-16."),
    Member("endUtf16", \.token.utf16.upperBound, "Where it ends, in units of UTF-16."),
    Member("pos", ifAny: \.pos, "The kind of word, with pos."),
    Member("posGuessed", ifAny: \.isGuess, "The kind is guessed from the look of the word."),
  ]

  private var pos: String? { tag.map { "\($0.part)" } }
  private var isGuess: Bool? { tag.map(\.isGuess) }
}

struct SentenceAnswer: Answer {
  let sentence: Sentence

  static let members: [Member<Self>] = [
    Member("start", \.sentence.characters.lowerBound, "Where it begins, in code points."),
    Member("end", \.sentence.characters.upperBound, "Where it ends, in code points."),
    Member("startUtf16", \.sentence.utf16.lowerBound, "Where it begins, in units of UTF-16."),
    Member("endUtf16", \.sentence.utf16.upperBound, "Where it ends, in units of UTF-16."),
    Member("firstToken", \.sentence.tokens.lowerBound, "The place of its first token."),
    Member("lastToken", \.lastToken, "The place of its last token."),
  ]

  private var lastToken: Int { sentence.tokens.upperBound - 1 }
}
