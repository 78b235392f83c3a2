/// Models of sparse rows and of bags of grams: by hand, by plain descent, with refusals.
import Numerics
import Support
import Testing

@testable import Learning

@Suite struct TextModelTests {
  /// Rows of few features with values and labels that follow them, mostly.
  private static func sample(
    _ count: Int, features: Int, labels: Int, seed: UInt64
  ) -> (rows: SparseMatrix, labels: [Int]) {
    var random = SeededRandom(seed: seed)
    var cells: [(row: Int32, column: Int32, value: Double)] = []
    var found: [Int] = []
    for row in 0..<count {
      let label = random.below(labels)
      found.append(random.unit() < 0.9 ? label : random.below(labels))
      for column in 0..<features where random.unit() < 0.4 {
        let value = random.unit() + (column % labels == label ? 0.8 : 0)
        cells.append((Int32(row), Int32(column), value))
      }
    }
    return (SparseMatrix(rowCount: count, columnCount: features, cells: cells), found)
  }

  private static func dense(_ rows: SparseMatrix) -> [[Double]] {
    (0..<rows.rowCount).map { row in
      var line = [Double](repeating: 0, count: rows.columnCount)
      for place in rows.range(row) { line[Int(rows.columns[place])] = rows.values[place] }
      return line + [1]
    }
  }

  /// The optimum of the primal by small steps down its gradient: other code, other algorithm.
  private static func plain(
    _ points: [[Double]], _ signs: [Double], c: Double, _ slope: (Double) -> Double
  ) -> [Double] {
    var weights = [Double](repeating: 0, count: points[0].count)
    for _ in 0..<20_000 {
      var gradient = weights
      for (point, sign) in zip(points, signs) {
        let margin = sign * zip(point, weights).reduce(0) { $0 + $1.0 * $1.1 }
        let pull = c * sign * slope(margin)
        for k in point.indices { gradient[k] += pull * point[k] }
      }
      for k in weights.indices { weights[k] -= 0.008 * gradient[k] }
    }
    return weights
  }

  private static func wish(_ loss: DualLinear.Loss, c: Double = 0.5) -> DualLinear {
    var wish = DualLinear(loss, c: c, tolerance: 1e-9)
    wish.maxRounds = 5000
    return wish
  }

  @Test(arguments: [DualLinear.Loss.squaredHinge, .logistic])
  func `dual descent reaches the optimum that plain descent reaches`(
    _ loss: DualLinear.Loss
  ) throws {
    let (rows, labels) = Self.sample(60, features: 6, labels: 2, seed: 1)
    let model = try Self.wish(loss).fit(rows, LabelSets(labels: labels, labelCount: 2), Run())
    let signs = labels.map { $0 == 1 ? 1.0 : -1 }
    let expected = Self.plain(Self.dense(rows), signs, c: 0.5) { margin in
      loss == .logistic ? -Math.sigmoid(-margin) : -2 * max(0, 1 - margin)
    }
    // Weights are kept in single precision.
    for k in 0..<6 { #expect(abs(model.weight(k, of: 1) - expected[k]) < 1e-6) }
    #expect(abs(model.intercepts[0] - expected[6]) < 1e-6)
    let scores = try model.scores(rows, Run())
    for (row, line) in Self.dense(rows).enumerated() {
      let score = zip(line, expected).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(scores[2 * row + 1] - score) < 1e-5)
      #expect(scores[2 * row] == -scores[2 * row + 1])
    }
  }

