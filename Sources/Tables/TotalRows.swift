/// What spreadsheets add to a table that is no row of it, and what they take from its ids.
import Support

/// Rows that sum up others: 合计, Total, and nothing where a customer's row has its date.
package enum TotalRows {
  private static let words: Set<String> = [
    "total", "totals", "grand total", "subtotal", "sub-total", "sub total", "sum", "合计", "总计", "小计",
    "共计", "总和", "累计", "汇总", "本页合计", "本页小计", "合計", "總計", "小計", "合 计", "总 计", "小 计",
  ]

  /// Whether a cell is a word for totals, with a colon or blanks behind it or not.
  package static func isTotal(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    guard 3 <= cell.count, cell.count <= 24, mayBegin(cell[0], cell[1], cell[2]) else {
      return false
    }
    var text = String(decoding: cell, as: UTF8.self).lowercased()
    while let last = text.last, last == ":" || last == "：" || last == " " { text.removeLast() }
    return words.contains(text)
  }

  /// Whether a word for totals begins with these bytes; most ids are told from them by that.
  private static func mayBegin(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
    beginnings.contains(
      UInt32(first < 0x80 ? first | 32 : first) << 16
        | UInt32(second < 0x80 ? second | 32 : second) << 8
        | UInt32(third < 0x80 ? third | 32 : third))
  }

  private static let beginnings: Set<UInt32> = Set(
    words.map { word in
      word.utf8.prefix(3).reduce(0) { $0 << 8 | UInt32($1 < 0x80 ? $1 | 32 : $1) }
    })

  /// The rows, ascending.
  static func places(in table: Table) -> [Int] {
    var found: Set<Int> = []
    for column in table.columns where column.index < 3 || column.role?.isIdentifier ?? false {
      guard let text = column.text else { continue }
      let codes = Set(codes(text.dictionary))
      guard !codes.isEmpty else { continue }
      for row in text.codes.indices where codes.contains(text.codes[row]) && isThin(row, table) {
        found.insert(row)
      }
    }
    return found.sorted()
  }

  private static func codes(_ dictionary: TextDictionary) -> [Int32] {
    dictionary.bytes.withUnsafeBufferPointer { bytes in
      var start = 0
      var codes: [Int32] = []
      for code in 0..<dictionary.count {
        let end = dictionary.ends[code]
        defer { start = end }
        // No word for totals begins with a digit; most ids do.
        guard start < end, bytes[start] &- 48 >= 10,
          isTotal(UnsafeBufferPointer(rebasing: bytes[start..<end]))
        else { continue }
        codes.append(Int32(truncatingIfNeeded: code))
      }
      return codes
    }
  }

  /// Whether a row lacks its date, or half of its cells where rows have no date.
  private static func isThin(_ row: Int, _ table: Table) -> Bool {
    if let date = table.column(.date) { return date.isMissing(row) }
    let missing = table.columns.reduce(0) { $0 + ($1.isMissing(row) ? 1 : 0) }
    return missing > 0 && missing * 2 >= table.columns.count - 1
  }
}

extension Table {
  /// The table without rows of totals, and with a word on ids that a spreadsheet rounded.
  func withoutExtras() -> Table {
    let totals = TotalRows.places(in: self)
    var notices = self.notices + roundedIds
    guard !totals.isEmpty, totals.count < rowCount else {
      return notices.count == self.notices.count ? self : noticed(notices)
    }
    let shown = totals.prefix(5).map { String($0 + 1) }.joined(separator: ", ")
    notices.append(
      Notice(
        "totalsLeftOut",
        en:
          "\(totals.count == 1 ? "A row of totals was" : "\(totals.count) rows of totals were") left out (data row \(shown))",
        zh: "\(totals.count) 行为合计行，已剔除（数据第 \(shown) 行）"))
    let left = Set(totals)
    var source = self.source
    source.skippedCount += totals.count
    source.totalCount = totals.count
    return keeping(
      (0..<rowCount).filter { !left.contains($0) }, columns: columns.map(\.values), named: name,
      rule: "without totals", source: source, notices: notices)
  }

  private func noticed(_ notices: [Notice]) -> Table {
    Table(
      name: name, version: version, rowCount: rowCount, columns: columns, roles: roles, kind: kind,
      source: source, notices: notices, language: language)
  }

  /// Ids such as 1.23E+18: the digits behind are lost, and different ids may have become one.
  private var roundedIds: [Notice] {
    columns.compactMap { column in
      guard column.role?.isIdentifier ?? false, let text = column.text else { return nil }
      let seen = min(1_000, text.dictionary.count)
      let rounded = (0..<seen).reduce(0) {
        $0 + (text.dictionary.withBytes($1, Self.isScientific) ? 1 : 0)
      }
      guard rounded * 5 >= seen, rounded > 0 else { return nil }
      return Notice(
        "idsInScientificNotation",
        en: "Ids of \"\(column.header)\" were rounded by a spreadsheet, as 1.23E+18: different "
          + "ones may look the same; export them again as text",
        zh: "“\(column.header)”列的编号已被电子表格取整（如 1.23E+18），不同编号可能变得相同，请以文本格式重新导出",
        path: column.header)
    }
  }

  /// Digits, perhaps with a point, then `E+` and digits.
  private static func isScientific(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let sign = bytes.firstIndex(of: 43), sign >= 2, bytes[sign - 1] | 32 == 101,
      sign + 1 < bytes.count
    else { return false }
    return bytes[..<(sign - 1)].allSatisfy { $0 &- 48 < 10 || $0 == 46 }
      && bytes[(sign + 1)...].allSatisfy { $0 &- 48 < 10 }
  }
}
