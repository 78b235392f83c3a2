/// A failed request in the words of the protocol: module errors become codes and sentences here and
/// nowhere else.
import Analytics
import Contract
import Tables
import Support
package import Wire

package struct Failure: Error, Sendable {
  package let code: Int
  package let message: String
  package let data: JSON?

  package init(code: Int, message: String, data: JSON? = nil) {
    self.code = code
    self.message = message
    self.data = data
  }

  /// - Parameters:
  ///   - hint: what to do next, shown in the caller's language.
  ///   - facts: further members of `data`.
  init(
    _ code: ErrorCode, _ message: String, hint: Phrase? = nil, facts: [JSONMember] = [],
    retryable: Bool = false, language: Language = .en
  ) {
    var members = [JSONMember("code", .string(code.name))]
    if let hint { members.append(JSONMember("hint", .string(hint.text(in: language)))) }
    members.append(JSONMember("retryable", .bool(retryable)))
    self.init(code: code.rawValue, message: message, data: .object(members + facts))
  }

  /// The failure that `error` means to a client.
  init(of error: any Error, language: Language) {
    switch error {
    case let failure as Failure: self = failure
    case let error as ParameterError: self.init(error)
    case let error as Cancelled: self.init(error)
    case let error as TableError: self.init(error, language)
    case let error as AnalyticsError: self.init(error, language)
    default:
      self.init(.internalError, "the server failed: \(type(of: error))")
    }
  }

  private init(_ error: ParameterError) {
    self.init(
      .invalidParams, error.message,
      facts: [
        JSONMember("path", .string(error.path)),
        JSONMember("expected", .string(error.expected)),
        JSONMember("got", .string(error.found)),
      ])
  }

  private init(_ error: Cancelled) {
    switch error.reason {
    case .byClient: self.init(.requestCancelled, "the request was cancelled")
    case .timedOut: self.init(.timedOut, "the time the request allowed is over", retryable: true)
    case .shuttingDown: self.init(.shuttingDown, "the server is shutting down", retryable: true)
    }
  }
}
