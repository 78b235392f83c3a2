/// Other customers in groups that were kept: the group of each, how far off, what is out of range.
import Learning
import Numerics
package import Support
package import Tables

package struct SegmentAssignment: Sendable {
  package let model: SegmentModel
  package let ids: [String]
  /// The place in the model's groups of each customer; -1 outside any.
  package let places: [Int]
  /// To the group's centre, on the scale of the model; nil where groups have none.
  package let distances: [Double]?
  /// How surely each belongs to the group, where the model says.
  package let shares: [Double]?
  /// One array per feature, in original units.
  package let values: [[Double]]
  package let asOf: Int32?
  package let notices: [Notice]

  /// Customers in each group of the model.
  package var sizes: [Int] {
    places.reduce(into: [Int](repeating: 0, count: model.groups.count)) {
      if $1 >= 0 { $0[$1] += 1 }
    }
  }

  /// How far the shares of the groups moved: the population stability index, with half a customer
  /// added to each group so that empty ones count; nil for too few customers to tell.
  package var shift: Double? {
    guard ids.count >= 30 else { return nil }
    return DriftReference.shift(
      from: model.groups.map(\.share), of: model.customerCount,
      to: sizes.map { Double($0) / Double(ids.count) }, of: ids.count)
  }

  package func isOutOfRange(_ customer: Int) -> Bool {
    model.features.indices.contains { !model.ranges[$0].contains(values[$0][customer]) }
  }

  /// The features in which a customer lies beyond all customers the groups were made of.
  package func outOfRange(_ customer: Int) -> [String] {
    model.features.indices.filter { !model.ranges[$0].contains(values[$0][customer]) }
      .map { model.features[$0] }
  }

  package init(_ table: Table, model: SegmentModel, asOf: Int32?, _ run: Run) throws {
    self.model = model
    switch model.rule {
    case .scores(let rule):
      let rfm = try Self.rfm(table, model, asOf, run)
      (ids, places) = (rfm.ids, rule.places(rfm))
      values = [rfm.recency, rfm.frequency] + (rfm.monetary.map { [$0] } ?? [])
      (distances, shares, notices, self.asOf) = (nil, nil, rfm.notices, rfm.asOf)
    case .money(let least, let places):
      var options = SegmentOptions()
      options.asOf = asOf
      let source = try ValueSource(table, options, run).customers
      guard let money = source.revenue, source.features == model.features else {
        throw AnalyticsError.modelMismatch(
          missing: model.features.filter { !source.features.contains($0) },
          headers: source.features)
      }
      ids = source.ids
      self.places = money.map { sum in
        places[sum > 0 ? least.firstIndex { sum >= $0 } ?? 2 : 3]
      }
      values = source.values
      (distances, shares, notices, self.asOf) = (nil, nil, source.notices, source.asOf)
    case .clusters(let rule):
      let found = try ClusterSource(table, model, rule, asOf, run)
      let seen = try rule.places(found, run)
      (ids, places, distances, shares) = (found.ids, seen.places, seen.distances, seen.shares)
      (values, notices, self.asOf) = (found.values, found.notices, found.asOf)
    }
  }

  static func rfm(
    _ table: Table, _ model: SegmentModel, _ asOf: Int32?, _ run: Run
  ) throws -> RFMTable {
    let rfm =
      Segmentation.hasOrders(table)
      ? try RFMTable(PurchaseLedger(table, asOf: asOf, run), asOf: asOf, run)
      : RFMTable(columnsOf: table, asOf: asOf)
    guard let rfm else {
      throw AnalyticsError.modelMismatch(
        missing: model.features, headers: table.columns.map(\.header))
    }
    guard rfm.monetary != nil || !model.features.contains("monetary") else {
      throw AnalyticsError.modelMismatch(
        missing: ["monetary"], headers: table.columns.map(\.header))
    }
    guard rfm.count > 0 else { throw AnalyticsError.noUsableRows(why: "no customer is complete") }
    return rfm
  }
}

