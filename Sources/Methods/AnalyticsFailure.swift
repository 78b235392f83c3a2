/// Why a question cannot be answered from a table, in the words of the protocol.
import Analytics
import Contract
import Support
import Wire

extension Failure {
  init(_ error: AnalyticsError, _ language: Language) {
    func fail(
      _ code: ErrorCode, _ message: String, _ hint: Phrase, _ facts: [(String, JSON)] = []
    ) -> Failure {
      Failure(
        code, message, hint: hint, facts: facts.map { JSONMember($0.0, $0.1) }, language: language)
    }
    switch error {
    case .missingRole(let roles, let headers):
      let role = roles.first ?? "column"
      let shown = headers.prefix(30).joined(separator: ", ")
      self = fail(
        .columnNotFound, "no column for \(roles.joined(separator: " or ")): the file has \(shown)",
        Self.hint(naming: role),
        [("role", .string(role)), ("headers", Self.list(headers)), ("candidates", [])])
    case .noUsableRows(let why):
      self = fail(
        .emptyTable, "no usable rows: \(why)",
        Phrase(
          en: "check the columns that were taken in describeDataset",
          zh: "请用 describeDataset 检查识别的列"))
    case .tooManyClusters(let asked, let distinct):
      self = fail(
        .badClusterCount, "params.k: expected at most \(distinct) groups, found \(asked)",
        Phrase(en: "there are only \(distinct) different rows", zh: "只有 \(distinct) 个不同的行"),
        [
          ("path", "params.k"), ("expected", .string("at most \(distinct)")),
          ("got", .int(Int64(asked))),
        ])
    case .constantFeatures(let headers):
      self = fail(
        .constantFeatures, "no column holds numbers that differ between customers",
        Phrase(en: "name the columns in features", zh: "请用 features 指定列"),
        [("headers", Self.list(headers))])
    case .singleClass(let label, let count):
      self = fail(
        .singleClass, "all \(count) rows have the label \(label)",
        Phrase(en: "give rows of both kinds", zh: "请提供两类样本"), [("label", .string(label))])
    case .notEnoughData(let have, let need, let what):
      self = fail(
        .notEnoughData, "\(what): expected at least \(need), found \(have)",
        Phrase(en: "leave strict out for an answer with a lower grade", zh: "去掉 strict 可得到较低等级的结果"),
        [("have", .int(Int64(have))), ("need", .int(Int64(need)))])
    case .customerNotFound(let id, let nearest): self = Self.unknown("customer", id, nearest)
    case .itemNotFound(let id, let nearest): self = Self.unknown("item", id, nearest)
    case .oneSidedWindow, .windowTooLong: self = Self.badWindow(error, language)
    case .noTrueLabels, .tooMuch, .modelMismatch, .leakageSuspected, .tooFewRows,
      .badSetting, .diverged:
      self = Self.refusal(error, language)
    case .unusableFeature, .unusableTarget, .unusableTrait, .unknownName, .tooManyFeatures,
      .badCentres, .unorderedCuts, .notBinary, .dateOutside, .tooManyPeriods, .badComparison,
      .noRules, .keepsNothing:
      self = Self.parameter(error)
    case .scoresOutside(let header, let lowest, let highest, let count, let first):
      self = Self.strays(
        header, "\(Words.short(lowest)) to \(Words.short(highest))", count, first, language)
    case .irregularDates(let nearest, let share):
      self = Self.irregular(nearest, share, language)
    }
  }

  /// How to ask for less.
  private static func lessHint(_ method: String) -> Phrase {
    switch method {
    case "popularItems", "trainFeedbackModel":
      Phrase(en: "name a column of fewer values", zh: "请改用取值较少的列")
    case "tokenize": Phrase(en: "part the text into several", zh: "请将文本拆成几段")
    default: Phrase(en: "kmeans takes any number", zh: "kmeans 不限数量")
    }
  }

  /// An id that is not there.
  private static func unknown(_ what: String, _ id: String, _ nearest: [String]) -> Failure {
    Failure(
      .customerNotFound, "no \(what) is called \(id.quotedShort)",
      hint: Phrase(en: "ids are taken byte for byte", zh: "编号按原文逐字匹配"),
      facts: [JSONMember("nearest", list(nearest))])
  }

