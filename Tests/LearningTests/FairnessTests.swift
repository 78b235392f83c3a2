/// Fairness: shares and intervals by hand, marks for small groups, repairs, and the figures of
/// `reference/fairness.json`, which equal those of fairlearn 0.15.0.
import Foundation
import Learning
import Numerics
import Support
import TestKit
import Testing

@Suite struct FairnessTests {
  @Test func `shares have the intervals of the papers`() throws {
    // Newcombe 1998, table II: 56/70 against 48/80 by method 10 is 0.0524 to 0.3339.
    let (a, b) = (Share(56, of: 70), Share(48, of: 80))
    let difference = try #require(a.difference(from: b))
    #expect(abs(difference.value - 0.2) < 1e-12)
    #expect(abs((difference.lower ?? 0) - 0.0524) < 5e-5)
    #expect(abs((difference.upper ?? 0) - 0.3339) < 5e-5)
    // Newcombe 1998, method 3: 0/20 is 0 to 0.1611; 81/263 is 0.2553 to 0.3662.
    #expect(Share(0, of: 20).lower == 0 && abs(Share(0, of: 20).upper - 0.1611) < 5e-5)
    #expect(abs(Share(81, of: 263).lower - 0.2553) < 5e-5)
    #expect(abs(Share(81, of: 263).upper - 0.3662) < 5e-5)
    #expect(Share(20, of: 20).upper == 1)
    #expect(Share(0, of: 0).value == nil && Share(0, of: 0).difference(from: a) == nil)
  }

  @Test func `a ratio's bounds are those of its logarithm for many rows`() throws {
    let (a, b) = (Share(3_000, of: 10_000), Share(5_000, of: 10_000))
    let ratio = try #require(a.ratio(to: b))
    let error = (1.0 / 3_000 - 1.0 / 10_000 + 1.0 / 5_000 - 1.0 / 10_000).squareRoot()
    #expect(abs(ratio.value - 0.6) < 1e-12)
    #expect(abs((ratio.lower ?? 0) - 0.6 * Math.exp(-1.96 * error)) < 2e-4)
    #expect(abs((ratio.upper ?? 0) - 0.6 * Math.exp(1.96 * error)) < 2e-4)
    #expect(a.ratio(to: Share(0, of: 9)) == nil)
    let none = try #require(Share(0, of: 50).ratio(to: b))
    #expect(none.value == 0 && abs(none.lower ?? 1) < 1e-12 && (none.upper ?? 0) > 0.05)
  }

  @Test func `rates are those counted by hand`() throws {
    let labels = [1.0, 1, 0, 0, 1, 0]
    let scores = [0.9, 0.2, 0.6, 0.1, 0.7, 0.3]
    let all = try GroupFairness(
      labels: labels, probabilities: scores, thresholds: [0.5, 0.65], groups: [0, 0, 0, 0, 1, 1])
    let first = all.groups[0]
    #expect(first.rowCount == 4 && first.selection.value == 0.5 && first.truePositive.value == 0.5)
    #expect(first.falsePositive.value == 0.5 && first.precision.value == 0.5)
    #expect(first.accuracy.value == 0.5 && all.groups[1].accuracy.value == 1)
    #expect(abs((first.meanProbability ?? 0) - 0.45) < 1e-15)
    #expect(abs((first.excess?.value ?? 0) + 0.05) < 1e-15)
    #expect(abs(all.accuracy - 4.0 / 6) < 1e-15)
    // Two and four rows are too few to be judged, but the figures are there.
    #expect(all.spread(.truePositive) == nil && all.equalizedOdds() == nil)
    let spread = try #require(all.spread(.truePositive, includesSmall: true))
    #expect(spread.highest == 1 && spread.lowest == 0 && spread.difference.value == 0.5)
    #expect(spread.ratio?.value == 0.5)
    let odds = try #require(all.equalizedOdds(includesSmall: true))
    #expect(odds.difference == 0.5 && odds.ratio == 0)
  }

  @Test func `a group is judged from thirty rows and five cases on`() throws {
    func marks(_ rows: Int, _ positives: Int) throws -> [Bool] {
      let labels = (0..<rows).map { $0 < positives ? 1.0 : 0 }
      let found = try GroupFairness(
        labels: labels, probabilities: labels.map { _ in 0.9 }, thresholds: [0.5],
        groups: labels.map { _ in 0 })
      return [.selection, .truePositive, .falsePositive].map { found.groups[0].isTooSmall(for: $0) }
    }
    #expect(try marks(GroupFairness.leastRows, 5) == [false, false, false])
    #expect(try marks(GroupFairness.leastRows - 1, 10) == [true, true, true])
    #expect(try marks(30, GroupFairness.leastCases - 1) == [false, true, false])
    #expect(try marks(30, 30 - GroupFairness.leastCases + 1) == [false, false, true])
  }

