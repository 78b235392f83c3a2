/// A score of each customer: a weighted sum of what they spent, how often, and what they are worth,
/// each brought to one scale first.
import Learning
import Numerics
package import Support
package import Tables

package struct CustomerScore: Sendable {
  package enum Scale: String, Sendable, CaseIterable {
    /// The share of customers with less, 0 to 100.
    case percentile
    /// Standard deviations from the mean.
    case z
    /// 0 for the least, 1 for the most.
    case minmax
    /// As it is: money and counts in one sum.
    case none
  }

  package struct Weights: Sendable {
    package var spend = 0.3
    package var frequency = 0.5
    package var value = 0.2

    package init() {}

    var all: [Double] { [spend, frequency, value] }
  }

  package struct Part: Sendable {
    package let name: String
    /// Its share of all weights.
    package let weight: Double
    /// The share of the differences between customers that it makes.
    package let influence: Double
    package let raw: [Double]
    package let scaled: [Double]
  }

  package let scale: Scale
  package let ids: [String]
  package let parts: [Part]
  package let scores: [Double]
  package let notices: [Notice]
  package let definition: Phrase
  package let asOf: Int32?

  /// Customers by falling score, equal ones in the order of the file.
  package func ranking(_ run: Run) throws -> [Int] {
    try scores.descendingOrder(pause: run.checkpoint)
  }

  /// - Parameter weights: not negative, not all 0.
  package init(
    _ table: Table, weights: Weights, scale: Scale, asOf: Int32?, _ run: Run
  ) throws {
    let found =
      try Figures(columnsOf: table)
      ?? Figures(ordersOf: table, wantsValue: weights.value > 0, asOf: asOf, run)
    ids = found.ids
    self.asOf = found.asOf
    self.scale = scale
    let columns: [(name: String, values: [Double]?)] = [
      ("spend", found.spend), ("frequency", found.frequency), ("lifetimeValue", found.value),
    ]
    var kept: [(name: String, values: [Double], weight: Double)] = []
    var left: [String] = []
    for (column, weight) in zip(columns, weights.all) where weight > 0 {
      guard let values = column.values else {
        left.append(column.name)
        continue
      }
      kept.append((column.name, values, weight))
    }
    guard !kept.isEmpty else {
      throw AnalyticsError.missingRole(
        roles: left.map { $0 == "spend" ? "monetary" : $0 }, headers: table.columns.map(\.header))
    }
    let total = kept.reduce(0) { $0 + $1.weight }
    // Without a scale the weights stay as they are: the sum is the published one.
    let unit = scale == .none ? 1 : total
    let scaled = try kept.map { part in
      try run.checkpoint()
      return Self.scaled(part.values, scale)
    }
    try run.checkpoint()
    let moves = zip(kept, scaled).map { kept, values in
      kept.weight / unit * Moments(of: values).variance.squareRoot()
    }
    let all = moves.reduce(0, +)
    parts = kept.indices.map { index in
      Part(
        name: kept[index].name, weight: kept[index].weight / unit,
        influence: all > 0 ? moves[index] / all : 0, raw: kept[index].values,
        scaled: scaled[index])
    }
    let made = parts
    scores = found.ids.indices.map { customer in
      made.reduce(0) { $0 + $1.weight * $1.scaled[customer] }
    }
    notices = found.notices + Self.notices(left, made, scale)
    definition = Self.definition(made, scale, found.words)
  }

  /// What a customer's parts add to the score.
  package func contributions(_ customer: Int) -> [(name: String, value: Double)] {
    parts.map { ($0.name, $0.weight * $0.scaled[customer]) }
  }

  /// What is known of each customer, from columns or from orders.
  private struct Figures {
    var ids: [String] = []
    var spend: [Double]?
    var frequency: [Double]?
    var value: [Double]?
    var asOf: Int32?
    var notices: [Notice] = []
    /// Where lifetime values are from.
    var words = Phrase(verbatim: "")

    /// One row a customer; nil of a table without these columns.
    init?(columnsOf table: Table) {
      let roles: [Role] = [.monetary, .frequency, .lifetimeValue]
      let columns = roles.map { role in
        table.column(role) ?? (role == .monetary ? table.column(.amount) : nil)
      }
      guard table.column(.frequency) != nil || table.column(.lifetimeValue) != nil else {
        return nil
      }
      let keys = CustomerKeys(table)
      let numbers = columns.map { $0?.number }
      let rows = (0..<table.rowCount).filter { row in
        keys.ofRow[row] >= 0
          && numbers.allSatisfy { $0.map { $0.missing.isEmpty || !$0.missing[row] } ?? true }
      }
      guard !rows.isEmpty else { return nil }
      ids = rows.map { keys[Int(keys.ofRow[$0])] }
      let picked = numbers.map { column in column.map { all in rows.map { all.values[$0] } } }
      (spend, frequency, value) = (picked[0], picked[1], picked[2])
      if let header = table.column(.lifetimeValue)?.header {
        words = Phrase(
          en: "lifetimeValue is the column \(header)", zh: "lifetimeValue 取自列 \(header)")
      }
      let left = table.rowCount - rows.count
      if left > 0 {
        notices = [
          Notice(
            "rowsIncomplete", en: "\(left) rows lack a value and are left out",
            zh: "\(left) 行缺少数值，未计入")
        ]
      }
    }

    init(ordersOf table: Table, wantsValue: Bool, asOf: Int32?, _ run: Run) throws {
      let ledger = try PurchaseLedger(table, asOf: asOf, run)
      let found = try RFMTable(ledger, asOf: asOf, run)
      (ids, spend, frequency) = (found.ids, found.monetary, found.frequency)
      (self.asOf, notices) = (found.asOf, found.notices)
      guard wantsValue, ledger.hasMoney else { return }
      var options = LifetimeOptions()
      options.asOf = asOf
      let worth = try LifetimeValue.of(table, options: options, run)
      var known: [String: Double] = [:]
      for (id, value) in zip(worth.ids, worth.values) { known[id] = value }
      value = ids.map { known[$0] ?? 0 }
      words = Phrase(
        en: "lifetimeValue is what a purchase model expects of the next 12 months (method ltv)",
        zh: "lifetimeValue 为购买模型对未来 12 个月的预期（见 ltv）")
    }
  }

  private static func scaled(_ values: [Double], _ scale: Scale) -> [Double] {
    switch scale {
    case .none: return values
    case .percentile:
      let ranks = Correlation.midRanks(values)
      let n = Double(max(1, values.count))
      return ranks.map { ($0 - 0.5) / n * 100 }
    case .z:
      let moments = Moments(of: values)
      let spread = moments.variance.squareRoot()
      return values.map { spread > 0 ? ($0 - moments.mean) / spread : 0 }
    case .minmax:
      let (low, high) = (values.min() ?? 0, values.max() ?? 0)
      return values.map { high > low ? ($0 - low) / (high - low) : 0 }
    }
  }

  private static func notices(_ left: [String], _ parts: [Part], _ scale: Scale) -> [Notice] {
    var notices: [Notice] = []
    if !left.isEmpty {
      let list = left.joined(separator: ", ")
      notices.append(
        Notice(
          "partsLeftOut", en: "not in the data, their weight goes to the others: \(list)",
          zh: "数据中没有，权重归入其余项：\(list)", path: "weights"))
    }
    let names = Set(parts.map(\.name))
    if scale == .none, parts.count > 1 {
      let shares = parts.map { "\($0.name) \(Words.percent($0.influence))" }
      let list = shares.joined(separator: ", ")
      notices.append(
        Notice(
          "mixedUnits",
          en:
            "money and counts are added as they are; of the differences between customers each part"
            + " makes: \(list); normalize percentile makes the weights mean what they say",
          zh: "金额与次数直接相加；各项对客户差异的影响：\(list)；normalize 取 percentile 可使权重名副其实",
          path: "normalize"))
    }
    if names.contains("lifetimeValue"), names.count > 1 {
      notices.append(
        Notice(
          "countedTwice",
          en:
            "lifetimeValue already holds how much and how often, which count twice here; ltv ranks"
            + " by value alone",
          zh: "lifetimeValue 已包含金额与频次，此处重复计算；ltv 直接按价值排序", path: "weights"))
    }
    return notices
  }

  private static func definition(_ parts: [Part], _ scale: Scale, _ worth: Phrase) -> Phrase {
    let sum = parts.map { "\(Words.short($0.weight)) * \($0.name)" }.joined(separator: " + ")
    let how: (en: String, zh: String) =
      switch scale {
      case .percentile: ("each as the share of customers with less, 0 to 100", "各项换算为百分位（0–100）")
      case .z: ("each in standard deviations from its mean", "各项换算为标准分")
      case .minmax: ("each from 0 for the least to 1 for the most", "各项换算到 0–1")
      case .none: ("each as it is", "各项取原值")
      }
    let has = parts.contains { $0.name == "lifetimeValue" }
    return Phrase(
      en: "score = \(sum), \(how.en)" + (has ? "; \(worth.en)" : ""),
      zh: "得分 = \(sum)，\(how.zh)" + (has ? "；\(worth.zh)" : ""))
  }
}
