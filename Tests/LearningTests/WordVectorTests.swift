import Numerics
import Support
import Testing

@testable import Learning

/// Vectors of words by singular vectors.
@Suite struct WordVectorTests {
  /// Words 0 to 4 keep company with 5 to 9 alone, 10 to 14 with 15 to 19 alone.
  private static func texts(_ count: Int) -> [[Int32]] {
    var random = SeededRandom(seed: 5)
    return (0..<count).map { place in
      let base = place % 2 == 0 ? 0 : 10
      return (0..<12).map { _ in Int32(base + random.below(10)) }
    }
  }

  private static func model(_ dimensions: Int, seed: UInt64 = 42) throws -> WordVectorsModel {
    var spec = WordVectors()
    (spec.dimensions, spec.window, spec.seed) = (dimensions, 3, seed)
    return try spec.fit(texts(300), wordCount: 20, Run())
  }

  /// Counted and weighed by definition, and taken apart by a dense solver.
  @Test func `a dense solution of the same matrix has the same values and angles`() throws {
    var counts = [[Double]](repeating: [Double](repeating: 0, count: 20), count: 20)
    for words in Self.texts(300) {
      for first in words.indices {
        for second in words.indices where second > first && second - first <= 3 {
          let (a, b) = (Int(words[first]), Int(words[second]))
          guard a != b else { continue }
          counts[a][b] += Double(4 - (second - first))
          counts[b][a] += Double(4 - (second - first))
        }
      }
    }
    let sums = counts.map { $0.reduce(0, +) }
    let smooth = sums.map { Math.exp(0.75 * Math.log($0)) }
    let total = smooth.reduce(0, +)
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: 20), count: 20)
    for a in 0..<20 {
      for b in 0..<20 where counts[a][b] > 0 {
        matrix[a][b] = max(0, Math.log(counts[a][b] / sums[a] / (smooth[b] / total)))
      }
    }
    var squares = [Double](repeating: 0, count: 400)
    for a in 0..<20 {
      for b in 0..<20 {
        squares[a * 20 + b] = zip(matrix[a], matrix[b]).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
    let dense = try #require(
      try SymmetricEigen(Matrix(rowCount: 20, columnCount: 20, values: squares), Run()))
    let model = try Self.model(6)
    for place in 0..<6 {
      let expected = max(0, dense.values[place]).squareRoot()
      #expect(abs(model.singularValues[place] - expected) < 1e-6 * dense.values[0])
    }
    // Vectors are known up to their signs, so their products are compared.
    for (a, b) in [(0, 1), (0, 7), (3, 12), (10, 19), (4, 4)] {
      let own = zip(model.vectors.row(a), model.vectors.row(b)).reduce(0.0) { $0 + $1.0 * $1.1 }
      let expected = (0..<6).reduce(0.0) { sum, place in
        let vector = dense.vectors.row(place)
        return sum + vector[vector.startIndex + a] * vector[vector.startIndex + b]
          * max(0, dense.values[place]).squareRoot()
      }
      #expect(abs(own - expected) < 1e-4, "\(a) \(b): \(own) \(expected)")
    }
  }

  @Test func `words of the same company lie close, others do not`() throws {
    let model = try Self.model(4)
    let near = model.nearest(to: model.direction(2), count: 9, besides: [2]).map(\.word)
    #expect(near.allSatisfy { $0 < 10 }, "\(near)")
    #expect(model.similarity(2, 7) > 0.5 && model.similarity(2, 12) < 0.2)
    #expect(model.nearest(to: [0, 0, 0, 0], count: 3, besides: []).isEmpty)
  }

  @Test func `the same seed gives the same bits, and more dimensions than words are cut`() throws {
    #expect(try Self.model(5) == Self.model(5))
    #expect(try Self.model(50).vectors.columnCount == 20)
    let other = try Self.model(5, seed: 7)
    #expect(abs(other.singularValues[0] - (try Self.model(5)).singularValues[0]) < 1e-8)
  }

  @Test func `a cancelled run ends the fit`() {
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled.self) {
      try WordVectors().fit(Self.texts(100), wordCount: 20, run)
    }
  }
}

/// Phrases are no words.
@Suite struct WordDiscoveryTests {
  @Test func `a run of known words is no new word, an unknown one is`() throws {
    // 裤子 and 质量 are in the dictionary; 沙宣 is not.
    let fillers = ["很好", "不错", "一般", "太差", "还行", "可以", "便宜", "漂亮"]
    let texts = (0..<400).map { place -> [UInt8] in
      let (before, behind) = (fillers[place / 10 % 8], fillers[place / 7 % 8])
      let middle = place % 10 == 0 ? "裤子质量" : place % 10 == 5 ? "沙宣" : "，"
      return Array("\(before)\(middle)\(behind)。我们昨天在超市看到这个东西\(place)".utf8)
    }
    let words = try WordDiscovery.words(in: texts, beside: .common, Run()).map(\.word)
    #expect(words.contains("沙宣"), "\(words)")
    #expect(!words.contains("裤子质量"), "\(words)")
  }
}
