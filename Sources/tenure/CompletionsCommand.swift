/// `tenure completions SHELL`: commands, methods and parameters for the shell's completion.
import Contract
import Methods

enum CompletionsCommand {
  static func run(_ arguments: [String]) throws -> Int32 {
    switch arguments.first {
    case "bash": Terminal.print(bash)
    case "zsh": Terminal.print("autoload -U +X bashcompinit && bashcompinit\n" + bash)
    case "fish": Terminal.print(fish)
    default: throw UsageError(message: "completions wants bash, zsh or fish")
    }
    return 0
  }

  private static var commands: String {
    Command.allCases.map(\.rawValue).joined(separator: " ")
  }

  private static var methods: String {
    AllMethods.entries.map(\.description.name).joined(separator: " ")
  }

  private static var hosts: String { MCPHost.allCases.map(\.rawValue).joined(separator: " ") }

  /// Options of the commands that look after a server.
  private static let options: [(command: Command, names: String)] = [
    (.serve, "--socket --root --idle-timeout --log --lenient --stdio"),
    (.connect, "--socket --root --idle-timeout"), (.status, "--socket --json"),
    (.stop, "--socket"), (.mcp, "--host"),
  ]

  private static var parameters: [(method: String, names: String)] {
    AllMethods.entries.map { entry in
      (
        entry.description.name,
        entry.description.parameters.map { "\($0.name)=" }.joined(separator: " ")
      )
    }
  }

  private static var bash: String {
    let cases = parameters.map { "    \($0.method)) words=\"\($0.names)\" ;;" }.joined(
      separator: "\n")
    let own = options.map { "    \($0.command.rawValue)) words=\"\($0.names)\" ;;" }.joined(
      separator: "\n")
    return """
      _tenure() {
        local current="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" words=""
        if [ "$COMP_CWORD" -eq 1 ]; then
          words="\(commands)"
        elif [ "${COMP_WORDS[1]}" = call ] || [ "${COMP_WORDS[1]}" = help ]; then
          if [ "$COMP_CWORD" -eq 2 ]; then
            words="\(methods)"
          else
            case "${COMP_WORDS[2]}" in
      \(cases)
            esac
            compopt -o nospace -o default
          fi
        elif [ "${COMP_WORDS[1]}" = completions ]; then
          words="bash zsh fish"
        elif [ "$before" = --host ]; then
          words="\(hosts)"
        else
          case "${COMP_WORDS[1]}" in
      \(own)
          esac
          compopt -o default
        fi
        COMPREPLY=($(compgen -W "$words" -- "$current"))
      }
      complete -F _tenure tenure
      """
  }

  private static var fish: String {
    var lines = [
      "complete -c tenure -n __fish_use_subcommand -f -a '\(commands)'",
      "complete -c tenure -n '__fish_seen_subcommand_from call help; and test (count (commandline -opc)) -eq 2' -f -a '\(methods)'",
      "complete -c tenure -n '__fish_seen_subcommand_from completions' -f -a 'bash zsh fish'",
    ]
    for (command, names) in options {
      lines.append(
        "complete -c tenure -n '__fish_seen_subcommand_from \(command.rawValue)' -a '\(names)'")
    }
    lines.append("complete -c tenure -n '__fish_prev_arg_in --host' -f -a '\(hosts)'")
    for (method, names) in parameters where !names.isEmpty {
      lines.append(
        "complete -c tenure -n '__fish_seen_subcommand_from call; and contains \(method) (commandline -opc)' -a '\(names)'"
      )
    }
    return lines.joined(separator: "\n")
  }
}
