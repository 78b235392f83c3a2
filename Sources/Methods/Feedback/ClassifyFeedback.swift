/// What customers wrote: feeling, topics, urgency, language, and the caller's own label.
import Analytics
import Contract
import Support
import Tables
import Wire

enum ClassifyFeedback: Method {
  static let name = "classifyFeedback"
  static let group = Group.headline
  static let summary =
    "Read feedback in English and Chinese: by a word list, or learning from a label column."
  static let effect = Effect.computes
  static let errors = DataErrors.codes + [.notEnoughData, .singleClass, .modelNotFound]
  static let tool: ToolWords? = ToolWords(
    en: "Read customer feedback", zh: "客户反馈分类",
    "Use it to find out what customers say and feel in reviews, comments or tickets, English,"
      + " Chinese or mixed. Give texts, or path to a file with a text column (a label column makes"
      + " it learn your own categories). Gives sentiment, category and urgency per text with the"
      + " words that decided, and an overview.")

  struct Params: Parameters {
    var data = DataParams()
    var texts: [String]?
    var tasks = FeedbackOptions.Task.plain
    var model = FeedbackOptions.Model.auto
    var trainedModel: String?
    var train: AutoOr<Bool> = .auto
    var labels: [LabelInput] = []
    var categories = FeedbackOptions.Categories.auto
    var learnSeeds = false
    var groupBy: String?
    var dedupe = true
    var minConfidence = 0.6
    var redact = true
    var folds = 5

    static let fields: [Field<Self>] =
      DataParams.fields.lifted(\.data) + [
        Field("texts", \.texts, "The texts themselves, instead of path, dataset or rows."),
        Field(
          "tasks", \.tasks,
          "What to say of each text; aspects: what is felt about each category, clause by clause;"
            + " intent: what the writer wants, such as to cancel, a refund or an answer.",
          default: ["sentiment", "category", "urgency", "language"]),
        Field(
          "model", \.model,
          "lexicon uses hand-written words, the others learn from the label column; auto learns where"
            + " there is one. trainFeedbackModel tries several and keeps the best.",
          default: "auto"),
        Field(
          "trainedModel", \.trainedModel,
          "The name of a model that trainFeedbackModel kept; it then says the labels."),
        Field(
          "train", \.train, "Whether to learn; auto does when there is a label column.",
          default: "auto"),
        Field(
          "labels", \.labels,
          "Categories of your own: {name, seeds, examples} each, 50 at most. Nothing is trained."),
        Field(
          "categories", \.categories,
          "Which categories are looked for; auto takes your own where labels are given.",
          default: "auto"),
        Field(
          "learnSeeds", \.learnSeeds,
          "Let each of your categories learn up to 10 more seeds from these texts: words that go"
            + " with its seeds far more often than chance. The answer lists them.", default: false),
        Field(
          "groupBy", \.groupBy,
          "Also tell groups apart: a header such as segment or channel, or day, week, month, quarter"
            + " or year of the dates."),
        Field(
          "dedupe", \.dedupe,
          "Leave out rows that are equal to an earlier one in every cell, where a customer, an order"
            + " or a person is named: one of them was exported twice.", default: true),
        Field(
          "minConfidence", \.minConfidence, "Less sure answers are marked abstained.",
          in: 0...1, default: 0.6),
        Field(
          "redact", \.redact,
          "Hide telephone, identity-card, bank-card and account numbers, mail addresses and secrets "
            + "in links, and names and homes as far as they can be told; a hidden character is one *.",
          default: true),
        Field("folds", \.folds, "Parts of the cross-validation.", in: 2...20, default: 5),
      ]
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<FeedbackAnswer> {
    if params.model == .lexicon, params.train.value == true {
      throw ParameterError(
        path: "params.train", expected: "false or \"auto\" with the model lexicon", found: "true")
    }
    if params.model != .lexicon, params.model != .auto, params.train.value == false {
      throw ParameterError(
        path: "params.train", expected: "true or \"auto\" with a model that learns", found: "false")
    }
    let kept = try params.trainedModel.map {
      try workspace.feedbackModel($0, at: "params.trainedModel").trained
    }
    if kept != nil, params.train.value == true || params.model != .auto {
      throw ParameterError(
        path: "params.trainedModel", expected: "trainedModel without model and train",
        found: "both")
    }
    let own = try own(params)
    let (texts, opened) = try workspace.texts(
      params.texts, or: params.data, redacts: params.redact, dedupes: params.dedupe, run)
    let feedback = try Feedback.of(texts, options: options(params, own), by: kept, run)
    if own != nil, feedback.labelCounts != nil {
      throw ParameterError(
        path: "params.labels",
        expected: "no labels beside a kept model that gives a text several", found: "both")
    }
    let groups = try groups(params.groupBy, feedback, opened?.table, run)
    let recent = try opened?.table.dayOfRow.flatMap { try RecentWords(texts, days: $0, run) }
    let say = Speaker(params.data.lang, feedback.languages, of: opened?.table)
    let order = Array(texts.texts.indices)
    let page = try Page(params.data, order: order) { row in
      texts.customers.isEmpty ? texts.ids[row] : texts.customers[row]
    }
    let explain = params.data.explain
    let tasks = Set(params.tasks)
    let make: @Sendable (Int) -> FeedbackRow = {
      FeedbackRow(feedback, $0, explain: explain, tasks, say)
    }
    var answer = FeedbackAnswer(
      feedback, groups, recent, opened?.table, params.data, page, say, run, rows: make)
    answer.envelope.output = try page.save(params.data, in: workspace, run, make)
    return Outcome(answer, changes: opened?.changes ?? [])
  }

  private static func groups(
    _ wish: String?, _ feedback: Feedback, _ table: Table?, _ run: Run
  ) throws -> FeedbackGroups? {
    guard let wish else { return nil }
    guard let table else {
      throw ParameterError(
        path: "params.groupBy", expected: "a table with groupBy", found: "texts alone")
    }
    return try FeedbackGroups(feedback, table, by: wish, run)
  }

  /// The caller's categories, if what is asked of them can be done.
  private static func own(_ params: Params) throws -> OwnCategories? {
    let own = try LabelInput.own(params.labels)
    if own == nil, params.categories == .own || params.categories == .both || params.learnSeeds {
      throw ParameterError(
        path: params.learnSeeds ? "params.learnSeeds" : "params.categories",
        expected: "labels with " + (params.learnSeeds ? "learnSeeds" : "own categories"),
        found: "no labels")
    }
    if params.categories == .both { try LabelInput.refuseTopics(among: params.labels) }
    return own
  }

  private static func options(_ params: Params, _ own: OwnCategories?) -> FeedbackOptions {
    var options = FeedbackOptions()
    options.tasks = params.tasks
    options.own = own
    options.categories = params.categories
    options.learnsSeeds = params.learnSeeds
    options.model = params.model
    options.trains = params.train.value
    options.minConfidence = params.minConfidence
    options.redacts = params.redact
    options.folds = params.folds
    options.isStrict = params.data.strict
    return options
  }
}

extension FeedbackOptions.Task: Choice {}
extension FeedbackOptions.Model: Choice {}
