/// Which model is used: all candidates look for hidden choices, the best is used, alone or blended
/// with the next; how good it is, choices show that none of this had seen.
///
/// Models are compared on the last choice but one of each person, with that and the last one
/// hidden; the winner then learns with the last one hidden alone, and the last choices judge it.
import Learning
import Numerics
import Support

struct ChosenModel: Sendable {
  /// Learnt from everything.
  let ranker: Ranker
  let label: String
  /// On hidden last choices: popularity first, then the winner where it is another.
  let judged: [RankingMetrics]
  /// Every candidate on the choices that they were compared on.
  let tried: [(label: String, metrics: RankingMetrics)]
  let testedPeople: Int

  /// Below so many people with two choices nothing can be compared.
  static let fewestTests = 20
  /// At most so many people are learnt from to compare models, evenly spread; the one that is
  /// chosen then learns from all.
  static let mostPeople = 20_000
}

/// One choice among candidates.
struct ModelChoice: Sendable {
  let source: CandidateSource
  let events: [Choices.Event]
  let personCount: Int
  let itemCount: Int
  let allowsOwn: Bool
  let lengths: [Int]
  /// Items that may be recommended to nobody.
  let barred: [Int32]

  private var stride: Int {
    source.options.effort == .thorough
      ? 1 : (personCount + ChosenModel.mostPeople - 1) / ChosenModel.mostPeople
  }

  private func matrix(_ events: [Choices.Event], _ run: Run) throws -> ChoiceMatrix {
    try ChoiceMatrix(personCount: personCount, itemCount: itemCount, events: events, run)
  }

  private func hide(
    _ events: [Choices.Event], seed: UInt64, _ run: Run
  ) throws -> HiddenChoices {
    try HiddenChoices(
      events, personCount: personCount, itemCount: itemCount, hasTimes: source.hasTimes, seed: seed,
      stride: stride, effort: source.options.effort, run)
  }

  func chosen(_ run: Run) throws -> ChosenModel {
    let options = source.options
    let all = try matrix(events, run)
    let outer = try hide(events, seed: options.seed, run)
    guard outer.tests.count >= ChosenModel.fewestTests else {
      let asked = source.candidates(all)
      let only = options.method == .auto || options.method == .hybrid ? asked[0] : asked.last
      let candidate = only ?? source.popularity
      return ChosenModel(
        ranker: try candidate.ranker(all, run), label: candidate.label, judged: [], tried: [],
        testedPeople: outer.tests.count)
    }
    let inner = try hide(outer.train, seed: options.seed &+ 1, run)
    // With too few choices to hide two each, one set serves for both.
    let compared = inner.tests.count >= ChosenModel.fewestTests ? inner : outer
    let (winner, tried) = try compare(compared, run)
    run.report(0.7, Phrase(en: "judging the best model", zh: "检验最佳模型"))
    let judges = winner.method == .popularity ? [winner] : [source.popularity, winner]
    let shown = try matrix(outer.train, run)
    let judged = try judges.map { candidate in
      try metrics(try candidate.ranker(shown, run), shown, outer.tests, run)
    }
    run.report(0.85, Phrase(en: "learning from everything", zh: "用全部数据学习"))
    return ChosenModel(
      ranker: try winner.ranker(all, run), label: winner.label, judged: judged, tried: tried,
      testedPeople: outer.tests.count)
  }

  private func metrics(
    _ ranker: Ranker, _ matrix: ChoiceMatrix, _ tests: [HiddenChoices.Test], _ run: Run
  ) throws -> RankingMetrics {
    try RankingMetrics(
      ranker, matrix, tests, lengths: lengths, now: source.now, allowsOwn: allowsOwn,
      barred: barred, run)
  }

  private typealias Trial = (candidate: Candidate, ranker: Ranker, metrics: RankingMetrics)

