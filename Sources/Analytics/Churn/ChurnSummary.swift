/// Who was lost, period by period, from orders alone.
///
/// A customer is lost at the end of the day on which nothing has been bought for the churn window,
/// and won back by a later order. So what is told of a period never changes when more orders come
/// in. The money of a customer at a day is what was spent within the window that ends with the last
/// order before it: those who are lost have bought nothing lately, but they did before.
package import Learning
import Numerics
package import Support
package import Tables

package struct ChurnSummary: Sendable {
  package struct Period: Sendable, Equatable {
    package let index: Int
    package var start = 0
    package var new = 0
    package var lost = 0
    package var wonBack = 0
    /// Of those there at the start, how many were lost within the period.
    package var lostOfStart = 0
    /// Money of those there at the start: then, of those of them who were lost, and at the end.
    package var money = 0.0
    package var moneyLost = 0.0
    package var moneyKept = 0.0
    /// The data end before the period does.
    package var isUnfinished = false
    /// On some of its days nobody can have been lost yet: the first window is not over.
    package var isTooEarly = false

    package var end: Int { start + new + wonBack - lost }
    package var churn: Share { Share(lostOfStart, of: start) }
    /// Lost less won back, of those there at the start.
    package var netChurn: Double? {
      start > 0 ? Double(lost - wonBack) / Double(start) : nil
    }
    package var revenueChurn: Double? { money > 0 ? moneyLost / money : nil }
    /// What those there at the start no longer bring, those who bring more counted against it.
    package var netRevenueChurn: Double? { money > 0 ? 1 - moneyKept / money : nil }
  }

  package let by: ChurnPeriod
  package let windowDays: Int
  package let isWindowAutomatic: Bool
  package let asOf: Int32
  package let customerCount: Int
  package let hasMoney: Bool
  /// From the first order to the last day.
  package let periods: [Period]
  /// Those who left after the last day that leaves a window, beside those who stayed.
  package let drivers: [SegmentComparison.Difference]
  package let driverDay: Int32?
  package let driverCounts: (lost: Int, others: Int)
  package let notices: [Notice]

  package init(
    _ table: Table, by: ChurnPeriod, windowDays: Int?, asOf: Int32?, _ run: Run
  ) throws {
    let ledger = try PurchaseLedger(table, asOf: asOf, run)
    var options = ChurnOptions()
    options.windowDays = windowDays
    let window = try ChurnWindow(ledger, options: options, run)
    let end = asOf ?? ledger.lastDay
    let first = by.index(of: ledger.firstDay)
    let count = by.index(of: end) - first + 1
    guard count <= Limits.cohortPeriods else {
      throw AnalyticsError.tooManyPeriods(found: count, allowed: Limits.cohortPeriods)
    }
    let starts = (0...count).map { by.firstDay(of: first + $0) }
    let tally = try ChurnTally.of(ledger, starts: starts, window: window.days, end: end, run)
    periods = (0..<count).map { place in
      var period = tally.periods[place].named(first + place)
      period.isUnfinished = starts[place + 1] - 1 > end
      period.isTooEarly = starts[place] < ledger.firstDay + Int32(window.days)
      return period
    }
    self.by = by
    self.windowDays = window.days
    isWindowAutomatic = window.isAutomatic
    self.asOf = end
    customerCount = ledger.customerCount
    hasMoney = ledger.hasMoney
    run.report(0.7, Phrase(en: "what sets the lost apart", zh: "流失客户的特征"))
    let cut = end - Int32(window.days)
    let snapshot = try OrderSnapshot(
      ledger, cut: cut, windowDays: window.days, horizonDays: window.days,
      usualGap: window.usualGap, includesLapsed: false, run)
    let lost = snapshot.labels.indices.filter { snapshot.labels[$0] == 1 }
    let others = snapshot.labels.indices.filter { snapshot.labels[$0] == 0 }
    let isTold = lost.count > 1 && others.count > 1
    driverDay = isTold ? cut : nil
    driverCounts = (lost.count, others.count)
    drivers = isTold ? Self.drivers(snapshot, lost, others) : []
    notices = ledger.notices + Self.notices(periods, by, isTold: isTold)
  }

  private static func drivers(
    _ snapshot: OrderSnapshot, _ lost: [Int], _ others: [Int]
  ) -> [SegmentComparison.Difference] {
    let found = OrderSnapshot.names.indices.map { column in
      SegmentComparison.difference(
        OrderSnapshot.names[column], lost.map { snapshot.features[$0, column] },
        others.map { snapshot.features[$0, column] })
    }
    return found.byEffect
  }

  private static func notices(
    _ periods: [Period], _ by: ChurnPeriod, isTold: Bool
  ) -> [Notice] {
    var notices: [Notice] = []
    let word = by.word
    if periods.contains(where: \.isTooEarly) {
      notices.append(
        Notice(
          "firstWindow",
          en: "in the first window nobody can be lost yet, and everybody looks new: such a "
            + "\(word.en) is marked tooEarly and in no average",
          zh: "首个窗口内无人可能流失且人人皆为新客：此类\(word.zh)标记为 tooEarly，不计入平均"))
    }
    if periods.last?.isUnfinished == true {
      notices.append(
        Notice(
          "unfinishedPeriod",
          en: "the data end before the last \(word.en) does: it is marked and in no average",
          zh: "数据在最后一\(word.zh)结束前终止：该期已标记，不计入平均"))
    }
    if !isTold {
      notices.append(
        Notice(
          "noDrivers", en: "too few left, or stayed, after a day to tell what sets them apart",
          zh: "某日之后流失或留存者过少，无法比较特征"))
    }
    return notices
  }

  /// The periods that are whole.
  package var whole: [Period] { periods.filter { !$0.isUnfinished && !$0.isTooEarly } }

  /// Lost of those there at the start, all whole periods together.
  package var churn: Share {
    Share(
      whole.reduce(0) { $0 + $1.lostOfStart }, of: whole.reduce(0) { $0 + $1.start })
  }
}

extension ChurnSummary.Period {
  fileprivate func named(_ index: Int) -> ChurnSummary.Period {
    var period = ChurnSummary.Period(index: index)
    (period.start, period.new, period.lost) = (start, new, lost)
    (period.wonBack, period.lostOfStart) = (wonBack, lostOfStart)
    (period.money, period.moneyLost, period.moneyKept) = (money, moneyLost, moneyKept)
    return period
  }
}

extension [SegmentComparison.Difference] {
  /// The largest effect first.
  var byEffect: [SegmentComparison.Difference] {
    indices.sorted { left, right in
      (-abs(self[left].effect ?? 0), left) < (-abs(self[right].effect ?? 0), right)
    }.map { self[$0] }
  }
}
