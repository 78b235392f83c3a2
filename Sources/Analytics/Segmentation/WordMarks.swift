/// Words that are more common in a group than among all customers.

struct WordMark {
  let header: String
  let word: String
  /// The share of the group, and of all customers, who have the word.
  let share: Double
  let shareOfAll: Double
  /// The difference in standard deviations of having the word or not: on one scale with numbers.
  let effect: Double
}

struct WordMarks {
  private let ofGroup: [[WordMark]]

  init(_ grouping: Grouping) {
    let sizes = Self.counts(grouping.labels, grouping.clusterCount)
    var found = [[WordMark]](repeating: [], count: grouping.clusterCount)
    for column in grouping.categories {
      let all = Self.counts(column.codes, column.words.count)
      var own = [[Int]](
        repeating: [Int](repeating: 0, count: column.words.count), count: grouping.clusterCount)
      for (customer, group) in grouping.labels.enumerated() where group >= 0 {
        own[group][column.codes[customer]] += 1
      }
      for group in own.indices where sizes[group] > 0 {
        let marks = column.words.indices.filter { !column.words[$0].isEmpty }.map { code in
          WordMark(
            column.header, column.words[code], of: own[group][code], sizes[group], all[code],
            column.codes.count)
        }
        // One word of a column says enough.
        if let best = marks.max(by: { $0.effect < $1.effect }) { found[group].append(best) }
      }
    }
    ofGroup = found
  }

  func of(_ group: Int) -> [WordMark] { ofGroup.indices.contains(group) ? ofGroup[group] : [] }

  private static func counts(_ codes: [Int], _ count: Int) -> [Int] {
    codes.reduce(into: [Int](repeating: 0, count: count)) { if $1 >= 0 { $0[$1] += 1 } }
  }
}

extension WordMark {
  init(_ header: String, _ word: String, of own: Int, _ size: Int, _ count: Int, _ total: Int) {
    self.header = header
    self.word = word
    share = Double(own) / Double(size)
    shareOfAll = Double(count) / Double(total)
    let spread = (shareOfAll * (1 - shareOfAll)).squareRoot()
    effect = spread > 0 ? (share - shareOfAll) / spread : 0
  }
}
