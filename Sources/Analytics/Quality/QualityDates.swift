/// Days that cannot be: before the shop, long after it, one that stands for "unknown", a hole.
///
/// "Long after" and "hole" are judged by the data's own span and rhythm; the clock is never read.
import Support
import Tables

enum QualityDates {
  static func findings(_ view: QualityView, _ run: Run) throws -> [QualityFinding] {
    var found: [QualityFinding] = []
    for column in view.table.columns {
      try run.checkpoint()
      let role = column.role
      let isDate = role == .date || role == .lastDate || role == .firstDate
      if let date = column.date {
        found += styles(column, view.survey?.columns[column.index])
        guard isDate else { continue }
        let days = DaySpread(date)
        found += absurd(column, date, days)
        if role == .date { found += crowd(column, date, days) + gap(column, date, days) }
      } else if isDate, let text = column.text {
        found += styles(column, text)
      }
    }
    return found
  }

  /// Days that stand for no date in some system.
  static let defaults: Set<String> = [
    "1970-01-01", "1970-01-02", "1900-01-01", "1900-01-00", "1899-12-30", "1899-12-31",
    "1901-01-01", "0001-01-01", "9999-12-31", "2999-12-31", "2099-12-31",
  ]

  private static func rows(_ date: DateColumn, where test: (Int32) -> Bool) -> RowTally {
    var tally = RowTally()
    for (row, day) in date.days.enumerated() where test(day) {
      if !date.missing.isEmpty, date.missing[row] { continue }
      tally.add(row)
    }
    return tally
  }

  private static func absurd(
    _ column: Column, _ date: DateColumn, _ spread: DaySpread
  ) -> [QualityFinding] {
    var found: [QualityFinding] = []
    let defaults = Set(spread.days.filter { Self.defaults.contains(CivilDate.text(days: $0)) })
    func add(
      _ code: QualityCode, _ tally: RowTally, _ en: String, _ zh: String, _ fix: Phrase
    ) {
      guard tally.count > 0 else { return }
      found.append(
        QualityFinding(
          code, .error, column: column.index, tally, examples: examples(tally, date),
          Phrase(
            en: "\(QualityView.rows(tally.count)) of \"\(column.header)\" \(en)",
            zh: "“\(column.header)”有 \(tally.count) 行\(zh)"), fix: fix))
    }
    // A file that lies wholly before 1990 is an old one.
    guard let low = spread.low, let high = spread.high else { return [] }
    let early: Int32 = 7_305  // 1990-01-01
    let late = Int64(high) + max(366, Int64(high) - Int64(low))
    add(
      .defaultDate, rows(date) { defaults.contains($0) },
      "with a day that systems write for \"unknown\"", "是系统表示“未知”的默认日期",
      Phrase(en: "leave these cells empty", zh: "请将这些单元格留空"))
    if low >= early {
      add(
        .absurdDates, rows(date) { $0 < early && !defaults.contains($0) }, "before 1990",
        "早于 1990 年", Phrase(en: "correct the year", zh: "请更正年份"))
    }
    add(
      .futureDates, rows(date) { Int64($0) > late && !defaults.contains($0) },
      "more than a year, and more than the span of the data, after all others",
      "远晚于其他日期（超过一年且超过数据跨度）", Phrase(en: "correct the year", zh: "请更正年份"))
    return found
  }

  private static func examples(_ tally: RowTally, _ date: DateColumn) -> [String] {
    var seen: [Int32] = []
    for row in tally.rows where !seen.contains(date.days[row]) { seen.append(date.days[row]) }
    return seen.prefix(5).map { CivilDate.text(days: $0) }
  }

  /// One day with a fifth of all rows, where there are days enough to tell.
  private static func crowd(
    _ column: Column, _ date: DateColumn, _ spread: DaySpread
  ) -> [QualityFinding] {
    guard spread.days.count >= 10, spread.present >= 50,
      let most = spread.days.indices.max(by: {
        (spread.counts[$0], -$0) < (spread.counts[$1], -$1)
      }), spread.counts[most] * 5 > spread.present,
      !defaults.contains(CivilDate.text(days: spread.days[most]))
    else { return [] }
    let day = spread.days[most]
    let tally = rows(date) { $0 == day }
    let share = Words.percent(Double(tally.count) / Double(spread.present))
    return [
      QualityFinding(
        .crowdedDay, .warning, column: column.index, tally, examples: [CivilDate.text(days: day)],
        Phrase(
          en: "one day has \(share) of all rows of \"\(column.header)\"",
          zh: "“\(column.header)”中有一天占全部行的 \(share)"),
        fix: Phrase(
          en: "if it is the day of an import, use the date of the order instead",
          zh: "若为导入日期，请改用下单日期"))
    ]
  }

