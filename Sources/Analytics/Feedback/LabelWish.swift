/// Texts that a person should label, or look at again, because that would teach most.
import Learning
import Numerics
package import Support

package struct LabelWish: Sendable {
  package enum Kind: String, Sendable {
    /// The model cannot tell which of two labels it is.
    case uncertain
    /// The label it has is very unlikely by the other texts.
    case doubtfulLabel
  }

  package let row: Int
  package let kind: Kind
  /// The probability that speaks for asking: of the first label, or of the label it has.
  package let probability: Double
  package let reason: Phrase

  static let countMax = 10
  /// A label less probable than this is doubted.
  static let doubtMax = 0.2

  /// - Parameter areOwn: whether the texts' labels are the model's, and not some others.
  static func wishes(
    _ texts: FeedbackTexts, _ model: FeedbackModel?, _ words: [Sentiment], areOwn: Bool = true,
    _ run: Run
  ) throws -> [LabelWish] {
    try run.checkpoint()
    let rows = texts.texts.indices.filter { !texts.texts[$0].isEmpty }
    guard let model else {
      let open = rows.filter { abs(words[$0].score) < 0.4 }
      return try distinct(texts, open.map { ($0, abs(words[$0].score)) }, run).map { row, _ in
        LabelWish(
          row: row, kind: .uncertain, probability: words[row].positive,
          reason: Phrase(en: "its words hardly say whether it is positive", zh: "词语难以判断褒贬"))
      }
    }
    let isKnown = texts.isKnown
    let open = areOwn ? rows.filter { !isKnown[$0] } : rows
    guard areOwn, open.isEmpty else { return try uncertain(texts, model, open, run) }
    return model.isMulti
      ? try doubtfulSets(texts, model, rows, run) : try doubtful(texts, model, rows, run)
  }

  /// Open texts whose likeliest answers are close: two labels that exclude each other, or having a
  /// label or not.
  private static func uncertain(
    _ texts: FeedbackTexts, _ model: FeedbackModel, _ open: [Int], _ run: Run
  ) throws -> [LabelWish] {
    let margins = try Parallel.map(count: open.count, chunk: 4096) { range in
      try run.checkpoint()
      return open[range].map { row -> (Int, Double) in
        (row, model.isMulti ? model.confidence(row) : margin(model.chances(row)))
      }
    }.flatMap(\.self)
    return try distinct(texts, margins, run).map { row, _ in
      let chance = model.confidence(row)
      let percent = Words.percent(chance)
      return LabelWish(
        row: row, kind: .uncertain, probability: chance,
        reason: model.isMulti
          ? Phrase(
            en: "its labels are all right with only \(percent)", zh: "其标签全部正确的概率仅 \(percent)")
          : Phrase(
            en: "its likeliest label has only \(percent)", zh: "最可能的标签概率仅 \(percent)"))
    }
  }

  /// Texts whose label is unlikely by the others.
  private static func doubtful(
    _ texts: FeedbackTexts, _ model: FeedbackModel, _ rows: [Int], _ run: Run
  ) throws -> [LabelWish] {
    let own = rows.compactMap { row -> (Int, Double)? in
      let chances = model.chances(row)
      let chance = chances[chances.startIndex + texts.labels[row]]
      return chance < doubtMax ? (row, chance) : nil
    }
    return try distinct(texts, own, run).map { row, chance in
      LabelWish(
        row: row, kind: .doubtfulLabel, probability: chance,
        reason: unlikely(model.classes[texts.labels[row]], chance))
    }
  }

  /// Texts with a label that is unlikely by the others, or without one that is likely.
  private static func doubtfulSets(
    _ texts: FeedbackTexts, _ model: FeedbackModel, _ rows: [Int], _ run: Run
  ) throws -> [LabelWish] {
    var worst: [Int: (label: Int, chance: Double)] = [:]
    for (number, row) in rows.enumerated() {
      if number % 4096 == 0 { try run.checkpoint() }
      let own = texts.labels(of: row)
      for (label, chance) in model.chances(row).enumerated() {
        let right = own.contains(label) ? chance : 1 - chance
        if right < min(doubtMax, worst[row]?.chance ?? 1) { worst[row] = (label, right) }
      }
    }
    let found = rows.compactMap { row in worst[row].map { (row, $0.chance) } }
    return try distinct(texts, found, run).compactMap { row, chance in
      guard let label = worst[row]?.label else { return nil }
      let name = model.classes[label]
      let likely = Words.percent(1 - chance, digits: 1)
      return LabelWish(
        row: row, kind: .doubtfulLabel, probability: chance,
        reason: texts.labels(of: row).contains(label)
          ? unlikely(name, chance)
          : Phrase(
            en: "it is not labelled \(name), which the other texts make likely: \(likely)",
            zh: "未标注 \(name)，但依其余文本其概率为 \(likely)"))
    }
  }

  private static func unlikely(_ label: String, _ chance: Double) -> Phrase {
    let percent = Words.percent(chance, digits: 1)
    return Phrase(
      en: "it is labelled \(label), which the other texts make unlikely: \(percent)",
      zh: "标签为 \(label)，但依其余文本其概率仅 \(percent)")
  }

  /// How far the greatest chance is above the next.
  private static func margin(_ chances: ArraySlice<Double>) -> Double {
    var (top, next) = (0.0, 0.0)
    for chance in chances {
      if chance > top { (top, next) = (chance, top) } else { next = max(next, chance) }
    }
    return top - next
  }

  /// The rows with the smallest values, each text once.
  private static func distinct(
    _ texts: FeedbackTexts, _ rows: [(Int, Double)], _ run: Run
  ) throws -> [(Int, Double)] {
    var taken: [(Int, Double)] = []
    for (number, (row, value)) in rows.enumerated() {
      if number % 8192 == 0 { try run.checkpoint() }
      if taken.count == countMax, let last = taken.last, (last.1, last.0) < (value, row) {
        continue
      }
      if let same = taken.firstIndex(where: { texts.texts[$0.0] == texts.texts[row] }) {
        guard (value, row) < (taken[same].1, taken[same].0) else { continue }
        taken.remove(at: same)
      }
      taken.append((row, value))
      taken.sort { ($0.1, $0.0) < ($1.1, $1.0) }
      if taken.count > countMax { taken.removeLast() }
    }
    return taken
  }
}
