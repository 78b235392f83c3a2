/// Groups of records, joined from the surest pair down.
///
/// What always holds: no group holds two valid identity cards; a pair joins two groups only where
/// their known names, birthdays and genders are not those of two people. The order of pairs is that
/// of their probability, then of their records, so the groups do not depend on anything else.
import Support

struct IdentityGroups {
  private(set) var links: [IdentityLink] = []
  private(set) var reviews: [IdentityLink] = []
  private(set) var reviewCount = 0
  /// Pairs that the groups refused.
  private(set) var refused = 0
  private let weights: IdentityWeights
  private var parent: [Int32]
  /// What is known of each group, kept at its root.
  private var idNumber: [Int32]
  private var name: [Int32]
  private var birthDay: [Int32]
  private var gender: [Int8]

  init(_ weights: IdentityWeights, _ run: Run) throws {
    self.weights = weights
    let records = weights.records
    parent = Array(0..<Int32(truncatingIfNeeded: records.count))
    try run.checkpoint()
    idNumber = parent.map { record in
      records.idNumbers[record].first { records.isValidId[Int($0)] } ?? -1
    }
    name = records.name.map { $0 >= 0 && !records.names[Int($0)].isPartial ? $0 : -1 }
    birthDay = records.birthDay
    gender = records.gender
  }

  mutating func join(_ pairs: [UInt64], _ scores: [PairScore], _ run: Run) throws {
    for (step, place) in try Self.order(scores, run).enumerated() {
      if step % 16_384 == 0 { try run.checkpoint() }
      let (a, b) = (IdentityPairs.left(pairs[place]), IdentityPairs.right(pairs[place]))
      let score = scores[place]
      if let doubt = score.doubt {
        review(a, b, score.probability, doubt)
        continue
      }
      let (x, y) = (root(a), root(b))
      if x == y { continue }
      if let doubt = conflict(x, y, a, b) {
        refused += 1
        review(a, b, score.probability, doubt)
        continue
      }
      union(x, y)
      links.append(IdentityLink(left: a, right: b, probability: score.probability, doubt: nil))
    }
    // What the groups settled since needs nobody's look.
    var open: [IdentityLink] = []
    for link in reviews where root(link.left) != root(link.right) { open.append(link) }
    reviewCount -= reviews.count - open.count
    reviews = open
  }

  /// Places of the pairs that matter, the surest first; equal ones as they come.
  private static func order(_ scores: [PairScore], _ run: Run) throws -> [Int] {
    let steps = 2_048
    var buckets = [[Int32]](repeating: [], count: steps + 1)
    for (place, score) in scores.enumerated() {
      if place % 65_536 == 0 { try run.checkpoint() }
      guard score.doubt == nil || score.probability >= reviewMin else { continue }
      // Most sure pairs are nearly 1: what counts is how far from it they are.
      let step = min(Double(steps), -Power.log10(max(1e-16, 1 - score.probability)) * 120)
      buckets[steps - Int(step)].append(Int32(truncatingIfNeeded: place))
    }
    return try buckets.flatMap { bucket in
      try run.checkpoint()
      return bucket.map(Int.init)
    }
  }

  /// The least probability that is worth somebody's time.
  static let reviewMin = 0.4

  private mutating func review(
    _ a: Int32, _ b: Int32, _ probability: Double, _ doubt: IdentityDoubt
  ) {
    guard probability >= Self.reviewMin, root(a) != root(b) else { return }
    reviewCount += 1
    guard reviews.count < Limits.identityReviews else { return }
    reviews.append(IdentityLink(left: a, right: b, probability: probability, doubt: doubt))
  }

  private mutating func root(_ record: Int32) -> Int32 {
    var record = record
    while parent[Int(record)] != record {
      parent[Int(record)] = parent[Int(parent[Int(record)])]
      record = parent[Int(record)]
    }
    return record
  }

