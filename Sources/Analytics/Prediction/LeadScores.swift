/// Leads by how likely they are to be won, learnt from those whose outcome is known, and what the
/// sources they come from are worth.
package import Learning
import Numerics
package import Support
package import Tables

package struct LeadScores: Sendable {
  package enum Tier: String, Sendable, CaseIterable {
    /// Twice the usual rate or more.
    case hot
    /// The usual rate or more.
    case warm
    case cold
  }

  /// What became of the leads of one source.
  package struct Source: Sendable {
    package let name: String
    package let won: Share
    /// Leads whose outcome is open.
    package let open: Int
    /// Too few to be judged.
    package let isTooSmall: Bool
  }

  package let trained: TrainedPrediction
  package let scored: ScoredRows
  /// Places of the rows that are scored: leads whose outcome is open, or all when none is.
  package let open: [Int]
  /// Whether there were open ones.
  package let hasOpen: Bool
  /// The rate of those that are known.
  package let rate: Double
  /// Nil without a column of sources.
  package let sources: (header: String, all: [Source])?

  static let leastOfSource = 20

  package init(_ table: Table, _ options: PredictionOptions, _ run: Run) throws {
    var options = options
    options.settings.effort = .quick
    let training = try PredictionTraining(table, options, run)
    guard training.target.isLabel else {
      throw AnalyticsError.notBinary(header: training.target.header, values: ["(numbers)"])
    }
    trained = try training.train(run)
    let scored = try ScoredRows(trained.model, table, run)
    self.scored = scored
    let known = Set(training.target.known)
    let open = scored.rows.rows.indices.filter { !known.contains(scored.rows.rows[$0]) }
    hasOpen = !open.isEmpty
    let places = open.isEmpty ? Array(scored.rows.rows.indices) : open
    let order = places.map { scored.predictions[$0] }.descendingOrder()
    self.open = order.map { places[$0] }
    rate = trained.model.mean
    sources = Self.sources(table, training.target)
  }

  package func tier(_ place: Int) -> Tier {
    let p = scored.predictions[place]
    return p >= min(0.9, 2 * rate) ? .hot : p >= rate ? .warm : .cold
  }

  private static func sources(
    _ table: Table, _ target: PredictionTarget
  ) -> (header: String, all: [Source])? {
    let names = ["source", "来源", "渠道", "channel", "campaign", "utm_source"]
    let named = table.columns.first { column in
      let header = column.header.lowercased()
      return column.text != nil && names.contains { header.contains($0) }
    }
    guard let column = table.column(.channel) ?? named, let text = column.text,
      column.index != target.index, text.dictionary.count <= 200
    else { return nil }
    var counts = [(won: Int, known: Int, open: Int)](
      repeating: (0, 0, 0), count: text.dictionary.count)
    var isKnown = [Bool](repeating: false, count: table.rowCount)
    for row in target.known { isKnown[row] = true }
    for (row, code) in text.codes.enumerated() where code >= 0 {
      if isKnown[row] {
        counts[Int(code)].known += 1
        counts[Int(code)].won += target.values[row] == 1 ? 1 : 0
      } else {
        counts[Int(code)].open += 1
      }
    }
    let all = counts.indices.map { code in
      Source(
        name: text.dictionary[code], won: Share(counts[code].won, of: counts[code].known),
        open: counts[code].open, isTooSmall: counts[code].known < leastOfSource)
    }
    return (
      column.header,
      all.enumerated().sorted {
        (-$0.element.won.lower, $0.offset) < (-$1.element.won.lower, $1.offset)
      }.map(\.element)
    )
  }
}
