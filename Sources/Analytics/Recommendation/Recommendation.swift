/// The one entry to recommendation: choose a model by hidden choices, learn from everything, and
/// recommend, with reasons.
import Learning
import Numerics
package import Support
package import Tables

package struct Recommendation: Sendable {
  package struct Item: Sendable {
    package let id: String
    package let name: String?
    package let score: Double
    /// Clipped to the scale; nil where choices carry no ratings.
    package let predictedRating: Double?
    package let reason: ItemReason
  }

  /// What was asked of ratings, and how well unseen ones are predicted.
  package struct RatingFigures: Sendable {
    package let error: Double
    package let baseline: Double
    package let count: Int
  }

  package let method: String
  package let choices: Choices
  /// Popularity first, then the model, on hidden last choices.
  package let evaluation: [RankingMetrics]
  /// Every candidate, on the choices that candidates were compared on.
  package let tried: [(label: String, metrics: RankingMetrics)]
  package let ratingFigures: RatingFigures?
  package let testedPeople: Int
  package let allowsRepeats: Bool
  package let definition: Phrase
  package let grade: Grade
  package let notices: [Notice]
  package let rules: ItemLimits
  private(set) var engine: RecommendEngine
  /// Items that the model learnt; those behind them were folded in later.
  let learntItems: Int
  /// People whose choices are not those that the model learnt from.
  let changedPeople: [Bool]
  /// Whether each item passes the filter that the model was made with; nil where there was none.
  private let passes: [Bool]?

  /// Counts of items that nobody is recommended.
  package struct ItemLimits: Sendable {
    package let rare: Int
    package let excluded: Int
    package let filtered: Int

    init(_ rules: ItemRules) {
      (rare, excluded, filtered) = (rules.rare, rules.excluded, rules.filtered)
    }
  }

  package static func of(
    _ table: Table, options: RecommendOptions, _ run: Run
  ) throws -> Recommendation {
    let choices = try Choices(table, options, run)
    let content = try ItemContent(
      table, ids: choices.items, names: choices.itemNames, run)
    let segments = options.coldStart == .segmentPopularity ? CustomerSegments(table) : nil
    let baskets = try OrderBaskets(table, run)?.rows(choices.items.count)
    return try Recommendation(
      choices, options, table: table, content: content, baskets: baskets, segments: segments, run)
  }

  /// The same for choices that no file stands behind.
  package static func of(
    _ choices: Choices, options: RecommendOptions, _ run: Run
  ) throws -> Recommendation {
    try Recommendation(
      choices, options, table: nil, content: nil, baskets: nil, segments: nil, run)
  }

  init(
    _ choices: Choices, _ options: RecommendOptions, table: Table?, content: ItemContent?,
    baskets: BasketRows?, segments: CustomerSegments?, _ run: Run
  ) throws {
    let matrix = try ChoiceMatrix(
      personCount: choices.people.count, itemCount: choices.items.count, events: choices.events,
      run)
    let rules = try ItemRules(choices, popularity: matrix.popularity, options, table)
    let allowsOwn =
      options.repeats == .yes || (options.repeats == .auto && choices.repeatShare >= 0.3)
    let (first, last) = (choices.events.first?.time ?? 0, choices.events.last?.time ?? 0)
    let source = CandidateSource(
      options: options, now: last, spanDays: Double(last - first) / 86_400,
      hasTimes: choices.hasTimes, content: content, baskets: baskets)
    let chosen: ChosenModel
    var figures: RatingFigures?
    if let ratings = choices.ratings {
      let rated = try RatedChoice.chosen(ratings, options, run)
      figures = rated.figures
      chosen = ChosenModel(
        ranker: Ranker(method: rated.method, scorer: rated.scorer), label: rated.method.rawValue,
        judged: [], tried: [], testedPeople: 0)
    } else {
      chosen = try ModelChoice(
        source: source, events: choices.events, personCount: choices.people.count,
        itemCount: choices.items.count, allowsOwn: allowsOwn,
        lengths: Array(Set(RankingMetrics.lengths + [options.count])).sorted(),
        barred: rules.barred
      ).chosen(run)
      if options.isStrict, chosen.testedPeople < ChosenModel.fewestTests {
        throw AnalyticsError.notEnoughData(
          have: chosen.testedPeople, need: ChosenModel.fewestTests,
          what: "customers with two choices")
      }
    }
    self.choices = choices
    method = chosen.ranker.method.rawValue
    evaluation = chosen.judged
    tried = chosen.tried
    ratingFigures = figures
    testedPeople = chosen.testedPeople
    allowsRepeats = allowsOwn
    definition = RecommendWords.definition(chosen, choices, allowsOwn)
    grade =
      figures.map(RecommendWords.grade) ?? RecommendWords.grade(chosen, hasTimes: choices.hasTimes)
    notices = choices.notices
    self.rules = ItemLimits(rules)
    passes = rules.passes
    learntItems = choices.items.count
    changedPeople = [Bool](repeating: false, count: choices.people.count)
    engine = try RecommendEngine(
      chosen.ranker, matrix, choices, options, now: last, allowsOwn: allowsOwn,
      barred: rules.barred, segments: segments, run)
  }

  /// The same model with choices that came later folded in.
  ///
  /// - Parameters:
  ///   - ranker: of all people and items in `choices`.
  ///   - new: the choices of `newTable` alone, of which items may be filtered.
  init(
    _ old: Recommendation, _ choices: Choices, _ matrix: ChoiceMatrix, _ ranker: Ranker,
    changed: [Bool], newTable: Table, new: Choices, _ run: Run
  ) throws {
    let options = old.engine.options
    var passes = old.passes
    if passes != nil {
      let known = try ItemRules.passing(newTable, new, options)
      let fresh = Set(zip(new.items, known).filter(\.1).map(\.0))
      passes? += choices.items[old.choices.items.count...].map(fresh.contains)
    }
    let rules = ItemRules(choices, popularity: matrix.popularity, options, passes: passes)
    self.choices = choices
    method = old.method
    evaluation = old.evaluation
    tried = old.tried
    ratingFigures = old.ratingFigures
    testedPeople = old.testedPeople
    allowsRepeats = old.allowsRepeats
    definition = old.definition
    grade = old.grade
    notices = choices.notices
    self.rules = ItemLimits(rules)
    self.passes = passes
    learntItems = old.learntItems
    changedPeople = changed
    engine = try RecommendEngine(
      ranker, matrix, choices, options, now: choices.events.last?.time ?? 0,
      allowsOwn: old.allowsRepeats, barred: rules.barred, segments: old.engine.segments, run)
  }

  /// The same model with the wishes of another request: how many items, which not, how varied.
  package func with(_ options: RecommendOptions) -> Recommendation {
    var other = self
    other.engine = engine.with(options)
    return other
  }

  /// Memory that it takes, about.
  package var memoryBytes: Int {
    let texts = (choices.people.count + 2 * choices.items.count) * 48
    return texts + choices.events.count * 64 + engine.memoryBytes
  }

  /// The place of a person; nil for somebody unknown.
  package func person(_ id: String) -> Int? { engine.person(id) }

  /// Items of a history that the file knows; the others are nothing to go by.
  package func known(_ ids: [String]) -> [String] { ids.filter { engine.item($0) != nil } }

  /// What to recommend to a person, or to somebody unknown with a history given by item ids.
  ///
  /// - Parameter profile: what is known of somebody unknown, by header.
  package func items(
    person: Int?, history ids: [String] = [], profile: [String: String] = [:]
  ) -> [Item] {
    engine.items(person: person, history: ids, profile: profile)
  }

  /// The places of the best items of a person of the file, without reasons.
  package func best(_ count: Int, person: Int) -> [Int32] { engine.best(count, person: person) }

  /// Whether nothing is known that a model could go by.
  package func isCold(person: Int?, history ids: [String]) -> Bool {
    person.map { engine.matrix.range($0).isEmpty } ?? known(ids).isEmpty
  }
}
