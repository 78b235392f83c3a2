/// How well a model tells yes from no, drawn: ROC, precision and recall, lift, and calibration. The
/// figures are those of the evaluation, on the same rows.
import Learning
import Numerics
package import Support

extension Figure {
  /// How many are found, and how many named by mistake, at every threshold.
  package static func roc(_ judged: JudgedModel, _ run: Run) throws -> Figure {
    let cuts = try JudgedCuts(judged, run)
    let metrics = cuts.evaluation.metrics
    let area = try RocArea(
      labels: judged.rows.targets, scores: judged.rows.predictions, run)?.interval()
    let own = Words.fixed(metrics.rocAuc ?? 0.5, 3)
    let bounds = area.map { bounded -> (en: String, zh: String) in
      let low = Words.fixed(bounded.lower ?? 0, 3), high = Words.fixed(bounded.upper ?? 1, 3)
      return (" (95 % interval \(low) to \(high))", "（95 % 区间 \(low) 至 \(high)）")
    }
    let points = cuts.steps.map { step in
      Curves.Point(
        x: Double(step.alarms) / Double(cuts.zeros), y: Double(step.hits) / Double(cuts.ones),
        further: step.threshold)
    }
    let at = cuts.decision
    let (recall, alarms) = (Words.percent(at.y), Words.percent(at.x))
    let series = [
      Curves.straight(Phrase(en: "by chance", zh: "随机猜测"), from: (0, 0), to: (1, 1)),
      Curves.Series(
        name: Phrase(en: "the model", zh: "模型"), look: .line, colour: 0,
        points: Curves.thinned([Curves.Point(x: 0, y: 0)] + points)),
      Curves.Series(
        name: cuts.thresholdWords, look: .dots, colour: 1,
        points: [Curves.Point(x: at.x, y: at.y, further: cuts.evaluation.threshold)]),
    ]
    return Figure(
      title: Phrase(en: "How well yes and no are told apart (ROC)", zh: "区分能力（ROC 曲线）"),
      subtitle: judged.about.adding(
        en: "area \(own)\(bounds?.en ?? "")", zh: "曲线下面积 \(own)\(bounds?.zh ?? "")"),
      alt: judged.about.adding(
        en:
          "ROC curve, area \(own)\(bounds?.en ?? ""), by chance 0.5; at the threshold \(recall) of"
          + " those with a yes are found and \(alarms) of the others named by mistake.",
        zh: "ROC 曲线，曲线下面积 \(own)\(bounds?.zh ?? "")，随机为 0.5；在阈值处找出 \(recall) 的正例，"
          + "误报 \(alarms) 的负例。"),
      notes: [],
      chart: .curves(
        Curves(
          x: Axis(
            Phrase(en: "share of the others that is named by mistake", zh: "误报率（假正例率）"),
            .percent),
          y: Axis(Phrase(en: "share of the yes that is found", zh: "召回率（真正例率）"), .percent),
          frame: (0...1, 0...1), series: series, further: "threshold")),
      notices: [], asOf: nil, count: judged.rows.count)
  }

  /// How many of those who are named are right, against how many are found.
  package static func precisionRecall(_ judged: JudgedModel, _ run: Run) throws -> Figure {
    let cuts = try JudgedCuts(judged, run)
    let (metrics, confusion) = (cuts.evaluation.metrics, cuts.evaluation.confusion)
    let points = cuts.steps.map { step in
      Curves.Point(
        x: Double(step.hits) / Double(cuts.ones),
        y: Double(step.hits) / Double(step.hits + step.alarms), further: step.threshold)
    }
    let rate = Double(cuts.ones) / Double(cuts.ones + cuts.zeros)
    let (own, base) = (Words.fixed(metrics.prAuc ?? rate, 3), Words.percent(rate, digits: 1))
    var series = [
      Curves.straight(
        Phrase(en: "naming everybody: \(base)", zh: "全部判为是：\(base)"), from: (0, rate),
        to: (1, rate)),
      Curves.Series(
        name: Phrase(en: "the model", zh: "模型"), look: .stepsBefore, colour: 0,
        points: Curves.thinned([Curves.Point(x: 0, y: points.first?.y ?? rate)] + points)),
    ]
    var chosen = (en: "", zh: "")
    if let precision = confusion.precision, let recall = confusion.recall {
      series.append(
        Curves.Series(
          name: cuts.thresholdWords, look: .dots, colour: 1,
          points: [Curves.Point(x: recall, y: precision, further: cuts.evaluation.threshold)]))
      let (right, found) = (Words.percent(precision), Words.percent(recall))
      chosen = (
        "; at the threshold \(found) are found and \(right) of those named are right",
        "；在阈值处召回 \(found)，精确率 \(right)"
      )
    }
    return Figure(
      title: Phrase(en: "Precision and recall", zh: "精确率与召回率"),
      subtitle: judged.about.adding(
        en: "average precision \(own), of naming everybody \(Words.fixed(rate, 3))",
        zh: "平均精确率 \(own)，全部判为是时 \(Words.fixed(rate, 3))"),
      alt: judged.about.adding(
        en: "Precision against recall, average precision \(own)\(chosen.en).",
        zh: "精确率—召回率曲线，平均精确率 \(own)\(chosen.zh)。"),
      notes: [],
      chart: .curves(
        Curves(
          x: Axis(Phrase(en: "share of the yes that is found (recall)", zh: "召回率"), .percent),
          y: Axis(
            Phrase(en: "share of the named that is right (precision)", zh: "精确率"), .percent),
          frame: (0...1, 0...1), series: series, further: "threshold")),
      notices: [], asOf: nil, count: judged.rows.count)
  }

