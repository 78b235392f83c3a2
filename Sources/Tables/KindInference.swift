/// What the rows of a table are: purchases, customers, texts, subjects of an experiment.

/// Whether there are many rows for one customer or one.
struct TableLevel {
  enum Rows { case manyPerCustomer, onePerCustomer, unknown }
  var rows = Rows.unknown
  var hasText = false
  var hasExperiment = false
  var hasDate = false

  init(
    _ candidates: [RoleCandidate], _ profiles: [ColumnProfile], _ overrides: [Role: RoleMatch],
    kind: TableKind?
  ) {
    func best(_ role: Role) -> RoleCandidate? {
      if let stated = overrides[role] {
        return RoleCandidate(role: role, column: stated.column, score: 1, inverted: false)
      }
      let found = candidates.filter { $0.role == role && $0.score >= RoleFinder.least }
      return found.max { ($0.score, $1.column) < ($1.score, $0.column) }
    }
    hasText = best(.text) != nil
    hasExperiment = best(.treatment) != nil || best(.variant) != nil
    let others = [best(.lastDate)?.column, best(.firstDate)?.column]
    let date = best(.date).flatMap { others.contains($0.column) ? nil : $0 }
    hasDate = date != nil
    // A table of customers may have some date; one of purchases has a date of purchase.
    let isPurchase =
      (date?.score ?? 0) >= 0.95
      || (hasDate && [best(.amount), best(.itemId)].contains { ($0?.score ?? 0) >= 0.9 })
    switch kind {
    case .transactions, .interactions, .events, .baskets: rows = .manyPerCustomer
    case .customers: rows = .onePerCustomer
    default:
      if let customer = best(.customerId)?.column {
        let profile = profiles[customer]
        let repeats = profile.distinct * 100 < profile.present * 99
        let isLabelled = (best(.churn)?.score ?? 0) >= 0.9
        rows = repeats || (isPurchase && !isLabelled) ? .manyPerCustomer : .onePerCustomer
      } else {
        let isList = best(.itemId) != nil
        rows =
          best(.orderId) != nil || hasDate ? .manyPerCustomer : isList ? .unknown : .onePerCustomer
      }
    }
  }

  /// How much a role counts in such a table.
  func weight(_ role: Role) -> Double {
    switch (role, rows) {
    case (.amount, .onePerCustomer), (.quantity, .onePerCustomer), (.unitPrice, .onePerCustomer):
      0.45
    case (.monetary, .manyPerCustomer): 0.55
    case (.frequency, .manyPerCustomer), (.recency, .manyPerCustomer): 0.75
    case (.textLabel, _): hasText ? 1 : 0.4
    case (.category, _), (.target, _): hasText ? 0.55 : 0.98
    case (.outcome, _): hasExperiment ? 1 : 0.4
    case (.treatment, _): 0.99
    default: 1
    }
  }
}

enum KindInference {
  static func kind(
    _ roles: [Role: RoleMatch], _ profiles: [ColumnProfile], level: TableLevel, hasHeader: Bool
  ) -> TableKind {
    func has(_ role: Role) -> Bool { roles[role] != nil }
    let isMany = level.rows == .manyPerCustomer
    let hasMoney = has(.amount) || (has(.quantity) && has(.unitPrice)) || has(.unitPrice)
    let hasItem = has(.itemId) || has(.itemName)
    if has(.customerId), !isMany, has(.churn) || (!has(.amount) && !hasItem && !has(.text)),
      !isExperiment(roles, profiles), !has(.npsScore)
    {
      return .customers
    }
    if has(.npsScore), !has(.amount), !has(.churn) { return .survey }
    if has(.text), !(has(.amount) && has(.date) && has(.customerId)) { return .feedback }
    if has(.date), has(.amount) || has(.orderId) || (hasMoney && hasItem) { return .transactions }
    if has(.customerId), isMany, hasMoney || has(.orderId) { return .transactions }
    if has(.orderId), hasItem || hasMoney { return .transactions }
    if has(.customerId), hasItem { return isMany || has(.rating) ? .interactions : .customers }
    if isExperiment(roles, profiles) { return .experiment }
    if has(.npsScore) || has(.satisfaction), !has(.churn), !has(.frequency), !has(.monetary) {
      return .survey
    }
    if has(.date), has(.amount) { return .transactions }
    if has(.customerId), isMany { return has(.date) ? .events : .other }
    if has(.customerId) { return .customers }
    let traits: [Role] = [
      .frequency, .recency, .monetary, .churn, .age, .gender, .income, .region, .channel,
      .tenureDays, .lifetimeValue, .lastDate, .firstDate, .target,
    ]
    let found = traits.filter(has).count
    if !isMany, found > 0 { return .customers }
    if has(.date) { return .events }
    let numbers = profiles.filter(\.isNumber).count
    return hasHeader && numbers >= 3 ? .customers : .other
  }

  private static func isExperiment(
    _ roles: [Role: RoleMatch], _ profiles: [ColumnProfile]
  ) -> Bool {
    guard let arm = roles[.variant] ?? roles[.treatment], profiles[arm.column].distinct <= 10,
      2 <= profiles[arm.column].distinct
    else { return false }
    let name = HeaderName(arm.header).key
    // A column called segment or group is an arm only beside something that was measured.
    let isPlain = ["segment", "group", "分组", "version", "版本"].contains(name)
    return !isPlain || roles[.outcome] != nil
  }

  /// Gives up roles that make no sense for the kind.
  static func settle(
    _ roles: inout [Role: RoleMatch], _ kind: TableKind, _ profiles: [ColumnProfile]
  ) {
    func drop(_ role: Role) {
      if let match = roles[role], !match.overridden { roles[role] = nil }
    }
    if kind != .experiment {
      if let match = roles[.treatment], HeaderName(match.header).key == "segment" {
        drop(.treatment)
      }
      drop(.outcome)
    }
    if kind == .customers {
      drop(.quantity)
      drop(.date)
    }
    if kind == .transactions { completePurchases(&roles) }
  }

  /// A price without quantity is what was paid, and a name or address to write to is the customer
  /// where nothing else is.
  private static func completePurchases(_ roles: inout [Role: RoleMatch]) {
    if roles[.amount] == nil, roles[.quantity] == nil, let price = roles[.unitPrice],
      !price.overridden
    {
      roles[.unitPrice] = nil
      roles[.amount] = price
    }
    guard roles[.customerId] == nil else { return }
    for role in [Role.email, .phone, .idNumber, .name] {
      guard let match = roles[role], !match.overridden else { continue }
      roles[role] = nil
      roles[.customerId] = RoleMatch(
        column: match.column, header: match.header, confidence: min(0.6, match.confidence))
      return
    }
  }
}
