/// Roles stated for a table that is in memory and has no file to be read again.

extension Table {
  /// The same rows with these columns in these roles; the columns are shared. A column that is
  /// given a role loses the one it had, and so does the column that had the role.
  package func taking(_ stated: [Role: String]) throws(TableError) -> Table {
    guard !stated.isEmpty else { return self }
    let own = try RoleFinder.overrides(stated, columns.map(\.header), true)
    let taken = Set(own.values.map(\.column))
    var roles = self.roles.filter { own[$0.key] == nil && !taken.contains($0.value.column) }
    roles.merge(own) { $1 }
    var roleOf: [Int: Role] = [:]
    for (role, match) in roles { roleOf[match.column] = role }
    let columns = self.columns.map { column in
      Column(
        header: column.header, index: column.index, values: column.values,
        missingCount: column.missingCount, role: roleOf[column.index], unit: column.unit)
    }
    return Table(
      name: name, version: version, rowCount: rowCount, columns: columns, roles: roles,
      kind: kind, source: source, notices: notices, language: language)
  }
}
