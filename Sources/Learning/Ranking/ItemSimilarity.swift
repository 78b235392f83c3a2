/// Items that the same people choose: for each item its nearest ones, by one of four measures.
///
/// Cosine (Sarwar et al. 2001) with shrinkage for pairs few people share; the weightings TF-IDF and
/// BM25 of texts, items taken as texts and people as words, as the package `implicit` has them; and
/// RP3beta (Paudel et al. 2017), a walk of three steps that leaves popular items behind. Sums are
/// doubles; what is kept to score with are floats.
package import Numerics
package import Support

package struct ItemSimilarity: Sendable, Equatable {
  package enum Measure: Sendable, Equatable {
    /// w_i · w_j / (|w_i| |w_j| + shrink).
    case cosine(shrink: Double)
    /// Cosine of the roots of weights times ln(items / (1 + items of the person)).
    case tfidf
    /// Dot product of w (k1 + 1) / (k1 length + w) times the same logarithm; length is 1 - b + b
    /// times the weights of an item over their mean.
    case bm25(k1: Double, b: Double)
    /// Σ over people of p(person | i)^alpha p(j | person)^alpha / popularity of j ^ beta.
    case walk(alpha: Double, beta: Double)
  }

  /// Whose lists are kept: each item's nearest sources, or each source's nearest targets.
  package enum Side: Sendable { case target, source }

  package var measure = Measure.cosine(shrink: 0)
  /// How many others an item keeps.
  package var neighbourCount = 200
  package var side = Side.target
  /// Similarities are raised to this before they are used.
  package var power = 1.0

  /// Longer histories are not paired: they say little and cost their length squared.
  package static let longestHistory = 20_000

  package init(_ measure: Measure = .cosine(shrink: 0)) { self.measure = measure }

  /// - Parameter choices: people by items.
  package func fit(_ choices: SparseMatrix, _ run: Run) throws -> ItemSimilarityModel {
    let prepared = try PairWeights(measure, choices, run)
    let power = power
    let parts = try Parallel.map(count: choices.columnCount, chunk: 32) { range in
      run.report(
        0.9 * Double(range.lowerBound) / Double(choices.columnCount),
        Phrase(en: "comparing items", zh: "比较商品"))
      return try lists(range, prepared, run).map { list in
        list.map {
          (item: $0.item, weight: Float(power == 1 ? $0.value : Math.pow($0.value, power)))
        }
      }
    }
    var (starts, items, weights) = ([0], [Int32](), [Float]())
    for list in parts.joined() {
      try run.checkpoint()
      // A weight may be too small for a float.
      for pair in list where 0 < pair.weight && pair.weight.isFinite {
        items.append(pair.item)
        weights.append(pair.weight)
      }
      starts.append(items.count)
    }
    let own = NeighbourLists(starts: starts, items: items, weights: weights)
    return ItemSimilarityModel(lists: own, outgoing: side == .source ? own : own.flipped)
  }

  /// The exact similarities that the items of a range keep, others in rising order.
  package func similarities(
    of range: Range<Int>, _ choices: SparseMatrix, _ run: Run
  ) throws -> [[(item: Int32, value: Double)]] {
    try lists(range, PairWeights(measure, choices, run), run)
  }

  /// What all items are compared by, for those who ask for one item after the other.
  package func prepared(_ choices: SparseMatrix, _ run: Run) throws -> PairWeights {
    try PairWeights(measure, choices, run)
  }

  /// The same for one item, without preparing anything again.
  package func similarities(
    of item: Int, _ prepared: PairWeights, _ run: Run
  ) throws -> [(item: Int32, value: Double)] {
    try lists(item..<(item + 1), prepared, run).flatMap { $0 }
  }

  private func lists(
    _ range: Range<Int>, _ weights: PairWeights, _ run: Run
  ) throws -> [[(item: Int32, value: Double)]] {
    var product = SparseProduct(lists: weights.byPerson, owners: weights.byItem)
    return try range.map { item in
      try run.checkpoint()
      try product.fill(item, longest: Self.longestHistory, run)
      var largest = LargestPairs(most: neighbourCount)
      for place in 0..<product.touchedCount {
        let other = product.touched[place]
        let value = weights.similarity(item, Int(other), product[other])
        if Int(other) != item, 0 < value, value.isFinite { largest.add(other, value) }
      }
      return largest.pairs.sorted { $0.item < $1.item }
    }
  }
}

