/// Groups that are kept: the same customers fall into the same groups, others where they belong.
import Analytics
import Support
import Tables
import Testing

@Suite struct SegmentModelTests {
  private func table(_ text: String) throws -> Table {
    try TableReader.read(text: text, named: "test", ReadOptions(), Run())
  }

  private func planted(_ range: Range<Int>) throws -> Table {
    var random = SeededRandom(seed: 31)
    let lines = (0..<600).map { index -> String in
      let group = index % 3
      let age = 25 + 20 * group + Int(random.normal() * 2)
      let spend = [100, 900, 300][group] + Int(random.normal() * 20)
      return "c\(index),\(age),\(spend),w\(group),g\(group)"
    }
    let kept = range.map { lines[$0] }.joined(separator: "\n")
    return try table("customer_id,age,spend,channel,kind\n" + kept + "\n")
  }

  private func options(_ method: SegmentOptions.Method) -> SegmentOptions {
    var options = SegmentOptions()
    options.method = method
    options.truthColumn = "kind"
    if [.kmeans, .gmm, .hierarchical].contains(method) { options.clusterCount = 3 }
    return options
  }

  @Test(
    arguments: [SegmentOptions.Method.kmeans, .kprototypes, .gmm, .hierarchical, .dbscan])
  func `other customers of planted groups fall into theirs`(
    _ method: SegmentOptions.Method
  ) throws {
    let fitted = try Segmentation.of(try planted(0..<300), options: options(method), Run())
    let model = try #require(fitted.model)
    let same = try SegmentAssignment(try planted(0..<300), model: model, asOf: nil, Run())
    let agreeing = zip(same.places, fitted.segmentOfCustomer).filter { $0 == $1 }.count
    #expect(agreeing >= (method == .hierarchical ? 295 : method == .dbscan ? 290 : 300))
    #expect(same.ids == fitted.ids)
    if method != .dbscan { #expect(same.shift.map { abs($0) < 0.001 } == true) }

    let others = try SegmentAssignment(try planted(300..<600), model: model, asOf: nil, Run())
    var kindOf: [Int: Set<Int>] = [:]
    for (customer, place) in others.places.enumerated() where place >= 0 {
      kindOf[place, default: []].insert(customer % 3)
    }
    #expect(kindOf.values.allSatisfy { $0.count == 1 }, "\(kindOf)")
    #expect(others.places.filter { $0 >= 0 }.count > 280)
    #expect(others.sizes.reduce(0, +) + others.places.filter { $0 < 0 }.count == 300)
  }

  @Test(arguments: [SegmentOptions.Method.rfm, .rfm8, .value])
  func `cut points stay as they were`(_ method: SegmentOptions.Method) throws {
    let shop = SampleShop(customers: 300, language: .en, seed: 3)
    let lines = shop.orders.map { "\($0.customer),\($0.date),\($0.amount)" }
    let table = try table("customer_id,date,amount\n" + lines.joined(separator: "\n") + "\n")
    var options = SegmentOptions()
    options.method = method
    let fitted = try Segmentation.of(table, options: options, Run())
    let model = try #require(fitted.model)
    let same = try SegmentAssignment(table, model: model, asOf: nil, Run())
    #expect(same.places == fitted.segmentOfCustomer)
    // One customer alone is judged by the cut points of all, not by their own.
    let best = fitted.segmentOfCustomer.indices.first { fitted.segmentOfCustomer[$0] == 0 } ?? 0
    let own = lines.filter { $0.hasPrefix(fitted.ids[best] + ",") }
    let alone = try self.table("customer_id,date,amount\n" + own.joined(separator: "\n") + "\n")
    let day = try #require(fitted.asOf)
    let result = try SegmentAssignment(alone, model: model, asOf: day, Run())
    #expect(result.places == [0] && result.shift == nil)
  }

  @Test func `what lies beyond all customers seen is marked`() throws {
    let fitted = try Segmentation.of(try planted(0..<300), options: options(.kmeans), Run())
    let model = try #require(fitted.model)
    let odd = try table("customer_id,age,spend\nx,200,100\ny,30,\n")
    let result = try SegmentAssignment(odd, model: model, asOf: nil, Run())
    #expect(result.outOfRange(0) == ["age"] && result.outOfRange(1).isEmpty)
    #expect(result.notices.map(\.code) == ["missingFilled"])
  }

  @Test func `columns that are missing are named`() throws {
    let fitted = try Segmentation.of(try planted(0..<300), options: options(.kmeans), Run())
    let model = try #require(fitted.model)
    let less = try table("customer_id,age\nx,20\ny,30\n")
    #expect(
      throws: AnalyticsError.modelMismatch(missing: ["spend"], headers: ["customer_id", "age"])
    ) { try SegmentAssignment(less, model: model, asOf: nil, Run()) }
  }

  @Test func `stages and rules keep nothing`() throws {
    var options = SegmentOptions()
    options.rules = [SegmentRule(name: "x", filter: .compare(column: "age", .less, .number(30)))]
    #expect(try Segmentation.of(try planted(0..<30), options: options, Run()).model == nil)
  }
}
