/// A refusal of a request's parameters: where, what was expected, what was found.
import Support

package struct ParameterError: Error, Sendable, Equatable {
  /// The place, such as `params.k` or `params.columns.date`.
  package let path: String
  /// What would have been right, such as `2 to 50`.
  package let expected: String
  /// What was there instead, such as `1`.
  package let found: String

  package init(path: String, expected: String, found: String) {
    self.path = path
    self.expected = expected
    self.found = found
  }

  /// `params.k: expected 2 to 50, found 1`
  package var message: String { "\(path): expected \(expected), found \(found)" }
}

extension String {
  /// The text in quotes, shortened when it is long, for an error message.
  package var quotedShort: String {
    prefix(41).count <= 40 ? "\"\(self)\"" : "\"\(prefix(37))...\""
  }
}
