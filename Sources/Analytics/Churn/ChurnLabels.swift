/// Orders made into a labelled table: each customer as they stood on some days, and whether they
/// left after each.
///
/// Features look only at what came before the cutoff, labels only at what came after the gap, so
/// whoever learns from the table cannot look ahead.
import Numerics
package import Support
package import Tables

package struct ChurnLabelOptions: Sendable {
  /// Silence that counts as leaving; nil for the 90th percentile of gaps.
  package var windowDays: Int?
  /// How far back features look; nil for all.
  package var observationDays: Int?
  /// Days between what features see and what labels see.
  package var gapDays = 0
  /// Days on which customers are looked at; nil for as many as do not overlap.
  package var cutoffs: [Int32]?
  package var asOf: Int32?
  package var isStrict = false

  package init() {}
}

package struct ChurnLabels: Sendable {
  package struct Cutoff: Sendable {
    package let day: Int32
    package let customers: Int
    package let left: Int

    package var rate: Double { Double(left) / Double(max(1, customers)) }
  }

  package struct Row: Sendable {
    package let customerId: String
    package let cutoff: Int32
    package let hasLeft: Bool
    package let features: [Double]
  }

  package static let featureNames = OrderSnapshot.names

  package let windowDays: Int
  package let isWindowAutomatic: Bool
  package let gapDays: Int
  package let cutoffs: [Cutoff]
  package let rows: [Row]
  package let asOf: Int32
  package let notices: [Notice]

  package var leftCount: Int { cutoffs.reduce(0) { $0 + $1.left } }

  package init(_ table: Table, _ options: ChurnLabelOptions, _ run: Run) throws {
    let ledger = try PurchaseLedger(table, asOf: options.asOf, run)
    var churn = ChurnOptions()
    churn.windowDays = options.windowDays
    let window = try ChurnWindow(ledger, options: churn, run)
    let end = options.asOf ?? ledger.lastDay
    let days = try Self.days(options, ledger, window, end)
    var cutoffs: [Cutoff] = []
    var rows: [Row] = []
    for day in days {
      try run.checkpoint()
      let seen = try Self.observed(ledger, since: options.observationDays.map { day - Int32($0) })
      let snapshot = try OrderSnapshot(
        seen, cut: day, windowDays: options.observationDays ?? window.days,
        horizonDays: window.days, gapDays: options.gapDays, usualGap: window.usualGap,
        includesLapsed: false, run)
      let left = Int(snapshot.labels.reduce(0, +))
      cutoffs.append(Cutoff(day: day, customers: snapshot.members.count, left: left))
      for (place, member) in snapshot.members.enumerated() {
        rows.append(
          Row(
            customerId: seen.id(member), cutoff: day, hasLeft: snapshot.labels[place] == 1,
            features: Array(snapshot.features.row(place))))
      }
    }
    let left = cutoffs.reduce(0) { $0 + $1.left }
    guard left > 0, left < rows.count else {
      throw AnalyticsError.oneSidedWindow(
        everybody: left > 0, windowDays: window.days,
        better: try Self.better(ledger, left > 0, window, run))
    }
    windowDays = window.days
    isWindowAutomatic = window.isAutomatic
    gapDays = options.gapDays
    self.cutoffs = cutoffs
    self.rows = rows
    asOf = end
    notices = ledger.notices
  }

  /// The days that customers are looked at, the latest first.
  private static func days(
    _ options: ChurnLabelOptions, _ ledger: PurchaseLedger, _ window: ChurnWindow, _ end: Int32
  ) throws(AnalyticsError) -> [Int32] {
    let ahead = Int32(window.days + options.gapDays)
    let (first, last) = (ledger.firstDay, end - ahead)
    guard last >= first else {
      throw .windowTooLong(days: window.days + options.gapDays, have: Int(end - ledger.firstDay))
    }
    if let wanted = options.cutoffs {
      for day in wanted where day < first || day > last {
        throw .dateOutside(
          name: "cutoffs", value: CivilDate.text(days: day), first: CivilDate.text(days: first),
          last: CivilDate.text(days: last))
      }
      return Array(Set(wanted)).sorted(by: >)
    }
    var days: [Int32] = []
    var day = last
    while day >= first, days.count < 12 {
      days.append(day)
      day -= Int32(window.days)
    }
    return days
  }

  /// The ledger without what is older than a day.
  private static func observed(
    _ ledger: PurchaseLedger, since day: Int32?
  ) throws -> PurchaseLedger {
    day.map { ledger.since($0) } ?? ledger
  }

  /// A window that parts the customers, if one of the usual ones does.
  private static func better(
    _ ledger: PurchaseLedger, _ everybody: Bool, _ window: ChurnWindow, _ run: Run
  ) throws -> Int? {
    let usual = [7, 14, 30, 60, 90, 180, 365]
    // Everybody left: look longer. Nobody did: look shorter.
    let tried =
      everybody
      ? usual.filter { $0 > window.days } : usual.filter { $0 < window.days }.reversed()
    for days in tried {
      let cut = ledger.lastDay - Int32(days)
      guard cut >= ledger.firstDay else { continue }
      let snapshot = try OrderSnapshot(
        ledger, cut: cut, windowDays: days, horizonDays: days, gapDays: 0,
        usualGap: window.usualGap, includesLapsed: false, run)
      if Set(snapshot.labels).count == 2 { return days }
    }
    return nil
  }
}
