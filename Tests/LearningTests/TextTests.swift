import Glibc
import Numerics
import Support
import Testing

@testable import Learning

/// Texts as counts, weights and a model, on texts small enough to do by hand.
@Suite struct TextTests {
  struct Tokens: Sendable {
    var text: String
    var grams: [String]
  }

  static let words = [
    Tokens(
      text: "很快，好吃，味道足，量大 OK!",
      grams: ["很", "快", "好", "吃", "味", "道", "足", "量", "大", "ok"]),
    Tokens(
      text: "@VirginAmerica it's 2 hours LATE...",
      grams: ["virginamerica", "it", "s", "2", "hours", "late"]),
    Tokens(
      text: "iPhone15用了3天就坏了😡",
      grams: ["iphone15", "用", "了", "3", "天", "就", "坏", "了"]),
    Tokens(text: "ＡＢＣ　Café", grams: ["caf"]), Tokens(text: "", grams: []),
  ]

  @Test(arguments: words)
  func `words are runs of letters and digits, and single Han characters`(_ case: Tokens) {
    #expect(NGrams(words: 1...1).list(`case`.text).map(\.gram) == `case`.grams)
  }

  static let cut = [
    Tokens(text: "很快，味道不错，服务OK!", grams: ["很", "快", "味道", "不错", "服务", "ok"]),
    // What stands apart is no word, though the dictionary has it.
    Tokens(text: "味 道 服，务", grams: ["味", "道", "服", "务"]),
    Tokens(text: "iPhone15味道3服务", grams: ["iphone15", "味道", "3", "服务"]),
    Tokens(text: "good food", grams: ["good", "food"]), Tokens(text: "", grams: []),
  ]

