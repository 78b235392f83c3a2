import Numerics
import Support
import Tables
import TestKit
import Testing

@testable import Analytics
@testable import Learning

/// Ratings beside texts say what words of feeling mean there.
@Suite struct RatingCalibrationTests {
  /// Words as sure as `odds` says.
  private func words(_ odds: Double) -> Sentiment {
    Sentiment(positive: 1 / (1 + Math.exp(-odds)))
  }

  /// Here even mild praise goes with middling ratings.
  private func planted() -> (words: [Sentiment], ratings: [Sentiment.Label?]) {
    var random = SeededRandom(seed: 3)
    var (all, ratings): ([Sentiment], [Sentiment.Label?]) = ([], [])
    for place in 0..<600 {
      let odds = 3 * random.normal()
      all.append(words(odds))
      let felt = odds - 1.5 + 0.5 * random.normal()
      ratings.append(place % 6 == 0 ? nil : felt < -1 ? .negative : felt < 1 ? .neutral : .positive)
    }
    return (all, ratings)
  }

  @Test func `a shifted neutral band is found and does better on texts not seen`() throws {
    let (all, ratings) = planted()
    let found = try #require(try RatingCalibration(all, ratings, Run()))
    #expect(found.texts == 500)
    #expect(found.isUsed && found.after.macroF1 > found.before.macroF1 + 0.1)
    // Neutral from 0.5 to 2.5 in log-odds.
    func odds(_ score: Double) -> Double { Math.log((1 + score) / (1 - score)) }
    #expect(abs(odds(found.neutral.lowerBound) - 0.5) < 0.3, "\(found.neutral)")
    #expect(abs(odds(found.neutral.upperBound) - 2.5) < 0.3, "\(found.neutral)")
    #expect(found.sentiment(words(1.5)).label == .neutral)
    #expect(found.sentiment(words(4)).label == .positive)
    #expect(found.sentiment(words(0)).label == .negative)
    let scores = [-3.0, 0, 1, 2, 4].map { found.sentiment(words($0)).score }
    #expect(scores == scores.sorted())
  }

  @Test func `ratings are looked at up to the bound, and every second beyond`() throws {
    for (count, looked) in [
      (Limits.calibrationTexts, Limits.calibrationTexts),
      (Limits.calibrationTexts + 1, Limits.calibrationTexts / 2 + 1),
    ] {
      let all = (0..<count).map { words($0 % 3 == 0 ? -1 : 1) }
      let ratings = (0..<count).map { place -> Sentiment.Label? in
        place % 5 == 0 ? .neutral : place % 3 == 0 ? .negative : .positive
      }
      #expect(try RatingCalibration(all, ratings, Run())?.texts == looked)
    }
  }

  /// The first derivative of the ordered model is nought where it was fitted: chances of each
  /// feeling add up to how often it was rated.
  @Test func `chances add up to the ratings`() throws {
    let (all, ratings) = planted()
    let found = try #require(try RatingCalibration(all, ratings, Run()))
    let rated = all.indices.filter { ratings[$0] != nil }
    let sum = rated.reduce(0.0) { $0 + found.sentiment(all[$1]).positive }
    let truth = rated.reduce(0.0) {
      $0 + (ratings[$1] == .positive ? 1 : ratings[$1] == .neutral ? 0.5 : 0)
    }
    #expect(abs(sum - truth) < 0.02 * truth, "\(sum) \(truth)")
  }

  @Test func `ratings without a middle have no neutral band, few or equal ones say nothing`() throws
  {
    let (all, _) = planted()
    let two = all.map { Optional($0.positive > 0.6 ? Sentiment.Label.positive : .negative) }
    let found = try #require(try RatingCalibration(all, two, Run()))
    #expect(found.neutral.lowerBound == found.neutral.upperBound)
    #expect(found.after.macroF1 > 0.95)
    #expect(try RatingCalibration(Array(all.prefix(59)), Array(two.prefix(59)), Run()) == nil)
    #expect(try RatingCalibration(all, all.map { _ in .positive }, Run()) == nil)
    #expect(try RatingCalibration(all, all.map { _ in nil }, Run()) == nil)
  }

  @Test func `ratings that have nothing to do with the words change nothing`() throws {
    let (all, _) = planted()
    var random = SeededRandom(seed: 8)
    let wild = all.map { _ in Optional(Sentiment.Label.allCases[random.below(3)]) }
    let found = try #require(try RatingCalibration(all, wild, Run()))
    #expect(found.after.macroF1 < 0.42)
  }

  /// Feelings about cars, rated -1, 0 and 1: most are neutral there, which no list of words knows.
  @Test(.enabled(if: Repository.hasShared, "the data sets are not beside the package"))
  func `ratings of posts about cars make the words better`() throws {
    let task = try #require(try TextTask.named("bdci_sentiment"))
    func label(_ row: (text: [UInt8], labels: [String])) -> Sentiment.Label {
      row.labels == ["1"] ? .positive : row.labels == ["-1"] ? .negative : .neutral
    }
    let train = task.train.map { Sentiment(TextScalars($0.text)) }
    let found = try #require(
      try RatingCalibration(train, task.train.map { label($0) }, Run()))
    #expect(found.isUsed)
    func macroF1(_ labels: [Sentiment.Label]) -> Double {
      let truth = task.test.map(label)
      return Sentiment.Label.allCases.reduce(0.0) { sum, feeling in
        let both = zip(labels, truth).count { $0 == feeling && $1 == feeling }
        let all = labels.count { $0 == feeling } + truth.count { $0 == feeling }
        return sum + 2 * Double(both) / Double(max(1, all))
      } / 3
    }
    let plain = task.test.map { Sentiment(TextScalars($0.text)) }
    let (before, after) = (
      macroF1(plain.map(\.label)), macroF1(plain.map { found.sentiment($0).label })
    )
    #expect(after > before + 0.04, "\(before) \(after)")
  }
}
