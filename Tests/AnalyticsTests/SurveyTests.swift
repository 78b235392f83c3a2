/// Surveys: figures by hand, intervals that hold what they say, planted drivers found.
import Analytics
import Foundation
import Learning
import Support
import Tables
import TestKit
import Testing

@Suite struct SurveyTests {
  private func table(_ text: String) throws -> Table {
    try TableReader.read(text: text, named: "survey", ReadOptions(), Run())
  }

  private func metrics(
    _ text: String, _ change: (inout SurveyOptions) -> Void = { _ in }
  ) throws -> SurveyMetrics {
    var options = SurveyOptions()
    change(&options)
    return try SurveyMetrics(try table(text), options, Run())
  }

  @Test func `a net score is promoters less detractors`() throws {
    let answers = [10, 9, 9, 8, 7, 6, 0, 3, 10, 5]
    let found = try metrics("nps\n" + answers.map { "\($0)\n" }.joined())
    let figure = found.questions[0].figure
    #expect(figure.good.part == 4 && figure.bad.part == 4)
    #expect(figure.value == 0 && abs(figure.lower + figure.upper) < 1e-9)
    #expect(abs(figure.mean - 6.7) < 1e-12)
    #expect(found.questions[0].counts.map(\.count).reduce(0, +) == 10)
  }

  @Test func `satisfaction is the share of fours and fives with Wilson's interval`() throws {
    let found = try metrics(
      "满意度,地区\n" + (0..<50).map { "\($0 % 5 + 1),\($0 % 2 == 0 ? "北" : "南")\n" }.joined())
    let question = found.questions[0]
    #expect(question.scale == .csat)
    let share = Share(20, of: 50)
    #expect(question.figure.value == share.value)
    #expect(question.figure.lower == share.lower && question.figure.upper == share.upper)
  }

  @Test func `effort has five steps or seven`() throws {
    let seven = try metrics("effort_score\n7\n5\n3\n1\n")
    #expect(seven.questions[0].scale == .cesOfSeven)
    #expect(seven.questions[0].figure.value == 0.5)
    let five = try metrics("费力度评分\n5\n4\n2\n1\n") { $0.scores = ["费力度评分"] }
    #expect(five.questions[0].scale == .ces)
  }

  @Test func `answers in words are read in both languages`() throws {
    let found = try metrics("satisfaction\n非常满意\n满意\n一般\nVery satisfied\nvery dissatisfied\n\n")
    #expect(found.questions[0].counts.map(\.answer) == [1, 3, 4, 5])
    #expect(found.questions[0].figure.good.part == 3)
    #expect(found.notices.contains { $0.code == "wordsAsScores" })
  }

  @Test func `answers off the scale are named with their rows`() throws {
    #expect(
      throws: AnalyticsError.scoresOutside(
        header: "nps", lowest: 0, highest: 10, count: 2,
        first: [.init(row: 2, value: 11), .init(row: 4, value: -1)])
    ) {
      try metrics("nps\n10\n11\n0\n-1\n")
    }
    #expect(throws: AnalyticsError.self) { try metrics("satisfaction\n6\n") { $0.kind = .csat } }
    #expect(throws: AnalyticsError.self) { try metrics("a,b\n1,2\n") }
  }

  /// The interval of a net score holds the truth about as often as it says.
  @Test(arguments: [(0.5, 0.2), (0.1, 0.6), (0.02, 0.02), (0.95, 0.02)])
  func `the interval of a net score holds what it says`(_ good: Double, _ bad: Double) throws {
    for count in [20, 100, 500] {
      var random = SeededRandom(seed: 11, stream: count)
      var held = 0
      let rounds = 1000
      for _ in 0..<rounds {
        let answers = (0..<count).map { _ -> Int in
          let draw = random.unit()
          return draw < good ? 9 : draw < good + bad ? 3 : 7
        }
        let parts = (answers.count { $0 == 9 }, answers.count { $0 == 3 })
        let net = SurveyFigure.net(Share(parts.0, of: count), Share(parts.1, of: count))
        if net.lower <= good - bad, good - bad <= net.upper { held += 1 }
      }
      #expect(Double(held) / Double(rounds) > 0.92, "\(good) \(bad) \(count)")
    }
  }

  @Test func `planted drivers are found, and nothing else`() throws {
    var random = SeededRandom(seed: 3)
    var lines = ["nps,region,colour,service_score,email"]
    for row in 0..<600 {
      let region = ["north", "south", "east"][Int(random.below(3))]
      let colour = ["red", "blue"][Int(random.below(2))]
      let base = region == "south" ? 4.5 : 8
      let score = max(0, min(10, Int(base + 3 * (random.unit() - 0.5) + 0.5)))
      let service = max(1, min(5, (score + Int(random.below(3))) / 2))
      lines.append("\(score),\(region),\(colour),\(service),person\(row)@example.com")
    }
    let found = try metrics(lines.joined(separator: "\n") + "\n")
    let clear = found.drivers.filter(\.isClear)
    #expect(clear.contains { $0.level == "south" && $0.effect.value < -50 })
    #expect(clear.contains { $0.header == "service_score" && $0.effect.value > 0.5 })
    #expect(!clear.contains { $0.header == "colour" })
    #expect(!found.drivers.contains { $0.header == "email" })
  }

  @Test func `a rising figure is called rising`() throws {
    var random = SeededRandom(seed: 5)
    let rows = (0..<900).map { row -> String in
      let month = row / 100 + 1
      let isGood = random.unit() < 0.2 + 0.06 * Double(month)
      return "2025-0\(month)-1\(row % 10),\(isGood ? 5 : 2)"
    }
    let found = try metrics("date,satisfaction\n" + rows.joined(separator: "\n") + "\n")
    let trend = try #require(found.trend)
    #expect(trend.period == .month && trend.periods.count == 9)
    let slope = try #require(trend.slope)
    #expect(abs(slope.value - 0.06) < 0.02)
    #expect((slope.lower ?? 0) > 0)
  }

  @Test func `differences are those of Welch`() throws {
    // R: t.test(c(1,2,3,4,5), c(2,2,3)) gives t = 0.8528, df = 5.68.
    let found = try #require(SurveyDrivers.difference([1, 2, 3, 4, 5], [2, 2, 3]))
    #expect(abs(found.bounds.value - 2.0 / 3) < 1e-12)
    let error = (2.5 / 5 + 1.0 / 9).squareRoot()
    #expect(abs(found.bounds.value / error - 0.8528) < 1e-4)
    let degrees = pow(2.5 / 5 + 1.0 / 9, 2) / (pow(0.5, 2) / 4 + pow(1.0 / 9, 2) / 2)
    let reach = StudentQuantile.at(0.975, degrees: degrees) * error
    #expect(abs((found.bounds.upper ?? 0) - 2.0 / 3 - reach) < 1e-5)
  }
}

/// Student's t by a sum over its density: a second way to the quantile.
private enum StudentQuantile {
  static func at(_ p: Double, degrees: Double) -> Double {
    let scale = exp(lgamma((degrees + 1) / 2) - lgamma(degrees / 2)) / (degrees * .pi).squareRoot()
    func density(_ t: Double) -> Double { scale * pow(1 + t * t / degrees, -(degrees + 1) / 2) }
    var (sum, t) = (0.5, 0.0)
    let step = 1e-6
    while sum < p {
      sum += step / 6 * (density(t) + 4 * density(t + step / 2) + density(t + step))
      t += step
    }
    return t
  }
}
