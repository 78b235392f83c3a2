/// What was predicted beside what came: points for numbers, tenths of the rows for yes and no.
import Learning
import Numerics
package import Support

extension Figure {
  /// - Parameter seed: which points are drawn of very many.
  package static func predictedVsActual(
    _ judged: JudgedModel, seed: UInt64, _ run: Run
  ) throws -> Figure {
    guard judged.rows.count > 0 else {
      throw AnalyticsError.noUsableRows(why: "no row was held back to judge the model by")
    }
    switch judged.figures {
    case .label(let evaluation): return try tenths(judged, evaluation, run)
    case .number(let evaluation): return try cloud(judged, evaluation, seed: seed, run)
    }
  }

  private static func cloud(
    _ judged: JudgedModel, _ evaluation: RegressionEvaluation, seed: UInt64, _ run: Run
  ) throws -> Figure {
    let rows = judged.rows
    let across = frame(rows.predictions)
    try run.checkpoint()
    let up = frame(rows.targets)
    try run.checkpoint()
    let places = drawn(rows.count, seed)
    let (low, high) = (
      min(across.lowerBound, up.lowerBound), max(across.upperBound, up.upperBound)
    )
    let margin = evaluation.margin
    let bound = Words.short(margin)
    let whole = low...high
    let diagonal = Curves.Series(
      name: Phrase(
        en: "as predicted; four fifths are off by \(bound) at most",
        zh: "与预测一致；五分之四偏差不超过 \(bound)"), look: .dashes, colour: guideColour,
      // With the places where the band leaves the frame.
      points: [low, min(high, low + margin), max(low, high - margin), high].sorted().map {
        Curves.Point(x: $0, y: $0, low: $0 - margin, high: $0 + margin)
      })
    let (own, base) = (Words.short(evaluation.rmse), Words.short(evaluation.baselineRmse))
    let explained = evaluation.rSquared.map { Words.fixed($0, 3) } ?? "-"
    let target = judged.model.target
    return Figure(
      title: Phrase(en: "Predicted and actual: \(target)", zh: "预测值与实际值：\(target)"),
      subtitle: judged.about.adding(
        en: "error (RMSE) \(own), of always saying the mean \(base); R² \(explained)",
        zh: "误差（RMSE）\(own)，取均值为 \(base)；R² \(explained)"),
      alt: judged.about.adding(
        en: "Points of actual against predicted values around the diagonal; error \(own), of the"
          + " mean \(base).",
        zh: "实际值对预测值的散点，围绕对角线；误差 \(own)，取均值为 \(base)。"),
      notes: notes(rows, drawn: places.count, whole),
      chart: .curves(
        Curves(
          x: Axis(Phrase(en: "predicted \(target)", zh: "预测的 \(target)")),
          y: Axis(Phrase(en: "actual \(target)", zh: "实际的 \(target)")), frame: (whole, whole),
          series: [
            diagonal,
            Curves.Series(
              name: Phrase(en: "rows", zh: "数据行"), look: .dots, colour: 0,
              points: places.map { Curves.Point(x: rows.predictions[$0], y: rows.targets[$0]) }),
          ])),
      notices: [], asOf: nil, count: rows.count)
  }

  /// How many points are drawn of how many, and how many lie outside.
  private static func notes(
    _ rows: JudgedRows, drawn: Int, _ whole: ClosedRange<Double>
  ) -> [Phrase] {
    var notes: [Phrase] = []
    if drawn < rows.count {
      let (few, all) = (Words.short(Double(drawn)), Words.short(Double(rows.count)))
      notes.append(
        Phrase(
          en: "\(few) of \(all) rows are drawn, chosen by the seed",
          zh: "按种子随机绘出 \(all) 行中的 \(few) 行"))
    }
    let outside = rows.targets.indices.count {
      !whole.contains(rows.targets[$0]) || !whole.contains(rows.predictions[$0])
    }
    if outside > 0 {
      notes.append(
        Phrase(
          en: "rows far beyond the frame, \(outside) of them, are drawn at its edge",
          zh: "\(outside) 行远在图外，绘于边缘"))
    }
    return notes
  }

  /// Rows in tenths by their probability: what each was promised and what came.
  private static func tenths(
    _ judged: JudgedModel, _ evaluation: Evaluation, _ run: Run
  ) throws -> Figure {
    let rows = judged.rows
    let order = Array(rows.predictions.descendingOrder().reversed())
    try run.checkpoint()
    let groups = min(10, order.count)
    let points = (0..<groups).map { group -> Curves.Point in
      let part = order[(order.count * group / groups)..<(order.count * (group + 1) / groups)]
      let mean = part.reduce(0) { $0 + rows.predictions[$1] } / Double(part.count)
      let share = Share(part.count { rows.targets[$0] == 1 }, of: part.count)
      return Curves.Point(
        x: mean, y: share.value ?? 0, low: share.lower, high: share.upper,
        further: Double(part.count))
    }
    let high = points.map { max($0.x, $0.high ?? $0.y) }.max() ?? 1
    let end = Ticks.widened(0...max(0.05, high), about: 5).upperBound
    let promised = rows.predictions.pairwiseSum / Double(rows.count)
    let came = rows.targets.pairwiseSum / Double(rows.count)
    let (said, seen) = (Words.percent(promised, digits: 1), Words.percent(came, digits: 1))
    let what = judged.model.label.map { "\(judged.model.target) = \($0.positive)" } ?? ""
    return Figure(
      title: Phrase(en: "Predicted and actual: \(what)", zh: "预测与实际：\(what)"),
      subtitle: judged.about.adding(
        en: "\(said) predicted on average, \(seen) came", zh: "平均预测 \(said)，实际 \(seen)"),
      alt: judged.about.adding(
        en: "Actual against predicted rates in tenths of the rows; on average \(said) predicted,"
          + " \(seen) came.",
        zh: "按概率分十组，实际比例对预测比例；平均预测 \(said)，实际 \(seen)。"),
      notes: [
        Phrase(
          en: "rows in \(groups) groups of equal size by their probability; whiskers are 95 %"
            + " intervals (Wilson)",
          zh: "按概率将数据等分为 \(groups) 组；竖线为 95 % 区间（Wilson）")
      ],
      chart: .curves(
        Curves(
          x: Axis(Phrase(en: "predicted rate", zh: "预测比例"), .percent),
          y: Axis(Phrase(en: "actual rate", zh: "实际比例"), .percent), frame: (0...end, 0...end),
          series: [
            Curves.straight(
              Phrase(en: "as predicted", zh: "与预测一致"), from: (0, 0), to: (end, end)),
            Curves.Series(
              name: Phrase(en: "a tenth of the rows", zh: "十分之一的数据"), look: .dots, colour: 0,
              points: points),
          ], further: "rows")),
      notices: [], asOf: nil, count: rows.count)
  }
}
