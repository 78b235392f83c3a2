/// What would have to be otherwise for another prediction: changes that the caller names, or the
/// smallest ones that reach a goal.
///
/// The search asks the model itself: first every single change, then the best of them together with
/// another one, up to three. A change of a number costs the share of customers it passes, a change
/// of a word costs one half; of those that reach the goal the cheapest is taken. What the model
/// would say is no promise of what would happen: it has learnt from what goes together.
import Numerics
package import Support
import Tables

package struct WhatIf: Sendable {
  package struct Change: Sendable {
    package let feature: String
    package let from: String
    package let to: String
  }

  package let before: Double
  package let after: Double
  package let changes: [Change]
  /// Whether the goal was reached; nil when changes were named.
  package let isReached: Bool?
  /// Features that the search could change.
  package let actionable: [String]

  /// Most features that are changed at once.
  static let mostChanges = 3
  /// Changes that are carried on to the next round.
  static let beam = 8

  /// What nobody can change by a letter or an offer.
  private static let fixed: Set<Role> = [
    .age, .gender, .region, .income, .firstDate, .tenureDays, .customerId,
  ]

  /// The named changes.
  package init(
    _ scored: ScoredRows, at place: Int, changes wanted: [(name: String, value: String)],
    _ run: Run
  ) throws {
    let features = scored.model.encoder.features
    var change: [Int: FeatureValue] = [:]
    for (name, text) in wanted {
      guard let feature = features.firstIndex(where: { $0.header == name }) else {
        throw AnalyticsError.unusableFeature(
          header: name, why: "the model does not look at it", headers: features.map(\.header))
      }
      change[feature] = try Self.value(text, of: features[feature])
    }
    let row = scored.rows.rows[place]
    let found = scored.rows.features.variants(of: [row], changes: [change])
    before = scored.predictions[place]
    after = try scored.model.predictions(found, run)[0]
    changes = Self.told(change, scored, row)
    isReached = nil
    actionable = []
  }

  private static func value(
    _ text: String, of feature: FeatureEncoder.Feature
  ) throws(AnalyticsError) -> FeatureValue {
    switch feature.encoding {
    case .number:
      guard let number = Double(text), number.isFinite else {
        throw .badComparison(column: feature.header, expected: "a number", found: text)
      }
      return .number(number)
    case .words(let words, let hasRare):
      guard hasRare || words.contains(text) else {
        throw .badComparison(
          column: feature.header, expected: "one of \(words.joined(separator: ", "))", found: text)
      }
      return .word(text)
    }
  }

  private static func told(
    _ change: [Int: FeatureValue], _ scored: ScoredRows, _ row: Int
  ) -> [Change] {
    change.sorted { $0.key < $1.key }.map { feature, value in
      Change(
        feature: scored.model.encoder.features[feature].header,
        from: scored.rows.features.value(feature, row: row).text, to: value.text)
    }
  }
}

extension WhatIf {
  /// The smallest change that brings the prediction below, or above, a goal.
  ///
  /// - Parameters:
  ///   - goal: the prediction to reach, from wherever it is now.
  ///   - wanted: features that may be changed; nil for all but what nobody can change.
  package init(
    _ scored: ScoredRows, at place: Int, goal: Double, actionable wanted: [String]?, _ run: Run
  ) throws {
    let features = scored.model.encoder.features
    if let unknown = wanted?.first(where: { name in !features.contains { $0.header == name } }) {
      throw AnalyticsError.unusableFeature(
        header: unknown, why: "the model does not look at it", headers: features.map(\.header))
    }
    let open = features.indices.filter { index in
      if let wanted { return wanted.contains(features[index].header) }
      return !(features[index].role.map(Self.fixed.contains) ?? false)
    }
    let row = scored.rows.rows[place]
    let now = scored.predictions[place]
    let search = Search(scored: scored, row: row, goal: goal, isFall: goal < now, open: open)
    let best = try search.run(now, run)
    before = now
    after = best.prediction
    changes = Self.told(best.change, scored, row)
    isReached = search.isReached(best.prediction)
    actionable = open.map { features[$0].header }
  }

  private struct Candidate: Sendable {
    var change: [Int: FeatureValue] = [:]
    var prediction: Double
    var cost = 0.0
  }

  private struct Search: Sendable {
    let scored: ScoredRows
    let row: Int
    let goal: Double
    let isFall: Bool
    let open: [Int]

    func isReached(_ prediction: Double) -> Bool {
      isFall ? prediction <= goal : prediction >= goal
    }

    /// The cheapest candidate that reaches the goal, else the one that comes nearest.
    func run(_ now: Double, _ run: Run) throws -> Candidate {
      var front = [Candidate(prediction: now)]
      var nearest = front[0]
      if isReached(now) { return nearest }
      let steps = open.map { feature in (feature: feature, values: values(feature)) }
      for _ in 0..<min(WhatIf.mostChanges, open.count) {
        try run.checkpoint()
        let next = try extended(front, steps, run)
        let reached = next.filter { isReached($0.prediction) }
        if let best = reached.min(by: { $0.cost < $1.cost }) { return best }
        front = Array(
          next.sorted { isFall ? $0.prediction < $1.prediction : $0.prediction > $1.prediction }
            .prefix(WhatIf.beam))
        guard let first = front.first, isBetter(first.prediction, nearest.prediction) else { break }
        nearest = first
      }
      return nearest
    }

    private func isBetter(_ one: Double, _ other: Double) -> Bool {
      isFall ? one < other : one > other
    }

    private func extended(
      _ front: [Candidate], _ steps: [(feature: Int, values: [(FeatureValue, cost: Double)])],
      _ run: Run
    ) throws -> [Candidate] {
      var next: [Candidate] = []
      for candidate in front {
        for step in steps where candidate.change[step.feature] == nil {
          for (value, cost) in step.values {
            var longer = candidate
            longer.change[step.feature] = value
            longer.cost += cost
            next.append(longer)
          }
        }
      }
      let rows = scored.rows.features.variants(
        of: [Int](repeating: row, count: next.count), changes: next.map(\.change))
      for (place, prediction) in try scored.model.predictions(rows, run).enumerated() {
        next[place].prediction = prediction
      }
      return next
    }

    /// Other values of a feature: deciles of the rows the model was made of, or other words.
    private func values(_ feature: Int) -> [(FeatureValue, cost: Double)] {
      let own = scored.rows.features.value(feature, row: row)
      let spread = scored.model.reference.features[feature]
      switch (own, scored.model.encoder.features[feature].encoding) {
      case (.word, .words(let words, _)):
        return words.filter { .word($0) != own && $0 != FeatureEncoder.missingWord }.map {
          (.word($0), 0.5)
        }
      case (.number(let number), _):
        let here = number.map { value in spread.cuts.count { $0 < value } } ?? 0
        return spread.cuts.enumerated().compactMap { place, cut in
          cut == number ? nil : (.number(cut), abs(Double(place - here)) / 10 + 0.05)
        }
      default: return []
      }
    }
  }
}
