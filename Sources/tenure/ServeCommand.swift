/// `tenure` and `tenure serve`: the daemon on standard input and output, or on a socket.
import Dialects
import Methods
import Server
import Support

enum ServeCommand {
  static func run(_ arguments: [String]) throws -> Int32 {
    let options = try Options(
      arguments, valued: ["--socket", "--root", "--log", "--idle-timeout"],
      flags: ["--lenient", "--stdio"])
    try SharedOptions.refuseWords(options, of: .serve)
    if let word = options["--log"] {
      guard let level = LogLevel(rawValue: word) else {
        throw UsageError(message: "--log wants debug, info, warning, error or off")
      }
      Log.level = level
    }
    var daemon = DaemonOptions()
    if let path = options["--socket"] { daemon.transport = .socket(path: path) }
    daemon.lenient = options.has("--lenient")
    daemon.idleTimeoutSeconds = try SharedOptions.idleTimeout(options)
    daemon.roots = try options.all("--root").map(Roots.resolved)
    do throws(ServerError) {
      if let socket = try Activation.take() {
        guard options["--socket"] == nil, !options.has("--stdio") else {
          throw .handedAndNamed
        }
        daemon.transport = .handed(descriptor: socket)
      }
    } catch {
      Terminal.error("tenure: \(error.message)")
      return ExitCode.errorReply
    }
    return Daemon.run(daemon, entries: AllEntries.entries)
  }
}
