/// Ratings as biases plus a product of tastes and traits, learnt rating by rating.
///
/// Biased matrix factorisation by stochastic gradient (Funk 2006; Koren, Bell, Volinsky 2009), and
/// SVD++ (Koren 2008), where what somebody rated at all shifts the tastes, whatever the ratings.
/// For SVD++ people come one after the other, and the shift is learnt once per person and round.
import Numerics
package import Support

package struct RatingFactors: Sendable {
  package var factors = 20
  package var rounds = 20
  package var learningRate = 0.005
  /// Times this after each round.
  package var decay = 1.0
  package var penalty = 0.02
  package var biasPenalty = 0.02
  /// First values lie evenly within this distance of 0.
  package var start = 0.1
  /// SVD++: whether what was rated at all counts.
  package var countsRated = false
  package var seed: UInt64 = 42

  package init() {}

  /// - Parameters:
  ///   - first: first values of people and items, row by row; by lot when nil.
  ///   - watch: told of the model after each round; training ends when it gives false.
  package func fit(
    _ ratings: Ratings, first: (people: [Double], items: [Double])? = nil, _ run: Run,
    watch: (Int, RatingFactorsModel) -> Bool = { _, _ in true }
  ) throws -> RatingFactorsModel {
    var random = SeededRandom(seed: seed)
    let people =
      first?.people
      ?? (0..<(ratings.personCount * factors)).map { _ in start * (2 * random.unit() - 1) }
    let items =
      first?.items
      ?? (0..<(ratings.itemCount * factors)).map { _ in start * (2 * random.unit() - 1) }
    var model = RatingFactorsModel(ratings, self, people: people, items: items)
    var rate = learningRate
    for round in 0..<rounds {
      if countsRated {
        try model.learnByPerson(rate, run)
      } else {
        try model.learn(rate, run)
      }
      rate *= decay
      guard watch(round, model) else { break }
    }
    return model
  }
}

