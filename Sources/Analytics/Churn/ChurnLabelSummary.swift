/// How many have left by a column that says so: in all, by each column of words, for what reason,
/// and what sets them apart.
package import Learning
import Numerics
package import Support
package import Tables

package struct ChurnLabelSummary: Sendable {
  package struct Part: Sendable {
    /// Nil for rows without a value.
    package let value: String?
    package let churn: Share
  }

  /// A column whose values are told apart.
  package struct Split: Sendable {
    package let header: String
    /// How often chance alone gives such differences (chi-square).
    package let pValue: Double
    package let parts: [Part]
  }

  package let header: String
  package let positive: String
  package let churn: Share
  /// The money of those who left over that of all; nil where the table has no money.
  package let revenueShare: Double?
  /// The clearest differences first.
  package let splits: [Split]
  package let reasons: ChurnReasons?
  package let drivers: [SegmentComparison.Difference]
  /// What is lost on unseen rows when a column is shuffled.
  package let importances: [FeatureWeight]
  package let notices: [Notice]

  package init(_ table: Table, positive: String?, seed: UInt64, _ run: Run) throws {
    guard let column = table.column(.churn) ?? table.column(.target) else {
      throw AnalyticsError.missingRole(
        roles: ["date", "churn"], headers: table.columns.map(\.header))
    }
    let target = try PredictionTarget(
      table, column.header, kind: .logistic, positive: positive)
    header = target.header
    self.positive = target.label?.positive ?? ""
    let left = target.known.filter { target.values[$0] == 1 }
    churn = Share(left.count, of: target.known.count)
    let money = table.column(.monetary)?.number ?? table.column(.amount)?.number
    revenueShare = money.flatMap { money -> Double? in
      func sum(_ rows: [Int]) -> Double {
        rows.map { money.missing.isEmpty || !money.missing[$0] ? max(0, money.values[$0]) : 0 }
          .pairwiseSum
      }
      let all = sum(target.known)
      return all > 0 ? sum(left) / all : nil
    }
    reasons = ChurnReasons(table, left, without: column.index)
    let told = Set([column.index] + (reasons.map { [$0.index] } ?? []))
    let columns = try FeatureChoice.columns(table, wanted: nil, without: told)
    splits = try Self.splits(columns, target, run)
    let stayed = target.known.filter { target.values[$0] == 0 }
    drivers = try columns.compactMap { column -> SegmentComparison.Difference? in
      try run.checkpoint()
      guard let numbers = column.number else { return nil }
      func of(_ rows: [Int]) -> [Double] {
        rows.filter { !column.isMissing($0) }.map { numbers.values[$0] }
      }
      let (lost, others) = (of(left), of(stayed))
      guard lost.count > 1, others.count > 1 else { return nil }
      return SegmentComparison.difference(column.header, lost, others)
    }.byEffect
    run.report(0.5, Phrase(en: "what tells them apart", zh: "影响因素"))
    (importances, notices) = try Self.importances(table, target, columns, seed, run)
  }

  private static func importances(
    _ table: Table, _ target: PredictionTarget, _ columns: [Column], _ seed: UInt64, _ run: Run
  ) throws -> ([FeatureWeight], [Notice]) {
    var wish = PredictionOptions()
    wish.settings.kind = .logistic
    wish.settings.seed = seed
    wish.target = target.header
    wish.positive = target.label?.positive
    wish.features = columns.map(\.header)
    wish.folds = 0
    do {
      let training = try PredictionTraining(table, wish, run)
      let trained = try training.train(run)
      return (trained.importances, trained.leaks.map(\.notice))
    } catch is AnalyticsError {
      return (
        [],
        [
          Notice(
            "noDrivers", en: "too few rows, or all alike, to learn what tells those who left",
            zh: "数据过少或无差异，无法学习流失因素")
        ]
      )
    }
  }

  private static func splits(
    _ columns: [Column], _ target: PredictionTarget, _ run: Run
  ) throws -> [Split] {
    let found = try columns.compactMap { column -> Split? in
      try run.checkpoint()
      guard let text = column.text, 2 <= text.dictionary.count,
        text.dictionary.count <= Limits.categories
      else { return nil }
      let none = text.dictionary.count
      var (lost, all) = (
        [Int](repeating: 0, count: none + 1), [Int](repeating: 0, count: none + 1)
      )
      for row in target.known {
        let code = text.codes[row] < 0 ? none : Int(text.codes[row])
        all[code] += 1
        if target.values[row] == 1 { lost[code] += 1 }
      }
      let used = all.indices.filter { all[$0] > 0 }
      guard used.count > 1 else { return nil }
      let parts = used.sorted { (-all[$0], $0) < (-all[$1], $1) }.map { code in
        Part(
          value: code == none ? nil : text.dictionary[code],
          churn: Share(lost[code], of: all[code]))
      }
      return Split(header: column.header, pValue: pValue(parts), parts: parts)
    }
    return found.enumerated().sorted {
      ($0.element.pValue, -$0.element.spread, $0.offset)
        < ($1.element.pValue, -$1.element.spread, $1.offset)
    }.map(\.element)
  }

  /// Pearson's chi-square of a table of values by left and stayed.
  private static func pValue(_ parts: [Part]) -> Double {
    let whole = Double(parts.reduce(0) { $0 + $1.churn.whole })
    let rate = Double(parts.reduce(0) { $0 + $1.churn.part }) / whole
    guard rate > 0, rate < 1 else { return 1 }
    let chi = parts.reduce(0.0) { sum, part in
      let wanted = rate * Double(part.churn.whole)
      let apart = Double(part.churn.part) - wanted
      return sum + apart * apart / (wanted * (1 - rate))
    }
    return ChiSquare.above(chi, degrees: Double(parts.count - 1))
  }
}

extension ChurnLabelSummary.Split {
  /// From the lowest rate to the highest.
  package var spread: Double {
    let rates = parts.compactMap(\.churn.value)
    return (rates.max() ?? 0) - (rates.min() ?? 0)
  }
}
