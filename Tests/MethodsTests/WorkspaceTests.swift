/// Datasets in memory: read once, named, replaced, dropped, kept within their bounds.
import Foundation
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct WorkspaceTests {
  private func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.resolvingSymlinksInPath()
  }

  private let text = "customer_id,date,amount\na,2024-01-01,5\nb,2024-01-09,7\na,2024-03-01,9\n"

  @Test func `an unchanged file is read once, a changed one again`() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("orders.csv")
    try text.write(to: file, atomically: true, encoding: .utf8)
    var workspace = Workspace()
    let params: JSON = ["path": .string(file.path)]
    let first = try #require(try call("segment", params, in: &workspace).result)
    let count = try call("status", [:], in: &workspace).result?["datasets"]?.int
    #expect(count == 1)
    _ = try call("ltv", params, in: &workspace)
    #expect(try call("status", [:], in: &workspace).result?["datasets"]?.int == 1)
    try (text + "c,2024-04-01,8\n").write(to: file, atomically: true, encoding: .utf8)
    let second = try #require(try call("segment", params, in: &workspace).result)
    #expect(first["meta"]?["dataset"] != second["meta"]?["dataset"])
    #expect(second["meta"]?["rows"]?.int == 4)
  }

  @Test func `a dataset is loaded, listed, described, used and dropped`() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("orders.csv")
    try text.write(to: file, atomically: true, encoding: .utf8)
    var workspace = Workspace()
    let load: JSON = ["path": .string(file.path), "name": "shop"]
    #expect(try call("loadDataset", load, in: &workspace).result?["rows"]?.int == 3)
    let list = try call("listDatasets", [:], in: &workspace).result?["datasets"]?.array
    #expect(list?.map { $0["name"]?.string } == ["shop"])
    let used = try call("segment", ["dataset": "shop"], in: &workspace).result
    #expect(used?["total"]?.int == 2)
    let described = try call("describeDataset", ["dataset": "shop"], in: &workspace).result
    #expect(described?["shop"]?["revenue"]?.double == 21)
    #expect(try call("unloadDataset", ["name": "shop"], in: &workspace).result != nil)
    let gone = try call("segment", ["dataset": "shop"], in: &workspace)
    #expect(gone.code == 1010)
  }

  @Test func `files outside the roots are neither read nor named nor written`() throws {
    let inside = try folder()
    let outside = try folder()
    defer {
      try? FileManager.default.removeItem(at: inside)
      try? FileManager.default.removeItem(at: outside)
    }
    let own = inside.appendingPathComponent("orders.csv")
    let other = outside.appendingPathComponent("orders.csv")
    try text.write(to: own, atomically: true, encoding: .utf8)
    try text.write(to: other, atomically: true, encoding: .utf8)
    let link = inside.appendingPathComponent("link.csv")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: other)
    var workspace = Workspace(roots: [inside.path])
    #expect(try call("segment", ["path": .string(own.path)], in: &workspace).code == nil)
    for path in [
      other.path, link.path, inside.path + "/../\(outside.lastPathComponent)/orders.csv",
    ] {
      #expect(try call("segment", ["path": .string(path)], in: &workspace).code == 1002)
    }
    let missing = outside.appendingPathComponent("order.csv").path
    let outcome = try call("segment", ["path": .string(missing)], in: &workspace)
    #expect(outcome.data?["candidates"]?.array?.isEmpty == true)
    let target = outside.appendingPathComponent("out.csv").path
    let refused = try call(
      "segment", ["path": .string(own.path), "outputPath": .string(target)], in: &workspace)
    #expect(refused.code == 1002)
    #expect(!FileManager.default.fileExists(atPath: target))
  }

  @Test func `a table of persons is described with masked values`() throws {
    let rows: JSON = .array(
      (0..<9).map { ["email": .string("anna\($0)@example.com"), "spend": .int($0)] })
    let columns = try answer("describeDataset", ["rows": rows])["columns"]?.array ?? []
    let email = try #require(columns.first { $0["header"] == "email" })
    #expect(email["personal"]?.bool == true)
    #expect(email.text().contains("anna") == false)
  }

  @Test func `the number of datasets has a bound`() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("orders.csv")
    try text.write(to: file, atomically: true, encoding: .utf8)
    var workspace = Workspace()
    for index in 0..<Limits.datasets {
      let params: JSON = ["path": .string(file.path), "name": .string("d\(index)")]
      #expect(try call("loadDataset", params, in: &workspace).result != nil)
    }
    let more: JSON = ["path": .string(file.path), "name": "one more"]
    #expect(try call("loadDataset", more, in: &workspace).code == 5003)
    let again: JSON = ["path": .string(file.path), "name": "d0"]
    #expect(try call("loadDataset", again, in: &workspace).result != nil)
  }

  @Test func `remembered tables make room when memory is full, named ones stay`() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = try (0..<3).map { index in
      let file = folder.appendingPathComponent("orders\(index).csv")
      try text.write(to: file, atomically: true, encoding: .utf8)
      return JSON.string(file.path)
    }
    var whole = Workspace()
    _ = try call("segment", ["path": files[0]], in: &whole)
    let load: JSON = ["path": files[0], "name": "kept"]
    let size = try #require(
      try call("loadDataset", load, in: &whole).result?["memoryBytes"]?.int)
    // Room for two tables, and for one byte less than that.
    for (room, left) in [(2 * size, 2), (2 * size - 1, 1)] {
      var workspace = Workspace(tableBytes: Int(room))
      _ = try call("loadDataset", load, in: &workspace)
      for file in files.dropFirst() { _ = try call("segment", ["path": file], in: &workspace) }
      #expect(try call("status", [:], in: &workspace).result?["datasets"]?.int == Int64(left))
      #expect(try call("segment", ["dataset": "kept"], in: &workspace).result != nil)
    }
  }

  @Test func `rows without a file take the roles that are stated, for one call`() throws {
    var workspace = Workspace()
    let rows: JSON = [
      ["buyer": "a", "parent": "p", "date": "2024-01-01", "amount": 5, "fee": 1],
      ["buyer": "b", "parent": "p", "date": "2024-01-02", "amount": 6, "fee": 2],
    ]
    _ = try call(
      "cleanDataset", ["rows": rows, "dryRun": false, "name": "kept"], in: &workspace)
    func sums(_ columns: JSON) throws -> JSON? {
      try call(
        "queryRows",
        [
          "dataset": "kept", "columns": columns, "groupBy": ["customerId"],
          "aggregate": ["sum": ["sum": "amount"]], "orderBy": ["customerId"],
        ], in: &workspace
      ).result?["rows"]
    }
    let plain: JSON = [["customerId": "a", "sum": 5], ["customerId": "b", "sum": 6]]
    #expect(try sums([:]) == plain)
    #expect(try sums(["customerId": "parent"]) == [["customerId": "p", "sum": 11]])
    #expect(try sums([:]) == plain)
    let stages = try call(
      "lifecycleStages", ["dataset": "kept", "columns": ["customerId": "parent"]], in: &workspace)
    #expect(stages.result?["meta"]?["columns"]?["customerId"]?["overridden"] == true)
    #expect(stages.result?["meta"]?["customers"] == 1)
    let unknown = try call(
      "segment", ["dataset": "kept", "columns": ["date": "day"]], in: &workspace)
    #expect(unknown.code == 1007)
  }
}
