/// Where each customer stands: the RFM segment and cell, and the stage of life.
///
/// The same scores, names and rules as `segment` and `lifecycleStages`, without their checks against
/// later orders: this is for looking customers up.
package import Support
package import Tables

package struct CustomerTiers: Sendable {
  package let ledger: PurchaseLedger
  package let asOf: Int32
  /// The groups that somebody is in.
  package let segments: [Segmentation.Segment]
  private let segmentOf: [Int]
  private let recency: RFMScore
  private let frequency: RFMScore
  private let monetary: RFMScore?
  private let rules: LifecycleRules

  package init(_ ledger: PurchaseLedger, asOf: Int32?, _ run: Run) throws {
    let table = try RFMTable(ledger, asOf: asOf, run)
    try run.checkpoint()
    let groups = try Segmentation.rfm(
      table, options: SegmentOptions(), method: .rfm, grade: .ofCounts)
    try run.checkpoint()
    guard case .rfm(let recency, let frequency, let monetary) = groups.scores else {
      throw AnalyticsError.noUsableRows(why: "no customer is complete")
    }
    self.ledger = ledger
    self.asOf = asOf ?? ledger.lastDay
    segments = groups.segments
    segmentOf = groups.segmentOfCustomer
    (self.recency, self.frequency, self.monetary) = (recency, frequency, monetary)
    rules = try LifecycleRules(ledger, LifecycleOptions(), run)
  }

  /// The group of the customer at a place of the ledger.
  package func segment(_ index: Int) -> Segmentation.Segment { segments[segmentOf[index]] }

  /// Scores of recency, frequency and money: `545`.
  package func cell(_ index: Int) -> String {
    let scores = [recency.scores[index], frequency.scores[index]]
    return (scores + (monetary.map { [$0.scores[index]] } ?? [])).map(String.init).joined()
  }

  package func stage(_ index: Int) -> LifecycleStages.Stage {
    let days = ledger.days[ledger.purchases(of: index)]
    return rules.stage(rules.life(days, orders: ledger.orderCount(of: index), at: asOf))
  }

  /// The gap between purchases to expect of a customer, in days.
  package func gapDays(_ index: Int) -> Double {
    let days = ledger.days[ledger.purchases(of: index)]
    return rules.life(days, orders: ledger.orderCount(of: index), at: asOf).gap
  }
}

/// Customers who stand elsewhere than before, out of those that are asked about.
package struct TierChanges: Sendable {
  package struct Tier: Sendable, Equatable {
    package let segment: Phrase
    package let cell: String
    package let stage: LifecycleStages.Stage
  }

  package struct Change: Sendable {
    package let id: String
    /// Nil for a customer who had not bought.
    package let from: Tier?
    package let to: Tier
  }

  /// Those whose segment or stage is another, in the order asked.
  package let changes: [Change]

  /// Nil where the tables hold no purchases of customers.
  package init?(_ ids: [String], before: Table, after: Table, _ run: Run) throws {
    guard Segmentation.hasOrders(before), Segmentation.hasOrders(after) else { return nil }
    let old = try Self.tiers(ids, before, run)
    let new = try Self.tiers(ids, after, run)
    changes = ids.compactMap { id in
      guard let to = new[id] else { return nil }
      let from = old[id]
      guard from?.segment != to.segment || from?.stage != to.stage else { return nil }
      return Change(id: id, from: from, to: to)
    }
  }

  private static func tiers(
    _ ids: [String], _ table: Table, _ run: Run
  ) throws -> [String: Tier] {
    let ledger: PurchaseLedger
    do {
      ledger = try PurchaseLedger(table, asOf: nil, run)
    } catch AnalyticsError.noUsableRows {
      return [:]
    }
    let tiers = try CustomerTiers(ledger, asOf: nil, run)
    let wanted = Set(ids)
    var found: [String: Tier] = [:]
    for index in 0..<ledger.customerCount {
      if index % 8_192 == 0 { try run.checkpoint() }
      let id = ledger.id(index)
      guard wanted.contains(id) else { continue }
      found[id] = Tier(
        segment: tiers.segment(index).name, cell: tiers.cell(index), stage: tiers.stage(index))
    }
    return found
  }
}
