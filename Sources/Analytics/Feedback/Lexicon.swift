/// Words with what they mean for a feeling, a topic or urgency, and how they are found in a text.
///
/// A tree of characters finds the longest word at each place; then the search goes on behind it. An
/// English word begins and ends at the edge of a word; its inflections stand in the tree.
import Learning

/// Words that mean the same.
struct LexiconGroup: Sendable {
  enum Role: Sendable, Equatable { case plain, negation, intensifier(Double), contrast }

  enum Kind: Sendable { case feeling, role, topic(Topic), urgency, intent(Intent?) }

  let kind: Kind
  var role = Role.plain
  var weight = 0.0
  var urgency = 0.0
  var forms = WordForms.asWritten
  let words: String

  init(weight: Double, _ words: String) { self.init(weight: weight, .asWritten, words) }

  init(weight: Double, _ forms: WordForms, _ words: String) {
    kind = .feeling
    self.weight = weight
    self.forms = forms
    self.words = words
  }

  init(role: Role, _ words: String) {
    kind = .role
    self.role = role
    self.words = words
  }

  init(topic: Topic, _ words: String) { self.init(topic: topic, .ending, words) }

  init(topic: Topic, _ forms: WordForms, _ words: String) {
    kind = .topic(topic)
    self.forms = forms
    self.words = words
  }

  /// - Parameter intent: nil keeps parts of the words from counting.
  init(intent: Intent?, _ words: String) {
    kind = .intent(intent)
    self.words = words
  }

  init(urgency: Double, _ words: String) {
    kind = .urgency
    forms = .ending
    self.urgency = urgency
    self.words = words
  }
}

struct Lexicon: Sendable {
  /// What one word means: of several groups it stands in, all.
  struct Meaning: Sendable {
    var role = LexiconGroup.Role.plain
    var weight = 0.0
    var topics: [Topic] = []
    var urgency = 0.0
    var intent: Intent?
  }

  /// A word in a text; the range is in characters.
  struct Match: Sendable {
    let range: Range<Int>
    let meaning: Int
    var isDrawnOut = false
  }

  private(set) var meanings: [Meaning] = []
  private var tree = WordTrie()

  /// - Parameter groups: where a word stands in several, the later weight counts.
  init(_ groups: [LexiconGroup]) {
    for group in groups {
      for word in group.words.split(separator: " ") {
        if group.forms == .asWritten {
          add(word, group)
        } else {
          for form in group.forms.of(String(word)) { add(form[...], group) }
        }
      }
    }
  }

  private mutating func add(_ word: Substring, _ group: LexiconGroup) {
    let text = word.unicodeScalars.map(\.value)
    let key = text.indices.map { Self.folded(text, $0) }
    var place = Int(tree.find(key))
    if place < 0 {
      place = meanings.count
      tree.insert(key, value: Int32(truncatingIfNeeded: place))
      meanings.append(Meaning())
    }
    switch group.kind {
    case .feeling:
      meanings[place].weight = group.weight
      meanings[place].role = .plain
    case .role:
      meanings[place].role = group.role
      meanings[place].weight = 0
    case .urgency: meanings[place].urgency = max(meanings[place].urgency, group.urgency)
    case .intent(let intent): meanings[place].intent = intent
    case .topic(let topic):
      if !meanings[place].topics.contains(topic) { meanings[place].topics.append(topic) }
    }
  }

  /// The words of a text in lower case, from left to right, the longest at each place.
  func matches(_ text: [UInt32]) -> [Match] {
    var found: [Match] = []
    var index = 0
    while index < text.count {
      if Self.isLetter(text[index]), index > 0, Self.isLetter(text[index - 1]) {
        index += 1
        continue
      }
      if let match = longest(text, from: index) ?? drawnOut(text, from: index) {
        found.append(match)
        index = match.range.upperBound
      } else {
        index += 1
      }
    }
    return found
  }

  private func longest(_ text: [UInt32], from start: Int) -> Match? {
    var node = WordTrie.root
    var best: Match?
    var index = start
    while index < text.count {
      node = tree.next(node, Self.folded(text, index))
      if node == 0 { break }
      index += 1
      let meaning = tree.value(node)
      guard meaning >= 0, Self.isEnd(text, index) else { continue }
      best = Match(range: start..<index, meaning: Int(meaning))
    }
    return best
  }

