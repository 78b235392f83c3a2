/// Data of a trade that never was, with everything planted in it kept beside: who has left and
/// when, who buys how often and for how much, what each likes.
///
/// The same wish gives the same bytes. Nobody in it exists, and no clock is read: a sample ends on
/// the day that is asked for.
import Numerics
package import Support
import Tables

package struct SampleOptions: Sendable {
  package var preset = SamplePreset.ecommerce
  package var customers = 500
  package var months = 18
  package var language = Language.en
  package var seed: UInt64 = 42
  /// The last day; 2025-12-31.
  package var lastDay: Int32 = 20_453

  package init() {}
}

package struct Sample: Sendable {
  /// A kind of customer, as planted.
  package struct Archetype: Sendable {
    package let name: Phrase
    package let share: Double
    package let ordersPerMonth: Double?
    package let leavePerMonth: Double?
  }

  /// What a measure adds to the log-odds of leaving, per standard deviation.
  package struct Weight: Sendable {
    package let column: String
    package let weight: Double
  }

  package let options: SampleOptions
  package let firstDay: Int32
  package let headers: [String]
  package let customers: [SampleCustomer]
  package let archetypes: [Archetype]
  /// Corners of the range.
  package let tastes: [Phrase]
  package let weights: [Weight]
  private let plan: SamplePlan
  private let content: Content

  private enum Content: Sendable {
    case orders(SampleTrade, SampleOrders, [SampleLine])
    case customers(SampleBookPlan)
  }

  package init(_ options: SampleOptions, _ run: Run) throws {
    let plan = options.preset.plan
    let language = options.language
    let firstDay = Self.firstDay(options)
    let days = max(1, Int(options.lastDay - firstDay) + 1)
    run.report(0, Phrase(en: "inventing customers", zh: "生成客户"))
    customers = try Self.customers(plan, options, days: days, run)
    switch plan.content {
    case .orders(let trade):
      let orders = SampleOrders(
        trade, channels: plan.channels.count, language: language, from: firstDay, days: days)
      run.report(0.2, Phrase(en: "letting them buy", zh: "生成订单"))
      content = .orders(
        trade, orders, try orders.lines(customers, seed: options.seed, run))
      tastes = trade.corners.map(\.name)
      weights = []
    case .customers(let book):
      content = .customers(book)
      tastes = []
      weights = book.measures.map { measure in
        let header = plan.headers.first { $0.field == measure.field }
        return Weight(column: header?.words.text(in: language) ?? "", weight: measure.weight)
      }
    }
    let isLedger = tastes.count > 0
    archetypes = plan.archetypes.map {
      Archetype(
        name: $0.name, share: $0.share, ordersPerMonth: isLedger ? $0.ordersPerMonth : nil,
        leavePerMonth: isLedger ? $0.leavePerMonth : nil)
    }
    self.options = options
    self.firstDay = firstDay
    self.plan = plan
    headers = plan.headers.map { $0.words.text(in: language) }
  }

  /// The first day of the month in which so many months begin.
  private static func firstDay(_ options: SampleOptions) -> Int32 {
    let (year, month, _) = CivilDate.parts(days: options.lastDay)
    let index = max(12, year * 12 + month - 1 - (max(1, options.months) - 1))
    return CivilDate.days(year: index / 12, month: index % 12 + 1, day: 1) ?? options.lastDay
  }

  private static func customers(
    _ plan: SamplePlan, _ options: SampleOptions, days: Int, _ run: Run
  ) throws -> [SampleCustomer] {
    let width = max(4, String(options.customers).count)
    return try (0..<max(0, options.customers)).map { place in
      if place % 1_024 == 0 { try run.checkpoint() }
      var random = SeededRandom(seed: options.seed, stream: place)
      let id = plan.customerLetters + SampleText.digits(place + 1, width)
      let kind = SampleCustomer.archetype(of: plan, &random)
      switch plan.content {
      case .orders(let trade):
        return SampleCustomer(
          orderingAs: kind, of: plan, trade: trade, id: id, days: days, &random)
      case .customers(let book):
        return SampleCustomer(
          measuredAs: kind, of: plan, book: book, id: id, days: days, &random)
      }
    }
  }

  package var rowCount: Int {
    switch content {
    case .orders(_, _, let lines): lines.count
    case .customers: customers.count
    }
  }

  /// The place of the customer of a row.
  package func customer(ofRow row: Int) -> Int {
    switch content {
    case .orders(_, _, let lines): Int(lines[row].customer)
    case .customers: row
    }
  }

  /// The cells of a row, as they stand in the file.
  package func cells(ofRow row: Int) -> [String] {
    let cells = SampleCells(plan: plan, options: options, firstDay: firstDay)
    switch content {
    case .orders(let trade, _, let lines):
      let line = lines[row]
      let customer = customers[Int(line.customer)]
      return plan.headers.map { cells.text($0.field, line, customer, trade) }
    case .customers(let book):
      return plan.headers.map { cells.text($0.field, customers[row], row, book) }
    }
  }
}

extension Sample {
  /// The headers of the file of truth: the same in both languages.
  package var truthHeaders: [String] {
    switch content {
    case .orders:
      [
        "customer", "archetype", "ordersPerMonth", "meanOrderValue", "taste", "firstDay", "left",
        "leftOn",
      ]
    case .customers: ["customer", "archetype", "leaveProbability", "left", "leftOn"]
    }
  }

  /// What was planted in a customer.
  package func truth(of place: Int) -> [TruthCell] {
    let customer = customers[place]
    let language = options.language
    let kind = plan.archetypes[customer.archetype].name.text(in: language)
    let left: [TruthCell] = [
      .number(customer.hasLeft ? 1 : 0),
      customer.hasLeft
        ? .text(CivilDate.text(days: firstDay + Int32(customer.leaveDay))) : .missing,
    ]
    switch content {
    case .orders(let trade, let orders, _):
      return [
        .text(customer.id), .text(kind), .number(rounded(customer.ordersPerMonth)),
        .number(rounded(orders.meanOrderValue(customer))),
        .text(trade.corners[customer.taste].name.text(in: language)),
        .text(CivilDate.text(days: firstDay + Int32(customer.startDay))),
      ] + left
    case .customers:
      return [
        .text(customer.id), .text(kind), .number(rounded(customer.leaveProbability ?? 0)),
      ] + left
    }
  }

  package enum TruthCell: Sendable, Equatable {
    case missing
    case text(String)
    case number(Double)
  }

  private func rounded(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }
}
