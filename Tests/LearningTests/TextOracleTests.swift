import Glibc
import Numerics
import Support
import Testing

@testable import Learning

/// The reference figures for food-delivery reviews: scikit-learn 1.x beside this project, with
/// every tenth text held out. The data stand beside the package; without them the test is skipped.
enum Reviews {
  static let path: String = {
    let parts = #filePath.split(separator: "/").dropLast(4)
    return "/" + parts.joined(separator: "/") + "/shared/data/waimai-10k/waimai_10k.csv"
  }()

  static let isThere = access(path, R_OK) == 0

  /// Label and text of each row.
  static func read() -> [(label: Int, text: [UInt8])] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let got = fread(&buffer, 1, buffer.count, file), got > 0 {
      bytes.append(contentsOf: buffer[..<got])
    }
    var rows: [(label: Int, text: [UInt8])] = []
    var cells: [[UInt8]] = [[]]
    var isQuoted = false
    for (place, byte) in bytes.enumerated() {
      switch byte {
      case 34:
        // The second of two quotes is one that belongs to the text.
        if !isQuoted, place > 0, bytes[place - 1] == 34, !(cells.last ?? []).isEmpty {
          cells[cells.count - 1].append(34)
        }
        isQuoted.toggle()
      case 44 where !isQuoted && cells.count < 2: cells.append([])
      case 10 where !isQuoted:
        if cells.count == 2, let label = Int(String(decoding: cells[0], as: UTF8.self)) {
          if cells[1].last == 13 { cells[1].removeLast() }
          rows.append((label, cells[1]))
        }
        cells = [[]]
      default: cells[cells.count - 1].append(byte)
      }
    }
    return rows
  }
}

@Suite(.enabled(if: Reviews.isThere, "the reviews are not beside the package"))
struct TextOracleTests {
  struct Oracle: Sendable {
    var ngrams: NGrams
    var cells: Int
    var vocabulary: Int
    var idfSum: Double
    var rowSum: Double
    var objective: Double
    var intercept: Double
    var length: Double
    var accuracy: Double
    var macroF1: Double
    var auc: Double
    /// The chance of the second class for the first test texts.
    var probabilities: [Double]
  }

  static let oracles = [
    Oracle(
      ngrams: NGrams(words: 1...2), cells: 385_230, vocabulary: 20_393,
      idfSum: 171720.54302381, rowSum: 56230.590691, objective: 9474.4523,
      intercept: -0.608814, length: 71.641076, accuracy: 0.900751, macroF1: 0.884978,
      auc: 0.954096,
      probabilities: [
        0.992429, 0.658525, 0.981787, 0.983344, 0.987086, 0.99037, 0.958398, 0.178363, 0.69818,
        0.774411,
      ]),
    Oracle(
      ngrams: NGrams(characters: 1...3), cells: 636_981, vocabulary: 51_780,
      idfSum: 444440.98614671, rowSum: 73172.106473, objective: 9378.912097,
      intercept: -0.845061, length: 77.475742, accuracy: 0.902419, macroF1: 0.887232,
      auc: 0.954149,
      probabilities: [
        0.995488, 0.831814, 0.986827, 0.959034, 0.990094, 0.969202, 0.965059, 0.240665, 0.698796,
        0.859183,
      ]),
  ]

  @Test(arguments: oracles)
  func `reviews give the vocabulary, optimum and figures of the reference`(_ oracle: Oracle) throws
  {
    let reviews = Reviews.read()
    #expect(reviews.count == 11_987)
    let counted = try GramCounts(reviews.map(\.text), oracle.ngrams, minDocuments: 2, Run())
    let train = reviews.indices.filter { $0 % 10 != 0 }
    let test = reviews.indices.filter { $0 % 10 == 0 }
    let weights = TFIDF(counted.counts, rows: train, minDocuments: 2)
    #expect(weights.featureCount == oracle.vocabulary)
    #expect(abs(weights.idf.reduce(0, +) - oracle.idfSum) < 1e-6)
    let x = weights.rows(counted.counts, train)
    #expect(x.cellCount == oracle.cells)
    #expect(abs(x.values.reduce(0, +) - oracle.rowSum) < 1e-5)
    let labels = train.map { reviews[$0].label }
    let model = try SparseLogistic(c: 4).fit(x, labels: labels, classCount: 2, Run())
    // The reference gives six decimals.
    #expect(abs(model.objective(x, labels: labels, c: 4) - oracle.objective) < 1e-4)
    #expect(abs(model.intercepts[0] - oracle.intercept) < 1e-4)
    let squares = model.weights.reduce(0) { $0 + $1 * $1 }
    #expect(abs(squares.squareRoot() - oracle.length) < 1e-4)
    let p = model.probabilities(weights.rows(counted.counts, test))
    for (row, expected) in oracle.probabilities.enumerated() {
      #expect(abs(p[2 * row + 1] - expected) < 1e-4)
    }
    let metrics = LabelMetrics(
      labels: test.map { reviews[$0].label }, probabilities: p, classCount: 2)
    #expect(abs(metrics.accuracy - oracle.accuracy) < 1e-6)
    #expect(abs(metrics.macroF1 - oracle.macroF1) < 1e-6)
    #expect(abs((metrics.rocAuc ?? 0) - oracle.auc) < 1e-5)
  }

  @Test func `naive Bayes gives the likelihoods of the reference`() throws {
    let reviews = Reviews.read()
    let train = reviews.indices.filter { $0 % 10 != 0 }
    let test = reviews.indices.filter { $0 % 10 == 0 }
    let counted = try GramCounts(
      train.map { reviews[$0].text }, NGrams(words: 1...2), minDocuments: 1, Run())
    #expect(counted.counts.columnCount == 50_738)
    let model = try GramBayes().fit(
      counted.counts, LabelSets(labels: train.map { reviews[$0].label }, labelCount: 2))
    let scores = model.scores(try counted.rows(test.map { reviews[$0].text }, Run()))
    let expected = [
      -124.789769, -105.3676, -196.538909, -192.331991, -170.580636, -142.962778, -145.65113,
      -121.872912, -425.588856, -369.705535,
    ]
    for (found, value) in zip(scores, expected) { #expect(abs(found - value) < 1e-5) }
    let right = test.indices.filter { row in
      (scores[2 * row + 1] > scores[2 * row] ? 1 : 0) == reviews[test[row]].label
    }
    #expect(abs(Double(right.count) / Double(test.count) - 0.894078) < 1e-6)
  }
}
