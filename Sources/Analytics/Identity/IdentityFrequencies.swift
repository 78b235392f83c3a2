/// How often each key, name, day and region occurs: what is common proves little, and what too many
/// people share proves nothing.
import Numerics
import Support
import Tables

/// How many records hold each key, how many different names these have, and whether it is used.
struct KeyHolders: Sendable {
  private(set) var holders: [Int32]
  /// Different names among the holders, at least 1.
  private(set) var people: [Int32]

  /// A family may share a telephone; more names than this are no family.
  static let namesMax = 6
  /// Records without names that may share a key.
  static let namelessMax = 12

  func isUsed(_ code: Int32) -> Bool { people[Int(code)] <= Self.namesMax }

  /// - Parameter names: the name of each record, -1 for none.
  init(_ lists: CodeLists, names: [Int32], records: Int, _ run: Run) throws {
    let codes = Int(lists.items.max() ?? -1) + 1
    var holders = [Int32](repeating: 0, count: codes)
    var nameless = [Int32](repeating: 0, count: codes)
    var held: [(record: Int32, code: Int32)] = []
    held.reserveCapacity(lists.items.count)
    for record in 0..<records {
      if record % 65_536 == 0 { try run.checkpoint() }
      for code in lists[Int32(record)] {
        holders[Int(code)] += 1
        if names[record] >= 0 {
          held.append((code, names[record]))
        } else {
          nameless[Int(code)] += 1
        }
      }
    }
    try run.checkpoint()
    let named = CodeLists(held, records: codes)
    self.holders = holders
    people = (0..<codes).map { code in
      let names = named[Int32(code)].count
      // Without names, as many people as there are records beyond those of one person.
      let unknown = Int(nameless[code]) > Self.namelessMax ? Int(nameless[code]) : 0
      return Int32(truncatingIfNeeded: max(1, names + unknown))
    }
  }
}

struct IdentityFrequencies: Sendable {
  let phones: KeyHolders
  let emails: KeyHolders
  let looseEmails: KeyHolders
  let addresses: KeyHolders
  let purchases: KeyHolders
  /// Records by name and by region.
  let names: [Int32]
  /// How likely somebody else has each name, from how often its parts occur.
  let nameChances: [Double]
  let regions: [Int32]
  let births: [Int32: Int32]

  init(_ records: IdentityRecords, _ run: Run) throws {
    func holders(_ lists: CodeLists) throws -> KeyHolders {
      try KeyHolders(lists, names: records.name, records: records.count, run)
    }
    phones = try holders(records.phones)
    emails = try holders(records.emails)
    looseEmails = try holders(records.looseEmails)
    addresses = try holders(records.addresses)
    purchases = try holders(records.purchases)
    names = Self.counts(records.name, records.names.count)
    nameChances = try NameChances.all(records.names, names, records: records.count, run)
    try run.checkpoint()
    regions = Self.counts(records.region, Int(records.region.max() ?? -1) + 1)
    try run.checkpoint()
    var births: [Int32: Int32] = [:]
    for (place, day) in records.birthDay.enumerated() where day != IdentityRecords.unknownDay {
      if place % 16_384 == 0 { try run.checkpoint() }
      births[day, default: 0] += 1
    }
    self.births = births
  }

  private static func counts(_ codes: [Int32], _ count: Int) -> [Int32] {
    var counts = [Int32](repeating: 0, count: count)
    for code in codes where code >= 0 { counts[Int(code)] += 1 }
    return counts
  }
}

/// The chance of a name: the product of the shares of its words, for a Chinese name of its
/// characters. The two records of a pair are left out, so what nobody else has counts nothing.
enum NameChances {
  static func all(
    _ names: [PersonName], _ holders: [Int32], records: Int, _ run: Run
  ) throws -> [Double] {
    var counts: [[UInt32]: Int32] = [:]
    for (place, name) in names.enumerated() {
      if place % 8_192 == 0 { try run.checkpoint() }
      for part in parts(name) { counts[part, default: 0] += holders[place] }
    }
    return try Parallel.map(count: names.count, chunk: 8_192) { [counts] range in
      try run.checkpoint()
      return range.map { place in
        parts(names[place]).reduce(1.0) { chance, part in
          chance * Double(max(0, (counts[part] ?? 0) - 2)) / Double(max(1, records))
        }
      }
    }.flatMap { $0 }
  }

  /// Characters go by their place: a family name is none within another name.
  private static func parts(_ name: PersonName) -> [[UInt32]] {
    guard name.isHan else { return name.words.filter { $0.count > 1 } }
    return name.words[0].enumerated().map { [UInt32(truncatingIfNeeded: min($0, 1)), $1] }
  }
}

/// Powers of ten and the odds they stand for.
enum Power {
  static func log10(_ value: Double) -> Double { Math.log(value) / Math.log(10) }

  static func probability(_ power: Double) -> Double {
    1 / (1 + Math.exp(-power * Math.log(10)))
  }
}
