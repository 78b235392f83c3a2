/// What is to be forecast, and how far.
package import Support

package struct ForecastOptions: Sendable {
  package enum Target: String, Sendable, CaseIterable {
    /// Money of purchases.
    case revenue
    case orders
    /// Pieces, item by item.
    case demand
  }

  package enum Frequency: String, Sendable, CaseIterable {
    case day, week, month

    package var word: Phrase {
      switch self {
      case .day: Phrase(en: "day", zh: "天")
      case .week: Phrase(en: "week", zh: "周")
      case .month: Phrase(en: "month", zh: "个月")
      }
    }
  }

  package var target = Target.revenue
  package var horizon = 12
  /// Nil to take it from how long and how dense the data are.
  package var frequency: Frequency?
  /// Periods of a season, 1 for none; nil to take the usual one where the data hold two of them.
  package var season: Int?
  /// A column whose values are forecast apart.
  package var segment: String?
  package var item: String?
  /// Items or segments of which there are more: the largest.
  package var top = 10
  package var leadTimeDays: Double?
  package var stock: Double?
  package var isStrict = false
  package var asOf: Int32?
  package var seed: UInt64 = 42

  package init() {}
}
