/// What the writer of a text wants, by words and by feeling: no labels, no training.
///
/// Words of a wish count as topics do. A text that is negative on the whole complains, a positive
/// one praises, with the words of feeling as evidence; thanks in a negative text are irony.
import Numerics

struct IntentsOfText: Sendable {
  /// Places are in characters.
  struct Match: Sendable {
    let intent: Intent
    /// From 0 to 1; grows with the number of words.
    let score: Double
    let evidence: [Range<Int>]
  }

  /// What needs an answer soonest comes first; `other` alone where nothing is wanted.
  let matches: [Match]

  init(_ text: TextScalars, _ sentiment: Sentiment) {
    let lexicon = Lexicon.intents
    var places = [[Range<Int>]](repeating: [], count: Intent.allCases.count)
    var wishes: [Range<Int>] = []
    for match in lexicon.matches(text.folded) {
      guard let intent = lexicon.meanings[match.meaning].intent else { continue }
      places[intent.rawValue].append(match.range)
      if intent != .complain, intent != .praise { wishes.append(match.range) }
    }
    let felt: (Intent, Intent)? =
      switch sentiment.label {
      case .negative: (.complain, .praise)
      case .positive: (.praise, .complain)
      case .neutral: nil
      }
    if let (intent, opposite) = felt {
      places[opposite.rawValue] = []
      let isGood = intent == .praise
      // A wish, such as to cancel, is no feeling beside itself.
      let words = sentiment.evidence.filter { ($0.effect > 0) == isGood }.map(\.range)
        .filter { word in !wishes.contains { $0.overlaps(word) } }
      let known = places[intent.rawValue]
      places[intent.rawValue] =
        known + words.filter { word in !known.contains { $0.overlaps(word) } }
    }
    var found = Intent.allCases.compactMap { intent -> Match? in
      let evidence = places[intent.rawValue].sorted { $0.lowerBound < $1.lowerBound }
      guard !evidence.isEmpty else { return nil }
      return Match(
        intent: intent, score: 1 - Math.exp(-0.9 * Double(evidence.count)), evidence: evidence)
    }
    if found.isEmpty, !text.plain.isEmpty {
      found = [Match(intent: .other, score: 0.5, evidence: [])]
    }
    matches = found
  }
}
