/// Dates of a column whose cells are written in several styles, which reading leaves as texts.
///
/// Whether day or month comes first is decided by the cells that leave no choice; where none does,
/// nothing is read.
package import Support

package struct MixedDates: Sendable {
  /// By text of the dictionary: days since 1970-01-01 and seconds of the day (-1 for none); nil for
  /// a text that is no date.
  package let ofText: [(days: Int32, seconds: Int32)?]
  /// Whether texts were left because day and month could be either.
  package let isAmbiguous: Bool

  /// Texts that are looked at first: when few of them are dates, the column has none.
  static let sample = 256

  /// Reads the texts of a dictionary. Nil when most of its first ones are no dates.
  package init?(_ dictionary: TextDictionary, _ run: Run) throws {
    let first = (0..<min(Self.sample, dictionary.count)).count { code in
      DateOrder.allCases.prefix(4).contains { Self.cell(dictionary, code, $0) != nil }
    }
    guard first * 2 > min(Self.sample, dictionary.count) else { return nil }
    var found: [DateCell?] = []
    var open: [Int] = []
    var (day, month): ([DateCell?], [DateCell?]) = ([], [])
    for code in 0..<dictionary.count {
      if code % 4_096 == 0 { try run.checkpoint() }
      found.append(
        Self.cell(dictionary, code, .yearFirst) ?? Self.cell(dictionary, code, .compact))
      guard found[code] == nil else { continue }
      open.append(code)
      day.append(Self.cell(dictionary, code, .dayFirst))
      month.append(Self.cell(dictionary, code, .monthFirst))
    }
    let (days, months) = (day.count { $0 != nil }, month.count { $0 != nil })
    isAmbiguous = days == months && zip(day, month).contains { $0 != $1 }
    if !isAmbiguous {
      for (place, code) in open.enumerated() {
        found[code] = days >= months ? day[place] : month[place]
      }
    }
    ofText = found.map { $0.map { ($0.days, $0.seconds) } }
  }

  private static func cell(
    _ dictionary: TextDictionary, _ code: Int, _ order: DateOrder
  ) -> DateCell? {
    dictionary.withBytes(code) { text in
      // Readers of cells may look eight bytes further.
      guard text.count <= 64 else { return nil }
      let padded = Array(text) + [UInt8](repeating: 0, count: 8)
      return padded.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return nil }
        let (start, count) = CellText.trimmed(base, text.count)
        return count > 0 ? DateCell.parse(start, count, order) : nil
      }
    }
  }
}
