/// Orders to series and series to answers: what is added up, what is left out, what is said.
import Analytics
import Support
import Tables
import TestKit
import Testing

@Suite struct ForecastSeriesTests {
  private func table(_ header: String, _ rows: [String]) throws -> Table {
    try TableReader.read(
      text: header + "\n" + rows.joined(separator: "\n") + "\n", named: "test", ReadOptions(),
      Run())
  }

  private func forecast(
    _ table: Table, _ change: (inout ForecastOptions) -> Void = { _ in }
  ) throws -> Forecast {
    var options = ForecastOptions()
    change(&options)
    return try Forecast(table, options, Run())
  }

  private func day(_ text: String, _ later: Int) -> String {
    CivilDate.text(days: (CivilDate.parse(text) ?? 0) + Int32(later))
  }

  /// An order of 10 on each day from a Wednesday on.
  private func daily(_ count: Int, _ amount: (Int) -> Int = { _ in 10 }) -> [String] {
    (0..<count).map { "\($0),c\($0 % 7),\(day("2024-01-03", $0)),\(amount($0))" }
  }

  private let header = "order_id,customer_id,order_date,amount"

  @Test func `weeks cut by the ends are left out, and told`() throws {
    // 3 January 2024 is a Wednesday; 30 days on is a Thursday.
    let found = try forecast(try table(header, daily(30))) { $0.frequency = .week }
    #expect(found.series.first?.periods == ["2024-01-08", "2024-01-15", "2024-01-22"])
    #expect(found.series.first?.values == [70, 70, 70])
    #expect(found.series.first?.steps.first?.period == "2024-01-29")
    let notice = found.notices.first { $0.code == "unfinishedPeriod" }
    #expect(notice?.phrase.en.contains("2024-01-01, 2024-01-29") == true)
  }

  @Test func `returns, rows after asOf and rows without a date add nothing`() throws {
    let rows = daily(14) + ["98,c1,2024-01-09,-500", "99,c1,,500"]
    let found = try forecast(try table(header, rows)) {
      $0.frequency = .day
      $0.asOf = CivilDate.parse("2024-01-12")
    }
    #expect(found.series.first?.values == [Double](repeating: 10, count: 10))
    #expect(found.notices.contains { $0.code == "returnsLeftOut" })
    #expect(found.asOf == CivilDate.parse("2024-01-12"))
  }

  @Test func `an order of several rows is one, on its first day`() throws {
    let rows = [
      "a,c1,2024-01-02,1", "a,c1,2024-01-01,1", "b,c1,2024-01-02,1", "c,c2,2024-01-03,1",
      "c,c2,2024-01-03,1", "d,c2,2024-01-04,1",
    ]
    let found = try forecast(try table(header, rows)) {
      $0.target = .orders
      $0.frequency = .day
    }
    #expect(found.series.first?.values == [1, 1, 1, 1])
  }