  /// A word with a letter drawn out, such as sooo or goooood: runs of three letters or more are
  /// read as one, and as two.
  private func drawnOut(_ text: [UInt32], from start: Int) -> Match? {
    guard 97 <= text[start], text[start] <= 122 else { return nil }
    var end = start
    var run = 1
    var isDrawn = false
    while end < text.count, Self.isLetter(text[end]) {
      run = end > start && text[end] == text[end - 1] ? run + 1 : 1
      isDrawn = isDrawn || run == 3
      end += 1
    }
    guard isDrawn else { return nil }
    for kept in 1...2 {
      let meaning = tree.find(Self.shortened(text[start..<end], kept))
      if meaning >= 0 {
        return Match(range: start..<end, meaning: Int(meaning), isDrawnOut: true)
      }
    }
    return nil
  }

  private static func shortened(_ word: ArraySlice<UInt32>, _ kept: Int) -> [UInt32] {
    var short: [UInt32] = []
    var index = word.startIndex
    while index < word.endIndex {
      var end = index
      while end < word.endIndex, word[end] == word[index] { end += 1 }
      let count = end - index >= 3 ? kept : end - index
      for _ in 0..<count { short.append(word[index]) }
      index = end
    }
    return short
  }

  /// Whether a word may end at `index`: not within an English word.
  private static func isEnd(_ text: [UInt32], _ index: Int) -> Bool {
    !isLetter(text[index - 1]) || index == text.count || !isLetter(text[index])
  }

  /// A character, but a blank for a hyphen or a low line between two words.
  private static func folded(_ text: [UInt32], _ index: Int) -> UInt32 {
    let value = text[index]
    guard value == 45 || value == 95, index > 0, index + 1 < text.count else { return value }
    return isLetter(text[index - 1]) && isLetter(text[index + 1]) ? 32 : value
  }

  /// Whether a character is part of an English word.
  static func isLetter(_ value: UInt32) -> Bool {
    (97 <= value && value <= 122) || (48 <= value && value <= 57) || value == 39
  }

  /// Words of feeling in both languages, and signs.
  static let feelings = Lexicon(
    ChinesePraise.groups + ChineseBlame.groups + ChineseWords.groups + EnglishPraise.groups
      + EnglishBlame.groups + EnglishWords.groups
      + FeelingSigns.groups)

  /// Words of topics and urgency in both languages.
  static let topics = Lexicon(TopicWords.groups)

  /// Words of what is wanted, in both languages.
  static let intents = Lexicon(IntentWords.groups)
}

/// A text as characters, with what is needed to find places in it again.
struct TextScalars: Sendable {
  /// The characters as they are.
  let plain: [UInt32]
  /// The same in lower case, full-width letters narrowed, curly quotes straightened.
  let folded: [UInt32]

  init(_ bytes: [UInt8]) {
    var plain: [UInt32] = []
    plain.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let scalar = Scalars.scalar(bytes, at: index)
      plain.append(scalar.value)
      index += scalar.length
    }
    self.plain = plain
    folded = plain.map(Self.fold)
  }

  private static func fold(_ value: UInt32) -> UInt32 {
    var value = value
    // A wide bracket behind a wide colon is no face.
    if 0xff01 <= value, value <= 0xff5e, ![0xff08, 0xff09, 0xff1a].contains(value) {
      value -= 0xfee0
    }
    if 65 <= value, value <= 90 { value += 32 }
    return value == 0x2019 || value == 0x2018 ? 39 : value
  }

  /// The characters of a range as a string.
  func text(_ range: Range<Int>) -> String {
    var text = ""
    for value in plain[range] { text.unicodeScalars.append(Unicode.Scalar(value) ?? "\u{fffd}") }
    return text
  }

  /// The place of a character counted in UTF-16.
  func utf16(_ index: Int) -> Int {
    plain[..<index].reduce(index) { $0 + ($1 > 0xffff ? 1 : 0) }
  }
}
