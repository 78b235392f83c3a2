/// Topics and trends of texts: planted ones are found, chance is not taken for news.
import Analytics
import Foundation
import Learning
import Numerics
import Support
import Tables
import TestKit
import Testing

@Suite struct TextTopicTests {
  private static let themes: [[String]] = [
    ["delivery", "courier", "parcel", "late", "tracking"],
    ["battery", "charger", "screen", "phone", "overheats"],
    ["waiter", "soup", "restaurant", "dinner", "menu"],
  ]
  private static let chinese: [[String]] = [
    ["快递", "物流", "包裹", "配送"], ["电池", "屏幕", "手机", "充电"],
  ]

  private func texts(
    _ themes: [[String]], count: Int, joint: String, seed: UInt64 = 1
  ) -> (texts: [String], theme: [Int]) {
    var random = SeededRandom(seed: seed)
    var (texts, theme): ([String], [Int]) = ([], [])
    for place in 0..<count {
      let own = themes[place % themes.count]
      let words = (0..<4).map { _ in own[random.below(own.count)] }
      texts.append(words.joined(separator: joint))
      theme.append(place % themes.count)
    }
    return (texts, theme)
  }

  @Test func `planted topics are found, and how many there are`() throws {
    let (texts, theme) = texts(Self.themes, count: 150, joint: " the ")
    let found = try TextTopics(
      FeedbackTexts(texts, redacts: true), days: nil, TextTopics.Options(), Run())
    #expect(found.topics.count == 3)
    for topic in found.topics.indices {
      let rows = theme.indices.filter { found.topicOf[$0] == topic }
      let themes = Set(rows.map { theme[$0] })
      #expect(themes.count == 1)
      let words = Set(Self.themes[themes.first ?? 0])
      #expect(found.topics[topic].terms.prefix(3).allSatisfy { words.contains($0.term) })
      #expect(found.topics[topic].growth == nil)
    }
    #expect(found.explained > 0.5 && found.explained <= 1)
  }

  @Test func `a topic of one word says nothing of how words go together`() throws {
    let texts = (0..<60).map { $0 % 2 == 0 ? "delicious" : "courier parcel tracking" }
    var options = TextTopics.Options()
    options.count = 2
    let found = try TextTopics(FeedbackTexts(texts, redacts: true), days: nil, options, Run())
    let single = try #require(found.topics.first { $0.name == "delicious" })
    #expect(single.coherence == nil)
    let other = try #require(found.topics.first { $0.name != "delicious" })
    #expect((other.coherence ?? 0) > 0.9)
    #expect(found.grade.letter == .b)
    let alone = (0..<60).map { ["delicious", "courier", "battery", "waiter"][$0 % 4] }
    options.count = 4
    let none = try TextTopics(FeedbackTexts(alone, redacts: true), days: nil, options, Run())
    #expect(none.grade.letter == .d && none.topics.allSatisfy { $0.coherence == nil })
  }

  @Test func `topics of Chinese texts have words of Chinese`() throws {
    let (texts, theme) = texts(Self.chinese, count: 80, joint: "，")
    var options = TextTopics.Options()
    options.count = 2
    let found = try TextTopics(FeedbackTexts(texts, redacts: true), days: nil, options, Run())
    let right = theme.indices.count { found.topicOf[$0] == found.topicOf[theme[$0]] }
    #expect(right == theme.count)
    #expect(found.topics.allSatisfy { $0.terms.allSatisfy { $0.term.unicodeScalars.count >= 2 } })
  }