  @Test func `weekdays on which nothing is ever sold are no days`() throws {
    let rows = daily(126).enumerated().filter { ($0.offset + 2) % 7 < 5 }.map(\.element)
    let found = try forecast(try table(header, rows)) { $0.frequency = .day }
    let series = try #require(found.series.first)
    #expect(series.values.allSatisfy { $0 == 10 } && series.values.count == 90)
    #expect(series.season == 5)
    #expect(found.notices.contains { $0.code == "closedWeekdays" })
    // The last day is Monday, 6 May 2024; the days to come skip the week's end.
    #expect(series.periods.last == "2024-05-07")
    #expect(
      series.steps.prefix(5).map(\.period) == [
        "2024-05-08", "2024-05-09", "2024-05-10", "2024-05-13", "2024-05-14",
      ])
  }

  @Test func `the length of a period follows from how long and dense the data are`() throws {
    #expect(try forecast(try table(header, daily(100))).frequency == .day)
    #expect(try forecast(try table(header, daily(200))).frequency == .week)
    let months = (0..<30).map {
      "\(2021 + $0 / 12)-\($0 % 12 < 9 ? "0" : "")\($0 % 12 + 1)-01,\($0)"
    }
    let plain = try forecast(try table("month,value", months))
    #expect(plain.frequency == .month)
    // The first and the last of the series are whole: one value a month is all there is.
    #expect(plain.series.first?.values == (0..<30).map(Double.init))
    #expect(plain.series.first?.steps.first?.period == "2023-07")
  }

  @Test func `a trend of a plain series goes on`() throws {
    let months = (0..<30).map {
      "\(2021 + $0 / 12)-\($0 % 12 < 9 ? "0" : "")\($0 % 12 + 1)-01,\(100 + 5 * $0)"
    }
    let found = try forecast(try table("month,value", months)) { $0.horizon = 3 }
    let means = found.series.first?.steps.map(\.mean) ?? []
    for (mean, expected) in zip(means, [250.0, 255, 260]) { #expect(abs(mean - expected) < 0.5) }
    #expect(abs((found.series.first?.total.mean ?? 0) - means.reduce(0, +)) < 1e-9)
  }

  @Test func `segments add up to all`() throws {
    let rows = (0..<120).map {
      "\($0),c\($0 % 9),\(day("2024-01-01", $0)),\(10 + $0 % 5),\($0 % 3 == 0 ? "north" : "south")"
    }
    let found = try forecast(try table(header + ",region", rows)) { $0.segment = "region" }
    #expect(found.series.map(\.name) == [nil, "south", "north"])
    let all = found.series[0].values.reduce(0, +)
    let parts = found.series[1].values.reduce(0, +) + found.series[2].values.reduce(0, +)
    #expect(all == parts)
  }

  @Test func `a rare item has bounds from nothing, and a reorder point above its demand`() throws {
    let rows = (0..<300).filter { $0 % 7 == 0 || $0 % 31 == 0 }.map {
      "\($0),c1,\(day("2024-01-01", $0)),5,\($0 % 31 == 0 ? "vase" : "cup"),\(1 + $0 % 2)"
    }
    let found = try forecast(try table(header + ",item_id,quantity", rows)) {
      $0.target = .demand
      $0.item = "vase"
      $0.leadTimeDays = 21
      $0.stock = 1
    }
    let series = try #require(found.series.first)
    #expect(series.name == "vase" && found.series.count == 1)
    #expect(series.steps.allSatisfy { $0.lower80 == 0 && $0.upper95 >= $0.upper80 })
    let reorder = try #require(series.reorder)
    // Three weeks.
    let demand = series.steps.prefix(3).map(\.mean).reduce(0, +)
    #expect(abs(reorder.demand - demand) < 1e-9)
    #expect(reorder.safetyStock > 0 && reorder.reorderPoint == reorder.demand + reorder.safetyStock)
    #expect(reorder.coverDays != nil)
  }

  @Test func `a season that was not seen twice is refused if strict, else not looked for`() throws {
    let table = try table(header, daily(200))
    #expect(
      throws: AnalyticsError.notEnoughData(have: 27, need: 104, what: "periods, for two seasons")
    ) { try forecast(table) { $0.isStrict = true } }
    let found = try forecast(table)
    #expect(found.series.first?.season == 1)
    #expect(found.notices.contains { $0.code == "noSeason" })
    let asked = try forecast(table) { $0.season = 20 }
    #expect(asked.series.first?.method == "naive" && asked.series.first?.isFallback == true)
    #expect(asked.grade.letter == .d)
    #expect(asked.notices.contains { $0.code == "seasonTooShort" })
  }

  @Test func `as many periods as are remembered are learnt from, and the rest is told`() throws {
    let most = try forecast(try table(header, daily(Limits.forecastPeriods))) {
      $0.frequency = .day
      $0.season = 1
      $0.horizon = 1
    }
    #expect(most.series.first?.values.count == Limits.forecastPeriods)
    #expect(!most.notices.contains { $0.code == "olderLeftOut" })
    let more = try forecast(try table(header, daily(Limits.forecastPeriods + 1))) {
      $0.frequency = .day
      $0.season = 1
      $0.horizon = 1
    }
    #expect(more.series.first?.values.count == Limits.forecastPeriods)
    #expect(more.series.first?.periods.first == "2024-01-04")
    #expect(more.notices.contains { $0.code == "olderLeftOut" })
  }

  @Test func `a period many times the others is told, and one of twice is not`() throws {
    func codes(_ amount: Int) throws -> [String] {
      let found = try forecast(try table(header, daily(40) { $0 == 20 ? amount : 10 })) {
        $0.frequency = .day
      }
      return found.notices.map(\.code)
    }
    #expect(try codes(600).contains("extremePeriod"))
    #expect(try !codes(20).contains("extremePeriod"))
  }

  @Test func `hard shops give no number that is none`() throws {
    let shops: [[String]] = [
      ["1,a,2024-01-01,5", "2,a,2024-01-02,5"],
      ["1,a,2024-01-01,0", "2,a,2024-06-01,0", "3,a,2024-12-31,0"],
      daily(90) { $0 == 40 ? 1_000_000_000 : 1 },
      ["1,a,1900-01-01,5", "2,a,2024-01-02,5", "3,b,2024-01-09,7"],
    ]
    for shop in shops {
      for frequency in ForecastOptions.Frequency.allCases {
        let table = try table(header, shop)
        do {
          let found = try forecast(table) { $0.frequency = frequency }
          for step in found.series.flatMap(\.steps) {
            #expect(step.mean.isFinite && step.lower95.isFinite && step.upper95.isFinite)
            #expect(0 <= step.lower95 && step.lower95 <= step.upper95)
          }
        } catch let error as AnalyticsError {
          guard case .tooFewRows = error else { throw error }
        }
      }
    }
  }

  @Test func `without dates, numbers or items it is said what is missing`() throws {
    let noDate = try table("customer_id,amount", ["a,1", "b,2"])
    #expect(
      throws: AnalyticsError.missingRole(roles: ["date"], headers: ["customer_id", "amount"])
    ) { try forecast(noDate) }
    let noItem = try table(header, daily(20))
    #expect(
      throws: AnalyticsError.missingRole(
        roles: ["itemId", "itemName"],
        headers: ["order_id", "customer_id", "order_date", "amount"])
    ) { try forecast(noItem) { $0.target = .demand } }
  }
}

