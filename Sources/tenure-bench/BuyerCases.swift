/// BG/NBD with Gamma-Gamma on a million made-up customers: the generator is `buyers` of
/// reference/synthetic.py, bit for bit, so that both sides fit the same numbers.
import Learning
import Numerics
import Support
import Wire

extension Case {
  static let manyBuyers = Case(
    name: "btyd1m",
    words: "BG/NBD and Gamma-Gamma fitted to 1,000,000 customers; the peer is lifetimes"
  ) { bench in
    let buyers = Buyers(count: 1_000_000)
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write(buyers.bytes, to: "buyers.bin")
    var fits: (purchases: PurchaseFit, spend: GammaGammaFit)?
    let seconds = try bench.times {
      let groups = PurchaseGroups(
        counts: buyers.counts, recencies: buyers.recencies, ages: buyers.ages)
      let rows = buyers.counts.indices.filter { buyers.counts[$0] > 0 }
      fits = (
        try PurchaseFit(groups, .bgNbd, Run()),
        try GammaGammaFit(
          rows.map { buyers.counts[$0] }, rows.map { buyers.means[$0] }, Run())
      )
    }
    guard let fits else { throw BenchError("no fit") }
    let spend = fits.spend.model
    var answer = Measurement(
      seconds: seconds, units: Double(buyers.counts.count), unit: "customers",
      facts: [
        JSONMember("logLikelihood", .double(fits.purchases.logLikelihood)),
        JSONMember("parameters", .array(fits.purchases.model.parameters.map { .double($0) })),
        JSONMember("spendLogLikelihood", .double(fits.spend.logLikelihood)),
        JSONMember("spend", .array([spend.p, spend.q, spend.gamma].map { .double($0) })),
      ])
    answer.peer = try Peer.python(bench, lifetimesOfBuyers, [folder.path("buyers.bin")])
    return [answer]
  }

  private static let lifetimesOfBuyers = """
    import warnings
    warnings.filterwarnings("ignore")
    lifetimes, numpy = need("lifetimes"), need("numpy")
    x, recency, age, mean = numpy.fromfile(sys.argv[2]).reshape(-1, 4).T

    def fit():
        purchases = lifetimes.BetaGeoFitter().fit(x, recency, age)
        spend = lifetimes.GammaGammaFitter().fit(x[x > 0], mean[x > 0])
        return purchases, spend

    seconds, (purchases, spend) = best_of(fit)
    tell(f"lifetimes {lifetimes.__version__}", seconds,
         logLikelihood=-purchases._negative_log_likelihood_ * len(x),
         parameters=[float(purchases.params_[name]) for name in ("r", "alpha", "a", "b")],
         spendLogLikelihood=-spend._negative_log_likelihood_ * int((x > 0).sum()),
         spend=[float(spend.params_[name]) for name in ("p", "q", "v")])
    """
}

/// Customers of BG/NBD; seeds 10 to 14 as in the reference, 19 for the money.
private struct Buyers {
  var counts: [Int] = []
  var recencies: [Double] = []
  var ages: [Double] = []
  var means: [Double] = []

  init(count: Int) {
    for r in 0..<count {
      let age = 27 + 12 * Self.uniform(10, r)
      let wait = Math.log1p(-Self.uniform(11, r))
      let rate = 0.005 + 0.05 * wait * wait
      let leaves = Math.pow(1 - Math.pow(1 - Self.uniform(12, r), 1 / 2.4), 1 / 0.8)
      var (x, recency, time) = (0, 0.0, 0.0)
      for j in 0..<400 {
        time += -Math.log1p(-Self.uniform(13, 400 * r + j)) / rate
        guard time <= age else { break }
        (x, recency) = (x + 1, time)
        if Self.uniform(14, 400 * r + j) < leaves { break }
      }
      counts.append(x)
      recencies.append(recency)
      ages.append(age)
      means.append(x == 0 ? 0 : Self.mean(x, r))
    }
  }

  /// Of x purchases with shape 2 around a mean of their own: Gamma-Gamma with 2, 4, 50.
  private static func mean(_ x: Int, _ r: Int) -> Double {
    let scale = (0..<4).reduce(0.0) { $0 - Math.log1p(-uniform(19, 4 * r + $1)) } / 50
    let money = (0..<2 * x).reduce(0.0) { $0 - Math.log1p(-uniform(20, 800 * r + $1)) }
    return max(1e-9, money / scale / Double(x))
  }

  /// SplitMix64 by place.
  private static func uniform(_ seed: UInt64, _ place: Int) -> Double {
    var z = seed &+ (UInt64(place) &+ 1) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    z ^= z >> 31
    return Double(z >> 11) * 0x1p-53
  }

  /// x, recency, age and mean of each, row by row.
  var bytes: [UInt8] {
    let rows = counts.indices.flatMap {
      [Double(counts[$0]), recencies[$0], ages[$0], means[$0]]
    }
    return rows.withUnsafeBytes { Array($0) }
  }
}
