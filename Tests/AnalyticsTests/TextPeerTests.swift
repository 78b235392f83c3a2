/// What the choice of text models reaches on the tasks of the reference, `reference/text.json`,
/// beside tuned scikit-learn and fastText.
import Foundation
import Learning
import Support
import TestKit
import Testing

@Suite(.enabled(if: Repository.hasShared, "the data sets are not beside the package"))
struct TextPeerTests {
  private struct Figures {
    /// Accuracy; of sets of labels micro-F1.
    var accuracy = 0.0
    var macroF1 = 0.0
  }

  /// The best figures of any tuned model of a library.
  private func best(_ name: String, only: String? = nil) throws -> Figures {
    let rows = try Repository.reference("text.json")["results"] as? [Any] ?? []
    var best = Figures()
    for row in rows where value(row, "task") as? String == name {
      guard let library = value(row, "library") as? String,
        only.map({ $0 == library }) ?? ["scikit-learn", "fasttext"].contains(library)
      else { continue }
      let metrics = value(row, "metrics")
      let right = number(metrics, "accuracy") ?? number(metrics, "micro_f1") ?? 0
      best.accuracy = max(best.accuracy, right)
      best.macroF1 = max(best.macroF1, number(metrics, "macro_f1") ?? 0)
    }
    return best
  }

  private func figures(_ chances: [Double], _ task: TextTask, _ rule: LabelRule?) -> Figures {
    let (width, truth) = (task.classes.count, task.numbers(task.test))
    var (right, named, support) = ([Int: Int](), [Int: Int](), [Int: Int]())
    for row in truth.indices {
      let own = Array(chances[row * width..<(row + 1) * width])
      for label in rule?.labels(own[...]) ?? LabelMetrics.predictions(own, classCount: width) {
        named[label, default: 0] += 1
        if truth[row].contains(label) { right[label, default: 0] += 1 }
      }
      for label in truth[row] { support[label, default: 0] += 1 }
    }
    let unknown = Set(
      zip(task.test, truth).flatMap { row, labels in
        zip(row.labels, labels).filter { $0.1 < 0 }.map(\.0)
      })
    let known = support.keys.filter { $0 >= 0 }.sorted()
    let sum = known.reduce(0.0) {
      $0 + 2 * Double(right[$1] ?? 0) / Double((support[$1] ?? 0) + (named[$1] ?? 0))
    }
    let all = support.values.reduce(0, +) + named.values.reduce(0, +)
    return Figures(
      accuracy: 2 * Double(right.values.reduce(0, +)) / Double(all),
      macroF1: sum / Double(known.count + unknown.count))
  }

  private func trained(
    _ task: TextTask, _ kind: TextClassifier.Kind
  ) throws -> (figures: Figures, seconds: Double) {
    let sets = task.numbers(task.train)
    let width = task.classes.count
    let labels =
      task.isMulti
      ? LabelSets(sets: sets, labelCount: width)
      : LabelSets(labels: sets.map { $0[0] }, labelCount: width)
    var wish = TextClassifier()
    wish.kind = kind
    let start = ContinuousClock.now
    let model = try wish.train(task.train.map(\.text), labels, Run()).model
    let seconds = Double((ContinuousClock.now - start).components.seconds)
    let chances = try model.probabilities(task.test.map(\.text), Run())
    return (figures(chances, task, model.rule), seconds)
  }

  /// The bar of the peers' definitions; on tasks of a thousand test texts a standard error is twice
  /// as much.
  @Test(
    .enabled(
      if: ProcessInfo.processInfo.environment["TENURE_SOAK"] != nil,
      "takes many minutes: set TENURE_SOAK=1"), arguments: TextTask.names)
  func `the choice of models is at most half a hundredth below the best peer`(_ name: String) throws
  {
    let (task, peer) = (try #require(try TextTask.named(name)), try best(name))
    let (own, seconds) = try trained(task, .auto)
    print(name, own, "best peer", peer, seconds, "s")
    // Nothing can be learnt from the last one's labels.
    if name.hasPrefix("random") { return }
    #expect(own.accuracy > peer.accuracy - 0.005 && own.macroF1 > peer.macroF1 - 0.005)
  }

  /// On airline_urgent fastText 0.9.2 has its best figures without any tuning; five seeds of that
  /// give 0.8439 and 0.7880 on the mean, with a spread of 0.0027 each, and 0.8463 and 0.7930 are
  /// those of a good seed. Figures of fastText move by 0.005 with the seed, say its definitions.
  private func isNotBelow(_ own: Figures, _ peer: Figures) -> Bool {
    own.accuracy >= peer.accuracy - 0.005 && own.macroF1 >= peer.macroF1 - 0.005
      && (own.accuracy >= peer.accuracy || own.macroF1 >= peer.macroF1)
  }

  @Test(
    .enabled(
      if: ProcessInfo.processInfo.environment["TENURE_SOAK"] != nil,
      "takes minutes: set TENURE_SOAK=1"), arguments: TextTask.names)
  func `the pooled network is not below fastText`(_ name: String) throws {
    let (task, peer) = (
      try #require(try TextTask.named(name)), try best(name, only: "fasttext")
    )
    let (own, seconds) = try trained(task, .embedPool)
    print(name, own, "fastText", peer, seconds, "s")
    if name.hasPrefix("random") { return }
    #expect(isNotBelow(own, peer))
  }

  @Test(arguments: ["waimai_sentiment", "bdci_topic"])
  func `pooled networks of words and characters are not below fastText`(_ name: String) throws {
    let (task, peer) = (
      try #require(try TextTask.named(name)), try best(name, only: "fasttext")
    )
    #expect(isNotBelow(try trained(task, .embedPool).figures, peer))
  }

  /// Of peers, tuned scikit-learn is best with 0.8897.
  @Test func `what people say of meals is told apart with a macro-F1 of 0.89`() throws {
    let task = try #require(try TextTask.named("waimai_sentiment"))
    #expect(task.train.count == 10_788 && task.test.count == 1199)
    #expect(try trained(task, .auto).figures.macroF1 >= 0.89)
  }

  @Test func `short opinions are told apart better than by tuned scikit-learn`() throws {
    let (task, peer) = (
      try #require(try TextTask.named("uci_sentiment")), try best("uci_sentiment")
    )
    #expect(task.train.count == 2400 && task.test.count == 600)
    let own = try trained(task, .auto).figures
    // 0.855 by the best peer; ours differs by the third digit at most.
    #expect(own.accuracy >= peer.accuracy - 0.005)
  }
}
