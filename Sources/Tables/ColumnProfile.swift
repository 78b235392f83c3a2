/// What the first rows say about a column: types that fit, distinct values, ranges.
import Glibc
import Support

struct ColumnProfile {
  var rowCount = 0
  var missing = 0
  var distinct = 0
  /// Cells that are numbers with a decimal point, and with a decimal comma.
  var numbers = 0
  var commaNumbers = 0
  var integers = 0
  var negatives = 0
  var leadingZeros = 0
  var longIntegers = 0
  var minimum = Double.infinity
  var maximum = -Double.infinity
  var sum = 0.0
  /// Cells that are dates, by order, among the first `dateProbe` cells.
  var dates: [Int] = Array(repeating: 0, count: DateOrder.allCases.count)
  var dateProbes = 0
  var bytes = 0
  var han = 0
  var emails = 0
  var mobiles = 0
  var idNumbers = 0
  var blanks = 0
  /// Texts of the first distinct values.
  var examples: [String] = []
  /// How often the number is larger than the one before.
  var rises = 0
  /// Cells like 05/06/2024, in which day and month could be exchanged.
  var numericDates = 0
  private var rowsSeen = 0
  var hasSlash = false

  static let dateProbe = 500

  var present: Int { rowCount - missing }
  var distinctShare: Double { present == 0 ? 0 : Double(distinct) / Double(present) }
  func share(_ count: Int) -> Double { present == 0 ? 0 : Double(count) / Double(present) }
  var isNumber: Bool { present > 0 && share(max(numbers, commaNumbers)) >= 0.98 }
  var isInteger: Bool { isNumber && integers == numbers }
  var mean: Double { numbers == 0 ? 0 : sum / Double(numbers) }
  var meanBytes: Double { present == 0 ? 0 : Double(bytes) / Double(present) }
  /// Whether some cells have a decimal part.
  var isDecimal: Bool { integers < max(numbers, commaNumbers) }
  var isAllDistinct: Bool { present > 1 && distinct == present }
  /// Whether the first values are codes: a digit in each, and no blank.
  var areCoded: Bool {
    !examples.isEmpty
      && examples.allSatisfy { text in
        text.utf8.contains { $0 &- 48 < 10 } && !text.utf8.contains(32)
      }
  }

  /// The order in which most cells are dates, and how many are.
  var bestDate: (order: DateOrder, share: Double)? {
    var best: (order: DateOrder, share: Double)?
    // Where both fit, a slash reads as American and a point or hyphen as European.
    let either: [DateOrder] = hasSlash ? [.monthFirst, .dayFirst] : [.dayFirst, .monthFirst]
    for order in [DateOrder.yearFirst] + either + [.compact] {
      let share = Double(dates[Int(order.rawValue)]) / Double(max(1, dateProbes))
      if share > (best?.share ?? 0.5) { best = (order, share) }
    }
    return best
  }

  var isNumericDate: Bool { numericDates > 0 }

  func dateShare(_ order: DateOrder) -> Double {
    Double(dates[Int(order.rawValue)]) / Double(max(1, dateProbes))
  }

  init() {}

  /// The profile of one column of a sample. The cells must stay where they are meanwhile.
  init(_ batch: SampleCells, column: Int, base: Bytes) {
    var scratch = Scratch()
    var seen = ByteDictionary(capacity: 256)
    var last = -Double.infinity
    rowCount = batch.rowCount
    for row in 0..<batch.rowCount {
      let (start, count) = scratch.cell(batch.cells[row * batch.columnCount + column], base)
      guard !CellText.isMissing(start, count) else {
        missing += 1
        continue
      }
      bytes += count
      rowsSeen += 1
      let code = Int(seen.code(start, count))
      if code < 12, code == examples.count {
        examples.append(
          String(decoding: UnsafeBufferPointer(start: start, count: min(count, 200)), as: UTF8.self)
        )
      }
      if let value = addNumber(start, count) {
        if value > last { rises += 1 }
        last = value
      } else {
        addText(start, count)
      }
      addDates(start, count)
    }
    distinct = seen.count
  }

  private mutating func addNumber(_ base: Bytes, _ count: Int) -> Double? {
    let isDigits = (0..<min(count, 24)).allSatisfy { base[$0] &- 48 < 10 }
    if isDigits {
      integers += 1
      if count > 1, base[0] == 48 { leadingZeros += 1 }
      if count > 15 { longIntegers += 1 }
      if count == 11, base[0] == 49, base[1] >= 51 { mobiles += 1 }
    }
    // A column that has shown no number so far is not asked for every style again and again.
    let isText = rowsSeen > 500 && numbers * 20 < rowsSeen
    if isText, !isDigits { return nil }
    let point = NumberCell.parse(base, count, decimalComma: false)
    let comma = isDigits ? point?.value : commaNumber(base, count, point?.value)
    if comma != nil { commaNumbers += 1 }
    guard let cell = point else { return comma }
    numbers += 1
    if !isDigits, cell.value == cell.value.rounded() { integers += 1 }
    minimum = min(minimum, cell.value)
    maximum = max(maximum, cell.value)
    sum += cell.value
    if cell.value < 0 { negatives += 1 }
    return cell.value
  }

