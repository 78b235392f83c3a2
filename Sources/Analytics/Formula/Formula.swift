/// An expression worked out: the number, its unit, every step, and where units do not fit.
import Numerics
package import Support

package struct Formula: Sendable {
  package let value: Double
  package let unit: String
  package let steps: [String]
  package let notices: [Notice]

  /// Why there is no number.
  package enum Failure: Error, Sendable {
    /// Inputs that are needed, and those that were given.
    case missing(needed: [String], given: [String])
    /// Such as a division by zero.
    case undefined(step: String, why: Phrase)
  }

  package init(
    _ expression: Expression, named name: String, _ inputs: [(name: String, value: Quantity)]
  ) throws(Failure) {
    let known = Dictionary(inputs.map { ($0.name, $0.value) }) { _, last in last }
    let needed = expression.names
    guard needed.allSatisfy({ known[$0] != nil }) else {
      throw .missing(needed: needed, given: inputs.map(\.name))
    }
    var work = FormulaWork(known: known)
    let result = try work.value(expression)
    value = result.value
    unit = work.sumOfUnits ?? result.unit.text
    let head = [
      "\(name) = \(expression.text { $0 })",
      "\(name) = \(expression.text { known[$0]?.text ?? $0 })",
    ]
    steps = head + work.steps + ["\(name) = \(Words.short(value)) \(unit)"]
    var notices = work.notices
    let unused = inputs.map(\.name).filter { !needed.contains($0) }
    if !unused.isEmpty {
      let list = unused.joined(separator: ", ")
      notices.append(
        Notice(
          "unusedInputs", en: "not used by the formula: \(list)", zh: "公式未用到：\(list)",
          path: "inputs"))
    }
    if let money = result.unit.money.first(where: { $0.power > 1 }) {
      let shown = result.unit.text
      notices.append(
        Notice(
          "unitNotMoney",
          en: "the unit is \(shown): \(money.symbol) times \(money.symbol) is not money",
          zh: "单位为 \(shown)：\(money.symbol) 乘以 \(money.symbol) 不是金额"))
    }
    self.notices = notices
  }
}

private struct FormulaWork {
  let known: [String: Quantity]
  var steps: [String] = []
  var notices: [Notice] = []
  /// What the whole is measured in when different things were added.
  var sumOfUnits: String?

  init(known: [String: Quantity]) { self.known = known }

  mutating func value(_ node: Expression) throws(Formula.Failure) -> Quantity {
    switch node {
    case .number(let value): return Quantity(value)
    case .name(let name): return known[name] ?? Quantity(0)
    case .negative(let inner):
      let found = try value(inner)
      return Quantity(-found.value, found.unit)
    case .pair(let operation, let left, let right):
      let (a, b) = (try value(left), try value(right))
      let shown = "\(Self.bracketed(a)) \(operation.rawValue) \(Self.bracketed(b))"
      let result = try pair(operation, a, b, shown)
      return try noted(result, shown)
    case .call(let function, let parts):
      var values: [Quantity] = []
      for part in parts { values.append(try value(part)) }
      let shown = "\(function.rawValue)(\(values.map(\.text).joined(separator: ", ")))"
      return try noted(try call(function, values, shown), shown)
    }
  }

  private static func bracketed(_ quantity: Quantity) -> String {
    quantity.value < 0 ? "(\(quantity.text))" : quantity.text
  }

  private mutating func noted(
    _ result: Quantity, _ shown: String
  ) throws(Formula.Failure) -> Quantity {
    guard result.value.isFinite else {
      throw .undefined(
        step: shown, why: Phrase(en: "the number is too large", zh: "数值过大"))
    }
    if steps.count < Limits.formulaSteps { steps.append("\(shown) = \(result.text)") }
    return result
  }

  private mutating func pair(
    _ operation: Expression.Operation, _ a: Quantity, _ b: Quantity, _ shown: String
  ) throws(Formula.Failure) -> Quantity {
    switch operation {
    case .times:
      let (unit, factor) = a.unit.times(b.unit, power: 1)
      return Quantity(a.value * b.value * factor, unit)
    case .over:
      guard b.value != 0 else {
        throw .undefined(step: shown, why: Phrase(en: "a division by zero", zh: "除数为零"))
      }
      let (unit, factor) = a.unit.times(b.unit, power: -1)
      return Quantity(a.value / b.value * factor, unit)
    case .plus, .minus:
      let sign = operation == .plus ? 1.0 : -1.0
      return Quantity(a.value + sign * alike(a, b, shown), a.unit.isNone ? b.unit : a.unit)
    case .power:
      guard b.unit.isNone else {
        clash(shown, "an exponent has no unit", "指数不应有单位")
        return Quantity(Math.pow(a.value, b.value), a.unit)
      }
      let value = Math.pow(a.value, b.value)
      guard !value.isNaN else {
        throw .undefined(
          step: shown, why: Phrase(en: "a root of a negative number", zh: "负数开方"))
      }
      return Quantity(value, a.unit.raised(to: b.value))
    }
  }

  /// The second in the unit of the first; as it is, with a warning, where they measure different
  /// things. A bare number takes the unit of the other.
  private mutating func alike(_ a: Quantity, _ b: Quantity, _ shown: String) -> Double {
    if let factor = a.unit.factor(from: b.unit) { return b.value * factor }
    let isBare = a.unit.isNone || b.unit.isNone
    if isBare, a.value == 0 || b.value == 0 { return b.value }
    sumOfUnits = "\(a.unit.text) + \(b.unit.text)"
    clash(
      shown, "\(a.unit.text) and \(b.unit.text) are added as if they were the same",
      "\(a.unit.text) 与 \(b.unit.text) 被当作同一单位相加")
    return b.value
  }

  private mutating func clash(_ shown: String, _ en: String, _ zh: String) {
    notices.append(Notice("unitClash", en: "\(en): \(shown)", zh: "\(zh)：\(shown)"))
  }

  private mutating func call(
    _ function: Expression.Function, _ parts: [Quantity], _ shown: String
  ) throws(Formula.Failure) -> Quantity {
    let first = parts[0]
    switch function {
    case .abs: return Quantity(Swift.abs(first.value), first.unit)
    case .round: return Quantity(first.value.rounded(), first.unit)
    case .min, .max, .sum:
      var result = first
      for part in parts.dropFirst() {
        let other = alike(result, part, shown)
        let value =
          function == .sum
          ? result.value + other
          : function == .min ? Swift.min(result.value, other) : Swift.max(result.value, other)
        result = Quantity(value, result.unit)
      }
      return result
    case .sqrt:
      guard first.value >= 0 else {
        throw .undefined(
          step: shown, why: Phrase(en: "a root of a negative number", zh: "负数开方"))
      }
      return Quantity(first.value.squareRoot(), first.unit.raised(to: 0.5))
    case .exp, .ln, .log10:
      if !first.unit.isNone { clash(shown, "it takes a number without a unit", "自变量不应有单位") }
      guard function == .exp || first.value > 0 else {
        throw .undefined(
          step: shown,
          why: Phrase(en: "a logarithm of a number that is not above 0", zh: "对非正数取对数"))
      }
      let value =
        function == .exp
        ? Math.exp(first.value)
        : function == .ln ? Math.log(first.value) : Math.log(first.value) / Math.log(10)
      return Quantity(value)
    }
  }
}
