/// Recommendations: planted tastes are found, nobody is an error, reasons hold.
import Analytics
import Support
import Tables
import TestKit
import Testing

@Suite struct RecommendationTests {
  private func table(_ text: String) throws -> Table {
    try TableReader.read(text: text, named: "t", ReadOptions(), Run())
  }

  private func shop() throws -> (SampleShop, Table) {
    let shop = SampleShop(customers: 200, language: .en, seed: 42)
    let rows = shop.orders.map { "\($0.customer),\($0.date),\($0.item),\($0.amount)" }
    let text = "customer_id,date,product,amount\n" + rows.joined(separator: "\n") + "\n"
    return (shop, try table(text))
  }

  private static let models: [RecommendOptions.Method] = [
    .itemCosine, .userCosine, .tfidf, .bm25, .rp3beta, .ease, .als, .bpr, .pureSvd, .graphFilter,
    .rules, .auto, .hybrid,
  ]

  @Test(arguments: models)
  func `planted tastes are found`(method: RecommendOptions.Method) throws {
    let (shop, table) = try shop()
    var options = RecommendOptions()
    options.method = method
    options.count = 3
    let result = try Recommendation.of(table, options: options, Run())
    var (own, all) = (0, 0)
    for (person, id) in result.choices.people.enumerated() {
      for item in result.items(person: person) {
        all += 1
        if shop.tasteOfItem[item.id] == shop.tasteOfCustomer[id] { own += 1 }
      }
    }
    #expect(Double(own) / Double(all) > 0.6)
    #expect(result.grade.letter == .a || result.grade.letter == .b)
    let judged = try #require(result.evaluation.last)
    #expect(judged.ndcg > result.evaluation[0].ndcg || result.method == "popularity")
  }

  @Test func `somebody unknown gets what is popular, somebody with a basket does not`() throws {
    let (_, table) = try shop()
    var options = RecommendOptions()
    options.method = .itemCosine
    let result = try Recommendation.of(table, options: options, Run())
    let cold = result.items(person: result.person("nobody"))
    #expect(cold.count == 10)
    #expect(cold.allSatisfy { $0.reason.kind == .popular })
    let basket = result.items(person: nil, history: ["green tea", "tea pot", "no such thing"])
    #expect(basket.first?.reason.kind == .similarItem)
    #expect(!basket.contains { $0.id == "green tea" })
    #expect(result.isCold(person: nil, history: ["no such thing"]))
  }

  @Test(arguments: models + [.popularity, .content])
  func `files of almost nothing get an answer`(method: RecommendOptions.Method) throws {
    let files = [
      "customer,item\na,x\n", "customer,item\na,x\na,x\na,x\n", "customer,item\na,x\nb,x\nc,x\n",
      "customer,item\na,x\na,y\na,z\n", "customer,item,rating\na,x,5\nb,y,5\n",
      "customer,item,rating\na,x,0\nb,y,4\n",
    ]
    for file in files {
      var options = RecommendOptions()
      options.method = method
      options.minSupport = 1
      let result = try Recommendation.of(try table(file), options: options, Run())
      let items = result.items(person: result.person("a")) + result.items(person: nil)
      #expect(items.allSatisfy { $0.score.isFinite })
      #expect(result.grade.letter == .d)
    }
  }

