/// What is sold in the next days, weeks or months, with bounds, and how far off that was before.
///
/// Orders are added up to a series of periods; the period in which the data end is left out unless
/// it is over, periods without anything count as 0, and weekdays on which a shop is never open are
/// no days. The method of each series is the one that was nearest to what happened last.
import Learning
package import Support
package import Tables

package struct Forecast: Sendable {
  /// When and how much to order again.
  package struct Reorder: Sendable, Equatable {
    package let leadTimeDays: Double
    /// What is needed until new goods arrive.
    package let demand: Double
    /// What is kept beyond it, for it may be more.
    package let safetyStock: Double
    package let stock: Double?
    /// Days until the stock is used up; nil where it lasts longer than the horizon.
    package let coverDays: Double?

    /// Order when no more than this is left.
    package var reorderPoint: Double { demand + safetyStock }
    package static let serviceLevel = 0.95
  }

  package struct Total: Sendable, Equatable {
    package let mean: Double
    package let lower80: Double
    package let upper80: Double
  }

  package struct Step: Sendable, Equatable {
    package let period: String
    package let mean: Double
    package let lower80: Double
    package let upper80: Double
    package let lower95: Double
    package let upper95: Double
  }

  package struct Test: Sendable, Equatable {
    package let origins: Int
    package let horizon: Int
    package let count: Int
    package let mase: Double
    package let meanAbsoluteError: Double
    package let coverage80: Double?
    package let coverage95: Double?
    package let naive: Double?
    package let seasonalNaive: Double?

    /// The better of the plain forecasts.
    package var baseline: Double? {
      [naive, seasonalNaive].compactMap { $0 }.min()
    }
  }

  package struct Candidate: Sendable, Equatable {
    package let method: String
    package let aicc: Double?
    package let mase: Double?
  }

  package struct Series: Sendable {
    /// The value of the segment or the id of the item; nil for all together.
    package let name: String?
    /// What the item is called.
    package let label: String?
    package let method: String
    /// Values of one season; 1 for none.
    package let season: Int
    package let periods: [String]
    package let values: [Double]
    package let steps: [Step]
    package let total: Total
    package let test: Test?
    package let candidates: [Candidate]
    /// Whether it was too short for more than its last value.
    package let isFallback: Bool
    package let reorder: Reorder?
    /// What the method's own bounds are widened by, as they held fewer than they promise.
    package let boundsFactor: Double
  }

  package let options: ForecastOptions
  package let frequency: ForecastOptions.Frequency
  package let series: [Series]
  package let asOf: Int32
  /// Whether a plain series was forecast, and no purchases.
  package let isPlain: Bool
  package let grade: Grade
  package let notices: [Notice]

  package init(_ table: Table, _ options: ForecastOptions, _ run: Run) throws {
    let rows = try ForecastRows(table, options, run)
    let days = try rows.days(until: options.asOf, run)
    let frame = try ForecastFrame(days, options)
    var wanted: [Int32] = options.target == .demand ? [] : [-1]
    var left = 0
    if let item = options.item {
      wanted = [try Self.code(of: item, rows)]
    } else if rows.groups != nil {
      let all = try rows.largest(within: frame.days, run)
      wanted += all.prefix(options.top)
      left = all.count - min(all.count, options.top)
    }
    guard !wanted.isEmpty else {
      throw AnalyticsError.noUsableRows(why: "no item has a date and a number to add up")
    }
    let sums = try rows.sums(
      of: wanted, frame.calendar, periods: frame.periods, days, run)
    var series: [Series] = []
    for (place, group) in wanted.enumerated() {
      run.report(
        0.2 + 0.8 * Double(place) / Double(wanted.count), Phrase(en: "forecasting", zh: "预测"))
      series.append(
        try Self.series(
          sums[place], name: group < 0 ? nil : rows.groupNames[Int(group)],
          label: group < 0 || rows.labels.isEmpty ? nil : rows.labels[Int(group)], frame,
          options, run))
    }
    self.options = options
    self.series = series
    isPlain = rows.isPlain
    frequency = frame.calendar.frequency
    asOf = options.asOf ?? days.last
    grade = Self.grade(series, frequency)
    notices = rows.notices + Self.notices(frame, series, left: left, rows, options)
  }

  /// The code of an item by its id or its name.
  private static func code(of item: String, _ rows: ForecastRows) throws -> Int32 {
    let place =
      rows.groupNames.firstIndex(of: item) ?? rows.labels.firstIndex(of: item)
    guard let place else {
      throw AnalyticsError.unknownName(
        parameter: "params.item", found: item, known: Array(rows.groupNames.prefix(12)))
    }
    return Int32(truncatingIfNeeded: place)
  }

  private static func series(
    _ values: [Double], name: String?, label: String?, _ frame: ForecastFrame,
    _ options: ForecastOptions, _ run: Run
  ) throws -> Series {
    // An item begins with its first sale: nothing was asked before it was there.
    let start = name == nil ? 0 : min(values.firstIndex { $0 != 0 } ?? 0, max(0, values.count - 2))
    let own = Array(values[start...])
    let isLong = frame.season == 1 || own.count >= 2 * frame.season
    let season = isLong ? frame.season : 1
    let choice = try ForecastChoice(
      own, season: season, horizon: options.horizon, isPlain: frame.isPlain, seed: options.seed,
      run)
    let isPositive = own.allSatisfy { $0 >= 0 }
    func bounded(_ values: [Double]) -> [Double] { isPositive ? values.map { max(0, $0) } : values }
    let fan = try choice.fan(options.horizon, seed: options.seed, run)
    let (mean, lower80, upper80) = (bounded(fan.mean), bounded(fan.lower80), bounded(fan.upper80))
    let (lower95, upper95) = (bounded(fan.lower95), bounded(fan.upper95))
    let next = frame.periods.upperBound
    let steps = mean.indices.map {
      Step(
        period: frame.calendar.name(next + $0), mean: mean[$0], lower80: lower80[$0],
        upper80: upper80[$0], lower95: lower95[$0], upper95: upper95[$0])
    }
    let total = try choice.total(
      Double(options.horizon), below: [0.1, 0.9], seed: options.seed, run)
    return Series(
      name: name, label: label.flatMap { $0.isEmpty ? nil : $0 },
      method: choice.model.method.name, season: season,
      periods: own.indices.map { frame.calendar.name(frame.periods.lowerBound + start + $0) },
      values: own, steps: steps,
      total: Total(
        mean: mean.reduce(0, +), lower80: bounded([total.bounds[0]])[0],
        upper80: bounded([total.bounds[1]])[0]),
      test: Test(choice),
      candidates: choice.candidates.map {
        Candidate(method: $0.method.name, aicc: $0.aicc, mase: $0.mase)
      },
      isFallback: frame.isPlain || own.count < ForecastChoice.valuesLeast,
      reorder: try reorder(choice, mean, frame.calendar, options, run),
      boundsFactor: choice.boundsFactor)
  }

  private static func reorder(
    _ choice: ForecastChoice, _ means: [Double], _ calendar: ForecastCalendar,
    _ options: ForecastOptions, _ run: Run
  ) throws -> Reorder? {
    guard let days = options.leadTimeDays else { return nil }
    let steps = days / calendar.daysPerPeriod
    let total = try choice.total(
      steps, below: [Reorder.serviceLevel], seed: options.seed, run)
    let demand = max(0, total.mean)
    var cover: Double?
    if let stock = options.stock {
      var remaining = stock
      for (step, mean) in means.enumerated() where cover == nil {
        if mean >= remaining, mean > 0 {
          cover = (Double(step) + remaining / mean) * calendar.daysPerPeriod
        }
        remaining -= mean
      }
    }
    return Reorder(
      leadTimeDays: days, demand: demand, safetyStock: max(0, total.bounds[0] - demand),
      stock: options.stock, coverDays: cover)
  }
}

