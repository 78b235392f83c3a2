/// Why customers left, where a column says so: of their own will, or because a payment failed or
/// the like.
import Support
import Tables

package struct ChurnReasons: Sendable {
  package enum Kind: String, Sendable, CaseIterable { case voluntary, involuntary, other, unknown }

  package let header: String
  let index: Int
  /// How many left for each kind; unknown where the cell is empty.
  package let counts: [(kind: Kind, count: Int)]
  /// The most common texts.
  package let reasons: [(reason: String, kind: Kind, count: Int)]

  private static let mostReasons = 12
  private static let headers = ["reason", "原因", "理由", "why"]
  private static let involuntary = [
    "involuntary", "payment fail", "failed payment", "payment declined", "card", "declined",
    "expired", "insufficient", "non-payment", "nonpayment", "unpaid", "overdue", "fraud",
    "chargeback", "deceased", "death", "moved away", "relocat", "bankrupt", "closed down", "被动",
    "欠费", "扣款失败", "支付失败", "付款失败", "余额不足", "过期", "逾期", "欺诈", "去世", "倒闭", "搬迁",
  ]
  private static let voluntary = [
    "voluntary", "price", "pricing", "expensive", "cost", "competitor", "competition", "switch",
    "offer", "quality", "service", "support", "attitude", "dissatisf", "unhappy", "feature",
    "not need", "no need", "not using", "unused", "product", "network", "speed", "主动", "价格",
    "太贵", "竞争", "竞品", "质量", "服务", "态度", "不满", "功能", "不需要", "不再使用", "体验", "物流",
  ]

  /// Nil where no column of words speaks of reasons.
  init?(_ table: Table, _ left: [Int], without target: Int) {
    let column = table.columns.first { column in
      let folded = column.header.lowercased()
      return column.index != target && column.text != nil
        && Self.headers.contains { folded.contains($0) }
    }
    guard let column, let text = column.text, !(column.role?.isPersonal ?? false),
      text.dictionary.count <= Limits.categories
    else { return nil }
    header = column.header
    index = column.index
    var (texts, empty) = ([Int](repeating: 0, count: text.dictionary.count), 0)
    for row in left {
      if text.codes[row] < 0 { empty += 1 } else { texts[Int(text.codes[row])] += 1 }
    }
    let used = texts.indices.filter { texts[$0] > 0 }.sorted {
      (-texts[$0], $0) < (-texts[$1], $1)
    }
    guard !used.isEmpty else { return nil }
    let kinds = used.map { Self.kind(text.dictionary[$0]) }
    counts = Kind.allCases.map { kind in
      let own = zip(used, kinds).reduce(0) { $0 + ($1.1 == kind ? texts[$1.0] : 0) }
      return (kind, kind == .unknown ? empty : own)
    }
    reasons = zip(used, kinds).prefix(Self.mostReasons).map { code, kind in
      (text.dictionary[code], kind, texts[code])
    }
  }

  /// Words for what happens to somebody are looked for first: a declined card is no price.
  private static func kind(_ reason: String) -> Kind {
    let folded = reason.lowercased()
    if involuntary.contains(where: { folded.contains($0) }) { return .involuntary }
    return voluntary.contains { folded.contains($0) } ? .voluntary : .other
  }
}
