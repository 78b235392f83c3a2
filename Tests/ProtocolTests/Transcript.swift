/// A fenced block of `protocol/README.md` that shows a conversation, or commands of a shell.
///
/// `-> ` begins what is sent, `<- ` what comes back, and indented lines go on with the line above;
/// `$ ` begins a command, and the lines below it are what it prints. ` ...` stands for anything, and
/// `<- ...` for any messages.
import Foundation
import TestKit
import Testing

struct Transcript: Sendable, CustomTestStringConvertible {
  /// The line of the page it begins at.
  let line: Int
  let lines: [String]

  var testDescription: String { "line \(line): \(lines.first ?? "")" }
  var isConversation: Bool { lines.contains { $0.hasPrefix("->") } }
  var isShell: Bool { lines.contains { $0.hasPrefix("$ ") } }
  /// Whether it shows header lines; then all of it is in frames.
  var isFramed: Bool { lines.contains { $0.hasPrefix("-> Content-") } }

  static let all: [Transcript] = {
    let page = Repository.file("protocol/README.md")
    let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
    var found: [Transcript] = []
    var open: (line: Int, lines: [String])?
    for (index, line) in text.components(separatedBy: "\n").enumerated() {
      if line.hasPrefix("```") {
        if let block = open { found.append(Transcript(line: block.line, lines: block.lines)) }
        open = open == nil ? (index + 2, []) : nil
      } else {
        open?.lines.append(line)
      }
    }
    return found.filter { $0.isConversation || $0.isShell }
  }()

  /// What is sent in one go, and what comes back before more is sent.
  struct Turn {
    var sent: [String] = []
    var received: [String] = []
  }

  var turns: [Turn] {
    var turns: [Turn] = []
    for line in lines {
      let text = String(line.dropFirst(line.hasPrefix("-> ") || line.hasPrefix("<- ") ? 3 : 2))
      if line.hasPrefix("->") || line.hasPrefix("$ ") {
        if turns.isEmpty || turns[turns.count - 1].received.isEmpty == false {
          turns.append(Turn())
        }
        turns[turns.count - 1].sent.append(text)
      } else if line.hasPrefix("<-") {
        turns[turns.count - 1].received.append(text)
      } else if isShell {
        turns[turns.count - 1].received.append(line)
      } else if turns[turns.count - 1].received.isEmpty {
        turns[turns.count - 1].sent[turns[turns.count - 1].sent.count - 1] += line
      } else {
        turns[turns.count - 1].received[turns[turns.count - 1].received.count - 1] += line
      }
    }
    return turns
  }

  // MARK: Matching

  private static let anything: Character = "\u{1}"

  /// A text without the white space outside strings; ` ...` as one character.
  static func compact(_ text: String) -> String {
    var found = ""
    var isString = false
    var isEscape = false
    for character in text.replacingOccurrences(of: " ...", with: String(anything)) {
      if character.isWhitespace, !isString { continue }
      found.append(character)
      if character == "\"", !isEscape { isString.toggle() }
      isEscape = character == "\\" && !isEscape
    }
    return found
  }

  /// Whether a text is what was written down.
  static func matches(_ text: String, _ wanted: String) -> Bool {
    let parts = compact(wanted).split(separator: anything, omittingEmptySubsequences: false)
    var rest = Substring(compact(text))
    guard let first = parts.first, rest.hasPrefix(first) else { return false }
    rest = rest.dropFirst(first.count)
    guard parts.count > 1 else { return rest.isEmpty }
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let place = rest.range(of: part) else { return false }
      rest = rest[place.upperBound...]
    }
    return parts.last?.isEmpty ?? true || rest.hasSuffix(parts[parts.count - 1])
  }
}
