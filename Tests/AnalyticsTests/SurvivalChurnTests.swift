/// `predictChurn` by survival: chances as defined, reasons that add up, intervals that hold the
/// truth, nothing seen that came later.
import Analytics
import Learning
import Numerics
import Support
import Tables
import TestKit
import Testing

@Suite struct SurvivalChurnTests {
  private func table(_ text: String) throws -> Table {
    try TableReader.read(text: text, named: "test", ReadOptions(), Run())
  }

  private func predict(
    _ table: Table, _ change: (inout ChurnOptions) -> Void = { _ in }
  ) throws -> ChurnPrediction {
    var options = ChurnOptions()
    options.mode = .survival
    change(&options)
    return try ChurnPrediction.of(table, options: options, Run())
  }

  /// Members whose hazard is constant: the truth is 1 - exp(-rate * horizon).
  private func members(
    _ count: Int, seed: UInt64
  ) throws -> (table: Table, truth: [String: Double]) {
    var random = SeededRandom(seed: seed)
    var text = "member_id,tenure,plan,visits,churn\n"
    var truth: [String: Double] = [:]
    for index in 0..<count {
      let (plan, visits) = (random.below(2), random.below(8))
      let rate = 0.02 * (plan == 0 ? 2 : 1) * Math.exp(-0.15 * Double(visits))
      let (life, seen) = (-Math.log(1 - random.unit()) / rate, 5 + 60 * random.unit())
      let months = min(life, seen)
      text +=
        "m\(index),\(months),\(["a", "b"][plan]),\(visits),\(life <= seen ? "yes" : "no")\n"
      truth["m\(index)"] = 1 - Math.exp(-rate * 12)
    }
    return (try table(text), truth)
  }

  private struct Life {
    let time: Double
    let hasLeft: Bool
  }

  @Test func `without columns the chance is that of the Nelson-Aalen curve`() throws {
    var lives: [Life] = []
    var text = "member_id,tenure,churn\n"
    for index in 1...60 {
      let months: Int = 1 + (index * 7) % 40
      lives.append(Life(time: Double(months), hasLeft: index % 3 == 0))
      text += "m\(index),\(months),\(index % 3 == 0 ? 1 : 0)\n"
    }
    let found = try predict(table(text)) { $0.horizonDays = 5 }
    #expect(found.method == "km" && found.ids.count == 40)
    func hazard(_ time: Double) -> Double {
      var sum = 0.0
      for end in Set(lives.filter(\.hasLeft).map(\.time)) where end <= time {
        let ended = lives.filter { $0.time == end && $0.hasLeft }.count
        sum += Double(ended) / Double(lives.filter { $0.time >= end }.count)
      }
      return sum
    }
    let last = lives.map(\.time).max() ?? 0
    let rate = (hazard(last) - hazard(last - 5)) / 5
    func carried(_ time: Double) -> Double {
      time <= last ? hazard(time) : hazard(last) + rate * (time - last)
    }
    let there = lives.filter { !$0.hasLeft }
    for (life, chance) in zip(there, found.probabilities) {
      let wanted = 1 - Math.exp(-(carried(life.time + 5) - carried(life.time)))
      #expect(abs(chance - max(1e-9, wanted)) < 1e-9)
    }
  }

  @Test func `reasons of durations add up in the logarithm of the hazard`() throws {
    let found = try predict(members(600, seed: 4).table) { $0.horizonDays = 12 }
    #expect(found.method == "cox" && found.mode == .survival)
    #expect(found.explanation.scale == .logHazard && found.lapsedCount == 600 - found.ids.count)
    for customer in found.ids.indices {
      let score = found.explanation.effects(customer).reduce(found.explanation.base) {
        $0 + $1.effect
      }
      #expect(abs(1 - Math.exp(-Math.exp(score)) - found.probabilities[customer]) < 1e-8)
    }
    let evaluation = try #require(found.evaluation)
    #expect(evaluation.metrics.count > 100 && found.grade.letter != .d)
  }

