/// The notifications that nobody asked for by a request: `$/alert` and `$/log`.
package import Methods
package import Support
import Wire

package enum AlertText {
  /// - Parameter missed: alerts the client had no room for since the last one.
  package static func notification(_ happening: Happening, missed: Int) -> [UInt8] {
    var members = [JSONMember("topic", .string(happening.topic.rawValue))] + facts(happening)
    if missed > 0 { members.append(JSONMember("missed", .int(Int64(missed)))) }
    return ReplyText.notification("$/alert", params: .object(members))
  }

  private static func facts(_ happening: Happening) -> [JSONMember] {
    switch happening {
    case .datasetLoaded(let name, let version, let previous):
      let event = previous == nil ? "loaded" : "replaced"
      let before = previous.map { [JSONMember("previousVersion", .string($0))] } ?? []
      return [
        JSONMember("event", .string(event)), JSONMember("dataset", .string(name)),
        JSONMember("version", .string(version)),
      ] + before
    case .datasetUnloaded(let name, let version):
      return [
        JSONMember("event", "unloaded"), JSONMember("dataset", .string(name)),
        JSONMember("version", .string(version)),
      ]
    case .datasetStale(let name, let why):
      return [
        JSONMember("event", "stale"), JSONMember("dataset", .string(name)),
        JSONMember("why", .string(why)),
      ]
    case .jobEnded(let job):
      return [
        JSONMember("event", "ended"), JSONMember("jobId", .string(job.id)),
        JSONMember("method", .string(job.method)), JSONMember("state", .string(job.state.rawValue)),
      ]
    }
  }
}

package enum LogText {
  /// One line of the log for the client that asked for it.
  package static func notification(_ level: LogLevel, _ line: String, _ form: LogForm) -> [UInt8] {
    switch form {
    case .plain:
      ReplyText.notification(
        "$/log", params: ["level": .string(level.rawValue), "message": .string(line)])
    case .mcp:
      ReplyText.notification(
        "notifications/message",
        params: [
          "level": .string(level.rawValue), "logger": "tenure", "data": .string(line),
        ])
    }
  }
}
