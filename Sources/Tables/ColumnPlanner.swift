/// Decides as what each column is read, from its sample and its role.
import Support

struct PlannedColumns {
  var plans: [ColumnPlan]
  /// For columns with day or month first: whether the sample shows which.
  var dateOrders: [Int: Bool] = [:]
}

enum ColumnPlanner {
  static func plans(
    _ headers: [String], _ profiles: [ColumnProfile], _ roles: [Role: RoleMatch],
    decimalComma: Bool? = nil
  ) -> PlannedColumns {
    var planned = PlannedColumns(plans: Array(repeating: .text, count: headers.count))
    var roleOf: [Int: Role] = [:]
    for (role, match) in roles { roleOf[match.column] = role }
    for (index, profile) in profiles.enumerated() {
      var plan = plan(profile, roleOf[index])
      if case .number = plan, let decimalComma { plan = .number(decimalComma: decimalComma) }
      planned.plans[index] = plan
      if plan == .date(.dayFirst) || plan == .date(.monthFirst), profile.isNumericDate {
        let day = profile.dateShare(.dayFirst)
        planned.dateOrders[index] = day != profile.dateShare(.monthFirst)
      }
    }
    return planned
  }

  private static func plan(_ profile: ColumnProfile, _ role: Role?) -> ColumnPlan {
    if let role, role.isIdentifier || role == .text { return .text }
    if role == .date || role == .lastDate || role == .firstDate, let date = stated(profile) {
      return date
    }
    if profile.isNumber, profile.leadingZeros == 0 || profile.isDecimal, profile.longIntegers == 0 {
      return .number(decimalComma: profile.commaNumbers > profile.numbers)
    }
    if let best = profile.bestDate, best.share >= 0.98, !profile.isNumber {
      return .date(best.order)
    }
    return .text
  }

  /// The form of a column that is known to hold dates.
  private static func stated(_ profile: ColumnProfile) -> ColumnPlan? {
    if let best = profile.bestDate, best.share >= 0.5 { return .date(best.order) }
    if profile.dateShare(.epochMilliseconds) >= 0.9 { return .date(.epochMilliseconds) }
    if profile.dateShare(.epochSeconds) >= 0.9 { return .date(.epochSeconds) }
    let isSerial = profile.isNumber && 20_000 <= profile.minimum && profile.maximum <= 80_000
    return isSerial ? .date(.excelSerial) : nil
  }
}
