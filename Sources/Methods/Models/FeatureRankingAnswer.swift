/// The answer of `rankFeatures`.
import Analytics
import Contract
import Support
import Tables
import Wire

struct FeatureRankingAnswer: Answer {
  let envelope: Envelope
  let target: RankTargetAnswer?
  let features: [RankedFeature]
  let methods: [RankMethodAnswer]
  let components: [ComponentAnswer]?
  let alike: [AlikeAnswer]
  let leftOut: [LeftOutAnswer]

  static let members: [Member<Self>] =
    Envelope.opening.map { $0.lifted(\.envelope) } + [
      Member("target", ifAny: \.target, "What the features were ranked against."),
      Member(
        "features", \.features,
        "The features, the best first: by the mean of their ranks. Beside a target, loadings have no"
          + " say in it."),
      Member("methods", \.methods, "How far each method's order is to be relied on."),
      Member("components", ifAny: \.components, "The leading principal components."),
      Member(
        "alike", \.alike, "Features whose ranks agree to 0.9 or more: one of them will do."),
      Member("leftOut", \.leftOut, "Columns that are no features, and why."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }

  init(
    _ ranking: FeatureRanking, _ table: Table, _ params: DataParams, _ say: Speaker, _ run: Run
  ) {
    target = RankTargetAnswer(ranking, say)
    features = ranking.features.enumerated().map { place, feature in
      RankedFeature(feature, rank: place + 1, ranking, say)
    }
    methods = ranking.methods.map { RankMethodAnswer($0, say) }
    components =
      ranking.components.isEmpty
      ? nil
      : ranking.components.map { component in
        ComponentAnswer(
          explained: component.explained,
          loadings: OutputMap(component.loadings.prefix(20).map { ($0.header, $0.weight) }))
      }
    alike = ranking.alike.map { AlikeAnswer(a: $0.a, b: $0.b, spearman: $0.spearman) }
    leftOut = ranking.leftOut.map { LeftOutAnswer(column: $0.header, why: say($0.why)) }
    envelope = Envelope(
      summary: say(Self.summary(ranking)), grade: GradeAnswer(ranking.grade, say),
      definition: say(Self.definition),
      warnings: (table.notices + ranking.notices).map { say($0) },
      meta: Meta(
        table, method: ranking.methods.map(\.method.rawValue).joined(separator: "+"),
        customers: nil, asOf: ranking.asOf, seed: params.seed, run))
  }

  private static let definition = Phrase(
    en: "correlation: the larger in size of Pearson's and Spearman's, between words and numbers the"
      + " correlation ratio, between words Cramér's V; mutualInformation: in nats over bins of"
      + " equal counts, bias taken away, shown as the correlation of two normal columns with as"
      + " much; pcaLoadings: squared loadings, weighted by the variance each component explains",
    zh: "correlation：Pearson 与 Spearman 中绝对值较大者，文字与数值之间用相关比，文字之间用 Cramér's V；"
      + "mutualInformation：等频分箱的互信息（奈特，已校正偏差），换算为同等信息量的正态相关系数；"
      + "pcaLoadings：载荷平方按各主成分解释的方差加权之和")

  private static func list(_ features: [FeatureRanking.Feature]) -> (en: String, zh: String) {
    let best = features.prefix(3).map(\.header)
    return (best.joined(separator: ", "), best.joined(separator: "、"))
  }

  private static func summary(_ ranking: FeatureRanking) -> Phrase {
    let count = ranking.features.count
    guard let target = ranking.target else {
      let (names, namesZh) = list(ranking.features)
      return Phrase(
        en: "\(count) \(count == 1 ? "feature" : "features"); those that move most with all others:"
          + " \(names).",
        zh: "共 \(count) 个特征；与其余特征共同变动最多的是 \(namesZh)。")
    }
    let known = ranking.features.filter { feature in
      feature.scores.contains { $0?.isAboveChance ?? false }
    }
    let clear = known.count
    guard clear > 0 else {
      return Phrase(
        en: "none of \(count) \(count == 1 ? "feature" : "features") tells more of \(target) than "
          + "chance would.",
        zh: "\(count) 个特征对 \(target) 的说明程度均未超过偶然水平。")
    }
    let (names, namesZh) = list(known)
    return Phrase(
      en: "\(clear) of \(count) features \(clear == 1 ? "tells" : "tell") more of \(target) than "
        + "chance would, first of all \(names).",
      zh: "\(count) 个特征中有 \(clear) 个对 \(target) 的说明程度超过偶然水平，最重要的是 \(namesZh)。")
  }
}

struct RankTargetAnswer: Answer {
  let column: String
  let kind: String
  let positive: String?
  let classes: Int?

  init?(_ ranking: FeatureRanking, _ say: Speaker) {
    guard let target = ranking.target, let kind = ranking.targetKind else { return nil }
    column = target
    switch kind {
    case .number: (self.kind, positive, classes) = ("number", nil, nil)
    case .label(let value): (self.kind, positive, classes) = ("label", value, nil)
    case .classes(let count): (self.kind, positive, classes) = ("classes", nil, count)
    }
  }

