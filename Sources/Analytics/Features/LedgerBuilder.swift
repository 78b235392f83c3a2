/// Sorts rows by customer and day and merges them: the work behind `PurchaseLedger`.
///
/// A counting sort in parts. Parts of the rows are counted side by side, every part gets its places
/// among those of each customer, then all write at once; then parts of the customers are sorted by
/// day and merged. The parts follow from the data alone, so the sums do not depend on the threads.
import Numerics
import Support
import Tables

struct LedgerBuilder: Sendable {
  /// What comes out: see `PurchaseLedger` for the shapes.
  struct Purchases {
    var customers: [Int32] = []
    var starts: [Int] = [0]
    var days: [Int32] = []
    var amounts: [Double] = []
    /// Empty where every day has one.
    var orders: [Int32] = []
    var refunds: [Double] = []
    var left = LeftRows()
  }

  /// Part of the rows: the purchases each customer has in it, later where the next one goes.
  private struct RowPart: Sendable {
    let rows: Range<Int>
    var places: [Int32]
    var refunds: [(customer: Int32, amount: Double)] = []
    var left = LeftRows()
  }

  private let rows: LedgerRows
  private let rowPartCount: Int
  private let customersOfPart: Int

  init(_ rows: LedgerRows) {
    self.rows = rows
    rowPartCount = max(1, min(4, rows.keys.ofRow.count / 65_536))
    customersOfPart = max(4_096, (rows.keys.count + 15) / 16)
  }

  func build(_ run: Run) throws -> Purchases {
    let count = rows.keys.ofRow.count
    var parts = try Parallel.map(count: rowPartCount, chunk: 1) { range in
      let part = range.lowerBound
      return try counted(
        (count * part / rowPartCount)..<(count * (part + 1) / rowPartCount), run)
    }
    let ends = try placed(&parts, run)
    // Every place is written once before it is read: the counts and the rows are the same.
    let buffer = UnsafeMutableBufferPointer<LedgerEntry>.allocate(capacity: Int(ends.last ?? 0))
    defer { buffer.deallocate() }
    let places = SharedPlaces(buffer)
    _ = try Parallel.update(&parts) { try scatter(&$0, places, run) }
    var purchases = try merged(places, ends, run)
    for part in parts { purchases.left.add(part.left) }
    purchases.refunds = refunds(parts, of: purchases.customers)
    return purchases
  }

  private func counted(_ range: Range<Int>, _ run: Run) throws -> RowPart {
    var part = RowPart(rows: range, places: [Int32](repeating: 0, count: rows.keys.count))
    for row in range {
      if row % 65_536 == 0 { try run.checkpoint() }
      switch rows.read(row) {
      case .purchase: part.places[Int(rows.keys.ofRow[row])] += 1
      case .refund(let amount):
        part.left.returns += 1
        part.refunds.append((rows.keys.ofRow[row], amount))
      case .noCustomer: part.left.noCustomer += 1
      case .noDate: part.left.noDate += 1
      case .noAmount: part.left.noAmount += 1
      case .later: part.left.later += 1
      }
    }
    return part
  }

  /// Turns counts into places: customer after customer, in each part after part. Gives where the
  /// purchases of each customer end.
  private func placed(_ parts: inout [RowPart], _ run: Run) throws -> [Int32] {
    var ends = [Int32](repeating: 0, count: rows.keys.count)
    for part in parts {
      try run.checkpoint()
      for customer in ends.indices { ends[customer] += part.places[customer] }
    }
    for customer in ends.indices.dropFirst() { ends[customer] += ends[customer - 1] }
    var next = [0] + ends.dropLast()
    for part in parts.indices {
      try run.checkpoint()
      for customer in ends.indices {
        let count = parts[part].places[customer]
        parts[part].places[customer] = next[customer]
        next[customer] += count
      }
    }
    return ends
  }

  private func scatter(
    _ part: inout RowPart, _ entries: SharedPlaces<LedgerEntry>, _ run: Run
  ) throws {
    for row in part.rows {
      if row % 65_536 == 0 { try run.checkpoint() }
      guard case .purchase(let amount) = rows.read(row) else { continue }
      let customer = Int(rows.keys.ofRow[row])
      entries[Int(part.places[customer])] = LedgerEntry(
        day: rows.dates.days[row], order: rows.orderCodes?[row] ?? -1, amount: amount)
      part.places[customer] += 1
    }
  }

