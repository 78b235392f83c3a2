/// Grouping and components against scikit-learn and scipy, on points made here and handed over.
import Learning
import Numerics
import Support
import Wire

extension Case {
  static let dbscan = Case(
    name: "dbscan", words: "DBSCAN of 100,000 points in 3 dimensions; the peer is scikit-learn"
  ) { bench in
    let points = Cloud.points(rowCount: 100_000, width: 3, groupCount: 10)
    var model: DBSCANModel?
    let seconds = try bench.times {
      model = try DBSCAN(radius: 0.3, leastNeighbours: 6).fit(points, Run())
    }
    let facts = [
      JSONMember("clusters", .int(Int64(model?.clusterCount ?? 0))),
      JSONMember("noise", .int(Int64(model?.noiseCount ?? 0))),
    ]
    return [try Cloud.measured(bench, points, seconds, facts, peer: peerOfDBSCAN)]
  }

  private static let peerOfDBSCAN = """
    from sklearn.cluster import DBSCAN
    seconds, model = best_of(lambda: DBSCAN(eps=0.3, min_samples=6).fit(points))
    tell(f"scikit-learn {sklearn.__version__}", seconds, clusters=int(model.labels_.max() + 1),
         noise=int((model.labels_ < 0).sum()))
    """

  static let ward = Case(
    name: "ward", words: "Ward's tree of 10,000 points in 8 dimensions; the peer is scipy"
  ) { bench in
    let points = Cloud.points(rowCount: 10_000, width: 8, groupCount: 8)
    var tree: Dendrogram?
    let seconds = try bench.times { tree = try Hierarchical(.ward).fit(points, Run()) }
    let sum = tree?.merges.reduce(0) { $0 + $1.height } ?? 0
    return [
      try Cloud.measured(
        bench, points, seconds, [JSONMember("heights", .double(sum))], peer: peerOfLinkage("ward"))
    ]
  }

  private static func peerOfLinkage(_ name: String) -> String {
    """
    need("scipy")
    import scipy
    from scipy.cluster.hierarchy import linkage
    seconds, tree = best_of(lambda: linkage(points, "\(name)"))
    tell(f"scipy {scipy.__version__}", seconds, heights=float(tree[:, 2].sum()))
    """
  }

  static let average = Case(
    name: "average", words: "average linkage of 5,000 points in 8 dimensions; the peer is scipy"
  ) { bench in
    let points = Cloud.points(rowCount: 5_000, width: 8, groupCount: 8)
    var tree: Dendrogram?
    let seconds = try bench.times { tree = try Hierarchical(.average).fit(points, Run()) }
    let sum = tree?.merges.reduce(0) { $0 + $1.height } ?? 0
    return [
      try Cloud.measured(
        bench, points, seconds, [JSONMember("heights", .double(sum))],
        peer: peerOfLinkage("average"))
    ]
  }

  static let pca = Case(
    name: "pca", words: "components of 1,000,000 rows of 50 columns; the peer is scikit-learn"
  ) { bench in
    let points = Cloud.points(rowCount: 1_000_000, width: 50, groupCount: 5)
    var model: PCAModel?
    let seconds = try bench.times { model = try PCA().fit(points, Run()) }
    let first = JSONMember("variance", .double(model?.variances.first ?? 0))
    return [try Cloud.measured(bench, points, seconds, [first], peer: peerOfPCA)]
  }

  private static let peerOfPCA = """
    from sklearn.decomposition import PCA
    seconds, model = best_of(lambda: PCA().fit(points))
    tell(f"scikit-learn {sklearn.__version__}", seconds,
         variance=float(model.explained_variance_[0]))
    """

  static let manyKMeans = Case(
    name: "kmeans-1m",
    words: "20 iterations of Lloyd on 1,000,000 points in 16 dimensions, 8 groups; scikit-learn"
  ) { bench in
    let points = Cloud.points(rowCount: 1_000_000, width: 16, groupCount: 17)
    var wish = KMeans(clusterCount: 8)
    wish.start = .centres(points.rows(Array(0..<8)))
    wish.maxIterations = 20
    var model: KMeansModel?
    let seconds = try bench.times { model = try wish.fit(points, Run()) }
    let facts = [
      JSONMember("inertia", .double(model?.inertia ?? 0)),
      JSONMember("iterations", .int(Int64(model?.iterations ?? 0))),
    ]
    return [try Cloud.measured(bench, points, seconds, facts, peer: peerOfKMeans)]
  }

  private static let peerOfKMeans = """
    from sklearn.cluster import KMeans
    seconds, model = best_of(
        lambda: KMeans(8, init=points[:8], n_init=1, max_iter=20, tol=0).fit(points))
    tell(f"scikit-learn {sklearn.__version__}", seconds, inertia=model.inertia_,
         iterations=model.n_iter_)
    """
}

/// Points around some centres, and the peer that gets the same ones.
private enum Cloud {
  static func points(rowCount: Int, width: Int, groupCount: Int) -> Matrix {
    var random = SeededRandom(seed: 7)
    let values = (0..<rowCount * width).map { place -> Double in
      let (row, column) = (place / width, place % width)
      return Double((row % groupCount) * (5 + column * 3) % 17) * 0.7 + random.normal()
    }
    return Matrix(rowCount: rowCount, columnCount: width, values: values)
  }

  static func measured(
    _ bench: Bench, _ points: Matrix, _ seconds: [Double], _ facts: [JSONMember], peer: String
  ) throws -> Measurement {
    var answer = Measurement(
      seconds: seconds, units: Double(points.rowCount), unit: "rows", facts: facts)
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write(points.values.withUnsafeBytes { Array($0) }, to: "points.bin")
    let words = [folder.path("points.bin"), "\(points.columnCount)"]
    answer.peer = try Peer.python(bench, opening + peer, words)
    return answer
  }

  private static let opening = """
    need("sklearn")
    numpy = need("numpy")
    import sklearn
    points = numpy.fromfile(sys.argv[2]).reshape(-1, int(sys.argv[3]))

    """
}
