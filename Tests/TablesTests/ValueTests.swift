import Testing

@testable import Tables

/// Lends the bytes of a text with room behind them, as the reader does.
func withCell<R>(_ text: String, _ body: (UnsafePointer<UInt8>, Int) -> R) -> R? {
  let buffer = ByteBuffer(Array(text.utf8))
  let cell = CellText.trimmed(UnsafePointer(buffer.base), buffer.count)
  let result = body(cell.base, cell.count)
  return withExtendedLifetime(buffer) { result }
}

@Suite struct ValueTests {
  struct NumberCase: Sendable, CustomStringConvertible {
    var text: String
    var value: Double?
    var comma = false
    init(_ text: String, _ value: Double?, comma: Bool = false) {
      self.text = text
      self.value = value
      self.comma = comma
    }
    var description: String { text }
  }

  static let numbers: [NumberCase] = [
    .init("0", 0), .init("42", 42), .init("-7", -7), .init("+7", 7), .init("12.50", 12.5),
    .init(".5", 0.5), .init("5.", 5), .init("00012", 12), .init("1e3", 1000), .init("1E-2", 0.01),
    .init("0.1", 0.1), .init("123456789.123456", 123_456_789.123456),
    .init("0.30000000000000004", 0.30000000000000004),
    .init("34.49726772511229", 34.49726772511229), .init("9007199254740993", 9_007_199_254_740_992),
    .init("1,234", 1234), .init("1,234,567.89", 1_234_567.89), .init("12,34", nil),
    .init("1,2345", nil), .init("1234,567", nil), .init("1'234.5", 1234.5), .init("1 234", 1234),
    .init("¥12.5", 12.5), .init("￥1,200", 1200), .init("$5", 5), .init("-$5", -5),
    .init("$-5", -5), .init("€ 3", 3), .init("3 €", 3), .init("£1.20", 1.2), .init("12元", 12),
    .init("¥12元", 12), .init("USD 12", 12), .init("12 RMB", 12), .init("1.2万", 12_000),
    .init("3亿", 300_000_000), .init("1.2万元", 12_000), .init("15%", 0.15), .init("-3.5 %", -0.035),
    .init("(123)", -123), .init("($1,234.50)", -1234.5), .init("１２３", 123),
    .init("１，２３４．５", 1234.5), .init("（１２）", -12), .init("\u{2212}5", -5), .init("  7 ", 7),
    .init("12,5", 12.5, comma: true), .init("1.234,56", 1234.56, comma: true),
    .init("1.234", 1234, comma: true), .init("-0,5", -0.5, comma: true), .init("abc", nil),
    .init("12abc", nil), .init("1.2.3", nil), .init("--5", nil), .init("", nil), .init("$", nil),
    .init("%", nil), .init("1e999", nil), .init("inf", nil), .init("0x10", nil), .init("12-5", nil),
    .init("1,,234", nil), .init("()", nil), .init("(-5", nil),
  ]

  @Test(arguments: numbers)
  func `a number is read in the style in which it is written`(item: NumberCase) {
    let cell = withCell(item.text) { NumberCell.parse($0, $1, decimalComma: item.comma) }
    let value = cell?.flatMap(\.value)
    if let wanted = item.value {
      #expect(abs((value ?? .nan) - wanted) <= abs(wanted) * 1e-15)
    } else {
      #expect(value == nil)
    }
  }

  struct DateCase: Sendable, CustomStringConvertible {
    var text: String
    var order: DateOrder
    var date: String?
    var seconds: Int32
    init(_ text: String, _ order: DateOrder, _ date: String?, _ seconds: Int32 = -1) {
      self.text = text
      self.order = order
      self.date = date
      self.seconds = seconds
    }
    var description: String { "\(text) \(order)" }
  }

