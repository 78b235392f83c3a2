/// A table with some of its rows, and with some columns replaced.
///
/// What always holds: codes of texts count again in the order of first appearance; the version is
/// a hash of the old one and of the rule that picked the rows; it has no file unless one is given,
/// so nothing reads the uncleaned rows again under its name.
package import Support

extension Table {
  /// The rows that are kept, in order, with the columns given.
  package func keeping(
    _ rows: [Int], columns replaced: [ColumnValues], named name: String, rule: String,
    source: TableSource? = nil, notices: [Notice] = []
  ) -> Table {
    let columns = zip(self.columns, replaced).map { column, values in
      let kept = Self.kept(values, rows)
      return Column(
        header: column.header, index: column.index, values: kept.values,
        missingCount: kept.missing, role: column.role, unit: column.unit)
    }
    var plain = TableSource(format: .inline, encoding: self.source.encoding)
    plain.hasHeader = self.source.hasHeader
    return Table(
      name: name, version: Self.version(version, rule), rowCount: rows.count, columns: columns,
      roles: roles, kind: kind, source: source ?? plain, notices: notices, language: language)
  }

  private static func kept(
    _ values: ColumnValues, _ rows: [Int]
  ) -> (values: ColumnValues, missing: Int) {
    func flags(_ missing: [Bool]) -> [Bool] {
      let kept = missing.isEmpty ? [] : rows.map { missing[$0] }
      return kept.contains(true) ? kept : []
    }
    switch values {
    case .text(let text):
      let column = compact(text, rows)
      return (.text(column), column.codes.reduce(0) { $0 + ($1 < 0 ? 1 : 0) })
    case .number(let number):
      let missing = flags(number.missing)
      let column = NumberColumn(
        values: rows.map { number.values[$0] }, missing: missing, isInteger: number.isInteger,
        isPercent: number.isPercent, currency: number.currency)
      return (.number(column), missing.reduce(0) { $0 + ($1 ? 1 : 0) })
    case .date(let date):
      let missing = flags(date.missing)
      let column = DateColumn(
        days: rows.map { date.days[$0] },
        seconds: date.seconds.isEmpty ? [] : rows.map { date.seconds[$0] }, missing: missing)
      return (.date(column), missing.reduce(0) { $0 + ($1 ? 1 : 0) })
    }
  }

  private static func compact(_ text: TextColumn, _ rows: [Int]) -> TextColumn {
    var places = [Int32](repeating: -1, count: text.dictionary.count)
    var bytes: [UInt8] = []
    var ends: [Int] = []
    let codes = rows.map { row -> Int32 in
      let code = Int(text.codes[row])
      guard code >= 0 else { return -1 }
      if places[code] < 0 {
        places[code] = Int32(truncatingIfNeeded: ends.count)
        bytes.append(contentsOf: text.dictionary.bytes[text.dictionary.range(code)])
        ends.append(bytes.count)
      }
      return places[code]
    }
    return TextColumn(codes: codes, dictionary: TextDictionary(bytes: bytes, ends: ends))
  }

  /// FNV-1a over the old version and the rule: 16 hexadecimal digits, as versions are.
  private static func version(_ version: String, _ rule: String) -> String {
    let hash = (version + rule).utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
