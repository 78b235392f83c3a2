/// What speaks for and against two records being one person, and how much.
///
/// Fellegi, Sunter 1969, "A theory for record linkage": every agreement multiplies the odds by how
/// much likelier it is for one person than for two. Rare names and shared telephones weigh by how
/// often they occur in these data. Weights are powers of ten.
import Tables

package struct IdentityEvidence: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    case sameId, sameIdNumber, samePhone, sameEmail, similarEmail
    case sameName, similarName, partialName, nearName
    case sameBirthDate, sameAddress, sameRegion, sameGender, samePurchase
    case otherIdNumber, otherName, otherBirthDate, otherGender, otherPhone, otherEmail, otherRegion

    /// Whether it speaks for one person.
    package var isFor: Bool {
      switch self {
      case .nearName, .otherIdNumber, .otherName, .otherBirthDate, .otherGender, .otherPhone,
        .otherEmail, .otherRegion:
        false
      default: true
      }
    }
  }

  package let kind: Kind
  /// The power of ten by which it changes the odds.
  package let weight: Double
}

/// Why two records that look alike are not taken for one person.
package enum IdentityDoubt: String, Sendable, CaseIterable {
  /// Some evidence, but less than the threshold asks for.
  case tooLittle
  /// A name, and nothing else that counts.
  case nameAlone
  /// Two identity cards.
  case otherIdNumber
  /// Two full names or birthdays, as in a family.
  case otherPerson
  /// One of them fits one group, and the group holds somebody else already.
  case otherGroup
}

struct PairScore: Equatable {
  let probability: Double
  /// Nil when they are one person.
  let doubt: IdentityDoubt?
  /// The same without identity cards; what these then say checks the rest.
  let withoutIds: Double
}

/// Weighs pairs of records.
struct IdentityWeights: Sendable {
  let records: IdentityRecords
  let frequencies: IdentityFrequencies
  let threshold: Double
  private let prior: Double

  /// What must stand beside a name, as a power of ten: four times likelier for one person.
  private static let secondMin = 0.6

  init(_ records: IdentityRecords, _ frequencies: IdentityFrequencies, threshold: Double) {
    self.records = records
    self.frequencies = frequencies
    self.threshold = threshold
    prior = -Power.log10(Double(max(1_000, records.count)))
  }

  func evidence(_ a: Int32, _ b: Int32) -> [IdentityEvidence] {
    var found: [IdentityEvidence] = []
    func add(_ kind: IdentityEvidence.Kind, _ weight: Double) {
      found.append(IdentityEvidence(kind: kind, weight: weight))
    }
    keys(a, b, add)
    names(a, b, add)
    traits(a, b, add)
    return found
  }

  /// Keys of which one holder is nearly always one person.
  private func keys(_ a: Int32, _ b: Int32, _ add: (IdentityEvidence.Kind, Double) -> Void) {
    let r = records
    if r.sharedIds.common(a, b, where: { _ in true }) != nil { add(.sameId, 2 - prior) }
    if r.idNumbers.common(a, b, where: { _ in true }) != nil {
      add(.sameIdNumber, 4 - prior)
    } else if let x = r.idNumbers[a].first, let y = r.idNumbers[b].first {
      add(.otherIdNumber, r.isValidId[Int(x)] && r.isValidId[Int(y)] ? -6 : -1)
    }
    let phones = frequencies.phones
    if let code = r.phones.common(a, b, where: phones.isUsed) {
      add(.samePhone, 1.3 - prior - 1.5 * Power.log10(Double(phones.people[Int(code)])))
    } else if !r.phones.isEmpty(a), !r.phones.isEmpty(b) {
      add(.otherPhone, -0.6)
    }
    let emails = frequencies.emails
    if let code = r.emails.common(a, b, where: emails.isUsed) {
      add(.sameEmail, 2 - prior - 1.5 * Power.log10(Double(emails.people[Int(code)])))
    } else if r.looseEmails.common(a, b, where: frequencies.looseEmails.isUsed) != nil {
      add(.similarEmail, 0.7 - prior)
    } else if !r.emails.isEmpty(a), !r.emails.isEmpty(b) {
      add(.otherEmail, -0.3)
    }
  }

  private func names(_ a: Int32, _ b: Int32, _ add: (IdentityEvidence.Kind, Double) -> Void) {
    let (x, y) = (records.name[Int(a)], records.name[Int(b)])
    guard x >= 0, y >= 0 else { return }
    let likeness = likeness(x, y)
    let holders = max(frequencies.names[Int(x)], frequencies.names[Int(y)])
    let usual = records.names[Int(x)].isHan && records.names[Int(x)].words[0].count <= 2
    let counted = Double(max(0, holders - 2)) / Double(max(1, records.count))
    let likely = max(frequencies.nameChances[Int(x)], frequencies.nameChances[Int(y)])
    let chance = max(usual ? 1e-4 : 2e-5, counted, 1.0 * likely)
    let exact = Power.log10(0.9 / chance)
    switch likeness {
    case .same: add(.sameName, exact)
    case .close: add(.similarName, exact - 1)
    case .partial: add(.partialName, 0.4)
    case .near: add(.nearName, -1.3)
    case .different: add(.otherName, -1.7)
    }
  }

