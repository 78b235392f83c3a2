/// Which pairs of records are worth a look: those that share a key, or a name and something else.
///
/// Never all pairs. A block holds the records that agree in something; in a large one only
/// neighbours by name are compared.
import Support

struct IdentityPairs: Sendable {
  /// The smaller record above, the larger below; each pair once, ascending.
  private(set) var pairs: [UInt64] = []
  /// Pairs that were found after the bound was reached, and left out.
  private(set) var leftOut = 0

  /// Records of a block of which all pairs are compared.
  static let wholeBlock = 16
  /// Neighbours each record of a larger block is compared with.
  static let neighbours = 6

  static func left(_ pair: UInt64) -> Int32 { Int32(truncatingIfNeeded: pair >> 32) }
  static func right(_ pair: UInt64) -> Int32 { Int32(truncatingIfNeeded: pair) }

  init(
    _ records: IdentityRecords, _ frequencies: IdentityFrequencies, fuzzy: Bool, _ run: Run
  ) throws {
    var blocks = IdentityBlocks(records, frequencies)
    try blocks.addKeys(run)
    try pair(blocks.take(), records, run)
    if fuzzy {
      try blocks.addNames(run)
      try pair(blocks.take(), records, run)
      try blocks.addWords(run)
      try pair(blocks.take(), records, run)
    }
    try dedupe(run)
  }

  private mutating func pair(
    _ entries: [IdentityBlocks.Entry], _ records: IdentityRecords, _ run: Run
  ) throws {
    for bucket in try Buckets.split(entries, run, { $0.hash }) {
      try run.checkpoint()
      let sorted = bucket.sorted { ($0.hash, $0.record) < ($1.hash, $1.record) }
      var start = 0
      while start < sorted.count {
        var end = start + 1
        while end < sorted.count, sorted[end].hash == sorted[start].hash { end += 1 }
        if end > start + 1 { try add(sorted[start..<end].map(\.record), records, run) }
        start = end
      }
    }
  }

  private mutating func add(_ block: [Int32], _ records: IdentityRecords, _ run: Run) throws {
    var block = block
    var reach = block.count
    if block.count > Self.wholeBlock {
      block.sort { (records.name[Int($0)], $0) < (records.name[Int($1)], $1) }
      reach = Self.neighbours
    }
    for (place, record) in block.enumerated() {
      if place % 4_096 == 4_095 { try run.checkpoint() }
      for other in block[(place + 1)..<min(block.count, place + 1 + reach)] where other != record {
        guard pairs.count < Limits.identityPairs else {
          leftOut += 1
          continue
        }
        let (low, high) = (UInt64(min(record, other)), UInt64(max(record, other)))
        pairs.append(low << 32 | high)
      }
    }
  }

  private mutating func dedupe(_ run: Run) throws {
    // By record, so that what comes out ascends: the buckets of upper bits are in order.
    let top = pairs.max() ?? 0
    var shift: UInt64 = 0
    while top >> shift >= 4_096 { shift += 1 }
    var buckets = [[UInt64]](repeating: [], count: 4_096)
    for (place, pair) in pairs.enumerated() {
      if place % 65_536 == 0 { try run.checkpoint() }
      buckets[Int(pair >> shift)].append(pair)
    }
    pairs = []
    for bucket in buckets {
      try run.checkpoint()
      let first = pairs.count
      for pair in bucket.sorted() where pairs.count == first || pairs.last != pair {
        pairs.append(pair)
      }
    }
  }
}

/// Entries parted by their hash, so that each part is sorted in a moment.
enum Buckets {
  static func split<Entry>(
    _ entries: [Entry], _ run: Run, _ hash: (Entry) -> UInt64
  ) throws -> [[Entry]] {
    let count = 256
    var buckets = [[Entry]](repeating: [], count: count)
    for (place, entry) in entries.enumerated() {
      if place % 65_536 == 0 { try run.checkpoint() }
      buckets[Int(truncatingIfNeeded: hash(entry) >> 56)].append(entry)
    }
    return buckets
  }
}

/// The blocks each record is in, as hashes. A hash that two blocks share costs a look and no more.
struct IdentityBlocks {
  struct Entry {
    let hash: UInt64
    let record: Int32
  }

  private enum Tag: UInt64 {
    case id = 1, idNumber, phone, email, looseEmail
    case name, nameRegion, nameBirth, nameAddress, nameGender, namePurchase
    case wordBirth, wordAddress, sound
  }

  private let records: IdentityRecords
  private let frequencies: IdentityFrequencies
  private var entries: [Entry] = []

  /// Records of one name that are compared for their name alone.
  static let rareName = 16

