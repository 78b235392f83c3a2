/// Words as vectors, learnt from the caller's own texts.
import Analytics
import Contract
import Learning
import Support
import Tables
import Wire

enum EmbedWords: Method {
  static let name = "embedWords"
  static let group = Group.feedback
  static let summary =
    "Learn vectors of words from your own texts: words used alike, and analogies."
  static let effect = Effect.computes
  static let errors = DataErrors.codes + [.notEnoughData]
  static let tool: ToolWords? = ToolWords(
    en: "Embed words", zh: "词向量",
    "Use it to find words that customers use alike, English or Chinese: synonyms of a seed word,"
      + " other names of a product, misspellings. Give texts, or path to a file with a text column,"
      + " and words. Gives the nearest words with their similarity, and vectors where asked for."
      + " Needs 5,000 words of text.")

  struct Params: Parameters {
    var data = DataParams()
    var texts: [String]?
    var words: [String] = []
    var analogies: [[String]] = []
    var count = 10
    var dimensions = 50
    var window = 5
    var countMin = 3
    var vectors = false

    static let fields: [Field<Self>] =
      DataParams.fields.lifted(\.data) + [
        Field("texts", \.texts, "The texts themselves, instead of path, dataset or rows."),
        Field(
          "words", \.words, "The words asked about, 200 at most; the most frequent when not given."),
        Field(
          "analogies", \.analogies,
          "Three words each: what is to the third as the second is to the first?"),
        Field("n", \.count, "Neighbours shown for each word.", in: 1...100, default: 10),
        Field("dim", \.dimensions, "Numbers of a vector.", in: 2...300, default: 50),
        Field("window", \.window, "Words to each side that count.", in: 1...10, default: 5),
        Field(
          "minCount", \.countMin, "A word in fewer places gets no vector.", in: 1...1000, default: 3
        ),
        Field("vectors", \.vectors, "Give the vectors of the words too.", default: false),
      ]
  }

  struct Output: Answer {
    var envelope: Envelope
    let words: RowList<WordRow>
    let analogies: [AnalogyAnswer]
    let vocabulary: Int
    let tokens: Int
    let evaluation: WordTrialAnswer?

    static let members: [Member<Self>] =
      Envelope.opening.map { $0.lifted(\.envelope) } + [
        Member("words", \.words, "The words asked about, in the order of the request."),
        Member("analogies", \.analogies, "The analogies, in the order of the request."),
        Member("vocabulary", \.vocabulary, "Words that have a vector."),
        Member("tokens", \.tokens, "Words of the texts, repeated ones counted again."),
        Member(
          "evaluation", \.evaluation,
          "How well neighbours in unseen texts are told from chance; null for too few texts."),
      ] + Envelope.closing.map { $0.lifted(\.envelope) }
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    try check(params)
    // Names and numbers of people are hidden first: nothing is learnt of them.
    let (texts, opened) = try workspace.texts(params.texts, or: params.data, redacts: true, run)
    var options = WordEmbedding.Options()
    (options.dimensions, options.window) = (params.dimensions, params.window)
    (options.countMin, options.seed) = (params.countMin, UInt64(params.data.seed))
    let found = try WordEmbedding(texts, options, run)
    let say = Speaker(params.data.lang, texts.languages, of: opened?.table)
    let asked = params.words.isEmpty ? Array(found.words.prefix(shown)) : params.words
    let page = try Page(params.data, order: Array(asked.indices)) { asked[$0] }
    let (count, vectors) = (params.count, params.vectors)
    let make: @Sendable (Int) -> WordRow = {
      WordRow(found, asked[$0], neighbours: count, vectors: vectors)
    }
    var envelope = Envelope(
      summary: say(summary(found, asked)), grade: GradeAnswer(found.grade, say),
      definition: say(definition),
      warnings: ((opened?.table.notices ?? []) + found.notices + unknown(found, params))
        .map { say($0) },
      meta: Meta(opened?.table, method: "ppmiSvd", seed: params.data.seed, run),
      total: page.total, nextCursor: page.nextCursor)
    envelope.output = try page.save(params.data, in: workspace, run, make)
    return Outcome(
      Output(
        envelope: envelope, words: page.list(params.data, make),
        analogies: params.analogies.map { AnalogyAnswer(found, $0, count: count) },
        vocabulary: found.words.count, tokens: found.tokens,
        evaluation: found.trial.map(WordTrialAnswer.init)),
      changes: opened?.changes ?? [])
  }

  private static let shown = 20

