/// Answers that questions are looked up in: by the known questions of each, by its own words, and
/// where answers have many questions, by what tells those apart.
import Learning
import Numerics
import Support

struct ReplyIndex: Sendable {
  /// One known question, and the answer it belongs to.
  struct Question: Sendable {
    let text: [UInt8]
    let answer: Int
  }

  /// An answer with how well it fits.
  struct Found: Sendable {
    let answer: Int
    let score: Double
    /// The known question nearest to what was asked; nil where the answer's own words fit.
    let question: Int?
  }

  private let questions: [Question]
  private let search: QuestionSearch
  private let answers: QuestionSearch?
  private let teller: IntentTeller?
  let answerCount: Int

  var hasTeller: Bool { teller != nil }

  /// The words of an answer count half as much as those of its questions.
  private static let shareOfAnswer = 0.5

  /// - Parameter answers: the text of each answer; empty where only intents are known.
  init(_ questions: [Question], answers: some TextRows, answerCount: Int, _ run: Run) throws {
    self.questions = questions
    self.answerCount = answerCount
    search = try QuestionSearch(questions.map(\.text), run)
    self.answers = answers.isEmpty ? nil : try QuestionSearch(answers, run)
    teller = try IntentTeller(questions, answerCount: answerCount, run)
  }

  /// The best answers, and how sure the first is, from 0 to 1.
  func ask(_ text: [UInt8], count: Int) -> (found: [Found], confidence: Double) {
    var best = [Double](repeating: 0, count: answerCount)
    var nearest = [Int](repeating: -1, count: answerCount)
    var room = [Double](repeating: 0, count: questions.count)
    var cover = 0.0
    room.withUnsafeMutableBufferPointer { scores in
      cover = search.score(text, into: scores)
      for index in 0..<scores.count where scores[index] > 0 {
        let answer = questions[index].answer
        if scores[index] * cover > best[answer] {
          (best[answer], nearest[answer]) = (scores[index] * cover, index)
        }
      }
    }
    if let answers {
      var own = [Double](repeating: 0, count: answerCount)
      own.withUnsafeMutableBufferPointer { scores in
        let share = answers.score(text, into: scores) * Self.shareOfAnswer
        cover = max(cover, share)
        for answer in 0..<scores.count { best[answer] += scores[answer] * share }
      }
    }
    var confidence = min(1, cover)
    if let chances = teller?.chances(text) {
      let highest = max(best.max() ?? 0, 1e-12)
      // Which answer: mostly by what tells questions apart; how sure: by both.
      for answer in best.indices { best[answer] = best[answer] / highest + 2 * chances[answer] }
      confidence *= chances.max() ?? 0
    }
    let order = best.indices.filter { best[$0] > 0 }.sorted { (-best[$0], $0) < (-best[$1], $1) }
    return (
      order.prefix(count).map {
        Found(answer: $0, score: best[$0], question: nearest[$0] < 0 ? nil : nearest[$0])
      }, confidence
    )
  }
}

/// Which answer a question is for, by grams that tell the known questions apart: a linear support
/// vector machine for each answer, where answers have questions enough.
private struct IntentTeller: Sendable {
  private let grams: GramCounts
  private let weights: TFIDF
  private let model: SparseLinear

  /// Questions that an answer has to have on the mean, and answers, for this to help.
  private static let (leastQuestions, leastAnswers) = (5, 2)
  private static let penalty = 0.3
  /// Turns a margin into a chance: the slope of the logistic curve.
  private static let slope = 3.0

  /// Nil where there are too few questions.
  init?(_ questions: [ReplyIndex.Question], answerCount: Int, _ run: Run) throws {
    guard answerCount >= Self.leastAnswers,
      questions.count >= Self.leastQuestions * answerCount
    else { return nil }
    grams = try GramCounts(
      questions.map(\.text), NGrams(words: 1...2, characters: 2...5),
      minDocuments: 2, run)
    let rows = Array(questions.indices)
    weights = TFIDF(grams.counts, rows: rows, minDocuments: 2)
    guard weights.featureCount > 0 else { return nil }
    model = try DualLinear(.squaredHinge, c: Self.penalty, tolerance: 0.1).fit(
      weights.rows(grams.counts, rows),
      LabelSets(labels: questions.map(\.answer), labelCount: answerCount), run)
  }

  /// A number from 0 to 1 for each answer; they need not sum to one.
  func chances(_ text: [UInt8]) -> [Double]? {
    let run = Run()
    guard let counts = try? grams.rows([text], run),
      let scores = try? model.scores(weights.rows(counts, [0]), run)
    else { return nil }
    return scores.map { 1 / (1 + Math.exp(-Self.slope * $0)) }
  }
}
