/// All texts on one page: how many of each kind, what is complained of and praised, and the words
/// that set the two apart.
import Learning
import Numerics
import Support

package struct FeedbackOverview: Sendable {
  /// A topic among texts of one feeling.
  package struct Theme: Sendable {
    package let category: Int
    package let count: Int
    /// Of the texts of that feeling.
    package let share: Double
    /// The texts that say it most clearly.
    package let examples: [Int]
  }

  /// A word and the feeling it goes with.
  package struct Keyword: Sendable, Equatable {
    package let term: String
    package let texts: Int
    /// Nil where the texts are not of two feelings.
    package let tendency: Sentiment.Label?
    /// Share of the texts with the word that are positive, of those that are not neutral.
    package let positiveShare: Double?
  }

  package let sentimentCounts: [(key: Sentiment.Label, value: Int)]
  package let languageCounts: [(key: TextLanguage, value: Int)]
  package let categoryCounts: [(key: String, value: Int)]
  package let urgencyCounts: [(key: Urgency, value: Int)]
  /// Positive less negative texts, over all; nil when there are none.
  package let netSentiment: Double?
  package let complaints: [Theme]
  package let praise: [Theme]
  package let keywords: [Keyword]

  init(
    _ texts: FeedbackTexts, _ sentiments: [Sentiment], _ languages: [TextLanguage],
    _ categories: (list: CategoryList, bits: [UInt64]), _ urgencies: [Urgency], terms: NGrams,
    _ run: Run
  ) throws {
    var (rows, negative, positive): ([Int], [Int], [Int]) = ([], [], [])
    var feelings = [Int](repeating: 0, count: Sentiment.Label.allCases.count)
    let (list, bits) = categories
    var (spoken, about, pressing): ([TextLanguage: Int], [Int], [Urgency: Int]) = (
      [:], [Int](repeating: 0, count: list.all.count), [:]
    )
    for row in texts.texts.indices {
      if row % 8192 == 0 { try run.checkpoint() }
      guard texts.texts.hasText(row) else { continue }
      rows.append(row)
      let label = sentiments[row].label
      if label == .negative { negative.append(row) }
      if label == .positive { positive.append(row) }
      for (place, known) in Sentiment.Label.allCases.enumerated() where known == label {
        feelings[place] += 1
      }
      spoken[languages[row], default: 0] += 1
      pressing[urgencies[row], default: 0] += 1
      for (place, category) in list.all.enumerated()
      where bits[row] & (1 << UInt64(category)) != 0 {
        about[place] += 1
      }
    }
    sentimentCounts = zip(Sentiment.Label.allCases, feelings).map { ($0, $1) }
    languageCounts = TextLanguage.allCases.map { ($0, spoken[$0] ?? 0) }
    categoryCounts = zip(list.all, about).map { (list.name($0), $1) }
    urgencyCounts = Urgency.allCases.map { ($0, pressing[$0] ?? 0) }
    netSentiment =
      rows.isEmpty ? nil : Double(positive.count - negative.count) / Double(rows.count)
    complaints = try Self.themes(negative, list.blamable, bits, run) { sentiments[$0].positive }
    praise = try Self.themes(positive, list.blamable, bits, run) { -sentiments[$0].positive }
    keywords = try Self.keywords(
      texts.texts, terms, negative: negative, positive: positive, all: rows, run)
  }

  /// The topics of most texts, each with the two that come first by `order`.
  private static func themes(
    _ rows: [Int], _ categories: [Int], _ bits: [UInt64], _ run: Run, by order: (Int) -> Double
  ) throws -> [Theme] {
    var counts = [Int](repeating: 0, count: categories.count)
    var first = [[(value: Double, row: Int)]](repeating: [], count: categories.count)
    for (number, row) in rows.enumerated() {
      if number % 8192 == 0 { try run.checkpoint() }
      let value = order(row)
      for (place, category) in categories.enumerated()
      where bits[row] & (1 << UInt64(category)) != 0 {
        counts[place] += 1
        if let last = first[place].last, first[place].count == 2, last.value <= value { continue }
        first[place].append((value, row))
        first[place].sort { ($0.value, $0.row) < ($1.value, $1.row) }
        if first[place].count > 2 { first[place].removeLast() }
      }
    }
    let themes = categories.indices.filter { counts[$0] > 0 }.map { place in
      Theme(
        category: categories[place], count: counts[place],
        share: Double(counts[place]) / Double(rows.count), examples: first[place].map(\.row))
    }
    return Array(
      themes.sorted { (-$0.count, $0.category) < (-$1.count, $1.category) }.prefix(5))
  }

  private struct Candidate {
    var id: Int
    var term: String
    var positive: Int
    var negative: Int
    var total: Int
    var strength: Double
  }

  /// Words of English and two to four Han characters in a row, by the log-likelihood ratio between
  /// the texts of both feelings (Dunning 1993), five for each.
  private static func keywords(
    _ texts: some TextRows, _ ngrams: NGrams, negative: [Int], positive: [Int], all: [Int],
    _ run: Run
  ) throws -> [Keyword] {
    // Neither, negative, positive.
    try run.checkpoint()
    var groups = [Int?](repeating: nil, count: texts.count)
    for row in all { groups[row] = 0 }
    for row in negative { groups[row] = 1 }
    for row in positive { groups[row] = 2 }
    let tally = try GramTally(
      texts, groups: groups, groupCount: 3, ngrams, share: 1 / Double(leastPart),
      isWanted: isTerm, run)
    let hasBoth = negative.count >= 3 && positive.count >= 3
    let least = max(2, all.count / leastPart)
    var found: [Candidate] = []
    for id in 0..<tally.count {
      let (bad, good) = (tally.texts(id, in: 1), tally.texts(id, in: 2))
      let any = tally.texts(id, in: 0) + bad + good
      guard any >= least else { continue }
      let strength =
        hasBoth ? ratio(good, positive.count, bad, negative.count) : Double(any)
      found.append(
        Candidate(
          id: id, term: tally.gram(id), positive: good, negative: bad, total: any,
          strength: strength))
    }
    found.sort {
      $0.strength != $1.strength
        ? $0.strength > $1.strength : tally.precedes($0.id, $1.id)
    }
    guard hasBoth else {
      return distinct(found[...], 10).map {
        Keyword(term: $0.term, texts: $0.total, tendency: nil, positiveShare: nil)
      }
    }
    let rate = Double(positive.count) / Double(positive.count + negative.count)
    func share(_ candidate: Candidate) -> Double {
      Double(candidate.positive) / Double(max(1, candidate.positive + candidate.negative))
    }
    let sides: [(Sentiment.Label, [Candidate])] = [
      (.negative, found.filter { share($0) < rate }),
      (.positive, found.filter { share($0) > rate }),
    ]
    return sides.flatMap { label, candidates in
      distinct(candidates[...], 5).map {
        Keyword(term: $0.term, texts: $0.total, tendency: label, positiveShare: share($0))
      }
    }
  }

  /// The first candidates of which none is a part of another.
  private static func distinct(_ sorted: ArraySlice<Candidate>, _ count: Int) -> [Candidate] {
    var taken: [Candidate] = []
    for candidate in sorted where taken.count < count {
      let isPart = taken.contains { known in
        known.term.contains(candidate.term) || candidate.term.contains(known.term)
      }
      if !isPart { taken.append(candidate) }
    }
    return taken
  }

  /// Twice the log-likelihood ratio of two rates against one.
  static func ratio(_ a: Int, _ n: Int, _ b: Int, _ m: Int) -> Double {
    guard 0 < n, 0 < m else { return 0 }
    func part(_ k: Int, _ n: Int, _ p: Double) -> Double {
      let (x, y) = (Double(k), Double(n - k))
      return (x > 0 ? x * Math.log(p) : 0) + (y > 0 ? y * Math.log1p(-p) : 0)
    }
    let (p, q) = (Double(a) / Double(n), Double(b) / Double(m))
    let r = Double(a + b) / Double(n + m)
    return 2 * (part(a, n, p) + part(b, m, q) - part(a, n, r) - part(b, m, r))
  }

  /// Words in fewer texts than one of so many are not shown.
  private static let leastPart = 2000

  /// Whether a gram is a word to show.
  @Sendable private static func isTerm(_ gram: String, isOfCharacters: Bool) -> Bool {
    let scalars = gram.unicodeScalars
    if isOfCharacters {
      return scalars.allSatisfy { Scalars.isHan($0.value) } && 2 <= scalars.count
        && !scalars.contains { emptyHan.contains($0) }
    }
    return scalars.count >= 3 && scalars.allSatisfy { 97 <= $0.value && $0.value <= 122 }
      && !emptyWords.contains(gram)
  }

  private static let emptyHan = Set("的了是我你他她它在就都也和很这那有不没吧吗呢啊呀哦哈一个还又再要会说把被给让".unicodeScalars)

  private static let emptyWords = Set(
    ("the and for you your are was were but not have has had with this that they them their from "
      + "all any can could would should will just been being our out get got has its it's only own "
      + "too than then there these those what when where which who why how also into over after "
      + "before about because very much more most some such one two did does don doing his her she "
      + "him he's i'm i've off per via let lets amp http https www com")
      .split(separator: " ").map(String.init))
}
