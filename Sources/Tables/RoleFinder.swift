/// Finds out which column means what, and what the rows are.
///
/// Names and values give a score for each pair of role and column; what the rows are moves the
/// scores of roles that share names (购买金额 is the amount of a purchase, or what a customer spent
/// in all); then pairs are taken from the best down, each role and column once.
import Support

struct FoundRoles {
  var roles: [Role: RoleMatch]
  var kind: TableKind
  var notices: [Notice]
}

/// One column as a candidate for one role.
struct RoleCandidate {
  var role: Role
  var column: Int
  var score: Double
  var inverted: Bool
}

enum RoleFinder {
  static let least = 0.5
  static let close = 0.1

  static func find(
    headers: [String], profiles: [ColumnProfile], dialect: Dialect, options: ReadOptions
  ) throws(TableError) -> FoundRoles {
    let overrides = try overrides(options.columns, headers, dialect.hasHeader)
    var candidates = candidates(headers, profiles, dialect.hasHeader)
    let level = TableLevel(candidates, profiles, overrides, kind: options.kind)
    for index in candidates.indices {
      candidates[index].score *= level.weight(candidates[index].role)
    }
    var roles = overrides
    var notices: [Notice] = []
    assign(candidates, headers, &roles, &notices)
    let kind =
      options.kind
      ?? KindInference.kind(roles, profiles, level: level, hasHeader: dialect.hasHeader)
    KindInference.settle(&roles, kind, profiles)
    return FoundRoles(roles: roles, kind: kind, notices: notices)
  }

  private static func candidates(
    _ headers: [String], _ profiles: [ColumnProfile], _ hasHeader: Bool
  ) -> [RoleCandidate] {
    guard hasHeader else { return HeaderlessRoles.candidates(profiles) }
    var candidates: [RoleCandidate] = []
    for (column, header) in headers.enumerated() {
      let name = HeaderName(header)
      let isBirth = name.key.contains("birth") || name.key.contains("生日")
      for (role, match) in RoleMatrix.names(name) {
        if isBirth, role == .date || role == .firstDate || role == .lastDate { continue }
        // Money is a label only where it was asked for as yes or no.
        if role == .target, ["revenue", "income"].contains(name.key), profiles[column].distinct > 2
        {
          continue
        }
        let score = match.score * RoleMatrix.fit(role, profiles[column])
        guard score >= 0.2 else { continue }
        candidates.append(
          RoleCandidate(role: role, column: column, score: score, inverted: match.inverted))
      }
      candidates.append(contentsOf: HeaderlessRoles.personal(profiles[column], column))
    }
    let hasText = candidates.contains { $0.role == .text && $0.score > RoleMatrix.shortText }
    if !hasText { candidates.append(contentsOf: HeaderlessRoles.longText(profiles)) }
    return candidates
  }

  /// Best pairs first. Equal pairs: the earlier column, then the order of the roles.
  private static func assign(
    _ candidates: [RoleCandidate], _ headers: [String], _ roles: inout [Role: RoleMatch],
    _ notices: inout [Notice]
  ) {
    let order = Dictionary(
      uniqueKeysWithValues: Role.allCases.enumerated().map { ($0.element, $0.offset) })
    let sorted = candidates.sorted { left, right in
      if left.score != right.score { return left.score > right.score }
      if left.column != right.column { return left.column < right.column }
      return (order[left.role] ?? 0) < (order[right.role] ?? 0)
    }
    var taken = Set(roles.values.map(\.column))
    for candidate in sorted where candidate.score >= least {
      guard roles[candidate.role] == nil, !taken.contains(candidate.column) else { continue }
      taken.insert(candidate.column)
      roles[candidate.role] = RoleMatch(
        column: candidate.column, header: headers[candidate.column],
        confidence: min(1, candidate.score), inverted: candidate.inverted)
    }
    for role in Role.allCases {
      guard let match = roles[role], !match.overridden else { continue }
      let columnsTaken = Set(roles.values.map(\.column))
      let next = sorted.first {
        $0.role == role && $0.column != match.column && !columnsTaken.contains($0.column)
      }
      guard let next else { continue }
      roles[role] = RoleMatch(
        column: match.column, header: match.header, confidence: match.confidence,
        runnerUp: .init(header: headers[next.column], confidence: min(1, next.score)),
        overridden: false, inverted: match.inverted)
      if next.score >= least, match.confidence - next.score <= close {
        notices.append(ambiguous(role, match.header, headers[next.column]))
      }
    }
  }

  private static func ambiguous(_ role: Role, _ taken: String, _ other: String) -> Notice {
    Notice(
      "ambiguousColumn",
      en: "\(role.rawValue) could also be column \"\(other)\"; \"\(taken)\" was taken",
      zh: "\(role.rawValue) 也可能是“\(other)”列；已采用“\(taken)”", path: role.rawValue)
  }

  /// The columns the caller stated.
  static func overrides(
    _ stated: [Role: String], _ headers: [String], _ hasHeader: Bool
  ) throws(TableError) -> [Role: RoleMatch] {
    var roles: [Role: RoleMatch] = [:]
    for role in Role.allCases {
      guard let wanted = stated[role] else { continue }
      guard let column = place(of: wanted, headers, hasHeader) else {
        throw .columnNotFound(
          role: role.rawValue, headers: headers, candidates: similar(wanted, headers))
      }
      let name = RoleMatrix.names(HeaderName(headers[column]))[role]
      roles[role] = RoleMatch(
        column: column, header: headers[column], confidence: 1, overridden: true,
        inverted: name?.inverted ?? false)
    }
    return roles
  }

  /// The column a text means: a header, one that differs in what does not matter, or a place.
  static func place(of wanted: String, _ headers: [String], _ hasHeader: Bool) -> Int? {
    if let exact = headers.firstIndex(of: wanted) { return exact }
    let digits = wanted.hasPrefix("#") ? wanted.dropFirst() : hasHeader ? "" : wanted[...]
    if let number = Int(digits), 1 <= number, number <= headers.count { return number - 1 }
    let key = HeaderName(wanted).key
    return key.isEmpty ? nil : headers.firstIndex { HeaderName($0).key == key }
  }

  static func similar(_ wanted: String, _ headers: [String]) -> [String] {
    let key = Array(HeaderName(wanted).key.unicodeScalars.prefix(64))
    let near = headers.map { header in
      (EditDistance.between(key, Array(HeaderName(header).key.unicodeScalars.prefix(64))), header)
    }
    return near.filter { $0.0 <= max(2, key.count / 2) && $0.0 < key.count }.sorted { $0 < $1 }
      .prefix(3).map(\.1)
  }
}
