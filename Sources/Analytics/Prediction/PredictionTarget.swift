/// The column that is to be learnt, read as yes and no or as numbers.
package import Support
package import Tables

package struct PredictionTarget: Sendable {
  package let header: String
  /// The place of the column.
  package let index: Int
  /// The two values of the file; nil for numbers.
  package let label: (positive: String, negative: String)?
  /// 0 or 1, or the number, of every row; 0 where it is missing.
  package let values: [Double]
  /// The rows that have a value, ascending.
  package let known: [Int]

  package var isLabel: Bool { label != nil }

  /// What those with the label 1 did, for people; nil of numbers.
  package let yes: Phrase?

  /// - Parameters:
  ///   - wanted: a header or a role; found out when nil.
  ///   - kind: what is to learn it: some kinds want a label, some a number.
  ///   - positive: the value that counts as 1.
  package init(
    _ table: Table, _ wanted: String?, kind: LearnerKind, positive: String?
  ) throws(AnalyticsError) {
    let column = try Self.column(table, wanted)
    let isInverted = table.roles[.churn].map { $0.column == column.index && $0.inverted } ?? false
    header = column.header
    index = column.index
    let isChurn = table.roles[.churn]?.column == column.index
    known = (0..<table.rowCount).filter { !column.isMissing($0) }
    guard !known.isEmpty else {
      throw .noUsableRows(why: "no row has a value in \(column.header)")
    }
    let distinct = Self.distinct(column, known)
    let (labels, numbers) = kind.learns
    if labels, !numbers || positive != nil || distinct <= 2 {
      let label = try BinaryLabel(column, positive: positive, inverted: isInverted)
      values = label.values.map { $0 == 1 ? 1 : 0 }
      self.label = (label.positive, label.negative)
      yes =
        isChurn
        ? Evaluation.left
        : Phrase(
          en: "have \(column.header) = \(label.positive)",
          zh: "\(column.header) 为 \(label.positive)")
    } else if let column = column.number {
      values = column.values
      (label, yes) = (nil, nil)
    } else if distinct <= 2 {
      // A line through yes and no: allowed, and said.
      values = try BinaryLabel(column, positive: positive, inverted: isInverted).values.map {
        $0 == 1 ? 1 : 0
      }
      (label, yes) = (nil, nil)
    } else {
      throw .unusableTarget(
        header: column.header,
        why: "it holds \(distinct) different texts, neither yes and no nor numbers",
        headers: table.columns.map(\.header))
    }
  }

  private static func column(
    _ table: Table, _ wanted: String?
  ) throws(AnalyticsError) -> Column {
    guard let wanted else {
      let roles: [Role] = [.churn, .target, .outcome]
      guard let found = roles.lazy.compactMap({ table.column($0) }).first else {
        throw .missingRole(roles: ["target", "churn"], headers: table.columns.map(\.header))
      }
      return found
    }
    if let found = table.column(named: wanted) ?? Role(rawValue: wanted).flatMap(table.column) {
      return found
    }
    throw .unusableTarget(
      header: wanted, why: "no such column", headers: table.columns.map(\.header))
  }

  /// Up to three different values.
  private static func distinct(_ column: Column, _ rows: [Int]) -> Int {
    switch column.values {
    case .text(let text): return text.dictionary.count
    case .number(let numbers):
      var seen: [Double] = []
      for row in rows where !seen.contains(numbers.values[row]) {
        seen.append(numbers.values[row])
        if seen.count > 2 { break }
      }
      return seen.count
    case .date: return 3
    }
  }
}
