/// Ids that are none: written as 1.23E+18 by a spreadsheet, or a word that stands for nobody.
import Support
import Tables

enum QualityIds {
  static func findings(_ view: QualityView, _ run: Run) throws -> [QualityFinding] {
    var found: [QualityFinding] = []
    for column in view.table.columns {
      try run.checkpoint()
      guard let role = column.role, role.isIdentifier, let text = column.text else { continue }
      if let finding = damaged(column, text, view) { found.append(finding) }
    }
    if let column = view.table.column(.customerId), let text = column.text {
      found += nobody(column, text, view)
    }
    return found
  }

  private static func damaged(
    _ column: Column, _ text: TextColumn, _ view: QualityView
  ) -> QualityFinding? {
    guard let hit = view.texts(of: text, where: { isExponent($0) || isRounded($0) }) else {
      return nil
    }
    // A few long ids may end in zeros by chance; a spreadsheet does it to all of a length.
    let distinct = hit.examples.count
    let hasExponent = hit.examples.contains { $0.utf8.contains { $0 | 32 == 101 } }
    guard hasExponent || (distinct >= 2 && hit.rows.count * 2 > text.codes.count) else {
      return nil
    }
    return QualityFinding(
      .damagedIds, .error, column: column.index, hit.rows, examples: hit.examples,
      isPersonal: view.isPersonal[column.index],
      Phrase(
        en:
          "\(QualityView.rows(hit.rows.count)) of \"\(column.header)\" cut to 15 digits by a "
          + "spreadsheet; different ids may have become one",
        zh: "“\(column.header)”有 \(hit.rows.count) 行被电子表格截为 15 位，不同编号可能已合并"),
      fix: Phrase(
        en: "export again with the column as text; the digits cannot be restored from this file",
        zh: "请将该列设为文本后重新导出；此文件中丢失的数字无法恢复"))
  }

  /// `1.23E+18`
  static func isExponent(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    guard 5 <= cell.count, cell.count <= 24, cell[0] &- 48 < 10,
      let mark = cell.firstIndex(where: { $0 | 32 == 101 }), mark + 2 < cell.count
    else { return false }
    return cell[mark + 1] == 43 && cell[(mark + 2)...].allSatisfy { $0 &- 48 < 10 }
      && cell[1..<mark].allSatisfy { $0 == 46 || $0 &- 48 < 10 }
  }

  /// More than 15 digits, and zeros behind the fifteenth.
  private static func isRounded(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    18 <= cell.count && cell.count <= 24 && cell.allSatisfy { $0 &- 48 < 10 }
      && cell[15...].allSatisfy { $0 == 48 }
  }

  /// Words that stand where a customer should.
  static let nobodyWords: Set<String> = [
    "0", "-1", "00", "000", "0000", "99999", "999999", "guest", "anonymous", "unknown", "walk-in",
    "walkin", "cash", "default", "test", "n.a.", "?", "散客", "匿名", "匿名用户", "游客", "未知", "临时客户",
    "非会员", "测试", "现金客户",
  ]

  private static func nobody(
    _ column: Column, _ text: TextColumn, _ view: QualityView
  ) -> [QualityFinding] {
    var counts = [Int](repeating: 0, count: text.dictionary.count)
    for code in text.codes where code >= 0 { counts[Int(code)] += 1 }
    let isWord = { (cell: UnsafeBufferPointer<UInt8>) in
      cell.count <= 24 && nobodyWords.contains(String(decoding: cell, as: UTF8.self).lowercased())
    }
    let words = counts.indices.filter {
      counts[$0] >= 2 && text.dictionary.withBytes($0, isWord)
    }
    var found: [QualityFinding] = []
    if !words.isEmpty, counts.count > words.count {
      let rows = view.rows(of: text, where: counts.indices.map { words.contains($0) })
      found.append(
        QualityFinding(
          .placeholderCustomer, .error, column: column.index, rows,
          examples: words.map { text.dictionary.short($0) },
          Phrase(
            en:
              "\(QualityView.rows(rows.count)) for nobody: \"\(column.header)\" holds a word "
              + "that stands for unknown customers",
            zh: "\(rows.count) 行没有真实客户：“\(column.header)”为占位词"),
          fix: Phrase(
            en: "leave the cell empty, or filter these rows out, so that they are not one customer",
            zh: "将其留空或过滤掉，以免被当成同一位客户")))
    }
    let most = counts.indices.max { (counts[$0], -$0) < (counts[$1], -$1) }
    guard let most, !words.contains(most), counts.count >= 5, counts[most] >= 20,
      counts[most] * 10 >= text.codes.count * 3
    else { return found }
    let rows = view.rows(of: text, where: counts.indices.map { $0 == most })
    let share = Words.percent(Double(rows.count) / Double(text.codes.count))
    found.append(
      QualityFinding(
        .dominantCustomer, .warning, column: column.index, rows,
        examples: [text.dictionary.short(most)], isPersonal: view.isPersonal[column.index],
        Phrase(
          en: "one value of \"\(column.header)\" has \(share) of all rows",
          zh: "“\(column.header)”中某一个值占全部行的 \(share)"),
        fix: Phrase(
          en: "if it stands for unknown customers, leave it empty", zh: "若代表未知客户，请留空")))
    return found
  }
}