  /// Merges part by part of the customers, then writes every part behind the one before.
  private func merged(
    _ entries: SharedPlaces<LedgerEntry>, _ ends: [Int32], _ run: Run
  ) throws -> Purchases {
    let parts = try Parallel.map(count: ends.count, chunk: customersOfPart) { range in
      try MergedPart(customers: range, entries, ends, run)
    }
    var out = Purchases()
    var firsts: [Int] = []
    let customerCount = parts.reduce(0) { $0 + $1.customers.count }
    out.customers.reserveCapacity(customerCount)
    out.starts.reserveCapacity(customerCount + 1)
    for part in parts {
      firsts.append(out.starts.last ?? 0)
      out.customers += part.customers
      for size in part.sizes { out.starts.append((out.starts.last ?? 0) + Int(size)) }
    }
    let (count, starts) = (out.starts.last ?? 0, firsts)
    guard count > 0 else { return out }
    out.days = try [Int32](most: count) { days, dayCount in
      out.amounts = try [Double](most: count) { amounts, amountCount in
        let columns = (SharedPlaces(days), SharedPlaces(amounts))
        func write(_ orders: SharedPlaces<Int32>?) throws {
          _ = try Parallel.map(count: parts.count, chunk: 1) { range in
            try run.checkpoint()
            var place = starts[range.lowerBound]
            parts[range.lowerBound].forEach(entries, ends) { entry in
              columns.0[place] = entry.day
              columns.1[place] = entry.amount
              if let orders { orders[place] = entry.order }
              place += 1
            }
          }
        }
        // Where the file has no order ids every day counts as one order, and none is written.
        if rows.orderCodes == nil {
          try write(nil)
        } else {
          out.orders = try [Int32](most: count) { orders, orderCount in
            try write(SharedPlaces(orders))
            orderCount = count
          }
        }
        amountCount = count
      }
      dayCount = count
    }
    return out
  }

  /// The refunds of those with purchases, added up in the order of the rows.
  private func refunds(_ parts: [RowPart], of customers: [Int32]) -> [Double] {
    guard rows.money.isPresent, parts.contains(where: { !$0.refunds.isEmpty }) else {
      return [Double](repeating: 0, count: customers.count)
    }
    var all = [Double](repeating: 0, count: rows.keys.count)
    for part in parts {
      for refund in part.refunds { all[Int(refund.customer)] += refund.amount }
    }
    return customers.map { all[Int($0)] }
  }
}

/// The rows that purchases are taken from.
struct LedgerRows: Sendable {
  let keys: CustomerKeys
  let dates: DateColumn
  let money: RowMoney
  /// The last day that counts.
  let limit: Int32
  let orderCodes: [Int32]?

  enum Kind {
    case purchase(Double)
    case refund(Double)
    case noCustomer, noDate, noAmount, later
  }

  @inline(__always)
  func read(_ row: Int) -> Kind {
    if keys.ofRow[row] < 0 { return .noCustomer }
    if !dates.missing.isEmpty, dates.missing[row] { return .noDate }
    if dates.days[row] > limit { return .later }
    guard let value = money.value(row) else { return .noAmount }
    return value.isReturn ? .refund(abs(value.amount)) : .purchase(value.amount)
  }
}

/// A purchase; once those of a day are merged, all of that day.
struct LedgerEntry: Sendable {
  var day: Int32
  /// The code of the order; once merged, how many orders the day has.
  var order: Int32
  var amount: Double
}

/// Some of the customers, their purchases sorted by day and those of a day merged, at the beginning
/// of each customer's places.
private struct MergedPart: Sendable {
  /// Those with purchases.
  private(set) var customers: [Int32] = []
  /// The days with purchases of each.
  private(set) var sizes: [Int32] = []

  init(
    customers range: Range<Int>, _ entries: SharedPlaces<LedgerEntry>, _ ends: [Int32], _ run: Run
  ) throws {
    customers.reserveCapacity(range.count)
    sizes.reserveCapacity(range.count)
    for customer in range {
      if customer % 16_384 == 0 { try run.checkpoint() }
      let places = Self.places(customer, ends)
      if places.isEmpty { continue }
      let own = entries.stretch(places)
      Self.sort(own)
      customers.append(Int32(truncatingIfNeeded: customer))
      sizes.append(Int32(truncatingIfNeeded: Self.merge(own)))
    }
  }

