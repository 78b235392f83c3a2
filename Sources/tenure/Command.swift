/// The commands of the program and how they are chosen.
///
/// Exit codes: 0 done, 1 an error reply, 2 wrong words, 3 no connection, 130 interrupted.
import Contract
import Methods
import Server
import Support

/// Words that cannot be understood, and what was meant perhaps.
struct UsageError: Error {
  let message: String
}

enum ExitCode {
  static let errorReply: Int32 = 1
  static let usage: Int32 = 2
  static let transport: Int32 = 3
  static let interrupted: Int32 = 130
}

enum Command: String, CaseIterable {
  case serve, connect, status, stop, mcp, call, demo, methods, help, completions

  static func run(_ arguments: [String]) -> Int32 {
    do {
      return try dispatch(arguments)
    } catch let error as UsageError {
      Terminal.error("tenure: \(error.message)")
      Terminal.error("try: tenure help")
      return ExitCode.usage
    } catch {
      Terminal.error("tenure: \(error)")
      return ExitCode.transport
    }
  }

  private static func dispatch(_ arguments: [String]) throws -> Int32 {
    guard let first = arguments.first else { return try ServeCommand.run([]) }
    switch first {
    case "--version", "-V":
      Terminal.print("tenure \(Version.program) (protocol \(Version.wire))")
      return 0
    case "--help", "-h": return try HelpCommand.run([])
    case _ where first.hasPrefix("-"): return try ServeCommand.run(arguments)
    default: break
    }
    guard let command = Command(rawValue: first) else {
      throw UsageError(message: Self.unknown(first))
    }
    let rest = Array(arguments.dropFirst())
    switch command {
    case .serve: return try ServeCommand.run(rest)
    case .connect: return try ConnectCommand.run(rest)
    case .status: return try StatusCommand.run(rest)
    case .stop: return try StopCommand.run(rest)
    case .mcp: return try MCPCommand.run(rest)
    case .call: return try CallCommand.run(rest)
    case .demo: return try DemoCommand.run(rest)
    case .methods: return MethodsCommand.run()
    case .help: return try HelpCommand.run(rest)
    case .completions: return try CompletionsCommand.run(rest)
    }
  }

  private static func unknown(_ word: String) -> String {
    let names = Command.allCases.map(\.rawValue)
    if AllMethods.entries.contains(where: { $0.description.name == word }) {
      return "no command is called \"\(word)\"; it is a method: tenure call \(word)"
    }
    let near = Nearest.names(to: word, among: names)
    return "no command is called \"\(word)\""
      + (near.first.map { "; did you mean \"\($0)\"?" }
        ?? "; there are \(names.joined(separator: ", "))")
  }
}

/// Options of a command line: `--name value`, `--flag`, and the words between them.
struct Options {
  private(set) var values: [String: [String]] = [:]
  private(set) var flags: Set<String> = []
  private(set) var words: [String] = []

  init(_ arguments: [String], valued: [String], flags known: [String]) throws {
    var index = 0
    while index < arguments.count {
      let argument = arguments[index]
      index += 1
      guard argument.hasPrefix("--"), argument.count > 2 else {
        words.append(argument)
        continue
      }
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      if valued.contains(parts[0]) {
        if parts.count == 2 {
          values[parts[0], default: []].append(parts[1])
        } else if index < arguments.count {
          values[parts[0], default: []].append(arguments[index])
          index += 1
        } else {
          throw UsageError(message: "\(parts[0]) wants a value")
        }
      } else if known.contains(argument) {
        flags.insert(argument)
      } else {
        let near = Nearest.names(to: parts[0], among: valued + known).first
        throw UsageError(
          message: "no option is called \"\(parts[0])\""
            + (near.map { "; did you mean \"\($0)\"?" } ?? ""))
      }
    }
  }

  subscript(name: String) -> String? { values[name]?.last }

  func all(_ name: String) -> [String] { values[name] ?? [] }

  func has(_ flag: String) -> Bool { flags.contains(flag) }
}
