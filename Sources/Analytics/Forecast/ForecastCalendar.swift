/// Days, weeks or months as whole numbers without a gap; days only those on which a shop is open.
import Support
import Tables

struct ForecastCalendar: Sendable, Equatable {
  let frequency: ForecastOptions.Frequency
  /// Monday is 0; all seven but for days.
  let openWeekdays: [Int]
  /// The place of each weekday among the open ones; a closed one has that of the one before.
  private let ranks: [Int]

  init(_ frequency: ForecastOptions.Frequency, openWeekdays: [Int] = Array(0..<7)) {
    self.frequency = frequency
    self.openWeekdays = openWeekdays
    ranks = (0..<7).map { weekday in openWeekdays.count { $0 <= weekday } - 1 }
  }

  /// The number of the period a day lies in; a closed day lies in the open one before it.
  func index(of day: Int32) -> Int {
    switch frequency {
    case .week: return CalendarPeriod.week.index(of: day)
    case .month: return CalendarPeriod.month.index(of: day)
    case .day:
      let week = CalendarPeriod.week.index(of: day)
      return week * openWeekdays.count + ranks[Int(day) + 3 - 7 * week]
    }
  }

  func firstDay(of index: Int) -> Int32 {
    switch frequency {
    case .week: return CalendarPeriod.week.firstDay(of: index)
    case .month: return CalendarPeriod.month.firstDay(of: index)
    case .day:
      let count = openWeekdays.count
      let week = index >= 0 ? index / count : (index - count + 1) / count
      return CalendarPeriod.week.firstDay(of: week) + Int32(openWeekdays[index - week * count])
    }
  }

  /// `2024-03-01`, a week by its Monday, a month as `2024-03`.
  func name(_ index: Int) -> String {
    switch frequency {
    case .month: CalendarPeriod.month.name(index)
    case .day, .week: CivilDate.text(days: firstDay(of: index))
    }
  }

  /// The periods after which things are usually as they were.
  var usualSeason: Int {
    switch frequency {
    case .day: openWeekdays.count
    case .week: 52
    case .month: 12
    }
  }

  /// How many days pass with a period.
  var daysPerPeriod: Double {
    switch frequency {
    case .day: 7 / Double(openWeekdays.count)
    case .week: 7
    case .month: 365.25 / 12
    }
  }

  static func weekday(of day: Int32) -> Int {
    Int(day) + 3 - 7 * CalendarPeriod.week.index(of: day)
  }
}

/// On which days something happened.
struct ForecastDays: Sendable {
  let first: Int32
  let last: Int32
  /// For each day from the first to the last.
  private let isUsed: [Bool]
  private let used: Int
  /// How often something happened on each weekday.
  private let weekdays: [Int]

  init(first: Int32, last: Int32, isUsed: [Bool]) {
    self.first = first
    self.last = last
    self.isUsed = isUsed
    var weekdays = [Int](repeating: 0, count: 7)
    let start = ForecastCalendar.weekday(of: first)
    for (offset, isUsed) in isUsed.enumerated() where isUsed { weekdays[(start + offset) % 7] += 1 }
    self.weekdays = weekdays
    used = weekdays.reduce(0, +)
  }

  /// By how dense the days are, then by how many there are: a season should be seen, and a period
  /// should hold something.
  var frequency: ForecastOptions.Frequency {
    let span = isUsed.count
    let density = Double(used) / Double(span)
    // A day a month, a day a week, then five years and half a year.
    if density < 0.07 { return .month }
    if density < 0.3 { return .week }
    return span >= 1_826 ? .month : span >= 182 ? .week : .day
  }

  /// Weekdays on which something ever happened; all where eight weeks have not been seen.
  var openWeekdays: [Int] {
    guard isUsed.count >= 56 else { return Array(0..<7) }
    return (0..<7).filter { weekdays[$0] > 0 }
  }

  /// Whether no period holds two days: a series, one value a period.
  func isOnePerPeriod(_ calendar: ForecastCalendar) -> Bool {
    guard calendar.frequency != .day else { return true }
    var last: Int?
    for (offset, isUsed) in isUsed.enumerated() where isUsed {
      let period = calendar.index(of: first + Int32(offset))
      if period == last { return false }
      last = period
    }
    return true
  }

  /// Whether any of these days could have seen something, by its weekday.
  func couldBeOpen(_ days: Range<Int32>) -> Bool {
    days.contains { weekdays[ForecastCalendar.weekday(of: $0)] > 0 }
  }
}
