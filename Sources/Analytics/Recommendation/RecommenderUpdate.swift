/// New choices folded into a kept model: people and items that came later, and what people chose
/// since. Nothing is learnt again, so it takes as long as reading does.
import Learning
import Numerics
package import Support
package import Tables

package struct RecommenderUpdate: Sendable {
  package let recommendation: Recommendation
  package let newRows: Int
  package let newCustomers: Int
  package let newItems: Int
  /// On the last new choice of each, hidden: the model as it was, and with the other new choices.
  package let before: RankingMetrics?
  package let after: RankingMetrics?
  package let testedPeople: Int
  /// On new ratings: the model as it was, and with the other half of them.
  package let ratingErrors: RatingErrors?

  package struct RatingErrors: Sendable {
    package let before: Double
    package let after: Double
    package let count: Int
  }

  package init(_ old: Recommendation, _ table: Table, _ run: Run) throws {
    let new = try Choices(table, old.engine.options, run)
    let folded = try FoldedChoices(
      old.choices, new, headers: table.columns.map(\.header), run)
    let fold = ChoiceFold(old, folded)
    newRows = folded.newRows
    newCustomers = folded.choices.people.count - folded.learntPeople
    newItems = folded.choices.items.count - folded.learntItems
    let ratings = folded.choices.ratings
    let changed = fold.changed(by: folded.newPlaces)
    if let ratings {
      ratingErrors = try fold.ratingErrors(ratings, folded.newRatings, changed)
      (before, after, testedPeople) = (nil, nil, 0)
    } else {
      ratingErrors = nil
      let hidden = fold.hidden()
      let tests = hidden.tests
      testedPeople = tests.count
      let isNew = Set(folded.newPlaces)
      before = try fold.metrics(
        hidden, folded.choices.events.indices.filter { !isNew.contains($0) }, run)
      after = try fold.metrics(
        hidden, folded.choices.events.indices.filter { !hidden.places.contains($0) }, run)
    }
    let matrix = try fold.matrix(folded.choices.events, run)
    let ranker = try fold.ranker(matrix, ratings, changed, run)
    recommendation = try Recommendation(
      old, folded.choices, matrix, ranker, changed: changed, newTable: table, new: new, run)
  }
}

/// A kept model over more people and items.
private struct ChoiceFold {
  private let old: Recommendation
  private let folded: FoldedChoices
  private var choices: Choices { folded.choices }

  init(_ old: Recommendation, _ folded: FoldedChoices) {
    self.old = old
    self.folded = folded
  }

  /// People with a choice at one of the places, and those whom the model never learnt.
  func changed(by places: [Int]) -> [Bool] {
    var isChanged = old.changedPeople
    isChanged += [Bool](repeating: true, count: choices.people.count - isChanged.count)
    for place in places { isChanged[Int(choices.events[place].person)] = true }
    return isChanged
  }

  func matrix(_ events: [Choices.Event], _ run: Run) throws -> ChoiceMatrix {
    try ChoiceMatrix(
      personCount: choices.people.count, itemCount: choices.items.count, events: events, run)
  }

  func ranker(
    _ matrix: ChoiceMatrix, _ ratings: Ratings?, _ changed: [Bool], _ run: Run
  ) throws -> Ranker {
    var ranker = old.engine.ranker
    if let rated = ranker.scorer as? RatedScorer, let ratings {
      ranker.scorer = rated.folded(ratings, learntItems: old.learntItems, changed)
    } else if ranker.scorer is PopularityScorer {
      ranker.scorer = PopularityScorer(matrix.popularity)
    } else {
      let base = (ranker.scorer as? FoldedScorer)?.base ?? ranker.scorer
      let near = try ItemSimilarity(.cosine(shrink: 10)).fit(matrix.ones, run)
      ranker.scorer = FoldedScorer(
        base, learntItems: old.learntItems, isChanged: changed, near: near.lists,
        popularity: matrix.popularity)
    }
    return ranker
  }

  /// The last new choice of each of something that they did not choose before; at most as many
  /// people as are tested elsewhere.
  func hidden() -> (places: Set<Int>, tests: [HiddenChoices.Test]) {
    var before: Set<Int64> = []
    var last: [Int32: Int] = [:]
    var isNew = [Bool](repeating: false, count: choices.events.count)
    for place in folded.newPlaces { isNew[place] = true }
    for (place, event) in choices.events.enumerated() {
      let isFirst = before.insert(Int64(event.person) << 32 | Int64(event.item)).inserted
      if isNew[place], isFirst { last[event.person] = place }
    }
    let people = HiddenChoices.spread(
      last.keys.sorted().map(Int.init), most: HiddenChoices.mostTests(.quick))
    let items = people.map { last[Int32($0)].map { choices.events[$0].item } ?? 0 }
    let wanted = Set(zip(people, items).map { Int64($0) << 32 | Int64($1) })
    // What is hidden is hidden wherever it stands, also where it was chosen again.
    let places = folded.newPlaces.filter {
      let event = choices.events[$0]
      return wanted.contains(Int64(event.person) << 32 | Int64(event.item))
    }
    return (Set(places), zip(people, items).map { ($0, [$1]) })
  }

  /// How well hidden choices are found by the choices at some places.
  func metrics(
    _ hidden: (places: Set<Int>, tests: [HiddenChoices.Test]), _ shown: [Int], _ run: Run
  ) throws -> RankingMetrics? {
    guard !hidden.tests.isEmpty else { return nil }
    let isNew = Set(folded.newPlaces)
    let matrix = try matrix(shown.map { choices.events[$0] }, run)
    let ranker = try ranker(matrix, nil, changed(by: shown.filter(isNew.contains)), run)
    return try RankingMetrics(
      ranker, matrix, hidden.tests, lengths: RankingMetrics.lengths,
      now: choices.events.last?.time ?? 0, allowsOwn: old.allowsRepeats, barred: [], run)
  }

  /// Each half of the new ratings, told by a model that knows the other half.
  func ratingErrors(
    _ ratings: Ratings, _ new: [Int], _ changed: [Bool]
  ) throws -> RecommenderUpdate.RatingErrors? {
    guard !new.isEmpty, let scorer = old.engine.ranker.scorer as? RatedScorer else { return nil }
    let isNew = Set(new)
    let before = (0..<ratings.count).filter { !isNew.contains($0) }
    func squares(_ known: [Int], asked: [Int]) -> [Double] {
      let model = scorer.folded(
        ratings.subset(known), learntItems: old.learntItems, changed
      ).model
      let byPerson = Dictionary(grouping: asked) { Int(ratings.people[$0]) }
      return byPerson.sorted { $0.key < $1.key }.flatMap { person, places in
        let predicted = model.ratings(of: person)
        return places.map { place in
          let error =
            ratings.clipped(predicted[Int(ratings.items[place])]) - ratings.values[place]
          return error * error
        }
      }
    }
    let halves = (0..<2).map { half in
      new.indices.filter { $0 % 2 == half }.map { new[$0] }
    }
    let (first, second) = (halves[0], halves[1])
    let after = squares(before + first, asked: second) + squares(before + second, asked: first)
    func error(_ squares: [Double]) -> Double {
      (squares.pairwiseSum / Double(max(1, squares.count))).squareRoot()
    }
    return RecommenderUpdate.RatingErrors(
      before: error(squares(before, asked: new)), after: error(after), count: new.count)
  }
}
