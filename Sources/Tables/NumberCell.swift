/// Numbers as people write them: signs of money, separators of thousands, 万 and 亿, percent.
///
/// What always holds: the plain form (digits, one point) is read without a copy, as a whole number
/// over a power of ten, which is exact up to 2^53 and 22 places; everything else goes through one
/// slow path. No result is infinite or NaN.
import Glibc
import Support

/// A number and the style in which it was written.
struct NumberCell {
  var value: Double
  var isPercent = false
  /// 0 for none, else a place in `NumberCell.currencies` plus one.
  var currency: UInt8 = 0

  static let currencies = ["¥", "$", "€", "£", "元", "NT$", "HK$"]

  /// Reads a trimmed cell that is not missing.
  @inline(__always)
  static func parse(_ base: Bytes, _ count: Int, decimalComma: Bool) -> NumberCell? {
    if let value = plain(base, count, mark: decimalComma ? 44 : 46) {
      return NumberCell(value: value)
    }
    return styled(base, count, decimalComma: decimalComma)
  }

  /// The plain form: an optional minus, digits, at most one decimal mark, no more than 18 digits.
  @inline(__always)
  static func plain(_ base: Bytes, _ count: Int, mark: UInt8) -> Double? {
    if count == 0 || count > 20 { return nil }
    var index = 0
    let isNegative = base[0] == 45
    if isNegative { index = 1 }
    var mantissa: UInt64 = 0
    var digits = 0
    var places = -1
    while index < count {
      let digit = base[index] &- 48
      if digit < 10 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
        digits &+= 1
      } else if base[index] == mark, places < 0 {
        places = digits
      } else {
        return nil
      }
      index &+= 1
    }
    if digits == 0 || digits > 18 || mantissa > 1 << 53 { return nil }
    var value = Double(mantissa)
    if places >= 0 { value /= Self.powers[digits &- places] }
    return isNegative ? -value : value
  }

  /// Powers of ten that are exact.
  private static let powers: InlineArray<19, Double> = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18,
  ]

  /// Every other form.
  @inline(never)
  private static func styled(_ base: Bytes, _ count: Int, decimalComma: Bool) -> NumberCell? {
    guard count <= 64, mayBeNumber(base, count) else { return nil }
    var cell = NumberCell(value: 0)
    var rest = UnsafeBufferPointer(start: base, count: count)[...]
    var isNegative = false
    var factor = 1.0
    var seen = 0
    // Signs, units and brackets come off at both ends until only the number is left.
    while seen < 8, let first = rest.first, let last = rest.last {
      seen += 1
      if first <= 32 {
        rest = rest.dropFirst()
      } else if last <= 32 {
        rest = rest.dropLast()
      } else if let taken = currency(at: &rest) {
        guard cell.currency == 0 || cell.currency == taken || taken == 5 || cell.currency == 5
        else { return nil }
        if cell.currency == 0 || cell.currency == 5 { cell.currency = taken }
      } else if let scale = scale(at: &rest) {
        guard factor == 1 else { return nil }
        factor = scale
      } else if last == 37 {
        guard !cell.isPercent else { return nil }
        cell.isPercent = true
        rest = rest.dropLast()
      } else if first == 40, last == 41, rest.count > 2 {
        guard !isNegative else { return nil }
        isNegative = true
        rest = rest.dropFirst().dropLast()
      } else if first == 45 || first == 43, rest.count > 1, seen < 6,
        !isDigit(rest[rest.startIndex + 1]),
        rest[rest.startIndex + 1] != 46
      {
        // A sign before a currency sign: -$5.
        guard !isNegative else { return nil }
        isNegative = first == 45
        rest = rest.dropFirst()
      } else {
        break
      }
    }
    // One sign is enough.
    if isNegative, rest.first == 45 || rest.first == 43 { return nil }
    guard let value = digits(rest, decimalComma: decimalComma) else { return nil }
    cell.value = (isNegative ? -value : value) * factor
    if cell.isPercent { cell.value /= 100 }
    return abs(cell.value) <= Limits.cellMagnitude ? cell : nil
  }

  /// Whether the ends of a cell are those of some number: a cheap no for words and codes.
  private static func mayBeNumber(_ base: Bytes, _ count: Int) -> Bool {
    guard count > 0 else { return false }
    if (base[0] | 32) &- 97 < 26 {
      guard count > 3 else { return false }
      switch (base[0], base[1]) {
      // CN RM US EU GB NT TW HK
      case (67, 78), (82, 77), (85, 83), (69, 85), (71, 66), (78, 84), (84, 87), (72, 75):
        return true
      default: return false
      }
    }
    for index in 0..<count where base[index] &- 48 < 10 || base[index] == 0xef { return true }
    return false
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

  private static let currencyMarks: [(bytes: [UInt8], code: UInt8)] = [
    (Array("¥".utf8), 1), (Array("￥".utf8), 1), (Array("CNY".utf8), 1), (Array("RMB".utf8), 1),
    (Array("NT$".utf8), 6), (Array("TWD".utf8), 6), (Array("HK$".utf8), 7), (Array("HKD".utf8), 7),
    (Array("US$".utf8), 2), (Array("USD".utf8), 2), (Array("$".utf8), 2), (Array("＄".utf8), 2),
    (Array("€".utf8), 3), (Array("EUR".utf8), 3), (Array("£".utf8), 4), (Array("GBP".utf8), 4),
    (Array("元".utf8), 5), (Array("块".utf8), 5),
  ]

  private static func currency(at rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> UInt8? {
    guard let first = rest.first, let last = rest.last, !isDigit(first) || !isDigit(last) else {
      return nil
    }
    for mark in currencyMarks where rest.count > mark.bytes.count {
      if rest.starts(with: mark.bytes) {
        rest = rest.dropFirst(mark.bytes.count)
        return mark.code
      }
      if rest.suffix(mark.bytes.count).elementsEqual(mark.bytes) {
        rest = rest.dropLast(mark.bytes.count)
        return mark.code
      }
    }
    return nil
  }

  private static let scales: [(bytes: [UInt8], factor: Double)] = [
    (Array("万".utf8), 1e4), (Array("萬".utf8), 1e4), (Array("亿".utf8), 1e8),
    (Array("億".utf8), 1e8), (Array("千".utf8), 1e3), (Array("w".utf8), 1e4),
  ]

  private static func scale(at rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> Double? {
    guard let last = rest.last, last >= 0x77 else { return nil }
    for scale in scales where rest.count > scale.bytes.count {
      if rest.suffix(scale.bytes.count).elementsEqual(scale.bytes) {
        rest = rest.dropLast(scale.bytes.count)
        return scale.factor
      }
    }
    return nil
  }

  /// Digits with separators of thousands and an exponent.
  private static func digits(
    _ rest: Slice<UnsafeBufferPointer<UInt8>>, decimalComma: Bool
  ) -> Double? {
    guard let first = rest.first else { return nil }
    if first >= 0x80 || rest.contains(where: { $0 >= 0x80 }) {
      let whole = UnsafeBufferPointer(rebasing: rest)
      guard let start = whole.baseAddress,
        let ascii = CellText.plain(start, whole.count, dates: false), !ascii.isEmpty
      else { return nil }
      return ascii.withUnsafeBufferPointer { plain in
        plain.baseAddress.flatMap {
          parse($0, plain.count, decimalComma: decimalComma)?.value
        }
      }
    }
    guard let text = ungrouped(rest, mark: decimalComma ? 44 : 46) else { return nil }
    return text.withUnsafeBufferPointer { plain -> Double? in
      guard let start = plain.baseAddress else { return nil }
      var end: UnsafeMutablePointer<CChar>?
      let value = strtod(UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self), &end)
      // The text ends with a zero byte, which must be where the number ends.
      let used = end.map { UnsafeRawPointer($0) - UnsafeRawPointer(start) }
      return used == plain.count - 1 && value.isFinite ? value : nil
    }
  }

  /// The number as C writes it, with a zero byte at the end; nothing when it is none.
  private static func ungrouped(
    _ rest: Slice<UnsafeBufferPointer<UInt8>>, mark: UInt8
  ) -> [UInt8]? {
    var text: [UInt8] = []
    var group = -1  // digits since the last separator; -1 before the first
    var separator: UInt8 = 0
    var digits = 0
    var isFraction = false
    var exponent = false
    for (place, byte) in rest.enumerated() {
      if isDigit(byte) {
        text.append(byte)
        digits += 1
        if group >= 0 { group += 1 }
      } else if byte == mark, !isFraction, !exponent {
        guard group < 0 || group == 3 else { return nil }
        group = -1
        isFraction = true
        text.append(46)
      } else if byte == 45 || byte == 43 {
        let previous = text.last ?? 0
        guard place == 0 || previous == 101 else { return nil }
        text.append(byte)
      } else if byte | 32 == 101, digits > 0, !exponent {
        guard group < 0 || group == 3 else { return nil }
        group = -1
        exponent = true
        text.append(101)
      } else if byte == 44 || byte == 46 || byte == 39 || byte == 32, !isFraction, !exponent,
        digits > 0, byte != mark
      {
        guard separator == 0 || separator == byte, group < 0 ? digits <= 3 : group == 3 else {
          return nil
        }
        separator = byte
        group = 0
      } else {
        return nil
      }
    }
    guard digits > 0, group < 0 || group == 3 else { return nil }
    text.append(0)
    return text
  }
}
