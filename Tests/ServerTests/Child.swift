/// A program whose whole run is looked at: what it printed, what it complained of, how it ended.
import Foundation
import TestKit

/// What a program came to.
struct Finished: Equatable {
  /// The exit code; 128 and more for a signal, -1 when the process was still there.
  var code: Int32
  var output: String
  var errors: String
}

/// The built program, or another. Every wait has a deadline.
final class Child {
  static let seconds = 60.0

  private let program: Program
  /// What must be there as long as the child is.
  var companion: AnyObject?

  init(
    _ arguments: [String], program: String = Repository.program,
    environment: [String: String] = [:]
  ) throws {
    // Those of whoever runs the tests mean nothing here; none is as good as empty.
    let none = ["TENURE_SOCKET": "", "XDG_RUNTIME_DIR": "", "LISTEN_PID": "", "LISTEN_FDS": ""]
    self.program = try Program(
      arguments, executable: program, environment: none.merging(environment) { $1 }, errors: .pipe)
  }

  var process: pid_t { program.pid }

  func send(_ text: String) { program.peer.send(text) }

  func send(_ bytes: [UInt8]) { program.peer.sendRaw(bytes, seconds: Self.seconds) }

  func endInput() { program.peer.closeInput() }

  /// Nobody reads any more.
  func closeOutput() { program.peer.stopReading() }

  func signal(_ number: Int32) { program.send(number) }

  /// The next line of output; nil at the end, or when none comes in time.
  func readLine() -> String? { program.peer.nextLine(seconds: Self.seconds) }

  /// Everything up to the end of the output and of the errors, and the exit code.
  func finish() -> Finished {
    let output = program.peer.rest(seconds: Self.seconds) ?? "no end"
    let errors = program.errors?.rest(seconds: Self.seconds) ?? "no end"
    return Finished(code: exitCode() ?? -1, output: output, errors: errors)
  }

  /// The exit code, once there is one.
  func exitCode() -> Int32? {
    switch program.end(seconds: Self.seconds) {
    case .exit(let code): code
    case .signal(let number): 128 + number
    case nil: nil
    }
  }

  /// Starts the program, gives it all its input, and waits for its end.
  static func run(
    _ arguments: [String], input: String = "", program: String = Repository.program,
    environment: [String: String] = [:]
  ) throws -> Finished {
    let child = try Child(arguments, program: program, environment: environment)
    child.send(Array(input.utf8))
    child.endInput()
    return child.finish()
  }
}
