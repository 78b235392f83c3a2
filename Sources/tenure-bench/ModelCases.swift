/// Models: BG/NBD against lifetimes, k-means against scikit-learn.
import Glibc
import Learning
import Numerics
import Support
import Tables
import Wire

extension Case {
  static let purchaseModel = Case(
    name: "btyd", words: "BG/NBD fitted to CDNOW_sample; the peer is lifetimes"
  ) { bench in
    let histories = try CDNOW.histories(bench.data("cdnow/CDNOW_sample.txt"))
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write(histories.csv, to: "histories.csv")
    var fit: BetaGeometricFit?
    let seconds = try bench.times {
      let groups = PurchaseGroups(
        counts: histories.counts, recencies: histories.recencies, ages: histories.ages)
      fit = try BetaGeometricFit(groups, dropout: .bgNbd, Run())
    }
    guard let fit else { throw BenchError("no fit") }
    let model = fit.model
    var answer = Measurement(
      seconds: seconds, units: Double(histories.counts.count), unit: "customers",
      facts: [
        JSONMember("logLikelihood", .double(fit.logLikelihood)),
        JSONMember(
          "parameters", .array([model.r, model.alpha, model.a, model.b].map { .double($0) })),
      ])
    answer.peer = try Peer.python(bench, lifetimes, [folder.path("histories.csv")])
    return [answer]
  }

  private static let lifetimes = """
    import warnings
    warnings.filterwarnings("ignore")
    lifetimes, pandas = need("lifetimes"), need("pandas")
    table = pandas.read_csv(sys.argv[2])

    def fit():
        return lifetimes.BetaGeoFitter().fit(table["x"], table["recency"], table["age"])

    seconds, model = best_of(fit)
    tell(f"lifetimes {lifetimes.__version__}", seconds,
         logLikelihood=-model._negative_log_likelihood_ * len(table),
         parameters=[float(model.params_[name]) for name in ("r", "alpha", "a", "b")])
    """

  static let kMeans = Case(
    name: "kmeans", words: "8 groups of 100,000 points in 8 dimensions; the peer is scikit-learn"
  ) { bench in
    var random = SeededRandom(seed: 7)
    let rowCount = 100_000
    let values = (0..<rowCount * 8).map { place -> Double in
      let group = (place / 8) % 8
      return Double((group * 5 + place % 8 * 3) % 8) * 1.5 + random.normal()
    }
    let points = Matrix(rowCount: rowCount, columnCount: 8, values: values)
    var wish = KMeans(clusterCount: 8)
    wish.restarts = 3
    var model: KMeansModel?
    let seconds = try bench.times { model = try wish.fit(points, Run()) }
    var answer = Measurement(
      seconds: seconds, units: Double(rowCount), unit: "rows",
      facts: [JSONMember("inertia", .double(model?.inertia ?? 0))])
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write(values.withUnsafeBytes { Array($0) }, to: "points.bin")
    answer.peer = try Peer.python(bench, scikit, [folder.path("points.bin")])
    return [answer]
  }

  private static let scikit = """
    need("sklearn")
    numpy = need("numpy")
    import sklearn
    from sklearn.cluster import KMeans
    points = numpy.fromfile(sys.argv[2]).reshape(-1, 8)
    seconds, model = best_of(lambda: KMeans(8, n_init=3, random_state=42).fit(points))
    tell(f"scikit-learn {sklearn.__version__}", seconds, inertia=model.inertia_)
    """
}

/// The purchases of CDNOW_sample as histories in weeks, up to the end of September 1997.
enum CDNOW {
  struct Histories {
    var counts: [Int] = []
    var recencies: [Double] = []
    var ages: [Double] = []

    /// For the peer, with all digits.
    var csv: [UInt8] {
      var text = "x,recency,age\n"
      for (place, count) in counts.enumerated() {
        text += "\(count),\(recencies[place]),\(ages[place])\n"
      }
      return Array(text.utf8)
    }
  }

  static func histories(_ path: String) throws -> Histories {
    guard let file = fopen(path, "r"), let end = CivilDate.days(year: 1997, month: 9, day: 30)
    else { throw BenchError("\(path) cannot be read") }
    defer { fclose(file) }
    var days: [String: [Int32]] = [:]
    var order: [String] = []
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, 256, file) != nil {
      let bytes = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      let words = String(decoding: bytes, as: UTF8.self).split(separator: " ")
      guard words.count == 5, let day = day(words[2]), day <= end else { continue }
      let customer = String(words[0])
      if days[customer] == nil { order.append(customer) }
      // Two purchases of one day count once; the file is in order.
      if days[customer]?.last != day { days[customer, default: []].append(day) }
    }
    var histories = Histories()
    for customer in order {
      guard let own = days[customer], let first = own.first, let last = own.last else { continue }
      histories.counts.append(own.count - 1)
      histories.recencies.append(Double(last - first) / 7)
      histories.ages.append(Double(end - first) / 7)
    }
    return histories
  }

  private static func day(_ text: Substring) -> Int32? {
    guard let number = Int(text) else { return nil }
    return CivilDate.days(
      year: number / 10_000, month: number / 100 % 100, day: number % 100)
  }
}
