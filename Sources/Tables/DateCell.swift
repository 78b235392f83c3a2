/// Dates and times as people and programs write them.
///
/// What always holds: the order of day and month is a property of the column, never of a cell. A
/// zone after the time is passed over: the date is the one the customer's clock showed.

/// In which order the parts of a column's dates stand.
enum DateOrder: UInt8, Sendable, CaseIterable {
  case yearFirst, dayFirst, monthFirst
  /// `20240105`, also with `hhmm` or `hhmmss` behind it.
  case compact
  case epochSeconds, epochMilliseconds
  /// Days since 1899-12-30, as Excel counts.
  case excelSerial
}

/// A date, and the time of day where it was written.
struct DateCell: Equatable {
  var days: Int32
  /// Seconds of the day, or -1.
  var seconds: Int32 = -1

  /// Reads a trimmed cell that is not missing.
  @inline(__always)
  static func parse(_ base: Bytes, _ count: Int, _ order: DateOrder) -> DateCell? {
    switch order {
    case .yearFirst:
      count == 10 ? iso(base) ?? general(base, count, order) : general(base, count, order)
    case .dayFirst, .monthFirst: general(base, count, order)
    case .compact: compact(base, count)
    case .epochSeconds: epoch(base, count, perSecond: 1)
    case .epochMilliseconds: epoch(base, count, perSecond: 1000)
    case .excelSerial: excel(base, count)
    }
  }

  /// Ten bytes `2024-06-30`, with `-`, `/` or `.`.
  @inline(__always)
  private static func iso(_ base: Bytes) -> DateCell? {
    let separator = base[4]
    guard separator == base[7], separator == 45 || separator == 47 || separator == 46 else {
      return nil
    }
    let (a, b, c, d) = (base[0] &- 48, base[1] &- 48, base[2] &- 48, base[3] &- 48)
    let (e, f, g, h) = (base[5] &- 48, base[6] &- 48, base[8] &- 48, base[9] &- 48)
    guard a < 10, b < 10, c < 10, d < 10, e < 10, f < 10, g < 10, h < 10 else { return nil }
    let year = Int(a) &* 1000 &+ Int(b) &* 100 &+ Int(c) &* 10 &+ Int(d)
    let month = Int(e) &* 10 &+ Int(f)
    let day = Int(g) &* 10 &+ Int(h)
    guard year > 0, month &- 1 < 12, month > 0, day > 0,
      day <= 28 || day <= CivilDate.length(of: month, in: year)
    else { return nil }
    return DateCell(days: CivilDate.unchecked(year, month, day))
  }

  private static func whole(_ base: Bytes, _ count: Int) -> Int? {
    guard 0 < count, count <= 18 else { return nil }
    var value = 0
    for index in 0..<count {
      let digit = base[index] &- 48
      guard digit < 10 else { return nil }
      value = value &* 10 &+ Int(digit)
    }
    return value
  }

  @inline(never)
  private static func compact(_ base: Bytes, _ count: Int) -> DateCell? {
    guard count == 8 || count == 12 || count == 14, let date = whole(base, 8),
      let days = CivilDate.days(
        year: date / 10_000, month: date / 100 % 100, day: date % 100)
    else { return nil }
    guard count > 8 else { return DateCell(days: days) }
    guard let time = whole(base + 8, count - 8) else { return nil }
    let (hour, minute, second) =
      count == 12 ? (time / 100, time % 100, 0) : (time / 10_000, time / 100 % 100, time % 100)
    guard hour < 24, minute < 60, second < 60 else { return nil }
    return DateCell(days: days, seconds: Int32(hour * 3600 + minute * 60 + second))
  }

  private static func epoch(_ base: Bytes, _ count: Int, perSecond: Int) -> DateCell? {
    var length = count
    // `881250949.0` is how data frames write whole numbers beside missing ones.
    if count > 2, base[count - 1] == 48, base[count - 2] == 46 { length = count - 2 }
    guard let value = whole(base, length) else { return nil }
    let seconds = value / perSecond
    guard seconds < 253_402_300_800 else { return nil }
    return DateCell(
      days: Int32(truncatingIfNeeded: seconds / 86_400),
      seconds: Int32(truncatingIfNeeded: seconds % 86_400))
  }

  private static func excel(_ base: Bytes, _ count: Int) -> DateCell? {
    guard let value = NumberCell.plain(base, count, mark: 46), 1 <= value, value < 2_958_466 else {
      return nil
    }
    let days = value.rounded(.down)
    let seconds = ((value - days) * 86_400).rounded()
    return DateCell(
      days: Int32(days) - 25_569, seconds: value == days ? -1 : min(86_399, Int32(seconds)))
  }

  @inline(never)
  private static func general(_ base: Bytes, _ count: Int, _ order: DateOrder) -> DateCell? {
    guard 6 <= count, count <= 64 else { return nil }
    let isPlain = (0..<count).allSatisfy { base[$0] < 0x80 }
    if isPlain {
      var scanner = DateScanner(base, count, order)
      return scanner.cell()
    }
    guard let ascii = CellText.plain(base, count, dates: true), !ascii.isEmpty else { return nil }
    return ascii.withUnsafeBufferPointer { plain in
      plain.baseAddress.flatMap { start in
        var scanner = DateScanner(start, plain.count, order)
        return scanner.cell()
      }
    }
  }
}
