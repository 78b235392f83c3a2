/// Churn from how long customers have been there and whether they left: the chance of leaving
/// within the horizon for those still there.
///
/// With H the summed hazard of an average customer, t the time already lasted and h the horizon,
/// the chance is 1 - exp(-(H(t + h) - H(t)) * e^x), so reasons add up exactly in the logarithm of
/// the hazard: what the time already lasted does, and what each column adds to x.
import Learning
import Numerics
import Support
import Tables

struct SurvivalChurn {
  private let cases: SurvivalCases
  private let options: ChurnOptions
  private let choice: SurvivalChoice
  private let horizon: Double

  private static let every = 5
  /// Times that cases of the past are looked at from.
  private static let landmarks = 12
  /// Cases that the model is made again of.
  private static let mostCases = 5_000

  init(_ table: Table, _ options: ChurnOptions, _ run: Run) throws {
    self.options = options
    var wish = SurvivalOptions()
    wish.source.positive = options.positive
    wish.covariates = options.features
    cases = try SurvivalCases(table, wish.source, run)
    if options.isStrict, cases.eventCount < 5 {
      throw AnalyticsError.notEnoughData(have: cases.eventCount, need: 5, what: "ends seen")
    }
    choice = try SurvivalChoice(cases, wish, run)
    let usual = SurvivalStudy.horizons(cases)
    horizon = options.horizonDays.map(Double.init) ?? usual[usual.count / 2]
  }

  func predict(_ run: Run) throws -> ChurnPrediction {
    run.report(0.1, Phrase(en: "learning how long it lasts", zh: "学习持续时间"))
    let there = cases.stillThere
    guard !there.isEmpty else { throw AnalyticsError.noUsableRows(why: "everybody has left") }
    let all = Array(cases.ids.indices)
    let look = try look(all, run)
    let lasted = there.map { cases.durations.times[$0] }
    let scores = try look.logHazards(there, cases, run)
    let probabilities = there.indices.map { look.chance(lasted[$0], scores[$0]) }
    run.report(0.5, Phrase(en: "testing on unseen rows", zh: "在未见数据上检验"))
    let tested = try evaluation(run)
    let again = try replicas(there, run)
    let money = cases.table.column(.monetary)?.number ?? cases.table.column(.amount)?.number
    return ChurnPrediction(
      method: look.model == nil ? "km" : "cox", mode: .survival, ids: there.map { cases.ids[$0] },
      probabilities: probabilities,
      interval: { place in
        guard again.looks.count == Jackknife.groups else { return nil }
        let found = again.looks.indices.map { index in
          Math.logit(again.looks[index].chance(lasted[place], again.scores[index][place]))
        }
        return ProbabilityInterval.around(
          probabilities[place], deviation: again.scale * Jackknife.deviation(found),
          degrees: Double(Jackknife.groups - 1))
      }, aliveProbabilities: nil, daysSinceLast: nil, expectedNextDay: nil,
      valuesAtRisk: money.map { column in
        there.indices.map { probabilities[$0] * column.values[cases.rows[there[$0]]] }
      }, threshold: tested?.threshold ?? options.decision.threshold ?? 0.5,
      highTier: options.highTier, mediumTier: options.mediumTier, evaluation: tested,
      coefficients: coefficients(look),
      explanation: try explanation(look, there, lasted), definition: definition,
      grade: tested?.grade ?? untested,
      notices: cases.notices + choice.notices + notices(there), asOf: options.asOf,
      windowDays: nil, horizonDays: nil, snapshotDays: [], lapsedCount: cases.eventCount,
      leaks: [])
  }

  /// What was learnt of some cases, looking so far ahead.
  private struct Look: Sendable {
    let model: SurvivalModel?
    let carried: CarriedHazard
    let horizon: Double

    /// The logarithm of the hazard of cases beside the average one.
    func logHazards(_ places: [Int], _ cases: SurvivalCases, _ run: Run) throws -> [Double] {
      guard let model else { return places.map { _ in 0 } }
      let rows = try EncodedRows(
        model.encoder.bind(cases.table), places.map { cases.rows[$0] })
      return try model.forecasts(rows, run).risks
    }

