/// What the commands around the shared server have in common.
import Server

enum SharedOptions {
  /// The server that `--socket` names, or the standard one.
  static func server(_ options: Options) throws(ServerError) -> SharedServer {
    try SharedServer(path: options["--socket"])
  }

  /// The seconds of `--idle-timeout`.
  static func idleTimeout(_ options: Options) throws -> Double? {
    guard let text = options["--idle-timeout"] else { return nil }
    guard let seconds = Double(text), seconds > 0 else {
      throw UsageError(message: "--idle-timeout wants seconds, found \"\(text)\"")
    }
    return seconds
  }

  static func refuseWords(_ options: Options, of command: Command) throws {
    guard let word = options.words.first else { return }
    throw UsageError(message: "\(command.rawValue) takes options only, found \"\(word)\"")
  }

  /// Runs `body` and says in words why it could not be done.
  static func reporting(_ body: () throws(ServerError) -> Void) -> Int32 {
    do throws(ServerError) {
      try body()
      return 0
    } catch {
      Terminal.error("tenure: \(error.message)")
      return ExitCode.transport
    }
  }
}
