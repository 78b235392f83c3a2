/// Factors that put what somebody chose above what they did not (Rendle et al. 2009, "BPR: Bayesian
/// personalized ranking from implicit feedback").
///
/// One step draws a choice and an item the person has not, and follows the slope of the logarithm
/// of the chance that the two are in the right order. In blocks: each round, people and items fall
/// into eight groups each by lot, and eight pairs of groups, none of which share a row, learn at a
/// time; the groups do not depend on threads, and so neither do the bits.
package import Numerics
package import Support

package struct BPR: Sendable, Equatable {
  package enum Schedule: Sendable, Equatable {
    /// Groups side by side, in floats.
    case blocks
    /// One step after another, in doubles: every item is drawn as often as any other.
    case sequential
  }

  /// How often what was not chosen is drawn, in blocks.
  package enum Negatives: Sendable, Equatable {
    /// As often as others choose it: what is popular has to be earned.
    case popular
    /// Every item as often as any other.
    case uniform
  }

  package var factors = 64
  package var learningRate = 0.05
  package var regularization = 0.01
  package var iterations = 100
  package var schedule = Schedule.blocks
  package var negatives = Negatives.popular
  package var seed: UInt64 = 42

  package init() {}

  /// - Parameter choices: people by items; weights do not count.
  package func fit(_ choices: SparseMatrix, _ run: Run) throws -> BPRModel {
    guard 0 < factors else { throw FitError.badSetting(name: "factors") }
    guard 0 < choices.cellCount else { throw FitError.tooFewRows(have: 0, need: 1) }
    switch schedule {
    case .blocks: return try inBlocks(choices, run)
    case .sequential: return try inOrder(choices, run)
    }
  }

  /// Streams of numbers by lot: those of starting values, then one for each round.
  private func stream(_ index: UInt64) -> SeededRandom {
    let golden: UInt64 = 0x9e37_79b9_7f4a_7c15
    return SeededRandom(seed: (seed << 32 &+ index) &* golden &* golden)
  }

  private func start<Vector: SIMD & Sendable>(
    _ choices: SparseMatrix, _ scale: Double, _ type: Vector.Type
  ) -> PairwiseFactors<Vector> where Vector.Scalar: BinaryFloatingPoint & Sendable {
    var (people, items) = (stream(21), stream(22))
    return PairwiseFactors(
      people: choices.rowCount, items: choices.columnCount, factors: factors, rate: learningRate,
      regularization: regularization, scale: scale, &people, &items)
  }

  private func report(_ round: Int, _ run: Run) {
    run.report(
      Double(round) / Double(iterations), Phrase(en: "learning what ranks higher", zh: "学习排序"))
  }

  private func inOrder(_ choices: SparseMatrix, _ run: Run) throws -> BPRModel {
    var state = start(choices, 0.1, SIMD8<Double>.self)
    let people = choices.owners
    for round in 0..<iterations {
      report(round, run)
      var random = stream(100 + UInt64(round))
      try state.withPlaces { places in
        for step in 0..<choices.cellCount {
          if step % 8_192 == 0 { try run.checkpoint() }
          let place = Int(random.unit() * Double(choices.cellCount))
          let other = Int32(random.unit() * Double(choices.columnCount))
          let person = people[place]
          if choices.holds(Int(person), other) { continue }
          places.step(Int(person), Int(choices.columns[place]), Int(other))
        }
      }
    }
    return BPRModel(self, state.model(factors))
  }

  private func inBlocks(_ choices: SparseMatrix, _ run: Run) throws -> BPRModel {
    var state = start(choices, 1 / Double(factors), SIMD16<Float>.self)
    let people = choices.owners
    for round in 0..<iterations {
      report(round, run)
      let blocks = try PairBlocks(choices, people, seed: stream(100 + UInt64(round)).peek, run)
      try state.withPlaces { places in
        for shift in 0..<PairBlocks.count {
          _ = try Parallel.map(count: PairBlocks.count, chunk: 1) { range in
            try learn(blocks, range.lowerBound, shift, choices, places, run)
          }
        }
      }
    }
    return BPRModel(self, state.model(factors))
  }

  /// As many steps as a pair of groups has choices.
  private func learn(
    _ blocks: PairBlocks, _ group: Int, _ shift: Int, _ choices: SparseMatrix,
    _ places: PairwiseFactors<SIMD16<Float>>.Places, _ run: Run
  ) throws {
    let columns = (group + shift) % PairBlocks.count
    let cells = Array(blocks.cells(group, columns))
    let others = negatives == .popular ? cells.map(\.item) : blocks.items[columns]
    var random = SeededRandom(seed: blocks.seed, stream: shift * PairBlocks.count + group)
    for step in 0..<cells.count {
      if step % 8_192 == 0 { try run.checkpoint() }
      let chosen = cells[random.below(cells.count)]
      let other = others[random.below(others.count)]
      if choices.holds(Int(chosen.person), other) { continue }
      places.step(Int(chosen.person), Int(chosen.item), Int(other))
    }
  }
}

