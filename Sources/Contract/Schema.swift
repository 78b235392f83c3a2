/// A JSON Schema (2020-12) as a value, with the few shapes the protocol uses.
///
/// The same value is the check's description, the reference's text and the stub's type, so it is
/// kept as the ordered JSON it is printed as.
package import Wire

package struct Schema: Sendable, Equatable {
  package private(set) var members: [JSONMember]

  package init(_ members: [JSONMember]) { self.members = members }

  package static func type(_ name: String) -> Schema {
    Schema([JSONMember("type", .string(name))])
  }

  package static let any = Schema([])
  package static let string = type("string")
  package static let boolean = type("boolean")
  package static let integer = type("integer")
  package static let number = type("number")

  package static func array(of items: Schema) -> Schema {
    Schema([JSONMember("type", "array"), JSONMember("items", items.json)])
  }

  /// One of these words.
  package static func choice(_ words: [String]) -> Schema {
    Schema([JSONMember("type", "string"), JSONMember("enum", .array(words.map { .string($0) }))])
  }

  package static func either(_ options: [Schema]) -> Schema {
    Schema([JSONMember("anyOf", .array(options.map(\.json)))])
  }

  /// An object whose members are free, each fitting `values`.
  package static func map(of values: Schema) -> Schema {
    Schema([JSONMember("type", "object"), JSONMember("additionalProperties", values.json)])
  }

  package static func object(
    _ properties: [(name: String, schema: Schema)], required: [String], closed: Bool = true
  ) -> Schema {
    var members: [JSONMember] = [
      JSONMember("type", "object"),
      JSONMember("properties", .object(properties.map { JSONMember($0.name, $0.schema.json) })),
    ]
    if !required.isEmpty {
      members.append(JSONMember("required", .array(required.map { .string($0) })))
    }
    if closed { members.append(JSONMember("additionalProperties", false)) }
    return Schema(members)
  }

  /// The schema with one more keyword; an older one of the same name is replaced.
  package func with(_ keyword: String, _ value: JSON) -> Schema {
    var copy = self
    copy.members.removeAll { $0.key == keyword }
    copy.members.append(JSONMember(keyword, value))
    return copy
  }

  /// The schema, or null.
  package var orNull: Schema {
    if case .string(let name)? = json["type"], json["enum"] == nil {
      var copy = self
      copy.members = copy.members.map {
        $0.key == "type" ? JSONMember("type", [.string(name), "null"]) : $0
      }
      return copy
    }
    if members.isEmpty { return self }
    return .either([self, .type("null")])
  }

  package var json: JSON { .object(members) }
}

/// A type that knows the schema of its JSON.
package protocol Described: Sendable {
  static var schema: Schema { get }
}

extension Bool: Described { package static var schema: Schema { .boolean } }
extension Int: Described { package static var schema: Schema { .integer } }
extension Double: Described { package static var schema: Schema { .number } }
extension String: Described { package static var schema: Schema { .string } }

extension Optional: Described where Wrapped: Described {
  package static var schema: Schema { Wrapped.schema.orNull }
}

extension Array: Described where Element: Described {
  package static var schema: Schema { .array(of: Element.schema) }
}
