/// Raw files as shops export them, answered in one call.
import Foundation
import Methods
import TestKit
import Testing
import Wire

@Suite struct RawFileTests {
  @Test func `a GB18030 file with Chinese headers and units is segmented in Chinese`() throws {
    let lines =
      ["客户ID,购买金额,购买频率"]
      + (0..<24).map { index in
        let amount = index % 3 == 0 ? "1.\(index % 9)万" : "\"￥\(1 + index % 5),234.50\""
        return "K\(index),\(amount),\(index % 3 == 0 ? 15 : 2 + index % 3)"
      }
    let data = Data(encoded(lines.joined(separator: "\r\n") + "\r\n", as: "GB18030"))
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).csv")
    try data.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let result = try answer("segment", ["path": .string(file.path)])
    #expect(result["meta"]?["encoding"]?.string == "gb18030")
    #expect(result["total"]?.int == 24)
    #expect(result["summary"]?.string?.contains("客户") == true)
    let best = result["segments"]?.array?.first
    #expect(best?["size"]?.int == 8)
    #expect((best?["centre"]?["购买金额"]?.double ?? 0) > 10_000)
  }

  @Test func `a duplicated header, a footer and a ragged row are noticed, not fatal`() throws {
    let text = "customer_id,date,amount,amount\na,2024-01-01,5,1\nb,2024-01-02\nc,2024-01-03,7,2\n"
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).csv")
    try text.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let result = try answer("segment", ["path": .string(file.path)])
    let codes = (result["warnings"]?.array ?? []).compactMap { $0["code"]?.string }
    #expect(codes.contains("duplicateHeaders"))
    #expect(codes.contains("rowsSkipped"))
  }

  @Test(arguments: [("1e60", 0), ("1.1e60", 1), ("1e308", 1), ("-1e308", 1), ("1e999", 1)])
  func `a number beyond all business is a bad cell, not a hang`(cell: String, bad: Int) throws {
    let rows = (0..<300).map { "u\($0),\($0 == 7 ? cell : "\($0 % 40)"),\($0 * 3 % 50)" }
    let text = "customer_id,visits,spend\n" + rows.joined(separator: "\n") + "\n"
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).csv")
    try text.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let params: JSON = ["path": .string(file.path), "method": "kmeans", "k": 3]
    let codes = (try answer("segment", params)["warnings"]?.array ?? []).map { $0["code"]?.string }
    #expect(codes.filter { $0 == "badCells" }.count == bad, "\(codes)")
  }
}
