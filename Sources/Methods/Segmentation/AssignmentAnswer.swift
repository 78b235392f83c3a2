/// The answer of `assignSegment`.
import Analytics
import Contract
import Support
import Tables
import Wire

struct AssignmentAnswer: Answer {
  var envelope: Envelope
  let model: String
  let segments: [AssignedSegment]
  let shift: Double?
  let outside: Int
  let outOfRange: Int
  let assignments: RowList<AssignedRow>

  static let members: [Member<Self>] =
    Envelope.opening.map { $0.lifted(\.envelope) } + [
      Member("model", \.model, "The model that was asked, and the data it was made of."),
      Member("segments", \.segments, "The groups, with their ids of then."),
      Member(
        "shift", ifAny: \.shift,
        "Population stability index of the shares now against then: under 0.1 steady, over 0.25 "
          + "another population; not given for fewer than 30 customers."),
      Member("outside", \.outside, "Customers who belong to no group."),
      Member(
        "outOfRange", \.outOfRange,
        "Customers with a value beyond all the groups were made of."),
      Member("assignments", \.assignments, "The group of each customer."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }

  init(
    _ result: SegmentAssignment, _ saved: SavedModel, _ table: Table, _ params: DataParams,
    _ page: Page, _ say: Speaker, _ run: Run, rows: @escaping @Sendable (Int) -> AssignedRow
  ) {
    let count = result.ids.count
    let sizes = result.sizes
    model = "\(saved.name), made of \(saved.dataset)"
    segments = result.model.groups.indices.map {
      AssignedSegment(result.model.groups[$0], id: $0 + 1, size: sizes[$0], of: count, say)
    }
    shift = result.shift
    outside = result.places.reduce(0) { $0 + ($1 < 0 ? 1 : 0) }
    outOfRange = result.ids.indices.reduce(0) { $0 + (result.isOutOfRange($1) ? 1 : 0) }
    assignments = page.list(params, rows)
    envelope = Envelope(
      summary: say(Self.summary(result, shift)), grade: GradeAnswer(saved.grade, say),
      definition: say(
        Phrase(
          en: "groups as segment made them of \(saved.dataset); the grade is that of then",
          zh: "沿用 segment 在 \(saved.dataset) 上建立的分组；评级为当时的评级")),
      warnings: (table.notices + result.notices).map { say($0) },
      meta: Meta(
        table, method: result.model.method.rawValue, customers: count, asOf: result.asOf, run),
      total: page.total, nextCursor: page.nextCursor)
  }

  private static func summary(_ result: SegmentAssignment, _ shift: Double?) -> Phrase {
    let count = Words.fixed(Double(result.ids.count), 0)
    guard let shift else {
      return Phrase(
        en: "\(count) customers assigned; too few to say whether customers have changed.",
        zh: "已归组 \(count) 位客户；人数过少，无法判断客群是否变化。")
    }
    let size = Words.fixed(shift, 2)
    if shift < 0.1 {
      return Phrase(
        en: "\(count) customers assigned; the groups have the shares they had (shift \(size)).",
        zh: "已归组 \(count) 位客户；各组占比基本不变（偏移 \(size)）。")
    }
    return Phrase(
      en: "\(count) customers assigned; the shares of the groups have "
        + "\(shift > 0.25 ? "changed much: make them anew" : "moved") (shift \(size)).",
      zh: "已归组 \(count) 位客户；各组占比\(shift > 0.25 ? "变化很大，建议重新分群" : "有所变化")（偏移 \(size)）。")
  }
}

struct AssignedSegment: Answer {
  let id: Int
  let name: Said
  let size: Int
  let share: Double
  let shareThen: Double
  let recommendedAction: Said

  init(_ group: SegmentModel.Group, id: Int, size: Int, of count: Int, _ say: Speaker) {
    self.id = id
    name = say(group.name)
    self.size = size
    share = Double(size) / Double(max(1, count))
    shareThen = group.share
    recommendedAction = say(group.action)
  }

  static let members: [Member<Self>] = [
    Member("id", \.id, "The group's number, as segment gave it."),
    Member("name", \.name, "Its name."),
    Member("size", \.size, "Customers in it now."),
    Member("share", \.share, "Their share of all customers now."),
    Member("shareThen", \.shareThen, "The share when the groups were made."),
    Member("recommendedAction", \.recommendedAction, "What to do next."),
  ]
}

struct AssignedRow: Answer {
  let customerId: String
  let segment: Int?
  let segmentName: Said?
  let distance: Double?
  let confidence: Double?
  let outOfRange: [String]

  init(_ result: SegmentAssignment, _ customer: Int, _ say: Speaker) {
    customerId = result.ids[customer]
    let place = result.places[customer]
    segment = place < 0 ? nil : place + 1
    segmentName = place < 0 ? nil : say(result.model.groups[place].name)
    distance = result.distances.map { $0[customer] }
    confidence = result.shares.map { $0[customer] }
    outOfRange = result.outOfRange(customer)
  }

  static let members: [Member<Self>] = [
    Member("customerId", \.customerId, "The customer."),
    Member("segment", \.segment, "The number of the group; null outside any."),
    Member("segmentName", ifAny: \.segmentName, "Its name."),
    Member("distance", ifAny: \.distance, "To the group's centre, on the scale that was used."),
    Member("confidence", ifAny: \.confidence, "How surely the customer belongs, 0 to 1 (gmm)."),
    Member("outOfRange", \.outOfRange, "Features beyond all the groups were made of."),
  ]
}
