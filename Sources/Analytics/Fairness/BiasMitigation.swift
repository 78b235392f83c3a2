/// Brings groups of people nearer to each other, and says what that costs: the model is made again
/// on most rows, with and without the measure, and both are judged on the others.
package import Learning
import Numerics
package import Support
package import Tables

package struct BiasMitigation: Sendable {
  package enum Measure: String, Sendable, CaseIterable {
    /// Rows count so that group and outcome are independent (Kamiran, Calders 2012).
    case reweigh
    /// Each group has a threshold of its own (Hardt, Price, Srebro 2016).
    case groupThreshold
    /// Features that tell the group are left out.
    case dropProxy
  }

  package struct Options: Sendable {
    package var measure = Measure.reweigh
    package var aim = GroupThresholds.Aim.demographicParity
    /// From this area under the curve a feature tells the group.
    package var proxyArea = 0.7

    package init() {}
  }

  /// How a model treats the groups of unseen rows, and how good it is on them.
  package struct Side: Sendable {
    package let part: FairnessAudit.Part
    package let figures: PredictionFigures
    package var accuracy: Double { part.figures.accuracy }
    fileprivate let judged: JudgedRows
    fileprivate let isRight: [Double]
  }

  /// A feature, and how well it alone tells one group from the others.
  package struct Proxy: Sendable {
    package let feature: String
    package let area: Double
    package let isDropped: Bool
  }

  package let options: Options
  package let before: Side
  package let after: Side
  /// After less before, of accuracy; with bounds at 95 %.
  package let accuracyChange: Bounded
  /// The threshold of each group; empty of other measures.
  package let thresholds: [Double]
  package let proxies: [Proxy]
  /// The model with the measure, made of all rows; nil where only thresholds change.
  package let trained: TrainedPrediction?
  package let testCount: Int
  package let rowCount: Int

  /// - Parameter group: a header or a role; nil for the first of gender, age and region.
  package init(
    _ old: TrainedPrediction, _ table: Table, group: String?, _ options: Options, _ run: Run
  ) throws {
    let work = try Work(old.model, table, group: group)
    self.options = options
    let plain = try work.fitted(work.columns, work.train, weights: nil, run)
    let cuts = work.groups.names.map { _ in old.model.threshold }
    before = try work.side(plain, cuts, run)
    run.report(0.3, Phrase(en: "making it again", zh: "重新建模"))
    var (kept, found, own) = (work.columns, [Proxy](), [Double]())
    switch options.measure {
    case .reweigh:
      let weights = try work.weights(work.train)
      after = try work.side(work.fitted(kept, work.train, weights: weights, run), cuts, run)
    case .dropProxy:
      found = try work.proxies(options.proxyArea, run)
      let dropped = Set(found.filter(\.isDropped).map(\.feature))
      kept = work.columns.filter { !dropped.contains($0.header) }
      guard !kept.isEmpty else {
        throw AnalyticsError.constantFeatures(headers: work.columns.map(\.header))
      }
      after = try work.side(work.fitted(kept, work.train, weights: nil, run), cuts, run)
    case .groupThreshold:
      own = try work.thresholds(options.aim, work.train, run)
      after = try work.side(plain, own, run)
    }
    run.report(0.6, Phrase(en: "on all rows", zh: "用全部数据"))
    let all = Array(work.rows.indices)
    if options.measure == .groupThreshold {
      (thresholds, trained) = (try work.thresholds(options.aim, all, run), nil)
    } else {
      thresholds = []
      let weights = options.measure == .reweigh ? try work.weights(all) : nil
      trained = try work.remade(old, kept, weights, after, run)
    }
    proxies = found
    let change = PairedDifference.ofMeans(after.isRight, before.isRight)
    accuracyChange = Bounded(
      change?.difference ?? 0, lower: change?.lower, upper: change?.upper)
    (testCount, rowCount) = (work.test.count, work.rows.count)
  }

  /// Rows with an outcome and a group, and which of them test.
  fileprivate struct Work {
    let model: PredictionModel
    let table: Table
    let groups: PeopleGroups
    /// Of the table.
    let rows: [Int]
    let outcomes: [Double]
    /// The group of each.
    let ofRow: [Int]
    /// Places among `rows`.
    let train: [Int]
    let test: [Int]
    /// The features as they are in the table.
    let columns: [Column]

    /// Every so many rows one tests.
    static let every = 4

    init(_ model: PredictionModel, _ table: Table, group: String?) throws {
      guard model.isLabel, table.column(named: model.target) != nil else {
        throw AnalyticsError.noTrueLabels(
          header: model.target,
          why: model.isLabel ? "the table has no such column" : "the model learnt numbers")
      }
      self.model = model
      self.table = table
      let wanted = group.map { [$0] }
      let groups = try PeopleGroups.all(table, wanted: wanted, without: model.target)[0]
      self.groups = groups
      let (known, values) = try model.outcomes(of: table)
      let places = known.indices.filter { groups.ofRow[known[$0]] >= 0 }
      let outcomes = places.map { values[$0] }
      let ones = outcomes.reduce(0, +)
      guard places.count >= GroupFairness.leastRows * 2, ones > 0, ones < Double(places.count)
      else {
        throw AnalyticsError.tooFewRows(
          have: places.count, need: GroupFairness.leastRows * 2,
          what: "rows of both outcomes with a group")
      }
      rows = places.map { known[$0] }
      self.outcomes = outcomes
      ofRow = rows.map { Int(groups.ofRow[$0]) }
      (train, test) = Split.stratified(outcomes, every: Self.every)
      _ = try model.encoder.bind(table)
      columns = model.encoder.features.compactMap { feature in
        table.column(named: feature.header) ?? feature.role.flatMap { table.column($0) }
      }
    }

    /// What a model of some columns and rows says of rows of the table.
    typealias Fitted = (learner: any FittedLearner, bound: BoundFeatures)

    func fitted(
      _ columns: [Column], _ places: [Int], weights: [Double]?, _ run: Run
    ) throws -> Fitted {
      try run.checkpoint()
      let own = places.map { rows[$0] }
      let encoder = try FeatureEncoder(columns, train: own, run)
      guard !encoder.features.isEmpty else {
        throw AnalyticsError.constantFeatures(headers: columns.map(\.header))
      }
      let bound = try encoder.bind(table)
      let targets = LearnerTargets(
        values: places.map { outcomes[$0] }, isLabel: true, weights: weights)
      return (
        try LearnerFitting(model.settings).fit(EncodedRows(bound, own), targets, run), bound
      )
    }

    func side(_ fitted: Fitted, _ cuts: [Double], _ run: Run) throws -> Side {
      let asked = EncodedRows(fitted.bound, test.map { rows[$0] })
      let chances = try fitted.learner.predictions(asked, run)
      let labels = test.map { outcomes[$0] }
      let part = try FairnessAudit.part(groups, test.map { rows[$0] }, labels, chances) {
        cuts[$0]
      }
      let rate = train.reduce(0) { $0 + outcomes[$1] } / Double(train.count)
      let figures = PredictionFigures(
        targets: labels, predictions: chances, yes: model.yes, trainMean: rate,
        threshold: model.threshold,
        split: Phrase(
          en: "every \(Self.every)th row of each outcome", zh: "每种结果各每 \(Self.every) 行取一行"))
      let isRight = test.indices.map { place -> Double in
        (chances[place] >= cuts[ofRow[test[place]]]) == (labels[place] == 1) ? 1 : 0
      }
      return Side(
        part: part, figures: figures, judged: JudgedRows(targets: labels, predictions: chances),
        isRight: isRight)
    }

    func weights(_ places: [Int]) throws -> [Double] {
      guard model.settings.kind != .knn else {
        throw AnalyticsError.unknownName(
          parameter: "method", found: "reweigh, which neighbours cannot follow",
          known: [Measure.groupThreshold.rawValue, Measure.dropProxy.rawValue])
      }
      return try Reweighing.weights(
        labels: places.map { outcomes[$0] }, groups: places.map { ofRow[$0] },
        groupCount: groups.names.count)
    }

    /// A threshold for each group, by what models that have not seen a row say of it.
    func thresholds(_ aim: GroupThresholds.Aim, _ places: [Int], _ run: Run) throws -> [Double] {
      let encoder = try FeatureEncoder(columns, train: places.map { rows[$0] }, run)
      let all = try EncodedRows(encoder.bind(table), places.map { rows[$0] })
      let targets = LearnerTargets(values: places.map { outcomes[$0] }, isLabel: true)
      let unseen = try Folds(all, targets, count: 5).unseen(run) { part, known in
        let learner = try LearnerFitting(model.settings).fit(part, known, run)
        return { try learner.predictions($0, run) }
      }
      return try GroupThresholds(
        aim, labels: targets.values, probabilities: unseen, groups: places.map { ofRow[$0] },
        groupCount: groups.names.count, threshold: model.threshold
      ).thresholds
    }

    /// How well each feature alone tells a group of unseen rows; the group's own column always.
    func proxies(_ limit: Double, _ run: Run) throws -> [Proxy] {
      let areas = try columns.map { column in
        try run.checkpoint()
        return column.header == groups.header ? 1 : try area(column, run)
      }
      return areas.descendingOrder().map {
        Proxy(
          feature: columns[$0].header, area: areas[$0],
          isDropped: areas[$0] >= limit || columns[$0].header == groups.header)
      }
    }

    /// Of the group that the column tells best.
    private func area(_ column: Column, _ run: Run) throws -> Double {
      let own = train.map { rows[$0] }
      let encoder = try FeatureEncoder([column], train: own, run)
      guard !encoder.features.isEmpty else { return 0.5 }
      let bound = try encoder.bind(table)
      var settings = LearnerSettings()
      (settings.kind, settings.l2) = (.logistic, 1)
      var best = 0.5
      for group in groups.names.indices {
        let seen = train.map { ofRow[$0] == group ? 1.0 : 0 }
        let unseen = test.map { ofRow[$0] == group ? 1.0 : 0 }
        let ones = (seen.reduce(0, +), unseen.reduce(0, +))
        guard ones.0 >= 10, ones.0 < Double(seen.count), ones.1 >= 10, ones.1 < Double(unseen.count)
        else { continue }
        let learner = try LearnerFitting(settings).fit(
          EncodedRows(bound, own), LearnerTargets(values: seen, isLabel: true), run)
        let chances = try learner.predictions(
          EncodedRows(bound, test.map { rows[$0] }), run)
        best = max(best, try RocArea(labels: unseen, scores: chances, run)?.area ?? 0.5)
      }
      return best
    }

    /// The model made of all rows, in the place of the old one.
    func remade(
      _ old: TrainedPrediction, _ kept: [Column], _ weights: [Double]?,
      _ side: Side, _ run: Run
    ) throws -> TrainedPrediction {
      let all = Array(rows.indices)
      let fitted = try fitted(kept, all, weights: weights, run)
      let refit = Refit(
        encoder: fitted.bound.encoder, learner: fitted.learner,
        rows: EncodedRows(fitted.bound, rows),
        targets: LearnerTargets(values: outcomes, isLabel: true, weights: weights))
      let headers = Set(fitted.bound.encoder.features.map(\.header))
      return TrainedPrediction(
        model: try PredictionModel(
          old.model, updated: refit, added: rows.count - old.model.rowCount, figures: side.figures,
          run),
        figures: side.figures, crossValidation: nil,
        importances: old.importances.filter { headers.contains($0.feature) },
        notices: old.notices, leaks: old.leaks, judged: side.judged)
    }
  }
}
