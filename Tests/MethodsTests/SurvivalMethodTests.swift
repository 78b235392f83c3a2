/// `survival` as it is asked: horizons at their bound, pages, words in both languages.
import Support
import TestKit
import Testing
import Wire

@Suite struct SurvivalMethodTests {
  private static let rows: JSON = .array(
    (0..<40).map { index -> JSON in
      let plan = index % 3 == 0 ? "基础" : "专业"
      let left = index % 2 == 0 ? "是" : "否"
      return [
        "member": .string("m\(index)"), "月数": .int(Int64(1 + index % 13)), "套餐": .string(plan),
        "流失": .string(left),
      ]
    })

  private func ask(_ more: [JSONMember]) throws -> CallOutcome {
    try call(
      "survival",
      .object([JSONMember("rows", Self.rows), JSONMember("duration", "月数")] + more))
  }

  @Test func `as many horizons as may be are looked at, and one more is refused`() throws {
    func horizons(_ count: Int) -> [JSONMember] {
      [JSONMember("horizons", .array((1...count).map { .double(Double($0) / 2) }))]
    }
    let found = try #require(try ask(horizons(Limits.survivalHorizons)).result)
    #expect(found["horizons"]?.array?.count == Limits.survivalHorizons)
    #expect(
      found["customers"]?.array?.allSatisfy {
        $0["survival"]?.array?.count == Limits.survivalHorizons
      } == true)
    #expect(try ask(horizons(Limits.survivalHorizons + 1)).code == -32602)
    #expect(try ask([JSONMember("horizons", [])]).code == -32602)
  }

  @Test func `those still there are paged, the soonest to leave first`() throws {
    let whole = try #require(try ask([]).result)
    let all = try #require(whole["customers"]?.array)
    #expect(whole["total"]?.int == 20 && all.count == 20)
    #expect(whole["unit"]?.string == "个月" && whole["summary"]?.string?.contains("流失") == true)
    let part = try #require(try ask([JSONMember("limit", 5), JSONMember("cursor", "5")]).result)
    #expect(part["customers"]?.array == Array(all[5..<10]))
    #expect(part["nextCursor"]?.string == "10")
  }

  @Test func `no column tells who a customer is`() throws {
    for (name, found) in [("by", "member"), ("covariates", "流失")] {
      let value: JSON = name == "by" ? .string(found) : [.string(found)]
      let outcome = try ask([JSONMember(name, value)])
      #expect(outcome.code == -32602, "\(name): \(outcome)")
    }
  }
}
