/// Completions are tried in the shell they are made for.
import TestKit
import Testing

@Suite struct CompletionsTests {
  /// What bash would offer after these words, the last of which is being written.
  private func offered(_ words: [String]) throws -> [String] {
    let script = try Child.run(["completions", "bash"])
    #expect(script.code == 0)
    let list = (["tenure"] + words).map { "'\($0)'" }.joined(separator: " ")
    let ask = """
      compopt() { :; }
      COMP_WORDS=(\(list)); COMP_CWORD=\(words.count)
      _tenure
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let end = try Child.run(["-c", script.output + ask], program: "bash")
    #expect(end.errors.isEmpty)
    return end.output.split(separator: "\n").map(String.init)
  }

  @Test(arguments: [
    (["s"], ["serve", "status", "stop"]), (["connect", "--s"], ["--socket"]),
    (["stop", ""], ["--socket"]),
    (["mcp", "--host", "c"], ["claude", "claude-code", "cursor", "codex"]),
    (["completions", "z"], ["zsh"]), (["call", "predictC"], ["predictChurn"]),
    (["call", "sleep", "s"], ["seconds="]),
  ])
  func `bash is offered what fits`(_ words: [String], _ expected: [String]) throws {
    let found = try offered(words)
    #expect(found == expected)
  }

  @Test func `every command of the help exists`() throws {
    let help = try Child.run(["help"]).output
    for command in ["serve", "connect", "status", "stop", "mcp", "call", "demo", "methods"] {
      #expect(help.contains("\ntenure \(command)"), "\(command)")
      let offer = try offered([command])
      #expect(offer.contains(command))
    }
  }
}
