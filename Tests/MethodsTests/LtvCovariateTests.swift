/// `ltv` with covariates as it is asked, and how large its pages are.
import Support
import TestKit
import Testing
import Wire

@Suite struct LtvCovariateTests {
  private static let rows: JSON = .array(
    (0..<40).flatMap { customer -> [JSON] in
      (0...(customer % 4)).map { order -> JSON in
        let month = 1 + (customer * 5 + order * 3) % 12
        let day = 1 + (customer * 7 + order) % 28
        return [
          "customer_id": .string("k\(customer)"),
          "date": .string("2024-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"),
          "amount": .int(Int64(10 + customer % 9)),
          "region": .string(customer % 2 == 0 ? "north" : "south"),
        ]
      }
    })

  private func ask(_ more: [JSONMember]) throws -> CallOutcome {
    try call("ltv", .object([JSONMember("rows", Self.rows)] + more))
  }

  @Test func `covariates choose Pareto/NBD, and go with no other method`() throws {
    let result = try #require(try ask([JSONMember("covariates", ["region"])]).result)
    #expect(result["meta"]?["method"]?.string == "paretoNbd")
    let covariates = try #require(result["covariates"])
    #expect(covariates["effects"]?.array?.count == 2)
    for method in ["mbgNbd", "bgNbd", "bgBeta", "historical", "retention", "discountedCashflow"] {
      let refused = try ask([
        JSONMember("covariates", ["region"]), JSONMember("method", .string(method)),
      ])
      #expect(refused.code == -32602)
      #expect(refused.message?.contains("paretoNbd or auto") == true, "\(method)")
      #expect(refused.message?.contains(method) == true)
    }
    let flows = try ask([JSONMember("covariates", ["region"]), JSONMember("cashflows", [1, 2])])
    #expect(flows.code == -32602)
    #expect(try ask([JSONMember("covariates", [])]).code == -32602)
    #expect(try ask([]).result?["covariates"] == nil)
  }

  @Test(arguments: ["en", "zh"])
  func `a page of 100 customers with long ids and chances is below 64 KiB`(lang: String) throws {
    let rows: [JSON] = (0..<120).flatMap { customer -> [JSON] in
      (0...(3 + customer % 9)).map { order -> JSON in
        let month = 1 + (customer * 5 + order * 3) % 12
        let day = 1 + (customer * 7 + order * 5) % 28
        let year = 2022 + (customer + order) % 3
        let number = String(1_000_000_000 + customer * 7_919)
        return [
          "customer_id": .string("customer--" + number),
          "date": .string("\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"),
          "amount": .double(1_000 + Double(customer * 37 + order) / 7),
        ]
      }
    }
    let params: JSON = [
      "rows": .array(rows), "purchaseProbabilities": true, "lang": .string(lang),
    ]
    let result = try answer("ltv", params)
    let customers = try #require(result["customers"]?.array)
    #expect(customers.count == 100)
    #expect(customers.allSatisfy { $0["customerId"]?.string?.utf8.count == 20 })
    for customer in customers {
      let members = try #require(customer["purchaseProbabilities"]?.array)
      let chances = members.compactMap { $0.double }
      #expect(chances.count == 4 && abs(chances.reduce(0, +) - 1) < 3e-6)
    }
    #expect(result.text().utf8.count < 64 << 10, "\(result.text().utf8.count) bytes")
  }
}
