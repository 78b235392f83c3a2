/// What a method asks of the server beside a new workspace. Only `control` methods may: what they
/// ask is done before their answer leaves.
package import Support

package enum Demand: Sendable, Equatable {
  /// Cancel the job of this id, if it still runs.
  case cancelJob(String)
  /// Tell the connection of these topics from now on.
  case subscribe(Set<AlertTopic>)
  /// Tell the connection of these topics no more.
  case unsubscribe(Set<AlertTopic>)
  /// Send the connection lines of the log of at least this level; `off` for none.
  case log(LogLevel, LogForm)
  /// End the connection's session when this process is gone.
  case watch(process: Int)
}

/// What a client may be told of without asking again.
package enum AlertTopic: String, Sendable, CaseIterable { case dataset, job, log }

/// How a client wants lines of the log: as `$/log`, or as `notifications/message` of MCP.
package enum LogForm: Sendable, Equatable { case plain, mcp }

/// Something that happened to the state, as `$/alert` tells it.
package enum Happening: Sendable, Equatable {
  /// `previous` is the version that was kept under the name before.
  case datasetLoaded(name: String, version: String, previous: String?)
  case datasetUnloaded(name: String, version: String)
  /// A watched file is gone or cannot be read; `why` is the word of an error.
  case datasetStale(name: String, why: String)
  case jobEnded(JobRecord.Brief)

  /// The topic it belongs to.
  package var topic: AlertTopic {
    switch self {
    case .datasetLoaded, .datasetUnloaded, .datasetStale: .dataset
    case .jobEnded: .job
    }
  }
}
