/// K-means from many seeds: nearly all reach the best grouping anybody has found.
import Foundation
import Learning
import Numerics
import Support
import TestKit
import Testing

@Suite struct KMeansSeedTests {
  private static let isSoak = ProcessInfo.processInfo.environment["TENURE_SOAK"] != nil

  // scikit-learn 1.9.1, best of 300 to 1000 restarts; reference/clustering.json. With TENURE_SOAK
  // set, 20 seeds of which 19 must reach it.
  @Test(
    .enabled(if: ClusterData.hasShared, "the data beside the repository are absent"),
    arguments: ClusterData.names, 2...8)
  func `seeds reach the best known inertia`(name: String, count: Int) throws {
    let reference = try Repository.reference("clustering.json")
    let known = value(reference, "results.\(name).kmeans.best_of_restarts")
    let entry = (known as? [Any])?.first { number($0, "k") == Double(count) }
    let best = try #require(number(entry, "inertia"))
    let points = try ClusterData.points(name)
    let seeds = Self.isSoak ? 20 : 2
    var reached = 0
    for seed in 0..<seeds {
      var wish = KMeans(clusterCount: count)
      wish.seed = UInt64(seed)
      if try wish.fit(points, Run()).inertia <= best * (1 + 1e-6) { reached += 1 }
    }
    #expect(reached >= seeds - seeds / 20, "\(reached) of \(seeds)")
  }

  // The indices of scikit-learn on the labels it found; reference/clustering.json.
  @Test(
    .enabled(if: ClusterData.hasShared, "the data beside the repository are absent"),
    arguments: ["mall", "wholesale", "mall_income_score_unscaled"])
  func `indices of given labels are scikit-learn's`(name: String) throws {
    let reference = try Repository.reference("clustering.json")
    let known = value(reference, "results.\(name).kmeans.best_of_restarts") as? [Any] ?? []
    let points = try ClusterData.points(name)
    #expect(known.count == 7)
    for entry in known {
      let labels = ClusterData.integers(entry, "labels")
      let own = try ClusterQuality(
        points, labels: labels, clusterCount: Int(number(entry, "k") ?? 0), seed: 1, Run())
      let pairs = [
        (own.silhouette, "silhouette"), (own.dunn, "dunn"),
        (own.daviesBouldin, "davies_bouldin"), (own.calinskiHarabasz, "calinski_harabasz"),
      ]
      for (figure, key) in pairs {
        let wanted = try #require(number(entry, key))
        #expect(abs((figure ?? .nan) - wanted) < 1e-9 * max(1, wanted), "\(key)")
      }
    }
  }
}
