/// Text of a number to `Int64` or `Double`, exactly rounded.
///
/// An integer that fits stays an integer. A decimal is a mantissa times a power of ten: small ones
/// are one multiplication of exact doubles (Clinger 1990), middle ones one division of 128 bits by
/// a power of five with the remainder as sticky bit, the rest is left to `strtod`.
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

enum JSONNumber {

  /// `digits × 10^exponent`, rounded to nearest even, or nil when this way does not reach it.
  @inline(__always)
  static func double(_ digits: UInt64, _ exponent: Int) -> Double? {
    if digits <= 1 << 53, -22 <= exponent, exponent <= 22 {
      let mantissa = Double(digits)
      return exponent < 0
        ? mantissa / exactPowers[-exponent] : mantissa * exactPowers[exponent]
    }
    return wide(digits, exponent)
  }

  @inline(never)
  private static func wide(_ digits: UInt64, _ exponent: Int) -> Double? {
    if digits == 0 { return 0 }
    guard -27 <= exponent, exponent <= 27 else { return nil }
    let five = powersOfFive[abs(exponent)]
    let lead = digits.leadingZeroBitCount
    if exponent >= 0 {
      let product = digits.multipliedFullWidth(by: five)
      let value = UInt128(product.high) << 64 | UInt128(product.low)
      return rounded(value, sticky: false, scale: exponent)
    }
    // (digits · 2^lead · 2^63) / five keeps at least 63 bits, the remainder decides ties.
    let numerator = UInt128(digits << UInt64(lead)) << 63
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: UInt128(five))
    return rounded(quotient, sticky: remainder != 0, scale: exponent - lead - 63)
  }

  /// `value · 2^scale` as a double; at least 54 bits of `value` are there when `sticky` is set.
  private static func rounded(_ value: UInt128, sticky: Bool, scale: Int) -> Double {
    let bits = 128 - value.leadingZeroBitCount
    guard bits > 53 else { return Double(sign: .plus, exponent: scale, significand: Double(value)) }
    let drop = bits - 53
    var kept = UInt64(truncatingIfNeeded: value >> UInt128(drop))
    let rest = value & ((UInt128(1) << UInt128(drop)) - 1)
    let half = UInt128(1) << UInt128(drop - 1)
    if rest > half || (rest == half && (sticky || kept & 1 == 1)) { kept += 1 }
    return Double(sign: .plus, exponent: scale + drop, significand: Double(kept))
  }

  /// The C library's reading of a token, for the lengths and ranges the fast ways leave out.
  static func slowDouble(_ token: UnsafeBufferPointer<UInt8>) -> Double {
    var text = [CChar](repeating: 0, count: token.count + 1)
    for (index, byte) in token.enumerated() { text[index] = CChar(bitPattern: byte) }
    return text.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return 0 }
      return strtod(start, nil)
    }
  }

  private static let exactPowers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  private static let powersOfFive: [UInt64] = {
    var powers: [UInt64] = [1]
    for _ in 1...27 { powers.append(powers[powers.count - 1] * 5) }
    return powers
  }()
}

// MARK: - Tokens that are not short integers

extension TapeParser {
  /// A number with a fraction, an exponent, or more than 18 digits.
  @inline(never)
  mutating func longNumber(
    _ start: UnsafePointer<UInt8>, wholeEnd: UnsafePointer<UInt8>, digits whole: UInt64,
    negative: Bool
  ) throws(JSONError) -> UnsafePointer<UInt8> {
    var p = wholeEnd
    var digits = whole
    var exponent = 0
    var digitCount = wholeEnd - start - (negative ? 1 : 0)
    if p.pointee == UInt8(ascii: ".") {
      p += 1
      let first = p
      while p.pointee &- 48 < 10 {
        digits = digits &* 10 &+ UInt64(p.pointee &- 48)
        p += 1
      }
      guard p != first else { throw unexpected(p, "a digit behind the point") }
      exponent = first - p
      digitCount += p - first
    }
    if p.pointee | 0x20 == UInt8(ascii: "e") { p = try readExponent(p + 1, &exponent) }
    let token = UnsafeBufferPointer(start: start, count: p - start)
    guard token.count <= Tape.lengthMax else { throw tooLong(start) }
    if p == wholeEnd { return try bigInteger(token, negative: negative) }
    var value = digitCount <= 19 ? JSONNumber.double(digits, exponent) : nil
    if value == nil { value = abs(JSONNumber.slowDouble(token)) }
    guard let value, value.isFinite else { throw outOfRange(start) }
    tape[used] = Tape.word(Tape.Tag.double, offset: start - base, length: token.count)
    tape[used &+ 1] = (negative ? -value : value).bitPattern
    used &+= 2
    return p
  }

  private func readExponent(
    _ start: UnsafePointer<UInt8>, _ exponent: inout Int
  ) throws(JSONError) -> UnsafePointer<UInt8> {
    var p = start
    let negative = p.pointee == UInt8(ascii: "-")
    if negative || p.pointee == UInt8(ascii: "+") { p += 1 }
    let first = p
    var value = 0
    while p.pointee &- 48 < 10 {
      if value < 1 << 40 { value = value * 10 + Int(p.pointee - 48) }
      p += 1
    }
    guard p != first else { throw unexpected(p, "a digit of the exponent") }
    exponent += negative ? -value : value
    return p
  }

  /// An integer of 19 digits or more: still an `Int64`, or kept as text.
  private mutating func bigInteger(
    _ token: UnsafeBufferPointer<UInt8>, negative: Bool
  ) throws(JSONError) -> UnsafePointer<UInt8> {
    guard let start = token.baseAddress else { return base }
    let text = String(decoding: token.prefix(21), as: UTF8.self)
    if token.count <= 20, let value = Int64(text) {
      tape[used] = Tape.word(Tape.Tag.integer, offset: start - base, length: token.count)
      tape[used &+ 1] = UInt64(bitPattern: value)
      used &+= 2
      return start + token.count
    }
    guard token.count <= 300 || JSONNumber.slowDouble(token).isFinite else {
      throw outOfRange(start)
    }
    tape[used] = Tape.word(Tape.Tag.big, offset: start - base, length: token.count)
    used &+= 1
    return start + token.count
  }

  private func outOfRange(_ start: UnsafePointer<UInt8>) -> JSONError {
    JSONError(
      .numberOutOfRange, offset: start - base, expected: "a number below 1.8e308",
      found: "a larger one")
  }
}
