/// Texts: the pooled network against fastText, term weights with logistic regression against
/// scikit-learn. Both sides say how many of the held-out texts they get right.
import Learning
import Numerics
import Support
import Tables
import Wire

extension Case {
  static let pooledTexts = Case(
    name: "pool",
    words: """
      a network of 16 numbers per gram learns 500,000 short texts in five rounds, judges 100,000; \
      the peer is fastText with two threads
      """
  ) { bench in
    let all = SpokenTexts(550_000)
    let (train, asked) = (Array(all.texts[..<500_000]), Array(all.texts[..<100_000]))
    var shape = GramVocabulary.Shape(NGrams(words: 1...2))
    shape.bucketCount = 200_000
    let (wish, labels) = (
      EmbedPool(), LabelSets(labels: Array(all.labels[..<500_000]), labelCount: 2)
    )
    var learnt: (words: GramVocabulary, model: EmbedPoolModel)?
    let seconds = try bench.times {
      let words = try GramVocabulary(train, rows: Array(train.indices), shape, Run())
      let bags = try words.bags(train, Run())
      learnt = (words, try wish.fit(bags, gramCount: words.count, labels, Run()))
    }
    guard let (words, model) = learnt else { throw BenchError("no model") }
    let judging = try bench.times {
      _ = try model.probabilities(words.bags(asked, Run()), Run()).count
    }
    let fresh = try model.probabilities(words.bags(Array(all.texts[500_000...]), Run()), Run())
    let share = right(fresh, Array(all.labels[500_000...]), 2)
    let answers = try bench.runsPeers ? fastText(bench, all) : []
    var fit = Measurement(part: "train", seconds: seconds, units: 500_000, unit: "texts")
    fit.facts = [JSONMember("accuracy", .double(Measurement.rounded(share)))]
    fit.peer = answers.first
    var judge = Measurement(part: "predict", seconds: judging, units: 100_000, unit: "texts")
    judge.peer = answers.dropFirst().first
    return [fit, judge]
  }

  /// Runs fastText once and gives its two times.
  private static func fastText(_ bench: Bench, _ all: SpokenTexts) throws -> [Peer.Answer] {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    for (name, range) in [("train.txt", 0..<500_000), ("test.txt", 500_000..<550_000)] {
      var bytes: [UInt8] = []
      for row in range {
        bytes += Array("__label__\(all.labels[row]) ".utf8) + all.texts[row] + [10]
      }
      try folder.write(bytes, to: name)
    }
    let paths = [folder.path("train.txt"), folder.path("test.txt")]
    return try ["train", "predict"].compactMap {
      try Peer.python(bench, pooledPeer, paths + [$0])
    }
  }

  private static func right(_ chances: [Double], _ labels: [Int], _ width: Int) -> Double {
    LabelMetrics(labels: labels, probabilities: chances, classCount: width).accuracy
  }

  private static let pooledPeer = """
    fasttext = need("fasttext")
    fasttext.FastText.eprint = lambda x: None
    train, test, part = sys.argv[2:5]

    def fit():
        return fasttext.train_supervised(train, dim=16, epoch=5, lr=0.5, wordNgrams=2,
                                         bucket=200000, thread=2, verbose=0)

    if part == "train":
        seconds, model = best_of(fit)
        tell("fasttext", seconds, accuracy=round(model.test(test)[1], 4))
    else:
        model = fit()
        asked = [line.split(" ", 1)[1] for line in open(train, encoding="utf-8")][:100000]
        seconds, _ = best_of(lambda: model.f.multilinePredict(asked, 1, 0.0, "strict"))
        tell("fasttext", seconds)
    """

  static let termWeights = Case(
    name: "tfidf",
    words: """
      term weights and logistic regression: 200,000 short texts of two kinds, the ten topics of \
      shopping reviews; the peer is scikit-learn
      """
  ) { bench in
    let spoken = SpokenTexts(220_000)
    var measured = [
      try terms(
        bench, "words", spoken.texts, spoken.labels, isTest: { $0 >= 200_000 },
        Setting(longest: 1, c: 4))
    ]
    if let path = try? bench.data("online-shopping-10-cats/online_shopping_10_cats.csv.gz") {
      let table = try TableReader.read(path: path, ReadOptions(), Run())
      let (label, review) = (table.columns[0].asText(), table.columns[2].asText())
      let rows = (0..<table.rowCount).filter { label.codes[$0] >= 0 && review.codes[$0] >= 0 }
      let texts = rows.map { Array((review[$0] ?? "").utf8) }
      measured.append(
        try terms(
          bench, "topics", texts, rows.map { Int(label.codes[$0]) }, isTest: { $0 % 10 == 0 },
          Setting(longest: 3, c: 16)))
    }
    return measured
  }

  private struct Setting {
    /// Words of the longest run.
    let longest: Int
    let c: Double
  }

