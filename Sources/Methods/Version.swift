/// The versions a client can ask for.
package enum Version {
  /// Of the program.
  package static let program = "0.1.0"
  /// Of the protocol: changes when a client could notice.
  package static let wire = "1"
}