  /// How many times as many yes as among all are among those with the highest probabilities.
  package static func lift(_ judged: JudgedModel, _ run: Run) throws -> Figure {
    let cuts = try JudgedCuts(judged, run)
    let (count, rate) = (judged.rows.count, Double(cuts.ones) / Double(judged.rows.count))
    let order = judged.rows.predictions.descendingOrder()
    try run.checkpoint()
    var points: [Curves.Point] = []
    var (hits, next) = (0, 0)
    // Every place of few rows, else every hundredth of them; the tenth is always among them.
    let places =
      count <= 200 ? Array(1...count) : (1...100).map { (count * $0 + 99) / 100 }
    for (place, row) in order.enumerated() {
      if judged.rows.targets[row] == 1 { hits += 1 }
      guard next < places.count, places[next] == place + 1 else { continue }
      next += 1
      let share = Share(hits, of: place + 1)
      points.append(
        Curves.Point(
          x: Double(place + 1) / Double(count), y: (share.value ?? rate) / rate,
          low: share.lower / rate, high: share.upper / rate, further: Double(place + 1)))
    }
    let ten = cuts.evaluation.metrics.liftTop10 ?? 1
    let tenth = Words.fixed(ten, 1)
    let high = points.map(\.y).max() ?? 1
    let series = [
      Curves.straight(Phrase(en: "chosen by chance", zh: "随机抽取"), from: (0, 1), to: (1, 1)),
      Curves.Series(
        name: Phrase(en: "highest probabilities first, 95 % interval", zh: "按概率从高到低，95 % 区间"),
        look: .line, colour: 0, points: points),
      Curves.Series(
        name: Phrase(en: "the best tenth: \(tenth) times", zh: "前一成：\(tenth) 倍"), look: .dots,
        colour: 1, points: [Curves.Point(x: Double((count + 9) / 10) / Double(count), y: ten)]),
    ]
    let share = Words.percent(rate, digits: 1)
    return Figure(
      title: Phrase(en: "Lift: what choosing by the model brings", zh: "提升度：按模型挑选的效果"),
      subtitle: judged.about.adding(
        en: "\(share) of all are a yes; among the best tenth \(tenth) times as many",
        zh: "总体占比 \(share)，概率最高的一成为其 \(tenth) 倍"),
      alt: judged.about.adding(
        en: "Lift over the share of rows that is chosen: \(tenth) times in the best tenth, falling"
          + " to 1 when all are.",
        zh: "提升度随选取比例变化：前一成为 \(tenth) 倍，全选时降至 1。"),
      notes: [],
      chart: .curves(
        Curves(
          x: Axis(
            Phrase(en: "share of rows, highest probabilities first", zh: "选取比例（按概率从高到低）"),
            .percent),
          y: Axis(Phrase(en: "times the rate of all", zh: "相对总体的倍数")),
          frame: (0...1, 0...max(1.5, high * 1.15)), series: series, further: "rows")),
      notices: [], asOf: nil, count: count)
  }