extension Forecast.Test {
  init?(_ choice: ForecastChoice) {
    guard let test = choice.backTest else { return nil }
    origins = test.origins.count
    horizon = test.horizon
    count = test.count
    mase = test.mase
    meanAbsoluteError = test.meanAbsoluteError
    (coverage80, coverage95) = (test.coverage80, test.coverage95)
    naive = choice.naiveTest?.mase
    seasonalNaive = choice.seasonalNaiveTest?.mase
  }
}

/// Which periods are looked at, and with which season.
struct ForecastFrame: Sendable {
  let calendar: ForecastCalendar
  /// Those that are over.
  let periods: Range<Int>
  /// Values of one season; 1 for none.
  let season: Int
  /// Whether only the last value is used: the season asked for was not seen twice.
  let isPlain: Bool
  /// The season that was to be looked for.
  let wantedSeason: Int
  /// Periods cut by the ends of the data.
  let cut: [String]
  /// Older periods that are not looked at.
  let olderCount: Int

  /// The days of the periods.
  var days: Range<Int32> {
    calendar.firstDay(of: periods.lowerBound)..<calendar.firstDay(of: periods.upperBound)
  }

  init(_ days: ForecastDays, _ options: ForecastOptions) throws {
    let frequency = options.frequency ?? days.frequency
    calendar = ForecastCalendar(
      frequency, openWeekdays: frequency == .day ? days.openWeekdays : Array(0..<7))
    var (first, last) = (calendar.index(of: days.first), calendar.index(of: days.last))
    var cut: [String] = []
    if !days.isOnePerPeriod(calendar) {
      if days.couldBeOpen(calendar.firstDay(of: first)..<days.first) {
        cut.append(calendar.name(first))
        first += 1
      }
      let end = calendar.firstDay(of: last + 1)
      if days.last + 1 < end, days.couldBeOpen((days.last + 1)..<end) {
        cut.append(calendar.name(last))
        last -= 1
      }
    }
    guard first < last else {
      throw AnalyticsError.tooFewRows(
        have: max(0, last - first + 1), need: 2, what: "whole periods of one \(frequency.rawValue)")
    }
    self.cut = cut
    olderCount = max(0, last - first + 1 - Limits.forecastPeriods)
    periods = (first + olderCount)..<(last + 1)
    wantedSeason = options.season ?? calendar.usualSeason
    let isSeen = wantedSeason <= 1 || 2 * wantedSeason <= periods.count
    if options.isStrict, !isSeen {
      throw AnalyticsError.notEnoughData(
        have: periods.count, need: 2 * wantedSeason, what: "periods, for two seasons")
    }
    season = isSeen ? max(1, wantedSeason) : 1
    isPlain = !isSeen && options.season != nil
  }
}