  /// The best candidate by gain at ten; then ways to look at the history, and blends of the two
  /// best kinds.
  private func compare(
    _ hidden: HiddenChoices, _ run: Run
  ) throws -> (Candidate, [(label: String, metrics: RankingMetrics)]) {
    let shown = try matrix(hidden.train, run)
    let candidates = source.candidates(shown)
    var trials: [Trial] = []
    for (index, candidate) in candidates.enumerated() {
      run.report(
        0.6 * Double(index) / Double(candidates.count),
        Phrase(en: "trying \(candidate.label)", zh: "尝试 \(candidate.label)"))
      let ranker = try candidate.ranker(shown, run)
      trials.append((candidate, ranker, try metrics(ranker, shown, hidden.tests, run)))
    }
    let isFree = source.options.method == .auto || source.options.method == .hybrid
    guard var best = isFree ? Self.best(trials) : trials.last else {
      return (source.popularity, [])
    }
    var others: [Trial] = []
    func consider(_ candidate: Candidate, _ ranker: Ranker) throws -> Bool {
      let trial = (candidate, ranker, try metrics(ranker, shown, hidden.tests, run))
      others.append(trial)
      guard Self.isBetter(trial.2, than: best.metrics) else { return false }
      best = trial
      return true
    }
    // One more model after the other, as long as the blend gains by it.
    var members = isFree && best.candidate.method != .popularity ? [best] : []
    while !members.isEmpty, members.count < Self.mostMembers {
      var grown: [Trial]?
      for other in Self.others(than: members, of: trials) {
        let blend = Self.blend(members + [other])
        if try consider(blend.candidate, blend.ranker) { grown = members + [other] }
      }
      members = grown ?? []
    }
    for recency in recencies where best.candidate.method != .popularity {
      var (candidate, ranker) = (best.candidate, best.ranker)
      (candidate.recency, ranker.recency) = (recency, recency)
      _ = try consider(candidate, ranker)
    }
    if allowsOwn {
      var (candidate, ranker) = (best.candidate, best.ranker)
      (candidate.ownFirst, ranker.ownFirst) = (true, true)
      _ = try consider(candidate, ranker)
    }
    return (best.candidate, (trials + others).map { (Self.label($0.candidate), $0.metrics) })
  }

  /// Whether the gain is beyond its own error: what is simpler stays where it is not.
  private static func isBetter(_ one: RankingMetrics, than other: RankingMetrics) -> Bool {
    let gains = Moments(of: zip(one.gains, other.gains).map { $0 - $1 })
    return gains.mean > (gains.variance / Double(max(1, one.gains.count))).squareRoot()
  }

  /// Other ways to look at a history than all alike.
  private var recencies: [ChoiceMatrix.Recency] {
    guard source.hasTimes else { return [] }
    if let days = source.options.halfLifeDays { return [.halfLife(days: days)] }
    return [.recent(5), .recent(20)]
  }

  private static func best(_ trials: [Trial]) -> Trial? {
    trials.max { $0.metrics.ndcg < $1.metrics.ndcg }
  }

  /// The best model of each other kind, the best kinds first.
  private static func others(than members: [Trial], of trials: [Trial]) -> ArraySlice<Trial> {
    var kinds = Set(members.map(\.candidate.method) + [.popularity])
    return trials.sorted { $0.metrics.ndcg > $1.metrics.ndcg }
      .filter { kinds.insert($0.candidate.method).inserted }.prefix(mostBlends)
  }

  /// Scores of several models added up, each on one scale for each person: models that err apart
  /// are better together.
  private static func blend(_ members: [Trial]) -> (candidate: Candidate, ranker: Ranker) {
    let candidates = members.map(\.candidate)
    let label = candidates.map(\.label).joined(separator: " + ")
    let candidate = Candidate(method: .hybrid, label: label) { matrix, run in
      RankingBlend(try candidates.map { try $0.fit(matrix, run) })
    }
    let scorers = members.map(\.ranker.scorer)
    return (candidate, Ranker(method: .hybrid, scorer: RankingBlend(scorers)))
  }

  private static let mostMembers = 3
  private static let mostBlends = 3

  private static func label(_ candidate: Candidate) -> String {
    let own = candidate.ownFirst ? ", own first" : ""
    switch candidate.recency {
    case .flat: return candidate.label + own
    case .recent(let half):
      return "\(candidate.label), half as much per \(Words.short(half)) choices since\(own)"
    case .halfLife(let days):
      return "\(candidate.label), half-life \(Words.short(days)) days\(own)"
    }
  }
}
