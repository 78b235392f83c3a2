/// What each rule of cleaning changes, counted by hand, and that the result is a table like others.
import Analytics
import Support
import Tables
import Testing

@Suite struct CleaningTests {
  private let rows = [
    "a,2024-01-01,10,web", "b,2024-01-02,20,Web", "a,2024-01-01,10,web", "c,2024-01-03,30,shop",
    "c,2024-01-05,-30,shop", ",2024-01-06,40,web", "d,2024-01-07,,web", "B,2024-01-02,20,web",
  ]

  private func table(_ rows: [String]) throws -> Table {
    try TableReader.read(
      text: "customer_id,date,amount,channel\n" + rows.joined(separator: "\n") + "\n",
      named: "test", ReadOptions(), Run())
  }

  private func clean(
    _ rows: [String], _ change: (inout CleaningOptions) -> Void = { _ in }
  ) throws -> Cleaning {
    var options = CleaningOptions()
    change(&options)
    return try Cleaning(try table(rows), options, Run())
  }

  private func steps(_ cleaning: Cleaning) -> [String] {
    cleaning.steps.map {
      "\($0.rule.rawValue) \($0.column ?? -1) \($0.tally.rows) \($0.changes ? "" : "counted")"
        .split(separator: " ").joined(separator: " ")
    }
  }

