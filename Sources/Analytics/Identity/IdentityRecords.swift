/// What the sources say about each of their customers, in the form in which it is compared.
///
/// Rows of one source with the same customer id are one record; a row without one is a record of
/// its own. Of a name, birthday, gender, region the last row of the record counts; of telephones,
/// e-mails, identity cards and addresses all count.
import Numerics
import Support
package import Tables

/// A table of customers or of their purchases, and what it is called in the answer.
package struct IdentitySource: Sendable {
  package let name: String
  package let table: Table

  package init(name: String, table: Table) {
    self.name = name
    self.table = table
  }
}

struct IdentityRecords: Sendable {
  /// The source of each record, and its first row there.
  private(set) var source: [Int32] = []
  private(set) var row: [Int32] = []
  /// The record of each row, by source.
  private(set) var ofRow: [[Int32]] = []

  private(set) var phones = CodeLists([], records: 0)
  private(set) var emails = CodeLists([], records: 0)
  private(set) var looseEmails = CodeLists([], records: 0)
  private(set) var idNumbers = CodeLists([], records: 0)
  private(set) var addresses = CodeLists([], records: 0)
  /// Customer ids that mean the same in several sources.
  private(set) var sharedIds = CodeLists([], records: 0)
  /// What was bought on which day.
  private(set) var purchases = CodeLists([], records: 0)

  /// A place in `names`, or -1; the same for regions.
  private(set) var name: [Int32] = []
  private(set) var region: [Int32] = []
  private(set) var birthDay: [Int32] = []
  /// 0 for women, 1 for men, -1 for unknown.
  private(set) var gender: [Int8] = []
  private(set) var names: [PersonName] = []
  /// By code of identity card.
  private(set) var isValidId: [Bool] = []
  private(set) var counts = IdentityCounts()

  var count: Int { source.count }

  static let unknownDay = Int32.min

  init(_ sources: [IdentitySource], keys: Set<IdentityKey>, _ run: Run) throws {
    var reader = IdentityReader(keys: keys)
    for (index, source) in sources.enumerated() {
      try run.checkpoint()
      try reader.read(source.table, Int32(index), run)
    }
    let records = reader.source.count
    source = reader.source
    row = reader.row
    ofRow = reader.ofRow
    phones = CodeLists(reader.pairs[.phone] ?? [], records: records)
    try run.checkpoint()
    emails = CodeLists(reader.pairs[.email] ?? [], records: records)
    looseEmails = CodeLists(reader.pairs[.looseEmail] ?? [], records: records)
    try run.checkpoint()
    idNumbers = CodeLists(reader.pairs[.idNumber] ?? [], records: records)
    addresses = CodeLists(reader.pairs[.address] ?? [], records: records)
    try run.checkpoint()
    purchases = CodeLists(reader.pairs[.purchase] ?? [], records: records)
    sharedIds = CodeLists(reader.pairs[.customerId] ?? [], records: records)
    name = reader.name
    region = reader.region
    birthDay = reader.birthDay
    gender = reader.gender
    names = reader.names
    isValidId = reader.isValidId
    counts = reader.counts
    try completeFromIds(reader.birthOfId, reader.maleOfId, run)
  }

  /// An identity card of China says when its holder was born, and the gender.
  private mutating func completeFromIds(_ births: [Int32], _ males: [Int8], _ run: Run) throws {
    for record in 0..<count {
      if record % 65_536 == 0 { try run.checkpoint() }
      guard let id = idNumbers[Int32(record)].first, isValidId[Int(id)] else { continue }
      if birthDay[record] == Self.unknownDay { birthDay[record] = births[Int(id)] }
      if gender[record] < 0 { gender[record] = males[Int(id)] }
    }
  }

  /// Gives up customer ids of other sources: they name others there.
  mutating func dropSharedIds() { sharedIds = CodeLists([], records: count) }
}

/// What people may be told apart and brought together by.
package enum IdentityKey: String, Sendable, CaseIterable { case phone, email, id }

/// Cells that were no use.
struct IdentityCounts: Sendable, Equatable {
  var maskedPhones = 0
  var unusable: [Role: Int] = [:]
}

/// Reads sources one after the other; codes go on from one to the next.
struct IdentityReader {
  enum List: Hashable { case phone, email, looseEmail, idNumber, address, customerId, purchase }

  let keys: Set<IdentityKey>
  var source: [Int32] = []
  var row: [Int32] = []
  var ofRow: [[Int32]] = []
  var pairs: [List: [(record: Int32, code: Int32)]] = [:]
  var name: [Int32] = []
  var region: [Int32] = []
  var birthDay: [Int32] = []
  var gender: [Int8] = []
  var names: [PersonName] = []
  var isValidId: [Bool] = []
  var birthOfId: [Int32] = []
  var maleOfId: [Int8] = []
  var counts = IdentityCounts()

