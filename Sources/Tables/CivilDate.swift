/// Dates of the Gregorian calendar as days since 1970-01-01, by arithmetic.
///
/// After Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": years begin in March, so
/// that the leap day is the last of its year.

/// Days since 1970-01-01 and back. Years from 1 to 9999.
package enum CivilDate {
  /// The day number of a date, or nothing when there is no such date.
  package static func days(year: Int, month: Int, day: Int) -> Int32? {
    guard 1 <= year, year <= 9999, 1 <= month, month <= 12, 1 <= day,
      day <= length(of: month, in: year)
    else { return nil }
    return unchecked(year, month, day)
  }

  /// The day number of a date that is known to exist.
  @inline(__always)
  static func unchecked(_ year: Int, _ month: Int, _ day: Int) -> Int32 {
    let y = month <= 2 ? year &- 1 : year
    let era = y / 400
    let yearOfEra = y &- era &* 400
    let dayOfYear = (153 &* (month &+ (month > 2 ? -3 : 9)) &+ 2) / 5 &+ day &- 1
    let dayOfEra = yearOfEra &* 365 &+ yearOfEra / 4 &- yearOfEra / 100 &+ dayOfYear
    return Int32(truncatingIfNeeded: era &* 146_097 &+ dayOfEra &- 719_468)
  }

  /// How many days a month has.
  @inline(__always)
  static func length(of month: Int, in year: Int) -> Int {
    if month == 2 {
      return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
  }

  /// Year, month and day of a day number.
  package static func parts(days: Int32) -> (year: Int, month: Int, day: Int) {
    let z = Int(days) + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1
    )
  }

  /// The date as `2024-06-30`.
  package static func text(days: Int32) -> String {
    let (year, month, day) = parts(days: days)
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// The day number of an ISO date `2024-06-30`, with or without a time after it.
  package static func parse(_ text: String) -> Int32? {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return nil }
      return DateCell.parse(base, buffer.count, .yearFirst)?.days
    }
  }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value.magnitude)
    return (value < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count))
      + digits
  }
}
