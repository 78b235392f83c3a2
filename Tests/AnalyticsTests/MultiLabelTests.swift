import Learning
import Support
import Testing

@testable import Analytics

/// Models of any number of labels per text: learnt, tested, kept, asked and taught.
@Suite struct MultiLabelTests {
  /// Texts whose words tell their labels; every seventh has none.
  private static func planted(_ count: Int, seed: UInt64 = 1) -> [(text: String, set: [String])] {
    var random = SeededRandom(seed: seed)
    return (0..<count).map { place in
      let set = place % 7 == 0 ? [] : (0..<3).filter { _ in random.unit() < 0.5 }
      let words = set.flatMap { ["topic\($0)x", "word\(random.below(3))of\($0)y"] }
      let all = words + ["noise\(random.below(20))", "item\(random.below(20))"]
      return (all.joined(separator: " "), set.map { "k\($0)" })
    }
  }

  private static func train(
    _ rows: [(text: String, set: [String])], _ kind: TextClassifier.Kind = .linearSvm
  ) throws -> TrainedFeedback {
    var options = TrainedFeedback.TrainingOptions()
    options.kind = kind
    let texts = FeedbackTexts(
      rows.map(\.text), labels: rows.map { .several($0.set) }, several: nil, redacts: true)
    return try TrainedFeedback.of(texts, options: options, Run())
  }

  @Test(arguments: TextClassifier.Kind.allCases)
  func `every kind learns labels of which a text may have several or none`(
    _ kind: TextClassifier.Kind
  ) throws {
    let trained = try Self.train(Self.planted(420), kind)
    #expect(trained.isMulti && trained.classes == ["k0", "k1", "k2"])
    #expect(trained.labelledCount == 420)
    let metrics = trained.evaluation.metrics
    #expect((metrics.microF1 ?? 0) > 0.9 && metrics.macroF1 > 0.9 && metrics.accuracy > 0.8)
    #expect(trained.grade.letter == .a)
    #expect(trained.grade.reason.en.contains("what the labels' shares alone lead to"))
    // By shares alone nothing or everything is given: never both right and wrong in a list.
    #expect((trained.evaluation.baseline.microF1 ?? 1) < 0.75)
    let fresh = Self.planted(200, seed: 2)
    let asked = FeedbackTexts(fresh.map(\.text), redacts: true)
    let feedback = try Feedback.of(asked, options: FeedbackOptions(), by: trained, Run())
    let right = fresh.indices.filter { row in
      let detail = FeedbackDetail(feedback, row, explain: 0)
      return detail.label == nil && detail.labels?.map(\.value).sorted() == fresh[row].set
    }
    #expect(right.count > 160)
  }

  @Test func `a kept model gives all labels of a text, each with its places`() throws {
    let trained = try Self.train(Self.planted(420))
    let asked = FeedbackTexts(["topic2x and topic0x", "noise3", ""], redacts: true)
    let feedback = try Feedback.of(asked, options: FeedbackOptions(), by: trained, Run())
    let details = (0..<3).map { FeedbackDetail(feedback, $0, explain: 2) }
    #expect(details[0].labels?.map(\.value).sorted() == ["k0", "k2"])
    for label in details[0].labels ?? [] {
      let place = "topic\(label.value.dropFirst())x"
      #expect(label.evidence.first.map { place.contains($0.text) } == true)
    }
    #expect(details[1].labels?.isEmpty == true && details[2].labels?.isEmpty == true)
    #expect(details[0].reasons.count == 2)
    #expect(feedback.labelCounts?.map(\.value) == [1, 0, 1])
    #expect(feedback.isAbstained(2) && !feedback.isAbstained(0))
    #expect(feedback.definition.en.contains("all labels that the kept model gives"))
  }

  @Test func `the chance of a whole list is what it says`() throws {
    var rows = Self.planted(600)
    // A tenth of the lists is dealt anew.
    let other = Self.planted(600, seed: 9)
    for place in stride(from: 0, to: 600, by: 10) { rows[place].set = other[place].set }
    let trained = try Self.train(rows)
    let sure = trained.answered(from: 0.8)
    #expect(0 < sure.count && sure.count < 600)
    #expect(Double(sure.right) / Double(sure.count) > 0.8)
    #expect(trained.answered(from: 0).count == 600)
    // Lists that were dealt anew are asked about.
    #expect(trained.toLabel.count == LabelWish.countMax)
    #expect(trained.toLabel.allSatisfy { $0.kind == .doubtfulLabel && $0.row % 10 == 0 })
    #expect(trained.toLabel.contains { $0.reason.en.contains("is not labelled") })
    #expect(trained.toLabel.contains { $0.reason.en.contains("make unlikely") })
  }

  @Test func `new lists are learnt with the old ones`() throws {
    let rows = Self.planted(210)
    let trained = try Self.train(rows)
    let fresh = (0..<14).map { LabelledText("topic8x thing\($0)", .several(["k8", "k1"])) }
    let known = LabelledText("topic0x and topic1x", .several(["k1", "k0"]))
    let none = LabelledText("noise1", .several([]))
    #expect(try trained.agreement(fresh + [known, none], Run()) == (2, 2))
    let newer = try trained.learning(fresh + [none, LabelledText("alone", .one("k0"))], Run())
    #expect(newer.isMulti && newer.classes == ["k0", "k1", "k2", "k8"])
    #expect(newer.labelledCount == 226)
    let read = try newer.reads([Array("topic8x thing99".utf8)], Run())
    #expect(read.labels(0).map { newer.classes[$0] } == ["k1", "k8"])
  }

  @Test func `a column of lists is read from a table`() throws {
    let rows = Self.planted(210).map {
      (text: $0.text, label: $0.set.joined(separator: "|"))
    }
    let table = try FeedbackModelTests.table(rows)
    let texts = try FeedbackTexts(table, redacts: true, several: nil)
    #expect(texts.classes == ["k0", "k1", "k2"] && texts.sets != nil)
    // An empty cell says nothing; an empty list cannot be written in one.
    #expect(texts.known.count == rows.filter { !$0.label.isEmpty }.count)
    #expect(texts.notices.map(\.code) == ["severalLabels"])
    let whole = try FeedbackTexts(table, redacts: true, several: false)
    #expect(whole.sets == nil && whole.classes.contains("k0|k1") && whole.notices.isEmpty)
  }

  /// The texts' own labels mean nothing to the model.
  @Test func `a kept model reads texts that carry other labels`() throws {
    let trained = try TrainedFeedbackTests.train(FeedbackModelTests.planted(60))
    let other = (0..<9).map { (text: "topic0x \($0)", label: "other\($0)") }
    let texts = FeedbackTexts(other.map(\.text), labels: other.map(\.label), redacts: true)
    let feedback = try Feedback.of(texts, options: FeedbackOptions(), by: trained, Run())
    #expect(feedback.toLabel.allSatisfy { $0.kind == .uncertain })
    #expect(FeedbackDetail(feedback, 8, explain: 0).label?.value == "k0")
  }
}