package struct RatingFactorsModel: RatingModel {
  private let ratings: Ratings
  private let spec: RatingFactors
  /// Vectors of four in a row.
  private let width: Int
  private var personBias: [Double]
  private var itemBias: [Double]
  private var people: [SIMD4<Double>]
  private var items: [SIMD4<Double>]
  /// What having rated an item says; empty where that does not count.
  private var rated: [SIMD4<Double>]

  init(_ ratings: Ratings, _ spec: RatingFactors, people: [Double], items: [Double]) {
    self.ratings = ratings
    self.spec = spec
    width = (spec.factors + 3) / 4
    personBias = [Double](repeating: 0, count: ratings.personCount)
    itemBias = [Double](repeating: 0, count: ratings.itemCount)
    self.people = Self.padded(people, spec.factors)
    self.items = Self.padded(items, spec.factors)
    rated =
      spec.countsRated
      ? [SIMD4<Double>](repeating: .zero, count: ratings.itemCount * width) : []
  }

  private static func padded(_ rows: [Double], _ factors: Int) -> [SIMD4<Double>] {
    let width = (factors + 3) / 4
    let count = factors == 0 ? 0 : rows.count / factors
    var padded = [SIMD4<Double>](repeating: .zero, count: count * width)
    for row in 0..<count {
      for factor in 0..<factors {
        padded[row * width + factor / 4][factor % 4] = rows[row * factors + factor]
      }
    }
    return padded
  }

  /// One round over all ratings, in the order of the file.
  mutating func learn(_ rate: Double, _ run: Run) throws {
    let (spec, width, ratings) = (spec, width, ratings)
    try people.withUnsafeMutableBufferPointer { p in
      try items.withUnsafeMutableBufferPointer { q in
        for place in 0..<ratings.count {
          if place % 65_536 == 0 { try run.checkpoint() }
          let (person, item) = (Int(ratings.people[place]), Int(ratings.items[place]))
          let (a, b) = (person * width, item * width)
          var dot = SIMD4<Double>.zero
          for index in 0..<width { dot += p[a + index] * q[b + index] }
          let error =
            ratings.values[place]
            - (ratings.mean + personBias[person] + itemBias[item] + dot.sum())
          personBias[person] += rate * (error - spec.penalty * personBias[person])
          itemBias[item] += rate * (error - spec.penalty * itemBias[item])
          for index in 0..<width {
            let (x, y) = (p[a + index], q[b + index])
            p[a + index] = x + rate * (error * y - spec.penalty * x)
            q[b + index] = y + rate * (error * x - spec.penalty * y)
          }
        }
      }
    }
  }

  /// One round over all people, each with all ratings: SVD++.
  mutating func learnByPerson(_ rate: Double, _ run: Run) throws {
    var shift = [SIMD4<Double>](repeating: .zero, count: width)
    var slope = shift
    for person in 0..<ratings.personCount {
      if person % 256 == 0 { try run.checkpoint() }
      let own = ratings.own(person)
      if own.isEmpty { continue }
      let norm = 1 / Double(own.count).squareRoot()
      self.shift(person, norm, into: &shift)
      for index in 0..<width { slope[index] = .zero }
      for place in own { learn(Int(place), shift, &slope, rate) }
      for place in own {
        let base = Int(ratings.items[Int(place)]) * width
        for index in 0..<width {
          let old = rated[base + index]
          rated[base + index] = old + rate * (slope[index] * norm - spec.penalty * old)
        }
      }
    }
  }

  private func shift(_ person: Int, _ norm: Double, into shift: inout [SIMD4<Double>]) {
    for index in 0..<width { shift[index] = .zero }
    for place in ratings.own(person) {
      let base = Int(ratings.items[Int(place)]) * width
      for index in 0..<width { shift[index] += rated[base + index] }
    }
    for index in 0..<width { shift[index] *= norm }
  }

  private mutating func learn(
    _ place: Int, _ shift: [SIMD4<Double>], _ slope: inout [SIMD4<Double>], _ rate: Double
  ) {
    let (person, item) = (Int(ratings.people[place]), Int(ratings.items[place]))
    let (a, b) = (person * width, item * width)
    var dot = SIMD4<Double>.zero
    for index in 0..<width { dot += (people[a + index] + shift[index]) * items[b + index] }
    let error =
      ratings.values[place] - (ratings.mean + personBias[person] + itemBias[item] + dot.sum())
    personBias[person] += rate * (error - spec.biasPenalty * personBias[person])
    itemBias[item] += rate * (error - spec.biasPenalty * itemBias[item])
    for index in 0..<width {
      let (x, y) = (people[a + index], items[b + index])
      slope[index] += error * y
      people[a + index] = x + rate * (error * y - spec.penalty * x)
      items[b + index] = y + rate * (error * (x + shift[index]) - spec.penalty * y)
    }
  }

  /// The tastes of a person, what was rated at all included.
  private func tastes(_ person: Int) -> [SIMD4<Double>] {
    let own = Array(people[(person * width)..<((person + 1) * width)])
    let count = ratings.own(person).count
    guard spec.countsRated, count > 0 else { return own }
    var shift = [SIMD4<Double>](repeating: .zero, count: width)
    self.shift(person, 1 / Double(count).squareRoot(), into: &shift)
    return zip(own, shift).map { $0 + $1 }
  }

  package func rating(_ person: Int?, _ item: Int?) -> Double {
    let base =
      ratings.mean + (person.map { personBias[$0] } ?? 0) + (item.map { itemBias[$0] } ?? 0)
    guard let person, let item else { return base }
    return base + product(tastes(person), item)
  }

  package func ratings(of person: Int) -> [Double] {
    let tastes = tastes(person)
    return itemBias.indices.map { item in
      ratings.mean + personBias[person] + itemBias[item] + product(tastes, item)
    }
  }

  /// Bias and tastes by least squares against the items' values, with the penalties of training; of
  /// SVD++ what was rated shifts the tastes as in training.
  package func ratings(folded own: [OwnRating]) -> [Double] {
    var shift = [SIMD4<Double>](repeating: .zero, count: width)
    if spec.countsRated, !own.isEmpty {
      let norm = 1 / Double(own.count).squareRoot()
      for entry in own {
        for index in 0..<width { shift[index] += norm * rated[entry.item * width + index] }
      }
    }
    let known = own.map { entry in
      (
        features: [1] + vector(entry.item),
        left: entry.value - ratings.mean - itemBias[entry.item] - product(shift, entry.item)
      )
    }
    let penalties = [spec.biasPenalty] + [Double](repeating: spec.penalty, count: spec.factors)
    let fitted = RatedRidge.fit(known, penalties: penalties.map { $0 * Double(own.count) })
    var tastes = shift
    for factor in 0..<spec.factors { tastes[factor / 4][factor % 4] += fitted[1 + factor] }
    return itemBias.indices.map { item in
      ratings.mean + fitted[0] + itemBias[item] + product(tastes, item)
    }
  }

  private func vector(_ item: Int) -> [Double] {
    (0..<spec.factors).map { items[item * width + $0 / 4][$0 % 4] }
  }

  private func product(_ tastes: [SIMD4<Double>], _ item: Int) -> Double {
    var dot = SIMD4<Double>.zero
    for index in 0..<width { dot += tastes[index] * items[item * width + index] }
    return dot.sum()
  }
}

/// One person's few values from few ratings: least squares with a penalty for each.
enum RatedRidge {
  /// - Returns: zeros where nothing is known, or nothing can be solved.
  static func fit(
    _ known: [(features: [Double], left: Double)], penalties: [Double]
  ) -> [Double] {
    let count = penalties.count
    let none = [Double](repeating: 0, count: count)
    guard !known.isEmpty else { return none }
    var matrix = Matrix(rowCount: count, columnCount: count)
    var right = none
    for entry in known {
      for i in 0..<count where entry.features[i] != 0 {
        right[i] += entry.features[i] * entry.left
        for j in 0...i { matrix[i, j] += entry.features[i] * entry.features[j] }
      }
    }
    for i in 0..<count {
      matrix[i, i] += max(penalties[i], 1e-9)
      for j in 0..<i { matrix[j, i] = matrix[i, j] }
    }
    return Cholesky(matrix)?.solve(right) ?? none
  }
}
