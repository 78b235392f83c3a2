/// How well each header names each role, and how well the values of a column go with a role.
enum RoleMatrix {
  /// From 0 to 1 how well a header names a role, with whether it says the opposite.
  struct NameMatch {
    var score = 0.0
    var inverted = false
  }

  /// The best match of a header for each role that it resembles.
  static func names(_ header: HeaderName) -> [Role: NameMatch] {
    var best: [Role: NameMatch] = [:]
    guard !header.key.isEmpty, header.key.utf8.count <= 120 else { return best }
    let isHan = holdsHan(header.key.utf8)
    let letters = Array(header.key.utf8)
    for name in RoleNames.all {
      let score = score(header, letters, isHan, name)
      if score > best[name.role, default: NameMatch()].score {
        best[name.role] = NameMatch(score: score, inverted: name.inverted)
      }
    }
    return best
  }

  private static func score(
    _ header: HeaderName, _ letters: [UInt8], _ isHan: Bool, _ name: RoleName
  ) -> Double {
    if letters == name.letters { return generic.contains(name.key) ? 0.86 : 1 }
    if name.wholeOnly || name.isHan != isHan { return 0 }
    let coverage = Double(name.letters.count) / Double(max(1, letters.count))
    let isPart = holds(letters, name.letters)
    if name.isHan { return isPart ? 0.7 + 0.2 * coverage : 0 }
    if isPart, contains(header.words, name.words) { return 0.7 + 0.2 * coverage }
    // A misspelt name: the first letter is rarely the wrong one.
    let size = name.letters.count
    let allowed = size < 5 ? 0 : size < 12 ? 1 : 2
    guard allowed > 0, abs(letters.count - size) <= allowed, letters.first == name.letters.first
    else { return 0 }
    return EditDistance.between(letters, name.letters) <= allowed ? 0.6 : 0
  }

  /// Names of some thing, which is the customer only where no other column says so; and of goods,
  /// by name or by id: the latter unless another column is that.
  private static let generic: Set<String> = ["id", "编号", "product", "item", "商品", "产品"]

  /// Whether some bytes stand in others.
  private static func holds(_ text: [UInt8], _ part: [UInt8]) -> Bool {
    guard let first = part.first, part.count <= text.count else { return false }
    for start in 0...(text.count - part.count) where text[start] == first {
      var index = 1
      while index < part.count, text[start + index] == part[index] { index += 1 }
      if index == part.count { return true }
    }
    return false
  }

  private static func contains(_ words: [String], _ part: [String]) -> Bool {
    guard !part.isEmpty, part.count <= words.count else { return false }
    return (0...(words.count - part.count)).contains { start in
      words[start..<start + part.count].elementsEqual(part)
    }
  }

  /// From 0 to 1 how well the values of a column go with a role.
  static func fit(_ role: Role, _ profile: ColumnProfile) -> Double {
    guard profile.present > 0 else { return 0.6 }
    switch role {
    case .customerId, .orderId, .itemId, .itemName, .category: return thing(role, profile)
    case .date, .lastDate, .firstDate: return date(profile)
    case .amount, .unitPrice, .monetary, .lifetimeValue, .cost, .margin, .income:
      return money(role, profile)
    case .quantity, .frequency:
      guard profile.isNumber else { return 0.1 }
      if role == .frequency, profile.negatives > 0 { return 0.3 }
      return profile.isInteger ? 1 : 0.85
    case .recency, .tenureDays, .responseTime:
      return profile.isNumber && profile.negatives * 20 <= profile.present ? 1 : 0.1
    case .isReturn where profile.isNumber && !(0 <= profile.minimum && profile.maximum <= 1):
      // Money that went back is no mark of a return.
      return 0.2
    case .churn, .isReturn, .consent:
      return profile.distinct <= 2 ? 1 : profile.distinct == 3 ? 0.75 : 0.2
    case .target, .outcome: return profile.distinct <= 2 ? 1 : profile.distinct <= 20 ? 0.85 : 0.7
    case .treatment, .variant: return profile.distinct <= 20 ? 1 : 0.2
    case .age: return age(profile)
    case .gender: return profile.distinct <= 6 ? 1 : 0.2
    case .region, .channel: return profile.isAllDistinct && profile.present > 20 ? 0.3 : 1
    case .satisfaction, .npsScore, .rating: return score(role, profile)
    case .text, .textLabel: return opinion(role, profile)
    case .name, .email, .phone, .idNumber, .address: return person(role, profile)
    }
  }

