/// What texts are about, found without labels: topics with their words, quotes and growth.
package import Learning
import Numerics
package import Support
import Tables

package struct TextTopics: Sendable {
  package struct Options: Sendable {
    /// Nil: the number whose words go together best.
    package var count: Int?
    package var seed: UInt64 = 42
    package var quotes = 2

    package init() {}
  }

  package struct Term: Sendable, Equatable {
    package let term: String
    /// Share of the topic's weight.
    package let weight: Double
    package let texts: Int
  }

  package struct Topic: Sendable {
    /// Its first words.
    package let name: String
    package let terms: [Term]
    /// Texts that are about this more than about any other.
    package let texts: Int
    /// Of all texts with a topic.
    package let share: Share
    /// Rows of the texts that are about it most.
    package let quotes: [Int]
    /// Its share in the later half less that in the earlier one; nil without dates.
    package let growth: Bounded?
    /// How often its words come together, from -1 to 1 (normalised pointwise mutual information);
    /// nil for a topic of one word.
    package let coherence: Double?
    package let netSentiment: Double
  }

  package let texts: FeedbackTexts
  package let topics: [Topic]
  /// The topic of each text, and how much of the text it explains; -1 for none.
  package let topicOf: [Int]
  package let strengthOf: [Double]
  /// Coherence times distinctness times what is explained, for each number that was tried.
  package let tried: [(count: Int, score: Double)]
  package let termCount: Int
  /// The share of the texts' weights that the topics explain.
  package let explained: Double
  /// The first day of the later half.
  package let laterFrom: Int32?
  package let notices: [Notice]

  static let leastTexts = 20
  private static let counts = [2, 3, 4, 5, 6, 8, 10, 12]
  private static let shownTerms = 8

  /// - Parameter days: of each text, nil without dates.
  package init(
    _ texts: FeedbackTexts, days: [Int32?]?, _ options: Options, _ run: Run
  ) throws {
    let filled = texts.texts.count { !$0.isEmpty }
    guard filled >= Self.leastTexts else {
      throw AnalyticsError.tooFewRows(have: filled, need: Self.leastTexts, what: "texts")
    }
    run.report(0.05, Phrase(en: "finding words", zh: "提取词语"))
    let found = try TextTerms(texts.texts, minDocuments: filled < 200 ? 2 : 3, run)
    let words = TermFilter(found, filled).terms
    guard words.terms.count >= 4 else {
      throw AnalyticsError.tooFewRows(
        have: words.terms.count, need: 4, what: "words that several texts share")
    }
    let weights = TFIDF(
      words.counts, rows: Array(0..<words.counts.rowCount), minDocuments: 1)
    let matrix = weights.rows(words.counts, Array(0..<words.counts.rowCount))
    let together = try TermPairs(words.counts, run)
    let most = max(2, min(filled / 5, words.terms.count / 2))
    let asked = options.count.map { [$0] } ?? Self.counts.filter { $0 <= most }
    run.report(0.3, Phrase(en: "trying numbers of topics", zh: "尝试主题数"))
    let fits = try Parallel.map(count: asked.count, chunk: 1) { range in
      var spec = NonnegativeFactors(rank: min(asked[range.lowerBound], words.terms.count))
      spec.seed = options.seed
      let model = try spec.fit(matrix, run)
      return TopicFit(model, together)
    }
    run.report(0.8, Phrase(en: "choosing quotes", zh: "选取例句"))
    let best = fits.indices.max { fits[$0].score < fits[$1].score } ?? 0
    let fit = fits[best]
    tried = zip(asked, fits).map { ($0, $1.score) }
    termCount = words.terms.count
    explained = 1 - (fit.model.losses.last ?? 0) / max(fit.model.squares, 1e-300)
    let (topicOf, strengthOf) = fit.assigned(matrix)
    let split = Self.middle(days, topicOf)
    laterFrom = split
    let sentiments = try Parallel.map(count: texts.texts.count, chunk: 512) { range in
      try run.checkpoint()
      return range.map { Sentiment(TextScalars(texts.texts[$0])).label }
    }.flatMap { $0 }
    topics = fit.order(topicOf).map { topic in
      Self.topic(topic, fit, words, (topicOf, strengthOf), days, split, sentiments, options)
    }
    let places = Dictionary(
      fit.order(topicOf).enumerated().map { ($0.element, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    self.topicOf = topicOf.map { $0 < 0 ? -1 : places[$0] ?? -1 }
    self.strengthOf = strengthOf
    self.texts = texts
    notices = Self.notices(texts, topicOf)
  }

  private static func topic(
    _ topic: Int, _ fit: TopicFit, _ words: (counts: SparseMatrix, terms: [String]),
    _ assigned: (topic: [Int], strength: [Double]), _ days: [Int32?]?, _ split: Int32?,
    _ sentiments: [Sentiment.Label], _ options: Options
  ) -> Topic {
    let rows = assigned.topic.indices.filter { assigned.topic[$0] == topic }
    let total = assigned.topic.count { $0 >= 0 }
    let top = fit.top(topic, shownTerms)
    let sum = max(fit.weight(topic), 1e-300)
    let terms = top.map { term in
      Term(
        term: words.terms[term], weight: fit.value(topic, term) / sum,
        texts: fit.pairs.documents(term))
    }
    let quotes = rows.sorted {
      (-assigned.strength[$0], $0) < (-assigned.strength[$1], $1)
    }.prefix(options.quotes)
    var growth: Bounded?
    if let split, let days {
      func share(_ isLater: Bool) -> Share {
        let all = assigned.topic.indices.filter { row in
          assigned.topic[row] >= 0 && days[row].map { ($0 >= split) == isLater } ?? false
        }
        return Share(all.count { assigned.topic[$0] == topic }, of: all.count)
      }
      growth = share(true).difference(from: share(false))
    }
    let (good, bad) = (
      rows.count { sentiments[$0] == .positive }, rows.count { sentiments[$0] == .negative }
    )
    return Topic(
      name: terms.prefix(3).map(\.term).joined(separator: ", "), terms: terms, texts: rows.count,
      share: Share(rows.count, of: total), quotes: Array(quotes), growth: growth,
      coherence: fit.coherence(topic),
      netSentiment: Double(good - bad) / Double(max(1, rows.count)))
  }

  /// The first day of the later half of the texts with a topic; nil without days to part them.
  private static func middle(_ days: [Int32?]?, _ topicOf: [Int]) -> Int32? {
    guard let days else { return nil }
    let known = topicOf.indices.compactMap { topicOf[$0] >= 0 ? days[$0] : nil }.sorted()
    guard let first = known.first, let last = known.last, first < last else { return nil }
    let middle = known[known.count / 2]
    return middle == first ? known.first { $0 > first } : middle
  }

  private static func notices(_ texts: FeedbackTexts, _ topicOf: [Int]) -> [Notice] {
    let none = topicOf.count { $0 < 0 }
    guard none > 0 else { return texts.notices }
    return texts.notices + [
      Notice(
        "textsWithoutTopic", en: "\(none) texts share no word with the others and have no topic",
        zh: "\(none) 条文本与其他文本没有共同词语，未归入主题")
    ]
  }

  /// Topics are found, not given: nothing says how many there are.
  package var grade: Grade {
    let known = topics.compactMap(\.coherence)
    guard !known.isEmpty else {
      return Grade(
        .d,
        Phrase(
          en: "no topic has two words that could be seen to go together", zh: "没有一个主题含两个可检验共现的词"))
    }
    let mean = known.reduce(0, +) / Double(known.count)
    return Grade(
      mean >= 0.1 ? .b : mean > 0 ? .c : .d,
      Phrase(
        en:
          "words of a topic go together with \(Words.fixed(mean, 2)) of at most 1, by chance 0; the"
          + " topics explain \(Words.percent(explained)) of the texts' words",
        zh: "同一主题词语的共现度为 \(Words.fixed(mean, 2))（最大 1，随机为 0）；主题解释了 \(Words.percent(explained)) 的用词")
    )
  }
}

/// Terms that can tell topics apart: not those of nearly all texts, and not too many.
private struct TermFilter {
  let terms: (counts: SparseMatrix, terms: [String])

  private static let mostTerms = 5_000
  private static let mostShare = 0.5

  init(_ found: TextTerms, _ texts: Int) {
    let counts = found.counts
    var documents = [Int](repeating: 0, count: counts.columnCount)
    for column in counts.columns { documents[Int(column)] += 1 }
    var kept = documents.indices.filter { Double(documents[$0]) <= Self.mostShare * Double(texts) }
    if kept.count > Self.mostTerms {
      kept.sort { (-documents[$0], $0) < (-documents[$1], $1) }
      kept = kept.prefix(Self.mostTerms).sorted()
    }
    var column = [Int32](repeating: -1, count: documents.count)
    for (place, term) in kept.enumerated() { column[term] = Int32(place) }
    var cells: [(row: Int32, column: Int32, value: Double)] = []
    for row in 0..<counts.rowCount {
      for place in counts.range(row) where column[Int(counts.columns[place])] >= 0 {
        cells.append((Int32(row), column[Int(counts.columns[place])], counts.values[place]))
      }
    }
    terms = (
      SparseMatrix(rowCount: counts.rowCount, columnCount: kept.count, cells: cells),
      kept.map { found.terms[$0] }
    )
  }
}

/// Which texts hold which terms, to see which come together.
private struct TermPairs: Sendable {
  private let texts: SparseMatrix
  private let textCount: Double

  init(_ counts: SparseMatrix, _ run: Run) throws {
    texts = try counts.transposed(run)
    textCount = Double(max(1, (0..<counts.rowCount).count { !counts.range($0).isEmpty }))
  }

  func documents(_ term: Int) -> Int { texts.range(term).count }

  /// Normalised pointwise mutual information (Bouma 2009): -1 never together, 1 always.
  func npmi(_ one: Int, _ other: Int) -> Double {
    var (a, b) = (texts.range(one).lowerBound, texts.range(other).lowerBound)
    var both = 0
    while a < texts.range(one).upperBound, b < texts.range(other).upperBound {
      if texts.columns[a] == texts.columns[b] {
        (both, a, b) = (both + 1, a + 1, b + 1)
      } else if texts.columns[a] < texts.columns[b] {
        a += 1
      } else {
        b += 1
      }
    }
    guard both > 0 else { return -1 }
    let p = Double(both) / textCount
    guard p < 1 else { return 1 }
    let (x, y) = (Double(documents(one)) / textCount, Double(documents(other)) / textCount)
    return Math.log(p / (x * y)) / -Math.log(p)
  }
}

/// Topics of one number, and how well their words go together.
private struct TopicFit: Sendable {
  let model: NonnegativeFactorsModel
  let pairs: TermPairs
  private let coherences: [Double?]
  /// Coherence, -1 for a single word, times the squared share of first words of one topic alone,
  /// times the share of the texts' weights that is explained.
  let score: Double

  private static let judged = 8
  /// Of the weight of the first word.
  private static let leastWeight = 0.1

  init(_ model: NonnegativeFactorsModel, _ pairs: TermPairs) {
    self.model = model
    self.pairs = pairs
    let tops = (0..<model.rank).map { Self.top(model, $0, Self.judged) }
    coherences = tops.map { terms in
      var (sum, count) = (0.0, 0.0)
      for (place, one) in terms.enumerated() {
        for other in terms[..<place] {
          sum += pairs.npmi(one, other)
          count += 1
        }
      }
      return count > 0 ? sum / count : nil
    }
    let all = tops.flatMap { $0 }
    let distinct = Double(Set(all).count) / Double(max(1, all.count))
    let sum = coherences.reduce(0.0) { $0 + ($1 ?? -1) }
    let mean = sum / Double(max(1, coherences.count))
    let left = (model.losses.last ?? 0) / max(model.squares, 1e-300)
    score = mean > 0 ? mean * distinct * distinct * max(0, 1 - left) : mean
  }

  func coherence(_ topic: Int) -> Double? { coherences[topic] }

  func value(_ topic: Int, _ term: Int) -> Double { model.columns[term * model.rank + topic] }

  func weight(_ topic: Int) -> Double {
    (0..<(model.columns.count / model.rank)).reduce(0.0) { $0 + value(topic, $1) }
  }

  func top(_ topic: Int, _ count: Int) -> [Int] { Self.top(model, topic, count) }

  private static func top(_ model: NonnegativeFactorsModel, _ topic: Int, _ count: Int) -> [Int] {
    let k = model.rank
    let all = 0..<(model.columns.count / k)
    let highest = all.reduce(0.0) { max($0, model.columns[$1 * k + topic]) }
    // What weighs next to nothing is no word of the topic.
    let least = max(1e-12, leastWeight * highest)
    let terms = all.filter { model.columns[$0 * k + topic] >= least }
    return Array(
      terms.sorted {
        (-model.columns[$0 * k + topic], $0) < (-model.columns[$1 * k + topic], $1)
      }.prefix(count))
  }

  /// The topic that explains most of each text, and its share of the text's squared weights; -1
  /// where no topic does.
  func assigned(_ matrix: SparseMatrix) -> (topic: [Int], strength: [Double]) {
    let k = model.rank
    let lengths = (0..<k).map { topic in
      (0..<(model.columns.count / k)).reduce(0.0) { $0 + value(topic, $1) * value(topic, $1) }
        .squareRoot()
    }
    var (topics, strengths): ([Int], [Double]) = ([], [])
    for row in 0..<matrix.rowCount {
      let parts = (0..<k).map { model.rows[row * k + $0] * lengths[$0] }
      let best = parts.indices.max { (parts[$0], -$0) < (parts[$1], -$1) } ?? 0
      let isAny = !matrix.range(row).isEmpty && parts[best] > 1e-9
      topics.append(isAny ? best : -1)
      strengths.append(isAny ? min(1, parts[best]) : 0)
    }
    return (topics, strengths)
  }

  /// Topics with texts, the largest first.
  func order(_ topicOf: [Int]) -> [Int] {
    var counts = [Int](repeating: 0, count: model.rank)
    for topic in topicOf where topic >= 0 { counts[topic] += 1 }
    return counts.indices.filter { counts[$0] > 0 }.sorted { (-counts[$0], $0) < (-counts[$1], $1) }
  }
}
