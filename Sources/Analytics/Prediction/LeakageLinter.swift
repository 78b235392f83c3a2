/// Features that know the answer too well: filled in after it, made from it, or another name for
/// it.
///
/// A model that uses one looks perfect on old rows and fails on new ones. Looked at are the columns
/// one by one, on the rows with a label; few rows can look pure by chance and stay silent.
import Learning
import Numerics
package import Support
import Tables

package struct Leak: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    /// Nearly decides the label by itself.
    case tooGood
    /// Its values are the label's values under other names.
    case targetInDisguise
    /// Whether it is filled in decides the label.
    case missingTells
    /// Its header speaks of the target, and it tells much of it.
    case namedLikeTarget
    /// Some of its dates lie after the reference date.
    case afterLabel
  }

  package let feature: String
  package let kind: Kind
  /// How well it tells the label by itself; of numbers, how much of the variance.
  package let score: Double
  /// Whether the model was kept from seeing it.
  package let isExcluded: Bool

  /// The same, but seen by the model.
  var included: Leak { Leak(feature: feature, kind: kind, score: score, isExcluded: false) }

  package var notice: Notice {
    let left = isExcluded
    let (en, zh) = Self.words(kind)
    return Notice(
      left ? "leakageExcluded" : "leakageSuspected",
      en:
        "\(feature) \(en)\(left ? "; it was left out, name it in features to use it" : ""): is it "
        + "known before the outcome?",
      zh: "\(feature) \(zh)\(left ? "，已排除；如需使用请在 features 中指定" : "")：它在结果发生前就已知吗？",
      path: feature)
  }

  private static func words(_ kind: Kind) -> (en: String, zh: String) {
    switch kind {
    case .tooGood: ("alone nearly decides the label", "几乎单独决定标签")
    case .targetInDisguise: ("is the label under other names", "是标签的另一种写法")
    case .missingTells: ("is filled in for one answer only", "仅对一种结果有值")
    case .namedLikeTarget: ("is named after the target and tells much of it", "名称与目标相近且高度相关")
    case .afterLabel: ("holds dates after the reference date", "含有晚于基准日的日期")
    }
  }
}

package struct LeakageLinter: Sendable {
  /// From this area under the ROC curve on a feature is suspicious, from the second on left out.
  package static let suspicious = 0.98
  package static let certain = 0.999
  /// The same for a header that speaks of the target.
  static let named = 0.85
  /// Labels of the rarer kind below which nothing is said.
  static let leastOfEach = 8
  /// Rows that are looked at, about.
  static let mostRows = 100_000

  let table: Table
  let target: PredictionTarget
  let asOf: Int32?

  /// - Parameter isForced: whether the caller named the features: then none is left out.
  func leaks(_ columns: [Column], isForced: Bool, _ run: Run) throws -> [Leak] {
    // A leak shows on every n-th row as well as on all.
    let step = max(1, target.known.count / Self.mostRows)
    let rows = stride(from: 0, to: target.known.count, by: step).map { target.known[$0] }
    let y = rows.map { target.values[$0] }
    if target.isLabel {
      let ones = Int(y.reduce(0, +))
      guard min(ones, y.count - ones) >= Self.leastOfEach else { return [] }
    } else if y.count < 30 {
      return []
    }
    return try Parallel.map(count: columns.count, chunk: 1) { range in
      try run.checkpoint()
      return leak(columns[range.lowerBound], rows, y, isForced)
    }.compactMap { $0 }
  }

  private func leak(_ column: Column, _ rows: [Int], _ y: [Double], _ isForced: Bool) -> Leak? {
    if let asOf, let dates = column.date,
      rows.contains(where: { !column.isMissing($0) && dates.days[$0] > asOf })
    {
      return Leak(feature: column.header, kind: .afterLabel, score: 1, isExcluded: !isForced)
    }
    let missing = rows.map { column.isMissing($0) ? 1.0 : 0 }
    let hidden = missing.contains(1) ? strength(missing, y) : 0
    if hidden >= 0.95 {
      return Leak(
        feature: column.header, kind: .missingTells, score: hidden, isExcluded: !isForced)
    }
    guard let scores = scores(column, rows, y) else { return nil }
    let strength = strength(scores.values, y)
    if strength >= Self.certain {
      return Leak(
        feature: column.header, kind: scores.isWords ? .targetInDisguise : .tooGood,
        score: strength, isExcluded: !isForced)
    }
    if strength >= Self.suspicious {
      return Leak(feature: column.header, kind: .tooGood, score: strength, isExcluded: false)
    }
    if strength >= Self.named, isNamedLikeTarget(column.header) {
      return Leak(
        feature: column.header, kind: .namedLikeTarget, score: strength, isExcluded: false)
    }
    return nil
  }

  /// Area under the ROC curve, whichever way it points; of numbers the squared correlation.
  private func strength(_ scores: [Double], _ y: [Double]) -> Double {
    guard target.isLabel else {
      let r = Correlation.pearson(scores, y) ?? 0
      return r * r
    }
    let auc = BinaryMetrics.areaUnderRoc(labels: y, scores: scores) ?? 0.5
    return max(auc, 1 - auc)
  }

  /// A number for each row: the cell's own, or how often the label is 1 for its word. Nil for
  /// columns that say nothing by themselves.
  private func scores(
    _ column: Column, _ rows: [Int], _ y: [Double]
  ) -> (values: [Double], isWords: Bool)? {
    switch column.values {
    case .number(let numbers):
      let present = rows.filter { !column.isMissing($0) }.map { numbers.values[$0] }
      guard let first = present.first, present.contains(where: { $0 != first }) else { return nil }
      let middle = Quantities.median(present)
      return (rows.map { column.isMissing($0) ? middle : numbers.values[$0] }, false)
    case .text(let text):
      let count = text.dictionary.count + 1
      guard count <= max(FeatureEncoder.mostWords, rows.count / 20) else { return nil }
      var sums = [(rows: Double, sum: Double)](repeating: (0, 0), count: count)
      let codes = rows.map { text.codes[$0] < 0 ? count - 1 : Int(text.codes[$0]) }
      for (place, code) in codes.enumerated() {
        sums[code].rows += 1
        sums[code].sum += y[place]
      }
      return (codes.map { sums[$0].sum / sums[$0].rows }, true)
    case .date: return nil
    }
  }

  private func isNamedLikeTarget(_ header: String) -> Bool {
    let (own, wanted) = (header.lowercased(), target.header.lowercased())
    let words = Self.outcomeWords.filter { wanted.contains($0) || isChurn }
    return words.contains { own.contains($0) } || (wanted.count >= 4 && own.contains(wanted))
  }

  private var isChurn: Bool { table.roles[.churn]?.column == target.index }

  private static let outcomeWords = [
    "churn", "cancel", "exit", "attrit", "terminat", "流失", "退订", "注销", "取消", "离网",
  ]
}
