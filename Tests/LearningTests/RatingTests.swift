import Learning
import Support
import Testing

struct RatingTests {
  /// Four people, four items, eleven ratings, as many in each row as the published matrix has;
  /// zeros are items nobody rated.
  private static let matrix: [[Double]] = [
    [5, 3, 0, 1], [4, 0, 0, 1], [1, 1, 0, 5], [0, 1, 5, 4],
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
}
