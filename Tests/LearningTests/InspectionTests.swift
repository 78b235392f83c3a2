/// Tools that ask any model: against what can be worked out by hand.
import Learning
import Numerics
import Support
import Testing

@Suite struct InspectionTests {
  private func points(_ count: Int, seed: UInt64) -> Matrix {
    var random = SeededRandom(seed: seed)
    return Matrix(
      rowCount: count, columnCount: 3, values: (0..<count * 3).map { _ in random.normal() })
  }

  @Test func `moving a feature of a sum costs twice its variance`() throws {
    let x = points(4_000, seed: 1)
    let y = (0..<4_000).map { 3 * x[$0, 0] - 0.5 * x[$0, 1] }
    var wish = PermutationImportance()
    wish.repeats = 8
    let found = try wish.measure(x, Run()) { rows in
      (0..<4_000).reduce(0.0) { sum, row in
        let error = 3 * rows[row, 0] - 0.5 * rows[row, 1] - y[row]
        return sum + error * error
      } / 4_000
    }
    #expect(found.base == 0)
    for (feature, weight) in [(0, 3.0), (1, 0.5), (2, 0)] {
      let expected = 2 * weight * weight * Moments(of: x.column(feature)).variance
      #expect(abs(found.rises[feature].mean - expected) <= 0.05 * expected)
      #expect(found.rises[feature].sd <= 0.05 * expected)
    }
    #expect(found.rises[2].mean == 0 && found.rises[2].sd == 0)
  }

  @Test func `features that stand in for each other are moved together`() throws {
    let x = points(1_000, seed: 2)
    let twice = Matrix(columns: [x.column(0), x.column(0), x.column(1)])
    let loss: (Matrix) -> Double = { rows in
      (0..<1_000).reduce(0.0) { $0 + abs((rows[$1, 0] + rows[$1, 1]) / 2 - x[$1, 0]) } / 1_000
    }
    let wish = PermutationImportance()
    let alone = try wish.measure(twice, Run(), loss: loss).rises
    let together = try wish.measure(twice, groups: [[0, 1], [2]], Run(), loss: loss).rises
    #expect(together[0].mean > 1.9 * alone[0].mean)
    #expect(together[1].mean == 0)
  }

  @Test func `the same seed moves the same rows, another one others`() throws {
    let x = points(300, seed: 3)
    let loss: (Matrix) -> Double = { rows in
      (0..<300).reduce(0.0) { $0 + abs(rows[$1, 0] - x[$1, 0]) }
    }
    var wish = PermutationImportance()
    let first = try wish.measure(x, Run(), loss: loss).rises
    #expect(try wish.measure(x, Run(), loss: loss).rises == first)
    wish.seed = 7
    #expect(try wish.measure(x, Run(), loss: loss).rises[0] != first[0])
    #expect(first[0].sd > 0)
  }

  @Test func `of a sum the dependence is its own part and the mean of the others`() throws {
    let x = points(700, seed: 4)
    let model: (Matrix) -> [Double] = { rows in
      (0..<rows.rowCount).map { rows[$0, 0] * rows[$0, 0] + 2 * rows[$0, 1] }
    }
    let tool = PartialDependence()
    let values = tool.values(of: x.column(0))
    #expect(values.count == 20 && values == values.sorted())
    #expect(values.first == x.column(0).min() && values.last == x.column(0).max())
    let curve = try tool.curve(x, feature: 0, values: values, Run(), predict: model)
    let rest = x.column(1).reduce(0) { $0 + 2 * $1 } / 700
    for point in curve { #expect(abs(point.mean - point.value * point.value - rest) < 1e-12) }
  }

  @Test func `categories, missing values and many rows are taken too`() throws {
    let numbers = (0..<5_000).map { $0 % 10 == 0 ? Double.nan : Double($0 % 4) }
    let codes = (0..<5_000).map { Int32($0 % 3) }
    let rows = try TreeFeatures([.numbers(numbers), .categories(codes, count: 3)])
    let tool = PartialDependence()
    #expect(tool.values(of: numbers) == [0, 1, 2, 3])
    var asked: Set<Int> = []
    let curve = try tool.curve(rows, feature: 1, values: [0, 1, 2, -1], Run()) { changed in
      asked.insert(changed.rowCount)
      guard case .categories(let own, _) = changed.columns[1] else { return [] }
      return own.map { Double($0) * 10 }
    }
    #expect(curve.map(\.mean) == [0, 10, 20, -10])
    #expect(asked == [1_000])
    let moved = rows.moving([0, 1], by: (0..<5_000).reversed())
    #expect(moved.rows([4_999]) == rows.rows([0]) || numbers[0].isNaN)
    #expect(moved.rows([4_998]) == rows.rows([1]))
  }

  @Test func `what has no meaning is refused`() throws {
    let x = points(10, seed: 5)
    var wish = PermutationImportance()
    for bad in [0, Limits.permutations + 1] {
      wish.repeats = bad
      #expect(throws: FitError.badSetting(name: "repeats")) {
        try wish.measure(x, Run()) { _ in 0 }
      }
    }
    wish.repeats = Limits.permutations
    #expect(try wish.measure(x, Run()) { _ in 1 }.base == 1)
    #expect(throws: FitError.tooFewRows(have: 1, need: 2)) {
      try wish.measure(x.rows([0]), Run()) { _ in 0 }
    }
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled()) { try wish.measure(x, run) { _ in 0 } }
    #expect(throws: Cancelled()) {
      try PartialDependence().curve(x, feature: 0, values: [1], run) { _ in [0] }
    }
  }
}
