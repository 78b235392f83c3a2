/// A person with more than one record, and a pair that somebody should look at.
import Analytics
import Contract
import Support
import Tables

struct UnifyMember: Answer {
  let source: String
  let id: String?
  let row: Int

  init(_ record: Int32, _ golden: GoldenTable) {
    let found = golden.identity.record(record)
    source = golden.identity.sources[found.source].name
    id = found.id
    row = found.row + 1
  }

  static let members: [Member<Self>] = [
    Member("source", \.source, "The source."),
    Member("id", ifAny: \.id, "The customer's id there."),
    Member("row", \.row, "Its first row there, by place among the rows read, from 1."),
  ]
}

struct UnifyEvidence: Answer {
  let kind: String
  let isFor: Bool
  let weight: Double
  let message: Said

  init(_ evidence: IdentityEvidence, _ say: Speaker) {
    kind = evidence.kind.rawValue
    isFor = evidence.kind.isFor
    weight = (evidence.weight * 100).rounded() / 100
    message = say(Self.words(evidence.kind))
  }

  static let members: [Member<Self>] = [
    Member("kind", \.kind, "What agrees or differs, as a word that never changes."),
    Member("for", \.isFor, "Whether it speaks for one person."),
    Member("weight", \.weight, "The power of ten by which it changes the odds."),
    Member("message", \.message, "The same in words."),
  ]

  private static func words(_ kind: IdentityEvidence.Kind) -> Phrase {
    switch kind {
    case .sameId: Phrase(en: "same customer id", zh: "客户编号相同")
    case .sameIdNumber: Phrase(en: "same identity card", zh: "身份证号相同")
    case .samePhone: Phrase(en: "same telephone", zh: "电话相同")
    case .sameEmail: Phrase(en: "same e-mail", zh: "邮箱相同")
    case .similarEmail:
      Phrase(en: "same e-mail but for dots or a + part", zh: "邮箱仅点号或加号部分不同")
    case .sameName: Phrase(en: "same name", zh: "姓名相同")
    case .similarName: Phrase(en: "name differs by a letter or a word", zh: "姓名仅差一个字母或单词")
    case .partialName: Phrase(en: "names agree as far as they are known", zh: "姓名已知部分一致")
    case .nearName:
      Phrase(en: "names differ as those of relatives do", zh: "姓名差异像是亲属")
    case .sameBirthDate: Phrase(en: "same birthday", zh: "生日相同")
    case .sameAddress: Phrase(en: "same address", zh: "地址相同")
    case .sameRegion: Phrase(en: "same region", zh: "地区相同")
    case .sameGender: Phrase(en: "same gender", zh: "性别相同")
    case .samePurchase: Phrase(en: "same item on the same day", zh: "同日购买同一商品")
    case .otherIdNumber: Phrase(en: "other identity card", zh: "身份证号不同")
    case .otherName: Phrase(en: "other name", zh: "姓名不同")
    case .otherBirthDate: Phrase(en: "other birthday", zh: "生日不同")
    case .otherGender: Phrase(en: "other gender", zh: "性别不同")
    case .otherPhone: Phrase(en: "other telephone", zh: "电话不同")
    case .otherEmail: Phrase(en: "other e-mail", zh: "邮箱不同")
    case .otherRegion: Phrase(en: "other region", zh: "地区不同")
    }
  }
}

struct UnifyLink: Answer {
  let a: UnifyMember
  let b: UnifyMember
  let score: Double
  let evidence: [UnifyEvidence]

  init(_ link: IdentityLink, _ golden: GoldenTable, _ say: Speaker) {
    a = UnifyMember(link.left, golden)
    b = UnifyMember(link.right, golden)
    score = Self.shown(link.probability)
    evidence = golden.identity.evidence(link).map { UnifyEvidence($0, say) }
  }

  static func shown(_ probability: Double) -> Double {
    (min(0.9999, probability) * 10_000).rounded() / 10_000
  }

  static let members: [Member<Self>] = [
    Member("a", \.a, "One record."),
    Member("b", \.b, "The other."),
    Member("score", \.score, "How sure it is that they are one person, from 0 to 1."),
    Member("evidence", \.evidence, "What speaks for and against."),
  ]
}

struct UnifyGroup: Answer {
  let person: String
  let records: [UnifyMember]
  let score: Double
  let links: [UnifyLink]

  init(_ golden: GoldenTable, _ person: Int, _ links: [IdentityLink], _ say: Speaker) {
    self.person = GoldenTable.id(person)
    records = golden.members(person).prefix(Limits.groupMembers).map { UnifyMember($0, golden) }
    score = UnifyLink.shown(links.map(\.probability).min() ?? 1)
    self.links = links.prefix(Limits.groupMembers).map { UnifyLink($0, golden, say) }
  }

  static let members: [Member<Self>] = [
    Member("person", \.person, "The person."),
    Member("records", \.records, "Their records."),
    Member("score", \.score, "The least sure link of the group."),
    Member("links", \.links, "What joined them."),
  ]
}

struct UnifyReview: Answer {
  let link: UnifyLink
  let doubt: String
  let message: Said

  init(_ link: IdentityLink, _ golden: GoldenTable, _ say: Speaker) {
    self.link = UnifyLink(link, golden, say)
    let doubt = link.doubt ?? .tooLittle
    self.doubt = doubt.rawValue
    message = say(Self.words(doubt))
  }

  static let members: [Member<Self>] =
    UnifyLink.members.lifted(\.link) + [
      Member("doubt", \.doubt, "Why they were not joined, as a word that never changes."),
      Member("message", \.message, "The same in words."),
    ]

  private static func words(_ doubt: IdentityDoubt) -> Phrase {
    switch doubt {
    case .tooLittle: Phrase(en: "less evidence than the threshold asks for", zh: "证据不足，未达阈值")
    case .nameAlone:
      Phrase(en: "a name, and nothing else that counts", zh: "仅姓名相近，无其他佐证")
    case .otherIdNumber: Phrase(en: "two identity cards are two people", zh: "身份证号不同，视为两人")
    case .otherPerson:
      Phrase(en: "two full names or birthdays, as in a family", zh: "姓名或生日不同，可能是家人")
    case .otherGroup:
      Phrase(en: "joining them would bring two people together", zh: "合并会把两个人并为一组")
    }
  }
}
