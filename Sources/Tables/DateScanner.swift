/// Reads one date of plain ASCII: three parts in a stated order, names of months, a time, a zone.
///
/// Year and month alone (`1949-01`) are the first day of the month.

struct DateScanner {
  private let base: Bytes
  private let count: Int
  private let order: DateOrder
  private var index = 0

  init(_ base: Bytes, _ count: Int, _ order: DateOrder) {
    self.base = base
    self.count = count
    self.order = order
  }

  private var byte: UInt8 { index < count ? base[index] : 0 }

  /// The date, when the whole cell is one.
  mutating func cell() -> DateCell? {
    skipWeekday()
    guard let days = date() else { return nil }
    skipBlanks()
    if index == count { return DateCell(days: days) }
    let marked = byte | 32 == 116  // T
    if marked { index += 1 }
    guard let seconds = time() else { return nil }
    return DateCell(days: days, seconds: seconds)
  }

  private mutating func skipBlanks() {
    while byte == 32 || byte == 44 { index += 1 }
  }

  private mutating func skipWeekday() {
    let start = index
    guard let word = word(), ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].contains(word) else {
      index = start
      return
    }
    while byte == 32 || byte == 44 || byte == 46 { index += 1 }
  }

  /// The first three letters of a word, in lower case, past its end.
  private mutating func word() -> String? {
    let start = index
    while (byte | 32) &- 97 < 26 { index += 1 }
    guard index - start >= 3, index - start <= 9 else {
      index = start
      return nil
    }
    return String(decoding: (start..<start + 3).map { base[$0] | 32 }, as: UTF8.self)
  }

  private mutating func monthName() -> Int? {
    let start = index
    let names = [
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    guard let word = word(), let place = names.firstIndex(of: word) else {
      index = start
      return nil
    }
    return place + 1
  }

  /// Digits, and how many there were.
  private mutating func number(_ most: Int) -> (value: Int, digits: Int)? {
    let start = index
    var value = 0
    while byte &- 48 < 10, index - start < most {
      value = value * 10 + Int(byte &- 48)
      index += 1
    }
    return index == start ? nil : (value, index - start)
  }

  /// A joint between parts: `-`, `/`, `.`, or blanks and commas.
  private mutating func joint() -> UInt8? {
    let first = byte
    switch first {
    case 45, 47, 46:
      index += 1
      if byte == 32 { skipBlanks() }
      return first
    case 32, 44:
      skipBlanks()
      return 32
    default: return nil
    }
  }

  private mutating func date() -> Int32? {
    if let month = monthName() { return afterMonthName(month) }
    guard let first = number(4), let joint = joint() else { return nil }
    if let month = monthName() {
      guard self.joint() != nil, let last = number(4) else { return nil }
      return first.digits == 4
        ? days(first, month, last.value) : days(last, month, first.value)
    }
    guard let second = number(2) else { return nil }
    if first.digits == 4 {
      return yearFirst(first, second.value, joint)
    }
    // Two parts only, such as 06/2024, would read a month as a day.
    guard order != .yearFirst, self.joint() == joint, joint != 32, let third = number(4),
      third.digits == 4 || third.digits == 2
    else { return nil }
    return order == .dayFirst
      ? days(third, second.value, first.value) : days(third, first.value, second.value)
  }

  private mutating func yearFirst(
    _ year: (value: Int, digits: Int), _ month: Int, _ joint: UInt8
  ) -> Int32? {
    guard order == .yearFirst, joint != 32 else { return nil }
    // 2024年1月 has become `2024-1-`, which has nothing after its last joint.
    if byte == joint, index + 1 == count {
      index += 1
      return days(year, month, 1)
    }
    guard byte == joint else {
      return index == count ? days(year, month, 1) : nil
    }
    index += 1
    guard let day = number(2) else { return nil }
    return days(year, month, day.value)
  }

  private mutating func afterMonthName(_ month: Int) -> Int32? {
    guard joint() != nil, let first = number(4) else { return nil }
    if first.digits == 4 { return days(first, month, 1) }
    // "Jan 5th, 2024"
    if (byte | 32) &- 97 < 26, index + 2 <= count { index += 2 }
    guard joint() != nil, let year = number(4) else { return nil }
    return days(year, month, first.value)
  }

  private func days(_ year: (value: Int, digits: Int), _ month: Int, _ day: Int) -> Int32? {
    var full = year.value
    // Two digits: 69 to 99 are the last century, as POSIX has it.
    if year.digits == 2 { full += full < 69 ? 2000 : 1900 } else if year.digits != 4 { return nil }
    return CivilDate.days(year: full, month: month, day: day)
  }

  private mutating func time() -> Int32? {
    var half: Int?
    if let early = halfOfDay() { half = early }
    skipBlanks()
    guard let hour = number(2), byte == 58 else { return nil }
    index += 1
    guard let minute = number(2) else {
      return index == count ? seconds(hour.value, 0, 0, half) : nil
    }
    var second = 0
    if byte == 58 {
      index += 1
      if let read = number(2) { second = read.value } else if index != count { return nil }
      if byte == 46 || byte == 44 {
        index += 1
        guard number(9) != nil else { return nil }
      }
    }
    skipBlanks()
    if let late = halfOfDay() { half = late }
    skipBlanks()
    guard zone(), index == count else { return nil }
    return seconds(hour.value, minute.value, second, half)
  }

  private mutating func halfOfDay() -> Int? {
    let letter = byte | 32
    guard letter == 97 || letter == 112, index + 1 < count, base[index + 1] | 32 == 109 else {
      return nil
    }
    index += 2
    return letter == 97 ? 0 : 12
  }

  private mutating func zone() -> Bool {
    if index == count { return true }
    if byte == 90 || byte == 122 {
      index += 1
      return true
    }
    if byte | 32 == 117 || byte | 32 == 103, let word = word() {
      return word == "utc" || word == "gmt"
    }
    guard byte == 43 || byte == 45 else { return false }
    index += 1
    guard number(2) != nil else { return false }
    if byte == 58 { index += 1 }
    _ = number(2)
    return true
  }

  private func seconds(_ hour: Int, _ minute: Int, _ second: Int, _ half: Int?) -> Int32? {
    var hour = hour
    if let half, 1 <= hour, hour <= 12 { hour = hour % 12 + half }
    guard hour < 24 || (hour == 24 && minute == 0 && second == 0), minute < 60, second <= 60 else {
      return nil
    }
    return Int32(min(86_399, hour * 3600 + minute * 60 + second))
  }
}
