/// A classifier of feedback that is kept: what it learnt from, what it says, how good it is.
///
/// Its evaluation is on texts it had not seen, beside always saying the most common label. The
/// texts stay with it, so that labels that come later can be learnt together with the first ones,
/// and so that it can say which text to label next.
package import Learning
import Numerics
package import Support

package struct TrainedFeedback: Sendable {
  package let kind: TextClassifier.Kind
  package let classes: [String]
  /// The header the labels came from, or nil for labels of the request.
  package let labelHeader: String?
  package let model: TextModel
  /// What was tried, in the order in which it was.
  package let trials: [TextClassifier.Trial]
  package let evaluation: FeedbackEvaluation
  package let grade: Grade
  package let textCount: Int
  package let labelledCount: Int
  package let toLabel: [LabelWish]
  package let notices: [Notice]
  /// The texts, with what identifies a person hidden where that was asked for.
  package let texts: FeedbackTexts
  private let chances: [Double]
  /// Where a text may have any number of labels: those that each labelled one was given unseen.
  private let given: [[Int]]?
  private let options: TrainingOptions

  package struct TrainingOptions: Sendable {
    package var kind = TextClassifier.Kind.auto
    package var ngrams: NGrams?
    package var folds = 5
    package var seed: UInt64 = 0
    package var isStrict = false

    package init() {}
  }

  /// Learns the labels of texts.
  package static func of(
    _ texts: FeedbackTexts, options: TrainingOptions, _ run: Run
  ) throws -> TrainedFeedback {
    try TrainedFeedback(texts, options, run)
  }

  private init(_ texts: FeedbackTexts, _ options: TrainingOptions, _ run: Run) throws {
    let known = texts.known
    try Self.check(texts, options)
    var wish = TextClassifier()
    wish.kind = options.kind
    wish.ngrams = options.ngrams
    wish.folds = options.folds
    wish.seed = options.seed
    let width = texts.classes.count
    let labels = known.map { texts.labels[$0] }
    let sets =
      texts.sets.map { sets in LabelSets(sets: known.map { sets[$0] }, labelCount: width) }
      ?? LabelSets(labels: labels, labelCount: width)
    let training = try wish.train(known.map { texts.texts[$0] }, sets, run)
    evaluation =
      training.given.map {
        FeedbackEvaluation(
          sets, given: $0, probabilities: training.probabilities, folds: training.folds,
          foldCount: training.foldCount, classes: texts.classes)
      }
      ?? FeedbackEvaluation(
        labels: labels, probabilities: training.probabilities, folds: training.folds,
        foldCount: training.foldCount, classes: texts.classes)
    let isKnown = texts.isKnown
    let open = texts.texts.indices.filter { !isKnown[$0] }
    let found = try training.model.probabilities(open.map { texts.texts[$0] }, run)
    var chances = [Double](repeating: 0, count: texts.texts.count * width)
    for (rows, values) in [(known, training.probabilities), (open, found)] {
      for (place, row) in rows.enumerated() {
        for k in 0..<width { chances[row * width + k] = values[place * width + k] }
      }
    }
    kind = options.kind
    classes = texts.classes
    labelHeader = texts.labelHeader
    model = training.model
    trials = training.trials
    grade = evaluation.grade
    textCount = texts.texts.count
    labelledCount = known.count
    notices = texts.notices + Self.notices(texts, options)
    self.chances = chances
    given = training.given
    self.texts = texts
    self.options = options
    toLabel = try LabelWish.wishes(
      texts,
      FeedbackModel(
        training.model, classes: texts.classes, chances: chances, evaluation: evaluation), [], run)
  }

  /// What it says of texts it has never seen.
  ///
  /// - Parameter progress: how much of all is done before and after it, where that is told.
  func reads(
    _ texts: some TextRows, progress: ClosedRange<Double>? = nil, _ run: Run
  ) throws -> FeedbackModel {
    let chances = try TextSlices.map(texts, progress ?? 0...1, run) { slice in
      if progress != nil {
        run.report(slice.progress, Phrase(en: "reading labels", zh: "判断标签"))
      }
      return try model.probabilities(slice.texts, run)
    }
    return FeedbackModel(model, classes: classes, chances: chances, evaluation: evaluation)
  }

  /// What it says of its own texts, of labelled ones by the fold that had not seen them.
  var unseen: FeedbackModel {
    FeedbackModel(model, classes: classes, chances: chances, evaluation: evaluation)
  }

  /// The rows of texts that it has.
  func rows(of texts: some TextRows) -> [Int] {
    var place: [[UInt8]: Int] = [:]
    for (row, text) in self.texts.texts.enumerated() { place[text] = row }
    return texts.compactMap { place[$0] }
  }

  /// Learns again with more labels. One of a text that had another takes its place.
  package func learning(_ pairs: [LabelledText], _ run: Run) throws -> TrainedFeedback {
    try TrainedFeedback(texts.labelled(asLists(pairs)), options, run)
  }

  /// Learns again with the labelled ones of other texts.
  func learning(_ new: FeedbackTexts, _ run: Run) throws -> TrainedFeedback {
    let labels = new.known.map { row -> TextLabel in
      let names = new.labels(of: row).map { new.classes[$0] }
      return isMulti ? .several(names) : .one(names.first ?? "")
    }
    return try TrainedFeedback(
      texts.labelled(new.known.map { new.texts[$0] }, labels), options, run)
  }

  /// Of the pairs whose labels are known to it, how many it says.
  package func agreement(
    _ pairs: [LabelledText], _ run: Run
  ) throws -> (right: Int, count: Int) {
    let asked = FeedbackTexts(
      pairs.map(\.text), labels: asLists(pairs).map(\.label), several: isMulti,
      redacts: texts.redacts)
    let names = asked.known.map { row in asked.labels(of: row).map { asked.classes[$0] } }
    let told = names.indices.filter { names[$0].allSatisfy(classes.contains) }
    let read = try reads(told.map { asked.texts[asked.known[$0]] }, run)
    let right = told.indices.filter { place in
      read.labels(place).map { classes[$0] } == names[told[place]]
    }
    return (right.count, told.count)
  }

  /// One label of a text that may have several is a list of one.
  private func asLists(_ pairs: [LabelledText]) -> [LabelledText] {
    guard isMulti else { return pairs }
    return pairs.map { pair in
      guard case .one(let label) = pair.label else { return pair }
      return LabelledText(pair.text, .several([label]))
    }
  }

  /// Whether a text may have any number of labels.
  package var isMulti: Bool { texts.sets != nil }

  /// Memory that it takes, about.
  package var memoryBytes: Int {
    model.memoryBytes + 8 * chances.count + texts.texts.reduce(0) { $0 + $1.count + 48 }
  }

  /// How many of the tested texts have a likeliest label with at least this chance, and how many of
  /// those answers are right.
  package func answered(from minConfidence: Double) -> (count: Int, right: Int) {
    var found = (count: 0, right: 0)
    for (place, row) in texts.known.enumerated() {
      let own = chances[row * classes.count..<(row + 1) * classes.count]
      let said = given.map { $0[place] } ?? FeedbackModel.likeliest(own)
      guard FeedbackModel.confidence(own, said, isMulti: given != nil) >= minConfidence
      else { continue }
      found.count += 1
      if said == texts.labels(of: row) { found.right += 1 }
    }
    return found
  }

  private static func check(
    _ texts: FeedbackTexts, _ options: TrainingOptions
  ) throws {
    let known = texts.known
    guard !known.isEmpty else {
      guard texts.labelHeader != nil else {
        throw AnalyticsError.missingRole(roles: ["textLabel"], headers: texts.headers)
      }
      throw AnalyticsError.notEnoughData(have: 0, need: 4, what: "labelled texts")
    }
    guard let first = texts.classes.first else {
      throw AnalyticsError.noUsableRows(why: "no text has any label")
    }
    guard texts.classes.count > 1 else {
      throw AnalyticsError.singleClass(label: first, count: known.count)
    }
    let most = Limits.textLabels
    guard texts.classes.count <= most else {
      throw AnalyticsError.tooMuch(
        method: "trainFeedbackModel", what: "different labels", have: texts.classes.count,
        most: most)
    }
    let counts = texts.classCounts
    let least = options.isStrict ? leastPerClass * texts.classes.count : 2 * texts.classes.count
    let rarest = counts.min() ?? 0
    guard known.count >= least, !options.isStrict || rarest >= leastPerClass else {
      throw AnalyticsError.notEnoughData(
        have: options.isStrict ? rarest : known.count,
        need: options.isStrict ? leastPerClass : least,
        what: options.isStrict ? "texts of the rarest label" : "labelled texts")
    }
  }

  /// Texts of each label that strict training wants.
  private static let leastPerClass = 10

  private static func notices(
    _ texts: FeedbackTexts, _ options: TrainingOptions
  ) -> [Notice] {
    var notices: [Notice] = []
    if texts.redactedCount > 0 {
      let count = texts.redactedCount
      notices.append(
        Notice(
          "redacted", en: "personal data was hidden in \(count) texts",
          zh: "已在 \(count) 条文本中隐去个人信息", path: "redact"))
    }
    let rare = texts.classCounts.filter { $0 < leastPerClass }.count
    if rare > 0 {
      notices.append(
        Notice(
          "rareLabels",
          en: "labels on fewer than \(leastPerClass) texts: \(rare); they are hardly learnt",
          zh: "\(rare) 种标签的文本不足 \(leastPerClass) 条，难以学好"))
    }
    if options.kind == .text000 { notices.append(publishedNotice) }
    return notices
  }

  private static let publishedNotice = Notice(
    "publishedWay",
    en: "the published example calls fit without labels on the raw table and predicts the rows it"
      + " was trained on; a network learns nothing without labels, text has to become word numbers"
      + " first, and only unseen texts show what it is worth: here it has labels, word numbers and"
      + " folds it had not seen",
    zh: "已发布的示例对原始表格无标签地调用 fit，并在训练数据上预测；没有标签网络学不到任何东西，文本须先转成词编号，"
      + "且只有未见文本才能说明其价值：此处有标签、词编号，并在未见的折上检验")
}
