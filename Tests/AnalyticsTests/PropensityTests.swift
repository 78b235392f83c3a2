/// Who buys: fans of an item are told from others, and what comes after the day is not looked at.
import Analytics
import Numerics
import Support
import Tables
import TestKit
import Testing

@Suite struct PropensityTests {
  private struct Shop {
    var rows: [(customer: Int, day: Int, item: String, amount: Double)] = []
    var fans: Set<Int> = []

    /// A third of the customers buy mostly tea, the others hardly ever.
    init(_ customers: Int, seed: UInt64) {
      var random = SeededRandom(seed: seed)
      for customer in 0..<customers {
        let isFan = random.below(3) == 0
        if isFan { fans.insert(customer) }
        let gap = 8 + random.below(40)
        var day = random.below(60)
        while day < 360 {
          let wantsTea = random.unit() < (isFan ? 0.8 : 0.05)
          let amount = Double(5 + random.below(20)) * (isFan ? 2 : 1)
          rows.append((customer, day, wantsTea ? "tea" : "mug", amount))
          day += 1 + random.below(2 * gap)
        }
      }
    }

    func table(until last: Int = .max) throws -> Table {
      let lines = rows.filter { $0.day <= last }.map {
        "c\($0.customer),\(CivilDate.text(days: Int32(19_700 + $0.day))),\($0.item),\($0.amount)"
      }
      return try TableReader.read(
        text: "customer_id,date,product,amount\n" + lines.joined(separator: "\n") + "\n",
        named: "test", ReadOptions(), Run())
    }
  }

  private func propensity(
    _ table: Table, _ change: (inout PropensityOptions) -> Void
  ) throws -> PurchasePropensity {
    var options = PropensityOptions()
    change(&options)
    return try PurchasePropensity.of(table, options, Run())
  }

  private func area(_ found: PurchasePropensity, _ isOne: (String) -> Bool) -> Double {
    let ones = found.ids.indices.filter { isOne(found.ids[$0]) }.map { found.probabilities[$0] }
    let zeros = found.ids.indices.filter { !isOne(found.ids[$0]) }.map { found.probabilities[$0] }
    let wins = ones.reduce(0.0) { sum, p in
      sum + zeros.reduce(0) { $0 + (p > $1 ? 1 : p == $1 ? 0.5 : 0) }
    }
    return wins / Double(ones.count * zeros.count)
  }

  @Test(arguments: [PropensityOptions.Model.auto, .logistic, .gbdt, .linear])
  func `who will buy an item is told from who will not`(model: PropensityOptions.Model) throws {
    let shop = Shop(400, seed: 5)
    let found = try propensity(try shop.table(until: 300)) {
      ($0.model, $0.item, $0.horizonDays) = (model, "tea", 60)
      $0.asOf = 19_700 + 300
    }
    let buyers = Set(
      shop.rows.filter { $0.day > 300 && $0.item == "tea" }.map { "c\($0.customer)" })
    #expect(area(found, buyers.contains) > 0.85)
    #expect(found.probabilities.allSatisfy { (0...1).contains($0) })
    let real = Double(buyers.count)
    #expect(abs(found.expectedBuyers - real) < 0.2 * real)
    let reasons = found.ids.indices.map { customer in
      found.explanation.effects(customer).reduce(found.explanation.base) { $0 + $1.effect }
    }
    if model != .linear {
      for customer in found.ids.indices {
        #expect(abs(reasons[customer] - Math.logit(found.probabilities[customer])) < 1e-9)
      }
    }
  }

  @Test func `what comes after the day changes nothing`() throws {
    let shop = Shop(200, seed: 7)
    func chances(_ last: Int) throws -> [String: Double] {
      let found = try propensity(try shop.table(until: last)) {
        ($0.item, $0.horizonDays, $0.asOf) = ("tea", 40, 19_700 + 250)
      }
      return Dictionary(uniqueKeysWithValues: zip(found.ids, found.probabilities))
    }
    #expect(try chances(250) == chances(10_000))
  }

  @Test func `buying anything is the other side of silence`() throws {
    let table = try Shop(300, seed: 9).table()
    let found = try propensity(table) { $0.horizonDays = 45 }
    var options = ChurnOptions()
    (options.horizonDays, options.includesLapsed) = (45, true)
    let silent = try ChurnPrediction.of(table, options: options, Run())
    #expect(found.ids == silent.ids)
    for customer in found.ids.indices {
      #expect(abs(found.probabilities[customer] + silent.probabilities[customer] - 1) < 1e-12)
    }
    let (own, other) = (try #require(found.evaluation), try #require(silent.evaluation))
    #expect(abs(own.metrics.logLoss - other.metrics.logLoss) < 1e-12)
    #expect(own.metrics.positives == other.metrics.count - other.metrics.positives)
  }

  @Test func `those who spend twice as much are expected to`() throws {
    let shop = Shop(400, seed: 11)
    let found = try propensity(try shop.table(until: 300)) {
      ($0.horizonDays, $0.asOf) = (60, 19_700 + 300)
    }
    let test = try #require(found.spendTest)
    #expect(test.error < test.baseline)
    let spent = shop.rows.filter { $0.day > 300 && $0.day <= 360 }.reduce(0) { $0 + $1.amount }
    let expected = found.ids.indices.reduce(0) { $0 + (found.expectedSpend($1) ?? 0) }
    #expect(abs(expected - spent) < 0.2 * spent)
  }

  @Test func `an item that hardly anybody buys gets rates, and says so`() throws {
    let shop = Shop(40, seed: 13)
    var text = shop.rows.prefix(200).map {
      "c\($0.customer),\(CivilDate.text(days: Int32(19_700 + $0.day))),\($0.item),\($0.amount)"
    }
    text.append("c1,\(CivilDate.text(days: 19_720)),rare,3")
    let table = try TableReader.read(
      text: "customer_id,date,product,amount\n" + text.joined(separator: "\n") + "\n",
      named: "test", ReadOptions(), Run())
    let found = try propensity(table) { $0.item = "rare" }
    #expect(found.method == "baseRate" && found.grade.letter == .d)
    #expect(throws: AnalyticsError.self) {
      try propensity(table) { ($0.item, $0.isStrict) = ("rare", true) }
    }
  }
}
