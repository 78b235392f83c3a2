/// Mixtures: a likelihood that never falls, scikit-learn's height, and groups that are there.
import Foundation
import Learning
import Numerics
import Support
import TestKit
import Testing

@Suite struct MixtureTests {
  @Test(arguments: GaussianMixture.Covariance.allCases, [1, 2, 3, 6])
  func `the likelihood never falls`(covariance: GaussianMixture.Covariance, count: Int) throws {
    var random = SeededRandom(seed: 3)
    let clouds = [
      ClusterData.blobs(300, 3, 3, seed: 1),
      // Few values and a line: covariances without a full rank.
      Matrix(
        rowCount: 120, columnCount: 2,
        values: (0..<240).map { _ in random.unit().rounded() + random.unit().rounded() }),
      Matrix(rows: (0..<90).map { [Double($0), 2 * Double($0), Double($0 % 3)] }),
    ]
    for points in clouds {
      var wish = GaussianMixture(clusterCount: count)
      wish.covariance = covariance
      wish.tolerance = 0
      wish.maxIterations = 60
      let model = try wish.fit(points, Run())
      for (before, after) in zip(model.trace, model.trace.dropFirst()) {
        #expect(after >= before - 1e-9 * abs(before))
      }
      let shares = try model.responsibilities(points, Run())
      for row in 0..<points.rowCount { #expect(abs(shares.row(row).reduce(0, +) - 1) < 1e-12) }
    }
  }

  // sklearn.mixture.GaussianMixture 1.9.1, one start of k-means, tol=1e-9, on the standardised
  // sets of clustering.json: the log-likelihood of all rows.
  @Test(
    .enabled(if: ClusterData.hasShared, "the data beside the repository are absent"),
    arguments: [
      ("mall", GaussianMixture.Covariance.full, 2, -777.7451458529576),
      ("mall", .diagonal, 2, -799.4586449184211),
      ("wholesale", .full, 2, -3049.7831683808135),
      ("wholesale", .diagonal, 3, -3251.6710025749835),
    ])
  func `the fit is as likely as scikit-learn's`(
    name: String, covariance: GaussianMixture.Covariance, count: Int, peer: Double
  ) throws {
    var wish = GaussianMixture(clusterCount: count)
    wish.covariance = covariance
    wish.tolerance = 1e-10
    wish.maxIterations = 2_000
    let model = try wish.fit(try ClusterData.points(name), Run())
    #expect(model.logLikelihood > peer - 0.01, "\(model.logLikelihood)")
  }

  @Test func `the BIC counts what was fitted`() throws {
    let points = ClusterData.blobs(300, 2, 3, seed: 5)
    let one = try GaussianMixture(clusterCount: 1).fit(points, Run())
    let three = try GaussianMixture(clusterCount: 3).fit(points, Run())
    #expect(one.parameterCount == 5 && three.parameterCount == 17)
    #expect(three.bic < one.bic)
    #expect(abs(one.bic - (-2 * one.logLikelihood + 5 * Math.log(300))) < 1e-9)
    let truth = (0..<300).map { $0 % 3 }
    let labels = try three.labels(points, Run())
    #expect(try Agreement(truth: truth, found: labels, Run()).adjustedRand > 0.99)
    // One bell is the mean and the covariance of all.
    let all = Moments(of: points.column(0))
    #expect(abs(one.components[0].mean[0] - all.mean) < 1e-9)
    #expect(abs(one.components[0].covariance[0, 0] - all.variance) < 1e-9)
  }
}
