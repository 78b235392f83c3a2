/// Programs that use MCP servers, and how each wants to be told of one. File names and keys are
/// those of the hosts' manuals as of November 2026.
import Wire

enum MCPHost: String, CaseIterable {
  case claude
  case claudeCode = "claude-code"
  case cursor, vscode, zed, windsurf, codex

  /// The host, and where its snippet belongs.
  var words: String {
    switch self {
    case .claude:
      """
      Claude Desktop: claude_desktop_config.json, in ~/.config/Claude on Linux and in
      ~/Library/Application Support/Claude on macOS
      """
    case .claudeCode: "Claude Code: this command, for all your projects"
    case .cursor: "Cursor: .cursor/mcp.json in a project, or ~/.cursor/mcp.json for all"
    case .vscode:
      "VS Code: .vscode/mcp.json in a project, or by the command MCP: Open User Configuration"
    case .zed: "Zed: settings.json, ~/.config/zed/settings.json where nothing else was chosen"
    case .windsurf: "Windsurf: ~/.codeium/windsurf/mcp_config.json"
    case .codex: "Codex: ~/.codex/config.toml"
    }
  }

  /// What to put there, so that the host starts `program`.
  func snippet(for program: String) -> String {
    switch self {
    case .claude, .cursor, .windsurf: return Self.json("mcpServers", Self.server(program))
    case .vscode:
      return Self.json(
        "servers", [JSONMember("type", .string("stdio"))] + Self.server(program))
    case .zed: return Self.json("context_servers", Self.server(program))
    case .claudeCode:
      return "claude mcp add --transport stdio --scope user tenure -- \(Self.quoted(program))"
    case .codex:
      return """
        [mcp_servers.tenure]
        command = \(JSON.string(program).text())
        args = []
        """
    }
  }

  private static func server(_ program: String) -> [JSONMember] {
    [JSONMember("command", .string(program)), JSONMember("args", .array([]))]
  }

  private static func json(_ key: String, _ server: [JSONMember]) -> String {
    let tree = JSON.object([
      JSONMember(key, .object([JSONMember("tenure", .object(server))]))
    ])
    guard let document = try? JSONDocument(text: tree.text()) else { return tree.text() }
    return PrettyJSON.text(document.root)
  }

  /// The word as a shell takes it.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      (byte | 32) >= 97 && (byte | 32) <= 122 || byte >= 45 && byte <= 57 || byte == 95
    }
    if isPlain { return word }
    return "'"
      + word.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: #"'\''"#) + "'"
  }
}
