/// Which columns a golden table has: those that say something of a person, by role, else by header.
import Support
import Tables

struct GoldenPlan {
  let key: String
  let header: String
  let role: Role?
  /// By source: the column there, or -1.
  var columns: [Int]

  /// Roles that belong to a person wherever they stand.
  private static let ofPeople: Set<Role> = [
    .name, .phone, .email, .idNumber, .address, .gender, .age, .income, .region, .consent,
  ]
  /// What says something of a purchase, an id, or is computed again over all sources.
  private static let ofPurchases: Set<Role> = [
    .customerId, .orderId, .date, .amount, .quantity, .unitPrice, .itemId, .itemName, .category,
    .frequency, .recency, .lastDate, .firstDate, .monetary, .isReturn, .cost, .margin, .channel,
  ]

  static func fields(_ sources: [IdentitySource]) -> [GoldenPlan] {
    var plans: [GoldenPlan] = []
    for (index, source) in sources.enumerated() {
      let isList = source.table.kind == .customers || source.table.column(.date) == nil
      let birth = IdentityColumns.birth(source.table)?.index
      for column in source.table.columns {
        let isBirth = column.index == birth
        let isOfPeople = column.role.map(ofPeople.contains) ?? isBirth
        let isKept = isOfPeople || (isList && !(column.role.map(ofPurchases.contains) ?? false))
        guard isKept else { continue }
        let key = isBirth ? "birthDate" : column.role?.rawValue ?? column.header.lowercased()
        if let place = plans.firstIndex(where: { $0.key == key }) {
          if plans[place].columns[index] < 0 { plans[place].columns[index] = column.index }
          continue
        }
        var columns = [Int](repeating: -1, count: sources.count)
        columns[index] = column.index
        plans.append(
          GoldenPlan(key: key, header: column.header, role: column.role, columns: columns))
      }
    }
    // Who first, what about them later; the order of the sources within both.
    func isWho(_ plan: GoldenPlan) -> Bool { plan.role.map(ofPeople.contains) ?? false }
    return plans.filter(isWho) + plans.filter { !isWho($0) }
  }
}

extension Column {
  /// A cell as text, as it stands in the file but for dates, which are ISO dates.
  package func cellText(_ row: Int) -> String? {
    guard !isMissing(row) else { return nil }
    switch values {
    case .text(let text): return text[row]
    case .number(let numbers):
      let value = numbers.values[row]
      return value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
    case .date(let dates):
      let day = CivilDate.text(days: dates.days[row])
      return dates.seconds.isEmpty ? day : "\(day) \(DayTime.text(dates.seconds[row]))"
    }
  }
}

enum DayTime {
  /// 08:05:00
  static func text(_ seconds: Int32) -> String {
    [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { part in
      part < 10 ? "0\(part)" : "\(part)"
    }.joined(separator: ":")
  }
}