  /// No row for far longer than ever otherwise.
  private static func gap(
    _ column: Column, _ date: DateColumn, _ spread: DaySpread
  ) -> [QualityFinding] {
    guard let low = spread.low, let high = spread.high else { return [] }
    let days = spread.days.filter { low <= $0 && $0 <= high }
    guard days.count >= 30 else { return [] }
    let gaps = zip(days.dropFirst(), days).map { Int($0) - Int($1) }
    let usual = gaps.sorted()[gaps.count * 95 / 100]
    guard let widest = gaps.indices.max(by: { (gaps[$0], -$0) < (gaps[$1], -$1) }),
      gaps[widest] > max(30, 10 * usual)
    else { return [] }
    var tally = RowTally()
    if let row = date.days.firstIndex(of: days[widest + 1]) { tally.add(row) }
    let (first, last) = (CivilDate.text(days: days[widest]), CivilDate.text(days: days[widest + 1]))
    return [
      QualityFinding(
        .dateGap, .warning, column: column.index, tally,
        Phrase(
          en: "no row for \(gaps[widest]) days between \(first) and \(last)",
          zh: "\(first) 至 \(last) 之间 \(gaps[widest]) 天没有任何行"),
        fix: Phrase(en: "check whether an export is missing", zh: "请检查是否漏导了一段"))
    ]
  }

  private static func styles(_ column: Column, _ survey: ColumnSurvey?) -> [QualityFinding] {
    guard let survey else { return [] }
    return mixed(column, survey.dateStyles)
  }

  /// The same for dates that could only be kept as text.
  private static func styles(_ column: Column, _ text: TextColumn) -> [QualityFinding] {
    let styles = (0..<text.dictionary.count).map { code in
      text.dictionary.withBytes(code) { DateStyle($0)?.rawValue }
    }
    var tallies = [RowTally](repeating: RowTally(), count: DateStyle.allCases.count)
    for (row, code) in text.codes.enumerated() where code >= 0 {
      if let style = styles[Int(code)] { tallies[style].add(row) }
    }
    return mixed(column, tallies)
  }

  private static func mixed(_ column: Column, _ tallies: [RowTally]) -> [QualityFinding] {
    let found = tallies.indices.filter { tallies[$0].count > 0 }
    guard found.count >= 2,
      let most = found.max(by: { (tallies[$0].count, -$0) < (tallies[$1].count, -$1) })
    else { return [] }
    var others = RowTally()
    for row in found.filter({ $0 != most }).flatMap({ tallies[$0].rows }).sorted() {
      others.add(row)
    }
    let count = found.filter { $0 != most }.reduce(0) { $0 + tallies[$1].count }
    while others.count < count { others.add(others.rows.last ?? 0) }
    let styles = found.map { DateStyle.allCases[$0].example }
    return [
      QualityFinding(
        .mixedDateStyles, column.date == nil ? .error : .warning, column: column.index, others,
        examples: styles,
        Phrase(
          en: "dates of \"\(column.header)\" are written in \(found.count) styles",
          zh: "“\(column.header)”的日期有 \(found.count) 种写法"),
        fix: Phrase(en: "write all of them as 2024-01-31", zh: "请统一写成 2024-01-31"))
    ]
  }
}

/// The distinct days of a column, how often each occurs, and where nearly all of them lie.
struct DaySpread {
  /// Rising.
  let days: [Int32]
  let counts: [Int]
  let present: Int
  /// The days at 5 and 95 percent of the rows.
  private(set) var low: Int32?
  private(set) var high: Int32?

  init(_ date: DateColumn) {
    var counts: [Int32: Int] = [:]
    var (last, run) = (Int32.min, 0)
    for (row, day) in date.days.enumerated() {
      if !date.missing.isEmpty, date.missing[row] { continue }
      if day != last {
        if run > 0 { counts[last, default: 0] += run }
        (last, run) = (day, 0)
      }
      run += 1
    }
    if run > 0 { counts[last, default: 0] += run }
    days = counts.keys.sorted()
    self.counts = days.map { counts[$0] ?? 0 }
    present = self.counts.reduce(0, +)
    var seen = 0
    for (index, day) in days.enumerated() {
      seen += self.counts[index]
      if low == nil, seen * 20 > present { low = day }
      if high == nil, seen * 20 >= present * 19 { high = day }
    }
  }
}
