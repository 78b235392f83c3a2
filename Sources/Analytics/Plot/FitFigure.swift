/// One feature and what a model makes of it: sorted, averaged over the rows, with a band; or, as
/// others have published it, predictions joined in the order of the file.
import Learning
import Numerics
package import Support
package import Tables

/// What of a model is drawn, and with which rows.
package struct FittedFeature: Sendable {
  let model: PredictionModel
  let rows: EncodedRows
  /// What came of each row; empty where it is not known.
  let outcomes: [Double]
  /// The place of the feature.
  let feature: Int
  let count: Int

  /// - Parameters:
  ///   - table: nil for the rows that the model remembers.
  ///   - wanted: a feature, by header or role; nil for the age or what matters most.
  ///   - numbersOnly: whether features of words are refused.
  package init(
    _ trained: TrainedPrediction, _ table: Table?, feature wanted: String?, numbersOnly: Bool,
    _ run: Run
  ) throws {
    model = trained.model
    let features = model.encoder.features
    let usable = features.indices.filter { features[$0].isNumber || !numbersOnly }
    let best = trained.importances.lazy.compactMap { weight in
      usable.first { features[$0].header == weight.feature && features[$0].isNumber }
    }.first
    let found =
      if let wanted {
        usable.first { features[$0].header == wanted }
          ?? usable.first { features[$0].role?.rawValue == wanted }
      } else { usable.first { features[$0].role == .age } ?? best ?? usable.first }
    guard let found else {
      throw AnalyticsError.unknownName(
        parameter: "params.x", found: wanted ?? "", known: usable.map { features[$0].header })
    }
    feature = found
    guard let table else {
      rows = model.memory.rows(model.encoder)
      outcomes = model.memory.targets
      count = outcomes.count
      return
    }
    let bound = try model.encoder.bind(table)
    try run.checkpoint()
    guard table.column(named: model.target) != nil else {
      rows = EncodedRows(bound, Array(0..<table.rowCount))
      outcomes = []
      count = table.rowCount
      return
    }
    let (places, values) = try model.outcomes(of: table)
    rows = EncodedRows(bound, places)
    outcomes = values
    count = places.count
  }

  var header: String { model.encoder.features[feature].header }
  var isNumber: Bool { model.encoder.features[feature].isNumber }

  /// The rows that have a number in the feature, by place.
  func numbered(_ run: Run) throws -> [(place: Int, value: Double)] {
    var found: [(place: Int, value: Double)] = []
    for (place, row) in rows.rows.enumerated() {
      if place % 65_536 == 0 { try run.checkpoint() }
      if let value = rows.features.number(feature, row: row) { found.append((place, value)) }
    }
    return found
  }

  /// What is predicted, for people, and what it is on the axis.
  var axis: Figure.Axis {
    guard let label = model.label else { return Figure.Axis(Phrase(verbatim: model.target)) }
    return Figure.Axis(
      Phrase(
        en: "chance of \(model.target) = \(label.positive)",
        zh: "\(model.target) 为 \(label.positive) 的概率"), .percent)
  }

  func value(_ value: Double) -> String {
    model.isLabel ? Words.percent(value, digits: 1) : Words.short(value)
  }

  /// The model, its features and its rows.
  var about: Phrase {
    let (kind, features) = (model.learner.kind.rawValue, model.encoder.features.map(\.header))
    let list = features.prefix(5).joined(separator: ", ") + (features.count > 5 ? ", …" : "")
    let rows = Words.short(Double(count))
    return Phrase(
      en: "\(model.target) by \(kind) from \(list); \(rows) rows",
      zh: "\(model.target)（\(kind)，特征 \(list)）；\(rows) 行")
  }

  /// Said of a yes or no, which a straight line does not fit.
  package var labelNotice: Notice? {
    let (target, kind) = (model.target, model.learner.kind.rawValue)
    guard model.isLabel else {
      guard !outcomes.isEmpty, outcomes.allSatisfy({ $0 == 0 || $0 == 1 }) else { return nil }
      return Notice(
        "chanceNotLine",
        en: "\(target) is 0 or 1, and \(kind) predicts numbers, also below 0 and above 1: modelKind"
          + " logistic gives a chance",
        zh: "\(target) 只有 0 与 1，而 \(kind) 预测的数值会超出该范围：modelKind 取 logistic 可得概率",
        path: target)
    }
    return Notice(
      "chanceNotLine",
      en: "\(target) is yes or no: its chance was learnt by \(kind), which stays between 0 and 1; a"
        + " straight line would not",
      zh: "\(target) 为是或否：用 \(kind) 学习其概率，结果保持在 0 与 1 之间；直线会超出该范围", path: target)
  }
}

extension RowMemory {
  /// The remembered rows as rows of a table that was never written.
  func rows(_ encoder: FeatureEncoder) -> EncodedRows {
    let columns = encoder.features.indices.map { feature in
      BoundFeatures.column(encoder.features[feature], feature, cells[feature])
    }
    return EncodedRows(BoundFeatures(encoder, columns), Array(targets.indices))
  }
}

