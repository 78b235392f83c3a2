/// Drafts of answers to questions that come again and again. Nothing is ever sent.
import Analytics
import Contract
import Support
import Tables
import Wire

enum SuggestReply: Method {
  static let name = "suggestReply"
  static let group = Group.feedback
  static let summary =
    "Find the answer to a message in a file of questions and answers; never sends."
  static let effect = Effect.computes
  static let errors = DataErrors.codes
  static let tool: ToolWords? = ToolWords(
    en: "Suggest a reply", zh: "建议回复",
    "Use it to answer customers' messages from the shop's own questions and answers, English or"
      + " Chinese: give texts (or path to a file of messages) and faq, a file with columns question"
      + " and answer. Gives the best answers with their sureness, what to fill in, and says when it"
      + " has no answer. It only drafts.")

  struct Params: Parameters {
    var data = DataParams()
    var texts: [String]?
    var faq: SourceInput?
    var headers = ReplyBook.Headers()
    var template = "{answer}"
    var count = 3
    var leastConfidence: AutoOr<Double> = .auto

    static let fields: [Field<Self>] =
      DataParams.fields.lifted(\.data) + [
        Field("texts", \.texts, "The messages themselves, instead of path, dataset or rows."),
        Field(
          "faq", \.faq,
          "The questions and answers: a dataset, a path, or {path, dataset}. One row per known"
            + " question; an answer may have several."),
        Field(
          "questionColumn", \.headers.question,
          "The column of known questions; found by its name when not given."),
        Field("answerColumn", \.headers.answer, "The column of answers."),
        Field(
          "intentColumn", \.headers.intent,
          "The column of what a question is about; enough without answers."),
        Field(
          "template", \.template,
          "A draft is made of it: {answer}, {question}, {intent}, {orderId}, {amount} and {date}"
            + " are filled in.", default: "{answer}"),
        Field("n", \.count, "Answers shown for each message.", in: 1...20, default: 3),
        Field(
          "minConfidence", \.leastConfidence,
          "Less sure messages get no draft; auto finds it by hidden questions, where answers have"
            + " several, else takes 0.35.", default: "auto"),
      ]
  }

  struct Output: Answer {
    var envelope: Envelope
    let replies: RowList<ReplyRow>
    let answered: Int
    let abstained: Int
    let leastConfidence: Double
    let evaluation: ReplyTrialAnswer?

    static let members: [Member<Self>] =
      Envelope.opening.map { $0.lifted(\.envelope) } + [
        Member("replies", \.replies, "The messages, in the order of the data."),
        Member("answered", \.answered, "Messages with a draft."),
        Member("abstained", \.abstained, "Messages without one."),
        Member("minConfidence", \.leastConfidence, "Below it nothing is drafted."),
        Member("evaluation", ifAny: \.evaluation, "How well hidden questions were answered."),
      ] + Envelope.closing.map { $0.lifted(\.envelope) }
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    guard let faq = params.faq else {
      throw ParameterError(
        path: "params.faq", expected: "a file of questions and answers", found: "none")
    }
    if let least = params.leastConfidence.value, !(0...1).contains(least) {
      throw ParameterError(
        path: "params.minConfidence", expected: "\"auto\" or a number from 0 to 1",
        found: "\(least)")
    }
    let draft = try ReplyTemplate(params.template)
    let (texts, opened) = try workspace.texts(params.texts, or: params.data, redacts: false, run)
    let known = try workspace.open(faq, run)
    let book = try ReplyBook(
      known.table, params.headers, leastConfidence: params.leastConfidence.value, run)
    run.report(0.85, Phrase(en: "looking up messages", zh: "查找回复"))
    let replies = try book.replies(texts.texts, count: params.count, run)
    let say = Speaker(params.data.lang, texts.languages, of: opened?.table)
    let page = try Page(params.data, order: Array(texts.texts.indices)) { row in
      texts.customers.isEmpty ? texts.ids[row] : texts.customers[row]
    }
    let make: @Sendable (Int) -> ReplyRow = { row in
      ReplyRow(texts, row, replies[row], book, draft)
    }
    let answered = replies.count { !$0.isAbstained }
    var envelope = Envelope(
      summary: say(summary(replies.count, answered, book)), grade: GradeAnswer(book.grade, say),
      definition: say(definition),
      warnings: ((opened?.table.notices ?? []) + known.table.notices).map { say($0) },
      meta: Meta(opened?.table, method: book.method, run),
      total: page.total, nextCursor: page.nextCursor)
    envelope.output = try page.save(params.data, in: workspace, run, make)
    return Outcome(
      Output(
        envelope: envelope, replies: page.list(params.data, make), answered: answered,
        abstained: replies.count - answered, leastConfidence: book.leastConfidence,
        evaluation: book.trial.map(ReplyTrialAnswer.init)),
      changes: (opened?.changes ?? []) + known.changes)
  }

