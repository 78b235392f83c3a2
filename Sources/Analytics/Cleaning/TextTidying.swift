/// Texts without what nobody means: runs of blanks, blanks and signs in full width; and dates out
/// of texts in several styles.
///
/// Ids of customers, orders and items stay as they are, byte for byte, and so do sentences.
import Support
import Tables

enum TextTidying {
  /// The column with tidy texts, and the rows that changed; nil where nothing does.
  static func tidy(
    _ column: TextColumn, _ run: Run
  ) throws -> (column: TextColumn, rows: RowTally)? {
    let dictionary = column.dictionary
    var isChanged = [Bool](repeating: false, count: dictionary.count)
    for code in isChanged.indices {
      if code % 4_096 == 0 { try run.checkpoint() }
      let old = dictionary.bytes[dictionary.range(code)]
      guard old.contains(where: { $0 >= 0x80 || $0 <= 32 }) else { continue }
      isChanged[code] = !old.elementsEqual(tidied(Array(old)))
    }
    guard isChanged.contains(true) else { return nil }
    var keys = KeyTable()
    var bytes: [UInt8] = []
    var ends: [Int] = []
    var codes: [Int32] = []
    for code in isChanged.indices {
      if code % 4_096 == 0 { try run.checkpoint() }
      let old = Array(dictionary.bytes[dictionary.range(code)])
      let new = isChanged[code] ? tidied(old) : old
      codes.append(keys.code(new))
      if Int(codes[code]) == ends.count {
        bytes.append(contentsOf: new)
        ends.append(bytes.count)
      }
    }
    var rows = RowTally()
    for (row, code) in column.codes.enumerated() where code >= 0 && isChanged[Int(code)] {
      if row % 65_536 == 0 { try run.checkpoint() }
      rows.add(row)
    }
    let tidy = TextColumn(
      codes: column.codes.map { $0 < 0 ? -1 : codes[Int($0)] },
      dictionary: TextDictionary(bytes: bytes, ends: ends))
    return (tidy, rows)
  }

  /// Letters, digits and signs in half width, one blank where there were several. Chinese
  /// punctuation stays.
  static func tidied(_ text: [UInt8]) -> [UInt8] {
    guard text.contains(where: { $0 >= 0x80 || $0 <= 32 }) else { return text }
    var tidy: [UInt8] = []
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      var value = scalar.value
      let isWide = 0xff10...0xff19 ~= value || 0xff21...0xff3a ~= value || 0xff41...0xff5a ~= value
      let isSign = [0xff0b, 0xff0d, 0xff0e, 0xff0f, 0xff20, 0xff3f, 0xff05, 0xff06].contains(value)
      if isWide || isSign { value -= 0xfee0 }
      if value == 0x3000 || value == 0xa0 || value == 9 { value = 32 }
      if value == 32 {
        if tidy.isEmpty || tidy.last == 32 { continue }
        tidy.append(32)
      } else if let plain = Unicode.Scalar(value) {
        tidy.append(contentsOf: String(plain).utf8)
      }
    }
    if tidy.last == 32 { tidy.removeLast() }
    // A text of blanks alone stays what it was.
    return tidy.isEmpty ? text : tidy
  }

  /// What became of a column of texts that may be dates.
  enum Dates {
    case none
    /// Most are dates, and day and month could be either.
    case ambiguous(RowTally)
    /// The dates; rows that were unified, and rows that are no dates and become missing.
    case dates(DateColumn, rows: RowTally, unread: RowTally)
  }

  /// The share of rows that must be dates.
  static let datesMin = 0.9

  static func dates(_ column: TextColumn, _ run: Run) throws -> Dates {
    guard let found = try MixedDates(column.dictionary, run) else { return .none }
    var (rows, unread) = (RowTally(), RowTally())
    for (row, code) in column.codes.enumerated() where code >= 0 {
      if found.ofText[Int(code)] != nil { rows.add(row) } else { unread.add(row) }
    }
    let all = Double(rows.count + unread.count)
    if found.isAmbiguous { return rows.count > 0 ? .ambiguous(unread) : .none }
    guard rows.count > 0, Double(rows.count) >= datesMin * all else { return .none }
    func text(_ code: Int32) -> (days: Int32, seconds: Int32)? {
      code < 0 ? nil : found.ofText[Int(code)]
    }
    let hasTime = found.ofText.contains { ($0?.seconds ?? -1) >= 0 }
    let missing = column.codes.map { text($0) == nil }
    let made = DateColumn(
      days: column.codes.map { text($0)?.days ?? 0 },
      seconds: hasTime ? column.codes.map { max(0, text($0)?.seconds ?? 0) } : [],
      missing: missing.contains(true) ? missing : [])
    return .dates(made, rows: rows, unread: unread)
  }
}