extension Figure {
  /// The partial dependence of a feature, with a band over the rows, beside what came.
  package static func fit(
    _ fitted: FittedFeature, seed: UInt64, _ run: Run
  ) throws -> Figure {
    let curve = try FeatureCurve(fitted.model, fitted.rows, feature: fitted.feature, run)
    guard let first = curve.points.first, let last = curve.points.last else {
      throw AnalyticsError.noUsableRows(why: "no value in \(fitted.header)")
    }
    let header = fitted.header
    let chart: Chart
    let shape: Phrase
    if fitted.isNumber {
      let (from, to) = (fitted.value(first.mean), fitted.value(last.mean))
      shape = Phrase(
        en: "from \(from) at \(header) \(first.name) to \(to) at \(last.name)",
        zh: "\(header) 为 \(first.name) 时 \(from)，为 \(last.name) 时 \(to)")
      chart = .curves(try curves(fitted, curve, seed: seed, run))
    } else {
      let most = curve.points.max { $0.mean < $1.mean } ?? first
      let least = curve.points.min { $0.mean < $1.mean } ?? last
      let (from, to) = (fitted.value(most.mean), fitted.value(least.mean))
      shape = Phrase(
        en: "most with \(most.name), \(from), least with \(least.name), \(to)",
        zh: "最高为 \(most.name)（\(from)），最低为 \(least.name)（\(to)）")
      chart = .ranking(
        Ranking(
          x: fitted.axis,
          items: curve.points.map {
            Ranking.Item(name: $0.name, value: $0.mean, low: $0.low, high: $0.high)
          }))
    }
    return Figure(
      title: Phrase(
        en: "\(fitted.model.target) by \(header)", zh: "\(header) 与 \(fitted.model.target)"),
      subtitle: fitted.about.adding(en: "on average \(shape.en)", zh: "平均而言，\(shape.zh)"),
      alt: fitted.about.adding(
        en: "What the model says on average when every row is given the same \(header) in turn:"
          + " \(shape.en).",
        zh: "依次令每行取相同的 \(header) 时模型的平均预测：\(shape.zh)。"),
      notes: notes(fitted, leftOut: curve.leftOut),
      chart: chart, notices: [], asOf: nil, count: fitted.count)
  }

  /// What the curve is and is not, and how far off single predictions are.
  private static func notes(_ fitted: FittedFeature, leftOut: Int) -> [Phrase] {
    var notes: [Phrase] = []
    if leftOut > 0 {
      notes.append(
        Phrase(en: "\(leftOut) rarer words are not drawn", zh: "未绘出其余 \(leftOut) 个较少的取值"))
    }
    let meaning = Phrase(
      en: "partial dependence: all other features stay as they are; the bounds hold what the model"
        + " says of eight in ten rows; it says what the model does, not what causes what",
      zh: "偏依赖：其余特征保持不变；界限内为八成数据各自的预测；说明模型如何判断，并非因果")
    guard let margin = fitted.model.margin.map(Words.short) else { return notes + [meaning] }
    let error = Phrase(
      en: "what came lay within \(margin) of a row's own prediction for four fifths of unseen rows",
      zh: "未见数据的五分之四，实际值与各自预测相差不超过 \(margin)")
    return notes + [meaning, error]
  }

  private static func curves(
    _ fitted: FittedFeature, _ curve: FeatureCurve, seed: UInt64, _ run: Run
  ) throws -> Curves {
    let numbered = try fitted.numbered(run)
    let across = frame(
      FeatureCurve.evenly(numbered.count, 50_000).map { numbered[$0].value })
    let line = Curves.Series(
      name: Phrase(
        en: "the model on average; band: eight in ten rows", zh: "模型平均预测；色带为八成数据"),
      look: .line, colour: 0,
      points: curve.points.filter { across.contains($0.value) }.map {
        Curves.Point(x: $0.value, y: $0.mean, low: $0.low, high: $0.high)
      })
    let came = try cameTrue(fitted, numbered, seed: seed, run)
    let band = Curves.range([line]) { [$0.y, $0.low, $0.high] }
    let seen = came.map { series in
      series.points.first?.low == nil
        ? frame(series.points.map(\.y)) : Curves.range([series]) { [$0.y, $0.low, $0.high] }
    }
    var up =
      min(
        band.lowerBound, seen?.lowerBound ?? band.lowerBound)...max(
        band.upperBound, seen?.upperBound ?? band.upperBound)
    if fitted.model.isLabel { up = 0...min(1, max(0.05, up.upperBound)) }
    return Curves(
      x: Axis(Phrase(verbatim: fitted.header)), y: fitted.axis, frame: (across, up),
      series: (came.map { [$0] } ?? []) + [line], further: "rows")
  }

