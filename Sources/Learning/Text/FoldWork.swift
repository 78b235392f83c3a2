/// Fits without one fold of the texts, and what they say of it.
import Numerics
import Support

struct FoldWork {
  let corpus: TextCorpus
  let labels: LabelSets
  let turns: [Int]
  let plan: LearnerPlan
  let seed: UInt64
  let members: [[Int]]

  init(
    _ corpus: TextCorpus, _ labels: LabelSets, _ turns: [Int], _ plan: LearnerPlan, seed: UInt64
  ) {
    self.corpus = corpus
    self.labels = labels
    self.turns = turns
    self.plan = plan
    self.seed = seed
    members = (0..<plan.folds).map { fold in turns.indices.filter { turns[$0] == fold } }
  }

  var cellCount: Int { turns.count * labels.labelCount }

  private func rest(_ fold: Int) -> [Int] { turns.indices.filter { turns[$0] != fold } }

  /// What `body` makes of each learner: of networks at the same time, since each is learnt on one
  /// thread; of all others beside them in turn, since each has its own copy of the rows.
  private func each<Result: Sendable>(
    _ learners: [TextLearner], _ body: @Sendable (TextLearner) throws -> Result
  ) throws -> [Result] {
    let pooled = learners.indices.filter { learners[$0].shape != nil }
    let others = learners.indices.filter { learners[$0].shape == nil }
    let turns = (others.isEmpty ? [] : [others]) + pooled.map { [$0] }
    let parts = try Parallel.map(count: turns.count, chunk: 1) { range in
      try turns[range.lowerBound].map { (place: $0, made: try body(learners[$0])) }
    }
    return parts.joined().sorted { $0.place < $1.place }.map(\.made)
  }

  /// The scores of each learner for the texts of a fold.
  func scores(_ learners: [TextLearner], fold: Int, _ run: Run) throws -> [[Float]] {
    let train = rest(fold)
    let views = corpus.views(
      train: train, test: members[fold], featureCountMax: plan.featureCountMax, run)
    let own = labels.picked(train)
    return try each(learners) { learner in
      try learner.fit(views.train, own, seed: seed, run).scores(views.test, run).map { Float($0) }
    }
  }

  /// All settings on the first fold, and the best of each kind with its scores there.
  func tries(
    _ run: Run
  ) throws -> ([TextClassifier.Trial], [(learner: TextLearner, scores: [Float])]) {
    let all = plan.candidates.flatMap(\.self)
    let scores = try scores(all, fold: 0, run)
    let truth = labels.picked(members[0])
    let rows = Array(members[0].indices)
    let trials = try zip(all, scores).map { learner, scores in
      TextClassifier.Trial(
        learner: learner, score: truth.score(scores),
        loss: try ScoreBlend.fit([scores], truth, rows: rows, run).loss)
    }
    var best: [(learner: TextLearner, scores: [Float])] = []
    var first = 0
    for kind in plan.candidates {
      var top = first
      for place in first..<first + kind.count where trials[place].loss < trials[top].loss {
        top = place
      }
      best.append((all[top], scores[top]))
      first += kind.count
    }
    return (trials, best)
  }

  /// Of the best of each kind those that have a say on the first fold, so that no other fold is
  /// spent on the rest. On few texts all are kept.
  func heard(
    _ best: [(learner: TextLearner, scores: [Float])], _ run: Run
  ) throws -> [(learner: TextLearner, scores: [Float])] {
    guard members[0].count >= Self.tellingCount else { return best }
    let blend = try ScoreBlend.fit(
      best.map(\.scores), labels.picked(members[0]), rows: Array(members[0].indices), run)
    return best.indices.filter { blend.weights[$0] > 0 }.map { best[$0] }
  }

  /// Texts of a fold that tell who has a say.
  static let tellingCount = 1000

  /// Puts the scores of a fold's texts where they belong among those of all.
  func put(_ found: [[Float]], fold: Int, into all: inout [[Float]]) {
    let width = labels.labelCount
    for model in found.indices {
      for (place, row) in members[fold].enumerated() {
        for k in 0..<width { all[model][row * width + k] = found[model][place * width + k] }
      }
    }
  }

  /// The chances of each fold by weights fitted to the others.
  func honest(_ scores: [[Float]], _ run: Run) throws -> [Double] {
    let width = labels.labelCount
    var all = [Double](repeating: 0, count: cellCount)
    for fold in 0..<plan.folds {
      let blend = try ScoreBlend.fit(scores, labels, rows: rest(fold), run)
      let own = scores.map { scores in
        members[fold].flatMap { scores[$0 * width..<($0 + 1) * width] }
      }
      let found = blend.probabilities(own, labelCount: width)
      for (place, row) in members[fold].enumerated() {
        for k in 0..<width { all[row * width + k] = found[place * width + k] }
      }
    }
    return all
  }

  /// Fits to all texts the learners that have a say.
  func model(
    _ learners: [TextLearner], _ blend: ScoreBlend, _ rule: LabelRule?, _ run: Run
  ) throws -> TextModel {
    let view = corpus.views(
      train: Array(turns.indices), test: [], featureCountMax: plan.featureCountMax, run
    ).train
    let heard = learners.indices.filter { blend.weights[$0] > 0 }
    let members = try each(heard.map { learners[$0] }) {
      try $0.fit(view, labels, seed: seed, run)
    }
    return TextModel(
      corpus, view.weighting, heard.map { learners[$0] }, members,
      ScoreBlend(
        weights: heard.map { blend.weights[$0] }, shifts: blend.shifts, isSingle: blend.isSingle,
        loss: blend.loss),
      rule, labels: labels)
  }
}

extension LabelSets {
  /// How good scores are: the mean of accuracy (of sets micro-F1) and macro-F1. Labels of a set are
  /// those with a score above zero, or else the best.
  func score(_ scores: [Float]) -> Double {
    score(
      given: (0..<rowCount).map { row in
        Self.chosen(scores[row * labelCount..<(row + 1) * labelCount], isSingle: isSingle)
      })
  }

  /// How good labels of each row are.
  func score(given: [[Int]]) -> Double {
    var right = [Double](repeating: 0, count: labelCount)
    var named = right
    for row in 0..<rowCount {
      for label in given[row] {
        named[label] += 1
        if sets[row].contains(Int32(label)) { right[label] += 1 }
      }
    }
    let support = rowsOf.map { Double($0.count) }
    let present = support.indices.filter { support[$0] > 0 }
    let macro = present.reduce(0) { $0 + 2 * right[$1] / (support[$1] + named[$1]) }
    let all = support.reduce(0, +) + named.reduce(0, +)
    return (macro / Double(max(1, present.count)) + 2 * right.reduce(0, +) / max(1, all)) / 2
  }

  static func chosen(_ scores: ArraySlice<Float>, isSingle: Bool) -> [Int] {
    let first = scores.startIndex
    var top = first
    for place in scores.indices where scores[place] > scores[top] { top = place }
    if isSingle { return [top - first] }
    let above = scores.indices.filter { scores[$0] > 0 }.map { $0 - first }
    return above.isEmpty ? [top - first] : above
  }
}
