/// Why a text is not one JSON value: where, what was expected there, and what was found.

/// A mistake in a text.
package struct JSONError: Error, Equatable, Sendable {
  /// What kind of mistake it is, for callers that answer some of them differently.
  package enum Kind: Sendable, Equatable {
    case syntax, tooDeep, duplicateKey, badUnicode, numberOutOfRange, tooLarge
  }

  /// What kind of mistake it is.
  package let kind: Kind
  /// Bytes before the mistake.
  package let offset: Int
  /// What could have stood there.
  package let expected: String
  /// What stands there.
  package let found: String

  /// An error at a byte.
  package init(_ kind: Kind = .syntax, offset: Int, expected: String, found: String) {
    self.kind = kind
    self.offset = offset
    self.expected = expected
    self.found = found
  }

  /// One sentence without a full stop.
  package var message: String { "at byte \(offset): expected \(expected), found \(found)" }
}
