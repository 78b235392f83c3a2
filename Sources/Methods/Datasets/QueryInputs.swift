/// The parts of a query as they stand in a request.
import Analytics
import Contract
import Wire

/// `{"channel": "wechat", "amount": {">": 0}}`: all of them must hold.
struct WhereInput: InputValue {
  let filter: RowFilter

  static var schema: Schema { .type("object") }

  init(decoding node: JSONNode, at path: String) throws(ParameterError) {
    filter = try Self.all(node, path)
  }

  private static func all(_ node: JSONNode, _ path: String) throws(ParameterError) -> RowFilter {
    guard node.kind == .object else { throw node.refused(path, expected: "an object") }
    var parts: [RowFilter] = []
    for (key, value) in node.members {
      if key == "or" {
        guard value.kind == .array else {
          throw value.refused("\(path).or", expected: "an array of objects")
        }
        var options: [RowFilter] = []
        for (index, element) in value.elements.enumerated() {
          options.append(try all(element, "\(path).or[\(index)]"))
        }
        parts.append(.any(options))
      } else {
        parts.append(try one(key, value, "\(path).\(key)"))
      }
    }
    return .all(parts)
  }

  private static func one(
    _ column: String, _ node: JSONNode, _ path: String
  ) throws(ParameterError) -> RowFilter {
    switch node.kind {
    case .null: return .missing(column: column, true)
    case .array: return .oneOf(column: column, try list(node, path))
    case .object:
      var parts: [RowFilter] = []
      for (word, value) in node.members {
        parts.append(try test(column, word, value, "\(path).\(word)"))
      }
      return .all(parts)
    default: return .compare(column: column, .equal, try QueryValue(node, path))
    }
  }

  private static let words =
    Comparison.allCases.map(\.rawValue) + ["in", "contains", "startsWith", "missing"]

  private static func test(
    _ column: String, _ word: String, _ node: JSONNode, _ path: String
  ) throws(ParameterError) -> RowFilter {
    if let comparison = Comparison(rawValue: word) {
      return .compare(column: column, comparison, try QueryValue(node, path))
    }
    switch word {
    case "in": return .oneOf(column: column, try list(node, path))
    case "contains": return .contains(column: column, try String(decoding: node, at: path))
    case "startsWith": return .startsWith(column: column, try String(decoding: node, at: path))
    case "missing": return .missing(column: column, try Bool(decoding: node, at: path))
    default:
      throw ParameterError(
        path: path, expected: "one of \(words.joined(separator: ", "))", found: word.quotedShort)
    }
  }

  private static func list(_ node: JSONNode, _ path: String) throws(ParameterError) -> [QueryValue]
  {
    guard node.kind == .array else { throw node.refused(path, expected: "an array of values") }
    var values: [QueryValue] = []
    for (index, element) in node.elements.enumerated() {
      values.append(try QueryValue(element, "\(path)[\(index)]"))
    }
    return values
  }
}

extension QueryValue {
  init(_ node: JSONNode, _ path: String) throws(ParameterError) {
    if let text = node.string {
      self = .text(text)
    } else if let number = node.double {
      self = .number(number)
    } else if let truth = node.bool {
      self = .text(truth ? "true" : "false")
    } else {
      throw node.refused(path, expected: "a string or a number")
    }
  }
}

/// A column, or a date column and a period: `date:month`.
struct KeyInput: InputValue {
  let key: RowQuery.Key

  static var schema: Schema { .string }

  init(decoding node: JSONNode, at path: String) throws(ParameterError) {
    let text = try String(decoding: node, at: path)
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count > 1, let period = CalendarPeriod(rawValue: String(parts[parts.count - 1])) {
      key = RowQuery.Key(
        column: parts.dropLast().joined(separator: ":"), period: period)
    } else {
      key = RowQuery.Key(column: text)
    }
  }
}

/// `{"sum": "amount"}`, or `{"count": null}` for the rows of a group.
struct FigureInput: InputValue {
  let function: RowQuery.Function
  let column: String?

  static var schema: Schema { .map(of: Schema.string.orNull) }

  init(decoding node: JSONNode, at path: String) throws(ParameterError) {
    let names = RowQuery.Function.allCases.map(\.rawValue)
    let pairs = node.kind == .object ? Array(node.members) : []
    guard pairs.count == 1, let function = RowQuery.Function(rawValue: pairs[0].0) else {
      throw node.refused(
        path, expected: "an object with one of \(names.joined(separator: ", ")) and its column")
    }
    self.function = function
    let given = pairs[0].1
    column =
      given.kind == .null ? nil : try String(decoding: given, at: "\(path).\(function.rawValue)")
    guard column != nil || function == .count else {
      throw given.refused("\(path).\(function.rawValue)", expected: "a column")
    }
  }
}
