/// Matrix factorisation of implicit feedback by alternating least squares.
///
/// Hu, Koren, Volinsky 2008: every cell counts, a chosen one with preference 1 and more confidence,
/// the others with preference 0 and confidence 1. Factors are floats; each half-sweep solves its
/// rows exactly by Cholesky in doubles, or goes a few steps of conjugate gradients from where they
/// were.
package import Numerics
package import Support

package struct ImplicitALS: Sendable, Equatable {
  package enum Solver: Sendable, Equatable {
    case cholesky
    case conjugateGradient(steps: Int)
  }

  package var factors = 16
  package var regularization = 0.1
  package var alpha = 40.0
  /// The confidence of a chosen cell is this, plus alpha times its weight: 1 in the paper, 0 in the
  /// package `implicit`, whose alpha is therefore one more for weights of 1.
  package var baseConfidence = 1.0
  package var iterations = 20
  package var solver = Solver.cholesky
  package var seed: UInt64 = 42

  package init() {}

  package func fit(_ choices: SparseMatrix, _ run: Run) throws -> ImplicitALSModel {
    var random = SeededRandom(seed: seed)
    let people = FactorRows(
      rowCount: choices.rowCount, factors: factors, scale: 0.01, &random)
    let items = FactorRows(
      rowCount: choices.columnCount, factors: factors, scale: 0.01, &random)
    return try fit(choices, people: people, items: items, run)
  }

  /// The same from given factors; people are learnt first.
  package func fit(
    _ choices: SparseMatrix, people: FactorRows, items: FactorRows, _ run: Run
  ) throws -> ImplicitALSModel {
    precondition(people.rowCount == choices.rowCount, "factors for each person")
    precondition(items.rowCount == choices.columnCount, "factors for each item")
    precondition(people.factors == factors && items.factors == factors, "as many as wished")
    let byItem = try choices.transposed(run)
    var (people, items) = (people, items)
    for sweep in 0..<iterations {
      run.report(
        Double(sweep) / Double(iterations), Phrase(en: "learning tastes", zh: "学习偏好"))
      try improve(&people, choices, fixed: items, run)
      try improve(&items, byItem, fixed: people, run)
    }
    return try ImplicitALSModel(spec: self, people: people, items: items, run)
  }

  /// A half-sweep: the rows fit better, or best, while the other side is held.
  package func improve(
    _ rows: inout FactorRows, _ choices: SparseMatrix, fixed: FactorRows, _ run: Run
  ) throws {
    let gram = try fixed.gram(run)
    let width = rows.width
    try rows.values.withUnsafeMutableBufferPointer { values in
      let places = SharedPlaces(values)
      _ = try Parallel.map(count: choices.rowCount, chunk: 64) { range in
        let part = places.stretch((range.lowerBound * width)..<(range.upperBound * width))
        switch solver {
        case .cholesky: try solve(range, part, choices, fixed, gram, run)
        case .conjugateGradient(let steps):
          try descend(range, part, choices, fixed, gram, steps, run)
        }
      }
    }
  }

  private func solve(
    _ range: Range<Int>, _ part: UnsafeMutableBufferPointer<Float>, _ choices: SparseMatrix,
    _ fixed: FactorRows, _ gram: [Double], _ run: Run
  ) throws {
    var solver = NormalEquations(factors: factors, gram: gram, regularization: regularization)
    let width = fixed.width
    try fixed.values.withUnsafeBufferPointer { fixed in
      for row in range {
        for place in choices.range(row) {
          if place & 1_023 == 0 { try run.checkpoint() }
          solver.add(
            fixed, Int(choices.columns[place]), confidence: extra(choices.values[place]))
        }
        let first = (row - range.lowerBound) * width
        solver.solve(into: UnsafeMutableBufferPointer(rebasing: part[first..<(first + width)]))
      }
    }
  }

  private func descend(
    _ range: Range<Int>, _ part: UnsafeMutableBufferPointer<Float>, _ choices: SparseMatrix,
    _ fixed: FactorRows, _ gram: [Double], _ steps: Int, _ run: Run
  ) throws {
    let width = fixed.width
    var solver = ConjugateRow(width: width, gram: gram, regularization: regularization)
    try fixed.values.withUnsafeBytes { fixed in
      try choices.columns.withUnsafeBufferPointer { columns in
        try choices.values.withUnsafeBufferPointer { values in
          for row in range {
            try run.checkpoint()
            let first = (row - range.lowerBound) * width
            let own = UnsafeMutableBufferPointer(rebasing: part[first..<(first + width)])
            let cells = choices.range(row)
            if cells.isEmpty {
              own.update(repeating: 0)
              continue
            }
            let chosen = ChosenRows(
              columns: UnsafeBufferPointer(rebasing: columns[cells]),
              values: UnsafeBufferPointer(rebasing: values[cells]), base: baseConfidence,
              alpha: alpha)
            solver.improve(own, fixed, chosen, steps: steps)
          }
        }
      }
    }
  }

  /// What a chosen cell counts beyond an empty one.
  func extra(_ weight: Double) -> Double { baseConfidence + alpha * weight - 1 }
}

package struct ImplicitALSModel: ItemScorer {
  package let spec: ImplicitALS
  package let people: FactorRows
  package let items: FactorRows
  /// Y'Y of the items, which every person's equations share.
  private let gram: [Double]
  private let panels: FactorPanels

  init(spec: ImplicitALS, people: FactorRows, items: FactorRows, _ run: Run) throws {
    self.spec = spec
    self.people = people
    self.items = items
    gram = try items.gram(run)
    panels = FactorPanels(items)
  }

  package var itemCount: Int { items.rowCount }

  package func score(
    _ history: ItemHistory, person: Int?, into scores: UnsafeMutableBufferPointer<Float>
  ) {
    score([Asker(history, person: person)], into: scores)
  }

  package func score(
    _ askers: ArraySlice<Asker>, into scores: UnsafeMutableBufferPointer<Float>
  ) {
    panels.dots(askers, people, into: scores, fold: fold)
  }

  /// The factors of somebody with this history, solved exactly, padded.
  func fold(_ history: ItemHistory) -> [Float] {
    var solver = equations(history)
    var factors = [Float](repeating: 0, count: items.width)
    factors.withUnsafeMutableBufferPointer { solver.solve(into: $0) }
    return factors
  }

  /// Equation 7 of the paper: they sum to the score of somebody new with this history.
  package func contributions(_ history: ItemHistory, to item: Int) -> [Double] {
    contributions(history, to: [item])[0]
  }

  package func contributions(_ history: ItemHistory, to wanted: [Int]) -> [[Double]] {
    let (f, width) = (spec.factors, items.width)
    let equations = equations(history)
    return wanted.map { item in
      let own = items.values[(item * width)..<(item * width + f)].map { Double($0) }
      let direction = equations.solve(for: own)
      return zip(history.items, history.weights).map { other, weight in
        let base = Int(other) * width
        let dot = (0..<f).reduce(0.0) { $0 + direction[$1] * Double(items.values[base + $1]) }
        return (1 + spec.extra(Double(weight))) * dot
      }
    }
  }

  private func equations(_ history: ItemHistory) -> NormalEquations {
    var solver = NormalEquations(
      factors: spec.factors, gram: gram, regularization: spec.regularization)
    items.values.withUnsafeBufferPointer { rows in
      for (item, weight) in zip(history.items, history.weights) {
        solver.add(rows, Int(item), confidence: spec.extra(Double(weight)))
      }
    }
    return solver
  }
}
