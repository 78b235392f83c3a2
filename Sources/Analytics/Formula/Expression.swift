/// Arithmetic as people write it: numbers, names in any script, + - * / ^, brackets, functions.
import Support

package indirect enum Expression: Sendable {
  case number(Double)
  case name(String)
  case negative(Expression)
  case pair(Operation, Expression, Expression)
  case call(Function, [Expression])

  package enum Operation: String, Sendable {
    case plus = "+", minus = "-", times = "*", over = "/", power = "^"
  }

  package enum Function: String, Sendable, CaseIterable {
    case sqrt, exp, ln, log10, abs, round, min, max, sum
  }

  /// Why a text is no expression: where, what was expected, what was found.
  package struct SyntaxError: Error, Sendable {
    /// In code points from 1.
    package let place: Int
    package let expected: String
    package let found: String
  }

  package static func parse(_ text: String) throws(SyntaxError) -> Expression {
    var parser = ExpressionParser(text)
    return try parser.whole()
  }

  /// The names in the order they first come.
  package var names: [String] {
    var found: [String] = []
    func look(_ node: Expression) {
      switch node {
      case .number: break
      case .name(let name): if !found.contains(name) { found.append(name) }
      case .negative(let inner): look(inner)
      case .pair(_, let a, let b):
        look(a)
        look(b)
      case .call(_, let parts): parts.forEach(look)
      }
    }
    look(self)
    return found
  }

  /// The text again, with something in the place of each name.
  package func text(_ shown: (String) -> String) -> String {
    written(0, shown)
  }

  private func written(_ outer: Int, _ shown: (String) -> String) -> String {
    switch self {
    case .number(let value): return Words.short(value)
    case .name(let name): return shown(name)
    case .negative(let inner): return "-\(inner.written(3, shown))"
    case .call(let function, let parts):
      return "\(function.rawValue)(\(parts.map { $0.written(0, shown) }.joined(separator: ", ")))"
    case .pair(let operation, let a, let b):
      let level = operation.level
      let (left, right) =
        operation == .power
        ? (a.written(level + 1, shown), b.written(level, shown))
        : (a.written(level, shown), b.written(level + 1, shown))
      let inner =
        operation == .power ? "\(left)^\(right)" : "\(left) \(operation.rawValue) \(right)"
      return level < outer ? "(\(inner))" : inner
    }
  }
}

extension Expression.Operation {
  /// How strongly it binds.
  fileprivate var level: Int {
    switch self {
    case .plus, .minus: 1
    case .times, .over: 2
    case .power: 4
    }
  }
}

private struct ExpressionParser {
  private let text: [Unicode.Scalar]
  private var place = 0
  private var depth = 0

  init(_ text: String) { self.text = Array(text.unicodeScalars) }

  mutating func whole() throws(Expression.SyntaxError) -> Expression {
    let result = try sum()
    skip()
    if place < text.count { throw wrong("an operator or the end") }
    return result
  }

  private func wrong(_ expected: String) -> Expression.SyntaxError {
    let found = place < text.count ? "“\(text[place])”" : "the end"
    return Expression.SyntaxError(place: place + 1, expected: expected, found: found)
  }

  private mutating func skip() {
    while place < text.count, text[place].properties.isWhitespace { place += 1 }
  }

  /// Takes one of some signs; writings of other keyboards count as the plain ones.
  private mutating func take(_ signs: [String: Expression.Operation]) -> Expression.Operation? {
    skip()
    guard place < text.count, let found = signs[String(text[place])] else { return nil }
    place += 1
    return found
  }

  private mutating func take(_ scalars: String) -> Bool {
    skip()
    guard place < text.count, scalars.unicodeScalars.contains(text[place]) else { return false }
    place += 1
    return true
  }

  private mutating func sum() throws(Expression.SyntaxError) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Limits.formulaDepth else {
      throw wrong("at most \(Limits.formulaDepth) levels of brackets")
    }
    var result = try product()
    while let sign = take(["+": .plus, "＋": .plus, "-": .minus, "−": .minus, "－": .minus]) {
      result = .pair(sign, result, try product())
    }
    return result
  }

  private mutating func product() throws(Expression.SyntaxError) -> Expression {
    var result = try signed()
    while let sign = take([
      "*": .times, "×": .times, "·": .times, "＊": .times, "/": .over, "÷": .over, "／": .over,
    ]) {
      result = .pair(sign, result, try signed())
    }
    return result
  }

  private mutating func signed() throws(Expression.SyntaxError) -> Expression {
    var count = 0
    while take("-−－") { count += 1 }
    let inner = try power()
    return count % 2 == 1 ? .negative(inner) : inner
  }

  private mutating func power() throws(Expression.SyntaxError) -> Expression {
    let base = try atom()
    guard take("^") else { return base }
    depth += 1
    defer { depth -= 1 }
    guard depth <= Limits.formulaDepth else {
      throw wrong("at most \(Limits.formulaDepth) powers of powers")
    }
    return .pair(.power, base, try signed())
  }

  private mutating func atom() throws(Expression.SyntaxError) -> Expression {
    if take("(（") {
      let inner = try sum()
      guard take(")）") else { throw wrong("a closing bracket") }
      return inner
    }
    skip()
    guard place < text.count else { throw wrong("a number, a name or a bracket") }
    if Self.isDigit(text[place]) || text[place] == "." { return try number() }
    guard Self.isLetter(text[place]) else { throw wrong("a number, a name or a bracket") }
    var name = String.UnicodeScalarView()
    while place < text.count, Self.isLetter(text[place]) || Self.isDigit(text[place]) {
      name.append(text[place])
      place += 1
    }
    let begin = place
    guard take("(（") else { return .name(String(name)) }
    guard let function = Expression.Function(rawValue: String(name)) else {
      place = begin
      let known = Expression.Function.allCases.map(\.rawValue).joined(separator: ", ")
      throw wrong("one of the functions \(known), or an operator after \(String(name))")
    }
    var parts = [try sum()]
    while take(",，") { parts.append(try sum()) }
    guard take(")）") else { throw wrong("a closing bracket") }
    let most = [.min, .max, .sum].contains(function) ? Limits.formulaParts : 1
    guard parts.count <= most else { throw wrong("at most \(most) parts of \(function.rawValue)") }
    return .call(function, parts)
  }

  private mutating func number() throws(Expression.SyntaxError) -> Expression {
    var digits = ""
    let begin = place
    while place < text.count {
      let scalar = text[place]
      let isExponent = (scalar == "e" || scalar == "E") && !digits.isEmpty
      let isSign =
        (scalar == "+" || scalar == "-") && (digits.hasSuffix("e") || digits.hasSuffix("E"))
      guard Self.isDigit(scalar) || scalar == "." || isExponent || isSign else { break }
      digits.unicodeScalars.append(scalar)
      place += 1
    }
    guard let value = Double(digits), value.isFinite else {
      place = begin
      throw wrong("a number")
    }
    if place < text.count, text[place] == "%" {
      place += 1
      return .number(value / 100)
    }
    return .number(value)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    (0x30...0x39).contains(scalar.value)
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.isIdeographic
  }
}
