/// One row for each person: of every column the value that survives, and the ids of the sources.
///
/// Cells are taken as they stand in their source; nothing is mixed from two cells. Where sources
/// hold purchases, a person has also the number of purchases, the money and the first and last day.
package import Support
package import Tables

/// Whose value a person keeps where sources differ.
package enum Survivorship: String, Sendable, CaseIterable {
  /// The one of the latest row by date; rows without date are older, later sources newer.
  case latest
  /// The one of the first row by date.
  case earliest
  /// The one in most rows; of equals the latest.
  case frequent
  /// The one of the source that was named first.
  case source
}

package struct GoldenTable: Sendable {
  /// A column of the golden table: a role or a header, and where each person's value stands.
  package struct Field: Sendable {
    /// The role, or the header in lower case.
    package let key: String
    package let header: String
    package let role: Role?
    /// By source: the column there, or -1.
    fileprivate let columns: [Int]
    /// By person: the row of all sources, one after the other, that survives; -1 for none.
    fileprivate var rows: [Int32]

    package var isPersonal: Bool { role?.isPersonal ?? false }
  }

  package private(set) var fields: [Field] = []
  package let identity: Identity
  /// By person: purchases, their money, the first and the last day; empty without purchases.
  package private(set) var orders: [Int32] = []
  package private(set) var spent: [Double] = []
  package private(set) var firstDay: [Int32] = []
  package private(set) var lastDay: [Int32] = []
  package private(set) var hasMoney = false
  /// Records of each person, in two arrays.
  private let members: CodeLists
  /// Where the rows of each source begin among all rows.
  private let offsets: [Int]

  package init(_ identity: Identity, _ rule: Survivorship, _ run: Run) throws {
    self.identity = identity
    let records = identity.personOfRecord.enumerated().map {
      (record: $0.element, code: Int32(truncatingIfNeeded: $0.offset))
    }
    try run.checkpoint()
    members = CodeLists(records, records: identity.personCount)
    var offsets = [0]
    for source in identity.sources { offsets.append((offsets.last ?? 0) + source.table.rowCount) }
    self.offsets = offsets
    try run.checkpoint()
    try sumPurchases(run)
    for plan in GoldenPlan.fields(identity.sources) {
      try run.checkpoint()
      fields.append(
        Field(
          key: plan.key, header: plan.header, role: plan.role, columns: plan.columns,
          rows: try survivors(plan.columns, rule, run)))
    }
  }

  package var count: Int { identity.personCount }
  package var hasPurchases: Bool { !orders.isEmpty }

  /// What a person is called: P and a number, in the order of the sources.
  package static func id(_ person: Int) -> String { "P\(person + 1)" }

  /// The records of a person, in the order of the sources.
  package func members(_ person: Int) -> [Int32] {
    Array(members[Int32(truncatingIfNeeded: person)])
  }

  /// The ids of a person in the sources: `web:C1; shop:88`. A record without id goes by its row.
  package func sourceIds(_ person: Int) -> String {
    members(person).map { record in
      let found = identity.record(record)
      return "\(identity.sources[found.source].name):\(found.id ?? "#\(found.row + 1)")"
    }.joined(separator: "; ")
  }

  /// The cell of a field, as it stands in its source.
  package func cell(_ field: Int, _ person: Int) -> String? {
    guard let place = place(of: fields[field].rows[person]) else { return nil }
    let column = fields[field].columns[place.source]
    return column < 0
      ? nil : identity.sources[place.source].table.columns[column].cellText(place.row)
  }

  private func place(of row: Int32) -> (source: Int, row: Int)? {
    guard row >= 0 else { return nil }
    var source = 0
    while source + 1 < offsets.count, offsets[source + 1] <= Int(row) { source += 1 }
    return (source, Int(row) - offsets[source])
  }
}

extension GoldenTable {
  private mutating func sumPurchases(_ run: Run) throws {
    let dated = identity.sources.indices.filter { index in
      let table = identity.sources[index].table
      return table.column(.date)?.date != nil && table.kind != .customers
    }
    let summed = identity.sources.indices.filter { index in
      let table = identity.sources[index].table
      return !dated.contains(index)
        && (table.column(.frequency)?.number != nil || table.column(.monetary)?.number != nil)
    }
    guard !dated.isEmpty || !summed.isEmpty else { return }
    orders = [Int32](repeating: 0, count: count)
    spent = [Double](repeating: 0, count: count)
    firstDay = [Int32](repeating: .max, count: count)
    lastDay = [Int32](repeating: .min, count: count)
    for index in summed { try addSums(index, run) }
    for index in dated {
      let table = identity.sources[index].table
      guard let dates = table.column(.date)?.date else { continue }
      let money = RowMoney(table)
      hasMoney = hasMoney || money.isPresent
      let orderIds = table.column(.orderId)?.asText()
      var isCounted = [Bool](repeating: false, count: orderIds?.dictionary.count ?? 0)
      for row in 0..<table.rowCount {
        if row % 32_768 == 0 { try run.checkpoint() }
        guard dates.missing.isEmpty || !dates.missing[row], let value = money.value(row) else {
          continue
        }
        let person = Int(identity.person(source: index, row: row))
        if money.isPresent { spent[person] += value.isReturn ? -abs(value.amount) : value.amount }
        if value.isReturn { continue }
        firstDay[person] = min(firstDay[person], dates.days[row])
        lastDay[person] = max(lastDay[person], dates.days[row])
        let order = orderIds.map { Int($0.codes[row]) } ?? -1
        if order >= 0 {
          if isCounted[order] { continue }
          isCounted[order] = true
        }
        orders[person] &+= 1
      }
    }
  }

