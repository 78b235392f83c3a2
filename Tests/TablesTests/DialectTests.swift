import Glibc
import Support
import Testing

@testable import Tables

/// Forms of delimited text and encodings, found without being told.
@Suite struct DialectTests {
  struct Case: Sendable, CustomStringConvertible {
    var description: String
    var text: String
    var headers: [String]
    var rows: [[String]]
    init(_ description: String, _ text: String, _ headers: [String], _ rows: [[String]]) {
      self.description = description
      self.text = text
      self.headers = headers
      self.rows = rows
    }
  }

  static let plain = [["a", "x"], ["b", "y"]]
  static let cases: [Case] = [
    Case("commas", "customer,city\na,x\nb,y\n", ["customer", "city"], plain),
    Case("tabs", "customer\tcity\na\tx\nb\ty\n", ["customer", "city"], plain),
    Case("semicolons", "customer;city\na;x\nb;y\n", ["customer", "city"], plain),
    Case("bars", "customer|city\na|x\nb|y\n", ["customer", "city"], plain),
    Case(
      "blanks", "  customer  amount\n   a      1\n   b     22\n", ["customer", "amount"],
      [["a", "1"], ["b", "22"]]),
    Case("a stated separator", "sep=;\ncustomer;city\na;x\nb;y\n", ["customer", "city"], plain),
    Case("a mark", "\u{feff}customer,city\na,x\nb,y\n", ["customer", "city"], plain),
    Case(
      "a mark and a stated separator", "\u{feff}sep=;\r\ncustomer;city\r\na;x\r\nb;y\r\n",
      ["customer", "city"], plain),
    Case("CR LF", "customer,city\r\na,x\r\nb,y\r\n", ["customer", "city"], plain),
    Case("CR alone", "customer,city\ra,x\rb,y\r", ["customer", "city"], plain),
    Case("no last line end", "customer,city\na,x\nb,y", ["customer", "city"], plain),
    Case("empty lines", "customer,city\n\na,x\n\r\nb,y\n\n", ["customer", "city"], plain),
    Case("quoted headers", "\"customer\",\"city\"\na,x\nb,y\n", ["customer", "city"], plain),
    Case(
      "quoted cells", "customer,city\n\"a,1\",\"x \"\"y\"\" z\"\nb,\"two\nlines\"\n",
      ["customer", "city"], [["a,1", "x \"y\" z"], ["b", "two\nlines"]]),
    Case(
      "a quote inside a cell", "customer,size\na,5\" tube\nb,6\" tube\n", ["customer", "size"],
      [["a", "5\" tube"], ["b", "6\" tube"]]),
    Case(
      "text behind a quote", "customer,city\n\"a\"b,x\nc,y\n", ["customer", "city"],
      [["\"a\"b", "x"], ["c", "y"]]),
    Case("blanks around cells", "customer, city\n a ,x\nb, y \n", ["customer", "city"], plain),
    Case(
      "one column", "customer\na\nb\n", ["customer"], [["a"], ["b"]]),
    Case(
      "no header", "a1,5.5\na2,6.5\na3,7.5\n", ["column1", "column2"],
      [["a1", "5.5"], ["a2", "6.5"], ["a3", "7.5"]]),
    Case(
      "commas inside a tab-separated text", "text\tlabel\na, b, c\tp\nd, e\tq\n",
      ["text", "label"], [["a, b, c", "p"], ["d, e", "q"]]),
    Case(
      "JSON records",
      "[{\"id\":\"001\",\"n\":1.5},{\"n\":null,\"id\":\"x\\u00e9\",\"deep\":{\"a\":true}}]",
      ["id", "n", "deep.a"], [["001", "1.5", ""], ["xé", "", "true"]]),
    Case(
      "JSON lines", "{\"id\":\"001\",\"n\":1}\n{\"id\":\"002\"}\n", ["id", "n"],
      [["001", "1"], ["002", ""]]),
    Case(
      "records inside an object", "{\"total\":2,\"rows\":[{\"id\":\"a\"},{\"id\":\"b\"}]}", ["id"],
      [["a"], ["b"]]),
  ]

  /// The cells of a table as texts.
  static func cells(_ table: Table) -> [[String]] {
    (0..<table.rowCount).map { row in
      table.columns.map { column in
        if column.isMissing(row) { return "" }
        switch column.values {
        case .text(let text): return text[row] ?? ""
        case .number(let number):
          let value = number.values[row]
          return value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
        case .date(let date):
          let day = CivilDate.text(days: date.days[row])
          return date.seconds.isEmpty ? day : "\(day) \(date.seconds[row])"
        }
      }
    }
  }

  @Test(arguments: cases)
  func `the form of a text is found`(item: Case) throws {
    let table = try read(item.text)
    #expect(table.columns.map { $0.header } == item.headers)
    #expect(Self.cells(table) == item.rows)
    #expect(table.source.skippedCount == 0)
  }

  @Test func `what is stated is not guessed`() throws {
    let table = try read("1;2\n3;4\n") {
      $0.delimiter = 59
      $0.header = true
    }
    #expect(table.columns.map { $0.header } == ["1", "2"])
    #expect(table.rowCount == 1)
    #expect(try read("a,b\nc,d\n") { $0.header = false }.rowCount == 2)
    #expect(try read("id,n\na,1\nb,2\nc,3\n") { $0.maxRows = 2 }.rowCount == 2)
  }

