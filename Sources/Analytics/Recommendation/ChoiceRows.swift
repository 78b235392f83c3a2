/// Rows of a table as choices.
import Learning
import Support
import Tables

struct ChoiceRows: Sendable {
  struct Found {
    var events: [Choices.Event] = []
    /// The rating of each event, where there are ratings.
    var values: [Double] = []
    var skipped = 0
    var zeros = 0
    var earlier = 0
  }

  let person: TextColumn
  let item: TextColumn
  let kinds: EventKinds?
  /// Nil where ratings are not to be predicted.
  let ratings: NumberColumn?
  private let money: RowMoney
  private let dates: DateColumn?
  private let options: RecommendOptions
  private let rowCount: Int

  /// - Throws: `missingRole` where a method predicts ratings and there are none to use.
  init(
    _ table: Table, person: TextColumn, item: TextColumn, _ options: RecommendOptions
  ) throws(AnalyticsError) {
    self.person = person
    self.item = item
    self.options = options
    rowCount = table.rowCount
    money = RowMoney(table)
    dates = table.column(.date)?.date
    let isRated = options.ratingUse != .implicit && Self.takesRatings(options.method)
    ratings = isRated ? table.column(.rating)?.number : nil
    if ratings == nil, options.method == .svd || options.method == .mfSgd {
      throw .missingRole(roles: ["rating"], headers: table.columns.map(\.header))
    }
    kinds = ratings == nil ? EventKinds(table, wished: options.eventWeights) : nil
  }

  private static func takesRatings(_ method: RecommendOptions.Method) -> Bool {
    method == .auto || method == .svd || method == .mfSgd
  }

  func events(_ run: Run) throws -> Found {
    var found = Found()
    found.events.reserveCapacity(rowCount)
    let earliest = options.lookbackDays.flatMap { days in lastDay.map { $0 - Int32(days) } }
    for row in 0..<rowCount {
      if row % 65_536 == 0 { try run.checkpoint() }
      let (who, what) = (person.codes[row], item.codes[row])
      let isMissingDate = dates.map { !$0.missing.isEmpty && $0.missing[row] } ?? false
      let isLater = dates.map { options.asOf != nil && $0.days[row] > (options.asOf ?? 0) } ?? false
      guard who >= 0, what >= 0, !isMissingDate, !isLater, !isReturn(row) else {
        found.skipped += 1
        continue
      }
      if let dates, let earliest, dates.days[row] <= earliest {
        found.earlier += 1
        continue
      }
      if let ratings {
        guard ratings.missing.isEmpty || !ratings.missing[row] else {
          found.skipped += 1
          continue
        }
        if ratings.values[row] == 0, options.zeros == .unrated {
          found.zeros += 1
          continue
        }
        found.values.append(ratings.values[row])
      }
      found.events.append(
        Choices.Event(
          person: who, item: what, time: time(row), weight: Float(kinds?.weight(row) ?? 1)))
    }
    try run.checkpoint()
    return found
  }

  private func isReturn(_ row: Int) -> Bool { money.value(row)?.isReturn ?? false }

  private var lastDay: Int32? {
    guard let dates else { return nil }
    let limit = options.asOf ?? .max
    return dates.days.indices.lazy
      .filter { dates.missing.isEmpty || !dates.missing[$0] }
      .map { dates.days[$0] }.filter { $0 <= limit }.max()
  }

  private func time(_ row: Int) -> Int64 {
    guard let dates else { return 0 }
    let seconds = dates.seconds.isEmpty ? 0 : Int64(dates.seconds[row])
    return Int64(dates.days[row]) * 86_400 + seconds
  }

  /// The ratings of the events, in the order of the file; of several by one person of one item the
  /// last counts.
  func table(_ found: Found) -> Ratings {
    var place: [Int64: Int] = [:]
    var (people, items, values): ([Int32], [Int32], [Double]) = ([], [], [])
    for (event, value) in zip(found.events, found.values) {
      let key = Int64(event.person) << 32 | Int64(event.item)
      if let known = place[key] {
        values[known] = value
        continue
      }
      place[key] = values.count
      people.append(event.person)
      items.append(event.item)
      values.append(value)
    }
    return Ratings(
      personCount: person.dictionary.count, itemCount: item.dictionary.count, people: people,
      items: items, values: values)
  }
}
