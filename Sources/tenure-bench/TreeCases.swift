/// Boosted trees against LightGBM, on the data of the peers' own speed figures, made here again.
import Glibc
import Learning
import Numerics
import Support
import Wire

extension Case {
  static let boosting = Case(
    name: "boosting-1m",
    words: "100 trees of 31 leaves on 1,000,000 rows of 50 numbers, and their scores; LightGBM"
  ) { bench in
    let data = TreeData.classification(rowCount: 1_000_000, width: 50)
    var model: BoostedTrees?
    let fit = try bench.times {
      let bins = try BinnedFeatures(data.features, Run())
      model = try HistogramBoosting().fit(bins, targets: data.labels, Run())
    }
    guard let model else { throw BenchError("no repetition") }
    let peak = TreeData.peakMegabytes()
    var chances: [Double] = []
    let scoring = try bench.times { chances = try model.predictions(data.features, Run()) }
    let metrics = BinaryMetrics(labels: data.labels, probabilities: chances)
    let facts = [
      JSONMember("auc", .double(metrics.rocAuc ?? 0)),
      JSONMember("logLoss", .double(metrics.logLoss)),
      JSONMember("peakMegabytes", .double(peak)),
    ]
    let peers = try TreeData.peers(bench)
    return [
      Measurement(
        part: "fit", seconds: fit, units: 1e8, unit: "row-trees", facts: facts, peer: peers.fit),
      Measurement(
        part: "score", seconds: scoring, units: 1e6, unit: "rows", peer: peers.score),
    ]
  }
}

/// The data of `synthetic.classification`, and LightGBM on the same.
private enum TreeData {
  static func classification(
    rowCount: Int, width: Int
  ) -> (features: TreeFeatures, labels: [Double]) {
    var columns = (0..<width).map { _ in [Double](repeating: 0, count: rowCount) }
    var labels = [Double](repeating: 0, count: rowCount)
    var row = [Double](repeating: 0, count: width)
    for r in 0..<rowCount {
      for c in 0..<width {
        let place = r * width + c
        let own = Self.normal(1, place)
        row[c] = c == 0 ? own : 0.8 * row[c - 1] + 0.6 * own
        columns[c][r] = row[c]
      }
      var logit = 0.2
      for c in 0..<width { logit += row[c] * (Double(c % 7) - 3) / 10 }
      logit += 0.5 * row[0] * row[1] - 0.3 * (abs(row[2]) - 0.8)
      labels[r] = unit(2, r) < 1 / (1 + exp(-logit)) ? 1 : 0
    }
    guard let features = try? TreeFeatures(columns.map { .numbers($0) }) else {
      preconditionFailure("the columns hold numbers")
    }
    return (features, labels)
  }

  private static func unit(_ seed: UInt64, _ place: Int) -> Double {
    var z = seed &+ UInt64(place + 1) &* 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
  }

  private static func normal(_ seed: UInt64, _ place: Int) -> Double {
    let sum = (0..<4).reduce(0.0) { $0 + unit(seed, 4 * place + $1) }
    return (sum - 2) * 1.7320508075688772
  }

  /// The largest memory this process has had.
  static func peakMegabytes() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(0), &usage)
    return Double(usage.ru_maxrss) / 1024
  }

  static func peers(_ bench: Bench) throws -> (fit: Peer.Answer?, score: Peer.Answer?) {
    guard let answer = try Peer.python(bench, script, []) else { return (nil, nil) }
    let scoring = answer.json["scoring"]?.array?.compactMap(\.double) ?? []
    return (answer, Peer.Answer(name: "the same", seconds: scoring))
  }

  private static let script = """
    import os, resource
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    np = need("numpy")
    lightgbm = need("lightgbm")

    def unit(seed, start, count):
        i = np.arange(start + 1, start + count + 1, dtype=np.uint64)
        z = np.uint64(seed) + i * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return ((z ^ (z >> np.uint64(31))) >> np.uint64(11)).astype(np.float64) * 2.0 ** -53

    n, p = 1_000_000, 50
    X = np.empty(n * p)
    for a in range(0, n * p, 1 << 20):
        b = min(n * p, a + (1 << 20))
        X[a:b] = (unit(1, 4 * a, 4 * (b - a)).reshape(-1, 4).sum(axis=1) - 2) * 3 ** 0.5
    X = X.reshape(n, p)
    for c in range(1, p):
        X[:, c] = 0.8 * X[:, c - 1] + 0.6 * X[:, c]
    logit = 0.2 + X @ (((np.arange(p) % 7) - 3) / 10)
    logit += 0.5 * X[:, 0] * X[:, 1] - 0.3 * (np.abs(X[:, 2]) - 0.8)
    y = (unit(2, 0, n) < 1 / (1 + np.exp(-logit))).astype(float)
    wish = lightgbm.LGBMClassifier(n_estimators=100, num_leaves=31, n_jobs=2, verbose=-1)
    seconds, model = best_of(lambda: wish.fit(X, y))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    scoring, chances = best_of(lambda: model.predict_proba(X)[:, 1])
    ranks = np.empty(n)
    ranks[np.argsort(chances)] = np.arange(1, n + 1)
    ones = y.sum()
    auc = (ranks[y == 1].sum() - ones * (ones + 1) / 2) / (ones * (n - ones))
    loss = -np.mean(y * np.log(chances) + (1 - y) * np.log(1 - chances))
    tell(f"lightgbm {lightgbm.__version__}", seconds, scoring=scoring, auc=auc, logLoss=loss,
         peakMegabytes=peak)
    """
}
