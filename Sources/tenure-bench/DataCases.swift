/// Bytes to data: JSON against orjson, CSV and RFM against polars.
import Analytics
import Glibc
import Support
import Tables
import Wire

extension Case {
  static let json = Case(
    name: "json", words: "an array of flat records; the peer is orjson, which makes Python objects"
  ) { bench in
    let text = Orders.json(records: 140_000)
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write(text, to: "records.json")
    var seconds: [Double] = []
    for _ in 0..<bench.repetitions {
      var copy = text
      copy.reserveCapacity(text.count + JSONDocument.padding)
      let start = Stopwatch.now
      let count = try JSONDocument(copy).root.count
      seconds.append(Stopwatch.now - start)
      guard count == 140_000 else { throw BenchError("read \(count) records") }
    }
    var answer = Measurement(seconds: seconds, units: Double(text.count) / 1e6, unit: "MB")
    answer.peer = try Peer.python(bench, orjson, [folder.path("records.json")])
    return [answer]
  }

  private static let orjson = """
    orjson = need("orjson")
    text = open(sys.argv[2], "rb").read()
    seconds, value = best_of(lambda: orjson.loads(text))
    tell(f"orjson {orjson.__version__}", seconds, records=len(value))
    """

  static let jsonOut = Case(
    name: "json-out", words: "the same records written; the peer is orjson, from Python objects"
  ) { bench in
    let text = Orders.json(records: 140_000)
    let tree = JSON(try JSONDocument(text).root)
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write(text, to: "records.json")
    var written = 0
    let seconds = bench.times {
      var writer = JSONWriter(capacity: text.count)
      writer.json(tree)
      written = writer.bytes.count
    }
    var answer = Measurement(seconds: seconds, units: Double(written) / 1e6, unit: "MB")
    answer.peer = try Peer.python(bench, orjsonOut, [folder.path("records.json")])
    return [answer]
  }

  private static let orjsonOut = """
    orjson = need("orjson")
    value = orjson.loads(open(sys.argv[2], "rb").read())
    seconds, text = best_of(lambda: orjson.dumps(value))
    tell(f"orjson {orjson.__version__}", seconds, bytes=len(text))
    """

  static let csv = Case(
    name: "csv",
    words: "a million orders from a file to R, F and M of every customer; the peer is polars"
  ) { bench in
    try [false, true].map { hasOrderIds in
      let text = Orders.csv(
        rows: 1_000_000, customers: 100_000, items: 5_000, hasOrderIds: hasOrderIds)
      var answer = try rfm(bench, text)
      answer.part = hasOrderIds ? "with a million order ids" : nil
      return answer
    }
  }

  private static func rfm(_ bench: Bench, _ text: [UInt8]) throws -> Measurement {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write(text, to: "orders.csv")
    let path = folder.path("orders.csv")
    var options = SegmentOptions()
    options.method = .rfm
    var (reading, all): ([Double], [Double]) = ([], [])
    var customers = 0
    for _ in 0..<bench.repetitions {
      let start = Stopwatch.now
      let table = try TableReader.read(path: path, ReadOptions(), Run())
      let read = Stopwatch.now
      customers = try Segmentation.of(table, options: options, Run()).ids.count
      all.append(Stopwatch.now - start)
      reading.append(read - start)
    }
    var answer = Measurement(
      seconds: all, units: 1_000_000, unit: "rows",
      facts: [
        JSONMember("megabytes", .double(Double(text.count) / 1e6)),
        JSONMember("customers", .int(Int64(customers))),
        JSONMember("readingBest", .double(Measurement.rounded(reading.min() ?? 0))),
      ])
    let cores = "\(sysconf(Int32(_SC_NPROCESSORS_ONLN)))"
    answer.peer = try Peer.python(bench, polars, [path, cores])
    return answer
  }

  /// The figures and the five scores of each; names, reasons and grades are ours alone.
  private static let polars = """
    import os
    os.environ["POLARS_MAX_THREADS"] = sys.argv[3]
    pl = need("polars")

    def read():
        return pl.read_csv(sys.argv[2], try_parse_dates=True,
                           schema_overrides={"customerId": pl.String})

    def rfm():
        table = read()
        day = table["date"].max()
        people = table.group_by("customerId").agg(
            (day - pl.col("date").max()).dt.total_days().alias("recency"),
            (pl.col("orderId").n_unique() if "orderId" in table.columns
             else pl.col("date").n_unique()).alias("frequency"),
            pl.col("amount").sum().alias("monetary"))
        return people.with_columns(
            (pl.col(name).rank("average") * 5 / pl.len()).ceil().alias(name + "Score")
            for name in ("recency", "frequency", "monetary"))

    seconds, people = best_of(rfm)
    reading, _ = best_of(read)
    tell(f"polars {pl.__version__}", seconds, customers=people.height,
         readingBest=min(reading), threads=pl.thread_pool_size())
    """
}

/// Orders that nobody placed; the same ones every time.
enum Orders {
  private static let channels = ["web", "store", "wechat"]

  static func csv(rows: Int, customers: Int, items: Int, hasOrderIds: Bool) -> [UInt8] {
    var random = SeededRandom(seed: 1)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(rows * 50)
    let orderHeader = hasOrderIds ? "orderId," : ""
    bytes += Array("customerId,\(orderHeader)date,itemId,amount,channel\n".utf8)
    for row in 0..<rows {
      // Squares: some customers and items are much more usual than others.
      let customer = square(&random, customers)
      let item = square(&random, items)
      append("C", 100_000 + customer, &bytes)
      if hasOrderIds { append(",O", 10_000_000 + row, &bytes) }
      append(",", 2022 + random.below(3), &bytes)
      append("-", 10 + random.below(3), &bytes)
      append("-", 10 + random.below(19), &bytes)
      append(",I", 1_000 + item, &bytes)
      append(",", 1 + random.below(400), &bytes)
      append(".", 10 + random.below(90), &bytes)
      bytes.append(44)
      bytes += Array(channels[random.below(3)].utf8)
      bytes.append(10)
    }
    return bytes
  }

  static func json(records: Int) -> [UInt8] {
    var random = SeededRandom(seed: 1)
    var writer = JSONWriter(capacity: records * 160)
    writer.beginArray()
    for index in 0..<records {
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

  private static func square(_ random: inout SeededRandom, _ count: Int) -> Int {
    let unit = random.unit()
    return min(count - 1, Int(unit * unit * Double(count)))
  }

  private static func append(_ text: String, _ number: Int, _ bytes: inout [UInt8]) {
    bytes += Array(text.utf8)
    bytes += Array(String(number).utf8)
  }
}
