/// Rules of the caller's own: what must hold of every row, and the rows of which it does not.
import Support
import Tables

/// What must hold of every row.
package struct QualityRule: Sendable {
  package let name: String
  package let filter: RowFilter

  package init(name: String, filter: RowFilter) {
    self.name = name
    self.filter = filter
  }
}

enum QualityRules {
  static func findings(
    _ rules: [QualityRule], _ view: QualityView, _ run: Run
  ) throws -> [QualityFinding] {
    try rules.compactMap { rule in
      let holds = try rule.filter.matches(view.table, run)
      var tally = RowTally()
      for row in holds.indices where !holds[row] { tally.add(row) }
      guard tally.count > 0 else { return nil }
      let words = rule.filter.words
      return QualityFinding(
        .ruleBroken, .warning, tally,
        Phrase(
          en: "\(QualityView.rows(tally.count)) break the rule \"\(rule.name)\": \(words.en)",
          zh: "\(tally.count) 行不符合规则「\(rule.name)」：\(words.zh)"),
        fix: Phrase(
          en: "look at these lines; queryRows with the opposite condition lists them all",
          zh: "检查这些行；可用 queryRows 以相反条件列出全部"))
    }
  }
}
