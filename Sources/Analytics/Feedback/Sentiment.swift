/// The feeling of a text by its words alone: no labels, no training.
///
/// Each word of feeling counts its weight. A negation shortly before it in the same clause turns it
/// round and weakens it, two negations leave it, an intensifier multiplies it; so do capitals in a
/// text that is not all capitals, and a letter drawn out (sooo). After a contrast (but, 但是) words
/// count more and those before it less, since the later clause is what the writer means. A negation
/// without any word of feeling counts a little against. The sum becomes a probability by a fixed
/// logistic curve; nothing in it was fitted to any data.
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
    package internal(set) var effect: Double
  }

  /// - Parameter label: nil takes it from the probability.
  init(positive: Double, label: Label? = nil, evidence: [Evidence] = []) {
    self.positive = positive
    score = 2 * positive - 1
    self.label = label ?? (positive > 0.625 ? .positive : positive < 0.375 ? .negative : .neutral)
    self.evidence = evidence
  }

  /// Log-odds per unit of weight.
  private static let steepness = 1.1

  init(_ text: TextScalars) {
    var reading = Reading(text)
    for match in Lexicon.feelings.matches(text.folded) { reading.take(match) }
    reading.finish()
    self.init(
      positive: Math.sigmoid(Self.steepness * Self.total(reading.found) * reading.emphasis),
      evidence: reading.found)
  }

  /// The feeling that some words of one text amount to, whatever else it says.
  init(of words: [Evidence]) {
    self.init(positive: Math.sigmoid(Self.steepness * Self.total(words)), evidence: words)
  }

  /// The words of feeling of a text, none weakened by a contrast, and where contrasts begin.
  static func words(of text: TextScalars) -> (found: [Evidence], contrasts: [Int]) {
    var reading = Reading(text)
    reading.weighsContrasts = false
    for match in Lexicon.feelings.matches(text.folded) { reading.take(match) }
    reading.finish()
    return (reading.found, reading.contrasts)
  }

  /// Long texts hold more words; their sum grows with the root of their number.
  private static func total(_ found: [Evidence]) -> Double {
    let sum = found.reduce(0) { $0 + $1.effect }
    return sum / max(1, Double(found.count) / 2).squareRoot()
  }
}

/// One walk through the words of a text, with what still holds from the words before.
private struct Reading {
  let text: TextScalars
  let isShouted: Bool
  var found: [Sentiment.Evidence] = []
  /// Whether what stands before a contrast counts less.
  var weighsContrasts = true
  /// Where contrasts begin.
  private(set) var contrasts: [Int] = []
  /// The places of negations that no word has used up.
  private var negations: [Range<Int>] = []
  private var boost = 1.0
  private var boostEnd = -100
  private var last = 0

  private static let turned = -0.8
  private static let turnedNegative = -0.5
  /// What a negation counts that stands for itself.
  private static let alone = -0.3
  private static let emphasized = 1.25
  private static let beforeContrast = 0.5

  init(_ text: TextScalars) {
    self.text = text
    var (large, small) = (0, 0)
    for value in text.plain {
      if 65 <= value, value <= 90 { large += 1 } else if 97 <= value, value <= 122 { small += 1 }
    }
    isShouted = large > small
  }

  /// Exclamation marks strengthen the whole, three of them at most.
  var emphasis: Double {
    let marks = text.folded.reduce(0) { $0 + ($1 == 33 ? 1 : 0) }
    return 1 + 0.05 * Double(min(3, marks))
  }

  mutating func take(_ match: Lexicon.Match) {
    let meaning = Lexicon.feelings.meanings[match.meaning]
    if last < match.range.lowerBound, endsClause(last..<match.range.lowerBound) { endClause() }
    last = match.range.upperBound
    if meaning.weight != 0 {
      count(match, meaning.weight)
      return
    }
    switch meaning.role {
    case .plain: break
    case .negation: negations.append(match.range)
    case .intensifier(let factor):
      boost *= factor * (match.isDrawnOut ? Self.emphasized : 1)
      boostEnd = match.range.upperBound
    case .contrast:
      endClause()
      contrasts.append(match.range.lowerBound)
      guard weighsContrasts else { break }
      for index in found.indices { found[index].effect *= Self.beforeContrast }
    }
  }

  mutating func finish() { endClause() }

  private mutating func count(_ match: Lexicon.Match, _ weight: Double) {
    var effect = weight * (match.range.lowerBound - boostEnd <= 6 ? boost : 1)
    if match.isDrawnOut { effect *= Self.emphasized }
    if !isShouted, isCapital(match.range) { effect *= Self.emphasized }
    let near = negations.filter { reaches(from: $0.upperBound, to: match.range.lowerBound) }
    if near.count % 2 == 1 { effect *= effect > 0 ? Self.turned : Self.turnedNegative }
    found.append(Sentiment.Evidence(range: match.range, effect: effect))
    negations = []
    boost = 1
  }

  private mutating func endClause() {
    if negations.count % 2 == 1, let range = negations.last {
      found.append(Sentiment.Evidence(range: range, effect: Self.alone))
    }
    negations = []
    boost = 1
  }

  /// Whether a word of three letters or more is all capitals.
  private func isCapital(_ range: Range<Int>) -> Bool {
    range.count >= 3 && text.plain[range].allSatisfy { 65 <= $0 && $0 <= 90 }
  }

  /// Whether a clause ends within a range.
  private func endsClause(_ range: Range<Int>) -> Bool {
    text.folded[range].contains(where: Clauses.isMark)
  }

  /// Whether a negation that ends at `from` still holds at `to`: three characters of Chinese or
  /// three words of English further.
  private func reaches(from: Int, to: Int) -> Bool {
    guard from <= to else { return false }
    var steps = 0
    for index in from..<to {
      let value = text.folded[index]
      let isStart =
        Lexicon.isLetter(value) && (index == from || !Lexicon.isLetter(text.folded[index - 1]))
      if isStart || value > 0x2e80 { steps += 1 }
    }
    return steps <= 3
  }
}
