/// Trees of groups: scipy's heights and cuts, small trees by hand, and the naive way.
import Foundation
import Learning
import Numerics
import Support
import TestKit
import Testing

@Suite struct HierarchicalTests {
  // scipy.cluster.hierarchy.linkage and fcluster; reference/clustering.json.
  @Test(
    .enabled(if: ClusterData.hasShared, "the data beside the repository are absent"),
    arguments: ["mall", "wholesale"], Hierarchical.Linkage.allCases)
  func `heights and cuts are scipy's`(name: String, linkage: Hierarchical.Linkage) throws {
    let all = try Repository.reference("clustering.json")
    let reference = value(all, "results.\(name).hierarchical.\(linkage.rawValue)")
    let tree = try Hierarchical(linkage).fit(try ClusterData.points(name), Run())
    let heights = ClusterData.numbers(reference, "heights")
    #expect(heights.count == tree.merges.count)
    for (own, other) in zip(tree.merges, heights) { #expect(abs(own.height - other) < 1e-9) }
    for count in [2, 3, 5, 8] {
      let labels = try tree.cut(into: count)
      let wanted = ClusterData.integers(reference, "cut_into.\(count).labels")
      #expect(labels == wanted, "\(count)")
    }
  }

  @Test(.enabled(if: ClusterData.hasShared, "the data beside the repository are absent"))
  func `Ward's tree of 4,338 real customers is scipy's`() throws {
    let reference = value(try Repository.reference("clustering.json"), "results.rfm.ward")
    let tree = try Hierarchical(.ward).fit(try ClusterData.points("rfm"), Run())
    let sum = tree.merges.reduce(0) { $0 + $1.height }
    let wanted = try #require(number(reference, "sum_of_heights"))
    #expect(abs(sum - wanted) < 1e-9 * wanted)
    let last = ClusterData.numbers(reference, "last_20_heights")
    for (own, other) in zip(tree.merges.suffix(20), last) {
      #expect(abs(own.height - other) < 1e-9)
    }
    for count in [3, 5] {
      let sizes = ClusterData.integers(reference, "cut_into.\(count).sizes")
      #expect(ClusterData.sizes(try tree.cut(into: count)) == sizes)
    }
  }

  @Test func `a tree that can be made by hand`() throws {
    let points = Matrix(rows: [[0], [1], [5], [7]])
    let average = try Hierarchical(.average).fit(points, Run())
    #expect(average.merges.map(\.height) == [1, 2, 5.5])
    #expect(average.merges.map(\.size) == [2, 2, 4])
    #expect(average.merges.map(\.first) == [0, 2, 4] && average.merges.map(\.second) == [1, 3, 5])
    #expect(try Hierarchical(.single).fit(points, Run()).merges.map(\.height) == [1, 2, 4])
    #expect(try Hierarchical(.complete).fit(points, Run()).merges.map(\.height) == [1, 2, 7])
    let ward = try Hierarchical(.ward).fit(points, Run()).merges.map(\.height)
    #expect(ward[..<2] == [1, 2] && abs(ward[2] - 2.0.squareRoot() * 5.5) < 1e-14)
    #expect(average.cut(at: 2) == [0, 0, 1, 1] && average.cut(at: 1.9) == [0, 0, 1, 2])
    #expect(average.cut(at: 0) == [0, 1, 2, 3] && average.cut(at: 9) == [0, 0, 0, 0])
    #expect(throws: FitError.tooManyClusters(asked: 5, distinct: 4)) { try average.cut(into: 5) }
  }

  @Test(arguments: Hierarchical.Linkage.allCases)
  func `the chain finds what looking at all pairs finds`(linkage: Hierarchical.Linkage) throws {
    var random = SeededRandom(seed: 11)
    for count in [2, 3, 9, 40] {
      let points = Matrix(
        rowCount: count, columnCount: 3, values: (0..<count * 3).map { _ in random.normal() })
      let tree = try Hierarchical(linkage).fit(points, Run())
      let wanted = naive(points, linkage)
      for (own, other) in zip(tree.merges, wanted) { #expect(abs(own.height - other) < 1e-12) }
    }
  }

  /// Heights by the definition of each linkage, over all pairs of members.
  private func naive(_ points: Matrix, _ linkage: Hierarchical.Linkage) -> [Double] {
    var groups = (0..<points.rowCount).map { [$0] }
    var heights: [Double] = []
    while groups.count > 1 {
      var best = (a: 0, b: 1, height: Double.infinity)
      for a in groups.indices {
        for b in groups.indices where b > a {
          let height = distance(points, groups[a], groups[b], linkage)
          if height < best.height { best = (a, b, height) }
        }
      }
      groups[best.a] += groups[best.b]
      groups.remove(at: best.b)
      heights.append(best.height)
    }
    return heights
  }

  private func distance(
    _ points: Matrix, _ a: [Int], _ b: [Int], _ linkage: Hierarchical.Linkage
  ) -> Double {
    let pairs = a.flatMap { x in
      b.map { y in
        zip(points.row(x), points.row(y)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
          .squareRoot()
      }
    }
    switch linkage {
    case .average: return pairs.reduce(0, +) / Double(pairs.count)
    case .complete: return pairs.max() ?? 0
    case .single: return pairs.min() ?? 0
    case .ward:
      let apart = (0..<points.columnCount).reduce(0.0) { sum, j in
        let d = mean(points, a, j) - mean(points, b, j)
        return sum + d * d
      }
      let (n, m) = (Double(a.count), Double(b.count))
      return (2 * n * m / (n + m) * apart).squareRoot()
    }
  }

  private func mean(_ points: Matrix, _ rows: [Int], _ column: Int) -> Double {
    rows.reduce(0) { $0 + points[$1, column] } / Double(rows.count)
  }

  @Test(arguments: Hierarchical.Linkage.allCases)
  func `as many rows as there may be are taken, one more is refused`(
    linkage: Hierarchical.Linkage
  ) {
    let most = Hierarchical(linkage).mostRows
    #expect(throws: FitError.tooManyRows(have: most + 1, most: most)) {
      try Hierarchical(linkage).fit(Matrix(rowCount: most + 1, columnCount: 1), Run())
    }
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled()) {
      try Hierarchical(linkage).fit(Matrix(rowCount: most, columnCount: 1), run)
    }
  }
}
