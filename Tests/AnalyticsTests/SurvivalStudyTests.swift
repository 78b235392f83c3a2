/// How long customers stay: against brute force, against the peers' figures, against hand counts.
import Analytics
import Foundation
import Learning
import Numerics
import Support
import Tables
import TestKit
import Testing

@Suite struct SurvivalStudyTests {
  private struct Member {
    let months: Double
    let hasLeft: Bool
    let plan: Int
    let visits: Double
  }

  private func table(_ text: String) throws -> Table {
    try TableReader.read(text: text, named: "test", ReadOptions(), Run())
  }

  /// A hazard that is multiplied by 3 for the first plan and falls with visits.
  private func members(_ count: Int, seed: UInt64 = 3) -> [Member] {
    var random = SeededRandom(seed: seed)
    return (0..<count).map { index in
      let (plan, visits) = (index % 2, Double(random.below(10)))
      let rate = 0.05 * (plan == 0 ? 3 : 1) * Math.exp(-0.1 * visits)
      let life = -Math.log(1 - random.unit()) / rate
      let seen = 2 + 40 * random.unit()
      return Member(
        months: (min(life, seen) + 0.5).rounded(.up), hasLeft: life <= seen, plan: plan,
        visits: visits)
    }
  }

  private func table(_ members: [Member]) throws -> Table {
    let rows = members.enumerated().map { index, member in
      "m\(index),\(Int(member.months)),\(["a", "b"][member.plan]),\(Int(member.visits)),"
        + (member.hasLeft ? "yes" : "no")
    }
    return try table("member_id,tenure,plan,visits,churn\n" + rows.joined(separator: "\n") + "\n")
  }

  private func study(
    _ table: Table, _ change: (inout SurvivalOptions) -> Void = { _ in }
  ) throws -> SurvivalStudy {
    var options = SurvivalOptions()
    change(&options)
    return try SurvivalStudy(table, options, Run())
  }

  /// The product-limit estimate from its definition.
  private func left(_ members: [Member], at time: Double) -> Double {
    Set(members.filter(\.hasLeft).map(\.months)).filter { $0 <= time }.reduce(1) { share, end in
      let atRisk = members.filter { $0.months >= end }.count
      let ended = members.filter { $0.months == end && $0.hasLeft }.count
      return share * (1 - Double(ended) / Double(atRisk))
    }
  }

  @Test func `curves of groups, and what they say of those still there, are as defined`() throws {
    let members = members(300)
    let found = try study(table(members)) {
      ($0.method, $0.by, $0.horizons) = (.km, "plan", [3, 10])
    }
    #expect(found.method == .km && found.effects.isEmpty)
    for group in found.groups {
      let own = members.filter { group.isAll || ["a", "b"][$0.plan] == group.value }
      #expect(group.count == own.count && group.eventCount == own.filter(\.hasLeft).count)
      for (time, share) in zip(group.curve.times, group.curve.survival) {
        #expect(abs(share - left(own, at: time)) < 1e-12)
      }
    }
    let last = members.map(\.months).max() ?? 0
    #expect(found.stillThere.count == members.filter { !$0.hasLeft }.count)
    for place in found.stillThere {
      let outlook = found.outlook(place)
      let own = members.filter { $0.plan == members[place].plan }
      for (horizon, share) in zip([3.0, 10], outlook.survival) {
        let until = outlook.lasted + horizon
        guard until <= last else {
          #expect(share == nil)
          continue
        }
        let wanted = left(own, at: until) / left(own, at: outlook.lasted)
        #expect(abs((share ?? -1) - wanted) < 1e-12)
      }
    }
    let test = try #require(found.logRank)
    #expect(test.pValue < 1e-6 && found.evaluation?.grade.letter == found.grade.letter)
  }

  /// The logarithm of Efron's partial likelihood, from its definition.
  private func likelihood(_ members: [Member], _ plan: Double, _ visits: Double) -> Double {
    func score(_ member: Member) -> Double {
      plan * Double(member.plan) + visits * member.visits
    }
    var sum = 0.0
    for end in Set(members.filter(\.hasLeft).map(\.months)) {
      let ended = members.filter { $0.hasLeft && $0.months == end }
      let risk = members.filter { $0.months >= end }.reduce(0) { $0 + Math.exp(score($1)) }
      let own = ended.reduce(0) { $0 + Math.exp(score($1)) }
      for (index, member) in ended.enumerated() {
        sum += score(member) - Math.log(risk - Double(index) / Double(ended.count) * own)
      }
    }
    return sum
  }

