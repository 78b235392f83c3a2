import Learning
import Support
import Tables
import Testing

@testable import Analytics

/// New labelled texts for a kept model.
@Suite struct FeedbackUpdateTests {
  private static func options(_ kind: TextClassifier.Kind) -> TrainedFeedback.TrainingOptions {
    var options = TrainedFeedback.TrainingOptions()
    options.kind = kind
    return options
  }

  @Test func `an updated model is the one that learns from all texts at once`() throws {
    let rows = FeedbackModelTests.planted(160)
    let old = try TrainedFeedbackTests.train(Array(rows[..<100]))
    let update = try FeedbackUpdate(
      old, FeedbackModelTests.table(Array(rows[100...])), Run())
    #expect(update.newRows == 60 && update.rememberedRows == 100)
    let whole = try TrainedFeedbackTests.train(rows)
    let asked = ["topic1x zq3", "item0y and zq9"].map { Array($0.utf8) }
    #expect(
      try update.trained.model.probabilities(asked, Run())
        == whole.model.probabilities(asked, Run()))
    #expect(update.trained.evaluation.metrics == whole.evaluation.metrics)
  }

  /// The old model has never seen words of the third label.
  @Test func `what the new texts brought is told on texts that neither model had seen`() throws {
    let rows = FeedbackModelTests.planted(150, classes: 3)
    let old = try TrainedFeedbackTests.train(rows.filter { $0.label != "k2" })
    let fresh = FeedbackModelTests.planted(400, classes: 3).suffix(60)
    let repeated = rows.first { $0.label == "k0" }.map { [$0] } ?? []
    let update = try FeedbackUpdate(
      old, FeedbackModelTests.table(Array(fresh) + repeated), Run())
    #expect(update.newLabels == ["k2"])
    #expect(update.newRows == 61 && update.repeatedRows == 1 && update.testedRows == 60)
    let (before, after) = (try #require(update.before), try #require(update.after))
    #expect(before.count == 60 && after.count == 60)
    // A third is of the label that it could not say.
    #expect(abs(before.accuracy - 2.0 / 3) < 1e-9)
    #expect(after.accuracy == 1 && after.macroF1 == 1)
    #expect(before.classes.map(\.support) == [20, 20, 20])
  }

  @Test func `labels without sense do not look better afterwards`() throws {
    var random = SeededRandom(seed: 3)
    let rows = FeedbackModelTests.planted(400).map {
      (text: $0.text, label: "p\(random.below(2))")
    }
    let old = try TrainedFeedbackTests.train(Array(rows[..<200]))
    let update = try FeedbackUpdate(
      old, FeedbackModelTests.table(Array(rows[200...])), Run())
    // A model that had seen the new texts would be right about nearly all; 0.035 is one error.
    #expect(abs((update.after?.accuracy ?? 0) - 0.5) < 0.14)
    #expect(abs((update.before?.accuracy ?? 0) - 0.5) < 0.14)
    #expect(update.trained.grade.letter == .c)
  }

  @Test func `a corrected label takes the place of the old one`() throws {
    let rows = FeedbackModelTests.planted(60)
    let old = try TrainedFeedbackTests.train(rows)
    let update = try FeedbackUpdate(
      old, FeedbackModelTests.table([(rows[0].text, "k1"), (rows[1].text, "k1")]), Run())
    #expect(update.testedRows == 0 && update.repeatedRows == 2)
    #expect(update.before == nil && update.after == nil)
    #expect(update.trained.labelledCount == 60)
    #expect(update.trained.texts.labels[0] == 1)
  }

  @Test func `lists of labels are taken in too`() throws {
    let cells = ["a", "b", "a|b", "b|a"]
    let rows = (0..<120).map { row -> (text: String, label: String) in
      let cell = cells[row % 4]
      let words = cell.split(separator: "|").map { "word\($0)x topic\($0)y" }
      return (words.joined(separator: " ") + " n\(row % 9) m\(row)", cell)
    }
    let texts = try FeedbackTexts(
      FeedbackModelTests.table(Array(rows[..<80])), redacts: true, several: nil)
    let old = try TrainedFeedback.of(texts, options: Self.options(.linearSvm), Run())
    // Here no label stands alone, and still they are lists.
    let fresh = rows[80...].filter { $0.label.contains("|") }
    let update = try FeedbackUpdate(old, FeedbackModelTests.table(fresh), Run())
    #expect(update.trained.isMulti && update.trained.classes == ["a", "b"])
    #expect(update.newLabels.isEmpty && update.testedRows == 20)
    #expect(update.after?.microF1 == 1 && update.before?.microF1 == 1)
  }

  @Test func `without labels there is nothing to learn, and a cancelled run ends`() throws {
    let old = try TrainedFeedbackTests.train(FeedbackModelTests.planted(60))
    let bare = try FeedbackModelTests.table([("good", ""), ("bad", "")])
    #expect(throws: AnalyticsError.self) { try FeedbackUpdate(old, bare, Run()) }
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled.self) {
      try FeedbackUpdate(old, FeedbackModelTests.table(FeedbackModelTests.planted(9)), run)
    }
  }
}
