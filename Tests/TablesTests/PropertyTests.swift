import Support
import Testing

@testable import Tables

/// What holds for any text, tried on seeded random ones.
@Suite struct PropertyTests {
  /// A table of random cells, some quoted, some hard.
  private func randomText(_ random: inout SeededRandom, rows: Int) -> String {
    let hard = ["", "a,b", "line\nend", "say \"x\"", "客户", " 7 ", "NA", "12.5", "\"", "2024-01-05"]
    var rowsText: [[String]] = []
    for _ in 0..<rows {
      let easy = ["c\(random.below(50))", "\(random.below(1000))", "\(random.unit())"]
      rowsText.append(easy + [hard[random.below(hard.count)]])
    }
    let bytes = CSVWriter.bytes(header: ["customer", "n", "x", "note"], rows: rowsText)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: [2, 3, 5, 8, 64, 301])
  func `pieces give the same table as one`(chunks: Int) throws {
    var random = SeededRandom(seed: 11)
    let text = randomText(&random, rows: 500)
    func table(_ chunks: Int) throws -> Table {
      let raw = ByteBuffer(Array(text.utf8))
      return try TableReader.table(
        raw, named: "t", TableSource(format: .delimited), ReadOptions(), Run(), chunks: chunks)
    }
    let whole = try table(1)
    let cut = try table(chunks)
    #expect(whole.rowCount == 500)
    #expect(cut.rowCount == whole.rowCount)
    #expect(DialectTests.cells(cut) == DialectTests.cells(whole))
    for (left, right) in zip(whole.columns, cut.columns) {
      #expect(left.text?.codes == right.text?.codes)
      #expect(left.text?.dictionary.strings == right.text?.dictionary.strings)
      #expect(left.missingCount == right.missingCount)
    }
  }

  @Test func `every place to cut begins a row`() throws {
    var random = SeededRandom(seed: 5)
    for _ in 0..<20 {
      let text = randomText(&random, rows: 40)
      let buffer = ByteBuffer(Array(text.utf8))
      let dialect = Dialect(
        delimiter: 44, lineEnd: 10, hasHeader: true, dataStart: 26, columnCount: 4)
      let tokenizer = RowTokenizer(buffer, dialect)
      var starts: Set<Int> = [buffer.count, 26]
      var batch = RowBatch(columnCount: 4, capacity: 1)
      var place = 26
      while place < buffer.count {
        place = tokenizer.fill(&batch, from: place, to: buffer.count)
        starts.insert(place)
      }
      for count in 2...40 {
        for cut in RowBoundaries.find(buffer, dialect, count: count) {
          #expect(starts.contains(cut), "cut at \(cut) of \(count)")
        }
      }
    }
  }