  private var tables: [List: KeyTable] = [:]
  private var nameKeys = KeyTable()
  private var regionKeys = KeyTable()

  init(keys: Set<IdentityKey>) { self.keys = keys }

  mutating func read(_ table: Table, _ index: Int32, _ run: Run) throws {
    let columns = IdentityColumns(table)
    let records = try addRecords(table, columns, index, run)
    ofRow.append(records)
    if keys.contains(.phone) { try addPhones(columns.phone, records, run) }
    if keys.contains(.email) { try addEmails(columns.email, records, run) }
    if keys.contains(.id) {
      try addIdNumbers(columns.idNumber, records, run)
      try add(columns.customerId, .customerId, records, run) { Array($0.utf8) }
    }
    try add(columns.address, .address, records, run, AddressKey.key)
    try addNames(columns.name, records, run)
    try addRegions(columns.region, records, run)
    try addBirths(columns.birth, records, run)
    try addGenders(columns.gender, records, run)
    try addPurchases(table, records, run)
  }

  /// One record for each customer id, and one for each row without.
  private mutating func addRecords(
    _ table: Table, _ columns: IdentityColumns, _ index: Int32, _ run: Run
  ) throws -> [Int32] {
    let ids = columns.customerId
    var ofCode = [Int32](repeating: -1, count: ids?.dictionary.count ?? 0)
    var records = [Int32](repeating: 0, count: table.rowCount)
    for place in 0..<table.rowCount {
      if place % 65_536 == 0 { try run.checkpoint() }
      let code = ids.map { Int($0.codes[place]) } ?? -1
      if code >= 0, ofCode[code] >= 0 {
        records[place] = ofCode[code]
        continue
      }
      let record = Int32(truncatingIfNeeded: source.count)
      source.append(index)
      row.append(Int32(truncatingIfNeeded: place))
      records[place] = record
      if code >= 0 { ofCode[code] = record }
    }
    let added = source.count - name.count
    name.append(contentsOf: repeatElement(-1, count: added))
    region.append(contentsOf: repeatElement(-1, count: added))
    gender.append(contentsOf: repeatElement(-1, count: added))
    birthDay.append(contentsOf: repeatElement(IdentityRecords.unknownDay, count: added))
    return records
  }

  /// The code of each text of a column, -1 for one without key; texts are worked on in parallel.
  private static func keyed<Key: Sendable>(
    _ column: TextColumn, _ run: Run, _ key: @Sendable (String) -> Key?
  ) throws -> [Key?] {
    let dictionary = column.dictionary
    return try Parallel.map(count: dictionary.count, chunk: 8_192) { range in
      try run.checkpoint()
      return range.map { key(dictionary[$0]) }
    }.flatMap { $0 }
  }

  private mutating func add(
    _ column: TextColumn?, _ list: List, _ records: [Int32], _ run: Run,
    _ key: @Sendable (String) -> [UInt8]?
  ) throws {
    guard let column else { return }
    try add(column, try Self.keyed(column, run, key), list, records, run)
  }

  private mutating func add(
    _ column: TextColumn, _ keys: [[UInt8]?], _ list: List, _ records: [Int32], _ run: Run
  ) throws {
    var table = tables.removeValue(forKey: list) ?? KeyTable()
    var codes = [Int32](repeating: -1, count: keys.count)
    for (place, key) in keys.enumerated() {
      if place % 16_384 == 0 { try run.checkpoint() }
      if let key { codes[place] = table.code(key) }
    }
    tables[list] = table
    var found = pairs.removeValue(forKey: list) ?? []
    for (place, code) in column.codes.enumerated() where code >= 0 && codes[Int(code)] >= 0 {
      if place % 65_536 == 0 { try run.checkpoint() }
      let pair = (record: records[place], code: codes[Int(code)])
      if let last = found.last, last == pair { continue }
      found.append(pair)
    }
    pairs[list] = found
  }
}

extension IdentityReader {
  private mutating func addPhones(_ column: TextColumn?, _ records: [Int32], _ run: Run) throws {
    guard let column else { return }
    let keys = try Self.keyed(column, run, PhoneKey.key)
    for (code, key) in keys.enumerated() where key == nil {
      let isMasked = column.dictionary.withBytes(code) { $0.contains(42) }
      if isMasked { counts.maskedPhones += 1 } else { counts.unusable[.phone, default: 0] += 1 }
    }
    try add(column, keys, .phone, records, run)
  }

  private mutating func addEmails(_ column: TextColumn?, _ records: [Int32], _ run: Run) throws {
    guard let column else { return }
    let keys = try Self.keyed(column, run, EmailKey.keys)
    counts.unusable[.email, default: 0] += keys.count { $0 == nil }
    try add(column, keys.map { $0?.exact }, .email, records, run)
    try add(column, keys.map { $0?.loose }, .looseEmail, records, run)
  }