  /// Adds what a list of customers says of their purchases; of a record its first row.
  private mutating func addSums(_ index: Int, _ run: Run) throws {
    let table = identity.sources[index].table
    let money = table.column(.monetary)?.number
    let frequency = table.column(.frequency)?.number
    let (first, last) = (table.column(.firstDate), table.column(.lastDate))
    hasMoney = hasMoney || money != nil
    var isDone = [Bool](repeating: false, count: identity.recordCount)
    for row in 0..<table.rowCount {
      if row % 32_768 == 0 { try run.checkpoint() }
      let record = Int(identity.record(source: index, row: row))
      if isDone[record] { continue }
      isDone[record] = true
      let person = Int(identity.personOfRecord[record])
      if let money { spent[person] += money.values[row] }
      let times = frequency?.values[row] ?? 0
      if 0 < times, times < 1e9 { orders[person] &+= Int32(times) }
      if let dates = first?.date, first?.isMissing(row) == false {
        firstDay[person] = min(firstDay[person], dates.days[row])
      }
      if let dates = last?.date, last?.isMissing(row) == false {
        lastDay[person] = max(lastDay[person], dates.days[row])
      }
    }
  }

  /// For each person the row whose value survives.
  private func survivors(
    _ columns: [Int], _ rule: Survivorship, _ run: Run
  ) throws -> [Int32] {
    if rule == .frequent { return try frequent(columns, run) }
    var chosen = [Int32](repeating: -1, count: count)
    var days = [Int32](repeating: .min, count: count)
    for (index, source) in identity.sources.enumerated() where columns[index] >= 0 {
      let column = source.table.columns[columns[index]]
      let dates = source.table.column(.date)?.date
      for row in 0..<source.table.rowCount {
        if row % 32_768 == 0 { try run.checkpoint() }
        if column.isMissing(row) { continue }
        let person = Int(identity.person(source: index, row: row))
        let isDated = dates.map { $0.missing.isEmpty || !$0.missing[row] } ?? false
        let day = isDated ? dates?.days[row] ?? .min : .min
        let isBetter =
          switch rule {
          case .source: false
          case .earliest: day != .min && (days[person] == .min || day < days[person])
          default: day >= days[person]
          }
        guard chosen[person] < 0 || isBetter else { continue }
        chosen[person] = Int32(truncatingIfNeeded: offsets[index] + row)
        days[person] = day
      }
    }
    return chosen
  }

  /// The value in most rows of the person.
  private func frequent(_ columns: [Int], _ run: Run) throws -> [Int32] {
    var keys = KeyTable()
    var votes: [(record: Int32, code: Int32)] = []
    var lastRow: [UInt64: Int32] = [:]
    for (index, source) in identity.sources.enumerated() where columns[index] >= 0 {
      let text = source.table.columns[columns[index]].asText()
      try run.checkpoint()
      for row in 0..<source.table.rowCount where text.codes[row] >= 0 {
        if row % 16_384 == 0 { try run.checkpoint() }
        let person = identity.person(source: index, row: row)
        let bytes = text.dictionary.bytes[text.dictionary.range(Int(text.codes[row]))]
        let code = keys.code(bytes)
        votes.append((person, code))
        lastRow[UInt64(person) << 32 | UInt64(code)] =
          Int32(truncatingIfNeeded: offsets[index] + row)
      }
    }
    return try GoldenVotes.winners(votes, people: count, run).enumerated().map { person, code in
      guard code >= 0 else { return -1 }
      return lastRow[UInt64(person) << 32 | UInt64(code)] ?? -1
    }
  }
}

/// Counts what most rows of each person say.
enum GoldenVotes {
  static func winners(
    _ votes: [(record: Int32, code: Int32)], people: Int, _ run: Run
  ) throws -> [Int32] {
    var counts: [UInt64: Int32] = [:]
    var best = [Int32](repeating: 0, count: people)
    var winner = [Int32](repeating: -1, count: people)
    for (place, vote) in votes.enumerated() {
      if place % 16_384 == 0 { try run.checkpoint() }
      let count = counts[UInt64(vote.record) << 32 | UInt64(vote.code), default: 0] + 1
      counts[UInt64(vote.record) << 32 | UInt64(vote.code)] = count
      guard count >= best[Int(vote.record)] else { continue }
      best[Int(vote.record)] = count
      winner[Int(vote.record)] = vote.code
    }
    return winner
  }
}
