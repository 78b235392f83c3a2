/// What is planted between groups is found, what is chance is not, and small groups are left alone.
import Analytics
import Learning
import Numerics
import Support
import Tables
import TestKit
import Testing

@Suite struct FairnessAuditTests {
  /// - Parameter gap: added to the log-odds of one gender, through a column that stands for it.
  private func table(gap: Double, seed: UInt64, rows count: Int = 1_500) throws -> Table {
    var random = SeededRandom(seed: seed)
    let rows = (0..<count).map { index -> String in
      let isFirst = random.below(2) == 0
      let visits = random.below(20)
      let odds = 1.2 - 0.2 * Double(visits) + (isFirst ? gap : 0)
      let left = random.unit() < Math.sigmoid(odds) ? "yes" : "no"
      let rare = index < 12 ? "x" : isFirst ? "a" : "b"
      return "u\(index),\(rare),\(18 + random.below(60)),\(visits),\(isFirst ? 1 : 0),\(left)"
    }
    return try TableReader.read(
      text: "user_id,gender,age,visits,club,churn\n" + rows.joined(separator: "\n") + "\n",
      named: "test", ReadOptions(), Run())
  }

  private func audit(_ data: Table, _ groups: [String]) throws -> FairnessAudit {
    var options = PredictionOptions()
    options.settings.kind = .logistic
    options.features = ["visits", "club"]
    options.folds = 0
    let model = try PredictionTraining(data, options, Run()).train(Run()).model
    return try FairnessAudit(model, data, groups: groups, threshold: 0.5, Run())
  }

  @Test func `a planted difference is found, and a group of twelve is not judged`() throws {
    let found = try audit(try table(gap: 2, seed: 3), ["gender"])
    let part = try #require(found.parts.first)
    #expect(part.verdict == .largeDifference)
    #expect(part.groups.names.contains("x"))
    let place = try #require(part.groups.names.firstIndex(of: "x"))
    #expect(part.figures.groups[place].isTooSmall(for: .selection))
    #expect(part.selection?.lowest != place && part.selection?.highest != place)
  }

  private func mitigated(
    _ measure: BiasMitigation.Measure, _ aim: GroupThresholds.Aim = .demographicParity
  ) throws -> BiasMitigation {
    let data = try table(gap: 2, seed: 3)
    var training = PredictionOptions()
    (training.settings.kind, training.folds) = (.logistic, 0)
    training.features = ["visits", "club"]
    var options = BiasMitigation.Options()
    (options.measure, options.aim) = (measure, aim)
    return try BiasMitigation(
      PredictionTraining(data, training, Run()).train(Run()), data, group: "gender", options, Run())
  }

  @Test(arguments: BiasMitigation.Measure.allCases)
  func `every measure brings groups nearer, and says what that costs`(
    measure: BiasMitigation.Measure
  ) throws {
    let found = try mitigated(measure)
    let then = try #require(found.before.part.selection).difference.value
    let now = try #require(found.after.part.selection).difference.value
    #expect(then > 0.25 && now < 0.6 * then)
    let cost = found.after.accuracy - found.before.accuracy
    #expect(abs(found.accuracyChange.value - cost) < 1e-12)
    #expect(cost < 0 && cost > -0.2)
    #expect((found.trained == nil) == (measure == .groupThreshold))
    #expect(found.thresholds.count == (measure == .groupThreshold ? 3 : 0))
    let again = try mitigated(measure)
    #expect(again.after.figures.score == found.after.figures.score)
  }

  @Test func `the column that stands for the group is the one that is left out`() throws {
    let found = try mitigated(.dropProxy)
    #expect(found.proxies.filter(\.isDropped).map(\.feature) == ["club"])
    #expect(found.trained?.model.encoder.features.map(\.header) == ["visits"])
  }

  @Test func `equal opportunity makes the share of leavers found equal`() throws {
    let found = try mitigated(.groupThreshold, .equalOpportunity)
    let then = try #require(found.before.part.truePositive).difference.value
    let now = try #require(found.after.part.truePositive).difference.value
    #expect(now < 0.6 * then)
  }

  @Test func `groups that differ by chance only are hardly ever blamed`() throws {
    let blamed = try (UInt64(1)...20).count { seed in
      let found = try audit(try table(gap: 0, seed: seed, rows: 600), ["age"])
      return found.parts.contains { $0.verdict == .largeDifference }
    }
    #expect(blamed <= 3)
  }

  @Test func `without outcomes, or for numbers, there is nothing to judge`() throws {
    let data = try table(gap: 1, seed: 1, rows: 200)
    var options = PredictionOptions()
    (options.target, options.settings.kind, options.folds) = ("visits", .ridge, 0)
    let model = try PredictionTraining(data, options, Run()).train(Run()).model
    #expect(throws: AnalyticsError.self) {
      try FairnessAudit(model, data, groups: nil, threshold: nil, Run())
    }
  }
}
