/// The examples of `protocol/examples`: documentation that runs.
///
/// `RECORD=1 swift test --filter ExampleTests` writes what the methods answer now into files that
/// hold no outcome yet, and renews the others: read the difference before you keep it.
import Foundation
import Methods
import ProtocolGen
import TestKit
import Testing
import Wire

struct Example: Sendable, CustomTestStringConvertible {
  let method: String
  let file: URL
  let content: JSON

  var name: String { file.deletingPathExtension().lastPathComponent }
  var testDescription: String { "\(method)/\(name)" }
  var params: JSON { content["params"] ?? [:] }
  /// Calls that are made first, on the same workspace.
  var before: [JSON] { content["before"]?.array ?? [] }
  var result: JSON? { content["result"] }
  var error: JSON? { content["error"] }

  static let folder = Repository.file("protocol/examples")
  static let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"

  /// A method with a slash in its name has its files in nested folders.
  static let all: [Example] = {
    let names = FileManager.default.enumerator(atPath: folder.path)?.allObjects ?? []
    let files = names.compactMap { $0 as? String }.filter { $0.hasSuffix(".json") }.sorted()
    return files.compactMap { name -> Example? in
      let file = folder.appendingPathComponent(name)
      guard let text = try? String(contentsOf: file, encoding: .utf8),
        let content = try? JSON(parsing: text)
      else { return nil }
      let method = name.split(separator: "/").dropLast().joined(separator: "/")
      return Example(method: method, file: file, content: content)
    }
  }()

  /// Makes the calls of the example on a server of its own and gives the outcome of the last one.
  func run() throws -> CallOutcome {
    let session = Session()
    for step in before {
      let name = step["method"]?.string ?? ""
      _ = try session.call(name, absolute(step["params"] ?? [:]))
    }
    let params = absolute(params)
    let written = params["outputPath"]?.string ?? ""
    let isNew = !FileManager.default.fileExists(atPath: written)
    // A file that an example writes does not stay.
    defer { if isNew, !written.isEmpty { try? FileManager.default.removeItem(atPath: written) } }
    return try session.call(method, params)
  }

  /// Relative files of an example lie in its own folder.
  private func absolute(_ params: JSON) -> JSON {
    if let elements = params.array { return .array(elements.map(absolute)) }
    guard let members = params.object else { return params }
    return .object(
      members.map { member in
        if ["arguments", "datasets", "faq", "join"].contains(member.key) {
          return JSONMember(member.key, absolute(member.value))
        }
        guard member.key == "path" || member.key == "outputPath", let path = member.value.string,
          !path.hasPrefix("/")
        else { return member }
        let folder = file.deletingLastPathComponent()
        return JSONMember(member.key, .string(folder.appendingPathComponent(path).path))
      })
  }

  /// The file with this outcome instead of the one it holds. Paths of this machine stay out of it.
  func record(_ outcome: CallOutcome) throws {
    var members = (content.object ?? []).filter {
      ["summary", "before", "params"].contains($0.key)
    }
    switch outcome {
    case .result(let value):
      // What differs only by the moment is not written again.
      let same = try JSON(parsing: portable(value.text()))
      if let known = result, SameJSON.difference(same, known) == nil { return }
      members.append(JSONMember("result", value))
    case .failure(let code, let message, let data):
      members.append(
        JSONMember(
          "error", ["code": .int(Int64(code)), "message": .string(message), "data": data]))
    }
    let text = IndentedJSON.text(.object(members)) + "\n"
    try portable(text).write(to: file, atomically: true, encoding: .utf8)
  }

  /// A text without the folders of this machine: paths are relative to the example's own folder.
  func portable(_ text: String) -> String {
    let own = file.deletingLastPathComponent().path
    return text.replacingOccurrences(of: own + "/", with: "")
      .replacingOccurrences(of: own, with: ".")
      .replacingOccurrences(of: Self.folder.path + "/", with: "../")
  }
}
