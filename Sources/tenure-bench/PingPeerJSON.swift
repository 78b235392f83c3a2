/// 20 MB of flat records, read by our parser and by Python's orjson in the same run.
import Glibc
import Support
import Wire

enum PingPeerJSON {
  /// Megabytes per second, best of several.
  struct Speeds {
    let parser: Double
    /// Nil when python3 or orjson is not there.
    let orjson: Double?
  }

  private static let repeats = 10

  /// - Parameter folder: where the file both read is written for the time of the run.
  static func run(folder: String = "/tmp") throws -> Speeds {
    let text = records(count: 140_000)
    let path = "\(folder)/tenure-bench-\(getpid()).json"
    defer { unlink(path) }
    let file = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0o600)
    var done = 0
    while file >= 0, done < text.count {
      let count = text.withUnsafeBytes {
        write(file, $0.baseAddress?.advanced(by: done), $0.count - done)
      }
      guard count > 0 else { break }
      done += count
    }
    close(file)
    return Speeds(parser: try parser(text), orjson: done == text.count ? orjson(path) : nil)
  }

  private static func parser(_ text: [UInt8]) throws -> Double {
    var best = Double.infinity
    for _ in 0..<repeats {
      var copy = text
      copy.reserveCapacity(text.count + JSONDocument.padding)
      let start = now()
      _ = try JSONDocument(copy).root.count
      best = min(best, now() - start)
    }
    return Double(text.count) / best / 1e6
  }

  private static func orjson(_ path: String) -> Double? {
    let script = """
      import orjson, sys, time
      text = open(sys.argv[1], 'rb').read()
      best = 9e9
      for _ in range(\(repeats)):
          start = time.perf_counter(); value = orjson.loads(text)
          best = min(best, time.perf_counter() - start); del value
      print(len(text) / best / 1e6)
      """
    guard let pipe = popen("python3 -c \"\(script)\" \(path) 2>/dev/null", "r") else { return nil }
    defer { pclose(pipe) }
    var line = [CChar](repeating: 0, count: 100)
    guard fgets(&line, 100, pipe) != nil else { return nil }
    let value = strtod(line, nil)
    return value > 0 ? value : nil
  }

  private static func records(count: Int) -> [UInt8] {
    var random = SeededRandom(seed: 1)
    let channels = ["web", "store", "wechat"]
    var writer = JSONWriter(capacity: count * 160)
    writer.beginArray()
    for index in 0..<count {
      writer.beginObject()
      writer.key("customerId")
      writer.string("C\(100_000 + index % 5_000)")
      writer.key("orderId")
      writer.string("O\(10_000_000 + index)")
      writer.key("date")
      writer.string("2024-\(10 + index % 3)-\(10 + index % 19)")
      writer.key("amount")
      writer.double((random.unit() * 50_000).rounded() / 100)
      writer.key("quantity")
      writer.int(1 + random.below(9))
      writer.key("channel")
      writer.string(channels[random.below(3)])
      writer.key("returned")
      writer.bool(random.below(20) == 0)
      writer.endObject()
    }
    writer.endArray()
    return writer.bytes
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
