/// Vocabularies, term weights and optima of the reference, `reference/text.json`, whose scripts
/// count the grams in plain Python and minimise by SciPy until no slope is above 1e-4; against
/// scikit-learn at a tolerance of 1e-10 its chances differ by less than 1e-6.
import Foundation
import Learning
import Numerics
import Support
import TestKit
import Testing

@Suite(.enabled(if: Repository.hasShared, "the data sets are not beside the package"))
struct TextOracleFigures {
  private static func oracles(_ kind: String) throws -> [Any] {
    value(try Repository.reference("text.json"), "oracles.\(kind)") as? [Any] ?? []
  }

  private static func ngrams(_ analyzer: String?) -> NGrams? {
    switch analyzer {
    case "mixed 1-2": NGrams(words: 1...2)
    case "char_wb 1-3": NGrams(characters: 1...3)
    default: nil
    }
  }

  /// What SHA-256 makes of lines, each with its end.
  private static func digest(_ lines: [String]) throws -> String {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sha256sum", file.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let told = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(String(decoding: told, as: UTF8.self).prefix(64))
  }

  private struct Weighted {
    let counted: GramCounts
    let weights: TFIDF
    let rows: SparseMatrix
    let task: TextTask
    let oracle: Any

    init(_ oracle: Any) throws {
      self.oracle = oracle
      let name = value(oracle, "task") as? String ?? ""
      task = try #require(try TextTask.named(name))
      let analyzer = value(oracle, "analyzer") as? String
      let ngrams = try #require(TextOracleFigures.ngrams(analyzer))
      let least = Int(try #require(number(oracle, "min_df")))
      counted = try GramCounts(task.train.map(\.text), ngrams, minDocuments: least, Run())
      let all = Array(task.train.indices)
      weights = TFIDF(counted.counts, rows: all, minDocuments: least)
      rows = weights.rows(counted.counts, all)
    }

    /// The grams in the order of their columns.
    var vocabulary: [String] { weights.columns.map { counted.gram(Int($0)) } }
  }

  @Test(arguments: 0..<5)
  func `vocabulary and term weights are those of the reference to the last gram`(
    _ index: Int
  ) throws {
    let found = try Weighted(try Self.oracles("logistic_regression")[index])
    let (oracle, grams) = (found.oracle, found.vocabulary)
    #expect(Double(found.task.train.count) == number(oracle, "train_rows"))
    #expect(Double(grams.count) == number(oracle, "vocabulary"))
    #expect(Array(grams.prefix(3)) == value(oracle, "vocabulary_first") as? [String])
    #expect(Array(grams.suffix(3)) == value(oracle, "vocabulary_last") as? [String])
    #expect(try Self.digest(grams) == value(oracle, "vocabulary_digest") as? String)
    let idf = try #require(number(oracle, "idf_sum"))
    #expect(abs(found.weights.idf.reduce(0, +) - idf) < 1e-6)
    #expect(Double(found.rows.cellCount) == number(oracle, "train_nnz"))
    let sum = try #require(number(oracle, "tfidf_sum_train"))
    #expect(abs(found.rows.values.reduce(0, +) - sum) < 1e-5)
    let first = try #require(value(oracle, "first_train_row") as? [Any])
    for (place, cell) in zip(found.rows.range(0), first) {
      #expect(grams[Int(found.rows.columns[place])] == value(cell, "0") as? String)
      #expect(abs(found.rows.values[place] - (number(cell, "1") ?? 0)) < 1e-7)
    }
  }

