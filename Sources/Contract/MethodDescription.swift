/// How a method is described, and the whole protocol as one value.
package import Support
import Wire

/// When a method runs, and what later requests may expect of it.
package enum Effect: String, Sendable {
  /// Answered at once; touches no data.
  case control
  /// Commits before later requests start: opens or drops a dataset.
  case changes
  /// Works on the state it was given; later requests go on at once.
  case computes
  /// Answered when what it names has happened; takes up no worker meanwhile.
  case waits
}

/// How a method is offered to models as a tool.
package struct ToolWords: Sendable, Equatable {
  /// What a person sees in a list of tools.
  package let title: Phrase
  /// When to use it and what comes back, for the model that chooses.
  package let guidance: String

  package init(en: String, zh: String, _ guidance: String) {
    title = Phrase(en: en, zh: zh)
    self.guidance = guidance
  }
}

package struct ParameterDescription: Sendable {
  package let name: String
  package let words: String
  package let isRequired: Bool
  package let schema: Schema

  init<Owner>(_ field: Field<Owner>) {
    name = field.name
    words = field.words
    isRequired = field.isRequired
    schema = field.schema
  }
}

package struct MethodDescription: Sendable {
  package let name: String
  /// The group of the reference page.
  package let group: String
  package let summary: String
  package private(set) var effect: Effect
  /// Required ones first.
  package let parameters: [ParameterDescription]
  package let result: Schema
  package let errors: [ErrorCode]
  /// Words for models; nil when it is no tool.
  package let tool: ToolWords?
  /// Whether a request may ask to be run as a job.
  package let mayBeJob: Bool

  /// - Parameter options: parameters of the server that stand beside those of the method.
  package init<P: Parameters, O: Parameters>(
    name: String, group: String, summary: String, effect: Effect, parameters: P.Type,
    options: [Field<O>], result: Schema, errors: [ErrorCode], tool: ToolWords? = nil
  ) {
    self.name = name
    self.group = group
    self.summary = summary
    self.effect = effect
    self.parameters =
      P.orderedFields.map { ParameterDescription($0) } + options.map { ParameterDescription($0) }
    self.result = result
    self.errors = errors
    self.tool = tool
    mayBeJob = options.contains { $0.name == "job" }
  }

  /// The same method at another effect.
  package func with(_ effect: Effect) -> MethodDescription {
    var copy = self
    copy.effect = effect
    return copy
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
  /// The version of the program.
  package let version: String
  /// The version of the protocol.
  package let wire: String
  package let methods: [MethodDescription]

  package init(version: String, wire: String, methods: [MethodDescription]) {
    self.version = version
    self.wire = wire
    self.methods = methods
  }
}
