/// `buildFeatures`: figures by hand, nothing from after the day, every feature described.
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct FeatureTests {
  private let rows: JSON = [
    ["customer_id": "a", "date": "2024-01-06", "amount": 10, "product": "tea", "weight": 2],
    ["customer_id": "a", "date": "2024-01-16", "amount": 20, "product": "mug", "weight": 4],
    ["customer_id": "b", "date": "2024-01-20", "amount": 7, "product": "tea", "weight": 1],
    ["customer_id": "a", "date": "2024-02-05", "amount": 30, "product": "tea", "weight": 6],
    ["customer_id": "a", "date": "2024-02-06", "amount": -6, "product": "tea", "weight": nil],
    ["customer_id": "b", "date": "2024-03-01", "amount": 1, "product": "pot", "weight": 1],
  ]

  private func features(_ params: JSON) throws -> [String: JSON] {
    let result = try answer(
      "buildFeatures", .object([JSONMember("rows", rows)] + (params.object ?? [])))
    var found: [String: JSON] = [:]
    for row in result["rows"]?.array ?? [] { found[row["customerId"]?.string ?? ""] = row }
    let named = result["features"]?.array?.compactMap { $0["name"]?.string } ?? []
    let columns = result["rows"]?.array?.first?.object?.map(\.key) ?? []
    #expect(["customerId"] + named == columns)
    return found
  }

  @Test func `a customer's figures are those by hand`() throws {
    let all = try features(["asOf": "2024-02-10", "windowDays": [30], "set": "full"])
    let a = try #require(all["a"])
    let wanted: [(String, Double)] = [
      ("recencyDays", 5), ("orders", 3), ("revenue", 54), ("tenureDays", 35), ("purchaseDays", 3),
      ("meanGapDays", 15), ("gapSdDays", 5), ("meanOrderValue", 20), ("maxOrderValue", 30),
      ("returnShare", 0.1), ("orders30", 2), ("ordersTrend30", 1), ("revenue30", 50),
      ("distinctItems", 2), ("mean:weight", 4), ("weekendShare", 1.0 / 3),
    ]
    for (name, value) in wanted {
      #expect(
        abs((a[name]?.double ?? .nan) - value) < 1e-12, "\(name): \(a[name]?.text() ?? "none")")
    }
    let b = try #require(all["b"])
    #expect(b["orders"] == 1, "the order after the day does not count")
    #expect(b["meanGapDays"] == .null && b["gapSdDays"] == .null)
    #expect(b["distinctItems"] == 1)
  }

  @Test func `sets hold each other`() throws {
    let rfm = try features(["set": "rfm"])
    let behaviour = try features(["set": "behaviour", "windowDays": [7, 60]])
    let full = try features(["set": "full", "windowDays": [7, 60]])
    func names(_ rows: [String: JSON]) -> [String] { rows["a"]?.object?.map(\.key) ?? [] }
    #expect(names(rfm) == ["customerId", "recencyDays", "orders", "revenue"])
    #expect(names(behaviour).starts(with: names(rfm)))
    #expect(names(full).starts(with: names(behaviour)))
    #expect(names(behaviour).filter { $0.hasPrefix("orders") }.count == 5)
  }

  @Test(arguments: [0, 8, 9])
  func `so many windows may be and no more`(count: Int) throws {
    let windows = JSON.array((0..<count).map { .int(Int64($0 + 1)) })
    let outcome = try call("buildFeatures", ["rows": rows, "windowDays": windows, "limit": 0])
    #expect((outcome.code == -32602) == (count > Limits.featureWindows))
  }

  @Test func `customers are picked and pages follow`() throws {
    let one = try answer("buildFeatures", ["rows": rows, "customers": ["b"], "set": "rfm"])
    #expect(one["total"] == 1)
    #expect(one["rows"]?.array?.first?["customerId"] == "b")
    let page = try answer("buildFeatures", ["rows": rows, "set": "rfm", "limit": 1, "cursor": "1"])
    #expect(page["rows"]?.array?.map { $0["customerId"]?.string } == ["b"])
  }
}
