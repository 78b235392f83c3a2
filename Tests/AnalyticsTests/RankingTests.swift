/// Rankings: planted orders found, figures counted another way, chance told from knowledge.
import Analytics
import Learning
import Numerics
import Support
import Tables
import TestKit
import Testing

@Suite struct RankingTests {
  private func table(_ text: String) throws -> Table {
    try TableReader.read(text: text, named: "test", ReadOptions(), Run())
  }

  private func ranking(
    _ text: String, _ change: (inout RankOptions) -> Void = { _ in }
  ) throws -> FeatureRanking {
    var options = RankOptions()
    change(&options)
    return try FeatureRanking(try table(text), options, Run())
  }

  private func detail(_ ranking: FeatureRanking, _ header: String, _ method: Int = 0) throws
    -> ScoreDetail
  {
    let feature = try #require(ranking.features.first { $0.header == header })
    return try #require(feature.scores[method]).detail
  }

  /// visits decides most, plan some, shoe size nothing; the receipt of leaving knows too much.
  private func customers(_ count: Int, seed: UInt64 = 1) -> String {
    var random = SeededRandom(seed: seed)
    var text = "customer_id,full name,phone,visits,plan,shoe,fees,left_code,churn\n"
    for index in 0..<count {
      let (visits, plan) = (random.below(20), random.below(3))
      let odds = 2.5 - 0.5 * Double(visits) + 1.2 * Double(plan)
      let left = random.unit() < Math.sigmoid(odds)
      let shoe = 36 + random.below(10)
      let name = ["basic", "plus", "pro"][plan]
      let fees = index % 9 == 4 ? "" : "\(10 + 5 * plan + random.below(3))"
      text += "u\(index),Person \(index % 7),555-01\(10 + index % 90),\(visits),\(name),\(shoe),"
      text += "\(fees),\(left ? 9 : random.below(2)),\(left ? "yes" : "no")\n"
    }
    return text
  }

  @Test func `what was planted comes first and chance last`() throws {
    let found = try ranking(customers(800))
    #expect(found.target == "churn" && found.targetKind == .label(positive: "yes"))
    let order = found.features.map(\.header)
    #expect(order.prefix(2) == ["left_code", "visits"] && order.last == "shoe")
    let shoe = try #require(found.features.last)
    #expect(shoe.scores.prefix(2).allSatisfy { $0?.isAboveChance == false })
    #expect(found.features.first?.isLeak == true)
    #expect(found.features.dropFirst().allSatisfy { !$0.isLeak })
    #expect(found.notices.contains { $0.code == "leakageSuspected" && $0.path == "left_code" })
    #expect(found.grade.letter == .a)
  }

  @Test func `names and people are never features`() throws {
    let found = try ranking(customers(60))
    let headers = found.features.map(\.header)
    for name in ["customer_id", "full name", "phone", "churn"] { #expect(!headers.contains(name)) }
    #expect(Set(found.leftOut.map(\.header)) == ["customer_id", "full name", "phone"])
    for name in ["phone", "customer_id", "churn", "nothing"] {
      #expect(throws: AnalyticsError.self) { try ranking(customers(60)) { $0.features = [name] } }
    }
    for name in ["phone", "full name", "nothing"] {
      #expect(throws: AnalyticsError.self) { try ranking(customers(60)) { $0.target = name } }
    }
  }

  @Test func `correlations are those of the pairs that are there`() throws {
    let found = try ranking(customers(300)) { $0.target = "visits" }
    let rows = customers(300).split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let pairs = rows.compactMap { row in
      Double(row[6]).flatMap { x in Double(row[3]).map { (x, $0) } }
    }
    let (x, y) = (pairs.map(\.0), pairs.map(\.1))
    func ranks(_ values: [Double]) -> [Double] {
      values.map { value in
        Double(values.count { $0 < value }) + Double(values.count { $0 == value } + 1) / 2
      }
    }
    func r(_ x: [Double], _ y: [Double]) -> Double {
      let n = Double(x.count)
      let (mx, my) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
      let xy = zip(x, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) }
      let xx = x.reduce(0) { $0 + ($1 - mx) * ($1 - mx) }
      return xy / (xx * y.reduce(0) { $0 + ($1 - my) * ($1 - my) }).squareRoot()
    }
    guard case .correlation(let pearson, let spearman, nil) = try detail(found, "fees") else {
      Issue.record("fees are numbers")
      return
    }
    #expect(abs(pearson - r(x, y)) < 1e-9)
    // Ranks of visits are those of all rows, of which one in nine has no fees.
    #expect(abs(spearman - r(ranks(x), ranks(y))) < 0.01)
    #expect(found.features.first { $0.header == "fees" }?.rowCount == pairs.count)
  }

  @Test func `the area is the share of pairs in which the label has the higher value`() throws {
    let found = try ranking(customers(200))
    let rows = customers(200).split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    var (wins, pairs) = (0.0, 0.0)
    for yes in rows where yes.last == "yes" {
      for no in rows where no.last == "no" {
        let (a, b) = (Double(yes[3]) ?? 0, Double(no[3]) ?? 0)
        wins += a > b ? 1 : a == b ? 0.5 : 0
        pairs += 1
      }
    }
    guard case .correlation(_, _, let area) = try detail(found, "visits") else { return }
    #expect(abs(try #require(area) - wins / pairs) < 1e-12)
  }

