/// Where the repository lies, and the data beside it that tests may read.
package import Foundation

package enum Repository {
  /// The top of the repository, found from this very file.
  package static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A file of the repository.
  package static func file(_ path: String) -> URL { root.appendingPathComponent(path) }

  /// A file of the data beside the repository; nil where they are absent.
  package static func shared(_ path: String) -> String? {
    let url = root.deletingLastPathComponent().appendingPathComponent("shared/\(path)")
    return FileManager.default.fileExists(atPath: url.path) ? url.path : nil
  }

  /// Whether data and reference figures lie beside the repository.
  package static var hasShared: Bool { shared("data") != nil && shared("reference") != nil }

  /// A reference file as a tree of Foundation values.
  package static func reference(_ name: String) throws -> [String: Any] {
    guard let path = shared("reference/\(name)") else { return [:] }
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }

  /// What a compressed file holds.
  package static func unzipped(_ path: String) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return data
  }

  /// The program that belongs to this test run, built beside the tests.
  package static var program: String {
    #if DEBUG
      let configuration = "debug"
    #else
      let configuration = "release"
    #endif
    let bundle = Bundle.main.executableURL?.deletingLastPathComponent().appendingPathComponent(
      "tenure")
    let beside = bundle.map { FileManager.default.isExecutableFile(atPath: $0.path) } ?? false
    return beside ? bundle?.path ?? "" : file(".build/\(configuration)/tenure").path
  }
}

/// Values of nested Foundation dictionaries by a path such as `results.mall.kmeans`.
package func value(_ tree: Any?, _ path: String) -> Any? {
  path.split(separator: ".").reduce(tree) { node, key in
    if let index = Int(key), let list = node as? [Any] {
      return list.indices.contains(index) ? list[index] : nil
    }
    return (node as? [String: Any])?[String(key)]
  }
}

/// A number of such a tree.
package func number(_ tree: Any?, _ path: String) -> Double? {
  (value(tree, path) as? NSNumber)?.doubleValue
}
