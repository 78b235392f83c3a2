/// What the caller of a supervised method wants.
import Learning
package import Support
import Tables

package struct PredictionOptions: Sendable {
  package enum Split: String, Sendable, CaseIterable {
    case auto, stratified, systematic, time, groups
  }

  package var settings = LearnerSettings()
  /// A header or a role; nil for the column that was recognised.
  package var target: String?
  /// The value of the target that counts as 1.
  package var positive: String?
  package var features: [String]?
  package var split = Split.auto
  package var testFraction = 0.2
  /// A header or a role: rows with the same value are never both learnt from and tested on. Nil for
  /// the customer, where customers have several rows.
  package var groups: String?
  /// Folds of the cross-validation; 0 for none.
  package var folds = 5
  package var decision = DecisionRule()
  package var isStrict = false
  package var asOf: Int32?

  package init() {}
}

/// Where to cut probabilities into yes and no.
package struct DecisionRule: Sendable {
  /// Nil for the one with the largest F1, or the least cost.
  package var threshold: Double?
  package var costs: (miss: Double, falseAlarm: Double)?

  package init() {}

  /// The cut that the caller, the costs, or the largest F1 ask for.
  package func cut(labels: [Double], probabilities: [Double], _ run: Run) throws -> Double {
    if let threshold { return threshold }
    if let costs {
      return try Threshold.minimizingCost(
        labels: labels, probabilities: probabilities, miss: costs.miss,
        falseAlarm: costs.falseAlarm, pause: run.checkpoint)
    }
    return try Threshold.maximizingF1(
      labels: labels, probabilities: probabilities, pause: run.checkpoint)
  }
}

/// What rows have in common: a group, a day.
struct RowOrder {
  /// Of each row, from 0; nil where rows are on their own.
  let groups: [Int]?
  /// What the groups are, for people.
  let header: String
  let days: [Int32]?

  /// Rows per customer from which customers are kept together without being asked.
  private static let repeats = 1.02

  init(_ table: Table, _ known: [Int], _ options: PredictionOptions) throws(AnalyticsError) {
    days = table.columns.first { $0.date != nil }?.date.map { date in
      known.map { date.days[$0] }
    }
    if let wanted = options.groups {
      guard let column = table.column(named: wanted) ?? Role(rawValue: wanted).flatMap(table.column)
      else {
        throw .unusableFeature(
          header: wanted, why: "no such column", headers: table.columns.map(\.header))
      }
      header = column.header
      groups = Self.places(column.asText().codes, known)
      return
    }
    let column = table.column(.customerId)
    header = column?.header ?? ""
    let ofRow = CustomerKeys(table).ofRow
    let places = Self.places(ofRow, known)
    let count = (places.max() ?? -1) + 1
    let isRepeated = column != nil && Double(known.count) > Self.repeats * Double(count)
    let wants = options.split == .groups || options.split == .auto
    groups = wants && isRepeated && count > 1 ? places : nil
  }

  /// From codes to places from 0 in the order of first rows; rows without a code are on their own.
  private static func places(_ codes: [Int32], _ known: [Int]) -> [Int] {
    var next = 0
    var place: [Int32: Int] = [:]
    return known.map { row in
      let code = codes[row]
      if code >= 0, let found = place[code] { return found }
      if code >= 0 { place[code] = next }
      next += 1
      return next - 1
    }
  }

  /// The order of some of the rows.
  func picking(_ rows: [Int]) -> RowOrder {
    RowOrder(
      groups: groups.map { all in rows.map { all[$0] } }, header: header,
      days: days.map { all in rows.map { all[$0] } })
  }

  private init(groups: [Int]?, header: String, days: [Int32]?) {
    (self.groups, self.header, self.days) = (groups, header, days)
  }
}

/// Which rows train and which test, and how that is said.
struct TestSplit {
  let train: [Int]
  let test: [Int]
  let words: Phrase

  /// - Parameters:
  ///   - y: what is learnt, for turns within each label.
  ///   - order: days are needed to split by time, groups to keep them together.
  init(_ options: PredictionOptions, _ y: [Double], isLabel: Bool, _ order: RowOrder?) {
    let every = max(2, Int((1 / options.testFraction).rounded()))
    let share = Words.percent(1 / Double(every))
    if options.split == .time, let days = order?.days {
      let ranked = y.indices.sorted { (days[$0], $0) < (days[$1], $1) }
      let cut = y.count - y.count / every
      train = ranked[..<cut].sorted()
      test = ranked[cut...].sorted()
      words = Phrase(en: "the latest \(share) of rows by date", zh: "按日期最晚的 \(share) 行")
    } else if let order, let groups = order.groups,
      let known = Self.grouped(y, groups, isLabel, every)
    {
      (train, test) = known
      words = Phrase(
        en: "\(share) of the values of \(order.header), with all their rows",
        zh: "按 \(order.header) 取 \(share)，同一取值的行在一起")
    } else if options.split == .systematic || !isLabel {
      (train, test) = Split.systematic(count: y.count, every: every)
      words = Phrase(
        en: "every \(every)th row, from the first", zh: "从首行起每 \(every) 行取一行")
    } else {
      (train, test) = Split.stratified(y, every: every)
      words = Phrase(
        en: "every \(every)th row of each label", zh: "两类标签各每 \(every) 行取一行")
    }
  }

  /// Nil where a side would lack a label.
  private static func grouped(
    _ y: [Double], _ groups: [Int], _ isLabel: Bool, _ every: Int
  ) -> (train: [Int], test: [Int])? {
    let fold = Split.groupedFolds(isLabel ? y : y.map { _ in 0 }, groups, folds: every)
    let train = fold.indices.filter { fold[$0] != every / 2 }
    let test = fold.indices.filter { fold[$0] == every / 2 }
    guard !train.isEmpty, !test.isEmpty else { return nil }
    if isLabel, Set(train.map { y[$0] }).count < 2 || Set(test.map { y[$0] }).count < 2 {
      return nil
    }
    return (train, test)
  }
}
