/// Values by plain counting against the same counted otherwise.
import Analytics
import Learning
import Numerics
import Support
import Tables
import TestKit
import Testing

@Suite struct PlainValueTests {
  private func read(_ text: String, _ columns: [Role: String] = [:]) throws -> Table {
    var wish = ReadOptions()
    wish.columns = columns
    return try TableReader.read(text: text, named: "test", wish, Run())
  }

  private func shop() throws -> (table: Table, orders: [(customer: Int, day: Int, amount: Double)])
  {
    var random = SeededRandom(seed: 31)
    var orders: [(customer: Int, day: Int, amount: Double)] = []
    for customer in 0..<60 {
      var day = random.below(300)
      repeat {
        orders.append((customer, day, Double(5 + random.below(50))))
        day += 1 + random.below(60)
      } while day < 365 && random.unit() < 0.8
    }
    orders.append((0, 365, 10))
    let rows = orders.map {
      "c\($0.customer),\(CivilDate.text(days: Int32(19_723 + $0.day))),\($0.amount)"
    }
    return (
      try read("customer_id,date,amount\n" + rows.joined(separator: "\n") + "\n"), orders
    )
  }

  private func value(
    _ table: Table, _ method: PlainValue.Method, retention: Double = 1,
    _ change: (inout LifetimeOptions) -> Void = { _ in }
  ) throws -> PlainValue {
    var options = LifetimeOptions()
    change(&options)
    return try PlainValue.of(table, method, options: options, retention: retention, Run())
  }

  @Test func `historical is the money spent, times margin, less cost`() throws {
    let (table, orders) = try shop()
    let found = try value(table, .historical) { ($0.margin, $0.acquisitionCost) = (0.4, 3) }
    for customer in found.customers {
      let spent = orders.filter { "c\($0.customer)" == customer.id }.reduce(0) { $0 + $1.amount }
      #expect(abs(customer.value - (0.4 * spent - 3)) < 1e-9)
      #expect(abs(customer.historical - spent) < 1e-9)
    }
    #expect(abs(found.total - found.customers.reduce(0) { $0 + $1.value }) < 1e-6)
  }

  @Test func `simple goes on as before, with retention and discount month by month`() throws {
    let (table, orders) = try shop()
    let found = try value(table, .simple, retention: 0.9) {
      ($0.horizonMonths, $0.discountRate, $0.timing) = (6, 0.2, .begin)
    }
    let months = (0..<6).reduce(0.0) {
      $0 + Math.pow(0.9, Double($1)) * Math.pow(1.2, -Double($1) / 12)
    }
    for customer in found.customers {
      let own = orders.filter { "c\($0.customer)" == customer.id }
      let first = try #require(own.map(\.day).min())
      let age = max(1, Double(366 - first) / 30.4375)
      let spent = own.reduce(0) { $0 + $1.amount }
      #expect(abs(customer.value - spent / age * months) < 1e-9)
    }
    #expect(found.notices.contains { $0.code == "nobodyLeaves" })
  }

  @Test func `cohort takes what others brought at the ages ahead`() throws {
    let (table, orders) = try shop()
    let found = try value(table, .cohort) { ($0.horizonMonths, $0.discountRate) = (2, 0) }
    let length = 30.4375
    func mean(_ month: Int) -> Double {
      var (sum, seen) = (0.0, 0.0)
      for customer in 0..<60 {
        let own = orders.filter { $0.customer == customer }
        let first = own.map(\.day).min() ?? 0
        guard Double(366 - first) >= length * Double(month + 1) else { continue }
        seen += 1
        sum += own.filter { Int(Double($0.day - first) / length) == month }
          .reduce(0) { $0 + $1.amount }
      }
      return sum / seen
    }
    let young = try #require(
      found.customers.first { customer in
        let first = orders.filter { "c\($0.customer)" == customer.id }.map(\.day).min() ?? 0
        return (250...270).contains(first)
      })
    let first = orders.filter { "c\($0.customer)" == young.id }.map(\.day).min() ?? 0
    let age = Int(Double(366 - first) / length)
    #expect(abs(young.value - (mean(age) + mean(age + 1))) < 1e-9)
  }

  @Test func `subscribers who stayed long are worth more, leavers nothing`() throws {
    var random = SeededRandom(seed: 5)
    var text = "customer_id,tenure_months,fee,churned\n"
    for customer in 0..<400 {
      let chance = RandomVariates.beta(0.8, 6, &random)
      let seen = 1 + random.below(30)
      var (t, gone) = (0, false)
      while t < seen, !gone {
        t += 1
        gone = random.unit() < chance
      }
      text += "s\(customer),\(t),20,\(gone ? "yes" : "no")\n"
    }
    let table = try read(text, [.tenureDays: "tenure_months", .amount: "fee", .churn: "churned"])
    let found = try value(table, .retention) {
      ($0.horizonMonths, $0.discountRate, $0.margin) = (12, 0, 0.5)
    }
    let (alpha, beta) = (found.parameters[0].value, found.parameters[1].value)
    #expect(abs(alpha - 0.8) < 0.3 && abs(beta - 6) < 2.5)
    let rows = text.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    for (row, customer) in zip(rows, found.customers) {
      let age = Double(row[1]) ?? 0
      var (stays, sum) = (1.0, 0.0)
      for month in 0..<12 {
        stays *= (beta + age + Double(month)) / (alpha + beta + age + Double(month))
        sum += stays
      }
      let expected = row[3] == "yes" ? 0 : 0.5 * 20 * sum
      #expect(abs(customer.value - expected) < 1e-9)
    }
  }

  @Test func `currencies are never mixed in silence`() throws {
    func found(_ currencies: [String]) throws -> (MoneyUnit, [String]) {
      let rows = currencies.enumerated().map {
        "c\($0.offset),2024-01-0\($0.offset + 1),5,\($0.element)"
      }
      let table = try read(
        "customer_id,date,amount,currency\n" + rows.joined(separator: "\n") + "\n")
      return (MoneyUnit(table), try value(table, .historical).notices.map(\.code))
    }
    let (one, quiet) = try found(["EUR", "EUR", "EUR"])
    #expect(one.currency == "EUR" && !quiet.contains("mixedCurrencies"))
    let (two, told) = try found(["USD", "EUR", "EUR"])
    #expect(two.currency == nil && two.named == ["EUR", "USD"])
    #expect(told.contains("mixedCurrencies"))
    let signs = try read("客户编号,日期,金额\na,2024-01-01,¥5\nb,2024-01-02,¥6\n")
    #expect(MoneyUnit(signs).currency == "¥")
  }

  /// The endless series themselves.
  @Test(arguments: [
    (Cashflow.Timing.begin, 0.0, 500.0), (.end, 0, 400), (.begin, 0.05, 420), (.end, 0.05, 320),
  ])
  func `geometric gives the golden numbers`(timing: Cashflow.Timing, rate: Double, value: Double) {
    let found = NamedFormula.geometric(
      payment: 100, retention: 0.8, rate: rate, timing: timing, cost: 0, currency: "CNY")
    #expect(abs(found.value - value) < 1e-9)
    let first = timing == .begin ? 0 : 1
    let sum = (first..<500).reduce(0.0) { $0 + 100 * Math.pow(0.8 / (1 + rate), Double($1)) }
    #expect(abs(sum - value) < 1e-9)
    #expect(found.steps.count == 3)
  }
}
