/// Planted defects, each with the rows it must be found on; and silence where nothing is wrong.
import Analytics
import Support
import Tables
import TestKit
import Testing

@Suite struct QualityTests {
  private static let whole: ReadOptions = {
    var options = ReadOptions()
    options.keepsTotals = true
    return options
  }()

  private func quality(_ text: String, _ run: Run = Run()) throws -> (Quality, Table, FileSurvey?) {
    let folder = TemporaryFolder()
    let table = try TableReader.read(
      path: try folder.write("test.csv", text), Self.whole, Run())
    let survey = try FileSurvey(table, run)
    return (try Quality(table, survey, run), table, survey)
  }

  /// Sixty plain orders of twelve customers, one a day, and what a test changes in them.
  private func orders(_ change: (inout [String]) -> Void = { _ in }) -> String {
    var lines = ["order_id,customer_id,date,amount,channel"]
    for index in 0..<60 {
      let day = CivilDate.text(days: 19_723 + Int32(index))
      let channel = ["web", "shop", "phone"][index % 3]
      lines.append("O\(1000 + index),C\(index % 12),\(day),\(20 + index * 7 % 23).50,\(channel)")
    }
    change(&lines)
    return lines.joined(separator: "\n") + "\n"
  }

  private func codes(_ text: String) throws -> Set<String> {
    Set(try quality(text).0.findings.map(\.code.rawValue))
  }

  /// What is planted, the code it must have, its rows, and the line of the first.
  private func check(
    _ code: QualityCode, rows: Int, line: Int?, _ text: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let (quality, _, survey) = try quality(text)
    let found = quality.findings.filter { $0.code == code }
    #expect(found.count == 1, "\(quality.findings.map(\.code))", sourceLocation: sourceLocation)
    guard let finding = found.first else { return }
    #expect(finding.rows == rows, sourceLocation: sourceLocation)
    let first = finding.lines.first ?? finding.places.first.flatMap { survey?.line(of: $0) }
    #expect(first == line, sourceLocation: sourceLocation)
  }

  @Test func `a clean file has no issue and the best grade`() throws {
    let (quality, _, _) = try quality(orders())
    #expect(quality.findings.isEmpty, "\(quality.findings.map(\.message.en))")
    #expect(quality.grade.letter == .a)
  }

  @Test func `rows are found with their lines`() throws {
    try check(.duplicateRows, rows: 2, line: 62, orders { $0 += [$0[5], $0[6]] })
    try check(.skippedRows, rows: 1, line: 8, orders { $0[7] = "O1,C1,2024-01-01" })
    try check(
      .orderConflict, rows: 1, line: 62, orders { $0.append("O1003,C3,2024-01-04,99.00,web") })
    try check(
      .totalsRow, rows: 1, line: 62, orders { $0.append("Total,,,\"1,800.00\",") })
    try check(
      .totalsRow, rows: 2, line: 31,
      orders { lines in
        lines[30] = "小计,,,500,"
        lines[60] = "合计：,,,1800,"
      })
    try check(.missingKey, rows: 1, line: 4, orders { $0[3] = "O1002,,2024-01-03,34.50,phone" })
    try check(
      .unreadableCells, rows: 1, line: 4, orders { $0[3] = "O1002,C2,2024-01-03,many,phone" })
  }

  @Test func `days that cannot be are found`() throws {
    func day(_ text: String, at lines: [Int]) -> String {
      orders { all in
        for line in lines {
          var cells = all[line].split(separator: ",", omittingEmptySubsequences: false)
          cells[2] = Substring(text)
          all[line] = cells.joined(separator: ",")
        }
      }
    }
    try check(.defaultDate, rows: 2, line: 6, day("1970-01-01", at: [5, 9]))
    try check(.absurdDates, rows: 1, line: 3, day("1024-01-02", at: [2]))
    try check(.futureDates, rows: 1, line: 3, day("2042-01-02", at: [2]))
    try check(.crowdedDay, rows: 15, line: 2, day("2024-01-01", at: Array(2...15)))
    try check(.mixedDateStyles, rows: 1, line: 3, day("2024/1/2", at: [2]))
    try check(
      .dateGap, rows: 1, line: 62,
      orders { lines in
        for index in 0..<10 {
          lines.append("P\(index),C1,\(CivilDate.text(days: 19_900 + Int32(index))),20.00,web")
        }
      })
  }

  @Test func `money that does not fit is found`() throws {
    func amount(_ text: String, at lines: [Int]) -> String {
      orders { all in
        for line in lines {
          var cells = all[line].split(separator: ",", omittingEmptySubsequences: false)
          cells[3] = Substring(text)
          all[line] = cells.joined(separator: ",")
        }
      }
    }
    try check(.negativeAmounts, rows: 2, line: 3, amount("-5", at: [2, 3]))
    try check(.zeroAmounts, rows: 1, line: 3, amount("0", at: [2]))
    try check(.outliers, rows: 1, line: 3, amount("2950000", at: [2]))
    let mixed = orders { lines in
      for index in 1...60 {
        lines[index] = lines[index].replacing(".50", with: index <= 4 ? "€" : "$")
      }
    }
    try check(.mixedCurrencies, rows: 4, line: 2, mixed)
    try check(
      .mixedCurrencies, rows: 3, line: 2,
      orders { lines in
        for index in 0...60 {
          lines[index] += index == 0 ? ",currency" : index <= 3 ? ",USD" : ",CNY"
        }
      })
  }

