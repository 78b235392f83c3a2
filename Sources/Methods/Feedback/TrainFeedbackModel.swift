/// Learns the caller's own labels of texts: tested on unseen texts, calibrated, kept.
package import Analytics
package import Contract
import Learning
import Support
import Tables
package import Wire

enum TrainFeedbackModel: Method {
  static let name = "trainFeedbackModel"
  static let group = Group.feedback
  static let summary =
    "Learn labels of texts by the best of several models, tested on unseen texts, and keep it."
  static let effect = Effect.computes
  static let errors = DataErrors.codes + [.notEnoughData, .singleClass, .memoryLimit]
  static let tool: ToolWords? = ToolWords(
    en: "Train a text classifier", zh: "训练文本分类器",
    "Use it to learn your own labels of reviews, tickets or comments, English or Chinese: give path"
      + " to a file with a text and a label column, or texts and labels, and saveAs to use the"
      + " model later with classifyFeedback. Says how good it is on texts it had not seen, label by"
      + " label, and which texts to label next.")

  struct Params: Parameters {
    var data = DataParams()
    var texts: [String]?
    var labels: [TextLabel]?
    var multiLabel: AutoOr<Bool> = .auto
    var model = TextClassifier.Kind.auto
    var longestWords: Int?
    var longestCharacters: Int?
    var minConfidence = 0.6
    var redact = true
    var folds = 5
    var saveAs: String?

    private static let answerFields: Set<String> = ["seed", "lang", "strict"]

    static let fields: [Field<Self>] =
      (DataParams.sourceFields + [DataParams.whereField]).lifted(\.data) + [
        Field("texts", \.texts, "The texts themselves, instead of path, dataset or rows."),
        Field(
          "labels", \.labels,
          "The label of each of the texts, an empty one or null where it is not known; or a list of"
            + " all its labels, an empty one where none applies."),
        Field(
          "multiLabel", \.multiLabel,
          "Whether a text may have any number of labels; a cell then holds them with | ; , or 、"
            + " between them. auto reads it from the labels.",
          default: "auto"),
        Field(
          "model", \.model,
          "auto tries several and lets the best speak together; text000 is the published network"
            + " of 160,017 parameters.", default: "auto"),
        Field(
          "longestWords", \.longestWords,
          "Words of the longest run of words that linear models see; by the script when not given.",
          in: 1...5),
        Field(
          "longestCharacters", \.longestCharacters,
          "Characters of the longest run of characters they see; 0 for none.", in: 0...8),
        Field(
          "minConfidence", \.minConfidence, "Below this chance an answer counts as withheld.",
          in: 0...1, default: 0.6),
        Field(
          "redact", \.redact, "Hide what identifies a person before anything is learnt.",
          default: true),
        Field("folds", \.folds, "Parts of the cross-validation.", in: 2...20, default: 5),
        Field(
          "saveAs", \.saveAs,
          "Keep the model under this name, for classifyFeedback and labelFeedback; one of the same"
            + " name is replaced."),
      ] + DataParams.answerFields.filter { answerFields.contains($0.name) }.lifted(\.data)
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<TrainedFeedbackAnswer> {
    if let name = params.saveAs { try SavedModel.check(name: name) }
    let (texts, opened) = try source(params, in: workspace, run)
    let trained = try TrainedFeedback.of(texts, options: options(params), run)
    var changes = opened?.changes ?? []
    if let name = params.saveAs {
      changes.append(
        try workspace.keeping(
          SavedModel(name, trained, opened?.table, seed: params.data.seed)))
    }
    let answer = TrainedFeedbackAnswer(trained, opened?.table, params, run)
    return Outcome(answer, changes: changes)
  }

  private static func source(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> (FeedbackTexts, OpenTable?) {
    let data = params.data
    let several = params.multiLabel.value
    guard let pairs = try LabelledTexts.pairs(params.texts, params.labels) else {
      let opened = try workspace.open(data, run)
      let texts = try FeedbackTexts(
        opened.table, redacts: params.redact, several: several, run)
      return (texts, opened)
    }
    if several == false { try LabelledTexts.single(pairs) }
    guard data.path == nil, data.dataset == nil, data.rows == nil else {
      throw ParameterError(
        path: "params.texts", expected: "texts alone, or one of path, dataset, rows",
        found: "both")
    }
    let texts = FeedbackTexts(
      pairs.map(\.text), labels: pairs.map(\.label), several: several, redacts: params.redact)
    return (texts, nil)
  }

  private static func options(_ params: Params) -> TrainedFeedback.TrainingOptions {
    var options = TrainedFeedback.TrainingOptions()
    options.kind = params.model
    options.folds = params.folds
    options.seed = UInt64(params.data.seed)
    options.isStrict = params.data.strict
    if params.longestWords != nil || params.longestCharacters != nil {
      let characters = params.longestCharacters ?? 0
      options.ngrams = NGrams(
        words: 1...(params.longestWords ?? 2),
        characters: characters > 0 ? min(2, characters)...characters : nil)
    }
    return options
  }
}

extension TextClassifier.Kind: Choice {}

/// Texts and labels of a request, place by place.
enum LabelledTexts {
  /// Nil when there are none.
  static func pairs(
    _ texts: [String]?, _ labels: [TextLabel]?
  ) throws -> [LabelledText]? {
    guard let texts else {
      guard labels == nil else {
        throw ParameterError(path: "params.texts", expected: "the texts of labels", found: "none")
      }
      return nil
    }
    guard !texts.isEmpty else { throw TableError.emptyTable(name: "texts") }
    guard let labels, labels.count == texts.count else {
      throw ParameterError(
        path: "params.labels", expected: "\(texts.count) labels, one for each text",
        found: "\(labels?.count ?? 0)")
    }
    return zip(texts, labels).map { LabelledText($0, $1) }
  }

  /// Refuses lists of labels where labels exclude each other.
  static func single(_ pairs: [LabelledText]) throws {
    for (place, pair) in pairs.enumerated() {
      guard case .several = pair.label else { continue }
      throw ParameterError(
        path: "params.labels[\(place)]", expected: "one label, since a text has no more",
        found: "a list")
    }
  }
}

extension TextLabel: InputValue {
  package static var schema: Schema {
    .either([.string, .array(of: .string), .type("null")])
  }

  package init(decoding node: JSONNode, at path: String) throws(ParameterError) {
    switch node.kind {
    case .null: self = .none
    case .string: self = .one(node.string ?? "")
    case .array: self = .several(try [String](decoding: node, at: path))
    default: throw node.refused(path, expected: "a label, a list of labels or null")
    }
  }
}

extension SavedModel {
  init(_ name: String, _ trained: TrainedFeedback, _ table: Table?, seed: Int) {
    self.init(
      name: name, kind: .feedback(trained),
      dataset: table.map { "\($0.name)@\($0.version)" } ?? "texts", rows: trained.labelledCount,
      customers: Set(trained.texts.customers.filter { !$0.isEmpty }).count,
      method: trained.kind.rawValue, seed: seed, grade: trained.grade)
  }
}

extension Workspace {
  /// The model of a name that labels texts.
  func feedbackModel(
    _ name: String, at path: String
  ) throws -> (saved: SavedModel, trained: TrainedFeedback) {
    let saved = try model(name)
    guard case .feedback(let trained) = saved.kind else {
      throw ParameterError(
        path: path, expected: "a model of trainFeedbackModel", found: saved.purpose)
    }
    return (saved, trained)
  }
}
