/// `cleanDataset` keeps what it made under a free name, and nothing when it is only asked.
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct CleanDatasetTests {
  private let rows: JSON = [
    ["customer_id": "a", "date": "2024-01-05", "amount": 5],
    ["customer_id": "a", "date": "2024-01-05", "amount": 5],
    ["customer_id": "b", "date": "2024-02-05", "amount": 7],
    ["customer_id": "b", "date": "2024-03-05", "amount": 9],
  ]

  private func clean(_ name: String, dryRun: Bool, in workspace: inout Workspace) throws
    -> CallOutcome
  {
    try call(
      "cleanDataset", ["rows": rows, "name": .string(name), "dryRun": .bool(dryRun)],
      in: &workspace)
  }

  private func names(_ workspace: inout Workspace) throws -> [String?] {
    try call("listDatasets", [:], in: &workspace).result?["datasets"]?.array?
      .map { $0["name"]?.string } ?? []
  }

  @Test func `asking changes nothing, keeping makes a dataset others can use`() throws {
    var workspace = Workspace()
    #expect(try clean("tidy", dryRun: true, in: &workspace).result != nil)
    #expect(try names(&workspace).isEmpty)
    #expect(try clean("tidy", dryRun: false, in: &workspace).result != nil)
    #expect(try names(&workspace) == ["tidy"])
    let counted = try call(
      "queryRows", ["dataset": "tidy", "aggregate": ["n": ["count": nil]]], in: &workspace)
    #expect(counted.result?["rows"] == [["n": 3]])
    #expect(counted.result?["meta"]?["dataset"]?.string?.hasPrefix("tidy@") == true)
  }

  @Test func `a name that is taken is refused and what it names stays`() throws {
    var workspace = Workspace()
    _ = try clean("tidy", dryRun: false, in: &workspace)
    let before = try call("listDatasets", [:], in: &workspace).result
    #expect(try clean("tidy", dryRun: false, in: &workspace).code == 5007)
    #expect(try call("listDatasets", [:], in: &workspace).result == before)
  }

  @Test(arguments: [0, 1, 200, 201])
  func `a name has its bounds`(bytes: Int) throws {
    var workspace = Workspace()
    let outcome = try clean(
      String(repeating: "n", count: bytes), dryRun: false, in: &workspace)
    #expect((outcome.code == -32602) == !(1...200 ~= bytes))
  }

  @Test func `one dataset more than may be is refused`() throws {
    var workspace = Workspace()
    for index in 0..<Limits.datasets {
      _ = try clean("d\(index)", dryRun: false, in: &workspace)
    }
    #expect(try names(&workspace).count == Limits.datasets)
    #expect(try clean("more", dryRun: false, in: &workspace).code == 5003)
  }

  @Test func `the cleaned rows go to a file when asked, masked unless asked otherwise`() throws {
    let folder = TemporaryFolder()
    let rows: JSON = [
      ["客户ID": "a", "手机号": "13812345678", "日期": "2024-01-05", "金额": 5],
      ["客户ID": "a", "手机号": "13812345678", "日期": "2024-01-05", "金额": 5],
    ]
    for isPlain in [false, true] {
      let path = folder.file("clean-\(isPlain).csv")
      let result = try answer(
        "cleanDataset",
        [
          "rows": rows, "dryRun": false, "outputPath": .string(path),
          "includePersonal": .bool(isPlain),
        ])
      #expect(result["output"]?["rows"] == 1)
      let phone = isPlain ? "13812345678" : "1***"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      #expect(text == "客户ID,手机号,日期,金额\r\na,\(phone),2024-01-05,5\r\n")
    }
    let path = folder.file("clean-true.csv")
    let taken = try call(
      "cleanDataset", ["rows": rows, "dryRun": false, "outputPath": .string(path)])
    #expect(taken.code == 5007)
    #expect(try call("cleanDataset", ["rows": rows, "outputPath": "x.csv"]).code == -32602)
  }
}
