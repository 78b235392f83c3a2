/// Texts that a person should label, or look at again, because that would teach most.
import Learning
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

  static func wishes(
    _ texts: FeedbackTexts, _ model: FeedbackModel?, _ words: [Sentiment]
  ) -> [LabelWish] {
    let rows = texts.texts.indices.filter { !texts.texts[$0].isEmpty }
    guard let model else {
      let open = rows.filter { abs(words[$0].score) < 0.4 }
      return distinct(texts, open.map { ($0, abs(words[$0].score)) }).map { row, _ in
        LabelWish(
          row: row, kind: .uncertain, probability: words[row].positive,
          reason: Phrase(en: "its words hardly say whether it is positive", zh: "词语难以判断褒贬"))
      }
    }
    let open = rows.filter { texts.labels[$0] < 0 }
    if !open.isEmpty {
      let margins = open.map { row -> (Int, Double) in
        let top = model.chances(row).sorted(by: >)
        return (row, top[0] - (top.count > 1 ? top[1] : 0))
      }
      return distinct(texts, margins).map { row, _ in
        let chance = model.chances(row).max() ?? 0
        return LabelWish(
          row: row, kind: .uncertain, probability: chance,
          reason: Phrase(
            en: "its likeliest label has only \(Words.percent(chance))",
            zh: "最可能的标签概率仅 \(Words.percent(chance))"))
      }
    }
    let own = rows.compactMap { row -> (Int, Double)? in
      let chances = model.chances(row)
      let chance = chances[chances.startIndex + texts.labels[row]]
      return chance < doubtMax ? (row, chance) : nil
    }
    return distinct(texts, own).map { row, chance in
      let label = model.classes[texts.labels[row]]
      return LabelWish(
        row: row, kind: .doubtfulLabel, probability: chance,
        reason: Phrase(
          en: "it is labelled \(label), which the other texts make unlikely: "
            + Words.percent(chance, digits: 1),
          zh: "标签为 \(label)，但依其余文本其概率仅 \(Words.percent(chance, digits: 1))"))
    }
  }

  /// The rows with the smallest values, each text once.
  private static func distinct(
    _ texts: FeedbackTexts, _ rows: [(Int, Double)]
  ) -> [(Int, Double)] {
    var seen = Set<[UInt8]>()
    var taken: [(Int, Double)] = []
    for (row, value) in rows.sorted(by: { ($0.1, $0.0) < ($1.1, $1.0) })
    where taken.count < countMax {
      if seen.insert(texts.texts[row]).inserted { taken.append((row, value)) }
    }
    return taken
  }
}
