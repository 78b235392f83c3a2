/// The `$/progress` notifications of one request: begin, reports, end.
///
/// At most `Limits.progressPerSecond` reports leave, percentages never fall, and nothing leaves
/// after `end`, whichever threads report.
import Support
import Wire

final class Progress: @unchecked Sendable {
  private let token: JSON
  private let title: String
  private let language: Language
  private let send: @Sendable ([UInt8]) -> Void
  private let gate = Gate()
  private var isOpen = false
  private var percentage = 0
  private var nextReport: UInt64 = 0

  private static let interval = 1_000_000_000 / UInt64(Limits.progressPerSecond)

  /// Nil when the request carries no token; a token is a string or an integer.
  init?(of params: JSONNode?, title: String, send: @escaping @Sendable ([UInt8]) -> Void) {
    guard let params, params.kind == .object, let given = params["workDoneToken"],
      given.kind == .string || given.kind == .integer
    else { return nil }
    token = JSON(given)
    self.title = title
    language = params["lang"]?.string == "zh" ? .zh : .en
    self.send = send
  }

  func begin() {
    gate.locked {
      isOpen = true
      nextReport = Clock.now + Self.interval
      notify([
        "kind": "begin", "title": .string(title), "cancellable": true, "percentage": 0,
      ])
    }
  }

  /// - Parameter fraction: from 0 to 1.
  func report(_ fraction: Double, _ note: Phrase) {
    gate.locked {
      let now = Clock.now
      guard isOpen, now >= nextReport else { return }
      nextReport = now + Self.interval
      let clamped = fraction.isNaN ? 0 : min(max(fraction, 0), 1)
      percentage = max(percentage, Int(clamped * 100))
      notify([
        "kind": "report", "message": .string(note.text(in: language)),
        "percentage": .int(Int64(percentage)),
      ])
    }
  }

  func end() {
    gate.locked {
      guard isOpen else { return }
      isOpen = false
      notify(["kind": "end"])
    }
  }

  private func notify(_ value: JSON) {
    send(ReplyText.notification("$/progress", params: ["token": token, "value": value]))
  }
}
