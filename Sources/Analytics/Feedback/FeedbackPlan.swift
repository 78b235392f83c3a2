/// Whether there is something to learn from, and what the answer is worth.
package import Learning
import Support
import Tables

struct FeedbackPlan {
  let learns: Bool
  let method: String
  let folds: Int
  /// The features of a model that is learnt.
  let ngrams: NGrams
  let notices: [Notice]

  init(_ texts: FeedbackTexts, _ options: FeedbackOptions, _ kept: TrainedFeedback?) throws {
    if let kept {
      (learns, method, folds, notices) = (false, kept.kind.rawValue, 2, [])
      ngrams = FeedbackModel.ngrams
      return
    }
    folds = max(2, min(options.folds, texts.labels.filter { $0 >= 0 }.count))
    let (method, notices) = try Self.method(texts, options)
    learns = method != "lexicon"
    self.method = method
    let width = texts.classes.count == 2 ? 1 : texts.classes.count
    let bytes = texts.texts.indices.reduce(0) {
      $0 + (texts.labels[$1] >= 0 ? texts.texts[$1].count : 0)
    }
    let isHeavy = learns && options.model.kind == nil && bytes * width > Limits.feedbackWork
    ngrams = isHeavy ? NGrams(words: 1...2) : FeedbackModel.ngrams
    self.notices = notices + (isHeavy ? [Self.charactersLeftOut] : [])
  }

  private static let charactersLeftOut = Notice(
    "charactersLeftOut",
    en: "with so many texts and labels, words alone are learnt from, not runs of characters",
    zh: "文本与标签较多，仅从词语学习，不用字符片段")

  /// The method, and why it is not the one that was to be expected.
  private static func method(
    _ texts: FeedbackTexts, _ options: FeedbackOptions
  ) throws -> (String, [Notice]) {
    let known = texts.labels.filter { $0 >= 0 }
    let mustLearn = options.trains == true || (options.model != .auto && options.model != .lexicon)
    guard options.model != .lexicon, options.trains != false else {
      return ("lexicon", [])
    }
    guard let header = texts.labelHeader, !known.isEmpty else {
      if mustLearn {
        throw AnalyticsError.missingRole(roles: [Role.textLabel.rawValue], headers: texts.headers)
      }
      return ("lexicon", [])
    }
    if texts.classes.count == 1 {
      let label = texts.classes[0]
      if options.isStrict { throw AnalyticsError.singleClass(label: label, count: known.count) }
      let notice = Notice(
        "singleClass", en: "all \(known.count) labelled texts are \(label): nothing to learn",
        zh: "全部 \(known.count) 条标注均为 \(label)，无从学习", path: header)
      return ("lexicon", [notice])
    }
    if texts.classes.count > Limits.textLabels || known.count < 2 * texts.classes.count {
      if options.isStrict {
        throw AnalyticsError.notEnoughData(
          have: known.count, need: 2 * texts.classes.count, what: "labelled texts")
      }
      if !mustLearn || texts.classes.count > Limits.textLabels {
        let count = texts.classes.count
        let notice = Notice(
          "tooManyLabels",
          en:
            "\(count) labels on \(known.count) texts: too many to learn, so words alone were used",
          zh: "\(known.count) 条文本有 \(count) 种标签，种类过多无法学习，仅使用词表", path: header)
        return ("lexicon", [notice])
      }
    }
    if options.isStrict, known.count < 30 {
      throw AnalyticsError.notEnoughData(have: known.count, need: 30, what: "labelled texts")
    }
    return (options.model.kind?.rawValue ?? "tfidfLogistic", [])
  }

  /// The letter the answer deserves.
  func grade(_ model: FeedbackModel?, _ test: LexiconTest?, count: Int) -> Grade {
    if let model { return model.evaluation.grade }
    if let notice = notices.first(where: { $0.code == "singleClass" }) {
      return Grade(.d, notice.phrase)
    }
    if let test, test.metrics.count >= 30 { return test.grade }
    return Grade(
      count >= 30 ? .c : .d,
      Phrase(
        en: "a word list read these texts; it was not tested on them, since they carry no labels",
        zh: "由词表判断；这些文本没有标签，因此未经检验"))
  }
}

/// How well the words alone find labels that speak of feelings.
package struct LexiconTest: Sendable {
  package let metrics: LabelMetrics
  package let baseline: LabelMetrics

  /// - Parameter words: what the words say of each text.
  init(_ labels: [Int], _ classCount: Int, _ polarity: [Sentiment.Label], _ words: [Sentiment]) {
    let known = labels.indices.filter { labels[$0] >= 0 }
    let truth = known.map { labels[$0] }
    var chances: [Double] = []
    for row in known { chances += Polarity.chances(words[row], polarity) }
    metrics = LabelMetrics(labels: truth, probabilities: chances, classCount: classCount)
    var counts = [Double](repeating: 0, count: classCount)
    for label in truth { counts[label] += 1 }
    let shares = counts.map { $0 / Double(max(1, truth.count)) }
    baseline = LabelMetrics(
      labels: truth, probabilities: truth.flatMap { _ in shares }, classCount: classCount)
  }

  /// The word list was not fitted to these texts, so all labelled ones test it.
  var grade: Grade {
    let (own, other) = (metrics.macroF1, baseline.macroF1)
    let error = (0.25 / Double(max(1, metrics.count))).squareRoot()
    let letter: Grade.Letter = own - other > 4 * error ? .b : .c
    return Grade(
      letter,
      Phrase(
        en: "a word list, tested on \(metrics.count) labelled texts: macro-F1 "
          + "\(Words.fixed(own, 3)); always the most common label gives \(Words.fixed(other, 3))",
        zh: "词表判断，在 \(metrics.count) 条有标签文本上检验：宏平均 F1 为 \(Words.fixed(own, 3))；"
          + "一律取最常见标签为 \(Words.fixed(other, 3))"),
      metric: "macroF1", score: own, baseline: other)
  }
}
