/// Words that are said more, or less, than before: log-odds with a prior of all texts (Monroe,
/// Colaresi and Quinn 2008), in texts that say them.
import Learning
import Numerics

package struct EmergingTerm: Sendable, Equatable {
  package let term: String
  /// Texts with it now and before.
  package let now: Int
  package let before: Int
  package let shareNow: Double
  package let shareBefore: Double
  /// Standard deviations from no change.
  package let z: Double
  /// Corrected by Holm for all terms.
  package let pValue: Double
  /// A text that says it.
  package let example: Int
}

enum EmergingTerms {
  /// The weight of the prior, in texts.
  private static let priorTexts = 50.0
  private static let leastTexts = 3

  /// Terms of some texts against those of others, the surest first.
  static func of(
    _ counts: SparseMatrix, _ terms: [String], now: [Int], before: [Int]
  ) -> [EmergingTerm] {
    guard !now.isEmpty, !before.isEmpty else { return [] }
    func documents(_ rows: [Int]) -> [Int] {
      var documents = [Int](repeating: 0, count: terms.count)
      for row in rows {
        for place in counts.range(row) { documents[Int(counts.columns[place])] += 1 }
      }
      return documents
    }
    let (new, old) = (documents(now), documents(before))
    let asked = terms.indices.filter { new[$0] + old[$0] >= leastTexts }
    let (n, m) = (Double(now.count), Double(before.count))
    let scores = asked.map { term -> Double in
      let (a, b) = (Double(new[term]), Double(old[term]))
      let share = (a + b) / (n + m)
      let (prior, rest) = (priorTexts * share, priorTexts * (1 - share))
      let difference =
        Math.log((a + prior) / (n - a + rest)) - Math.log((b + prior) / (m - b + rest))
      return difference / (1 / (a + prior) + 1 / (b + prior)).squareRoot()
    }
    let chances = Holm.adjusted(scores.map { 2 * Special.normalBelow(-abs($0)) })
    var first = [Int: Int](minimumCapacity: asked.count)
    for row in now + before {
      for place in counts.range(row) where first[Int(counts.columns[place])] == nil {
        first[Int(counts.columns[place])] = row
      }
    }
    return asked.indices.map { place in
      let term = asked[place]
      return EmergingTerm(
        term: terms[term], now: new[term], before: old[term],
        shareNow: Double(new[term]) / n, shareBefore: Double(old[term]) / m, z: scores[place],
        pValue: chances[place], example: first[term] ?? 0)
    }.sorted { (-abs($0.z), $0.term) < (-abs($1.z), $1.term) }
  }
}
