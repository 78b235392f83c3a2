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
}
