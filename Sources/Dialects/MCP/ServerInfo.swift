/// What the server says of itself to hosts of models, and the versions of MCP it speaks.
import Methods
import Wire

enum ServerInfo {
  static let json: JSON = [
    "name": "tenure", "title": "Tenure: customer analytics", "version": .string(Version.program),
  ]

  static let mcpCapabilities: JSON = [
    "tools": [:], "resources": [:], "prompts": [:], "logging": [:],
  ]

  static let instructions = """
    Answers questions about customers from raw files on this machine: groups, churn, lifetime \
    value, recommendations, feedback. Give each tool the path of a CSV, TSV, JSON or SQLite file \
    with English or Chinese headers; columns are found by themselves. Begin with detectColumns on \
    an unknown file. Every answer has a grade (A to D) against a simple baseline and warnings: \
    pass them on, and say so when a grade is C or D. Personal data are masked and nothing leaves \
    the machine.
    """
}

/// Versions of the Model Context Protocol.
enum MCPVersion {
  /// Those opened by `initialize`, the newest last.
  static let handshake = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"]
  /// Those named in every request.
  static let modern = ["2026-07-28"]

  /// The version to go on with: the client's own, or the newest that a handshake can open.
  static func answer(to wanted: String) -> String {
    handshake.contains(wanted) ? wanted : handshake[handshake.count - 1]
  }
}
