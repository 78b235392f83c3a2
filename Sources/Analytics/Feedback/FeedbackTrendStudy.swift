/// How feedback goes over time: how much of it there is, how bad it is, when that changed, and what
/// people have begun to speak of.
package import Learning
import Numerics
package import Support
import Tables

package struct FeedbackTrendStudy: Sendable {
  package struct Period: Sendable {
    package let name: String
    package let texts: Int
    package let negative: Share
    package let positive: Int
  }

  package struct Change: Sendable {
    package enum What: String, Sendable { case negativeShare, volume }

    package let what: What
    /// The first period of the new level.
    package let period: String
    /// Levels of the stretches on both sides.
    package let before: Double
    package let after: Double
    /// Of shares: how far apart they lie.
    package let difference: Bounded?
  }

  package let period: CalendarPeriod
  package let periods: [Period]
  package let changes: [Change]
  /// Said more than before, and less; only what chance hardly explains.
  package let emerging: [EmergingTerm]
  package let fading: [EmergingTerm]
  /// The first day of what counts as now.
  package let nowFrom: Int32
  package let nowTexts: Int
  package let texts: FeedbackTexts
  package let negativeSource: Phrase
  package let notices: [Notice]

  /// - Parameters:
  ///   - days: of each text; texts without a day are left out.
  ///   - ratings: of each text, where the file has them: they say what is bad in place of words.
  package init(
    _ texts: FeedbackTexts, days: [Int32?], ratings: [Double?]?, period wish: CalendarPeriod?,
    _ run: Run
  ) throws {
    let rows = texts.texts.indices.filter { days[$0] != nil && texts.texts.hasText($0) }
    guard let span = RecentPeriods(rows.compactMap { days[$0] }, wish) else {
      throw AnalyticsError.noUsableRows(why: "no row has both a text and a date")
    }
    let (period, low, count) = (span.period, span.low, span.count)
    guard count <= Limits.cohortPeriods else {
      throw AnalyticsError.tooManyPeriods(found: count, allowed: Limits.cohortPeriods)
    }
    run.report(0.1, Phrase(en: "reading words of feeling", zh: "识别情感词"))
    let feelings = try Self.feelings(texts, ratings, run)
    var (all, bad, good) = (
      [Int](repeating: 0, count: count), [Int](repeating: 0, count: count),
      [Int](repeating: 0, count: count)
    )
    for row in rows {
      let place = period.index(of: days[row] ?? 0) - low
      all[place] += 1
      if feelings[row] == .negative { bad[place] += 1 }
      if feelings[row] == .positive { good[place] += 1 }
    }
    periods = all.indices.map {
      Period(
        name: period.name(low + $0), texts: all[$0], negative: Share(bad[$0], of: all[$0]),
        positive: good[$0])
    }
    changes = Self.changes(all, bad) { period.name(low + $0) }
    nowFrom = span.nowFrom
    let (now, before) = span.parted(rows, days)
    nowTexts = now.count
    run.report(0.5, Phrase(en: "comparing words", zh: "比较用词"))
    (emerging, fading) = try EmergingTerms.clear(texts, now: now, before: before, run)
    self.period = period
    self.texts = texts
    negativeSource =
      ratings == nil
      ? Phrase(en: "by words of feeling", zh: "按情感词")
      : Phrase(en: "by ratings of the lower two fifths", zh: "按评分最低的两成五分档")
    let left = texts.texts.count - rows.count
    notices =
      texts.notices
      + (left == 0
        ? []
        : [
          Notice(
            "rowsLeftOut", en: "\(left) rows lack a text or a date", zh: "\(left) 行缺少文本或日期")
        ])
  }

  private static func feelings(
    _ texts: FeedbackTexts, _ ratings: [Double?]?, _ run: Run
  ) throws -> [Sentiment.Label] {
    if let ratings {
      let known = ratings.compactMap { $0 }
      guard let low = known.min(), let high = known.max(), low < high else {
        return ratings.map { _ in .neutral }
      }
      return ratings.map { rating in
        guard let rating else { return .neutral }
        let share = (rating - low) / (high - low)
        return share < 0.4 ? .negative : share > 0.6 ? .positive : .neutral
      }
    }
    return try Parallel.map(count: texts.texts.count, chunk: 512) { range in
      try run.checkpoint()
      return range.map { Sentiment(TextScalars(texts.texts[$0])).label }
    }.flatMap { $0 }
  }

  private static func changes(
    _ all: [Int], _ bad: [Int], name: (Int) -> String
  ) -> [Change] {
    func stretches(_ starts: [Int]) -> [Range<Int>] {
      zip([0] + starts, starts + [all.count]).map { $0..<$1 }
    }
    func pairs(_ starts: [Int]) -> [(Range<Int>, Range<Int>)] {
      let parts = stretches(starts)
      return Array(zip(parts, parts.dropFirst()))
    }
    let shares = pairs(ChangePoints(parts: bad, wholes: all).starts).map { one, two -> Change in
      let (before, after) = (
        Share(bad[one].reduce(0, +), of: all[one].reduce(0, +)),
        Share(bad[two].reduce(0, +), of: all[two].reduce(0, +))
      )
      return Change(
        what: .negativeShare, period: name(two.lowerBound), before: before.value ?? 0,
        after: after.value ?? 0, difference: after.difference(from: before))
    }
    // The first and the last period may be cut short: they do not count as a change of their own.
    let volumes = pairs(ChangePoints(counts: all).starts).filter {
      $0.1.lowerBound > 1 && $0.1.lowerBound < all.count - 1
    }.map { one, two in
      Change(
        what: .volume, period: name(two.lowerBound),
        before: Double(all[one].reduce(0, +)) / Double(one.count),
        after: Double(all[two].reduce(0, +)) / Double(two.count), difference: nil)
    }
    return shares + volumes
  }

  package var grade: Grade {
    let count = periods.reduce(0) { $0 + $1.texts }
    let letter: Grade.Letter =
      periods.count < 4 || count < 40 ? .d : periods.count >= 8 && count >= 400 ? .b : .c
    return Grade(
      letter,
      Phrase(
        en: "\(count) texts in \(periods.count) periods, bad ones \(negativeSource.en)",
        zh: "\(periods.count) 个时段共 \(count) 条文本，负面\(negativeSource.zh)判断"))
  }
}
