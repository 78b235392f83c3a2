/// What all texts together feel about each thing they speak of.
import Support

package struct AspectTally: Sendable {
  /// One category over all texts.
  package struct Entry: Sendable {
    package let category: Int
    /// Texts of each feeling; one that feels two ways about it counts for both.
    package internal(set) var positive = 0
    package internal(set) var neutral = 0
    package internal(set) var negative = 0
    package internal(set) var praise: [Quote] = []
    package internal(set) var blame: [Quote] = []

    /// Positive less negative, over all.
    package var netSentiment: Double {
      Double(positive - negative) / Double(max(1, positive + neutral + negative))
    }

    package var count: Int { positive + neutral + negative }
  }

  /// What one text says of it; the place is in characters.
  package struct Quote: Sendable, Equatable {
    package let row: Int
    package let place: Range<Int>
    let strength: Double
  }

  private var entries: [Entry] = []

  /// Those that were spoken of, the most often first.
  package var all: [Entry] {
    entries.filter { $0.count > 0 }.sorted { (-$0.count, $0.category) < (-$1.count, $1.category) }
  }

  static let quotesShown = 2
  /// Characters of a quote.
  package static let quoteMax = 120

  mutating func add(_ aspects: [AspectsOfText.Aspect], row: Int) {
    for aspect in aspects {
      let place = entry(aspect.category)
      let quote = Quote(
        row: row, place: aspect.quote.prefix(Self.quoteMax), strength: aspect.sentiment.score)
      switch aspect.sentiment.label {
      case .positive:
        entries[place].positive += 1
        Self.keep(quote, in: &entries[place].praise)
      case .neutral: entries[place].neutral += 1
      case .negative:
        entries[place].negative += 1
        Self.keep(quote, in: &entries[place].blame)
      }
    }
  }

  /// Takes in what later texts say.
  mutating func add(_ later: AspectTally) {
    for other in later.entries {
      let place = entry(other.category)
      entries[place].positive += other.positive
      entries[place].neutral += other.neutral
      entries[place].negative += other.negative
      for quote in other.praise { Self.keep(quote, in: &entries[place].praise) }
      for quote in other.blame { Self.keep(quote, in: &entries[place].blame) }
    }
  }

  private mutating func entry(_ category: Int) -> Int {
    if let place = entries.firstIndex(where: { $0.category == category }) { return place }
    entries.append(Entry(category: category))
    return entries.count - 1
  }

  private static func keep(_ quote: Quote, in quotes: inout [Quote]) {
    quotes.append(quote)
    guard quotes.count > quotesShown else { return }
    quotes.sort { (-abs($0.strength), $0.row) < (-abs($1.strength), $1.row) }
    quotes.removeLast()
  }
}

extension Range<Int> {
  /// The first `count` places of the range.
  fileprivate func prefix(_ count: Int) -> Range<Int> {
    lowerBound..<Swift.min(upperBound, lowerBound + count)
  }
}
