import Support
import TestKit
import Testing

@testable import Analytics
@testable import Learning

/// Categories of the caller's own, by seeds and examples.
@Suite struct OwnCategoryTests {
  private static let shop = OwnCategories([
    .init(name: "包装", seeds: ["包装", "盒子"], examples: []),
    .init(name: "billing", seeds: ["charge", "credit card"], examples: ["I was charged twice"]),
    .init(name: "制服", seeds: ["和服", "check-in"], examples: []),
  ])

  private func found(_ text: String, _ own: OwnCategories = shop) -> [(
    name: String, words: [String]
  )] {
    let bytes = Array(text.utf8)
    let scalars = TextScalars(bytes)
    var tokenizer = own.freshTokenizer
    return own.matches(bytes, scalars, &tokenizer).map { match in
      (own.wishes[match.category].name, match.evidence.map { scalars.text($0) })
    }
  }

  struct Case: Sendable {
    let text: String
    let name: String?
    let words: [String]

    init(_ text: String, _ name: String?, _ words: String...) {
      self.text = text
      self.name = name
      self.words = words
    }
  }

  @Test(arguments: [
    Case("包装盒压扁了", "包装", "包装"), Case("盒子是坏的，包装也破", "包装", "盒子", "包装"),
    Case("They keep charging me", "billing", "charging"),
    Case("Charges on my CREDIT CARDS", "billing", "Charges", "CREDIT CARDS"),
    Case("📦 ｃｈａｒｇｅｄ again", "billing", "ｃｈａｒｇｅｄ"),
    Case("my discharge letter", nil), Case("credit, card", nil), Case("", nil), Case("!!!", nil),
    // Not a kimono: 和 | 服务.
    Case("产品和服务都好", nil), Case("租一套和服拍照", "制服", "和服"),
    Case("the check in desk", "制服", "check in"), Case("check-ins", "制服", "check-ins"),
  ])
  func `a seed counts where it stands as a word`(_ case: Case) {
    let matches = found(`case`.text)
    #expect(matches.map(\.name) == (`case`.name.map { [$0] } ?? []), "\(matches)")
    #expect((matches.first?.words ?? []) == `case`.words)
  }

  @Test func `a text that holds half an example's telling words counts, one with less does not`() {
    let own = OwnCategories([
      .init(name: "late", seeds: [], examples: ["the courier never brought my parcel"])
    ])
    #expect(found("My parcel? No courier in sight", own).map(\.name) == ["late"])
    #expect(found("a lovely parcel", own).isEmpty)
    let scores = ["courier parcel", "courier brought the parcel"].map { text -> Double in
      let bytes = Array(text.utf8)
      var tokenizer = own.freshTokenizer
      return own.matches(bytes, TextScalars(bytes), &tokenizer).first?.score ?? 0
    }
    #expect(0 < scores[0] && scores[0] < scores[1] && scores[1] < 1)
  }

  /// "order" stands in every text, so an example's other words decide.
  @Test func `words that all texts hold say little of an example`() throws {
    let own = OwnCategories([
      .init(name: "broken", seeds: [], examples: ["order shattered"])
    ])
    let texts =
      (0..<50).map { Array("order number \($0) is fine".utf8) } + [Array("shattered".utf8)]
    let fitted = try own.fitted(to: texts, learns: false, Run())
    #expect(found("another order", own).count == 1)
    #expect(found("another order", fitted).isEmpty)
    #expect(found("it is shattered", fitted).count == 1)
  }

  /// Of 40 texts with the seed screen, 30 also say cracked; 160 others are about couriers.
  private static let planted: [[UInt8]] = (0..<200).map { place in
    let text =
      place < 30
      ? "the screen cracked" : place < 40 ? "dark screens" : place < 120 ? "slow courier" : "快递员好"
    return Array(text.utf8)
  }

  @Test func `words that go with a seed are learnt only when that is asked for`() throws {
    let own = OwnCategories([.init(name: "屏", seeds: ["screen"], examples: [])])
    let plain = try own.fitted(to: Self.planted, learns: false, Run())
    #expect(plain.learnt == [[]])
    let grown = try own.fitted(to: Self.planted, learns: true, Run())
    let seed = try #require(grown.learnt[0].first { $0.term == "cracked" })
    #expect(seed.texts == 30 && seed.share == 1)
    #expect(abs(seed.lift - 5) < 1e-12)
    #expect(
      !grown.learnt[0].contains { ["courier", "slow", "screen", "screens"].contains($0.term) })
    #expect(grown.learnt[0].count <= LearntSeed.countMax)
  }

  @Test func `the caller's categories stand instead of the topics, or beside them`() throws {
    func names(_ choice: FeedbackOptions.Categories) throws -> [[String]] {
      var options = FeedbackOptions()
      options.own = Self.shop
      options.categories = choice
      let texts = FeedbackTexts(["包装破了，客服不回复", "你好"], redacts: true)
      let feedback = try Feedback.of(texts, options: options, Run())
      return texts.texts.indices.map { row in
        FeedbackDetail(feedback, row, explain: 3).categories.map(\.name)
      }
    }
    #expect(try names(.auto) == [["包装"], ["other"]])
    #expect(try names(.own) == [["包装"], ["other"]])
    #expect(try names(.both) == [["service", "productQuality", "包装"], ["other"]])
    #expect(try names(.builtin) == [["service", "productQuality"], ["other"]])
  }
}

/// English words without their endings.
@Suite struct EnglishStemTests {
  @Test(arguments: [
    ["charge", "charges", "charged", "charging"],
    ["cancel", "cancelled", "canceled", "cancelling"],
    ["refund", "refunds", "refunded", "refunding"], ["delay", "delays", "delayed"],
    ["delivery", "deliveries"], ["box", "boxes"], ["hop", "hopped", "hopping"],
    ["hope", "hoped", "hoping"], ["agree", "agreed"], ["bus", "bus"], ["address", "addresses"],
  ])
  func `number and tense make no other word`(_ words: [String]) {
    let stems = Set(words.map { EnglishStem.of($0.unicodeScalars.map(\.value)) })
    #expect(stems.count == 1, "\(words)")
  }

  @Test func `different words stay different, and what is no word stays as it is`() {
    func stem(_ word: String) -> String {
      String(
        String.UnicodeScalarView(
          EnglishStem.of(word.unicodeScalars.map(\.value)).compactMap(Unicode.Scalar.init)))
    }
    #expect(Set(["late", "lat", "lately", "hop", "hope"].map(stem)).count == 5)
    #expect(
      ["", "a", "as", "3g", "包装", "thing", "red"].map(stem).joined(separator: " ")
        == " a as 3g 包装 thing red")
  }
}
