/// Telco customers: lifelines 0.30.3 and the peers' own Newton steps, `reference/survival.json`.
import Foundation
import Learning
import Numerics
import Support
import TestKit
import Testing

@Suite(.enabled(if: Repository.hasShared, "the data sets are not beside the package"))
struct SurvivalOracleTests {
  private let table: PeerTable
  private let durations: Durations
  private let reference: Any?

  init() throws {
    table = try PeerDesign.telcoTable()
    durations = try Durations(
      times: table["tenure"].map { Double($0) ?? -1 },
      isEvent: table["Churn"].map { $0 == "Yes" })
    reference = value(try Repository.reference("survival.json"), "results")
  }

  private func member(_ path: [String]) -> Any? {
    path.reduce(reference) { ($0 as? [String: Any])?[$1] }
  }

  @Test func `the curves are those of the peer`() throws {
    for name in ["all", "Contract=Month-to-month", "Contract=One year", "Contract=Two year"] {
      let contract = name.split(separator: "=").last.map(String.init) ?? ""
      let rows = durations.times.indices.filter {
        name == "all" || table["Contract"][$0] == contract
      }
      let curve = try SurvivalCurve(durations.rows(rows), Run())
      let own = member(["kaplan_meier", name])
      #expect(curve.times == numbers(own, "times"), "\(name)")
      #expect(curve.atRisk == numbers(own, "at_risk"))
      #expect(curve.events == numbers(own, "observed"))
      #expect(curve.censored == numbers(own, "censored"))
      #expect(gap(curve.survival, numbers(own, "survival")) < 1e-12)
      let bounds = value(own, "ci_95_log_minus_log")
      #expect(gap(curve.lower, numbers(bounds, "lower")) < 1e-9)
      #expect(gap(curve.upper, numbers(bounds, "upper")) < 1e-9)
      #expect(curve.median == number(own, "median"))
      let mean = try #require(number(own, "restricted_mean_to_72"))
      #expect(abs(curve.restrictedMean(to: 72).mean - mean) < 1e-9)
    }
    let all = try SurvivalCurve(durations, Run())
    let hazards = numbers(member(["nelson_aalen_all"]), "cumulative_hazard")
    #expect(gap(all.cumulativeHazard, hazards) < 1e-12)
  }

  @Test func `the log-rank tests are those of the peer`() throws {
    let contracts = ["Month-to-month", "One year", "Two year"]
    let groups = table["Contract"].map { contracts.firstIndex(of: $0) ?? 0 }
    let three = try LogRank(durations, groups: groups, groupCount: 3, Run())
    let all = member(["logrank", "Contract, three groups"])
    #expect(abs(three.chiSquare - (number(all, "chi_square") ?? 0)) < 1e-6)
    #expect(three.degrees == 2 && three.pValue == 0)
    // Two degrees: the tail is exp(-x / 2).
    #expect(abs(three.logPValue + three.chiSquare / 2) < 1e-9)
    let rows = groups.indices.filter { groups[$0] > 0 }
    let two = try LogRank(
      durations.rows(rows), groups: rows.map { groups[$0] - 1 }, groupCount: 2, Run())
    let pair = member(["logrank", "One year against Two year"])
    #expect(abs(two.chiSquare - (number(pair, "chi_square") ?? 0)) < 1e-8)
    #expect(abs(two.pValue / (number(pair, "p") ?? 0) - 1) < 1e-9)
  }

  private func design(train: @escaping (Int) -> Bool) -> PeerDesign {
    let categories = [
      "gender", "SeniorCitizen", "Partner", "Dependents", "PhoneService", "MultipleLines",
      "InternetService", "OnlineSecurity", "OnlineBackup", "DeviceProtection", "TechSupport",
      "StreamingTV", "StreamingMovies", "Contract", "PaperlessBilling", "PaymentMethod",
    ]
    let spec = categories.map { name -> (name: String, kind: PeerDesign.Kind) in
      (name, name == "SeniorCitizen" ? .flag : .category)
    }
    return PeerDesign(
      table, spec + [("MonthlyCharges", .number)], labels: durations.times, train: train)
  }

