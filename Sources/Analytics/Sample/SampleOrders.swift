/// Lines of orders: each customer at an own pace, from an own corner, until the day of leaving.
///
/// Gaps between orders are gamma with shape 2, in busy time. Numbers of lines and of packs are
/// geometric, so their means are those planted, exactly.
import Numerics
import Support

/// A line of an order; texts are made of it when it is written.
struct SampleLine: Sendable {
  let customer: Int32
  /// Days from the first of the sample.
  let day: Int32
  let second: Int32
  /// Which of the customer's orders, then which of all.
  var order: Int32
  let corner: Int16
  let item: Int16
  var units: Int32
  let unitPrice: Double
  let channel: Int16
  /// 1 to 5; 0 where nothing was said.
  let rating: Int8
  let comment: Int8
}

struct SampleOrders: Sendable {
  private let trade: SampleTrade
  private let language: Language
  private let channelCount: Int
  private let clock: [Double]

  /// Customers of one piece of parallel work.
  private static let chunk = 256
  /// The share of lines that are rated.
  private static let ratedShare = 0.2

  init(_ trade: SampleTrade, channels: Int, language: Language, from firstDay: Int32, days: Int) {
    self.trade = trade
    self.language = language
    channelCount = max(1, channels)
    let season = language == .zh ? trade.season.zh : trade.season.en
    clock = season.clock(from: firstDay, days: days)
  }

  /// The lines of all customers by day and time, with the orders counted through.
  func lines(_ customers: [SampleCustomer], seed: UInt64, _ run: Run) throws -> [SampleLine] {
    let parts = try Parallel.map(count: customers.count, chunk: Self.chunk) { range in
      var lines: [SampleLine] = []
      for place in range {
        if place % 32 == 0 { try run.checkpoint() }
        var random = SeededRandom(seed: seed &+ 1, stream: place)
        buy(customers[place], place, &random, into: &lines)
      }
      return lines
    }
    var ofDay = [[SampleLine]](repeating: [], count: max(1, clock.count - 1))
    for part in parts {
      try run.checkpoint()
      for line in part { ofDay[Int(line.day)].append(line) }
    }
    var all: [SampleLine] = []
    all.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    var number: Int32 = 0
    for day in ofDay.indices {
      try run.checkpoint()
      ofDay[day].sort { ($0.second, $0.customer, $0.order) < ($1.second, $1.customer, $1.order) }
      var last: (customer: Int32, order: Int32) = (-1, -1)
      for var line in ofDay[day] {
        if (line.customer, line.order) != last { number += 1 }
        last = (line.customer, line.order)
        line.order = number
        all.append(line)
      }
      ofDay[day] = []
    }
    return all
  }

  private func buy(
    _ customer: SampleCustomer, _ place: Int, _ random: inout SeededRandom,
    into lines: inout [SampleLine]
  ) {
    var time = clock[customer.startDay] + random.unit() * 0.5
    var order: Int32 = 0
    while let day = SampleSeason.day(at: time, in: clock) {
      if order > 0, Double(day) >= customer.leaveDay { break }
      let second = Int32(9 * 3_600 + random.below(12 * 3_600))
      let channel = Int16(min(random.below(channelCount), random.below(channelCount)))
      let first = lines.count
      for _ in 0..<Self.geometric(trade.lines, &random) {
        let next = line(
          customer, place, day: Int32(max(day, customer.startDay)), second, order, channel,
          &random)
        // A till writes an item once, however many of it are bought.
        if let same = lines[first...].firstIndex(where: {
          $0.corner == next.corner && $0.item == next.item
        }) {
          lines[same].units += next.units
        } else {
          lines.append(next)
        }
      }
      order += 1
      // Two exponentials make a gamma of shape 2.
      let ease = -Math.log((1 - random.unit()) * (1 - random.unit())) / 2
      time += max(1e-3, ease * 30 / customer.ordersPerMonth)
    }
  }

  private func line(
    _ customer: SampleCustomer, _ place: Int, day: Int32, _ second: Int32, _ order: Int32,
    _ channel: Int16, _ random: inout SeededRandom
  ) -> SampleLine {
    let isOwn = random.unit() < SampleCustomer.loyaltyToTaste
    let any = random.below(trade.corners.count)
    let corner = isOwn ? customer.taste : any
    let item = Self.item(of: trade.corners[corner].items.count, &random)
    let price = trade.corners[corner].items[item].price
    let base = language == .zh ? price.zh : price.en
    let units = trade.packUnits * Self.geometric(customer.packs, &random)
    let isRated = random.unit() < Self.ratedShare
    // Who will leave within two months is not happy any more.
    let isHappy = random.unit() < (customer.leaveDay - Double(day) < 60 ? 0.25 : 0.85)
    let stars = Int8((isHappy ? 4 : 1) + random.below(2))
    return SampleLine(
      customer: Int32(place), day: day, second: second, order: order, corner: Int16(corner),
      item: Int16(item), units: Int32(units),
      unitPrice: SampleText.cents(base * Self.priceMove(corner, item, day)), channel: channel,
      rating: isRated ? stars : 0, comment: Int8(random.below(5)))
  }

  /// Prices move by up to a twentieth from one thirty days to the next, for everybody alike.
  private static func priceMove(_ corner: Int, _ item: Int, _ day: Int32) -> Double {
    var random = SeededRandom(seed: UInt64(corner * 100 + item), stream: Int(day) / 30)
    return 0.95 + 0.1 * random.unit()
  }

  /// 1, 2, 3, ... with this mean.
  private static func geometric(_ mean: Double, _ random: inout SeededRandom) -> Int {
    let unit = random.unit()
    guard mean > 1 else { return 1 }
    let stay = 1 - 1 / mean
    return 1 + min(10_000, Int(Math.log(1 - unit) / Math.log(stay)))
  }

  /// An item by its place: the second sells half of the first, the third a third of it.
  private static func item(of count: Int, _ random: inout SeededRandom) -> Int {
    var left = random.unit() * (1...max(1, count)).reduce(0) { $0 + 1 / Double($1) }
    for place in 0..<count {
      left -= 1 / Double(place + 1)
      if left < 0 { return place }
    }
    return max(0, count - 1)
  }

  /// The mean price of a line's unit for each taste.
  func meanPrice(taste: Int) -> Double {
    let means = trade.corners.map { corner -> Double in
      let weights = corner.items.indices.map { 1 / Double($0 + 1) }
      let prices = corner.items.map { language == .zh ? $0.price.zh : $0.price.en }
      return zip(weights, prices).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
    }
    let all = means.reduce(0, +) / Double(max(1, means.count))
    let own = means.indices.contains(taste) ? means[taste] : all
    return SampleCustomer.loyaltyToTaste * own + (1 - SampleCustomer.loyaltyToTaste) * all
  }

  /// The true mean of what an order of this customer costs.
  func meanOrderValue(_ customer: SampleCustomer) -> Double {
    trade.lines * Double(trade.packUnits) * customer.packs * meanPrice(taste: customer.taste)
  }
}
