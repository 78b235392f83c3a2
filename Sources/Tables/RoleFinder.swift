/// Finds out which column means what, and what the rows are.
import Support

struct FoundRoles {
  var roles: [Role: RoleMatch]
  var kind: TableKind
  var notices: [Notice]
}

enum RoleFinder {
  static func find(
    headers: [String], profiles: [ColumnProfile], dialect: Dialect, options: ReadOptions
  ) throws(TableError) -> FoundRoles {
    var roles: [Role: RoleMatch] = [:]
    for role in Role.allCases {
      if let column = headers.firstIndex(where: { HeaderName($0).key == role.rawValue.lowercased() }
      ) {
        roles[role] = RoleMatch(column: column, header: headers[column], confidence: 1)
      }
    }
    return FoundRoles(roles: roles, kind: options.kind ?? .other, notices: [])
  }
}
