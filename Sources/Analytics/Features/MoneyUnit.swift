/// The currency that amounts are in, where the file says so in a column or by signs.
import Support
package import Tables

package struct MoneyUnit: Sendable {
  /// Nil when the file does not say, or says several.
  package let currency: String?
  /// All currencies of a column that names them, the most frequent first.
  package let named: [String]
  private let header: String

  private static let headers = [
    "currency", "currencycode", "curr", "ccy", "币种", "货币", "貨幣", "幣別", "结算币种",
  ]

  package init(_ table: Table) {
    let column = table.columns.first { column in
      let plain = column.header.lowercased().filter { $0 != "_" && $0 != " " && $0 != "-" }
      return Self.headers.contains(plain)
    }
    header = column?.header ?? ""
    guard let column else {
      named = []
      let money = table.column(.amount) ?? table.column(.unitPrice) ?? table.column(.monetary)
      currency = money?.number?.currency
      return
    }
    let text = column.asText()
    var counts = [Int](repeating: 0, count: text.dictionary.count)
    for code in text.codes where code >= 0 { counts[Int(code)] += 1 }
    named = counts.indices.filter { counts[$0] > 0 }
      .sorted { (-counts[$0], $0) < (-counts[$1], $1) }.map { text.dictionary[$0] }
    currency = named.count == 1 ? named[0] : nil
  }

  /// Said where different currencies are added as if they were one.
  var notices: [Notice] {
    guard named.count > 1 else { return [] }
    let list = named.prefix(6).joined(separator: ", ")
    let shown = named[0]
    return [
      Notice(
        "mixedCurrencies",
        en:
          "\(header) names \(named.count) currencies (\(list)): amounts are added as they are, which"
          + " makes no sense; choose one, such as where {\"\(header)\": \"\(shown)\"}, or convert first",
        zh: "\(header) 含 \(named.count) 种货币（\(list)）：金额被直接相加，没有意义；请先换算，或只取一种，如 where"
          + " {\"\(header)\": \"\(shown)\"}", path: "where")
    ]
  }
}
