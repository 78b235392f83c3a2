/// Words with what they mean for a feeling, a topic or urgency, and how they are found in a text.
///
/// A tree of characters finds the longest word at each place; then the search goes on behind it. An
/// English word begins and ends at the edge of a word, and may carry one of a few endings.
import Learning

/// Words that mean the same.
struct LexiconGroup: Sendable {
  enum Role: Sendable, Equatable { case plain, negation, intensifier(Double), contrast }

  var role = Role.plain
  var weight = 0.0
  var topic: Topic?
  var urgency = 0.0
  let words: String

  init(weight: Double, _ words: String) {
    self.weight = weight
    self.words = words
  }

  init(role: Role, _ words: String) {
    self.role = role
    self.words = words
  }

  init(topic: Topic, _ words: String) {
    self.topic = topic
    self.words = words
  }

  init(urgency: Double, _ words: String) {
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
  }

  /// A word in a text; the range is in characters.
  struct Match: Sendable {
    let range: Range<Int>
    let meaning: Int
  }

  private(set) var meanings: [Meaning] = []
  private var edges: [UInt64: Int32] = [:]
  private var ends: [Int32] = [-1]

  init(_ groups: [LexiconGroup]) {
    for group in groups {
      for word in group.words.split(separator: " ") { add(word, group) }
    }
  }

  private mutating func add(_ word: Substring, _ group: LexiconGroup) {
    var node: Int32 = 0
    for scalar in word.unicodeScalars {
      let value = scalar == "_" ? 32 : scalar.value
      let key = UInt64(UInt32(node)) << 32 | UInt64(value)
      if let next = edges[key] {
        node = next
      } else {
        let fresh = Int32(ends.count)
        edges[key] = fresh
        ends.append(-1)
        node = fresh
      }
    }
    if ends[Int(node)] < 0 {
      ends[Int(node)] = Int32(meanings.count)
      meanings.append(Meaning())
    }
    let place = Int(ends[Int(node)])
    if group.role != .plain { meanings[place].role = group.role }
    if group.weight != 0 { meanings[place].weight = group.weight }
    meanings[place].urgency = max(meanings[place].urgency, group.urgency)
    if let topic = group.topic, !meanings[place].topics.contains(topic) {
      meanings[place].topics.append(topic)
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
      if let match = longest(text, from: index) {
        found.append(match)
        index = match.range.upperBound
      } else {
        index += 1
      }
    }
    return found
  }

  private func longest(_ text: [UInt32], from start: Int) -> Match? {
    var node: Int32 = 0
    var best: Match?
    var index = start
    while index < text.count {
      guard let next = edges[UInt64(UInt32(node)) << 32 | UInt64(text[index])] else { break }
      node = next
      index += 1
      let meaning = ends[Int(node)]
      guard meaning >= 0, let end = Self.end(text, index) else { continue }
      best = Match(range: start..<end, meaning: Int(meaning))
    }
    return best
  }

  /// Where a word ends that is written out at `index`: there, or behind an ending.
  private static func end(_ text: [UInt32], _ index: Int) -> Int? {
    guard isLetter(text[index - 1]), index < text.count, isLetter(text[index]) else { return index }
    var end = index
    while end < text.count, isLetter(text[end]), end - index <= 3 { end += 1 }
    guard end == text.count || !isLetter(text[end]) else { return nil }
    return endings.contains(Array(text[index..<end])) ? end : nil
  }

  private static let endings: Set<[UInt32]> = Set(
    ["s", "es", "ed", "d", "ing", "ly"].map { $0.unicodeScalars.map(\.value) })

  /// Whether a character is part of an English word.
  static func isLetter(_ value: UInt32) -> Bool {
    (97 <= value && value <= 122) || (48 <= value && value <= 57) || value == 39
  }

  /// Words of feeling in both languages, and signs.
  static let feelings = Lexicon(ChineseWords.groups + EnglishWords.groups + FeelingSigns.groups)

  /// Words of topics and urgency in both languages.
  static let topics = Lexicon(TopicWords.groups)
}

/// Signs that stand for a feeling in any language.
enum FeelingSigns {
  static let groups: [LexiconGroup] = [
    LexiconGroup(
      weight: 1.5,
      "😀 😃 😄 😁 😊 🙂 😍 🥰 😘 😋 🤩 👍 👏 ❤ 💕 💖 💯 🎉 🙏 💪 😎 🌹 ✌ 👌 ⭐ 🌟 :) :-) :d ;) =) ^_^ <3 (^^)"),
    LexiconGroup(
      weight: -1.5,
      "😡 😠 🤬 😤 😢 😭 😞 😔 😟 🙁 ☹ 😣 😖 😫 😩 👎 💔 🤮 🤢 😒 🙄 😑 😱 💩 :( :-( :'( =( :/"),
  ]
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
    if 0xff01 <= value, value <= 0xff5e { value -= 0xfee0 }
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