  /// Why two groups are not one person, whatever joins two of their records.
  private func conflict(_ x: Int32, _ y: Int32, _ a: Int32, _ b: Int32) -> IdentityDoubt? {
    let (i, j) = (Int(x), Int(y))
    if idNumber[i] >= 0, idNumber[j] >= 0, idNumber[i] != idNumber[j] { return .otherIdNumber }
    let isProven =
      idNumber[i] >= 0 && idNumber[i] == idNumber[j]
      || weights.records.sharedIds.common(a, b, where: { _ in true }) != nil
    if isProven { return nil }
    let own = (weights.records.name[Int(a)], weights.records.name[Int(b)])
    if name[i] >= 0, name[j] >= 0, (name[i], name[j]) != own,
      weights.likeness(name[i], name[j]) <= .near
    {
      return .otherGroup
    }
    if gender[i] >= 0, gender[j] >= 0, gender[i] != gender[j], name[i] != name[j] {
      return .otherGroup
    }
    let (left, right) = (birthDay[i], birthDay[j])
    if left != IdentityRecords.unknownDay, right != IdentityRecords.unknownDay, left != right,
      !BirthDates.areNear(left, right)
    {
      return .otherGroup
    }
    return nil
  }

  private mutating func union(_ x: Int32, _ y: Int32) {
    // The first record stays the root, so people count in the order of the sources.
    let (root, other) = (Int(min(x, y)), Int(max(x, y)))
    parent[other] = Int32(truncatingIfNeeded: root)
    if idNumber[root] < 0 { idNumber[root] = idNumber[other] }
    if name[root] < 0 { name[root] = name[other] }
    if birthDay[root] == IdentityRecords.unknownDay { birthDay[root] = birthDay[other] }
    if gender[root] < 0 { gender[root] = gender[other] }
  }

  /// The links by person, and by record within one. Counted into place: a sort of them all would
  /// hear no cancel.
  func links(by person: [Int32], _ count: Int, _ run: Run) throws -> [IdentityLink] {
    var starts = [Int32](repeating: 0, count: count + 1)
    for (place, link) in links.enumerated() {
      if place % 65_536 == 0 { try run.checkpoint() }
      starts[Int(person[Int(link.left)]) + 1] += 1
    }
    for index in 0..<count { starts[index + 1] += starts[index] }
    var next = starts
    var placed = links
    for (place, link) in links.enumerated() {
      if place % 65_536 == 0 { try run.checkpoint() }
      let own = Int(person[Int(link.left)])
      placed[Int(next[own])] = link
      next[own] += 1
    }
    for own in 0..<count where starts[own + 1] - starts[own] > 1 {
      if own % 16_384 == 0 { try run.checkpoint() }
      placed[Int(starts[own])..<Int(starts[own + 1])].sort {
        ($0.left, $0.right) < ($1.left, $1.right)
      }
    }
    return placed
  }

  /// The person of each record, how many there are, how many have several records, and
  /// how many pairs of records are one.
  mutating func people(
    _ run: Run
  ) throws -> (ofRecord: [Int32], count: Int, groups: Int, pairs: Int) {
    var ofRecord = [Int32](repeating: -1, count: parent.count)
    var sizes: [Int] = []
    var (groups, pairs) = (0, 0)
    for record in 0..<Int32(truncatingIfNeeded: parent.count) {
      if record % 65_536 == 0 { try run.checkpoint() }
      let root = Int(root(record))
      if ofRecord[root] < 0 {
        ofRecord[root] = Int32(truncatingIfNeeded: sizes.count)
        sizes.append(0)
      }
      ofRecord[Int(record)] = ofRecord[root]
      pairs += sizes[Int(ofRecord[root])]
      if sizes[Int(ofRecord[root])] == 1 { groups += 1 }
      sizes[Int(ofRecord[root])] += 1
    }
    return (ofRecord, sizes.count, groups, pairs)
  }
}
