/// Centres that follow random batches of rows: for more rows than every iteration should look at.
///
/// Sculley 2010, "Web-scale k-means clustering": a centre moves to the mean of all rows it was given
/// so far, so its steps become smaller by themselves.
import Numerics
import Support

struct MiniBatch {
  private(set) var centres: Matrix
  private var counts: [Double]

  static let batchRows = 10_000
  static let batches = 100

  init(centres: Matrix) {
    self.centres = centres
    counts = [Double](repeating: 0, count: centres.rowCount)
  }

  /// Draws batches with replacement and moves the centres after each.
  mutating func follow(_ points: Matrix, seed: UInt64, _ run: Run) throws {
    var random = SeededRandom(seed: seed, stream: 3_000)
    for batch in 0..<Self.batches {
      try run.checkpoint()
      run.report(
        Double(batch) / Double(Self.batches), Phrase(en: "following batches", zh: "小批量迭代"))
      let rows = points.rows((0..<Self.batchRows).map { _ in random.below(points.rowCount) })
      move(rows, try PackedCentres(centres).labels(rows))
    }
  }

  private mutating func move(_ rows: Matrix, _ labels: [Int]) {
    for (row, group) in labels.enumerated() {
      counts[group] += 1
      for column in 0..<rows.columnCount {
        centres[group, column] += (rows[row, column] - centres[group, column]) / counts[group]
      }
    }
  }
}
