/// Numbers that lead to a person: telephones, identity cards, bank cards, accounts.
extension RedactedPage {
  /// Digits of a telephone number without its country.
  private static let phoneDigits = 7...15
  private static let contextReach = 14
  /// Digits that are hidden whatever they are, unless an order is spoken of: a card or an identity
  /// card with a slip of the pen has no checksum.
  private static let longDigits = 11

  private static let phoneWords = words(
    "电话 手机 号码 致电 拨打 联系 微信 qq 传真 热线 call phone tel mobile cell contact whatsapp fax dial "
      + "text_me reach_me number_is sms")
  private static let cardWords = words(
    "卡号 银行卡 信用卡 储蓄卡 账号 帐号 账户 card account iban visa mastercard 身份证 证件号 id_number passport 护照")
  private static let orderWords = words(
    "订单 单号 运单 编号 流水号 货号 型号 批号 条码 条形码 order invoice tracking ticket sku serial model ref "
      + "reference confirmation isbn case_number booking asin")

  /// A run of digits, parted by one or two signs at most.
  private struct DigitRun {
    var digits: [Int] = []
    var end = 0
    /// How many digits stand together each time.
    var groups: [Int] = []
  }

  mutating func hideNumbers() {
    var index = 0
    while index < folded.count {
      guard Self.isDigit(folded[index]), !isHidden[index] else {
        index += 1
        continue
      }
      let run = digitRun(from: index)
      if isPersonal(run) {
        for (place, digit) in run.digits.enumerated() where place == 0 {
          hide(digit..<run.end, where: Self.isDigit)
        }
        // The last character of an identity card may be X.
        if run.digits.count == 17, at(run.end) == 120 { hide(run.end..<run.end + 1) }
      }
      index = max(run.end, index + 1)
    }
  }

  private func digitRun(from start: Int) -> DigitRun {
    var run = DigitRun()
    var index = start
    var group = 0
    while index < folded.count {
      if Self.isDigit(folded[index]) {
        run.digits.append(index)
        group += 1
        index += 1
        continue
      }
      let isDot = folded[index] == 46 && (1...3).allSatisfy { Self.isDigit(at(index + $0)) }
      let step =
        isDot || (Self.isJoint(folded[index]) && Self.isDigit(at(index + 1)))
        ? 1
        : Self.isJoint(folded[index]) && Self.isJoint(at(index + 1)) && Self.isDigit(at(index + 2))
          ? 2 : 0
      guard step > 0 else { break }
      run.groups.append(group)
      group = 0
      index += step
    }
    run.groups.append(group)
    run.end = index
    return run
  }

  private static func isJoint(_ value: UInt32) -> Bool {
    value == 32 || value == 45 || value == 40 || value == 41 || value == 0xff08 || value == 0xff09
  }

  private func isPersonal(_ run: DigitRun) -> Bool {
    let values = run.digits.map { Int(folded[$0] - 48) }
    guard let first = run.digits.first, values.count >= Self.phoneDigits.lowerBound else {
      return false
    }
    if isIdentityCard(values, run.end) { return true }
    let isCode = Self.isLetter(at(first - 1)) && !follows(first, Self.phoneWords, within: 6)
    // A mobile is one also where an order is spoken of: what may be a person is hidden.
    if !isCode, Self.isMobile(values[...]) { return true }
    if isCode || follows(first, Self.orderWords, within: Self.contextReach) { return false }
    if follows(first, Self.cardWords, within: Self.contextReach), values.count >= 8 { return true }
    if Self.isCard(values) { return true }
    if isDate(run, values) { return false }
    return values.count >= Self.longDigits || isPhone(run, values, first)
  }

  private func isPhone(_ run: DigitRun, _ values: [Int], _ first: Int) -> Bool {
    guard Self.phoneDigits.contains(values.count) else { return false }
    if at(first - 1) == 43 || (at(first - 1) == 40 && at(first - 2) == 43) { return true }
    if Self.isMobile(values[...]) { return true }
    if values.starts(with: [8, 6]), Self.isMobile(values.dropFirst(2)) { return true }
    if values.starts(with: [0, 0, 8, 6]), Self.isMobile(values.dropFirst(4)) { return true }
    // A landline of China with its area, or an exit code.
    if values[0] == 0, 10 <= values.count, values.count <= 15 { return true }
    if values.count == 10, values.starts(with: [4, 0, 0]) || values.starts(with: [8, 0, 0]) {
      return true
    }
    if [[3, 4], [3, 3, 4], [1, 3, 3, 4]].contains(run.groups) { return true }
    // North America: neither the area nor the exchange begins with 0 or 1. Shorter bare numbers are
    // more often amounts, orders and counts than telephones.
    if values.count == 10, run.groups.count == 1, values[0] >= 2, values[3] >= 2,
      at(first - 1) != 35
    {
      return true
    }
    return follows(first, Self.phoneWords, within: Self.contextReach)
  }

