/// Names for groups that k-means found: by what sets them apart most.
import Support

enum ClusterNames {
  /// The two features that differ most from the average, and what to do about such customers.
  static func describe(_ headers: [String], _ versusAll: [Double]) -> NamedSegment {
    let order = versusAll.indices.sorted { (-abs(versusAll[$0]), $0) < (-abs(versusAll[$1]), $1) }
    let marked = order.prefix(2).filter { abs(versusAll[$0]) >= 0.4 }
    guard !marked.isEmpty else {
      return NamedSegment(
        name: Phrase(en: "Average", zh: "普通客户"),
        rule: Phrase(en: "close to the average in every feature", zh: "各项特征接近平均"),
        action: Phrase(
          en: "keep the usual contact; nothing sets them apart", zh: "保持常规触达，无明显差异"))
    }
    let en = marked.map { "\(versusAll[$0] > 0 ? "high" : "low") \(headers[$0])" }
    let zh = marked.map { "\(headers[$0])\(versusAll[$0] > 0 ? "高" : "低")" }
    let rules = marked.map { index -> (String, String) in
      let size = Words.fixed(abs(versusAll[index]), 1)
      let isMore = versusAll[index] > 0
      return (
        "\(headers[index]) \(size) standard deviations \(isMore ? "above" : "below") average",
        "\(headers[index])\(isMore ? "高于" : "低于")平均 \(size) 个标准差"
      )
    }
    return NamedSegment(
      name: Phrase(en: capitalized(en.joined(separator: ", ")), zh: zh.joined(separator: "、")),
      rule: Phrase(
        en: rules.map(\.0).joined(separator: "; "), zh: rules.map(\.1).joined(separator: "；")),
      action: action(headers[marked[0]], isHigh: versusAll[marked[0]] > 0))
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
    default:
      return Phrase(
        en: "choose words and offers for their \(header); test with a tenth of them, and measure",
        zh: "按其\(header)特点选择话术与商品，先对一成客户试行并衡量效果")
    }
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
