/// Who is who: planted truths, what must never be joined, and keys compared by hand.
import Analytics
import Support
import Tables
import Testing

@Suite struct IdentityTests {
  private func identity(
    _ files: [String], _ change: (inout IdentityOptions) -> Void = { _ in }, _ run: Run = Run()
  ) throws -> Identity {
    var options = IdentityOptions()
    change(&options)
    let sources = try files.enumerated().map { index, text in
      IdentitySource(
        name: ["web", "store", "app"][index % 3],
        table: try TableReader.read(text: text, named: "s\(index)", ReadOptions(), Run()))
    }
    return try Identity(sources, options, run)
  }

  /// Precision and recall over pairs of ids.
  private func judge(_ shop: IdentityShop, _ found: Identity) -> (precision: Double, recall: Double)
  {
    let owners = (0..<Int32(found.recordCount)).map { record in
      (found.record(record).id ?? "", Int(found.personOfRecord[Int(record)]))
    }
    let pairs = IdentityShop.pairs(owners)
    let right = Double(pairs.intersection(shop.pairs).count)
    return (right / Double(max(1, pairs.count)), right / Double(max(1, shop.pairs.count)))
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64], [false, true])
  func `two channels of a shop are brought together`(seed: UInt64, isChinese: Bool) throws {
    let shop = IdentityShop(seed: seed, people: 1_500, chinese: isChinese)
    let found = try identity(shop.files)
    let (precision, recall) = judge(shop, found)
    #expect(precision >= 0.99, "precision \(precision), recall \(recall)")
    #expect(recall >= 0.95, "precision \(precision), recall \(recall)")
  }

  /// Whether rows of one list of customers are one person: the people of each row.
  private func people(_ header: String, _ rows: [String]) throws -> [Int32] {
    let found = try identity([([header] + rows).joined(separator: "\n") + "\n"])
    return rows.indices.map { found.person(source: 0, row: $0) }
  }

  private let header = "member id,name,phone,email,id number,birth date,gender,city"

  @Test(
    arguments: [
      // The same telephone, written in six ways.
      (["1,Ann Lee,+86 138 1234 5678,,,,,", "2,Ann Lee,138-1234-5678,,,,,"], true),
      (["1,Ann Lee,１３８１２３４５６７８,,,,,", "2,,0086 13812345678,,,,,"], true),
      (["1,Ann Lee,(415) 555-2671,,,,,", "2,Ann Lee,+1 415 555 2671,,,,,"], true),
      // A placeholder, a masked number, a number without its end.
      (["1,Ann Lee,00000000000,,,,,", "2,Bob Ray,00000000000,,,,,"], false),
      (["1,Ann Lee,138****5678,,,,,", "2,Ann Lee,138****5678,,,,,"], false),
      (["1,Ann Lee,1.38E+10,,,,,", "2,Ann Lee,1.38E+10,,,,,"], false),
      // E-mails: case counts for nothing; what a host ignores is a doubt that a name settles.
      (["1,Ann Lee,,A.Lee@Gmail.com,,,,", "2,,,a.lee@gmail.com,,,,"], true),
      (["1,Ann Lee,,a.lee@gmail.com,,,,", "2,Ann Lee,,alee+x@gmail.com,,,,"], true),
      (["1,,,a.lee@gmail.com,,,,", "2,,,alee+x@gmail.com,,,,"], false),
      (["1,Ann Lee,,none@none.com,,,,", "2,Bob Ray,,none@none.com,,,,"], false),
      // A name alone is never enough, nor with a gender.
      (["1,Zacharias Quill,,,,,M,", "2,Zacharias Quill,,,,,M,"], false),
      (["1,Zacharias Quill,,,,1980-03-05,,", "2,\"Quill, Zacharias\",,,,1980-03-05,,"], true),
      (["1,William Quill,,,,1980-03-05,,", "2,Bill Quill,,,,1980-03-05,,"], true),
      // A family shares a telephone; twins share a birthday too.
      (["1,Ann Lee,13812345678,,,,,", "2,Bob Lee,13812345678,,,,,"], false),
      (["1,李建国,13812345678,,,1990-01-05,男,杭州", "2,李建华,13812345678,,,1990-01-05,男,杭州"], false),
      (["1,Emma Brown,,,,1990-01-05,F,York", "2,Ella Brown,,,,1990-01-05,F,York"], false),
      // Two cards are two people whatever else is equal; an old card is the new one.
      (
        [
          "1,王伟,13812345678,w@a.cn,11010519491231002X,,,",
          "2,王伟,13812345678,w@a.cn,110105199003070017,,,",
        ], false
      ),
      (["1,王伟,,,110105491231002,,,", "2,,,,11010519491231002X,,,"], true),
      (["1,王先生,13812345678,,,,,", "2,王伟,13812345678,,,,,"], true),
    ] as [([String], Bool)])
  func `two rows are one person or two`(rows: [String], isOne: Bool) throws {
    let people = try people(header, rows)
    #expect((people[0] == people[1]) == isOne, "\(rows)")
  }

  @Test func `rows that many share a key with stay apart, and the key is told of`() throws {
    // A shop's own telephone, typed in for everybody without one.
    let names = ["Ann", "Bob", "Cid", "Dee", "Eve", "Fay", "Gus", "Hal", "Ida", "Jon"]
    let rows = names.enumerated().map {
      "\($0.offset),\($0.element) Lee\($0.element),8005550199,,,,,"
    }
    let found = try identity([([header] + rows).joined(separator: "\n") + "\n"])
    #expect(found.personCount == names.count)
    #expect(found.notices.contains { $0.code == "sharedPhone" })
    let family = try identity([([header] + rows.prefix(6)).joined(separator: "\n") + "\n"])
    #expect(!family.notices.contains { $0.code == "sharedPhone" })
  }

  @Test func `who fits two people joins one of them at most`() throws {
    let rows = [
      "1,Ann Lee,13812345678,,,1980-03-05,F,York", "2,,13812345678,mid@a.cn,,,,",
      "3,Bob Ray,13900001111,mid@a.cn,,1951-09-20,M,Hull",
    ]
    let people = try people(header, rows)
    #expect(people[0] != people[2])
  }

  @Test func `ids of two sources count only where they name the same people`() throws {
    func sources(_ second: String) -> [String] {
      let first = (1...9).map { "\($0),Ann Quill\(String(repeating: "x", count: $0)),,,,,," }
      let others = (1...9).map { "\($0),\(second)\(String(repeating: "x", count: $0)),,,,,," }
      return [first, others].map { ([header] + $0).joined(separator: "\n") + "\n" }
    }
    #expect(try identity(sources("Ann Quill")).personCount == 9)
    let differ = try identity(sources("Bob Frost"))
    #expect(differ.personCount == 18)
    #expect(differ.notices.contains { $0.code == "idsDiffer" })
  }

  @Test func `identity cards grade what was found without them`() throws {
    // Only the first file has cards, so the pairs are those who stand in it twice.
    let shop = IdentityShop(seed: 9, people: 8_000, chinese: true)
    let grade = try identity(shop.files).grade
    #expect(grade.metric == "precision")
    #expect(0.95 < (grade.score ?? 0) && (grade.baseline ?? 1) < (grade.score ?? 0))
    let few = try identity([header + "\n1,Ann Lee,,,,,,\n2,Bob Ray,,,,,,\n"])
    #expect(few.grade.letter == nil)
  }

  @Test func `without names equal keys are all that counts`() throws {
    let shop = IdentityShop(seed: 5, people: 800, chinese: false)
    let exact = try identity(shop.files) { $0.fuzzy = false }
    let fuzzy = try identity(shop.files)
    #expect(fuzzy.personCount < exact.personCount)
    let phones = try identity(shop.files) {
      $0.fuzzy = false
      $0.keys = [.phone]
    }
    #expect(exact.personCount < phones.personCount)
    let (precision, recall) = judge(shop, exact)
    #expect(precision >= 0.99 && recall < 0.95, "\(precision) \(recall)")
  }

  @Test func `the same people come out again, in any order of sources`() throws {
    let shop = IdentityShop(seed: 6, people: 500, chinese: true)
    let found = try identity(shop.files)
    #expect(try identity(shop.files).personOfRecord == found.personOfRecord)
    let turned = try identity(shop.files.reversed())
    #expect(turned.personCount == found.personCount)
    #expect(turned.pairCount == found.pairCount)
  }

  @Test func `a cancelled search ends`() throws {
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled.self) {
      try identity(IdentityShop(seed: 1, people: 50, chinese: false).files, { _ in }, run)
    }
  }
}