extension SeededRandom {
  /// The next number of a copy.
  fileprivate var peek: UInt64 {
    var copy = self
    return copy.next()
  }
}

extension SparseMatrix {
  /// The row of each cell.
  var owners: [Int32] {
    var owners = [Int32](repeating: 0, count: cellCount)
    for row in 0..<rowCount {
      for place in range(row) { owners[place] = Int32(row) }
    }
    return owners
  }

  /// Whether a row holds a column.
  @inline(__always)
  func holds(_ row: Int, _ column: Int32) -> Bool {
    columns.withUnsafeBufferPointer { columns in
      var (low, high) = (starts[row], starts[row + 1])
      let end = high
      while low < high {
        let middle = (low + high) / 2
        if columns[middle] < column { low = middle + 1 } else { high = middle }
      }
      return low < end && columns[low] == column
    }
  }
}

/// The cells of a matrix by groups of rows and groups of columns.
private struct PairBlocks: Sendable {
  static let count = 8

  private let starts: [Int]
  private let sorted: [(person: Int32, item: Int32)]
  /// The items of each group.
  let items: [[Int32]]
  let seed: UInt64

  init(_ choices: SparseMatrix, _ people: [Int32], seed: UInt64, _ run: Run) throws {
    self.seed = seed
    var random = SeededRandom(seed: seed)
    let rows = (0..<choices.rowCount).map { _ in UInt8(random.below(Self.count)) }
    let columns = (0..<choices.columnCount).map { _ in UInt8(random.below(Self.count)) }
    var starts = [Int](repeating: 0, count: Self.count * Self.count + 1)
    var sorted = [(person: Int32, item: Int32)](repeating: (0, 0), count: choices.cellCount)
    func bucket(_ place: Int) -> Int {
      Int(rows[Int(people[place])]) * Self.count + Int(columns[Int(choices.columns[place])])
    }
    for place in 0..<choices.cellCount {
      if place % 131_072 == 0 { try run.checkpoint() }
      starts[bucket(place) + 1] += 1
    }
    for index in 0..<(Self.count * Self.count) { starts[index + 1] += starts[index] }
    var next = starts
    for place in 0..<choices.cellCount {
      if place % 131_072 == 0 { try run.checkpoint() }
      let bucket = bucket(place)
      sorted[next[bucket]] = (people[place], choices.columns[place])
      next[bucket] += 1
    }
    self.starts = starts
    self.sorted = sorted
    items = (0..<Self.count).map { group in
      columns.indices.filter { Int(columns[$0]) == group }.map { Int32($0) }
    }
  }

  func cells(_ rows: Int, _ columns: Int) -> ArraySlice<(person: Int32, item: Int32)> {
    let index = rows * Self.count + columns
    return sorted[starts[index]..<starts[index + 1]]
  }
}

