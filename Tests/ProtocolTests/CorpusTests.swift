/// The corpus of the fuzzer, run in every test: what once was found stays found.
import Foundation
import TestKit
import Testing

@Suite struct CorpusTests {
  private static let folder = Repository.file("Tests/Corpus")
  private static let names =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()

  @Test func `the corpus is there and stays small`() throws {
    let sizes = try Self.names.map {
      try Data(contentsOf: Self.folder.appendingPathComponent($0)).count
    }
    #expect(50 <= sizes.count && sizes.count <= 200)
    #expect(sizes.reduce(0, +) <= 100_000)
  }

  @Test(arguments: names)
  func `any bytes are taken or refused and read the same twice`(_ name: String) throws {
    let bytes = Array(try Data(contentsOf: Self.folder.appendingPathComponent(name)))
    AnyBytes.check(bytes)
    // Cut anywhere, they are other bytes.
    for place in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 50)) {
      AnyBytes.check(Array(bytes[..<place]))
      AnyBytes.check(Array(bytes[place...]))
    }
  }
}
