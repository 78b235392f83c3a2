/// From words of a command line to the `params` of a request, guided by the method's own schema.
import Contract
import Wire

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

enum CallParams {
  /// - Parameters:
  ///   - words: at most one file, then `name=value` pairs.
  ///   - given: JSON text, or `@FILE` for a file that holds it; pairs are added to it.
  static func json(
    _ words: [String], given: String?, _ method: MethodDescription, isRemote: Bool
  ) throws -> JSON {
    var members = try start(given)
    for (index, word) in words.enumerated() {
      guard let split = word.firstIndex(of: "="), split != word.startIndex,
        !(index == 0 && word.contains("/") && !isName(word[..<split]))
      else {
        guard index == 0, let first = method.parameters.first(where: { $0.name == "path" }) else {
          throw UsageError(message: "expected name=value, found \"\(word)\"")
        }
        set(&members, first.name, .string(isRemote ? absolute(word) : word))
        continue
      }
      let name = String(word[..<split])
      let text = String(word[word.index(after: split)...])
      try add(&members, name, text, method)
    }
    return .object(members)
  }

  private static func isName(_ text: Substring) -> Bool {
    text.utf8.allSatisfy { ($0 | 32) >= 97 && ($0 | 32) <= 122 || $0 == 46 }
  }

  private static func start(_ given: String?) throws -> [JSONMember] {
    guard var text = given else { return [] }
    if text.hasPrefix("@") {
      guard let file = TextFile.read(String(text.dropFirst())) else {
        throw UsageError(message: "cannot read \(text.dropFirst())")
      }
      text = file
    }
    do {
      let value = try JSON(parsing: text)
      guard let members = value.object else {
        throw UsageError(message: "--params wants a JSON object")
      }
      return members
    } catch let error as JSONError {
      throw UsageError(message: "--params: \(error.message)")
    }
  }

  private static func add(
    _ members: inout [JSONMember], _ name: String, _ text: String, _ method: MethodDescription
  ) throws {
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    guard let parameter = method.parameters.first(where: { $0.name == parts[0] }) else {
      let near = Nearest.names(to: parts[0], among: method.parameters.map(\.name)).first
      throw UsageError(
        message: "\(method.name) has no parameter \"\(parts[0])\""
          + (near.map { "; did you mean \"\($0)\"?" } ?? ""))
    }
    guard parts.count == 2 else {
      set(&members, name, value(text, parameter.schema.json))
      return
    }
    let inner =
      parameter.schema.json["additionalProperties"]
      ?? parameter.schema.json["properties"]?[parts[1]] ?? .null
    var nested = members.first { $0.key == parts[0] }?.value.object ?? []
    set(&nested, parts[1], value(text, inner))
    set(&members, parts[0], .object(nested))
  }

  private static func set(_ members: inout [JSONMember], _ name: String, _ value: JSON) {
    members.removeAll { $0.key == name }
    members.append(JSONMember(name, value))
  }

  /// A string stays a string where only strings fit; lists may be written with commas.
  private static func value(_ text: String, _ schema: JSON) -> JSON {
    let types = Self.types(schema)
    if types == ["string"] { return .string(text) }
    if types.contains("array"), !text.hasPrefix("["),
      !types.contains("string") || text.contains(",")
    {
      let items = schema["items"] ?? .null
      return .array(text.split(separator: ",").map { value(String($0), items) })
    }
    return (try? JSON(parsing: text)) ?? .string(text)
  }

  private static func types(_ schema: JSON) -> Set<String> {
    if let name = schema["type"]?.string { return [name] }
    if let names = schema["type"]?.array {
      return Set(names.compactMap(\.string)).subtracting(["null"])
    }
    return (schema["anyOf"]?.array ?? []).reduce(into: []) { $0.formUnion(types($1)) }
  }

  /// The server may run in another folder.
  private static func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    guard let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    return "\(String(cString: folder))/\(path)"
  }
}

/// A small text file, read whole.
enum TextFile {
  static func read(_ path: String) -> String? {
    let file = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { if file != 0 { close(file) } }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(file, &block, block.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { break }
      bytes.append(contentsOf: block[..<count])
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
