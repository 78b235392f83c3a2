/// K-means on many rows: bounds and parts change nothing, batches hardly anything.
import Learning
import Numerics
import Support
import Testing

@Suite struct LloydTests {
  private func cloud(_ rows: Int, _ width: Int, groups: Int, seed: UInt64) -> Matrix {
    var random = SeededRandom(seed: seed)
    return Matrix(
      rowCount: rows, columnCount: width,
      values: (0..<rows * width).map { place in
        Double((place / width % groups) * (3 + place % width) % 7) + random.normal()
      })
  }

  /// Lloyd as it is written down: all distances, every time.
  private func plain(_ points: Matrix, _ start: Matrix, _ iterations: Int) -> (Matrix, [Int]) {
    var centres = start
    var labels = [Int](repeating: 0, count: points.rowCount)
    for _ in 0..<iterations {
      var sums = Matrix(rowCount: centres.rowCount, columnCount: centres.columnCount)
      var counts = [Double](repeating: 0, count: centres.rowCount)
      for row in 0..<points.rowCount {
        var best = Double.infinity
        for group in 0..<centres.rowCount {
          var sum = 0.0
          for column in 0..<points.columnCount {
            let d = points[row, column] - centres[group, column]
            sum += d * d
          }
          if sum < best { (best, labels[row]) = (sum, group) }
        }
        counts[labels[row]] += 1
        for column in 0..<points.columnCount { sums[labels[row], column] += points[row, column] }
      }
      for group in 0..<centres.rowCount {
        for column in 0..<centres.columnCount {
          centres[group, column] = sums[group, column] / counts[group]
        }
      }
    }
    return (centres, labels)
  }

  @Test(arguments: [(20_000, 3, 5), (17_000, 16, 8), (9_000, 2, 12), (300, 5, 4)])
  func `groups are those of all distances, iteration by iteration`(
    _ shape: (rows: Int, width: Int, groups: Int)
  ) throws {
    let points = cloud(shape.rows, shape.width, groups: shape.groups + 3, seed: 11)
    let start = points.rows(Array(0..<shape.groups))
    for iterations in [1, 2, 7, 15] {
      var wish = KMeans(clusterCount: shape.groups)
      wish.start = .centres(start)
      wish.maxIterations = iterations
      let model = try wish.fit(points, Run())
      let (centres, labels) = plain(points, start, model.iterations)
      #expect(model.labels == labels)
      let gap = zip(model.centres.values, centres.values).map { abs($0 - $1) }.max() ?? 1
      #expect(gap < 1e-10)
    }
  }

  @Test func `parts on any number of threads give the same bits`() throws {
    let points = cloud(30_000, 4, groups: 6, seed: 3)
    var wish = KMeans(clusterCount: 5)
    wish.restarts = 2
    let alone = try wish.fit(points, Run())
    let spec = wish
    // Beside two others there are fewer threads for each.
    for other in try Parallel.map(count: 3, chunk: 1, { _ in try spec.fit(points, Run()) }) {
      #expect(other.centres == alone.centres && other.labels == alone.labels)
      #expect(other.inertia.bitPattern == alone.inertia.bitPattern)
    }
  }

  @Test func `beyond a million rows the centres follow batches, and end where all rows would`()
    throws
  {
    let rows = KMeans.wholeRows + 1
    let points = cloud(rows, 2, groups: 4, seed: 5)
    var wish = KMeans(clusterCount: 4)
    wish.restarts = 2
    let model = try wish.fit(points, Run())
    #expect(model.batches > 0)
    var whole = KMeans(clusterCount: 4)
    whole.start = .centres(model.centres)
    let reference = try whole.fit(points, Run())
    #expect(reference.batches == 0)
    #expect(model.inertia < reference.inertia * 1.001)
    let fewer = points.rows(Array(0..<KMeans.wholeRows))
    #expect(try wish.fit(fewer, Run()).batches == 0)
  }
}
