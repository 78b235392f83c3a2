/// `tenure help [METHOD]` and `tenure methods`: printed from the same table that dispatches.
import Contract
import Dialects
import Methods
import Wire

enum HelpCommand {
  static func run(_ arguments: [String]) throws -> Int32 {
    guard let name = arguments.first else {
      Terminal.print(overview)
      return 0
    }
    guard let entry = AllEntries.entries.first(where: { $0.description.name == name }) else {
      let names = AllEntries.entries.map(\.description.name)
      let near = Nearest.names(to: name, among: names).first
      throw UsageError(
        message: "no method is called \"\(name)\""
          + (near.map { "; did you mean \"\($0)\"?" } ?? ""))
    }
    Terminal.print(text(entry.description))
    return 0
  }

  private static let overview = """
    tenure: customer analytics on raw files, over JSON-RPC 2.0

    tenure                               serve JSON-RPC on standard input and output
    tenure serve --socket PATH           serve on a Unix socket
    tenure connect                       the same, at one server that all connections share
    tenure status [--json]               how that server is doing
    tenure stop                          end it
    tenure mcp [--host NAME]             the configuration for an MCP host
    tenure call METHOD [FILE] [name=value ...] [--params JSON|@FILE] [--socket PATH] [--pretty]
    tenure demo [--lang zh|en]           a generated shop and five answers
    tenure methods                       the methods, a line each
    tenure help METHOD                   a method and its parameters
    tenure completions bash|zsh|fish     completions for a shell
    tenure --version

    serve takes --root DIR (only files below it; may be repeated), --lenient, --log LEVEL and, on
    a socket, --idle-timeout SECONDS. With LISTEN_PID and LISTEN_FDS=1 it serves descriptor 3.
    connect starts the server where none runs; it takes --root and --idle-timeout (900) for that.
    connect, status and stop take --socket PATH; without it the socket is $TENURE_SOCKET, else
    $XDG_RUNTIME_DIR/tenure.sock, else /tmp/tenure-UID/tenure.sock.
    Exit codes: 0 done, 1 error reply, 2 wrong words, 3 no connection, 130 interrupted.
    """

  private static func text(_ method: MethodDescription) -> String {
    var lines = ["\(method.name): \(method.summary)", ""]
    for parameter in method.parameters {
      let mark = parameter.isRequired ? " (required)" : ""
      lines.append("  \(parameter.name): \(SchemaWords.text(parameter.schema))\(mark)")
      lines.append("      \(parameter.words)")
    }
    if method.parameters.isEmpty { lines.append("  no parameters") }
    let errors = method.errors.map { "\($0.rawValue) \($0.name)" }
    if !errors.isEmpty { lines += ["", "errors: \(errors.joined(separator: ", "))"] }
    return lines.joined(separator: "\n")
  }
}

enum MethodsCommand {
  static func run() -> Int32 {
    let width = AllEntries.entries.map(\.description.name.count).max() ?? 0
    for entry in AllEntries.entries {
      let name = entry.description.name
      let gap = String(repeating: " ", count: width - name.count + 2)
      Terminal.print("\(name)\(gap)\(entry.description.summary)")
    }
    return 0
  }
}
