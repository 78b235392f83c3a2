/// Counts of who came, was lost and came back, over all customers.
import Numerics
import Support

struct ChurnTally: Sendable {
  private(set) var periods: [ChurnSummary.Period]
  /// The first day of each period, and that after the last.
  private let starts: [Int32]
  private let window: Int32
  private let end: Int32

  static func of(
    _ ledger: PurchaseLedger, starts: [Int32], window: Int, end: Int32, _ run: Run
  ) throws -> ChurnTally {
    var total = ChurnTally(starts: starts, window: Int32(window), end: end)
    let empty = total
    let parts = try Parallel.map(count: ledger.customerCount, chunk: 4_096) { range in
      var part = empty
      for customer in range {
        if customer % 256 == 0 { try run.checkpoint() }
        part.add(ledger, customer)
      }
      return part
    }
    for part in parts { total.add(part) }
    return total
  }

  private init(starts: [Int32], window: Int32, end: Int32) {
    self.starts = starts
    self.window = window
    self.end = end
    periods = (0..<(starts.count - 1)).map { ChurnSummary.Period(index: $0) }
  }

  private mutating func add(_ other: ChurnTally) {
    for place in periods.indices {
      let part = other.periods[place]
      periods[place].start += part.start
      periods[place].new += part.new
      periods[place].lost += part.lost
      periods[place].wonBack += part.wonBack
      periods[place].lostOfStart += part.lostOfStart
      periods[place].money += part.money
      periods[place].moneyLost += part.moneyLost
      periods[place].moneyKept += part.moneyKept
    }
  }

  /// A stretch of days on which somebody was a customer; lost at the end of its last day.
  private struct Stay {
    let first: Int32
    var lost: Int32?
  }

  private mutating func add(_ ledger: PurchaseLedger, _ customer: Int) {
    let range = ledger.purchases(of: customer)
    var stays: [Stay] = []
    for purchase in range {
      let day = ledger.days[purchase]
      if let last = stays.last?.lost, day <= last {
        stays[stays.count - 1].lost = day + window
      } else {
        stays.append(Stay(first: day, lost: day + window))
      }
    }
    if let last = stays.last?.lost, last > end { stays[stays.count - 1].lost = nil }
    for (place, stay) in stays.enumerated() {
      let arrival = period(of: stay.first)
      if place == 0 { periods[arrival].new += 1 } else { periods[arrival].wonBack += 1 }
      if let lost = stay.lost { periods[period(of: lost)].lost += 1 }
    }
    addStarts(ledger, range, stays)
  }

  /// The periods that begin while somebody is a customer.
  private mutating func addStarts(
    _ ledger: PurchaseLedger, _ range: Range<Int>, _ stays: [Stay]
  ) {
    let money = Spending(ledger, range, window)
    for stay in stays {
      let until = stay.lost ?? end
      var place = period(of: stay.first) + 1
      while place < periods.count, starts[place] <= until {
        let isLost = stay.lost.map { $0 < starts[place + 1] } ?? false
        let own = money.value(before: starts[place])
        periods[place].start += 1
        periods[place].money += own
        if isLost {
          periods[place].lostOfStart += 1
          periods[place].moneyLost += own
        } else {
          periods[place].moneyKept += money.value(before: min(end + 1, starts[place + 1]))
        }
        place += 1
      }
    }
  }

  private func period(of day: Int32) -> Int {
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= day { low = middle + 1 } else { high = middle }
    }
    return max(0, min(periods.count, low) - 1)
  }
}

/// What one customer spent within the window that ends with each order.
private struct Spending {
  private let ledger: PurchaseLedger
  private let range: Range<Int>
  private var recent: [Double] = []

  init(_ ledger: PurchaseLedger, _ range: Range<Int>, _ window: Int32) {
    self.ledger = ledger
    self.range = range
    recent.reserveCapacity(range.count)
    var first = range.lowerBound
    for purchase in range {
      while ledger.days[first] <= ledger.days[purchase] - window { first += 1 }
      recent.append(ledger.amounts[first...purchase].reduce(0, +))
    }
  }

  /// At the last order before a day.
  func value(before day: Int32) -> Double {
    var (low, high) = (0, range.count)
    while low < high {
      let middle = (low + high) / 2
      if ledger.days[range.lowerBound + middle] < day { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? 0 : recent[low - 1]
  }
}
