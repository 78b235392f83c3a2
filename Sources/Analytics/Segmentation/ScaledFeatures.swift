/// Features made comparable: skewed ones in logarithms, all on one scale, and the way back.
import Learning
import Numerics
import Support

struct ScaledFeatures: Sendable {
  let points: Matrix
  let scale: FeatureScale

  init(_ table: FeatureTable, options: SegmentOptions, _ run: Run) throws {
    try run.checkpoint()
    scale = FeatureScale(table, options: options)
    try run.checkpoint()
    points = scale.points(table.values)
    try run.checkpoint()
  }
}

/// What was done to each feature, so that it can be done to others.
struct FeatureScale: Sendable {
  let isLogarithmic: [Bool]
  /// Whether every point is brought to length 1: then squared distances are twice those of cosine.
  private let isCosine: Bool
  private let scaling: Scaling

  init(_ table: FeatureTable, options: SegmentOptions) {
    self.init(table.headers, table.values, options: options)
  }

  init(_ headers: [String], _ values: [[Double]], options: SegmentOptions) {
    isCosine = options.metric == .cosine
    isLogarithmic = headers.indices.map { index in
      let column = values[index]
      guard (column.min() ?? -1) >= 0 else { return false }
      switch options.log {
      case .none: return false
      case .features(let names): return names.contains(headers[index])
      case .auto: return Quantities.skewness(column) > 2
      }
    }
    scaling = Self.scaling(Self.straight(values, isLogarithmic), options.scale)
  }

  /// Skewed columns in logarithms; what lies below zero counts as zero there.
  private static func straight(_ values: [[Double]], _ isLogarithmic: [Bool]) -> [[Double]] {
    values.indices.map { index in
      isLogarithmic[index] ? values[index].map { Math.log1p(max(0, $0)) } : values[index]
    }
  }

  private static func scaling(_ columns: [[Double]], _ scale: SegmentOptions.Scale) -> Scaling {
    func positive(_ value: Double) -> Double { value > 0 ? value : 1 }
    switch scale {
    case .standard: return .standard(of: Matrix(columns: columns))
    case .none:
      return Scaling(centres: columns.map { _ in 0 }, spreads: columns.map { _ in 1 })
    case .robust:
      let sorted = columns.map { $0.sorted() }
      return Scaling(
        centres: sorted.map { Quantile.of(sorted: $0, 0.5) },
        spreads: sorted.map {
          positive(Quantile.of(sorted: $0, 0.75) - Quantile.of(sorted: $0, 0.25))
        })
    case .minmax:
      return Scaling(
        centres: columns.map { $0.min() ?? 0 },
        spreads: columns.map { positive(($0.max() ?? 0) - ($0.min() ?? 0)) })
    }
  }

  /// - Parameter values: original units, one array per feature.
  func points(_ values: [[Double]]) -> Matrix {
    unit(scaling.apply(to: Matrix(columns: Self.straight(values, isLogarithmic))))
  }

  /// Centres given in original units, brought to the scale of the points.
  func scaled(_ centres: [[Double]]) -> Matrix {
    unit(
      Matrix(
        rows: centres.map { centre in
          centre.enumerated().map { index, value in
            let unscaled = isLogarithmic[index] ? Math.log1p(max(0, value)) : value
            return (unscaled - scaling.centres[index]) / scaling.spreads[index]
          }
        }))
  }

  /// Points of length 1 where angles count; a point in the very middle stays there.
  private func unit(_ points: Matrix) -> Matrix {
    guard isCosine else { return points }
    var points = points
    let width = points.columnCount
    for row in 0..<points.rowCount {
      let length = points.row(row).reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard length > 0, length.isFinite else { continue }
      for column in 0..<width { points.values[row * width + column] /= length }
    }
    return points
  }
}
