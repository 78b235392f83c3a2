/// The progress notifications of one request: begin, reports, end.
///
/// At most `Limits.progressPerSecond` reports leave, the figures never fall, and nothing leaves
/// after `end`, whichever threads report.
import Dialects
import Support
import Wire

final class Progress: @unchecked Sendable {
  private let form: ProgressForm
  private let language: Language
  private let send: @Sendable ([UInt8]) -> Void
  private let gate = Gate()
  private var isOpen = false
  private var fraction = 0.0
  private var nextReport: UInt64 = 0

  private static let interval = 1_000_000_000 / UInt64(Limits.progressPerSecond)

  /// Nil when the request carries no token.
  init?(of params: JSONNode?, title: String, send: @escaping @Sendable ([UInt8]) -> Void) {
    guard let form = ProgressForm(of: params, title: title) else { return nil }
    self.form = form
    let lang = params?["lang"] ?? params?["arguments"]?["lang"]
    language = lang?.string == "zh" ? .zh : .en
    self.send = send
  }

  func begin() {
    gate.locked {
      isOpen = true
      nextReport = Clock.now + Self.interval
      if let text = form.begin { send(text) }
    }
  }

  /// - Parameter fraction: from 0 to 1.
  func report(_ given: Double, _ note: Phrase) {
    gate.locked {
      let now = Clock.now
      guard isOpen, now >= nextReport else { return }
      let clamped = given.isNaN ? 0 : min(max(given, 0), 1)
      guard let text = form.report(clamped, after: fraction, note.text(in: language)) else {
        return
      }
      nextReport = now + Self.interval
      fraction = max(fraction, clamped)
      send(text)
    }
  }

  func end() {
    gate.locked {
      guard isOpen else { return }
      isOpen = false
      if let text = form.end { send(text) }
    }
  }
}