  /// Reviews of meals have their own test beside the model.
  @Test(arguments: 2..<5)
  func `the optimum of logistic regression is that of the reference`(_ index: Int) throws {
    let found = try Weighted(try Self.oracles("logistic_regression")[index])
    let (oracle, task) = (found.oracle, found.task)
    let c = try #require(number(oracle, "C"))
    let (labels, width) = (task.numbers(task.train).map { $0[0] }, task.classes.count)
    #expect(task.classes == value(oracle, "classes") as? [String])
    let model = try SparseLogistic(c: c).fit(
      found.rows, labels: labels, classCount: width, Run())
    // The reference gives six decimals.
    let least = try #require(number(oracle, "objective_at_optimum"))
    #expect(abs(model.objective(found.rows, labels: labels, c: c) - least) < 1e-4)
    let length = model.weights.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(abs(length - (number(oracle, "weights_l2") ?? 0)) < 1e-4)
    // Of a soft-max one number may be added to all intercepts.
    let told = (0..<model.width).map { number(oracle, "intercepts.\($0)") ?? .nan }
    let shift = model.width == 1 ? 0 : (told.reduce(0, +) - model.intercepts.reduce(0, +)) / 3
    for (own, other) in zip(model.intercepts, told) { #expect(abs(own + shift - other) < 1e-4) }
    try checkWeights(model, found)
    let counts = try found.counted.rows(task.test.map(\.text), Run())
    let p = model.probabilities(found.weights.rows(counts, Array(task.test.indices)))
    let rows = try #require(value(oracle, "first_test_probabilities") as? [Any])
    #expect(rows.count == 10)
    for (row, chances) in rows.enumerated() {
      for k in 0..<width {
        #expect(abs(p[row * width + k] - (number(chances, "\(k)") ?? .nan)) < 1e-4)
      }
    }
    let metrics = LabelMetrics(
      labels: task.numbers(task.test).map { $0[0] }, probabilities: p, classCount: width)
    #expect(abs(metrics.accuracy - (number(oracle, "accuracy") ?? 0)) < 1e-6)
    #expect(abs(metrics.macroF1 - (number(oracle, "macro_f1") ?? 0)) < 1e-6)
  }

  /// The five grams that speak most for each class.
  private func checkWeights(_ model: SparseLogisticModel, _ found: Weighted) throws {
    let grams = found.vocabulary
    let largest = try #require(value(found.oracle, "largest_weights") as? [String: Any])
    for (label, told) in largest {
      let k = model.width == 1 ? 0 : try #require(found.task.classes.firstIndex(of: label))
      let own = grams.indices.map { model.weights[$0 * model.width + k] }
      let order = grams.indices.sorted { (-own[$0], $0) < (-own[$1], $1) }.prefix(5)
      for (place, feature) in order.enumerated() {
        #expect(grams[feature] == value(told, "\(place).0") as? String)
        #expect(abs(own[feature] - (number(told, "\(place).1") ?? .nan)) < 1e-4)
      }
    }
  }

  @Test func `naive Bayes of three labels gives the likelihoods of the reference`() throws {
    let oracle = try Self.oracles("naive_bayes")[1]
    let task = try #require(try TextTask.named(value(oracle, "task") as? String ?? ""))
    let width = task.classes.count
    let counted = try GramCounts(
      task.train.map(\.text), NGrams(words: 1...2), minDocuments: 1, Run())
    #expect(Double(counted.counts.columnCount) == number(oracle, "vocabulary"))
    let labels = task.numbers(task.train).map { $0[0] }
    for (k, name) in task.classes.enumerated() {
      let own = labels.indices.filter { labels[$0] == k }
      let total = own.reduce(0.0) { sum, row in
        counted.counts.range(row).reduce(sum) { $0 + counted.counts.values[$1] }
      }
      #expect(total == number(value(oracle, "class_totals"), name))
    }
    let model = try GramBayes().fit(
      counted.counts, LabelSets(labels: labels, labelCount: width))
    let scores = model.scores(try counted.rows(task.test.map(\.text), Run()))
    let rows = try #require(value(oracle, "first_test_joint_log_likelihood") as? [Any])
    for (row, told) in rows.enumerated() {
      for k in 0..<width {
        #expect(abs(scores[row * width + k] - (number(told, "\(k)") ?? .nan)) < 1e-5)
      }
    }
    let truth = task.numbers(task.test).map { $0[0] }
    let said = LabelMetrics.predictions(scores, classCount: width)
    let right = zip(said, truth).filter { $0 == $1 }.count
    let share = Double(right) / Double(truth.count)
    #expect(abs(share - (number(oracle, "accuracy") ?? 0)) < 1e-6)
  }
}
