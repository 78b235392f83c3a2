/// Texts that are broken or written in several ways.
import Support
import Tables

enum QualityTexts {
  static func findings(_ view: QualityView, _ run: Run) throws -> [QualityFinding] {
    var found: [QualityFinding] = []
    for column in view.table.columns {
      try run.checkpoint()
      if let survey = view.survey?.columns[column.index], survey.blanks.count > 0 {
        found.append(blanks(column, survey.blanks))
      }
      guard let text = column.text else { continue }
      if let finding = broken(column, text, view) { found.append(finding) }
      if let finding = variants(column, text, view) { found.append(finding) }
    }
    return found
  }

  private static func blanks(_ column: Column, _ tally: RowTally) -> QualityFinding {
    QualityFinding(
      .strayBlanks, .info, column: column.index, tally,
      Phrase(
        en: "\(QualityView.rows(tally.count)) of \"\(column.header)\" with blanks before or behind",
        zh: "“\(column.header)”有 \(tally.count) 行前后带空格"),
      fix: Phrase(
        en: "nothing to do here: they are ignored; other programs may not ignore them",
        zh: "此处已忽略，无需处理；其他程序可能不会忽略"))
  }

  private static func broken(
    _ column: Column, _ text: TextColumn, _ view: QualityView
  ) -> QualityFinding? {
    let isBrokenHeader = column.header.utf8.withContiguousStorageIfAvailable(isMojibake) ?? false
    let hit = view.texts(of: text, where: isMojibake)
    guard isBrokenHeader || hit != nil else { return nil }
    let rows = hit?.rows ?? RowTally()
    return QualityFinding(
      .mojibake, .error, column: column.index, rows, examples: hit?.examples ?? [column.header],
      isPersonal: view.isPersonal[column.index],
      Phrase(
        en: "\(QualityView.rows(rows.count)) of \"\(column.header)\" read in a wrong encoding "
          + "before it was written to this file",
        zh: "“\(column.header)”有 \(rows.count) 行在写入此文件之前已因编码错误变成乱码"),
      fix: Phrase(
        en: "export again as UTF-8; the encoding of this file is not the cause",
        zh: "请重新导出为 UTF-8；原因不在此文件的编码"))
  }

  /// UTF-8 that was read as Latin-1 or GBK and written again, or characters already lost.
  static func isMojibake(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    var place = 0
    while place + 2 < cell.count {
      let (a, b, c) = (cell[place], cell[place + 1], cell[place + 2])
      if a == 0xef, b == 0xbf, c == 0xbd { return true }
      // â€ as in a broken dash or quote.
      if a == 0xc3, b == 0xa2, c == 0xe2 { return true }
      if place + 3 < cell.count {
        let d = cell[place + 3]
        // A letter that leads UTF-8, then a continuation, each as a character of its own. A
        // no-break space and quotes follow letters in French.
        let isLead = a == 0xc3 && b >= 0x82
        if isLead, c == 0xc2, d >= 0x80, b == 0x83 || (d != 0xa0 && d != 0xbb && d != 0xab) {
          return true
        }
        // 锟斤拷: replacement characters read as GBK.
        if a == 0xe9, b == 0x94, c == 0x9f, d == 0xe6 { return true }
      }
      place += 1
    }
    return false
  }

  /// Texts that are longer than this in the mean are sentences, and are not compared.
  static let longestCategory = 32

  private static func variants(
    _ column: Column, _ text: TextColumn, _ view: QualityView
  ) -> QualityFinding? {
    let texts = text.dictionary.count
    guard column.role != .text, 2 <= texts, texts <= Limits.comparedTexts,
      text.dictionary.bytes.count <= texts * longestCategory
    else { return nil }
    let usual = TextFold.usual(text)
    guard usual.enumerated().contains(where: { $0.offset != $0.element }) else { return nil }
    let isOdd = usual.indices.map { usual[$0] != $0 }
    let odd = isOdd.indices.filter { isOdd[$0] }
    let rows = view.rows(of: text, where: isOdd)
    let examples = odd.prefix(2).flatMap { code in
      [text.dictionary.short(usual[code]), text.dictionary.short(code)]
    }
    return QualityFinding(
      .variants, .warning, column: column.index, rows, examples: examples,
      isPersonal: view.isPersonal[column.index],
      Phrase(
        en:
          "\(QualityView.rows(rows.count)) of \"\(column.header)\" with a value in another case, "
          + "width or spacing than in most rows, counted as another value",
        zh: "“\(column.header)”有 \(rows.count) 行的写法与多数行仅大小写、全半角或空格不同，会被当成不同的值"),
      fix: Phrase(
        en: "cleanDataset unifies them (dedupe: near)", zh: "cleanDataset（dedupe: near）可统一写法"))
  }
}

/// Texts without what does not matter: case, width, and how many blanks.
enum TextFold {
  /// For each text, the one that most rows write where it reads the same.
  static func usual(_ column: TextColumn) -> [Int] {
    let folded = codes(column.dictionary)
    var counts = [Int](repeating: 0, count: folded.count)
    for code in column.codes where code >= 0 { counts[Int(code)] += 1 }
    var usual = Array(folded.indices)
    for (code, first) in folded.enumerated() where counts[code] > counts[usual[Int(first)]] {
      usual[Int(first)] = code
    }
    return folded.map { usual[Int($0)] }
  }

  /// For each text, the first one that reads the same.
  static func codes(_ dictionary: TextDictionary) -> [Int32] {
    var firsts: [[UInt8]: Int32] = [:]
    return (0..<dictionary.count).map { code in
      let key = dictionary.withBytes(code, folded)
      if let first = firsts[key] { return first }
      firsts[key] = Int32(truncatingIfNeeded: code)
      return Int32(truncatingIfNeeded: code)
    }
  }

  private static func folded(_ cell: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(cell.count)
    guard cell.allSatisfy({ $0 < 0x80 }) else {
      let text = String(decoding: cell, as: UTF8.self).unicodeScalars.map(narrow)
      for scalar in text {
        append(scalar.properties.lowercaseMapping.utf8, to: &bytes)
      }
      return trimmed(bytes)
    }
    append(cell.lazy.map { 65 <= $0 && $0 <= 90 ? $0 | 32 : $0 }, to: &bytes)
    return trimmed(bytes)
  }

  private static func append(_ text: some Sequence<UInt8>, to bytes: inout [UInt8]) {
    for byte in text where byte != 32 || bytes.last != 32 { bytes.append(byte) }
  }

  private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
    let start = bytes.first == 32 ? 1 : 0
    let end = bytes.last == 32 ? bytes.count - 1 : bytes.count
    return start < end ? Array(bytes[start..<end]) : []
  }

  private static func narrow(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if 0xff01 <= scalar.value, scalar.value <= 0xff5e {
      return Unicode.Scalar(scalar.value - 0xfee0) ?? scalar
    }
    return scalar.value == 0x3000 || scalar.value == 0xa0 ? " " : scalar
  }
}
