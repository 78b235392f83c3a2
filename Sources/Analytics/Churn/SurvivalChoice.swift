/// Which model cases are given, and how it is tested: on a part of the cases that it has not seen.
import Learning
import Numerics
import Support
import Tables

struct SurvivalChoice {
  private let cases: SurvivalCases
  private let columns: [Column]
  /// Nil for curves alone.
  let kind: SurvivalModel.Kind?
  let notices: [Notice]

  /// Ends below which `auto` leaves it at a curve.
  private static let leastEnds = 10
  private static let every = 5

  init(_ cases: SurvivalCases, _ options: SurvivalOptions, _ run: Run) throws {
    self.cases = cases
    if options.method == .km {
      (columns, notices, kind) = ([], [], nil)
      return
    }
    let found = try cases.covariates(options.covariates, run)
    columns = found.columns
    let encoder = try FeatureEncoder(columns, train: cases.rows, run)
    let isAutomatic = options.method == .auto
    if encoder.features.isEmpty {
      guard isAutomatic else {
        throw AnalyticsError.constantFeatures(headers: columns.map(\.header))
      }
      (notices, kind) = (found.notices, nil)
      return
    }
    if isAutomatic, cases.eventCount < Self.leastEnds {
      notices = found.notices + [Self.fewNotice(cases.eventCount)]
      kind = nil
      return
    }
    kind = options.method == .weibull ? .weibull : .cox
    let left = encoder.leftOut.map(\.header)
    let list = left.joined(separator: ", ")
    notices =
      found.notices
      + (left.isEmpty
        ? []
        : [Notice("columnsLeftOut", en: "not used as features: \(list)", zh: "未作为特征：\(list)")])
  }

  private static func fewNotice(_ ends: Int) -> Notice {
    Notice(
      "tooFewEnds",
      en: "\(ends) ends tell nothing of what makes it longer or shorter: a curve only",
      zh: "仅 \(ends) 例结束，无法判断影响因素：仅给出曲线")
  }

  /// Nil for curves alone.
  func model(
    _ rows: [Int], _ durations: Durations, testing: Bool, _ run: Run
  ) throws -> SurvivalModel? {
    guard let kind else { return nil }
    let encoder = try FeatureEncoder(columns, train: rows, run)
    guard !encoder.features.isEmpty else { return nil }
    return try SurvivalModel(
      kind, encoder, cases.table, rows, durations, testing: testing, run)
  }

  /// Learnt on four fifths, tested on the rest; nil of one curve for all and of too few cases.
  func evaluation(_ groups: SurvivalGroups?, _ run: Run) throws -> SurvivalEvaluation? {
    guard kind != nil || groups != nil else { return nil }
    let labels = cases.durations.isEvent.map { $0 ? 1.0 : 0.0 }
    let split = Split.stratified(labels, every: Self.every)
    let step = max(1, split.test.count / SurvivalEvaluation.mostCases)
    let test = stride(from: 0, to: split.test.count, by: step).map { split.test[$0] }
    let known = cases.durations.rows(split.train)
    guard !test.isEmpty, known.isEvent.contains(true) else { return nil }
    let found: SurvivalForecasts?
    do {
      found = try forecasts(split.train, test, known, groups, run)
    } catch is AnalyticsError {
      // What can be learnt of all cases cannot of a part: then nothing is tested.
      return nil
    }
    guard let forecasts = found else { return nil }
    let share = Words.percent(1 / Double(Self.every))
    return try SurvivalEvaluation(
      forecasts, test: cases.durations.rows(test), train: known,
      split: Phrase(
        en: "every \(Self.every)th case of the ended and of the others: \(share)",
        zh: "已结束与未结束者各每 \(Self.every) 例取一例：\(share)"),
      run)
  }

  private func forecasts(
    _ train: [Int], _ test: [Int], _ known: Durations, _ groups: SurvivalGroups?, _ run: Run
  ) throws -> SurvivalForecasts? {
    if kind != nil {
      let rows = train.map { cases.rows[$0] }
      guard let model = try model(rows, known, testing: false, run) else { return nil }
      let unseen = try EncodedRows(
        model.encoder.bind(cases.table), test.map { cases.rows[$0] })
      return try model.forecasts(unseen, run)
    }
    guard let groups else { return nil }
    let all = try SurvivalCurve(known, run)
    let curves = try groups.values.indices.map { group -> SurvivalCurve in
      let own = train.indices.filter { groups.groupOf[train[$0]] == group }
      return own.isEmpty ? all : try SurvivalCurve(known.rows(own), run)
    }
    return SurvivalForecasts(
      model: .curves([all] + curves, groupOf: test.map { groups.groupOf[$0] + 1 }),
      lastTime: known.times.max() ?? 0)
  }
}