  @Test(arguments: [CoxRegression.Ties.efron, .breslow])
  func `Cox has the peer's coefficients, errors and likelihoods`(
    ties: CoxRegression.Ties
  ) throws {
    let design = design { _ in true }
    var wish = CoxRegression()
    wish.ties = ties
    let model = try wish.fit(design.features, durations, Run())
    let own = member(["cox", ties == .efron ? "efron" : "breslow"])
    func list(_ key: String) -> [Double] {
      design.coefficients(value(own, key), intercept: false)
    }
    #expect(gap(model.coefficients, list("coefficients")) < 1e-7)
    #expect(gap(try #require(model.standardErrors), list("standard_errors")) < 1e-7)
    #expect(gap(try #require(model.pValues), list("p_values")) < 1e-7)
    let figures = [
      (model.logLikelihood, "log_partial_likelihood"),
      (model.nullLogLikelihood, "log_partial_likelihood_at_zero"),
      (model.likelihoodRatio.chiSquare, "likelihood_ratio"),
    ]
    for (figure, key) in figures { #expect(abs(figure - (number(own, key) ?? 0)) < 1e-6) }
    #expect(abs((model.concordance ?? 0) - (number(own, "concordance") ?? 0)) < 1e-6)
  }

  @Test func `Cox has the peer's baseline, curves and held-out concordance`() throws {
    let design = design { _ in true }
    let model = try CoxRegression().fit(design.features, durations, Run())
    let peer = member(["cox", "lifelines_efron"])
    let base = value(peer, "baseline_cumulative_hazard")
    for (time, hazard) in zip(numbers(base, "times"), numbers(base, "values")) {
      #expect(abs(model.baseline.value(at: time) - hazard) < 1e-7)
    }
    let curves = value(peer, "survival_at_12_24_36_48_60_first_5_rows") as? [[Double]] ?? []
    #expect(curves.count == 5)
    let hazards = try model.logHazards(design.features, Run())
    for (row, curve) in curves.enumerated() {
      #expect(gap(model.survival(logHazard: hazards[row], at: [12, 24, 36, 48, 60]), curve) < 1e-7)
    }
    let split = self.design { $0 % 5 != 0 }
    let part = try CoxRegression().fit(split.trainFeatures, durations.rows(split.train), Run())
    let held = try Concordance.of(
      durations.rows(split.test), risks: part.logHazards(split.testFeatures, Run()), Run())
    let expected = try #require(number(member(["cox", "split"]), "test_concordance"))
    #expect(abs((held ?? 0) - expected) < 1e-6)
    // The peer ranks ends of one month in the order of the file, here they share a rank.
    let test = try #require(try model.proportionality(design.features, durations, Run()))
    let theirs = member(["cox", "proportional_hazards_test_rank_lifelines"]) as? [String: Any]
    for (j, name) in design.names.enumerated() {
      let chi = (theirs?[name] as? [String: Double])?["chi_square"] ?? .nan
      #expect(abs(test.chiSquares[j] - chi) < 0.05 * chi + 0.5, "\(name)")
    }
  }

  @Test func `Weibull without columns is the peer's`() throws {
    let rows = durations.times.indices.filter { durations.times[$0] > 0 }
    let model = try WeibullRegression().fit(
      Matrix(rowCount: rows.count, columnCount: 0), durations.rows(rows), Run())
    let own = member(["parametric", "weibull"])
    let likelihood = try #require(number(own, "log_likelihood"))
    #expect(abs(model.logLikelihood - likelihood) < 1e-6)
    let scale = try #require(number(own, "parameters.lambda_"))
    // The peer stops at a slope of 1e-5 or so.
    #expect(abs(Math.exp(model.intercept) / scale - 1) < 1e-5)
    #expect(abs(model.shape - (number(own, "parameters.rho_") ?? 0)) < 1e-5)
    #expect(abs(model.aic - (number(own, "aic") ?? 0)) < 1e-5)
  }
}
