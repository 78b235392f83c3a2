/// Optima of linear models on four churn files: `reference/churn.json`, where scikit-learn 1.9.1 and
/// the peers' own Newton steps agree to 1e-9.
import Foundation
import Learning
import Numerics
import Support
import TestKit
import Testing

@Suite(.enabled(if: Repository.hasShared, "the data sets are not beside the package"))
struct ChurnOracleTests {
  static let sets = ["telco", "bank_churn", "subscription_churn", "bank_marketing"]

  private func isNear(_ own: Double, _ other: Double?, _ tolerance: Double = 1e-9) -> Bool {
    guard let other else { return false }
    return abs(own - other) <= tolerance * max(1, abs(other))
  }

  @Test(arguments: sets)
  func `every optimum is the peer's`(_ name: String) throws {
    let reference = value(try Repository.reference("churn.json"), "results.\(name)")
    let design = try PeerDesign.churn(name)
    #expect(numbers(reference, "design.columns").count == design.names.count)
    let (x, y) = (design.trainFeatures, design.trainLabels)
    try checkLogistic(design, x, y, reference)
    try checkLasso(design, x, y, reference)
    try checkMargin(design, x, y, reference)
  }

  private func checkLogistic(
    _ design: PeerDesign, _ x: Matrix, _ y: [Double], _ reference: Any?
  ) throws {
    // Without a penalty columns that hardly part the rows leave few digits: 1e-6 of an error.
    let bare = try LogisticRegression(l2: 0).fit(x, labels: y, Run())
    let own = value(reference, "logistic_unpenalised")
    let errors = design.coefficients(value(own, "standard_errors"))
    let beta = design.coefficients(value(own, "coefficients"))
    let found = [bare.intercept] + bare.coefficients
    for j in beta.indices { #expect(abs(found[j] - beta[j]) < 1e-6 * max(1, errors[j])) }
    for (error, other) in zip(try #require(bare.standardErrors), errors) {
      #expect(isNear(error, other, 1e-6))
    }
    #expect(isNear(-bare.objective, number(own, "log_likelihood")))
    for fit in value(reference, "logistic_l2") as? [Any] ?? [] {
      let c = try #require(number(fit, "C"))
      let model = try LogisticRegression(l2: 1 / c).fit(x, labels: y, Run())
      let beta = design.coefficients(value(fit, "coefficients"))
      #expect(gap([model.intercept] + model.coefficients, beta) < 1e-7, "C = \(c)")
      #expect(isNear(c * model.objective, number(fit, "objective")))
    }
    let balanced = try LogisticRegression(l2: 1).fit(
      x, labels: y, weights: ClassWeights.balanced(y), Run())
    let other = design.coefficients(value(reference, "logistic_balanced.coefficients"))
    #expect(gap([balanced.intercept] + balanced.coefficients, other) < 1e-7)
  }

  private func checkLasso(
    _ design: PeerDesign, _ x: Matrix, _ y: [Double], _ reference: Any?
  ) throws {
    let fits = value(reference, "logistic_l1") as? [Any] ?? []
    #expect(fits.count == 5)
    for fit in fits {
      let c = try #require(number(fit, "C"))
      let model = try L1Logistic(l1: 1 / c).fit(x, labels: y, Run())
      let beta = design.coefficients(value(fit, "coefficients"))
      #expect(gap([model.intercept] + model.coefficients, beta) < 1e-6, "C = \(c)")
      #expect(isNear(c * model.objective, number(fit, "objective")), "C = \(c)")
      #expect(model.usedColumns.count == value(fit, "nonzero") as? Int, "C = \(c)")
    }
  }

  private func checkMargin(
    _ design: PeerDesign, _ x: Matrix, _ y: [Double], _ reference: Any?
  ) throws {
    let own = value(reference, "svm_squared_hinge")
    let model = try LinearMargin(c: 1).fit(x, labels: y, Run())
    #expect(isNear(model.objective, number(own, "objective")))
    let beta = design.coefficients(value(own, "coefficients"))
    #expect(gap([model.intercept] + model.coefficients, beta) < 1e-6)
    let scores = try model.scores(design.testFeatures, Run())
    let metrics = BinaryMetrics(labels: design.testLabels, probabilities: scores.map(Math.sigmoid))
    #expect(isNear(metrics.rocAuc ?? 0, number(own, "test.auc"), 1e-6))
  }
}
