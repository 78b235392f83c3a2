/// Which columns of a table may be features.
import Support
import Tables

enum FeatureChoice {
  /// What names a thing or a person tells nothing of others.
  private static let names: Set<Role> = [.customerId, .orderId, .text, .textLabel, .itemName]

  /// - Parameters:
  ///   - wanted: headers or roles; nil for all that may be.
  ///   - left: the column that is to be learnt, and others that know it.
  static func columns(
    _ table: Table, wanted: [String]?, without left: Set<Int>
  ) throws(AnalyticsError) -> [Column] {
    guard let wanted else {
      return table.columns.filter { column in
        guard !left.contains(column.index) else { return false }
        guard let role = column.role else { return true }
        return !role.isPersonal && !names.contains(role)
      }
    }
    var columns: [Column] = []
    for name in wanted {
      guard let column = table.column(named: name) ?? Role(rawValue: name).flatMap(table.column)
      else {
        throw .unusableFeature(
          header: name, why: "no such column", headers: table.columns.map(\.header))
      }
      guard !left.contains(column.index) else {
        throw .unusableFeature(
          header: name, why: "it is what is to be learnt", headers: table.columns.map(\.header))
      }
      if let role = column.role, role.isPersonal {
        throw .unusableFeature(
          header: name, why: "it is personal data", headers: table.columns.map(\.header))
      }
      if !columns.contains(where: { $0.index == column.index }) { columns.append(column) }
    }
    return columns
  }
}