  @Test func `texts that are broken or written in several ways are found`() throws {
    func channel(_ text: String, at lines: [Int]) -> String {
      orders { all in
        for line in lines {
          var cells = all[line].split(separator: ",", omittingEmptySubsequences: false)
          cells[4] = Substring(text)
          all[line] = cells.joined(separator: ",")
        }
      }
    }
    try check(.mojibake, rows: 2, line: 3, channel("cafÃ© Zürich", at: [2, 4]))
    try check(.mojibake, rows: 1, line: 3, channel("é¼åŽ", at: [2]))
    try check(.mojibake, rows: 1, line: 3, channel("锟斤拷", at: [2]))
    try check(.mojibake, rows: 1, line: 3, channel("a\u{fffd}b", at: [2]))
    try check(.variants, rows: 2, line: 3, channel("Web", at: [2, 4]))
    try check(.variants, rows: 1, line: 3, channel("ｗｅｂ", at: [2]))
    try check(.strayBlanks, rows: 3, line: 3, channel(" web ", at: [2, 4, 6]))
    #expect(try !codes(channel("résumé : « café »", at: [2])).contains("mojibake"))
    try check(.emptyColumn, rows: 60, line: 2, channel("", at: Array(1...60)))
    try check(.constantColumn, rows: 0, line: nil, channel("web", at: Array(1...60)))
  }

  @Test func `customers that are nobody and ids a spreadsheet cut are found`() throws {
    func customer(_ text: (Int) -> String, at lines: some Sequence<Int>) -> String {
      orders { all in
        for line in lines {
          var cells = all[line].split(separator: ",", omittingEmptySubsequences: false)
          cells[1] = Substring(text(line))
          all[line] = cells.joined(separator: ",")
        }
      }
    }
    try check(.placeholderCustomer, rows: 3, line: 3, customer({ _ in "guest" }, at: [2, 3, 9]))
    try check(.placeholderCustomer, rows: 2, line: 3, customer({ _ in "散客" }, at: [2, 3]))
    try check(.dominantCustomer, rows: 30, line: 2, customer({ _ in "X9" }, at: 1...30))
    try check(.damagedIds, rows: 2, line: 3, customer({ _ in "1.23E+18" }, at: [2, 3]))
    try check(
      .damagedIds, rows: 60, line: 2, customer({ "62\(1000 + $0)123456789000" }, at: 1...60))
    try check(
      .personalData, rows: 0, line: nil, customer({ "m\($0 % 9)@shop.example" }, at: 1...60))
  }

  @Test func `a grade falls with the share of rows that are wrong`() throws {
    func letter(_ rows: Int) throws -> Grade.Letter? {
      try quality(
        orders { lines in
          for line in 1...rows { lines[line] = "O\(line),,2024-01-03,34.50,phone" }
        }
      ).0.grade.letter
    }
    #expect(try letter(1) == .b)
    #expect(try letter(6) == .c)
    #expect(try letter(20) == .d)
  }

  @Test(arguments: [1, 2, 5])
  func `few rows are answered`(rows: Int) throws {
    let lines = orders().split(separator: "\n").prefix(rows + 1).joined(separator: "\n")
    #expect(try quality(lines).0.findings.allSatisfy { $0.severity == .info })
  }

  @Test func `a cancelled check ends`() throws {
    let run = Run()
    run.cancel()
    let table = try TableReader.read(text: orders(), named: "t", ReadOptions(), Run())
    #expect(throws: Cancelled.self) { try Quality(table, nil, run) }
  }

  @Test func `cells are placed in UTF-16 units, also behind quotes, Chinese and line ends`() throws
  {
    let text = "客户,备注,日期,金额\n张三,\"好\n𠮷\",2024-01-01,5\n李四,𠮷𠮷,2024-01-02,-7\n"
    let (_, _, survey) = try quality(text)
    let found = try #require(survey)
    #expect(found.line(of: 1) == 4)
    let amount = try #require(found.range(row: 1, column: 3))
    #expect([amount.startLine, amount.startCharacter] == [3, 19])
    #expect([amount.endLine, amount.endCharacter] == [3, 21])
    #expect(found.range(row: 0, column: 2)?.startLine == 2)
    #expect(found.range(row: nil, column: 2)?.startCharacter == 6)
  }

  @Test func `a file that has changed is not looked at again`() throws {
    let folder = TemporaryFolder()
    let path = try folder.write("test.csv", orders())
    let table = try TableReader.read(path: path, ReadOptions(), Run())
    #expect(try FileSurvey(table, Run()) != nil)
    try folder.write("test.csv", orders { $0.swapAt(1, 2) })
    #expect(try FileSurvey(table, Run()) == nil)
  }

  @Test func `rules of one's own find the rows that break them`() throws {
    let table = try TableReader.read(
      text: "customer_id,date,amount\na,2024-01-01,5\nb,2024-01-02,-3\nc,2024-01-03,0\n",
      named: "t", ReadOptions(), Run())
    let rule = QualityRule(name: "priced", filter: .compare(column: "amount", .greater, .number(0)))
    let found = try Quality(table, nil, rules: [rule], Run()).findings.filter {
      $0.code == .ruleBroken
    }
    #expect(found.map(\.places) == [[1, 2]] && found[0].message.en.contains("priced"))
    let kept = QualityRule(name: "any", filter: .compare(column: "amount", .less, .number(9)))
    #expect(
      try !Quality(table, nil, rules: [kept], Run()).findings.contains { $0.code == .ruleBroken })
    let unknown = QualityRule(name: "x", filter: .missing(column: "shoe", false))
    #expect(throws: TableError.self) { try Quality(table, nil, rules: [unknown], Run()) }
  }
}
