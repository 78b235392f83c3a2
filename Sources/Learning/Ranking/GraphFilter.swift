/// Scores from the graph of people and items: neighbours' neighbours, and the smooth part of it.
///
/// GF-CF (Shen et al. 2021, "How powerful is graph convolution for recommendation?"): with R the
/// choices divided by the roots of both degrees, a score is x (R'R + alpha D^-1/2 V V' D^1/2), V
/// the main directions of R and D the degrees of items. PureSVD (Cremonesi, Koren, Turrin 2010)
/// is the projection x V V' on the main directions of the choices themselves.
package import Numerics
package import Support

package struct GraphFilter: Sendable, Equatable {
  package var factors = 256
  package var alpha = 0.3
  package var seed: UInt64 = 42

  package init() {}

  /// - Parameter choices: people by items; weights do not count.
  package func fit(_ choices: SparseMatrix, _ run: Run) throws -> GraphFilterModel {
    let byItem = try choices.transposed(run)
    let roots = (0..<choices.columnCount).map { Double(byItem.range($0).count).squareRoot() }
    let normalized = choices.mapped { person, item, _ in
      1 / (Double(choices.range(person).count).squareRoot() * roots[item])
    }
    try run.checkpoint()
    var wish = TruncatedSVD(rank: min(factors, min(choices.rowCount, choices.columnCount)))
    wish.seed = seed
    // What matters is the space they span, not each of them.
    wish.iterationsMost = 6
    let directions = alpha == 0 ? nil : try wish.fit(normalized, run)
    return GraphFilterModel(
      normalized: normalized, byItem: try normalized.transposed(run), roots: roots,
      smooth: directions.map { Projection($0) }, alpha: alpha)
  }
}

package struct GraphFilterModel: ItemScorer {
  let normalized: SparseMatrix
  let byItem: SparseMatrix
  /// The roots of the degrees of items.
  let roots: [Double]
  let smooth: Projection?
  let alpha: Double

  package var itemCount: Int { roots.count }

  package func score(
    _ history: ItemHistory, person: Int?, into scores: UnsafeMutableBufferPointer<Float>
  ) {
    scores.update(repeating: 0)
    if let smooth {
      let scaled = history.items.map { roots[Int($0)] == 0 ? 0 : 1 / roots[Int($0)] }
      smooth.score(history.items, scaled, into: scores)
      for item in 0..<itemCount { scores[item] *= Float(alpha * roots[item]) }
    }
    var shared = [Double](repeating: 0, count: normalized.rowCount)
    for item in history.items {
      for place in byItem.range(Int(item)) {
        shared[Int(byItem.columns[place])] += byItem.values[place]
      }
    }
    for (other, sum) in shared.enumerated() where sum != 0 {
      for place in normalized.range(other) {
        scores[Int(normalized.columns[place])] += Float(sum * normalized.values[place])
      }
    }
  }

  package func contributions(_ history: ItemHistory, to item: Int) -> [Double] {
    history.items.map { own in
      var sum = 0.0
      for place in byItem.range(Int(own)) {
        sum += byItem.values[place] * normalized.value(Int(byItem.columns[place]), Int32(item))
      }
      guard let smooth, roots[Int(own)] != 0 else { return sum }
      return sum + alpha * smooth.product(Int(own), item) * roots[item] / roots[Int(own)]
    }
  }
}

package struct PureSVD: Sendable, Equatable {
  package var factors = 32
  package var seed: UInt64 = 42

  package init() {}

  /// - Parameter choices: people by items.
  package func fit(_ choices: SparseMatrix, _ run: Run) throws -> PureSVDModel {
    var wish = TruncatedSVD(rank: min(factors, min(choices.rowCount, choices.columnCount)))
    wish.seed = seed
    return PureSVDModel(projection: Projection(try wish.fit(choices, run)))
  }
}

package struct PureSVDModel: ItemScorer {
  let projection: Projection

  package var itemCount: Int { projection.rows.rowCount }

  package func score(
    _ history: ItemHistory, person: Int?, into scores: UnsafeMutableBufferPointer<Float>
  ) {
    projection.score(history.items, history.weights.map { Double($0) }, into: scores)
  }

  package func contributions(_ history: ItemHistory, to item: Int) -> [Double] {
    zip(history.items, history.weights).map { Double($1) * projection.product(Int($0), item) }
  }
}

/// V V' for the main directions of a matrix.
struct Projection: Sendable {
  /// For each item its part in each direction.
  let rows: FactorRows
  private let panels: FactorPanels

  init(_ model: TruncatedSVDModel) {
    rows = FactorRows(model.directions.map { Float($0) }, factors: model.values.count)
    panels = FactorPanels(rows)
  }

  func score(
    _ items: [Int32], _ weights: [Double], into scores: UnsafeMutableBufferPointer<Float>
  ) {
    let width = rows.width
    var sums = [Float](repeating: 0, count: width)
    for (item, weight) in zip(items, weights) {
      let first = Int(item) * width
      for f in 0..<width { sums[f] += Float(weight) * rows.values[first + f] }
    }
    panels.dots(sums, stride: width, count: 1, into: scores)
  }

  func product(_ item: Int, _ other: Int) -> Double {
    let width = rows.width
    return (0..<width).reduce(0.0) {
      $0 + Double(rows.values[item * width + $1]) * Double(rows.values[other * width + $1])
    }
  }
}