  /// How to name a column, and what to do where there is none.
  private static func hint(naming role: String) -> Phrase {
    let isDate = role == "date"
    return Phrase(
      en: "name the column: {\"columns\": {\"\(role)\": \"<header>\"}}"
        + (isDate ? "; without dates, rows are customers and not orders" : ""),
      zh: "请指明列：{\"columns\": {\"\(role)\": \"<列名>\"}}"
        + (isDate ? "；没有日期的行是客户而非订单，无法用于此方法" : ""))
  }

  /// Answers of a survey off its scale.
  private static func strays(
    _ header: String, _ scale: String, _ count: Int, _ first: [AnalyticsError.StrayScore],
    _ language: Language
  ) -> Failure {
    let strays = first.map { "row \($0.row): \(Words.short($0.value))" }.joined(separator: ", ")
    return Failure(
      .badValue, "\(header.quotedShort): expected \(scale), found \(count) outside (\(strays))",
      hint: Phrase(
        en: "leave these rows out with where, or name the kind of survey in kind",
        zh: "用 where 排除这些行，或用 kind 指明调查类型"),
      facts: [
        JSONMember("column", .string(header)), JSONMember("expected", .string(scale)),
        JSONMember("rows", .array(first.map { .int(Int64($0.row)) })),
        JSONMember("count", .int(Int64(count))),
      ], language: language)
  }

  /// What a method cannot do with these customers.
  private static func refusal(_ error: AnalyticsError, _ language: Language) -> Failure {
    switch error {
    case .noTrueLabels(let header, let why):
      return Failure(
        .noTrueLabels, "no true labels in \(header.quotedShort): \(why)",
        hint: Phrase(
          en: "name a column that holds the true group of each customer in truthColumn",
          zh: "请用 truthColumn 指明每位客户真实分组所在的列"),
        facts: [JSONMember("column", .string(header))], language: language)
    case .modelMismatch(let missing, let headers):
      let list = missing.joined(separator: ", ")
      return Failure(
        .modelIncompatible, "the model was made of columns that are not here: \(list)",
        hint: Phrase(
          en: "give a file with the same columns, or name them in columns",
          zh: "请提供含相同列的文件，或用 columns 指明"),
        facts: [
          JSONMember("missing", Self.list(missing)), JSONMember("headers", Self.list(headers)),
        ], language: language)
    case .leakageSuspected(let features, let kind):
      let list = features.joined(separator: ", ")
      return Failure(
        .leakageSuspected, "columns that know the answer too well (\(kind)): \(list)",
        hint: Phrase(
          en: "leave them out, or leave strict out for a warning instead",
          zh: "请排除这些列，或去掉 strict 仅作警告"),
        facts: [JSONMember("features", Self.list(features)), JSONMember("kind", .string(kind))],
        language: language)
    case .tooFewRows(let have, let need, let what):
      return Failure(
        .notEnoughData, "\(what): expected at least \(need), found \(have)",
        hint: Phrase(en: "give more rows", zh: "请提供更多数据行"),
        facts: [JSONMember("have", .int(Int64(have))), JSONMember("need", .int(Int64(need)))],
        language: language)
    case .badSetting(let name):
      return Failure(
        of: ParameterError(
          path: "params.\(name)", expected: "a value with a meaning", found: "another"),
        language: language)
    case .diverged(let name, let step):
      return Failure(
        of: ParameterError(
          path: "params.\(name)", expected: "shorter steps: these ratings need less",
          found: "numbers beyond use at step \(step)"),
        language: language)
    case .tooMuch(let method, let what, let have, let most):
      return Failure(
        .memoryLimit, "\(method) takes at most \(most) \(what), found \(have)",
        hint: Self.lessHint(method),
        facts: [JSONMember("have", .int(Int64(have))), JSONMember("most", .int(Int64(most)))],
        language: language)
    default:
      return Failure(.internalError, "an error of the data was taken for a refusal")
    }
  }

  /// Dates that keep to no rounds.
  private static func irregular(_ nearest: String?, _ share: Double, _ language: Language)
    -> Failure
  {
    let found =
      nearest.map { "\(Words.percent(share)) of them near one day of each \($0), the nearest" }
      ?? "fewer than three rounds of any length"
    return Failure(
      .badValue,
      "date: expected 95 % of purchases near one day of each week, month, quarter or"
        + " year, found \(found)",
      hint: Phrase(
        en: "say how long rounds are, such as {\"rounds\": \"month\"}, or take method mbgNbd, which"
          + " needs none",
        zh: "请用 rounds 指明一轮多长，如 {\"rounds\": \"month\"}，或改用不需要轮次的 mbgNbd"),
      facts: [
        JSONMember("nearest", nearest.map { .string($0) } ?? .null),
        JSONMember("share", .double(share)),
      ], language: language)
  }

