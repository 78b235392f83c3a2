/// Generated files are as fresh as the program.
import Foundation
import Methods
import Contract
import Dialects
import ProtocolGen
import TestKit
import Testing
import Wire

@Suite struct GeneratedTests {
  @Test(arguments: GeneratedFile.all(.current).map(\.path))
  func `a generated file is fresh`(_ path: String) throws {
    let file = try #require(GeneratedFile.all(.current).first { $0.path == path })
    let current = try String(contentsOf: Repository.file(path), encoding: .utf8)
    #expect(file.renewed(current) == current, "renew it with: \(GeneratedFile.command)")
  }

  /// An empty list of types is no Python: the whole module would not load.
  @Test func `every hint of the Python client names a type`() throws {
    let file = try #require(GeneratedFile.all(.current).first { $0.path.hasSuffix(".py") })
    let text = try #require(file.renewed(""))
    #expect(text.contains("Optional["))
    for line in text.split(separator: "\n") {
      #expect(!line.contains("Union[]") && !line.contains("Optional[]"), "\(line)")
    }
  }

  @Test func `discovery gives the same bytes every time, required parameters first`() throws {
    let first = try #require(try Session().call("rpc.discover", [:]).result)
    #expect(try Session().call("rpc.discover", [:]).result?.text() == first.text())
    for method in first["methods"]?.array ?? [] {
      let required = (method["params"]?.array ?? []).map { $0["required"]?.bool ?? false }
      #expect(required == required.sorted { $0 && !$1 }, "\(method["name"]?.string ?? "")")
    }
  }

  @Test func `discovery lists what is dispatched and nothing else`() throws {
    let document = try #require(try Session().call("rpc.discover", [:]).result)
    let names = document["methods"]?.array?.compactMap { $0["name"]?.string }
    #expect(names == AllEntries.entries.map(\.description.name))
  }
}