    /// The logarithm of the hazard of an average case from a time on.
    func logRise(_ lasted: Double) -> Double {
      Math.log(min(1e9, max(1e-9, carried.rise(from: lasted, further: horizon))))
    }

    func chance(_ lasted: Double, _ logHazard: Double) -> Double {
      let hazard = Math.exp(min(50, logRise(lasted) + logHazard))
      return min(1 - 1e-9, max(1e-9, -Math.expm1(-hazard)))
    }
  }

  private func look(_ places: [Int], _ run: Run) throws -> Look {
    let durations = cases.durations.rows(places)
    let last = durations.times.max() ?? 0
    if let model = try choice.model(
      places.map { cases.rows[$0] }, durations, testing: false, run),
      let baseline = model.baseline
    {
      let carried = CarriedHazard(lastTime: last, width: horizon) { baseline.value(at: $0) }
      return Look(model: model, carried: carried, horizon: horizon)
    }
    let curve = try SurvivalCurve(durations, run)
    let carried = CarriedHazard(lastTime: last, width: horizon) { time in
      curve.cumulativeHazard(at: time)
    }
    return Look(model: nil, carried: carried, horizon: horizon)
  }

  /// The model without each tenth of the cases.
  private func replicas(
    _ there: [Int], _ run: Run
  ) throws -> (looks: [Look], scores: [[Double]], scale: Double) {
    let step = max(1, cases.count / Self.mostCases)
    let used = Array(stride(from: 0, to: cases.count, by: step))
    var (looks, scores) = ([Look](), [[Double]]())
    for group in 0..<Jackknife.groups {
      let kept = used.indices.filter { $0 % Jackknife.groups != group }.map { used[$0] }
      guard kept.contains(where: { cases.durations.isEvent[$0] }) else { break }
      do {
        looks.append(try look(kept, run))
      } catch is AnalyticsError {
        break
      }
      scores.append(try looks[group].logHazards(there, cases, run))
    }
    return (looks, scores, (Double(used.count) / Double(max(1, cases.count))).squareRoot())
  }

  /// Cases as they stood after some times, and whether they had left a horizon later; those last
  /// seen in between are left out.
  private func past(_ places: [Int]) -> (lasted: [Double], place: [Int], labels: [Double]) {
    let longest = cases.durations.times.max() ?? 0
    let step = max(horizon, longest / Double(Self.landmarks))
    var found: (lasted: [Double], place: [Int], labels: [Double]) = ([], [], [])
    for (index, place) in places.enumerated() {
      let (time, isEvent) = (cases.durations.times[place], cases.durations.isEvent[place])
      for landmark in 0..<Self.landmarks {
        let start = Double(landmark) * step
        guard time > start else { break }
        let isLeft = isEvent && time <= start + horizon
        guard isLeft || time >= start + horizon else { break }
        found.lasted.append(start)
        found.place.append(index)
        found.labels.append(isLeft ? 1 : 0)
      }
    }
    return found
  }

  private func evaluation(_ run: Run) throws -> Evaluation? {
    let labels = cases.durations.isEvent.map { $0 ? 1.0 : 0.0 }
    let split = Split.stratified(labels, every: Self.every)
    let step = max(1, split.test.count / SurvivalEvaluation.mostCases)
    let test = stride(from: 0, to: split.test.count, by: step).map { split.test[$0] }
    let train = stride(from: 0, to: split.train.count, by: step).map { split.train[$0] }
    guard split.train.contains(where: { cases.durations.isEvent[$0] }) else { return nil }
    let look: Look
    do {
      look = try self.look(split.train, run)
    } catch is AnalyticsError {
      return nil
    }
    func foretold(_ places: [Int]) throws -> (labels: [Double], chances: [Double]) {
      let found = past(places)
      let scores = try look.logHazards(places, cases, run)
      let chances = found.place.indices.map {
        look.chance(found.lasted[$0], scores[found.place[$0]])
      }
      return (found.labels, chances)
    }
    let (seen, unseen) = (try foretold(train), try foretold(test))
    guard Set(unseen.labels).count == 2, Set(seen.labels).count == 2 else { return nil }
    return Evaluation(
      labels: unseen.labels, probabilities: unseen.chances,
      trainRate: seen.labels.pairwiseSum / Double(seen.labels.count),
      threshold: try options.decision.cut(
        labels: seen.labels, probabilities: seen.chances, run),
      split: splitWords)
  }

