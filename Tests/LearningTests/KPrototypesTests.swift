/// K-prototypes: groups planted in numbers and categories, k-means where there are no categories,
/// and the least cost found by trying all.
import Learning
import Numerics
import Support
import Testing

@Suite struct KPrototypesTests {
  private func planted(_ rowCount: Int) -> MixedRows {
    var random = SeededRandom(seed: 21)
    let numbers = (0..<rowCount).map { [Double($0 % 2) * 2 + random.normal()] }
    // The category tells what the number only hints at.
    let kinds = (0..<rowCount).map { $0 % 2 == 0 ? random.below(20) / 19 : 2 }
    let colours = (0..<rowCount).map { $0 % 2 == 0 ? 0 : 1 }
    return MixedRows(numbers: Matrix(rows: numbers), categories: [kinds, colours])
  }

  @Test func `categories tell groups apart that numbers mix`() throws {
    let rows = planted(300)
    let model = try KPrototypes(clusterCount: 2).fit(rows, Run())
    let truth = (0..<300).map { $0 % 2 }
    let numbersOnly = try KMeans(clusterCount: 2).fit(rows.numbers, Run())
    let mixed = try Agreement(truth: truth, found: model.labels, Run()).adjustedRand
    let plain = try Agreement(truth: truth, found: numbersOnly.labels, Run()).adjustedRand
    #expect(mixed > plain + 0.1)
    #expect(Set(model.modes) == [[0, 0], [2, 1]])
    #expect(
      abs(model.gamma - Moments(of: rows.numbers.column(0)).variance.squareRoot() / 2) < 1e-12)
    #expect(try model.labels(rows, Run()) == model.labels)
  }

  @Test func `without categories it is k-means`() throws {
    let points = ClusterData.blobs(120, 3, 3, seed: 8)
    let own = try KPrototypes(clusterCount: 3).fit(
      MixedRows(numbers: points, categories: []), Run())
    let other = try KMeans(clusterCount: 3).fit(points, Run())
    #expect(abs(own.cost - other.inertia) < 1e-9 * other.inertia)
  }

  @Test func `without numbers the cost is that of the best modes found by trying all`() throws {
    let rows = MixedRows(
      numbers: Matrix(rowCount: 8, columnCount: 0),
      categories: [[0, 0, 0, 1, 1, 1, 2, 2], [0, 0, 1, 1, 1, 1, 0, 2]])
    var wish = KPrototypes(clusterCount: 2)
    wish.gamma = 1
    wish.restarts = 30
    let model = try wish.fit(rows, Run())
    var best = Double.infinity
    for mask in 1..<255 {
      let labels = (0..<8).map { (mask >> $0) & 1 }
      best = min(best, cost(rows, labels))
    }
    #expect(model.cost == best)
  }

  private func cost(_ rows: MixedRows, _ labels: [Int]) -> Double {
    var sum = 0
    for group in 0..<2 {
      for column in rows.categories {
        let own = labels.indices.filter { labels[$0] == group }.map { column[$0] }
        let most = Dictionary(grouping: own) { $0 }.values.map(\.count).max() ?? 0
        sum += own.count - most
      }
    }
    return Double(sum)
  }

  @Test func `what has no meaning is refused`() {
    let rows = planted(4)
    #expect(throws: FitError.tooManyClusters(asked: 9, distinct: 4)) {
      try KPrototypes(clusterCount: 9).fit(rows, Run())
    }
    var wish = KPrototypes(clusterCount: 2)
    wish.gamma = -.infinity
    #expect(throws: FitError.badSetting(name: "gamma")) { try wish.fit(rows, Run()) }
  }
}