  init(_ records: IdentityRecords, _ frequencies: IdentityFrequencies) {
    self.records = records
    self.frequencies = frequencies
  }

  /// The entries so far; they are given away.
  mutating func take() -> [Entry] {
    defer { entries = [] }
    return entries
  }

  private mutating func add(_ tag: Tag, _ left: UInt64, _ right: UInt64, _ record: Int32) {
    entries.append(
      Entry(hash: Mix.pair(Mix.pair(tag.rawValue, left), right), record: record))
  }

  private mutating func addAll(
    _ tag: Tag, _ lists: CodeLists, _ record: Int32, where isUsed: (Int32) -> Bool = { _ in true }
  ) {
    for code in lists[record] where isUsed(code) { add(tag, UInt64(code), 0, record) }
  }

  mutating func addKeys(_ run: Run) throws {
    for record in 0..<Int32(truncatingIfNeeded: records.count) {
      if record % 16_384 == 0 { try run.checkpoint() }
      addAll(.id, records.sharedIds, record)
      addAll(.idNumber, records.idNumbers, record)
      addAll(.phone, records.phones, record, where: frequencies.phones.isUsed)
      addAll(.email, records.emails, record, where: frequencies.emails.isUsed)
      addAll(.looseEmail, records.looseEmails, record, where: frequencies.looseEmails.isUsed)
    }
  }

  /// Equal names, alone where they are rare, else with something else that is equal.
  mutating func addNames(_ run: Run) throws {
    for record in 0..<Int32(truncatingIfNeeded: records.count) {
      if record % 16_384 == 0 { try run.checkpoint() }
      let name = records.name[Int(record)]
      guard name >= 0, !records.names[Int(name)].isPartial, frequencies.names[Int(name)] > 1 else {
        continue
      }
      let code = UInt64(name)
      if frequencies.names[Int(name)] <= Self.rareName {
        add(.name, code, 0, record)
        continue
      }
      if let birth = birth(record) { add(.nameBirth, code, birth, record) }
      if records.region[Int(record)] >= 0 {
        add(.nameRegion, code, UInt64(records.region[Int(record)]), record)
      }
      for address in records.addresses[record] { add(.nameAddress, code, UInt64(address), record) }
      for purchase in records.purchases[record] {
        add(.namePurchase, code, UInt64(purchase), record)
      }
    }
  }

  /// Names that are alike: with a word, and a birthday or an address; or by their sound.
  mutating func addWords(_ run: Run) throws {
    var sounds: [UInt64] = []
    for (place, name) in records.names.enumerated() {
      if place % 16_384 == 0 { try run.checkpoint() }
      sounds.append(Self.sound(name))
    }
    for record in 0..<Int32(truncatingIfNeeded: records.count) {
      if record % 16_384 == 0 { try run.checkpoint() }
      let code = Int(records.name[Int(record)])
      guard code >= 0 else { continue }
      if sounds[code] != 0, frequencies.names[code] <= Self.rareName {
        add(.sound, sounds[code], 0, record)
      }
      let birth = birth(record)
      let address = records.addresses[record].first
      guard birth != nil || address != nil else { continue }
      for word in words(records.names[code]) {
        if let birth { add(.wordBirth, word, birth, record) }
        if let address { add(.wordAddress, word, UInt64(address), record) }
      }
    }
  }

  private func birth(_ record: Int32) -> UInt64? {
    let day = records.birthDay[Int(record)]
    return day == IdentityRecords.unknownDay ? nil : UInt64(bitPattern: Int64(day))
  }

  /// The words of a Latin name, the family name of a Chinese one.
  private func words(_ name: PersonName) -> [UInt64] {
    func hash(_ values: some Sequence<UInt32>) -> UInt64 {
      values.reduce(17) { Mix.pair($0, UInt64($1)) }
    }
    if name.isHan { return [hash(name.words[0].prefix(1))] }
    return name.words.filter { $0.count > 1 }.map(hash)
  }

  /// First letters and the consonants behind them, once each in a row; 0 for names without.
  private static func sound(_ name: PersonName) -> UInt64 {
    guard !name.isHan, !name.isPartial else { return 0 }
    let vowels: Set<UInt32> = [97, 101, 104, 105, 111, 117, 119, 121]
    return name.words.filter { $0.count > 1 }.reduce(29) { sum, word in
      var letters = Set<UInt32>()
      for letter in word.dropFirst() where !vowels.contains(letter) { letters.insert(letter) }
      return letters.sorted().reduce(Mix.pair(sum, UInt64(word.first ?? 0))) {
        Mix.pair($0, UInt64($1))
      }
    }
  }
}
