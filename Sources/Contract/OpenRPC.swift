/// A protocol as an OpenRPC 1.3 document.
///
/// Required parameters come first, as OpenRPC wants; `paramStructure` is `either`, because the
/// server takes parameters by name and by position.
package import Wire

package enum OpenRPC {
  package static func document(_ document: ProtocolDocument) -> JSON {
    [
      "openrpc": "1.3.2",
      "info": [
        "title": "tenure",
        "version": .string(document.version),
        "description": "Customer analytics over JSON-RPC 2.0: one call on a raw file.",
        "x-protocol": .string(document.wire),
      ],
      "methods": .array(document.methods.map(method)),
      "components": ["schemas": ["JobStarted": jobStarted.json], "errors": errors],
    ]
  }

  private static func method(_ method: MethodDescription) -> JSON {
    let common: [ErrorCode] = [.invalidParams, .internalError, .requestCancelled]
    return .object([
      JSONMember("name", .string(method.name)),
      JSONMember("summary", .string(method.summary)),
      JSONMember("tags", [["name": .string(method.group)]]),
      JSONMember("paramStructure", "either"),
      JSONMember("params", .array(method.parameters.map(parameter))),
      JSONMember(
        "result", ["name": .string("\(method.name)Result"), "schema": result(of: method)]),
      JSONMember(
        "errors",
        .array((common + method.errors).map { ["$ref": .string(reference(to: $0))] })),
      JSONMember("x-effect", .string(method.effect.rawValue)),
    ])
  }

  /// A method that may be run as a job answers with the job's id when it is.
  private static func result(of method: MethodDescription) -> JSON {
    guard method.mayBeJob else { return method.result.json }
    return ["anyOf": [method.result.json, ["$ref": "#/components/schemas/JobStarted"]]]
  }

  private static let jobStarted = Schema.object(
    [(name: "jobId", schema: Schema.string.with("description", "Ask getJob or waitJob for it."))],
    required: ["jobId"])

  private static func parameter(_ parameter: ParameterDescription) -> JSON {
    [
      "name": .string(parameter.name),
      "description": .string(parameter.words),
      "required": .bool(parameter.isRequired),
      "schema": parameter.schema.json,
    ]
  }

  private static func reference(to code: ErrorCode) -> String {
    "#/components/errors/\(code.name)"
  }

  private static var errors: JSON {
    .object(
      ErrorCode.allCases.map {
        JSONMember($0.name, ["code": .int(Int64($0.rawValue)), "message": .string($0.words)])
      })
  }
}