  static let dates: [DateCase] = [
    .init("2024-01-05", .yearFirst, "2024-01-05"), .init("2024/1/5", .yearFirst, "2024-01-05"),
    .init("2024.01.05", .yearFirst, "2024-01-05"),
    .init("2024-01-05T10:20:30Z", .yearFirst, "2024-01-05", 37_230),
    .init("2024-01-05 10:20", .yearFirst, "2024-01-05", 37_200),
    .init("2024-01-05T10:20:30.123+08:00", .yearFirst, "2024-01-05", 37_230),
    .init("2024-01-05 23:59:59 +0800", .yearFirst, "2024-01-05", 86_399),
    .init("2024年1月5日", .yearFirst, "2024-01-05"),
    .init("2024年01月05日 10:20", .yearFirst, "2024-01-05", 37_200),
    .init("2024年1月5日10时20分", .yearFirst, "2024-01-05", 37_200),
    .init("2024年1月", .yearFirst, "2024-01-01"), .init("1949-01", .yearFirst, "1949-01-01"),
    .init("２０２４－０１－０５", .yearFirst, "2024-01-05"),
    .init("2024-02-30", .yearFirst, nil), .init("2024-13-01", .yearFirst, nil),
    .init("2023-02-29", .yearFirst, nil), .init("2024-02-29", .yearFirst, "2024-02-29"),
    .init("05/06/2024", .dayFirst, "2024-06-05"), .init("05/06/2024", .monthFirst, "2024-05-06"),
    .init("13/06/2024", .monthFirst, nil), .init("31.12.2024", .dayFirst, "2024-12-31"),
    .init("24-02-2015 11:35", .dayFirst, "2015-02-24", 41_700),
    .init("12/1/2010 8:26", .monthFirst, "2010-12-01", 30_360),
    .init("1/2/24", .monthFirst, "2024-01-02"), .init("1/2/70", .monthFirst, "1970-01-02"),
    .init("1/5/2024 3:04:05 PM", .monthFirst, "2024-01-05", 54_245),
    .init("1/5/2024 12:00 AM", .monthFirst, "2024-01-05", 0),
    .init("20240105", .compact, "2024-01-05"), .init("20241305", .compact, nil),
    .init("20240105102030", .compact, "2024-01-05", 37_230),
    .init("881250949", .epochSeconds, "1997-12-04", 57_349),
    .init("1704448800000", .epochMilliseconds, "2024-01-05", 36_000),
    .init("45296", .excelSerial, "2024-01-05"),
    .init("45296.5", .excelSerial, "2024-01-05", 43_200),
    .init("Jan 5, 2024", .dayFirst, "2024-01-05"), .init("5-Jan-24", .dayFirst, "2024-01-05"),
    .init("5 January 2024", .monthFirst, "2024-01-05"),
    .init("01-Jan-1995", .yearFirst, "1995-01-01"),
    .init("Fri, 5 Jan 2024 10:00:00 GMT", .yearFirst, "2024-01-05", 36_000),
    .init("2024-01-05x", .yearFirst, nil), .init("hello", .yearFirst, nil),
    .init("2024-01-05 25:00", .yearFirst, nil), .init("12.50", .dayFirst, nil),
    .init("1.2.3", .dayFirst, nil), .init("-5", .yearFirst, nil), .init("", .compact, nil),
  ]

  @Test(arguments: dates)
  func `a date is read in the order of its column`(item: DateCase) {
    let cell = withCell(item.text) { DateCell.parse($0, $1, item.order) } ?? nil
    #expect(cell.map { CivilDate.text(days: $0.days) } == item.date)
    if item.date != nil { #expect(cell?.seconds == item.seconds) }
  }

  @Test(arguments: [
    "", " ", "NA", "n/a", "N/A", "null", "NULL", "NaN", "nan", "None", "-", "--", "无", "空", "缺失",
    "\u{3000}", "\u{a0}", "#N/A",
  ])
  func `words for nothing are missing`(word: String) {
    #expect(withCell(word) { CellText.isMissing($0, $1) } == true)
  }

  @Test(arguments: ["0", "no", "nobody", "无线耳机", "空调", "-1", "nana", "缺货"])
  func `words that begin alike are values`(word: String) {
    #expect(withCell(word) { CellText.isMissing($0, $1) } == false)
  }

  @Test func `days and dates go back and forth over all of two centuries`() {
    for days in Int32(-40_000)...40_000 {
      let (year, month, day) = CivilDate.parts(days: days)
      guard CivilDate.days(year: year, month: month, day: day) == days else {
        Issue.record("day \(days)")
        return
      }
    }
    #expect(CivilDate.text(days: 0) == "1970-01-01")
    #expect(CivilDate.parse("2024-06-30") == 19_904)
    #expect(CivilDate.parse("2024-06-31") == nil)
    #expect(CivilDate.days(year: 2023, month: 2, day: 29) == nil)
  }

  @Test(arguments: [
    ("Customer ID", "customerid", nil), ("customerID", "customerid", nil),
    ("客户 ID", "客户id", nil), ("订单金额（万元）", "订单金额", "万元"),
    ("Annual Income (k$)", "annualincome", "k$"), ("ＡＧＥ", "age", nil),
    ("Spending Score (1-100)", "spendingscore", "1-100"), ("date.of-birth", "dateofbirth", nil),
    ("金额[元]", "金额", "元"), ("", "", nil),
  ])
  func `a header is compared without case, joints and units`(
    header: String, key: String, unit: String?
  ) {
    let name = HeaderName(header)
    #expect(name.key == key)
    #expect(name.unit == unit)
  }

  @Test func `a decimal mark that is stated is believed`() throws {
    let text = "id;date;amount\na;2024-01-01;1.234\nb;2024-01-02;2.500\n"
    let point = try read(text) { $0.decimalComma = false }
    #expect(point.column(named: "amount")?.number?.values == [1.234, 2.5])
    let comma = try read(text) { $0.decimalComma = true }
    #expect(comma.column(named: "amount")?.number?.values == [1234, 2500])
  }
}
