/// A text as seeds are looked for in it: English words without their endings, Chinese as it is.
///
/// Each unit knows where it stands in the text and of which token it is, so that what is found in
/// the units is a place in the text, and a run of Chinese that only happens to stand across two
/// words is not taken for a word.
import Learning

struct SeedText {
  private(set) var units: [UInt32] = []
  private var places: [Range<Int32>] = []
  private var tokens: [Int32] = []
  private var edges: [Edge] = []

  private struct Edge: OptionSet {
    let rawValue: UInt8
    static let start = Edge(rawValue: 1)
    static let end = Edge(rawValue: 2)
  }

  /// - Parameter text: of these characters the tokens are looked up in `tokenizer`.
  init(_ text: [UInt8], _ scalars: TextScalars, _ tokenizer: inout Tokenizer) {
    units.reserveCapacity(scalars.folded.count)
    var wasWord = false
    for (index, token) in tokenizer.tokens(text).enumerated() {
      let range = token.characters
      let isHan = Scalars.isHan(scalars.folded[range.lowerBound])
      switch token.kind {
      case .word, .number, .mention, .hashtag, .email, .url:
        if isHan {
          for place in range {
            add(scalars.folded[place], place..<place + 1, index, [.start, .end])
          }
        } else {
          addWord(scalars.folded, range, index, behindWord: wasWord)
        }
        wasWord = !isHan
      case .emoji, .punctuation, .symbol:
        add(scalars.folded[range.lowerBound], range, index, [.start, .end])
        wasWord = false
      }
    }
  }

  private mutating func add(_ unit: UInt32, _ place: Range<Int>, _ token: Int, _ edge: Edge) {
    units.append(unit)
    places.append(
      Int32(truncatingIfNeeded: place.lowerBound)..<Int32(truncatingIfNeeded: place.upperBound))
    tokens.append(Int32(truncatingIfNeeded: token))
    edges.append(edge)
  }

  /// The parts between hyphens and low lines, each by its stem, with a blank between words.
  private mutating func addWord(
    _ folded: [UInt32], _ range: Range<Int>, _ token: Int, behindWord: Bool
  ) {
    var isBehind = behindWord
    var from = range.lowerBound
    while from < range.upperBound {
      var end = from
      while end < range.upperBound, !Self.joins(folded[end]) { end += 1 }
      if from < end {
        if isBehind { add(32, from..<from, token, []) }
        let stem = EnglishStem.of(Array(folded[from..<end]))
        for (index, letter) in stem.enumerated() {
          var edge: Edge = index == 0 ? .start : []
          if index == stem.count - 1 { edge.insert(.end) }
          add(letter, from..<end, token, edge)
        }
        isBehind = true
      }
      from = end + 1
    }
  }

  private static func joins(_ value: UInt32) -> Bool { value == 45 || value == 95 }

  /// Whether something may begin at a unit.
  func canStart(_ index: Int) -> Bool { edges[index].contains(.start) }

  /// Whether the units stand for whole words: English ones from edge to edge; Chinese within one
  /// word, or from the edge of one to the edge of another.
  func isWhole(_ range: Range<Int>) -> Bool {
    let (first, last) = (range.lowerBound, range.upperBound - 1)
    guard edges[first].contains(.start), edges[last].contains(.end) else { return false }
    if tokens[first] == tokens[last] { return true }
    let startsWord = first == 0 || tokens[first - 1] != tokens[first]
    let endsWord = last + 1 == units.count || tokens[last + 1] != tokens[last]
    return (startsWord || !Scalars.isHan(units[first])) && (endsWord || !Scalars.isHan(units[last]))
  }

  /// Where units stand in the text, in characters.
  func place(_ range: Range<Int>) -> Range<Int> {
    Int(places[range.lowerBound].lowerBound)..<Int(places[range.upperBound - 1].upperBound)
  }
}
