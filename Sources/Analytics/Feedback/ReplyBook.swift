/// Answers to questions that come again and again: found, filled in, and tested. Nothing is sent.
package import Learning
import Numerics
package import Support
package import Tables

package struct ReplyBook: Sendable {
  package struct Headers: Sendable {
    /// Nil: found by their names.
    package var question: String?
    package var answer: String?
    package var intent: String?

    package init(question: String? = nil, answer: String? = nil, intent: String? = nil) {
      (self.question, self.answer, self.intent) = (question, answer, intent)
    }
  }

  /// An answer as the file has it.
  package struct Entry: Sendable {
    /// Empty where the file has intents alone.
    package let answer: String
    package let intent: String?
    package let questionCount: Int
  }

  package struct Candidate: Sendable {
    package let entry: Int
    package let score: Double
    /// The nearest known question.
    package let question: String?
  }

  package struct Reply: Sendable {
    package let candidates: [Candidate]
    /// From 0 to 1.
    package let confidence: Double
    package let isAbstained: Bool
  }

  package let entries: [Entry]
  package let headers: Headers
  package let questionCount: Int
  package let trial: ReplyTrial?
  /// Below it nothing is answered.
  package let leastConfidence: Double
  private let questions: [String]
  private let index: ReplyIndex

  /// What is asked of a file that has too little to be tested.
  package static let usualConfidence = 0.35

  /// - Parameter leastConfidence: nil for what hidden questions say.
  package init(
    _ table: Table, _ headers: Headers, leastConfidence: Double?, _ run: Run
  ) throws {
    let columns = try ReplyColumns(table, headers)
    let rows = try columns.rows(run)
    guard !rows.questions.isEmpty else {
      throw AnalyticsError.noUsableRows(
        why: "no row has both a question and \(columns.answer == nil ? "an intent" : "an answer")")
    }
    entries = rows.entries
    questions = rows.texts
    self.headers = columns.headers
    questionCount = rows.questions.count
    let answers = columns.answer == nil ? [] : rows.entries.map { Array($0.answer.utf8) }
    trial = try ReplyTrial(rows.questions, answers: answers, answerCount: entries.count, run)
    self.leastConfidence = leastConfidence ?? trial?.leastConfidence ?? Self.usualConfidence
    run.report(0.8, Phrase(en: "indexing all questions", zh: "索引全部问题"))
    index = try ReplyIndex(
      rows.questions, answers: answers, answerCount: entries.count, run)
  }

  /// How answers are found.
  package var method: String { index.hasTeller ? "retrieval+linearSvm" : "retrieval" }

  /// A reply to each message.
  package func replies(_ texts: some TextRows, count: Int, _ run: Run) throws -> [Reply] {
    try Parallel.map(count: texts.count, chunk: 16) { range in
      try run.checkpoint()
      return range.map { reply(texts[$0], count: count) }
    }.flatMap { $0 }
  }

  package func reply(_ text: [UInt8], count: Int) -> Reply {
    let (found, confidence) = index.ask(text, count: count)
    return Reply(
      candidates: found.map { entry in
        Candidate(
          entry: entry.answer, score: entry.score, question: entry.question.map { questions[$0] })
      }, confidence: confidence,
      isAbstained: found.isEmpty || confidence < leastConfidence)
  }

  package var grade: Grade {
    guard let trial, trial.tested >= 10 else {
      return Grade(
        .d,
        Phrase(
          en: "too few questions to hide some: nothing is known of how good the answers are",
          zh: "问题太少，无法隐藏检验，效果未知"))
    }
    let (score, base) = (trial.figures.mrr, trial.baseline.mrr)
    let letter: Grade.Letter = trial.isClearlyBetter ? trial.tested >= 50 ? .a : .b : .c
    let (own, words) = (
      Words.percent(trial.figures.recall1), Words.percent(trial.baseline.recall1)
    )
    return Grade(
      letter,
      Phrase(
        en: "of \(trial.tested) hidden questions \(own) found their answer first; words alone find"
          + " it for \(words)",
        zh: "\(trial.tested) 个隐藏问题中 \(own) 首位命中；仅按词语为 \(words)"),
      metric: "mrr", score: score, baseline: base)
  }
}

/// Which columns of a file are questions, answers and intents.
struct ReplyColumns {
  let question: Column
  let answer: Column?
  let intent: Column?

  private static let names: (question: [String], answer: [String], intent: [String]) = (
    [
      "question", "questions", "q", "query", "ask", "title", "text", "utterance", "问题", "问", "提问",
      "标准问", "相似问", "用户问题", "问句", "标题", "问法",
    ],
    [
      "answer", "answers", "a", "reply", "response", "solution", "content", "答案", "回答", "答", "答复",
      "回复", "应答", "话术", "解决方案", "内容",
    ],
    [
      "intent", "category", "class", "label", "topic", "tag", "意图", "类别", "分类", "标签", "主题",
    ]
  )

  init(_ table: Table, _ wished: ReplyBook.Headers) throws(AnalyticsError) {
    func named(
      _ wish: String?, _ parameter: String, _ names: [String]
    ) throws(AnalyticsError) -> Column? {
      if let wish {
        guard let column = table.columns.first(where: { $0.header == wish }) else {
          throw .unknownName(
            parameter: parameter, found: wish, known: table.columns.map(\.header))
        }
        return column
      }
      for name in names {
        if let column = table.columns.first(where: { $0.header.lowercased() == name }) {
          return column
        }
      }
      return nil
    }
    let question = try named(wished.question, "params.questionColumn", Self.names.question)
    let answer = try named(wished.answer, "params.answerColumn", Self.names.answer)
    let intent = try named(wished.intent, "params.intentColumn", Self.names.intent)
    let headers = table.columns.map(\.header)
    // Two columns without telling names are a question and its answer.
    guard let question = question ?? (table.columns.count == 2 ? table.columns[0] : nil) else {
      throw .missingRole(roles: ["question"], headers: headers)
    }
    self.question = question
    let others = table.columns.filter { $0.index != question.index }
    self.answer = answer ?? (intent == nil && others.count == 1 ? others[0] : nil)
    self.intent = intent
    if self.answer == nil, intent == nil { throw .missingRole(roles: ["answer"], headers: headers) }
  }

  var headers: ReplyBook.Headers {
    ReplyBook.Headers(
      question: question.header, answer: answer?.header, intent: intent?.header)
  }

  struct Rows {
    var questions: [ReplyIndex.Question] = []
    var texts: [String] = []
    var entries: [ReplyBook.Entry] = []
  }

  /// Questions with their answers; the same answer stands once, or without answers the same
  /// intent.
  func rows(_ run: Run) throws -> Rows {
    let (asked, answers, intents) = (question.asText(), answer?.asText(), intent?.asText())
    var rows = Rows()
    var places: [String: Int] = [:]
    var found: [(answer: String, intent: String?, count: Int)] = []
    for row in asked.codes.indices {
      if row % 4096 == 0 { try run.checkpoint() }
      guard let text = asked[row], let key = (answers ?? intents)?[row] else { continue }
      let place = places[key] ?? found.count
      if place == found.count {
        places[key] = place
        found.append((answers == nil ? "" : key, intents?[row], 0))
      }
      found[place].count += 1
      rows.questions.append(ReplyIndex.Question(text: Array(text.utf8), answer: place))
      rows.texts.append(text)
    }
    rows.entries = found.map {
      ReplyBook.Entry(answer: $0.answer, intent: $0.intent, questionCount: $0.count)
    }
    return rows
  }
}
