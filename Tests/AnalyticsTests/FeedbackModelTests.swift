import Learning
import Support
import Synchronization
import Tables
import Testing

@testable import Analytics

/// Feedback as a whole: with and without labels, at its smallest, and cancelled.
@Suite struct FeedbackModelTests {
  static func table(_ rows: [(text: String, label: String)], header: String = "label") throws
    -> Table
  {
    var builder = TableBuilder()
    let (id, text, label) = (
      builder.column(named: "customer_id"), builder.column(named: "review"),
      builder.column(named: header)
    )
    for (place, row) in rows.enumerated() {
      builder.append("C\(place + 1)", at: id)
      if !row.text.isEmpty { builder.append(row.text, at: text) }
      if !row.label.isEmpty { builder.append(row.label, at: label) }
      builder.endRow()
    }
    var options = ReadOptions()
    if header == "sentiment" { options.columns[.textLabel] = header }
    return try builder.table(named: "t", options, Run())
  }

  static func read(
    _ rows: [(text: String, label: String)], header: String = "label",
    _ change: (inout FeedbackOptions) -> Void = { _ in }, _ run: Run = Run()
  ) throws -> Feedback {
    var options = FeedbackOptions()
    change(&options)
    let texts = try FeedbackTexts(table(rows, header: header), redacts: options.redacts)
    return try Feedback.of(texts, options: options, run)
  }

  /// Made of words no list knows, so only the labels can tell.
  static func planted(_ count: Int, classes: Int = 2) -> [(text: String, label: String)] {
    var random = SeededRandom(seed: 11)
    return (0..<count).map { row in
      let label = row % classes
      let filler = (0..<4).map { _ in "zq\(random.below(40))" }.joined(separator: " ")
      return ("\(filler) topic\(label)x item\(label)y", "k\(label)")
    }
  }

  @Test func `planted labels are learnt, tested and explained`() throws {
    let feedback = try Self.read(Self.planted(120))
    #expect(feedback.method == "tfidfLogistic")
    #expect(feedback.grade.letter == .a)
    let evaluation = try #require(feedback.model?.evaluation)
    #expect(evaluation.metrics.macroF1 == 1)
    #expect(evaluation.metrics.rocAuc == 1)
    #expect(abs(evaluation.baseline.macroF1 - 1.0 / 3) < 1e-12)
    let detail = FeedbackDetail(feedback, 0, explain: 2)
    #expect(detail.label?.value == "k0")
    #expect(detail.label?.evidence.first?.text == "topic0x item0y")
  }

  @Test func `fifty labels are learnt`() throws {
    let feedback = try Self.read(Self.planted(500, classes: 50))
    let metrics = try #require(feedback.model?.evaluation.metrics)
    #expect(metrics.classes.count == 50)
    #expect(metrics.macroF1 > 0.95)
    #expect(metrics.rocAuc == nil)
    #expect(feedback.model?.chances(0).allSatisfy { $0.isFinite } == true)
  }

  /// Each label has weights of its own, so the features there may be are fewer the more labels.
  @Test func `of more grams than there may be weights for, as many are kept as there may be`()
    throws
  {
    var random = SeededRandom(seed: 5)
    let labels = (0..<120).map { $0 % 60 }
    let texts = labels.map { _ in
      let words = (0..<60).map { _ in
        String(
          String.UnicodeScalarView(
            (0..<5).map { _ in Unicode.Scalar(97 + UInt8(random.below(26))) }))
      }
      return Array(words.joined(separator: " ").utf8)
    }
    let counted = try GramCounts(texts, FeedbackModel.ngrams, minDocuments: 1, Run())
    #expect(60 * counted.counts.columnCount > Limits.feedbackWeights)
    let model = try FeedbackModel(
      counted, labels: labels, classes: (0..<60).map { "k\($0)" }, folds: 2, Run())
    #expect(60 * model.featureCount <= Limits.feedbackWeights)
    #expect(60 * (model.featureCount + 1) > Limits.feedbackWeights)
  }

  @Test func `labels without a pattern get no better letter than C`() throws {
    var random = SeededRandom(seed: 3)
    let rows = (0..<120).map { _ in
      ("zq\(random.below(30)) zr\(random.below(30)) zs\(random.below(30))", "k\(random.below(2))")
    }
    #expect(try Self.read(rows).grade.letter == .c)
  }

