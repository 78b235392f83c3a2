/// `queryRows` against what the same question gives by hand and by another way.
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct QueryTests {
  private let rows: JSON = [
    [
      "customer_id": "a", "date": "2024-01-05", "channel": "web", "amount": 10,
      "phone": "13800138000",
    ],
    [
      "customer_id": "b", "date": "2024-01-20", "channel": "shop", "amount": 20,
      "phone": "13900139000",
    ],
    [
      "customer_id": "a", "date": "2024-02-01", "channel": "web", "amount": 5,
      "phone": "13800138000",
    ],
    ["customer_id": "c", "date": "2024-02-11", "channel": nil, "amount": 7.5, "phone": nil],
    ["customer_id": "b", "date": "2024-03-01", "channel": "微信", "amount": nil, "phone": nil],
  ]

  private func ask(_ params: JSON) throws -> JSON {
    try answer("queryRows", .object([JSONMember("rows", rows)] + (params.object ?? [])))
  }

  private func ids(_ filter: JSON) throws -> [String?] {
    try ask(["where": filter, "select": ["customer_id"]])["rows"]?.array?
      .map { $0["customer_id"]?.string } ?? []
  }

  @Test func `each comparison keeps the rows it means`() throws {
    let cases: [(JSON, [String])] = [
      ([:], ["a", "b", "a", "c", "b"]),
      (["channel": "web"], ["a", "a"]),
      (["channel": ["!=": "web"]], ["b", "b"]),
      (["channel": nil], ["c"]),
      (["channel": ["missing": false]], ["a", "b", "a", "b"]),
      (["channel": ["微信", "shop"]], ["b", "b"]),
      (["channel": ["in": []]], []),
      (["channel": ["contains": "信"]], ["b"]),
      (["channel": ["startsWith": "s"]], ["b"]),
      (["amount": [">": 7, "<": 20]], ["a", "c"]),
      (["amount": [">=": "7.5", "<=": 20]], ["a", "b", "c"]),
      (["amount": 5], ["a"]),
      (["date": [">=": "2024-02-01"]], ["a", "c", "b"]),
      (["date": ["<": "2024-01-20"], "channel": "web"], ["a"]),
      (["customerId": "c"], ["c"]),
      (["or": [["channel": "shop"], ["amount": ["<": 6]]]], ["b", "a"]),
      (["or": []], []),
      (["channel": [">": "shop"]], ["a", "a", "b"]),
    ]
    for (filter, wanted) in cases { #expect(try ids(filter) == wanted, "\(filter.text())") }
  }

  @Test func `groups count and sum as by hand`() throws {
    let result = try ask([
      "groupBy": ["date:month"],
      "aggregate": [
        "rows": ["count": nil], "paid": ["count": "amount"], "money": ["sum": "amount"],
        "mean": ["mean": "amount"], "least": ["min": "amount"], "most": ["max": "amount"],
        "middle": ["median": "amount"], "people": ["distinct": "customer_id"],
      ],
      "orderBy": ["-date:month"],
    ])
    let wanted: JSON = [
      [
        "date:month": "2024-03", "rows": 1, "paid": 0, "money": 0, "mean": nil, "least": nil,
        "most": nil, "middle": nil, "people": 1,
      ],
      [
        "date:month": "2024-02", "rows": 2, "paid": 2, "money": 12.5, "mean": 6.25, "least": 5,
        "most": 7.5, "middle": 6.25, "people": 2,
      ],
      [
        "date:month": "2024-01", "rows": 2, "paid": 2, "money": 30, "mean": 15, "least": 10,
        "most": 20, "middle": 15, "people": 2,
      ],
    ]
    #expect(result["rows"] == wanted)
    #expect(result["total"] == 3)
    let all = try ask(["aggregate": ["money": ["sum": "amount"]]])
    #expect(all["rows"] == [["money": 42.5]])
    let none = try ask(["where": ["channel": "none"], "aggregate": ["rows": ["count": nil]]])
    #expect(none["rows"] == [["rows": 0]])
  }

  @Test func `order is stable and missing values stand last either way`() throws {
    func amounts(_ order: String) throws -> [Double?] {
      try ask(["select": ["amount"], "orderBy": [.string(order)]])["rows"]?.array?
        .map { $0["amount"]?.double } ?? []
    }
    #expect(try amounts("amount") == [5, 7.5, 10, 20, nil])
    #expect(try amounts("-amount") == [20, 10, 7.5, 5, nil])
    let two = try ask([
      "select": ["customer_id", "amount"], "orderBy": ["customer_id", "-amount"],
    ])
    #expect(
      two["rows"]?.array?.map { $0["amount"]?.double } == [10, 5, 20, nil, 7.5])
  }

  @Test func `personal data are masked and said to be`() throws {
    let result = try ask([:])
    let phones = result["rows"]?.array?.map { $0["phone"]?.string } ?? []
    #expect(phones.prefix(2) == ["1***", "1***"])
    #expect(result["warnings"]?.array?.contains { $0["code"] == "personalMasked" } == true)
    #expect(try ids(["phone": "13800138000"]) == ["a", "a"])
  }

  @Test func `pages and forms are those of other methods`() throws {
    let columns = try ask(["select": ["customer_id"], "format": "columns", "limit": 2])
    #expect(columns["rows"] == ["customer_id": ["a", "b"]])
    #expect(columns["nextCursor"] == "2")
    let csv = try ask(["select": ["customer_id", "amount"], "format": "csv", "cursor": "3"])
    #expect(csv["rows"]?.string == "customer_id,amount\r\nc,7.5\r\nb,\r\n")
  }

  @Test(arguments: [
    (#"{"select":["nope"]}"#, 1007), (#"{"where":{"nope":1}}"#, 1007),
    (#"{"where":{"amount":{">":"much"}}}"#, 1009), (#"{"where":{"date":"soon"}}"#, 1009),
    (#"{"groupBy":["channel:month"]}"#, 1009), (#"{"aggregate":{"x":{"sum":"channel"}}}"#, 1009),
    (#"{"aggregate":{"x":{"sum":null}}}"#, -32602), (#"{"aggregate":{"x":"sum"}}"#, -32602),
    (#"{"where":{"amount":{"=>":1}}}"#, -32602), (#"{"where":[1]}"#, -32602),
    (#"{"select":["amount"],"groupBy":["channel"]}"#, -32602),
    (#"{"select":["amount","amount"]}"#, -32602), (#"{"orderBy":["-nope"]}"#, 1007),
    (#"{"where":{"or":{"amount":1}}}"#, -32602),
  ])
  func `what cannot be answered is refused`(params: String, code: Int) throws {
    let given = try JSON(parsing: params)
    let outcome = try call(
      "queryRows", .object([JSONMember("rows", rows)] + (given.object ?? [])))
    #expect(outcome.code == code, "\(outcome.message ?? "it was answered")")
  }
}
