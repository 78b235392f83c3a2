/// `tenure connect`: standard input and output of a server that all connections share.
import Server

enum ConnectCommand {
  private static let idleTimeout = "900"

  static func run(_ arguments: [String]) throws -> Int32 {
    let options = try Options(
      arguments, valued: ["--socket", "--idle-timeout", "--root"], flags: [])
    try SharedOptions.refuseWords(options, of: .connect)
    _ = try SharedOptions.idleTimeout(options)
    let start = DaemonStart(
      idleTimeout: options["--idle-timeout"] ?? idleTimeout,
      roots: try options.all("--root").map(Roots.resolved))
    return SharedOptions.reporting { () throws(ServerError) in
      try SharedOptions.server(options).connect(start) { Terminal.error("tenure: \($0)") }
    }
  }
}
