/// How long customers stay, what makes it longer or shorter, and how long those who are there will.
///
/// The curve of Kaplan and Meier says what happened with nothing assumed; proportional hazards or
/// Weibull's law say for whom it differs. Forecasts are conditional: of customers who have lasted
/// as long as this one, how many are there so much later.
package import Learning
import Numerics
package import Support
package import Tables

package struct SurvivalStudy: Sendable {
  /// The curve of all cases, or of those of one value.
  package struct Group: Sendable {
    /// Nil for all cases, and for those without a value.
    package let value: String?
    package let isAll: Bool
    package let count: Int
    package let eventCount: Int
    package let curve: SurvivalCurve
    package let restricted: (mean: Double, standardError: Double, to: Double)
    /// Ends seen and expected if all groups were alike; nil for all cases.
    package let compared: (observed: Double, expected: Double)?
  }

  /// What one more of a column does to the hazard.
  package struct Effect: Sendable {
    package let feature: String
    /// Added to the logarithm of the hazard per unit of the file.
    package let value: Double
    package let standardError: Double?
    package let pValue: Double?
    /// How many times as long they last, of Weibull's law.
    package let timeRatio: Double?
    /// Small where the effect changes over time.
    package let changePValue: Double?

    package var hazardRatio: Double { Math.exp(min(700, value)) }
    package var interval: (lower: Double, upper: Double)? {
      standardError.map { error in
        let reach = Special.normalQuantile(0.975) * error
        return (Math.exp(min(700, value - reach)), Math.exp(min(700, value + reach)))
      }
    }
  }

  package let cases: SurvivalCases
  package let options: SurvivalOptions
  /// What was done: `km`, `cox` or `weibull`.
  package let method: SurvivalOptions.Method
  /// All cases, then each value of `by`.
  package let groups: [Group]
  package let logRank: LogRank?
  package let effects: [Effect]
  package let evaluation: SurvivalEvaluation?
  package let grade: Grade
  package let horizons: [Double]
  /// The cases still there, the soonest to leave first.
  package let stillThere: [Int]
  package let notices: [Notice]
  let model: SurvivalModel?
  let forecasts: SurvivalForecasts
  private let encoded: EncodedRows?

  package init(_ table: Table, _ options: SurvivalOptions, _ run: Run) throws {
    let cases = try SurvivalCases(table, options.source, run)
    if options.isStrict, cases.eventCount < 5 {
      throw AnalyticsError.notEnoughData(have: cases.eventCount, need: 5, what: "ends seen")
    }
    let split = try options.by.map { try SurvivalGroups(cases, by: $0) }
    run.report(0.1, Phrase(en: "survival curves", zh: "生存曲线"))
    let curves = try SurvivalCurves(cases, split, run)
    let choice = try SurvivalChoice(cases, options, run)
    var notices = cases.notices + (split?.notices ?? []) + choice.notices
    run.report(0.4, Phrase(en: "what makes it longer or shorter", zh: "影响因素"))
    let model = try choice.model(cases.rows, cases.durations, testing: true, run)
    let encoded = try model.map { try EncodedRows($0.encoder.bind(cases.table), cases.rows) }
    if let model, let encoded {
      forecasts = try model.forecasts(encoded, run)
    } else {
      forecasts = curves.forecasts(cases)
    }
    run.report(0.7, Phrase(en: "testing on unseen rows", zh: "在未见数据上检验"))
    evaluation = try choice.evaluation(split, run)
    let effects = model.map(Self.effects) ?? []
    notices += model.map { Self.notices($0, effects) } ?? []
    grade = Self.grade(cases, evaluation)
    horizons = options.horizons ?? Self.horizons(cases)
    stillThere = try Self.ranking(cases, forecasts, horizons.first ?? 1, run)
    self.cases = cases
    self.options = options
    method = choice.kind.map { $0 == .cox ? .cox : .weibull } ?? .km
    groups = curves.groups
    logRank = curves.logRank
    self.effects = effects
    self.model = model
    self.encoded = encoded
    self.notices = notices + Self.horizonNotice(cases, forecasts, horizons, stillThere)
  }

  private static func grade(_ cases: SurvivalCases, _ evaluation: SurvivalEvaluation?) -> Grade {
    if let evaluation { return evaluation.grade }
    if cases.eventCount < 5 {
      return Grade(
        .d,
        Phrase(
          en: "only \(cases.eventCount) of \(cases.count) ended: too few to tell how long it lasts",
          zh: "\(cases.count) 例中仅 \(cases.eventCount) 例结束，不足以判断持续时间"))
    }
    return Grade(
      nil,
      Phrase(
        en: "one curve for all describes what happened; it tells nobody apart",
        zh: "一条总体曲线描述已发生的情况，不区分个体"))
  }

  /// Times that people speak of, up to about a third of the longest seen.
  static func horizons(_ cases: SurvivalCases) -> [Double] {
    let longest = cases.durations.times.max() ?? 0
    let usual: [Double]
    if case .orders = cases.source {
      usual = [7, 14, 30, 60, 90, 180, 365, 730, 1_825]
    } else {
      usual = [1, 2, 3, 6, 12, 24, 36, 60, 90, 180, 365, 730, 1_825]
    }
    var found: [Double] = []
    for share in [12.0, 6, 3] {
      let horizon = usual.last { $0 <= longest / share } ?? usual[0]
      if horizon > (found.last ?? 0) { found.append(horizon) }
    }
    return found
  }

  /// Cases still there by the chance of leaving within the first horizon, unknown ones last.
  private static func ranking(
    _ cases: SurvivalCases, _ forecasts: SurvivalForecasts, _ horizon: Double, _ run: Run
  ) throws -> [Int] {
    let places = cases.stillThere
    let chances = try Parallel.map(count: places.count, chunk: 8_192) { range in
      try run.checkpoint()
      return range.map { index in
        forecasts.survival(
          places[index], from: cases.durations.times[places[index]], further: horizon) ?? 2
      }
    }.flatMap { $0 }
    return chances.ascendingOrder().map { places[$0] }
  }

  private static func horizonNotice(
    _ cases: SurvivalCases, _ forecasts: SurvivalForecasts, _ horizons: [Double], _ places: [Int]
  ) -> [Notice] {
    guard case .weibull = forecasts.model else {
      let far = horizons.max() ?? 0
      let count = places.count { cases.durations.times[$0] + far > forecasts.lastTime }
      guard count > 0 else { return [] }
      let last = Words.short(forecasts.lastTime)
      return [
        Notice(
          "beyondWhatWasSeen",
          en:
            "nobody was seen for longer than \(last): for \(count) customers a horizon ends after "
            + "that and is null; weibull goes on beyond it",
          zh: "最长观察为 \(last)：\(count) 位客户的部分时间超出该范围，记为 null；weibull 可外推",
          path: "horizons")
      ]
    }
    return []
  }
}

