/// `validateDataset` names the same lines whatever the encoding or packing of a file, and no lines
/// where rows have none.
import Foundation
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct ValidationPlaceTests {
  private let folder = TemporaryFolder()

  /// Line 12 and 13 are one row, so the repeated row on line 23 is the 21st.
  private let lines: [String] = {
    var lines = ["客户编号,下单日期,订单金额,备注"]
    for row in 0..<200 {
      var cells = ["客户\(row % 9)", "2024-01-\(10 + row % 18)", "\(10 + row)", "很好，下次再来"]
      if row == 4 { cells[1] = "2024-13-45" }
      if row == 10 { cells[3] = "\"多行\n备注\"" }
      if row == 16 { cells[2] = "不详" }
      lines.append(cells.joined(separator: ","))
    }
    lines[21] = lines[20]
    return lines
  }()

  private var text: String { lines.joined(separator: "\n") + "\n" }

  private func issues(_ name: String, _ bytes: [UInt8]) throws -> JSON {
    let path = folder.file(name)
    try Data(bytes).write(to: URL(filePath: path))
    return try answer(
      "validateDataset", ["path": .string(path), "lang": "en", "diagnostics": true])
  }

  /// A gzip file whose blocks are stored as they are (RFC 1952).
  private func packed(_ bytes: [UInt8]) -> [UInt8] {
    var crc: UInt32 = ~0
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xedb8_8320 : crc >> 1 }
    }
    let size = UInt16(bytes.count)
    func little(_ value: some FixedWidthInteger) -> [UInt8] {
      withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
    return [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1] + little(size) + little(~size) + bytes
      + little(~crc) + little(UInt32(bytes.count))
  }

  @Test func `lines and cells are the same in every encoding and packing`() throws {
    let plain = try issues("plain.csv", Array(text.utf8))
    let found = plain["issues"]?.array ?? []
    func line(_ code: String) -> Int64? {
      found.first { $0["code"]?.string == code }?["line"]?.int
    }
    #expect(line("duplicateRows") == 23)
    let cells = found.filter { $0["code"] == "unreadableCells" }
    #expect(cells.compactMap { $0["line"]?.int } == [6, 19])
    #expect(cells.compactMap { $0["row"]?.int } == [5, 17])
    let wide: [UInt8] = Array(text.utf16).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let big: [UInt8] = Array(text.utf16).flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    let forms: [(String, [UInt8])] = [
      ("gb.csv", encoded(text, as: "GB18030")), ("marked.csv", [0xef, 0xbb, 0xbf] + text.utf8),
      ("little.csv", [0xff, 0xfe] + wide), ("big.csv", [0xfe, 0xff] + big),
      ("plain.csv.gz", packed(Array(text.utf8))),
      ("gb.csv.gz", packed(encoded(text, as: "GB18030"))),
    ]
    for (name, bytes) in forms {
      let other = try issues(name, bytes)
      #expect(other["issues"] == plain["issues"], "\(name)")
      #expect(other["diagnostics"] == plain["diagnostics"], "\(name)")
    }
  }

  @Test(arguments: ["json", "ndjson"])
  func `records have rows and no lines`(form: String) throws {
    let records = lines.dropFirst().map { line -> String in
      let cells = line.replacing("\n", with: " ").replacing("\"", with: "").split(
        separator: ",", omittingEmptySubsequences: false)
      return "{\"客户编号\":\"\(cells[0])\",\"下单日期\":\"\(cells[1])\",\"订单金额\":\"\(cells[2])\"}"
    }
    let text =
      form == "json"
      ? "[\n\n" + records.joined(separator: ",\n\n") + "\n]" : records.joined(separator: "\n")
    let result = try issues("records.\(form)", Array(text.utf8))
    let twins = result["issues"]?.array?.first { $0["code"] == "duplicateRows" }
    #expect(twins?["row"] == 21 && twins?["line"] == nil)
    #expect(result["diagnostics"] == [])
    #expect(result["warnings"]?.array?.contains { $0["code"] == "noLines" } == true)
  }

  @Test(arguments: [Limits.comparedTexts, Limits.comparedTexts + 1])
  func `so many texts are compared with each other`(count: Int) throws {
    // Two of them differ by case alone.
    let rows = (0..<count).map { $0 == count - 1 ? "T0,5" : "t\($0),5" }
    let text = "channel,amount\n" + rows.joined(separator: "\n") + "\n"
    let result = try issues("texts.csv", Array(text.utf8))
    let codes = result["issues"]?.array?.compactMap { $0["code"]?.string } ?? []
    #expect(codes.contains("variants") == (count <= Limits.comparedTexts), "\(codes)")
  }
}
