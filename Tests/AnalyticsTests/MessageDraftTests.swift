/// Drafts of messages: consent is kept, nobody is named, each gets one.
import Analytics
import Support
import Tables
import TestKit
import Testing

@Suite struct MessageDraftTests {
  private static let file = """
    customer_id,name,email,marketing consent,region
    c1,Ann,ann@example.com,yes,north
    c2,Bob,bob@example.com,no,south
    c3,Cay,cay@example.com,,south
    c1,Ann,ann@example.com,yes,north
    c4,Dee,dee@example.com,true,

    """

  private func drafts(
    _ file: String = file, template: String? = nil, needsConsent: Bool = true,
    purpose: MessageDrafts.Purpose = .thanks, tone: MessageDrafts.Tone = .friendly,
    language: Language = .en
  ) throws -> MessageDrafts {
    let table = try TableReader.read(text: file, named: "t", ReadOptions(), Run())
    return try MessageDrafts(
      table, template: template, purpose: purpose, tone: tone, language: language,
      needsConsent: needsConsent, Run())
  }

  @Test func `only who agreed gets a draft, and one`() throws {
    let found = try drafts(template: "Hello {name} from {region}")
    #expect(
      found.drafts.map(\.block) == [nil, .noConsent, .consentUnknown, .duplicate, .missingValue])
    #expect(found.drafts[0].text == "Hello {name} from north")
    #expect(found.drafts[0].open == ["name"])
    let lax = try drafts(template: "{region}", needsConsent: false)
    let texts = lax.drafts.map { $0.text }
    #expect(texts == ["north", nil, "south", nil, nil])
  }

  @Test func `nobody is named in a draft`() throws {
    let found = try drafts(template: "{name} {email} {region}")
    let said = found.drafts.compactMap(\.text).joined()
    #expect(!said.isEmpty && !said.contains("Ann") && !said.contains("@"))
    let codes = found.notices.map(\.code)
    #expect(codes.contains("personalPlaces"))
  }

  @Test func `a file without consent drafts for nobody, unless told to`() throws {
    let file = "customer_id,region\nc1,north\n"
    let (strict, lax) = (try drafts(file), try drafts(file, needsConsent: false))
    #expect(strict.readyCount == 0 && lax.readyCount == 1)
    #expect(throws: AnalyticsError.self) { try drafts(file, template: "{colour}") }
    #expect(throws: AnalyticsError.self) { try drafts("region\nnorth\n") }
  }

  @Test(arguments: MessageDrafts.Purpose.allCases, MessageDrafts.Tone.allCases)
  func `each purpose speaks in each tone and language`(
    _ purpose: MessageDrafts.Purpose, _ tone: MessageDrafts.Tone
  ) throws {
    let (en, zh) = (
      try drafts(purpose: purpose, tone: tone),
      try drafts(purpose: purpose, tone: tone, language: .zh)
    )
    #expect(en.template.contains("{shop}") && zh.template.contains("{shop}"))
    let isLatin = en.template.unicodeScalars.allSatisfy(\.isASCII)
    let isChinese = zh.template.unicodeScalars.contains { (0x4e00...0x9fff).contains($0.value) }
    #expect(isLatin && isChinese)
    #expect(en.readyCount == 2)
  }
}
