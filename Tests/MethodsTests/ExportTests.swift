/// `exportDataset` writes what it says, masks who people are, and its file reads as the dataset did.
import Foundation
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct ExportTests {
  private let folder = TemporaryFolder()
  private let rows: JSON = [
    ["客户ID": "0017", "姓名": "王伟", "手机号": "13812345678", "日期": "2024-01-05", "金额": 5.5],
    ["客户ID": "0017", "姓名": "王伟", "手机号": "13812345678", "日期": "2024-03-05", "金额": 7],
    ["客户ID": "b", "姓名": "李,娜", "手机号": nil, "日期": "2024-02-05", "金额": 9],
  ]

  private func export(
    _ params: JSON, to name: String = "out.csv", in workspace: inout Workspace
  ) throws -> CallOutcome {
    try call(
      "exportDataset",
      .object(
        [
          JSONMember("rows", rows), JSONMember("outputPath", .string(folder.file(name))),
        ] + (params.object ?? [])), in: &workspace)
  }

  private func export(_ params: JSON, to name: String = "out.csv") throws -> CallOutcome {
    var workspace = Workspace()
    return try export(params, to: name, in: &workspace)
  }

  private func text(_ name: String = "out.csv") throws -> String {
    try String(contentsOfFile: folder.file(name), encoding: .utf8)
  }

  @Test func `people are masked unless they are named or asked for`() throws {
    let masked = try #require(try export([:], to: "a.csv").result)
    #expect(try text("a.csv").hasPrefix("客户ID,姓名,手机号,日期,金额\r\n0017,王***,1***,2024-01-05,5.5\r\n"))
    #expect(masked["warnings"]?.array?.contains { $0["code"] == "personalMasked" } == true)
    let named = try #require(try export(["columns": ["手机号", "客户ID"]], to: "b.csv").result)
    #expect(try text("b.csv") == "手机号,客户ID\r\n13812345678,0017\r\n13812345678,0017\r\n,b\r\n")
    #expect(named["warnings"]?.array?.contains { $0["code"] == "personalWritten" } == true)
    _ = try export(["includePersonal": true], to: "c.csv")
    #expect(try text("c.csv").contains("\"李,娜\""))
  }

  @Test(arguments: [false, true])
  func `the file reads as the dataset did, under the hash it was given`(excel: Bool) throws {
    var workspace = Workspace()
    // More than one piece of a mebibyte.
    let many = (0..<40_000).map { "c\($0 % 900),2024-01-\(10 + $0 % 20),\($0 % 70).5,深圳市南山区\($0)" }
    let path = try folder.write("many.csv", "id,date,amount,note\n" + many.joined(separator: "\n"))
    _ = try call("loadDataset", ["path": .string(path), "name": "many"], in: &workspace)
    let out = folder.file("again-\(excel).csv")
    let result = try #require(
      try call(
        "exportDataset",
        ["dataset": "many", "outputPath": .string(out), "excel": .bool(excel)], in: &workspace
      ).result)
    let again = try call("loadDataset", ["path": .string(out), "name": "again"], in: &workspace)
    #expect(again.result?["version"] == result["contentHash"])
    #expect(
      result["output"]?["bytes"]?.int == Int64(try Data(contentsOf: URL(filePath: out)).count))
    let rows = try ["many", "again"].map {
      try call("queryRows", ["dataset": .string($0), "limit": 50_000], in: &workspace).result?[
        "rows"]
    }
    #expect(rows[0] == rows[1] && rows[0]?.array?.count == 40_000)
  }

  @Test func `columns are chosen by header or role, renamed, and kept by where`() throws {
    let outcome = try export([
      "columns": [["customerId": "customer"], "金额", ["日期": "day"]],
      "where": ["amount": [">": 6]],
    ])
    #expect(outcome.result?["output"]?["rows"] == 2)
    #expect(try text() == "customer,金额,day\r\n0017,7,2024-03-05\r\nb,9,2024-02-05\r\n")
  }

  @Test func `what is added is what the methods say`() throws {
    let kinds: JSON = ["segment", "rfmCell", "lifecycleStage", "churnProbability", "ltv"]
    let result = try #require(
      try export(["columns": ["客户ID"], "add": kinds, "lang": "en"]).result)
    #expect(result["columns"]?.array?.count { $0["added"] == true } == 5)
    let lines = try text().split(separator: "\r\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(lines.count == 4 && lines[1] == lines[2])
    let segments = try answer("segment", ["rows": rows, "lang": "en"])
    let ltv = try answer("ltv", ["rows": rows])
    let stages = try answer("lifecycleStages", ["rows": rows])
    for line in [lines[1], lines[3]] {
      let id = JSON.string(line[0])
      let place = segments["assignments"]?.array?.first { $0["customerId"] == id }?["segment"]
      let name = segments["segments"]?.array?.first { $0["id"] == place }?["name"]
      #expect(line[1] == name?.string)
      let stage = stages["customers"]?.array?.first { $0["customerId"] == id }?["stage"]
      #expect(line[3] == stage?.string)
      let value = ltv["customers"]?.array?.first { $0["customerId"] == id }?["ltv"]?.double
      #expect(abs((Double(line[5]) ?? -1) - (value ?? -2)) < 1e-9)
    }
  }

  @Test(
    arguments: [
      (["columns": ["amont"]], 1007), (["columns": []], -32602),
      (["columns": [["a": "b", "c": "d"]]], -32602),
      (["columns": ["金额", "amount"]], -32602), (["add": ["mood"]], -32602),
      (["columns": [["金额": "ltv"]], "add": ["ltv"]], -32602), (["columns": ["date": "no"]], 1007),
    ] as [(JSON, Int)])
  func `what cannot be written is refused and leaves no file`(params: JSON, code: Int) throws {
    let outcome = try export(params, to: "none.csv")
    #expect(outcome.code == code, "\(outcome)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("none.csv")))
  }

  @Test func `a file that is there is replaced only when asked, and roots are kept to`() throws {
    _ = try export([:])
    #expect(try export([:]).code == 5007)
    #expect(try export(["overwrite": true]).result != nil)
    var workspace = Workspace(roots: ["/usr"])
    #expect(try export([:], to: "x.csv", in: &workspace).code == 1002)
  }

  @Test func `a cancelled export leaves nothing behind`() throws {
    var workspace = Workspace()
    let run = Run { fraction, _ in }
    run.cancel()
    let before = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let outcome = try call(
      "exportDataset", ["rows": rows, "outputPath": .string(folder.file("gone.csv"))],
      in: &workspace, run)
    #expect(outcome.code == -32800)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == before)
  }
}