  @Test func `intervals of durations hold the truth about as often as they say`() throws {
    var (held, count, error) = (0, 0, 0.0)
    for seed in 1...12 {
      let (table, truth) = try members(400, seed: UInt64(seed))
      let found = try predict(table) { $0.horizonDays = 12 }
      for (place, id) in found.ids.enumerated() {
        let wanted = try #require(truth[id])
        let interval = try #require(found.interval(place))
        if interval.contains(wanted) { held += 1 }
        error += found.probabilities[place] - wanted
        count += 1
      }
    }
    #expect((0.7...0.9).contains(Double(held) / Double(count)))
    #expect(abs(error / Double(count)) < 0.02)
  }

  private func shop(_ customers: Int) throws -> Table {
    let shop = SampleShop(customers: customers, language: .en, seed: 42)
    let rows = shop.orders.map { "\($0.customer),\($0.date),\($0.item),\($0.amount)" }
    return try table("customer_id,date,product,amount\n" + rows.joined(separator: "\n") + "\n")
  }

  @Test func `reasons of orders add up to the log-odds`() throws {
    let found = try predict(shop(300))
    #expect(found.method == "cox" && found.mode == .survival)
    for customer in found.ids.indices {
      let sum = found.explanation.effects(customer).reduce(found.explanation.base) {
        $0 + $1.effect
      }
      #expect(abs(sum - Math.logit(found.probabilities[customer])) < 1e-9)
      #expect(found.interval(customer)?.contains(found.probabilities[customer]) == true)
    }
    #expect(found.notices.contains { $0.code == "openSilences" })
  }

  @Test func `gaps tell what an exponential shop is made of`() throws {
    // Everybody buys at one rate for ever: the chance of silence is exp(-rate * horizon).
    var random = SeededRandom(seed: 8)
    var text = "customer_id,date,amount\n"
    for customer in 0..<400 {
      var day = 30 * random.unit()
      while day < 700 {
        text += "c\(customer),\(CivilDate.text(days: 19_000 + Int32(day))),\(5 + random.below(9))\n"
        day += 1 + RandomVariates.exponential(rate: 0.05, &random)
      }
    }
    let found = try predict(table(text)) { ($0.windowDays, $0.horizonDays) = (365, 30) }
    let mean = found.probabilities.pairwiseSum / Double(found.probabilities.count)
    #expect(abs(mean - Math.exp(-0.05 * 30)) < 0.03)
    // Nobody differs, so the answer must not claim to tell anybody apart.
    #expect(found.grade.letter == .c || found.grade.letter == .b)
  }

  @Test func `the same rows give the same bits, and few orders fall back to a rule`() throws {
    let table = try shop(120)
    #expect(try predict(table).probabilities == predict(table).probabilities)
    let few = "customer_id,date\na,2024-01-01\na,2024-02-01\nb,2024-02-20\n"
    #expect(try predict(self.table(few)).method == "rule")
  }

  @Test func `what does not fit the mode is refused`() throws {
    let table = try shop(40)
    #expect(
      throws: AnalyticsError.unknownName(
        parameter: "params.model", found: "gbdt with mode survival", known: ["auto", "cox"])
    ) { try predict(table) { $0.model = .gbdt } }
    #expect(
      throws: AnalyticsError.missingRole(
        roles: ["tenureDays", "date"], headers: ["member_id", "plan", "churn"])
    ) { try predict(self.table("member_id,plan,churn\na,x,yes\nb,y,no\n")) }
    #expect(throws: AnalyticsError.notEnoughData(have: 1, need: 5, what: "ends seen")) {
      try predict(self.table("member_id,tenure,churn\na,1,yes\nb,2,no\n")) { $0.isStrict = true }
    }
  }

  @Test(.enabled(if: Repository.hasShared, "the data sets are not beside the package"))
  func `on CDNOW it foretells silence as well as BG NBD`() throws {
    let path = try #require(Repository.shared("data/cdnow/CDNOW_master.txt"))
    let table = try TableReader.read(path: path, ReadOptions(), Run())
    func auc(_ model: ChurnOptions.Model) throws -> Double {
      var options = ChurnOptions()
      options.model = model
      let found = try ChurnPrediction.of(table, options: options, Run())
      return found.evaluation?.metrics.rocAuc ?? 0
    }
    #expect(try auc(.cox) > auc(.bgNbd) - 0.005)
  }
}
