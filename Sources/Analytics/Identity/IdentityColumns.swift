/// Which columns of a source say who a customer is.
///
/// A table of orders without customer ids has its telephones, e-mails or names taken for ids when
/// it is read; here they are what they are.
import Support
import Tables

struct IdentityColumns {
  private(set) var customerId: TextColumn?
  private(set) var phone: TextColumn?
  private(set) var email: TextColumn?
  private(set) var idNumber: TextColumn?
  private(set) var name: TextColumn?
  private(set) var address: TextColumn?
  private(set) var region: TextColumn?
  private(set) var gender: TextColumn?
  private(set) var birth: Column?
  /// The headers by what they are taken for.
  private(set) var headers: [(role: String, header: String)] = []

  init(_ table: Table) {
    phone = take(table, .phone)
    email = take(table, .email)
    idNumber = take(table, .idNumber)
    name = take(table, .name)
    address = take(table, .address)
    region = take(table, .region)
    gender = take(table, .gender)
    birth = Self.birth(table)
    if let birth { headers.append(("birthDate", birth.header)) }
    guard let column = table.column(.customerId), let match = table.roles[.customerId] else {
      return
    }
    let ids = column.asText()
    let isStandIn = !match.overridden && match.confidence <= 0.6
    switch isStandIn ? Self.kind(ids.dictionary) : .customerId {
    case .phone: phone = phone ?? ids
    case .email: email = email ?? ids
    case .idNumber: idNumber = idNumber ?? ids
    case .name: name = name ?? ids
    default: customerId = ids
    }
    headers.append(("customerId", column.header))
  }

  private mutating func take(_ table: Table, _ role: Role) -> TextColumn? {
    guard let column = table.column(role) else { return nil }
    headers.append((role.rawValue, column.header))
    return column.asText()
  }

  /// The column of birthdays; it has no role, because nothing else is computed from it.
  static func birth(_ table: Table) -> Column? {
    table.columns.first { column in
      guard column.role == nil, column.text == nil else { return false }
      let header = column.header.lowercased()
      return ["birth", "生日", "出生", "dob"].contains { header.contains($0) }
    }
  }

  /// What most of the first ids are.
  private static func kind(_ dictionary: TextDictionary) -> Role {
    let texts = (0..<min(200, dictionary.count)).map { dictionary[$0] }
    func most(_ test: (String) -> Bool) -> Bool { texts.count(where: test) * 5 >= texts.count * 4 }
    if most({ EmailKey.keys($0) != nil }) { return .email }
    if most({ IdNumberKey($0)?.isValid ?? false }) { return .idNumber }
    if most({ PhoneKey.key($0) != nil }) { return .phone }
    let isWritten = most { text in
      !text.utf8.contains { 48 <= $0 && $0 <= 57 } && PersonName(text) != nil
    }
    return isWritten ? .name : .customerId
  }
}

enum AddressKey {
  /// Letters and digits alone: blanks and signs are set as people like.
  static func key(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    for value in PlainText.scalars(text) {
      let base = Diacritics.base(value)
      guard PlainText.isDigit(base) || PlainText.isLetter(base) || base > 0xff,
        !(0x2000...0x206f).contains(base), !(0x3000...0x303f).contains(base),
        let scalar = Unicode.Scalar(base)
      else { continue }
      bytes.append(contentsOf: String(scalar).utf8)
    }
    return bytes.count < 2 ? nil : bytes
  }
}
