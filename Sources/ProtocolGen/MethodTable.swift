/// The table of methods in the README.
import Contract
import Methods

enum MethodTable {
  static func text(_ document: ProtocolDocument) -> String {
    let rows = document.own.map { "| `\($0.name)` | \($0.summary) |" }
    return (["", "| method | what it does |", "| --- | --- |"] + rows + ["", ""])
      .joined(separator: "\n")
  }
}

extension ProtocolDocument {
  /// The methods of tenure's own protocol. Those of MCP are for hosts that speak MCP anyway: they
  /// need neither a line in the README nor a stub.
  var own: [MethodDescription] { methods.filter { $0.group != Group.mcp.rawValue } }
}
