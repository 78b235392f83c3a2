/// Hazards that depend on what cases are like: Cox's model or Weibull's law on columns of a table.
import Learning
import Numerics
import Support
import Tables

struct SurvivalModel: Sendable {
  enum Kind: String, Sendable { case cox, weibull }

  private enum Fit: Sendable {
    case cox(CoxModel)
    case weibull(WeibullModel)
  }

  let encoder: FeatureEncoder
  /// The columns of the encoder that repeat no others.
  let kept: [Int]
  /// Of each kept column, in the units of the encoder: what one more adds to the log-hazard.
  let coefficients: [Double]
  let standardErrors: [Double]?
  /// The mean of each kept column.
  let centres: [Double]
  /// What draws effects towards 0; 0 for nothing.
  let l2: Double
  let isSeparated: Bool
  let hasConverged: Bool
  /// P-values of effects that change over time, by kept column; nil where not told.
  let changing: [Double]?
  private let fit: Fit
  private let lastTime: Double

  /// Ends for each column below which effects are drawn towards 0 (Peduzzi and others 1995).
  static let endsPerColumn = 10

  /// - Parameters:
  ///   - rows: of the table.
  ///   - durations: of these rows, in the same order.
  init(
    _ kind: Kind, _ encoder: FeatureEncoder, _ table: Table, _ rows: [Int],
    _ durations: Durations, testing: Bool, _ run: Run
  ) throws {
    let encoded = try EncodedRows(encoder.bind(table), rows)
    do {
      let whole = try encoded.matrix(run)
      try self.init(kind, encoder, whole, durations, testing: testing, run)
    } catch let error as FitError {
      throw LearnerFitting.told(error, encoded)
    }
  }

  private init(
    _ kind: Kind, _ encoder: FeatureEncoder, _ whole: Matrix, _ durations: Durations,
    testing: Bool, _ run: Run
  ) throws {
    guard whole.columnCount <= Limits.linearColumns else {
      throw FitError.tooManyColumns(have: whole.columnCount, most: Limits.linearColumns)
    }
    let kept = try whole.independentColumns(run)
    guard !kept.isEmpty else { throw FitError.constantFeatures }
    let columns = try whole.picking(kept, run)
    self.encoder = encoder
    self.kept = kept
    lastTime = durations.times.max() ?? 0
    let ends = durations.isEvent.count { $0 }
    switch kind {
    case .cox:
      var wish = CoxRegression()
      wish.l2 = ends < Self.endsPerColumn * kept.count ? 1 : 0
      let model = try wish.fit(columns, durations, run)
      (coefficients, centres) = (model.coefficients, model.centres)
      standardErrors = model.standardErrors
      (l2, isSeparated, hasConverged) = (wish.l2, model.isSeparated, model.hasConverged)
      changing =
        testing ? try model.proportionality(columns, durations, run).map(\.pValues) : nil
      fit = .cox(model)
    case .weibull:
      // The logarithm of no time at all is no number.
      let used = durations.times.indices.filter { durations.times[$0] > 0 }
      guard !used.isEmpty else { throw FitError.tooFewRows(have: 0, need: 1) }
      let part = used.count == durations.count ? columns : columns.rows(used)
      let model = try WeibullRegression().fit(part, durations.rows(used), run)
      coefficients = model.coefficients.map { -$0 / model.sigma }
      standardErrors = Self.hazardErrors(model)
      centres = try part.means(run)
      (l2, isSeparated, hasConverged) = (0, false, model.hasConverged)
      changing = nil
      fit = .weibull(model)
    }
  }

  /// Of -coefficient / sigma, by the delta method from (coefficient, log sigma).
  private static func hazardErrors(_ model: WeibullModel) -> [Double]? {
    guard let covariance = model.covariance else { return nil }
    let last = covariance.rowCount - 1
    return model.coefficients.indices.map { j in
      let (v, c, s) = (covariance[j + 1, j + 1], covariance[j + 1, last], covariance[last, last])
      let b = model.coefficients[j]
      return max(0, v - 2 * b * c + b * b * s).squareRoot() / model.sigma
    }
  }

  /// How many times as long those last who have one more of a column; nil of hazards alone.
  func timeRatios() -> [Double]? {
    guard case .weibull(let model) = fit else { return nil }
    return model.coefficients
  }

  /// The summed hazard of an average case; nil of Weibull's law.
  var baseline: CumulativeHazard? {
    guard case .cox(let model) = fit else { return nil }
    return model.baseline
  }

  /// What the model says of rows of a table.
  func forecasts(_ rows: EncodedRows, _ run: Run) throws -> SurvivalForecasts {
    let scores = try rows.inPieces(run) { part in
      let columns = try part.matrix().picking(kept, Run())
      switch fit {
      case .cox(let model): return try model.logHazards(columns, Run())
      case .weibull(let model): return try model.logScales(columns, Run())
      }
    }
    switch fit {
    case .cox(let model): return SurvivalForecasts(model: .cox(model, scores), lastTime: lastTime)
    case .weibull(let model):
      return SurvivalForecasts(model: .weibull(model, scores), lastTime: lastTime)
    }
  }

  /// What each feature adds to the logarithm of the hazard of a row, beside the average row.
  func effects(_ rows: EncodedRows, at place: Int) -> [Double] {
    let cells = rows.slice(place..<(place + 1)).matrix().row(0)
    var whole = [Double](repeating: 0, count: encoder.names.count)
    for (index, column) in kept.enumerated() {
      whole[column] = coefficients[index] * (cells[column] - centres[index])
    }
    return encoder.features.map { feature in feature.range.reduce(0) { $0 + whole[$1] } }
  }
}

extension Matrix {
  /// Columns that are no sum of earlier ones and a constant: what is left of a column beside those
  /// before it must not be nothing. The first of columns that repeat each other stays.
  func independentColumns(_ run: Run) throws -> [Int] {
    let products = try crossProducts(centre: means(run), run)
    var kept: [Int] = []
    // Rows of the factor of what is kept, one after the other.
    var factor: [[Double]] = []
    for column in 0..<columnCount {
      try run.checkpoint()
      let own = products[column, column]
      guard own > 0, own.isFinite else { continue }
      var row: [Double] = []
      var rest = own
      for (index, other) in kept.enumerated() {
        let line = factor[index]
        var sum = products[column, other]
        for place in 0..<index { sum -= row[place] * line[place] }
        let value = sum / line[index]
        row.append(value)
        rest -= value * value
      }
      guard rest > 1e-9 * own else { continue }
      row.append(rest.squareRoot())
      factor.append(row)
      kept.append(column)
    }
    return kept
  }

  /// Some of the columns, in that order.
  func picking(_ columns: [Int], _ run: Run) throws -> Matrix {
    guard columns.count < columnCount else { return self }
    let parts = try Parallel.map(count: rowCount, chunk: 16_384) { range in
      try run.checkpoint()
      var part: [Double] = []
      part.reserveCapacity(range.count * columns.count)
      for row in range {
        for column in columns { part.append(values[row * columnCount + column]) }
      }
      return part
    }
    return Matrix(
      rowCount: rowCount, columnCount: columns.count, values: Array(parts.joined()))
  }
}
