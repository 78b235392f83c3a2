/// Which labels each row has: one of several, or any number of them.
///
/// Labels are numbers from 0. Kept twice, by row and by label, since a fit asks for the rows of a
/// label and a test for the labels of a row.
package struct LabelSets: Sendable, Equatable {
  package let rowCount: Int
  package let labelCount: Int
  /// Whether every row has exactly one label, so that chances of a row add up to one.
  package let isSingle: Bool
  /// The rows that have a label, rising.
  package let rowsOf: [[Int32]]
  /// The labels of each row, rising.
  package let sets: [[Int32]]

  /// One label each.
  package init(labels: [Int], labelCount: Int) {
    self.init(labels.map { [Int32($0)] }, labelCount: labelCount, isSingle: true)
  }

  /// Any number of labels each.
  package init(sets: [[Int]], labelCount: Int) {
    self.init(
      sets.map { Set($0).sorted().map { Int32($0) } }, labelCount: labelCount, isSingle: false)
  }

  private init(_ sets: [[Int32]], labelCount: Int, isSingle: Bool) {
    rowCount = sets.count
    self.labelCount = labelCount
    self.isSingle = isSingle
    self.sets = sets
    var rowsOf = [[Int32]](repeating: [], count: labelCount)
    for (row, set) in sets.enumerated() {
      for label in set { rowsOf[Int(label)].append(Int32(row)) }
    }
    self.rowsOf = rowsOf
  }

  /// Of the given rows alone, in their order.
  package func picked(_ rows: [Int]) -> LabelSets {
    LabelSets(rows.map { sets[$0] }, labelCount: labelCount, isSingle: isSingle)
  }

  /// Two labels of which each row has one need one model: that of the second.
  var modelled: Range<Int> { isSingle && labelCount == 2 ? 1..<2 : 0..<labelCount }

  /// The first label of each row; -1 for none.
  package var firsts: [Int] { sets.map { Int($0.first ?? -1) } }

  /// 1 for the rows of a label, else `other`.
  func marks(_ label: Int, other: Double) -> [Double] {
    var marks = [Double](repeating: other, count: rowCount)
    for row in rowsOf[label] { marks[Int(row)] = 1 }
    return marks
  }
}
