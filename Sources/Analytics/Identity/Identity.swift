/// Who is who across channels: records of one person brought together, doubts kept apart.
///
/// A telephone, an e-mail, an identity card or a shared id brings two records together; a name only
/// with something else. No sum of likenesses joins two identity cards, two full names or two
/// birthdays; such pairs go to the review list. Groups grow from the surest pair down, and a pair
/// that would bring two people into one group is refused.
import Numerics
package import Support
import Tables

package struct IdentityOptions: Sendable, Equatable {
  package var keys = Set(IdentityKey.allCases)
  /// Whether names are compared; else only equal keys are.
  package var fuzzy = true
  /// How sure a pair must be to be taken for one person.
  package var threshold = 0.9

  package init() {}
}

/// Two records that may be one person.
package struct IdentityLink: Sendable, Equatable {
  package let left: Int32
  package let right: Int32
  package let probability: Double
  package let doubt: IdentityDoubt?
}

package struct Identity: Sendable {
  package let sources: [IdentitySource]
  /// The person of each record; people count in the order of their first record.
  package let personOfRecord: [Int32]
  package let personCount: Int
  /// The pairs that made the groups, by person.
  package let links: [IdentityLink]
  /// Pairs for somebody to look at, the surest first.
  package let reviews: [IdentityLink]
  /// How many there were before the list was cut.
  package let reviewCount: Int
  package let grade: Grade
  package let notices: [Notice]
  /// People with more than one record.
  package let groupCount: Int
  let weights: IdentityWeights
  let records: IdentityRecords
  /// The customer ids of each source.
  private let ids: [TextColumn?]

  package var recordCount: Int { records.count }
  /// Pairs of records that are one person, all within a group counted.
  package let pairCount: Int

  package init(_ sources: [IdentitySource], _ options: IdentityOptions, _ run: Run) throws {
    run.report(0.05, Phrase(en: "reading names and keys", zh: "读取姓名与标识"))
    var records = try IdentityRecords(sources, keys: options.keys, run)
    var notices = try Self.checkSharedIds(&records, sources, run)
    run.report(0.35, Phrase(en: "looking for pairs", zh: "查找候选对"))
    let frequencies = try IdentityFrequencies(records, run)
    let weights = IdentityWeights(records, frequencies, threshold: options.threshold)
    let found = try IdentityPairs(records, frequencies, fuzzy: options.fuzzy, run)
    run.report(0.6, Phrase(en: "weighing pairs", zh: "评估候选对"))
    let scores = try Parallel.map(count: found.pairs.count, chunk: 8_192) { range in
      try run.checkpoint()
      return range.map { place in
        weights.score(
          IdentityPairs.left(found.pairs[place]), IdentityPairs.right(found.pairs[place]))
      }
    }.flatMap { $0 }
    run.report(0.85, Phrase(en: "building groups", zh: "合并分组"))
    var groups = try IdentityGroups(weights, run)
    try groups.join(found.pairs, scores, run)
    let people = try groups.people(run)
    self.sources = sources
    ids = sources.map { IdentityColumns($0.table).customerId }
    personOfRecord = people.ofRecord
    personCount = people.count
    links = try groups.links(by: people.ofRecord, people.count, run)
    pairCount = people.pairs
    groupCount = people.groups
    reviewCount = groups.reviewCount
    reviews = groups.reviews
    grade = IdentityGrade.grade(found.pairs, scores, records)
    notices += IdentityNotices.all(records, frequencies, found, groups)
    self.notices = notices
    self.weights = weights
    self.records = records
  }

  /// The source, the first row there and the id of a record.
  package func record(_ record: Int32) -> (source: Int, row: Int, id: String?) {
    let source = Int(records.source[Int(record)])
    let row = Int(records.row[Int(record)])
    return (source, row, ids[source]?[row])
  }

  /// The links of the first groups, by person.
  package func groups(first count: Int) -> [(person: Int, links: [IdentityLink])] {
    var groups: [(person: Int, links: [IdentityLink])] = []
    for link in links {
      let person = Int(personOfRecord[Int(link.left)])
      if groups.last?.person != person {
        if groups.count == count { break }
        groups.append((person, []))
      }
      groups[groups.count - 1].links.append(link)
    }
    return groups
  }

  /// What speaks for and against a pair.
  package func evidence(_ link: IdentityLink) -> [IdentityEvidence] {
    weights.evidence(link.left, link.right)
  }

  /// The record of a row of a source.
  func record(source: Int, row: Int) -> Int32 { records.ofRow[source][row] }

  /// The person of a row of a source.
  package func person(source: Int, row: Int) -> Int32 {
    personOfRecord[Int(records.ofRow[source][row])]
  }

  /// Whether the same ids name the same people in all sources: names and keys tell.
  private static func checkSharedIds(
    _ records: inout IdentityRecords, _ sources: [IdentitySource], _ run: Run
  ) throws -> [Notice] {
    guard sources.count > 1 else {
      records.dropSharedIds()
      return []
    }
    var held: [Int32: Int32] = [:]
    var (shared, agree, differ) = (0, 0, 0)
    for record in 0..<Int32(truncatingIfNeeded: records.count) {
      if record % 16_384 == 0 { try run.checkpoint() }
      guard let id = records.sharedIds[record].first else { continue }
      guard let other = held[id] else {
        held[id] = record
        continue
      }
      shared += 1
      switch records.agreement(record, other) {
      case true?: agree += 1
      case false?: differ += 1
      case nil: break
      }
    }
    guard shared > 0, agree <= differ * 4 else { return [] }
    let isUnknown = agree + differ == 0
    records.dropSharedIds()
    return [
      isUnknown
        ? Notice(
          "idsNotCompared",
          en:
            "\(shared) customer ids stand in more than one source, and nothing else tells whether "
            + "they name the same people; they are not used",
          zh: "有 \(shared) 个客户编号出现在多个来源中，但无其他信息可判断是否为同一人，未使用")
        : Notice(
          "idsDiffer",
          en: "the same customer ids name different people in the sources; ids are not compared",
          zh: "同一客户编号在各来源中指不同的人，未按编号匹配")
    ]
  }
}

extension IdentityRecords {
  /// Whether two records agree in a key or name; nil where neither can be told.
  func agreement(_ a: Int32, _ b: Int32) -> Bool? {
    for lists in [idNumbers, phones, emails] where !lists.isEmpty(a) && !lists.isEmpty(b) {
      if lists.common(a, b, where: { _ in true }) != nil { return true }
    }
    let (x, y) = (name[Int(a)], name[Int(b)])
    if x >= 0, y >= 0 {
      let likeness = names[Int(x)].likeness(names[Int(y)])
      return likeness >= .partial
    }
    let isKnown = [idNumbers, phones, emails].contains { !$0.isEmpty(a) && !$0.isEmpty(b) }
    return isKnown ? false : nil
  }
}
