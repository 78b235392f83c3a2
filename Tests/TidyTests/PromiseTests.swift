/// Every promise of the protocol names the tests that hold it, and they exist.
import Foundation
import TestKit
import Testing

struct Promise: Sendable, CustomTestStringConvertible {
  let words: String
  var tests: [(name: String, file: String)] = []
  var stray: [String] = []

  var testDescription: String { words }

  /// The list items of `protocol/promises.md`: words, then a line for each test, indented.
  static let all: [Promise] = {
    let file = Repository.file("protocol/promises.md")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    var found: [Promise] = []
    for line in text.components(separatedBy: "\n") {
      if line.hasPrefix("- ") {
        found.append(Promise(words: String(line.dropFirst(2))))
      } else if line.hasPrefix("  `"), line.hasSuffix(".swift)"), !found.isEmpty {
        let parts = line.dropFirst(3).dropLast().components(separatedBy: "` (")
        if parts.count == 2 {
          found[found.count - 1].tests.append((name: parts[0], file: parts[1]))
        } else {
          found[found.count - 1].stray.append(line)
        }
      }
    }
    return found
  }()
}

@Suite struct PromiseTests {
  @Test func `there are promises`() { #expect(Promise.all.count > 70) }

  @Test(arguments: Promise.all)
  func `a promise names tests that exist`(_ promise: Promise) {
    #expect(!promise.tests.isEmpty, "nothing holds this promise")
    #expect(promise.stray.isEmpty, "written otherwise than `claim` (Target/File.swift)")
    for test in promise.tests {
      let file = SourceFile.tests.first { $0.path == "Tests/" + test.file }
      let isThere = file?.lines.contains { $0.contains("func `\(test.name)`(") } ?? false
      #expect(isThere, "no test `\(test.name)` in \(test.file)")
    }
  }
}
