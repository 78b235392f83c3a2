import Support
import Tables
import TestKit
import Testing

@testable import Analytics

/// What words alone find beside VADER, TextBlob and SnowNLP, on the test rows of text.json. No row
/// of these was looked at while the words were chosen.
@Suite(.enabled(if: Repository.hasShared, "the data sets are not beside the package"))
struct LexiconPeerTests {
  struct Task: Sendable {
    let name: String
    let file: String
    let columns: (text: String, label: String)
    let isTest: @Sendable (Int) -> Bool
    /// What the labels mean.
    let meanings: [String: Sentiment.Label]
  }

  static let twoSided: [String: Sentiment.Label] = ["0": .negative, "1": .positive]

  static let tasks = [
    Task(
      name: "airline_sentiment", file: "airline-tweets/tweets.csv",
      columns: ("text", "airline_sentiment"), isTest: { $0 % 10 == 0 },
      meanings: ["negative": .negative, "neutral": .neutral, "positive": .positive]),
    Task(
      name: "electronics_sentiment", file: "amazon-electronics/reviews.csv.gz",
      columns: ("review", "label"), isTest: { $0 / 2 % 10 == 0 }, meanings: twoSided),
    Task(
      name: "uci_sentiment", file: "uci-sentences/sentences.csv",
      columns: ("sentence", "label"), isTest: { $0 % 5 == 0 }, meanings: twoSided),
    Task(
      name: "sst2_sentiment", file: "sst2-phrases/dev.tsv", columns: ("sentence", "label"),
      isTest: { _ in true }, meanings: twoSided),
    Task(
      name: "waimai_sentiment", file: "waimai-10k/waimai_10k.csv", columns: ("review", "label"),
      isTest: { $0 % 10 == 0 }, meanings: twoSided),
    // The peer was measured on every fourth of the test rows.
    Task(
      name: "shopping_sentiment", file: "online-shopping-10-cats/online_shopping_10_cats.csv.gz",
      columns: ("review", "label"), isTest: { $0 % 40 == 0 }, meanings: twoSided),
  ]

  @Test(arguments: tasks)
  func `words alone are not below the peers' word lists`(_ task: Task) throws {
    let table = try open(task.file)
    let texts = try column(table, task.columns.text)
    let labels = try column(table, task.columns.label)
    let rows = texts.indices.filter(task.isTest)
    try compare(
      task.name, rows.map { Sentiment(TextScalars(Array(texts[$0].utf8))) },
      rows.map { task.meanings[labels[$0]] ?? .neutral }, isThreeWay: task.meanings.count == 3)
  }

  /// A text stands here once for each of its subjects; those of one feeling are judged.
  @Test func `words alone are not below the peers on posts about cars`() throws {
    let table = try open("bdci-car-2018/train.csv")
    let (ids, texts) = (try column(table, "content_id"), try column(table, "content"))
    let values = try column(table, "sentiment_value")
    var order: [String] = []
    var known: [String: (text: String, values: Set<String>)] = [:]
    for (row, id) in ids.enumerated() {
      if known[id] == nil { order.append(id) }
      known[id, default: (texts[row], [])].values.insert(values[row])
    }
    let posts = order.enumerated().filter { $0.offset % 10 == 0 }.compactMap { known[$0.element] }
      .filter { $0.values.count == 1 }
    try compare(
      "bdci_sentiment", posts.map { Sentiment(TextScalars(Array($0.text.utf8))) },
      posts.map { post in
        post.values.contains("1") ? .positive : post.values.contains("-1") ? .negative : .neutral
      }, isThreeWay: true)
  }

  private func compare(
    _ name: String, _ found: [Sentiment], _ truth: [Sentiment.Label], isThreeWay: Bool
  ) throws {
    let labels = found.map { isThreeWay ? $0.label : $0.score >= 0 ? .positive : .negative }
    let own = macroF1(labels, truth)
    let area = area(found.map { -$0.score }, truth.map { $0 == .negative })
    let tree = try Repository.reference("text.json")
    let peers = (value(tree, "results") as? [[String: Any]] ?? []).filter {
      $0["task"] as? String == name && $0["kind"] as? String == "zeroshot"
    }
    try #require(peers.count >= 2)
    for peer in peers {
      let model = peer["model"] as? String ?? ""
      let other = try #require(number(peer, "metrics.macro_f1"))
      let otherArea = try #require(
        number(peer, isThreeWay ? "metrics.auc_negative_vs_rest" : "metrics.auc"))
      #expect(own > other, "\(name): macro-F1 \(own), \(model) \(other)")
      #expect(area > otherArea, "\(name): area \(area), \(model) \(otherArea)")
    }
  }

  private func macroF1(_ found: [Sentiment.Label], _ truth: [Sentiment.Label]) -> Double {
    let classes = Sentiment.Label.allCases.filter(truth.contains)
    let scores = classes.map { label -> Double in
      let pairs = zip(found, truth)
      let hits = pairs.filter { $0 == label && $1 == label }.count
      let sizes = pairs.filter { $0.0 == label }.count + pairs.filter { $0.1 == label }.count
      return 2 * Double(hits) / Double(max(1, sizes))
    }
    return scores.reduce(0, +) / Double(classes.count)
  }

  /// The share of pairs in the right order, by counting them.
  private func area(_ scores: [Double], _ truth: [Bool]) -> Double {
    let high = zip(scores, truth).filter(\.1).map(\.0)
    let low = zip(scores, truth).filter { !$0.1 }.map(\.0)
    var won = 0.0
    for score in high {
      for other in low { won += score > other ? 1 : score == other ? 0.5 : 0 }
    }
    return won / Double(high.count * low.count)
  }

  private func open(_ path: String) throws -> Table {
    try TableReader.read(
      path: try #require(Repository.shared("data/" + path)), ReadOptions(), Run())
  }

  private func column(_ table: Table, _ header: String) throws -> [String] {
    let text = try #require(table.columns.first { $0.header == header }).asText()
    return (0..<table.rowCount).map { text[$0] ?? "" }
  }
}
