/// One request to a method in this process; every answer is held against the method's schema.
import Dialects
package import Methods
package import Support
package import Wire

/// What a call came to.
package enum CallOutcome {
  case result(JSON)
  case failure(code: Int, message: String, data: JSON)

  package var result: JSON? { if case .result(let value) = self { value } else { nil } }
  package var code: Int? { if case .failure(let code, _, _) = self { code } else { nil } }
  package var message: String? { if case .failure(_, let text, _) = self { text } else { nil } }
  package var data: JSON? { if case .failure(_, _, let data) = self { data } else { nil } }
}

/// Calls a method on a workspace and applies its changes.
package func call(
  _ method: String, _ params: JSON, in workspace: inout Workspace, _ run: Run = Run()
) throws -> CallOutcome {
  guard let entry = AllEntries.entries.first(where: { $0.description.name == method }) else {
    throw CallProblem(words: "no method is called \(method)")
  }
  let document = try JSONDocument(text: params.text())
  let reply = entry.run(document.root, in: workspace, run)
  for change in reply.changes { workspace.apply(change) }
  switch reply.result {
  case .success(let bytes):
    let result = JSON(try JSONDocument(bytes).root)
    let problems = SchemaCheck.problems(result, entry.description.result.json)
    guard problems.isEmpty else {
      throw CallProblem(words: "\(method) breaks its schema: \(problems.prefix(5))")
    }
    return .result(result)
  case .failure(let failure):
    return .failure(
      code: failure.code, message: failure.message, data: failure.data ?? .null)
  }
}

/// Calls a method on an empty workspace.
package func call(_ method: String, _ params: JSON) throws -> CallOutcome {
  var workspace = Workspace()
  return try call(method, params, in: &workspace)
}

/// The result of a call that must succeed.
package func answer(_ method: String, _ params: JSON) throws -> JSON {
  let outcome = try call(method, params)
  guard let result = outcome.result else {
    throw CallProblem(words: "\(method) failed: \(outcome.message ?? "")")
  }
  return result
}

/// Why a call of a test gave nothing to look at.
package struct CallProblem: Error {
  package let words: String
}
