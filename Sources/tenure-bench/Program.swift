/// Programs that are started for a measurement, and the pipes and sockets to them.
import Glibc

/// A running program. A class: it is ended once.
final class Program {
  let process: pid_t
  let pipes: Line
  private var isOver = false

  /// Starts a program with pipes to its input and from its output.
  init(_ words: [String]) throws {
    var toChild: [Int32] = [0, 0]
    var fromChild: [Int32] = [0, 0]
    guard pipe(&toChild) == 0, pipe(&fromChild) == 0 else { throw BenchError("no pipes left") }
    for end in [toChild[1], fromChild[0]] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (end, number) in [(toChild[0], Int32(0)), (fromChild[1], 1)] {
      posix_spawn_file_actions_adddup2(&actions, end, number)
      posix_spawn_file_actions_addclose(&actions, end)
    }
    var arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var started: pid_t = 0
    let status = posix_spawnp(&started, words[0], &actions, nil, &arguments, environ)
    close(toChild[0])
    close(fromChild[1])
    guard status == 0 else {
      close(toChild[1])
      close(fromChild[0])
      throw BenchError("cannot start \(words[0])")
    }
    process = started
    pipes = Line(input: fromChild[0], output: toChild[1])
  }

  deinit { end() }

  func end() {
    guard !isOver else { return }
    isOver = true
    pipes.close()
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
  }

  /// The most memory the program has held, in bytes.
  var peakBytes: Int {
    for line in text(of: "status").split(separator: "\n") where line.hasPrefix("VmHWM:") {
      return (Int(line.dropFirst(6).drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " }) ?? 0)
        << 10
    }
    return 0
  }

  /// Descriptors the program has open.
  var descriptorCount: Int {
    guard let listing = opendir("/proc/\(process)/fd") else { return 0 }
    defer { closedir(listing) }
    var count = 0
    while let entry = readdir(listing) { if entry.pointee.d_name.0 != 46 { count += 1 } }
    return count
  }

  /// Bytes of memory the program holds.
  var residentBytes: Int {
    let words = text(of: "statm").split(separator: " ")
    let pages = words.count > 1 ? Int(words[1]) ?? 0 : 0
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
  }

  /// What the system tells of the process, up to a few kilobytes.
  private func text(of name: String) -> String {
    let file = open("/proc/\(process)/\(name)", O_RDONLY | O_CLOEXEC)
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 8_192)
    let count = read(file, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  /// All that a program prints until it ends.
  static func output(_ words: [String]) -> String {
    guard let program = try? Program(words) else { return "" }
    close(program.pipes.output)
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while case let count = read(program.pipes.input, &block, block.count), count > 0 {
      bytes += block[..<count]
    }
    close(program.pipes.input)
    program.isOver = true
    waitpid(program.process, nil, 0)
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// One line there, one line back.
struct Line {
  let input: Int32
  let output: Int32

  init(input: Int32, output: Int32) {
    self.input = input
    self.output = output
  }

  /// A connection to a Unix socket that is about to be there.
  init(socket path: String) throws {
    let deadline = Stopwatch.now + 10
    while true {
      let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) { room in
        for (index, byte) in path.utf8.prefix(room.count - 1).enumerated() { room[index] = byte }
      }
      let status = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
      if status == 0 {
        self.init(input: number, output: number)
        return
      }
      Glibc.close(number)
      guard Stopwatch.now < deadline else { throw BenchError("nobody listens on \(path)") }
      usleep(2_000)
    }
  }

  func send(_ text: [UInt8]) {
    var done = 0
    while done < text.count {
      let count = text.withUnsafeBytes {
        write(output, $0.baseAddress?.advanced(by: done), $0.count - done)
      }
      guard count > 0 else { return }
      done += count
    }
  }

  /// Reads up to the end of a line that is at most 64 KiB; false when there is none.
  @discardableResult
  func receive() -> Bool {
    withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 16) { buffer in
      while true {
        let count = read(input, buffer.baseAddress, buffer.count)
        guard count > 0 else { return false }
        if buffer[count - 1] == 10 { return true }
      }
    }
  }

  /// Reads that many bytes; false when the other side hung up before.
  func receive(bytes: Int) -> Bool {
    withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 16) { buffer in
      var left = bytes
      while left > 0 {
        let count = read(input, buffer.baseAddress, min(left, buffer.count))
        guard count > 0 else { return false }
        left -= count
      }
      return true
    }
  }

  /// Seconds from the first byte sent to the last byte received.
  func roundTrip(_ text: [UInt8]) throws -> Double {
    let start = Stopwatch.now
    send(text)
    guard receive() else { throw BenchError.hungUp }
    return Stopwatch.now - start
  }

  func close() {
    Glibc.close(input)
    if output != input { Glibc.close(output) }
  }
}
