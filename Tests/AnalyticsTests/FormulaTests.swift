/// Formulas: arithmetic as it is written, units that follow, golden numbers, and texts that are
/// none.
import Analytics
import Numerics
import Support
import Testing

@Suite struct FormulaTests {
  private func worked(
    _ text: String, _ inputs: [(String, Double, String)] = []
  ) throws -> Formula {
    let known = try inputs.map { name, value, unit in
      let parsed = try #require(Unit.parse(unit))
      return (name: name, value: Quantity(value * parsed.factor, parsed.unit))
    }
    return try Formula(try Expression.parse(text), named: "x", known)
  }

  @Test(arguments: [
    ("1 + 2 * 3", 7.0), ("(1 + 2) * 3", 9), ("2 ^ 3 ^ 2", 512), ("-2 ^ 2", -4), ("2 ^ -1", 0.5),
    ("8 / 4 / 2", 1), ("8 - 4 - 2", 2), ("1.5e2 + 50%", 150.5), ("--3", 3),
    ("sqrt(16) + abs(-3)", 7),
    ("max(1, 5, 3) - min(4, 2)", 3), ("sum(1, 2, 3)", 6), ("ln(exp(2))", 2), ("log10(1000)", 3),
    ("round(2.6)", 3), ("６", .nan), ("3 × 4 ÷ 2 − 1", 5), ("（1＋2）＊3", 9),
  ])
  func `arithmetic is what it is on paper`(text: String, value: Double) throws {
    if value.isNaN {
      #expect(throws: (any Error).self) { try worked(text) }
    } else {
      #expect(abs(try worked(text).value - value) < 1e-9)
    }
  }

  @Test(arguments: [
    ("a / b", "CNY/order"), ("a * a", "CNY^2"), ("a * c", "CNY*d"), ("a / c * d", "CNY"),
    ("sqrt(a * a)", "CNY"), ("a / a", "1"), ("a ^ 2 / a", "CNY"), ("1 / c", "1/d"),
  ])
  func `units follow the arithmetic`(text: String, unit: String) throws {
    let inputs = [("a", 6.0, "元"), ("b", 2, "单"), ("c", 3, "天"), ("d", 1, "年")]
    #expect(try worked(text, inputs).unit == unit)
  }

  @Test func `times of different length are brought to one`() throws {
    let year = try worked("a + b", [("a", 10, "day"), ("b", 1, "year")])
    #expect(abs(year.value - 375.25) < 1e-9 && year.unit == "d")
    let rate = try worked("a * b", [("a", 10, "CNY/month"), ("b", 2, "year")])
    #expect(abs(rate.value - 240) < 1e-9 && rate.unit == "CNY")
    #expect(rate.notices.isEmpty)
  }

