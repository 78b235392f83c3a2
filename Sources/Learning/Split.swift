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
}
