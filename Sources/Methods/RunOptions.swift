/// How a request is run, whatever its method: parameters that the server reads for itself.
package import Contract
import Support

package struct RunOptions: Parameters {
  /// Answer with a job's id at once and keep the result.
  package var job = false
  /// Milliseconds after which the request is given up; 0 for none.
  package var timeoutMs = 0

  package init() {}

  package static let fields: [Field<Self>] = [
    Field(
      "job", \.job, "Run it as a job: the answer is {\"jobId\": ...}, its result that of getJob.",
      default: false),
    Field(
      "timeoutMs", \.timeoutMs, "Give up after so many milliseconds with 5004; 0 for never.",
      in: 0...Limits.timeoutMilliseconds, default: 0),
  ]

  package static var refusesUnknown: Bool { false }
}
