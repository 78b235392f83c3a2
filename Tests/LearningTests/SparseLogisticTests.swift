/// Logistic regression on sparse rows, at its optimum: against the conditions that hold there.
import Foundation
import Learning
import Numerics
import Support
import Testing

@Suite struct SparseLogisticTests {
  /// 240 rows of 30 features, a few of them filled; what the class is follows from some features.
  private static func data(_ classes: Int) -> (rows: SparseMatrix, labels: [Int]) {
    var random = SeededRandom(seed: 11)
    var cells: [(row: Int32, column: Int32, value: Double)] = []
    var labels: [Int] = []
    for row in 0..<240 {
      let label = row < classes ? row : random.below(classes)
      for _ in 0..<6 { cells.append((Int32(row), Int32(random.below(30)), random.unit())) }
      cells.append((Int32(row), Int32(label * 2), 0.5 + random.unit()))
      labels.append(label)
    }
    return (SparseMatrix(rowCount: 240, columnCount: 30, cells: cells), labels)
  }

  /// How far the gradient of the objective is from zero, over C where that is more than one.
  private static func slope(
    _ model: SparseLogisticModel, _ rows: SparseMatrix, _ labels: [Int], _ c: Double
  ) -> Double {
    let (p, count) = (model.probabilities(rows), model.classCount)
    var worst = 0.0
    for k in (model.width == 1 ? 1 : 0)..<count {
      let place = model.width == 1 ? 0 : k
      var (sums, end) = ([Double](repeating: 0, count: rows.columnCount), 0.0)
      for row in labels.indices {
        let error = p[row * count + k] - (labels[row] == k ? 1 : 0)
        end += error
        for cell in rows.range(row) { sums[Int(rows.columns[cell])] += error * rows.values[cell] }
      }
      worst = max(worst, abs(end))
      for (feature, sum) in sums.enumerated() {
        let weight = model.weights[feature * model.width + place]
        worst = max(worst, abs(weight + c * sum) / max(1, c))
      }
    }
    return worst
  }

  @Test(arguments: [2, 3, 4, 5, 9, 13], [1e-3, 1, 10])
  func `the gradient is zero at the optimum`(_ classes: Int, _ c: Double) throws {
    let (rows, labels) = Self.data(classes)
    let model = try SparseLogistic(c: c).fit(rows, labels: labels, classCount: classes, Run())
    #expect(model.hasConverged, "\(model.rounds) rounds")
    #expect(Self.slope(model, rows, labels, c) < 1e-5)
  }

  @Test(arguments: [2, 5])
  func `a looser fit is nearly as good, and never far from the least`(_ classes: Int) throws {
    let (rows, labels) = Self.data(classes)
    let exact = try SparseLogistic(c: 4).fit(rows, labels: labels, classCount: classes, Run())
    var loose = SparseLogistic(c: 4)
    loose.tolerance = SparseLogistic.nearEnough
    let near = try loose.fit(rows, labels: labels, classCount: classes, Run())
    let (least, found) = (
      exact.objective(rows, labels: labels, c: 4), near.objective(rows, labels: labels, c: 4)
    )
    #expect(near.rounds < exact.rounds)
    // Rows moved after they were looked at: twice the tolerance holds with room.
    #expect(least <= found + 1e-9 && found - least < 2 * 1e-4 * 4 * 240)
  }

  @Test(arguments: [1e-9, 1e9]) func `extremes of c end and stay finite`(_ c: Double) throws {
    for classes in [2, 5] {
      let (rows, labels) = Self.data(classes)
      var fit = SparseLogistic(c: c)
      fit.maxRounds = 200
      let model = try fit.fit(rows, labels: labels, classCount: classes, Run())
      let p = model.probabilities(rows)
      let isFinite = (model.weights + model.intercepts + p).allSatisfy { $0.isFinite }
      #expect(isFinite)
      if c < 1 {
        // Nothing but the shares of the classes is left.
        let share = Double(labels.count { $0 == 1 }) / Double(labels.count)
        #expect(abs(p[1] - share) < 1e-3)
      }
    }
  }
}
