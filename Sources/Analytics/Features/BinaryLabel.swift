/// A column of two values read as yes and no.
package import Tables

package struct BinaryLabel: Sendable {
  /// 1 or 0 for each row; -1 where the cell is missing.
  package let values: [Int8]
  /// The value of the file that counts as 1.
  package let positive: String
  package let negative: String

  /// Words that mean yes, in lower case.
  static let positiveWords: Set<String> = [
    "1", "yes", "y", "true", "t", "churn", "churned", "lost", "left", "cancelled", "canceled",
    "exited", "attrited", "是", "流失", "已流失", "有", "真", "returned", "refund", "refunded", "退货",
    "退款", "已退款", "positive", "pos", "attrited customer",
  ]
  static let negativeWords: Set<String> = [
    "0", "no", "n", "false", "f", "-1", "否", "未流失", "没有", "无", "假", "active", "retained",
    "stayed", "活跃", "留存", "existing customer", "negative", "neg",
  ]

  /// - Parameters:
  ///   - positive: the value that counts as 1; found out when nil.
  ///   - inverted: the column says the opposite, as "active" does of "churned".
  package init(_ column: Column, positive wanted: String?, inverted: Bool) throws(AnalyticsError) {
    let text = column.asText()
    let names = text.dictionary.strings
    guard names.count <= 2 else {
      throw .notBinary(header: column.header, values: Array(names.prefix(8)))
    }
    var yes = Self.positive(among: names)
    if let wanted {
      guard let found = names.firstIndex(of: wanted) else {
        throw .notBinary(header: column.header, values: names + ["(\(wanted) was asked for)"])
      }
      yes = found
    } else if inverted {
      yes = names.count == 2 ? 1 - yes : yes == 0 ? -1 : 0
    }
    values = text.codes.map { $0 < 0 ? -1 : Int($0) == yes ? 1 : 0 }
    self.positive = names.indices.contains(yes) ? names[yes] : "-"
    negative = names.indices.first { $0 != yes }.map { names[$0] } ?? "-"
  }

  /// The place of the value that means yes; -1 when only "no" occurs.
  private static func positive(among names: [String]) -> Int {
    let folded = names.map { $0.lowercased() }
    if let found = folded.firstIndex(where: positiveWords.contains) { return found }
    if let other = folded.firstIndex(where: negativeWords.contains) {
      return names.count == 2 ? 1 - other : -1
    }
    // Unknown words: the greater one in code-point order, as 1 after 0 or Yes after No.
    return names.count == 2 && names[0] > names[1] ? 0 : names.count - 1
  }
}
