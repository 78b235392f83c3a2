/// Decides as what each column is read.
import Support

struct PlannedColumns {
  var plans: [ColumnPlan]
  var notices: [Notice] = []
}

enum ColumnPlanner {
  static func plans(
    _ headers: [String], _ profiles: [ColumnProfile], _ roles: [Role: RoleMatch]
  ) -> PlannedColumns {
    var planned = PlannedColumns(plans: Array(repeating: .text, count: headers.count))
    for (index, profile) in profiles.enumerated() {
      let role = roles.first { $0.value.column == index }?.key
      planned.plans[index] = plan(profile, role)
    }
    return planned
  }

  static func plan(_ profile: ColumnProfile, _ role: Role?) -> ColumnPlan {
    if let role, role.isIdentifier { return .text }
    if role == .date || role == .lastDate || role == .firstDate {
      if let best = profile.bestDate, best.share >= 0.9 { return .date(best.order) }
      if profile.dateShare(.epochMilliseconds) >= 0.9 { return .date(.epochMilliseconds) }
      if profile.dateShare(.epochSeconds) >= 0.9 { return .date(.epochSeconds) }
      if profile.isNumber, 20_000 <= profile.minimum, profile.maximum <= 80_000 {
        return .date(.excelSerial)
      }
    }
    if profile.isNumber, profile.leadingZeros == 0, profile.longIntegers == 0 {
      return .number(decimalComma: profile.commaNumbers > profile.numbers)
    }
    if let best = profile.bestDate, best.share >= 0.98, !profile.isNumber {
      return .date(best.order)
    }
    return .text
  }
}
