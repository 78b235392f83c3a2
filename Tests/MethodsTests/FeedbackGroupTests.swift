/// Feedback told apart by a column or a period, words of late, and the kinds of models.
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct FeedbackGroupTests {
  private static let shops = ["web", "app", "shop"]

  /// Ninety reviews of three channels in three months; in March people begin to speak of a dongle.
  private static let rows: [JSON] = (0..<90).map { place in
    let month = place / 30 + 1
    let isBad = place % 3 == 1 || place % 7 == 0
    let text =
      (isBad ? "terrible delivery, very late and rude" : "great product, I love it")
      + (month == 3 && place % 2 == 0 ? " the dongle" : "") + " number \(place)"
    return [
      "date": .string("2026-0\(month)-1\(place % 9)"), "channel": .string(shops[place % 3]),
      "review": .string(text), "email": .string("p\(place)@example.com"),
      "label": .string(isBad ? "bad" : "good"),
    ]
  }

  private func overview(_ params: JSON) throws -> JSON {
    try #require(try answer("classifyFeedback", params)["overview"])
  }

  @Test func `groups are those that a count of the items gives`() throws {
    let found = try answer(
      "classifyFeedback",
      ["rows": .array(Self.rows), "groupBy": "channel", "limit": 100, "model": "lexicon"])
    let groups = try #require(found["overview"]?["groups"]?.array)
    #expect(groups.compactMap { $0["group"]?.string }.sorted() == Self.shops.sorted())
    let items = try #require(found["items"]?.array)
    for group in groups {
      let name = group["group"]?.string ?? ""
      let own = items.indices.filter { Self.shops[$0 % 3] == name }
      func count(_ label: String) -> Int64 {
        Int64(own.count { items[$0]["sentiment"]?["label"]?.string == label })
      }
      #expect(group["texts"]?.int == 30)
      #expect(group["positive"]?.int == count("positive"))
      #expect(group["negative"]?.int == count("negative"))
      let net = try #require(group["netSentiment"]?.double)
      #expect(abs(net - Double(count("positive") - count("negative")) / 30) < 1e-12)
      let about = own.count { row in
        items[row]["sentiment"]?["label"]?.string == "negative"
          && items[row]["categories"]?.array?.contains { $0["label"]?.string == "delivery" } == true
      }
      let told = group["topComplaints"]?.array?.first { $0["category"]?.string == "delivery" }
      #expect(told?["count"]?.int ?? 0 == Int64(about))
    }
  }

  @Test func `periods stand in their order and rows without a date are told of`() throws {
    var rows = Self.rows
    rows[4] = ["date": "", "channel": "web", "review": "fine", "email": "", "label": "good"]
    let found = try answer(
      "classifyFeedback", ["rows": .array(rows), "groupBy": "month", "lang": "zh"])
    let groups = try #require(found["overview"]?["groups"]?.array)
    #expect(groups.compactMap { $0["group"]?.string } == ["2026-01", "2026-02", "2026-03"])
    #expect(groups.compactMap { $0["texts"]?.int } == [29, 30, 30])
    let warnings = found["warnings"]?.array ?? []
    #expect(warnings.contains { $0["code"]?.string == "textsWithoutGroup" })
    #expect(warnings.contains { $0["message"]?.string == "1 条文本在 date 列无值" })
  }

  @Test func `a header goes before a period of the same name`() throws {
    let rows: [JSON] = Self.rows.enumerated().map { place, row in
      [
        "date": row["date"] ?? "", "month": .string(place % 2 == 0 ? "even" : "odd"),
        "review": row["review"] ?? "",
      ]
    }
    let groups = try overview(["groupBy": "month", "rows": .array(rows)])["groups"]?.array ?? []
    #expect(groups.compactMap { $0["group"]?.string } == ["even", "odd"])
  }

  @Test func `what cannot part texts is refused by name`() throws {
    func refusal(_ params: JSON) throws -> CallOutcome { try call("classifyFeedback", params) }
    for wish in ["nonesuch", "email", "review"] {
      let found = try refusal(["rows": .array(Self.rows), "groupBy": .string(wish)])
      #expect(found.code == -32602 && found.message?.contains("params.groupBy") == true)
      #expect(found.message?.contains("channel") == true, "\(found.message ?? "")")
    }
    let alone = try refusal(["texts": ["good"], "groupBy": "month"])
    #expect(alone.code == -32602 && alone.message?.contains("params.groupBy") == true)
    let undated = try refusal([
      "rows": [["review": "good"], ["review": "bad"]], "groupBy": "month",
    ])
    #expect(undated.code == 1007)
  }

  @Test(arguments: [Limits.feedbackGroups, Limits.feedbackGroups + 1])
  func `the largest groups are shown and the rest is told of`(_ count: Int) throws {
    let rows: [JSON] = (0..<(2 * count)).map {
      ["review": "good number \($0)", "channel": .string("channel \($0 % count)")]
    }
    let found = try answer("classifyFeedback", ["rows": .array(rows), "groupBy": "channel"])
    #expect(found["overview"]?["groups"]?.array?.count == Limits.feedbackGroups)
    let codes = found["warnings"]?.array?.compactMap { $0["code"]?.string } ?? []
    #expect(codes.contains("groupsLeftOut") == (count > Limits.feedbackGroups))
  }

  @Test func `words of late are those that were planted, and none without dates`() throws {
    let found = try overview(["rows": .array(Self.rows)])
    let terms = found["emerging"]?.array?.compactMap { $0["term"]?.string } ?? []
    #expect(terms.contains("dongle") && !terms.contains("delivery"), "\(terms)")
    #expect(found["nowFrom"]?.string?.hasPrefix("2026-0") == true)
    let undated = try overview(["rows": [["review": "good"], ["review": "bad"]]])
    #expect(undated["emerging"] == nil && undated["groups"] == nil)
  }

  @Test(arguments: ["naiveBayes", "linearSvm", "embedPool", "logistic"])
  func `each kind of model learns the labels and is tested on unseen texts`(_ kind: String) throws {
    let found = try answer(
      "classifyFeedback", ["rows": .array(Self.rows), "model": .string(kind), "limit": 3])
    #expect(found["evaluation"]?["accuracy"]?.double == 1, "\(kind)")
    #expect(found["evaluation"]?["baseline"]?["accuracy"]?.double ?? 1 < 0.7)
    #expect(found["meta"]?["method"]?.string == (kind == "logistic" ? "tfidfLogistic" : kind))
    #expect(found["items"]?.array?.first?["label"]?["value"]?.string == "bad")
    let unlabelled = try call(
      "classifyFeedback", ["texts": ["good", "bad"], "model": .string(kind)])
    #expect(unlabelled.code == 1007)
    let contrary = try call(
      "classifyFeedback", ["texts": ["good"], "model": .string(kind), "train": false])
    #expect(contrary.code == -32602 && contrary.message?.contains("params.train") == true)
  }

  @Test func `a row that was exported twice counts once, and ids stay those of the data`() throws {
    let rows: [JSON] = [
      ["customer_id": "a", "review": "good"], ["customer_id": "b", "review": "good"],
      ["customer_id": "a", "review": "good"], ["customer_id": "c", "review": "bad"],
      ["customer_id": "", "review": "bad"], ["customer_id": "", "review": "bad"],
    ]
    func ask(_ dedupe: Bool, _ rows: [JSON] = rows) throws -> JSON {
      try answer("classifyFeedback", ["rows": .array(rows), "dedupe": .bool(dedupe)])
    }
    let once = try ask(true)
    #expect(once["overview"]?["counts"]?["texts"]?.int == 5)
    let ids = once["items"]?.array?.compactMap { $0["id"]?.string }
    #expect(ids == ["1", "2", "4", "5", "6"])
    let codes = once["warnings"]?.array?.compactMap { $0["code"]?.string } ?? []
    #expect(codes.contains("repeatedFeedback"))
    #expect(try ask(false)["overview"]?["counts"]?["texts"]?.int == 6)
    // Where nobody is named, two rows may be two people.
    let nameless: [JSON] = [["review": "good"], ["review": "good"], ["review": "bad"]]
    #expect(try ask(true, nameless)["overview"]?["counts"]?["texts"]?.int == 3)
  }
}