  private static func terms(
    _ bench: Bench, _ part: String, _ texts: [[UInt8]], _ labels: [Int], isTest: (Int) -> Bool,
    _ setting: Setting
  ) throws -> Measurement {
    let (train, test) = (
      texts.indices.filter { !isTest($0) }, texts.indices.filter { isTest($0) }
    )
    let own = train.map { texts[$0] }
    let width = (labels.max() ?? 0) + 1
    var fit = SparseLogistic(c: setting.c)
    fit.tolerance = SparseLogistic.nearEnough
    var learnt: (counts: GramCounts, weights: TFIDF, model: SparseLogisticModel)?
    var counting = Double.infinity
    let seconds = try bench.times {
      let start = Stopwatch.now
      let counts = try GramCounts(own, NGrams(words: 1...setting.longest), minDocuments: 2, Run())
      let weights = TFIDF(counts.counts, rows: Array(own.indices), minDocuments: 2)
      let rows = try weights.rows(counts.counts, Array(own.indices), Run())
      counting = min(counting, Stopwatch.now - start)
      let model = try fit.fit(rows, labels: train.map { labels[$0] }, classCount: width, Run())
      learnt = (counts, weights, model)
    }
    guard let (counts, weights, model) = learnt else { throw BenchError("no model") }
    let asked = try counts.rows(test.map { texts[$0] }, Run())
    let chances = model.probabilities(weights.rows(asked, Array(0..<asked.rowCount)))
    var measured = Measurement(
      part: part, seconds: seconds, units: Double(train.count), unit: "texts")
    measured.facts = [
      JSONMember(
        "accuracy",
        .double(Measurement.rounded(right(chances, test.map { labels[$0] }, width)))),
      JSONMember("features", .int(Int64(weights.featureCount))),
      JSONMember("counting", .double(Measurement.rounded(counting))),
      JSONMember("rounds", .int(Int64(model.rounds))),
    ]
    measured.peer = try termsPeer(bench, texts, labels, test: Set(test), setting)
    return measured
  }

  private static func termsPeer(
    _ bench: Bench, _ texts: [[UInt8]], _ labels: [Int], test: Set<Int>, _ setting: Setting
  ) throws -> Peer.Answer? {
    guard bench.runsPeers else { return nil }
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    var bytes: [UInt8] = []
    for row in texts.indices {
      // One line each: what ends a line is a blank.
      let text = texts[row].map { $0 < 32 ? 32 : $0 }
      bytes += Array("\(test.contains(row) ? 1 : 0)\t\(labels[row])\t".utf8) + text + [10]
    }
    try folder.write(bytes, to: "texts.tsv")
    return try Peer.python(
      bench, termsPeer, [folder.path("texts.tsv"), "\(setting.longest)", "\(setting.c)"])
  }

  private static let termsPeer = """
    sklearn = need("sklearn")
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    file = open(sys.argv[2], encoding="utf-8", newline="\\n")
    lines = [l.rstrip("\\n").split("\\t", 2) for l in file]
    train = [l for l in lines if l[0] == "0"]
    test = [l for l in lines if l[0] == "1"]
    words = TfidfVectorizer(token_pattern="[a-z0-9]+|[\\u3400-\\u4dbf\\u4e00-\\u9fff]", min_df=2,
                            ngram_range=(1, int(sys.argv[3])), sublinear_tf=True)
    counting = []

    def fit():
        start = time.perf_counter()
        rows = words.fit_transform([l[2] for l in train])
        counting.append(time.perf_counter() - start)
        model = LogisticRegression(C=float(sys.argv[4]), max_iter=1000)
        return model.fit(rows, [l[1] for l in train])

    seconds, model = best_of(fit)
    found = model.predict(words.transform([l[2] for l in test]))
    share = sum(a == l[1] for a, l in zip(found, test)) / len(test)
    tell(f"scikit-learn {sklearn.__version__}", seconds, accuracy=round(share, 4),
         features=len(words.vocabulary_), counting=round(min(counting), 3))
    """
}

/// Made-up texts, as `reference/text_speed.py` makes them: some of 50,000 words, few of which make
/// up most; a text is of the second kind where more than half of its words have even numbers.
private struct SpokenTexts {
  let texts: [[UInt8]]
  let labels: [Int]

  init(_ count: Int) {
    let golden: UInt64 = 0x9e37_79b9_7f4a_7c15
    var lengths = SeededRandom(seed: 51 &* golden &* golden)
    var words = SeededRandom(seed: 52 &* golden &* golden)
    var (texts, labels): ([[UInt8]], [Int]) = ([], [])
    for _ in 0..<count {
      let length = 5 + Int(15 * lengths.unit())
      let numbers = (0..<length).map { _ in Int(50_000 * Math.pow(words.unit(), 3)) }
      texts.append(Array(numbers.map { "w\($0)" }.joined(separator: " ").utf8))
      labels.append(2 * numbers.count { $0 % 2 == 0 } > length ? 1 : 0)
    }
    (self.texts, self.labels) = (texts, labels)
  }
}
