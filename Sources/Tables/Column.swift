/// One column of a table: a header and typed values, one per row.
///
/// What always holds: every array has one element per row of the table; a text cell that is
/// missing has code -1; codes count in the order in which the texts first appear.

/// One column: its header, its values, and what it was taken for.
package struct Column: Sendable {
  /// The header as it stands in the file, or `column3` where the file has none.
  package let header: String
  /// The place in the table, from 0.
  package let index: Int
  /// The values in row order.
  package let values: ColumnValues
  /// How many rows have no value.
  package let missingCount: Int
  /// What the column means, where that was recognised or stated.
  package let role: Role?
  /// The unit the header states in brackets, such as 元, 万元 or k$.
  package let unit: String?

  /// Makes a column; the counts of the arrays must agree with the table it goes into.
  package init(
    header: String, index: Int, values: ColumnValues, missingCount: Int, role: Role? = nil,
    unit: String? = nil
  ) {
    self.header = header
    self.index = index
    self.values = values
    self.missingCount = missingCount
    self.role = role
    self.unit = unit
  }

  /// The number column, when the values are numbers.
  package var number: NumberColumn? {
    if case .number(let column) = values { column } else { nil }
  }

  /// The text column, when the values are texts.
  package var text: TextColumn? {
    if case .text(let column) = values { column } else { nil }
  }

  /// The date column, when the values are dates.
  package var date: DateColumn? {
    if case .date(let column) = values { column } else { nil }
  }

  /// Whether the cell of a row is missing. `row` must be a row of the table.
  package func isMissing(_ row: Int) -> Bool {
    switch values {
    case .text(let column): column.codes[row] < 0
    case .number(let column): !column.missing.isEmpty && column.missing[row]
    case .date(let column): !column.missing.isEmpty && column.missing[row]
    }
  }

  /// Bytes of memory the values take.
  package var memoryBytes: Int {
    switch values {
    case .text(let column): column.codes.count * 4 + column.dictionary.memoryBytes
    case .number(let column): column.values.count * 8 + column.missing.count
    case .date(let column):
      column.days.count * 4 + column.seconds.count * 4 + column.missing.count
    }
  }
}

/// The values of a column in one of three types.
package enum ColumnValues: Sendable {
  case text(TextColumn)
  case number(NumberColumn)
  case date(DateColumn)
}

/// Texts as codes into a dictionary of distinct texts.
package struct TextColumn: Sendable {
  /// The code of each row, or -1 where the cell is missing.
  package let codes: [Int32]
  /// The distinct texts, in order of first appearance.
  package let dictionary: TextDictionary

  /// Makes a column; each code must be -1 or a place in the dictionary.
  package init(codes: [Int32], dictionary: TextDictionary) {
    self.codes = codes
    self.dictionary = dictionary
  }

  /// The text of a row, or nothing where the cell is missing.
  package subscript(row: Int) -> String? {
    let code = codes[row]
    return code < 0 ? nil : dictionary[Int(code)]
  }
}

/// Distinct texts in one arena of bytes.
package struct TextDictionary: Sendable {
  /// The bytes of all texts, one after the other, as UTF-8.
  package let bytes: [UInt8]
  /// Where each text ends in `bytes`; it begins where the one before ends.
  package let ends: [Int]

  /// Makes a dictionary; `ends` must rise and stay within `bytes`.
  package init(bytes: [UInt8], ends: [Int]) {
    self.bytes = bytes
    self.ends = ends
  }

  /// Makes a dictionary of texts that are already distinct.
  package init(_ texts: [String]) {
    var bytes: [UInt8] = []
    var ends: [Int] = []
    for text in texts {
      bytes.append(contentsOf: text.utf8)
      ends.append(bytes.count)
    }
    self.init(bytes: bytes, ends: ends)
  }

  /// How many texts there are.
  package var count: Int { ends.count }

  /// The place of a text's bytes in the arena.
  package func range(_ code: Int) -> Range<Int> { (code == 0 ? 0 : ends[code - 1])..<ends[code] }

  /// The text of a code.
  package subscript(code: Int) -> String { String(decoding: bytes[range(code)], as: UTF8.self) }

  /// Lends the bytes of a text.
  package func withBytes<R>(_ code: Int, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    let range = range(code)
    return bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
  }

  /// All texts as strings, in order of code.
  package var strings: [String] { (0..<count).map { self[$0] } }

  /// The code of a text, found by looking at each.
  package func code(of text: String) -> Int? {
    let wanted = Array(text.utf8)
    return (0..<count).first { code in
      let range = range(code)
      return range.count == wanted.count && bytes[range].elementsEqual(wanted)
    }
  }

  /// Bytes of memory the dictionary takes.
  package var memoryBytes: Int { bytes.count + ends.count * 8 }
}

/// Numbers, one per row.
package struct NumberColumn: Sendable {
  /// The values; 0 where missing, never NaN and never infinite.
  package let values: [Double]
  /// Which rows have no value; empty when every row has one.
  package let missing: [Bool]
  /// Whether every value is a whole number.
  package let isInteger: Bool
  /// Whether the cells were written as percentages; 12.5% is kept as 0.125.
  package let isPercent: Bool
  /// The currency sign the cells were written with.
  package let currency: String?

  /// Makes a column; `missing` is empty or has one element per value.
  package init(
    values: [Double], missing: [Bool] = [], isInteger: Bool, isPercent: Bool = false,
    currency: String? = nil
  ) {
    self.values = values
    self.missing = missing
    self.isInteger = isInteger
    self.isPercent = isPercent
    self.currency = currency
  }
}

/// Dates, with the time of day where the file has it.
package struct DateColumn: Sendable {
  /// Days since 1970-01-01; 0 where missing.
  package let days: [Int32]
  /// Seconds of the day; empty when the file has dates only.
  package let seconds: [Int32]
  /// Which rows have no value; empty when every row has one.
  package let missing: [Bool]

  /// Makes a column; `seconds` and `missing` are empty or have one element per day.
  package init(days: [Int32], seconds: [Int32] = [], missing: [Bool] = []) {
    self.days = days
    self.seconds = seconds
    self.missing = missing
  }
}