  @Test func `one label for all gives words and grade D`() throws {
    let feedback = try Self.read([("很好吃", "好评"), ("太慢了", "好评")])
    #expect(feedback.method == "lexicon")
    #expect(feedback.grade.letter == .d)
    #expect(feedback.notices.map(\.code) == ["singleClass"])
    #expect(feedback.sentiments.map(\.label) == [.positive, .negative])
    #expect(throws: AnalyticsError.singleClass(label: "好评", count: 2)) {
      try Self.read([("很好吃", "好评"), ("太慢了", "好评")]) { $0.isStrict = true }
    }
  }

  @Test func `as many labels as texts are no labels`() throws {
    let rows = (0..<40).map { ("text number\($0)", "label\($0)") }
    let feedback = try Self.read(rows, header: "sentiment")
    #expect(feedback.method == "lexicon")
    #expect(feedback.notices.map(\.code).contains("tooManyLabels"))
  }

  @Test func `one text and empty texts are answered`() throws {
    let one = try Feedback.of(
      FeedbackTexts(["好吃"], redacts: true), options: FeedbackOptions(), Run())
    #expect(one.grade.letter == .d)
    #expect(one.sentiments.map(\.label) == [.positive])
    #expect(one.overview.netSentiment == 1)
    let empty = try Feedback.of(
      FeedbackTexts(["", "好吃"], redacts: true), options: FeedbackOptions(), Run())
    #expect(empty.isAbstained(0))
    #expect(empty.notices.map(\.code) == ["emptyTexts"])
    let detail = FeedbackDetail(empty, 0, explain: 3)
    #expect(detail.categories.isEmpty)
    #expect(detail.reasons.map(\.en) == ["the text is empty"])
    let nothing = try Feedback.of(
      FeedbackTexts([""], redacts: true), options: FeedbackOptions(), Run())
    #expect(nothing.overview.netSentiment == nil)
  }

  @Test func `ten texts without labels get an honest letter`() throws {
    for text in ["很好吃，送得快", "fast and friendly"] {
      let feedback = try Feedback.of(
        FeedbackTexts([String](repeating: text, count: 10), redacts: true),
        options: FeedbackOptions(), Run())
      #expect(feedback.grade.letter == .d)
      #expect(feedback.grade.reason.en.contains("not tested"))
      #expect(feedback.sentiments.allSatisfy { $0.label == .positive })
    }
  }

  @Test func `places are counted in characters and in UTF-16`() throws {
    let feedback = try Feedback.of(
      FeedbackTexts(["😀😀 很 good，好吃"], redacts: true), options: FeedbackOptions(), Run())
    let spans = FeedbackDetail(feedback, 0, explain: 10).sentimentEvidence
    let good = try #require(spans.first { $0.text == "good" })
    #expect(good.characters == 5..<9)
    #expect(good.utf16 == 7..<11)
    let tasty = try #require(spans.first { $0.text == "好吃" })
    #expect(tasty.characters == 10..<12)
    #expect(tasty.utf16 == 12..<14)
  }

  @Test func `evidence of a learnt label lies where the text has it`() throws {
    let rows = (0..<40).map { row in
      row % 2 == 0 ? ("😀第\(row)单，味道棒极", "a") : ("😀第\(row)单，汤是凉的", "b")
    }
    let feedback = try Self.read(rows)
    for row in [0, 1, 11] {
      let detail = FeedbackDetail(feedback, row, explain: 3)
      let scalars = Array(detail.text.unicodeScalars)
      let units = Array(detail.text.utf16)
      for span in detail.label?.evidence ?? [] {
        let characters = scalars[span.characters].map { String($0) }.joined()
        #expect(characters == span.text)
        #expect(String(decoding: units[span.utf16], as: UTF16.self) == span.text)
      }
      #expect(detail.label?.evidence.isEmpty == false)
    }
  }

  @Test func `a rating stands in for labels in three groups`() throws {
    let rows = (0..<60).map { row in
      (row % 2 == 0 ? "好吃 第\(row)" : "太慢 第\(row)", row % 2 == 0 ? "5" : "1")
    }
    let feedback = try Self.read(rows, header: "rating")
    #expect(feedback.model?.classes == ["negative", "positive"])
    #expect(feedback.notices.map(\.code).contains("ratingAsLabel"))
  }

  @Test func `labels named 0 and 1 are feelings only when words agree`() {
    let words = [Double](repeating: 0.9, count: 10) + [Double](repeating: 0.1, count: 10)
    let labels = [Int](repeating: 1, count: 10) + [Int](repeating: 0, count: 10)
    #expect(Polarity.of(["0", "1"], labels: labels, words) == [.negative, .positive])
    #expect(Polarity.of(["0", "1"], labels: labels.reversed(), words) == [.positive, .negative])
    let mixed = (0..<20).map { $0 % 2 }
    #expect(Polarity.of(["0", "1"], labels: mixed, words) == nil)
    #expect(Polarity.of(["a", "b"], labels: labels, words) == nil)
    #expect(Polarity.of(["好评", "差评"], labels: labels, words) == [.positive, .negative])
  }

  @Test func `unlabelled texts that the model cannot place are asked for`() throws {
    let rows = Self.planted(60) + [("topic0x item0y topic1x item1y", ""), ("topic0x item0y", "")]
    let feedback = try Self.read(rows)
    #expect(feedback.toLabel.first?.row == 60)
    #expect(feedback.toLabel.first?.kind == .uncertain)
  }

  @Test func `a label that the others contradict is doubted`() throws {
    var rows = Self.planted(120)
    rows[10].label = "k1"
    let feedback = try Self.read(rows)
    #expect(feedback.toLabel.map(\.row) == [10])
    #expect(feedback.toLabel.first?.kind == .doubtfulLabel)
  }

  @Test func `the same texts give the same bits`() throws {
    let first = try Self.read(Self.planted(300, classes: 3))
    let second = try Self.read(Self.planted(300, classes: 3))
    #expect(first.model?.probabilities == second.model?.probabilities)
    #expect(first.overview.keywords == second.overview.keywords)
  }

  @Test func `a cancelled run has no answer`() throws {
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled.self) { try Self.read(Self.planted(100), { _ in }, run) }
  }

  @Test func `learning without labels is refused`() throws {
    #expect(throws: AnalyticsError.self) {
      try Self.read([("好吃", ""), ("难吃", "")], { $0.trains = true })
    }
    #expect(throws: AnalyticsError.self) {
      try Self.read([("好吃", ""), ("难吃", "")], { $0.model = .logistic })
    }
  }

  @Test func `beyond the bound of work words alone are learnt from, and it is said`() throws {
    func plan(bytes: Int) throws -> FeedbackPlan {
      let long = String(repeating: "a", count: bytes - 59)
      let texts = [long] + [String](repeating: "b", count: 59)
      let labels = texts.indices.map { "k\($0 % 2)" }
      return try FeedbackPlan(
        FeedbackTexts(texts, labels: labels, redacts: false), FeedbackOptions(), nil)
    }
    let (at, beyond) = (
      try plan(bytes: Limits.feedbackWork), try plan(bytes: Limits.feedbackWork + 1)
    )
    #expect(at.ngrams.characters != nil && at.notices.isEmpty)
    #expect(beyond.ngrams.characters == nil)
    #expect(beyond.notices.map(\.code) == ["charactersLeftOut"])
  }

  @Test(arguments: [false, true])
  func `somebody who waits for many texts hears how far it is`(_ isKept: Bool) throws {
    let told = Mutex<[Double]>([])
    let run = Run { fraction, _ in told.withLock { $0.append(fraction) } }
    let texts = FeedbackTexts(
      (0..<3 * TextSlices.length).map { "topic\($0 % 2)x" }, redacts: false)
    let kept = isKept ? try TrainedFeedbackTests.train(Self.planted(40)) : nil
    let feedback = try Feedback.of(texts, options: FeedbackOptions(), by: kept, run)
    let fractions = told.withLock { $0 }
    #expect(fractions == fractions.sorted() && Set(fractions).count >= (isKept ? 6 : 4))
    #expect(fractions.allSatisfy { 0 <= $0 && $0 < 1 })
    // Slices do not change what is said of a text.
    let place = 2 * TextSlices.length + 1
    #expect(feedback.sentiments.count == texts.texts.count)
    if isKept {
      #expect(feedback.model?.chances(place) == feedback.model?.chances(1))
      #expect(FeedbackDetail(feedback, place, explain: 0).label?.value == "k1")
    }
  }
}