  /// The number when the comma is the decimal mark. Without a comma that is a question of groups.
  private func commaNumber(_ base: Bytes, _ count: Int, _ point: Double?) -> Double? {
    let cell = UnsafeBufferPointer(start: base, count: count)
    if cell.contains(44) { return NumberCell.parse(base, count, decimalComma: true)?.value }
    guard let dot = cell.lastIndex(of: 46) else { return point }
    return cell.count - dot == 4 ? NumberCell.parse(base, count, decimalComma: true)?.value : nil
  }

  private mutating func addText(_ base: Bytes, _ count: Int) {
    let cell = UnsafeBufferPointer(start: base, count: count)
    if holdsHan(base, min(count, 300)) { han += 1 }
    if memchr(base, 32, min(count, 200)) != nil { blanks += 1 }
    guard count >= 6, count <= 120 else { return }
    if PersonalValue.isEmail(cell) { emails += 1 }
    if PersonalValue.isMobile(cell) { mobiles += 1 }
    if PersonalValue.isIdNumber(cell) { idNumbers += 1 }
  }

  private mutating func addDates(_ base: Bytes, _ count: Int) {
    guard dateProbes < Self.dateProbe else { return }
    dateProbes += 1
    if count > 5, count < 40, base[0] &- 48 < 10 {
      let joint = base[1] &- 48 < 10 ? base[2] : base[1]
      if joint == 47 || joint == 45 || joint == 46 {
        let next = base[1] &- 48 < 10 ? base[3] : base[2]
        if next &- 48 < 10 { numericDates += 1 }
        if joint == 47 { hasSlash = true }
      }
    }
    for order in DateOrder.allCases where order != .excelSerial {
      guard let cell = DateCell.parse(base, count, order), isPlausible(cell, order) else {
        continue
      }
      dates[Int(order.rawValue)] += 1
    }
  }

  /// Bare numbers are dates only within living memory.
  private func isPlausible(_ cell: DateCell, _ order: DateOrder) -> Bool {
    switch order {
    case .compact: -25_567 <= cell.days && cell.days < 47_482  // 1900 to 2099
    case .epochSeconds, .epochMilliseconds: 3650 <= cell.days && cell.days < 29_220  // 1980 to 2049
    default: true
    }
  }
}

/// The cells of a sample, lent to the threads that look at its columns.
struct SampleCells: @unchecked Sendable {
  let columnCount: Int
  let rowCount: Int
  let cells: UnsafeMutablePointer<CellPlace>

  init(_ batch: borrowing RowBatch) {
    columnCount = batch.columnCount
    rowCount = batch.rowCount
    cells = batch.cells
  }
}

/// Values that identify a person, known by their form.
enum PersonalValue {
  static func isEmail(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    guard 6 <= cell.count, cell.count <= 120, let start = cell.baseAddress,
      memchr(start, 64, cell.count) != nil, let at = cell.firstIndex(of: 64), at > 0,
      let dot = cell.lastIndex(of: 46)
    else { return false }
    return at + 1 < dot && dot + 2 < cell.count && !cell.contains(32)
      && cell[(at + 1)...].firstIndex(of: 64) == nil
  }

  /// A mobile number of China, with or without +86 and joints.
  static func isMobile(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    guard 11 <= cell.count, cell.count <= 18 else { return false }
    var digits: [UInt8] = []
    for byte in cell {
      if byte &- 48 < 10 {
        digits.append(byte)
      } else if byte != 45, byte != 32, byte != 43 {
        return false
      }
    }
    if digits.count == 13, digits.starts(with: [56, 54]) { digits.removeFirst(2) }
    return digits.count == 11 && digits[0] == 49 && digits[1] >= 51
  }

  /// A citizen's number of China: 17 digits and a check character (GB 11643).
  static func isIdNumber(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    guard cell.count == 18 else { return false }
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let checks = Array("10X98765432".utf8)
    var sum = 0
    for (index, weight) in weights.enumerated() {
      let digit = cell[index] &- 48
      guard digit < 10 else { return false }
      sum += Int(digit) * weight
    }
    return checks[sum % 11] == (cell[17] == 120 ? 88 : cell[17])
  }
}
