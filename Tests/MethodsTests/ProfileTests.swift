/// `customerProfile` says what the single methods say, of one customer, and never who it is.
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct ProfileTests {
  private let folder = TemporaryFolder()

  /// Orders of forty customers; `C7` buys every ten days, mostly tea.
  private func orders() throws -> String {
    var lines = ["customer_id,date,amount,product"]
    for customer in 0..<40 {
      for step in 0..<(2 + customer % 5) {
        let day = 10 + (customer * 3 + step * (9 + customer % 7)) % 80
        let text =
          day < 32 ? "2024-01-\(day)" : day < 61 ? "2024-02-\(day - 31)" : "2024-03-\(day - 60)"
        let padded = text.split(separator: "-").map { $0.count == 1 ? "0\($0)" : String($0) }
        lines.append(
          "C\(customer),\(padded.joined(separator: "-")),\(10 + customer),\(step == 1 ? "mug" : "tea")"
        )
      }
    }
    return try folder.write("orders.csv", lines.joined(separator: "\n") + "\n")
  }

  private func profile(_ more: [(String, JSON)]) throws -> CallOutcome {
    try call(
      "customerProfile", .object(more.map { JSONMember($0.0, $0.1) }))
  }

  @Test func `figures are those of the methods`() throws {
    let path = JSON.string(try orders())
    // One of those who have not left, so that there is a chance of it.
    let id = try #require(
      try answer("predictChurn", ["path": path])["customers"]?.array?.first?["customerId"])
    let card = try #require(
      try profile([("path", path), ("customerId", id), ("lang", "en")]).result)
    func row(_ method: String, _ list: String) throws -> JSON {
      let result = try answer(method, ["path": path, "lang": "en", "limit": 100])
      return try #require(result[list]?.array?.first { $0["customerId"] == id })
    }
    let stage = try row("lifecycleStages", "customers")
    #expect(card["stage"]?["stage"] == stage["stage"])
    #expect(card["purchases"]?["orders"] == stage["orders"])
    let ltv = try row("ltv", "customers")
    #expect(card["ltv"]?["value"] == ltv["ltv"] && card["pAlive"] == ltv["pAlive"])
    #expect(card["ltv"]?["interval"] == ltv["interval"])
    let churn = try row("predictChurn", "customers")
    #expect(card["churn"]?["probability"] == churn["probability"])
    #expect(card["churn"]?["tier"] == churn["tier"])
    let segments = try answer("segment", ["path": path, "lang": "en"])
    let place = try row("segment", "assignments")["segment"]
    #expect(
      card["segment"]?["name"]
        == segments["segments"]?.array?.first { $0["id"] == place }?["name"])
    let rfm = try row("rfm", "customers")
    #expect(card["segment"]?["rfmCell"] == rfm["cell"])
    let counted = try answer(
      "queryRows",
      [
        "path": path, "where": ["customer_id": id], "groupBy": ["product"],
        "aggregate": ["rows": ["count": nil]], "orderBy": ["-rows", "product"],
      ])
    #expect(
      card["topItems"]?.array?.map { [$0["itemId"], $0["rows"]] }
        == counted["rows"]?.array?.map { [$0["product"], $0["rows"]] })
    #expect(card["purchases"]?["recent"]?.array?.first?["date"] == card["purchases"]?["lastDate"])
  }

  @Test func `several tables give one card, masked`() throws {
    let people = try folder.write(
      "people.csv",
      "customer_id,name,phone,city,opt in\nC7,Ann Lee,13812345678,York,no\nC8,Bob Ray,1,Hull,yes\n")
    let reviews = try folder.write(
      "reviews.csv",
      "customer_id,date,comment\nC7,2024-01-02,great tea love it\n"
        + "C7,2024-02-03,delivery was late and the box broken\nC9,2024-02-03,terrible awful\n")
    let sources = JSON.array([.string(try orders()), .string(people), .string(reviews)])
    let outcome = try profile([("datasets", sources), ("customerId", "C7"), ("lang", "en")])
    let card = try #require(outcome.result, "\(outcome)")
    #expect(card["sources"] == ["orders", "people", "reviews"])
    #expect(card["identity"]?["name"] == "A***" && card["identity"]?["phone"] == "1***")
    #expect(card["identity"]?["region"] == "York")
    #expect(!card.text().contains("Ann Lee") && !card.text().contains("13812345678"))
    #expect(card["mood"]?["texts"] == 2 && card["mood"]?["last"] == "negative")
    #expect(card["mood"]?["topics"]?.array?.contains("delivery") == true)
    #expect(card["consent"] == false)
    #expect(card["nextAction"]?.string?.hasPrefix("do not write") == true)
    // Known to the list only: no purchases, and it says so.
    let other = try profile([
      ("datasets", .array([.string(people)])), ("customerId", "C8"), ("lang", "en"),
    ])
    #expect(other.result?["purchases"] == nil && other.result?["consent"] == true)
    #expect(other.result?["warnings"]?.array?.contains { $0["code"] == "noPurchases" } == true)
  }

  @Test(arguments: [("C77", ["C17", "C27", "C37", "C7"]), ("c7", ["C7"]), ("nobody", [])])
  func `an unknown id gives those that are near`(id: String, first: [String]) throws {
    let outcome = try profile([("path", .string(try orders())), ("customerId", .string(id))])
    #expect(outcome.code == 1012)
    let near = outcome.data?["nearest"]?.array?.compactMap(\.string) ?? []
    #expect(near.count <= 5)
    if first.isEmpty { #expect(near.isEmpty) } else { #expect(near.first == first.first) }
  }

  @Test func `a day before the first purchase leaves the purchases out`() throws {
    let params: [(String, JSON)] = [
      ("path", .string(try orders())), ("customerId", "C39"), ("lang", "en"),
    ]
    let now = try profile(params).result
    let first = try #require(now?["purchases"]?["firstDate"]?.string)
    let then = try profile(params + [("asOf", .string(first))]).result
    #expect(then?["purchases"]?["days"] == 1)
    #expect(then?["purchases"]?["recencyDays"] == 0)
  }

  @Test(arguments: [Limits.profileItems, Limits.profileItems + 1])
  func `lists have a bound`(limit: Int) throws {
    let outcome = try profile([
      ("path", .string(try orders())), ("customerId", "C1"), ("limit", .int(Int64(limit))),
    ])
    #expect((outcome.code == -32602) == (limit > Limits.profileItems))
  }
}