  private static func summary(_ count: Int, _ answered: Int, _ book: ReplyBook) -> Phrase {
    let (answers, questions) = (book.entries.count, book.questionCount)
    return Phrase(
      en: "\(answered) of \(count) messages have a draft, from \(answers) answers with \(questions)"
        + " known questions; nothing was sent.",
      zh: "\(count) 条消息中 \(answered) 条有回复草稿，来自 \(answers) 个答案、\(questions) 个已知问题；未发送任何内容。")
  }

  private static let definition = Phrase(
    en: "score: BM25 of words and of pieces of words with known questions, half as much with the"
      + " answer's own words, where answers have five questions or more with a linear model that"
      + " tells them apart; confidence: how much of the message the best one covers, times that"
      + " model's chance; drafts are for a person to read and send",
    zh: "得分：与已知问题的词语及片段 BM25，答案自身词语减半；每个答案有五个以上问题时加入线性模型；置信度：最佳匹配覆盖消息的程度乘以该模型的概率；草稿须由人审阅后发送")
}

/// What was found for one message.
struct ReplyRow: Answer {
  let id: String
  let customerId: String?
  let text: String
  let intent: String?
  let confidence: Double
  let isAbstained: Bool
  let draft: String?
  let slots: [ReplySlotAnswer]
  let missing: [String]
  let candidates: [ReplyCandidateAnswer]

  init(
    _ texts: FeedbackTexts, _ row: Int, _ reply: ReplyBook.Reply, _ book: ReplyBook,
    _ template: ReplyTemplate
  ) {
    id = texts.ids[row]
    customerId = texts.customers.isEmpty ? nil : texts.customers[row]
    let bytes = texts.texts[row]
    text = String(decoding: Redaction.hide(bytes).text, as: UTF8.self)
    confidence = reply.confidence
    isAbstained = reply.isAbstained
    let found = ReplySlot.all(in: bytes)
    slots = found.map { ReplySlotAnswer(kind: $0.kind.rawValue, text: $0.text) }
    let best = reply.isAbstained ? nil : reply.candidates.first
    intent = best.flatMap { book.entries[$0.entry].intent }
    let filled = best.map { template.filled(book.entries[$0.entry], $0.question, found) }
    draft = filled?.text
    missing = filled?.missing ?? []
    candidates = reply.candidates.map { ReplyCandidateAnswer($0, book) }
  }

  static let members: [Member<Self>] = [
    Member("id", \.id, "The place of the message, from 1."),
    Member("customerId", ifAny: \.customerId, "Who wrote it."),
    Member("text", \.text, "The message; what identifies a person is hidden."),
    Member("intent", ifAny: \.intent, "What it is about, where the file says."),
    Member("confidence", \.confidence, "From 0 to 1."),
    Member("abstained", \.isAbstained, "Less sure than minConfidence: no draft."),
    Member("draft", ifAny: \.draft, "The template with the answer, for a person to read and send."),
    Member("slots", \.slots, "What the message names: order numbers, amounts, dates."),
    Member("missing", \.missing, "Places of the template that nothing was found for."),
    Member("candidates", \.candidates, "The best answers."),
  ]
}

struct ReplySlotAnswer: Answer {
  let kind: String
  let text: String

  static let members: [Member<Self>] = [
    Member("kind", \.kind, "orderId, amount or date."),
    Member("text", \.text, "As the message has it."),
  ]
}

struct ReplyCandidateAnswer: Answer {
  let answer: String?
  let intent: String?
  let question: String?
  let score: Double

  init(_ candidate: ReplyBook.Candidate, _ book: ReplyBook) {
    let entry = book.entries[candidate.entry]
    answer = entry.answer.isEmpty ? nil : entry.answer
    intent = entry.intent
    question = candidate.question
    score = candidate.score
  }

  static let members: [Member<Self>] = [
    Member("answer", ifAny: \.answer, "The answer."),
    Member("intent", ifAny: \.intent, "What it is about."),
    Member("question", ifAny: \.question, "The known question nearest to the message."),
    Member("score", \.score, "How well it fits; compares answers to one message alone."),
  ]
}

struct ReplyTrialAnswer: Answer {
  let trial: ReplyTrial

  init(_ trial: ReplyTrial) { self.trial = trial }

  static let members: [Member<Self>] = [
    Member("tested", \.trial.tested, "Questions that were hidden and asked."),
    Member("recall1", \.trial.figures.recall1, "Share whose answer stood first."),
    Member("recall5", \.trial.figures.recall5, "Share whose answer was among the first five."),
    Member("mrr", \.trial.figures.mrr, "Mean of one over the place of the answer, within ten."),
    Member("baselineRecall1", \.trial.baseline.recall1, "The same by words of questions alone."),
    Member("baselineMrr", \.trial.baseline.mrr, "The same by words of questions alone."),
    Member(
      "outsiders", \.trial.outsiders, "Questions whose answer was left out, asked all the same."),
    Member(
      "auc", ifAny: \.trial.auc,
      "The chance that a question with an answer is surer than one without."),
  ]
}
