/// Names for groups that k-means found: by what sets them apart most.
import Support

enum ClusterNames {
  /// Something that sets a group apart.
  private struct Mark {
    /// How far, in standard deviations of all customers.
    let size: Double
    let name: Phrase
    let rule: Phrase
    let action: Phrase
  }

  /// What differs most from the average, two things at most, and what to do about such customers.
  static func describe(
    _ headers: [String], _ facts: SegmentFacts, _ words: [WordMark] = []
  ) -> NamedSegment {
    let marks = headers.indices.map { mark(headers[$0], facts, $0) } + words.map(mark)
    let order = marks.indices.sorted { (-marks[$0].size, $0) < (-marks[$1].size, $1) }
    let shown = order.prefix(2).map { marks[$0] }.filter { $0.size >= 0.4 }
    guard let first = shown.first else {
      return NamedSegment(
        name: Phrase(en: "Average", zh: "普通客户"),
        rule: Phrase(en: "close to the average in every feature", zh: "各项特征接近平均"),
        action: Phrase(
          en: "keep the usual contact; nothing sets them apart", zh: "保持常规触达，无明显差异"))
    }
    let name = shown.map(\.name.en).joined(separator: ", ")
    return NamedSegment(
      name: Phrase(en: capitalized(name), zh: shown.map(\.name.zh).joined(separator: "、")),
      rule: Phrase(
        en: shown.map(\.rule.en).joined(separator: "; "),
        zh: shown.map(\.rule.zh).joined(separator: "；")),
      action: first.action)
  }

  private static func mark(_ header: String, _ facts: SegmentFacts, _ index: Int) -> Mark {
    let isHigh = facts.versusAll[index] > 0
    let (span, mean) = (facts.span(index), Words.short(facts.means[index]))
    let label = ofOrders[header] ?? Phrase(verbatim: header)
    return Mark(
      size: abs(facts.versusAll[index]),
      name: Phrase(
        en: "\(isHigh ? "high" : "low") \(label.en)", zh: "\(label.zh)\(isHigh ? "高" : "低")"),
      rule: Phrase(
        en: "\(label.en) mostly \(span.en) (mean of all \(mean))",
        zh: "\(label.zh) 多为 \(span.zh)（全体平均 \(mean)）"),
      action: action(header, isHigh: isHigh))
  }

  /// What is counted from orders has no header in the file.
  private static let ofOrders: [String: Phrase] = [
    "recency": Phrase(en: "recency", zh: "距上次购买天数"),
    "frequency": Phrase(en: "frequency", zh: "订单数"),
    "monetary": Phrase(en: "monetary", zh: "消费金额"),
  ]

  private static func mark(_ word: WordMark) -> Mark {
    let (own, all) = (Words.percent(word.share), Words.percent(word.shareOfAll))
    return Mark(
      size: word.effect, name: Phrase(verbatim: "\(word.header): \(word.word)"),
      rule: Phrase(
        en: "\(word.header) is \(word.word) for \(own) of them (\(all) of all)",
        zh: "\(own) 的 \(word.header) 为 \(word.word)（全体 \(all)）"),
      action: choose(word.header))
  }

  /// What is spent or done can be raised; what people are can only be spoken to.
  private static func action(_ header: String, isHigh: Bool) -> Phrase {
    let words = [
      "spen", "amount", "order", "visit", "score", "revenue", "frequen", "monetary",
      "purchase", "金额", "消费", "频", "次数", "订单", "评分", "价值",
    ]
    let isActivity = words.contains { header.lowercased().contains($0) }
    switch (isActivity, isHigh) {
    case (true, true):
      return Phrase(
        en: "keep them close: early access and personal service before any discount",
        zh: "重点维护：优先体验和专属服务，先于折扣")
    case (true, false):
      return Phrase(
        en: "test one reason to come back with a tenth of them, and measure before the rest",
        zh: "先对一成客户试行一个回访理由，衡量效果后再推广")
    default: return choose(header)
    }
  }

  private static func choose(_ header: String) -> Phrase {
    Phrase(
      en: "choose words and offers for their \(header); test with a tenth of them, and measure",
      zh: "按其\(header)特点选择话术与商品，先对一成客户试行并衡量效果")
  }

  /// Gives equal names a number, so that each group can be told by its name.
  static func distinct(_ segments: [Segmentation.Segment]) -> [Segmentation.Segment] {
    var seen: [String: Int] = [:]
    return segments.map { segment in
      let count = seen[segment.name.en, default: 0] + 1
      seen[segment.name.en] = count
      guard count > 1 else { return segment }
      var renamed = segment
      renamed.name = Phrase(en: "\(segment.name.en) (\(count))", zh: "\(segment.name.zh)（\(count)）")
      return renamed
    }
  }

  private static func capitalized(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }
}
