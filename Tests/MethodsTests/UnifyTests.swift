/// `unifyCustomers` shows people masked, keeps them when asked, and what it keeps can be used.
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct UnifyTests {
  private let rows: JSON = [
    ["客户ID": "a", "姓名": "王伟", "手机号": "138 1234 5678", "日期": "2024-01-05", "金额": 5],
    ["客户ID": "b", "姓名": "王伟", "手机号": "+86-13812345678", "日期": "2024-02-05", "金额": 7],
    ["客户ID": "c", "姓名": "李娜", "手机号": "13900001111", "日期": "2024-02-09", "金额": 9],
  ]

  @Test func `people are masked in the answer and in a file unless it is asked for`() throws {
    let folder = TemporaryFolder()
    for isPlain in [false, true] {
      let path = folder.file("people-\(isPlain).csv")
      let result = try answer(
        "unifyCustomers",
        [
          "rows": rows, "outputPath": .string(path), "includePersonal": .bool(isPlain),
        ])
      #expect(result["counts"]?["people"] == 2)
      #expect(!result.text().contains("王伟") && !result.text().contains("12345678"))
      let text = try String(contentsOfFile: path, encoding: .utf8)
      #expect(text.contains("王伟") == isPlain)
    }
  }

  @Test func `what is kept is taken by other methods, purchases with one id per person`() throws {
    var workspace = Workspace()
    let made = try call("unifyCustomers", ["rows": rows, "name": "all"], in: &workspace)
    #expect(
      made.result?["kept"]?.array?.compactMap { $0["name"]?.string } == ["all", "all-orders"])
    let sums = try call(
      "queryRows",
      [
        "dataset": "all-orders", "groupBy": ["customerId"], "aggregate": ["sum": ["sum": "amount"]],
        "orderBy": ["-sum"],
      ], in: &workspace)
    #expect(
      sums.result?["rows"] == [["customerId": "P1", "sum": 12], ["customerId": "P2", "sum": 9]])
    for (method, dataset) in [("segment", "all"), ("segment", "all-orders"), ("ltv", "all-orders")]
    {
      let used = try call(method, ["dataset": .string(dataset)], in: &workspace)
      #expect(used.result != nil, "\(method) \(dataset): \(used.message ?? "")")
    }
    let again = try call("unifyCustomers", ["rows": rows, "name": "all"], in: &workspace)
    #expect(again.code == 5007)
  }

  @Test(arguments: [0, 1, Limits.sources, Limits.sources + 1])
  func `sources have their bounds`(count: Int) throws {
    var workspace = Workspace()
    _ = try call("cleanDataset", ["rows": rows, "dryRun": false, "name": "x"], in: &workspace)
    let outcome = try call(
      "unifyCustomers",
      ["datasets": .array((0..<count).map { _ in .string("x") }), "limit": 0], in: &workspace)
    #expect((outcome.code == -32602) == !(1...Limits.sources ~= count), "\(outcome)")
  }

  @Test(
    arguments: [
      ["rows": [["a": 1]], "datasets": ["x"]], ["datasets": [["pth": "x"]]],
      ["datasets": [["dataset": "x", "path": "y"]]], ["datasets": [7]],
      ["rows": [["a": 1]], "threshold": 0.4], ["rows": [["a": 1]], "keys": ["name"]],
    ] as [JSON])
  func `what cannot be meant is refused`(params: JSON) throws {
    #expect(try call("unifyCustomers", params).code == -32602)
  }
}
