/// Telephone numbers, e-mail addresses and identity-card numbers in the form in which they compare.
///
/// A cell that cannot tell people apart gives no key: placeholders, masked numbers, numbers in the
/// form 1.38E+10.
import Tables

enum PlainText {
  /// The text in half width and lower case, as scalars.
  static func scalars(_ text: String) -> [UInt32] {
    var scalars: [UInt32] = []
    for scalar in text.unicodeScalars {
      let value = scalar.value
      if 0xff01 <= value, value <= 0xff5e {
        scalars.append(lower(value - 0xfee0))
      } else if value == 0x3000 || value == 0xa0 || value == 0x202f {
        scalars.append(32)
      } else if value < 0x80 {
        scalars.append(lower(value))
      } else {
        scalars.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars.map(\.value))
      }
    }
    return scalars
  }

  private static func lower(_ value: UInt32) -> UInt32 {
    65 <= value && value <= 90 ? value | 32 : value
  }

  static func isDigit(_ value: UInt32) -> Bool { 48 <= value && value <= 57 }
  static func isLetter(_ value: UInt32) -> Bool { 97 <= value && value <= 122 }
  static func isHan(_ value: UInt32) -> Bool {
    (0x4e00...0x9fff).contains(value) || (0x3400...0x4dbf).contains(value)
  }
}

enum PhoneKey {
  /// The digits that tell a telephone from another: without country code, trunk zero and joints.
  static func key(_ text: String) -> [UInt8]? {
    var scalars = PlainText.scalars(text).map { $0 == 32 ? 45 : $0 }
    if scalars.starts(with: "tel:".unicodeScalars.map(\.value)) { scalars.removeFirst(4) }
    let isAbroad = scalars.first == 43
    var digits: [UInt8] = []
    var firstPart: Int?
    for (place, value) in scalars.enumerated() {
      switch value {
      case 48...57: digits.append(UInt8(value))
      case 43 where place == 0: break
      // Blanks, hyphens, dots, brackets, slashes.
      case 45, 46, 40, 41, 47, 0x2010...0x2015:
        if firstPart == nil, !digits.isEmpty { firstPart = digits.count }
      // x, ext, 转 and what follows are an extension; another extension is another person.
      case 120, 101, 0x8f6c, 35:
        digits.append(120)
      case 116 where digits.last == 120: break
      default: return nil
      }
    }
    var main = digits.prefix { $0 != 120 }
    let extra = digits.dropFirst(main.count).filter { $0 != 120 }
    main = national(main, isAbroad: isAbroad, firstPart: firstPart ?? 0)
    guard 7 <= main.count, main.count <= 15, !isPlaceholder(main) else { return nil }
    return Array(main) + (extra.isEmpty ? [] : [120] + extra)
  }

  private static func national(
    _ digits: ArraySlice<UInt8>, isAbroad: Bool, firstPart: Int
  ) -> ArraySlice<UInt8> {
    var digits = digits
    var isAbroad = isAbroad
    if digits.starts(with: [48, 48]), digits.count > 10 {
      digits = digits.dropFirst(2)
      isAbroad = true
    }
    if isAbroad {
      digits = digits.dropFirst(countryDigits(digits))
    } else if digits.count == 13, digits.starts(with: [56, 54, 49]) {
      // 86 and a mobile number.
      digits = digits.dropFirst(2)
    } else if digits.count == 11, digits.first == 49, firstPart == 1 {
      // 1-415-555-2671: mobile numbers of China are not written with a first part of one digit.
      digits = digits.dropFirst()
    }
    return digits.drop { $0 == 48 }
  }

  /// How many digits the country code has (ITU-T E.164).
  private static func countryDigits(_ digits: ArraySlice<UInt8>) -> Int {
    guard let first = digits.first, let second = digits.dropFirst().first else { return 0 }
    if first == 49 || first == 55 { return 1 }
    let two = Int(first - 48) * 10 + Int(second - 48)
    return twoDigitCodes.contains(two) ? 2 : 3
  }

  private static let twoDigitCodes = Set(
    [20, 27, 36, 39, 81, 82, 84, 86, 98] + Array(30...34) + [40, 41] + Array(43...49)
      + Array(51...58) + Array(60...66) + Array(90...95))

  /// One digit over and over, digits in a row, or the number of a well-known form.
  private static func isPlaceholder(_ digits: ArraySlice<UInt8>) -> Bool {
    if Set(digits).count <= 1 { return true }
    let tail = digits.dropFirst()
    if Set(tail).count == 1, tail.first == 48 { return true }
    let steps = zip(digits, tail).map { Int($1) - Int($0) }
    if steps.allSatisfy({ $0 == 1 || $0 == -9 }) || steps.allSatisfy({ $0 == -1 }) { return true }
    return digits.elementsEqual("13800138000".utf8)
  }
}