  @Test(arguments: 0..<40)
  func `damaged files never trap`(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed) + 100)
    var bytes = Array(randomText(&random, rows: 60).utf8)
    let kinds: [[UInt8]] = [
      [0], [34], [10], [13], [44], [0xff], [0xe4], [123, 34], [91, 91], [9], [0x1f], [92],
    ]
    for _ in 0..<60 {
      var damaged = bytes
      for _ in 0...random.below(6) {
        let place = random.below(max(1, damaged.count))
        switch random.below(3) {
        case 0: damaged.removeSubrange(place..<min(damaged.count, place + random.below(40)))
        case 1: damaged.insert(contentsOf: kinds[random.below(kinds.count)], at: place)
        default:
          if !damaged.isEmpty { damaged[min(place, damaged.count - 1)] = UInt8(random.below(256)) }
        }
      }
      var options = ReadOptions()
      if random.below(4) == 0 { options.delimiter = UInt8(random.below(128)) }
      if random.below(4) == 0 { options.header = random.below(2) == 0 }
      if random.below(6) == 0 { options.encoding = ["gbk", "utf-16", "big5"][random.below(3)] }
      let table = try? TableReader.read(bytes: damaged, named: "t", options, Run())
      if let table {
        #expect(table.columns.allSatisfy { count(of: $0) == table.rowCount })
      }
      if random.below(10) == 0 { bytes = damaged }
    }
  }

  @Test(arguments: 0..<20)
  func `damaged JSON never traps`(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let text = "[{\"a\":1,\"b\":\"x\"},{\"a\":2.5e3,\"b\":null},{\"c\":{\"d\":[1,2]}}]"
    for _ in 0..<200 {
      var bytes = Array(text.utf8)
      for _ in 0...random.below(3) {
        bytes[random.below(bytes.count)] = Array("{}[],:\"\\n1".utf8)[random.below(10)]
      }
      _ = try? TableReader.read(bytes: bytes, named: "t", ReadOptions(), Run())
    }
  }

  private func count(of column: Column) -> Int {
    switch column.values {
    case .text(let text): text.codes.count
    case .number(let number):
      number.missing.isEmpty || number.missing.count == number.values.count
        ? number.values.count : -1
    case .date(let date): date.days.count
    }
  }

  @Test func `what is written is read again`() throws {
    let rows = [["a,b", "x"], ["say \"hi\"", "two\nlines"], ["", "客户"], ["plain", " blank "]]
    let bytes = CSVWriter.bytes(header: ["customer", "note"], rows: rows, mark: true)
    #expect(bytes.starts(with: [0xef, 0xbb, 0xbf]))
    let table = try TableReader.read(bytes: bytes, named: "t", ReadOptions(), Run())
    #expect(
      DialectTests.cells(table) == [
        ["a,b", "x"], ["say \"hi\"", "two\nlines"], ["", "客户"], ["plain", "blank"],
      ])
  }

  @Test func `codes count by first appearance and survive growth`() {
    var dictionary = ByteDictionary(capacity: 2)
    var expected: [String] = []
    for round in 0..<2 {
      for index in 0..<5000 {
        let text = String(repeating: "k", count: index % 23) + "\(index)"
        let code = withCell(text) { dictionary.code($0, $1) }
        #expect(code == Int32(index), "round \(round)")
        if round == 0 { expected.append(text) }
      }
    }
    #expect(dictionary.count == 5000)
    #expect(dictionary.texts().strings == expected)
  }

  /// Numbers of orders that rise, fall, repeat, and one out of order at every place.
  @Test func `texts in order get the codes that hashed ones get, cut or whole`() {
    let rising = (0..<300).map { "O\(90 + $0 / 2)" }
    let long = (0..<200).map { "2024-\(100_000_000 + $0)" }
    var lists = [rising, rising.reversed(), long, Array(long.reversed()), ["a"], ["a", "a"], []]
    for place in stride(from: 0, to: 300, by: 7) {
      lists.append(rising[..<place] + ["O95", "", "客户"] + rising[place...])
    }
    for texts in lists {
      var known: [String: Int32] = [:]
      let expected = texts.map { text in
        let code = known[text] ?? Int32(known.count)
        known[text] = code
        return code
      }
      for cut in stride(from: 0, through: texts.count, by: 37) {
        var first = ByteDictionary(capacity: 2)
        var second = ByteDictionary(capacity: 2)
        var codes: [Int32] = texts[..<cut].map { text in withCell(text) { first.code($0, $1) } ?? -1
        }
        let rest: [Int32] = texts[cut...].map { text in withCell(text) { second.code($0, $1) } ?? -1
        }
        let map: [Int32] = first.merge(second)
        for code in rest { codes.append(map[Int(code)]) }
        #expect(codes == expected)
        #expect(first.texts().strings.count == known.count)
        let again = texts.map { text in withCell(text) { first.code($0, $1) } ?? -1 }
        #expect(again == expected)
      }
    }
  }

  @Test func `a profile tells ranges, quantiles and frequent values`() throws {
    let table = try read(
      "customer,amount,date,mail\na,1,2024-01-01,a@b.cn\na,2,2024-01-03,c@d.cn\nb,3,2024-01-02,\n"
        + "c,4,2024-01-02,e@f.cn\nc,,2024-01-02,a@b.cn\na,5,2024-02-01,g@h.cn\n")
    let profile = try TableProfile(table, top: 2, Run())
    let customer = profile.columns[0]
    #expect(customer.type == .text)
    #expect(customer.distinctCount == 3)
    #expect(customer.top == [.init(value: "a", count: 3), .init(value: "c", count: 2)])
    let amount = profile.columns[1]
    #expect(amount.type == .integer)
    #expect(amount.missingCount == 1)
    #expect(amount.numbers?.mean == 3)
    #expect(amount.numbers?.quantiles == [1.2, 2, 3, 4, 4.8])
    #expect(abs((amount.numbers?.deviation ?? 0) - 1.5811388300841898) < 1e-12)
    #expect(profile.columns[2].dates == 19_723...19_754)
    #expect(profile.columns[3].isPersonal)
    #expect(!customer.isPersonal)
  }
}