  private func coefficients(_ look: Look) -> [LearnedCoefficient] {
    guard let model = look.model else { return [] }
    return SurvivalStudy.effects(model).map {
      LearnedCoefficient(
        feature: $0.feature, value: $0.value, standardError: $0.standardError)
    }
  }

  private func explanation(
    _ look: Look, _ there: [Int], _ lasted: [Double]
  ) throws -> Explanation {
    let base = look.logRise(Quantities.median(lasted))
    guard case .columns(let duration, _, _) = cases.source else {
      return Explanation(base: base, scale: .logHazard) { _ in [] }
    }
    let rows = try look.model.map {
      try EncodedRows($0.encoder.bind(cases.table), there.map { cases.rows[$0] })
    }
    return Explanation(base: base, scale: .logHazard) { place in
      var effects = [(duration, Words.short(lasted[place]), look.logRise(lasted[place]) - base)]
      if let model = look.model, let rows {
        for (index, effect) in model.effects(rows, at: place).enumerated() {
          effects.append(
            (
              model.encoder.features[index].header,
              rows.features.text(index, row: rows.rows[place]), effect
            ))
        }
      }
      return Explanation.sorted(
        effects.map { name, value, effect in
          Explanation.Effect(
            feature: name, value: value, effect: effect,
            text: ReasonWords.risk.phrase(Phrase(verbatim: name), value, effect))
        })
    }
  }
}

extension SurvivalChurn {
  private var ahead: Phrase {
    let unit = cases.unit
    let length = Words.short(horizon)
    return Phrase(en: "\(length) \(unit.en)", zh: "\(length)（\(unit.zh)）")
  }

  private var definition: Phrase {
    guard case .columns(let duration, let event, let ended) = cases.source else {
      return Phrase(verbatim: "")
    }
    return Phrase(
      en: "churn = \(event) becomes \(ended) within \(ahead.en) more; scored are customers still "
        + "there, each given how long (\(duration)) it has lasted",
      zh: "流失 = 在接下来 \(ahead.zh)内 \(event) 变为 \(ended)；评分对象为仍在的客户，"
        + "以其已持续时间（\(duration)）为条件")
  }

  private var splitWords: Phrase {
    Phrase(
      en: "every \(Self.every)th customer of the ended and of the others, looked at from several "
        + "earlier times on for \(ahead.en), so that one may count more than once; those last seen "
        + "within that time and not ended (censored) are left out, which makes rates somewhat high",
      zh: "已结束与未结束者各每 \(Self.every) 位取一位，自若干更早时点起观察 \(ahead.zh)，同一客户可计多次；"
        + "期间截尾者不计入，故比率略偏高")
  }

  private var untested: Grade {
    Grade(
      .d,
      Phrase(
        en: "only \(cases.eventCount) of \(cases.count) have left: too few to test",
        zh: "\(cases.count) 位中仅 \(cases.eventCount) 位流失，无法检验"))
  }

  private func notices(_ there: [Int]) -> [Notice] {
    let last = cases.durations.times.max() ?? 0
    let beyond = there.count { cases.durations.times[$0] + horizon > last }
    let left = cases.eventCount
    return [
      Notice(
        "lapsedLeftOut", en: "\(left) customers have left already and are not listed",
        zh: "\(left) 位客户已流失，未列出")
    ]
      + (beyond == 0
        ? []
        : [
          Notice(
            "beyondWhatWasSeen",
            en: "nobody was seen for longer than \(Words.short(last)): for \(beyond) customers the "
              + "hazard of the last \(ahead.en) is carried on",
            zh: "最长观察为 \(Words.short(last))：\(beyond) 位客户沿用最后 \(ahead.zh)的风险",
            path: "horizonDays")
        ])
  }
}
