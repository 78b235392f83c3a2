/// Pictures of what is to come, of how money is spread, and of one customer's time.
import Support
import Tables
import TestKit
import Testing
import Wire

@Suite struct PlotForecastTests {
  private static let orders: JSON = .array(
    (0..<240).map { index -> JSON in
      let day = CivilDate.text(days: 19_723 + Int32(index * 2 / 3))
      return [
        "order_id": .string("o\(index)"), "customer_id": .string("c\(index * index % 37)"),
        "order_date": .string(day), "amount": .int(Int64(5 + index % 9)),
        "item_id": .string("i\(index % 3)"), "quantity": 1,
      ]
    })

  private func plot(_ members: [JSONMember]) throws -> CallOutcome {
    try call("plot", .object(members))
  }

  private func column(_ picture: JSON?, _ series: String, _ name: String) -> [Double] {
    (picture?["data"]?.array ?? []).filter { $0["series"]?.string == series }.compactMap {
      $0[name]?.double
    }
  }

  @Test func `a fan holds the periods of the forecast and opens from the last value`() throws {
    let asked: [JSONMember] = [
      JSONMember("rows", Self.orders), JSONMember("horizon", 5), JSONMember("frequency", "week"),
    ]
    let picture = try plot(asked + [JSONMember("kind", "forecast"), JSONMember("lang", "en")])
      .result
    let answer = try call("forecast", .object(asked)).result?["series"]?.array?.first
    let known = column(picture, "known", "y")
    #expect(known == answer?["history"]?.array?.compactMap { $0["value"]?.double })
    let fan = answer?["forecast"]?.array ?? []
    #expect(fan.count == 5)
    for (name, low, high) in [
      ("forecast with 80 % bounds", "lower80", "upper80"), ("95 % bounds", "lower95", "upper95"),
    ] {
      #expect(column(picture, name, "x") == [0, 1, 2, 3, 4, 5])
      let (lows, highs) = (column(picture, name, "low"), column(picture, name, "high"))
      #expect(lows.first == known.last && highs.first == known.last)
      for (place, step) in fan.enumerated() {
        // Rows of pictures have six digits.
        let bounds = (step[low]?.double ?? -1, step[high]?.double ?? -1)
        #expect(abs(lows[place + 1] - bounds.0) <= 1e-5 * max(1, bounds.0))
        #expect(abs(highs[place + 1] - bounds.1) <= 1e-5 * max(1, bounds.1))
      }
    }
    #expect(picture?["svg"]?.string?.hasPrefix("<svg") == true)
  }

  /// Money 1, 2, 3, 4 of 10: half of it comes from the largest one and a third of the next.
  @Test func `the curve of money is that of a count by hand`() throws {
    let rows: JSON = .array(
      (1...4).map { size -> JSON in
        [
          "customer_id": .string("c\(size)"), "order_date": "2024-01-0\(size)",
          "amount": .int(Int64(size)),
        ]
      })
    let picture = try plot([JSONMember("kind", "concentration"), JSONMember("rows", rows)]).result
    #expect(column(picture, "money of customers", "x") == [0, 0.25, 0.5, 0.75, 1])
    #expect(column(picture, "money of customers", "y") == [0, 0.1, 0.3, 0.6, 1])
    // Gini: 1 - 2 * (0.05 + 0.2 + 0.45 + 0.8) / 4 = 0.25; the largest fifth: 0.8 of 4 of 10.
    #expect(picture?["alt"]?.string?.contains("Gini 0.25") == true)
    #expect(picture?["alt"]?.string?.contains("the largest 20 % bring 32 %") == true)
  }

  @Test func `the line of a customer is that of probabilityAlive`() throws {
    let picture = try plot([
      JSONMember("kind", "alive"), JSONMember("rows", Self.orders), JSONMember("customer", "c1"),
      JSONMember("lang", "en"),
    ]).result
    let line =
      try call(
        "probabilityAlive",
        [
          "rows": Self.orders, "customers": ["c1"], "history": true,
        ]
      ).result?["history"]?.array ?? []
    #expect(line.count > 10)
    let own = column(picture, "probability", "y")
    #expect(own.count == line.count)
    for (drawn, point) in zip(own, line) {
      #expect(abs(drawn - (point["pAlive"]?.double ?? -1)) < 1e-5)
    }
    #expect(column(picture, "purchases", "x").first == 0)
    // A picture tells no ids.
    #expect(picture?["svg"]?.string?.contains("c1") == false)
  }

  @Test func `what a picture needs, or has no use for, is said by name`() throws {
    let cases: [([JSONMember], Int, String)] = [
      ([JSONMember("kind", "alive")], -32602, "params.customer"),
      ([JSONMember("kind", "cohorts"), JSONMember("customer", "c1")], -32602, "params.customer"),
      ([JSONMember("kind", "forecast"), JSONMember("metric", "ltv")], -32602, "params.metric"),
      (
        [
          JSONMember("kind", "forecast"), JSONMember("metric", "orders"),
          JSONMember("item", "i1"),
        ], -32602, "params.metric"
      ),
      (
        [
          JSONMember("kind", "forecast"),
          JSONMember("horizon", .int(Int64(Limits.forecastHorizon + 1))),
        ], -32602, "params.horizon"
      ),
    ]
    for (members, code, path) in cases {
      guard
        case .failure(let found, _, let data) = try plot(
          [JSONMember("rows", Self.orders)] + members)
      else {
        Issue.record("\(path) was taken")
        continue
      }
      #expect(found == code && data["path"]?.string == path)
    }
    let nobody = try plot([
      JSONMember("kind", "alive"), JSONMember("rows", Self.orders),
      JSONMember("customer", "nobody"),
    ])
    #expect(nobody.code == 1012)
  }
}
