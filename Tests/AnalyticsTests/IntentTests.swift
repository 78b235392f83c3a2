import Support
import TestKit
import Testing

@testable import Analytics

/// What writers want, by words alone.
@Suite struct IntentTests {
  struct Case: Sendable {
    let text: String
    let intents: [Intent]

    init(_ text: String, _ intents: Intent...) {
      self.text = text
      self.intents = intents
    }
  }

  private func intents(_ text: String) -> [Intent] {
    let scalars = TextScalars(Array(text.utf8))
    return IntentsOfText(scalars, Sentiment(scalars)).matches.map(\.intent)
  }

  @Test(arguments: [
    Case("我要注销账号", .cancel), Case("怎么取消自动续费？", .cancel, .ask), Case("我要退款", .refund),
    Case("太难吃了，差评", .complain), Case("请问什么时候发货", .ask), Case("这款还有货吗，想买两件", .buy, .ask),
    Case("谢谢，很好吃", .praise), Case("建议增加夜间模式", .request), Case("今天星期三", .other),
    Case("How do I cancel my subscription?", .cancel, .ask),
    Case("I want my money back", .refund), Case("Where can I buy this in blue?", .buy, .ask),
    Case("The worst hotel ever, dirty and rude", .complain),
    Case("please add a night mode", .request),
    Case("Thank you, great service", .praise), Case("The parcel came on Tuesday.", .other),
    Case(""),
    // The writer cancelled nothing.
    Case("my flight was cancelled", .complain), Case("thanks for nothing, awful", .complain),
  ])
  func `words tell what is wanted`(_ case: Case) {
    #expect(intents(`case`.text) == `case`.intents, "\(`case`.text)")
  }

  /// Asked of messages to a bank, which nobody read while the words were chosen: rows of the test
  /// part whose label is a wish to close the account or to have money back, against all others.
  @Test(.enabled(if: Repository.hasShared, "the data sets are not beside the package"))
  func `wishes to cancel and for refunds are found among a bank's messages`() throws {
    let task = try #require(try TextTask.named("banking77_intent"))
    let found = task.test.map { intents(String(decoding: $0.text, as: UTF8.self)) }
    for (intent, label, recall, alarms) in [
      (Intent.cancel, "terminate_account", 0.8, 0.01), (.refund, "request_refund", 0.7, 0.02),
    ] {
      let own = task.test.indices.filter { task.test[$0].labels == [label] }
      let others = task.test.indices.filter {
        !(task.test[$0].labels.first ?? "").lowercased().contains(intent.name)
          && task.test[$0].labels != [label]
      }
      let hit = Double(own.count { found[$0].contains(intent) }) / Double(own.count)
      let alarm = Double(others.count { found[$0].contains(intent) }) / Double(others.count)
      #expect(hit >= recall && alarm <= alarms, "\(intent): \(hit) found, \(alarm) false alarms")
    }
  }

  /// Airlines cancel flights; hardly a passenger who complains of it wants to cancel anything.
  @Test(.enabled(if: Repository.hasShared, "the data sets are not beside the package"))
  func `what was cancelled is no wish to cancel`() throws {
    let task = try #require(try TextTask.named("airline_reason"))
    let own = task.test.filter { $0.labels == ["Cancelled Flight"] }
    let wrong = own.count { intents(String(decoding: $0.text, as: UTF8.self)).contains(.cancel) }
    #expect(own.count > 50 && wrong * 20 < own.count)
  }
}

/// Urgency by words beside labels that stand for it.
@Suite(.enabled(if: Repository.hasShared, "the data sets are not beside the package"))
struct UrgencyPeerTests {
  /// text.json calls a tweet urgent whose complaint is of a flight that is late or cancelled, of
  /// luggage, of lines or a booking. The test rows were not looked at while words were chosen.
  @Test func `complaints that need help now are rated more urgent than others`() throws {
    let task = try #require(try TextTask.named("airline_urgent"))
    let scores = task.test.map { row -> Double in
      let text = TextScalars(row.text)
      return TopicsOfText(text, Sentiment(text).label).urgencyScore
    }
    let high = scores.indices.filter { task.test[$0].labels == ["1"] }.map { scores[$0] }
    let low = scores.indices.filter { task.test[$0].labels != ["1"] }.map { scores[$0] }
    var won = 0.0
    for score in high {
      for other in low { won += score > other ? 1 : score == other ? 0.5 : 0 }
    }
    let area = won / Double(high.count * low.count)
    #expect(area > 0.77, "area \(area)")
  }
}