  @Test func `hazard ratios per unit of the file are at the top of Efron's likelihood`() throws {
    let members = members(400)
    let found = try study(table(members))
    #expect(found.method == .cox && found.effects.map(\.feature) == ["plan=b", "visits"])
    let (plan, visits) = (found.effects[0].value, found.effects[1].value)
    let top = likelihood(members, plan, visits)
    for (a, b) in [(1e-3, 0.0), (-1e-3, 0), (0, 1e-4), (0, -1e-4)] {
      #expect(likelihood(members, plan + a, visits + b) < top)
    }
    // The errors are the curvature's: a step of one lowers the profile by a half or more.
    for (effect, index) in zip(found.effects, 0...) {
      let error = try #require(effect.standardError)
      let moved = likelihood(
        members, plan + (index == 0 ? error : 0), visits + (index == 1 ? error : 0))
      #expect(top - moved > 0.45 && top - moved < 0.8)
      #expect(
        effect.interval.map { $0.lower < effect.hazardRatio && effect.hazardRatio < $0.upper }
          == true)
    }
    // What was planted lies within three standard errors.
    #expect(abs(plan + Math.log(3)) < 3 * (found.effects[0].standardError ?? 0))
    #expect(abs(visits + 0.1) < 3 * (found.effects[1].standardError ?? 0))
    #expect(found.grade.letter == .a || found.grade.letter == .b)
  }

  @Test(arguments: [SurvivalOptions.Method.cox, .weibull])
  func `reasons add up to the relative hazard, and it moves the forecast`(
    method: SurvivalOptions.Method
  ) throws {
    let found = try study(table(members(400))) { $0.method = method }
    #expect(found.method == method)
    for place in found.stillThere.prefix(50) {
      let outlook = found.outlook(place)
      let sum = outlook.reasons.reduce(0) { $0 + $1.effect }
      #expect(abs(Math.log(outlook.relativeHazard ?? 0) - sum) < 1e-9)
    }
    let chances = found.stillThere.compactMap { found.outlook($0).survival.first ?? nil }
    #expect(chances == chances.sorted() && chances.allSatisfy { 0 <= $0 && $0 <= 1 })
    if method == .weibull {
      #expect(found.stillThere.allSatisfy { !found.outlook($0).survival.contains(nil) })
      // Times as long: exp(-log hazard / shape) for every column alike.
      let shapes = found.effects.map { -$0.value / Math.log($0.timeRatio ?? 1) }
      #expect(abs(shapes[0] - shapes[1]) < 1e-9)
    }
  }

  @Test func `the Brier score is what its definition gives`() throws {
    let members = members(250)
    let found = try study(table(members)) { ($0.method, $0.by) = (.km, "plan") }
    let evaluation = try #require(found.evaluation)
    // Every fifth of those who left and of the others, the third of each five.
    var turns = [0, 0]
    var (train, test) = ([Member](), [Member]())
    for member in members {
      let kind = member.hasLeft ? 1 : 0
      if turns[kind] % 5 == 2 { test.append(member) } else { train.append(member) }
      turns[kind] += 1
    }
    #expect(evaluation.count == test.count)
    func observed(_ time: Double, before: Bool = false) -> Double {
      Set(train.filter { !$0.hasLeft }.map(\.months)).filter { before ? $0 < time : $0 <= time }
        .reduce(1) { share, end in
          let atRisk = train.filter { $0.months > end || ($0.months == end && !$0.hasLeft) }.count
          let lost = train.filter { $0.months == end && !$0.hasLeft }.count
          return share * (1 - Double(lost) / Double(atRisk))
        }
    }
    func score(_ time: Double, own: Bool) -> Double {
      test.reduce(0) { sum, member in
        let like = own ? train.filter { $0.plan == member.plan } : train
        let miss = (member.months > time ? 1 : 0) - left(like, at: time)
        if member.months > time { return sum + miss * miss / observed(time) }
        return sum
          + (member.hasLeft ? miss * miss / observed(member.months, before: true) : 0)
      } / Double(test.count)
    }
    let sorted = test.map(\.months).sorted()
    var grid: [Double] = []
    for step in 1..<50 {
      let time = sorted[sorted.count * step / 50]
      if time > (grid.last ?? 0), observed(time) > 0.05 { grid.append(time) }
    }
    #expect(evaluation.from == grid.first && evaluation.to == grid.last)
    for own in [true, false] {
      var sum = 0.0
      for (a, b) in zip(grid, grid.dropFirst()) {
        sum += (score(a, own: own) + score(b, own: own)) / 2 * (b - a)
      }
      let wanted = sum / (evaluation.to - evaluation.from)
      let value = own ? evaluation.integratedBrier : evaluation.baselineBrier
      #expect(abs((value ?? 0) - wanted) < 1e-12)
    }
  }

  @Test func `lives of a small shop are counted as by hand`() throws {
    let orders = try table(
      """
      customer_id,date,amount,channel
      a,2024-01-01,5,web
      a,2024-01-11,5,app
      b,2024-01-05,5,app
      b,2024-03-01,5,web
      c,2024-02-20,5,web
      d,2024-01-31,5,app

      """)
    let cases = try SurvivalCases(
      orders,
      {
        var source = SurvivalSource()
        source.windowDays = 30
        return source
      }(), Run())
    // On 2024-03-01: a silent 50 days, b 0, c 10, d 30, which is not longer than the window.
    #expect(cases.ids == ["a", "b", "c", "d"])
    #expect(cases.durations.times == [40, 56, 10, 30])
    #expect(cases.durations.isEvent == [true, false, false, false])
    let found = try study(orders) { ($0.source.windowDays, $0.by) = (30, "channel") }
    // A customer is what the first order says, so b is of the app.
    #expect(found.groups.dropFirst().map(\.count) == [2, 2])
    #expect(found.groups.first { $0.value == "web" }?.eventCount == 1)
  }

  @Test func `who never left, negative times and texts are refused`() throws {
    #expect(throws: AnalyticsError.singleClass(label: "no", count: 2)) {
      try study(table("id,tenure,churn\na,1,no\nb,2,no\n"))
    }
    #expect(
      throws: AnalyticsError.badComparison(
        column: "tenure", expected: "durations of 0 or more", found: "-1 in row 2")
    ) { try study(table("id,tenure,churn\na,1,no\nb,-1,yes\n")) { $0.source.duration = "tenure" } }
    #expect(throws: AnalyticsError.self) {
      try study(table("id,plan,churn\na,x,no\nb,y,yes\n")) { $0.source.duration = "plan" }
    }
    #expect(throws: AnalyticsError.oneSidedWindow(everybody: false, windowDays: 60, better: 30)) {
      try study(table("customer_id,date\na,2024-01-01\nb,2024-02-20\n")) {
        $0.source.windowDays = 60
      }
    }
  }

  @Test func `what grows with the duration is left out unless it is named`() throws {
    let members = members(200)
    let rows = members.enumerated().map { index, member in
      "m\(index),\(Int(member.months)),\(Int(member.visits)),"
        + "\(Int(member.months * 10 + member.visits)),\(member.hasLeft ? "yes" : "no")"
    }
    let table = try table(
      "member_id,tenure,visits,total_paid,churn\n" + rows.joined(separator: "\n") + "\n")
    let found = try study(table)
    #expect(found.effects.map(\.feature) == ["visits"])
    #expect(found.notices.contains { $0.code == "knowsDuration" && $0.path == "total_paid" })
    let named = try study(table) { $0.covariates = ["total_paid"] }
    #expect(named.effects.map(\.feature) == ["total_paid"])
  }

  @Test func `as many groups and points as may be are shown, and one more is told`() throws {
    for count in [Limits.survivalGroups, Limits.survivalGroups + 1] {
      let rows = (0..<count * 3).map { "m\($0),\($0 + 1),g\($0 % count),\($0 % 2 == 0 ? 1 : 0)" }
      let text = "member_id,tenure,place,churn\n" + rows.joined(separator: "\n") + "\n"
      let found = try study(table(text)) { ($0.by, $0.method) = ("place", .km) }
      #expect(found.groups.count == Limits.survivalGroups + 1)
      let isTold = found.notices.contains { $0.code == "groupsLeftOut" }
      #expect(isTold == (count > Limits.survivalGroups))
    }
    // With time 0 a curve has one point more than there are times.
    for count in [Limits.survivalPoints - 1, Limits.survivalPoints] {
      let rows = (0..<count).map { "m\($0),\($0 + 1),\($0 % 2)" }
      let found = try study(
        table("member_id,tenure,churn\n" + rows.joined(separator: "\n") + "\n"))
      let points = found.groups[0].points
      #expect(found.groups[0].curve.times.count == count + 1)
      #expect(points.count == Limits.survivalPoints && points.first == 0 && points.last == count)
    }
  }

  @Test func `columns that repeat others have no effect of their own`() throws {
    let members = members(200)
    let rows = members.enumerated().map { index, member in
      "m\(index),\(Int(member.months)),\(Int(member.visits)),\(Int(member.visits) * 3 + 1),"
        + (member.hasLeft ? "yes" : "no")
    }
    let found = try study(
      table("member_id,tenure,visits,calls,churn\n" + rows.joined(separator: "\n") + "\n"))
    #expect(found.effects.map(\.feature) == ["visits"] && found.effects[0].standardError != nil)
    #expect(found.notices.contains { $0.code == "columnsRepeat" })
  }

  @Test(.enabled(if: Repository.hasShared, "the data sets are not beside the package"))
  func `telco has the peer's curves, test and means`() throws {
    let path = try #require(Repository.shared("data/telco/telco.csv"))
    let reference = value(try Repository.reference("survival.json"), "results") as? [String: Any]
    let table = try TableReader.read(path: path, ReadOptions(), Run())
    let found = try study(table) { $0.by = "Contract" }
    let curves = reference?["kaplan_meier"] as? [String: Any]
    for group in found.groups {
      let own = curves?[group.value.map { "Contract=\($0)" } ?? "all"]
      #expect(group.curve.median == number(own, "median"))
      let mean = try #require(number(own, "restricted_mean_to_72"))
      #expect(abs(group.restricted.mean - mean) < 1e-9 && group.restricted.to == 72)
    }
    let test = (reference?["logrank"] as? [String: Any])?["Contract, three groups"]
    #expect(abs((found.logRank?.chiSquare ?? 0) - (number(test, "chi_square") ?? 1)) < 1e-6)
    // The peer's held-out concordance of the same columns is 0.860 on another fifth.
    #expect(found.grade.letter == .a && (found.evaluation?.concordance ?? 0) > 0.85)
    #expect(found.notices.contains { $0.path == "TotalCharges" && $0.code == "knowsDuration" })
  }
}
