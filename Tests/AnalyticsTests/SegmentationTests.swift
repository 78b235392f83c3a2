/// Groups of customers: total maps, stable ties, planted groups.
import Analytics
import Support
import Tables
import Testing

@Suite struct SegmentationTests {
  private func table(_ text: String) throws -> Table {
    try TableReader.read(text: text, named: "test", ReadOptions(), Run())
  }

  private func shop(_ customers: Int, seed: UInt64 = 1) throws -> Table {
    let shop = SampleShop(customers: customers, language: .en, seed: seed)
    let rows = shop.orders.map { "\($0.customer),\($0.date),\($0.item),\($0.amount)" }
    return try table("customer_id,date,product,amount\n" + rows.joined(separator: "\n") + "\n")
  }

  @Test(arguments: [1, 2, 7, 30, 300])
  func `every customer is in exactly one group, whatever the number`(customers: Int) throws {
    let result = try Segmentation.of(try shop(customers), options: SegmentOptions(), Run())
    #expect(result.ids.count == customers)
    #expect(result.segments.reduce(0) { $0 + $1.size } == customers)
    #expect(Set(result.segments.map(\.name.en)).count == result.segments.count)
    for (place, segment) in result.segments.enumerated() {
      #expect(segment.size == result.segmentOfCustomer.filter { $0 == place }.count)
    }
  }

  @Test func `equal values get equal scores`() throws {
    let result = try Segmentation.of(try shop(200), options: SegmentOptions(), Run())
    guard case .rfm(let recency, let frequency, _) = result.scores else {
      Issue.record("no scores")
      return
    }
    for (values, score) in [(result.values[0], recency), (result.values[1], frequency)] {
      var known: [Double: Int] = [:]
      for (value, own) in zip(values, score.scores) {
        #expect(known[value, default: own] == own)
        known[value] = own
      }
    }
  }

  @Test func `returns are netted and purchases of one day are one`() throws {
    let data = try table(
      """
      customer_id,date,amount
      a,2024-01-01,10
      a,2024-01-01,5
      a,2024-02-01,-4
      b,2024-03-01,7

      """)
    var options = SegmentOptions()
    options.method = .rfm
    let result = try Segmentation.of(data, options: options, Run())
    let a = try #require(result.ids.firstIndex(of: "a"))
    #expect(result.values[0][a] == 60)
    #expect(result.values[1][a] == 1)
    #expect(result.values[2][a] == 11)
    #expect(result.notices.contains { $0.code == "returnsNetted" })
  }

  @Test func `ids stay byte for byte`() throws {
    let data = try table(
      "customer_id,date,amount\n00017,2024-01-01,10\n17,2024-01-02,5\n440301199001011234,2024-01-05,8\n"
    )
    let result = try Segmentation.of(data, options: SegmentOptions(), Run())
    #expect(Set(result.ids) == ["00017", "17", "440301199001011234"])
  }

  @Test func `two planted groups are found and their number is chosen`() throws {
    var random = SeededRandom(seed: 2)
    let rows = (0..<80).map { index -> String in
      let centre = index % 2 == 0 ? 10.0 : 50
      return "\(index),\(centre + random.normal()),\(centre * 2 + random.normal())"
    }
    let data = try table("id,visits,spend\n" + rows.joined(separator: "\n") + "\n")
    var options = SegmentOptions()
    options.method = .kmeans
    let result = try Segmentation.of(data, options: options, Run())
    #expect(result.segments.count == 2)
    #expect(result.segments.map(\.size) == [40, 40])
    #expect(result.grade.letter == .a)
  }

  @Test func `noise is not graded as groups`() throws {
    var random = SeededRandom(seed: 3)
    let rows = (0..<300).map { "\($0),\(random.unit()),\(random.unit()),\(random.unit())" }
    let data = try table("id,a,b,c\n" + rows.joined(separator: "\n") + "\n")
    var options = SegmentOptions()
    options.method = .kmeans
    let result = try Segmentation.of(data, options: options, Run())
    #expect(result.grade.letter == .c)
  }

  @Test func `a cancelled segmentation stops`() throws {
    let data = try shop(50)
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled()) { try Segmentation.of(data, options: SegmentOptions(), run) }
  }
}
