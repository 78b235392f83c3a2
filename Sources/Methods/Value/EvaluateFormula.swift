/// Works out a formula with units: by name, or as it is written.
import Analytics
import Contract
import Support
import Tables
import Wire

enum EvaluateFormula: Method {
  static let name = "evaluateFormula"
  static let group = Group.value
  static let summary =
    "Work out a formula with its units: every step, and what is wrong with the formula."
  static let effect = Effect.computes
  static let errors: [ErrorCode] = [.invalidParams, .unknownFormula, .badValue]
  static let tool: ToolWords? = ToolWords(
    en: "Evaluate a formula", zh: "计算公式",
    "Use it to compute a business figure and to see whether its units make sense: give name (simple,"
      + " geometric, cac, ltvToCac, payback, retentionRate, nps, ltv000, cv003, cltv004, ...) or"
      + " expression, and inputs as numbers or {value, unit}. Gives the value with its unit, every"
      + " step, and warnings.")

  struct Params: Parameters {
    var formula: String?
    var expression: String?
    var inputs: AnyInput?
    var currency = "CNY"
    var lang = LanguageChoice.auto

    static let fields: [Field<Self>] =
      [
        Field("name", \.formula, "A formula of the library; either this or expression."),
        Field(
          "expression", \.expression,
          "Numbers, names, + - * / ^, brackets, sqrt, exp, ln, log10, abs, round, min, max, sum."),
        Field(
          "inputs", \.inputs,
          "For each name a number, or {value, unit} with a unit such as CNY/order or 元/月."),
        Field("currency", \.currency, "The currency of bare amounts, as a word.", default: "CNY"),
        Field("lang", \.lang, "The language of texts.", default: "auto"),
      ]
  }

  struct Output: Answer {
    var envelope: Envelope
    let value: Double
    let unit: String
    let steps: [String]
    let contributions: OutputMap<Double>?
    let standard: StandardAnswer?

    static let members: [Member<Self>] =
      Envelope.opening.map { $0.lifted(\.envelope) } + [
        Member("value", \.value, "The number."),
        Member("unit", \.unit, "Its unit; 1 without one."),
        Member("steps", \.steps, "How it was computed."),
        Member("contributions", ifAny: \.contributions, "The parts of the sum."),
        Member("standard", ifAny: \.standard, "What the field uses instead."),
      ] + Envelope.closing.map { $0.lifted(\.envelope) }
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    let say = Speaker(params.lang, of: nil)
    switch (params.formula, params.expression) {
    case (let name?, nil):
      if NamedFormula.names.contains(name) {
        return Outcome(try published(name, params, say, run))
      }
      guard let formula = LibraryFormula.named(name) else { throw unknown(name) }
      return Outcome(try library(formula, params, say, run))
    case (nil, let text?): return Outcome(try written(text, params, say, run))
    default:
      throw ParameterError(
        path: "params.name", expected: "either name or expression",
        found: params.formula == nil ? "neither" : "both")
    }
  }

  private static func unknown(_ name: String) -> Failure {
    let known = LibraryFormula.all.map(\.name) + NamedFormula.names
    let near = Nearest.names(to: name, among: known).first
    return Failure(
      .unknownFormula, "no formula is called \(name.quotedShort)",
      hint: Phrase(
        en: near.map { "the nearest is \($0); or give expression" } ?? "or give expression",
        zh: near.map { "最接近的是 \($0)；也可给出 expression" } ?? "也可给出 expression"),
      facts: [JSONMember("known", .array(known.map { .string($0) }))])
  }

  /// An expression of the caller's own.
  private static func written(
    _ text: String, _ params: Params, _ say: Speaker, _ run: Run
  ) throws -> Output {
    guard text.utf8.count <= Limits.formulaBytes else {
      throw ParameterError(
        path: "params.expression", expected: "at most \(Limits.formulaBytes) bytes",
        found: "\(text.utf8.count)")
    }
    let expression: Expression
    do {
      expression = try Expression.parse(text)
    } catch {
      throw ParameterError(
        path: "params.expression", expected: "\(error.expected) at character \(error.place)",
        found: error.found)
    }
    let inputs = try quantities(params, units: [:])
    let formula = try worked(expression, "value", inputs)
    return output(formula, "expression", Phrase(verbatim: text), params, say, run)
  }

  private static func library(
    _ named: LibraryFormula, _ params: Params, _ say: Speaker, _ run: Run
  ) throws -> Output {
    let currency = params.currency
    let units = Dictionary(
      named.inputs.map {
        (
          $0.name,
          $0.unit.split(separator: "$", omittingEmptySubsequences: false).joined(
            separator: currency)
        )
      }
    ) { _, last in last }
    var inputs = try quantities(params, units: units)
    for input in named.inputs {
      guard let standard = input.standard, !inputs.contains(where: { $0.name == input.name })
      else { continue }
      let unit = Unit.parse(units[input.name] ?? "1")?.unit ?? .none
      inputs.append((input.name, Quantity(standard, unit)))
    }
    let expression = try Expression.parse(named.expression)
    let formula = try worked(expression, named.name, inputs)
    return output(
      formula, named.name, named.meaning, params, say, run, extra: named.notices(inputs))
  }

