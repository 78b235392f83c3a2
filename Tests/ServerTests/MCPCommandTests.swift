/// `tenure mcp`: what hosts are told must be what they can read, and name this program.
import Foundation
import TestKit
import Testing

@Suite struct MCPCommandTests {
  /// A copy of the program in a folder whose name needs every kind of quoting.
  private static func awkward(_ folder: TemporaryFolder) throws -> String {
    let inner = folder.file("it's \"here\" é")
    try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
    let copy = inner + "/tenure"
    try FileManager.default.copyItem(atPath: Repository.program, toPath: copy)
    return copy
  }

  private func snippet(_ host: String, of program: String) throws -> String {
    let end = try Child.run(["mcp", "--host", host], program: program)
    #expect(end.code == 0 && end.errors.isEmpty)
    return end.output
  }

  @Test(arguments: [
    ("claude", "mcpServers"), ("cursor", "mcpServers"), ("windsurf", "mcpServers"),
    ("vscode", "servers"), ("zed", "context_servers"),
  ])
  func `a snippet is JSON with the program's path`(_ host: String, _ key: String) throws {
    let folder = TemporaryFolder()
    let program = try Self.awkward(folder)
    let text = try snippet(host, of: program)
    let tree = try JSONSerialization.jsonObject(with: Data(text.utf8))
    let server = try #require(value(tree, "\(key).tenure") as? [String: Any])
    #expect(server["command"] as? String == program)
    #expect(server["args"] as? [String] == [])
    #expect(server["type"] as? String == (host == "vscode" ? "stdio" : nil))
    #expect((tree as? [String: Any])?.count == 1)
  }

  @Test func `the line for a shell gives the program's path back`() throws {
    let folder = TemporaryFolder()
    let program = try Self.awkward(folder)
    let line = try snippet("claude-code", of: program)
    let script = "claude() { printf '%s|' \"$@\"; }\n" + line
    let end = try Child.run(["-c", script], program: "sh")
    #expect(
      end.output == "mcp|add|--transport|stdio|--scope|user|tenure|--|\(program)|")
  }

  @Test func `the snippet in TOML names the program`() throws {
    let folder = TemporaryFolder()
    let program = try Self.awkward(folder)
    let lines = try snippet("codex", of: program).split(separator: "\n")
    #expect(lines.first == "[mcp_servers.tenure]")
    #expect(lines.last == "args = []")
    // A basic string of TOML is written as a string of JSON is.
    let text = try #require(lines.first { $0.hasPrefix("command = ") }?.dropFirst(10))
    let path = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
    #expect(path as? String == program)
  }

  @Test func `without a host all are shown, and an unknown one is refused`() throws {
    let all = try Child.run(["mcp"])
    for words in ["Claude Desktop", "VS Code", "config.toml", "context_servers", "mcp_config.json"]
    {
      #expect(all.output.contains(words))
    }
    let unknown = try Child.run(["mcp", "--host", "vscod"])
    #expect(unknown.code == 2)
    #expect(unknown.errors.contains("did you mean \"vscode\"?"))
  }
}
