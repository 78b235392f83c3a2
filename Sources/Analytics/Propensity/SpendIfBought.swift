/// What those who buy spend within the horizon: a ridge regression of the logarithm on the figures
/// of each customer, brought back to money so that all together spend what they spent.
import Learning
import Numerics
import Support

struct SpendIfBought: Sendable {
  /// How good it was on the latest snapshot: mean absolute errors of it and of "everybody spends
  /// the mean".
  struct Test: Sendable {
    let buyers: Int
    let error: Double
    let baseline: Double
  }

  private let model: LinearModel
  private let scaling: Scaling
  private let scale: Double
  let test: Test?

  /// Buyers that are needed.
  static let leastBuyers = 20

  /// - Parameter snapshots: with what came after; the last of them tests. Nil of too few buyers.
  init?(_ snapshots: [PurchaseSnapshot], _ run: Run) throws {
    guard let all = try Fit(snapshots, run) else { return nil }
    (model, scaling, scale) = (all.model, all.scaling, all.scale)
    guard let latest = snapshots.last, let past = try Fit(Array(snapshots.dropLast()), run) else {
      test = nil
      return
    }
    let buyers = latest.labels.indices.filter { latest.labels[$0] == 1 && latest.spends[$0] > 0 }
    guard !buyers.isEmpty else {
      test = nil
      return
    }
    let said = try past.spends(latest.logarithms(run).rows(buyers), run)
    let real = buyers.map { latest.spends[$0] }
    func error(_ guess: (Int) -> Double) -> Double {
      buyers.indices.reduce(0) { $0 + abs(guess($1) - real[$1]) } / Double(buyers.count)
    }
    test = Test(
      buyers: buyers.count, error: error { said[$0] }, baseline: error { _ in past.mean })
  }

  func spends(_ rows: Matrix, _ run: Run) throws -> [Double] {
    try Fit.spends(model, scaling, scale, rows, run)
  }

  private struct Fit {
    let model: LinearModel
    let scaling: Scaling
    let scale: Double
    let mean: Double

    init?(_ snapshots: [PurchaseSnapshot], _ run: Run) throws {
      var parts: [Matrix] = []
      var money: [Double] = []
      for snapshot in snapshots {
        let buyers = snapshot.spends.indices.filter { snapshot.spends[$0] > 0 }
        parts.append(try snapshot.logarithms(run).rows(buyers))
        money += buyers.map { snapshot.spends[$0] }
      }
      guard money.count >= SpendIfBought.leastBuyers, let width = parts.first?.columnCount else {
        return nil
      }
      let x = try Matrix.stacked(parts, columnCount: width, run)
      scaling = try Scaling.standard(of: x, run)
      let y = money.map(Math.log)
      let rows = try scaling.apply(to: x, run)
      model = try LeastSquares(l2: 1).fit(rows, targets: y, run)
      let fitted = try model.predictions(rows, run)
      // All together spend what they spent: the mean of the ratios would let a few large ones rule.
      scale = money.pairwiseSum / fitted.map(Math.exp).pairwiseSum
      mean = money.pairwiseSum / Double(money.count)
    }

    func spends(_ rows: Matrix, _ run: Run) throws -> [Double] {
      try Self.spends(model, scaling, scale, rows, run)
    }

    static func spends(
      _ model: LinearModel, _ scaling: Scaling, _ scale: Double, _ rows: Matrix, _ run: Run
    ) throws -> [Double] {
      guard rows.rowCount > 0 else { return [] }
      return try model.predictions(scaling.apply(to: rows, run), run).map { scale * Math.exp($0) }
    }
  }
}
