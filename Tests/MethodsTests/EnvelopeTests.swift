/// What every analytic answer promises: pages, forms, languages, files, positions.
import Foundation
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct EnvelopeTests {
  private let rows: JSON = .array(
    (0..<30).map { index in
      [
        "customer_id": .string("C\(index % 10)"),
        "date": .string("2024-0\(1 + index % 9)-1\(index % 10)"),
        "amount": .int(Int64(10 + index)),
      ]
    })

  private func segment(_ more: [JSONMember]) throws -> JSON {
    try answer("segment", .object([JSONMember("rows", rows)] + more))
  }

  @Test func `pages join to the whole`() throws {
    let whole = try segment([JSONMember("limit", 100)])["assignments"]?.array ?? []
    #expect(whole.count == 10)
    var joined: [JSON] = []
    var cursor: String?
    repeat {
      var more = [JSONMember("limit", 3)]
      if let cursor { more.append(JSONMember("cursor", .string(cursor))) }
      let page = try segment(more)
      #expect(page["total"]?.int == 10)
      joined += page["assignments"]?.array ?? []
      cursor = page["nextCursor"]?.string
    } while cursor != nil
    #expect(joined == whole)
    let none = try segment([JSONMember("limit", 0)])
    #expect(none["assignments"]?.array?.isEmpty == true && none["nextCursor"] == nil)
  }

  @Test(arguments: ["-1", "11", "x", "99999999999999999999"])
  func `a cursor that no page gave is refused`(cursor: String) throws {
    let outcome = try call(
      "segment", .object([JSONMember("rows", rows), JSONMember("cursor", .string(cursor))]))
    #expect(outcome.code == -32602)
    #expect(outcome.data?["path"]?.string == "params.cursor")
  }

  @Test func `objects, columns and csv say the same`() throws {
    let objects = try segment([])["assignments"]?.array ?? []
    let columns = try segment([JSONMember("format", "columns")])["assignments"]
    #expect(columns?["customerId"]?.array == objects.compactMap { $0["customerId"] })
    #expect(columns?["segment"]?.array == objects.compactMap { $0["segment"] })
    let csv = try segment([JSONMember("format", "csv")])["assignments"]?.string ?? ""
    let lines = csv.split(whereSeparator: \.isNewline)
    #expect(lines.count == objects.count + 1)
    #expect(lines.first?.hasPrefix("customerId,segment,segmentName") == true)
    #expect(lines[1].hasPrefix(objects[0]["customerId"]?.string ?? "-"))
  }

  @Test func `texts come in either language or in both`() throws {
    let en = try segment([JSONMember("lang", "en")])["summary"]?.string
    let zh = try segment([JSONMember("lang", "zh")])["summary"]?.string
    let both = try segment([JSONMember("lang", "both")])["summary"]
    #expect(en?.contains("customers") == true && zh?.contains("客户") == true)
    #expect(both?["en"]?.string == en && both?["zh"]?.string == zh)
  }

  @Test func `reasons are as many as asked for`() throws {
    for count in 0...3 {
      let rows =
        try segment([JSONMember("explain", .int(Int64(count)))])["assignments"]?.array ?? []
      #expect(rows.allSatisfy { $0["reasons"]?.array?.count == count })
    }
  }

  @Test func `customers restrict the rows and nothing else`() throws {
    let whole = try segment([])
    let part = try segment([JSONMember("customers", ["C3", "nobody", "C7"])])
    #expect(part["segments"] == whole["segments"])
    let ids = part["assignments"]?.array?.compactMap { $0["customerId"]?.string } ?? []
    #expect(Set(ids) == ["C3", "C7"] && part["total"]?.int == 2)
  }

  @Test func `a file is written once, whole, and for its owner only`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("组.csv").path
    let more = [
      JSONMember("outputPath", .string(path)), JSONMember("limit", 1), JSONMember("excel", true),
    ]
    let output = try segment(more)["output"]
    #expect(output?["rows"]?.int == 10)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(Array(bytes.prefix(3)) == [0xef, 0xbb, 0xbf])
    #expect(bytes.filter { $0 == 10 }.count == 11)
    let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(rights == 0o600)
    let again = try call("segment", .object([JSONMember("rows", rows)] + more))
    #expect(again.code == 5007)
    _ = try segment(more + [JSONMember("overwrite", true)])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["组.csv"])
  }

  @Test func `parameters may come by position`() throws {
    let folder = Repository.file("protocol/examples/segment/orders.csv").path
    let named = try answer("segment", ["path": .string(folder), "limit": 2])
    let positions = try answer("segment", [.string(folder), ["limit": 2]])
    #expect(SameJSON.difference(named, positions) == nil)
  }

  @Test(arguments: [
    ("{\"rowz\": []}", "params.rowz", "\"rows\" or another known name"),
    ("{\"rows\": 5}", "params.rows", "an array of objects"),
    ("{\"rows\": [5]}", "params.rows[0]", "an object"),
    ("{\"rows\": [{\"a\": []}]}", "params.rows[0].a", "a plain value"),
    ("{}", "params", "one of path, dataset, rows"),
    ("{\"path\": 5}", "params.path", "a string"),
    ("{\"path\": \"x\", \"k\": 51}", "params.k", "\"auto\" or 2 to 50"),
    ("{\"path\": \"x\", \"explain\": 11}", "params.explain", "0 to 10"),
    ("{\"path\": \"x\", \"limit\": 1000001}", "params.limit", "0 to 1000000"),
    ("{\"path\": \"x\", \"asOf\": \"soon\"}", "params.asOf", "a date such as 2024-06-30"),
    (
      "{\"path\": \"x\", \"cuts\": {\"r\": []}}", "params.cuts.r",
      "one of recency, frequency, monetary"
    ),
    ("[1]", "params[0]", "a string"),
  ])
  func `a refusal says where, expected and found`(
    params: String, path: String, expected: String
  ) throws {
    let outcome = try call("segment", try JSON(parsing: params))
    #expect(outcome.code == -32602)
    #expect(outcome.data?["path"]?.string == path)
    #expect(outcome.data?["expected"]?.string == expected)
    #expect(outcome.data?["got"]?.string?.isEmpty == false)
  }

  @Test(arguments: [
    (#"{"cashflows":[1,1e308]}"#, "params.cashflows[1]"),
    (#"{"cashflows":[]}"#, "params.cashflows"),
    (#"{"method":"formula:cv003","inputs":{"amount":1e61}}"#, "params.inputs.amount"),
  ])
  func `payments beyond all business are refused`(params: String, path: String) throws {
    let outcome = try call("ltv", try JSON(parsing: params))
    #expect(outcome.code == -32602 && outcome.data?["path"]?.string == path)
  }

  @Test func `orders are grouped by the features asked for, and by no others`() throws {
    let more = [JSONMember("method", "kmeans"), JSONMember("k", 2)]
    let part = try segment(more + [JSONMember("features", ["monetary"])])
    let centre = part["segments"]?.array?.first?["centre"]?.object?.map(\.key)
    #expect(centre == ["monetary"])
    let wrong = [JSONMember("rows", rows), JSONMember("features", ["amount"])]
    #expect(try call("segment", .object(wrong + more)).code == -32602)
  }
}