  @Test func `reweighing makes group and label independent`() throws {
    let labels = (0..<60).map { $0 % 7 < 3 ? 1.0 : 0 }
    let groups = (0..<60).map { $0 % 5 == 0 || $0 % 7 == 1 ? 1 : 0 }
    let weights = try Reweighing.weights(labels: labels, groups: groups, groupCount: 2)
    func sum(_ group: Int, _ label: Double?) -> Double {
      (0..<60).filter { groups[$0] == group && (label == nil || labels[$0] == label) }
        .reduce(0) { $0 + weights[$1] }
    }
    #expect(abs(sum(0, 1) / sum(0, nil) - sum(1, 1) / sum(1, nil)) < 1e-12)
    #expect(abs(sum(0, nil) + sum(1, nil) - 60) < 1e-10)
  }

  @Test(arguments: [GroupThresholds.Aim.demographicParity, .equalOpportunity])
  func `thresholds bring groups to one rate`(aim: GroupThresholds.Aim) throws {
    var random = SeededRandom(seed: 3)
    let groups = (0..<4_000).map { $0 % 3 }
    let scores = groups.map { 0.2 * Double($0) + 0.5 * random.unit() }
    let labels = scores.map { random.unit() < $0 ? 1.0 : 0 }
    let found = try GroupThresholds(
      aim, labels: labels, probabilities: scores, groups: groups, groupCount: 3)
    let after = try GroupFairness(
      labels: labels, probabilities: scores, thresholds: found.thresholds, groups: groups)
    let rate = aim == .demographicParity ? GroupFairness.Rate.selection : .truePositive
    #expect((after.spread(rate)?.difference.value ?? 1) < 0.005)
    for group in after.groups {
      #expect(abs((group.share(rate).value ?? 0) - found.target) < 0.005)
    }
    let nobody = try GroupThresholds(
      aim, labels: labels, probabilities: scores, groups: groups, groupCount: 3, threshold: 2)
    let none = try GroupFairness(
      labels: labels, probabilities: scores, thresholds: nobody.thresholds, groups: groups)
    #expect(none.groups.allSatisfy { $0.share(rate).value == 0 })
    let everybody = try GroupThresholds(
      aim, labels: labels, probabilities: scores, groups: groups, groupCount: 3, threshold: -1)
    let all = try GroupFairness(
      labels: labels, probabilities: scores, thresholds: everybody.thresholds, groups: groups)
    #expect(all.groups.allSatisfy { $0.share(rate).value == 1 })
  }

  @Test func `groups, labels and scores that mean nothing are refused`() {
    func check(_ labels: [Double], _ scores: [Double], _ groups: [Int], _ error: FitError) {
      #expect(throws: error) {
        try GroupFairness(
          labels: labels, probabilities: scores, thresholds: [0.5], groups: groups)
      }
    }
    check([1], [0.5], [1], .badSetting(name: "groups"))
    check([1], [0.5], [], .badSetting(name: "groups"))
    check([2], [0.5], [0], .badSetting(name: "labels"))
    check([1], [], [0], .badSetting(name: "probabilities"))
    check([1], [.nan], [0], .notANumber(row: 0, column: 0))
    #expect(throws: FitError.badSetting(name: "groups")) {
      try Reweighing.weights(labels: [1], groups: [3], groupCount: 2)
    }
  }
}

@Suite(.enabled(if: Repository.hasShared, "the data sets are not beside the package"))
struct FairnessOracleTests {
  private struct People {
    let design: PeerDesign
    /// The group of each row by name, for each way of grouping.
    let groups: [String: [String]]
  }

  private func adult() throws -> People {
    let table = try PeerTable("adult/adult.csv")
    let numbers = ["age", "education_num", "capital_gain", "capital_loss", "hours_per_week"]
    let spec = [
      "age", "workclass", "education_num", "marital_status", "occupation", "relationship", "race",
      "sex", "capital_gain", "capital_loss", "hours_per_week",
    ].map { name -> (name: String, kind: PeerDesign.Kind) in
      (name, numbers.contains(name) ? .number : .category)
    }
    let ages = table["age"].map { Double($0) ?? 0 }
    return People(
      design: PeerDesign(table, spec, labels: table["income"].map { $0 == ">50K" ? 1 : 0 }),
      groups: [
        "sex": table["sex"], "race": table["race"],
        "age_band": ages.map { $0 < 30 ? "under 30" : $0 < 50 ? "30 to 49" : "50 and over" },
      ])
  }

  private func german() throws -> People {
    let table = try PeerTable("german_credit/german_credit.csv")
    let numbers = [
      "duration_months", "credit_amount", "installment_rate", "residence_since", "age",
      "existing_credits", "dependents",
    ]
    let spec = table.names.dropLast().map { name -> (name: String, kind: PeerDesign.Kind) in
      (name, numbers.contains(name) ? .number : .category)
    }
    return People(
      design: PeerDesign(table, spec, labels: table["class"].map { $0 == "1" ? 1 : 0 }),
      groups: [
        "sex": table["personal_status_sex"].map { $0 == "A92" || $0 == "A95" ? "Female" : "Male" },
        "age_band": table["age"].map { (Double($0) ?? 0) <= 25 ? "25 or younger" : "over 25" },
      ])
  }