  func likeness(_ x: Int32, _ y: Int32) -> PersonName.Likeness {
    if x == y { return records.names[Int(x)].isPartial ? .partial : .same }
    let found = records.names[Int(x)].likeness(records.names[Int(y)])
    // Two names that several people have are two names, and neither is mistyped.
    guard found == .close, min(frequencies.names[Int(x)], frequencies.names[Int(y)]) > 3 else {
      return found
    }
    return .near
  }

  private func traits(_ a: Int32, _ b: Int32, _ add: (IdentityEvidence.Kind, Double) -> Void) {
    let (i, j) = (Int(a), Int(b))
    let all = Double(max(1, records.count))
    let (left, right) = (records.birthDay[i], records.birthDay[j])
    if left != IdentityRecords.unknownDay, right != IdentityRecords.unknownDay {
      if left == right {
        let others = Double(max(0, (frequencies.births[left] ?? 2) - 2))
        add(.sameBirthDate, Power.log10(0.95 / max(1 / 20_000, others / all)))
      } else {
        add(.otherBirthDate, BirthDates.areNear(left, right) ? -0.7 : -2)
      }
    }
    let addresses = frequencies.addresses
    if let code = records.addresses.common(a, b, where: { _ in true }) {
      let others = Double(max(0, addresses.holders[Int(code)] - 2))
      add(.sameAddress, Power.log10(0.8 / max(1e-3, others / all)))
    }
    let (x, y) = (records.region[i], records.region[j])
    if x >= 0, y >= 0 {
      let share = Double(frequencies.regions[Int(x)]) / all
      if x == y {
        add(.sameRegion, max(0, Power.log10(0.85 / max(0.005, share))))
      } else {
        add(.otherRegion, -0.25)
      }
    }
    if records.gender[i] >= 0, records.gender[j] >= 0 {
      let isSame = records.gender[i] == records.gender[j]
      add(isSame ? .sameGender : .otherGender, isSame ? 0.28 : -1.7)
    }
    if let code = records.purchases.common(a, b, where: { _ in true }) {
      add(.samePurchase, frequencies.purchases.holders[Int(code)] <= 3 ? 1.3 : 0.3)
    }
  }

  func score(_ a: Int32, _ b: Int32) -> PairScore {
    let evidence = evidence(a, b)
    let sum = evidence.reduce(prior) { $0 + $1.weight }
    let ids = evidence.reduce(0.0) {
      [.sameIdNumber, .otherIdNumber].contains($1.kind) ? $0 + $1.weight : $0
    }
    let probability = Power.probability(sum)
    return PairScore(
      probability: probability, doubt: doubt(evidence, probability),
      withoutIds: doubt(evidence, Power.probability(sum - ids), besidesIds: true) == nil
        ? Power.probability(sum - ids) : 0)
  }

  /// What no sum of weights may override.
  private func doubt(
    _ evidence: [IdentityEvidence], _ probability: Double, besidesIds: Bool = false
  ) -> IdentityDoubt? {
    func has(_ kind: IdentityEvidence.Kind) -> Bool {
      evidence.contains { $0.kind == kind && !(besidesIds && kind == .sameIdNumber) }
    }
    func weight(of kinds: Set<IdentityEvidence.Kind>) -> Double {
      evidence.reduce(0.0) { kinds.contains($1.kind) ? $0 + $1.weight : $0 }
    }
    if !besidesIds, weight(of: [.otherIdNumber]) <= -6 { return .otherIdNumber }
    let isProven = has(.sameIdNumber) || has(.sameId)
    if has(.otherName), !isProven, !(has(.samePhone) && has(.sameEmail)) { return .otherPerson }
    if has(.nearName), !isProven, !has(.sameEmail) { return .otherPerson }
    if weight(of: [.otherBirthDate]) <= -2, !isProven, !has(.sameEmail) { return .otherPerson }
    let hasKey = isProven || has(.samePhone) || has(.sameEmail) || has(.similarEmail)
    if !hasKey {
      // Gender is known of half of all people: it confirms, and proves nothing.
      let second = weight(of: [
        .sameBirthDate, .sameAddress, .sameRegion, .samePurchase,
      ])
      guard second >= Self.secondMin else { return .nameAlone }
      let isNamed =
        has(.sameName) || has(.similarName) || (has(.partialName) && has(.sameBirthDate))
      guard isNamed else { return .tooLittle }
    }
    let isLoose = has(.similarEmail) && !isProven && !has(.samePhone)
    let confirming: [IdentityEvidence.Kind] = [
      .sameName, .similarName, .sameBirthDate, .sameAddress,
    ]
    if isLoose, !confirming.contains(where: has) { return .tooLittle }
    return probability >= threshold ? nil : .tooLittle
  }
}

enum BirthDates {
  /// Day and month exchanged, or one digit of three apart: as a slip of the pen has it.
  static func areNear(_ left: Int32, _ right: Int32) -> Bool {
    let (a, b) = (CivilDate.parts(days: left), CivilDate.parts(days: right))
    if a.year == b.year, a.month == b.day, a.day == b.month { return true }
    let isSameMonth = a.month == b.month
    if a.year == b.year { return isSameMonth || a.day == b.day }
    return isSameMonth && a.day == b.day
  }
}
