/// Principal components: numpy's, and what must hold for any.
import Foundation
import Learning
import Numerics
import Support
import TestKit
import Testing

@Suite struct PCATests {
  // numpy's singular values; reference/clustering.json.
  @Test(
    .enabled(if: ClusterData.hasShared, "the data beside the repository are absent"),
    arguments: ["mall", "wholesale", "rfm"])
  func `variances, components and scores are numpy's`(name: String) throws {
    let reference = value(try Repository.reference("clustering.json"), "results.\(name).pca")
    let points = try ClusterData.points(name)
    let model = try PCA().fit(points, Run())
    let variances = ClusterData.numbers(reference, "explained_variance")
    #expect(variances.count == points.columnCount)
    for (own, other) in zip(model.variances, variances) { #expect(abs(own - other) < 1e-9) }
    let shares = ClusterData.numbers(reference, "explained_variance_ratio")
    for (own, other) in zip(model.explainedShares, shares) { #expect(abs(own - other) < 1e-9) }
    let scores = try model.scores(points.rows(Array(0..<5)), Run())
    for i in 0..<points.columnCount {
      let wanted = ClusterData.numbers(reference, "components.\(i)")
      for (own, other) in zip(model.components.row(i), wanted) { #expect(abs(own - other) < 1e-9) }
    }
    for i in 0..<5 {
      let wanted = ClusterData.numbers(reference, "scores_of_first_5_rows.\(i)")
      for (own, other) in zip(scores.row(i), wanted) { #expect(abs(own - other) < 1e-9) }
    }
  }

  @Test func `some components are the first of all`() throws {
    let points = ClusterData.blobs(200, 5, 3, seed: 4)
    let all = try PCA().fit(points, Run())
    let two = try PCA(componentCount: 2).fit(points, Run())
    #expect(two.variances == Array(all.variances.prefix(2)))
    #expect(two.components == all.components.rows([0, 1]))
    #expect(two.totalVariance == all.totalVariance)
  }

  @Test func `columns that are all constant, and more columns than there may be, are refused`() {
    #expect(throws: FitError.constantFeatures) {
      try PCA().fit(Matrix(rowCount: 4, columnCount: 2, repeating: 3), Run())
    }
    let most = Limits.componentColumns
    #expect(throws: FitError.tooManyColumns(have: most + 1, most: most)) {
      try PCA().fit(Matrix(rowCount: 2, columnCount: most + 1, repeating: 3), Run())
    }
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled()) {
      try PCA().fit(Matrix(rowCount: 2, columnCount: most, repeating: 3), run)
    }
  }
}