enum EmailKey {
  /// The address as it is compared, and one without what some hosts ignore.
  static func keys(_ text: String) -> (exact: [UInt8], loose: [UInt8])? {
    var scalars = PlainText.scalars(text).filter { $0 != 32 }
    if scalars.starts(with: "mailto:".unicodeScalars.map(\.value)) { scalars.removeFirst(7) }
    guard scalars.allSatisfy({ 33 <= $0 && $0 != 42 && $0 != 44 && $0 != 59 }),
      let at = scalars.firstIndex(of: 64), at > 0, scalars.lastIndex(of: 64) == at
    else { return nil }
    let host = bytes(scalars[(at + 1)...])
    let local = bytes(scalars[..<at])
    guard host.contains(46), host.first != 46, host.last != 46, !isPlaceholder(local, host) else {
      return nil
    }
    var loose = local.prefix { $0 != 43 }
    let name = String(decoding: host, as: UTF8.self)
    if name == "gmail.com" || name == "googlemail.com" { loose = loose.filter { $0 != 46 }[...] }
    let looseHost = name == "googlemail.com" ? Array("gmail.com".utf8) : host
    return (local + [64] + host, (loose.isEmpty ? local : Array(loose)) + [64] + looseHost)
  }

  private static func bytes(_ scalars: ArraySlice<UInt32>) -> [UInt8] {
    var view = String.UnicodeScalarView()
    for value in scalars { if let scalar = Unicode.Scalar(value) { view.append(scalar) } }
    return Array(String(view).utf8)
  }

  private static func isPlaceholder(_ local: [UInt8], _ host: [UInt8]) -> Bool {
    let name = String(decoding: local.filter { $0 != 45 && $0 != 46 && $0 != 95 }, as: UTF8.self)
    let place = String(decoding: host, as: UTF8.self)
    return emptyNames.contains(name) || emptyHosts.contains(place)
      || place.hasSuffix(".invalid") || place.hasSuffix(".example")
  }

  private static let emptyNames: Set<String> = [
    "none", "na", "null", "nil", "no", "noemail", "nomail", "noreply", "donotreply", "test",
    "unknown", "anonymous", "xxx", "abc", "aaa", "asdf", "email", "user", "无",
  ]
  private static let emptyHosts: Set<String> = [
    "test.com", "none.com", "noemail.com", "na.na", "invalid.com", "email.invalid",
  ]
}

/// An identity-card number, and what one of China says about its holder.
struct IdNumberKey {
  let key: [UInt8]
  /// Whether its check digit holds, so that two different ones are two people.
  let isValid: Bool
  let birthDay: Int32?
  let isMale: Bool?

  init?(_ text: String) {
    let scalars = PlainText.scalars(text).filter { PlainText.isDigit($0) || PlainText.isLetter($0) }
    var key = scalars.map { UInt8(truncatingIfNeeded: $0) }
    guard 6 <= key.count, key.count <= 24, Set(key).count > 2,
      !PlainText.scalars(text).contains(42)
    else { return nil }
    if key.count == 15, key.allSatisfy({ 48 <= $0 && $0 <= 57 }) {
      key = key.prefix(6) + [49, 57] + key.dropFirst(6)
      key.append(Self.check(key))
    }
    let birth = key.count == 18 ? Self.birth(key) : nil
    isValid = birth != nil && key.last == Self.check(Array(key.prefix(17)))
    birthDay = isValid ? birth : nil
    isMale = isValid ? key[16] % 2 == 1 : nil
    self.key = key
  }

  /// The check digit of GB 11643 behind seventeen digits.
  private static func check(_ digits: [UInt8]) -> UInt8 {
    var weight = 1
    var sum = 0
    for digit in digits.reversed() {
      weight = weight * 2 % 11
      sum += (Int(digit) - 48) * weight
    }
    let rest = (12 - sum % 11) % 11
    return rest == 10 ? 120 : UInt8(48 + rest)
  }

  private static func birth(_ key: [UInt8]) -> Int32? {
    guard key.prefix(17).allSatisfy({ 48 <= $0 && $0 <= 57 }) else { return nil }
    func number(_ range: Range<Int>) -> Int { key[range].reduce(0) { $0 * 10 + Int($1) - 48 } }
    let year = number(6..<10)
    guard 1850 <= year, year <= 2100 else { return nil }
    return CivilDate.days(year: year, month: number(10..<12), day: number(12..<14))
  }
}
