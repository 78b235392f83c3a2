/// Which labels of a column speak of feelings, and which feeling each of them is.
import Numerics

enum Polarity {
  private static let positive: Set<String> = [
    "positive", "pos", "good", "happy", "satisfied", "praise", "正面", "正向", "积极", "好评", "正",
    "满意", "表扬",
  ]
  private static let negative: Set<String> = [
    "negative", "neg", "bad", "unhappy", "dissatisfied", "complaint", "负面", "负向", "消极", "差评",
    "负", "不满意", "投诉", "抱怨",
  ]
  private static let neutral: Set<String> = [
    "neutral", "mixed", "ok", "none", "中性", "中立", "中评", "一般", "中",
  ]
  private static let plain: Set<String> = [
    "0", "1", "-1", "2", "yes", "no", "true", "false", "是", "否",
  ]

  /// The feeling of each class, or nil where the classes say something else. Two classes named like
  /// 0 and 1 are feelings when the words of feeling agree with them clearly.
  ///
  /// - Parameter words: the chance that each text is positive, by its words.
  static func of(_ classes: [String], labels: [Int], _ words: [Double]) -> [Sentiment.Label]? {
    guard classes.count >= 2 else { return nil }
    let names = classes.map { $0.lowercased() }
    let known = names.map { name -> Sentiment.Label? in
      positive.contains(name)
        ? .positive
        : negative.contains(name) ? .negative : neutral.contains(name) ? .neutral : nil
    }
    if known.allSatisfy({ $0 != nil }), Set(known).count >= 2 { return known.compactMap { $0 } }
    guard classes.count == 2, names.allSatisfy(plain.contains) else { return nil }
    let rows = labels.indices.filter { labels[$0] >= 0 }
    let ones = rows.filter { labels[$0] == 1 }.count
    let zeros = rows.count - ones
    guard ones >= 5, zeros >= 5 else { return nil }
    let ranks = Correlation.midRanks(rows.map { words[$0] })
    let sum = rows.indices.reduce(0.0) { $0 + (labels[rows[$1]] == 1 ? ranks[$1] : 0) }
    let area = (sum - Double(ones) * Double(ones + 1) / 2) / (Double(ones) * Double(zeros))
    if area >= 0.65 { return [.negative, .positive] }
    if area <= 0.35 { return [.positive, .negative] }
    return nil
  }

  /// The feeling that the chances of the classes amount to.
  static func sentiment(_ chances: ArraySlice<Double>, _ polarity: [Sentiment.Label]) -> Sentiment {
    var totals = [0.0, 0.0, 0.0]
    for (chance, label) in zip(chances, polarity) {
      totals[label == .positive ? 0 : label == .negative ? 1 : 2] += chance
    }
    let label: Sentiment.Label =
      totals[0] >= totals[1] && totals[0] >= totals[2]
      ? .positive : totals[1] >= totals[2] ? .negative : .neutral
    return Sentiment(positive: min(1, max(0, totals[0] + totals[2] / 2)), label: label)
  }

  /// What the words say, as chances of the classes: of equal feelings the first class takes it.
  static func chances(_ sentiment: Sentiment, _ polarity: [Sentiment.Label]) -> [Double] {
    let hasNeutral = polarity.contains(.neutral)
    let p = sentiment.positive
    let neutral = hasNeutral ? max(0, 0.5 - 2 * abs(p - 0.5)) : 0
    var left: [Sentiment.Label: Double] = [
      .positive: p * (1 - neutral), .negative: (1 - p) * (1 - neutral), .neutral: neutral,
    ]
    return polarity.map { label in
      defer { left[label] = 0 }
      return left[label] ?? 0
    }
  }
}
