/// A job as others may know it: what it is, how far, and what it came to.
package import Support

package struct JobRecord: Sendable {
  /// Where a job stands.
  package enum State: String, Sendable { case queued, running, done, failed, cancelled }

  /// What an alert says of a job.
  package struct Brief: Sendable, Equatable {
    package let id: String
    package let method: String
    package let state: State
  }

  package let id: String
  package let method: String
  package var state = State.queued
  /// How far it is, from 0 to 1.
  package var fraction = 0.0
  /// What it is doing.
  package var note: Phrase?
  /// Milliseconds since it was accepted, until its end.
  package var elapsedMilliseconds = 0.0
  /// What it came to; nil while it is not over.
  package var result: Result<[UInt8], Failure>?

  package init(id: String, method: String) {
    self.id = id
    self.method = method
  }

  package var brief: Brief { Brief(id: id, method: method, state: state) }

  /// Whether it has come to its end.
  package var isOver: Bool { result != nil }
}
