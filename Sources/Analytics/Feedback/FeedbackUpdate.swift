/// New labelled texts for a kept model of texts, and what they did to it.
///
/// The model keeps its texts, so it is learnt again from the old ones and the new ones together:
/// nothing is approximated, and the result is that of training on all of them at once. The old
/// model and the new one are then held against the same new texts, which neither has seen: the new
/// one speaks there by the folds that had not seen them. Texts that the old model had learnt from
/// test nothing; a label that it does not know it cannot say.
package import Learning
import Numerics
package import Support
package import Tables

package struct FeedbackUpdate: Sendable {
  package let trained: TrainedFeedback
  /// Rows with a text and a label.
  package let newRows: Int
  /// Those of texts that the old model had learnt from.
  package let repeatedRows: Int
  /// New rows that test both models.
  package let testedRows: Int
  /// Labelled texts that the old model kept.
  package let rememberedRows: Int
  /// Labels that it did not know.
  package let newLabels: [String]
  /// On the tested rows: the old model, and the new one; nil where there are none.
  package let before: LabelMetrics?
  package let after: LabelMetrics?
  package let notices: [Notice]

  package init(_ old: TrainedFeedback, _ table: Table, _ run: Run) throws {
    let new = try FeedbackTexts(
      table, redacts: old.texts.redacts, several: old.isMulti, run)
    guard new.labelHeader != nil else {
      throw AnalyticsError.missingRole(roles: ["textLabel"], headers: new.headers)
    }
    guard !new.known.isEmpty else {
      throw AnalyticsError.notEnoughData(have: 0, need: 1, what: "labelled texts")
    }
    trained = try old.learning(new, run)
    let learnt = Set(old.texts.known.map { old.texts.texts[$0] })
    let unseen = new.known.filter { !learnt.contains(new.texts[$0]) }
    // The last label of a text counts: one that stood there before may be no label any more.
    let classes = Set(trained.classes)
    let asked = unseen.filter {
      new.labels(of: $0).allSatisfy { classes.contains(new.classes[$0]) }
    }
    newRows = new.known.count
    repeatedRows = new.known.count - unseen.count
    testedRows = asked.count
    rememberedRows = old.labelledCount
    let known = Set(old.classes)
    newLabels = new.classes.filter { !known.contains($0) }
    notices = new.notices
    guard !asked.isEmpty else {
      (before, after) = (nil, nil)
      return
    }
    let trial = Trial(new, asked, trained.classes)
    before = trial.metrics(try old.reads(asked.map { new.texts[$0] }, run), Array(asked.indices))
    after = trial.metrics(trained.unseen, trained.rows(of: asked.map { new.texts[$0] }))
  }
}

/// The truth about some texts, in the classes of the new model.
private struct Trial {
  private let classes: [String]
  private let truth: [[Int]]
  private let isMulti: Bool

  init(_ texts: FeedbackTexts, _ rows: [Int], _ classes: [String]) {
    let place = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    self.classes = classes
    isMulti = texts.sets != nil
    truth = rows.map { row in
      texts.labels(of: row).compactMap { place[texts.classes[$0]] }.sorted()
    }
  }

  /// What a model says of its rows, against the truth.
  func metrics(_ model: FeedbackModel, _ rows: [Int]) -> LabelMetrics {
    let place = Dictionary(uniqueKeysWithValues: model.classes.enumerated().map { ($1, $0) })
    let from = classes.map { place[$0] }
    var chances: [Double] = []
    chances.reserveCapacity(rows.count * classes.count)
    for row in rows {
      let own = model.chances(row)
      for column in from { chances.append(column.map { own[own.startIndex + $0] } ?? 0) }
    }
    guard isMulti else {
      return LabelMetrics(
        labels: truth.map { $0.first ?? 0 }, probabilities: chances, classCount: classes.count)
    }
    let to = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    let given = rows.map { row in
      model.labels(row).compactMap { to[model.classes[$0]] }.sorted()
    }
    return LabelMetrics(
      LabelSets(sets: truth, labelCount: classes.count), given: given, probabilities: chances)
  }
}