  private static func isMobile(_ values: ArraySlice<Int>) -> Bool {
    let digits = Array(values)
    return digits.count == 11 && digits[0] == 1 && 3 <= digits[1]
  }

  /// Whether the first eight digits read as a date, such as 2024-06-30, alone or before a time.
  private func isDate(_ run: DigitRun, _ values: [Int]) -> Bool {
    guard values.count == 8 || (values.count > 8 && run.groups.first == 4) else { return false }
    let (month, day) = (values[4] * 10 + values[5], values[6] * 10 + values[7])
    let century = values[0] * 10 + values[1]
    return (century == 19 || century == 20) && (1...12).contains(month) && (1...31).contains(day)
  }

  /// GB 11643: seventeen digits and a check of weights modulo eleven, with a date in the middle.
  private func isIdentityCard(_ values: [Int], _ end: Int) -> Bool {
    var digits = values
    if digits.count == 17, at(end) == 120 { digits.append(10) }
    guard digits.count == 18, digits[17] <= 10 else { return false }
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 }
    let check = [1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2][sum % 11]
    let (month, day) = (digits[10] * 10 + digits[11], digits[12] * 10 + digits[13])
    return check == digits[17] && (1...12).contains(month) && (1...31).contains(day)
      && (digits[6] == 1 && digits[7] == 9 || digits[6] == 2 && digits[7] == 0)
  }

  /// ISO 7812: thirteen to nineteen digits of a payment card with Luhn's check.
  static func isCard(_ values: [Int]) -> Bool {
    guard (13...19).contains(values.count), (2...6).contains(values[0]) else { return false }
    var sum = 0
    for (place, value) in values.reversed().enumerated() {
      let doubled = place % 2 == 1 ? 2 * value : value
      sum += doubled > 9 ? doubled - 9 : doubled
    }
    return sum % 10 == 0
  }

  /// How long an account of each country is.
  private static let accountLengths: [[UInt32]: Int] = {
    let list =
      "gb22 de22 fr27 es24 it27 nl18 be16 ch21 at20 ie22 pl28 pt25 se24 dk18 no15 fi18 gr27 cz24 hu28 "
      + "ro24 lu20 tr26 sa24 ae23 il23 bg22 hr21 ee20 lv21 lt20 sk24 si19 mt31 cy28 is26 li21 mc27"
    return words(list).reduce(into: [:]) { lengths, word in
      lengths[Array(word[..<2])] = word[2...].reduce(0) { $0 * 10 + Int($1 - 48) }
    }
  }()

  /// ISO 13616: a country in capitals, two digits of check, and what the country prescribes;
  /// blanks part it; modulo 97.
  mutating func hideAccounts() {
    for start in folded.indices where (65...90).contains(plain[start]) {
      guard Self.isDigit(at(start + 2)), !Self.isLetter(at(start - 1)),
        !Self.isDigit(at(start - 1)),
        let length = Self.accountLengths[[folded[start], at(start + 1)]]
      else { continue }
      var places: [Int] = []
      var end = start
      while end < folded.count, places.count < length {
        if Self.isLetter(folded[end]) || Self.isDigit(folded[end]) {
          places.append(end)
        } else if folded[end] != 32 {
          break
        }
        end += 1
      }
      guard places.count == length, !Self.isLetter(at(end)), !Self.isDigit(at(end)),
        Self.isAccount(places.map { folded[$0] })
      else { continue }
      hide(start..<end)
    }
  }

  private static func isAccount(_ characters: [UInt32]) -> Bool {
    var rest = 0
    for character in characters[4...] + characters[..<4] {
      rest =
        isDigit(character)
        ? (rest * 10 + Int(character - 48)) % 97 : (rest * 100 + Int(character - 87)) % 97
    }
    return rest == 1
  }
}
