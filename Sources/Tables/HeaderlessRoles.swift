/// Roles from values alone: for files without headers, and for values that speak for themselves.

enum HeaderlessRoles {
  /// Columns whose values identify people, whatever the header says.
  static func personal(_ profile: ColumnProfile, _ column: Int) -> [RoleCandidate] {
    var found: [RoleCandidate] = []
    func add(_ role: Role, _ score: Double) {
      found.append(RoleCandidate(role: role, column: column, score: score, inverted: false))
    }
    guard profile.present >= 3 else { return found }
    if profile.share(profile.emails) >= 0.8 { add(.email, 0.9) }
    if profile.share(profile.idNumbers) >= 0.8 { add(.idNumber, 0.95) }
    if profile.share(profile.mobiles) >= 0.8, profile.meanBytes >= 11 { add(.phone, 0.7) }
    return found
  }

  /// The column with the longest texts, when there is one that can only be prose.
  static func longText(_ profiles: [ColumnProfile]) -> [RoleCandidate] {
    var best: RoleCandidate?
    var longest = 0.0
    for (column, profile) in profiles.enumerated() {
      guard !profile.isNumber, profile.distinctShare > 0.5, profile.emails == 0 else { continue }
      let isProse =
        profile.share(profile.han) > 0.5
        ? profile.meanBytes >= 24 : profile.meanBytes >= 30 && profile.share(profile.blanks) > 0.8
      if isProse, profile.meanBytes > longest {
        longest = profile.meanBytes
        best = RoleCandidate(role: .text, column: column, score: 0.6, inverted: false)
      }
    }
    return best.map { [$0] } ?? []
  }

  /// Candidates for a file without headers.
  static func candidates(_ profiles: [ColumnProfile]) -> [RoleCandidate] {
    var found = longText(profiles)
    func add(_ role: Role, _ column: Int, _ score: Double) {
      found.append(RoleCandidate(role: role, column: column, score: score, inverted: false))
    }
    var hasDate = false
    var ids: [Int] = []
    for (column, profile) in profiles.enumerated() {
      found.append(contentsOf: personal(profile, column))
      if !hasDate, let score = dateScore(profile) {
        add(.date, column, score)
        hasDate = true
      } else if isId(profile) {
        ids.append(column)
      }
    }
    // A text and a label beside it: a file of labelled texts.
    if let text = found.first(where: { $0.role == .text }) {
      if profiles.count <= 4, let label = labelColumn(profiles, besides: text.column) {
        add(.textLabel, label, 0.8)
      }
      return found
    }
    if hasDate, let triple = ratings(profiles) {
      add(.customerId, triple.customer, 0.7)
      add(.itemId, triple.item, 0.65)
      add(.rating, triple.rating, 0.65)
      return found
    }
    guard let customer = ids.first else { return found }
    add(.customerId, customer, 0.7)
    let others = profiles.indices.filter { $0 != customer && dateScore(profiles[$0]) == nil }
    if let amount = others.first(where: { isAmount(profiles[$0]) }) {
      add(.amount, amount, 0.65)
      let counts = others.filter { $0 != amount && isCount(profiles[$0]) }
      if let quantity = counts.first { add(.quantity, quantity, 0.6) }
    } else if profiles[customer].distinctShare < 0.95, profiles.count <= 6 {
      if let item = ids.dropFirst().first { add(.itemId, item, 0.65) }
      if let rating = others.first(where: { isRating(profiles[$0]) }) {
        add(.rating, rating, 0.65)
      }
    }
    return found
  }

  /// Customer, item, rating and a time of seconds: as research shares its ratings.
  private static func ratings(
    _ profiles: [ColumnProfile]
  ) -> (customer: Int, item: Int, rating: Int)? {
    guard profiles.count == 4, profiles[3].dateShare(.epochSeconds) >= 0.98,
      profiles.prefix(2).allSatisfy({ $0.isInteger && $0.negatives == 0 }),
      profiles[1].distinct > 1, isRating(profiles[2])
    else { return nil }
    return (0, 1, 2)
  }

  private static func dateScore(_ profile: ColumnProfile) -> Double? {
    if let best = profile.bestDate, best.share >= 0.98 { return 0.85 }
    if max(profile.dateShare(.epochSeconds), profile.dateShare(.epochMilliseconds)) >= 0.98 {
      return 0.75
    }
    return nil
  }

  private static func isId(_ profile: ColumnProfile) -> Bool {
    if profile.isNumber {
      return profile.isInteger && profile.negatives == 0 && profile.distinct > 10
        && profile.maximum >= 20
    }
    // Few rows have few customers: codes are believed as soon as there are two.
    let isVaried = profile.distinct > 10 || (profile.distinct > 1 && profile.areCoded)
    return profile.meanBytes <= 40 && isVaried
      && profile.share(profile.blanks) < 0.3 && profile.han == 0
  }

  private static func isAmount(_ profile: ColumnProfile) -> Bool {
    profile.isNumber && !profile.isInteger
  }

  /// Small whole numbers that repeat, as quantities do and ids do not.
  private static func isCount(_ profile: ColumnProfile) -> Bool {
    profile.isInteger && 0 <= profile.minimum && profile.maximum <= 1000
      && profile.leadingZeros == 0 && profile.distinctShare < 0.1
  }

  private static func isRating(_ profile: ColumnProfile) -> Bool {
    profile.isNumber && 0 <= profile.minimum && profile.maximum <= 10 && profile.distinct <= 21
      && profile.distinct >= 2
  }

  private static func labelColumn(_ profiles: [ColumnProfile], besides text: Int) -> Int? {
    let labels = profiles.indices.filter {
      $0 != text && profiles[$0].distinct <= 300 && profiles[$0].distinctShare < 0.5
        && profiles[$0].distinct >= 1
    }
    return labels.last
  }
}
