/// New choices in a kept recommender: nothing is learnt again, and nothing known is lost.
import Analytics
import Support
import Tables
import TestKit
import Testing

@Suite struct RecommenderUpdateTests {
  private func table(_ rows: [String], _ header: String = "customer,item,date") throws -> Table {
    try TableReader.read(
      text: header + "\n" + rows.joined(separator: "\n") + "\n", named: "t", ReadOptions(), Run())
  }

  /// Two tastes of ten items each; every customer chose six of their own.
  private static let shop: [String] = (0..<60).flatMap { customer in
    (0..<6).map { step in
      let item = (customer * 7 + step * 3) % 10
      let taste = customer % 2 == 0 ? "tea" : "tool"
      return "c\(customer),\(taste)\(item),2026-01-\(10 + step)"
    }
  }

  private static let later =
    // Somebody new with taste for tea, and a new item that tea drinkers choose.
    ["new,tea1,2026-02-01", "new,tea4,2026-02-02", "new,tea7,2026-02-03"]
    + (0..<10).map { "c\($0 * 2),新茶,2026-02-04" }

  private func kept(_ method: RecommendOptions.Method) throws -> Recommendation {
    var options = RecommendOptions()
    (options.method, options.minSupport, options.repeats) = (method, 1, .no)
    return try Recommendation.of(try table(Self.shop), options: options, Run())
  }

  private static let models: [RecommendOptions.Method] = [
    .itemCosine, .userCosine, .ease, .als, .bpr, .graphFilter, .rules, .auto,
  ]

  @Test(arguments: models)
  func `who and what is new is recommended by taste`(method: RecommendOptions.Method) throws {
    let old = try kept(method)
    let update = try RecommenderUpdate(old, try table(Self.later), Run())
    let result = update.recommendation
    #expect((update.newRows, update.newCustomers, update.newItems) == (13, 1, 1))
    let own = result.items(person: result.person("new"))
    #expect(own.first?.id.hasPrefix("tool") == false)
    #expect(own.prefix(3).allSatisfy { !$0.id.hasPrefix("tool") })
    // The new item stands higher for a tea drinker without it than for one who buys tools.
    let (tea, tool) = (
      result.items(person: result.person("c40")), result.items(person: result.person("c41"))
    )
    func place(_ list: [Recommendation.Item]) -> Int {
      list.firstIndex { $0.id == "新茶" } ?? 100
    }
    #expect(place(tea) < place(tool))
    #expect(update.testedPeople == 11)
  }

  @Test(arguments: models)
  func `whoever has chosen nothing new is recommended as before`(
    method: RecommendOptions.Method
  ) throws {
    let old = try kept(method)
    let update = try RecommenderUpdate(old, try table(Self.later), Run())
    for id in ["c21", "c41", "c59"] {
      let before = old.items(person: old.person(id)).map(\.id)
      let after = update.recommendation.items(person: update.recommendation.person(id))
        .map(\.id).filter { $0 != "新茶" }
      #expect(Array(before.prefix(after.count)) == after)
    }
  }

  @Test func `updates add up, whether together or one after the other`() throws {
    let old = try kept(.ease)
    let both = try RecommenderUpdate(old, try table(Self.later), Run()).recommendation
    let first = try RecommenderUpdate(
      old, try table(Array(Self.later.prefix(3))), Run()
    ).recommendation
    let second = try RecommenderUpdate(
      first, try table(Array(Self.later.dropFirst(3))), Run()
    ).recommendation
    for id in ["new", "c0", "c40", "c41"] {
      let one = both.items(person: both.person(id)).map(\.id)
      #expect(one == second.items(person: second.person(id)).map(\.id))
    }
  }

  @Test func `ratings of somebody new are told from the items they rated`() throws {
    let header = "customer,item,rating"
    let rows = (0..<60).flatMap { customer in
      (0..<20).filter { (customer + $0) % 3 != 0 }.map { item in
        "c\(customer),i\(item),\(customer % 2 == item % 2 ? 5 : 1)"
      }
    }
    var options = RecommendOptions()
    options.minSupport = 1
    let old = try Recommendation.of(try table(rows, header), options: options, Run())
    let new = ["n,i0,5", "n,i2,5", "n,i1,1", "n,i3,1", "n,i4,5", "n,i5,1", "c0,x,5", "c2,x,5"]
    let update = try RecommenderUpdate(old, try table(new, header), Run())
    let result = update.recommendation
    let told = result.items(person: result.person("n")).prefix(5)
    #expect(
      told.allSatisfy {
        $0.id == "x" || ["i6", "i8", "i10", "i12", "i14", "i16", "i18"].contains($0.id)
      })
    let errors = try #require(update.ratingErrors)
    #expect(errors.count == 8)
    #expect(errors.after < errors.before)
  }

  @Test func `a file that lacks what the model goes by is refused`() throws {
    let old = try kept(.itemCosine)
    #expect(throws: AnalyticsError.missingRole(roles: ["date"], headers: ["customer", "item"])) {
      try RecommenderUpdate(old, try table(["c0,tea1", "c1,tool2"], "customer,item"), Run())
    }
  }

  @Test func `items that are renamed keep their places, whatever they are called`() throws {
    var options = RecommendOptions()
    (options.method, options.minSupport) = (.ease, 1)
    let plain = try kept(.ease)
    let renamed = Self.shop.map {
      $0.replacing("tea", with: "茶 🍵 ").replacing("tool", with: "10000000000000000")
    }
    let other = try Recommendation.of(try table(renamed), options: options, Run())
    for person in plain.choices.people.indices {
      let names = plain.items(person: person).map {
        $0.id.replacing("tea", with: "茶 🍵 ").replacing("tool", with: "10000000000000000")
      }
      #expect(other.items(person: person).map(\.id) == names)
    }
  }
}