@Suite struct GoldenTests {
  private func golden(_ rule: Survivorship) throws -> GoldenTable {
    let files = [
      "member id,name,phone,city,age\nW1,Ann Lee,13812345678,York,30\nW2,Bob Ray,13900002222,,41\n",
      "customer id,name,phone,city,order date,product,amount\n"
        + "S1,,13812345678,Hull,2024-01-05,tea,10\nS1,,13812345678,Bath,2024-03-05,mug,5\n"
        + "S1,,13812345678,Bath,2024-02-05,mug,7\nS9,Cy Orr,,Hull,2024-02-01,tea,4\n",
    ]
    let sources = try files.enumerated().map {
      IdentitySource(
        name: ["web", "store"][$0.offset],
        table: try TableReader.read(text: $0.element, named: "t", ReadOptions(), Run()))
    }
    return try GoldenTable(try Identity(sources, IdentityOptions(), Run()), rule, Run())
  }

  @Test(
    arguments: [
      (.latest, "Bath"), (.earliest, "Hull"), (.frequent, "Bath"), (.source, "York"),
    ] as [(Survivorship, String)])
  func `of every column the value survives that the rule says`(
    rule: Survivorship, city: String
  ) throws {
    let golden = try golden(rule)
    #expect(golden.count == 3)
    let place = try #require(golden.fields.firstIndex { $0.role == .region })
    #expect(golden.cell(place, 0) == city)
    #expect(golden.cell(place, 1) == nil)
    #expect(golden.sourceIds(0) == "web:W1; store:S1")
    #expect(golden.orders == [3, 0, 1])
    #expect(golden.spent == [22, 0, 4])
  }

  @Test func `what is kept is a table of customers, and one of purchases`() throws {
    let golden = try golden(.latest)
    let people = try golden.table(named: "people", GoldenWords.of(.en), Run())
    #expect(people.kind == .customers && people.rowCount == 3)
    #expect(people.column(.customerId)?.text?.dictionary.strings == ["P1", "P2", "P3"])
    #expect(people.column(.monetary)?.number?.values == [22, 0, 4])
    #expect(people.column(.phone)?.role?.isPersonal == true)
    let orders = try golden.purchases(named: "o", GoldenWords.of(.en), Run())
    let ledger = try PurchaseLedger(orders, asOf: nil, Run())
    #expect((0..<ledger.customerCount).map { ledger.revenue(of: $0) } == [22, 4])
    #expect(orders.column(.channel)?.text?.dictionary.strings == ["store"])
  }
}