  private static func worked(
    _ expression: Expression, _ name: String, _ inputs: [(name: String, value: Quantity)]
  ) throws -> Formula {
    do {
      return try Formula(expression, named: name, inputs)
    } catch .missing(let needed, let given) {
      let list = needed.joined(separator: ", ")
      throw Failure(
        .badValue, "params.inputs: expected \(list), found \(given.joined(separator: ", "))",
        hint: Phrase(en: "the formula needs \(list)", zh: "公式需要 \(list)"),
        facts: [
          JSONMember("path", .string("params.inputs")),
          JSONMember("needed", .array(needed.map { .string($0) })),
        ])
    } catch .undefined(let step, let why) {
      throw Failure(.badValue, "there is no number: \(why.en) in \(step)", hint: why)
    }
  }

  private static func output(
    _ formula: Formula, _ name: String, _ meaning: Phrase, _ params: Params, _ say: Speaker,
    _ run: Run, extra: [Notice] = []
  ) -> Output {
    let shown = "\(Words.short(formula.value)) \(formula.unit)"
    let envelope = Envelope(
      summary: say(Phrase(en: "\(name) is \(shown).", zh: "\(name) = \(shown)。")), grade: nil,
      definition: say(meaning), warnings: (formula.notices + extra).map { say($0) },
      meta: Meta(nil, method: name, run))
    return Output(
      envelope: envelope, value: formula.value, unit: formula.unit, steps: formula.steps,
      contributions: nil, standard: nil)
  }

  /// The published formulas, as they are printed, with what is wrong with them.
  private static func published(
    _ name: String, _ params: Params, _ say: Speaker, _ run: Run
  ) throws -> Output {
    let inputs = try params.inputs.map {
      try FormulaInputs(decoding: $0.node, at: "params.inputs")
    }
    let formula = try Ltv.formula(name, inputs ?? FormulaInputs(), currency: params.currency)
    let shown = Words.short(formula.value)
    let envelope = Envelope(
      summary: say(
        Phrase(
          en: "\(name) gives \(shown) \(formula.unit), as published; see the warnings.",
          zh: "\(name) 按原文计算得 \(shown) \(formula.unit)，请看警告。")),
      grade: nil, definition: nil, warnings: formula.notices.map { say($0) },
      meta: Meta(nil, method: "formula:\(name)", run))
    return Output(
      envelope: envelope, value: formula.value, unit: formula.unit, steps: formula.steps,
      contributions: formula.contributions.isEmpty
        ? nil : OutputMap(formula.contributions.map { (key: $0.name, value: $0.value) }),
      standard: formula.standard.map {
        StandardAnswer(value: $0.value, unit: $0.unit, formula: say($0.formula))
      })
  }
}

extension EvaluateFormula {
  /// The inputs with their units; a bare number has that of `units`, or none.
  private static func quantities(
    _ params: Params, units: [String: String]
  ) throws -> [(name: String, value: Quantity)] {
    guard let node = params.inputs?.node else { return [] }
    guard node.kind == .object else {
      throw node.refused("params.inputs", expected: "an object of numbers")
    }
    let members = Array(node.members)
    guard members.count <= Limits.formulaInputs else {
      throw ParameterError(
        path: "params.inputs", expected: "at most \(Limits.formulaInputs) inputs",
        found: "\(members.count)")
    }
    var found: [(name: String, value: Quantity)] = []
    for (name, input) in members {
      let path = "params.inputs.\(name)"
      let measured = try MeasuredInput(input, at: path)
      guard abs(measured.value) <= Limits.cellMagnitude else {
        throw ParameterError(path: path, expected: "-1e60 to 1e60", found: "\(measured.value)")
      }
      let text = measured.unit ?? units[name] ?? "1"
      guard let unit = Unit.parse(text) else {
        throw ParameterError(
          path: "\(path).unit", expected: "a unit such as CNY/order", found: text.quotedShort)
      }
      found.append((name, Quantity(measured.value * unit.factor, unit.unit)))
    }
    return found
  }
}

/// A number, or a number with its unit.
private struct MeasuredInput {
  let value: Double
  let unit: String?

  init(_ node: JSONNode, at path: String) throws(ParameterError) {
    guard node.kind == .object else {
      value = try Double(decoding: node, at: path)
      unit = nil
      return
    }
    var (number, text): (Double?, String?) = (nil, nil)
    for (key, member) in node.members {
      switch key {
      case "value": number = try Double(decoding: member, at: "\(path).value")
      case "unit": text = try String(decoding: member, at: "\(path).unit")
      default:
        throw ParameterError(path: path, expected: "value and unit", found: key.quotedShort)
      }
    }
    guard let number else {
      throw ParameterError(path: path, expected: "a number, or {value, unit}", found: "no value")
    }
    (value, unit) = (number, text)
  }
}
