/// Which rows train and which test: by fixed rules, never by luck.
package enum Split {
  /// The fold of each row: within each label the rows take turns.
  package static func stratifiedFolds(_ labels: [Double], folds: Int) -> [Int] {
    var next: [Double: Int] = [:]
    return labels.map { label in
      let turn = next[label, default: 0]
      next[label] = turn + 1
      return turn % folds
    }
  }

  /// Every `every`-th row is a test row, beginning with the first.
  package static func systematic(count: Int, every: Int) -> (train: [Int], test: [Int]) {
    ((0..<count).filter { $0 % every != 0 }, (0..<count).filter { $0 % every == 0 })
  }

  /// Within each label the rows take turns: every `every`-th of a label is a test row.
  package static func stratified(_ labels: [Double], every: Int) -> (train: [Int], test: [Int]) {
    let folds = stratifiedFolds(labels, folds: every)
    return (
      folds.indices.filter { folds[$0] != every / 2 },
      folds.indices.filter { folds[$0] == every / 2 }
    )
  }

  /// Rows of a group stay together: groups take turns within those whose rows are mostly of one
  /// label, in the order of their first rows.
  ///
  /// - Parameters:
  ///   - labels: 0 or 1; of numbers all the same.
  ///   - groups: of each row, from 0.
  /// - Returns: the fold of each row.
  package static func groupedFolds(_ labels: [Double], _ groups: [Int], folds: Int) -> [Int] {
    let count = (groups.max() ?? -1) + 1
    var (sums, sizes) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
    for (label, group) in zip(labels, groups) {
      sums[group] += label
      sizes[group] += 1
    }
    var fold = [Int](repeating: -1, count: count)
    var next = [0, 0]
    for group in groups where fold[group] < 0 {
      let kind = sums[group] * 2 >= sizes[group] ? 1 : 0
      fold[group] = next[kind] % folds
      next[kind] += 1
    }
    return groups.map { fold[$0] }
  }

  /// Later rows test models of earlier ones: rows in the order of their days in `folds + 1` blocks
  /// of the same size, of which each but the first tests in its turn.
  ///
  /// - Returns: the block of each row, from 0.
  package static func timeBlocks(_ days: [Int32], folds: Int) -> [Int] {
    let order = days.indices.sorted { (days[$0], $0) < (days[$1], $1) }
    var block = [Int](repeating: 0, count: days.count)
    for (place, row) in order.enumerated() { block[row] = place * (folds + 1) / days.count }
    return block
  }
}
