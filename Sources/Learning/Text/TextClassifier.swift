/// Learns the labels of texts: tries learners on held-out texts, lets the best speak together.
///
/// Texts are dealt to folds within each label. On the first fold the settings of each kind of
/// learner are tried; of each kind the one with the least log-loss is then fitted without every
/// fold in its turn, if the others leave it a say, so that each text has scores of models that have
/// not seen it. Weights of the kinds are fitted to these. The chances by which all is judged go one
/// step further: those of a fold use weights fitted without it. At last all is fitted once more to
/// every text.
import Numerics
package import Support

package struct TextClassifier: Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case auto, naiveBayes, nbLogistic, logistic, linearSvm, embedPool, text000
  }

  package var kind = Kind.auto
  /// What linear models see; nil chooses by the script of the texts.
  package var ngrams: NGrams?
  package var folds = 5
  package var seed: UInt64 = 0

  package init() {}

  /// What was tried on the first fold, and how good it was there.
  package struct Trial: Sendable {
    package let learner: TextLearner
    /// Mean of accuracy and macro-F1; for sets of labels micro-F1 takes the place of accuracy.
    package let score: Double
    /// Mean log-loss once scores are scaled and shifted at their best.
    package let loss: Double
  }

  package struct Training: Sendable {
    package let model: TextModel
    /// Of each text by models and weights that have not seen it.
    package let probabilities: [Double]
    /// Where a text may have any number of labels: those given to each by a rule that was learnt
    /// without its fold.
    package let given: [[Int]]?
    package let folds: [Int]
    package let foldCount: Int
    package let trials: [Trial]
  }

  /// - Parameter labels: those of each text.
  package func train(
    _ texts: some TextRows, _ labels: LabelSets, _ run: Run
  ) throws -> Training {
    guard labels.labelCount >= 2, labels.rowCount == texts.count else {
      throw FitError.singleClass
    }
    let plan = LearnerPlan(texts, labels, self)
    run.report(0.02, Phrase(en: "counting words", zh: "统计词语"))
    let corpus = try TextCorpus(texts, plan.ngrams, pools: plan.pools, run)
    let turns = Split.stratifiedFolds(labels.firsts.map(Double.init), folds: plan.folds)
    let work = FoldWork(corpus, labels, turns, plan, seed: seed)
    run.report(0.1, Phrase(en: "trying settings", zh: "试验参数"))
    let (trials, kinds) = try work.tries(run)
    let best = try work.heard(kinds, run)
    var scores = best.map { _ in [Float](repeating: 0, count: work.cellCount) }
    let learners = best.map(\.learner)
    work.put(best.map(\.scores), fold: 0, into: &scores)
    for fold in 1..<plan.folds {
      run.report(
        0.3 + 0.4 * Double(fold) / Double(plan.folds),
        Phrase(en: "learning and testing", zh: "训练与检验"))
      work.put(try work.scores(learners, fold: fold, run), fold: fold, into: &scores)
    }
    let chances = try work.honest(scores, run)
    let blend = try ScoreBlend.fit(scores, labels, rows: Array(texts.indices), run)
    let found =
      labels.isSingle ? nil : labels.rule(chances, folds: turns, foldCount: plan.folds)
    run.report(0.75, Phrase(en: "learning from all texts", zh: "用全部文本训练"))
    return Training(
      model: try work.model(learners, blend, found?.rule, run), probabilities: chances,
      given: found?.given, folds: turns, foldCount: plan.folds, trials: trials)
  }
}
