import Support
import Tables
import TestKit
import Testing

@testable import Analytics
@testable import Learning

/// What is felt about each thing a text speaks of.
@Suite struct AspectTests {
  struct Case: Sendable {
    let text: String
    let found: [String]

    init(_ text: String, _ found: String...) {
      self.text = text
      self.found = found
    }
  }

  /// Category, feeling, target and opinion of each entry.
  private func found(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    let scalars = TextScalars(bytes)
    let list = CategoryList(nil, .auto)
    var tokenizer = Tokenizer()
    let topics = TopicsOfText(scalars, Sentiment(scalars).label)
    let matches = list.matches(bytes, scalars, topics, &tokenizer)
    return AspectsOfText(scalars, matches).aspects.map { aspect in
      let opinion = aspect.opinion.map { scalars.text($0.range) } ?? "-"
      return "\(list.name(aspect.category)) \(aspect.sentiment.label) "
        + "\(scalars.text(aspect.target)) \(opinion)"
    }
  }

  @Test(arguments: [
    Case("味道很好，但是配送太慢", "productQuality positive 味道 味道很好", "delivery negative 配送 太慢"),
    Case(
      "The food was great but the courier was rude",
      "productQuality positive food great", "delivery negative courier rude",
      "service negative rude rude"),
    Case("客服态度很好，但是客服回复太慢", "service positive 客服 态度很好", "service negative 回复 太慢"),
    Case("价格方面，很满意。界面复杂", "price positive 价格 很满意", "usability negative 界面 复杂"),
    Case("质量和价格都不错", "productQuality positive 质量 都不错", "price positive 价格 都不错"),
    Case("屏幕不好看", "productQuality negative 屏幕 不好看"),
    Case("The screen is not bad", "productQuality positive screen not bad"),
    Case("The staff were rude", "service negative staff rude"),
    Case("快递是顺丰", "delivery neutral 快递 -"),
    Case("谢谢，再见"),
  ])
  func `feelings go to what they are about, clause by clause`(_ case: Case) {
    #expect(found(`case`.text) == `case`.found, "\(`case`.text)")
  }

  @Test func `quotes come from the clauses that say so, and personal data stays hidden`() throws {
    var options = FeedbackOptions()
    options.tasks = [.aspects]
    let texts = FeedbackTexts(
      ["电话13800138000。配送太慢了，味道很好", "配送很快", "配送员电话13800138000，配送差劲"], redacts: true)
    let feedback = try Feedback.of(texts, options: options, Run())
    let all = try #require(feedback.aspects).all
    let delivery = try #require(all.first { feedback.categories.name($0.category) == "delivery" })
    #expect(delivery.positive == 1 && delivery.negative == 2)
    #expect(abs(delivery.netSentiment + 1.0 / 3) < 1e-12)
    let quotes = delivery.blame.map { FeedbackDetail.quote(texts.texts[$0.row], $0.place) }
    #expect(quotes.allSatisfy { !$0.contains("13800138000") && $0.contains("配送") }, "\(quotes)")
    #expect(Set(delivery.blame.map(\.row)) == [0, 2])
  }

  @Test func `a cancelled reading of aspects stops`() {
    var options = FeedbackOptions()
    options.tasks = [.aspects]
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled.self) {
      try Feedback.of(FeedbackTexts(["配送太慢"], redacts: true), options: options, run)
    }
  }
}

/// Beside taking the whole text's feeling for each thing it speaks of, on the test rows of bdci.
@Suite(.enabled(if: Repository.hasShared, "the data sets are not beside the package"))
struct AspectPeerTests {
  @Test func `aspects tell feelings about cars' traits better than the whole text does`() throws {
    let table = try TableReader.read(
      path: try #require(Repository.shared("data/bdci-car-2018/train.csv")), ReadOptions(), Run())
    let columns = ["content_id", "content", "subject", "sentiment_value"].map { header in
      table.columns.first { $0.header == header }?.asText()
    }
    let own = OwnCategoryPeerTests.categories(OwnCategoryPeerTests.cars)
    let list = CategoryList(own, .own)
    var order: [String: Int] = [:]
    var tokenizer = own.freshTokenizer
    var (truth, clause, whole): ([Sentiment.Label], [Sentiment.Label], [Sentiment.Label]) = (
      [], [], []
    )
    for row in 0..<table.rowCount {
      let cells = columns.map { $0?[row] ?? "" }
      let id = order[cells[0]] ?? order.count
      order[cells[0]] = id
      guard id % 10 == 0 else { continue }
      let text = TextScalars(Array(cells[1].utf8))
      let feeling = Sentiment(text)
      let matches = list.matches(
        Array(cells[1].utf8), text, TopicsOfText(text, feeling.label), &tokenizer)
      let aspects = AspectsOfText(text, matches).aspects.filter {
        list.name($0.category) == cells[2]
      }
      guard !aspects.isEmpty else { continue }
      truth.append(cells[3] == "1" ? .positive : cells[3] == "-1" ? .negative : .neutral)
      clause.append(Sentiment(of: aspects.flatMap(\.sentiment.evidence)).label)
      whole.append(feeling.label)
    }
    let (parts, base) = (figures(clause, truth), figures(whole, truth))
    #expect(truth.count > 800)
    #expect(parts.accuracy > base.accuracy + 0.02, "\(parts) \(base)")
    #expect(parts.macroF1 > base.macroF1 + 0.01, "\(parts) \(base)")
  }

  private func figures(
    _ found: [Sentiment.Label], _ truth: [Sentiment.Label]
  ) -> (accuracy: Double, macroF1: Double) {
    let scores = Sentiment.Label.allCases.map { label -> Double in
      let both = zip(found, truth).count { $0 == label && $1 == label }
      let all = found.count { $0 == label } + truth.count { $0 == label }
      return 2 * Double(both) / Double(max(1, all))
    }
    let right = zip(found, truth).count { $0 == $1 }
    return (Double(right) / Double(truth.count), scores.reduce(0, +) / 3)
  }
}
