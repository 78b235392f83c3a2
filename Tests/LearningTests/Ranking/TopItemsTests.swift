/// The best of many scores, against sorting them all; and histories.
import Learning
import Numerics
import Support
import Testing

@Suite struct TopItemsTests {
  private func best(_ count: Int, _ scores: [Float], without: [[Int32]] = []) -> [RankedItem] {
    var scores = scores
    return scores.withUnsafeMutableBufferPointer {
      TopItems.best(count, of: $0, without: without)
    }
  }

  @Test(arguments: [0, 1, 2, 10, 100, 500, 501])
  func `the best are those that sorting all would find`(_ count: Int) {
    var random = SeededRandom(seed: 3)
    // Few different scores, so that there are many ties.
    let scores = (0..<500).map { _ in Float(random.below(60)) - 30 }
    let left: [Int32] = [0, 7, 8, 499]
    let all = scores.indices.filter { !left.contains(Int32($0)) }
      .map { RankedItem(item: Int32($0), score: scores[$0]) }
      .sorted { $0.score != $1.score ? $0.score > $1.score : $0.item < $1.item }
    #expect(best(count, scores, without: [left]) == Array(all.prefix(count)))
  }

  @Test func `what is no number, or not in the list, is never recommended`() {
    let found = best(5, [.nan, 1, -.infinity, .infinity, -2], without: [[-1, 5, 900]])
    #expect(found.map(\.item) == [1, 4])
    #expect(best(3, []).isEmpty && best(-1, [1]).isEmpty)
  }

  @Test func `a row of a matrix is a history`() {
    let choices = SparseMatrix(
      rowCount: 2, columnCount: 5, cells: [(1, 4, 2), (1, 1, 0.5), (1, 4, 1)])
    #expect(ItemHistory(choices, row: 0).isEmpty)
    #expect(ItemHistory(choices, row: 1) == ItemHistory(items: [1, 4], weights: [0.5, 3]))
  }

  /// Every kind of model that takes several people at once, and one that does not.
  private func models(_ choices: SparseMatrix) throws -> [any ItemScorer] {
    var als = ImplicitALS()
    (als.factors, als.iterations) = (19, 2)
    var bpr = BPR()
    (bpr.factors, bpr.iterations) = (7, 2)
    var svd = PureSVD()
    svd.factors = 3
    let kinds: [any ItemScorer] = [
      try als.fit(choices, Run()), try bpr.fit(choices, Run()), try svd.fit(choices, Run()),
    ]
    return kinds + [RankingBlend(kinds, weights: [1, 2, 0.5])]
  }

  // Sixteen items are a panel, four panels or four people are taken at once, eight are held.
  @Test(arguments: [5, 15, 16, 17, 64, 65, 131])
  func `several people at once get to the bit what each gets alone`(_ items: Int) throws {
    var random = SeededRandom(seed: UInt64(items))
    let cells = (0..<(items * 6)).map { _ in
      (row: Int32(random.below(23)), column: Int32(random.below(items)), value: 1.0)
    }
    let choices = SparseMatrix(rowCount: 23, columnCount: items, cells: cells)
    for model in try models(choices) {
      for count in [0, 1, 3, 4, 7, 8, 9, 23] {
        let askers = (0..<count).map { row in
          Asker(ItemHistory(choices, row: row), person: row % 3 == 0 ? nil : row)
        }
        let alone = askers.map { model.best(4, $0.history, person: $0.person, barred: [2]) }
        #expect(model.best(4, askers, barred: [2]) == alone, "\(type(of: model)) of \(count)")
        let whole = model.best(items, askers, own: true)
        #expect(whole.allSatisfy { $0.count == items })
      }
    }
  }

  @Test func `scores are the products of factors`() throws {
    var random = SeededRandom(seed: 8)
    let cells = (0..<300).map { _ in
      (row: Int32(random.below(20)), column: Int32(random.below(37)), value: 1.0)
    }
    let choices = SparseMatrix(rowCount: 20, columnCount: 37, cells: cells)
    var wish = ImplicitALS()
    (wish.factors, wish.iterations) = (21, 3)
    let model = try wish.fit(choices, Run())
    for row in 0..<20 {
      let scores = model.scores(ItemHistory(choices, row: row), person: row)
      for item in 0..<37 {
        let plain = zip(model.people[row], model.items[item]).reduce(0.0) {
          $0 + Double($1.0) * Double($1.1)
        }
        #expect(abs(Double(scores[item]) - plain) < 1e-5)
      }
    }
  }
}
