/// Every way to find groups finds planted ones, and says so in the same shape.
import Analytics
import Learning
import Support
import Tables
import Testing

@Suite struct ClusterMethodTests {
  private static let methods: [SegmentOptions.Method] = [
    .kmeans, .kprototypes, .gmm, .hierarchical, .dbscan,
  ]

  private func table(_ text: String) throws -> Table {
    try TableReader.read(text: text, named: "test", ReadOptions(), Run())
  }

  /// Three groups, each at its own age and spend, and a channel that goes with them.
  private func planted(_ customers: Int, words: Int = 3) throws -> Table {
    var random = SeededRandom(seed: 31)
    let lines = (0..<customers).map { index -> String in
      let group = index % 3
      let age = 25 + 20 * group + Int(random.normal() * 2)
      let spend = [100, 900, 300][group] + Int(random.normal() * 20)
      return "c\(index),\(age),\(spend),w\(words > 3 ? index % words : group),g\(group)"
    }
    return try table("customer_id,age,spend,channel,kind\n" + lines.joined(separator: "\n") + "\n")
  }

  private func options(_ method: SegmentOptions.Method) -> SegmentOptions {
    var options = SegmentOptions()
    options.method = method
    options.features = ["age", "spend"]
    options.truthColumn = "kind"
    return options
  }

  @Test(arguments: methods)
  func `planted groups are found, however they are looked for`(
    _ method: SegmentOptions.Method
  ) throws {
    let result = try Segmentation.of(try planted(300), options: options(method), Run())
    #expect(result.method == method)
    let truth = try #require(result.truth)
    #expect(truth.customerCount == 300 && truth.labelCount == 3)
    #expect(truth.agreement.adjustedRand > 0.9, "\(truth.agreement)")
    let quality = try #require(result.quality)
    for figure in [
      quality.figures.silhouette, quality.figures.dunn, quality.figures.daviesBouldin,
      quality.figures.calinskiHarabasz,
    ] { #expect(figure?.isFinite == true) }
    #expect(quality.inertia > 0)
    let revenue = result.segments.compactMap(\.revenue)
    #expect(revenue == revenue.sorted(by: >))
    #expect(result.segments.reduce(0) { $0 + $1.size } == 300)
    #expect(result.segments.allSatisfy { !$0.name.en.isEmpty && !$0.name.zh.isEmpty })
  }

  @Test(arguments: methods, [2, 3, 5, 11])
  func `a handful of customers is answered or refused, never worse`(
    _ method: SegmentOptions.Method, customers: Int
  ) throws {
    do {
      let result = try Segmentation.of(try planted(customers), options: options(method), Run())
      #expect(result.ids.count == customers)
    } catch is AnalyticsError {}
  }

  @Test func `three planted groups are advised by every way, none by the gap where none are`()
    throws
  {
    var wish = options(.kmeans)
    let choice = try ClusterChoice(try planted(150), most: 6, options: wish, Run())
    #expect(choice.advised == 3 && choice.bySilhouette == 3 && choice.byGap == 3)
    #expect(choice.steps.map(\.k) == [1, 2, 3, 4, 5, 6])
    #expect((choice.steps[2].stability ?? 0) > 0.95)
    var random = SeededRandom(seed: 5)
    let even = (0..<200).map { "c\($0),\(random.unit()),\(random.unit())" }
    wish.features = nil
    wish.truthColumn = nil
    let flat = try table("customer_id,x,y\n" + even.joined(separator: "\n") + "\n")
    #expect(try ClusterChoice(flat, most: 5, options: wish, Run()).byGap == 1)
  }

  @Test func `a column of true groups is no feature, and must be there`() throws {
    let data = try table("customer_id,age,spend,group\na,1,2,7\nb,3,4,7\nc,5,9,8\n")
    var options = SegmentOptions()
    options.method = .kmeans
    options.clusterCount = 2
    options.truthColumn = "group"
    #expect(try Segmentation.of(data, options: options, Run()).features == ["age", "spend"])
    options.truthColumn = "nothing"
    #expect(
      throws: AnalyticsError.noTrueLabels(header: "nothing", why: "there is no such column")
    ) { try Segmentation.of(data, options: options, Run()) }
  }

  @Test func `a column of as many words as may be is taken, of one more it is not`() throws {
    for (words, isTaken) in [(Limits.categories, true), (Limits.categories + 1, false)] {
      var wish = SegmentOptions()
      wish.method = .kprototypes
      wish.clusterCount = 3
      wish.truthColumn = "kind"
      let result = try Segmentation.of(try planted(300, words: words), options: wish, Run())
      #expect(result.definition.en.contains("channel") == isTaken, "\(result.definition.en)")
    }
  }

  @Test func `more customers than a table of pairs holds are refused by number`() throws {
    var wish = SegmentOptions()
    wish.method = .hierarchical
    wish.linkage = .average
    wish.features = ["age", "spend"]
    let most = Limits.pairRows
    #expect(
      throws: AnalyticsError.tooMuch(
        method: "hierarchical", what: "customers", have: most + 1, most: most)
    ) { try Segmentation.of(try planted(most + 1), options: wish, Run()) }
  }

  @Test func `by the angle, customers of one mix are together however much they buy`() throws {
    var random = SeededRandom(seed: 8)
    let lines = (0..<200).map { index -> String in
      // Two mixes of goods, each bought in amounts from small to huge.
      let size = 1 + 99 * random.unit()
      let (tea, coffee) = index % 2 == 0 ? (0.9, 0.1) : (0.1, 0.9)
      return "c\(index),\(tea * size),\(coffee * size),g\(index % 2)"
    }
    let table = try table("customer_id,tea,coffee,kind\n" + lines.joined(separator: "\n") + "\n")
    var wish = SegmentOptions()
    wish.method = .kmeans
    wish.clusterCount = 2
    wish.features = ["tea", "coffee"]
    wish.scale = .none
    wish.log = .none
    wish.truthColumn = "kind"
    let straight = try Segmentation.of(table, options: wish, Run())
    wish.metric = .cosine
    let angle = try Segmentation.of(table, options: wish, Run())
    #expect(angle.truth?.agreement.adjustedRand == 1)
    #expect((straight.truth?.agreement.adjustedRand ?? 1) < 0.9)
    #expect(angle.definition.en.contains("cosine"))
  }
}
