/// What each column of a table holds: counts, ranges, quantiles, frequent values.
///
/// What always holds: every count is exact; sums are added in row order, so the same table gives
/// the same bits.
package import Support

/// A description of a table, column by column.
package struct TableProfile: Sendable {
  /// One summary per column, in order.
  package let columns: [ColumnSummary]

  /// Describes a table; `top` is how many frequent values are listed per column.
  package init(_ table: Table, top: Int, _ run: Run) throws {
    var columns: [ColumnSummary] = []
    for column in table.columns {
      try run.checkpoint()
      columns.append(ColumnSummary(column, rows: table.rowCount, top: top))
    }
    self.columns = columns
  }
}

/// The type of a column's values.
package enum ColumnType: String, Sendable, CaseIterable {
  case text, integer, number, date, dateTime
}

/// What one column holds.
package struct ColumnSummary: Sendable {
  /// The header of the column.
  package let header: String
  /// What its values are.
  package let type: ColumnType
  /// What it means, where known.
  package let role: Role?
  /// Rows of the table.
  package let rowCount: Int
  /// Rows without a value.
  package let missingCount: Int
  /// How many different values there are.
  package let distinctCount: Int
  /// Numbers only: range, mean, standard deviation (of the sample) and quantiles.
  package let numbers: NumberSummary?
  /// Dates only: the first and the last day.
  package let dates: ClosedRange<Int32>?
  /// Rows in equal steps from the smallest to the largest number or day, as bars of text.
  package let sparkline: String?
  /// The most frequent values, most frequent first; equal counts in order of the values.
  package let top: [ValueCount]
  /// Whether the column identifies persons, by its role or by its values.
  package let isPersonal: Bool

  /// A value and how often it stands in the column.
  package struct ValueCount: Sendable, Equatable {
    /// The value as text.
    package let value: String
    /// The rows that have it.
    package let count: Int
  }

  /// Describes a column of a table with so many rows.
  package init(_ column: Column, rows: Int, top: Int) {
    header = column.header
    role = column.role
    rowCount = rows
    missingCount = column.missingCount
    isPersonal = Self.isPersonal(column)
    switch column.values {
    case .text(let text):
      type = .text
      let counts = Self.counts(text)
      distinctCount = counts.filter { $0 > 0 }.count
      self.top = Self.top(text.dictionary, counts, top)
      numbers = nil
      dates = nil
      sparkline = nil
    case .number(let number):
      type = number.isInteger ? .integer : .number
      let sorted = Self.sorted(number)
      let runs = Runs(sorted)
      distinctCount = runs.count
      self.top = runs.top(top) { Self.text($0) }
      numbers = NumberSummary(sorted: sorted, inOrder: number)
      dates = nil
      sparkline = Sparkline.text(sorted: sorted)
    case .date(let date):
      type = date.seconds.isEmpty ? .date : .dateTime
      let sorted = Self.sorted(date)
      let runs = Runs(sorted)
      distinctCount = runs.count
      self.top = runs.top(top) { CivilDate.text(days: Int32($0)) }
      numbers = nil
      sparkline = Sparkline.text(sorted: sorted)
      if let first = sorted.first, let last = sorted.last {
        dates = Int32(first)...Int32(last)
      } else {
        dates = nil
      }
    }
  }

  /// Whether a column identifies persons, by its role or by its values.
  package static func isPersonal(_ column: Column) -> Bool {
    if column.role?.isPersonal == true { return true }
    return column.text.map { holdsPersons($0.dictionary) } ?? false
  }

  private static func counts(_ column: TextColumn) -> [Int] {
    var counts = [Int](repeating: 0, count: column.dictionary.count)
    for code in column.codes where code >= 0 { counts[Int(code)] += 1 }
    return counts
  }

  private static func top(_ dictionary: TextDictionary, _ counts: [Int], _ top: Int) -> [ValueCount]
  {
    // Only values at or above the count of the last one listed are turned into texts.
    let least = counts.sorted(by: >).prefix(top).last ?? 0
    let codes = counts.indices.filter { counts[$0] >= max(1, least) }
      .sorted { (counts[$1], $0) < (counts[$0], $1) }
    return codes.prefix(top).map {
      ValueCount(value: String(dictionary[$0].prefix(200)), count: counts[$0])
    }
  }

  /// Whether most of the first distinct texts are e-mail addresses, mobiles or citizens' numbers.
  private static func holdsPersons(_ dictionary: TextDictionary) -> Bool {
    let count = min(200, dictionary.count)
    guard count >= 1 else { return false }
    let found = (0..<count).filter { code in
      dictionary.withBytes(code) {
        PersonalValue.isEmail($0) || PersonalValue.isMobile($0) || PersonalValue.isIdNumber($0)
      }
    }
    return found.count * 2 > count
  }

  private static func sorted(_ column: NumberColumn) -> [Double] {
    var values = column.values
    if !column.missing.isEmpty {
      values = zip(column.values, column.missing).compactMap { $1 ? nil : $0 }
    }
    values.sort()
    return values
  }

  private static func sorted(_ column: DateColumn) -> [Double] {
    var values = column.days.map { Double($0) }
    if !column.missing.isEmpty {
      values = zip(values, column.missing).compactMap { $1 ? nil : $0 }
    }
    values.sort()
    return values
  }

  private static func text(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
  }

  /// Equal values of a sorted list, side by side.
  private struct Runs {
    private var runs: [(value: Double, count: Int)] = []
    var count: Int { runs.count }

    init(_ sorted: [Double]) {
      var last = Double.nan
      for value in sorted {
        if value == last {
          runs[runs.count - 1].count += 1
        } else {
          runs.append((value, 1))
          last = value
        }
      }
    }

    func top(_ top: Int, _ text: (Double) -> String) -> [ValueCount] {
      runs.sorted { ($1.count, $0.value) < ($0.count, $1.value) }.prefix(top).map {
        ValueCount(value: text($0.value), count: $0.count)
      }
    }
  }
}