  @Test func `what does not fit is added all the same, and said`() throws {
    let mixed = try worked("a + b", [("a", 100, "CNY"), ("b", 3, "order")])
    #expect(mixed.value == 103 && mixed.unit == "CNY + order")
    #expect(mixed.notices.map(\.code) == ["unitClash"])
    let money = try worked("a + b", [("a", 100, "CNY"), ("b", 3, "USD")])
    #expect(money.notices.map(\.code) == ["unitClash"])
    #expect(
      try worked("a * b", [("a", 2, "CNY"), ("b", 3, "CNY")]).notices.map(\.code) == [
        "unitNotMoney"
      ])
  }

  struct Golden: Sendable {
    let name: String
    let inputs: [(String, Double)]
    let value: Double
  }

  /// The numbers the published texts should have printed.
  static let golden = [
    Golden(name: "geometricBegin", inputs: [("payment", 100), ("retention", 0.8)], value: 500),
    Golden(name: "geometric", inputs: [("payment", 100), ("retention", 0.8)], value: 400),
    Golden(
      name: "geometricBegin", inputs: [("payment", 100), ("retention", 0.8), ("rate", 0.05)],
      value: 420),
    Golden(
      name: "geometric", inputs: [("payment", 100), ("retention", 0.8), ("rate", 0.05)],
      value: 320),
    Golden(
      name: "simple", inputs: [("averageOrderValue", 50), ("ordersPerYear", 4), ("years", 3)],
      value: 600),
    Golden(name: "activityRatio", inputs: [("activeDays", 73), ("totalDays", 365)], value: 0.2),
    Golden(
      name: "nps", inputs: [("promoters", 50), ("detractors", 20), ("responses", 100)], value: 30),
  ]

  @Test(arguments: golden)
  func `golden numbers`(case golden: Golden) throws {
    let (name, inputs, value) = (golden.name, golden.inputs, golden.value)
    let formula = try #require(LibraryFormula.named(name))
    let known = formula.inputs.map { input in
      let unit = Unit.parse(input.unit == "$" ? "CNY" : input.unit)?.unit ?? .none
      let given = inputs.first { $0.0 == input.name }?.1 ?? input.standard ?? .nan
      return (name: input.name, value: Quantity(given, unit))
    }
    let found = try Formula(try Expression.parse(formula.expression), named: name, known)
    #expect(abs(found.value - value) < 1e-9)
    #expect(found.steps.count >= 3)
    // A second computation: the sum of the payments themselves.
    if name.hasPrefix("geometric"),
      let rate = known.first(where: { $0.name == "rate" })?.value.value
    {
      let first = name == "geometric" ? 1 : 0
      let sum = (first..<400).reduce(0.0) { $0 + 100 * Math.pow(0.8 / (1 + rate), Double($1)) }
      #expect(abs(sum - value) < 1e-9)
    }
  }

  @Test func `every formula of the library reads, and knows all its names`() throws {
    for formula in LibraryFormula.all {
      let names = try Expression.parse(formula.expression).names
      #expect(Set(names) == Set(formula.inputs.map(\.name)))
    }
  }

  @Test(arguments: [
    ("", 1), ("2 *", 4), ("(1 + 2", 7), ("1 + )", 5), ("2 3", 3), ("foo(1)", 4), ("1..2", 1),
    ("a $ b", 3), ("sqrt(1, 2)", 11),
  ])
  func `a text that is none says where`(text: String, place: Int) throws {
    do {
      _ = try Expression.parse(text)
      Issue.record("read: \(text)")
    } catch {
      #expect(error.place == place)
    }
  }

  @Test func `no number is no number`() throws {
    for text in ["1 / 0", "sqrt(-1)", "ln(0)", "1e308 * 10", "(-8) ^ 0.5", "0 ^ -1"] {
      #expect(throws: Formula.Failure.self) { try worked(text) }
    }
    #expect(throws: Formula.Failure.self) { try worked("a + b", [("a", 1, "1")]) }
  }

  @Test func `brackets are read to the limit and refused one beyond`() throws {
    func nested(_ count: Int) -> String {
      String(repeating: "(", count: count) + "1" + String(repeating: ")", count: count)
    }
    #expect(try worked(nested(Limits.formulaDepth - 1)).value == 1)
    #expect(throws: Expression.SyntaxError.self) { try worked(nested(Limits.formulaDepth)) }
    #expect(throws: (any Error).self) { try worked(nested(100_000)) }
    let towers = Array(repeating: "1", count: 10_000).joined(separator: "^")
    #expect(throws: (any Error).self) { try worked(towers) }
    let parts = (1...Limits.formulaParts).map { "\($0)" }
    #expect(try worked("max(\(parts.joined(separator: ",")))").value == Double(Limits.formulaParts))
    #expect(throws: (any Error).self) { try worked("max(0,\(parts.joined(separator: ",")))") }
    let long = Array(repeating: "1", count: 1_500).joined(separator: "+")
    let found = try worked(long)
    #expect(found.value == 1_500 && found.steps.count <= Limits.formulaSteps + 3)
  }
}
