/// The answer of `unifyCustomers`.
import Analytics
import Contract
import Support
import Tables
import Wire

struct UnifyAnswer: Answer {
  let summary: Said
  let grade: GradeAnswer
  let definition: Said
  let counts: UnifyCounts
  let sources: [UnifySource]
  let rows: CellRowList
  let groups: [UnifyGroup]
  let reviews: [UnifyReview]
  let kept: [KeptDataset]
  let warnings: [Warning]
  let meta: Meta
  let total: Int
  let nextCursor: String?
  var output: SavedFile?

  static let members: [Member<Self>] = [
    Member("summary", \.summary, "The answer in a sentence or two."),
    Member("grade", \.grade, "How far the groups are to be trusted."),
    Member("definition", \.definition, "What counts as one person."),
    Member("counts", \.counts, "How many of each."),
    Member("sources", \.sources, "What was compared."),
    Member("rows", \.rows, "One row per person; personal data are masked."),
    Member("groups", \.groups, "People with more than one record, and why; the first of them."),
    Member("reviews", \.reviews, "Pairs to look at, the surest first; the first of them."),
    Member("kept", \.kept, "The datasets that were made."),
    Member("warnings", \.warnings, "What to know before relying on the answer."),
    Member("meta", \.meta, "What was read and how it was done."),
    Member("total", \.total, "People in all."),
    Member("nextCursor", ifAny: \.nextCursor, "The cursor of the next page."),
    Member("output", ifAny: \.output, "The file that was written."),
  ]

  init(
    _ golden: GoldenTable, _ rows: GoldenRows, _ tables: [Table],
    _ params: UnifyCustomers.Params, _ page: Page, _ say: Speaker, _ run: Run
  ) {
    let identity = golden.identity
    self.rows = rows.list(params.data, page.range, masked: true)
    let limit = params.data.limit
    counts = UnifyCounts(
      records: identity.recordCount, people: golden.count,
      groups: identity.groupCount, pairs: identity.pairCount, reviews: identity.reviewCount)
    sources = identity.sources.map {
      UnifySource(name: $0.name, version: $0.table.version, rows: $0.table.rowCount)
    }
    groups = identity.groups(first: limit).map { UnifyGroup(golden, $0.person, $0.links, say) }
    reviews = identity.reviews.prefix(limit).map { UnifyReview($0, golden, say) }
    kept = tables.map { KeptDataset($0) }
    grade = GradeAnswer(identity.grade, say)
    definition = say(Self.definition(params))
    summary = say(Self.summary(counts, sources.count))
    let table = identity.sources.count == 1 ? identity.sources[0].table : nil
    var notices = identity.sources.flatMap(\.table.notices) + identity.notices
    if golden.fields.contains(where: \.isPersonal) {
      notices.append(
        Notice("personalMasked", en: "columns that tell who a person is are masked", zh: "个人信息列已脱敏")
      )
    }
    warnings = notices.map { say($0) }
    meta = Meta(table, method: "unifyCustomers", customers: golden.count, run)
    total = page.total
    nextCursor = page.nextCursor
  }

  private static func summary(_ counts: UnifyCounts, _ sources: Int) -> Phrase {
    let (records, people) = (
      Words.short(Double(counts.records)), Words.short(Double(counts.people))
    )
    let reviews = Words.short(Double(counts.reviews))
    return Phrase(
      en: "\(records) customers in \(sources) \(sources == 1 ? "source" : "sources") are "
        + "\(people) people; \(reviews) pairs are for somebody to look at.",
      zh: "\(sources) 个来源的 \(records) 位客户实为 \(people) 人；另有 \(reviews) 对需人工核对。")
  }

  private static func definition(_ params: UnifyCustomers.Params) -> Phrase {
    let sure = Words.percent(params.threshold, digits: 1)
    guard params.fuzzy else {
      return Phrase(
        en:
          "one person = an equal key (\(params.keys.map(\.rawValue).joined(separator: ", "))), at "
          + "least \(sure) sure; names only speak against",
        zh: "同一人＝标识（\(params.keys.map(\.rawValue).joined(separator: "、"))）相同且把握不低于 \(sure)；姓名仅用于排除")
    }
    return Phrase(
      en:
        "one person = an equal key, or a like name with a second agreement, at least \(sure) sure; "
        + "a name alone never, nor two identity cards",
      zh: "同一人＝标识相同，或姓名相近且另有一项一致，把握不低于 \(sure)；仅同名或身份证号不同者不合并")
  }
}

struct UnifyCounts: Answer {
  let records: Int
  let people: Int
  let groups: Int
  let pairs: Int
  let reviews: Int

  static let members: [Member<Self>] = [
    Member("records", \.records, "Customers in all sources; rows of one id are one."),
    Member("people", \.people, "People they are."),
    Member("groups", \.groups, "People with more than one record."),
    Member("pairs", \.pairs, "Pairs of records that are one person."),
    Member("reviews", \.reviews, "Pairs that are left for somebody to look at."),
  ]
}

struct UnifySource: Answer {
  let name: String
  let version: String
  let rows: Int

  static let members: [Member<Self>] = [
    Member("name", \.name, "The name of the source."),
    Member("version", \.version, "A hash of its content."),
    Member("rows", \.rows, "Rows read."),
  ]
}

/// A dataset that the method made.
struct KeptDataset: Answer {
  let name: String
  let version: String
  let rows: Int
  let kind: String

  init(_ table: Table) {
    name = table.name
    version = table.version
    rows = table.rowCount
    kind = table.kind.rawValue
  }

  static let members: [Member<Self>] = [
    Member("name", \.name, "Its name."),
    Member("version", \.version, "A hash of its content."),
    Member("rows", \.rows, "Its rows."),
    Member("kind", \.kind, "What the rows are."),
  ]
}
