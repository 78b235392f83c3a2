/// Churn: reasons that add up, rungs that fit the data, planted leavers found.
import Analytics
import Learning
import Numerics
import Support
import Tables
import TestKit
import Testing

@Suite struct ChurnTests {
  private func table(_ text: String) throws -> Table {
    try TableReader.read(text: text, named: "test", ReadOptions(), Run())
  }

  private func shop(_ customers: Int) throws -> (SampleShop, Table) {
    let shop = SampleShop(customers: customers, language: .en, seed: 42)
    let rows = shop.orders.map { "\($0.customer),\($0.date),\($0.item),\($0.amount)" }
    return (
      shop, try table("customer_id,date,product,amount\n" + rows.joined(separator: "\n") + "\n")
    )
  }

  private func labelled(_ count: Int) throws -> Table {
    var random = SeededRandom(seed: 6)
    let rows = (0..<count).map { index -> String in
      let (visits, plan) = (random.below(20), ["basic", "plus", "pro"][random.below(3)])
      let odds = 1.5 - 0.3 * Double(visits) + (plan == "basic" ? 1.0 : 0)
      let left = random.unit() < Math.sigmoid(odds) ? "yes" : "no"
      return "u\(index),\(index % 50 == 7 ? "" : "\(visits)"),\(plan),\(left)"
    }
    return try table("user_id,visits,plan,churn\n" + rows.joined(separator: "\n") + "\n")
  }

  private func checkSums(_ result: ChurnPrediction) {
    for customer in result.ids.indices {
      let sum = result.explanation.effects(customer).reduce(result.explanation.base) {
        $0 + $1.effect
      }
      #expect(abs(sum - Math.logit(result.probabilities[customer])) < 1e-9)
    }
  }

  @Test func `reasons add up to the log-odds for a label`() throws {
    let result = try ChurnPrediction.of(try labelled(600), options: ChurnOptions(), Run())
    #expect(result.method == "logistic" && result.mode == .labelled)
    #expect(result.grade.letter == .a)
    checkSums(result)
  }

  @Test(arguments: [ChurnOptions.Model.auto, .mbgNbd, .bgNbd, .rule])
  func `reasons add up to the log-odds for orders`(model: ChurnOptions.Model) throws {
    var options = ChurnOptions()
    options.model = model
    checkSums(try ChurnPrediction.of(try shop(300).1, options: options, Run()))
  }

  @Test func `planted leavers are named more often than others`() throws {
    let (shop, table) = try shop(300)
    let result = try ChurnPrediction.of(table, options: ChurnOptions(), Run())
    let order = result.ids.indices.sorted { result.probabilities[$0] > result.probabilities[$1] }
    let named = order.prefix(20).filter { shop.leavers.contains(result.ids[$0]) }.count
    let rate =
      Double(result.ids.filter { shop.leavers.contains($0) }.count) / Double(result.ids.count)
    #expect(Double(named) / 20 > 1.5 * rate)
  }

  @Test(arguments: [(1, "rule"), (5, "rule"), (20, "rule"), (300, "logistic")])
  func `the rung fits the size of the shop`(customers: Int, method: String) throws {
    var options = ChurnOptions()
    options.includesLapsed = true
    let result = try ChurnPrediction.of(try shop(customers).1, options: options, Run())
    #expect(result.method == method)
    #expect(result.probabilities.allSatisfy { 0 < $0 && $0 < 1 })
    #expect((result.grade.letter == .d) == (method == "rule"))
  }

  @Test func `the positive label may be named, and an active column is turned round`() throws {
    let active = try table(
      "user_id,visits,active\n"
        + (0..<40).map { "u\($0),\($0),\($0 < 20 ? "no" : "yes")" }
        .joined(separator: "\n") + "\n")
    let result = try ChurnPrediction.of(active, options: ChurnOptions(), Run())
    #expect(result.probabilities[0] > 0.5 && result.probabilities[39] < 0.5)
  }

  @Test func `a feature that knows the answer is reported`() throws {
    let rows = (0..<100).map {
      "u\($0),\($0 % 7),\($0 % 4 == 0 ? 1 : 0),\($0 % 4 == 0 ? "yes" : "no")"
    }
    let data = try table("user_id,visits,closed,churn\n" + rows.joined(separator: "\n") + "\n")
    let result = try ChurnPrediction.of(data, options: ChurnOptions(), Run())
    #expect(result.leaks.map(\.feature) == ["closed"])
    let clean = try ChurnPrediction.of(try labelled(300), options: ChurnOptions(), Run())
    #expect(clean.leaks.isEmpty)
  }

  @Test func `nothing after the cut enters a feature`() throws {
    // Two shops, equal up to the reference date: later orders must not change a probability.
    let rows = (0..<40).flatMap { customer in
      (0..<6).map { "c\(customer),2024-0\($0 + 1)-\(10 + customer % 18),20" }
    }
    let header = "customer_id,date,amount\n"
    let early = try table(header + rows.joined(separator: "\n") + "\n")
    let late = try table(
      header + (rows + ["c1,2024-09-01,900", "c2,2024-09-02,900"]).joined(separator: "\n") + "\n")
    var options = ChurnOptions()
    options.asOf = CivilDate.parse("2024-06-28")
    let first = try ChurnPrediction.of(early, options: options, Run())
    let second = try ChurnPrediction.of(late, options: options, Run())
    #expect(first.probabilities == second.probabilities)
  }

