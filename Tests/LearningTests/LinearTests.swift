/// Linear models: conditions of the optimum, columns that repeat others, weights, refusals, and the
/// figures of `reference/regression.json` (scikit-learn 1.9.1).
import Foundation
import Learning
import Numerics
import Support
import TestKit
import Testing

@Suite struct LinearTests {
  private func sample(_ count: Int, _ width: Int, seed: UInt64) -> (Matrix, [Double]) {
    var random = SeededRandom(seed: seed)
    let x = Matrix(
      rowCount: count, columnCount: width,
      values: (0..<(count * width)).map { 50 * Double($0 % width) + random.normal() })
    let y = (0..<count).map { row in
      3 + (0..<width).reduce(0.0) { $0 + Double($1 - 1) * x[row, $1] } + random.normal()
    }
    return (x, y)
  }

  @Test func `a line through points is the one computed by hand`() throws {
    // Means 2 and 4; slope (3 + 1 + 0 + ...) = 8 / 10.
    let x = Matrix(rows: [[0], [1], [2], [3], [4]])
    let model = try LeastSquares().fit(x, targets: [2, 4, 4, 4, 6], Run())
    #expect(abs(model.coefficients[0] - 0.8) < 1e-14 && abs(model.intercept - 2.4) < 1e-14)
    // Residuals -0.4, 0.8, 0, -0.8, 0.4: squares 1.6 of 8 over 3 degrees.
    #expect(abs((model.r2 ?? 0) - 0.8) < 1e-14 && model.degrees == 3)
    #expect(abs((model.residualVariance ?? 0) - 1.6 / 3) < 1e-14)
    let errors = try #require(model.standardErrors)
    #expect(abs(errors[1] - (1.6 / 30).squareRoot()) < 1e-14)
    #expect(abs(errors[0] - (1.6 / 3 * (0.2 + 4.0 / 10)).squareRoot()) < 1e-14)
    #expect(abs((model.adjustedR2 ?? 0) - (1 - 0.2 * 4 / 3)) < 1e-14)
  }

  @Test(arguments: [0.0, 7.0])
  func `residuals and columns are at right angles, up to the penalty`(l2: Double) throws {
    let (x, y) = sample(300, 4, seed: 3)
    let model = try LeastSquares(l2: l2).fit(x, targets: y, Run())
    let left = zip(y, try model.predictions(x, Run())).map { $0 - $1 }
    #expect(abs(left.reduce(0, +)) < 1e-9)
    for j in 0..<4 {
      let slope = (0..<300).reduce(0.0) { $0 + left[$1] * (x[$1, j] - 50 * Double(j)) }
      #expect(abs(slope - l2 * model.coefficients[j]) < 1e-8)
    }
    #expect((model.standardErrors == nil) == (l2 > 0))
  }

  @Test func `a column that repeats others is left out and the rest stays`() throws {
    let (x, y) = sample(80, 3, seed: 5)
    let sums = (0..<80).map { x[$0, 0] + 2 * x[$0, 1] }
    let wider = Matrix(
      columns: [x.column(0), x.column(1), sums, x.column(2), sums.map { _ in 4 }])
    let plain = try LeastSquares().fit(x, targets: y, Run())
    let model = try LeastSquares().fit(wider, targets: y, Run())
    #expect(model.aliased == [2, 4] && model.coefficients[2] == 0 && model.degrees == 76)
    #expect(gap(plain.coefficients, [0, 1, 3].map { model.coefficients[$0] }) < 1e-9)
    #expect(abs((plain.adjustedR2 ?? 0) - (model.adjustedR2 ?? 1)) < 1e-12)
    // More columns than rows: everything is told, nothing is left to judge by.
    let few = try LeastSquares().fit(x.rows([0, 1]), targets: [y[0], y[1]], Run())
    #expect(few.standardErrors == nil && few.aliased.count == 2)
  }