  /// Windows that tell nothing.
  private static func badWindow(_ error: AnalyticsError, _ language: Language) -> Failure {
    switch error {
    case .oneSidedWindow(let everybody, let days, let better):
      let en = better.map { "try churnWindowDays \($0)" } ?? "no usual window parts the customers"
      let zh = better.map { "可尝试 churnWindowDays \($0)" } ?? "常用窗口均无法区分客户"
      return Failure(
        .singleClass,
        "within \(days) days \(everybody ? "everybody leaves" : "nobody leaves"): nothing to tell",
        hint: Phrase(en: en, zh: zh),
        facts: better.map { [JSONMember("better", .int(Int64($0)))] } ?? [], language: language)
    case .windowTooLong(let days, let have):
      return Failure(
        .badValue, "a window of \(days) days: expected at most the \(have) days that are known",
        hint: Phrase(en: "give a shorter churnWindowDays", zh: "请缩短 churnWindowDays"),
        facts: [JSONMember("have", .int(Int64(have)))], language: language)
    default:
      return Failure(.internalError, "an error of the data was taken for one of a window")
    }
  }

  /// Errors that a parameter of the request caused.
  private static func parameter(_ error: AnalyticsError) -> Failure {
    if let refused = refusedParameter(error) { return Failure(of: refused, language: .en) }
    switch error {
    case .unorderedCuts(let name):
      return Failure(
        .badValue, "params.cuts.\(name): expected rising numbers, found others",
        facts: [
          JSONMember("path", .string("params.cuts.\(name)")),
          JSONMember("expected", "rising numbers"),
        ])
    case .notBinary(let header, let values):
      return Failure(
        .badValue, "\(header): expected two values, found \(values.joined(separator: ", "))",
        facts: [JSONMember("column", .string(header)), JSONMember("expected", "two values")])
    case .dateOutside(let name, let value, let first, let last):
      return Failure(
        .badValue, "\(name): expected \(first) to \(last), found \(value)",
        facts: [
          JSONMember("path", .string(name)), JSONMember("expected", .string("\(first) to \(last)")),
        ])
    case .badComparison(let column, let expected, let found):
      return Failure(
        .badValue, "\(column.quotedShort): expected \(expected), found \(found.quotedShort)",
        facts: [
          JSONMember("column", .string(column)), JSONMember("expected", .string(expected)),
        ])
    default:
      return Failure(.internalError, "an error of the data was taken for one of a parameter")
    }
  }

  /// What a parameter would have to be; nil when the error is about values in the data.
  private static func refusedParameter(_ error: AnalyticsError) -> ParameterError? {
    switch error {
    case .unusableFeature(let header, let why, let headers):
      ParameterError(
        path: "params.features", expected: "columns of numbers out of \(headers.prefix(30))",
        found: "\(header.quotedShort) (\(why))")
    case .unusableTarget(let header, let why, let headers):
      ParameterError(
        path: "params.target",
        expected: "a column of numbers or of few words out of \(headers.prefix(30))",
        found: "\(header.quotedShort) (\(why))")
    case .unusableTrait(let header, let expected, let found):
      ParameterError(
        path: "params.covariates", expected: expected,
        found: found + (header.map { " in \($0.quotedShort)" } ?? ""))
    case .unknownName(let parameter, let found, let known):
      ParameterError(
        path: parameter,
        expected: known.isEmpty
          ? "a column of numbers, of which there is none"
          : "one of \(known.prefix(40).joined(separator: ", "))",
        found: found.quotedShort)
    case .tooManyFeatures(let have, let most):
      ParameterError(
        path: "params.features", expected: "at most \(most) features", found: "\(have) of them")
    case .badCentres(let expected, let found):
      ParameterError(
        path: "params.init", expected: "\(expected) values per centre", found: "\(found)")
    case .keepsNothing(let method):
      ParameterError(
        path: "params.saveAs", expected: "a method that learns cut points or groups",
        found: "\(method), which is asked again of other rows in the same words")
    case .noRules:
      ParameterError(
        path: "params.rules", expected: "a list such as [{\"name\": ..., \"when\": {...}}]",
        found: "none")
    case .tooManyPeriods(let found, let allowed):
      ParameterError(
        path: "params.by", expected: "a length that gives at most \(allowed) periods",
        found: "\(found) of them")
    default: nil
    }
  }
}