/// A histogram in one line of text.
enum Sparkline {
  private static let bars: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let steps = 20

  /// Nil where all values are the same. A step that holds nothing is a blank.
  static func text(sorted: [Double]) -> String? {
    guard let low = sorted.first, let high = sorted.last, low < high, (high - low).isFinite else {
      return nil
    }
    var counts = [Int](repeating: 0, count: steps)
    for value in sorted {
      counts[min(steps - 1, Int((value - low) / (high - low) * Double(steps)))] += 1
    }
    let most = counts.max() ?? 1
    return String(
      counts.map { count in
        count == 0 ? " " : bars[(count * bars.count - 1) / most]
      })
  }
}

/// Range, mean and quantiles of numbers.
package struct NumberSummary: Sendable, Equatable {
  /// The smallest number.
  package let minimum: Double
  /// The largest number.
  package let maximum: Double
  /// The arithmetic mean.
  package let mean: Double
  /// The standard deviation with one degree of freedom less than values; 0 for a single value.
  package let deviation: Double
  /// At 5, 25, 50, 75 and 95 percent, between neighbours in proportion.
  package let quantiles: [Double]

  /// The levels of `quantiles`.
  package static let levels = [0.05, 0.25, 0.5, 0.75, 0.95]

  init?(sorted: [Double], inOrder column: NumberColumn) {
    guard let first = sorted.first, let last = sorted.last else { return nil }
    minimum = first
    maximum = last
    let count = Double(sorted.count)
    let mean = sorted.reduce(0) { $0 + $1 / count }
    self.mean = mean
    let squares = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) / max(1, count - 1) }
    deviation = squares.squareRoot()
    quantiles = Self.levels.map { level in
      let place = level * (count - 1)
      let below = Int(place)
      let above = min(sorted.count - 1, below + 1)
      return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
    }
  }
}
