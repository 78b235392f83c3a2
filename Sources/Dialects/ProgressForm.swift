/// How a client wants to be told of progress: as LSP or as MCP has it, by the token it sent.
import Support
package import Wire

package struct ProgressForm: Sendable {
  private enum Kind { case workDone, mcp }

  private let kind: Kind
  private let token: JSON
  private let title: String

  /// Nil when the request carries no token; a token is a string or an integer.
  package init?(of params: JSONNode?, title: String) {
    guard let params, params.kind == .object else { return nil }
    let isToken = { (node: JSONNode) in node.kind == .string || node.kind == .integer }
    if let given = params["workDoneToken"], isToken(given) {
      kind = .workDone
      token = JSON(given)
    } else if let given = params["_meta"]?["progressToken"], isToken(given) {
      kind = .mcp
      token = JSON(given)
    } else {
      return nil
    }
    self.title = title
  }

  /// What is sent when the work begins.
  package var begin: [UInt8]? {
    guard kind == .workDone else { return nil }
    return workDone([
      "kind": "begin", "title": .string(title), "cancellable": true, "percentage": 0,
    ])
  }

  /// What is sent on the way; nil when the form has no words for it. Percentages of LSP may stay
  /// where they are, figures of MCP must rise.
  ///
  /// - Parameters:
  ///   - fraction: from 0 to 1.
  ///   - last: the greatest fraction that was sent before.
  package func report(_ fraction: Double, after last: Double, _ note: String) -> [UInt8]? {
    switch kind {
    case .workDone:
      return workDone([
        "kind": "report", "message": .string(note),
        "percentage": .int(Int64(max(fraction, last) * 100)),
      ])
    case .mcp:
      let shown = Self.thousandths(fraction)
      guard shown > Self.thousandths(last) else { return nil }
      return ReplyText.notification(
        "notifications/progress",
        params: [
          "progressToken": token, "progress": .double(shown / 1_000), "total": 100,
          "message": .string(note),
        ])
    }
  }

  /// Thousandths of a percent.
  private static func thousandths(_ fraction: Double) -> Double { (fraction * 100_000).rounded() }

  /// What is sent when the work is over, before the answer.
  package var end: [UInt8]? { kind == .workDone ? workDone(["kind": "end"]) : nil }

  private func workDone(_ value: JSON) -> [UInt8] {
    ReplyText.notification("$/progress", params: ["token": token, "value": value])
  }
}
