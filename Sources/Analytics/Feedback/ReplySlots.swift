/// What a message says that an answer may need: order numbers, amounts, dates. Found by pattern
/// alone; what identifies a person is no slot.
package struct ReplySlot: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable { case orderId, amount, date }

  package let kind: Kind
  package let text: String
  /// Bytes of the message.
  package let place: Range<Int>

  /// All slots of a message, in their order.
  package static func all(in message: [UInt8]) -> [ReplySlot] {
    var found: [ReplySlot] = []
    var index = 0
    while index < message.count {
      let byte = message[index]
      guard isWord(byte) else {
        index += 1
        continue
      }
      var end = index
      while end < message.count, isWord(message[end]) || isJoint(message, end) { end += 1 }
      if let slot = slot(message, index..<end) { found.append(slot) }
      index = max(end, index + 1)
    }
    return found
  }

  private static func slot(_ message: [UInt8], _ run: Range<Int>) -> ReplySlot? {
    let bytes = Array(message[run])
    let digits = bytes.count(where: isDigit)
    guard digits > 0 else { return nil }
    func made(_ kind: Kind, _ place: Range<Int>) -> ReplySlot {
      ReplySlot(kind: kind, text: String(decoding: message[place], as: UTF8.self), place: place)
    }
    if isDate(bytes) { return made(.date, run) }
    if let place = chineseDate(message, run) { return made(.date, place) }
    if let place = amount(message, run, bytes) { return made(.amount, place) }
    let letters = bytes.count { isLetter($0) }
    // A word of letters and digits, or digits behind a number sign or the word for an order.
    let isCode = letters > 0 && digits >= 3 && letters + digits >= 6
    if isCode || digits >= 4 && digits == bytes.count && isNamed(message, run.lowerBound) {
      return made(.orderId, run)
    }
    return nil
  }

  /// 2026-01-31 and 2026/1/31.
  private static func isDate(_ bytes: [UInt8]) -> Bool {
    let parts = bytes.split(omittingEmptySubsequences: false) { $0 == 45 || $0 == 47 }
    guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isDigit) }),
      parts[0].count == 4, parts[1].count <= 2, parts[2].count <= 2
    else { return false }
    return true
  }

  /// 1月31日 with or without a year.
  private static func chineseDate(_ message: [UInt8], _ run: Range<Int>) -> Range<Int>? {
    func follows(_ sign: String, _ place: Int) -> Bool {
      message[place...].starts(with: sign.utf8)
    }
    func digits(from place: Int) -> Int {
      var end = place
      while end < message.count, isDigit(message[end]) { end += 1 }
      return end
    }
    var place = run.lowerBound
    if follows("年", digits(from: place)) { place = digits(from: place) + 3 }
    let month = digits(from: place)
    guard month > place, month - place <= 2, follows("月", month) else { return nil }
    let day = digits(from: month + 3)
    guard day > month + 3, day - month - 3 <= 2, follows("日", day) || follows("号", day) else {
      return nil
    }
    return run.lowerBound..<(day + 3)
  }

  /// A number beside a sign of money.
  private static func amount(
    _ message: [UInt8], _ run: Range<Int>, _ bytes: [UInt8]
  ) -> Range<Int>? {
    guard bytes.allSatisfy({ isDigit($0) || $0 == 46 || $0 == 44 }) else { return nil }
    for sign in ["$", "€", "£", "¥", "￥"] {
      let start = run.lowerBound - sign.utf8.count
      if start >= 0, message[start..<run.lowerBound].elementsEqual(sign.utf8) {
        return start..<run.upperBound
      }
    }
    var end = run.upperBound
    if end < message.count, message[end] == 32 { end += 1 }
    for sign in ["元", "块", "usd", "USD", "dollars", "yuan", "euros"]
    where message[end...].starts(with: sign.utf8) {
      return run.lowerBound..<(end + sign.utf8.count)
    }
    return nil
  }

  /// Whether a number sign, or a word for an order, stands right before a place.
  private static func isNamed(_ message: [UInt8], _ place: Int) -> Bool {
    let before = message[max(0, place - 24)..<place].map { isLetter($0) ? $0 | 32 : $0 }
    let text = String(
      decoding: before.reversed().drop { $0 == 32 || $0 == 58 }.reversed(), as: UTF8.self)
    return ["#", "order", "order no", "order number", "订单", "订单号", "单号", "订单编号", "：", "invoice"]
      .contains { text.hasSuffix($0) }
  }

  private static func isJoint(_ message: [UInt8], _ place: Int) -> Bool {
    [45, 47, 46, 44].contains(message[place]) && place + 1 < message.count
      && isWord(message[place + 1])
  }

  private static func isWord(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }

  private static func isDigit(_ byte: UInt8) -> Bool { 48 <= byte && byte <= 57 }

  private static func isLetter(_ byte: UInt8) -> Bool { 97 <= byte | 32 && byte | 32 <= 122 }
}
