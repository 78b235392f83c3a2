/// `generateSample`: files and truth that the headline methods answer well on.
import Foundation
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct GenerateSampleTests {
  private static let trades = [
    "ecommerce", "retail", "saas", "finance", "education", "manufacturing", "health-service",
  ]
  private static let cases = trades.flatMap { trade in ["en", "zh"].map { (trade, $0) } }

  private func letter(_ method: String, _ path: String, _ more: JSON = [:]) throws -> String? {
    let params = [JSONMember("path", .string(path)), JSONMember("limit", 0)]
    return try answer(method, .object(params + (more.object ?? [])))["grade"]?["letter"]?.string
  }

  @Test(arguments: cases)
  func `the headline methods that fit answer with a grade that makes sense`(
    trade: String, language: String
  ) throws {
    let folder = TemporaryFolder()
    let path = folder.file("\(trade).csv")
    let made = try answer(
      "generateSample",
      [
        "preset": .string(trade), "language": .string(language), "outputPath": .string(path),
        "limit": 0,
      ])
    #expect(made["output"]?["rows"] == made["total"])
    #expect(made["truthOutput"]?["rows"] == 500)
    let isBook = trade == "saas" || trade == "finance"
    let good: Set<String?> = ["A", "B"]
    #expect(good.contains(try letter("segment", path)))
    #expect(["A", "B", "C"].contains(try letter("predictChurn", path)))
    if !isBook {
      #expect(good.contains(try letter("recommend", path)))
      #expect(["A", "B", "C"].contains(try letter("ltv", path)))
    }
    if trade == "ecommerce" { #expect(good.contains(try letter("classifyFeedback", path))) }
    #expect(try leaverArea(path, isBook: isBook) > 0.75)
  }

  /// The area under the curve of predicted risk for who has really left, told by the file of truth.
  private func leaverArea(_ path: String, isBook: Bool) throws -> Double {
    var params: [JSONMember] = [JSONMember("path", .string(path)), JSONMember("limit", 10_000)]
    if !isBook { params.append(JSONMember("includeLapsed", true)) }
    let truth = path.replacingOccurrences(of: ".csv", with: "-truth.csv")
    let lines = try String(contentsOfFile: truth, encoding: .utf8).split(
      whereSeparator: \.isNewline)
    let headers = lines[0].split(separator: ",", omittingEmptySubsequences: false)
    let place = try #require(headers.firstIndex(of: "left"))
    var left: [String: Bool] = [:]
    for line in lines.dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      left[String(cells[0])] = cells[place] == "1"
    }
    let customers = try answer("predictChurn", .object(params))["customers"]?.array ?? []
    #expect(customers.count == 500)
    let scored = customers.map {
      (risk: $0["probability"]?.double ?? 0, left: left[$0["customerId"]?.string ?? ""] ?? false)
    }
    var (pairs, wins) = (0.0, 0.0)
    for one in scored where one.left {
      for other in scored where !other.left {
        pairs += 1
        wins += one.risk > other.risk ? 1 : one.risk == other.risk ? 0.5 : 0
      }
    }
    return wins / max(1, pairs)
  }

  @Test func `rows and files say the same`() throws {
    let folder = TemporaryFolder()
    let wish: [JSONMember] = [JSONMember("customers", 20), JSONMember("preset", "retail")]
    let file = [JSONMember("outputPath", .string(folder.file("shop.csv")))]
    _ = try answer("generateSample", .object(wish + file))
    let rows = try answer(
      "generateSample", .object(wish + [JSONMember("format", "csv"), JSONMember("limit", 100_000)]))
    let written = try String(contentsOfFile: folder.file("shop.csv"), encoding: .utf8)
    #expect(rows["rows"]?.string == written)
    let page = try answer(
      "generateSample", .object(wish + [JSONMember("limit", 3), JSONMember("cursor", "3")]))
    #expect(page["rows"]?.array?.count == 3 && page["nextCursor"] == "6")
    let shown = page["truth"]?["customers"]?.array?.compactMap { $0["customer"]?.string } ?? []
    let named = page["rows"]?.array?.compactMap { $0["member id"]?.string } ?? []
    #expect(Set(shown) == Set(named) && !shown.isEmpty)
  }

  @Test func `neither of the two files is replaced unasked`() throws {
    let folder = TemporaryFolder()
    for name in ["a.csv", "b-truth.csv"] { try folder.write(name, "mine") }
    for name in ["a.csv", "b.csv"] {
      let wish: JSON = ["customers": 3, "outputPath": .string(folder.file(name))]
      #expect(try call("generateSample", wish).code == 5007)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(names == ["a.csv", "b-truth.csv"])
    var workspace = Workspace(roots: [folder.path])
    let outside: JSON = ["customers": 3, "outputPath": "/tmp/tenure-sample-outside.csv"]
    #expect(try call("generateSample", outside, in: &workspace).code == 1002)
  }

  @Test(arguments: [
    ("customers", Limits.sampleCustomers, 1), ("months", 1, Limits.sampleMonths),
    ("months", Limits.sampleCustomers, Limits.sampleCustomerMonths / Limits.sampleCustomers),
  ])
  func `bounds hold and one beyond is refused`(
    grown: String, customers: Int, months: Int
  ) throws {
    func code(_ more: Int) throws -> Int? {
      let (customers, months) =
        grown == "customers" ? (customers + more, months) : (customers, months + more)
      return try call(
        "generateSample",
        [
          "preset": "finance", "limit": 0, "customers": .int(Int64(customers)),
          "months": .int(Int64(months)),
        ]
      ).code
    }
    #expect(try code(0) == nil)
    #expect(try code(1) == -32602)
  }

  @Test func `a cancelled wish writes nothing`() throws {
    let folder = TemporaryFolder()
    let run = Run()
    run.cancel()
    var workspace = Workspace()
    let wish: JSON = ["outputPath": .string(folder.file("x.csv"))]
    #expect(try call("generateSample", wish, in: &workspace, run).code == -32800)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }
}