  /// What came: the rows themselves, or of yes and no the rate in stretches of the feature.
  private static func cameTrue(
    _ fitted: FittedFeature, _ numbered: [(place: Int, value: Double)], seed: UInt64, _ run: Run
  ) throws -> Curves.Series? {
    guard !fitted.outcomes.isEmpty, !numbered.isEmpty else { return nil }
    guard fitted.model.isLabel else {
      return Curves.Series(
        name: Phrase(en: "rows as they came", zh: "实际数据"), look: .dots, colour: 5,
        points: drawn(numbered.count, seed).map {
          Curves.Point(x: numbered[$0].value, y: fitted.outcomes[numbered[$0].place])
        })
    }
    let some = FeatureCurve.evenly(numbered.count, FeatureCurve.mostValues)
      .map { numbered[$0].value }.ascending()
    var cuts: [Double] = []
    for part in 1...10 {
      let cut = some[max(0, some.count * part / 10 - 1)]
      if cuts.last != cut { cuts.append(cut) }
    }
    var counts = [Int](repeating: 0, count: cuts.count)
    var (ones, sums) = (counts, [Double](repeating: 0, count: cuts.count))
    for (index, row) in numbered.enumerated() {
      if index % 65_536 == 0 { try run.checkpoint() }
      let bin = cuts.firstIndex { row.value <= $0 } ?? cuts.count - 1
      counts[bin] += 1
      sums[bin] += row.value
      if fitted.outcomes[row.place] == 1 { ones[bin] += 1 }
    }
    return Curves.Series(
      name: Phrase(en: "observed rate, 95 % interval", zh: "实际比例，95 % 区间"), look: .dots, colour: 1,
      points: counts.indices.filter { counts[$0] > 0 }.map { bin in
        let share = Share(ones[bin], of: counts[bin])
        return Curves.Point(
          x: sums[bin] / Double(counts[bin]), y: share.value ?? 0, low: share.lower,
          high: share.upper, further: Double(counts[bin]))
      })
  }

  /// Predictions over a feature, joined in the order of the file, beside what came; and what is
  /// wrong with that.
  package static func publishedFit(_ fitted: FittedFeature, _ run: Run) throws -> Figure {
    let numbered = try fitted.numbered(run)
    guard !numbered.isEmpty else {
      throw AnalyticsError.noUsableRows(why: "no value in \(fitted.header)")
    }
    let some = FeatureCurve.evenly(numbered.count, Limits.plotPoints).map { numbered[$0] }
    let predictions = try fitted.model.predictions(fitted.rows.picking(some.map(\.place)), run)
    var series = [
      Curves.Series(
        name: Phrase(en: "predictions, joined in the order of the file", zh: "预测值，按文件顺序相连"),
        look: .line, colour: 1,
        points: zip(some, predictions).map { Curves.Point(x: $0.value, y: $1) })
    ]
    if !fitted.outcomes.isEmpty {
      series.insert(
        Curves.Series(
          name: Phrase(en: "rows as they came", zh: "实际数据"), look: .dots, colour: 0,
          points: some.map { Curves.Point(x: $0.value, y: fitted.outcomes[$0.place]) }), at: 0)
    }
    let isSorted = zip(some, some.dropFirst()).allSatisfy { $0.value <= $1.value }
    let header = fitted.header
    let notice = publishedNotice(fitted, isSorted: isSorted)
    return Figure(
      title: Phrase(
        en: "\(fitted.model.target) by \(header), as published",
        zh: "\(header) 与 \(fitted.model.target)（按原文）"),
      subtitle: fitted.about,
      alt: fitted.about.adding(
        en: "Predictions over \(header), joined in the order of the file"
          + (isSorted ? "." : ", which draws a zigzag."),
        zh: "预测值对 \(header)，按文件顺序相连" + (isSorted ? "。" : "，呈锯齿状。")),
      notes: some.count < numbered.count
        ? [
          Phrase(
            en: "every \(numbered.count / some.count)th row or so is drawn",
            zh: "约每 \(numbered.count / some.count) 行绘出一行")
        ] : [],
      chart: .curves(
        Curves(
          x: Axis(Phrase(verbatim: header)), y: fitted.axis,
          frame: (Curves.range(series) { [$0.x] }, Curves.range(series) { [$0.y] }),
          series: series)),
      notices: [notice], asOf: nil, count: fitted.count)
  }

  /// What the published picture hides, and what is drawn without it.
  private static func publishedNotice(_ fitted: FittedFeature, isSorted: Bool) -> Notice {
    let (header, count) = (fitted.header, fitted.model.encoder.features.count)
    var en = "drawn as published, points joined in the order of the file"
    var zh = "按原文绘制，各点按文件顺序相连"
    if !isSorted {
      en += "; \(header) is not sorted there, so the line is a zigzag"
      zh += "；\(header) 在文件中未排序，连线成锯齿"
    }
    if count > 1 {
      en += "; a model of \(count) features is not a line over one of them"
      zh += "；用 \(count) 个特征的模型在单个特征上不是一条线"
    }
    en += "; without asPublished the partial dependence is drawn: over sorted \(header), averaged"
    en += " over the rows, with a band"
    zh += "；去掉 asPublished 则绘制偏依赖：按 \(header) 排序、对各行取平均并带色带"
    return Notice("publishedFit", en: en, zh: zh, path: "asPublished")
  }
}
