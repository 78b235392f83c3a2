/// Boosting beside LightGBM 4.7.0 with the same settings, on the peers' churn sets.
import Learning
import Numerics
import Support
import TestKit
import Testing

@Suite(.enabled(if: Repository.hasShared, "needs the data sets beside the repository"))
struct BoostingOracleTests {
  /// Mean AUC and log-loss over the five rotations.
  private func figures(
    _ name: String, native: Bool, _ chances: (ChurnSet) throws -> [Double]
  ) throws -> (auc: Double, logLoss: Double) {
    var (auc, logLoss) = (0.0, 0.0)
    for remainder in 0..<5 {
      let set =
        try native
        ? ChurnSet.native(name, remainder: remainder)
        : ChurnSet.oneHot(name, remainder: remainder)
      let metrics = set.metrics(try chances(set))
      auc += try #require(metrics.rocAuc) / 5
      logLoss += metrics.logLoss / 5
    }
    return (auc, logLoss)
  }

  /// `churn.py`: `LGBMClassifier()` with its defaults, on the 0/1 columns. Categories as they are
  /// are held against the same figures.
  @Test(arguments: ChurnSet.names, [false, true])
  func `with its defaults boosting is as good as LightGBM`(name: String, native: Bool) throws {
    let found = try figures(name, native: native) { set in
      let bins = try BinnedFeatures(set.trainFeatures, Run())
      let model = try HistogramBoosting().fit(bins, targets: set.trainLabels, Run())
      return try model.predictions(set.testFeatures, Run())
    }
    let peers = try Repository.reference("churn.json")
    let place = "results.\(name).rotations.lightgbm_default"
    let auc = try #require(number(peers, "\(place).mean_auc"))
    let logLoss = try #require(number(peers, "\(place).mean_log_loss"))
    #expect(found.auc >= auc - 0.002)
    #expect(found.logLoss <= logLoss * 1.01)
  }
}