  /// Whether of those with a probability of 30 % three in ten have a yes.
  package static func calibration(_ judged: JudgedModel, _ run: Run) throws -> Figure {
    let cuts = try JudgedCuts(judged, run)
    let evaluation = cuts.evaluation
    let points = evaluation.reliability.map { bin -> Curves.Point in
      let share = Share(Int((bin.rate * Double(bin.count)).rounded()), of: bin.count)
      return Curves.Point(
        x: bin.meanProbability, y: bin.rate, low: share.lower, high: share.upper,
        further: Double(bin.count))
    }
    let metrics = evaluation.metrics
    let (error, brier) = (Words.percent(metrics.ece, digits: 1), Words.fixed(metrics.brier, 3))
    let base = Words.fixed(evaluation.baseline.brier, 3)
    // A bin is off when even its interval keeps clear of what was promised.
    let off = points.count { ($0.low ?? 0) > $0.x || ($0.high ?? 1) < $0.x }
    return Figure(
      title: Phrase(en: "Are the probabilities right? (calibration)", zh: "概率是否可信（校准曲线）"),
      subtitle: judged.about.adding(
        en: "off by \(error) on average; Brier score \(brier), of the average rate \(base)",
        zh: "平均偏差 \(error)；Brier 分数 \(brier)，取平均率为 \(base)"),
      alt: judged.about.adding(
        en: "Observed rates against predicted probabilities in \(points.count) groups, off by"
          + " \(error) on average; \(off) of them further from the diagonal than chance explains.",
        zh: "\(points.count) 组预测概率与实际比例对照，平均偏差 \(error)；其中 \(off) 组偏离超出随机范围。"),
      notes: [
        Phrase(
          en: "ten groups of equal width, empty ones left out; whiskers are 95 % intervals of the"
            + " rate (Wilson)",
          zh: "按概率等宽分为十组，空组略去；竖线为比例的 95 % 区间（Wilson）")
      ],
      chart: .curves(
        Curves(
          x: Axis(Phrase(en: "predicted probability", zh: "预测概率"), .percent),
          y: Axis(Phrase(en: "observed rate", zh: "实际比例"), .percent), frame: (0...1, 0...1),
          series: [
            Curves.straight(
              Phrase(en: "as predicted", zh: "与预测一致"), from: (0, 0), to: (1, 1)),
            Curves.Series(
              name: Phrase(en: "observed", zh: "实际"), look: .dots, colour: 0, points: points),
          ], further: "rows")),
      notices: [], asOf: nil, count: judged.rows.count)
  }
}

/// What is decided at every threshold, from the highest to the lowest.
private struct JudgedCuts {
  let evaluation: Evaluation
  let ones: Int
  let zeros: Int
  let steps: [(threshold: Double, hits: Int, alarms: Int)]

  init(_ judged: JudgedModel, _ run: Run) throws {
    guard case .label(let evaluation) = judged.figures, let label = judged.model.label else {
      throw AnalyticsError.unusableTarget(
        header: judged.model.target,
        why: "it is a number and not yes or no: draw predictedVsActual", headers: [])
    }
    self.evaluation = evaluation
    ones = evaluation.metrics.positives
    zeros = judged.rows.count - ones
    guard ones > 0, zeros > 0 else {
      throw AnalyticsError.singleClass(
        label: ones == 0 ? label.negative : label.positive, count: judged.rows.count)
    }
    let rows = judged.rows
    let order = rows.predictions.descendingOrder()
    try run.checkpoint()
    var steps: [(threshold: Double, hits: Int, alarms: Int)] = []
    var (hits, alarms) = (0, 0)
    for (place, row) in order.enumerated() {
      if place % 65_536 == 0 { try run.checkpoint() }
      if rows.targets[row] == 1 { hits += 1 } else { alarms += 1 }
      let isTied =
        place + 1 < order.count
        && rows.predictions[order[place + 1]] == rows.predictions[row]
      if !isTied { steps.append((rows.predictions[row], hits, alarms)) }
    }
    self.steps = steps
  }

  /// False alarms and finds at the model's threshold.
  var decision: (x: Double, y: Double) {
    let confusion = evaluation.confusion
    return (
      Double(confusion.falsePositives) / Double(zeros),
      Double(confusion.truePositives) / Double(ones)
    )
  }

  var thresholdWords: Phrase {
    let cut = Words.fixed(evaluation.threshold, 2)
    return Phrase(en: "at the threshold \(cut)", zh: "阈值 \(cut)")
  }
}

extension JudgedModel {
  /// What is judged, and by which rows.
  var about: Phrase {
    let kind = model.learner.kind.rawValue
    let what = model.label.map { "\(model.target) = \($0.positive)" } ?? model.target
    let split =
      switch figures {
      case .label(let evaluation): evaluation.split
      case .number(let evaluation): evaluation.split
      }
    let count = Words.short(Double(rows.count))
    return Phrase(
      en: "\(what) by \(kind), \(count) rows (\(split.en))",
      zh: "\(what)（\(kind)），\(count) 行（\(split.zh)）")
  }
}

extension Phrase {
  /// The phrase and another behind a semicolon.
  func adding(en: String, zh: String) -> Phrase {
    Phrase(en: "\(self.en); \(en)", zh: "\(self.zh)；\(zh)")
  }
}
