import Support
import Testing

@testable import Learning

/// Tokens, sentences and their places, in every script.
@Suite struct TokenTests {
  struct Cut: Sendable {
    var text: String
    var pieces: [String]
    init(_ text: String, _ pieces: String...) {
      self.text = text
      self.pieces = pieces
    }
  }

  static let cuts = [
    Cut(""), Cut("  \r\n\t "), Cut("It's not good", "It", "'s", "not", "good"),
    Cut("I don't, we’ll, they're", "I", "do", "n't", ",", "we", "’ll", ",", "they", "'re"),
    Cut("can't won't", "ca", "n't", "wo", "n't"),
    Cut("rock 'n' roll", "rock", "'", "n", "'", "roll"),
    Cut("a well-made U.S. strap.", "a", "well-made", "U.S", ".", "strap", "."),
    Cut("good.Bad", "good", ".", "Bad"),
    Cut("mail jane.doe+x@mail.example.com.", "mail", "jane.doe+x@mail.example.com", "."),
    Cut("see https://a.b/c?d=1&e=2, ok", "see", "https://a.b/c?d=1&e=2", ",", "ok"),
    Cut("看www.example.com好", "看", "www.example.com", "好"),
    Cut("@VirginAmerica thanks #fail", "@VirginAmerica", "thanks", "#fail"),
    Cut("#双十一快递#太慢", "#双十一快递#", "太", "慢"),
    Cut("1,299.00元 12:30 50% 3G 2024-06-30", "1,299.00", "元", "12:30", "50%", "3G", "2024-06-30"),
    Cut("wow!!! 好……", "wow", "!!!", "好", "……"),
    Cut("👍🏽👨‍👩‍👧❤️🇨🇳🇺🇸1️⃣🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👍🏽", "👨‍👩‍👧", "❤️", "🇨🇳", "🇺🇸", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"),
    Cut("cafe\u{301} naïve", "cafe\u{301}", "naïve"), Cut("очень вкусно", "очень", "вкусно"),
    Cut("とても美味しい", "とても", "美味", "しい"), Cut("맛있어요 좋아", "맛있어요", "좋아"),
    Cut("客服态度很好，物流也快", "客服", "态度", "很好", "，", "物流", "也", "快"),
    Cut("不好吃", "不", "好吃"), Cut("这个App真的很好用", "这个", "App", "真的", "很", "好用"),
    Cut("ＡＢＣ１２３", "ＡＢＣ１２３"), Cut("a\u{0}b", "a", "b"),
  ]

  @Test(arguments: cuts)
  func `a text is cut into its tokens`(_ cut: Cut) {
    let text = Array(cut.text.utf8)
    var tokenizer = Tokenizer()
    let pieces = tokenizer.tokens(text).map { String(decoding: text[$0.bytes], as: UTF8.self) }
    #expect(pieces == cut.pieces)
  }

  @Test(arguments: cuts.map(\.text) + ["a😀b\r\n中e\u{301}𠀀x", "𠮷野家 was 👍🏽\r\nok"])
  func `places in code points and UTF-16 are those of the Swift library`(_ text: String) {
    let bytes = Array(text.utf8)
    let scalars = Array(text.unicodeScalars)
    let units = Array(text.utf16)
    var tokenizer = Tokenizer()
    var last = 0
    for token in tokenizer.tokens(bytes) {
      let piece = String(decoding: bytes[token.bytes], as: UTF8.self)
      #expect(scalars[token.characters].elementsEqual(piece.unicodeScalars))
      #expect(units[token.utf16].elementsEqual(piece.utf16))
      // What lies between tokens is white space.
      #expect(
        scalars[last..<token.characters.lowerBound].allSatisfy {
          $0.properties.isWhitespace || $0.properties.generalCategory == .control
        })
      last = token.characters.upperBound
    }
  }

  @Test(arguments: [
    ("Good. Bad! Really?? Yes", ["Good.", "Bad!", "Really??", "Yes"]),
    (
      "Mr. Li paid 3.50 yesterday. He (J. Li) left.",
      ["Mr. Li paid 3.50 yesterday.", "He (J. Li) left."]
    ),
    ("好吃。“下次再来！”老板说", ["好吃。", "“下次再来！”", "老板说"]),
    ("one\r\ntwo\n\nthree", ["one", "two", "three"]), ("等等……太慢了", ["等等……", "太慢了"]), ("", []),
  ])
  func `a text has its sentences`(_ text: String, _ sentences: [String]) {
    let bytes = Array(text.utf8)
    var tokenizer = Tokenizer()
    let tokens = tokenizer.tokens(bytes)
    let units = Array(text.utf16)
    let found = Sentences.of(bytes, tokens).map {
      String(decoding: units[$0.utf16], as: UTF16.self)
    }
    #expect(found == sentences)
  }

