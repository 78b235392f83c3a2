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
    _ categories: (list: CategoryList, bits: [UInt64]), _ urgencies: [Urgency],
    _ counted: GramCounts
  ) {
    let rows = texts.texts.indices.filter { !texts.texts[$0].isEmpty }
    sentimentCounts = Sentiment.Label.allCases.map { label in
      (label, rows.filter { sentiments[$0].label == label }.count)
    }
    languageCounts = TextLanguage.allCases.map { language in
      (language, rows.filter { languages[$0] == language }.count)
    }
    let (list, bits) = categories
    categoryCounts = list.all.map { category in
      (list.name(category), rows.count { bits[$0] & (1 << UInt64(category)) != 0 })
    }
    urgencyCounts = Urgency.allCases.map { urgency in
      (urgency, rows.filter { urgencies[$0] == urgency }.count)
    }
    let negative = rows.filter { sentiments[$0].label == .negative }
    let positive = rows.filter { sentiments[$0].label == .positive }
    netSentiment =
      rows.isEmpty ? nil : Double(positive.count - negative.count) / Double(rows.count)
    complaints = Self.themes(negative, list.blamable, bits) { sentiments[$0].positive }
    praise = Self.themes(positive, list.blamable, bits) { -sentiments[$0].positive }
    keywords = Self.keywords(counted, negative: negative, positive: positive, all: rows)
  }

  private static func themes(
    _ rows: [Int], _ categories: [Int], _ bits: [UInt64], by order: (Int) -> Double
  ) -> [Theme] {
    let sorted = rows.sorted { (order($0), $0) < (order($1), $1) }
    let themes = categories.compactMap { category -> Theme? in
      let own = sorted.filter { bits[$0] & (1 << UInt64(category)) != 0 }
      guard !own.isEmpty else { return nil }
      return Theme(
        category: category, count: own.count, share: Double(own.count) / Double(rows.count),
        examples: Array(own.prefix(2)))
    }
    return Array(
      themes.sorted { (-$0.count, $0.category) < (-$1.count, $1.category) }.prefix(5))
  }

  private struct Candidate {
    var column: Int
    var term: String
    var positive: Int
    var negative: Int
    var total: Int
    var strength: Double
  }

  /// Words of English and two to four Han characters in a row, by the log-likelihood ratio between
  /// the texts of both feelings (Dunning 1993), five for each.
  private static func keywords(
    _ counted: GramCounts, negative: [Int], positive: [Int], all: [Int]
  ) -> [Keyword] {
    let columns = counted.counts.columnCount
    func documents(_ rows: [Int]) -> [Int] {
      var documents = [Int](repeating: 0, count: columns)
      for row in rows {
        for place in counted.counts.range(row) {
          documents[Int(counted.counts.columns[place])] += 1
        }
      }
      return documents
    }
    let (bad, good, any) = (documents(negative), documents(positive), documents(all))
    let hasBoth = negative.count >= 3 && positive.count >= 3
    let least = max(2, all.count / 2000)
    var found: [Candidate] = []
    for column in 0..<columns where any[column] >= least {
      guard let term = term(counted, column) else { continue }
      let strength =
        hasBoth
        ? ratio(good[column], positive.count, bad[column], negative.count) : Double(any[column])
      found.append(
        Candidate(
          column: column, term: term, positive: good[column], negative: bad[column],
          total: any[column], strength: strength))
    }
    found.sort { (-$0.strength, $0.column) < (-$1.strength, $1.column) }
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

  /// The gram of a column as a word to show, if it is one.
  private static func term(_ counted: GramCounts, _ column: Int) -> String? {
    let gram = counted.gram(column)
    let scalars = gram.unicodeScalars
    if counted.isOfCharacters(column) {
      guard scalars.allSatisfy({ Scalars.isHan($0.value) }), 2 <= scalars.count,
        !scalars.contains(where: { emptyHan.contains($0) })
      else { return nil }
      return gram
    }
    guard scalars.count >= 3, scalars.allSatisfy({ 97 <= $0.value && $0.value <= 122 }),
      !emptyWords.contains(gram)
    else { return nil }
    return gram
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