  @Test func `a growing topic is called growing`() throws {
    var random = SeededRandom(seed: 9)
    var (texts, days): ([String], [Int32?]) = ([], [])
    for day in 0..<200 {
      let isLate = random.unit() < (day < 100 ? 0.2 : 0.7)
      let own = Self.themes[isLate ? 0 : 1]
      texts.append((0..<4).map { _ in own[random.below(5)] }.joined(separator: " "))
      days.append(Int32(20_000 + day))
    }
    var options = TextTopics.Options()
    options.count = 2
    let found = try TextTopics(FeedbackTexts(texts, redacts: true), days: days, options, Run())
    let late = try #require(
      found.topics.first { topic in topic.terms.contains { $0.term == "courier" } })
    #expect((late.growth?.lower ?? 0) > 0)
    #expect(abs((late.growth?.value ?? 0) - 0.5) < 0.2)
  }

  @Test func `too little to find topics in is refused, odd texts are not`() throws {
    #expect(throws: AnalyticsError.self) {
      try TextTopics(
        FeedbackTexts(["a b", "c"], redacts: true), days: nil, TextTopics.Options(), Run())
    }
    var (texts, _) = texts(Self.themes, count: 40, joint: " ")
    texts += ["", "   ", "😡😡", "zzzzzz", String(repeating: "courier ", count: 5000)]
    let found = try TextTopics(
      FeedbackTexts(texts, redacts: true), days: nil, TextTopics.Options(), Run())
    #expect(found.topicOf[40] == -1 && found.topicOf[43] == -1)
    #expect(found.notices.contains { $0.code == "textsWithoutTopic" })
    #expect(found.strengthOf.allSatisfy { $0.isFinite })
  }

  /// Multiplicative updates of Lee and Seung 2001 come to the same loss, more slowly.
  @Test func `factors are as good as those of another way`() throws {
    var random = SeededRandom(seed: 4)
    let (n, m, k) = (30, 20, 3)
    var cells: [(row: Int32, column: Int32, value: Double)] = []
    for row in 0..<n {
      for column in 0..<m where random.unit() < 0.4 || row % 3 == column % 3 {
        cells.append((Int32(row), Int32(column), random.unit() + (row % 3 == column % 3 ? 2 : 0)))
      }
    }
    let matrix = SparseMatrix(rowCount: n, columnCount: m, cells: cells)
    var spec = NonnegativeFactors(rank: k)
    (spec.maxRounds, spec.tolerance) = (2000, 1e-12)
    let model = try spec.fit(matrix, Run())
    for (one, two) in zip(model.losses, model.losses.dropFirst()) { #expect(two <= one + 1e-9) }
    var x = [Double](repeating: 0, count: n * m)
    for cell in cells { x[Int(cell.row) * m + Int(cell.column)] = cell.value }
    var w = (0..<n * k).map { _ in random.unit() }
    var h = (0..<m * k).map { _ in random.unit() }
    func product(_ row: Int, _ column: Int) -> Double {
      (0..<k).reduce(0.0) { $0 + w[row * k + $1] * h[column * k + $1] }
    }
    for _ in 0..<3000 {
      var fitted = (0..<n * m).map { product($0 / m, $0 % m) }
      for row in 0..<n {
        for t in 0..<k {
          let above = (0..<m).reduce(0.0) { $0 + x[row * m + $1] * h[$1 * k + t] }
          let below = (0..<m).reduce(0.0) { $0 + fitted[row * m + $1] * h[$1 * k + t] }
          w[row * k + t] *= above / max(below, 1e-12)
        }
      }
      fitted = (0..<n * m).map { product($0 / m, $0 % m) }
      for column in 0..<m {
        for t in 0..<k {
          let above = (0..<n).reduce(0.0) { $0 + x[$1 * m + column] * w[$1 * k + t] }
          let below = (0..<n).reduce(0.0) { $0 + fitted[$1 * m + column] * w[$1 * k + t] }
          h[column * k + t] *= above / max(below, 1e-12)
        }
      }
    }
    let loss = (0..<n * m).reduce(0.0) { sum, cell in
      let error = x[cell] - product(cell / m, cell % m)
      return sum + error * error
    }
    let own = try #require(model.losses.last)
    #expect(abs(own - loss) < 0.01 * loss)
    let direct = (0..<n * m).reduce(0.0) { sum, cell in
      let fitted = (0..<k).reduce(0.0) {
        $0 + model.rows[cell / m * k + $1] * model.columns[cell % m * k + $1]
      }
      return sum + (x[cell] - fitted) * (x[cell] - fitted)
    }
    #expect(abs(own - direct) < 1e-6 * direct)
  }
}

@Suite struct FeedbackTrendTests {
  @Test func `one change is found where it is, and none where there is none`() {
    var (found, falseAlarms) = (0, 0)
    for seed in 0..<100 {
      var random = SeededRandom(seed: UInt64(seed))
      func bad(_ share: Double) -> Int { (0..<40).count { _ in random.unit() < share } }
      let calm = (0..<30).map { _ in bad(0.2) }
      if !ChangePoints(parts: calm, wholes: calm.map { _ in 40 }).starts.isEmpty {
        falseAlarms += 1
      }
      let jump = (0..<30).map { bad($0 < 18 ? 0.2 : 0.45) }
      let starts = ChangePoints(parts: jump, wholes: jump.map { _ in 40 }).starts
      if starts.count == 1, abs(starts[0] - 18) <= 1 { found += 1 }
    }
    #expect(found >= 85)
    #expect(falseAlarms <= 8)
  }

