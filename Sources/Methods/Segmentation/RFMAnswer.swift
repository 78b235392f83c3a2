/// The answer of `rfm`.
import Analytics
import Contract
import Support
import Tables
import Wire

struct RFMAnswer: Answer {
  var envelope: Envelope
  let segments: [RFMGroup]
  let cells: [RFMCell]
  let cutPoints: OutputMap<[Double]>
  let customers: RowList<RFMRow>

  static let members: [Member<Self>] =
    Envelope.opening.map { $0.lifted(\.envelope) } + [
      Member("segments", \.segments, "The named groups, by falling share of revenue."),
      Member("cells", \.cells, "The combinations of scores that customers have, the best first."),
      Member("cutPoints", \.cutPoints, "The cut points of the scores."),
      Member("customers", \.customers, "The customers, by falling score."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }

  init(
    _ result: Segmentation, _ scores: RFMCells, _ table: Table, _ page: Page, _ say: Speaker,
    _ run: Run, rows: RowList<RFMRow>
  ) {
    segments = result.segments.indices.map { RFMGroup(result, $0, say) }
    cells = RFMCell.all(result, scores, say)
    cutPoints = OutputMap(Self.cuts(result.scores))
    customers = rows
    envelope = Envelope(
      summary: say(Self.summary(result, cells.count)), grade: GradeAnswer(result.grade, say),
      definition: say(result.definition),
      warnings: (table.notices + result.notices).map { say($0) },
      meta: Meta(
        table, method: result.method.rawValue, customers: result.ids.count, asOf: result.asOf, run),
      total: page.total, nextCursor: page.nextCursor)
  }

  private static func cuts(_ scores: Segmentation.Scores) -> [(key: String, value: [Double])] {
    guard case .rfm(let recency, let frequency, let monetary) = scores else { return [] }
    let pairs = [(key: "recency", value: recency.cuts), (key: "frequency", value: frequency.cuts)]
    return pairs + (monetary.map { [(key: "monetary", value: $0.cuts)] } ?? [])
  }

  private static func summary(_ result: Segmentation, _ cells: Int) -> Phrase {
    let count = result.ids.count
    guard let top = result.segments.first, let share = result.revenueShare(of: top) else {
      return Phrase(en: "\(count) customers in \(cells) cells.", zh: "\(count) 位客户，\(cells) 个格子。")
    }
    let (size, money) = (Words.percent(result.share(of: top)), Words.percent(share))
    return Phrase(
      en: "\(count) customers in \(cells) cells; \"\(top.name.en)\", \(size) of customers, bring "
        + "\(money) of revenue.",
      zh: "\(count) 位客户，\(cells) 个格子；「\(top.name.zh)」占客户 \(size)，贡献收入 \(money)。")
  }
}

struct RFMGroup: Answer {
  let id: Int
  let name: Said
  let size: Int
  let share: Double
  let revenueShare: Double?

  init(_ result: Segmentation, _ place: Int, _ say: Speaker) {
    let segment = result.segments[place]
    id = place + 1
    name = say(segment.name)
    size = segment.size
    share = result.share(of: segment)
    revenueShare = result.revenueShare(of: segment)
  }

  static let members: [Member<Self>] = [
    Member("id", \.id, "The group's number, from 1."),
    Member("name", \.name, "Its name."),
    Member("size", \.size, "Customers in it."),
    Member("share", \.share, "Its share of customers."),
    Member("revenueShare", ifAny: \.revenueShare, "Its share of all money."),
  ]
}

struct RFMCell: Answer {
  let cell: String
  let size: Int
  let revenue: Double?
  let segment: Said?

  /// The cells that have customers. A cell has one name where names depend on scores alone.
  static func all(_ result: Segmentation, _ scores: RFMCells, _ say: Speaker) -> [RFMCell] {
    var members: [[Int]: [Int]] = [:]
    for (customer, part) in scores.parts.enumerated() {
      members[part, default: []].append(customer)
    }
    let money = result.values.count > 2 ? result.values[2] : nil
    return members.keys.sorted { $1.lexicographicallyPrecedes($0) }.map { part in
      let customers = members[part] ?? []
      let places = Set(customers.map { result.segmentOfCustomer[$0] })
      let only = places.count == 1 ? places.first : nil
      return RFMCell(
        cell: customers.first.map(scores.cell) ?? "", size: customers.count,
        revenue: money.map { column in customers.reduce(0) { $0 + column[$1] } },
        segment: only.map { say(result.segments[$0].name) })
    }
  }

  static let members: [Member<Self>] = [
    Member("cell", \.cell, "Scores for recency, frequency, money, such as 545."),
    Member("size", \.size, "Customers in it."),
    Member("revenue", ifAny: \.revenue, "Money they spent."),
    Member("segment", ifAny: \.segment, "The group of all of them."),
  ]
}

struct RFMRow: Answer {
  let customerId: String
  let recency: Double
  let frequency: Double
  let monetary: Double?
  let scores: [Int]
  let cell: String
  let score: Double
  let segment: Int
  let segmentName: Said

  init(_ result: Segmentation, _ cells: RFMCells, _ customer: Int, _ say: Speaker) {
    customerId = result.ids[customer]
    recency = result.values[0][customer]
    frequency = result.values[1][customer]
    monetary = result.values.count > 2 ? result.values[2][customer] : nil
    scores = cells.parts[customer]
    cell = cells.cell(customer)
    score = (cells.score[customer] * 1_000).rounded() / 1_000
    let place = result.segmentOfCustomer[customer]
    segment = place + 1
    segmentName = say(result.segments[place].name)
  }

  static let members: [Member<Self>] = [
    Member("customerId", \.customerId, "The customer."),
    Member("recency", \.recency, "Days since the last purchase."),
    Member("frequency", \.frequency, "Orders."),
    Member("monetary", ifAny: \.monetary, "Money spent, returns subtracted."),
    Member("scores", \.scores, "Scores for recency, frequency, money; the largest is best."),
    Member("cell", \.cell, "The scores in a row."),
    Member("score", \.score, "Their weighted mean."),
    Member("segment", \.segment, "The number of the group."),
    Member("segmentName", \.segmentName, "Its name."),
  ]
}
