/// Any column from the others: planted truths come back, scores are sums, other tables are read as
/// the first one was.
import Analytics
import Learning
import Numerics
import Support
import Tables
import TestKit
import Testing

@Suite struct PredictionTests {
  private func read(_ text: String) throws -> Table {
    try TableReader.read(text: text, named: "test", ReadOptions(), Run())
  }

  /// Spend is 10 + 3 visits + 20 for pro + noise; who buys is decided by visits.
  private func table(_ count: Int, noise: Double = 1) throws -> Table {
    var random = SeededRandom(seed: 9)
    let rows = (0..<count).map { index -> String in
      let (visits, plan) = (random.below(20), ["basic", "plus", "pro"][random.below(3)])
      let spend = 10 + 3 * Double(visits) + (plan == "pro" ? 20 : 0) + noise * random.normal()
      let buys = random.unit() < Math.sigmoid(0.4 * Double(visits) - 4) ? "yes" : "no"
      let shown = random.below(20) == 0 ? "" : "\(visits)"
      return "u\(index),\(shown),\(plan),\(random.below(1000)),\(spend),\(buys)"
    }
    return try read("user_id,visits,plan,luck,spend,buys\n" + rows.joined(separator: "\n") + "\n")
  }

  private func options(
    _ target: String, _ kind: LearnerKind, _ features: [String] = ["visits", "plan", "luck"]
  ) -> PredictionOptions {
    var options = PredictionOptions()
    options.target = target
    options.settings.kind = kind
    options.features = features
    return options
  }

  static let labelKinds = LearnerKind.allCases.filter(\.learns.labels)
  static let numberKinds = LearnerKind.allCases.filter(\.learns.numbers)

  @Test(arguments: Self.labelKinds)
  func `every kind tells a planted label and its effects add up`(kind: LearnerKind) throws {
    let data = try table(600)
    let trained = try PredictionTraining(data, options("buys", kind), Run()).train(Run())
    guard case .label(let figures) = trained.figures else {
      Issue.record("yes and no are a label")
      return
    }
    #expect(try #require(figures.metrics.rocAuc) > 0.8, "\(kind)")
    #expect(figures.metrics.logLoss < figures.baseline.logLoss, "\(kind)")
    #expect(trained.importances.first?.feature == "visits", "\(kind)")
    try checkSums(trained.model, data)
  }

  @Test(arguments: Self.numberKinds)
  func `every kind tells a planted number and its effects add up`(kind: LearnerKind) throws {
    let data = try table(600)
    let trained = try PredictionTraining(data, options("spend", kind), Run()).train(Run())
    guard case .number(let figures) = trained.figures else {
      Issue.record("amounts are numbers")
      return
    }
    #expect(try #require(figures.rSquared) > 0.8, "\(kind) \(figures.rSquared ?? 0)")
    #expect(figures.baselineRmse > figures.rmse)
    try checkSums(trained.model, data)
  }

