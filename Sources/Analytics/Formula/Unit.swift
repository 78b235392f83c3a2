/// Units of numbers: money, time, and things that are counted, each with its power.
import Numerics
import Support

/// A product of symbols, such as `CNY * order^-1`. Times of different length are one dimension;
/// every other symbol is a dimension of its own: currencies are never mixed.
package struct Unit: Sendable, Equatable {
  /// In the order they came, none with power 0.
  private(set) var parts: [(symbol: String, power: Double)]

  package static let none = Unit(parts: [])

  package static func == (a: Unit, b: Unit) -> Bool {
    a.parts.count == b.parts.count
      && a.parts.allSatisfy { part in b.power(of: part.symbol) == part.power }
  }

  private init(parts: [(symbol: String, power: Double)]) { self.parts = parts }

  package init(symbol: String) { parts = [(Self.canonical(symbol), 1)] }

  func power(of symbol: String) -> Double {
    parts.first { $0.symbol == symbol }?.power ?? 0
  }

  package var isNone: Bool { parts.isEmpty }

  /// Currencies among the symbols, with their powers.
  package var money: [(symbol: String, power: Double)] {
    parts.filter { Self.currencies.contains($0.symbol) }
  }

  /// Days of a unit of time.
  private static let days: [String: Double] = [
    "s": 1.0 / 86_400, "min": 1.0 / 1_440, "h": 1.0 / 24, "d": 1, "week": 7, "month": 30.4375,
    "quarter": 91.3125, "year": 365.25,
  ]

  private static let currencies: Set<String> = [
    "CNY", "USD", "EUR", "GBP", "JPY", "HKD", "TWD", "KRW", "SGD", "AUD", "CAD", "CHF", "INR",
  ]

  private static let names: [String: String] = [
    "元": "CNY", "人民币": "CNY", "¥": "CNY", "￥": "CNY", "RMB": "CNY", "rmb": "CNY", "$": "USD",
    "美元": "USD", "€": "EUR", "欧元": "EUR", "£": "GBP", "港元": "HKD", "日元": "JPY",
    "day": "d", "days": "d", "天": "d", "日": "d", "hour": "h", "hours": "h", "小时": "h",
    "weeks": "week", "周": "week", "months": "month", "月": "month", "个月": "month",
    "quarters": "quarter", "季": "quarter", "季度": "quarter", "years": "year", "yr": "year",
    "y": "year", "年": "year", "second": "s", "seconds": "s", "秒": "s", "minute": "min",
    "minutes": "min", "分钟": "min", "customers": "customer", "客户": "customer", "人": "customer",
    "用户": "customer", "orders": "order", "订单": "order", "单": "order", "次": "order",
    "items": "item", "件": "item", "visits": "visit",
  ]

  private static func canonical(_ symbol: String) -> String { names[symbol] ?? symbol }

  /// The product, and what the number is to be multiplied by: times take the unit of the first.
  func times(_ other: Unit, power sign: Double) -> (unit: Unit, factor: Double) {
    var (result, factor) = (parts, 1.0)
    for (symbol, power) in other.parts {
      let raised = power * sign
      if let own = Self.days[symbol],
        let place = result.firstIndex(where: { Self.days[$0.symbol] != nil })
      {
        factor *= Math.pow(own / (Self.days[result[place].symbol] ?? 1), raised)
        result[place].power += raised
      } else if let place = result.firstIndex(where: { $0.symbol == symbol }) {
        result[place].power += raised
      } else {
        result.append((symbol, raised))
      }
    }
    return (Unit(parts: result.filter { abs($0.power) > 1e-12 }), factor)
  }

  func raised(to power: Double) -> Unit {
    Unit(parts: power == 0 ? [] : parts.map { ($0.symbol, $0.power * power) })
  }

  /// What a number in `other` is multiplied by to be one in this unit; nil when they measure
  /// different things.
  func factor(from other: Unit) -> Double? {
    let (rest, factor) = other.times(self, power: -1)
    guard rest.isNone else { return nil }
    // `times` brought the times of self to those of other: the way back.
    return parts.isEmpty && other.parts.isEmpty ? 1 : factor
  }

  /// Such as `CNY^2` or `CNY/order`; `1` without a unit.
  package var text: String {
    guard !parts.isEmpty else { return "1" }
    func shown(_ symbol: String, _ power: Double) -> String {
      power == 1 ? symbol : "\(symbol)^\(Words.short(power))"
    }
    let above = parts.filter { $0.power > 0 }.map { shown($0.symbol, $0.power) }
    let below = parts.filter { $0.power < 0 }.map { shown($0.symbol, -$0.power) }
    return (above.isEmpty ? "1" : above.joined(separator: "*"))
      + below.map { "/\($0)" }.joined()
  }

  /// Reads `CNY/order`, `CNY^2`, `元/月`, `%`; nil of what is no unit.
  package static func parse(_ text: String) -> (unit: Unit, factor: Double)? {
    if text == "%" { return (.none, 0.01) }
    var unit = Unit.none
    var (sign, symbol, factor) = (1.0, "", 1.0)
    func closed() -> Bool {
      let pieces = symbol.split(separator: "^", omittingEmptySubsequences: false)
      guard pieces.count <= 2, let name = pieces.first, !name.isEmpty else { return false }
      let power = pieces.count == 2 ? Double(pieces[1]) : 1
      guard let power, power.isFinite, abs(power) <= 9 else { return false }
      if name != "1" {
        let product = unit.times(Unit(symbol: String(name)), power: sign * power)
        unit = product.unit
        factor *= product.factor
      }
      symbol = ""
      return true
    }
    for character in text where character != " " {
      guard character == "/" || character == "*" || character == "·" else {
        symbol.append(character)
        continue
      }
      guard closed() else { return nil }
      sign = character == "/" ? -1 : 1
    }
    return closed() ? (unit, factor) : nil
  }
}

/// A number with its unit.
package struct Quantity: Sendable {
  package let value: Double
  package let unit: Unit

  package init(_ value: Double, _ unit: Unit = .none) {
    self.value = value
    self.unit = unit
  }

  /// Such as `100 CNY`.
  package var text: String {
    unit.isNone ? Words.short(value) : "\(Words.short(value)) \(unit.text)"
  }
}
