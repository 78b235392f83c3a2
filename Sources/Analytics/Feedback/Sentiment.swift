/// The feeling of a text by its words alone: no labels, no training.
///
/// Each word of feeling counts its weight. A negation shortly before it in the same clause turns it
/// round and weakens it, an intensifier multiplies it. After a contrast (but, 但是) words count more
/// and those before it less, since the later clause is what the writer means. The sum becomes a
/// probability by a fixed logistic curve; nothing in it was fitted to any data.
import Numerics

package struct Sentiment: Sendable, Equatable {
  /// What the whole text says.
  package enum Label: String, Sendable, CaseIterable { case positive, neutral, negative }

  package let label: Label
  /// From -1 to 1: twice the probability, less one.
  package let score: Double
  /// The chance that the text is positive.
  package let positive: Double
  /// The words that count, in the order of the text.
  package let evidence: [Evidence]

  /// A place in a text and what it counts; places are in characters.
  package struct Evidence: Sendable, Equatable {
    package let range: Range<Int>
    package let effect: Double
  }

  /// - Parameter label: nil takes it from the probability.
  init(positive: Double, label: Label? = nil, evidence: [Evidence] = []) {
    self.positive = positive
    score = 2 * positive - 1
    self.label = label ?? (positive > 0.55 ? .positive : positive < 0.45 ? .negative : .neutral)
    self.evidence = evidence
  }

  /// Log-odds per unit of weight.
  private static let steepness = 1.1
  private static let turned = -0.8
  private static let turnedNegative = -0.5

  init(_ text: TextScalars) {
    let lexicon = Lexicon.feelings
    var found: [Evidence] = []
    var negations: [Int] = []
    var boost = 1.0
    var boostEnd = -100
    var last = 0
    for match in lexicon.matches(text.folded) {
      let meaning = lexicon.meanings[match.meaning]
      if Self.endsClause(text.folded, last..<match.range.lowerBound) {
        negations = []
        boost = 1
      }
      last = match.range.upperBound
      if meaning.weight != 0 {
        let factor = match.range.lowerBound - boostEnd <= 6 ? boost : 1
        var effect = meaning.weight * factor
        let near = negations.filter {
          Self.reaches(text.folded, from: $0, to: match.range.lowerBound)
        }
        if near.count % 2 == 1 { effect *= effect > 0 ? Self.turned : Self.turnedNegative }
        found.append(Evidence(range: match.range, effect: effect))
        negations = []
        boost = 1
        continue
      }
      switch meaning.role {
      case .plain: break
      case .negation: negations.append(match.range.upperBound)
      case .intensifier(let factor):
        boost *= factor
        boostEnd = match.range.upperBound
      case .contrast:
        found = found.map { Evidence(range: $0.range, effect: $0.effect * 0.6) }
        negations = []
        boost = 1
      }
    }
    self.init(
      positive: Math.sigmoid(Self.steepness * Self.total(found)),
      evidence: found)
  }

  /// Long texts hold more words; their sum grows with the root of their number.
  private static func total(_ found: [Evidence]) -> Double {
    let sum = found.reduce(0) { $0 + $1.effect }
    return sum / max(1, Double(found.count) / 2).squareRoot()
  }

  /// Whether a clause ends within a range.
  private static func endsClause(_ text: [UInt32], _ range: Range<Int>) -> Bool {
    text[range].contains { value in
      switch value {
      case 10, 13, 33, 44, 46, 59, 63, 0x3001, 0x3002, 0x2026, 0x7e, 0xff5e: true
      default: false
      }
    }
  }

  /// Whether a negation that ends at `from` still holds at `to`: three characters of Chinese or
  /// three words of English further.
  private static func reaches(_ text: [UInt32], from: Int, to: Int) -> Bool {
    guard from <= to else { return false }
    var steps = 0
    for index in from..<to {
      let isStart =
        Lexicon.isLetter(text[index]) && (index == from || !Lexicon.isLetter(text[index - 1]))
      if isStart || text[index] > 0x2e80 { steps += 1 }
    }
    return steps <= 3
  }
}
