/// How a method is described, and the whole protocol as one value.
import Wire

/// When a method runs, and what later requests may expect of it.
package enum Effect: String, Sendable {
  /// Answered at once; touches no data.
  case control
  /// Commits before later requests start: opens or drops a dataset.
  case changes
  /// Works on the state it was given; later requests go on at once.
  case computes
}

package struct ParameterDescription: Sendable {
  package let name: String
  package let words: String
  package let isRequired: Bool
  package let schema: Schema
}

package struct MethodDescription: Sendable {
  package let name: String
  /// The group of the reference page.
  package let group: String
  package let summary: String
  package let effect: Effect
  /// Required ones first.
  package let parameters: [ParameterDescription]
  package let result: Schema
  package let errors: [ErrorCode]

  package init<P: Parameters>(
    name: String, group: String, summary: String, effect: Effect, parameters: P.Type,
    result: Schema, errors: [ErrorCode]
  ) {
    self.name = name
    self.group = group
    self.summary = summary
    self.effect = effect
    self.parameters = P.orderedFields.map {
      ParameterDescription(
        name: $0.name, words: $0.words, isRequired: $0.isRequired, schema: $0.schema)
    }
    self.result = result
    self.errors = errors
  }

  /// The schema of `params` given by name.
  package var parameterSchema: Schema {
    .object(
      parameters.map { ($0.name, $0.schema.with("description", .string($0.words))) },
      required: parameters.filter(\.isRequired).map(\.name))
  }
}

/// All of the protocol: what is printed, discovered, and dispatched is this one value.
package struct ProtocolDocument: Sendable {
  package let version: String
  package let methods: [MethodDescription]

  package init(version: String, methods: [MethodDescription]) {
    self.version = version
    self.methods = methods
  }
}
