/// `tenure mcp [--host NAME]`: what to tell a host so that it starts this program.
import Contract
import Server
import Support

enum MCPCommand {
  static func run(_ arguments: [String]) throws -> Int32 {
    let options = try Options(arguments, valued: ["--host"], flags: [])
    try SharedOptions.refuseWords(options, of: .mcp)
    guard let program = Executable.path else {
      Terminal.error("tenure: the program's file has been replaced; run the new one")
      return ExitCode.transport
    }
    guard let name = options["--host"] else {
      let parts = MCPHost.allCases.map { "\($0.words):\n\n\($0.snippet(for: program))\n" }
      Terminal.print(parts.joined(separator: "\n"))
      return 0
    }
    guard let host = MCPHost(rawValue: name) else {
      let names = MCPHost.allCases.map(\.rawValue)
      let near = Nearest.names(to: name, among: names).first
      throw UsageError(
        message: "no host is called \"\(name)\""
          + (near.map { "; did you mean \"\($0)\"?" }
            ?? "; there are \(names.joined(separator: ", "))"))
    }
    Terminal.print(host.snippet(for: program))
    return 0
  }
}
