/// How far a table can be relied on: everything that is wrong with it, with the rows, and a grade.
///
/// Checks read each column once; texts are looked at once per distinct text. Thresholds are meant
/// to be silent on clean data: what is only unusual is said as such.
package import Support
package import Tables

package struct Quality: Sendable {
  /// The worst first, then those that touch most rows.
  package let findings: [QualityFinding]
  package let grade: Grade

  /// Looks at a table, and at its file where there is a survey of it.
  package init(
    _ table: Table, _ survey: FileSurvey?, rules: [QualityRule] = [], _ run: Run
  ) throws {
    let view = QualityView(table, survey)
    let checks: [(QualityView, Run) throws -> [QualityFinding]] = [
      QualityKeys.findings, QualityIds.findings, QualityRows.findings, QualityDates.findings,
      QualityMoney.findings, QualityTexts.findings, QualityColumns.findings,
      { try QualityRules.findings(rules, $0, $1) },
    ]
    var findings: [QualityFinding] = []
    for (index, check) in checks.enumerated() {
      try run.checkpoint()
      run.report(
        0.3 + 0.7 * Double(index) / Double(checks.count), Phrase(en: "checking rows", zh: "正在检查数据"))
      findings += try check(view, run)
    }
    self.findings = Self.sorted(findings)
    grade = Self.grade(self.findings, rows: table.rowCount + table.source.skippedCount)
  }

  /// How many findings are as bad as this.
  package func count(_ severity: QualitySeverity) -> Int {
    findings.reduce(0) { $0 + ($1.severity == severity ? 1 : 0) }
  }

  private static func sorted(_ findings: [QualityFinding]) -> [QualityFinding] {
    let severities = QualitySeverity.allCases
    let codes = QualityCode.allCases
    func key(_ finding: QualityFinding) -> (Int, Int, Int, Int) {
      (
        severities.firstIndex(of: finding.severity) ?? 0, -finding.rows,
        codes.firstIndex(of: finding.code) ?? 0, finding.column ?? -1
      )
    }
    return findings.sorted { key($0) < key($1) }
  }

  /// The letter goes by the share of rows that the worst finding touches.
  private static func grade(_ findings: [QualityFinding], rows: Int) -> Grade {
    func share(_ severity: QualitySeverity) -> Double {
      let most = findings.filter { $0.severity == severity }.map(\.rows).max() ?? 0
      return min(1, Double(most) / Double(max(1, rows)))
    }
    let (wrong, doubtful) = (share(.error), share(.warning))
    let hasNoRole = findings.contains { $0.code == .roleMissing && $0.severity == .error }
    let letter: Grade.Letter
    if hasNoRole || wrong > 0.2 {
      letter = .d
    } else if wrong > 0.05 || doubtful > 0.5 {
      letter = .c
    } else if wrong > 0 || doubtful > 0.01 {
      letter = .b
    } else {
      letter = .a
    }
    let gravest = findings.first { $0.code == .roleMissing } ?? findings.first
    guard let worst = gravest, worst.severity != .info else {
      return Grade(
        letter, Phrase(en: "no check found anything that changes answers", zh: "未发现会影响结果的问题"))
    }
    return Grade(
      letter,
      Phrase(
        en: "worst: \(worst.message.en) (\(Words.percent(wrong, digits: 1)) of rows have errors, "
          + "\(Words.percent(doubtful, digits: 1)) doubts)",
        zh: "最严重：\(worst.message.zh)（错误涉及 \(Words.percent(wrong, digits: 1)) 的行，"
          + "存疑 \(Words.percent(doubtful, digits: 1))）"))
  }
}
