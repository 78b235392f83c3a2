/// Bounds of word vectors: at each and one beyond.
import Analytics
import Support
import Testing

@Suite struct WordEmbeddingTests {
  private func name(_ number: Int) -> String {
    var (rest, letters) = (number, "")
    repeat {
      letters.append(Character(UnicodeScalar(UInt8(97 + rest % 26))))
      rest /= 26
    } while rest > 0
    return "w" + letters
  }

  private func embedding(_ texts: [String]) throws -> WordEmbedding {
    var options = WordEmbedding.Options()
    options.dimensions = 2
    return try WordEmbedding(FeedbackTexts(texts, redacts: false), options, Run())
  }

  @Test func `as many words as the bound get vectors, and no more`() throws {
    for extra in [0, 1] {
      let words = (0..<(Limits.embedWords + extra)).map(name)
      // The words of three texts, each once; the last word of all is in one text more.
      let texts = (0..<3).map { _ in words.joined(separator: " ") } + [words[words.count - 1]]
      let found = try embedding(texts)
      #expect(found.words.count == Limits.embedWords)
      #expect(found.number(words[words.count - 1]) == 0, "the most frequent stays")
    }
  }

  @Test func `texts up to the bound are read whole, and every second one beyond`() throws {
    let words = (0..<100).map(name).joined(separator: " ")
    let texts = [String](repeating: words, count: Limits.embedTokens / 100)
    let whole = try embedding(texts)
    #expect(whole.tokens == Limits.embedTokens)
    #expect(!whole.notices.contains { $0.code == "textsLeftOut" })
    let cut = try embedding(texts + ["more"])
    #expect(cut.tokens == Limits.embedTokens / 2 + 1)
    #expect(cut.notices.contains { $0.code == "textsLeftOut" })
  }
}
