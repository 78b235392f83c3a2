/// Replies: the right answer stands first, what is unknown stays unanswered, and nothing is worse
/// than the best search by words on the sets of the reference.
import Analytics
import Foundation
import Learning
import Support
import Tables
import TestKit
import Testing

@Suite struct ReplyTests {
  private func table(_ text: String) throws -> Table {
    try TableReader.read(text: text, named: "faq", ReadOptions(), Run())
  }

  private static let shop = """
    question,answer
    How do I return a parcel?,Send it back within 30 days with the label in the box.
    Can I send my order back?,Send it back within 30 days with the label in the box.
    Where is my parcel?,Look it up with the tracking number in our mail.
    When will my order arrive?,Look it up with the tracking number in our mail.
    Do you take credit cards?,We take Visa and Mastercard.
    发票怎么开？,在订单页点击“申请发票”。
    能开电子发票吗,在订单页点击“申请发票”。
    可以退货吗？,三十天内可以退货。
    """

  @Test(arguments: [
    ("i want to return the parcel", 0), ("when does my order arrive please", 1),
    ("credit card?", 2), ("请问怎么申请发票", 3), ("我想退货", 4),
  ])
  func `a message finds its answer in either language`(_ text: String, _ answer: Int) throws {
    let book = try ReplyBook(try table(Self.shop), .init(), leastConfidence: 0.1, Run())
    let reply = book.reply(Array(text.utf8), count: 3)
    #expect(reply.candidates.first?.entry == answer)
    #expect(!reply.isAbstained)
  }

  @Test(arguments: ["", "   ", "zzz qqq", "😡", "今天天气怎么样啊朋友们"])
  func `what is unknown stays unanswered`(_ text: String) throws {
    let book = try ReplyBook(try table(Self.shop), .init(), leastConfidence: 0.5, Run())
    #expect(book.reply(Array(text.utf8), count: 3).isAbstained)
  }

  @Test func `a file of one question for each answer answers what it knows`() throws {
    let rows = (0..<120).map { "how do i use part\($0) of the kit\($0 * 7)?,press button \($0)" }
    let book = try ReplyBook(
      try table("question,answer\n" + rows.joined(separator: "\n") + "\n"), .init(),
      leastConfidence: nil, Run())
    #expect(book.leastConfidence == ReplyBook.usualConfidence)
    let known = book.reply(Array("please, how can i use part40 of the kit280".utf8), count: 1)
    #expect(known.candidates.first?.entry == 40 && !known.isAbstained)
    #expect(book.reply(Array("what is the weather".utf8), count: 1).isAbstained)
  }

