/// The state of the daemon as one immutable value: the datasets it holds and what a request may know
/// of the server. The main loop owns the newest; every request works on the one it was given.
package struct Workspace: Sendable {
  /// Filled in by the server before a request starts.
  package var facts = ServerFacts()

  package init() {}

  /// Tables held in memory.
  var tableCount: Int { 0 }

  /// Makes a change that a finished method asked for.
  package mutating func apply(_ change: Change) {
  }
}

/// What a request may know of the server that runs it.
package struct ServerFacts: Sendable {
  package var uptimeSeconds = 0.0
  package var requestsInFlight = 0
  package var requestsServed = 0
  package var connections = 0

  package init() {}
}
