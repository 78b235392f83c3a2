/// `join` of `loadDataset` and `queryRows`: what comes out is a dataset like others.
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct JoinParameterTests {
  private let folder = TemporaryFolder()

  private func files() throws -> (orders: JSON, people: JSON) {
    (
      .string(
        try folder.write(
          "orders.csv",
          "customer_id,date,amount\na,2024-01-01,5\nb,2024-01-02,6\na,2024-02-03,7\n")),
      .string(try folder.write("people.csv", "id,city,phone\na,York,13812345678\nc,Hull,1\n"))
    )
  }

  @Test func `a joined dataset is asked like any other`() throws {
    var workspace = Workspace()
    let (orders, people) = try files()
    let loaded = try call(
      "loadDataset",
      [
        "path": orders, "name": "all", "columns": ["region": "city"],
        "join": [["path": people, "on": ["customerId": "id"]]],
      ], in: &workspace)
    let join = try #require(loaded.result?["joins"]?.array?.first, "\(loaded)")
    #expect(join["matched"] == 2 && join["unmatched"] == 1 && join["unused"] == 1)
    #expect(join["columns"] == ["city", "phone"] && join["renamed"] == nil)
    let sums = try call(
      "queryRows",
      ["dataset": "all", "groupBy": ["region"], "aggregate": ["sum": ["sum": "amount"]]],
      in: &workspace)
    #expect(
      sums.result?["rows"] == [["region": "York", "sum": 12], ["region": nil, "sum": 6]])
    let rows = try call("queryRows", ["dataset": "all", "select": ["phone"]], in: &workspace)
    #expect(rows.result?["rows"]?.array?.first == ["phone": "1***"])
    #expect(try call("segment", ["dataset": "all"], in: &workspace).result != nil)
  }

  @Test func `a query joins for itself, and says when it counts twice`() throws {
    var workspace = Workspace()
    let (orders, _) = try files()
    let twice = try folder.write("twice.csv", "customer_id,tag\na,x\na,y\n")
    _ = try call("loadDataset", ["path": .string(twice), "name": "tags"], in: &workspace)
    let made = try call(
      "queryRows",
      [
        "path": orders, "join": [["dataset": "tags", "on": "customer_id"]], "groupBy": ["tag"],
        "orderBy": ["tag"],
      ], in: &workspace)
    #expect(
      made.result?["rows"] == [
        ["tag": "x", "rows": 2], ["tag": "y", "rows": 2], ["tag": nil, "rows": 1],
      ])
    #expect(made.result?["joins"]?.array?.first?["multiplied"] == 2)
    #expect(
      made.result?["warnings"]?.array?.contains { $0["code"] == "joinMultiplies" } == true)
  }

  @Test(
    arguments: [
      ([["path": "people.csv"]], -32602), ([["on": "id"]], -32602), (["people.csv"], -32602),
      ([["path": "p", "dataset": "d", "on": "id"]], -32602), ([["path": "p", "on": []]], -32602),
      ([["path": "/no/such/file.csv", "on": "id"]], 1001), ([["dataset": "no", "on": "id"]], 1010),
    ] as [(JSON, Int)])
  func `a join that cannot be meant is refused`(join: JSON, code: Int) throws {
    let (orders, _) = try files()
    for method in ["loadDataset", "queryRows"] {
      #expect(try call(method, ["path": orders, "join": join]).code == code, "\(join)")
    }
  }

  @Test(arguments: [Limits.joins, Limits.joins + 1])
  func `joins have their bound`(count: Int) throws {
    let (orders, people) = try files()
    let joins = (0..<count).map { _ in
      ["path": people, "on": ["customer_id": "id"]] as JSON
    }
    let outcome = try call("loadDataset", ["path": orders, "join": .array(joins)])
    #expect((outcome.code == -32602) == (count > Limits.joins), "\(outcome)")
  }

  @Test(arguments: [Limits.joinKeys, Limits.joinKeys + 1])
  func `keys have their bound`(count: Int) throws {
    let names = (0..<count).map { "k\($0)" }
    let row = JSON.object(names.map { JSONMember($0, "x") })
    var workspace = Workspace()
    _ = try call(
      "cleanDataset", ["rows": [row], "name": "d", "dryRun": false], in: &workspace)
    let outcome = try call(
      "queryRows",
      [
        "rows": [row],
        "join": [["dataset": "d", "on": .array(names.map { .string($0) })]],
      ], in: &workspace)
    #expect((outcome.code == -32602) == (count > Limits.joinKeys), "\(outcome)")
  }
}