  @Test func `a scale of features is the same as scaled rows`() throws {
    let (rows, labels) = Self.sample(80, features: 5, labels: 2, seed: 2)
    let sets = LabelSets(labels: labels, labelCount: 2)
    let scale = [2, -0.5, 0, 1, 3]
    let scaled = rows.mapped { _, column, value in value * scale[column] }
    for loss in [DualLinear.Loss.squaredHinge, .logistic] {
      let one = try Self.wish(loss).fit(rows, sets, scale: { _ in scale }, Run())
      let other = try Self.wish(loss).fit(scaled, sets, Run())
      let (a, b) = (try one.scores(rows, Run()), try other.scores(scaled, Run()))
      for (x, y) in zip(a, b) { #expect(abs(x - y) < 1e-5) }
      #expect(one.weight(2, of: 1) == 0)
    }
  }

  @Test func `each of several labels is solved as if it were alone`() throws {
    let (rows, labels) = Self.sample(120, features: 8, labels: 4, seed: 3)
    var random = SeededRandom(seed: 4)
    let sets = labels.map { random.unit() < 0.3 ? [$0, ($0 + 1) % 4] : [$0] }
    let wish = Self.wish(.squaredHinge)
    let all = try wish.fit(rows, LabelSets(sets: sets, labelCount: 4), Run())
    #expect(all.width == 4)
    for label in 0..<4 {
      let own = sets.map { $0.contains(label) ? 1 : 0 }
      let one = try wish.fit(rows, LabelSets(labels: own, labelCount: 2), Run())
      for k in 0..<8 { #expect(abs(all.weight(k, of: label) - one.weight(k, of: 1)) < 1e-5) }
    }
  }

  @Test func `settings without meaning, one label and a cancelled run are refused`() throws {
    let (rows, labels) = Self.sample(20, features: 3, labels: 2, seed: 5)
    let sets = LabelSets(labels: labels, labelCount: 2)
    #expect(throws: FitError.badSetting(name: "c")) {
      try DualLinear(.squaredHinge, c: 0).fit(rows, sets, Run())
    }
    #expect(throws: FitError.singleClass) {
      try DualLinear(.logistic, c: 1).fit(
        rows, LabelSets(labels: labels.map { _ in 0 }, labelCount: 1), Run())
    }
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled.self) { try DualLinear(.logistic, c: 1).fit(rows, sets, run) }
  }

  @Test func `naive Bayes is what is computed by hand`() throws {
    // Class 0: "a a b", "a"; class 1: "b c".
    let counts = SparseMatrix(
      rowCount: 3, columnCount: 3, cells: [(0, 0, 2), (0, 1, 1), (1, 0, 1), (2, 1, 1), (2, 2, 1)])
    let labels = LabelSets(labels: [0, 0, 1], labelCount: 2)
    let plain = try GramBayes().fit(counts, labels).scores(counts)
    // "b c": of class 0 (1 + 1) / 7 and (0 + 1) / 7, of class 1 2 / 5 and 2 / 5.
    #expect(abs(plain[4] - Math.log(2.0 / 3 * 2 / 7 / 7)) < 1e-12)
    #expect(abs(plain[5] - Math.log(1.0 / 3 * 2 / 5 * 2 / 5)) < 1e-12)
    let turned = try GramBayes(.complement, alpha: 1).fit(counts, labels).scores(counts)
    #expect(abs(turned[4] + Math.log(2.0 / 5 * 2 / 5)) < 1e-12)
    #expect(abs(turned[5] + Math.log(2.0 / 7 * 1 / 7)) < 1e-12)
    // Rows with a: 2 of class 0; with b: one each; with c: one of class 1; each and one more.
    let ratios = GramBayes.ratios(counts, labels, 1)
    let (own, other) = (1.0 + 2 + 2, 3.0 + 2 + 1)
    for (found, share) in zip(ratios, [1.0 / 3, 2.0 / 2, 2.0 / 1]) {
      #expect(abs(found - Math.log(share * other / own)) < 1e-12)
    }
    #expect(throws: FitError.badSetting(name: "alpha")) {
      try GramBayes(.complement, alpha: 0).fit(counts, labels)
    }
  }

  @Test func `naive Bayes of each of several labels is that of having it or not`() throws {
    var random = SeededRandom(seed: 12)
    let cells = (0..<40).map { _ in (0..<6).map { _ in Double(random.below(4)) } }
    let counts = SparseMatrix(
      rowCount: 40, columnCount: 6,
      cells: cells.enumerated().flatMap { row, values in
        values.enumerated().filter { $0.element > 0 }.map {
          (row: Int32(row), column: Int32($0.offset), value: $0.element)
        }
      })
    let sets = (0..<40).map { _ in (0..<3).filter { _ in random.unit() < 0.4 } }
    let found = try GramBayes().fit(counts, LabelSets(sets: sets, labelCount: 3)).scores(counts)
    for label in 0..<3 {
      let own = LabelSets(labels: sets.map { $0.contains(label) ? 1 : 0 }, labelCount: 2)
      let alone = try GramBayes().fit(counts, own).scores(counts)
      for row in 0..<40 {
        #expect(
          abs(found[3 * row + label] - (alone[2 * row + 1] - alone[2 * row])) < 1e-9)
      }
    }
  }

  @Test func `words and characters have lengths of their own`() throws {
    let texts = ["good food good", "bad food"].map { Array($0.utf8) }
    let counted = try GramCounts(
      texts, NGrams(words: 1...1, characters: 2...3), minDocuments: 1, Run())
    let border = counted.characterColumnCount
    #expect((0..<counted.counts.columnCount).filter(counted.isOfCharacters) == Array(0..<border))
    let weights = TFIDF(counted.counts, rows: [0, 1], minDocuments: 1, columnsApart: border)
    let rows = weights.rows(counted.counts, [0, 1])
    for row in 0..<2 {
      var squares = (0.0, 0.0)
      for place in rows.range(row) {
        let square = rows.values[place] * rows.values[place]
        if rows.columns[place] < border { squares.0 += square } else { squares.1 += square }
      }
      #expect(abs(squares.0 - 1) < 1e-12 && abs(squares.1 - 1) < 1e-12)
    }
  }

  // MARK: Bags of grams

  @Test func `words have numbers of their own, runs of them share buckets`() throws {
    let texts = ["good food", "good good wine"].map { Array($0.utf8) }
    var shape = GramVocabulary.Shape(NGrams(words: 1...2))
    shape.bucketCount = 7
    let words = try GramVocabulary(texts, rows: [0, 1], shape, Run())
    #expect(words.wordCount == 3 && words.count == 10)
    let bags = try words.bags(texts + [Array("wine unknown".utf8)], Run())
    #expect(bags.ids[bags.range(0)].prefix(2) == [0, 1])
    #expect(bags.range(1).count == 5 && bags.ids[bags.range(1)].prefix(3) == [0, 0, 2])
    #expect(bags.ids[bags.range(1)].suffix(2).allSatisfy { 3 <= $0 && $0 < 10 })
    // Of the third text the word that no training text holds is left out, its pair is not.
    #expect(bags.range(2).count == 2 && bags.ids[bags.range(2)].first == 2)
    #expect(try words.bags([texts[1]], Run()) == bags.picked([1]))
    var few = GramVocabulary.Shape(NGrams(words: 1...1))
    few.wordCountMax = 1
    #expect(
      try GramVocabulary(texts, rows: [0, 1], few, Run()).bags(texts, Run()).ids == [0, 0, 0])
    few.sharesUnknown = true
    let all = try GramVocabulary(texts, rows: [0, 1], few, Run())
    #expect(try all.bags(texts, Run()).ids == [0, 1, 0, 0, 1])
    #expect(all.count == 2)
  }

  @Test func `the first step of a network is that of the formula`() throws {
    var wish = EmbedPool()
    (wish.epochs, wish.learningRate, wish.seed) = (1, 0.5, 3)
    let bags = GramBags(starts: [0, 3], ids: [0, 1, 1])
    let model = try wish.fit(
      bags, gramCount: 2, LabelSets(labels: [1], labelCount: 2), Run())
    // Both labels begin at zero, so each has a chance of one half, and no gram is moved yet.
    let pooled = (model.grams[0] + model.grams[1] + model.grams[1]) / 3
    #expect(model.biases == [-0.25, 0.25])
    for k in 0..<16 {
      #expect(abs(model.labels[1][k] - 0.25 * pooled[k]) < 1e-7)
      #expect(abs(model.labels[0][k] + 0.25 * pooled[k]) < 1e-7)
      #expect(abs(model.grams[0][k]) <= 1.0 / 16)
    }
    #expect(model.parameterCount == 2 * 16 + 2 * 16 + 2)
  }

  /// Texts of words that each speak for a label, sorted by it.
  private static func planted(
    _ count: Int, labels: Int
  ) throws -> (bags: GramBags, size: Int, labels: [Int]) {
    var random = SeededRandom(seed: 9)
    let truth = (0..<count).map { $0 * labels / count }
    let texts = truth.map { label -> [UInt8] in
      let words = (0..<8).map { _ in
        random.unit() < 0.4 ? "w\(label)x\(random.below(20))" : "n\(random.below(200))"
      }
      return Array(words.joined(separator: " ").utf8)
    }
    var shape = GramVocabulary.Shape(NGrams(words: 1...2))
    shape.bucketCount = 1000
    let words = try GramVocabulary(texts, rows: Array(0..<count), shape, Run())
    return (try words.bags(texts, Run()), words.count, truth)
  }

  @Test func `a network learns texts that come sorted by label, the same bits each time`() throws {
    let (bags, size, labels) = try Self.planted(1200, labels: 3)
    let train = labels.indices.filter { $0 % 4 != 0 }
    let test = labels.indices.filter { $0 % 4 == 0 }
    let sets = LabelSets(labels: labels, labelCount: 3)
    var wish = EmbedPool()
    wish.epochs = 10
    for (dropout, dimension) in [(0.0, 16), (0.3, 20)] {
      (wish.dropout, wish.dimension) = (dropout, dimension)
      let one = try wish.fit(bags.picked(train), gramCount: size, sets.picked(train), Run())
      let other = try wish.fit(bags.picked(train), gramCount: size, sets.picked(train), Run())
      #expect(one == other)
      let chances = try one.probabilities(bags.picked(test), Run())
      let guesses = LabelMetrics.predictions(chances, classCount: 3)
      let right = zip(guesses, test).filter { $0.0 == labels[$0.1] }.count
      // Of 300; three in a hundred texts hold no word of their label.
      #expect(right > 280)
      for row in 0..<test.count {
        #expect(abs(chances[3 * row..<3 * row + 3].reduce(0, +) - 1) < 1e-5)
      }
    }
  }

  @Test func `the published network has its parameters and learns what is planted`() throws {
    #expect(PublishedPool.parameterCount(labelCount: 2, isSingle: true) == 160_017)
    #expect(PublishedPool.parameterCount(labelCount: 3, isSingle: true) == 160_051)
    let (bags, size, labels) = try Self.planted(1200, labels: 2)
    let sets = LabelSets(labels: labels, labelCount: 2)
    var wish = PublishedPool()
    wish.learningRate = 0.01
    let model = try wish.fit(bags, gramCount: size, sets, Run())
    #expect(try wish.fit(bags, gramCount: size, sets, Run()) == model)
    let guesses = LabelMetrics.predictions(try model.probabilities(bags, Run()), classCount: 2)
    #expect(zip(guesses, labels).filter { $0 == $1 }.count > 1100)
  }

  /// One batch of one text, by Adam's formula: the first step of every weight that has a slope is
  /// the rate, against the slope's sign.
  @Test func `the published network's first step is as long as the rate`() throws {
    let bags = GramBags(starts: [0, 2], ids: [0, 1])
    let sets = LabelSets(labels: [1], labelCount: 2)
    var wish = PublishedPool()
    wish.epochs = 0
    let before = try wish.fit(bags, gramCount: 3, sets, Run())
    wish.epochs = 1
    let after = try wish.fit(bags, gramCount: 3, sets, Run())
    #expect(after.grams[2] == before.grams[2])
    #expect(abs(after.biases[1] - 0.001) < 1e-6)
    for k in 0..<16 {
      let step = after.grams[0][k] - before.grams[0][k]
      // The label is 1, so a gram goes where the dense weight points.
      #expect(abs(abs(step) - 0.001) < 1e-5)
      #expect((step > 0) == (before.labels[1][k] > 0))
    }
  }

  @Test func `labels that go together have chances of their own`() throws {
    let (bags, size, labels) = try Self.planted(900, labels: 3)
    let sets = LabelSets(sets: labels.map { $0 == 2 ? [0, 1] : [$0] }, labelCount: 2)
    var wish = EmbedPool()
    wish.epochs = 20
    let chances = try wish.fit(bags, gramCount: size, sets, Run()).probabilities(bags, Run())
    let both = labels.indices.filter { chances[2 * $0] > 0.5 && chances[2 * $0 + 1] > 0.5 }
    #expect(both.filter { labels[$0] == 2 }.count > 270)
    #expect(both.filter { labels[$0] != 2 }.count < 30)
  }

  @Test func `a network's settings are checked and a cancelled run ends it`() throws {
    let (bags, size, labels) = try Self.planted(60, labels: 2)
    let sets = LabelSets(labels: labels, labelCount: 2)
    var wish = EmbedPool()
    wish.learningRate = .infinity
    #expect(throws: FitError.badSetting(name: "learningRate")) {
      try wish.fit(bags, gramCount: size, sets, Run())
    }
    (wish.learningRate, wish.dropout) = (0.5, 1)
    #expect(throws: FitError.badSetting(name: "dropout")) {
      try wish.fit(bags, gramCount: size, sets, Run())
    }
    let run = Run()
    run.cancel()
    #expect(throws: Cancelled.self) {
      try EmbedPool().fit(bags, gramCount: size, sets, run)
    }
    #expect(throws: Cancelled.self) {
      try GramVocabulary(
        [Array("good".utf8)], rows: [0], GramVocabulary.Shape(NGrams(words: 1...1)), run)
    }
  }
}
