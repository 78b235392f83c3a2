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
    let known = texts.labels.indices.filter { texts.labels[$0] >= 0 }
    try Self.check(texts, known, options)
    var wish = TextClassifier()
    wish.kind = options.kind
    wish.ngrams = options.ngrams
    wish.folds = options.folds
    wish.seed = options.seed
    let labels = known.map { texts.labels[$0] }
    let training = try wish.train(
      known.map { texts.texts[$0] }, LabelSets(labels: labels, labelCount: texts.classes.count),
      run)
    evaluation = FeedbackEvaluation(
      labels: labels, probabilities: training.probabilities, folds: training.folds,
      foldCount: training.foldCount, classes: texts.classes)
    let open = texts.texts.indices.filter { texts.labels[$0] < 0 }
    let found = try training.model.probabilities(open.map { texts.texts[$0] }, run)
    let width = texts.classes.count
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
    notices = texts.notices + Self.notices(texts, known, options)
    self.chances = chances
    self.texts = texts
    self.options = options
    toLabel = LabelWish.wishes(
      texts,
      FeedbackModel(
        training.model, classes: texts.classes, chances: chances, evaluation: evaluation), [])
  }

  /// What it says of texts it has never seen.
  func reads(_ texts: [[UInt8]], _ run: Run) throws -> FeedbackModel {
    FeedbackModel(
      model, classes: classes, chances: try model.probabilities(texts, run),
      evaluation: evaluation)
  }

  /// Learns again with more labels. One of a text that had another takes its place.
  package func learning(_ pairs: [(text: String, label: String)], _ run: Run) throws
    -> TrainedFeedback
  {
    try TrainedFeedback(texts.labelled(pairs), options, run)
  }

  /// Of the pairs whose label is known to it, how many it says.
  package func agreement(
    _ pairs: [(text: String, label: String)], _ run: Run
  ) throws -> (right: Int, count: Int) {
    let known = pairs.filter { classes.contains($0.label) }
    let asked = FeedbackTexts(known.map(\.text), redacts: texts.redacts).texts
    let guesses = LabelMetrics.predictions(
      try model.probabilities(asked, run), classCount: classes.count)
    let right = zip(guesses, known).filter { classes[$0] == $1.label }.count
    return (right, known.count)
  }

  /// Memory that it takes, about.
  package var memoryBytes: Int {
    model.memoryBytes + 8 * chances.count + texts.texts.reduce(0) { $0 + $1.count + 48 }
  }

  /// How many of the tested texts have a likeliest label with at least this chance, and how many of
  /// those answers are right.
  package func answered(from minConfidence: Double) -> (count: Int, right: Int) {
    var found = (count: 0, right: 0)
    for row in texts.labels.indices where texts.labels[row] >= 0 {
      let own = Array(chances[row * classes.count..<(row + 1) * classes.count])
      guard let guess = LabelMetrics.predictions(own, classCount: own.count).first,
        own[guess] >= minConfidence
      else { continue }
      found.count += 1
      if guess == texts.labels[row] { found.right += 1 }
    }
    return found
  }

  private static func check(
    _ texts: FeedbackTexts, _ known: [Int], _ options: TrainingOptions
  ) throws {
    guard let first = known.first else {
      guard texts.labelHeader != nil else {
        throw AnalyticsError.missingRole(roles: ["textLabel"], headers: texts.headers)
      }
      throw AnalyticsError.notEnoughData(have: 0, need: 4, what: "labelled texts")
    }
    guard texts.classes.count > 1 else {
      throw AnalyticsError.singleClass(
        label: texts.classes[texts.labels[first]], count: known.count)
    }
    let most = FeedbackOptions.classesMax
    guard texts.classes.count <= most else {
      throw AnalyticsError.tooMuch(
        method: "trainFeedbackModel", what: "different labels", have: texts.classes.count,
        most: most)
    }
    var counts = [Int](repeating: 0, count: texts.classes.count)
    for row in known { counts[texts.labels[row]] += 1 }
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
    _ texts: FeedbackTexts, _ known: [Int], _ options: TrainingOptions
  ) -> [Notice] {
    var notices: [Notice] = []
    if texts.redactedCount > 0 {
      let count = texts.redactedCount
      notices.append(
        Notice(
          "redacted", en: "personal data was hidden in \(count) texts",
          zh: "已在 \(count) 条文本中隐去个人信息", path: "redact"))
    }
    var counts = [Int](repeating: 0, count: texts.classes.count)
    for row in known { counts[texts.labels[row]] += 1 }
    let rare = counts.filter { $0 < leastPerClass }.count
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