  @Test func `only the columns asked for are kept`() throws {
    let table = try read("id,a,b,c\nx,1,2,3\n") {
      $0.keepColumns = ["c", "id"]
      $0.columns = [.customerId: "id"]
    }
    #expect(table.columns.map { $0.header } == ["id", "c"])
    #expect(table.column(.customerId)?.header == "id")
    #expect(table.columns[1].index == 1)
    #expect(throws: TableError.columnNotFound(role: "d", headers: ["id", "a"], candidates: [])) {
      try read("id,a\nx,1\n") { $0.keepColumns = ["d"] }
    }
  }

  @Test func `a decimal comma is decided for the column`() throws {
    let table = try read("id;price\na;1,5\nb;1.234,50\nc;2\n")
    #expect(table.columns[1].number?.values == [1.5, 1234.5, 2])
  }

  @Test func `percent and currency are kept aside`() throws {
    let table = try read("id,share,paid\na,15%,¥12\nb,20%,¥1.2万\n")
    #expect(table.columns[1].number?.values == [0.15, 0.2])
    #expect(table.columns[1].number?.isPercent == true)
    #expect(table.columns[2].number?.values == [12, 12_000])
    #expect(table.columns[2].number?.currency == "¥")
  }

  @Test func `lines of items are baskets`() throws {
    let text = "milk,bread\n butter , milk,eggs\nbread\nmilk,eggs,bread,tea\ntea,milk\neggs\n"
    let table = try read(text)
    #expect(table.kind == .baskets)
    #expect(table.source.format == .baskets)
    #expect(table.rowCount == 13)
    #expect(table.column(.orderId)?.text?[2] == "2")
    #expect(table.column(.itemId)?.text?[2] == "butter")
    #expect(table.column(.itemId)?.text?.dictionary.count == 5)
  }

  @Test func `lines of numbers that begin with a rising one are customers and items`() throws {
    let table = try read("1 10 11 12\n2 11\n3 10 12 14 15\n4 11 12\n5 10\n7 9 8 7 6 5\n")
    #expect(table.kind == .interactions)
    #expect(table.column(.customerId)?.text?[3] == "2")
    #expect(table.rowCount == 16)
  }

  // MARK: - Encodings

  static func encoded(_ text: String, _ name: String) -> [UInt8] {
    guard let handle = iconv_open(name, "UTF-8") else { return [] }
    defer { iconv_close(handle) }
    var input = Array(text.utf8CString.dropLast())
    var output = [CChar](repeating: 0, count: input.count * 4 + 16)
    var (inLeft, outLeft) = (input.count, output.count)
    input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        var (from, to) = (source.baseAddress, target.baseAddress)
        _ = iconv(handle, &from, &inLeft, &to, &outLeft)
      }
    }
    return output.prefix(output.count - outLeft).map { UInt8(bitPattern: $0) }
  }

  @Test(arguments: [
    ("UTF-8", "utf-8"), ("GB18030", "gb18030"), ("GBK", "gb18030"), ("UTF-16LE", "utf-16le"),
    ("UTF-16BE", "utf-16be"), ("UTF-16", "utf-16le"),
  ])
  func `an encoding is known without being told`(system: String, name: String) throws {
    let text = "客户,金额,城市\n小王,12.5,北京\n小李,30,上海\nAnn,7,广州\nBob,8,x\nCat,9,y\nDan,9,z\n"
    let table = try TableReader.read(
      bytes: Self.encoded(text, system), named: "t", ReadOptions(), Run())
    #expect(table.source.encoding == name)
    #expect(table.columns.map { $0.header } == ["客户", "金额", "城市"])
    #expect(table.columns[2].text?[0] == "北京")
  }

  @Test func `Big5 is told from GB18030 by its characters`() throws {
    let text = "客戶,訂單金額,評論\n王小明,12.5,這個商品的質量很好，會再來購買\n李大同,30,不是我們要的東西\n"
    let table = try TableReader.read(
      bytes: Self.encoded(text, "BIG5"), named: "t", ReadOptions(), Run())
    #expect(table.source.encoding == "big5")
    #expect(table.columns.map { $0.header } == ["客戶", "訂單金額", "評論"])
    #expect(table.notices.contains { $0.code == "encodingGuessed" })
  }

  @Test func `accents alone are Windows-1252`() throws {
    let text = "name,city\nRené,Besançon\nZoë,Köln\nAnn,Paris\n"
    let table = try TableReader.read(
      bytes: Self.encoded(text, "CP1252"), named: "t", ReadOptions(), Run())
    #expect(table.source.encoding == "windows-1252")
    #expect(table.columns[1].text?[0] == "Besançon")
  }

  @Test func `a stated encoding is used or refused`() throws {
    let bytes = Self.encoded("客户,金额\n小王,1\n", "GBK")
    var options = ReadOptions()
    options.encoding = "gbk"
    #expect(
      try TableReader.read(bytes: bytes, named: "t", options, Run()).columns[0].header == "客户")
    options.encoding = "utf-8"
    #expect(
      throws: TableError.badEncoding(offset: 0, bytes: Array(bytes.prefix(8)), tried: ["utf-8"])
    ) { try TableReader.read(bytes: bytes, named: "t", options, Run()) }
    options.encoding = "klingon"
    #expect(throws: TableError.unknownEncoding(name: "klingon")) {
      try TableReader.read(bytes: bytes, named: "t", options, Run())
    }
  }

  @Test func `UTF-8 is checked across the pieces of a large text`() {
    for shift in 0..<4 {
      var bytes = [UInt8](repeating: 97, count: UTF8Check.pieceBytes - 2 + shift)
      bytes += Array("客户客户".utf8)
      #expect(UTF8Check(ByteBuffer(bytes)).badOffset == nil)
      bytes[bytes.count - 6] = 97
      #expect(UTF8Check(ByteBuffer(bytes)).badOffset == bytes.count - 5)
    }
    for bad: [UInt8] in [
      [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0x80], [0xe4, 0xb8],
    ] {
      #expect(UTF8Check(ByteBuffer([97] + bad)).badOffset == 1)
    }
  }
}
