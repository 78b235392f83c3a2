/// Several models on the same hidden choices, beside what is popular and beside chance.
import Learning
import Numerics
package import Support
package import Tables

package struct RecommenderTrial: Sendable {
  /// Popularity first, then the models that were asked for.
  package let metrics: [(label: String, metrics: RankingMetrics)]
  /// What lists by lot would hit, by length.
  package let chance: [(length: Int, hitRate: Double)]
  package let people: Int
  package let items: Int
  package let tested: Int
  package let allowsRepeats: Bool
  package let areBaskets: Bool
  package let hasTimes: Bool
  package let notices: [Notice]

  package static func of(
    _ table: Table, methods: [RecommendOptions.Method], lengths: [Int], options: RecommendOptions,
    _ run: Run
  ) throws -> RecommenderTrial {
    var options = options
    options.ratingUse = .implicit
    let choices = try Choices(table, options, run)
    let (first, last) = (choices.events.first?.time ?? 0, choices.events.last?.time ?? 0)
    let hidden = try HiddenChoices(
      choices.events, personCount: choices.people.count, itemCount: choices.items.count,
      hasTimes: choices.hasTimes, seed: options.seed, effort: options.effort, run)
    let (have, what) = (hidden.tests.count, "customers with two different choices")
    guard have > 0 else { throw AnalyticsError.tooFewRows(have: 0, need: 1, what: what) }
    guard !options.isStrict || have >= ChosenModel.fewestTests else {
      throw AnalyticsError.notEnoughData(have: have, need: ChosenModel.fewestTests, what: what)
    }
    let matrix = try ChoiceMatrix(
      personCount: choices.people.count, itemCount: choices.items.count, events: hidden.train, run)
    let rules = try ItemRules(choices, popularity: matrix.popularity, options, table)
    let allowsOwn =
      options.repeats == .yes || (options.repeats == .auto && choices.repeatShare >= 0.3)
    let source = CandidateSource(
      options: options, now: last, spanDays: Double(last - first) / 86_400,
      hasTimes: choices.hasTimes,
      content: try ItemContent(table, ids: choices.items, names: choices.itemNames, run),
      baskets: nil)
    let candidates =
      [source.popularity]
      + methods.filter { $0 != .popularity }.map { source.named($0, matrix) }
    var found: [(label: String, metrics: RankingMetrics)] = []
    for (index, candidate) in candidates.enumerated() {
      run.report(
        Double(index) / Double(candidates.count),
        Phrase(en: "trying \(candidate.label)", zh: "尝试 \(candidate.label)"))
      let metrics = try RankingMetrics(
        try candidate.ranker(matrix, run), matrix, hidden.tests, lengths: lengths, now: last,
        allowsOwn: allowsOwn, barred: rules.barred, run)
      found.append((candidate.label, metrics))
    }
    let popularity = matrix.popularity
    let open = popularity.count { $0 > 0 } - rules.barred.count { popularity[Int($0)] > 0 }
    let own = hidden.tests.map { Double(matrix.range($0.person).count) }
    let room = Double(open) - (allowsOwn ? 0 : own.pairwiseSum / Double(max(1, own.count)))
    return RecommenderTrial(
      metrics: found,
      chance: lengths.map { length in
        // None of the hidden ones among as many drawn by lot.
        let share = min(1, Double(length) / max(1, room))
        let missed = hidden.tests.map { Math.pow(1 - share, Double($0.items.count)) }
        return (length, 1 - missed.pairwiseSum / Double(max(1, missed.count)))
      },
      people: choices.people.count, items: choices.items.count, tested: hidden.tests.count,
      allowsRepeats: allowsOwn, areBaskets: choices.areBaskets,
      hasTimes: choices.hasTimes, notices: choices.notices)
  }
}