  @Test func `volumes change too, and wild counts are not taken for changes`() {
    var random = SeededRandom(seed: 2)
    func poisson(_ mean: Double) -> Int {
      var (count, product) = (0, random.unit())
      let least = exp(-mean)
      while product > least {
        product *= random.unit()
        count += 1
      }
      return count
    }
    let jump = (0..<24).map { poisson($0 < 12 ? 20 : 45) }
    #expect(ChangePoints(counts: jump).starts == [12])
    var alarms = 0
    for _ in 0..<40 {
      // Ten times the spread of chance.
      let wild = (0..<24).map { _ in poisson(20) + (random.below(2) == 0 ? 30 : 0) }
      if !ChangePoints(counts: wild).starts.isEmpty { alarms += 1 }
    }
    #expect(alarms <= 8)
    #expect(ChangePoints(counts: []).starts.isEmpty)
    #expect(ChangePoints(counts: [3]).starts.isEmpty)
    #expect(ChangePoints(parts: [0, 0], wholes: [0, 0]).starts.isEmpty)
  }

  /// All partings tried one by one cost no less.
  @Test func `the parting is the cheapest of all`() {
    let parts = [1, 2, 1, 8, 9, 7, 2, 1]
    let wholes = parts.map { _ in 10 }
    func cost(_ range: Range<Int>) -> Double {
      let (a, n) = (Double(parts[range].reduce(0, +)), Double(wholes[range].reduce(0, +)))
      guard a > 0, a < n else { return 0 }
      return -2 * (a * log(a / n) + (n - a) * log((n - a) / n))
    }
    var best = (Double.infinity, [Int]())
    for bits in 0..<(1 << 7) {
      let starts = (1..<8).filter { bits & (1 << ($0 - 1)) != 0 }
      let edges = [0] + starts + [8]
      let total =
        zip(edges, edges.dropFirst()).reduce(0.0) { $0 + cost($1.0..<$1.1) }
        + 3 * log(8) * Double(starts.count)
      if total < best.0 { best = (total, starts) }
    }
    #expect(ChangePoints(parts: parts, wholes: wholes).starts == best.1)
    #expect(best.1 == [3, 6])
  }

  @Test func `new words are those people have begun to say`() throws {
    var random = SeededRandom(seed: 6)
    let usual = ["parcel", "arrived", "quick", "friendly", "price", "quality", "box", "service"]
    var (lines, words): ([String], [String]) = (["date,comment,rating"], [])
    for day in 0..<240 {
      words = (0..<5).map { _ in usual[random.below(8)] }
      let isNew = day >= 180 && random.unit() < 0.4
      if isNew { words.append("refund") }
      let date = CivilDate.text(days: Int32(20_100 + day))
      lines.append("\(date),\(words.joined(separator: " ")),\(isNew ? 1 : 4 + day % 2)")
    }
    let table = try TableReader.read(
      text: lines.joined(separator: "\n") + "\n", named: "t", ReadOptions(), Run())
    let texts = try FeedbackTexts(table, redacts: true)
    let dates = try #require(table.column(.date)?.date)
    let rating = try #require(table.column(.rating)?.number)
    let found = try FeedbackTrendStudy(
      texts, days: dates.days.map { $0 }, ratings: rating.values.map { $0 }, period: .week, Run())
    #expect(found.emerging.map(\.term) == ["refund"])
    #expect(found.fading.isEmpty)
    let change = try #require(found.changes.first { $0.what == .negativeShare })
    #expect(change.after > change.before + 0.2)
    let place = try #require(found.periods.firstIndex { $0.name == change.period })
    #expect(abs(place - 180 / 7) <= 2)
    // Texts by words alone, without ratings, are taken as well.
    let plain = try FeedbackTrendStudy(
      texts, days: dates.days.map { $0 }, ratings: nil, period: nil, Run())
    #expect(plain.periods.count == found.periods.count)
  }
}