  @Test func `columns are found by name, by wish, or as the only two`() throws {
    let book = try ReplyBook(
      try table("foo,bar\nhow much,ten\n"), .init(), leastConfidence: nil, Run())
    #expect(book.headers.answer == "bar")
    let wished = try ReplyBook(
      try table("x,y,z\n1,how much,ten\n"), .init(question: "y", answer: "z"),
      leastConfidence: nil, Run())
    #expect(wished.entries.map(\.answer) == ["ten"])
    #expect(throws: AnalyticsError.self) {
      try ReplyBook(try table("x,y,z\n1,how much,ten\n"), .init(), leastConfidence: nil, Run())
    }
    #expect(throws: AnalyticsError.self) {
      try ReplyBook(
        try table("question,answer\nhow,\n,ten\n"), .init(), leastConfidence: nil, Run())
    }
  }

  @Test func `slots are order numbers, amounts and dates, and no telephone numbers`() {
    let text = "Order AB-12345 of 2026-01-31 cost $19.90, call 13800138000. 订单号：88231 付了 35元，1月2日买的"
    let slots = ReplySlot.all(in: Array(text.utf8))
    #expect(
      slots.map(\.text) == ["AB-12345", "2026-01-31", "$19.90", "88231", "35元", "1月2日"])
    #expect(slots.map(\.kind) == [.orderId, .date, .amount, .orderId, .amount, .date])
    for slot in slots {
      #expect(String(decoding: Array(text.utf8)[slot.place], as: UTF8.self) == slot.text)
    }
    #expect(ReplySlot.all(in: Array("1月 2026-1 # 12 $ 年月日".utf8)).isEmpty)
  }

  @Test func `a template is filled, and says what is missing`() throws {
    let template = try ReplyTemplate("您好，{answer}（{orderId}，{amount}）{")
    let entry = try ReplyBook(try table(Self.shop), .init(), leastConfidence: 0, Run()).entries[4]
    let slots = ReplySlot.all(in: Array("订单 88231".utf8))
    let filled = template.filled(entry, nil, slots)
    #expect(filled.text == "您好，三十天内可以退货。（88231，{amount}）{")
    #expect(filled.missing == ["amount"])
    #expect(throws: AnalyticsError.self) { try ReplyTemplate("{name}") }
  }

  @Test func `a score is that of the formula`() throws {
    let texts = ["a b b c", "a a", "d e f g", "b"].map { Array($0.utf8) }
    let index = try BM25(texts, NGrams(words: 1...1), Run())
    var scores = [Double](repeating: 0, count: 4)
    let own = scores.withUnsafeMutableBufferPointer {
      index.score(Array("b b x".utf8), into: $0)
    }
    // Lengths 4, 2, 4, 1; mean 2.75; b stands in two of four.
    let idf = log(1 + 2.5 / 2.5)
    func share(_ count: Double, _ length: Double) -> Double {
      count * 2.5 / (count + 1.5 * (0.25 + 0.75 * length / 2.75))
    }
    let expected = [2 * idf * share(2, 4), 0, 0, 2 * idf * share(1, 1)]
    for (one, other) in zip(scores, expected) { #expect(abs(one - other) < 1e-12) }
    #expect(abs(own - (2 * idf * share(2, 3) + log(1 + 4.5 / 0.5) * share(1, 3))) < 1e-12)
  }

  @Test func `confidence separates, and the bound is where right less wrong is most`() {
    #expect(ReplyTrial.auc([0.9, 0.8, 0.5], [0.5, 0.1]) == 5.5 / 6)
    let asked = [(0.9, true), (0.8, true), (0.6, false), (0.5, true), (0.5, true), (0.2, false)]
    #expect(ReplyTrial.least(asked.map { (confidence: $0.0, isRight: $0.1) }) == 0.5)
    #expect(ReplyTrial.least([(confidence: 0.4, isRight: false)]) == nil)
  }
}

@Suite(.enabled(if: Repository.hasShared, "the data sets are not beside the package"))
struct ReplyScopeTests {
  private func lines(_ file: String) throws -> [[Substring]] {
    let path = try #require(Repository.shared("data/clinc150/\(file)"))
    return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: "\t") }
  }

  @Test func `what the file does not hold is told apart as well as by the best peer`() throws {
    let train = try lines("train.tsv").map { "\"\($0[0].replacing("\"", with: "\"\""))\",\($0[1])" }
    let text = "question,intent\n" + train.joined(separator: "\n") + "\n"
    let table = try TableReader.read(text: text, named: "faq", ReadOptions(), Run())
    let clock = ContinuousClock()
    let start = clock.now
    let book = try ReplyBook(table, .init(), leastConfidence: nil, Run())
    let taken = start.duration(to: clock.now)
    let (inside, outside) = (try lines("test.tsv"), try lines("oos_test.tsv"))
    let replies = try book.replies(inside.map { Array($0[0].utf8) }, count: 1, Run())
    let strange = try book.replies(outside.map { Array($0[0].utf8) }, count: 1, Run())
    let auc = ReplyTrial.auc(replies.map(\.confidence), strange.map(\.confidence))
    let right = zip(replies, inside).count {
      $0.candidates.first.map { book.entries[$0.entry].intent } == String($1[1])
    }
    let rows = try Repository.reference("text.json")["results"] as? [Any] ?? []
    let peer = try #require(
      rows.first { value($0, "kind") as? String == "out_of_scope" }
        .flatMap { number(value($0, "metrics"), "auc_in_vs_out") })
    let answered = (replies.count { !$0.isAbstained }, strange.count { !$0.isAbstained })
    print("clinc150: auc \(auc), peer \(peer), right \(right) of \(inside.count), taken \(taken)")
    print(
      "bound \(book.leastConfidence), answered \(answered), trial \(String(describing: book.trial))"
    )
    #expect(auc >= peer)
    #expect(Double(right) / Double(inside.count) > 0.9)
    #expect(Double(answered.0) / Double(inside.count) > 0.75)
    #expect(Double(answered.1) / Double(outside.count) < 0.35)
  }
}