  private static func isDate(_ profile: ColumnProfile) -> Bool {
    !profile.isNumber && (profile.bestDate?.share ?? 0) >= 0.9
  }

  private static func thing(_ role: Role, _ profile: ColumnProfile) -> Double {
    if isDate(profile) { return 0.1 }
    let isFraction = profile.isNumber && !profile.isInteger
    switch role {
    case .category:
      if isFraction { return 0.2 }
      return profile.distinctShare > 0.9 && profile.present > 20 ? 0.4 : 1
    case .itemName: return profile.isNumber ? 0.3 : profile.meanBytes > 400 ? 0.3 : 1
    default:
      if isFraction || (profile.isNumber && profile.negatives > 0) { return 0.1 }
      // A shop with one regular has one id in many rows: the exact name is still believed.
      if profile.distinct <= 2, profile.present > 20 { return 0.6 }
      return profile.meanBytes > 100 ? 0.3 : 1
    }
  }

  private static func date(_ profile: ColumnProfile) -> Double {
    if let best = profile.bestDate, best.share >= 0.9 {
      // Numbers of eight digits are dates only under a name that says so.
      return 1
    }
    if max(profile.dateShare(.epochSeconds), profile.dateShare(.epochMilliseconds)) >= 0.9 {
      return 0.95
    }
    let isSerial = profile.isNumber && 20_000 <= profile.minimum && profile.maximum <= 80_000
    if isSerial { return 0.85 }
    return (profile.bestDate?.share ?? 0) >= 0.5 ? 0.6 : 0.1
  }

  private static func money(_ role: Role, _ profile: ColumnProfile) -> Double {
    if role == .income, !profile.isNumber { return profile.distinct <= 20 ? 0.8 : 0.2 }
    guard profile.isNumber else { return 0.1 }
    // One price for everything is rare, but an exact name is still believed.
    if profile.distinct <= 2, profile.present > 20 { return 0.6 }
    return 1
  }

  private static func age(_ profile: ColumnProfile) -> Double {
    if profile.isNumber { return 0 <= profile.minimum && profile.maximum <= 130 ? 1 : 0.3 }
    return profile.distinct <= 20 ? 0.8 : 0.2
  }

  private static func score(_ role: Role, _ profile: ColumnProfile) -> Double {
    guard profile.isNumber else { return profile.distinct <= 12 ? 0.8 : 0.2 }
    if role == .npsScore { return 0 <= profile.minimum && profile.maximum <= 10 ? 1 : 0.4 }
    if -10 <= profile.minimum, profile.maximum <= 10 { return 1 }
    return 0 <= profile.minimum && profile.maximum <= 100 ? 0.8 : 0.2
  }

  /// Short values are texts only under a name that says so as a whole, where no others are longer.
  static let shortText = 0.55

  private static func opinion(_ role: Role, _ profile: ColumnProfile) -> Double {
    if role == .text {
      guard !profile.isNumber, !isDate(profile) else { return 0.05 }
      let isLong = profile.meanBytes >= 12 || profile.han > 0
      return isLong ? 1 : profile.present < 20 ? 0.9 : shortText
    }
    if profile.isNumber, profile.distinct > 20 { return 0.2 }
    return profile.distinct <= 300 && profile.distinctShare < 0.5 || profile.present < 30 ? 1 : 0.4
  }

  private static func person(_ role: Role, _ profile: ColumnProfile) -> Double {
    switch role {
    case .email: return profile.share(profile.emails) >= 0.5 ? 1 : 0.5
    case .phone: return profile.meanBytes >= 6 ? 1 : 0.3
    case .idNumber: return profile.meanBytes >= 8 ? 1 : 0.3
    case .name where profile.areCoded: return 0.2
    default: return profile.isNumber || isDate(profile) ? 0.2 : 1
    }
  }
}
