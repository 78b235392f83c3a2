/// Vectors of words from the company they keep: words used alike lie close together.
///
/// How often two words stand near each other becomes their positive pointwise mutual information,
/// with the counts of one side raised to 0.75 (Levy, Goldberg, Dagan 2015); the leading singular
/// vectors of that matrix, each by the root of its value, are the words' vectors. The singular
/// vectors come from subspace iteration on a random start (Halko, Martinsson, Tropp 2011).
package import Numerics
package import Support

package struct WordVectors: Sendable {
  package var dimensions = 50
  /// Words to each side that count; the nearest counts most.
  package var window = 5
  package var seed: UInt64 = 42

  /// Directions beside those that are kept, and rounds: with both the kept ones settle.
  private static let spare = 10
  private static let rounds = 8
  private static let smoothing = 0.75

  package init() {}

  /// - Parameters:
  ///   - texts: numbers of words in the order of the text; -1 for what has no vector.
  ///   - wordCount: how many words have one.
  package func fit(_ texts: [[Int32]], wordCount: Int, _ run: Run) throws -> WordVectorsModel {
    guard wordCount >= 2 else { throw FitError.tooFewRows(have: wordCount, need: 2) }
    let matrix = try Self.information(
      try NeighbourCounts(texts, window: window, run).matrix(wordCount, run), run)
    run.report(0.5, Phrase(en: "finding directions", zh: "求主方向"))
    let kept = min(dimensions, wordCount)
    let width = min(wordCount, kept + Self.spare)
    let turned = try matrix.transposed(run)
    var random = SeededRandom(seed: seed)
    var basis = ColumnBlock(
      rowCount: wordCount,
      columns: (0..<width).map { _ in (0..<wordCount).map { _ in random.normal() } })
    try basis.orthonormalize(run)
    for _ in 0..<Self.rounds {
      try run.checkpoint()
      basis = try basis.multiplied(by: turned, run)
      try basis.orthonormalize(run)
      basis = try basis.multiplied(by: matrix, run)
      try basis.orthonormalize(run)
    }
    let image = try basis.multiplied(by: turned, run)
    guard let eigen = try SymmetricEigen(image.gram, run) else { throw FitError.tooLarge }
    return WordVectorsModel(basis, eigen, dimensions: kept)
  }

  /// The positive pointwise mutual information of each pair.
  package static func information(_ counts: SparseMatrix, _ run: Run) throws -> SparseMatrix {
    let sums = (0..<counts.rowCount).map { row in
      counts.range(row).reduce(0.0) { $0 + counts.values[$1] }
    }
    let smooth = sums.map { $0 > 0 ? Math.exp(smoothing * Math.log($0)) : 0 }
    let total = smooth.reduce(0, +)
    var (starts, columns, values) = ([0], [Int32](), [Double]())
    for row in 0..<counts.rowCount {
      if row % 256 == 0 { try run.checkpoint() }
      for place in counts.range(row) {
        let column = Int(counts.columns[place])
        let ratio = counts.values[place] * total / (sums[row] * smooth[column])
        if ratio > 1 {
          columns.append(counts.columns[place])
          values.append(Math.log(ratio))
        }
      }
      starts.append(columns.count)
    }
    return SparseMatrix(
      rowCount: counts.rowCount, columnCount: counts.columnCount, starts: starts,
      columns: columns, values: values)
  }
}

/// How often two words stand near each other, the nearer the more: at distance d of a window of w
/// a pair counts w - d + 1. Whole numbers, so their sums do not depend on any order.
package struct NeighbourCounts: Sendable {
  private var counts = KeyCounts()

  package init(_ texts: [[Int32]], window: Int, _ run: Run) throws {
    for (row, words) in texts.enumerated() {
      if row % 64 == 0 { try run.checkpoint() }
      for first in words.indices where words[first] >= 0 {
        for second in (first + 1)..<max(first + 1, min(words.count, first + 1 + window))
        where words[second] >= 0 && words[second] != words[first] {
          let (low, high) = (min(words[first], words[second]), max(words[first], words[second]))
          counts.add(
            UInt64(UInt32(bitPattern: low)) << 32 | UInt64(UInt32(bitPattern: high)),
            Int32(truncatingIfNeeded: window - (second - first) + 1))
        }
      }
    }
  }

  /// Words by words, the same in both directions.
  package func matrix(_ wordCount: Int, _ run: Run) throws -> SparseMatrix {
    let pairs = counts.all
    var starts = [Int](repeating: 0, count: wordCount + 1)
    for (place, pair) in pairs.enumerated() {
      if place % Self.pause == 0 { try run.checkpoint() }
      starts[Self.low(pair.key) + 1] += 1
      starts[Self.high(pair.key) + 1] += 1
    }
    for word in 0..<wordCount { starts[word + 1] += starts[word] }
    var next = starts
    var cells = [(column: Int32, count: Int32)](repeating: (0, 0), count: 2 * pairs.count)
    func put(_ row: Int, _ column: Int, _ count: Int32) {
      cells[next[row]] = (Int32(truncatingIfNeeded: column), count)
      next[row] += 1
    }
    for (place, pair) in pairs.enumerated() {
      if place % Self.pause == 0 { try run.checkpoint() }
      put(Self.high(pair.key), Self.low(pair.key), pair.count)
      put(Self.low(pair.key), Self.high(pair.key), pair.count)
    }
    for word in 0..<wordCount {
      if word % 64 == 0 { try run.checkpoint() }
      cells[starts[word]..<starts[word + 1]].sort { $0.column < $1.column }
    }
    return SparseMatrix(
      rowCount: wordCount, columnCount: wordCount, starts: starts,
      columns: cells.map(\.column), values: cells.map { Double($0.count) })
  }

  /// Pairs between two questions whether to go on: some milliseconds.
  private static let pause = 1 << 18

  private static func low(_ key: UInt64) -> Int { Int(truncatingIfNeeded: key >> 32) }

  private static func high(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: key & 0xffff_ffff)
  }
}

