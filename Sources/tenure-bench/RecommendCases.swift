/// What is bought together in a real shop, and one recommendation by a kept model.
import Glibc
import Learning
import Support
import Tables
import Wire

extension Case {
  static let retailRules = Case(
    name: "retail-rules",
    words: """
      19,773 baskets of Online Retail: codes, FP-growth at two supports, rules at confidence 0.5; \
      the peer is mlxtend
      """
  ) { bench in
    let path = try bench.data("online_retail/online_retail.csv.gz")
    let baskets = try retailBaskets(path)
    return try [0.02, 0.01].map { support in
      var (sets, rules) = (0, 0)
      let seconds = try bench.times {
        var codes: [String: Int32] = [:]
        let rows = baskets.map { basket in
          basket.map { name -> Int32 in
            if let code = codes[name] { return code }
            let code = Int32(codes.count)
            codes[name] = code
            return code
          }
        }
        let least = Int((support * Double(rows.count)).rounded(.up))
        let found = try FrequentItemsets(
          BasketRows(itemCount: codes.count, baskets: rows), leastCount: least, longest: 64,
          limit: Limits.itemsets, Run())
        sets = found.sets.count
        rules = try AssociationRules(
          found.sets, baskets: rows.count, leastConfidence: 0.5, leastLift: 0, Run()
        ).rules.count
      }
      var answer = Measurement(
        part: "support \(support)", seconds: seconds, units: Double(baskets.count),
        unit: "baskets",
        facts: [
          JSONMember("itemsets", .int(Int64(sets))),
          JSONMember("rulesOfOneConsequent", .int(Int64(rules))),
        ])
      answer.peer = try Peer.python(bench, mlxtend, [path, "\(support)"])
      return answer
    }
  }

  /// Distinct items of each invoice, as `reference/basket.py` has them: sold, with a price, no fees.
  private static func retailBaskets(_ path: String) throws -> [[String]] {
    let table = try TableReader.read(path: path, ReadOptions(), Run())
    func column(_ header: String) throws -> Column {
      guard let found = table.columns.first(where: { $0.header == header }) else {
        throw BenchError("\(path) has no column \(header)")
      }
      return found
    }
    let invoices = try column("InvoiceNo").asText()
    let items = try column("StockCode").asText()
    guard let counts = try column("Quantity").number, let prices = try column("UnitPrice").number
    else { throw BenchError("\(path): quantities and prices are no numbers") }
    let fees: Set<String> = ["POST", "DOT", "M", "D", "C2", "BANK CHARGES"]
    var placeOf: [Int32: Int] = [:]
    var baskets: [Set<String>] = []
    for row in 0..<table.rowCount {
      guard counts.values[row] > 0, prices.values[row] > 0, let item = items[row]?.uppercased(),
        !fees.contains(item), item.utf8.contains(where: { (48...57).contains($0) }),
        invoices[row]?.hasPrefix("C") == false
      else { continue }
      let invoice = invoices.codes[row]
      let place = placeOf[invoice] ?? baskets.count
      if place == baskets.count {
        placeOf[invoice] = place
        baskets.append([])
      }
      baskets[place].insert(item)
    }
    return baskets.map { $0.sorted() }
  }

  private static let mlxtend = """
    import csv, gzip
    mlxtend, pandas = need("mlxtend"), need("pandas")
    from mlxtend.frequent_patterns import association_rules, fpgrowth
    from mlxtend.preprocessing import TransactionEncoder

    drop = {"POST", "DOT", "M", "D", "C2", "BANK CHARGES"}
    found = {}
    with gzip.open(sys.argv[2], "rt", encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        for r in rows:
            code = r[1].upper()
            if (r[0].startswith("C") or int(r[3]) <= 0 or float(r[5]) <= 0 or code in drop
                    or not any(c.isdigit() for c in code)):
                continue
            found.setdefault(r[0], set()).add(code)
    baskets = [sorted(b) for b in found.values()]

    def work():
        coder = TransactionEncoder()
        cells = coder.fit(baskets).transform(baskets, sparse=True)
        frame = pandas.DataFrame.sparse.from_spmatrix(cells, columns=coder.columns_)
        sets = fpgrowth(frame, min_support=float(sys.argv[3]), use_colnames=True)
        association_rules(sets, metric="confidence", min_threshold=0.5)
        return len(sets)

    seconds, sets = best_of(work)
    tell(f"mlxtend {mlxtend.__version__}", seconds, itemsets=sets)
    """

  static let keptRecommendation = Case(
    name: "recommend-kept",
    words: "one customer after the other by a kept model of 30,000 customers and 2,000 items"
  ) { bench in
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write(
      Orders.csv(rows: 300_000, customers: 30_000, items: 2_000, hasOrderIds: false),
      to: "orders.csv")
    let program = try Program([bench.server])
    defer { program.end() }
    let line = program.pipes
    return try ["itemCosine", "als"].map { method in
      let fit = """
        {"path":"\(folder.path("orders.csv"))","method":"\(method)","limit":1,"saveAs":"kept"}
        """
      let made = try line.roundTrip(Array(Ping.text("recommend", id: 1, fit).utf8))
      var seconds: [Double] = []
      for turn in 0..<2_000 {
        let wish = "{\"model\":\"kept\",\"customerId\":\"C\(100_000 + turn * 13)\"}"
        seconds.append(
          try line.roundTrip(Array(Ping.text("recommend", id: turn + 2, wish).utf8)))
      }
      return Measurement(
        part: method, seconds: [Ping.quantile(seconds, 0.5)], units: 1, unit: "recommendation",
        facts: [
          JSONMember(
            "p99Microseconds", .double(Measurement.rounded(Ping.quantile(seconds, 0.99) * 1e6))),
          JSONMember("fitSeconds", .double(Measurement.rounded(made))),
        ])
    }
  }
}
