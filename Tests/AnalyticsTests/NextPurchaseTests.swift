/// Windows that hold eight of ten, and a rhythm of one's own that is known.
import Analytics
import Numerics
import Support
import Tables
import TestKit
import Testing

@Suite struct NextPurchaseTests {
  private struct Shop {
    var days: [[Int]] = []

    /// - Parameter leaves: the chance to leave after a purchase.
    init(_ customers: Int, leaves: Double, seed: UInt64) {
      var random = SeededRandom(seed: seed)
      for _ in 0..<customers {
        let own = 3.2 + 0.5 * random.normal()
        var day = Double(random.below(150))
        var days = [Int(day)]
        while day < 900, random.unit() >= leaves {
          day += max(1, Math.exp(own + 0.4 * random.normal()).rounded())
          days.append(Int(day))
        }
        self.days.append(days)
      }
    }

    func table(until end: Int) throws -> Table {
      let rows = days.enumerated().flatMap { customer, days in
        days.filter { $0 <= end }.map {
          "c\(customer),\(CivilDate.text(days: Int32(19_000 + $0))),10"
        }
      }
      return try TableReader.read(
        text: "customer_id,date,amount\n" + rows.joined(separator: "\n") + "\n", named: "test",
        ReadOptions(), Run())
    }
  }

  @Test func `of those who come again eight in ten come within the window`() throws {
    let shop = Shop(500, leaves: 0, seed: 3)
    let end = 400
    let found = try NextPurchase(try shop.table(until: end), asOf: 19_000 + Int32(end), Run())
    var (held, early, all) = (0, 0, 0)
    for customer in found.customers {
      let index = try #require(Int(customer.id.dropFirst()))
      guard let next = shop.days[index].first(where: { $0 > end }) else { continue }
      all += 1
      let day = Int32(19_000 + next)
      if (customer.window.low...customer.window.high).contains(day) { held += 1 }
      if day <= customer.window.middle { early += 1 }
    }
    #expect(all > 400)
    #expect((0.76...0.86).contains(Double(held) / Double(all)))
    #expect((0.44...0.58).contains(Double(early) / Double(all)))
    let test = try #require(found.test)
    #expect((0.7...0.9).contains(test.coverage))
    #expect(abs(test.expected - Double(test.bought)) < 0.1 * Double(test.bought))
    #expect(test.error < test.baselineError)
  }

  @Test func `who has left is overdue, who came yesterday is not`() throws {
    let shop = Shop(300, leaves: 0.1, seed: 5)
    let end = 600
    let found = try NextPurchase(try shop.table(until: end), asOf: 19_000 + Int32(end), Run())
    var (gone, wrong) = (0, 0)
    for customer in found.customers {
      let index = try #require(Int(customer.id.dropFirst()))
      let hasLeft = !shop.days[index].contains { $0 > end }
      if hasLeft, customer.daysSinceLast > 200 {
        gone += 1
        #expect(customer.state == .overdue)
      }
      if customer.daysSinceLast <= 1, customer.state == .overdue { wrong += 1 }
      #expect(customer.window.low <= customer.window.middle)
      #expect(customer.window.middle <= customer.window.high)
      #expect(customer.window.low > 19_000 + Int32(end))
      #expect((customer.state == .overdue) == (customer.dueBy < 19_000 + Int32(end)))
    }
    #expect(gone > 50 && wrong == 0)
    let first = try #require(found.ranking.first)
    #expect(found.customers[first].state == .overdue)
  }

  @Test func `a rhythm of one's own is known, and what came later changes nothing`() throws {
    var rows: [String] = []
    for (id, gap) in [("weekly", 7), ("monthly", 30)] {
      for step in 0...10 {
        rows.append("\(id),\(CivilDate.text(days: Int32(19_000 + 300 - gap * step))),5")
      }
    }
    for customer in 0..<30 {
      for step in 0..<4 {
        let day = 19_000 + customer + step * (10 + customer)
        rows.append("c\(customer),\(CivilDate.text(days: Int32(day))),5")
      }
    }
    let text = "customer_id,date,amount\n" + rows.joined(separator: "\n") + "\n"
    let table = try TableReader.read(text: text, named: "test", ReadOptions(), Run())
    let found = try NextPurchase(table, asOf: 19_300, Run())
    let weekly = try #require(found.customers.first { $0.id == "weekly" })
    let monthly = try #require(found.customers.first { $0.id == "monthly" })
    #expect((19_305...19_310).contains(weekly.window.middle))
    #expect((19_324...19_335).contains(monthly.window.middle))
    let later = try TableReader.read(
      text: text + "weekly,\(CivilDate.text(days: 19_400)),5\n", named: "test", ReadOptions(),
      Run())
    let again = try NextPurchase(later, asOf: 19_300, Run())
    let same = try #require(again.customers.first { $0.id == "weekly" })
    #expect(same.window == weekly.window && same.lastDay == weekly.lastDay)
  }

  @Test(arguments: [1, 2, 4]) func `few customers get an answer, and grade D`(count: Int) throws {
    let rows = (0..<count).map { "c\($0),2024-01-0\($0 + 1),10" }
    let table = try TableReader.read(
      text: "customer_id,date,amount\n" + rows.joined(separator: "\n") + "\n", named: "test",
      ReadOptions(), Run())
    let found = try NextPurchase(table, asOf: nil, Run())
    #expect(found.customers.count == count && found.grade.letter == .d)
    #expect(found.notices.contains { $0.code == "fewGaps" })
  }
}