package struct WordVectorsModel: Sendable, Equatable {
  /// A word a row.
  package let vectors: Matrix
  /// Falling; each column of the vectors is scaled by the root of its own.
  package let singularValues: [Double]
  private let lengths: [Double]

  fileprivate init(_ basis: ColumnBlock, _ eigen: SymmetricEigen, dimensions: Int) {
    let rows = basis.rowCount
    singularValues = eigen.values.prefix(dimensions).map { max(0, $0).squareRoot() }
    var values = [Double](repeating: 0, count: rows * dimensions)
    for place in 0..<dimensions {
      let turn = eigen.vectors.row(place)
      var column = [Double](repeating: 0, count: rows)
      for (own, factor) in zip(basis.columns, turn) {
        for row in 0..<rows { column[row] += factor * own[row] }
      }
      // Of the two directions the one in which the largest part points up.
      let largest = column.max { abs($0) < abs($1) } ?? 0
      let scale = (largest < 0 ? -1 : 1) * singularValues[place].squareRoot()
      for row in 0..<rows { values[row * dimensions + place] = scale * column[row] }
    }
    let vectors = Matrix(rowCount: rows, columnCount: dimensions, values: values)
    self.vectors = vectors
    lengths = (0..<rows).map { row in
      vectors.row(row).reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
  }

  /// The cosine of the angle between two words' vectors; 0 where one has no direction.
  package func similarity(_ first: Int, _ second: Int) -> Double {
    cosine(vectors.row(first), lengths[first], second)
  }

  /// The words nearest to a direction, the nearest first.
  ///
  /// - Parameter others: words that are left out.
  package func nearest(
    to direction: [Double], count: Int, besides others: [Int]
  ) -> [(word: Int, similarity: Double)] {
    let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length > 0 else { return [] }
    let all = (0..<vectors.rowCount).filter { lengths[$0] > 0 && !others.contains($0) }.map {
      (word: $0, similarity: cosine(direction[...], length, $0))
    }
    return Array(
      all.sorted { ($1.similarity, $0.word) < ($0.similarity, $1.word) }.prefix(count))
  }

  /// A word's vector with length one; zeros where it has no direction.
  package func direction(_ word: Int) -> [Double] {
    let length = max(lengths[word], 1e-300)
    return vectors.row(word).map { $0 / length }
  }

  private func cosine(_ direction: ArraySlice<Double>, _ length: Double, _ word: Int) -> Double {
    guard length > 0, lengths[word] > 0 else { return 0 }
    let product = zip(direction, vectors.row(word)).reduce(0.0) { $0 + $1.0 * $1.1 }
    return min(1, max(-1, product / (length * lengths[word])))
  }
}

/// A few long columns of numbers.
private struct ColumnBlock {
  let rowCount: Int
  var columns: [[Double]]

  /// Makes the columns orthonormal (Gram and Schmidt, twice); one that depends on those before it
  /// becomes zeros.
  mutating func orthonormalize(_ run: Run) throws {
    for place in columns.indices {
      try run.checkpoint()
      let before = Self.dot(columns[place], columns[place]).squareRoot()
      for _ in 0..<2 {
        for earlier in 0..<place {
          let factor = Self.dot(columns[earlier], columns[place])
          if factor != 0 { Self.add(-factor, columns[earlier], to: &columns[place]) }
        }
      }
      let length = Self.dot(columns[place], columns[place]).squareRoot()
      let scale = length > 1e-12 * before && length > 0 ? 1 / length : 0
      for row in 0..<rowCount { columns[place][row] *= scale }
    }
  }

  /// The products of a matrix with each column.
  func multiplied(by matrix: SparseMatrix, _ run: Run) throws -> ColumnBlock {
    let own = columns
    let products = try Parallel.map(count: own.count, chunk: 1) { range in
      try run.checkpoint()
      return own[range.lowerBound].withUnsafeBufferPointer { numbers in
        (0..<matrix.rowCount).map { row in
          var sum = 0.0
          for place in matrix.range(row) {
            sum += matrix.values[place] * numbers[Int(matrix.columns[place])]
          }
          return sum
        }
      }
    }
    return ColumnBlock(rowCount: matrix.rowCount, columns: products)
  }

  /// The products of the columns with each other.
  var gram: Matrix {
    let n = columns.count
    var values = [Double](repeating: 0, count: n * n)
    for first in 0..<n {
      for second in 0...first {
        let product = Self.dot(columns[first], columns[second])
        values[first * n + second] = product
        values[second * n + first] = product
      }
    }
    return Matrix(rowCount: n, columnCount: n, values: values)
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        var sum = 0.0
        for index in a.indices { sum += a[index] * b[index] }
        return sum
      }
    }
  }

  private static func add(_ factor: Double, _ a: [Double], to b: inout [Double]) {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeMutableBufferPointer { b in
        for index in a.indices { b[index] += factor * a[index] }
      }
    }
  }
}
