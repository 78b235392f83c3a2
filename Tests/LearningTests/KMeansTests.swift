/// K-means: a walk-through that can be followed by hand, laws, refusals, and the peer's optimum.
import Foundation
import Learning
import Numerics
import Support
import TestKit
import Testing

@Suite struct KMeansTests {
  private let points = Matrix(rows: [[0, 0], [2, 2], [4, 4], [1, 1], [3, 3]])

  @Test func `the textbook walk-through goes as computed by hand`() throws {
    var spec = KMeans(clusterCount: 2)
    spec.start = .centres(Matrix(rows: [[1, 1], [5, 5]]))
    spec.keepsTrace = true
    let model = try spec.fit(points, Run())
    #expect(model.trace.map(\.labels) == [[0, 0, 1, 0, 0], [0, 0, 1, 0, 1], [0, 0, 1, 0, 1]])
    #expect(model.trace[0].centres == Matrix(rows: [[1.5, 1.5], [4, 4]]))
    #expect(model.trace[0].inertia == 10)
    #expect(model.trace[1].centres == Matrix(rows: [[1, 1], [3.5, 3.5]]))
    #expect(model.inertia == 5)
    let quality = try ClusterQuality(points, labels: model.labels, clusterCount: 2, seed: 1, Run())
    let expected = [0.571428571, 0, 0.666666667, 0.6, 0.5]
    for (own, other) in zip(quality.silhouettes, expected) { #expect(abs(own - other) < 1e-9) }
    #expect(abs((quality.silhouette ?? 0) - 0.467619048) < 1e-9)
    #expect(abs((quality.dunn ?? 0) - 0.5) < 1e-12)
  }

  @Test func `more groups than distinct points are refused`() {
    #expect(throws: FitError.tooManyClusters(asked: 6, distinct: 5)) {
      try KMeans(clusterCount: 6).fit(points, Run())
    }
    let same = Matrix(rows: [[1, 1], [1, 1], [2, 2]])
    #expect(throws: FitError.tooManyClusters(asked: 3, distinct: 2)) {
      try KMeans(clusterCount: 3).fit(same, Run())
    }
  }

  @Test func `an inertia is never below that of the best labelling found by trying all`() throws {
    // Eight points, two groups: all 128 labellings can be tried.
    var random = SeededRandom(seed: 5)
    for _ in 0..<20 {
      let cloud = Matrix(
        rowCount: 8, columnCount: 2, values: (0..<16).map { _ in random.normal() })
      let model = try KMeans(clusterCount: 2).fit(cloud, Run())
      var best = Double.infinity
      for mask in 1..<128 {
        best = min(best, inertia(cloud, (0..<8).map { (mask >> $0) & 1 }))
      }
      #expect(abs(model.inertia - best) < 1e-9)
    }
  }

  private func inertia(_ points: Matrix, _ labels: [Int]) -> Double {
    (0..<2).reduce(0.0) { total, group in
      let rows = labels.indices.filter { labels[$0] == group }
      let part = points.rows(rows)
      return total
        + (0..<2).reduce(0.0) { sum, column in
          let moments = Moments(of: part.column(column))
          return sum + moments.variance * Double(rows.count)
        }
    }
  }

  @Test func `the same seed gives the same bits, and a cancelled run stops`() throws {
    var random = SeededRandom(seed: 9)
    let cloud = Matrix(
      rowCount: 500, columnCount: 3, values: (0..<1500).map { _ in random.normal() })
    let first = try KMeans(clusterCount: 4).fit(cloud, Run())
    #expect(try KMeans(clusterCount: 4).fit(cloud, Run()).centres == first.centres)
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled()) { try KMeans(clusterCount: 4).fit(cloud, run) }
  }

  // scikit-learn 1.9.1, best of 1000 restarts; reference/clustering.json.
  @Test(.enabled(if: Repository.hasShared, "the data beside the repository are absent"))
  func `ten starts reach the peer's optimum on real customers`() throws {
    let reference = try Repository.reference("clustering.json")
    let path = try #require(Repository.shared("data/mall/mall.csv"))
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").dropFirst()
    let rows = lines.map { $0.split(separator: ",").suffix(3).compactMap { Double($0) } }
    let raw = Matrix(rows: rows)
    let scaled = Scaling.standard(of: raw).apply(to: raw)
    let entries = value(reference, "results.mall.kmeans.best_of_restarts") as? [[String: Any]] ?? []
    #expect(entries.count == 7)
    for entry in entries {
      let k = Int(number(entry, "k") ?? 0)
      let wanted = number(entry, "inertia") ?? 0
      let model = try KMeans(clusterCount: k).fit(scaled, Run())
      #expect(model.inertia <= wanted * (k <= 5 ? 1 + 1e-6 : 1.005), "k = \(k)")
    }
  }
}
