/// The linear model of items by items that fits everybody's choices best, in closed form.
///
/// Steck 2019, "Embarrassingly shallow autoencoders for sparse data": with P = (X'X + lambda I)⁻¹,
/// B = -P over its diagonal, column by column, and B_jj = 0; a score is the sum of the rows of B
/// for a history. With fewer people than items the same follows from (XX' + lambda I)⁻¹ by the
/// identity of Woodbury: X P = (XX' + lambda I)⁻¹ X, which is what is kept then.
package import Numerics
package import Support

package struct EASE: Sendable, Equatable {
  package var lambda = 200.0
  /// Up to so many items B itself is kept, even where there are fewer people: it costs more to
  /// make, and scores a history that is not that of a known person many times faster.
  package var itemsKeptWhole = 0

  /// A matrix up to this order is inverted in doubles, a larger one in floats.
  package static let doubleOrder = 2_048

  package init(lambda: Double = 200) { self.lambda = lambda }

  /// Whether there is room for so many people and items.
  package static func fits(people: Int, items: Int) -> Bool {
    min(people, items) <= Limits.inverseOrder
      && min(people, items) * items <= Limits.inverseCells
  }

  /// - Parameter choices: people by items.
  package func fit(_ choices: SparseMatrix, _ run: Run) throws -> EASEModel {
    let (people, items) = (choices.rowCount, choices.columnCount)
    guard 0 < lambda, lambda.isFinite else { throw FitError.badSetting(name: "lambda") }
    guard Self.fits(people: people, items: items) else {
      throw FitError.tooManyColumns(have: items, most: Limits.inverseOrder)
    }
    let byItem = try choices.transposed(run)
    let isDual = people < items && itemsKeptWhole < items
    let (lists, owners) = isDual ? (byItem, choices) : (choices, byItem)
    if (isDual ? people : items) <= Self.doubleOrder {
      var square = try Self.gram(lists, owners, Double.self, lambda, run)
      guard try SymmetricInverse.invert(&square, order: owners.rowCount, run) else {
        throw FitError.tooLarge
      }
      return try isDual
        ? Self.dual(square, choices, byItem, lambda, run)
        : Self.primal(square, choices, run)
    }
    var square = try Self.gram(lists, owners, Float.self, lambda, run)
    guard try SymmetricInverse.invert(&square, order: owners.rowCount, run) else {
      throw FitError.tooLarge
    }
    return try isDual
      ? Self.dual(square, choices, byItem, lambda, run)
      : Self.primal(square, choices, run)
  }

  /// The lower triangle of the products of the rows of `owners`, plus lambda on its diagonal.
  private static func gram<Scalar: BinaryFloatingPoint & Sendable>(
    _ lists: SparseMatrix, _ owners: SparseMatrix, _ type: Scalar.Type, _ lambda: Double,
    _ run: Run
  ) throws -> [Scalar] {
    let order = owners.rowCount
    return try Parallel.fill(
      count: order * order, chunk: 32 * order, initial: Scalar.zero
    ) { range, part in
      var product = SparseProduct(lists: lists, owners: owners)
      for row in (range.lowerBound / order)..<(range.upperBound / order) {
        try run.checkpoint()
        try product.fill(row, longest: .max, run)
        let first = row * order - range.lowerBound
        for place in 0..<product.touchedCount {
          let column = product.touched[place]
          part[first + Int(column)] = Scalar(product[column])
        }
        part[first + row] += Scalar(lambda)
      }
    }
  }

  /// B itself, from P.
  private static func primal<Scalar: BinaryFloatingPoint & Sendable>(
    _ inverse: [Scalar], _ choices: SparseMatrix, _ run: Run
  ) throws -> EASEModel {
    let order = choices.columnCount
    let diagonal = (0..<order).map { inverse[$0 * order + $0] }
    let weights = try Parallel.fill(
      count: order * order, chunk: 32 * order, initial: Float.zero
    ) { range, part in
      try run.checkpoint()
      for row in (range.lowerBound / order)..<(range.upperBound / order) {
        let first = row * order
        for column in 0..<order where column != row {
          part[first - range.lowerBound + column] =
            Float(-inverse[first + column] / diagonal[column])
        }
      }
    }
    return EASEModel(itemCount: order, form: .primal(weights))
  }

  /// X P and the diagonal of P, from (XX' + lambda I)⁻¹.
  private static func dual<Scalar: BinaryFloatingPoint & Sendable>(
    _ inverse: [Scalar], _ choices: SparseMatrix, _ byItem: SparseMatrix, _ lambda: Double,
    _ run: Run
  ) throws -> EASEModel {
    let (people, items) = (choices.rowCount, choices.columnCount)
    let projected = try Parallel.fill(
      count: people * items, chunk: 16 * items, initial: Float.zero
    ) { range, part in
      var sums = [Double](repeating: 0, count: items)
      for row in (range.lowerBound / items)..<(range.upperBound / items) {
        try run.checkpoint()
        for index in sums.indices { sums[index] = 0 }
        for other in 0..<people {
          let factor = Double(inverse[row * people + other])
          for place in choices.range(other) {
            sums[Int(choices.columns[place])] += factor * choices.values[place]
          }
        }
        let first = row * items - range.lowerBound
        for index in sums.indices { part[first + index] = Float(sums[index]) }
      }
    }
    let diagonal = try Parallel.fill(count: items, chunk: 64, initial: Double.zero) { range, part in
      try run.checkpoint()
      for item in range {
        let sum = byItem.range(item).reduce(0.0) { sum, place in
          let row = Int(byItem.columns[place]) * items
          return sum + byItem.values[place] * Double(projected[row + item])
        }
        part[item - range.lowerBound] = (1 - sum) / lambda
      }
    }
    return EASEModel(
      itemCount: items,
      form: .dual(
        DualEASE(
          projected: projected, diagonal: diagonal, choices: choices, byItem: byItem,
          lambda: lambda)))
  }
}