  @Test func `a weight of two is a row twice`() throws {
    let (x, y) = sample(40, 2, seed: 6)
    let weights = (0..<40).map { Double($0 % 3) }
    let rows = (0..<40).flatMap { Array(repeating: $0, count: $0 % 3) }
    let long = (x.rows(rows), rows.map { y[$0] })
    let one = try LeastSquares().fit(x, targets: y, weights: weights, Run())
    let other = try LeastSquares().fit(long.0, targets: long.1, Run())
    #expect(gap(one.coefficients, other.coefficients) < 1e-10)
    let net = ElasticNet(l1: 0.1, l2: 0.05)
    let first = try net.fit(x, targets: y, weights: weights, Run())
    let second = try net.fit(long.0, targets: long.1, Run())
    #expect(gap(first.coefficients, second.coefficients) < 1e-9)
  }

  @Test(arguments: [(0.02, 0.0), (0.3, 0.0), (0.1, 0.2), (1.5, 0.0)])
  func `what the lasso leaves out is below the penalty, the rest is at it`(
    l1: Double, l2: Double
  ) throws {
    let (x, y) = sample(120, 6, seed: 8)
    let model = try ElasticNet(l1: l1, l2: l2).fit(x, targets: y, Run())
    let left = zip(y, try model.predictions(x, Run())).map { $0 - $1 }
    for j in 0..<6 {
      let b = model.coefficients[j]
      let slope = (0..<120).reduce(0.0) { $0 + left[$1] * x[$1, j] } / 120 - l2 * b
      if b == 0 {
        #expect(abs(slope) <= l1 + 1e-7)
      } else {
        #expect(abs(slope - (b > 0 ? l1 : -l1)) < 1e-7)
      }
    }
    let squares = left.reduce(0) { $0 + $1 * $1 } / 240
    let sum = model.coefficients.reduce(0) { $0 + l1 * abs($1) + l2 / 2 * $1 * $1 }
    #expect(abs(model.objective - squares - sum) < 1e-9)
    #expect(model.gap < 1e-9)
  }

