import Learning
import Numerics
import Support
import Testing

struct RatingTests {
  /// The published matrix of four people and four items, of which five cells are zeros: the only
  /// one with three, two, three and three ratings from 1 to 5 in its rows, 5, 3, 0, 1 in the first
  /// of them, that gives the printed errors of the test below (the order of the last two rows is
  /// anybody's choice).
  private static let matrix: [[Double]] = [
    [5, 3, 0, 1], [2, 0, 0, 4], [0, 3, 4, 5], [3, 1, 0, 2],
  ]

  private static func ratings() -> Ratings {
    var (people, items, values): ([Int32], [Int32], [Double]) = ([], [], [])
    for (person, row) in matrix.enumerated() {
      for (item, value) in row.enumerated() where value > 0 {
        people.append(Int32(person))
        items.append(Int32(item))
        values.append(value)
      }
    }
    return Ratings(personCount: 4, itemCount: 4, people: people, items: items, values: values)
  }

  @Test func `a matrix of sixteen cells has eleven ratings, and zeros are none`() {
    #expect(Self.ratings().count == 11)
    #expect(Self.ratings().lowest == 1)
  }

  /// Zeros taken for ratings: the literal reading, in which somebody would rate an item -0.5.
  @Test func `main directions of the published matrix leave the published errors`() throws {
    let cells = Self.matrix.enumerated().flatMap { row, values in
      values.enumerated().map { (row: Int32(row), column: Int32($0), value: $1) }
    }
    let choices = SparseMatrix(rowCount: 4, columnCount: 4, cells: cells)
    let all = Self.matrix.joined().reduce(0.0) { $0 + $1 * $1 }
    for (rank, printed) in [(1, 6.215088), (2, 2.932142)] {
      let model = try TruncatedSVD(rank: rank).fit(choices, Run())
      let left = all - model.values.reduce(0.0) { $0 + $1 * $1 }
      #expect(abs(left.squareRoot() - printed) < 1e-6)
    }
    var wish = PureSVD()
    wish.factors = 2
    let first = ItemHistory(items: [0, 1, 3], weights: [5, 3, 1])
    let scores = try wish.fit(choices, Run()).scores(first)
    for (score, printed) in zip(scores, [5.08, 2.11, -0.50, 1.70] as [Float]) {
      #expect(abs(score - printed) < 0.005)
    }
  }

  @Test func `the corrected update learns eleven ratings`() throws {
    let ratings = Self.ratings()
    let model = try GradientFactors().fit(ratings, Run())
    #expect(model.divergedAt == nil)
    #expect(model.error(on: ratings, scale: ratings) < 1e-4)
  }

  @Test func `the update with its printed signs diverges`() throws {
    var spec = GradientFactors()
    spec.direction = -1
    let model = try spec.fit(Self.ratings(), Run())
    let step = try #require(model.divergedAt)
    #expect(step < 200)
    // What is left is the mean, not a number without meaning.
    #expect(model.rating(0, 0) == Self.ratings().mean)
  }

  @Test func `nothing known gives the mean, and nothing breaks without ratings`() throws {
    let none = Ratings(personCount: 2, itemCount: 2, people: [], items: [], values: [])
    let one = Ratings(personCount: 1, itemCount: 1, people: [0], items: [0], values: [4])
    for ratings in [none, one] {
      let models: [any RatingModel] = [
        try RatingBaseline(ratings, Run()), try RatingNeighbours(ratings, Run()),
        try RatingFactors().fit(ratings, Run()), try RatingBlend().fit(ratings, Run()),
        try GradientFactors().fit(ratings, Run()),
      ]
      for model in models {
        #expect(model.rating(0, 0).isFinite)
        #expect(abs(model.rating(nil, nil) - ratings.mean) < 1)
        let all = model.ratings(of: 0)
        #expect(all.allSatisfy { $0.isFinite })
      }
    }
  }

  @Test func `the same seed gives the same bits`() throws {
    let ratings = Self.ratings()
    let one = try RatingBlend().fit(ratings, Run())
    let two = try RatingBlend().fit(ratings, Run())
    #expect(one.ratings(of: 1) == two.ratings(of: 1))
  }

  /// Thirty people of two tastes and twenty items, about half of them rated.
  private static func tastes() -> Ratings {
    var random = SeededRandom(seed: 7)
    var (people, items, values): ([Int32], [Int32], [Double]) = ([], [], [])
    for person in 0..<30 {
      for item in 0..<20 where random.unit() < 0.5 {
        people.append(Int32(person))
        items.append(Int32(item))
        let isLiked = person % 2 == item % 2
        values.append((isLiked ? 4.5 : 1.5) + (random.below(2) == 0 ? 0.5 : -0.5))
      }
    }
    return Ratings(personCount: 30, itemCount: 20, people: people, items: items, values: values)
  }

  @Test func `all items at once give what one after the other gives`() throws {
    let ratings = Self.tastes()
    for most in [1, 3, 60] {
      var options = RatingNeighbours.Options()
      options.neighbours = most
      let model = try RatingNeighbours(ratings, options: options, Run())
      for person in 0..<30 {
        let all = model.ratings(of: person)
        for item in 0..<20 { #expect(abs(all[item] - model.rating(person, item)) < 1e-12) }
      }
    }
  }

  @Test func `a person folded in is told like one that was learnt`() throws {
    let ratings = Self.tastes()
    var spec = RatingFactors()
    (spec.factors, spec.rounds, spec.learningRate, spec.penalty) = (4, 300, 0.02, 0.1)
    let models: [any RatingModel] = [
      try RatingBaseline(ratings, Run()), try RatingNeighbours(ratings, Run()),
      try spec.fit(ratings, Run()), try RatingBlend().fit(ratings, Run()),
    ]
    for model in models {
      for person in [0, 1] {
        let (known, folded) = (
          model.ratings(of: person), model.ratings(folded: ratings.ownRatings(person))
        )
        let apart = zip(known, folded).map { abs($0 - $1) }.reduce(0, +) / 20
        #expect(apart < 0.6, "\(type(of: model))")
      }
      // Somebody unknown who likes even items is told to like the others of them.
      if !(model is RatingBaseline) {
        let told = model.ratings(
          folded: [0, 2, 4, 1, 3].map { item in
            OwnRating(item: item, value: item % 2 == 0 ? 5 : 1)
          })
        let (even, odd) = (told[6] + told[8] + told[10], told[7] + told[9] + told[11])
        #expect(even > odd, "\(type(of: model))")
      }
      #expect(model.ratings(folded: []).allSatisfy { $0.isFinite })
    }
  }
}