  /// Figures of one grouping against those of the peer, by name of the group.
  private func check(_ found: GroupFairness, _ names: [String], _ reference: Any?) throws {
    func near(_ own: Double?, _ path: String) {
      let other = number(reference, path)
      #expect(abs((own ?? -1) - (other ?? -1)) < 1e-9, "\(path)")
    }
    let rates: [(GroupFairness.Rate, String)] = [
      (.selection, "selection_rate"), (.truePositive, "true_positive_rate"),
      (.falsePositive, "false_positive_rate"), (.precision, "precision"), (.accuracy, "accuracy"),
    ]
    for (place, name) in names.enumerated() {
      near(Double(found.groups[place].rowCount), "groups.\(name).rows")
      near(found.groups[place].base.value, "groups.\(name).base_rate")
      for (rate, key) in rates {
        near(found.groups[place].share(rate).value, "groups.\(name).\(key)")
      }
    }
    let parity = found.spread(.selection, includesSmall: true)
    near(parity?.difference.value, "demographic_parity_difference")
    near(parity?.ratio?.value, "demographic_parity_ratio")
    let hits = found.spread(.truePositive, includesSmall: true)
    near(hits?.difference.value, "equal_opportunity_difference")
    let odds = found.equalizedOdds(includesSmall: true)
    near(odds?.difference, "equalized_odds_difference")
    near(odds?.ratio, "equalized_odds_ratio")
    near(found.accuracy, "accuracy")
  }

  @Test(arguments: ["adult", "german_credit"])
  func `figures and repairs are those of the peer`(_ name: String) throws {
    let people = try name == "adult" ? adult() : german()
    let tree = value(try Repository.reference("fairness.json"), "results.\(name)")
    let design = people.design
    let model = try LogisticRegression(l2: 1).fit(
      design.trainFeatures, labels: design.trainLabels, Run())
    let p = model.probabilities(design.features)
    for (grouping, words) in people.groups {
      let names = Set(words).sorted()
      let groups = design.test.map { names.firstIndex(of: words[$0]) ?? -1 }
      let found = try GroupFairness(
        labels: design.testLabels, probabilities: design.test.map { p[$0] },
        thresholds: names.map { _ in 0.5 }, groups: groups)
      try check(found, names, value(tree, "all_columns.by.\(grouping)"))
      if name == "adult", grouping == "race", let other = names.firstIndex(of: "Other") {
        // 58 rows, of whom 4 earn more: seen, but not judged by them.
        #expect(found.groups[other].isTooSmall(for: .truePositive))
        #expect(!found.groups[other].isTooSmall(for: .selection))
        #expect(found.spread(.truePositive)?.lowest != other)
      }
    }
    try checkRepairs(people, p, value(tree, "repairs_for_sex"))
  }

  private func checkRepairs(_ people: People, _ p: [Double], _ reference: Any?) throws {
    let design = people.design
    let names = ["Female", "Male"]
    let sexes = (people.groups["sex"] ?? []).map { $0 == "Female" ? 0 : 1 }
    let (train, test) = (design.train, design.test)
    let cuts = try GroupThresholds(
      .demographicParity, labels: design.trainLabels, probabilities: train.map { p[$0] },
      groups: train.map { sexes[$0] }, groupCount: 2)
    let own = value(reference, "threshold_per_group_same_selection_rate")
    #expect(abs(cuts.target - (number(own, "target_selection_rate") ?? 0)) < 1e-12)
    for (place, name) in names.enumerated() {
      #expect(abs(cuts.thresholds[place] - (number(own, "thresholds.\(name)") ?? 0)) < 1e-8)
    }
    let moved = try GroupFairness(
      labels: design.testLabels, probabilities: test.map { p[$0] }, thresholds: cuts.thresholds,
      groups: test.map { sexes[$0] })
    try check(moved, names, own)
    let weights = try Reweighing.weights(
      labels: design.trainLabels, groups: train.map { sexes[$0] }, groupCount: 2)
    let model = try LogisticRegression(l2: 1).fit(
      design.trainFeatures, labels: design.trainLabels, weights: weights, Run())
    let beta = design.coefficients(value(reference, "reweighing.coefficients"))
    #expect(gap([model.intercept] + model.coefficients, beta) < 1e-7)
    let q = model.probabilities(design.testFeatures)
    let weighed = try GroupFairness(
      labels: design.testLabels, probabilities: q, thresholds: [0.5, 0.5],
      groups: test.map { sexes[$0] })
    try check(weighed, names, value(reference, "reweighing"))
  }
}
