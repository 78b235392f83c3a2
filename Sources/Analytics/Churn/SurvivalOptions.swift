/// What the caller of `survival` wants.
import Support

package struct SurvivalOptions: Sendable {
  package enum Method: String, Sendable, CaseIterable { case auto, km, cox, weibull }

  package var source = SurvivalSource()
  package var method = Method.auto
  /// Columns that may explain; nil for all that may.
  package var covariates: [String]?
  /// The column whose values are told apart.
  package var by: String?
  /// How much longer is looked ahead; nil for what fits the data.
  package var horizons: [Double]?
  package var isStrict = false
  package var seed: UInt64 = 42

  package init() {}
}

/// Cases told apart by what a column says of them.
struct SurvivalGroups: Sendable {
  let header: String
  /// The value of each group, the largest first; nil for cases without one.
  let values: [String?]
  /// The group of each case; -1 for values that are too rare to be shown.
  let groupOf: [Int]
  /// Values there are in all.
  let valueCount: Int

  init(_ cases: SurvivalCases, by name: String) throws(AnalyticsError) {
    let column = try cases.column(name, "by")
    header = column.header
    let text = column.asText()
    let none = text.dictionary.count
    var counts = [Int](repeating: 0, count: none + 1)
    let codes = cases.rows.map { text.codes[$0] < 0 ? none : Int(text.codes[$0]) }
    for code in codes { counts[code] += 1 }
    let order = counts.indices.filter { counts[$0] > 0 }.sorted {
      (-counts[$0], $0) < (-counts[$1], $1)
    }
    var places = [Int](repeating: -1, count: none + 1)
    for (place, code) in order.prefix(Limits.survivalGroups).enumerated() { places[code] = place }
    values = order.prefix(Limits.survivalGroups).map { $0 == none ? nil : text.dictionary[$0] }
    groupOf = codes.map { places[$0] }
    valueCount = order.count
  }

  var notices: [Notice] {
    guard valueCount > values.count else { return [] }
    return [
      Notice(
        "groupsLeftOut",
        en: "\(header) has \(valueCount) values; the \(values.count) most common are shown",
        zh: "\(header) 共有 \(valueCount) 个取值，仅显示最常见的 \(values.count) 个", path: "by")
    ]
  }
}
