/// Unit economics and scores against plain counting.
import Analytics
import Learning
import Numerics
import Support
import Tables
import TestKit
import Testing

@Suite struct EconomicsTests {
  private struct Order {
    let customer: Int
    let day: Int
    let amount: Double
    let channel: String
  }

  private func orders(_ customers: Int, seed: UInt64) -> [Order] {
    var random = SeededRandom(seed: seed)
    var orders: [Order] = []
    for customer in 0..<customers {
      let channel = ["ads", "friends"][random.below(2)]
      var day = random.below(300)
      repeat {
        orders.append(
          Order(
            customer: customer, day: day, amount: Double(10 + random.below(90)), channel: channel))
        day += 1 + random.below(70)
      } while day < 400 && random.unit() < 0.8
    }
    return orders
  }

  private func table(_ orders: [Order]) throws -> Table {
    let rows = orders.map {
      "c\($0.customer),\(CivilDate.text(days: Int32(19_723 + $0.day))),\($0.amount),\($0.channel)"
    }
    return try TableReader.read(
      text: "customer_id,date,amount,channel\n" + rows.joined(separator: "\n") + "\n",
      named: "test", ReadOptions(), Run())
  }

  @Test func `the value of a new customer is the mean over those seen so long`() throws {
    let all = orders(200, seed: 4)
    var options = UnitEconomics.Options()
    (options.spend, options.margin) = (.total(5_000), 0.5)
    let found = try UnitEconomics(try table(all), options, Run())
    let end = try #require(all.map(\.day).max())
    let length = 30.4375
    var total = 0.0
    for month in 0..<12 {
      var (sum, seen) = (0.0, 0)
      for customer in 0..<200 {
        let own = all.filter { $0.customer == customer }
        let first = try #require(own.map(\.day).min())
        guard Double(end - first + 1) >= length * Double(month + 1) else { continue }
        seen += 1
        sum += own.filter { Int(Double($0.day - first) / length) == month }
          .reduce(0) { $0 + $1.amount }
      }
      total += sum / Double(seen)
      #expect(found.all.value.months[month].customers == seen)
      #expect(abs(found.all.value.months[month].cumulative - total) < 1e-9)
    }
    #expect(abs(try #require(found.all.acquisitionCost) - 25) < 1e-12)
    #expect(abs(try #require(found.all.ratio) - 0.5 * total / 25) < 1e-9)
    let paid = found.all.value.months.first { $0.cumulative * 0.5 >= 25 }
    #expect(found.all.paybackMonth == paid?.month)
  }

  @Test func `four of five shops hold their true value in the interval that should hold 19 of 20`()
    throws
  {
    // Orders of a shop with a known mean: one now, then one a month with chance 0.5, of 50 each.
    var held = 0
    for seed in 0..<60 {
      var random = SeededRandom(seed: UInt64(seed))
      var all: [Order] = []
      for customer in 0..<60 {
        let first = random.below(20)
        all.append(Order(customer: customer, day: first, amount: 50, channel: "ads"))
        for month in 1..<6 where random.unit() < 0.5 {
          all.append(
            Order(customer: customer, day: first + 31 * month + 1, amount: 50, channel: "ads"))
        }
      }
      all.append(Order(customer: 0, day: 250, amount: 0.01, channel: "ads"))
      var options = UnitEconomics.Options()
      options.months = 6
      let found = try UnitEconomics(try table(all), options, Run())
      let last = try #require(found.all.value.months.last)
      let truth = 50 + 5 * 0.5 * 50.0
      if abs(last.cumulative - truth) < 1.96 * last.standardError { held += 1 }
    }
    #expect((52...60).contains(held))
  }

  @Test func `periods and channels count what plain counting counts`() throws {
    let all = orders(150, seed: 8)
    var options = UnitEconomics.Options()
    options.spend = .parts([("ads", 300), ("friends", 0)])
    let found = try UnitEconomics(try table(all), options, Run())
    #expect(found.periods.reduce(0) { $0 + $1.newCustomers } == 150)
    let months = all.map {
      (String(CivilDate.text(days: Int32(19_723 + $0.day)).prefix(7)), $0.customer)
    }
    for (place, period) in found.periods.enumerated() {
      let active = Set(months.filter { $0.0 == period.name }.map(\.1))
      #expect(active.count == period.activeCustomers)
      if place > 0 {
        let before = Set(months.filter { $0.0 == found.periods[place - 1].name }.map(\.1))
        #expect(period.retention?.part == before.intersection(active).count)
        #expect(period.retention?.whole == before.count)
      }
    }
    #expect(found.channels.map(\.customers).reduce(0, +) == 150)
    let ads = try #require(found.channels.first { $0.name == "ads" })
    let own = Set(all.filter { $0.channel == "ads" }.map(\.customer))
    #expect(ads.customers == own.count && ads.spend == 300)
    #expect(abs(try #require(ads.acquisitionCost) - 300 / Double(own.count)) < 1e-12)
    let friends = try #require(found.channels.first { $0.name == "friends" })
    #expect(friends.acquisitionCost == 0 && friends.ratio == nil)
  }

  @Test func `spend of a month without new customers has no cost each, and that is said`() throws {
    var all = orders(40, seed: 3).filter { $0.day < 31 }
    all.append(Order(customer: all[0].customer, day: 70, amount: 5, channel: "ads"))
    var options = UnitEconomics.Options()
    options.spend = .parts([("2024-01", 100), ("2024-03", 50)])
    let found = try UnitEconomics(try table(all), options, Run())
    let march = try #require(found.periods.first { $0.name == "2024-03" })
    #expect(march.newCustomers == 0 && march.acquisitionCost == nil && march.spend == 50)
    #expect(found.notices.contains { $0.code == "noNewCustomers" })
    options.spend = .parts([("radio", 1)])
    #expect(throws: AnalyticsError.self) {
      try UnitEconomics(try table(all), options, Run())
    }
  }

  @Test func `the published sum is 1306, and a scale makes weights mean what they say`() throws {
    let text =
      "customer_id,monetary,frequency,ltv\na,1000,12,5000\nb,400,30,900\nc,300,8,1200\nd,800,5,700\n"
    var wish = ReadOptions()
    wish.columns = [.monetary: "monetary", .frequency: "frequency", .lifetimeValue: "ltv"]
    let data = try TableReader.read(text: text, named: "test", wish, Run())
    func score(_ scale: CustomerScore.Scale) throws -> CustomerScore {
      try CustomerScore(
        data, weights: CustomerScore.Weights(), scale: scale, asOf: nil, Run())
    }
    let plain = try score(.none)
    #expect(abs(plain.scores[0] - 1_306) < 1e-9)
    #expect(plain.contributions(0).map(\.value) == [300, 6, 1_000])
    #expect(plain.notices.contains { $0.code == "mixedUnits" })
    let frequency = try #require(plain.parts.first { $0.name == "frequency" })
    #expect(frequency.weight == 0.5 && frequency.influence < 0.02)
    let fair = try score(.percentile)
    #expect(fair.parts.map(\.influence).allSatisfy { abs($0 - 1.0 / 3) < 0.2 })
    #expect(abs(fair.scores[1] - (0.3 * 37.5 + 0.5 * 87.5 + 0.2 * 37.5)) < 1e-9)
    for scale in CustomerScore.Scale.allCases {
      let found = try score(scale)
      for customer in found.ids.indices {
        let sum = found.contributions(customer).reduce(0) { $0 + $1.value }
        #expect(abs(sum - found.scores[customer]) < 1e-9)
      }
    }
  }
}