@Suite(.enabled(if: Repository.hasShared, "the data sets are not beside the package"))
struct ForecastRealTests {
  private func open(_ path: String) throws -> Table {
    try TableReader.read(
      path: try #require(Repository.shared("data/" + path)), ReadOptions(), Run())
  }

  /// The reference adds the same weeks up, row by row, in Python.
  @Test func `the weeks of the shop are those of the reference`() throws {
    let tree = try Repository.reference("forecast.json")
    let values = try #require(
      value(tree, "results.online_retail_weekly.values") as? [Any])
    var options = ForecastOptions()
    options.frequency = .week
    let found = try Forecast(
      try open("online_retail/online_retail.csv.gz"), options, Run())
    let series = try #require(found.series.first)
    #expect(series.values.count == values.count)
    for (index, own) in series.values.enumerated() {
      let other = number(values[index], "") ?? (values[index] as? Double) ?? -1
      #expect(abs(own - other) < 0.005, "week \(index)")
    }
    #expect(series.test?.coverage80 != nil)
  }

  @Test func `the months of the airline are found and forecast with their season`() throws {
    let found = try Forecast(
      try open("airline_passengers/airline_passengers.csv"), ForecastOptions(), Run())
    let series = try #require(found.series.first)
    #expect(found.frequency == .month && series.season == 12 && series.values.count == 144)
    #expect(found.grade.letter == .a)
    #expect(series.steps.first?.period == "1961-01")
    // Summer is the best of the year, November the weakest but one.
    #expect(series.steps.max { $0.mean < $1.mean }.map { $0.period.suffix(2) < "09" } == true)
  }
}
