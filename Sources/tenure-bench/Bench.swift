/// What the command line asked for, and the run over the cases.
import Glibc
import Wire

/// Why a case could not be measured, in words.
struct BenchError: Error {
  let words: String

  init(_ words: String) { self.words = words }

  static let hungUp = BenchError("the other side hung up")
}

struct Bench {
  static let usage =
    "[--list] [--only TEXT] [--peers] [--python PATH] [--reps N] [--data DIR] [--server PATH]"

  /// Only cases whose name contains this.
  private(set) var only = ""
  private(set) var runsPeers = false
  /// A Python that has the packages of the peers.
  private(set) var python = "python3"
  private(set) var repetitions = 5
  /// The folder of the real data sets.
  private(set) var dataFolder: String?
  /// The program that is started for the cases over the wire.
  private(set) var server = ""

  /// Nil when a question was answered instead.
  init?(arguments: [String]) throws(BenchError) {
    var rest = arguments[...]
    while let word = rest.popFirst() {
      switch word {
      case "--list":
        for one in Case.all { Terminal.print("\(one.name): \(one.words)") }
        return nil
      case "--help":
        Terminal.print("usage: tenure-bench \(Self.usage)")
        return nil
      case "--peers": runsPeers = true
      case "--only": only = try Self.value(of: word, &rest)
      case "--python": python = try Self.value(of: word, &rest)
      case "--data": dataFolder = try Self.value(of: word, &rest)
      case "--server": server = try Self.value(of: word, &rest)
      case "--reps":
        let text = try Self.value(of: word, &rest)
        guard let count = Int(text), 1 <= count, count <= 1_000 else {
          throw BenchError("--reps wants 1 to 1000, found \(text)")
        }
        repetitions = count
      default: throw BenchError("no option is called \(word)")
      }
    }
    if server.isEmpty { server = Self.folderOfThisProgram + "/tenure" }
  }

  private static func value(
    of option: String, _ rest: inout ArraySlice<String>
  ) throws(BenchError) -> String {
    guard let value = rest.popFirst() else { throw BenchError("\(option) wants a value") }
    return value
  }

  private static var folderOfThisProgram: String {
    guard let text = realpath("/proc/self/exe", nil) else { return "." }
    defer { free(text) }
    let path = String(cString: text)
    return path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }

  /// Runs the chosen cases and gives the exit code: 1 when one of them failed.
  func runAll(_ cases: [Case]) -> Int32 {
    var code: Int32 = 0
    for one in cases where only.isEmpty || one.name.contains(only) {
      do {
        for measurement in try one.run(self) {
          Terminal.print(measurement.json(of: one.name).text())
        }
      } catch let error as BenchError {
        Terminal.print(
          JSON.object([
            JSONMember("case", .string(one.name)), JSONMember("skipped", .string(error.words)),
          ]).text())
      } catch {
        Terminal.say("\(one.name): \(error)")
        code = 1
      }
    }
    return code
  }

  /// A file of the real data sets.
  func data(_ path: String) throws(BenchError) -> String {
    guard let dataFolder else { throw BenchError("needs \(path); give its folder with --data") }
    let file = "\(dataFolder)/\(path)"
    guard access(file, R_OK) == 0 else { throw BenchError("\(file) cannot be read") }
    return file
  }

  /// Seconds of each repetition of `work`.
  func times(_ work: () throws -> Void) rethrows -> [Double] {
    var seconds: [Double] = []
    for _ in 0..<repetitions {
      let start = Stopwatch.now
      try work()
      seconds.append(Stopwatch.now - start)
    }
    return seconds
  }
}

/// One thing to measure.
struct Case: Sendable {
  let name: String
  let words: String
  let run: @Sendable (Bench) throws -> [Measurement]

  static let all = [
    start, ping, pingUnderLoad, pipelined, bigMessage, growth, json, jsonOut, csv, purchaseModel,
    manyBuyers,
    kMeans, manyKMeans, dbscan, ward, average, pca, boosting, logistic, leastSquares, implicitALS,
    topTen,
    retailRules, segment,
    keptRecommendation, pooledTexts, termWeights, idle,
  ]
}

/// What was measured.
struct Measurement {
  /// Beside the name of the case, where one case measures several things.
  var part: String?
  /// Of each repetition.
  var seconds: [Double]
  /// Units of work in one repetition.
  var units: Double
  var unit: String
  var facts: [JSONMember] = []
  var peer: Peer.Answer?

  var best: Double { seconds.min() ?? .infinity }

  func json(of name: String) -> JSON {
    var members = [
      JSONMember("case", .string(part.map { "\(name) \($0)" } ?? name)),
      JSONMember("seconds", .array(seconds.map { .double(Self.rounded($0)) })),
      JSONMember("best", .double(Self.rounded(best))),
      JSONMember("units", .double(units)),
      JSONMember("unit", .string(unit)),
      JSONMember("unitsPerSecond", .double(Self.rounded(units / best))),
    ]
    members += facts
    if let peer {
      members.append(JSONMember("peer", peer.json))
      if let theirs = peer.seconds.min() {
        members.append(JSONMember("peerTakesTimes", .double(Self.rounded(theirs / best))))
      }
    }
    return .object(members)
  }

  /// Four digits are all that can be trusted.
  static func rounded(_ value: Double) -> Double {
    guard value.isFinite, value != 0 else { return 0 }
    let scale = pow(10, 3 - floor(log10(abs(value))))
    return (value * scale).rounded() / scale
  }
}

enum Stopwatch {
  /// Seconds since some moment before the program began.
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

enum Terminal {
  static func print(_ line: String) { put(line, 1) }

  /// Says something that is no measurement.
  static func say(_ line: String) { put(line, 2) }

  private static func put(_ line: String, _ descriptor: Int32) {
    let bytes = Array((line + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  }
}
