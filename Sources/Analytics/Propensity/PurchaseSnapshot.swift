/// Customers as they stood on one day, and what they bought within the horizon after it.
import Numerics
import Support
import Tables

struct PurchaseSnapshot: Sendable {
  let cut: Int32
  /// Places in the ledger.
  let members: [Int]
  /// In natural units, a row a member.
  let features: Matrix
  /// 1 for those who bought; empty when that is not known yet.
  let labels: [Double]
  /// Money within the horizon.
  let spends: [Double]

  /// - Parameters:
  ///   - horizonDays: nil when what comes is not known yet.
  ///   - every: takes each so-many-th customer.
  init(
    _ ledger: PurchaseLedger, _ item: ItemPurchases?, _ window: ChurnWindow, cut: Int32,
    horizonDays: Int?, every: Int = 1, _ run: Run
  ) throws {
    let base = try OrderSnapshot(
      ledger, cut: cut, windowDays: window.days, horizonDays: nil, usualGap: window.usualGap,
      includesLapsed: true, every: every, run)
    self.cut = cut
    members = base.members
    if let item {
      var values: [Double] = []
      for (place, member) in base.members.enumerated() {
        if place % 8_192 == 0 { try run.checkpoint() }
        values += base.features.row(place) + item.features(member, cut)
      }
      features = Matrix(
        rowCount: base.members.count,
        columnCount: base.features.columnCount + ItemPurchases.names.count, values: values)
    } else {
      features = base.features
    }
    guard let horizonDays else {
      (labels, spends) = ([], [])
      return
    }
    let end = cut + Int32(horizonDays)
    let spent = base.members.map { member in
      item.map { $0.spent(member, after: cut, to: end) } ?? Self.spent(ledger, member, cut, end)
    }
    labels = spent.map { $0 == nil ? 0 : 1 }
    spends = spent.map { $0 ?? 0 }
  }

  /// Money between two days; nil without a purchase.
  private static func spent(
    _ ledger: PurchaseLedger, _ customer: Int, _ cut: Int32, _ end: Int32
  ) -> Double? {
    var total: Double?
    for place in ledger.purchases(of: customer)
    where ledger.days[place] > cut && ledger.days[place] <= end {
      total = (total ?? 0) + ledger.amounts[place]
    }
    return total
  }

  func logarithms(_ run: Run) throws -> Matrix {
    try features.mapped(run) { _, value in Math.log1p(max(0, value)) }
  }

  static func names(hasItem: Bool) -> [String] {
    OrderSnapshot.names + (hasItem ? ItemPurchases.names : [])
  }

  static func phrases(hasItem: Bool) -> [Phrase] {
    OrderSnapshot.phrases + (hasItem ? ItemPurchases.phrases : [])
  }
}
