/// What may stand in an answer: a type that knows its schema and writes itself as JSON.
///
/// Answers are written straight into the bytes of the reply; there is no tree in between.
package import Wire

package protocol OutputValue: Described {
  func write(_ writer: inout JSONWriter)
}

extension Bool: OutputValue {
  package func write(_ writer: inout JSONWriter) { writer.bool(self) }
}

extension Int: OutputValue {
  package func write(_ writer: inout JSONWriter) { writer.int(self) }
}

extension Double: OutputValue {
  /// A number that is not finite is written as null.
  package func write(_ writer: inout JSONWriter) { writer.double(self) }
}

extension String: OutputValue {
  package func write(_ writer: inout JSONWriter) { writer.string(self) }
}

extension Optional: OutputValue where Wrapped: OutputValue {
  package func write(_ writer: inout JSONWriter) {
    if let self { self.write(&writer) } else { writer.null() }
  }
}

extension Array: OutputValue where Element: OutputValue {
  package func write(_ writer: inout JSONWriter) {
    writer.beginArray()
    for element in self { element.write(&writer) }
    writer.endArray()
  }
}

/// A JSON object with free keys, written in the order given.
package struct OutputMap<Value: OutputValue>: OutputValue {
  package var pairs: [(key: String, value: Value)]

  package init(_ pairs: [(key: String, value: Value)] = []) { self.pairs = pairs }

  package static var schema: Schema { .map(of: Value.schema) }

  package func write(_ writer: inout JSONWriter) {
    writer.beginObject()
    for (key, value) in pairs {
      writer.key(key)
      value.write(&writer)
    }
    writer.endObject()
  }
}

/// A value whose shape is free.
extension JSON: OutputValue {
  package static var schema: Schema { .any }
  package func write(_ writer: inout JSONWriter) { writer.json(self) }
}

/// JSON that was written before, passed on as it is.
package struct WrittenJSON: OutputValue {
  package let bytes: [UInt8]

  /// - Parameter bytes: the text of one JSON value.
  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package static var schema: Schema { .any }
  package func write(_ writer: inout JSONWriter) { writer.raw(bytes) }
}

/// One member of an answer: name, words, and where its value is found.
package struct Member<Owner>: Sendable {
  package let name: String
  package let words: String
  package let schema: Schema
  package let isOptional: Bool
  package let write: @Sendable (Owner, inout JSONWriter) -> Void
  /// Writes the value alone, null when there is none: a cell of a column.
  package let writeCell: @Sendable (Owner, inout JSONWriter) -> Void

  init(
    name: String, words: String, schema: Schema, isOptional: Bool,
    write: @escaping @Sendable (Owner, inout JSONWriter) -> Void,
    writeCell: @escaping @Sendable (Owner, inout JSONWriter) -> Void
  ) {
    self.name = name
    self.words = words
    self.schema = schema
    self.isOptional = isOptional
    self.write = write
    self.writeCell = writeCell
  }

  /// A member that is always written.
  package init<Value: OutputValue>(
    _ name: String, _ place: any KeyPath<Owner, Value> & Sendable, _ words: String
  ) {
    self.init(
      name: name, words: words, schema: Value.schema, isOptional: false,
      write: { owner, writer in
        writer.key(name)
        owner[keyPath: place].write(&writer)
      },
      writeCell: { owner, writer in owner[keyPath: place].write(&writer) })
  }

  /// A member that is left out when there is nothing to say.
  package init<Value: OutputValue>(
    _ name: String, ifAny place: any KeyPath<Owner, Value?> & Sendable, _ words: String
  ) {
    self.init(
      name: name, words: words, schema: Value.schema, isOptional: true,
      write: { owner, writer in
        guard let value = owner[keyPath: place] else { return }
        writer.key(name)
        value.write(&writer)
      },
      writeCell: { owner, writer in owner[keyPath: place].write(&writer) })
  }

  /// The member as one of a larger answer that holds an `Owner` at `place`.
  package func lifted<Outer>(_ place: any KeyPath<Outer, Owner> & Sendable) -> Member<Outer> {
    Member<Outer>(
      name: name, words: words, schema: schema, isOptional: isOptional,
      write: { outer, writer in self.write(outer[keyPath: place], &writer) },
      writeCell: { outer, writer in self.writeCell(outer[keyPath: place], &writer) })
  }
}

extension Array {
  /// All members of a shared block, as members of a larger answer.
  package func lifted<Outer, Inner>(
    _ place: any KeyPath<Outer, Inner> & Sendable
  ) -> [Member<Outer>] where Element == Member<Inner> {
    map { $0.lifted(place) }
  }
}

/// An object of an answer: its members, in the order they are written.
package protocol Answer: OutputValue {
  static var members: [Member<Self>] { get }
}

extension Answer {
  package static var schema: Schema {
    .object(
      members.map { ($0.name, $0.schema.with("description", .string($0.words))) },
      required: members.filter { !$0.isOptional }.map(\.name))
  }

  package func write(_ writer: inout JSONWriter) {
    writer.beginObject()
    for member in Self.members { member.write(self, &writer) }
    writer.endObject()
  }
}

/// The answer of a method that has nothing to say: null.
package struct Nothing: OutputValue {
  package init() {}
  package static var schema: Schema { .type("null") }
  package func write(_ writer: inout JSONWriter) { writer.null() }
}