package struct ItemSimilarityModel: ItemScorer {
  /// For each item those nearest to it.
  package let lists: NeighbourLists
  /// For each item those it speaks for.
  let outgoing: NeighbourLists

  package var itemCount: Int { lists.itemCount }

  package func score(
    _ history: ItemHistory, person: Int?, into scores: UnsafeMutableBufferPointer<Float>
  ) {
    scores.update(repeating: 0)
    outgoing.add(history, to: scores)
  }

  package func contributions(_ history: ItemHistory, to item: Int) -> [Double] {
    zip(history.items, history.weights).map { own, weight in
      Double(weight) * Double(outgoing.weight(Int(own), Int32(item)))
    }
  }
}

/// The numbers whose products are added up for a measure, and what becomes of a sum.
package struct PairWeights: Sendable {
  fileprivate let byPerson: SparseMatrix
  fileprivate let byItem: SparseMatrix
  private var lengths: [Double]
  private var shrink = 0.0
  private var left: [Double]
  private var right: [Double]

  fileprivate init(_ measure: ItemSimilarity.Measure, _ choices: SparseMatrix, _ run: Run) throws {
    let weighted: SparseMatrix
    switch measure {
    case .cosine: weighted = choices
    case .tfidf: weighted = Self.tfidf(choices)
    case .bm25(let k1, let b): weighted = Self.bm25(choices, k1, b)
    case .walk(let alpha, _): weighted = Self.walk(choices, alpha)
    }
    byPerson = weighted
    byItem = try weighted.transposed(run)
    let ones = [Double](repeating: 1, count: weighted.columnCount)
    (lengths, left, right) = (ones, ones, ones)
    switch measure {
    case .cosine(let shrink):
      self.shrink = shrink
      lengths = Self.lengths(byItem)
    case .tfidf: lengths = Self.lengths(byItem)
    case .bm25: break
    case .walk(let alpha, let beta):
      let counts = (0..<byItem.rowCount).map { Double(max(1, byItem.range($0).count)) }
      left = counts.map { Math.pow($0, -alpha) }
      right = counts.map { Math.pow($0, -beta) }
    }
  }

  fileprivate func similarity(_ item: Int, _ other: Int, _ sum: Double) -> Double {
    sum * left[item] * right[other] / (lengths[item] * lengths[other] + shrink)
  }

  private static func lengths(_ byItem: SparseMatrix) -> [Double] {
    (0..<byItem.rowCount).map { item in
      byItem.range(item).reduce(0.0) { $0 + byItem.values[$1] * byItem.values[$1] }.squareRoot()
    }
  }

  /// ln(items) - ln(1 + items of the person), for each person.
  private static func rarities(_ choices: SparseMatrix) -> [Double] {
    let all = Math.log(Double(max(1, choices.columnCount)))
    return (0..<choices.rowCount).map { all - Math.log1p(Double(choices.range($0).count)) }
  }

  private static func tfidf(_ choices: SparseMatrix) -> SparseMatrix {
    let rarities = rarities(choices)
    return choices.mapped { person, _, value in value.squareRoot() * rarities[person] }
  }

  private static func bm25(_ choices: SparseMatrix, _ k1: Double, _ b: Double) -> SparseMatrix {
    let rarities = rarities(choices)
    var sums = [Double](repeating: 0, count: choices.columnCount)
    for (place, item) in choices.columns.enumerated() { sums[Int(item)] += choices.values[place] }
    let mean = sums.reduce(0, +) / Double(max(1, sums.count))
    return choices.mapped { person, item, value in
      let length = 1 - b + b * sums[item] / mean
      return value * (k1 + 1) / (k1 * length + value) * rarities[person]
    }
  }

  /// The root of the chance to go on from a person, so that two of them make it.
  private static func walk(_ choices: SparseMatrix, _ alpha: Double) -> SparseMatrix {
    choices.mapped { person, _, _ in
      Math.pow(Double(max(1, choices.range(person).count)), -alpha / 2)
    }
  }
}
