/// Rules of the house that a compiler does not hold.
import Foundation
import Methods
import TestKit
import Testing

/// A source file as lines.
struct SourceFile: Sendable, CustomTestStringConvertible {
  let path: String
  let lines: [String]

  var testDescription: String { path }
  var target: String { String(path.split(separator: "/")[1]) }

  static func all(under folder: String) -> [SourceFile] {
    let base = Repository.file(folder)
    let found =
      FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
    return found.filter { $0.hasSuffix(".swift") }.sorted().compactMap { name in
      guard let text = try? String(contentsOf: base.appendingPathComponent(name), encoding: .utf8)
      else { return nil }
      return SourceFile(
        path: "\(folder)/\(name)", lines: text.components(separatedBy: "\n"))
    }
  }

  static let sources = all(under: "Sources")
  static let tests = all(under: "Tests")
}

@Suite struct TidyTests {
  @Test func `the top level is as on the card`() throws {
    let allowed: Set<String> = [
      "Package.swift", "Sources", "Tests", "protocol", "clients", "README.md",
    ]
    let found = try FileManager.default.contentsOfDirectory(atPath: Repository.root.path)
    let extra = found.filter {
      !$0.hasPrefix(".") && $0 != "Package.resolved" && !allowed.contains($0)
    }
    #expect(extra.isEmpty, "\(extra)")
  }

  @Test func `no package is used`() throws {
    let text = try String(contentsOf: Repository.file("Package.swift"), encoding: .utf8)
    #expect(!text.contains(".package("))
  }

  @Test(arguments: SourceFile.sources)
  func `a target imports only the layers below it`(_ file: SourceFile) throws {
    let allowed = try #require(Layers.allowed[file.target], "\(file.target) is not in Layers.swift")
    for line in file.lines {
      let words = line.split(separator: " ")
      guard let place = words.firstIndex(of: "import"), place <= 1, place + 1 < words.count,
        !line.hasPrefix("///"), !line.hasPrefix(" ")
      else { continue }
      let module = String(words[place + 1])
      #expect(allowed.contains(module) || Layers.system.contains(module), "import \(module)")
    }
  }

  @Test(arguments: SourceFile.sources + SourceFile.tests)
  func `a file has at most 400 lines of at most 100 columns`(_ file: SourceFile) {
    #expect(file.lines.count <= 401)
    for (index, line) in file.lines.enumerated() where line.count > 100 {
      // Test names and long strings cannot be broken by the formatter.
      #expect(
        line.contains("\"") || line.contains("`"), "line \(index + 1) has \(line.count) columns")
    }
  }

  @Test(arguments: SourceFile.sources)
  func `a function has at most 60 lines`(_ file: SourceFile) {
    var start: (line: Int, indent: Int)?
    for (index, line) in file.lines.enumerated() {
      let indent = line.prefix { $0 == " " }.count
      let words = line.split(separator: " ")
      if start == nil, words.contains("func") || line.dropFirst(indent).contains("init("),
        line.hasSuffix("{") || line.hasSuffix("("), !line.dropFirst(indent).hasPrefix("//")
      {
        start = (index, indent)
      } else if let open = start, indent == open.indent, line.dropFirst(indent) == "}" {
        #expect(index - open.line + 1 <= 60, "the function at line \(open.line + 1)")
        start = nil
      }
    }
  }

  @Test(arguments: SourceFile.sources)
  func `nothing that traps or guesses is on the path of a request`(_ file: SourceFile) {
    let banned = [
      "try!", "as!", "fatalError(", "unowned(unsafe)", "public ", "import Foundation", "print(",
      "Task {", "DispatchSource", "TODO", "FIXME", "AF_INET", "getaddrinfo", "gethostbyname",
    ]
    for (index, line) in file.lines.enumerated() {
      let code = line.components(separatedBy: "//")[0]
      for word in banned where code.contains(word) {
        let isTerminal =
          word == "print("
          && (code.contains("Terminal.print(") || file.path == "Sources/tenure/Terminal.swift")
        let isBench = word == "print(" && file.target == "tenure-bench"
        #expect(isTerminal || isBench, "line \(index + 1): \(word)")
      }
    }
  }

  @Test(arguments: SourceFile.sources)
  func `threads are made in the server and where chunks are cut`(_ file: SourceFile) {
    guard file.target != "Server", file.target != "tenure-bench" else { return }
    let makes = file.lines.contains { line in
      ["pthread_create", "concurrentPerform", "DispatchQueue.", "Thread("].contains {
        line.contains($0)
      }
    }
    #expect(!makes || Layers.threaded.contains(file.path))
  }

  @Test(arguments: SourceFile.sources.filter { $0.target.first?.isUppercase ?? false })
  func `a file says at its head what it is for`(_ file: SourceFile) {
    #expect(file.lines.first?.hasPrefix("//") == true)
  }

  @Test(arguments: SourceFile.sources + SourceFile.tests)
  func `no path of a machine is in the tree`(_ file: SourceFile) {
    for (index, line) in file.lines.enumerated() where !file.path.hasSuffix("TidyTests.swift") {
      #expect(!line.contains("/home/") && !line.contains("/Users/"), "line \(index + 1)")
    }
  }

  @Test func `every method file is in the list`() {
    let list = SourceFile.sources.first { $0.path == "Sources/Methods/AllMethods.swift" }
    let text = list?.lines.joined(separator: "\n") ?? ""
    for file in SourceFile.sources where file.target == "Methods" {
      for line in file.lines where line.hasPrefix("enum ") && line.contains(": Method {") {
        let name = line.dropFirst(5).prefix { $0 != ":" }
        #expect(text.contains("MethodEntry(\(name).self)"), "\(name) is not in AllMethods.swift")
      }
    }
  }

  @Test func `the README's test command is what CI runs`() throws {
    let readme = try String(contentsOf: Repository.file("README.md"), encoding: .utf8)
    let script = try String(contentsOf: Repository.file(".ci/run"), encoding: .utf8)
    let commands = readme.components(separatedBy: "\n").filter { $0.hasPrefix(".ci/install") }
    #expect(commands.count == 2)
    #expect(commands.last.map { script.contains($0) } == true)
  }
}