  /// Sums of squared loadings weighted by shares are mean squared correlations: the square of the
  /// correlation matrix has the same diagonal by either way.
  @Test func `loadings come to the mean squared correlation with all`() throws {
    var random = SeededRandom(seed: 8)
    let columns = (0..<4).map { _ in (0..<400).map { _ in random.normal() } }
    let mixed = [
      columns[0], zip(columns[0], columns[1]).map { 0.95 * $0 + 0.3 * $1 },
      zip(columns[0], columns[2]).map { 0.5 * $0 - $1 }, columns[3],
    ]
    var text = "a,b,c,d\n"
    for row in 0..<400 { text += mixed.map { "\($0[row])" }.joined(separator: ",") + "\n" }
    let found = try ranking(text)
    #expect(found.methods.map(\.method) == [.pcaLoadings] && found.grade.letter == nil)
    for (place, name) in ["a", "b", "c", "d"].enumerated() {
      let squares = mixed.map { Correlation.pearson(mixed[place], $0) ?? 0 }.map { $0 * $0 }
      let feature = try #require(found.features.first { $0.header == name })
      #expect(abs(try #require(feature.scores[0]).value - squares.reduce(0, +) / 4) < 1e-9)
    }
    #expect(found.features.last?.header == "d")
    #expect(found.alike.map { [$0.a, $0.b] } == [["a", "b"]])
    #expect(found.components.reduce(0) { $0 + $1.explained } > 0.5)
  }

  @Test func `a target that knows nothing is told from one that does`() throws {
    var alarms = 0
    for seed in 0..<30 {
      var random = SeededRandom(seed: UInt64(seed))
      var text = "a,b,c,d,y\n"
      for _ in 0..<120 {
        text += (0..<5).map { _ in "\(random.normal())" }.joined(separator: ",") + "\n"
      }
      let found = try ranking(text) {
        $0.target = "y"
        $0.methods = [.correlation]
        $0.resamples = 0
      }
      alarms += found.features.contains { $0.scores[0]?.isAboveChance == true } ? 1 : 0
    }
    // One in twenty is expected; six or more of thirty come up twice in a thousand times.
    #expect(alarms < 6)
  }

  @Test func `orders are ranked by the features made of them`() throws {
    var options = SampleOptions()
    options.customers = 200
    let sample = try Sample(options, Run())
    let bytes = CSVWriter.bytes(
      header: sample.headers, rows: (0..<sample.rowCount).map { sample.cells(ofRow: $0) })
    let orders = try TableReader.read(bytes: bytes, named: "orders", ReadOptions(), Run())
    var wish = RankOptions()
    wish.target = "revenue"
    let found = try FeatureRanking(orders, wish, Run())
    #expect(found.rowCount == 200)
    #expect(found.features.prefix(4).contains { $0.header == "orders" })
    #expect(found.alike.contains { $0.a == "orders" && $0.b == "purchaseDays" })
  }

  @Test func `one seed gives one ranking`() throws {
    func figures(_ seed: UInt64) throws -> [String] {
      let found = try ranking(customers(150)) { $0.seed = seed }
      return found.features.map { "\($0.header) \($0.scores.map { $0?.rankRange })" }
        + found.methods.map { "\($0.stability ?? -1) \($0.chance ?? -1)" }
    }
    #expect(try figures(5) == figures(5))
    #expect(try figures(5) != figures(6))
  }

  @Test func `what does not vary is refused, and so is a target of one value`() throws {
    #expect(throws: AnalyticsError.constantFeatures(headers: ["a", "b", "churn"])) {
      try ranking("a,b,churn\n1,x,1\n1,x,0\n1,x,1\n")
    }
    #expect(throws: AnalyticsError.singleClass(label: "1", count: 3)) {
      try ranking("a,b,churn\n1,x,1\n2,x,1\n3,y,1\n")
    }
  }

  @Test func `words against words and numbers against classes have scores`() throws {
    var random = SeededRandom(seed: 2)
    var text = "colour,size,noise,kind\n"
    for _ in 0..<400 {
      let kind = random.below(3)
      let colour = random.unit() < 0.7 ? kind : random.below(3)
      text += "\(["red", "green", "blue"][colour]),\(Double(kind) + random.normal()),"
      text += "\(["x", "y"][random.below(2)]),\(["tea", "cup", "pot"][kind])\n"
    }
    let found = try ranking(text) { $0.target = "kind" }
    #expect(found.targetKind == .classes(count: 3))
    guard case .association(let v) = try detail(found, "colour"),
      case .ratio(let eta) = try detail(found, "size"),
      case .association(let none) = try detail(found, "noise")
    else {
      Issue.record("the kinds of scores are not those expected")
      return
    }
    // Seven in ten keep the colour of their kind and a third of the others hit it: V is 0.7.
    #expect(abs(v - 0.7) < 0.07 && none < 0.12)
    // The variance between is 2/3, within 1: the ratio is the root of 0.4.
    #expect(abs(eta - 0.4.squareRoot()) < 0.07)
  }
}