  // scikit-learn 1.9.1; reference/churn.json: log-loss 0.4259 and AUC 0.8353 with C = 1.
  @Test(.enabled(if: Repository.hasShared, "the data beside the repository are absent"))
  func `the telco file reaches the peer's log-loss and AUC`() throws {
    let path = try #require(Repository.shared("data/telco/telco.csv"))
    let data = try TableReader.read(path: path, ReadOptions(), Run())
    var options = ChurnOptions()
    options.split = .systematic
    let result = try ChurnPrediction.of(data, options: options, Run())
    let metrics = try #require(result.evaluation).metrics
    let peers =
      value(try Repository.reference("churn.json"), "results.telco.logistic_l2") as? [Any] ?? []
    let best = peers.compactMap { number($0, "test.log_loss") }.min() ?? 0
    let auc = peers.compactMap { number($0, "test.auc") }.max() ?? 1
    #expect(metrics.logLoss <= best + 0.002)
    #expect((metrics.rocAuc ?? 0) >= auc - 0.002)
    checkSums(result)
  }

  // BG/NBD of lifetimes 0.11.3 ranks the customers of weeks 1 to 39 by expected purchases with an
  // AUC of 0.7725 for "no purchase in weeks 40 to 78", by its probability of silence with 0.7569.
  @Test(.enabled(if: Repository.hasShared, "the data beside the repository are absent"))
  func `silence on CDNOW is foretold better than by BG/NBD`() throws {
    let path = try #require(Repository.shared("data/cdnow/CDNOW_sample.txt"))
    let data = try TableReader.read(path: path, ReadOptions(), Run())
    let cut = try #require(CivilDate.parse("1997-09-30"))
    var options = ChurnOptions()
    (options.asOf, options.horizonDays, options.includesLapsed) = (cut, 273, true)
    let result = try ChurnPrediction.of(data, options: options, Run())
    let ledger = try PurchaseLedger(data, asOf: nil, Run())
    var later: Set<String> = []
    for customer in 0..<ledger.customerCount {
      let days = ledger.purchases(of: customer).map { ledger.days[$0] }
      if days.contains(where: { cut < $0 && $0 <= cut + 273 }) { later.insert(ledger.id(customer)) }
    }
    #expect(result.ids.count == 2357)
    let silent = result.ids.map { later.contains($0) ? 0.0 : 1 }
    let auc = BinaryMetrics.areaUnderRoc(labels: silent, scores: result.probabilities)
    #expect(try #require(auc) > 0.7725)
    #expect(result.notices.contains { $0.code == "modelCorrected" })
    #expect(result.notices.contains { $0.code == "shorterTest" })
  }

  @Test func `labels see what came after the gap, features what came before the cutoff`() throws {
    let data = try shop(80).1
    var options = ChurnLabelOptions()
    (options.windowDays, options.gapDays) = (30, 10)
    let labels = try ChurnLabels(data, options, Run())
    let ledger = try PurchaseLedger(data, asOf: nil, Run())
    var days: [String: [Int32]] = [:]
    for customer in 0..<ledger.customerCount {
      days[ledger.id(customer)] = ledger.purchases(of: customer).map { ledger.days[$0] }
    }
    #expect(labels.cutoffs.count > 2 && labels.rows.count > 100)
    for row in labels.rows {
      let own = try #require(days[row.customerId])
      let later = own.contains { row.cutoff + 10 < $0 && $0 <= row.cutoff + 40 }
      #expect(row.hasLeft == !later)
      let before = own.filter { $0 <= row.cutoff }
      #expect(row.features[2] == Double(before.count))
      #expect(row.features[0] == Double(row.cutoff - (try #require(before.last))))
    }
    options.windowDays = 3000
    #expect(throws: AnalyticsError.self) { try ChurnLabels(data, options, Run()) }
  }

  @Test func `who is silent is less alive, and every purchase brings back to life`() throws {
    let data = try shop(120).1
    let ledger = try PurchaseLedger(data, asOf: nil, Run())
    let now = try AliveProbabilities(data, at: [], by: .mbgNbd, asOf: nil, Run())
    #expect(now.alive.allSatisfy { line in line.allSatisfy { 0 <= $0 ?? -1 && $0 ?? 2 <= 1 } })
    let path = now.path(of: 0)
    #expect(path.count > 10 && path.last?.alive == now.alive[0][0])
    for (one, next) in zip(path, path.dropFirst()) where !next.isPurchase {
      #expect(next.alive <= one.alive + 1e-12)
    }
    let then = try AliveProbabilities(
      data, at: [ledger.firstDay, ledger.lastDay], by: .bgNbd, asOf: nil, Run())
    #expect(then.expected[0].known < then.expected[1].known)
    #expect(throws: AnalyticsError.self) {
      try AliveProbabilities(
        data, at: [ledger.firstDay - 1], by: .bgNbd, asOf: nil, Run())
    }
  }
}