  @Test(arguments: cut)
  func `where it is asked for, words are those of the dictionary`(_ case: Tokens) {
    let found = NGrams(words: 1...1, cutsHan: true).list(`case`.text)
    #expect(found.map(\.gram) == `case`.grams)
    // Words of one token are their own bytes, but for capital letters.
    let bytes = Array(`case`.text.utf8)
    for (gram, place) in found {
      #expect(String(decoding: bytes[place], as: UTF8.self).lowercased() == gram)
    }
    let runs = NGrams(words: 1...2, cutsHan: true).list(`case`.text).map(\.gram)
    #expect(
      runs == `case`.grams + zip(`case`.grams, `case`.grams.dropFirst()).map { "\($0) \($1)" })
  }

  static let characters = [
    Tokens(
      text: "Ab 好吃",
      grams: [
        " ", "a", "b", " ", " a", "ab", "b ", " ab", "ab ", " ", "好", "吃", " ", " 好", "好吃", "吃 ",
        " 好吃", "好吃 ",
      ]),
    Tokens(text: "x", grams: [" ", "x", " ", " x", "x ", " x "]),
  ]

  @Test(arguments: characters)
  func `characters are taken within words put between blanks`(_ case: Tokens) {
    #expect(NGrams(characters: 1...3).list(`case`.text).map(\.gram) == `case`.grams)
  }

  @Test func `a short word is taken once whole and no longer`() {
    #expect(NGrams(characters: 4...6).list("x").map(\.gram) == [" x "])
  }

  @Test func `grams know their bytes`() {
    let found = NGrams(words: 2...2).list("好 OK!")
    #expect(found.map(\.gram) == ["好 ok"])
    #expect(found.map(\.place) == [0..<6])
  }

  private static let corpus = ["good food good", "bad food", "good service", "bad bad service"]

  private static func counted(_ ngrams: NGrams = NGrams(words: 1...1)) throws -> GramCounts {
    try GramCounts(corpus.map { Array($0.utf8) }, ngrams, minDocuments: 1, Run())
  }

  @Test func `columns stand in code-point order with exact counts`() throws {
    let counted = try Self.counted()
    #expect((0..<4).map(counted.gram) == ["bad", "food", "good", "service"])
    #expect(counted.counts.columns == [1, 2, 0, 1, 2, 3, 0, 3])
    #expect(counted.counts.values == [1, 2, 1, 1, 1, 1, 2, 1])
  }

  @Test func `weights are those of the formula`() throws {
    let counted = try Self.counted()
    let weights = TFIDF(counted.counts, rows: [0, 1, 2], minDocuments: 1)
    // Of three texts one holds "bad", two "food", two "good", one "service".
    let idf = [log(4.0 / 2) + 1, log(4.0 / 3) + 1, log(4.0 / 3) + 1, log(4.0 / 2) + 1]
    for (found, expected) in zip(weights.idf, idf) { #expect(abs(found - expected) < 1e-15) }
    let row = weights.rows(counted.counts, [0])
    let (food, good) = (idf[1], (1 + log(2.0)) * idf[2])
    let length = (food * food + good * good).squareRoot()
    #expect(abs(row.values[0] - food / length) < 1e-15)
    #expect(abs(row.values[1] - good / length) < 1e-15)
  }

  @Test func `rare and surplus grams are left out by the training part alone`() throws {
    let counted = try Self.counted()
    let common = TFIDF(counted.counts, rows: [0, 1, 2], minDocuments: 2)
    #expect(common.columns == [1, 2])
    let few = TFIDF(counted.counts, rows: [0, 1, 2], minDocuments: 1, featureCountMax: 3)
    #expect(few.columns == [0, 1, 2])
  }

  /// The same optimum by plain gradient descent on dense rows: another algorithm, other code.
  @Test func `two classes reach the optimum that plain descent reaches`() throws {
    let counted = try Self.counted()
    let weights = TFIDF(counted.counts, rows: [0, 1, 2, 3], minDocuments: 1)
    let x = weights.rows(counted.counts, [0, 1, 2, 3])
    let y = [1, 0, 1, 0]
    let model = try SparseLogistic(c: 2).fit(x, labels: y, classCount: 2, Run())
    var dense = [[Double]](repeating: [0, 0, 0, 0], count: 4)
    for row in 0..<4 {
      for place in x.range(row) { dense[row][Int(x.columns[place])] = x.values[place] }
    }
    var w = [0.0, 0, 0, 0]
    var b = 0.0
    for _ in 0..<20_000 {
      var gradient = w
      var slope = 0.0
      for row in 0..<4 {
        let z = zip(w, dense[row]).reduce(b) { $0 + $1.0 * $1.1 }
        let error = 2 * (1 / (1 + exp(-z)) - Double(y[row]))
        for k in 0..<4 { gradient[k] += error * dense[row][k] }
        slope += error
      }
      for k in 0..<4 { w[k] -= 0.1 * gradient[k] }
      b -= 0.1 * slope
    }
    for k in 0..<4 { #expect(abs(model.weights[k] - w[k]) < 1e-5) }
    #expect(abs(model.intercepts[0] - b) < 1e-5)
  }

  /// Soft-max of two classes with weights apart equals a sigmoid of twice the penalty's room.
  @Test func `soft-max has a gradient of zero at its optimum`() throws {
    let counted = try Self.counted()
    let weights = TFIDF(counted.counts, rows: [0, 1, 2, 3], minDocuments: 1)
    let x = weights.rows(counted.counts, [0, 1, 2, 3])
    let labels = [0, 1, 2, 1]
    let model = try SparseLogistic(c: 3).fit(x, labels: labels, classCount: 3, Run())
    let p = model.probabilities(x)
    for row in 0..<4 { #expect(abs(p[row * 3..<row * 3 + 3].reduce(0, +) - 1) < 1e-12) }
    // W + C * sum of (p - y) x = 0, feature by feature and class by class.
    for label in 0..<3 {
      var sums = [0.0, 0, 0, 0]
      var end = 0.0
      for row in 0..<4 {
        let error = p[row * 3 + label] - (labels[row] == label ? 1 : 0)
        end += error
        for place in x.range(row) { sums[Int(x.columns[place])] += error * x.values[place] }
      }
      #expect(abs(end) < 1e-5)
      for feature in 0..<4 {
        #expect(abs(model.weights[feature * 3 + label] + 3 * sums[feature]) < 1e-4)
      }
    }
  }

  @Test func `one class alone cannot be learnt`() throws {
    let x = try Self.counted().counts
    #expect(throws: FitError.singleClass) {
      try SparseLogistic(c: 1).fit(x, labels: [1, 1, 1, 1], classCount: 2, Run())
    }
  }

  @Test func `a cancelled run ends counting and fitting`() throws {
    let x = try Self.counted().counts
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled.self) {
      try GramCounts([Array("good".utf8)], NGrams(words: 1...1), minDocuments: 1, run)
    }
    #expect(throws: Cancelled.self) {
      try SparseLogistic(c: 1).fit(x, labels: [1, 0, 1, 0], classCount: 2, run)
    }
  }

  @Test func `metrics of three classes are those counted by hand`() {
    // Predicted 0, 0, 1, 2; the last two rows tie, so the first class wins.
    let metrics = LabelMetrics(
      labels: [0, 1, 1, 2, 2],
      probabilities: [
        0.8, 0.1, 0.1, 0.6, 0.3, 0.1, 0.1, 0.8, 0.1, 0.1, 0.1, 0.8, 0.4, 0.2, 0.4,
      ], classCount: 3)
    #expect(metrics.confusion == [[1, 0, 0], [1, 1, 0], [1, 0, 1]])
    #expect(metrics.accuracy == 0.6)
    // F1: 2/(1+3), 2/(2+1), 2/(2+1).
    #expect(abs(metrics.macroF1 - (0.5 + 2.0 / 3 + 2.0 / 3) / 3) < 1e-15)
    let expected = -(log(0.8) + log(0.3) + log(0.8) + log(0.8) + log(0.4)) / 5
    #expect(abs(metrics.logLoss - expected) < 1e-12)
    #expect(metrics.rocAuc == nil)
  }

  @Test func `many texts give the bits that few chunks give`() throws {
    var random = SeededRandom(seed: 7)
    let letters = Array("abcdefgh好吃快慢 ".unicodeScalars)
    let texts = (0..<3000).map { _ -> [UInt8] in
      var text = ""
      for _ in 0..<12 { text.unicodeScalars.append(letters[random.below(letters.count)]) }
      return Array(text.utf8)
    }
    let ngrams = NGrams(words: 1...2, characters: 2...3)
    let whole = try GramCounts(texts, ngrams, minDocuments: 1, Run())
    // One text at a time, found again in the whole: same grams, same counts.
    for row in stride(from: 0, to: 3000, by: 500) {
      let one = try GramCounts([texts[row]], ngrams, minDocuments: 1, Run())
      let mine = whole.counts.range(row)
      #expect(mine.count == one.counts.cellCount)
      for (place, own) in zip(mine, 0..<one.counts.cellCount) {
        #expect(whole.gram(Int(whole.counts.columns[place])) == one.gram(own))
        #expect(whole.counts.values[place] == one.counts.values[own])
      }
    }
  }
}