  private mutating func addIdNumbers(
    _ column: TextColumn?, _ records: [Int32], _ run: Run
  ) throws {
    guard let column else { return }
    let keys = try Self.keyed(column, run) { IdNumberKey($0) }
    counts.unusable[.idNumber, default: 0] += keys.count { $0 == nil }
    try add(column, keys.map { $0?.key }, .idNumber, records, run)
    // Codes were given in the order of the keys, so what belongs to new ones follows in order.
    guard var table = tables[.idNumber] else { return }
    for key in keys.compactMap({ $0 }) where Int(table.code(key.key)) == isValidId.count {
      isValidId.append(key.isValid)
      birthOfId.append(key.birthDay ?? IdentityRecords.unknownDay)
      maleOfId.append(key.isMale.map { $0 ? 1 : 0 } ?? -1)
    }
  }

  private mutating func addNames(_ column: TextColumn?, _ records: [Int32], _ run: Run) throws {
    guard let column else { return }
    let found = try Self.keyed(column, run) { PersonName($0) }
    var codes = [Int32](repeating: -1, count: found.count)
    for (place, one) in found.enumerated() {
      if place % 16_384 == 0 { try run.checkpoint() }
      guard let one else { continue }
      codes[place] = nameKeys.code(one.key + [one.isPartial ? 63 : 33])
      if Int(codes[place]) == names.count { names.append(one) }
    }
    for (place, code) in column.codes.enumerated() where code >= 0 && codes[Int(code)] >= 0 {
      if place % 65_536 == 0 { try run.checkpoint() }
      let record = Int(records[place])
      // A full name is not given up for half of one.
      if name[record] >= 0, names[Int(codes[Int(code)])].isPartial { continue }
      name[record] = codes[Int(code)]
    }
  }

  private mutating func addRegions(_ column: TextColumn?, _ records: [Int32], _ run: Run) throws {
    guard let column else { return }
    let keys = try Self.keyed(column, run, AddressKey.key)
    let codes = keys.map { key in key.map { regionKeys.code($0) } ?? -1 }
    for (place, code) in column.codes.enumerated() where code >= 0 && codes[Int(code)] >= 0 {
      if place % 65_536 == 0 { try run.checkpoint() }
      region[Int(records[place])] = codes[Int(code)]
    }
  }

  private mutating func addBirths(_ column: Column?, _ records: [Int32], _ run: Run) throws {
    guard let column else { return }
    for (place, record) in records.enumerated() where !column.isMissing(place) {
      if place % 65_536 == 0 { try run.checkpoint() }
      switch column.values {
      case .date(let dates): birthDay[Int(record)] = dates.days[place]
      case .number(let numbers):
        guard let day = Self.day(numbers.values[place]) else { continue }
        birthDay[Int(record)] = day
      case .text: return
      }
    }
  }

  /// 19900305
  private static func day(_ number: Double) -> Int32? {
    guard 18_500_101 <= number, number <= 21_001_231 else { return nil }
    let whole = Int(number)
    return CivilDate.days(year: whole / 10_000, month: whole / 100 % 100, day: whole % 100)
  }

  private mutating func addGenders(_ column: TextColumn?, _ records: [Int32], _ run: Run) throws {
    guard let column else { return }
    let codes = column.dictionary.strings.map { text -> Int8 in
      switch text.lowercased() {
      case "m", "male", "man", "男", "男性", "先生", "boy", "1": 1
      case "f", "female", "woman", "女", "女性", "女士", "girl", "0", "2": 0
      default: -1
      }
    }
    for (place, code) in column.codes.enumerated() where code >= 0 && codes[Int(code)] >= 0 {
      if place % 65_536 == 0 { try run.checkpoint() }
      gender[Int(records[place])] = codes[Int(code)]
    }
  }

  /// The same thing on the same day, where the source says both.
  private mutating func addPurchases(_ table: Table, _ records: [Int32], _ run: Run) throws {
    guard let dates = table.column(.date)?.date,
      let items = (table.column(.itemName) ?? table.column(.itemId))?.asText()
    else { return }
    var keys = tables.removeValue(forKey: .purchase) ?? KeyTable()
    var found = pairs.removeValue(forKey: .purchase) ?? []
    for (place, code) in items.codes.enumerated() where code >= 0 {
      if place % 16_384 == 0 { try run.checkpoint() }
      if !dates.missing.isEmpty, dates.missing[place] { continue }
      let day = withUnsafeBytes(of: dates.days[place].littleEndian) { Array($0) }
      let item = items.dictionary.bytes[items.dictionary.range(Int(code))]
      found.append((records[place], keys.code(day + item)))
    }
    tables[.purchase] = keys
    pairs[.purchase] = found
  }
}