  static let members: [Member<Self>] = [
    Member("column", \.column, "Its header."),
    Member("kind", \.kind, "number, label (two values) or classes."),
    Member("positive", ifAny: \.positive, "The value of a label that counts as 1."),
    Member("classes", ifAny: \.classes, "How many classes there are."),
  ]
}

struct RankedFeature: Answer {
  let feature: String
  let rank: Int
  let meanRank: Double
  let kind: String
  let rows: Int
  let scores: OutputMap<RankScoreAnswer>
  let isLeak: Bool?
  let text: Said

  init(_ feature: FeatureRanking.Feature, rank: Int, _ ranking: FeatureRanking, _ say: Speaker) {
    self.feature = feature.header
    self.rank = rank
    meanRank = feature.meanRank
    kind = feature.isNumber ? "number" : "words"
    rows = feature.rowCount
    scores = OutputMap(
      zip(ranking.methods, feature.scores).compactMap { facts, score in
        score.map { (key: facts.method.rawValue, value: RankScoreAnswer(score: $0)) }
      })
    isLeak = feature.isLeak ? true : nil
    text = say(RankWords.text(feature, ranking))
  }

  static let members: [Member<Self>] = [
    Member("feature", \.feature, "Its header."),
    Member("rank", \.rank, "The joint rank, from 1."),
    Member("meanRank", \.meanRank, "The mean of its ranks by the methods that have a say."),
    Member("kind", \.kind, "number or words."),
    Member("rows", \.rows, "Rows in which it has a value."),
    Member("scores", \.scores, "What each method says; methods that do not apply are left out."),
    Member("leak", ifAny: \.isLeak, "It knows the target too well to be known before it."),
    Member("text", \.text, "What it says of the target, in a sentence."),
  ]
}

struct RankScoreAnswer: Answer {
  let score: FeatureRanking.Score

  private var rankRange: [Int]? { score.rankRange.map { [$0.lowerBound, $0.upperBound] } }
  private var pearson: Double? {
    if case .correlation(let value, _, _) = score.detail { value } else { nil }
  }
  private var spearman: Double? {
    if case .correlation(_, let value, _) = score.detail { value } else { nil }
  }
  private var rocAuc: Double? {
    if case .correlation(_, _, let value) = score.detail { value } else { nil }
  }
  private var eta: Double? { if case .ratio(let value) = score.detail { value } else { nil } }
  private var cramersV: Double? {
    if case .association(let value) = score.detail { value } else { nil }
  }
  private var nats: Double? {
    if case .information(let value) = score.detail { value } else { nil }
  }

  static let members: [Member<Self>] = [
    Member("score", \.score.value, "From 0 to 1; see definition."),
    Member("rank", \.score.rank, "From 1; the best first."),
    Member("rankRange", ifAny: \.rankRange, "Where the rank lies in four of five samples."),
    Member(
      "aboveChance", ifAny: \.score.isAboveChance,
      "Whether it is above the chance of its method."),
    Member("pearson", ifAny: \.pearson, "Pearson's r."),
    Member("spearman", ifAny: \.spearman, "Spearman's rank correlation."),
    Member("rocAuc", ifAny: \.rocAuc, "The chance that a row of the label has the higher value."),
    Member("eta", ifAny: \.eta, "The correlation ratio of numbers between words."),
    Member("cramersV", ifAny: \.cramersV, "Cramér's V of words and words."),
    Member("nats", ifAny: \.nats, "Mutual information."),
  ]
}

struct RankMethodAnswer: Answer {
  let method: String
  let stability: Double?
  let chance: Double?

  init(_ facts: FeatureRanking.MethodFacts, _ say: Speaker) {
    method = facts.method.rawValue
    stability = facts.stability
    chance = facts.chance
  }

  static let members: [Member<Self>] = [
    Member("method", \.method, "The method."),
    Member(
      "stability", \.stability,
      "Mean rank correlation of samples drawn with replacement with all rows; null where none."),
    Member(
      "chance", \.chance,
      "What the best feature hardly passes with shuffled targets (one of twenty does, by all methods"
        + " together); null without a target."),
  ]
}

struct ComponentAnswer: Answer {
  let explained: Double
  let loadings: OutputMap<Double>

  static let members: [Member<Self>] = [
    Member("explained", \.explained, "Its share of the variance of all features."),
    Member("loadings", \.loadings, "Weights of the features, the largest first; at most 20."),
  ]
}

struct AlikeAnswer: Answer {
  let a: String
  let b: String
  let spearman: Double

  static let members: [Member<Self>] = [
    Member("a", \.a, "A feature."),
    Member("b", \.b, "Another."),
    Member("spearman", \.spearman, "Their rank correlation."),
  ]
}

struct LeftOutAnswer: Answer {
  let column: String
  let why: Said

  static let members: [Member<Self>] = [
    Member("column", \.column, "Its header."),
    Member("why", \.why, "Why it is no feature."),
  ]
}
