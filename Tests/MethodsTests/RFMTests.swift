/// `rfm` as a client sees it: cells that add up, ties that share a score, weights, few customers.
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct RFMTests {
  private func rows(_ customers: Int) -> JSON {
    var random = SeededRandom(seed: UInt64(customers))
    return .array(
      (0..<customers).flatMap { customer -> [JSON] in
        (0...random.below(6)).map { _ in
          [
            "customer_id": .string("c\(customer)"),
            "date": .string("2024-0\(1 + random.below(9))-1\(random.below(10))"),
            "amount": .int(Int64(1 + random.below(500))),
          ]
        }
      })
  }

  @Test(arguments: [1, 2, 5, 10, 60, 500])
  func `cells and groups hold every customer once`(count: Int) throws {
    let result = try answer("rfm", ["rows": rows(count), "limit": 1_000])
    let customers = result["customers"]?.array ?? []
    #expect(customers.count == count)
    let cells = result["cells"]?.array ?? []
    #expect(cells.reduce(0) { $0 + ($1["size"]?.int ?? 0) } == Int64(count))
    #expect(Set(cells.compactMap { $0["cell"]?.string }).count == cells.count)
    let groups = result["segments"]?.array ?? []
    #expect(groups.reduce(0) { $0 + ($1["size"]?.int ?? 0) } == Int64(count))
    let bins = count < 10 ? 2 : count < 50 ? 3 : 5
    let scores = customers.flatMap { $0["scores"]?.array ?? [] }.compactMap(\.int)
    #expect(scores.allSatisfy { 1...Int64(bins) ~= $0 })
    let says = result["warnings"]?.array?.contains { $0["code"] == "fewerBins" } ?? false
    #expect(says == (bins < 5))
  }

  @Test func `a cell has one name, and equal values equal scores`() throws {
    let result = try answer("rfm", ["rows": rows(500), "limit": 1_000])
    var nameOf: [String: String] = [:]
    var scoreOf: [Double: JSON] = [:]
    for customer in result["customers"]?.array ?? [] {
      let cell = customer["cell"]?.string ?? ""
      let name = customer["segmentName"]?.string ?? ""
      #expect(nameOf[cell, default: name] == name)
      nameOf[cell] = name
      let days = customer["recency"]?.double ?? -1
      let score = customer["scores"]?.array?.first ?? .null
      #expect(scoreOf[days, default: score] == score)
      scoreOf[days] = score
    }
    #expect(result["cells"]?.array?.allSatisfy { $0["segment"] != nil } == true)
  }

  @Test func `each of the 125 cells has exactly one of eleven names`() throws {
    var table: [JSON] = []
    for cell in 0..<125 {
      let (r, f, m) = (cell / 25 + 1, cell / 5 % 5 + 1, cell % 5 + 1)
      for copy in 0..<2 {
        table.append([
          "customer_id": .string("\(6 - r)\(f)\(m)-\(copy)"), "recency": .int(Int64(r)),
          "frequency": .int(Int64(f)), "monetary": .int(Int64(m)),
        ])
      }
    }
    let edges: JSON = [1.5, 2.5, 3.5, 4.5]
    let result = try answer(
      "rfm",
      [
        "rows": .array(table), "limit": 1_000,
        "cuts": ["recency": edges, "frequency": edges, "monetary": edges],
      ])
    var nameOf: [String: String] = [:]
    for customer in result["customers"]?.array ?? [] {
      let cell = String((customer["customerId"]?.string ?? "").prefix(3))
      #expect(customer["cell"]?.string == cell)
      let name = customer["segmentName"]?.string ?? ""
      #expect(!name.isEmpty && nameOf[cell, default: name] == name)
      nameOf[cell] = name
    }
    #expect(nameOf.count == 125)
    #expect(Set(nameOf.values).count == 11)
  }

  @Test func `weights move the score and the order`() throws {
    let data = rows(200)
    let money = try answer(
      "rfm",
      ["rows": data, "limit": 200, "weights": ["recency": 0, "frequency": 0, "monetary": 3]])
    for customer in money["customers"]?.array ?? [] {
      #expect(customer["score"]?.double == customer["scores"]?.array?.last?.double)
    }
    let even = try answer("rfm", ["rows": data, "limit": 200])
    for customer in even["customers"]?.array ?? [] {
      let parts = (customer["scores"]?.array ?? []).compactMap(\.double)
      let mean = parts.reduce(0, +) / Double(parts.count)
      #expect(abs((customer["score"]?.double ?? 0) - mean) < 0.001)
    }
    let nothing: JSON = ["recency": 0, "frequency": 0, "monetary": 0]
    let none = try answer("rfm", ["rows": data, "weights": nothing])
    #expect(none["customers"]?.array?.allSatisfy { $0["score"] == 0 } == true)
  }

  @Test func `cells of ten scores stay apart`() throws {
    let result = try answer("rfm", ["rows": rows(500), "bins": 10, "limit": 0])
    let cells = (result["cells"]?.array ?? []).compactMap { $0["cell"]?.string }
    #expect(cells.contains { $0.contains("10-") || $0.contains("-10") })
    #expect(Set(cells).count == cells.count)
  }
}