package struct EASEModel: ItemScorer {
  enum Form: Sendable {
    /// B, row after row.
    case primal([Float])
    case dual(DualEASE)
  }

  package let itemCount: Int
  let form: Form

  package func score(
    _ history: ItemHistory, person: Int?, into scores: UnsafeMutableBufferPointer<Float>
  ) {
    switch form {
    case .primal(let weights):
      scores.update(repeating: 0)
      weights.withUnsafeBufferPointer { weights in
        for (item, weight) in zip(history.items, history.weights) {
          let first = Int(item) * itemCount
          for other in 0..<itemCount { scores[other] += weight * weights[first + other] }
        }
      }
    case .dual(let dual): dual.score(history, person: person, into: scores)
    }
  }

  package func contributions(_ history: ItemHistory, to item: Int) -> [Double] {
    zip(history.items, history.weights).map { Double($1) * weight(Int($0), item) }
  }

  /// B of two items.
  package func weight(_ item: Int, _ other: Int) -> Double {
    if item == other { return 0 }
    switch form {
    case .primal(let weights): return Double(weights[item * itemCount + other])
    case .dual(let dual): return dual.weight(item, other)
    }
  }
}

/// The form for fewer people than items.
struct DualEASE: Sendable {
  /// X P, people by items.
  let projected: [Float]
  /// The diagonal of P.
  let diagonal: [Double]
  let choices: SparseMatrix
  let byItem: SparseMatrix
  let lambda: Double

  private var itemCount: Int { diagonal.count }

  /// -h P over the diagonal, plus h: the diagonal of B is 0.
  func score(
    _ history: ItemHistory, person: Int?, into scores: UnsafeMutableBufferPointer<Float>
  ) {
    scores.update(repeating: 0)
    if let person {
      let first = person * itemCount
      for item in 0..<itemCount { scores[item] = -projected[first + item] }
    } else {
      subtractInverse(history, from: scores)
    }
    for item in 0..<itemCount { scores[item] = Float(Double(scores[item]) / diagonal[item]) }
    for (item, weight) in zip(history.items, history.weights) { scores[Int(item)] += weight }
  }

  /// -h P = (X h) X P / lambda - h / lambda, along the people who share an item.
  private func subtractInverse(
    _ history: ItemHistory, from scores: UnsafeMutableBufferPointer<Float>
  ) {
    var shared = [Double](repeating: 0, count: choices.rowCount)
    for (item, weight) in zip(history.items, history.weights) {
      for place in byItem.range(Int(item)) {
        shared[Int(byItem.columns[place])] += Double(weight) * byItem.values[place]
      }
      scores[Int(item)] -= weight / Float(lambda)
    }
    projected.withUnsafeBufferPointer { projected in
      for (other, sum) in shared.enumerated() where sum != 0 {
        let factor = Float(sum / lambda)
        let first = other * itemCount
        for item in 0..<itemCount { scores[item] += factor * projected[first + item] }
      }
    }
  }

  func weight(_ item: Int, _ other: Int) -> Double {
    let sum = byItem.range(item).reduce(0.0) { sum, place in
      let row = Int(byItem.columns[place]) * itemCount
      return sum + byItem.values[place] * Double(projected[row + other])
    }
    return sum / (lambda * diagonal[other])
  }
}
