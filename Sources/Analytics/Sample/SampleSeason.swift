/// How busy each day of a year is: months, weekends, and the days everybody waits for.
///
/// Purchases happen at a steady pace in a time that runs faster on busy days; the clock of that
/// time is the sum of the days' weights. Over all days of a sample the mean weight is 1.
import Tables

struct SampleSeason: Sendable {
  /// Days of every year with their own weight.
  struct Event: Sendable {
    let month: Int
    let days: ClosedRange<Int>
    let factor: Double
  }

  /// January to December; their scale does not matter.
  let months: [Double]
  var weekend = 1.0
  var events: [Event] = []

  /// The busy time at the beginning of each day, and at the end of the last: one more than days.
  func clock(from firstDay: Int32, days: Int) -> [Double] {
    let weights = (0..<max(1, days)).map { weight(of: firstDay + Int32($0)) }
    let mean = weights.reduce(0, +) / Double(weights.count)
    var clock = [0.0]
    for weight in weights { clock.append((clock.last ?? 0) + weight / mean) }
    return clock
  }

  private func weight(of day: Int32) -> Double {
    let (_, month, number) = CivilDate.parts(days: day)
    // 1970-01-01 was a Thursday.
    let isWeekend = ((Int(day) + 3) % 7 + 7) % 7 >= 5
    let event = events.first { $0.month == month && $0.days.contains(number) }
    let base = months.indices.contains(month - 1) ? months[month - 1] : 1
    return base * (isWeekend ? weekend : 1) * (event?.factor ?? 1)
  }
}

extension SampleSeason {
  /// The day, from 0, in which a busy time lies; nil beyond the last.
  static func day(at time: Double, in clock: [Double]) -> Int? {
    guard let end = clock.last, time < end else { return nil }
    var (low, high) = (0, clock.count - 1)
    while low + 1 < high {
      let middle = (low + high) / 2
      if clock[middle] <= time { low = middle } else { high = middle }
    }
    return low
  }
}
