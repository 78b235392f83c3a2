/// Rounds that purchases come on: a weekly market, a monthly box, a yearly appeal for gifts.
///
/// A round is a week, month, quarter or year around its usual day, or, where the caller names the
/// length, one of the calendar. Which round a day belongs to follows from the date alone.
import Support
import Tables

package struct PurchaseRounds: Sendable, Equatable {
  package enum Length: String, Sendable, CaseIterable {
    case week, fortnight, month, quarter, year

    var chinese: String {
      switch self {
      case .week: "周"
      case .fortnight: "双周"
      case .month: "个月"
      case .quarter: "季"
      case .year: "年"
      }
    }

    fileprivate var months: Double {
      switch self {
      case .week: 7 / LifetimeOptions.daysPerMonth
      case .fortnight: 14 / LifetimeOptions.daysPerMonth
      case .month: 1
      case .quarter: 3
      case .year: 12
      }
    }

    /// Where a day lies on a line on which each round is 1 long.
    fileprivate func place(_ day: Int32) -> Double {
      // The first Monday since 1970-01-01 is its fifth day.
      if self == .week { return Double(day - 4) / 7 }
      if self == .fortnight { return Double(day - 4) / 14 }
      let (year, month, dayOfMonth) = CivilDate.parts(days: day)
      let first = CivilDate.days(year: year, month: month, day: 1) ?? day
      let next =
        CivilDate.days(year: month == 12 ? year + 1 : year, month: month % 12 + 1, day: 1)
        ?? first + 31
      let share = Double(dayOfMonth - 1) / Double(max(1, next - first))
      return (Double(year * 12 + month - 1) + share) / months
    }
  }

  package let length: Length
  /// Whether the caller said so; else the dates do.
  package let isNamed: Bool
  /// Where rounds begin on the line of places, 0 to below 1.
  private let start: Double
  /// The last day with a purchase of each round that has any.
  private let lastDays: [Int: Int32]
  /// Purchases in the last round of the calendar, which is not over and so is left out.
  package let unfinished: Int

  /// Purchases up to an eighth of a round from the usual day are on time.
  private static let near = 0.125
  /// Dates are regular when so many are.
  private static let leastShare = 0.95
  private static let leastRounds = 3

  /// Calendar rounds.
  init(_ length: Length, _ ledger: PurchaseLedger, end: Int32) {
    let place = length.place(max(end, ledger.lastDay) + 1)
    let last = Int(length.place(ledger.lastDay).rounded(.down))
    // A day before the end of the month a month is as good as over.
    let isOpen = place - Double(last) < 1 - Self.near
    self.init(length, isNamed: true, start: 0, ledger, open: isOpen ? last : nil)
  }

  /// The longest rounds that the dates keep to; an error that says how near they come where they
  /// keep to none.
  init(finding ledger: PurchaseLedger, _ run: Run) throws {
    var days: [Int32: Double] = [:]
    for place in ledger.days.indices {
      if place % 65_536 == 0 { try run.checkpoint() }
      days[ledger.days[place], default: 0] += 1
    }
    let counted = days.sorted { $0.key < $1.key }
    var nearest: (length: Length, share: Double)?
    for length in Length.allCases.reversed() {
      let (usual, share) = Self.usual(length, counted)
      let span = length.place(ledger.lastDay) - length.place(ledger.firstDay)
      guard span > Double(Self.leastRounds - 1) - 2 * Self.near else { continue }
      if share >= Self.leastShare {
        let start = usual + 0.5
        self.init(
          length, isNamed: false, start: start - start.rounded(.down), ledger, open: nil)
        return
      }
      if share > nearest?.share ?? 0 { nearest = (length, share) }
    }
    throw AnalyticsError.irregularDates(
      nearest: nearest?.length.rawValue, share: nearest?.share ?? 0)
  }

  private init(
    _ length: Length, isNamed: Bool, start: Double, _ ledger: PurchaseLedger, open: Int?
  ) {
    self.length = length
    self.isNamed = isNamed
    self.start = start
    var lastDays: [Int: Int32] = [:]
    var unfinished = 0
    // Days come in runs of one customer, so most are in the round of the one before or after.
    var known: [Int32: Int] = [:]
    for day in ledger.days {
      let round: Int
      if let found = known[day] {
        round = found
      } else {
        round = Int((length.place(day) - start).rounded(.down))
        known[day] = round
      }
      if round == open {
        unfinished += 1
      } else {
        lastDays[round] = max(lastDays[round] ?? day, day)
      }
    }
    self.lastDays = lastDays
    self.unfinished = unfinished
  }

  /// The quarter of a round in which most purchases lie: its mean place, and its share of all.
  private static func usual(
    _ length: Length, _ days: [(key: Int32, value: Double)]
  ) -> (place: Double, share: Double) {
    let once = days.map { day -> (place: Double, count: Double) in
      let place = length.place(day.key)
      return (place - place.rounded(.down), day.value)
    }
    .sorted { $0.place < $1.place }
    // Rounds are circles: the window may begin in one and end in the next.
    let line = once + once.map { ($0.place + 1, $0.count) }
    var (best, place, end, inside, moment) = (0.0, 0.0, 0, 0.0, 0.0)
    for begin in once.indices {
      while end < line.count, line[end].place <= once[begin].place + 2 * near,
        end < begin + once.count
      {
        inside += line[end].count
        moment += line[end].count * line[end].place
        end += 1
      }
      if inside > best { (best, place) = (inside, moment / inside) }
      inside -= once[begin].count
      moment -= once[begin].count * once[begin].place
    }
    return (place, best / max(1, days.reduce(0) { $0 + $1.value }))
  }

  /// The round of a day.
  func round(_ day: Int32) -> Int { Int((length.place(day) - start).rounded(.down)) }

  /// The last round that counts on a day: it has purchases and they are all made, or it is as good
  /// as over.
  func last(by day: Int32) -> Int {
    let round = round(day)
    if let last = lastDays[round] { return last <= day ? round : round - 1 }
    let passed = length.place(day + 1) - start - Double(round)
    return passed >= (isNamed ? 1 : 0.5) + (isNamed ? -Self.near : Self.near) ? round : round - 1
  }

  /// The day that stands for the purchases of a round: the last of them, so that whoever looks from
  /// an earlier day sees none of them. Nothing for a round that is left out.
  func day(of day: Int32) -> Int32? { lastDays[round(day)] }

  /// Whole rounds within some months of a day.
  func rounds(within months: Double, of day: Int32) -> Double {
    let usual = start + Double(last(by: day)) + (isNamed ? 1 : 0.5)
    let passed = max(0, length.place(isNamed ? day + 1 : day) - usual)
    return (passed + months / length.months + Self.near).rounded(.down)
  }
}

/// What time purchase histories are told in.
enum PurchaseClock: Sendable {
  case days(unit: Double)
  case rounds(PurchaseRounds)

  /// From one day to a later one, as a model counts it.
  func time(from first: Int32, to last: Int32) -> Double {
    switch self {
    case .days(let unit): Double(last - first) / unit
    case .rounds(let rounds): Double(max(0, rounds.last(by: last) - rounds.last(by: first)))
    }
  }

  /// Months from a day on.
  func time(months: Double, from day: Int32) -> Double {
    switch self {
    case .days(let unit): months * LifetimeOptions.daysPerMonth / unit
    case .rounds(let rounds): rounds.rounds(within: months, of: day)
    }
  }
}
