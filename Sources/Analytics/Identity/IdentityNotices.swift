/// What a reader of the groups should know, and how far they are to be trusted.
import Support
import Tables

enum IdentityNotices {
  static func all(
    _ records: IdentityRecords, _ frequencies: IdentityFrequencies, _ pairs: IdentityPairs,
    _ groups: IdentityGroups
  ) -> [Notice] {
    var notices: [Notice] = []
    let shared: [(String, Phrase, KeyHolders)] = [
      ("sharedPhone", Phrase(en: "telephone numbers", zh: "个电话号码"), frequencies.phones),
      ("sharedEmail", Phrase(en: "e-mail addresses", zh: "个邮箱"), frequencies.emails),
    ]
    for (code, words, holders) in shared {
      let found = holders.people.indices.filter { !holders.isUsed(Int32(truncatingIfNeeded: $0)) }
      guard !found.isEmpty else { continue }
      let most = found.map { holders.holders[$0] }.max() ?? 0
      notices.append(
        Notice(
          code,
          en: "\(found.count) \(words.en) belong to more people than a family has (up to \(most) "
            + "records); they bring nobody together",
          zh: "有 \(found.count) \(words.zh)被过多的人共用（最多 \(most) 条记录），未用于合并"))
    }
    if records.counts.maskedPhones > 0 {
      notices.append(
        Notice(
          "maskedPhones",
          en: "\(records.counts.maskedPhones) different telephone numbers are masked with * and "
            + "cannot be compared", zh: "有 \(records.counts.maskedPhones) 个电话号码已用 * 遮盖，无法比较"))
    }
    for role in [Role.phone, .email, .idNumber] {
      guard let count = records.counts.unusable[role], count > 0 else { continue }
      notices.append(
        Notice(
          "unusableKeys",
          en: "\(count) different values of \(role.rawValue) are placeholders or not readable",
          zh: "\(role.rawValue) 有 \(count) 个不同的值是占位内容或无法识别", path: role.rawValue))
    }
    if groups.refused > 0 {
      notices.append(
        Notice(
          "groupsKeptApart",
          en: "\(groups.refused) pairs would have brought two people into one group; see reviews",
          zh: "有 \(groups.refused) 对若合并会把两个人并为一组，见待核对列表"))
    }
    if pairs.leftOut > 0 {
      notices.append(
        Notice(
          "pairsLeftOut",
          en: "\(pairs.leftOut) pairs beyond \(Limits.identityPairs) were not looked at",
          zh: "超出 \(Limits.identityPairs) 的 \(pairs.leftOut) 对未比较"))
    }
    return notices
  }
}

/// Identity cards as the judge: of the pairs that everything else would join, how many have the
/// same card. The baseline joins equal names.
enum IdentityGrade {
  /// Pairs that are needed for a letter.
  static let pairsMin = 20

  static func grade(
    _ pairs: [UInt64], _ scores: [PairScore], _ records: IdentityRecords
  ) -> Grade {
    var (joined, right, named, namedRight) = (0, 0, 0, 0)
    for (place, pair) in pairs.enumerated() {
      let (a, b) = (IdentityPairs.left(pair), IdentityPairs.right(pair))
      guard let x = records.idNumbers[a].first, let y = records.idNumbers[b].first,
        records.isValidId[Int(x)], records.isValidId[Int(y)]
      else { continue }
      let isRight = records.idNumbers.common(a, b, where: { _ in true }) != nil
      if scores[place].withoutIds > 0 {
        joined += 1
        if isRight { right += 1 }
      }
      let name = records.name[Int(a)]
      if name >= 0, name == records.name[Int(b)] {
        named += 1
        if isRight { namedRight += 1 }
      }
    }
    guard joined >= pairsMin else {
      return Grade(
        nil,
        Phrase(
          en: "fewer than \(pairsMin) pairs have identity cards on both sides, so nothing in the "
            + "data says how many are right; look at a few groups and at reviews",
          zh: "两边都有身份证号的记录对不足 \(pairsMin) 对，数据本身无法检验正确率；请抽查若干分组和待核对列表"))
    }
    let share = Double(right) / Double(joined)
    let baseline = named > 0 ? Double(namedRight) / Double(named) : 0
    let letter: Grade.Letter =
      share >= 0.99 && share > baseline + 0.02 ? .a : share > baseline ? .b : .c
    return Grade(
      letter,
      Phrase(
        en: "of \(joined) pairs found without identity cards, \(Words.percent(share, digits: 1)) "
          + "have the same card; of pairs with equal names, "
          + "\(Words.percent(baseline, digits: 1))",
        zh: "不用身份证号找到的 \(joined) 对中，\(Words.percent(share, digits: 1)) 身份证号相同；"
          + "仅同名的记录对中为 \(Words.percent(baseline, digits: 1))"),
      metric: "precision", score: share, baseline: baseline)
  }
}
