/// `tenure status`: how the shared server is doing, for reading or as the method's own answer.
import Server
import Wire

enum StatusCommand {
  static func run(_ arguments: [String]) throws -> Int32 {
    let options = try Options(arguments, valued: ["--socket"], flags: ["--json"])
    try SharedOptions.refuseWords(options, of: .status)
    return SharedOptions.reporting { () throws(ServerError) in
      let server = try SharedOptions.server(options)
      let answer = try server.ask("status")
      Terminal.print(
        options.has("--json")
          ? answer.sourceText : lines(answer, server.path).joined(separator: "\n"))
    }
  }

  private static func lines(_ answer: JSONNode, _ path: String) -> [String] {
    func count(_ name: String) -> Int64 { answer[name]?.int ?? 0 }
    func word(_ name: String) -> String { answer[name]?.string ?? "?" }
    let roots = answer["roots"].map { $0.elements.compactMap(\.string) } ?? []
    return [
      "tenure \(word("version")) (protocol \(word("protocol"))) on \(path)",
      "process   \(count("processId"))",
      "uptime    \(duration(seconds: Int64(answer["uptimeSeconds"]?.double ?? 0)))",
      // The connection that asks is counted too.
      "clients   \(max(0, count("connections") - 1))",
      "requests  \(count("requestsServed")) answered, \(count("requestsInFlight")) under way",
      "datasets  \(count("datasets"))",
      "jobs      \(count("jobs"))",
      "folders   \(roots.isEmpty ? "all" : roots.joined(separator: ", "))",
      "memory    \(count("memoryBytes") / 1_000_000) MB",
    ]
  }

  private static func duration(seconds: Int64) -> String {
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3_600 { return "\(seconds / 60) min \(seconds % 60) s" }
    return "\(seconds / 3_600) h \(seconds % 3_600 / 60) min"
  }
}