extension SurvivalStudy {
  /// What is foretold of one case that is still there.
  package struct Outlook: Sendable {
    package let lasted: Double
    package let medianRemaining: Double?
    /// The chance of being there after each horizon; nil beyond what was seen.
    package let survival: [Double?]
    /// How many times the hazard of the average case; nil of curves.
    package let relativeHazard: Double?
    /// What adds to the logarithm of that, the largest first.
    package let reasons: [Explanation.Effect]
  }

  /// - Parameter place: a case.
  package func outlook(_ place: Int) -> Outlook {
    let lasted = cases.durations.times[place]
    let reasons = self.reasons(place)
    return Outlook(
      lasted: lasted, medianRemaining: forecasts.medianRemaining(place, from: lasted),
      survival: horizons.map { forecasts.survival(place, from: lasted, further: $0) },
      relativeHazard: model == nil
        ? nil : Math.exp(min(700, reasons.reduce(0) { $0 + $1.effect })),
      reasons: reasons)
  }

  private func reasons(_ place: Int) -> [Explanation.Effect] {
    guard let model, let encoded else { return [] }
    let found = model.effects(encoded, at: place)
    return Explanation.sorted(
      found.indices.filter { found[$0] != 0 }.map { index in
        let header = model.encoder.features[index].header
        let value = encoded.features.text(index, row: encoded.rows[place])
        return Explanation.Effect(
          feature: header, value: value, effect: found[index],
          text: ReasonWords.risk.phrase(Phrase(verbatim: header), value, found[index]))
      })
  }

  static func effects(_ model: SurvivalModel) -> [Effect] {
    let names = model.encoder.names
    var spreads = [Double](repeating: 1, count: names.count)
    for feature in model.encoder.features {
      if case .number(_, let spread, _) = feature.encoding {
        for column in feature.range { spreads[column] = spread }
      }
    }
    return model.kept.enumerated().map { index, column in
      let value = model.coefficients[index]
      let error = model.standardErrors?[index]
      let z = error.map { $0 > 0 ? value / $0 : 0 }
      return Effect(
        feature: names[column], value: value / spreads[column],
        standardError: error.map { $0 / spreads[column] }, pValue: z.map(Special.normalBeyond),
        timeRatio: model.timeRatios().map { Math.exp(min(700, $0[index] / spreads[column])) },
        changePValue: model.changing?[index])
    }
  }

  private static func notices(_ model: SurvivalModel, _ effects: [Effect]) -> [Notice] {
    var notices: [Notice] = []
    let repeated = model.encoder.names.count - model.kept.count
    if repeated > 0 {
      notices.append(
        Notice(
          "columnsRepeat", en: "\(repeated) columns repeat others and have no effect of their own",
          zh: "\(repeated) 列与其他列重复，无独立影响"))
    }
    if model.l2 > 0 {
      notices.append(
        Notice(
          "effectsShrunk",
          en: "fewer than \(SurvivalModel.endsPerColumn) ends for each column: effects are drawn "
            + "towards none, and intervals are those of the drawn effects",
          zh: "每列结束数少于 \(SurvivalModel.endsPerColumn)：影响向零收缩，区间为收缩后的区间"))
    }
    if model.isSeparated {
      notices.append(
        Notice(
          "separated", en: "some column tells who ended without exception: its effect is a bound",
          zh: "某列完全区分了是否结束，其影响仅为下限"))
    }
    if !model.hasConverged {
      notices.append(
        Notice("notConverged", en: "the fit has not converged", zh: "拟合未收敛"))
    }
    let tests = Double(max(1, effects.count))
    let changing = effects.filter { ($0.changePValue ?? 1) < 0.05 / tests }
    if !changing.isEmpty {
      let list = changing.prefix(8).map(\.feature).joined(separator: ", ")
      notices.append(
        Notice(
          "notProportional",
          en: "the effect of \(list) changes over time: the ratio is its average, and "
            + "by shows the curves",
          zh: "\(list) 的影响随时间变化：比率为平均值，可用 by 查看各组曲线", path: "covariates"))
    }
    return notices
  }
}
