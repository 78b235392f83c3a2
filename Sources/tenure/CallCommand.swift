/// `tenure call METHOD [FILE] [name=value ...]`: one request, here or at a server.
import Contract
import Methods
import Server
import Support
import Wire

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

enum CallCommand {
  static func run(_ arguments: [String]) throws -> Int32 {
    let options = try Options(
      arguments, valued: ["--params", "--socket", "--root"], flags: ["--pretty"])
    guard let name = options.words.first else {
      throw UsageError(message: "call wants a method: tenure call segment orders.csv")
    }
    guard let entry = AllMethods.entries.first(where: { $0.description.name == name }) else {
      let names = AllMethods.entries.map(\.description.name)
      let near = Nearest.names(to: name, among: names).first
      throw UsageError(
        message: "no method is called \"\(name)\""
          + (near.map { "; did you mean \"\($0)\"?" } ?? ""))
    }
    let params = try CallParams.json(
      Array(options.words.dropFirst()), given: options["--params"], entry.description,
      isRemote: options["--socket"] != nil)
    if let socket = options["--socket"] {
      return try atServer(name, params, socket, isPretty: options.has("--pretty"))
    }
    return try here(entry, params, isPretty: options.has("--pretty"), roots: options.all("--root"))
  }

  /// Runs the method in this process.
  private static func here(
    _ entry: MethodEntry, _ params: JSON, isPretty: Bool, roots: [String]
  ) throws -> Int32 {
    let bar = ProgressBar()
    let run = Run(report: bar.listener)
    Interrupt.onSignal { run.cancel() }
    let document = try JSONDocument(Array(params.text().utf8))
    if case .success(let options) = entry.runOptions(document.root), options.timeoutMs > 0 {
      Interrupt.after(milliseconds: options.timeoutMs) { run.cancel(.timedOut) }
    }
    let reply = entry.run(document.root, in: Workspace(roots: roots), run)
    bar.clear()
    switch reply.result {
    case .success(let bytes):
      return show(bytes, isPretty: isPretty) ? 0 : ExitCode.transport
    case .failure(let failure):
      showError(failure)
      return failure.code == ErrorCode.requestCancelled.rawValue
        ? ExitCode.interrupted : ExitCode.errorReply
    }
  }

  /// Sends the request to the server at `socket`.
  private static func atServer(
    _ name: String, _ params: JSON, _ socket: String, isPretty: Bool
  ) throws -> Int32 {
    Interrupt.onSignal { exit(ExitCode.interrupted) }
    var client: SocketClient
    do {
      client = try SocketClient(path: socket)
    } catch {
      Terminal.error("tenure: \(error.message)")
      return ExitCode.transport
    }
    let request: JSON = ["jsonrpc": "2.0", "id": 1, "method": .string(name), "params": params]
    try client.send(Array(request.text().utf8))
    guard let line = client.readLine() else {
      Terminal.error("tenure: the server closed the connection")
      return ExitCode.transport
    }
    let reply = try JSONDocument(line).root
    if let result = reply["result"] {
      return show(Array(result.sourceText.utf8), isPretty: isPretty) ? 0 : ExitCode.transport
    }
    Terminal.write(Array((reply["error"]?.sourceText ?? "null").utf8) + [10], to: 2)
    return ExitCode.errorReply
  }

  private static func show(_ bytes: [UInt8], isPretty: Bool) -> Bool {
    guard isPretty, let document = try? JSONDocument(bytes) else {
      return Terminal.write(bytes + [10])
    }
    return Terminal.write(Array(PrettyJSON.text(document.root).utf8) + [10])
  }

  private static func showError(_ failure: Failure) {
    var error: [JSONMember] = [
      JSONMember("code", .int(Int64(failure.code))),
      JSONMember("message", .string(failure.message)),
    ]
    if let data = failure.data { error.append(JSONMember("data", data)) }
    Terminal.error(JSON.object(error).text())
  }
}
