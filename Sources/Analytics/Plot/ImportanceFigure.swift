/// What a model looks at: how much worse it gets when one feature is shuffled among the rows.
import Learning
import Numerics
package import Support
package import Tables

extension PredictionModel {
  /// How much each feature matters on the rows of a table whose outcome is known.
  package func importances(
    _ table: Table, seed: UInt64, _ run: Run
  ) throws -> [FeatureWeight] {
    let (places, outcomes) = try outcomes(of: table)
    return try FeatureWeight.byShuffling(
      learner, EncodedRows(encoder.bind(table), places), outcomes, isLabel: isLabel, seed: seed,
      run)
  }
}

extension Figure {
  /// The features that matter most, the first on top.
  package static func importance(
    _ judged: JudgedModel, _ weights: [FeatureWeight]
  ) throws(AnalyticsError) -> Figure {
    guard let first = weights.first else {
      throw .noUsableRows(why: "too few rows to shuffle features among")
    }
    let shown = weights.prefix(Limits.plotFeatures)
    let loss =
      judged.model.isLabel
      ? Phrase(en: "log-loss", zh: "对数损失") : Phrase(en: "mean squared error", zh: "均方误差")
    var notes = [
      Phrase(
        en: "whiskers: one standard deviation of \(FeatureWeight.shuffles) shuffles; features that"
          + " say the same share what they matter",
        zh: "横线为 \(FeatureWeight.shuffles) 次打乱的一个标准差；含义相近的特征会分摊重要性")
    ]
    if shown.count < weights.count {
      let rest = weights.count - shown.count
      notes.append(
        Phrase(en: "\(rest) features that matter less are not drawn", zh: "未绘出其余 \(rest) 个特征"))
    }
    let real = weights.filter { $0.value > 2 * $0.deviation && $0.value > 0 }.count
    let names = weights.prefix(3).map(\.feature)
    let (en, zh) = (names.joined(separator: ", "), names.joined(separator: "、"))
    return Figure(
      title: Phrase(
        en: "What matters for \(judged.model.target)", zh: "影响 \(judged.model.target) 的因素"),
      subtitle: judged.about.adding(
        en: "\(first.feature) matters most", zh: "最重要的是 \(first.feature)"),
      alt: judged.about.adding(
        en: "Bars of the rise of \(loss.en) when a feature is shuffled, the largest first: \(en);"
          + " \(real) of \(weights.count) rise by more than two standard deviations.",
        zh: "打乱各特征后\(loss.zh)上升的条形图，由大到小：\(zh)；\(weights.count) 个特征中 \(real) 个上升超过两个标准差。"
      ),
      notes: notes,
      chart: .ranking(
        Ranking(
          x: Axis(
            Phrase(
              en: "rise of \(loss.en) when shuffled", zh: "打乱后\(loss.zh)的上升")),
          items: shown.map { weight in
            Ranking.Item(
              name: weight.feature, value: weight.value, low: weight.value - weight.deviation,
              high: weight.value + weight.deviation)
          })),
      notices: [], asOf: nil, count: judged.rows.count)
  }
}
