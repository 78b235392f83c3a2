/// What customers wrote, read: language, feeling, topics, urgency, and the caller's own label where
/// there is one to learn from.
import Learning
import Numerics
package import Support

package struct Feedback: Sendable {
  package let texts: FeedbackTexts
  package let options: FeedbackOptions
  package let languages: [TextLanguage]
  /// One per text, without evidence.
  package let sentiments: [Sentiment]
  package let categories: CategoryList
  /// The categories of each text, a bit each.
  let categoryBits: [UInt64]
  package let urgencies: [Urgency]
  /// The intents of each text, a bit each; none where that was not asked for.
  let intentBits: [UInt8]
  /// What is felt about each category; nil where that was not asked for.
  package let aspects: AspectTally?
  package let model: FeedbackModel?
  /// What each label says of the feeling, where labels do.
  let polarity: [Sentiment.Label]?
  /// What the words mean by the ratings beside them, where those are.
  package let calibration: RatingCalibration?
  /// How well the words alone find the labels, where those speak of feelings.
  package let lexiconTest: LexiconTest?
  package let grade: Grade
  package let method: String
  package let notices: [Notice]
  package let overview: FeedbackOverview
  package let toLabel: [LabelWish]
  /// Texts that the answer is less sure of than was asked for.
  package let abstainedCount: Int
  /// How many texts are given each label of a model whose texts may have several; nil for others.
  package let labelCounts: [(key: String, value: Int)]?
  /// The kind of the kept model, where one said the labels.
  private let keptMethod: TextClassifier.Kind?

  /// Reads texts. Without labels, or with `lexicon`, by words alone; labels by a kept model where
  /// one is given.
  package static func of(
    _ texts: FeedbackTexts, options: FeedbackOptions, by kept: TrainedFeedback? = nil, _ run: Run
  ) throws -> Feedback {
    try Feedback(texts, options, kept, run)
  }

  private init(
    _ texts: FeedbackTexts, _ options: FeedbackOptions, _ kept: TrainedFeedback?, _ run: Run
  ) throws {
    run.report(0, Phrase(en: "reading words of feeling", zh: "识别情感词"))
    let categories = CategoryList(
      try options.own?.fitted(to: texts.texts, learns: options.learnsSeeds, run),
      options.categories)
    self.categories = categories
    let plan = try FeedbackPlan(texts, options, kept)
    let isShort = kept != nil || plan.learns
    let first = try Self.glances(texts, categories, options, upTo: isShort ? 0.2 : 0.75, run)
    aspects =
      options.tasks.contains(.aspects) ? try Self.aspects(texts, categories, run) : nil
    model = try Self.model(texts, plan, options, kept, run)
    let words = first.map(\.sentiment)
    let polarity =
      kept == nil
      ? Polarity.of(texts.classes, labels: texts.labels, words.map(\.positive)) : nil
    self.polarity = polarity
    let test = polarity.map { LexiconTest(texts.labels, texts.classes.count, $0, words) }
    lexiconTest = test
    let calibration = try Self.calibration(texts, kept, polarity, words, run)
    self.calibration = calibration
    // The words may know feelings better than a model of few labels does; then they keep the say.
    let wordsLead =
      options.trains != true && options.model == .auto
      && (test?.metrics.macroF1 ?? 0) > (model?.evaluation.metrics.macroF1 ?? 0)
    sentiments = Self.sentiments(
      texts, wordsLead ? nil : model, polarity, words, calibration)
    keptMethod = kept?.kind
    self.texts = texts
    self.options = options
    languages = first.map(\.language)
    categoryBits = first.map(\.categoryBits)
    intentBits = first.map(\.intentBits)
    urgencies = first.map(\.urgency)
    method = plan.method
    grade = plan.grade(model, test, count: texts.texts.count)
    notices =
      texts.notices + plan.notices + Self.notices(texts)
      + Self.notices(categories, first.map(\.categoryBits))
      + (model != nil && wordsLead ? [Self.wordsLeadNotice] : [])
    run.report(0.8, Phrase(en: "counting words of both feelings", zh: "统计褒贬用词"))
    overview = try FeedbackOverview(
      texts, sentiments, languages, (categories, categoryBits), urgencies,
      terms: NGrams(words: 1...1, characters: 2...(plan.learns ? 4 : 3)), run)
    toLabel = try LabelWish.wishes(texts, model, words, areOwn: kept == nil, run)
    (abstainedCount, labelCounts) = try Self.tallies(
      texts, model, sentiments, minConfidence: options.minConfidence, run)
  }

  /// The kept model, or one that is learnt here; nil where words alone have the say.
  private static func model(
    _ texts: FeedbackTexts, _ plan: FeedbackPlan, _ options: FeedbackOptions,
    _ kept: TrainedFeedback?, _ run: Run
  ) throws -> FeedbackModel? {
    if let kept {
      return try kept.reads(texts.texts, progress: 0.2...0.8, run)
    }
    guard plan.learns else { return nil }
    if let kind = options.model.kind {
      var training = TrainedFeedback.TrainingOptions()
      (training.kind, training.folds) = (kind, plan.folds)
      return try TrainedFeedback.of(texts, options: training, run).unseen
    }
    run.report(0.1, Phrase(en: "counting words", zh: "统计词语"))
    // In tiny data a gram of one text may still be learnt from.
    let counted = try GramCounts(
      texts.texts, plan.ngrams, minDocuments: texts.texts.count < 300 ? 1 : 2, run)
    return try FeedbackModel(
      counted, labels: texts.labels, classes: texts.classes, folds: plan.folds, run)
  }

  /// The model's word for it where labels are feelings, else the words' by the ratings.
  private static func sentiments(
    _ texts: FeedbackTexts, _ model: FeedbackModel?, _ polarity: [Sentiment.Label]?,
    _ words: [Sentiment], _ calibration: RatingCalibration?
  ) -> [Sentiment] {
    if let model, let polarity {
      return texts.texts.indices.map { Polarity.sentiment(model.chances($0), polarity) }
    }
    guard let calibration, calibration.isUsed else { return words }
    return words.map(calibration.sentiment)
  }

  private static func calibration(
    _ texts: FeedbackTexts, _ kept: TrainedFeedback?, _ polarity: [Sentiment.Label]?,
    _ words: [Sentiment], _ run: Run
  ) throws -> RatingCalibration? {
    guard texts.areRatings, kept == nil, let polarity else { return nil }
    return try RatingCalibration(
      words, texts.labels.map { $0 < 0 ? nil : polarity[$0] }, run)
  }

  /// - Parameter end: how much of all is done with them.
  private static func glances(
    _ texts: FeedbackTexts, _ categories: CategoryList, _ options: FeedbackOptions,
    upTo end: Double, _ run: Run
  ) throws -> [Glance] {
    let intents = options.tasks.contains(.intent)
    return try TextSlices.map(texts.texts, 0...end, run) { slice in
      run.report(slice.progress, Phrase(en: "reading words of feeling", zh: "识别情感词"))
      return try Parallel.map(count: slice.texts.count, chunk: 512) { range in
        try run.checkpoint()
        var tokenizer = categories.freshTokenizer ?? Tokenizer()
        return range.map { Glance(slice.texts[$0], categories, &tokenizer, intents: intents) }
      }.flatMap { $0 }
    }
  }

  private static func aspects(
    _ texts: FeedbackTexts, _ categories: CategoryList, _ run: Run
  ) throws -> AspectTally {
    try Parallel.map(count: texts.texts.count, chunk: 512) { range in
      try run.checkpoint()
      var tokenizer = categories.freshTokenizer ?? Tokenizer()
      var tally = AspectTally()
      for row in range {
        let text = TextScalars(texts.texts[row])
        let topics = TopicsOfText(text, Sentiment(text).label)
        let matches = categories.matches(texts.texts[row], text, topics, &tokenizer)
        tally.add(AspectsOfText(text, matches).aspects, row: row)
      }
      return tally
    }.reduce(into: AspectTally()) { $0.add($1) }
  }

  private static let wordsLeadNotice = Notice(
    "lexiconLeads",
    en: "the word list finds the labels better than the learnt model, so sentiment is by words",
    zh: "词表比训练出的模型更能还原标签，情感由词表给出", path: "model")

  private static func notices(_ texts: FeedbackTexts) -> [Notice] {
    var notices: [Notice] = []
    let empty = texts.texts.indices.count { !texts.texts.hasText($0) }
    if empty > 0 {
      notices.append(
        Notice("emptyTexts", en: "\(empty) texts are empty", zh: "\(empty) 条文本为空"))
    }
    if texts.redactedCount > 0 {
      let count = texts.redactedCount
      notices.append(
        Notice(
          "redacted", en: "personal data was hidden in \(count) texts",
          zh: "已在 \(count) 条文本中隐去个人信息", path: "redact"))
    }
    return notices
  }

  /// A category that no text has may be told by the wrong words.
  private static func notices(_ categories: CategoryList, _ bits: [UInt64]) -> [Notice] {
    let counts = categories.ownCounts(bits)
    return categories.all.compactMap { category in
      guard categories.topic(category) == nil, counts[category - Topic.allCases.count] == 0 else {
        return nil
      }
      let name = categories.name(category)
      return Notice(
        "labelWithoutTexts", en: "no text holds a seed or half an example of \(name)",
        zh: "没有文本含有“\(name)”的种子词或半数示例词", path: "labels")
    }
  }

  /// How many texts have each category of the caller's own.
  package var ownCounts: [Int] { categories.ownCounts(categoryBits) }

  /// How many texts have each intent; nil where that was not asked for.
  package var intentCounts: [(key: Intent, value: Int)]? {
    guard options.tasks.contains(.intent) else { return nil }
    return Intent.allCases.map { intent in
      (intent, intentBits.count { $0 & (1 << UInt8(intent.rawValue)) != 0 })
    }
  }

  /// How sure the answer for a text is: the chance of its labels, or of its feeling.
  private static func confidence(_ row: Int, _ model: FeedbackModel?, _ sentiment: Sentiment)
    -> Double
  {
    if let model { return model.confidence(row) }
    return max(sentiment.positive, 1 - sentiment.positive)
  }

  private var labelHeader: String { texts.labelHeader ?? "rating" }

  /// Whether the answer is less sure than was asked for.
  package func isAbstained(_ row: Int) -> Bool {
    !texts.texts.hasText(row)
      || Self.confidence(row, model, sentiments[row]) < options.minConfidence
  }

  private static func tallies(
    _ texts: FeedbackTexts, _ model: FeedbackModel?, _ sentiments: [Sentiment],
    minConfidence: Double, _ run: Run
  ) throws -> (abstained: Int, labels: [(key: String, value: Int)]?) {
    let isMulti = model?.isMulti == true
    let classes = isMulti ? model?.classes ?? [] : []
    let parts = try Parallel.map(count: texts.texts.count, chunk: 4096) { range in
      try run.checkpoint()
      var (abstained, counts) = (0, [Int](repeating: 0, count: classes.count))
      for row in range {
        let isEmpty = !texts.texts.hasText(row)
        if isEmpty || confidence(row, model, sentiments[row]) < minConfidence { abstained += 1 }
        if isMulti, !isEmpty, let model {
          for label in model.labels(row) { counts[label] += 1 }
        }
      }
      return (abstained: abstained, counts: counts)
    }
    let counts = classes.indices.map { label in
      (key: classes[label], value: parts.reduce(0) { $0 + $1.counts[label] })
    }
    return (parts.reduce(0) { $0 + $1.abstained }, isMulti ? counts : nil)
  }

  /// What every method's text says of its answer.
  package var definition: Phrase {
    guard let model else {
      if let calibration, calibration.isUsed { return calibration.definition(labelHeader) }
      return Phrase(
        en: "sentiment = fixed weights of hand-written words, not fitted to any data; score runs "
          + "from -1 to 1",
        zh: "情感 = 手写词表的固定权重，未用任何数据拟合；分值从 -1 到 1")
    }
    let header = texts.labelHeader ?? "label"
    let labels = model.classes.prefix(8).joined(separator: ", ")
    if model.isMulti {
      return Phrase(
        en:
          "categories = all labels that the kept model gives a text (\(labels)), each from a bound"
          + " of its own on; its figures are of the texts it was tested on, not of these",
        zh: "categories = 已保存模型给出的全部标签（\(labels)），各标签有各自的概率下限；指标来自其检验文本，而非本次文本")
    }
    if keptMethod != nil {
      return Phrase(
        en:
          "label = what the kept model says (\(labels)); its figures are of the texts it was tested"
          + " on, not of these", zh: "标签 = 已保存模型的判断（\(labels)）；指标来自其检验文本，而非本次文本")
    }
    return Phrase(
      en: "label = \(header) (\(labels)); labelled texts show the prediction of the fold that had "
        + "not seen them",
      zh: "标签 = \(header)（\(labels)）；已标注文本显示未见过该文本的那一折的预测")
  }
}

/// What words alone say of one text.
private struct Glance: Sendable {
  let language: TextLanguage
  let sentiment: Sentiment
  let categoryBits: UInt64
  let intentBits: UInt8
  let urgency: Urgency

  init(
    _ bytes: [UInt8], _ categories: CategoryList, _ tokenizer: inout Tokenizer, intents: Bool
  ) {
    let text = TextScalars(bytes)
    language = TextLanguage(text)
    let full = Sentiment(text)
    sentiment = Sentiment(positive: full.positive)
    let topics = TopicsOfText(text, full.label)
    categoryBits = categories.matches(bytes, text, topics, &tokenizer).reduce(0) {
      $0 | 1 << UInt64($1.category)
    }
    intentBits =
      intents
      ? IntentsOfText(text, full).matches.reduce(0) { $0 | 1 << UInt8($1.intent.rawValue) } : 0
    urgency = topics.urgency
  }
}
