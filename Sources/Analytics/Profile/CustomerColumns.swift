/// What can be said of every customer, as columns beside the rows of a table.
///
/// Each is what its method answers with its defaults: `segment`, `lifecycleStages`, `predictChurn`
/// and `ltv`. A customer of whom it cannot be said has none.
package import Support
package import Tables

package struct CustomerColumns: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case segment, rfmCell, lifecycleStage, churnProbability, ltv
  }

  package enum Values: Sendable {
    case words([Phrase?])
    case numbers([Double?])
  }

  /// By customer, in the order asked.
  package let columns: [(kind: Kind, values: Values)]
  /// The customer of each row; -1 where there is none.
  package let keys: CustomerKeys
  package let notices: [Notice]

  package init(_ table: Table, _ kinds: [Kind], asOf: Int32?, seed: UInt64, _ run: Run) throws {
    keys = CustomerKeys(table)
    var maker = Maker(table: table, keys: keys, asOf: asOf, seed: seed)
    var columns: [(kind: Kind, values: Values)] = []
    for kind in kinds {
      try run.checkpoint()
      columns.append((kind, try maker.values(kind, run)))
    }
    self.columns = columns
    notices = maker.notices
  }
}

private struct Maker {
  let table: Table
  let keys: CustomerKeys
  let asOf: Int32?
  let seed: UInt64
  var notices: [Notice] = []
  private var segmentation: Segmentation?

  init(table: Table, keys: CustomerKeys, asOf: Int32?, seed: UInt64) {
    self.table = table
    self.keys = keys
    self.asOf = asOf
    self.seed = seed
  }

  mutating func values(
    _ kind: CustomerColumns.Kind, _ run: Run
  ) throws -> CustomerColumns.Values {
    switch kind {
    case .segment:
      let groups = try groups(run)
      return .words(
        placed(groups.ids, groups.segmentOfCustomer.map { groups.segments[$0].name }))
    case .rfmCell:
      let groups = try groups(run)
      guard case .rfm(let recency, let frequency, let monetary) = groups.scores else {
        throw AnalyticsError.missingRole(
          roles: ["date", "frequency"], headers: table.columns.map(\.header))
      }
      let cells = groups.ids.indices.map { index in
        let scores = [recency.scores[index], frequency.scores[index]]
        return Phrase(
          verbatim: (scores + (monetary.map { [$0.scores[index]] } ?? [])).map(String.init).joined()
        )
      }
      return .words(placed(groups.ids, cells))
    case .lifecycleStage:
      var options = LifecycleOptions()
      options.asOf = asOf
      let stages = try LifecycleStages(table, options: options, run)
      return .words(
        placed(
          stages.customers.map(\.id), stages.customers.map { Phrase(verbatim: $0.stage.rawValue) }))
    case .churnProbability:
      var options = ChurnOptions()
      options.asOf = asOf
      options.seed = seed
      let churn = try ChurnPrediction.of(table, options: options, run)
      if churn.lapsedCount > 0 {
        notices.append(
          Notice(
            "lapsedWithoutScore",
            en: "\(churn.lapsedCount) customers had left before and have no churnProbability",
            zh: "\(churn.lapsedCount) 位客户此前已流失，没有 churnProbability", path: "add"))
      }
      return .numbers(placed(churn.ids, churn.probabilities))
    case .ltv:
      var options = LifetimeOptions()
      options.asOf = asOf
      options.seed = seed
      let value = try LifetimeValue.of(table, options: options, run)
      return .numbers(placed(value.ids, value.values))
    }
  }

  /// Groups by recency, frequency and money: computed once.
  private mutating func groups(_ run: Run) throws -> Segmentation {
    if let segmentation { return segmentation }
    var options = SegmentOptions()
    options.asOf = asOf
    options.seed = seed
    let made = try Segmentation.of(table, options: options, run)
    segmentation = made
    return made
  }

  /// Values by customer out of values by id.
  private func placed<Value>(_ ids: [String], _ values: [Value]) -> [Value?] {
    var places: [String: Int] = [:]
    for (place, id) in ids.enumerated() { places[id] = place }
    return (0..<keys.count).map { customer in places[keys[customer]].map { values[$0] } }
  }
}
