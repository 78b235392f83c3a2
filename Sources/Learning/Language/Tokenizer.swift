/// Cuts a text into tokens, whatever languages it mixes.
///
/// Runs of Han characters are cut by the dictionary. English words keep hyphens and inner points,
/// contractions are parted as in do + n't and it + 's. Addresses, mentions, hashtags, numbers with
/// their points and separators, and emoji with all that is joined to them are one token each.
/// White space is no token; every other code point is in exactly one.
package struct Tokenizer: Sendable {
  private var segmenter: ChineseSegmenter

  package init(_ dictionary: ChineseDictionary = .common) {
    segmenter = ChineseSegmenter(dictionary)
  }

  package var dictionary: ChineseDictionary { segmenter.dictionary }

  /// The tokens of a text, from left to right.
  package mutating func tokens(_ text: [UInt8]) -> [Token] {
    let points = CodePoints(text)
    var tokens: [Token] = []
    tokens.reserveCapacity(text.count / 4)
    var ends: [Int] = []
    let values = points.values
    var index = 0
    while index < values.count {
      let start = index
      switch CharacterClass(values[index]) {
      case .space, .lineEnd:
        index += 1
      case .han:
        while index < values.count, CharacterClass(values[index]) == .han { index += 1 }
        ends.removeAll(keepingCapacity: true)
        values.withUnsafeBufferPointer { segmenter.cut($0, start..<index, ends: &ends) }
        var from = start
        for end in ends {
          tokens.append(points.token(.word, from..<end))
          from = end
        }
      default:
        let scan = LatinScan(values, start)
        index = scan.end
        if let cut = scan.cut, start < cut, cut < index {
          tokens.append(points.token(.word, start..<cut))
          tokens.append(points.token(.word, cut..<index))
        } else {
          tokens.append(points.token(scan.kind, start..<index))
        }
      }
    }
    return tokens
  }
}

/// One token that is not Han, found where it begins.
struct LatinScan {
  private(set) var kind = Token.Kind.symbol
  private(set) var end: Int
  /// Where a contraction is parted.
  private(set) var cut: Int?
  private let values: [UInt32]
  private let start: Int

  init(_ values: [UInt32], _ start: Int) {
    self.values = values
    self.start = start
    end = start + 1
    let own = CharacterClass(values[start])
    if own == .latin || own == .digit, takeAddress() { return }
    switch own {
    case .emoji:
      kind = .emoji
      end = CharacterClass.emojiEnd(values, start)
    case .digit: takeNumber()
    case .latin, .letter: takeWord()
    case .kana, .hangul:
      kind = .word
      while let next = classAt(end), next == own || next == .mark { end += 1 }
    case .punctuation:
      kind = .punctuation
      if values[start] == 64 { takeMention() } else if values[start] == 35 { takeHashtag() }
      if kind == .punctuation { takeSameSigns() }
    case .mark:
      while classAt(end) == .mark { end += 1 }
    case .symbol, .space, .lineEnd, .han: takeSameSigns()
    }
  }

  private func at(_ index: Int) -> UInt32 { index < values.count ? values[index] : 0 }

  private func classAt(_ index: Int) -> CharacterClass? {
    index < values.count ? CharacterClass(values[index]) : nil
  }

  /// Signs of one kind in a row, such as !!! or ……, are one token.
  private mutating func takeSameSigns() {
    while end < values.count, values[end] == values[start] { end += 1 }
    while classAt(end) == .mark { end += 1 }
  }

  private mutating func takeWord() {
    kind = .word
    while let next = classAt(end) {
      if next.isWordLetter || next == .digit {
        end += 1
      } else if isInner(end), classAt(end + 1)?.isWordLetter == true {
        end += 2
      } else {
        break
      }
    }
    cut = contraction()
  }

  /// An apostrophe, a hyphen, a low line or & between letters, or the point behind a letter that
  /// stands alone, as in U.S. and e.g.
  private func isInner(_ index: Int) -> Bool {
    switch values[index] {
    case 39, 0x2019, 45, 95, 38: true
    case 46: index - 1 == start || values[index - 2] == 46
    default: false
    }
  }

  /// Where don't and it's are parted.
  private func contraction() -> Int? {
    guard end - start >= 3 else { return nil }
    for place in stride(from: end - 2, through: max(start + 1, end - 3), by: -1)
    where values[place] == 39 || values[place] == 0x2019 {
      let tail = values[(place + 1)..<end].map { $0 | 32 }
      if tail == [116], values[place - 1] | 32 == 110 { return place - 1 }
      let known: [[UInt32]] = [[115], [109], [100], [114, 101], [118, 101], [108, 108]]
      if known.contains(tail) { return place }
    }
    return nil
  }

