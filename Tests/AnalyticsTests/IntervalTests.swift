/// Four of five intervals hold the truth, where the truth is known because it was made up.
import Analytics
import Learning
import Numerics
import Support
import Tables
import TestKit
import Testing

@Suite struct IntervalTests {
  private func table(_ text: String) throws -> Table {
    try TableReader.read(text: text, named: "test", ReadOptions(), Run())
  }

  /// How often the intervals of many shops hold the true probability of a customer.
  private func coverage(
    _ shops: Int, _ shop: (_ seed: UInt64) throws -> (ChurnPrediction, (String) -> Double)
  ) throws -> (share: Double, method: Set<String>) {
    var (held, all) = (0, 0)
    var methods: Set<String> = []
    for seed in 0..<shops {
      let (result, truth) = try shop(UInt64(seed))
      methods.insert(result.method)
      for customer in result.ids.indices {
        guard let interval = result.interval(customer) else { continue }
        all += 1
        if interval.contains(truth(result.ids[customer])) { held += 1 }
      }
    }
    return (Double(held) / Double(max(1, all)), methods)
  }

  /// Customers whose odds of leaving are a sum of what is known of them.
  private func labelled(
    _ count: Int, model: ChurnOptions.Model, bent: Bool, seed: UInt64
  ) throws -> (ChurnPrediction, (String) -> Double) {
    var random = SeededRandom(seed: seed)
    let slopes = (0..<6).map { _ in 0.6 * random.normal() }
    var truth: [String: Double] = [:]
    var text = "user_id,a,b,c,d,e,f,churn\n"
    for customer in 0..<count {
      let x = (0..<6).map { _ in random.normal() }
      var odds = zip(slopes, x).reduce(-0.8) { $0 + $1.0 * $1.1 }
      if bent { odds += (x[0] > 0.5 && x[1] < 0.3 ? 1.5 : -0.3) + 0.5 * abs(x[2]) }
      truth["u\(customer)"] = Math.sigmoid(odds)
      let cells = x.map { Words.fixed($0, 4) }.joined(separator: ",")
      text += "u\(customer),\(cells),\(random.unit() < Math.sigmoid(odds) ? "yes" : "no")\n"
    }
    var options = ChurnOptions()
    options.model = model
    let result = try ChurnPrediction.of(try table(text), options: options, Run())
    return (result, { truth[$0] ?? .nan })
  }

  /// Orders of customers who buy and leave as MBG/NBD says.
  private func shop(
    _ count: Int, model: ChurnOptions.Model, seed: UInt64
  ) throws -> (ChurnPrediction, (String) -> Double) {
    var random = SeededRandom(seed: 1_000 + seed)
    let real = BetaGeometric(
      dropout: .mbgNbd, r: 0.6 + random.unit(), alpha: 15 + 30 * random.unit(),
      a: 0.5 + random.unit(), b: 2 + 3 * random.unit())
    let end = 360.0
    var text = "customer_id,date,amount\n"
    var histories: [String: (x: Int, recency: Double, age: Double)] = [:]
    for customer in 0..<count {
      let begin = (0.9 * end * random.unit()).rounded(.down)
      let rate = RandomVariates.gamma(shape: real.r, &random) / real.alpha
      let leaves = RandomVariates.beta(real.a, real.b, &random)
      var days = [begin]
      var time = begin
      while random.unit() >= leaves {
        time += RandomVariates.exponential(rate: rate, &random)
        guard time < end else { break }
        if time.rounded(.down) > days[days.count - 1] { days.append(time.rounded(.down)) }
      }
      for day in days { text += "c\(customer),\(CivilDate.text(days: Int32(day) + 19_000)),10\n" }
      histories["c\(customer)"] = (days.count - 1, days[days.count - 1] - begin, end - begin)
    }
    var options = ChurnOptions()
    options.model = model
    options.windowDays = 90
    options.includesLapsed = count < 30
    options.asOf = Int32(end) + 19_000
    let result = try ChurnPrediction.of(try table(text), options: options, Run())
    return (
      result,
      {
        guard let h = histories[$0] else { return .nan }
        return real.probabilityOfSilence(in: 90, h.x, h.recency, h.age)
      }
    )
  }

  @Test(arguments: [
    (30, 40, ChurnOptions.Model.logistic, false), (100, 30, .logistic, false),
    (300, 20, .logistic, false), (1_000, 10, .logistic, false), (1_000, 6, .gbdt, true),
    (1_000, 10, .auto, true), (300, 10, .forest, true), (300, 10, .naiveBayes, false),
    (300, 10, .linearSvm, false), (300, 10, .l1Logistic, false), (300, 10, .tree, true),
  ])
  func `intervals of labels cover`(
    customers: Int, shops: Int, model: ChurnOptions.Model, bent: Bool
  ) throws {
    let found = try coverage(shops) {
      try labelled(customers, model: model, bent: bent, seed: $0)
    }
    #expect((0.7...0.9).contains(found.share))
  }

  @Test(arguments: [
    (8, 60, ChurnOptions.Model.auto), (20, 60, .auto), (60, 40, .auto), (150, 30, .auto),
    (600, 40, .auto), (600, 20, .gbdt), (3_000, 15, .auto), (600, 30, .mbgNbd), (3_000, 8, .mbgNbd),
  ])
  func `intervals of orders cover`(
    customers: Int, shops: Int, model: ChurnOptions.Model
  ) throws {
    let found = try coverage(shops) { try shop(customers, model: model, seed: $0) }
    #expect((0.7...0.9).contains(found.share))
  }
}
