/// `describeDataset`: figures that can be counted by hand.
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct DescribeTests {
  @Test func `a shop is counted as by hand`() throws {
    let lines: [(String, String, String, Double)] = [
      ("o1", "a", "2024-01-01", 10), ("o2", "a", "2024-01-05", 20), ("o3", "a", "2024-01-05", 5),
      ("o4", "b", "2024-01-02", 30), ("o5", "b", "2024-03-02", 7), ("o6", "c", "2024-02-01", 9),
      ("o7", "a", "2024-01-06", -10),
    ]
    let rows = lines.map { line -> JSON in
      [
        "order_id": .string(line.0), "customer_id": .string(line.1), "date": .string(line.2),
        "amount": .double(line.3),
      ]
    }
    let result = try answer("describeDataset", ["rows": .array(rows)])
    let shop = result["shop"]
    #expect(shop?["customers"]?.int == 3 && shop?["purchases"]?.int == 5)
    #expect(shop?["oneTimers"]?.int == 1 && shop?["orders"]?.int == 6)
    #expect(shop?["revenue"]?.double == 71 && shop?["returns"]?.double == 10)
    #expect(shop?["medianGapDays"]?.double == 32)
    let gaps = shop?["gaps"]?.array?.filter { $0["count"]?.int != 0 } ?? []
    #expect(gaps.map { $0["from"]?.int } == [1, 31] && gaps.map { $0["count"]?.int } == [1, 1])
  }

  @Test func `a sparkline has a bar for each twentieth, and none where nothing differs`() throws {
    let rows = (0..<100).map { index -> JSON in
      [
        "customer_id": .string("c\(index)"), "even": .int(Int64(index)), "same": 5,
        "one": .int(index == 0 ? 100 : 0), "email": .string("p\(index)@example.com"),
      ]
    }
    let columns = try answer("describeDataset", ["rows": .array(rows)])["columns"]?.array ?? []
    let lines = columns.map { $0["sparkline"]?.string }
    #expect(
      lines == [
        nil, String(repeating: "█", count: 20), nil, "█" + String(repeating: " ", count: 18) + "▁",
        nil,
      ])
  }

  @Test func `rows that are no purchases are described all the same`() throws {
    let rows: JSON = [
      ["customer_id": "a", "date": .null, "amount": 1],
      ["customer_id": "b", "date": .null, "amount": 2],
    ]
    #expect(try answer("describeDataset", ["rows": rows])["rows"]?.int == 2)
  }
}
