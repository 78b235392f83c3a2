/// One ping over pipes, next to the cheapest program there is: `cat`, which is C and only echoes.
///
/// Both are asked in turns in one run, so that the load of the machine is the same for both. What
/// is compared is the median time from the write of a line to the read of its answer.
import Glibc

enum PingPeer {
  /// Medians in microseconds.
  struct Times {
    let server: Double
    let cat: Double
  }

  private static let rounds = 20
  private static let pingsPerRound = 1_000

  /// - Parameter server: the path of the program that speaks the protocol.
  static func run(server: String) -> Times? {
    guard let peer = Child("cat", []), let subject = Child(server, ["--stdio"]) else { return nil }
    defer {
      peer.end()
      subject.end()
    }
    var times: (server: [Double], cat: [Double]) = ([], [])
    for _ in 0..<rounds {
      for _ in 0..<pingsPerRound { times.cat.append(peer.ping()) }
      for _ in 0..<pingsPerRound { times.server.append(subject.ping()) }
    }
    return Times(server: median(times.server), cat: median(times.cat))
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
  }

  /// A running program with pipes to its input and from its output.
  private struct Child {
    private let process: pid_t
    private let input: Int32
    private let output: Int32
    private let line = Array("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n".utf8)

    init?(_ program: String, _ arguments: [String]) {
      var toChild: [Int32] = [0, 0]
      var fromChild: [Int32] = [0, 0]
      guard pipe(&toChild) == 0, pipe(&fromChild) == 0 else { return nil }
      for end in [toChild[1], fromChild[0]] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      var actions = posix_spawn_file_actions_t()
      posix_spawn_file_actions_init(&actions)
      defer { posix_spawn_file_actions_destroy(&actions) }
      posix_spawn_file_actions_adddup2(&actions, toChild[0], 0)
      posix_spawn_file_actions_adddup2(&actions, fromChild[1], 1)
      var words = ([program] + arguments).map { strdup($0) } + [nil]
      defer { for word in words { free(word) } }
      var started: pid_t = 0
      guard posix_spawnp(&started, program, &actions, nil, &words, environ) == 0 else { return nil }
      close(toChild[0])
      close(fromChild[1])
      process = started
      input = toChild[1]
      output = fromChild[0]
    }

    /// Microseconds until the answer's last byte is there.
    func ping() -> Double {
      var before = timespec()
      var after = timespec()
      clock_gettime(CLOCK_MONOTONIC, &before)
      _ = line.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
      withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 1) { buffer in
        var count = 0
        repeat {
          count = read(output, buffer.baseAddress, buffer.count)
        } while count > 0 && buffer[count - 1] != 10
      }
      clock_gettime(CLOCK_MONOTONIC, &after)
      let seconds = Double(after.tv_sec - before.tv_sec)
      return seconds * 1e6 + Double(after.tv_nsec - before.tv_nsec) / 1e3
    }

    func end() {
      close(input)
      close(output)
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
  }
}