  @Test func `bytes that are no UTF-8 are tokens like others`() {
    var tokenizer = Tokenizer()
    for byte in UInt8.min...UInt8.max {
      for text in [[byte], [byte, 0x80], [0xe4, byte], [0xf0, 0x9f, byte, byte], [byte, 0x41]] {
        let tokens = tokenizer.tokens(text)
        #expect(tokens.allSatisfy { $0.bytes.upperBound <= text.count && !$0.bytes.isEmpty })
      }
    }
  }

  @Test func `words have the kind of the lists, others are guessed`() {
    let text = Array("The staff quickly fixed 3 grobbles. 我 喜欢 漂亮 的 手机 魑魅".utf8)
    var tokenizer = Tokenizer()
    let tags = Tagger().tags(text, tokenizer.tokens(text))
    #expect(
      tags.map(\.part) == [
        .determiner, .noun, .adverb, .verb, .numeral, .noun, .punctuation, .pronoun, .verb,
        .adjective, .particle, .noun, .noun, .noun,
      ])
    #expect(tags.map(\.isGuess).filter { $0 }.count == 5)
  }
}

/// Words of Chinese: the best way to cut, and words found in texts.
@Suite struct ChineseTests {
  /// The best of all ways to cut, by trying them all.
  private func best(_ text: ArraySlice<UInt32>, _ dictionary: ChineseDictionary) -> Float {
    guard !text.isEmpty else { return 0 }
    return (1...text.count).map { length -> Float in
      let head = text.prefix(length)
      let own = dictionary.weight(Array(head)) ?? -.infinity
      let weight = length == 1 ? max(own, ChineseDictionary.unknown) : own
      return weight == -.infinity ? weight : weight + best(text.dropFirst(length), dictionary)
    }.max() ?? 0
  }

  @Test func `no way to cut a sentence is better than the one that is taken`() {
    let dictionary = ChineseDictionary.common
    var segmenter = ChineseSegmenter(dictionary)
    let letters = Array("不好吃的时候还是没有送到服务态度很差客人们一点儿也开心魑".unicodeScalars.map(\.value))
    var state: UInt64 = 7
    for _ in 0..<400 {
      let text = (0..<Int(1 + state >> 33 % 11)).map { _ -> UInt32 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return letters[Int(state >> 33) % letters.count]
      }
      var ends: [Int] = []
      text.withUnsafeBufferPointer { segmenter.cut($0, 0..<text.count, ends: &ends) }
      var from = 0
      var score: Float = 0
      for end in ends {
        score += dictionary.weight(Array(text[from..<end])) ?? ChineseDictionary.unknown
        from = end
      }
      #expect(from == text.count)
      #expect(abs(score - best(text[...], dictionary)) < 1e-3)
    }
  }

  @Test func `the dictionary is of some thousand words`() {
    #expect(ChineseDictionary.common.count > 3_500)
    #expect(ChineseDictionary.common.weight([]) == nil)
  }

  /// A made-up word in changing company is found, its parts and small words around it are not.
  @Test func `a word that holds together in changing company is found`() throws {
    let around = Array("山水火木金石田土日月星云风雨雪花草鸟鱼虫牛羊马狗猫米豆瓜果茶".unicodeScalars)
    var state: UInt64 = 11
    func filler(_ count: Int) -> String {
      var text = ""
      for _ in 0..<count {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text.unicodeScalars.append(around[Int(state >> 33) % around.count])
      }
      return text
    }
    let texts = (0..<120).map { _ in Array("\(filler(40))魑魅\(filler(40))的".utf8) }
    let words = try WordDiscovery.words(in: texts, beside: .common, Run())
    #expect(words.map(\.word) == ["魑魅"])
    #expect(words.first?.count == 120)
    let dictionary = ChineseDictionary.common.adding(words.map { ($0.characters, -8) })
    var tokenizer = Tokenizer(dictionary)
    #expect(tokenizer.tokens(Array("魑魅".utf8)).count == 1)
    var plain = Tokenizer()
    #expect(plain.tokens(Array("魑魅".utf8)).count == 2)
  }

  @Test func `looking for words can be stopped`() throws {
    let run = Run()
    run.cancel()
    #expect(throws: (any Error).self) {
      try WordDiscovery.words(in: [Array("你好".utf8)], beside: .common, run)
    }
  }

  @Test func `a tree gives what was put in and nothing else`() {
    var tree = WordTrie()
    var known: [[UInt32]: Int32] = [:]
    var state: UInt64 = 3
    for value in 0..<5_000 {
      let word = (0..<4).map { place -> UInt32 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return place < 3 ? UInt32(state >> 40) % 40 + 0x4e00 : UInt32(state >> 40) % 4 + 0x1f600
      }
      tree.insert(word, value: Int32(value))
      known[word] = Int32(value)
    }
    for (word, value) in known {
      #expect(tree.find(word) == value)
      #expect(tree.find(word.dropLast()) == -1)
    }
    #expect(tree.find([1, 2]) == -1)
    #expect(tree.find([] as [UInt32]) == -1)
  }
}