  @Test(arguments: [RecommendOptions.Method.svd, .mfSgd])
  func `a method that predicts ratings wants some`(method: RecommendOptions.Method) throws {
    var options = RecommendOptions()
    (options.method, options.minSupport) = (method, 1)
    let plain = try table("customer,item\na,x\nb,y\n")
    #expect(throws: AnalyticsError.self) {
      try Recommendation.of(plain, options: options, Run())
    }
    let rated = try table("customer,item,rating\na,x,5\nb,y,4\n")
    let result = try Recommendation.of(rated, options: options, Run())
    #expect(result.items(person: 0).allSatisfy { $0.score.isFinite })
    #expect(result.grade.letter == .d)
  }

  @Test func `what kinds of rows weigh is known, and may be said`() throws {
    let text =
      "customer,item,action\n"
      + (0..<40).map { "c\($0),i\($0 % 4),\($0 % 3 == 0 ? "buy" : "view")\n" }.joined()
    let result = try Recommendation.of(try table(text), options: RecommendOptions(), Run())
    let notice = try #require(result.notices.first { $0.code == "eventWeights" })
    #expect(notice.phrase.en.contains("buy 5") && notice.phrase.en.contains("view 1"))
    var options = RecommendOptions()
    options.eventWeights = ["BUY": 9]
    let said = try Recommendation.of(try table(text), options: options, Run())
    let own = try #require(said.notices.first { $0.code == "eventWeights" })
    #expect(own.phrase.en.contains("buy 9"))
  }

  @Test func `ratings are predicted on their scale, and zero is none`() throws {
    var text = "user,item,rating\n"
    for person in 0..<30 {
      for item in 0..<12 where (person + item) % 5 != 0 {
        let likes = person % 2 == item % 2
        text += "u\(person),i\(item),\(likes ? 5 : 1 + (person + item) % 2)\n"
      }
    }
    text += "u0,i0,0\n"
    let result = try Recommendation.of(try table(text), options: RecommendOptions(), Run())
    #expect(result.method == "svd")
    #expect(result.notices.contains { $0.code == "zeroRatings" })
    let figures = try #require(result.ratingFigures)
    #expect(figures.error < figures.baseline)
    for person in ["u3", "u4"] {
      let items = result.items(person: result.person(person))
      let liked = items.filter { ($0.predictedRating ?? 0) > 3.5 }
      #expect(items.allSatisfy { (1...5).contains($0.predictedRating ?? 0) })
      let even = (Int(person.dropFirst()) ?? 0) % 2
      #expect(liked.allSatisfy { (Int($0.id.dropFirst()) ?? 0) % 2 == even })
    }
    var options = RecommendOptions()
    options.ratingUse = .implicit
    let implicit = try Recommendation.of(try table(text), options: options, Run())
    #expect(implicit.ratingFigures == nil && implicit.method != "svd")
  }

  @Test func `items are filtered, excluded and included by their ids and values`() throws {
    let text =
      "customer,item,shelf\n"
      + (0..<60).map { "c\($0 % 20),i\($0 % 12),\($0 % 12 < 6 ? "上" : "下")\n" }.joined()
    func ids(_ change: (inout RecommendOptions) -> Void) throws -> Set<String> {
      var options = RecommendOptions()
      options.method = .popularity
      options.count = 20
      change(&options)
      let result = try Recommendation.of(try table(text), options: options, Run())
      return Set(result.items(person: nil).map(\.id))
    }
    #expect(try ids { _ in }.count == 12)
    #expect(try ids { $0.exclude = ["i0"] } == Set((1..<12).map { "i\($0)" }))
    #expect(try ids { $0.include = ["i3", "i4"] } == ["i3", "i4"])
    #expect(try ids { $0.itemFilter = [("shelf", ["下"])] } == Set((6..<12).map { "i\($0)" }))
    #expect(throws: AnalyticsError.self) { try ids { $0.itemFilter = [("color", ["red"])] } }
  }

  @Test func `somebody unknown gets what is popular among people alike`() throws {
    var text = "customer,item,region\n"
    for person in 0..<200 {
      text += "c\(person),\(person % 2 == 0 ? "tea" : "beer"),\(person % 2 == 0 ? "上海" : "Bath")\n"
      if person < 30 { text += "c\(person),cake,\(person % 2 == 0 ? "上海" : "Bath")\n" }
    }
    let result = try Recommendation.of(try table(text), options: RecommendOptions(), Run())
    let one = result.items(person: nil, profile: ["region": "上海"])
    let two = result.items(person: nil, profile: ["region": "Bath"])
    #expect(one.first?.id == "tea" && two.first?.id == "beer")
    #expect(one.first?.reason.text.zh.contains("上海") ?? false)
  }

  @Test func `ids come out as they went in`() throws {
    let ids = ["0009223372036854775807", "1234567890123456789", "商品：绿茶", " x y", "1e5", "é"]
    let text =
      "customer,item\n"
      + (0..<30).map { "\"客\($0 % 7)\",\"\(ids[$0 % 6])\"\n" }.joined()
    var options = RecommendOptions()
    options.minSupport = 1
    options.repeats = .yes
    let result = try Recommendation.of(try table(text), options: options, Run())
    let given = Set(result.items(person: nil).map(\.id))
    #expect(given == Set(ids.map { $0 == " x y" ? "x y" : $0 }))
    #expect(result.person("客3") != nil)
  }

  @Test func `more variety means less alike`() throws {
    let (shop, table) = try shop()
    func tastes(_ diversity: Double) throws -> Double {
      var options = RecommendOptions()
      options.method = .itemCosine
      options.count = 5
      options.diversity = diversity
      let result = try Recommendation.of(table, options: options, Run())
      let counts = result.choices.people.indices.map { person in
        Double(Set(result.items(person: person).compactMap { shop.tasteOfItem[$0.id] }).count)
      }
      return counts.reduce(0, +) / Double(counts.count)
    }
    #expect(try tastes(0.7) > tastes(0))
  }

  @Test func `the same seed gives the same lists`() throws {
    let (_, table) = try shop()
    var options = RecommendOptions()
    options.method = .bpr
    let one = try Recommendation.of(table, options: options, Run())
    let two = try Recommendation.of(table, options: options, Run())
    for person in one.choices.people.indices {
      #expect(one.best(10, person: person) == two.best(10, person: person))
    }
  }
}