  @Test func `the plain rules drop a repeated row and a purchase that was taken back`() throws {
    let cleaning = try clean(rows)
    #expect(
      steps(cleaning) == [
        "dropDuplicates -1 [2]", "netReturns -1 [3, 4]", "missingKeys 0 [5] counted",
        "missingKeys 2 [6] counted",
      ])
    #expect(cleaning.rows == [0, 1, 5, 6, 7])
  }

  @Test func `near rows are unified as most rows write them, then dropped`() throws {
    let cleaning = try clean(rows) {
      $0.dedupe = .near
      $0.returns = .keep
      $0.missing = .median
    }
    #expect(
      steps(cleaning) == [
        "unifyTexts 0 [7]", "unifyTexts 3 [1]", "dropDuplicates -1 [2, 7]", "missingKeys 0 [5]",
        "missingKeys 2 [6]",
      ])
    let cleaned = cleaning.table(named: "clean")
    #expect(cleaned.column(named: "channel")?.text?.dictionary.strings == ["web", "shop"])
    // The median of 10, 20, 30 and -30, the rows that are left.
    #expect(cleaned.column(.amount)?.number?.values == [10, 20, 30, -30, 15])
    #expect(cleaned.column(.amount)?.missingCount == 0)
  }

  @Test func `values far out are counted, clipped or dropped`() throws {
    let many = (0..<40).map { "c\($0),2024-01-0\(1 + $0 % 9),\(20 + $0 % 7),web" }
    let odd = many + ["z,2024-01-05,900000,web"]
    #expect(steps(try clean(odd)) == ["outliers 2 [40] counted"])
    let clipped = try clean(odd) { $0.outliers = .clip }
    #expect(steps(clipped) == ["outliers 2 [40]"])
    let most = clipped.table(named: "c").column(.amount)?.number?.values.max() ?? 0
    #expect(26 < most && most < 900_000)
    #expect(try clean(odd) { $0.outliers = .drop }.rows.count == 40)
  }

  @Test func `a cleaned table has a version of its own and no file`() throws {
    let plain = try clean(rows)
    let table = plain.table(named: "shop-clean")
    let other = try clean(rows) { $0.dedupe = .none }.table(named: "shop-clean")
    #expect(table.version.count == 16)
    #expect(Set([table.version, other.version, try self.table(rows).version]).count == 3)
    #expect(table.version == plain.table(named: "again").version)
    #expect(table.source.path == nil)
    #expect(table.roles.count == 4)
    #expect(table.column(.customerId)?.missingCount == 1)
    #expect(try PurchaseLedger(table, asOf: nil, Run()).customerCount == 3)
  }

  @Test(arguments: [1, 2, 5])
  func `few rows stay as they are`(count: Int) throws {
    let few = (0..<count).map { "c\($0),2024-01-0\($0 + 1),5,web" }
    let cleaning = try clean(few)
    #expect(cleaning.steps.isEmpty)
    #expect(cleaning.table(named: "c").rowCount == count)
  }

  @Test func `a cancelled cleaning ends`() throws {
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled.self) { try Cleaning(try table(rows), CleaningOptions(), run) }
  }

  private func read(_ text: String) throws -> Table {
    try TableReader.read(text: text, named: "test", ReadOptions(), Run())
  }

  /// The rows that are left when only returns are netted.
  private func left(_ text: String) throws -> [Int] {
    var options = CleaningOptions()
    options.dedupe = .none
    return try Cleaning(try read(text), options, Run()).rows
  }

  @Test func `a return never takes back a later purchase, wherever it stands in the file`() throws {
    let head = "customer_id,date,amount,product\n"
    // The return stands first; the purchase of the day before is taken, not that of the day after.
    #expect(
      try left(head + "a,2024-01-05,-10,tea\na,2024-01-06,10,tea\na,2024-01-04,10,tea\n") == [1])
    #expect(try left(head + "a,2024-01-05,-10,tea\na,2024-01-06,10,tea\n") == [0, 1])
    // On one day the order of rows does not count; another thing, money or customer does.
    #expect(try left(head + "a,2024-01-05,-10,tea\na,2024-01-05,10,tea\n") == [])
    #expect(
      try left(
        head + "a,2024-01-05,10,mug\na,2024-01-05,11,tea\nb,2024-01-05,10,tea\n"
          + "a,2024-01-06,-10,tea\n") == [0, 1, 2, 3])
    // Of two the later one; a row without a day takes no part.
    #expect(
      try left(
        head + "a,2024-01-01,10,tea\na,2024-01-03,10,tea\na,,10,tea\na,2024-01-09,-10,tea\n")
        == [0, 2])
  }

  @Test func `a return takes back the purchase of its own order first`() throws {
    let head = "order_id,customer_id,date,amount,product\n"
    let rows = [
      "1,a,2024-01-01,10,tea", "2,a,2024-01-02,10,tea", "3,a,2024-01-03,10,tea",
      "9,a,2024-01-04,-10,tea", "1,a,2024-01-05,-10,tea",
    ]
    // Order 9 is none of theirs and takes the last; that of order 1 was kept for its own return.
    #expect(try left(head + rows.joined(separator: "\n") + "\n") == [1])
  }

  @Test func `returns by quantity are netted as those by money are`() throws {
    let head = "customer_id,date,quantity,unit price,product\n"
    #expect(
      try left(head + "a,2024-01-01,2,5,tea\na,2024-01-02,1,5,tea\na,2024-01-03,-2,5,tea\n")
        == [1])
  }

  @Test func `netting agrees with trying all purchases one by one`() throws {
    var random = SeededRandom(seed: 11)
    for _ in 0..<20 {
      let events = (0..<60).map { _ in
        (
          customer: random.below(3), day: 10 + random.below(15),
          amount: (1 + random.below(2)) * (random.below(3) == 0 ? -1 : 1)
        )
      }
      let text =
        "customer_id,date,amount\n"
        + events.map { "c\($0.customer),2024-01-\($0.day),\($0.amount)" }.joined(separator: "\n")
      var gone: Set<Int> = []
      let returns = events.indices.filter { events[$0].amount < 0 }
      for place in returns.sorted(by: { (events[$0].day, $0) < (events[$1].day, $1) }) {
        let own = events[place]
        let fits = events.indices.filter {
          !gone.contains($0) && events[$0].customer == own.customer
            && events[$0].amount == -own.amount && events[$0].day <= own.day
        }
        guard let last = fits.max(by: { (events[$0].day, $0) < (events[$1].day, $1) }) else {
          continue
        }
        gone.formUnion([place, last])
      }
      #expect(try left(text + "\n") == events.indices.filter { !gone.contains($0) })
    }
  }

  @Test func `blanks and full width are made plain, ids and sentences stay`() throws {
    let table = try read(
      "客户ID,渠道,评论,金额\nＡ1,ｗｅｂ　店,好　　评！这次的东西非常不错，下次还来买,5\n"
        + "Ａ2,web 店,不错，但是物流实在太慢了，希望改进一下,6\nA3,web  店,一般，没有想象中那么好用的东西,7\n")
    let cleaning = try Cleaning(table, CleaningOptions(), Run())
    let trims = cleaning.steps.filter { $0.rule == .trim }
    #expect(trims.map(\.column) == [1] && trims.map(\.tally.rows) == [[0, 2]])
    let cleaned = cleaning.table(named: "c")
    #expect(cleaned.columns[1].text?.dictionary.strings == ["web 店"])
    #expect(cleaned.columns[0].text?.dictionary.strings == ["Ａ1", "Ａ2", "A3"])
    var kept = CleaningOptions()
    kept.trims = false
    #expect(try Cleaning(table, kept, Run()).steps.isEmpty)
  }

  @Test func `dates in several styles become dates where day and month are told`() throws {
    func cleaned(_ cells: [String]) throws -> (Cleaning, Column) {
      let table = try read(
        "customer_id,joined,amount\n"
          + cells.enumerated().map { "c\($0.offset),\($0.element),\($0.offset)" }
          .joined(separator: "\n") + "\n")
      let cleaning = try Cleaning(table, CleaningOptions(), Run())
      return (cleaning, cleaning.table(named: "c").columns[1])
    }
    // 25/12 cannot be a month first, so 03/04 is the third of April.
    let mixed = ["2024-01-05", "25/12/2023", "2024年2月1日", "03/04/2024", "20240506", "5 May 2024"]
    let (cleaning, column) = try cleaned(mixed)
    let days = ["2024-01-05", "2023-12-25", "2024-02-01", "2024-04-03", "2024-05-06", "2024-05-05"]
    #expect(column.date?.days == days.compactMap(CivilDate.parse))
    #expect(cleaning.steps.filter { $0.rule == .dates }.map(\.tally.count) == [6])
    let (unclear, texts) = try cleaned(["2024-01-05", "03/04/2024", "05/06/2024", "2024年2月1日"])
    #expect(texts.text != nil)
    #expect(unclear.steps.map(\.rule) == [.ambiguousDates])
    let (words, other) = try cleaned(["web", "shop", "2024-01-05", "app"])
    #expect(other.text != nil && words.steps.isEmpty)
    let nine = Array(repeating: ["2024-01-05", "25/12/2023", "5 May 2024"], count: 5).flatMap { $0 }
    let (some, most) = try cleaned(nine + ["soon"])
    #expect(most.missingCount == 1 && some.steps.contains { $0.rule == .unreadableDates })
  }
}
