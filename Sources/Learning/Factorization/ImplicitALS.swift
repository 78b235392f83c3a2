/// Matrix factorisation of implicit feedback by alternating least squares.
///
/// Hu, Koren, Volinsky 2008: every cell counts, a chosen one with confidence 1 + alpha * weight and
/// preference 1, the others with confidence 1 and preference 0. Each half-sweep solves every row
/// exactly by Cholesky.
package import Numerics
package import Support

package struct ImplicitALS: Sendable {
  package var factors = 16
  package var regularization = 0.1
  package var alpha = 40.0
  package var iterations = 20
  package var seed: UInt64 = 42

  package init() {}

  package func fit(_ choices: SparseMatrix, _ run: Run) throws -> ImplicitALSModel {
    let byItem = choices.transposed
    var random = SeededRandom(seed: seed)
    var items = (0..<(byItem.rowCount * factors)).map { _ in 0.1 * random.normal() }
    var people: [Double] = []
    for sweep in 0..<iterations {
      run.report(
        Double(sweep) / Double(iterations), Phrase(en: "learning tastes", zh: "学习偏好"))
      people = try halfSweep(choices, fixed: items, run)
      items = try halfSweep(byItem, fixed: people, run)
    }
    return ImplicitALSModel(spec: self, people: people, items: items)
  }

  /// The rows that fit best while the other side is held.
  package func halfSweep(_ choices: SparseMatrix, fixed: [Double], _ run: Run) throws -> [Double] {
    let gram = NormalEquations.gram(of: fixed, factors)
    let parts = try Parallel.map(count: choices.rowCount, chunk: 128) { range in
      try run.checkpoint()
      var solver = NormalEquations(factors: factors, gram: gram, regularization: regularization)
      var rows: [Double] = []
      rows.reserveCapacity(range.count * factors)
      for row in range {
        for place in choices.range(row) {
          solver.add(fixed, Int(choices.columns[place]), confidence: alpha * choices.values[place])
        }
        solver.solve(into: &rows)
      }
      return rows
    }
    return parts.flatMap { $0 }
  }
}

package struct ImplicitALSModel: Sendable {
  package let spec: ImplicitALS
  /// One row of factors per person.
  package let people: [Double]
  /// One row of factors per item.
  package let items: [Double]
  /// Y'Y of the items, which every person's equations share.
  private let gram: [Double]

  init(spec: ImplicitALS, people: [Double], items: [Double]) {
    self.spec = spec
    self.people = people
    self.items = items
    gram = NormalEquations.gram(of: items, spec.factors)
  }

  /// The factors of somebody with this history, whether known before or not.
  package func fold(_ history: [(item: Int32, weight: Double)]) -> [Double] {
    var solver = equations()
    for (item, weight) in history {
      solver.add(items, Int(item), confidence: spec.alpha * weight)
    }
    return solver.solve()
  }

  /// The score of every item for these factors.
  package func scores(_ person: [Double]) -> [Double] {
    let f = spec.factors
    return items.withUnsafeBufferPointer { y in
      person.withUnsafeBufferPointer { x in
        (0..<(y.count / f)).map { item in
          var sum = 0.0
          for index in 0..<f { sum += x[index] * y[item * f + index] }
          return sum
        }
      }
    }
  }

  /// What each item of a history adds to the score of `item`; they sum to it (equation 7 of the
  /// paper).
  package func contributions(
    _ history: [(item: Int32, weight: Double)], to item: Int
  ) -> [Double] {
    let f = spec.factors
    var solver = equations()
    for (other, weight) in history {
      solver.add(items, Int(other), confidence: spec.alpha * weight)
    }
    let direction = solver.solve(for: Array(items[(item * f)..<((item + 1) * f)]))
    return history.map { other, weight in
      let base = Int(other) * f
      let dot = (0..<f).reduce(0.0) { $0 + direction[$1] * items[base + $1] }
      return (1 + spec.alpha * weight) * dot
    }
  }

  private func equations() -> NormalEquations {
    NormalEquations(
      factors: spec.factors, gram: gram, regularization: spec.regularization)
  }
}
