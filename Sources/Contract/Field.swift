/// One member of a request's parameters: name, words, range, default.
///
/// The same few words are the check, the schema, the reference page and the stub. A range is
/// written once and is the refusal as well.
package import Wire

/// The parameters of a method: a value with defaults, and the fields that read it from JSON.
package protocol Parameters: Sendable {
  init()
  static var fields: [Field<Self>] { get }
  /// Whether a member that is no field is refused; true unless a method says otherwise.
  static var refusesUnknown: Bool { get }
}

package enum Presence: Sendable { case optional, required }

package struct Field<Owner>: Sendable {
  package let name: String
  package let words: String
  package let isRequired: Bool
  package let schema: Schema
  package let read: @Sendable (inout Owner, JSONNode, String) throws(ParameterError) -> Void

  init(
    name: String, words: String, isRequired: Bool, schema: Schema,
    read: @escaping @Sendable (inout Owner, JSONNode, String) throws(ParameterError) -> Void
  ) {
    self.name = name
    self.words = words
    self.isRequired = isRequired
    self.schema = schema
    self.read = read
  }

  /// A field of any type that can be read; `default` is shown in the schema.
  package init<Value: InputValue>(
    _ name: String, _ place: any WritableKeyPath<Owner, Value> & Sendable, _ words: String,
    _ presence: Presence = .optional, default shown: JSON? = nil
  ) {
    let schema = shown.map { Value.schema.with("default", $0) } ?? Value.schema
    self.init(name: name, words: words, isRequired: presence == .required, schema: schema) {
      owner, node, path throws(ParameterError) in
      owner[keyPath: place] = try Value(decoding: node, at: path)
    }
  }

  /// A number within `range`.
  package init<Value: InputValue & Comparable>(
    _ name: String, _ place: any WritableKeyPath<Owner, Value> & Sendable, _ words: String,
    in range: ClosedRange<Value>, _ presence: Presence = .optional, default shown: JSON? = nil
  ) {
    let bounded = Self.bounded(Value.schema, range)
    let schema = shown.map { bounded.with("default", $0) } ?? bounded
    self.init(name: name, words: words, isRequired: presence == .required, schema: schema) {
      owner, node, path throws(ParameterError) in
      let value = try Value(decoding: node, at: path)
      guard range.contains(value) else {
        throw node.refused(path, expected: Self.words(of: range))
      }
      owner[keyPath: place] = value
    }
  }

  /// A number within `range`, or null for none.
  package init<Value: InputValue & Comparable>(
    _ name: String, _ place: any WritableKeyPath<Owner, Value?> & Sendable, _ words: String,
    in range: ClosedRange<Value>
  ) {
    let schema = Self.bounded(Value.schema, range).orNull
    self.init(name: name, words: words, isRequired: false, schema: schema) {
      owner, node, path throws(ParameterError) in
      let value = try Value?(decoding: node, at: path)
      if let value, !range.contains(value) {
        throw node.refused(path, expected: Self.words(of: range))
      }
      owner[keyPath: place] = value
    }
  }

  /// `"auto"`, or a number within `range`.
  package init<Value: InputValue & Comparable>(
    _ name: String, _ place: any WritableKeyPath<Owner, AutoOr<Value>> & Sendable,
    _ words: String, in range: ClosedRange<Value>
  ) {
    let schema = Schema.either([.choice(["auto"]), Self.bounded(Value.schema, range)])
      .with("default", "auto")
    self.init(name: name, words: words, isRequired: false, schema: schema) {
      owner, node, path throws(ParameterError) in
      let choice = try AutoOr<Value>(decoding: node, at: path)
      if let value = choice.value, !range.contains(value) {
        throw node.refused(path, expected: "\"auto\" or \(Self.words(of: range))")
      }
      owner[keyPath: place] = choice
    }
  }

  private static func words<Value>(of range: ClosedRange<Value>) -> String {
    "\(text(range.lowerBound)) to \(text(range.upperBound))"
  }

  private static func text<Value>(_ value: Value) -> String {
    if let number = value as? Double { return JSON.double(number).text() }
    return "\(value)"
  }

  private static func bounded<Value>(_ schema: Schema, _ range: ClosedRange<Value>) -> Schema {
    schema.with("minimum", bound(range.lowerBound)).with("maximum", bound(range.upperBound))
  }

  private static func bound<Value>(_ value: Value) -> JSON {
    if let whole = value as? Int { return .int(Int64(whole)) }
    if let number = value as? Double { return .double(number) }
    return .string("\(value)")
  }
}

extension Field {
  /// The field as a member of a larger value that holds an `Owner` at `place`.
  package func lifted<Outer>(
    _ place: any WritableKeyPath<Outer, Owner> & Sendable
  ) -> Field<Outer> where Owner: Sendable {
    Field<Outer>(name: name, words: words, isRequired: isRequired, schema: schema) {
      outer, node, path throws(ParameterError) in
      try self.read(&outer[keyPath: place], node, path)
    }
  }

  /// The same field under words of its own.
  package func renamed(words: String) -> Field {
    Field(name: name, words: words, isRequired: isRequired, schema: schema, read: read)
  }
}

extension Array {
  /// All fields of a shared block, as members of a larger value.
  package func lifted<Outer, Inner: Sendable>(
    _ place: any WritableKeyPath<Outer, Inner> & Sendable
  ) -> [Field<Outer>] where Element == Field<Inner> {
    map { $0.lifted(place) }
  }
}
