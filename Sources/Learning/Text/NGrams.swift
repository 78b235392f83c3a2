/// Which n-grams of a text count as its features, and where they stand in it.
///
/// Words: A to Z become lower case and nothing else does; a token is a longest run of a-z and 0-9,
/// or one Han character (U+3400-4DBF, U+4E00-9FFF), or a Chinese word of the dictionary where that
/// is asked for; everything else only separates. The tokens of a gram are joined by one blank.
/// Characters: runs of white space separate words; each word is put
/// between blanks, and all n-grams of that are taken; of a word shorter than n, the whole once, and
/// no longer n. Lower-casing keeps every byte in its place, so a gram knows its span.
package struct NGrams: Sendable, Equatable {
  /// Lengths in tokens.
  package var words: ClosedRange<Int>?
  /// Lengths in characters.
  package var characters: ClosedRange<Int>?
  /// Whether Han characters in a row are cut into the words of the dictionary.
  package var cutsHan = false

  /// Makes a choice of n-grams; lengths begin at 1.
  package init(
    words: ClosedRange<Int>? = nil, characters: ClosedRange<Int>? = nil, cutsHan: Bool = false
  ) {
    self.words = words
    self.characters = characters
    self.cutsHan = cutsHan
  }

  /// Stands before a gram of characters where there are grams of words too.
  static let characterMark: UInt8 = 1

  /// All grams of a text in order, as text, each with its bytes in the text.
  package func list(_ text: String) -> [(gram: String, place: Range<Int>)] {
    var all: [(gram: String, place: Range<Int>)] = []
    visit(Array(text.utf8)) { gram, place in
      all.append((String(decoding: gram, as: UTF8.self), place))
    }
    return all
  }

  /// Calls `body` with the bytes of every gram, and with its place in the text.
  func visit(_ text: [UInt8], _ body: (UnsafeBufferPointer<UInt8>, Range<Int>) -> Void) {
    var lowered = text
    for index in lowered.indices where 65 <= lowered[index] && lowered[index] <= 90 {
      lowered[index] |= 32
    }
    if let words { visitWords(lowered, words, body) }
    if let characters { visitCharacters(lowered, characters, isMarked: words != nil, body) }
  }

  private func visitWords(
    _ text: [UInt8], _ lengths: ClosedRange<Int>,
    _ body: (UnsafeBufferPointer<UInt8>, Range<Int>) -> Void
  ) {
    let tokens = cutsHan ? Self.joined(Self.tokens(text), text) : Self.tokens(text)
    var key: [UInt8] = []
    for length in lengths where length <= tokens.count {
      for first in 0...(tokens.count - length) {
        key.removeAll(keepingCapacity: true)
        for token in tokens[first..<first + length] {
          if !key.isEmpty { key.append(32) }
          key.append(contentsOf: text[token])
        }
        let place = tokens[first].lowerBound..<tokens[first + length - 1].upperBound
        key.withUnsafeBufferPointer { body($0, place) }
      }
    }
  }

  /// The bytes of each token of a text in lower case.
  static func tokens(_ text: [UInt8]) -> [Range<Int>] {
    var tokens: [Range<Int>] = []
    var index = 0
    while index < text.count {
      let byte = text[index]
      if isWordByte(byte) {
        let start = index
        while index < text.count, isWordByte(text[index]) { index += 1 }
        tokens.append(start..<index)
      } else {
        let scalar = Scalars.scalar(text, at: index)
        if Scalars.isHan(scalar.value) { tokens.append(index..<index + scalar.length) }
        index += scalar.length
      }
    }
    return tokens
  }

  /// The same tokens, with Han characters that stand side by side joined to words.
  private static func joined(_ tokens: [Range<Int>], _ text: [UInt8]) -> [Range<Int>] {
    var segmenter = ChineseSegmenter()
    var all: [Range<Int>] = []
    all.reserveCapacity(tokens.count)
    var (scalars, ends): ([UInt32], [Int]) = ([], [])
    var first = 0
    while first < tokens.count {
      var next = first
      scalars.removeAll(keepingCapacity: true)
      while next < tokens.count, !isWordByte(text[tokens[next].lowerBound]),
        next == first || tokens[next].lowerBound == tokens[next - 1].upperBound
      {
        scalars.append(Scalars.scalar(text, at: tokens[next].lowerBound).value)
        next += 1
      }
      if next == first {
        all.append(tokens[first])
        first += 1
        continue
      }
      ends.removeAll(keepingCapacity: true)
      scalars.withUnsafeBufferPointer { segmenter.cut($0, 0..<$0.count, ends: &ends) }
      var from = first
      for end in ends {
        all.append(tokens[from].lowerBound..<tokens[first + end - 1].upperBound)
        from = first + end
      }
      first = next
    }
    return all
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    (97 <= byte && byte <= 122) || (48 <= byte && byte <= 57)
  }

  private func visitCharacters(
    _ text: [UInt8], _ lengths: ClosedRange<Int>, isMarked: Bool,
    _ body: (UnsafeBufferPointer<UInt8>, Range<Int>) -> Void
  ) {
    var index = 0
    while index < text.count {
      let start = index
      var starts: [Int] = []
      while index < text.count {
        let scalar = Scalars.scalar(text, at: index)
        if Scalars.isSpace(scalar.value) { break }
        starts.append(index)
        index += scalar.length
      }
      if !starts.isEmpty {
        visitWord(text, start..<index, starts, lengths, isMarked: isMarked, body)
      }
      if index < text.count { index += Scalars.scalar(text, at: index).length }
    }
  }

  /// The grams of one word. `starts` are the places of its characters.
  private func visitWord(
    _ text: [UInt8], _ word: Range<Int>, _ starts: [Int], _ lengths: ClosedRange<Int>,
    isMarked: Bool, _ body: (UnsafeBufferPointer<UInt8>, Range<Int>) -> Void
  ) {
    var padded: [UInt8] = isMarked ? [Self.characterMark, 32] : [32]
    let shift = padded.count - word.lowerBound
    padded.append(contentsOf: text[word])
    padded.append(32)
    // Places in `padded` where characters begin, and the end.
    let edges =
      [padded.startIndex + (isMarked ? 1 : 0)] + starts.map { $0 + shift }
      + [padded.count - 1, padded.count]
    let count = edges.count - 1
    var key: [UInt8] = []
    for length in lengths {
      for first in 0...max(0, count - length) {
        let (low, high) = (edges[first], edges[min(count, first + length)])
        key.removeAll(keepingCapacity: true)
        if isMarked { key.append(Self.characterMark) }
        key.append(contentsOf: padded[low..<high])
        let from = min(word.upperBound, max(word.lowerBound, low - shift))
        let to = max(from, min(word.upperBound, high - shift))
        key.withUnsafeBufferPointer { body($0, from..<to) }
      }
      if count <= length { break }
    }
  }
}

/// Characters in UTF-8.
package enum Scalars {
  /// The character that begins at `index`, and its bytes. Bytes that are no UTF-8 stand alone.
  package static func scalar(_ text: [UInt8], at index: Int) -> (value: UInt32, length: Int) {
    let lead = text[index]
    if lead < 0x80 { return (UInt32(lead), 1) }
    let length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1
    guard length > 1, index + length <= text.count else { return (UInt32(lead), 1) }
    var value = UInt32(lead) & (length == 2 ? 0x1f : length == 3 ? 0x0f : 0x07)
    for offset in 1..<length { value = value << 6 | UInt32(text[index + offset] & 0x3f) }
    return (value, length)
  }

  /// Whether a character is Han, of the basic block or extension A.
  package static func isHan(_ value: UInt32) -> Bool {
    (0x4e00...0x9fff).contains(value) || (0x3400...0x4dbf).contains(value)
  }

  /// Whether a character is white space of Unicode.
  package static func isSpace(_ value: UInt32) -> Bool {
    switch value {
    case 9...13, 28...32, 0x85, 0xa0, 0x1680, 0x2000...0x200a, 0x2028, 0x2029, 0x202f, 0x205f,
      0x3000:
      true
    default: false
    }
  }
}
