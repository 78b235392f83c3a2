/// Samples: read back without help, the same every time, and true to what was planted.
import Analytics
import Learning
import Numerics
import Support
import Tables
import TestKit
import Testing

@Suite struct SampleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let preset: SamplePreset
    let language: Language

    var testDescription: String { "\(preset.rawValue) \(language.rawValue)" }

    static let all = SamplePreset.allCases.flatMap { preset in
      Language.allCases.map { Case(preset: preset, language: $0) }
    }
    static let ledgers = all.filter { ![.saas, .finance].contains($0.preset) }
    static let books = all.filter { [.saas, .finance].contains($0.preset) }
  }

  private func sample(
    _ item: Case, customers: Int = 300, months: Int = 18, seed: UInt64 = 42
  ) throws -> Sample {
    var options = SampleOptions()
    options.preset = item.preset
    options.language = item.language
    options.customers = customers
    options.months = months
    options.seed = seed
    return try Sample(options, Run())
  }

  private func rows(_ sample: Sample) -> [[String]] {
    (0..<sample.rowCount).map { sample.cells(ofRow: $0) }
  }

  private func table(_ sample: Sample) throws -> Table {
    let bytes = CSVWriter.bytes(header: sample.headers, rows: rows(sample))
    return try TableReader.read(bytes: bytes, named: "sample", ReadOptions(), Run())
  }

  /// A truth of all customers, by its header.
  private func truths(_ sample: Sample, _ header: String) throws -> [Sample.TruthCell] {
    let place = try #require(sample.truthHeaders.firstIndex(of: header))
    return sample.customers.indices.map { sample.truth(of: $0)[place] }
  }

  private func numbers(_ sample: Sample, _ header: String) throws -> [Double] {
    try truths(sample, header).map { if case .number(let number) = $0 { number } else { .nan } }
  }

  private static let orders: Set<Role> = [.orderId, .date, .customerId, .quantity, .unitPrice]
  private static let rolesOf: [SamplePreset: Set<Role>] = [
    .ecommerce: orders.union([
      .amount, .itemId, .itemName, .category, .channel, .region, .name, .phone, .rating, .text,
    ]),
    .retail: orders.union([.amount, .itemId, .itemName, .category]),
    .education: orders.union([.amount, .itemId, .itemName, .name, .channel]),
    .manufacturing: orders.union([.amount, .itemId, .itemName, .category, .region]),
    .healthService: [.date, .customerId, .itemName, .amount, .channel, .satisfaction],
    .saas: [.customerId, .email, .firstDate, .tenureDays, .churn],
    .finance: [.customerId, .name, .phone, .age, .gender, .region, .income, .firstDate, .churn],
  ]

  @Test(arguments: Case.all)
  func `every trade is read back with its roles and its kind`(_ item: Case) throws {
    let table = try table(sample(item))
    let isBook = item.preset == .saas || item.preset == .finance
    #expect(table.kind == (isBook ? .customers : .transactions))
    #expect(table.language == item.language)
    #expect(table.source.skippedCount == 0)
    let wanted = try #require(Self.rolesOf[item.preset])
    let missing = wanted.filter { table.column($0) == nil }
    #expect(missing.isEmpty, "\(missing) not among \(table.roles.mapValues(\.header))")
  }

  @Test(arguments: Case.all)
  func `one seed gives one sample, another gives another`(_ item: Case) throws {
    let first = rows(try sample(item))
    #expect(first == rows(try sample(item)))
    #expect(first != rows(try sample(item, seed: 43)))
    #expect(first.allSatisfy { $0.count == first[0].count })
  }

  @Test(arguments: Case.ledgers)
  func `pace, spend and taste are those planted`(_ item: Case) throws {
    let sample = try sample(item, customers: 1_500)
    let table = try table(sample)
    let ledger = try PurchaseLedger(table, asOf: nil, Run())
    let pace = try numbers(sample, "ordersPerMonth")
    let value = try numbers(sample, "meanOrderValue")
    let starts = try days(sample, "firstDay"), ends = try days(sample, "leftOn")
    var (expected, found, spent, money) = (0.0, 0.0, 0.0, 0.0)
    for place in 0..<ledger.customerCount {
      let planted = try #require(sample.customers.firstIndex { $0.id == ledger.id(place) })
      let end = ends[planted] ?? sample.options.lastDay
      let orders = Double(ledger.orderCount(of: place))
      expected += Double(end - (starts[planted] ?? 0)) / 30 * pace[planted]
      // The first order marks the beginning; gaps of shape 2 leave a quarter of one at the end.
      found += orders - 0.75
      spent += orders * value[planted]
      money += ledger.revenue(of: place)
    }
    #expect(ledger.customerCount == 1_500)
    #expect(abs(found / expected - 1) < 0.08, "\(found) orders beside \(expected)")
    // Lines and packs are geometric: a few percent of noise.
    #expect(abs(money / spent - 1) < 0.08, "\(money) spent beside \(spent)")
  }

  private func days(_ sample: Sample, _ header: String) throws -> [Int32?] {
    try truths(sample, header).map {
      if case .text(let text) = $0 { CivilDate.parse(text) } else { nil }
    }
  }

  @Test(arguments: Case.ledgers)
  func `who has left buys nothing after that day`(_ item: Case) throws {
    let sample = try sample(item)
    let ledger = try PurchaseLedger(try table(sample), asOf: nil, Run())
    let ends = try days(sample, "leftOn"), left = try numbers(sample, "left")
    for place in 0..<ledger.customerCount {
      let planted = try #require(sample.customers.firstIndex { $0.id == ledger.id(place) })
      #expect((ends[planted] != nil) == (left[planted] == 1))
      let bought = ledger.purchases(of: place)
      let last = ledger.days[bought.upperBound - 1]
      // The first purchase is made in any case.
      #expect(bought.count == 1 || last <= ends[planted] ?? .max)
    }
    #expect((0.1...0.9).contains(left.reduce(0, +) / Double(left.count)))
  }

  @Test(arguments: Case.ledgers)
  func `customers buy from their own corner as often as planted`(_ item: Case) throws {
    let sample = try sample(item, customers: 1_000)
    let names = sample.tastes.map { $0.text(in: item.language) }
    let taste = try truths(sample, "taste")
    let column = try #require(rows(sample).first?.firstIndex(where: names.contains))
    // What is bought twice in one order is one line, so units are counted and not lines.
    let units = try table(sample).column(.quantity)?.number?.values
    var (own, all) = (0.0, 0.0)
    for row in 0..<sample.rowCount {
      let count = units?[row] ?? 1
      all += count
      let isOwn = .text(sample.cells(ofRow: row)[column]) == taste[sample.customer(ofRow: row)]
      own += isOwn ? count : 0
    }
    let planted = SampleCustomer.loyaltyToTaste
    let expected = planted + (1 - planted) / Double(names.count)
    #expect(abs(own / all - expected) < 0.02)
  }

  @Test(arguments: Case.books)
  func `labels follow the planted chance, and a model finds it`(_ item: Case) throws {
    let sample = try sample(item, customers: 2_000)
    let chance = try numbers(sample, "leaveProbability"), left = try numbers(sample, "left")
    let mean = chance.reduce(0, +) / 2_000
    #expect(abs(left.reduce(0, +) / 2_000 - mean) < 4 * (mean * (1 - mean) / 2_000).squareRoot())
    let found = try ChurnPrediction.of(try table(sample), options: ChurnOptions(), Run())
    #expect(found.mode == .labelled && (found.grade.letter == .a || found.grade.letter == .b))
    let order = found.ids.indices.sorted { found.ids[$0] < found.ids[$1] }
    let risk = order.map { found.probabilities[$0] }
    // Counts are whole numbers, which hides a part of what was planted.
    #expect(correlation(risk, chance) > 0.8)
  }

  private func correlation(_ x: [Double], _ y: [Double]) -> Double {
    let (mx, my) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    let xy = zip(x, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) }
    let xx = x.reduce(0) { $0 + ($1 - mx) * ($1 - mx) }
    let yy = y.reduce(0) { $0 + ($1 - my) * ($1 - my) }
    return xy / (xx * yy).squareRoot()
  }

  @Test func `the days everybody waits for are busy`() throws {
    let sample = try sample(Case(preset: .ecommerce, language: .zh), customers: 1_500)
    let dates = rows(sample).map { String($0[1].prefix(10)) }
    func perDay(_ days: [String]) -> Double {
      Double(dates.filter(days.contains).count) / Double(days.count)
    }
    let october = (10...31).map { "2025-10-\($0)" }
    #expect(perDay(["2025-11-10", "2025-11-11"]) > 5 * perDay(october))
    #expect(perDay(["2025-06-16", "2025-06-17", "2025-06-18"]) > 2 * perDay(october))
  }

  @Test(arguments: Case.all)
  func `nobody in it can be called or written to`(_ item: Case) throws {
    let sample = try sample(item)
    let table = try table(sample)
    for row in rows(sample) {
      for (header, cell) in zip(sample.headers, row) {
        switch table.column(named: header)?.role {
        case .phone: #expect(cell.contains("****") || cell.contains(") 555-01"))
        case .email: #expect(cell.hasSuffix("@example.com"))
        case .name: #expect(item.language == .en || cell.contains("某"))
        default: break
        }
      }
    }
  }

  @Test(arguments: [(1, 1), (1, 120), (3, 1)])
  func `the smallest samples are whole`(customers: Int, months: Int) throws {
    for item in Case.all {
      let sample = try sample(item, customers: customers, months: months)
      #expect(sample.customers.count == customers)
      #expect(Set((0..<sample.rowCount).map { sample.customer(ofRow: $0) }).count == customers)
    }
  }
}
