/// `appendRows` keeps types and roles, adds nothing twice, and refuses what does not fit, whole.
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct AppendTests {
  private let rows: JSON = [
    ["customer_id": "0017", "date": "2024-01-05", "amount": 5.5, "channel": "web"],
    ["customer_id": "b", "date": "2024-02-05", "amount": 7, "channel": "shop"],
    ["customer_id": "b", "date": "2024-03-05", "amount": 9, "channel": "shop"],
  ]

  private func workspace() throws -> Workspace {
    var workspace = Workspace()
    _ = try call(
      "cleanDataset", ["rows": rows, "dryRun": false, "name": "x", "returns": "keep"],
      in: &workspace)
    return workspace
  }

  private func append(
    _ new: JSON, _ more: [(String, JSON)] = [], in workspace: inout Workspace
  ) throws -> CallOutcome {
    let params = [("dataset", "x" as JSON), ("rows", new)] + more
    return try call(
      "appendRows", .object(params.map { JSONMember($0.0, $0.1) }), in: &workspace)
  }

  private func all(_ workspace: inout Workspace) throws -> JSON? {
    try call("queryRows", ["dataset": "x"], in: &workspace).result?["rows"]
  }

  @Test func `rows are added in the types of their columns, ids byte for byte`() throws {
    var workspace = try workspace()
    let outcome = try append(
      [
        ["customer_id": "0018", "date": "2024年4月1日", "amount": "¥1,200", "channel": "web"],
        ["customerId": 18, "date": "2024-04-02 08:30", "channel": nil],
      ], in: &workspace)
    let result = try #require(outcome.result, "\(outcome)")
    #expect(result["rowsBefore"] == 3 && result["rowsAdded"] == 2 && result["repeated"] == false)
    #expect(result["customers"] == ["0018", "18"] && result["newCustomers"] == 2)
    #expect(
      try all(&workspace)?.array?.suffix(2) == [
        ["customer_id": "0018", "date": "2024-04-01", "amount": 1200, "channel": "web"],
        ["customer_id": "18", "date": "2024-04-02", "amount": nil, "channel": nil],
      ])
    let seen = try call("describeDataset", ["dataset": "x"], in: &workspace).result
    #expect(seen?["meta"]?["dataset"]?.string == "x@\(result["version"]?.string ?? "")")
    #expect(result["version"] != result["previousVersion"])
  }

  @Test func `the same rows under the same key are added once`() throws {
    var workspace = try workspace()
    let new: JSON = [["customer_id": "c", "date": "2024-05-01", "amount": 3]]
    let turned: JSON = [["amount": 3, "date": "2024-05-01", "customer_id": "c"]]
    let key = [("idempotencyKey", "may" as JSON)]
    let first = try #require(try append(new, key, in: &workspace).result)
    // Something else comes between.
    _ = try append([["customer_id": "d", "date": "2024-05-02"]], in: &workspace)
    let table = try all(&workspace)
    for rows in [new, turned] {
      let again = try #require(try append(rows, key, in: &workspace).result)
      #expect(again["repeated"] == true)
      for member in ["version", "previousVersion", "rowsBefore", "customers", "changedTiers"] {
        #expect(again[member] == first[member], "\(member)")
      }
    }
    #expect(try all(&workspace) == table)
    let other = try append([["customer_id": "c", "amount": 4]], key, in: &workspace)
    #expect(other.code == -32602 && other.data?["path"] == "params.idempotencyKey")
    #expect(try all(&workspace) == table)
  }

  @Test(
    arguments: [
      ([["amount": 1], ["amount": "many"]], 1009), ([["date": "5th of May"]], 1009),
      ([["date": "2024-02-30"]], 1009), ([["amount": [1]]], 1009), ([["amont": 1]], 1007),
      ([["amount": 1e300]], 1009), ([7], -32602), ([], -32602), ("rows", -32602),
      ([["amount": 1, "Amount": 2]], -32602),
    ] as [(JSON, Int)])
  func `what does not fit is refused with its row and changes nothing`(
    new: JSON, code: Int
  ) throws {
    var workspace = try workspace()
    let before = try all(&workspace)
    let outcome = try append(new, in: &workspace)
    #expect(outcome.code == code, "\(outcome)")
    if code == 1009 {
      #expect(outcome.data?["row"]?.int == Int64((new.array?.count ?? 1) - 1))
      #expect(outcome.data?["column"]?.string != nil && outcome.data?["expected"] != nil)
    }
    #expect(try all(&workspace) == before)
  }

  @Test func `a version that is not there any more is refused`() throws {
    var workspace = try workspace()
    let new: JSON = [["customer_id": "c", "date": "2024-05-01", "amount": 3]]
    let made = try append(new, in: &workspace).result
    let version = try #require(made?["version"])
    #expect(
      try append(new, [("ifVersion", made?["previousVersion"] ?? "")], in: &workspace).code == 1011)
    #expect(try append(new, [("ifVersion", version)], in: &workspace).result != nil)
  }

  @Test func `who moved to another tier is told`() throws {
    var workspace = try workspace()
    let new: JSON = [
      ["customer_id": "0017", "date": "2024-03-06", "amount": 500],
      ["customer_id": "0017", "date": "2024-03-07", "amount": 500],
      ["customer_id": "new", "date": "2024-03-07", "amount": 1],
    ]
    let result = try #require(try append(new, in: &workspace).result)
    let moved = result["changedTiers"]?.array ?? []
    #expect(moved.map { $0["customerId"]?.string } == ["0017", "new"])
    #expect(moved[0]["from"]?["segment"] != moved[0]["to"]?["segment"])
    #expect(moved[1]["from"] == nil)
    // As segment and lifecycleStages say of the table as it is now.
    let segments = try #require(try call("segment", ["dataset": "x"], in: &workspace).result)
    let place = segments["assignments"]?.array?.first { $0["customerId"] == "0017" }
    let name = segments["segments"]?.array?.first { $0["id"] == place?["segment"] }?["name"]
    #expect(moved[0]["to"]?["segment"] == name)
    let stages = try call("lifecycleStages", ["dataset": "x"], in: &workspace).result
    let stage = stages?["customers"]?.array?.first { $0["customerId"] == "0017" }?["stage"]
    #expect(stage != nil && moved[0]["to"]?["stage"] == stage)
  }

  @Test func `adding is told to those who subscribed, once`() throws {
    var workspace = try workspace()
    let entry = try #require(AllMethods.entries.first { $0.description.name == "appendRows" })
    let params: JSON = [
      "dataset": "x", "rows": [["amount": 1]], "idempotencyKey": "k",
    ]
    let document = try JSONDocument(text: params.text())
    let told = (0..<2).map { _ in
      entry.run(document.root, in: workspace, Run()).changes.compactMap { workspace.apply($0) }
    }
    #expect(told[1].isEmpty)
    guard case .datasetLoaded(let name, let version, let previous)? = told[0].first else {
      Issue.record("nothing was told")
      return
    }
    #expect(name == "x" && version != previous && previous != nil)
  }

  @Test(arguments: [Limits.appendKeys, Limits.appendKeys + 1])
  func `so many keys are remembered`(count: Int) throws {
    var workspace = try workspace()
    for key in 0..<count {
      let more = [("idempotencyKey", JSON.string("k\(key)")), ("limit", 0)]
      _ = try append([["amount": .int(Int64(key))]], more, in: &workspace)
    }
    let again = try append(
      [["amount": 0]], [("idempotencyKey", "k0"), ("limit", 0)], in: &workspace)
    #expect(again.result?["repeated"] == .bool(count <= Limits.appendKeys))
  }

  @Test(arguments: [Limits.appendCustomers, Limits.appendCustomers + 1])
  func `the lists of an answer have a bound`(limit: Int) throws {
    var workspace = try workspace()
    let outcome = try append(
      [["amount": 1]], [("limit", .int(Int64(limit)))], in: &workspace)
    #expect((outcome.code == -32602) == (limit > Limits.appendCustomers))
  }
}
