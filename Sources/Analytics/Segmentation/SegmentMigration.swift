/// How customers moved between stages of life from one day to another.
///
/// Both days are judged by what was known on them. Who had not bought on the first day is new to
/// the table, not a mover.
import Numerics
package import Support
package import Tables

package struct SegmentMigration: Sendable {
  package typealias Stage = LifecycleStages.Stage

  package struct Move: Sendable {
    package let id: String
    /// Nil for a customer who was not there on the first day.
    package let from: Stage?
    package let to: Stage
    package let revenue: Double

    /// Steps up or down; 0 for those who stayed or came.
    package var steps: Int { from.map { to.rank - $0.rank } ?? 0 }
  }

  package struct Flow: Sendable, Equatable {
    package let from: Stage?
    package let to: Stage
    package let customers: Int
    package let revenue: Double
  }

  package let from: Int32
  package let to: Int32
  /// The customers, the greatest loss of money by falling stages first, rises last.
  package let moves: [Move]
  /// Every pair of stages that somebody went between, in the order of a life.
  package let flows: [Flow]
  package let hasMoney: Bool
  package let notices: [Notice]

  package init(
    _ table: Table, from: Int32?, to: Int32?, options: LifecycleOptions, _ run: Run
  ) throws {
    let whole = try PurchaseLedger(table, asOf: nil, run)
    let end = to ?? whole.lastDay
    let start = from ?? whole.firstDay + (end - whole.firstDay) / 2
    for (name, day) in [("params.from", start), ("params.to", end)] {
      guard whole.firstDay <= day, day <= whole.lastDay else {
        throw AnalyticsError.dateOutside(
          name: name, value: CivilDate.text(days: day),
          first: CivilDate.text(days: whole.firstDay), last: CivilDate.text(days: whole.lastDay))
      }
    }
    guard start < end else {
      throw AnalyticsError.dateOutside(
        name: "params.from", value: CivilDate.text(days: start),
        first: CivilDate.text(days: whole.firstDay), last: CivilDate.text(days: end - 1))
    }
    var options = options
    options.asOf = start
    let before = try LifecycleStages(table, options: options, run)
    options.asOf = end
    let after = try LifecycleStages(table, options: options, run)
    var stageBefore: [String: Stage] = [:]
    for customer in before.customers { stageBefore[customer.id] = customer.stage }
    let moves = after.customers.map {
      Move(id: $0.id, from: stageBefore[$0.id], to: $0.stage, revenue: $0.revenue)
    }
    let order = moves.indices.sorted { left, right in
      let (a, b) = (moves[left], moves[right])
      return (a.steps.signum(), -a.revenue * Double(abs(a.steps)), left)
        < (b.steps.signum(), -b.revenue * Double(abs(b.steps)), right)
    }
    self.moves = order.map { moves[$0] }
    flows = Self.flows(moves)
    self.from = start
    self.to = end
    hasMoney = after.hasMoney
    notices = after.notices
  }

  private static func flows(_ moves: [Move]) -> [Flow] {
    let sources: [Stage?] = Stage.allCases.map { $0 } + [nil]
    return sources.flatMap { source -> [Flow] in
      let own = moves.filter { $0.from == source }
      return Stage.allCases.compactMap { target in
        let both = own.filter { $0.to == target }
        guard !both.isEmpty else { return nil }
        return Flow(
          from: source, to: target, customers: both.count,
          revenue: both.map(\.revenue).pairwiseSum)
      }
    }
  }

  /// Customers who were there on both days, and how many of them rose and fell.
  package var balance: (known: Int, up: Int, down: Int) {
    let known = moves.filter { $0.from != nil }
    return (
      known.count, known.filter { $0.steps > 0 }.count, known.filter { $0.steps < 0 }.count
    )
  }
}

extension LifecycleStages.Stage {
  /// How good it is to be there; stages of one rank are no step apart.
  package var rank: Int {
    switch self {
    case .prospect: 0
    case .lost: 1
    case .dormant: 2
    case .atRisk: 3
    case .new, .active, .wonBack: 4
    case .loyal: 5
    }
  }
}
