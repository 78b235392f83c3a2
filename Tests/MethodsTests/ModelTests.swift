/// Models under names: kept, listed, asked, deleted, bounded; and rows that `where` leaves out.
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct ModelTests {
  private func customers(_ count: Int) -> JSON {
    var rows: [JSON] = []
    for index in 0..<count {
      let age = 20 + index % 2 * 40 + index % 5
      let spend = 100 + index % 2 * 800 + index % 7
      rows.append([
        "customer_id": .string("c\(index)"), "age": .int(Int64(age)), "spend": .int(Int64(spend)),
        "city": .string(index % 3 == 0 ? "Rome" : "Oslo"),
      ])
    }
    return .array(rows)
  }

  @Test func `a model is kept, listed, asked, replaced and deleted`() throws {
    var workspace = Workspace()
    let made = try call(
      "segment", ["rows": customers(60), "k": 2, "method": "kmeans", "saveAs": "two"],
      in: &workspace)
    #expect(made.result != nil, "\(made)")
    let list = try call("listModels", [:], in: &workspace).result?["models"]?.array
    #expect(list?.map { $0["name"]?.string } == ["two"])
    #expect(try call("status", [:], in: &workspace).result?["models"]?.int == 1)
    let asked = try #require(
      try call("assignSegment", ["model": "two", "rows": customers(60)], in: &workspace).result)
    #expect(asked["segments"]?.array?.map { $0["size"]?.int } == [30, 30])
    #expect(asked["shift"]?.double.map { abs($0) < 1e-9 } == true)
    _ = try call(
      "segment", ["rows": customers(60), "k": 3, "method": "kmeans", "saveAs": "two"],
      in: &workspace)
    #expect(try call("listModels", [:], in: &workspace).result?["models"]?.array?.count == 1)
    #expect(try call("deleteModel", ["model": "two"], in: &workspace).result != nil)
    let gone = try call("assignSegment", ["model": "two", "rows": customers(5)], in: &workspace)
    #expect(gone.code == 2001)
  }

  @Test func `there is room for as many models as the limit says, and one may be replaced`() throws
  {
    var workspace = Workspace()
    let rows: JSON = [
      ["customer_id": "a", "total_spend": 5], ["customer_id": "b", "total_spend": 9],
    ]
    for index in 0..<Limits.models {
      let made = try call(
        "segment", ["rows": rows, "method": "value", "saveAs": .string("m\(index)")],
        in: &workspace)
      #expect(made.result != nil)
    }
    let more = try call(
      "segment", ["rows": rows, "method": "value", "saveAs": "more"], in: &workspace)
    #expect(more.code == 5003)
    let again = try call(
      "segment", ["rows": rows, "method": "value", "saveAs": "m7"], in: &workspace)
    #expect(again.result != nil)
  }

  @Test func `a name has at least one byte and at most so many`() throws {
    var workspace = Workspace()
    for (length, code) in [
      (1, nil), (Limits.nameBytes, nil), (0, -32602), (Limits.nameBytes + 1, -32602),
    ] {
      let answer = try call(
        "segment",
        [
          "rows": customers(20), "k": 2, "method": "kmeans",
          "saveAs": .string(String(repeating: "n", count: length)),
        ], in: &workspace)
      #expect(answer.code == code)
    }
  }

  @Test func `what learns nothing keeps nothing, and says so`() throws {
    var workspace = Workspace()
    let answer = try call(
      "segment",
      [
        "rows": customers(20), "saveAs": "x",
        "rules": [["name": "young", "when": ["age": ["<": 30]]]],
      ], in: &workspace)
    #expect(answer.code == -32602)
    #expect(answer.message?.contains("params.saveAs") == true)
  }

  @Test func `rows that where leaves out do not count`() throws {
    var workspace = Workspace()
    let all: JSON = customers(60)
    let kept: JSON = .array((all.array ?? []).filter { $0["city"]?.string == "Rome" })
    let wish: JSON = ["rows": all, "k": 2, "method": "kmeans", "where": ["city": "Rome"]]
    let filtered = try #require(try call("segment", wish, in: &workspace).result)
    let plain = try #require(
      try call("segment", ["rows": kept, "k": 2, "method": "kmeans"], in: &workspace).result)
    #expect(filtered["assignments"] == plain["assignments"])
    #expect(filtered["meta"]?["rows"]?.int == 20)
    #expect(filtered["meta"]?["dataset"] != plain["meta"]?["dataset"])
    let codes = filtered["warnings"]?.array?.compactMap { $0["code"]?.string }
    #expect(codes?.contains("rowsFiltered") == true)
    let none = try call(
      "segment", ["rows": all, "where": ["city": "Paris"]], in: &workspace)
    #expect(none.code == 1006)
    let unknown = try call("segment", ["rows": all, "where": ["town": "Rome"]], in: &workspace)
    #expect(unknown.code == 1007)
  }
}
