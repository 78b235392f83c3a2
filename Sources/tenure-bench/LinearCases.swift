/// Linear models against scikit-learn, on rows made here and handed over.
import Learning
import Numerics
import Support
import Wire

extension Case {
  static let logistic = Case(
    name: "logistic",
    words: "ridge logistic regression of 1,000,000 rows of 50 columns; the peer is scikit-learn"
  ) { bench in
    let (points, labels) = LinearRows.make(rowCount: 1_000_000, width: 50)
    var model: LogisticModel?
    let seconds = try bench.times {
      model = try LogisticRegression(l2: 1).fit(points, labels: labels, Run())
    }
    return [
      try LinearRows.measured(
        bench, points, labels, seconds, objective: model?.objective ?? 0, peer: peerOfLogistic)
    ]
  }

  /// The faster of its two solvers that reach the optimum on such rows.
  private static let peerOfLogistic = """
    from sklearn.linear_model import LogisticRegression
    wish = LogisticRegression(C=1.0, solver="newton-cholesky", tol=1e-8)
    seconds, model = best_of(lambda: wish.fit(x, y))
    z = model.decision_function(x)
    objective = (numpy.logaddexp(0, z) - y * z).sum() + 0.5 * (model.coef_ ** 2).sum()
    tell(f"scikit-learn {sklearn.__version__}", seconds, objective=float(objective))
    """

  static let leastSquares = Case(
    name: "least-squares",
    words: "least squares of 1,000,000 rows of 50 columns; the peer is scikit-learn"
  ) { bench in
    let (points, labels) = LinearRows.make(rowCount: 1_000_000, width: 50)
    var model: LinearModel?
    let seconds = try bench.times {
      model = try LeastSquares().fit(points, targets: labels, Run())
    }
    return [
      try LinearRows.measured(
        bench, points, labels, seconds, objective: model?.coefficients.first ?? 0,
        peer: peerOfLeastSquares)
    ]
  }

  private static let peerOfLeastSquares = """
    from sklearn.linear_model import LinearRegression
    seconds, model = best_of(lambda: LinearRegression().fit(x, y))
    tell(f"scikit-learn {sklearn.__version__}", seconds, objective=float(model.coef_[0]))
    """
}

/// Rows whose neighbouring columns go together, and labels that lean on most of them.
private enum LinearRows {
  static func make(rowCount: Int, width: Int) -> (points: Matrix, labels: [Double]) {
    var random = SeededRandom(seed: 1)
    var values = [Double](repeating: 0, count: rowCount * width)
    var labels = [Double](repeating: 0, count: rowCount)
    for row in 0..<rowCount {
      var (last, score) = (0.0, 0.2)
      for column in 0..<width {
        let own = (random.unit() + random.unit() + random.unit() + random.unit() - 2) * 1.732
        last = column == 0 ? own : 0.8 * last + 0.6 * own
        values[row * width + column] = last
        score += Double(column % 7 - 3) / 10 * last
      }
      labels[row] = random.unit() < Math.sigmoid(score) ? 1 : 0
    }
    return (Matrix(rowCount: rowCount, columnCount: width, values: values), labels)
  }

  static func measured(
    _ bench: Bench, _ points: Matrix, _ labels: [Double], _ seconds: [Double], objective: Double,
    peer: String
  ) throws -> Measurement {
    var answer = Measurement(
      seconds: seconds, units: Double(points.rowCount), unit: "rows",
      facts: [JSONMember("objective", .double(objective))])
    guard bench.runsPeers else { return answer }
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write(points.values.withUnsafeBytes { Array($0) }, to: "points.bin")
    try folder.write(labels.withUnsafeBytes { Array($0) }, to: "labels.bin")
    let words = [folder.path("points.bin"), folder.path("labels.bin"), "\(points.columnCount)"]
    answer.peer = try Peer.python(bench, opening + peer, words)
    return answer
  }

  private static let opening = """
    need("sklearn")
    numpy = need("numpy")
    import sklearn
    x = numpy.fromfile(sys.argv[2]).reshape(-1, int(sys.argv[4]))
    y = numpy.fromfile(sys.argv[3])

    """
}