  private mutating func takeNumber() {
    kind = .number
    while let next = classAt(end) {
      if next == .digit {
        end += 1
      } else if Self.isSeparator(values[end]), classAt(end + 1) == .digit {
        end += 2
      } else if next.isWordLetter || values[end] == 95 {
        // 5kg, 3G, 1st and codes such as 12ab34.
        kind = .word
        end += 1
      } else {
        break
      }
    }
    if at(end) == 0x20e3 || (at(end) == 0xfe0f && at(end + 1) == 0x20e3) {
      kind = .emoji
      end += at(end) == 0x20e3 ? 1 : 2
    } else if kind == .number, at(end) == 37 || at(end) == 0xff05 {
      end += 1
    }
  }

  private static func isSeparator(_ value: UInt32) -> Bool {
    value == 46 || value == 44 || value == 58 || value == 45 || value == 47
  }

  private mutating func takeMention() {
    if start > 0, CharacterClass(values[start - 1]).isWordLetter { return }
    takeName(.mention)
  }

  /// #word, or #a whole topic# as it is written in Chinese.
  private mutating func takeHashtag() {
    var index = start + 1
    while index < values.count, index - start <= Self.topicMax, values[index] != 35,
      CharacterClass(values[index]) != .lineEnd
    { index += 1 }
    let body = values[(start + 1)..<index]
    if at(index) == 35, index > start + 1, body.contains(where: { CharacterClass($0) == .han }) {
      kind = .hashtag
      end = index + 1
      return
    }
    if classAt(start + 1) == .digit, classAt(start + 2) != .latin { return }
    takeName(.hashtag)
  }

  private static let topicMax = 40
  private static let nameMax = 40

  private mutating func takeName(_ wanted: Token.Kind) {
    var index = start + 1
    while let next = classAt(index), index - start <= Self.nameMax {
      guard next.isWordLetter || next == .digit || next == .han || values[index] == 95 else {
        break
      }
      index += 1
    }
    guard index > start + 1 else { return }
    kind = wanted
    end = index
  }

  /// An address of the web or of mail that begins here.
  private mutating func takeAddress() -> Bool {
    if let found = webEnd() {
      kind = .url
      end = found
      return true
    }
    if let found = mailEnd() {
      kind = .email
      end = found
      return true
    }
    return false
  }

  private func begins(_ word: StaticString) -> Int? {
    word.withUTF8Buffer { bytes in
      guard start + bytes.count < values.count else { return nil }
      for (offset, byte) in bytes.enumerated() {
        let value = values[start + offset]
        guard (65 <= value && value <= 90 ? value + 32 : value) == UInt32(byte) else { return nil }
      }
      return start + bytes.count
    }
  }

  private func webEnd() -> Int? {
    guard let head = begins("http://") ?? begins("https://") ?? begins("www."),
      let first = classAt(head), first == .latin || first == .digit
    else { return nil }
    var index = head
    while index < values.count, 33 <= values[index], values[index] <= 126,
      ![34, 60, 62, 96].contains(values[index])
    { index += 1 }
    while index > head, [33, 39, 41, 44, 46, 58, 59, 63, 93].contains(values[index - 1]) {
      index -= 1
    }
    return index
  }

  private func mailEnd() -> Int? {
    var index = start
    while isMailByte(at(index)) { index += 1 }
    guard index > start, at(index) == 64 else { return nil }
    let host = index + 1
    index = host
    while isHostByte(at(index)) { index += 1 }
    while index > host, !Self.isAlphanumeric(at(index - 1)) { index -= 1 }
    guard let point = values[host..<max(host, index)].lastIndex(of: 46), point > host,
      index - point > 2
    else { return nil }
    return index
  }

  private static func isAlphanumeric(_ value: UInt32) -> Bool {
    (48...57).contains(value) || (97...122).contains(value | 32)
  }

  private func isMailByte(_ value: UInt32) -> Bool {
    Self.isAlphanumeric(value) || [46, 95, 37, 43, 45].contains(value)
  }

  private func isHostByte(_ value: UInt32) -> Bool {
    Self.isAlphanumeric(value) || value == 46 || value == 45
  }
}
