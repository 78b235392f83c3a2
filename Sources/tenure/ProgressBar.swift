/// A bar on a terminal's standard error while a call runs; nothing when it is no terminal.
import Support

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct ProgressBar {
  private let isShown = Terminal.errorIsTerminal

  var listener: (@Sendable (Double, Phrase) -> Void)? {
    guard isShown else { return nil }
    let isChinese = (getenv("LANG").map { String(cString: $0) } ?? "").hasPrefix("zh")
    return { fraction, note in
      let share = min(1, max(0, fraction))
      let filled = Int(share * 30)
      let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
      let text = "\r\u{1b}[K[\(bar)] \(Int(share * 100)) % \(note.text(in: isChinese ? .zh : .en))"
      Terminal.write(Array(text.utf8), to: 2)
    }
  }

  func clear() {
    if isShown { Terminal.write(Array("\r\u{1b}[K".utf8), to: 2) }
  }
}
