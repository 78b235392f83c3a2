/// Words that go with the seeds of a category in the caller's own texts.
///
/// A word is learnt where the texts that hold it are of one category far more often than chance
/// would have it: by the log-likelihood ratio (Dunning 1993), the share and the lift, each with a
/// bound. What several categories claim goes to none.
import Learning
import Support

package struct LearntSeed: Sendable, Equatable {
  package let term: String
  /// Texts that hold it.
  package let texts: Int
  /// The share of them that the category's own seeds had found.
  package let share: Double
  /// That share by the share among all texts.
  package let lift: Double

  /// Seeds one category may learn.
  package static let countMax = 10
  private static let textsMin = 5
  private static let shareMin = 0.5
  private static let liftMin = 3.0
  /// Twice the log-likelihood ratio; by chance 10.8 is exceeded once in a thousand words.
  private static let evidenceMin = 20.0

  /// - Parameters:
  ///   - categories: those of each text, by the seeds given.
  ///   - isKnown: whether a word is a seed already.
  static func of(
    _ texts: some TextRows, _ categories: [[Int]], categoryCount: Int, _ run: Run,
    isKnown: (String) -> Bool
  ) throws -> [[LearntSeed]] {
    let terms = try TextTerms(texts, minDocuments: textsMin, run)
    var holding = [Int](repeating: 0, count: terms.terms.count)
    var together = [Int](repeating: 0, count: terms.terms.count * categoryCount)
    var sizes = [Int](repeating: 0, count: categoryCount)
    for row in texts.indices {
      for category in categories[row] { sizes[category] += 1 }
      for place in terms.counts.range(row) {
        let term = Int(terms.counts.columns[place])
        holding[term] += 1
        for category in categories[row] { together[term * categoryCount + category] += 1 }
      }
    }
    let filled = texts.count { !$0.isEmpty }
    var found = [[(seed: LearntSeed, evidence: Double)]](repeating: [], count: categoryCount)
    for (term, word) in terms.terms.enumerated() {
      if term % 1024 == 0 { try run.checkpoint() }
      let claims = (0..<categoryCount).filter { category in
        let share = Double(together[term * categoryCount + category]) / Double(holding[term])
        return share >= shareMin && share * Double(filled) >= liftMin * Double(sizes[category])
      }
      guard claims.count == 1, let best = claims.first else { continue }
      let both = together[term * categoryCount + best]
      let share = Double(both) / Double(holding[term])
      let lift = share / (Double(sizes[best]) / Double(max(1, filled)))
      let evidence = FeedbackOverview.ratio(
        both, holding[term], sizes[best] - both, filled - holding[term])
      guard evidence >= evidenceMin, !isKnown(word) else { continue }
      let seed = LearntSeed(term: word, texts: holding[term], share: share, lift: lift)
      found[best].append((seed, evidence))
    }
    return found.map { seeds in
      seeds.sorted { (-$0.evidence, $0.seed.term) < (-$1.evidence, $1.seed.term) }
        .prefix(countMax).map(\.seed)
    }
  }
}
