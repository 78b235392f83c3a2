/// `forecast` as it is asked: bounds of its parameters, and what does not go together.
import Support
import TestKit
import Testing
import Wire

@Suite struct ForecastMethodTests {
  /// 101 items, each sold on two days a week for ten weeks.
  private static let rows: JSON = .array(
    (0..<2_020).map { index -> JSON in
      let (item, place) = (index % (Limits.forecastParts + 1), index / (Limits.forecastParts + 1))
      let day = 1 + place / 2 * 7 + place % 2 * 3
      let month = (day - 1) / 28 + 1
      let text = "2024-0\(month)-" + (day - (month - 1) * 28 < 10 ? "0" : "")
      return [
        "order_id": .string("o\(index)"), "customer_id": .string("c\(index % 50)"),
        "order_date": .string(text + "\(day - (month - 1) * 28)"),
        "item_id": .string("i\(item)"), "quantity": .int(Int64(1 + item % 3)),
        "amount": .int(Int64(10 + item)),
      ]
    })

  private func ask(_ more: [JSONMember]) throws -> CallOutcome {
    try call("forecast", .object([JSONMember("rows", Self.rows)] + more))
  }

  @Test func `as far and as many as may be are forecast, and one more is refused`() throws {
    func far(_ horizon: Int) -> [JSONMember] {
      [JSONMember("horizon", .int(Int64(horizon))), JSONMember("frequency", "day")]
    }
    let found = try #require(try ask(far(Limits.forecastHorizon)).result)
    #expect(found["series"]?.array?.first?["forecast"]?.array?.count == Limits.forecastHorizon)
    #expect(try ask(far(Limits.forecastHorizon + 1)).code == -32602)
    func many(_ top: Int) -> [JSONMember] {
      [
        JSONMember("target", "demand"), JSONMember("top", .int(Int64(top))),
        JSONMember("horizon", 2),
      ]
    }
    let items = try #require(try ask(many(Limits.forecastParts)).result)
    #expect(items["series"]?.array?.count == Limits.forecastParts)
    #expect(items["warnings"]?.array?.contains { $0["code"]?.string == "partsLeftOut" } == true)
    #expect(try ask(many(Limits.forecastParts + 1)).code == -32602)
  }

  @Test func `what a target has no use for is refused with its name`() throws {
    let cases: [([JSONMember], String)] = [
      ([JSONMember("item", "i1")], "params.item"),
      ([JSONMember("leadTimeDays", 7)], "params.leadTimeDays"),
      (
        [JSONMember("target", "demand"), JSONMember("bySegment", "item_id")], "params.bySegment"
      ),
      (
        [JSONMember("target", "demand"), JSONMember("item", "i1"), JSONMember("stock", 4)],
        "params.leadTimeDays"
      ),
      ([JSONMember("target", "demand"), JSONMember("item", "nobody")], "params.item"),
    ]
    for (more, path) in cases {
      let outcome = try ask(more)
      guard case .failure(let code, _, let data) = outcome else {
        Issue.record("\(path) was taken")
        continue
      }
      #expect(code == -32602)
      #expect(data["path"]?.string == path)
    }
  }
}
