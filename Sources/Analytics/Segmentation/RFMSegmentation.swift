/// Segments by recency, frequency and money.
import Numerics
import Support
import Tables

extension Segmentation {
  /// Scores by cut points, groups by a total map of scores to names.
  static func rfm(
    _ rfm: RFMTable, options: SegmentOptions, method: SegmentOptions.Method, grade: Grade
  ) throws -> Segmentation {
    guard rfm.count > 0 else { throw AnalyticsError.noUsableRows(why: "no customer is complete") }
    let bins = Self.bins(options, rfm.count)
    let cuts = options.cuts
    try Self.check(cuts)
    let (recency, (frequency, monetary)) = try Parallel.both {
      RFMScore(rfm.recency, bins: bins, isReversed: true, cuts: cuts?.recency)
    } _: {
      (
        RFMScore(rfm.frequency, bins: bins, isReversed: false, cuts: cuts?.frequency),
        rfm.monetary.map { RFMScore($0, bins: bins, isReversed: false, cuts: cuts?.monetary) }
      )
    }
    let isEight = method == .rfm8
    let middles = isEight ? Self.middles(rfm, options.scheme) : []
    let labels =
      isEight
      ? Self.eightLabels(rfm, middles)
      : Self.elevenLabels(recency, frequency, monetary)
    let names = isEight ? RFMSegments.eightNames : RFMSegments.elevenNames
    var values = [rfm.recency, rfm.frequency]
    if let money = rfm.monetary { values.append(money) }
    let builder = SegmentBuilder(
      features: ["recency", "frequency", "monetary"].prefix(values.count).map { $0 },
      values: values, revenue: rfm.monetary)
    let (segments, places) = try builder.build(labels: labels, groupCount: names.count) {
      group, facts in
      names[group].measured(facts, rfm.headers)
    }
    var result = Segmentation(
      method: method, features: builder.features, segments: segments, ids: rfm.ids,
      segmentOfCustomer: places, values: values,
      scores: .rfm(recency: recency, frequency: frequency, monetary: monetary), quality: nil,
      trace: [], definition: Self.definition(rfm, method: method, bins: bins), grade: grade,
      notices: rfm.notices + Self.notices(recency, frequency, monetary, options, bins),
      asOf: rfm.asOf)
    result.headers = rfm.headers
    result.model = SegmentModel(result, names: names, labels: labels) { places in
      .scores(
        ScoreRule(
          isEight: isEight, recency: recency.cuts, frequency: frequency.cuts,
          monetary: monetary?.cuts, middles: middles, places: places))
    }
    return result
  }

  private static func bins(_ options: SegmentOptions, _ count: Int) -> Int {
    if options.bins != 5 { return options.bins }
    return count < 10 ? 2 : count < 50 ? 3 : 5
  }

  private static func check(_ cuts: RFMCuts?) throws {
    for (name, values) in [
      ("recency", cuts?.recency), ("frequency", cuts?.frequency), ("monetary", cuts?.monetary),
    ] {
      guard let values else { continue }
      let isRising = zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
      guard isRising, !values.isEmpty else { throw AnalyticsError.unorderedCuts(name: name) }
    }
  }

  static func elevenLabels(
    _ recency: RFMScore, _ frequency: RFMScore, _ monetary: RFMScore?
  ) -> [Int] {
    recency.scores.indices.map { index in
      let f = frequency.onFive(frequency.scores[index])
      let m = monetary.map { $0.onFive($0.scores[index]) } ?? f
      return RFMSegments.eleven(
        recency: recency.onFive(recency.scores[index]), frequency: f, monetary: m)
    }
  }

  /// What divides good from poor: recency, frequency, money.
  private static func middles(_ rfm: RFMTable, _ scheme: SegmentOptions.Scheme) -> [Double] {
    [rfm.recency, rfm.frequency, rfm.monetary ?? rfm.frequency].map {
      scheme == .zh8 ? Quantities.median($0) : Moments(of: $0).mean
    }
  }

  static func eightLabels(_ rfm: RFMTable, _ middles: [Double]) -> [Int] {
    let money = rfm.monetary ?? rfm.frequency
    return rfm.ids.indices.map { index in
      RFMSegments.eight(
        recency: rfm.recency[index] <= middles[0], frequency: rfm.frequency[index] >= middles[1],
        monetary: money[index] >= middles[2])
    }
  }

  private static func definition(
    _ rfm: RFMTable, method: SegmentOptions.Method, bins: Int
  ) -> Phrase {
    let day = rfm.asOf.map { CivilDate.text(days: $0) }
    let enDay = day.map { " before \($0)" } ?? ""
    let zhDay = day.map { "截至 \($0)，" } ?? ""
    if method == .rfm8 {
      return Phrase(
        en: "Recency is days since the last purchase\(enDay); each of R, F, M is good or poor "
          + "against the middle of all customers, which gives eight groups",
        zh: "\(zhDay)R 为距上次购买天数；R、F、M 各与全体均值比较分高低，共八类")
    }
    return Phrase(
      en: "Recency is days since the last purchase\(enDay); R, F and M get scores 1 to \(bins) by "
        + "quantiles (equal values, equal scores), and each combination of scores has one name",
      zh: "\(zhDay)R 为距上次购买天数；R、F、M 按分位数打 1 到 \(bins) 分（同值同分），每种组合对应唯一名称")
  }

  private static func notices(
    _ recency: RFMScore, _ frequency: RFMScore, _ monetary: RFMScore?, _ options: SegmentOptions,
    _ bins: Int
  ) -> [Notice] {
    var notices: [Notice] = []
    if bins != options.bins {
      notices.append(
        Notice(
          "fewerBins", en: "with so few customers, scores go from 1 to \(bins)",
          zh: "客户较少，打分范围为 1 到 \(bins)", path: "bins"))
    }
    for (name, score) in [("recency", recency), ("frequency", frequency)]
      + (monetary.map { [("monetary", $0)] } ?? [])
    {
      let empty = score.emptyScores
      guard !empty.isEmpty else { continue }
      let list = empty.map(String.init).joined(separator: ", ")
      notices.append(
        Notice(
          "emptyBins", en: "nobody has \(name) score \(list): too many customers share one value",
          zh: "\(name) 没有 \(list) 分：太多客户取值相同", path: name))
    }
    return notices
  }
}