  /// Calls `body` with every purchase day, customer after customer.
  func forEach(
    _ entries: SharedPlaces<LedgerEntry>, _ ends: [Int32], _ body: (LedgerEntry) -> Void
  ) {
    for (customer, size) in zip(customers, sizes) {
      let first = Self.places(Int(customer), ends).lowerBound
      for place in first..<(first + Int(size)) { body(entries[place]) }
    }
  }

  private static func places(_ customer: Int, _ ends: [Int32]) -> Range<Int> {
    (customer == 0 ? 0 : Int(ends[customer - 1]))..<Int(ends[customer])
  }

  /// By day, rows of one day in the order of the file. Most customers have few purchases; those of
  /// the others are counted by day where the days lie close, else compared.
  private static func sort(_ own: UnsafeMutableBufferPointer<LedgerEntry>) {
    guard own.count > 32 else { return insertionSort(own) }
    var isSorted = true
    for place in 1..<own.count where own[place - 1].day > own[place].day { isSorted = false }
    if isSorted { return }
    let keys = own.indices.map { UInt64(own[$0].day.magnitudeFromLowest) << 32 | UInt64($0) }
    let copy = Array(own)
    for (place, key) in keys.sorted().enumerated() { own[place] = copy[Int(key & 0xffff_ffff)] }
  }

  private static func insertionSort(_ own: UnsafeMutableBufferPointer<LedgerEntry>) {
    for place in own.indices.dropFirst() {
      let entry = own[place]
      var hole = place
      while hole > 0, own[hole - 1].day > entry.day {
        own[hole] = own[hole - 1]
        hole -= 1
      }
      if hole < place { own[hole] = entry }
    }
  }

  /// Adds up the entries of one day; gives how many days there are.
  private static func merge(_ own: UnsafeMutableBufferPointer<LedgerEntry>) -> Int {
    var (place, count) = (0, 0)
    while place < own.count {
      let first = place
      var merged = own[first]
      place += 1
      while place < own.count, own[place].day == merged.day {
        merged.amount += own[place].amount
        place += 1
      }
      merged.order = place == first + 1 ? 1 : orderCount(own[first..<place])
      own[count] = merged
      count += 1
    }
    return count
  }

  /// The distinct orders of one day.
  private static func orderCount(_ own: Slice<UnsafeMutableBufferPointer<LedgerEntry>>) -> Int32 {
    guard own.count > 32 else {
      var seen: [Int32] = []
      for entry in own where seen.last != entry.order && !seen.contains(entry.order) {
        seen.append(entry.order)
      }
      return Int32(truncatingIfNeeded: seen.count)
    }
    let codes = own.map(\.order).sorted()
    return 1 + zip(codes, codes.dropFirst()).reduce(0) { $0 + ($1.0 == $1.1 ? 0 : 1) }
  }
}

extension Int32 {
  /// As an unsigned number that rises as this one does.
  fileprivate var magnitudeFromLowest: UInt32 { UInt32(bitPattern: self) ^ 0x8000_0000 }
}

/// Rows that were left out or netted.
struct LeftRows: Sendable {
  var noCustomer = 0
  var noDate = 0
  var noAmount = 0
  var returns = 0
  var later = 0

  mutating func add(_ other: LeftRows) {
    noCustomer += other.noCustomer
    noDate += other.noDate
    noAmount += other.noAmount
    returns += other.returns
    later += other.later
  }

  var notices: [Notice] {
    var notices: [Notice] = []
    func add(_ count: Int, _ code: String, _ en: String, _ zh: String) {
      if count > 0 { notices.append(Notice(code, en: "\(count) \(en)", zh: "\(count) \(zh)")) }
    }
    add(
      noCustomer, "rowsWithoutCustomer", "rows have no customer id and are left out",
      "行没有客户编号，未计入")
    add(noDate, "rowsWithoutDate", "rows have no date and are left out", "行没有日期，未计入")
    add(
      noAmount, "rowsWithoutAmount", "rows have no amount and are left out",
      "行没有金额，未计入")
    add(
      returns, "returnsNetted",
      "returns are subtracted from what their customers spent", "行退货已从客户消费中扣除")
    add(
      later, "rowsAfterAsOf", "rows are later than asOf and are left out",
      "行晚于基准日，未计入")
    return notices
  }
}
