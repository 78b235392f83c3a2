/// The typed methods of the Python client: one for each method of the protocol, and the errors.
///
/// Required parameters and `path` may be given by position, all others by name. What is not given
/// is not sent, so the defaults are those of the server that answers.
import Contract
import Wire

enum PythonStubs {
  static func text(_ document: ProtocolDocument) -> String {
    var lines = opening(document.version)
    var group = ""
    for method in document.own {
      if method.group != group {
        group = method.group
        lines += ["    # \(group)", ""]
      }
      lines += stub(method) + [""]
    }
    return (lines + errors).joined(separator: "\n") + "\n"
  }

  private static func opening(_ version: String) -> [String] {
    [
      "\"\"\"The methods of tenure \(version), typed.",
      "",
      "Generated from the program by `\(GeneratedFile.command)`; do not edit.",
      "\"\"\"",
      "",
      "import datetime",
      "import os",
      "from typing import Any, Callable, Dict, Literal, Mapping, Optional, Sequence, Tuple, Union",
      "",
      "from .result import Result",
      "",
      "Path = Union[str, \"os.PathLike[str]\"]",
      "Date = Union[str, datetime.date]",
      "Progress = Callable[[float, str], Any]",
      "",
      "",
      "class Methods:",
      "    \"\"\"Every method of the protocol; a parameter that is None is not sent.",
      "",
      "    `progress` is called with a fraction from 0 to 1 and a note. `timeout` is in seconds;",
      "    when it is over the request is cancelled and RequestTimeout raised.",
      "    \"\"\"",
      "",
      "    def _call(self, method, params, rows, progress, timeout) -> Any:",
      "        raise NotImplementedError",
      "",
    ]
  }

  // MARK: - A method

  private static func stub(_ method: MethodDescription) -> [String] {
    let isByPosition = { (parameter: ParameterDescription) in
      parameter.isRequired || parameter.name == "path"
    }
    let first = method.parameters.filter(isByPosition)
    let rest = method.parameters.filter { !isByPosition($0) }
    var lines = ["    def \(PythonWords.snake(method.name))(", "        self,"]
    for parameter in first { lines += argument(parameter) }
    lines.append("        *,")
    for parameter in rest { lines += argument(parameter) }
    lines += [
      "        progress: Optional[Progress] = None,",
      "        timeout: Optional[float] = None,",
      "    ) -> \(method.result.json["properties"] == nil ? "Any" : "Result"):",
    ]
    lines += documentation(method, first + rest)
    lines.append("        params = {")
    for parameter in first + rest {
      lines.append("            \"\(parameter.name)\": \(PythonWords.safe(parameter.name)),")
    }
    let rows = rowList(method.result).map { "\"\($0)\"" } ?? "None"
    lines += [
      "        }",
      "        return self._call(\"\(method.name)\", params, \(rows), progress, timeout)",
    ]
    return lines
  }

  private static func argument(_ parameter: ParameterDescription) -> [String] {
    let hint = PythonHint.of(parameter.schema.json, name: parameter.name)
    let name = PythonWords.safe(parameter.name)
    guard !parameter.isRequired else {
      return hint.lines(prefix: "\(name): ", suffix: ",", indent: 8)
    }
    return hint.optional.lines(prefix: "\(name): ", suffix: " = None,", indent: 8)
  }

  private static func documentation(
    _ method: MethodDescription, _ parameters: [ParameterDescription]
  ) -> [String] {
    var lines = PythonWords.wrapped("\"\"\"\(method.summary)", first: 8, rest: 8)
    if !parameters.isEmpty {
      lines += ["", "        Args:"]
      for parameter in parameters {
        let text = "\(PythonWords.safe(parameter.name)): \(parameter.words)"
        lines += PythonWords.wrapped(text + value(parameter.schema), first: 12, rest: 16)
      }
    }
    if let members = method.result.json["properties"]?.object, !members.isEmpty {
      lines += ["", "        Result:"]
      for member in members {
        let words = member.value["description"]?.string ?? ""
        lines += PythonWords.wrapped("\(member.key): \(words)", first: 12, rest: 16)
      }
    }
    if !method.errors.isEmpty {
      let names = method.errors.map { "\($0.rawValue) \($0.name)" }.joined(separator: ", ")
      lines += ["", "        Errors:"] + PythonWords.wrapped("\(names).", first: 12, rest: 12)
    }
    if lines.count == 1 {
      lines[0] += "\"\"\""
    } else {
      lines.append("        \"\"\"")
    }
    return lines
  }

  /// What the hint does not say: the range and the default.
  private static func value(_ schema: Schema) -> String {
    let says = ["default", "minimum", "anyOf"].contains { schema.json[$0] != nil }
    return says ? " Value: \(SchemaWords.text(schema))." : ""
  }

  /// The member that holds the paged rows: the one that comes as objects, columns or CSV.
  private static func rowList(_ result: Schema) -> String? {
    result.json["properties"]?.object?.first { member in
      member.value["anyOf"]?.array?.contains {
        $0["contentMediaType"]?.string == "text/csv"
      } ?? false
    }?.key
  }

  // MARK: - Errors

  private static var errors: [String] {
    let entries = ErrorCode.allCases.map {
      "    \($0.rawValue): (\"\($0.name)\", \(JSON.string($0.words).text())),"
    }
    let opening = [
      "", "# The name of every error, and when it happens.",
      "ERRORS: Dict[int, Tuple[str, str]] = {",
    ]
    return opening + entries + ["}"]
  }
}

/// Names and lines as Python wants them.
enum PythonWords {
  /// `predict_churn` for `predictChurn`, `rpc_discover` for `rpc.discover`.
  static func snake(_ name: String) -> String {
    var text = ""
    for character in name {
      if character.isUppercase {
        text += "_" + character.lowercased()
      } else {
        text.append(character.isLetter || character.isNumber ? character : "_")
      }
    }
    return safe(text)
  }

  /// The name with an underscore behind it where Python or the client keeps it for itself.
  static func safe(_ name: String) -> String { reserved.contains(name) ? name + "_" : name }

  private static let reserved: Set<String> = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield", "self", "progress", "timeout", "params", "close", "call",
  ]

  /// Lines of at most 100 columns, `first` and `rest` of them blanks; safe inside a docstring.
  static func wrapped(_ text: String, first: Int, rest: Int) -> [String] {
    var lines: [String] = []
    var line = String(repeating: " ", count: first)
    var isEmpty = true
    for word in text.split(separator: " ") {
      let shown = word.reduce(into: "") { $0 += $1 == "\\" ? "\\\\" : String($1) }
      if !isEmpty, line.count + 1 + shown.count > 100 {
        lines.append(line)
        line = String(repeating: " ", count: rest)
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + shown
      isEmpty = false
    }
    return lines + [line]
  }
}