  private static func check(_ params: Params) throws(ParameterError) {
    let asked = params.words.count + params.analogies.count
    guard asked <= Limits.embedQueries else {
      throw ParameterError(
        path: "params.words",
        expected: "at most \(Limits.embedQueries) words and analogies together", found: "\(asked)")
    }
    for (place, words) in params.analogies.enumerated() where words.count != 3 {
      throw ParameterError(
        path: "params.analogies[\(place)]", expected: "three words", found: "\(words.count)")
    }
  }

  private static func unknown(_ found: WordEmbedding, _ params: Params) -> [Notice] {
    let asked = params.words + params.analogies.flatMap { $0 }
    let missing = asked.filter { found.number($0) == nil }
    guard !missing.isEmpty else { return [] }
    let listed = missing.prefix(5).map { String($0.prefix(40)) }.joined(separator: ", ")
    return [
      Notice(
        "unknownWords",
        en:
          "\(missing.count) words are in fewer than \(params.countMin) places and have no vector: "
          + listed,
        zh: "\(missing.count) 个词出现不足 \(params.countMin) 次，没有词向量：\(listed)", path: "words")
    ]
  }

  private static func summary(_ found: WordEmbedding, _ asked: [String]) -> Phrase {
    var (en, zh) = (
      "\(found.words.count) words have a vector, from \(found.tokens) words of text",
      "\(found.words.count) 个词有词向量，取自 \(found.tokens) 个词的文本"
    )
    let first = asked.lazy.compactMap { word in found.number(word).map { (word, $0) } }.first
    if let (word, number) = first,
      let near = found.model.nearest(
        to: found.model.direction(number), count: 1, besides: [number]
      ).first
    {
      en += "; nearest to \(word) is \(found.words[near.word])"
      zh += "；与“\(word)”最近的是“\(found.words[near.word])”"
    }
    return Phrase(en: en + ".", zh: zh + "。")
  }

  private static let definition = Phrase(
    en: "vectors are the leading singular vectors of how much more often than by chance words stand"
      + " near each other (positive pointwise mutual information); similarity is the cosine, 1 for"
      + " words in the same company",
    zh: "词向量为正点互信息（词与邻词共现超出随机的程度）矩阵的主奇异向量；相似度为余弦，1 表示语境相同")
}

struct WordRow: Answer {
  let word: String
  let count: Int
  let neighbours: [NeighbourAnswer]
  let vector: [Double]?

  init(_ found: WordEmbedding, _ word: String, neighbours count: Int, vectors: Bool) {
    self.word = word
    guard let number = found.number(word) else {
      (self.count, neighbours, vector) = (0, [], nil)
      return
    }
    self.count = found.counts[number]
    neighbours = found.model.nearest(
      to: found.model.direction(number), count: count, besides: [number]
    ).map { NeighbourAnswer(found, $0) }
    vector = vectors ? Array(found.model.vectors.row(number)) : nil
  }

  static let members: [Member<Self>] = [
    Member("word", \.word, "The word."),
    Member("count", \.count, "How often it occurs; 0 where it has no vector."),
    Member("neighbours", \.neighbours, "The words used most alike, the nearest first."),
    Member("vector", ifAny: \.vector, "Its vector, with vectors."),
  ]
}

struct NeighbourAnswer: Answer {
  let word: String
  let similarity: Double
  let count: Int

  init(_ found: WordEmbedding, _ near: (word: Int, similarity: Double)) {
    word = found.words[near.word]
    similarity = near.similarity
    count = found.counts[near.word]
  }

  static let members: [Member<Self>] = [
    Member("word", \.word, "The word."),
    Member("similarity", \.similarity, "Cosine, -1 to 1."),
    Member("count", \.count, "How often it occurs."),
  ]
}

struct AnalogyAnswer: Answer {
  let words: [String]
  let answers: [NeighbourAnswer]

  init(_ found: WordEmbedding, _ words: [String], count: Int) {
    self.words = words
    let numbers = words.compactMap(found.number)
    answers =
      numbers.count == 3
      ? found.analogy(numbers[0], numbers[1], numbers[2], count: count).map {
        NeighbourAnswer(found, $0)
      } : []
  }

  static let members: [Member<Self>] = [
    Member("words", \.words, "The three words."),
    Member("answers", \.answers, "What may be to the third as the second is to the first."),
  ]
}

struct WordTrialAnswer: Answer {
  let trial: WordEmbedding.Trial

  static let members: [Member<Self>] = [
    Member("pairs", \.trial.pairs, "Pairs of words that stand side by side in unseen texts."),
    Member(
      "rocAuc", \.trial.area, "The chance that such a pair is more alike than one of two texts."),
    Member("baseline", \.trial.baseline, "The same by how often the two stood together before."),
  ]
}
