import Learning
import Support
import Tables
import Testing

@testable import Analytics

/// Kept models of texts: what they say of themselves, of new texts, and of labels without sense.
@Suite struct TrainedFeedbackTests {
  static func train(
    _ rows: [(text: String, label: String)], _ kind: TextClassifier.Kind = .linearSvm,
    redacts: Bool = true, isStrict: Bool = false, _ run: Run = Run()
  ) throws -> TrainedFeedback {
    var options = TrainedFeedback.TrainingOptions()
    (options.kind, options.isStrict) = (kind, isStrict)
    let texts = FeedbackTexts(rows.map(\.text), labels: rows.map(\.label), redacts: redacts)
    return try TrainedFeedback.of(texts, options: options, run)
  }

  @Test func `a kept model says the labels of texts it has never seen, and why`() throws {
    let trained = try Self.train(FeedbackModelTests.planted(120))
    #expect(trained.grade.letter == .a)
    #expect(trained.evaluation.metrics.accuracy == 1)
    #expect(trained.classes == ["k0", "k1"] && trained.labelledCount == 120)
    let texts = FeedbackTexts(["zq1 topic1x and item1y", "item0y"], redacts: true)
    let feedback = try Feedback.of(texts, options: FeedbackOptions(), by: trained, Run())
    #expect(feedback.method == "linearSvm")
    #expect(feedback.grade.letter == .a)
    let details = [0, 1].map { FeedbackDetail(feedback, $0, explain: 3) }
    #expect(details.map(\.label?.value) == ["k1", "k0"])
    #expect(details[0].label?.evidence.first?.text.contains("1") == true)
    let effects = details[0].label?.evidence.compactMap(\.effect) ?? []
    #expect(!effects.isEmpty && effects.allSatisfy { $0 > 0 })
  }

  /// Labels dealt without a look at the texts.
  @Test(arguments: TextClassifier.Kind.allCases)
  func `labels without sense are graded C and said to teach nothing`(
    _ kind: TextClassifier.Kind
  ) throws {
    var random = SeededRandom(seed: 5)
    let rows = FeedbackModelTests.planted(400, classes: 3).map {
      (text: $0.text, label: "p\(random.below(4))")
    }
    let trained = try Self.train(rows, kind)
    #expect(trained.grade.letter == .c)
    #expect(trained.grade.reason.en.hasPrefix("nothing can be learnt from these labels"))
    #expect(trained.grade.reason.zh.hasPrefix("无法从这些标签中学到任何东西"))
  }

  @Test func `unlabelled texts are predicted, and the doubtful are to be labelled first`() throws {
    let known = FeedbackModelTests.planted(120)
    let open = ["topic0x item0y", "topic0x item1y", "topic1x item1y"].map { (text: $0, label: "") }
    let trained = try Self.train(known + open)
    #expect(trained.textCount == 123 && trained.labelledCount == 120)
    // The text that says both things is the one in doubt.
    #expect(trained.toLabel.first?.row == 121)
    #expect(trained.toLabel.first?.kind == .uncertain)
    let all = trained.answered(from: 0)
    #expect(all.count == 120 && all.right == 120)
    #expect(trained.answered(from: 1.01).count == 0)
  }

  @Test func `new labels are learnt with the old ones, the last of a text counts`() throws {
    let known = FeedbackModelTests.planted(120)
    let trained = try Self.train(known + [("strange words here", "")])
    let fresh = (0..<12).map { LabelledText("zq\($0) topic7x", .one("k7")) }
    #expect(
      try trained.agreement(fresh + [LabelledText(known[0].text, .one(known[0].label))], Run())
        == (1, 1))
    let newer = try trained.learning(
      fresh + [
        LabelledText(known[0].text, .one("k7")), LabelledText("strange words here", .one("k1")),
      ], Run())
    #expect(newer.classes == ["k0", "k1", "k7"])
    #expect(newer.labelledCount == 133 && newer.textCount == 133)
    #expect(newer.texts.labels[0] == 2)
    let texts = FeedbackTexts(["topic7x zq3"], redacts: true)
    let feedback = try Feedback.of(texts, options: FeedbackOptions(), by: newer, Run())
    #expect(FeedbackDetail(feedback, 0, explain: 1).label?.value == "k7")
  }

  @Test func `what identifies a person is neither kept nor learnt`() throws {
    let rows = FeedbackModelTests.planted(60).map {
      (text: $0.text + " call 13812345678", label: $0.label)
    }
    let trained = try Self.train(rows)
    #expect(trained.texts.redactedCount == 60)
    #expect(trained.notices.contains { $0.code == "redacted" })
    for text in trained.texts.texts {
      #expect(!String(decoding: text, as: UTF8.self).contains("13812345678"))
    }
    let more = try trained.learning(
      [LabelledText("mail me at jo@example.com", .one("k0"))], Run())
    let last = String(decoding: more.texts.texts[60], as: UTF8.self)
    #expect(!last.contains("jo@example.com"))
  }

  @Test func `the published network says what was wrong with the published way`() throws {
    let trained = try Self.train(FeedbackModelTests.planted(60), .text000)
    let notice = try #require(trained.notices.first { $0.code == "publishedWay" })
    #expect(notice.phrase.en.contains("without labels"))
    #expect(notice.phrase.zh.contains("无标签"))
    #expect(trained.model.learners.map(\.learner.name) == ["text000"])
  }

  @Test func `one label, too few texts and too many labels are refused`() throws {
    #expect(throws: AnalyticsError.singleClass(label: "yes", count: 3)) {
      try Self.train([("good", "yes"), ("fine", "yes"), ("great", "yes")])
    }
    #expect(
      throws: AnalyticsError.notEnoughData(have: 3, need: 4, what: "labelled texts")
    ) {
      try Self.train([("good", "yes"), ("bad", "no"), ("fine", "yes")])
    }
    let planted = FeedbackModelTests.planted(18)
    #expect(
      throws: AnalyticsError.notEnoughData(have: 9, need: 10, what: "texts of the rarest label")
    ) {
      try Self.train(planted, isStrict: true)
    }
    #expect(try Self.train(FeedbackModelTests.planted(20), isStrict: true).labelledCount == 20)
    let most = Limits.textLabels
    let many = FeedbackModelTests.planted(2 * most, classes: most)
    #expect(try Self.train(many, .naiveBayes).classes.count == most)
    #expect(
      throws: AnalyticsError.tooMuch(
        method: "trainFeedbackModel", what: "different labels", have: most + 1, most: most)
    ) {
      try Self.train(FeedbackModelTests.planted(2 * most + 2, classes: most + 1), .naiveBayes)
    }
    #expect(throws: AnalyticsError.notEnoughData(have: 0, need: 4, what: "labelled texts")) {
      try Self.train([("good", ""), ("bad", "")])
    }
    #expect(throws: AnalyticsError.missingRole(roles: ["textLabel"], headers: [])) {
      try TrainedFeedback.of(
        FeedbackTexts(["good", "bad"], redacts: true), options: TrainedFeedback.TrainingOptions(),
        Run())
    }
  }

  @Test func `a cancelled run ends training`() throws {
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled.self) { try Self.train(FeedbackModelTests.planted(40), .auto, run) }
  }
}
