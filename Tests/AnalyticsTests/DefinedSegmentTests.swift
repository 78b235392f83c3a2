/// Groups that are defined: by stage of life, by value, by rules; and which method auto takes.
import Analytics
import Support
import Tables
import Testing

@Suite struct DefinedSegmentTests {
  private func table(_ text: String) throws -> Table {
    try TableReader.read(text: text, named: "test", ReadOptions(), Run())
  }

  private func orders(_ customers: Int = 200) throws -> Table {
    let shop = SampleShop(customers: customers, language: .en, seed: 3)
    let lines = shop.orders.map { "\($0.customer),\($0.date),\($0.amount)" }
    return try table("customer_id,date,amount\n" + lines.joined(separator: "\n") + "\n")
  }

  private func segment(
    _ table: Table, _ method: SegmentOptions.Method, rules: [SegmentRule] = [],
    truth: String? = nil
  ) throws -> Segmentation {
    var options = SegmentOptions()
    options.method = method
    options.rules = rules
    options.truthColumn = truth
    return try Segmentation.of(table, options: options, Run())
  }

  @Test func `stages are those of lifecycleStages`() throws {
    let table = try orders()
    let result = try segment(table, .lifecycle)
    let stages = try LifecycleStages(table, options: LifecycleOptions(), Run())
    for segment in result.segments {
      let group = stages.groups.first { StageWords.of($0.stage).name == segment.name }
      #expect(group?.count == segment.size)
      #expect(abs((group?.revenue ?? -1) - (segment.revenue ?? 0)) < 1e-6)
    }
    #expect(result.segments.reduce(0) { $0 + $1.size } == stages.customers.count)
    #expect(result.grade == stages.grade)
  }

  @Test func `class A brings the first four fifths of the money and not one customer more`() throws
  {
    let result = try segment(try orders(), .value)
    let money = try #require(result.values.last)
    let a = money.indices.filter {
      result.segments[result.segmentOfCustomer[$0]].name.en.first == "A"
    }
    let total = money.filter { $0 > 0 }.reduce(0, +)
    let own = a.map { money[$0] }.reduce(0, +)
    let least = a.map { money[$0] }.min() ?? 0
    #expect(own >= 0.8 * total && own - least < 0.8 * total)
    #expect(money.indices.allSatisfy { !a.contains($0) || money[$0] >= least })
    #expect((result.grade.score ?? 0) > (result.grade.baseline ?? 1))
  }

  @Test func `equal sums share a class, and nothing is class D`() throws {
    let text =
      "customer_id,total_spend\n" + (1...10).map { "c\($0),50" }.joined(separator: "\n")
      + "\nz,0\ny,-5\n"
    let result = try segment(try table(text), .value)
    #expect(result.segments.map(\.size) == [10, 2])
    #expect(result.segments.map { String($0.name.en.prefix(1)) } == ["A", "D"])
  }

  @Test func `the first rule that holds decides, and the rest are left over`() throws {
    let table = try table("customer_id,age,city\na,20,Rome\nb,40,Rome\nc,60,Oslo\nd,,Oslo\n")
    let result = try segment(
      table, .auto,
      rules: [
        SegmentRule(name: "Romans", filter: .compare(column: "city", .equal, .text("Rome"))),
        SegmentRule(name: "young", filter: .compare(column: "age", .less, .number(30))),
        SegmentRule(name: "old", filter: .compare(column: "age", .greater, .number(50))),
      ])
    #expect(result.method == .rules)
    let names = result.segmentOfCustomer.map { result.segments[$0].name.en }
    #expect(names == ["Romans", "Romans", "old", "None of the rules"])
    #expect(result.segments.first { $0.name.en == "Romans" }?.rule.en == "city = Rome")
    #expect(result.notices.map(\.code).contains("emptyRule"))
  }

  @Test func `rules on orders read the features of customers`() throws {
    let table = try orders()
    let rule = SegmentRule(
      name: "regulars",
      filter: .all([
        .compare(column: "frequency", .greaterOrEqual, .number(5)),
        .compare(column: "recency", .lessOrEqual, .number(60)),
        .compare(column: "orders90", .greater, .number(0)),
      ]))
    let result = try segment(table, .rules, rules: [rule])
    for customer in result.ids.indices {
      let isRegular = result.values[1][customer] >= 5 && result.values[0][customer] <= 60
      let name = result.segments[result.segmentOfCustomer[customer]].name.en
      #expect((name == "regulars") == isRegular)
    }
  }

  @Test func `rules that cannot be read are refused`() throws {
    let table = try table("customer_id,age\na,20\nb,40\n")
    #expect(throws: AnalyticsError.noRules) { try segment(table, .rules) }
    let unknown = SegmentRule(name: "x", filter: .compare(column: "shoe", .equal, .number(1)))
    #expect(throws: TableError.self) { try segment(table, .rules, rules: [unknown]) }
    let words = SegmentRule(name: "x", filter: .compare(column: "age", .equal, .text("old")))
    #expect(throws: AnalyticsError.self) { try segment(table, .rules, rules: [words]) }
  }

  @Test func `a table mostly of words is grouped by its words, and groups are named by them`()
    throws
  {
    let lines = (0..<60).map { index in
      let isA = index % 2 == 0
      return "c\(index),\(isA ? "Rome" : "Oslo"),\(isA ? "card" : "cash"),\(30 + index % 7)"
    }
    let table = try table("customer_id,place,pay,score_x\n" + lines.joined(separator: "\n") + "\n")
    let result = try segment(table, .auto)
    #expect(result.method == .kprototypes)
    let names = result.segments.map(\.name.en).joined(separator: "; ")
    #expect(names.contains("Rome") && names.contains("Oslo"), "\(names)")
  }

  @Test func `labels on orders count where all of a customer's rows agree`() throws {
    let lines = (0..<40).flatMap { customer -> [String] in
      (1...3).map { day in
        let kind = customer == 0 && day == 2 ? "other" : customer % 2 == 0 ? "even" : "odd"
        return
          "c\(customer),2024-0\(day)-0\(1 + customer % 9),\(customer % 2 == 0 ? 10 : 500),\(kind)"
      }
    }
    let table = try table("customer_id,date,amount,kind\n" + lines.joined(separator: "\n") + "\n")
    for method in [SegmentOptions.Method.value, .kmeans, .rfm] {
      let truth = try #require(try segment(table, method, truth: "kind").truth)
      #expect(truth.customerCount == 39 && truth.labelCount == 2)
    }
    #expect(throws: AnalyticsError.self) { try segment(table, .rfm, truth: "nothing") }
  }

  @Test func `a rule of recency, frequency and money says what it comes to`() throws {
    let result = try segment(try orders(), .rfm)
    for segment in result.segments {
      #expect(segment.rule.en.contains(" order") && segment.rule.en.contains("days before"))
      #expect(segment.rule.zh.contains("末单距今"))
    }
  }
}
