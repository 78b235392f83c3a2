/// What others would use for the same work: a script that runs in the same run, or a program in C.
import Glibc
import Wire

enum Peer {
  /// What a peer said of itself.
  struct Answer {
    let json: JSON
    var seconds: [Double] { json["seconds"]?.array?.compactMap(\.double) ?? [] }

    /// A peer that was measured here.
    init(name: String, seconds: [Double], facts: [JSONMember] = []) {
      json = .object(
        [
          JSONMember("name", .string(name)),
          JSONMember("seconds", .array(seconds.map { .double(Measurement.rounded($0)) })),
        ] + facts)
    }

    /// A peer that could not be run, and why.
    init(missing: String) { json = ["missing": .string(missing)] }

    init(parsing line: String) {
      json = (try? JSON(parsing: line)) ?? ["missing": .string(line)]
    }
  }

  /// Runs a Python script, whose last line is `{"name": ..., "seconds": [...]}`; nil when no peers
  /// were asked for. The repetitions are its first argument.
  static func python(_ bench: Bench, _ script: String, _ arguments: [String]) throws -> Answer? {
    guard bench.runsPeers else { return nil }
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let file = folder.path("peer.py")
    try folder.write(Array((opening + script).utf8), to: "peer.py")
    let words = [bench.python, file, "\(bench.repetitions)"] + arguments
    let line = Program.output(words).split(separator: "\n").last.map(String.init)
    return line.map(Answer.init(parsing:)) ?? Answer(missing: "\(bench.python) gave no answer")
  }

  private static let opening = """
    import json, sys, time

    def best_of(work):
        seconds = []
        for _ in range(int(sys.argv[1])):
            start = time.perf_counter()
            value = work()
            seconds.append(time.perf_counter() - start)
        return seconds, value

    def tell(name, seconds, **facts):
        print(json.dumps(dict(name=name, seconds=[round(s, 7) for s in seconds], **facts)))

    def need(module):
        try:
            return __import__(module)
        except ImportError:
            print(json.dumps({"missing": f"this Python has no {module}"}))
            sys.exit()


    """
}

/// A folder that goes when it is not needed any more.
struct TemporaryFolder {
  private let folder: String

  init() throws {
    var name = Array("/tmp/tenure-bench-XXXXXX".utf8CString)
    guard mkdtemp(&name) != nil else { throw BenchError("cannot make a folder in /tmp") }
    folder = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  func write(_ bytes: [UInt8], to name: String) throws {
    let file = open(path(name), O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o600)
    defer { close(file) }
    var done = 0
    while file >= 0, done < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(file, $0.baseAddress?.advanced(by: done), $0.count - done)
      }
      guard count > 0 else { break }
      done += count
    }
    guard done == bytes.count else { throw BenchError("cannot write \(path(name))") }
  }

  /// Everything here was written flat.
  func remove() {
    if let listing = opendir(folder) {
      while let entry = readdir(listing) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { unlink(path(name)) }
      }
      closedir(listing)
    }
    rmdir(folder)
  }
}