  private func checkSums(_ model: PredictionModel, _ data: Table) throws {
    let scored = try ScoredRows(model, data, Run())
    for place in stride(from: 0, to: scored.ids.count, by: 41) {
      let sum = scored.explanation.effects(place).reduce(scored.explanation.base) {
        $0 + $1.effect
      }
      let score = try scored.score(place, Run())
      #expect(abs(sum - score) < 1e-9 * max(1, abs(score)), "\(model.learner.kind)")
      #expect(
        model.learner.prediction(of: score) == scored.predictions[place], "\(model.learner.kind)")
    }
  }

  @Test func `columns in another order, in another file, without a target, are read the same`()
    throws
  {
    let data = try table(300)
    let model = try PredictionTraining(data, options("buys", .logistic), Run()).train(Run()).model
    let other = try read(
      "luck,plan,user_id,Visits\n5,pro,a,19\n5,pro,b,\n5,gold,c,0\n")
    let scored = try ScoredRows(model, other, Run())
    #expect(scored.ids == ["a", "b", "c"])
    #expect(scored.predictions[0] > scored.predictions[1])
    #expect(scored.predictions[1] > scored.predictions[2])
    #expect(scored.notices.map(\.code) == ["missingFilled"])
    #expect(
      throws: AnalyticsError.modelMismatch(
        missing: ["plan"], headers: ["user_id", "visits", "luck"])
    ) {
      try ScoredRows(model, read("user_id,visits,luck\na,1,2\n"), Run())
    }
  }

  @Test(arguments: Self.labelKinds)
  func `the same seed gives the same bits`(kind: LearnerKind) throws {
    let data = try table(300)
    func predictions() throws -> [Double] {
      let model = try PredictionTraining(data, options("buys", kind), Run()).train(Run()).model
      return try ScoredRows(model, data, Run()).predictions
    }
    #expect(try predictions() == predictions(), "\(kind)")
  }

  @Test func `the interval of numbers holds four fifths of rows to come`() throws {
    let whole = try table(3_000, noise: 15)
    let model = try PredictionTraining(whole, options("spend", .auto), Run()).train(Run()).model
    let margin = try #require(model.margin)
    let scored = try ScoredRows(model, whole, Run())
    let actual = try #require(whole.column(named: "spend")?.number).values
    let inside = scored.predictions.indices.count {
      abs(scored.predictions[$0] - actual[$0]) <= margin
    }
    let share = Double(inside) / Double(actual.count)
    #expect(share > 0.75 && share < 0.85)
  }

  @Test func `a number is refused by kinds of labels, words by kinds of numbers`() throws {
    let data = try table(60)
    #expect(throws: AnalyticsError.self) {
      try PredictionTraining(data, options("spend", .logistic), Run())
    }
    #expect(throws: AnalyticsError.self) {
      try PredictionTraining(data, options("plan", .auto, ["visits"]), Run())
    }
    #expect(throws: AnalyticsError.self) {
      try PredictionTraining(data, options("nothing", .auto), Run())
    }
  }

  private func some(_ table: Table, _ rows: some Sequence<Int>) -> Table {
    table.keeping(Array(rows), columns: table.columns.map(\.values), named: "part", rule: "part")
  }

  @Test func `few rows are remembered whole: learning on is learning from all`() throws {
    let whole = try table(300)
    var options = options("buys", .logistic)
    options.settings.l2 = 1
    let all = try PredictionTraining(whole, options, Run()).train(Run())
    let first = try PredictionTraining(
      some(whole, 0..<200), options, Run()
    ).train(Run())
    let update = try ModelUpdate(first, some(whole, 200..<300), Run())
    #expect(update.newRows == 100 && update.rememberedRows == 200)
    let (one, other) = (
      try ScoredRows(all.model, whole, Run()), try ScoredRows(update.trained.model, whole, Run())
    )
    for place in one.predictions.indices {
      #expect(abs(one.predictions[place] - other.predictions[place]) < 1e-9)
    }
  }

  @Test func `what if finds the one change that matters, and says when nothing does`() throws {
    let data = try table(600)
    let model = try PredictionTraining(data, options("buys", .logistic), Run()).train(Run()).model
    let scored = try ScoredRows(model, data, Run())
    let low = try #require(
      scored.predictions.indices.min { scored.predictions[$0] < scored.predictions[$1] })
    let found = try WhatIf(scored, at: low, goal: 0.5, actionable: nil, Run())
    #expect(found.isReached == true && found.changes.map(\.feature) == ["visits"])
    #expect(found.after >= 0.5 && found.before < 0.1)
    let same = try WhatIf(
      scored, at: low, changes: found.changes.map { ($0.feature, $0.to) }, Run())
    #expect(abs(same.after - found.after) < 0.02)
    let stuck = try WhatIf(scored, at: low, goal: 0.9, actionable: ["luck"], Run())
    #expect(stuck.isReached == false && stuck.after < 0.9)
  }

  @Test func `drift is seen in the feature that moved, and in no other`() throws {
    let data = try table(2_000)
    let trained = try PredictionTraining(data, options("buys", .logistic), Run()).train(Run())
    let same = try ModelMonitor(trained, data, Run())
    #expect(same.advice == .keep && same.features.allSatisfy { $0.shift < 1e-9 })
    let busy = try #require(data.column(named: "visits")?.number).values.enumerated()
      .filter { $0.element >= 10 }.map(\.offset)
    let moved = try ModelMonitor(trained, some(data, busy), Run())
    #expect(moved.features.first?.feature == "visits")
    #expect(moved.features.filter { $0.state != .steady }.map(\.feature) == ["visits"])
    #expect(moved.advice != .keep)
  }

  @Test func `settings that cannot be are refused under the names that callers use`() throws {
    let data = try table(120)
    var wish = options("buys", .linearSvm)
    wish.settings.l2 = 0
    #expect(throws: AnalyticsError.badSetting(name: "l2")) {
      try PredictionTraining(data, wish, Run()).train(Run())
    }
    var trees = options("buys", .gbdt)
    trees.settings.directions = ["plan": 1]
    #expect(throws: AnalyticsError.self) { try PredictionTraining(data, trees, Run()).train(Run()) }
    func taken(_ name: String, _ value: Double) -> LearnerSettings? {
      var settings = LearnerSettings()
      return settings.set(name, value) ? settings : nil
    }
    #expect(taken("trees", 20)?.trees == 20 && taken("l2", 0.5)?.l2 == 0.5)
    for value in [0, 1.5, 1e300] { #expect(taken("trees", value)?.trees == nil) }
    #expect(taken("speed", 1)?.seed == nil)
  }

  @Test func `what is asked for is done, and the better way is said`() throws {
    func codes(_ change: (inout PredictionOptions) -> Void) throws -> [String] {
      var options = PredictionOptions()
      (options.target, options.folds) = ("bought", 0)
      change(&options)
      let trained = try PredictionTraining(try purchases(), options, Run()).train(Run())
      return trained.notices.map(\.code)
    }
    let asked = try codes {
      $0.settings.kind = .logistic
      $0.settings.l2 = 0
      $0.decision.threshold = 0.5
      $0.split = .systematic
    }
    #expect(asked.contains("thresholdNotTuned") && asked.contains("noPenalty"))
    #expect(try codes { $0.settings.kind = .linear }.contains("lineThroughLabel"))
    let open = try codes { $0.settings.kind = .logistic }
    #expect(!open.contains("thresholdNotTuned") && !open.contains("noPenalty"))
  }

  /// A third of the rows bought, at odds that rise with age and visits.
  private func purchases() throws -> Table {
    var random = SeededRandom(seed: 12)
    let rows = (0..<400).map { index -> String in
      let (age, visits) = (20 + random.below(50), random.below(12))
      let odds = -3.2 + 0.03 * Double(age) + 0.15 * Double(visits)
      return "u\(index),\(age),\(visits),\(random.unit() < Math.sigmoid(odds) ? 1 : 0)"
    }
    return try TableReader.read(
      text: "user_id,age,visits,bought\n" + rows.joined(separator: "\n") + "\n", named: "test",
      ReadOptions(), Run())
  }

  /// Customers with five rows each, who are told apart by a feature that says nothing of others.
  private func visits() throws -> Table {
    var random = SeededRandom(seed: 21)
    var rows: [String] = []
    for customer in 0..<120 {
      let (mark, left) = (random.unit(), random.below(2) == 0 ? "yes" : "no")
      for visit in 0..<5 {
        let day = CivilDate.text(days: Int32(19_000 + 40 * visit + random.below(30)))
        rows.append("c\(customer),\(day),\(mark + 1e-6 * random.unit()),\(left)")
      }
    }
    return try TableReader.read(
      text: "customer_id,date,mark,churn\n" + rows.joined(separator: "\n") + "\n", named: "test",
      ReadOptions(), Run())
  }

  @Test func `rows of a customer are never both learnt from and tested on`() throws {
    func loss(_ split: PredictionOptions.Split) throws -> (Double, Double?, String) {
      var options = PredictionOptions()
      (options.target, options.features, options.split) = ("churn", ["mark"], split)
      options.settings.kind = .knn
      options.settings.neighbours = 4
      let trained = try PredictionTraining(try visits(), options, Run()).train(Run())
      guard case .label(let evaluation) = trained.figures else { return (0, nil, "") }
      return (evaluation.metrics.rocAuc ?? 0, trained.crossValidation?.mean, evaluation.split.en)
    }
    let (apart, mixed) = (try loss(.auto), try loss(.stratified))
    #expect(apart.2.contains("customer_id") && !mixed.2.contains("customer_id"))
    // What looks like skill is the customer's own rows.
    #expect(mixed.0 > 0.9 && apart.0 < 0.7)
    let (own, other) = (try #require(apart.1), try #require(mixed.1))
    #expect(own > 1.5 * other)
  }

  @Test func `by time only earlier rows train, in the cross-validation too`() throws {
    var options = PredictionOptions()
    (options.target, options.features, options.split) = ("churn", ["mark"], .time)
    options.settings.kind = .logistic
    let trained = try PredictionTraining(try visits(), options, Run()).train(Run())
    #expect(trained.crossValidation?.folds.count == 5)
    let days = [5, 1, 3, 2, 4, 0].map { Int32($0) }
    #expect(Split.timeBlocks(days, folds: 2) == [2, 0, 1, 1, 2, 0])
    let folds = Split.groupedFolds([1, 0, 0, 1, 1, 0], [0, 1, 1, 0, 2, 3], folds: 2)
    #expect(folds == [0, 0, 0, 0, 1, 1])
  }
}
