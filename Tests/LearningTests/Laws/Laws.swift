/// Laws that hold for every estimator. An exception stands beside its subject, with the reason.
import Dispatch
import Learning
import Numerics
import Support
import Testing

@Suite struct Laws {
  private static let points = ClusterData.blobs(240, 3, 3, seed: 12)

  private func bits(_ fitted: Fitted) -> [UInt64] { fitted.numbers.map(\.bitPattern) }

  @Test(arguments: Subject.all)
  func `the same seed gives the same bits, whatever was fitted between`(_ subject: Subject) throws {
    let first = try subject.fit(Self.points, 7, Run())
    _ = try subject.fit(ClusterData.blobs(90, 3, 3, seed: 2), 8, Run())
    let second = try subject.fit(Self.points, 7, Run())
    #expect(bits(first) == bits(second) && first.groups == second.groups)
    #expect(first.numbers.allSatisfy { !$0.isNaN })
  }

  @Test(arguments: Subject.all)
  func `any number of threads gives the same bits`(_ subject: Subject) throws {
    let points = ClusterData.blobs(2_500, 3, 3, seed: 3)
    let part = subject.name.contains("average") || subject.name.contains("complete")
    let rows = part ? points.rows(Array(0..<900)) : points
    let alone = try bits(subject.fit(rows, 7, Run()))
    // Beside three others there are fewer threads for each.
    let others = try Parallel.map(count: 3, chunk: 1) { _ in try bits(subject.fit(rows, 7, Run())) }
    for other in others { #expect(other == alone) }
  }

  @Test(arguments: Subject.all)
  func `rows one by one are told what a batch is told`(_ subject: Subject) throws {
    let fitted = try subject.fit(Self.points, 7, Run())
    guard let says = fitted.says else { return }
    let other = ClusterData.blobs(37, 3, 3, seed: 99)
    let batch = try says(other)
    for row in 0..<other.rowCount { #expect(try says(other.rows([row])) == [batch[row]]) }
    #expect(try says(Matrix(rowCount: 0, columnCount: 3)).isEmpty)
  }

  @Test(arguments: Subject.all)
  func `the order of the rows does not matter`(_ subject: Subject) throws {
    guard subject.exceptions[.rowOrder] == nil else { return }
    var random = SeededRandom(seed: 4)
    var order = Array(0..<Self.points.rowCount)
    random.shuffle(&order)
    let first = try subject.fit(Self.points, 7, Run())
    let second = try subject.fit(Self.points.rows(order), 7, Run())
    for (own, other) in zip(first.figures, second.figures) {
      #expect(abs(own - other) <= 1e-6 * max(1, abs(own)))
    }
    guard let before = first.groups, let after = second.groups else { return }
    let moved = ClusterData.canonical(order.map { before[$0] })
    #expect(moved == ClusterData.canonical(after))
  }

  @Test(arguments: Subject.all)
  func `a cell without a number is refused by its place`(_ subject: Subject) {
    for bad in [Double.nan, .infinity, -.infinity] {
      var points = Self.points
      points[17, 2] = bad
      #expect(throws: FitError.notANumber(row: 17, column: 2)) {
        try subject.fit(points, 7, Run())
      }
    }
  }

  @Test(arguments: Subject.all)
  func `nothing is refused, and so are no columns`(_ subject: Subject) {
    #expect(throws: FitError.self) {
      try subject.fit(Matrix(rowCount: 0, columnCount: 3), 7, Run())
    }
    guard subject.exceptions[.noColumns] == nil else { return }
    #expect(throws: FitError.noColumns) {
      try subject.fit(Matrix(rowCount: 50, columnCount: 0), 7, Run())
    }
  }

  @Test(arguments: Subject.all)
  func `columns that are all constant are refused`(_ subject: Subject) {
    let flat = Matrix(rowCount: 30, columnCount: 2, repeating: 3)
    guard subject.exceptions[.constantColumns] == nil else {
      // Then it is some other answer, but never a trap or a NaN.
      let fitted = try? subject.fit(flat, 7, Run())
      #expect(fitted?.numbers.allSatisfy { !$0.isNaN } ?? true)
      return
    }
    #expect(throws: FitError.constantFeatures) { try subject.fit(flat, 7, Run()) }
  }

  @Test(arguments: Subject.all)
  func `one constant column changes no group`(_ subject: Subject) throws {
    let columns = (0..<3).map { Self.points.column($0) }
    let wider = Matrix(columns: columns + [[Double](repeating: 4, count: 240)])
    let plain = try subject.fit(Self.points, 7, Run())
    let other = try subject.fit(wider, 7, Run())
    #expect(other.numbers.allSatisfy { !$0.isNaN })
    #expect(plain.groups.map(ClusterData.canonical) == other.groups.map(ClusterData.canonical))
  }

  @Test(arguments: Subject.all)
  func `a cancelled run stops`(_ subject: Subject) {
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled()) { try subject.fit(Self.points, 7, run) }
  }

  @Test(arguments: Subject.all)
  func `numbers of any size never trap`(_ subject: Subject) throws {
    for scale in [1e-150, 1e-30, 1e30, 1e100, 1e200, 1.7e307] {
      let points = Matrix(
        rowCount: 60, columnCount: 3,
        values: ClusterData.blobs(60, 3, 3, seed: 5).values.map { $0 / 60 * scale })
      _ = try? subject.fit(points, 7, Run())
    }
  }
}
