/// How good answers to unseen questions are: some questions are hidden, some answers left out.
///
/// Every fifth question of an answer with several is asked without standing in the file; of every
/// fifth answer all questions are asked with the answer gone, as somebody does who asks for what
/// the file does not hold.
import Learning
import Numerics
import Support

package struct ReplyTrial: Sendable {
  package struct Figures: Sendable, Equatable {
    /// The share of questions whose answer stands first, and among the first five.
    package let recall1: Double
    package let recall5: Double
    /// The mean of one over the place of the answer within ten.
    package let mrr: Double
  }

  /// Whether what is gained over words alone exceeds twice its error.
  let isClearlyBetter: Bool

  package let figures: Figures
  /// The same by words alone.
  package let baseline: Figures
  package let tested: Int
  /// How well sureness tells questions that have an answer from those that have none; nil where no
  /// answer could be left out.
  package let auc: Double?
  package let outsiders: Int
  /// Where right answers less wrong ones are most; nil where too few answers have questions left
  /// when one is hidden, or where answering does more harm than good at any bound.
  let leastConfidence: Double?

  /// Questions hidden, and questions of answers left out, at most.
  static let mostTests = 300
  /// Hidden questions that a bound is learnt from, at least.
  private static let leastTests = 20
  private static let step = 5
  private static let leastAnswers = 10

  /// Nil where nothing can be hidden.
  init?(
    _ questions: [ReplyIndex.Question], answers: some TextRows, answerCount: Int, _ run: Run
  ) throws {
    let plan = Plan(questions, answerCount: answerCount, hasTexts: !answers.isEmpty)
    guard !plan.hidden.isEmpty, !plan.shown.isEmpty else { return nil }
    run.report(0.1, Phrase(en: "hiding questions", zh: "隐藏部分问题"))
    let kept = plan.shown.map {
      ReplyIndex.Question(text: questions[$0].text, answer: plan.placeOf[questions[$0].answer])
    }
    let texts = answers.isEmpty ? [] : plan.answers.map { answers[$0] }
    let index = try ReplyIndex(kept, answers: texts, answerCount: plan.answers.count, run)
    let words = try BM25(kept.map(\.text), NGrams(words: 1...1), run)
    run.report(0.4, Phrase(en: "asking hidden questions", zh: "提问隐藏的问题"))
    let inside = try Parallel.map(count: plan.hidden.count, chunk: 8) { range in
      try run.checkpoint()
      return range.map { test -> (place: Int?, words: Int?, confidence: Double) in
        let question = questions[plan.hidden[test]]
        let wanted = plan.placeOf[question.answer]
        let (found, confidence) = index.ask(question.text, count: 10)
        return (
          found.firstIndex { $0.answer == wanted },
          Self.place(of: wanted, by: words, kept, question.text), confidence
        )
      }
    }.flatMap { $0 }
    let outside = try Parallel.map(count: plan.outside.count, chunk: 8) { range in
      try run.checkpoint()
      return range.map { index.ask(questions[plan.outside[$0]].text, count: 1).confidence }
    }.flatMap { $0 }
    tested = inside.count
    outsiders = outside.count
    figures = Self.figures(inside.map(\.place))
    baseline = Self.figures(inside.map(\.words))
    let gains = Moments(of: inside.map { Self.gain($0.place) - Self.gain($0.words) })
    isClearlyBetter =
      gains.mean > 2 * (gains.variance / Double(max(1, inside.count))).squareRoot()
    auc = outside.isEmpty ? nil : Self.auc(inside.map(\.confidence), outside)
    // Somebody who asks what the file knows has a question left there to be near to.
    let counts = Dictionary(kept.map { ($0.answer, 1) }, uniquingKeysWith: +)
    let near = inside.indices.filter { test in
      counts[plan.placeOf[questions[plan.hidden[test]].answer]] != nil
    }
    leastConfidence =
      near.count < Self.leastTests
      ? nil
      : Self.least(
        near.map { (inside[$0].confidence, inside[$0].place == 0) }
          + outside.map { ($0, false) })
  }

  /// The place of an answer by the words of its known questions.
  private static func place(
    of wanted: Int, by words: BM25, _ questions: [ReplyIndex.Question], _ text: [UInt8]
  ) -> Int? {
    var scores = [Double](repeating: 0, count: questions.count)
    _ = scores.withUnsafeMutableBufferPointer { words.score(text, into: $0) }
    var best: [Int: Double] = [:]
    for (place, score) in scores.enumerated() where score > 0 {
      best[questions[place].answer] = max(best[questions[place].answer] ?? 0, score)
    }
    let order = best.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }.prefix(10)
    return order.enumerated().first { $0.element.key == wanted }?.offset
  }

  private static func figures(_ places: [Int?]) -> Figures {
    let count = Double(max(1, places.count))
    return Figures(
      recall1: Double(places.count { $0 == 0 }) / count,
      recall5: Double(places.count { $0.map { $0 < 5 } ?? false }) / count,
      mrr: places.reduce(0.0) { $0 + gain($1) } / count)
  }

  private static func gain(_ place: Int?) -> Double { place.map { 1 / Double($0 + 1) } ?? 0 }

  /// The chance that a question with an answer is surer than one without; ties count half.
  package static func auc(_ inside: [Double], _ outside: [Double]) -> Double {
    let sorted = outside.sorted()
    func below(_ value: Double, orEqual: Bool) -> Int {
      var (low, high) = (0, sorted.count)
      while low < high {
        let middle = (low + high) / 2
        if sorted[middle] < value || orEqual && sorted[middle] == value {
          low = middle + 1
        } else {
          high = middle
        }
      }
      return low
    }
    let wins = inside.reduce(0.0) {
      $0 + Double(below($1, orEqual: false) + below($1, orEqual: true)) / 2
    }
    return wins / Double(max(1, inside.count) * max(1, outside.count))
  }

  /// The bound at which right answers less wrong ones are most; of equal ones the highest. Nil
  /// where there are never more right ones than wrong.
  package static func least(_ asked: [(confidence: Double, isRight: Bool)]) -> Double? {
    var (best, sum) = (0, 0)
    var bound: Double?
    let sorted = asked.sorted { $0.confidence > $1.confidence }
    for (place, entry) in sorted.enumerated() {
      sum += entry.isRight ? 1 : -1
      let isLast = place + 1 == sorted.count || sorted[place + 1].confidence < entry.confidence
      if isLast, sum > best { (best, bound) = (sum, entry.confidence) }
    }
    return bound
  }

  /// Which questions are hidden, and which answers are left out.
  private struct Plan {
    /// Questions that the trial knows.
    var shown: [Int] = []
    var hidden: [Int] = []
    /// Questions of answers that are left out.
    var outside: [Int] = []
    /// Answers that the trial knows, and where each of all is among them.
    var answers: [Int] = []
    var placeOf: [Int]

    init(_ questions: [ReplyIndex.Question], answerCount: Int, hasTexts: Bool) {
      placeOf = [Int](repeating: -1, count: answerCount)
      let leavesOut = answerCount >= ReplyTrial.leastAnswers
      for answer in 0..<answerCount where !leavesOut || answer % ReplyTrial.step != 4 {
        placeOf[answer] = answers.count
        answers.append(answer)
      }
      var counts = [Int](repeating: 0, count: answerCount)
      for question in questions { counts[question.answer] += 1 }
      var seen = [Int](repeating: 0, count: answerCount)
      for (place, question) in questions.enumerated() {
        let answer = question.answer
        seen[answer] += 1
        if placeOf[answer] < 0 {
          outside.append(place)
        } else if counts[answer] > 1
          ? seen[answer] % ReplyTrial.step == 2 : hasTexts && place % 5 == 2
        {
          hidden.append(place)
        } else {
          shown.append(place)
        }
      }
      hidden = Self.spread(hidden)
      outside = Self.spread(outside)
    }

    private static func spread(_ all: [Int]) -> [Int] {
      let step = max(1, (all.count + ReplyTrial.mostTests - 1) / ReplyTrial.mostTests)
      return Swift.stride(from: 0, to: all.count, by: step).map { all[$0] }
    }
  }
}
