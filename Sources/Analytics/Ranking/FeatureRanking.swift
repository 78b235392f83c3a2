/// Which features tell most: by correlation and mutual information with a target, and by their
/// loadings on principal components.
///
/// Every method is asked again of samples drawn with replacement, which tells how far its order can
/// be relied on, and of a target in shuffled order, which tells what chance alone would score.
import Learning
import Numerics
package import Support
package import Tables

package struct RankOptions: Sendable {
  package enum Method: String, Sendable, CaseIterable {
    case correlation, mutualInformation, pcaLoadings
  }

  /// Nil for all that apply.
  package var methods: [Method]?
  /// A header or a role; nil for the label the file holds.
  package var target: String?
  package var features: [String]?
  package var resamples = 30
  package var seed: UInt64 = 42
  package var asOf: Int32?

  package init() {}

  /// Rows that figures are made of; more change nothing but the time.
  package static let sampledRows = 20_000
  static let shuffles = 40
}

package struct FeatureRanking: Sendable {
  /// What a method says of one feature.
  package struct Score: Sendable, Equatable {
    /// From 0 to 1.
    package let value: Double
    /// From 1; the best first.
    package let rank: Int
    /// Where the rank lies in four of five samples.
    package let rankRange: ClosedRange<Int>?
    /// Whether shuffled targets hardly ever reach the value; nil without a target.
    package let isAboveChance: Bool?
    package let detail: ScoreDetail
  }

  package struct Feature: Sendable {
    package let header: String
    package let isNumber: Bool
    /// Rows with a value.
    package let rowCount: Int
    /// By method, in the order of `methods`; nil where the method does not apply to it.
    package let scores: [Score?]
    package let meanRank: Double
    /// Knows the target too well to be known before it.
    package let isLeak: Bool
  }

  package struct MethodFacts: Sendable {
    package let method: RankOptions.Method
    /// Mean rank correlation of samples with all; nil of one feature.
    package let stability: Double?
    /// The best score of any feature that shuffled targets hardly ever reach: by all methods
    /// together one of twenty does.
    package let chance: Double?
  }

  package let methods: [MethodFacts]
  /// The best first.
  package let features: [Feature]
  package let target: String?
  package let targetKind: TargetKind?
  package let components: [LoadingRank.Component]
  /// Features that say nearly the same, the closest first.
  package let alike: [Alike]
  package let leftOut: [(header: String, why: Phrase)]
  package let rowCount: Int
  package let grade: Grade
  package let notices: [Notice]
  package let asOf: Int32?

  package enum TargetKind: Sendable, Equatable {
    case number
    case label(positive: String)
    case classes(count: Int)
  }

  package struct Alike: Sendable, Equatable {
    package let a: String
    package let b: String
    package let spearman: Double
  }

  package init(_ table: Table, _ options: RankOptions, _ run: Run) throws {
    let inputs = try RankInputs(table, options, run)
    let wanted = try Self.methods(options, inputs)
    let asked = wanted.count { $0 != .pcaLoadings }
    var rankings: [MethodRanking] = []
    for (place, method) in wanted.enumerated() {
      run.report(
        Double(place) / Double(wanted.count),
        Phrase(en: "ranking by \(method.rawValue)", zh: "按 \(method.rawValue) 排序"))
      rankings.append(try Self.ranking(method, besides: asked, inputs, options, run))
    }
    methods = rankings.map {
      MethodFacts(method: $0.method, stability: $0.stability, chance: $0.chance)
    }
    features = Self.joined(inputs, rankings)
    target = inputs.target?.column.header
    targetKind = inputs.target.map {
      switch $0.kind {
      case .number: .number
      case .label(let positive): .label(positive: positive)
      case .classes(let count): .classes(count: count)
      }
    }
    components = rankings.compactMap(\.components).first ?? []
    alike = try Self.alike(inputs.features, run)
    leftOut = inputs.leftOut
    rowCount = inputs.rowCount
    grade = Self.grade(rankings, features, inputs)
    notices = inputs.notices + Self.notices(wanted, features, options, inputs)
    asOf = inputs.asOf
  }

  /// The methods asked for, or those that apply.
  private static func methods(
    _ options: RankOptions, _ inputs: RankInputs
  ) throws -> [RankOptions.Method] {
    let hasTarget = inputs.target != nil
    let hasNumbers = inputs.features.contains(where: \.isNumber)
    guard let wanted = options.methods else {
      let fitting = RankOptions.Method.allCases.filter {
        $0 == .pcaLoadings ? hasNumbers : hasTarget
      }
      if fitting.isEmpty {
        throw AnalyticsError.missingRole(
          roles: ["target", "churn"], headers: inputs.features.map(\.header))
      }
      return fitting
    }
    if !hasTarget, wanted.contains(where: { $0 != .pcaLoadings }) {
      throw AnalyticsError.missingRole(
        roles: ["target", "churn"], headers: inputs.features.map(\.header))
    }
    if !hasNumbers, wanted.contains(.pcaLoadings) {
      throw AnalyticsError.constantFeatures(headers: inputs.features.map(\.header))
    }
    return wanted
  }

  private static func ranking(
    _ method: RankOptions.Method, besides asked: Int, _ inputs: RankInputs,
    _ options: RankOptions, _ run: Run
  ) throws -> MethodRanking {
    guard method != .pcaLoadings, let target = inputs.target else {
      return try LoadingRank.ranking(inputs.features, options, run)
    }
    return try TargetRank(
      method: method, features: inputs.features, target: target,
      alarms: 0.05 / Double(max(1, asked))
    ).ranking(inputs.rowCount, options, run)
  }

  /// Features by the mean of their ranks; equal ones in the order of the file. Beside a target,
  /// methods that do not look at it have no say.
  private static func joined(_ inputs: RankInputs, _ rankings: [MethodRanking]) -> [Feature] {
    let hasTargetMethod = rankings.contains { $0.method != .pcaLoadings }
    func isAsked(_ method: RankOptions.Method) -> Bool {
      !hasTargetMethod || method != .pcaLoadings
    }
    let features = inputs.features.enumerated().map { place, column -> Feature in
      let scores = rankings.map { $0.scores[place] }
      let ranks = zip(rankings, scores).compactMap { ranking, score in
        isAsked(ranking.method) ? score.map { Double($0.rank) } : nil
      }
      let mean =
        ranks.isEmpty ? Double(inputs.features.count) : ranks.reduce(0, +) / Double(ranks.count)
      return Feature(
        header: column.header, isNumber: column.isNumber, rowCount: column.rowCount,
        scores: scores, meanRank: mean,
        isLeak: scores.contains { $0?.detail.isTooGood ?? false })
    }
    let order = features.indices.sorted {
      (features[$0].meanRank, $0) < (features[$1].meanRank, $1)
    }
    return order.map { features[$0] }
  }

  /// Ranks of pairs of numbers that agree nearly everywhere.
  private static let alikeFrom = 0.9
  private static let shownAlike = 50

  private static func alike(_ features: [RankedColumn], _ run: Run) throws -> [Alike] {
    let numbers = features.filter(\.isNumber)
    var found: [Alike] = []
    for (place, a) in numbers.enumerated() {
      for b in numbers[(place + 1)...] {
        try run.checkpoint()
        guard let r = PairSums(a.ranks, b.ranks, a.present, b.present, nil).correlation,
          abs(r) >= alikeFrom
        else { continue }
        found.append(Alike(a: a.header, b: b.header, spearman: r))
      }
    }
    let order = found.indices.sorted {
      (-abs(found[$0].spearman), $0) < (-abs(found[$1].spearman), $1)
    }
    return order.prefix(shownAlike).map { found[$0] }
  }

  private static func grade(
    _ rankings: [MethodRanking], _ features: [Feature], _ inputs: RankInputs
  ) -> Grade {
    func best(_ place: Int) -> Double {
      features.compactMap { $0.scores[place]?.value }.max() ?? 0
    }
    // The method whose best feature is furthest above chance.
    let asked = rankings.indices.filter { rankings[$0].chance != nil }
    func lead(_ place: Int) -> Double { best(place) / max(1e-9, rankings[place].chance ?? 0) }
    guard let place = asked.max(by: { (lead($0), $1) < (lead($1), $0) }),
      let chance = rankings[place].chance
    else {
      return Grade(
        nil,
        Phrase(
          en: "without a target there is nothing that a ranking could be held against",
          zh: "没有目标列，无法对照检验"))
    }
    let score = best(place)
    let (own, other) = (Words.fixed(score, 2), Words.fixed(chance, 2))
    guard inputs.rowCount >= 30 else {
      return Grade(
        .d,
        Phrase(
          en: "\(inputs.rowCount) rows are too few to tell features from chance",
          zh: "仅 \(inputs.rowCount) 行，无法与偶然区分"),
        metric: rankings[place].method.rawValue, score: score, baseline: chance)
    }
    return Grade(
      score > 2 * chance ? .a : score > chance ? .b : .c,
      Phrase(
        en: "the best feature scores \(own); with shuffled targets the best hardly passes \(other)",
        zh: "最佳特征得分 \(own)；打乱目标后最佳特征几乎不超过 \(other)"),
      metric: rankings[place].method.rawValue, score: score, baseline: chance)
  }

  private static func notices(
    _ methods: [RankOptions.Method], _ features: [Feature], _ options: RankOptions,
    _ inputs: RankInputs
  ) -> [Notice] {
    var notices = features.filter(\.isLeak).prefix(5).map { feature in
      Notice(
        "leakageSuspected",
        en: "\(feature.header) alone nearly decides the target: is it known before it?",
        zh: "\(feature.header) 几乎单独决定目标：它在目标之前就已知吗？", path: feature.header)
    }
    if inputs.target == nil, options.methods == nil {
      notices.append(
        Notice(
          "noTarget",
          en: "no target: name a column in target to rank features by what they tell of it",
          zh: "没有目标列：用 target 指明一列即可按其对目标的说明程度排序", path: "target"))
    }
    if methods.contains(.pcaLoadings), features.contains(where: { !$0.isNumber }) {
      notices.append(
        Notice(
          "wordsNotLoaded", en: "columns of words have no loadings on principal components",
          zh: "文字列没有主成分载荷", path: "methods"))
    }
    return notices
  }
}
