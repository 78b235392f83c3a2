/// What a feature says of the target, as a sentence.
import Analytics
import Support

enum RankWords {
  static func text(_ feature: FeatureRanking.Feature, _ ranking: FeatureRanking) -> Phrase {
    let name = feature.header
    guard let target = ranking.target else {
      guard let score = feature.scores.compactMap({ $0 }).first else {
        return Phrase(en: "\(name) holds words, which have no loadings", zh: "\(name) 为文字列，没有载荷")
      }
      let figure = Words.fixed(score.value, 2)
      return Phrase(
        en: "\(name): weighted squared loadings \(figure)", zh: "\(name)：加权载荷平方和 \(figure)")
    }
    let isClear = feature.scores.contains { $0?.isAboveChance ?? false }
    guard isClear else {
      return Phrase(
        en: "\(name) tells no more of \(target) than chance would",
        zh: "\(name) 对 \(target) 的说明程度未超过偶然水平")
    }
    let detail = feature.scores.compactMap { $0?.detail }.first {
      if case .loading = $0 { false } else { true }
    }
    switch detail {
    case .correlation(let pearson, let spearman, _):
      return direction(name, target, ranking.targetKind, pearson: pearson, spearman: spearman)
    case .ratio(let value):
      return difference(
        feature, target, ranking.targetKind,
        by: Phrase(en: "correlation ratio", zh: "相关比"), Words.fixed(value, 2))
    case .association(let value):
      return difference(
        feature, target, ranking.targetKind, by: Phrase(verbatim: "Cramér's V"),
        Words.fixed(value, 2))
    case .information(let nats):
      let figure = Words.fixed(nats, 3)
      return Phrase(
        en: "knowing \(name) tells \(figure) nats of \(target)",
        zh: "\(name) 提供 \(target) 的 \(figure) 奈特信息")
    case .loading, nil: return Phrase(verbatim: name)
    }
  }

  private static func direction(
    _ name: String, _ target: String, _ kind: FeatureRanking.TargetKind?, pearson: Double,
    spearman: Double
  ) -> Phrase {
    let isRank = abs(spearman) > abs(pearson) + 1e-9
    let r = isRank ? spearman : pearson
    let figure = "(\(isRank ? "Spearman" : "Pearson") \(Words.fixed(r, 2)))"
    if case .label(let positive) = kind {
      return Phrase(
        en: "the higher \(name), the \(r > 0 ? "more" : "less") often \(target) = \(positive) "
          + figure,
        zh: "\(name) 越高，\(target) = \(positive) 越\(r > 0 ? "常见" : "少见") \(figure)")
    }
    return Phrase(
      en: "the higher \(name), the \(r > 0 ? "higher" : "lower") \(target) \(figure)",
      zh: "\(name) 越高，\(target) 越\(r > 0 ? "高" : "低") \(figure)")
  }

  private static func difference(
    _ feature: FeatureRanking.Feature, _ target: String, _ kind: FeatureRanking.TargetKind?,
    by: Phrase, _ figure: String
  ) -> Phrase {
    let name = feature.header
    if case .label(let positive) = kind {
      return Phrase(
        en: "how often \(target) = \(positive) differs by \(name) (\(by.en) \(figure))",
        zh: "\(target) = \(positive) 的比例因 \(name) 而异（\(by.zh) \(figure)）")
    }
    return feature.isNumber
      ? Phrase(
        en: "\(name) differs by \(target) (\(by.en) \(figure))",
        zh: "\(name) 因 \(target) 而异（\(by.zh) \(figure)）")
      : Phrase(
        en: "\(target) differs by \(name) (\(by.en) \(figure))",
        zh: "\(target) 因 \(name) 而异（\(by.zh) \(figure)）")
  }
}
