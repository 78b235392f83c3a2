/// The built program, or another, as a child process. Every wait has a deadline, and whatever still
/// runs when the object goes is ended by its number.
import Foundation
import Glibc
import TestKit

@testable import Server

/// A folder of its own, removed with everything in it at the end.
final class TestFolder: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/tenure-shared-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw ChildProblem(words: "no folder in /tmp") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  func write(_ text: String, to name: String) throws -> String {
    try text.write(toFile: file(name), atomically: false, encoding: .utf8)
    return file(name)
  }
}

/// What a program came to.
struct Finished: Equatable {
  var code: Int32
  var output: String
  var errors: String
}

/// A running child with pipes to its three standard descriptors.
final class Child: @unchecked Sendable {
  static let seconds = 60.0

  let process: pid_t
  /// What must be there as long as the child is.
  var companion: AnyObject?
  private var input: Int32
  private var output: Int32
  private let errors: Int32
  private var buffered: [UInt8] = []
  private var code: Int32?

  init(
    _ arguments: [String], program: String = Repository.program,
    environment: [String: String] = [:]
  ) throws {
    Glibc.signal(SIGPIPE, SIG_IGN)
    var ends: [[Int32]] = []
    for _ in 0..<3 {
      var pair: [Int32] = [0, 0]
      guard pipe(&pair) == 0 else { throw ChildProblem(words: "no pipes left") }
      ends.append(pair)
    }
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    // First to numbers that nothing has, because the pipes themselves may have 0, 1 or 2.
    let theirs = [ends[0][0], ends[1][1], ends[2][1]]
    for (number, end) in theirs.enumerated() {
      posix_spawn_file_actions_adddup2(&files, end, 1_000 + Int32(number))
    }
    for number in Int32(0)...2 {
      posix_spawn_file_actions_adddup2(&files, 1_000 + number, number)
      posix_spawn_file_actions_addclose(&files, 1_000 + number)
    }
    // Other tests of this process have pipes too, whose ends must not live on in the child.
    for number in Int32(3)..<256 { posix_spawn_file_actions_addclose(&files, number) }
    var all = ProcessInfo.processInfo.environment
    for name in ["TENURE_SOCKET", "XDG_RUNTIME_DIR", "LISTEN_PID", "LISTEN_FDS"] { all[name] = nil }
    all["SWIFT_BACKTRACE"] = "enable=no"
    all.merge(environment) { $1 }
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = all.map { strdup("\($0)=\($1)") } + [nil]
    defer { for word in words + variables { free(word) } }
    var started: pid_t = 0
    var status = posix_spawnp(&started, program, &files, nil, &words, &variables)
    let deadline = Date(timeIntervalSinceNow: Self.seconds)
    // A program that was just written may still be open in a child another test is starting.
    while status == ETXTBSY, Date() < deadline {
      poll(nil, 0, 5)
      status = posix_spawnp(&started, program, &files, nil, &words, &variables)
    }
    for end in theirs { close(end) }
    (input, output, errors) = (ends[0][1], ends[1][0], ends[2][0])
    process = started
    guard status == 0 else {
      code = -1
      throw ChildProblem(words: "cannot start \(program): \(String(cString: strerror(status)))")
    }
  }

  deinit {
    if code == nil {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    for end in [input, output, errors] where end >= 0 { close(end) }
  }

  func send(_ text: String) { send(Array((text + "\n").utf8)) }

  func send(_ bytes: [UInt8]) {
    let deadline = Date(timeIntervalSinceNow: Self.seconds)
    _ = fcntl(input, F_SETFL, O_NONBLOCK)
    var done = 0
    while done < bytes.count, Date() < deadline {
      let count = bytes.withUnsafeBytes {
        write(input, $0.baseAddress?.advanced(by: done), $0.count - done)
      }
      if count > 0 { done += count }
      if count < 0 {
        guard errno == EAGAIN else { return }
        waits(input, POLLOUT, 0.1)
      }
    }
  }

  func endInput() {
    if input >= 0 { close(input) }
    input = -1
  }

  /// Nobody reads any more.
  func closeOutput() {
    if output >= 0 { close(output) }
    output = -1
  }

  func signal(_ number: Int32) { kill(process, number) }

  @discardableResult
  private func waits(_ descriptor: Int32, _ event: Int32, _ seconds: Double) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(event), revents: 0)
    return poll(&entry, 1, Int32(max(0, seconds) * 1_000)) > 0
  }

  /// The next line of output; nil at the end, or when none comes in time.
  func readLine() -> String? {
    let deadline = Date(timeIntervalSinceNow: Self.seconds)
    var searched = 0
    while true {
      if let end = buffered[searched...].firstIndex(of: 10) {
        let line = String(decoding: buffered[..<end], as: UTF8.self)
        buffered.removeSubrange(...end)
        return line
      }
      searched = buffered.count
      guard let piece = read(output, until: deadline) else { return nil }
      buffered += piece
    }
  }

  private func read(_ descriptor: Int32, until deadline: Date) -> [UInt8]? {
    guard waits(descriptor, POLLIN, deadline.timeIntervalSinceNow) else { return nil }
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    let count = Glibc.read(descriptor, &buffer, buffer.count)
    return count > 0 ? Array(buffer[..<count]) : nil
  }

  private func rest(of descriptor: Int32) -> [UInt8] {
    let deadline = Date(timeIntervalSinceNow: Self.seconds)
    var all: [UInt8] = []
    while descriptor >= 0, let piece = read(descriptor, until: deadline) { all += piece }
    return all
  }

  /// Everything up to the end of the output, of the errors, and the exit code; 128 and more for a
  /// signal, -1 when the process was still there.
  func finish() -> Finished {
    let output = String(decoding: buffered + rest(of: output), as: UTF8.self)
    let errors = String(decoding: rest(of: errors), as: UTF8.self)
    return Finished(code: exitCode() ?? -1, output: output, errors: errors)
  }

  /// The exit code, once there is one.
  func exitCode() -> Int32? {
    let deadline = Date(timeIntervalSinceNow: Self.seconds)
    while code == nil, Date() < deadline {
      var status: Int32 = 0
      if waitpid(process, &status, WNOHANG) == process {
        code = status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + status & 0x7f
      } else {
        poll(nil, 0, 2)
      }
    }
    return code
  }

  /// Starts the program, gives it all its input, and waits for its end.
  static func run(
    _ arguments: [String], input: String = "", program: String = Repository.program,
    environment: [String: String] = [:]
  ) throws -> Finished {
    let child = try Child(
      arguments, program: program, environment: environment)
    child.send(Array(input.utf8))
    child.endInput()
    return child.finish()
  }
}

/// Why a test could not even begin.
struct ChildProblem: Error {
  let words: String
}