  @Test func `a path begins with nothing and ends where a single fit does`() throws {
    let (x, y) = sample(150, 5, seed: 9)
    let path = try ElasticNet.path(x, targets: y, steps: 20, Run())
    #expect(path.count == 20 && path[0].usedColumns.isEmpty && !path[1].usedColumns.isEmpty)
    for (before, after) in zip(path, path.dropFirst()) { #expect(after.l1 < before.l1) }
    let last = try ElasticNet(l1: path[19].l1).fit(x, targets: y, Run())
    #expect(gap(last.coefficients, path[19].coefficients) < 1e-8)
    let labels = y.map { $0 > y[0] ? 1.0 : 0 }
    let curves = try L1Logistic.path(x, labels: labels, steps: 6, Run())
    #expect(curves[0].usedColumns.isEmpty && curves[5].usedColumns.count > 2)
    let alone = try L1Logistic(l1: curves[3].l1).fit(x, labels: labels, Run())
    #expect(gap(alone.coefficients, curves[3].coefficients) < 1e-7)
  }

  @Test func `wishes and data that mean nothing are refused`() throws {
    let (x, y) = sample(10, 2, seed: 1)
    #expect(throws: FitError.badSetting(name: "l2")) {
      try LeastSquares(l2: -1).fit(x, targets: y, Run())
    }
    #expect(throws: FitError.badSetting(name: "l1")) {
      try ElasticNet(l1: 0).fit(x, targets: y, Run())
    }
    #expect(throws: FitError.badSetting(name: "targets")) {
      try LeastSquares().fit(x, targets: [1], Run())
    }
    #expect(throws: FitError.notANumber(row: 3, column: 2)) {
      try LeastSquares().fit(x, targets: [1, 2, 3, .nan] + y.dropFirst(4), Run())
    }
    #expect(throws: FitError.badSetting(name: "weights")) {
      try LeastSquares().fit(x, targets: y, weights: [1], Run())
    }
    #expect(throws: FitError.badSetting(name: "c")) {
      try LinearMargin(c: 0).fit(x, labels: y.map { $0 > y[0] ? 1 : 0 }, Run())
    }
    #expect(throws: FitError.badSetting(name: "labels")) {
      try LogisticRegression(l2: 1).fit(x, labels: y, Run())
    }
    #expect(throws: FitError.tooLarge) {
      try LeastSquares().fit(x, targets: y.map { $0 * 1e200 }, Run())
    }
    let flat = try LeastSquares().fit(x, targets: y.map { _ in 3 }, Run())
    #expect(flat.r2 == nil && flat.intercept == 3 && flat.coefficients == [0, 0])
  }

  @Test func `columns have a bound, and at the bound a model is fitted`() throws {
    let wide = Matrix(rows: [[Double](repeating: 1, count: Limits.linearColumns)])
    let one = Matrix(rows: [[Double](repeating: 1, count: Limits.linearColumns + 1)])
    let refused = FitError.tooManyColumns(
      have: Limits.linearColumns + 1, most: Limits.linearColumns)
    #expect(throws: refused) { try LeastSquares().fit(one, targets: [1], Run()) }
    #expect(throws: refused) { try LogisticRegression(l2: 1).fit(one, labels: [1], Run()) }
    #expect(throws: refused) { try L1Logistic(l1: 1).fit(one, labels: [1], Run()) }
    #expect(throws: refused) { try LinearMargin().fit(one, labels: [1], Run()) }
    let durations = try Durations(times: [1], isEvent: [true])
    #expect(throws: refused) { try CoxRegression().fit(one, durations, Run()) }
    #expect(throws: refused) { try WeibullRegression().fit(one, durations, Run()) }
    #expect(try LeastSquares().fit(wide, targets: [1], Run()).intercept == 1)
  }

  @Test(.enabled(if: Repository.hasShared, "the data sets are not beside the package"))
  func `spending has the peer's coefficients`() throws {
    let table = try PeerTable("ecommerce_spend/ecommerce_spend.csv")
    let target = table["Yearly Amount Spent"].map { Double($0) ?? 0 }
    let design = PeerDesign(
      table, table.names.dropLast().map { ($0, .number) }, labels: target)
    let reference = try Repository.reference("regression.json")["results"] as? [String: Any]
    let tree = reference?["ecommerce_spend"]
    let (x, y) = (design.trainFeatures, design.trainLabels)
    let model = try LeastSquares().fit(x, targets: y, Run())
    let own = value(tree, "ols")
    #expect(
      gap([model.intercept] + model.coefficients, design.coefficients(value(own, "coefficients")))
        < 1e-9)
    #expect(
      gap(try #require(model.standardErrors), design.coefficients(value(own, "standard_errors")))
        < 1e-9)
    #expect(gap(try #require(model.pValues), design.coefficients(value(own, "p_values"))) < 1e-9)
    // The smallest p-value that is not 0, to nine digits of itself.
    let smallest = try #require(model.pValues?[1])
    #expect(abs(smallest / design.coefficients(value(own, "p_values"))[1] - 1) < 1e-9)
    #expect(abs((model.adjustedR2 ?? 0) - (number(own, "adjusted_r2") ?? 0)) < 1e-12)
    let metrics = RegressionMetrics(
      targets: design.testLabels, predictions: try model.predictions(design.testFeatures, Run()))
    #expect(abs(metrics.rmse - (number(own, "test.rmse") ?? 0)) < 1e-9)
    #expect(abs(metrics.mae - (number(own, "test.mae") ?? 0)) < 1e-9)
    #expect(abs((metrics.r2 ?? 0) - (number(own, "test.r2") ?? 0)) < 1e-9)
    #expect(abs(metrics.meanError - (number(own, "test.mean_error") ?? 0)) < 1e-9)
    for fit in value(tree, "ridge") as? [Any] ?? [] {
      let ridge = try LeastSquares(l2: number(fit, "alpha") ?? -1).fit(x, targets: y, Run())
      let beta = design.coefficients(value(fit, "coefficients"))
      #expect(gap([ridge.intercept] + ridge.coefficients, beta) < 1e-9)
    }
    for fit in value(tree, "lasso") as? [Any] ?? [] {
      let lasso = try ElasticNet(l1: number(fit, "lambda") ?? -1).fit(x, targets: y, Run())
      let beta = design.coefficients(value(fit, "coefficients"))
      #expect(gap([lasso.intercept] + lasso.coefficients, beta) < 1e-9)
      #expect(lasso.usedColumns.count == value(fit, "nonzero") as? Int)
    }
    let penalty = try #require(number(tree, "elastic_net.L"))
    let net = try ElasticNet(l1: penalty / 2, l2: penalty / 2).fit(x, targets: y, Run())
    let beta = design.coefficients(value(tree, "elastic_net.coefficients"))
    #expect(gap([net.intercept] + net.coefficients, beta) < 1e-9)
  }
}
