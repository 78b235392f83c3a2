/// DBSCAN: scikit-learn's labels, the definition followed by hand, and the edge of a radius.
import Foundation
import Learning
import Numerics
import Support
import TestKit
import Testing

@Suite struct DBSCANTests {
  // sklearn.cluster.DBSCAN; reference/clustering.json.
  @Test(
    .enabled(if: ClusterData.hasShared, "the data beside the repository are absent"),
    arguments: ["mall", "wholesale", "rfm"])
  func `labels are scikit-learn's, number for number`(name: String) throws {
    let reference = value(try Repository.reference("clustering.json"), "results.\(name).dbscan")
    let points = try ClusterData.points(name)
    let cases = try #require(reference as? [[String: Any]])
    for one in cases {
      let wish = DBSCAN(
        radius: try #require(number(one, "eps")),
        leastNeighbours: Int(number(one, "min_samples_with_the_point_itself") ?? 0))
      let model = try wish.fit(points, Run())
      #expect(model.clusterCount == Int(number(one, "clusters") ?? -1))
      #expect(model.noiseCount == Int(number(one, "noise") ?? -1))
      #expect(model.isCore.filter { $0 }.count == Int(number(one, "core_points") ?? -1))
      let sizes = (0..<model.clusterCount).map { group in
        model.labels.filter { $0 == group }.count
      }
      #expect(sizes == ClusterData.integers(one, "sizes"))
      if value(one, "labels") != nil {
        #expect(model.labels == ClusterData.integers(one, "labels"))
      }
    }
  }

  /// The definition, pair by pair, as scikit-learn walks: cores by rising row, depth first.
  private func naive(_ points: Matrix, _ wish: DBSCAN) -> [Int] {
    let near = (0..<points.rowCount).map { a in
      (0..<points.rowCount).filter { b in
        zip(points.row(a), points.row(b)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
          <= wish.radius * wish.radius
      }
    }
    var labels = [Int](repeating: -1, count: points.rowCount)
    var next = 0
    for row in labels.indices where labels[row] < 0 && near[row].count >= wish.leastNeighbours {
      var waiting = [row]
      while let one = waiting.popLast() {
        guard labels[one] < 0 else { continue }
        labels[one] = next
        if near[one].count >= wish.leastNeighbours { waiting += near[one] }
      }
      next += 1
    }
    return labels
  }

  @Test(arguments: [1, 2, 3, 7])
  func `boxes leave nobody out`(width: Int) throws {
    var random = SeededRandom(seed: UInt64(width))
    for count in [1, 31, 32, 33, 300] {
      // A grid of steps makes ties, equal points, and points exactly on the edge.
      let points = Matrix(
        rowCount: count, columnCount: width,
        values: (0..<count * width).map { _ in (random.normal() * 4).rounded() / 4 })
      for radius in [0.25, 0.5, 1.1] {
        for least in [1, 2, 5] {
          let wish = DBSCAN(radius: radius, leastNeighbours: least)
          #expect(try wish.fit(points, Run()).labels == naive(points, wish))
        }
      }
    }
  }

  @Test func `a proposal finds the groups that are there`() throws {
    let points = ClusterData.blobs(600, 2, 3, seed: 2)
    let wish = try DBSCAN.proposal(for: points, seed: 1, Run())
    #expect(wish.leastNeighbours == 4)
    let model = try wish.fit(points, Run())
    let sizes = ClusterData.sizes(model.labels.filter { $0 != DBSCAN.noise })
    #expect(sizes.filter { $0 > 150 }.count == 3 && model.noiseCount < 60)
    #expect(throws: FitError.constantFeatures) {
      try DBSCAN.proposal(for: Matrix(rowCount: 9, columnCount: 2), seed: 1, Run())
    }
  }

  @Test func `the distance to the k-th neighbour is what sorting finds`() throws {
    var random = SeededRandom(seed: 3)
    let points = Matrix(
      rowCount: 150, columnCount: 3, values: (0..<450).map { _ in random.normal() })
    let curve = try DBSCAN.distanceCurve(points, rank: 6, seed: 1, Run())
    let wanted = (0..<150).map { a -> Double in
      (0..<150).map { b in
        zip(points.row(a), points.row(b)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
          .squareRoot()
      }.sorted()[5]
    }
    #expect(curve == wanted.sorted())
  }

  @Test func `a radius or a number of neighbours without meaning is refused`() {
    let points = Matrix(rows: [[1], [2]])
    for radius in [0, -1, .nan, .infinity] {
      #expect(throws: FitError.badSetting(name: "radius")) {
        try DBSCAN(radius: radius, leastNeighbours: 2).fit(points, Run())
      }
    }
    #expect(throws: FitError.badSetting(name: "leastNeighbours")) {
      try DBSCAN(radius: 1, leastNeighbours: 0).fit(points, Run())
    }
  }
}
