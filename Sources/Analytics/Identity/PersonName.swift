/// Names of people, and how alike two of them are.
///
/// Latin names are compared word by word whatever the order, without case, marks and titles, with
/// the short forms that are common in English. Chinese names are compared character by character.
/// A typing error is only believed where two names could not well be those of two people: one
/// letter of a long word. Siblings are called 李建国 and 李建华.
struct PersonName: Equatable {
  /// The words in alphabetical order, short forms written out; one word for a Chinese name.
  let words: [[UInt32]]
  let isHan: Bool
  /// Only a family name is known, as in 王先生.
  let isPartial: Bool

  /// How two names go together.
  enum Likeness: Int, Comparable {
    /// Two full names of different people.
    case different
    /// One short word or one character apart: a typing error or a relative.
    case near
    /// One of them is incomplete, and nothing speaks against them.
    case partial
    /// The same but for one letter of a long word.
    case close
    case same

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  init?(_ text: String) {
    let scalars = PlainText.scalars(text)
    let han = scalars.filter(PlainText.isHan)
    if !han.isEmpty {
      let name = Self.plainHan(han)
      guard !name.characters.isEmpty, !Self.emptyHan.contains(name.characters) else { return nil }
      words = [name.characters]
      isHan = true
      isPartial = name.isPartial
      return
    }
    let found = Self.latinWords(scalars)
    guard !found.isEmpty, found.joined().count >= 2, found != Self.nobody else { return nil }
    words = found.sorted { $0.lexicographicallyPrecedes($1) }
    isHan = false
    isPartial = found.count { $0.count > 1 } < 2
  }

  /// The form in which equal names are equal.
  var key: [UInt8] {
    var bytes: [UInt8] = []
    for word in words {
      for value in word {
        if let scalar = Unicode.Scalar(value) { bytes.append(contentsOf: String(scalar).utf8) }
      }
      bytes.append(32)
    }
    return bytes
  }

  func likeness(_ other: PersonName) -> Likeness {
    if self == other { return isPartial ? .partial : .same }
    guard isHan == other.isHan else { return .partial }
    return isHan ? hanLikeness(other) : latinLikeness(other)
  }

  private func hanLikeness(_ other: PersonName) -> Likeness {
    let (a, b) = (words[0], other.words[0])
    if isPartial || other.isPartial { return a.first == b.first ? .partial : .different }
    let distance = WordDistance.between(a, b)
    return distance == 1 && a.first == b.first ? .near : .different
  }

  private func latinLikeness(_ other: PersonName) -> Likeness {
    let (short, long) = words.count <= other.words.count ? (self, other) : (other, self)
    var left = long.words
    var worst = Likeness.same
    var full = 0
    for word in short.words.sorted(by: { $0.count > $1.count }) {
      var best = Likeness.different
      var place: Int?
      for (index, candidate) in left.enumerated() {
        let found = Self.likeness(word, candidate)
        if found > best { (best, place) = (found, index) }
      }
      guard let place else { return .different }
      if word.count > 1, left[place].count > 1 { full += 1 }
      left.remove(at: place)
      worst = min(worst, best)
    }
    if worst > .partial, full <= 1 { worst = .partial }
    // A middle name more is no other person; a whole word more is some doubt.
    if worst == .same, left.contains(where: { $0.count > 1 }) { return .close }
    return worst
  }

  private static func likeness(_ a: [UInt32], _ b: [UInt32]) -> Likeness {
    if a == b { return a.count > 1 ? .same : .partial }
    if a.count == 1 || b.count == 1 { return a.first == b.first ? .partial : .different }
    let distance = WordDistance.between(a, b)
    let size = min(a.count, b.count)
    if distance == 1 { return size >= 5 ? .close : size >= 3 ? .near : .different }
    return distance == 2 && size >= 8 ? .near : .different
  }
}

extension PersonName {
  private static let titlesHan: [[UInt32]] = [
    "先生", "女士", "小姐", "太太", "老师", "经理", "老板", "师傅", "同学",
  ].map { $0.unicodeScalars.map(\.value) }
  private static let emptyHan: Set<[UInt32]> = Set(
    ["无", "匿名", "未知", "匿名用户", "游客", "用户", "测试", "客户", "散客", "空"].map {
      $0.unicodeScalars.map(\.value)
    })
  private static let nobody: [[UInt32]] = [word("unknown")]
  private static let titles: Set<[UInt32]> = Set(
    [
      "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "madam", "jr", "sr", "ii", "iii", "iv", "phd",
    ].map(word))
  private static let empty: Set<[UInt32]> = Set(
    ["unknown", "anonymous", "guest", "test", "customer", "none", "null", "na", "user"].map(word))

  private static func word(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

  /// Without title; the family name alone where a title or a 小 stood for the rest.
  private static func plainHan(_ name: [UInt32]) -> (characters: [UInt32], isPartial: Bool) {
    for title in titlesHan where name.count > title.count && name.suffix(title.count) == title[...]
    {
      let rest = Array(name.dropLast(title.count))
      return (rest, rest.count == 1)
    }
    // 小王, 老王, 阿王
    if name.count == 2, [0x5c0f, 0x8001, 0x963f].contains(name[0]) { return ([name[1]], true) }
    return (name, name.count == 1)
  }

  private static func latinWords(_ scalars: [UInt32]) -> [[UInt32]] {
    var words: [[UInt32]] = []
    var open: [UInt32] = []
    for value in scalars + [32] {
      let letter = Diacritics.base(value)
      if PlainText.isLetter(letter) || letter > 0x24f {
        open.append(letter)
      } else if value == 39 || value == 0x2019 || PlainText.isDigit(value) {
        // O'Brien is one word.
        continue
      } else if !open.isEmpty {
        words.append(open)
        open = []
      }
    }
    let plain = words.filter { !titles.contains($0) }
    guard !plain.allSatisfy(empty.contains) else { return [] }
    return plain.map { ShortNames.full[$0] ?? $0 }
  }
}

/// Letters without their marks: é as e.
enum Diacritics {
  static func base(_ value: UInt32) -> UInt32 {
    guard 0xdf <= value, value <= 0x24f else { return value }
    return table[Int(value) - 0xdf]
  }

  /// From the names of the characters: LATIN SMALL LETTER E WITH ACUTE.
  private static let table: [UInt32] = (0xdf...0x24f).map { value -> UInt32 in
    guard let name = Unicode.Scalar(UInt32(value))?.properties.name,
      name.hasPrefix("LATIN SMALL LETTER ")
    else { return UInt32(value) }
    let letter = Array(name.utf8.dropFirst(19).prefix { $0 != 32 })
    return letter.count == 1 ? UInt32(letter[0] | 32) : UInt32(value)
  }
}

/// The least number of letters put in, left out, exchanged, or swapped with their neighbour.
enum WordDistance {
  /// Words longer than this are compared by their first letters.
  private static let lettersMax = 32

  static func between(_ left: [UInt32], _ right: [UInt32]) -> Int {
    if abs(left.count - right.count) > 2 { return 3 }
    let (a, b) = (left.prefix(lettersMax), right.prefix(lettersMax))
    var before = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var row = [i + 1]
      row.reserveCapacity(b.count + 1)
      for (j, y) in b.enumerated() {
        var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (x == y ? 0 : 1))
        if i > 0, j > 0, x == b[j - 1], a[i - 1] == y { best = min(best, before[j - 1] + 1) }
        row.append(best)
      }
      before = last
      last = row
    }
    return last[b.count]
  }
}