/// Factors and biases that pairs of items teach, in floats or in doubles. In the file of the loops
/// that use it, so that these are compiled for each kind.
private struct PairwiseFactors<Vector: SIMD & Sendable>: Sendable
where Vector.Scalar: BinaryFloatingPoint & Sendable {
  typealias Scalar = Vector.Scalar

  /// Vectors of a row.
  private let width: Int
  private var people: [Vector]
  private var items: [Vector]
  private var biases: [Scalar]
  private let rate: Scalar
  private let regularization: Scalar

  /// Starting values between -scale / 2 and scale / 2.
  init(
    people: Int, items: Int, factors: Int, rate: Double, regularization: Double, scale: Double,
    _ ownLots: inout SeededRandom, _ itemLots: inout SeededRandom
  ) {
    width = (factors + Vector.scalarCount - 1) / Vector.scalarCount
    self.people = Self.rows(people, factors, width, scale, &ownLots)
    self.items = Self.rows(items, factors, width, scale, &itemLots)
    biases = [Scalar](repeating: 0, count: items)
    self.rate = Scalar(rate)
    self.regularization = Scalar(regularization)
  }

  private static func rows(
    _ count: Int, _ factors: Int, _ width: Int, _ scale: Double, _ random: inout SeededRandom
  ) -> [Vector] {
    var rows = [Vector](repeating: .zero, count: count * width)
    for row in 0..<count {
      for factor in 0..<factors {
        rows[row * width + factor / Vector.scalarCount][factor % Vector.scalarCount] =
          Scalar(scale * (random.unit() - 0.5))
      }
    }
    return rows
  }

  /// Lends the rows to threads that share none.
  mutating func withPlaces(_ body: (Places) throws -> Void) rethrows {
    let (width, rate, regularization) = (width, rate, regularization)
    try people.withUnsafeMutableBufferPointer { people in
      try items.withUnsafeMutableBufferPointer { items in
        try biases.withUnsafeMutableBufferPointer { biases in
          try body(
            Places(
              width: width, people: people, items: items, biases: biases, rate: rate,
              regularization: regularization))
        }
      }
    }
  }

  /// The rows, lent to threads that touch different ones: that is what the blocks are for.
  struct Places: @unchecked Sendable {
    let width: Int
    let people: UnsafeMutableBufferPointer<Vector>
    let items: UnsafeMutableBufferPointer<Vector>
    let biases: UnsafeMutableBufferPointer<Scalar>
    let rate: Scalar
    let regularization: Scalar

    /// One step: `chosen` up, `other` down. All right sides are the values of before.
    @inline(__always)
    func step(_ person: Int, _ chosen: Int, _ other: Int) {
      let (u, i, j) = (person * width, chosen * width, other * width)
      var sum = Vector.zero
      for place in 0..<width {
        sum.addProduct(people[u + place], items[i + place] - items[j + place])
      }
      let difference = biases[chosen] - biases[other] + sum.sum()
      let slope = Scalar(1 / (1 + Math.exp(Double(difference))))
      let (rates, keep) = (Vector(repeating: rate), Vector(repeating: regularization))
      let slopes = Vector(repeating: slope)
      for place in 0..<width {
        let (own, up, down) = (people[u + place], items[i + place], items[j + place])
        people[u + place] = own + rates * (slopes * (up - down) - keep * own)
        items[i + place] = up + rates * (slopes * own - keep * up)
        items[j + place] = down - rates * (slopes * own + keep * down)
      }
      biases[chosen] += rate * (slope - regularization * biases[chosen])
      biases[other] -= rate * (slope + regularization * biases[other])
    }
  }

  /// What was learnt, as floats.
  func model(_ factors: Int) -> (people: FactorRows, items: FactorRows, biases: [Float]) {
    (floats(people, factors), floats(items, factors), biases.map { Float($0) })
  }

  private func floats(_ rows: [Vector], _ factors: Int) -> FactorRows {
    var result = FactorRows(rowCount: width == 0 ? 0 : rows.count / width, factors: factors)
    for row in 0..<result.rowCount {
      for factor in 0..<factors {
        let vector = rows[row * width + factor / Vector.scalarCount]
        result.values[row * result.width + factor] = Float(vector[factor % Vector.scalarCount])
      }
    }
    return result
  }
}
