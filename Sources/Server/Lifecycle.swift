/// Where one connection stands between `initialize` and `exit`, and what that means for a request.
///
/// No handshake is needed: a bare request is served. `initialize` counts once; after `shutdown` no
/// request is served. Those three are messages of their own, never members of a batch.
import Contract
import Methods
import Support
import Wire

struct Lifecycle {
  private let service: Service
  private var isInitialized = false
  private var isShutDown = false
  /// Set once the client asked for the end.
  private(set) var exitWish: Connection.Ending?

  init(service: Service) { self.service = service }

  /// What is to be done with a request.
  enum Decision {
    /// Not for a method: refused, or the end.
    case now(Result<[UInt8], Failure>)
    /// A method that was answered at once.
    case answered(Reply, method: String, arrived: UInt64)
    case run(MethodEntry, RunOptions)
  }

  private static let single: Set<String> = ["initialize", "shutdown", "exit"]

  mutating func decide(_ call: Call, inBatch: Bool) -> Decision {
    let method = call.method
    if inBatch, Self.single.contains(method) {
      return Self.refused("\(method) cannot be a member of a batch; send it on its own")
    }
    if method == "exit" {
      exit()
      return .now(.success(Array("null".utf8)))
    }
    if isShutDown { return Self.refused("the session was shut down; only exit may follow") }
    if method == "initialize", isInitialized {
      return Self.refused("initialize was answered already; it counts once a connection")
    }
    guard let named = service.entries[method] else { return .now(.failure(unknown(method))) }
    let entry = named.routed(call.params)
    guard entry.description.effect == .control else {
      switch entry.runOptions(call.params) {
      case .success(let options): return .run(entry, options)
      case .failure(let failure): return .now(.failure(failure))
      }
    }
    let arrived = Clock.now
    let reply = service.runNow(entry, call.params)
    if case .success = reply.result {
      isInitialized = isInitialized || method == "initialize"
      isShutDown = method == "shutdown"
    }
    return .answered(reply, method: entry.description.name, arrived: arrived)
  }

  mutating func exit() { exitWish = .exit(afterShutdown: isShutDown) }

  private static func refused(_ words: String) -> Decision {
    .now(.failure(Failure(code: Refusal.invalidRequest, message: words)))
  }

  private func unknown(_ method: String) -> Failure {
    let shown = String(decoding: method.utf8.prefix(100), as: UTF8.self)
    let nearest =
      method.hasPrefix("$/") ? [] : Nearest.names(to: shown, among: service.names)
    var message = "there is no method '\(shown)'"
    if let first = nearest.first { message += "; did you mean '\(first)'?" }
    return Failure(
      code: ErrorCode.methodNotFound.rawValue, message: message,
      data: [
        "code": .string(ErrorCode.methodNotFound.name),
        "nearest": .array(nearest.map { .string($0) }),
        "retryable": false,
      ])
  }
}