/// Customers with the features of a model.
struct ClusterSource {
  let ids: [String]
  let values: [[Double]]
  /// The row of each customer, where a row is a customer.
  let rows: [Int]
  let table: Table
  let notices: [Notice]
  let asOf: Int32?

  init(
    _ table: Table, _ model: SegmentModel, _ rule: ClusterRule, _ asOf: Int32?, _ run: Run
  ) throws {
    self.table = table
    if rule.isOfOrders {
      let rfm = try SegmentAssignment.rfm(table, model, asOf, run)
      let known = ["recency": rfm.recency, "frequency": rfm.frequency, "monetary": rfm.monetary]
      values = model.features.compactMap { known[$0] ?? nil }
      (ids, rows, notices, self.asOf) = (rfm.ids, [], rfm.notices, rfm.asOf)
      return
    }
    let columns = model.features.map { table.column(named: $0) }
    let missing = model.features.indices.filter { columns[$0]?.number == nil }
    guard missing.isEmpty else {
      throw AnalyticsError.modelMismatch(
        missing: missing.map { model.features[$0] }, headers: table.columns.map(\.header))
    }
    let keys = CustomerKeys(table)
    let named = (0..<table.rowCount).filter { keys.ofRow[$0] >= 0 }
    guard !named.isEmpty else {
      throw AnalyticsError.noUsableRows(why: "no row names its customer")
    }
    rows = named
    ids = named.map { keys[Int(keys.ofRow[$0])] }
    var filled = 0
    values = zip(columns, rule.medians).map { column, median in
      guard let column, let numbers = column.number else { return named.map { _ in median } }
      filled += named.reduce(0) { $0 + (column.isMissing($1) ? 1 : 0) }
      return named.map { column.isMissing($0) ? median : numbers.values[$0] }
    }
    notices =
      filled == 0
      ? []
      : [
        Notice(
          "missingFilled",
          en: "\(filled) values are missing; the medians the model was made with stand in",
          zh: "缺少 \(filled) 个数值，以建模时的中位数填补")
      ]
    self.asOf = nil
  }

  /// The words of a column as the model numbers them; unknown ones are like no other.
  func codes(_ column: CategoryColumn) throws -> [Int] {
    guard let own = table.column(named: column.header) else {
      throw AnalyticsError.modelMismatch(
        missing: [column.header], headers: table.columns.map(\.header))
    }
    let text = own.asText()
    let known = Dictionary(
      column.words.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { a, _ in a })
    let codes = text.dictionary.strings.map { known[$0] ?? column.words.count }
    let missing = known[""] ?? column.words.count
    return rows.map { text.codes[$0] < 0 ? missing : codes[Int(text.codes[$0])] }
  }
}

extension ClusterRule {
  func places(
    _ source: ClusterSource, _ run: Run
  ) throws -> (places: [Int], distances: [Double]?, shares: [Double]?) {
    let points = scale.points(source.values)
    switch shape {
    case .centres(let centres):
      let labels = try NearestCentre.labels(points, centres)
      return (labels.map { places[$0] }, distances(points, centres, labels), nil)
    case .mixture(let model):
      let shares = try model.responsibilities(points, run)
      let labels = try model.labels(points, run)
      return (labels.map { places[$0] }, nil, labels.indices.map { shares[$0, labels[$0]] })
    case .prototypes(let model, let columns):
      let rows = MixedRows(numbers: points, categories: try columns.map(source.codes))
      return (try model.labels(rows, run).map { places[$0] }, nil, nil)
    case .cores(let cores, let known, let radius):
      let all = try Matrix.stacked([cores, points], columnCount: points.columnCount, run)
      let labels = known + [Int](repeating: -1, count: points.rowCount)
      let found = try NeighbourTree(all, run).smallestLabel(labels, within: radius, run)
      return (found.dropFirst(known.count).map { $0 < 0 ? -1 : places[$0] }, nil, nil)
    }
  }

  private func distances(_ points: Matrix, _ centres: Matrix, _ labels: [Int]) -> [Double] {
    labels.indices.map { row in
      zip(points.row(row), centres.row(labels[row])).reduce(0) {
        $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
      }.squareRoot()
    }
  }
}
