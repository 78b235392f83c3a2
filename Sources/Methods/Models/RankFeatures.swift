/// Which features tell most of a target, by several methods and jointly.
import Analytics
import Contract
import Support
import Tables
import Wire

enum RankFeatures: Method {
  static let name = "rankFeatures"
  static let group = Group.models
  static let summary = "Rank features by what they tell of a target, or by principal components."
  static let effect = Effect.computes
  static let errors = DataErrors.codes + [.constantFeatures, .singleClass]
  static let tool: ToolWords? = ToolWords(
    en: "Rank features", zh: "特征排序",
    "Use it to find which columns matter for a target (a label such as churn, or a number): gives"
      + " correlation (Pearson and Spearman), mutual information, loadings on principal components,"
      + " a joint rank, how stable the order is, what chance alone would score, columns that say"
      + " the same, and columns too good to be true. Orders are made into features first.")

  struct Params: Parameters {
    var data = DataParams()
    var methods: [RankOptions.Method]?
    var target: String?
    var features: AutoOr<[String]> = .auto
    var resamples = 30

    private static let answerFields: Set<String> = ["asOf", "seed", "lang"]

    static let fields: [Field<Self>] =
      (DataParams.sourceFields + [DataParams.whereField]).lifted(\.data) + [
        Field(
          "methods", \.methods,
          "Ways to rank; all that apply when not given. The first two need a target."),
        Field(
          "target", \.target,
          "The column to tell of, by header or role; the label the file holds when not given."),
        Field(
          "features", \.features, "Columns to rank; auto takes all that may be features.",
          default: "auto"),
        Field(
          "resamples", \.resamples, "Samples that tell how stable the order is.",
          in: 0...Limits.rankResamples, default: 30),
      ] + DataParams.answerFields.filter { answerFields.contains($0.name) }.lifted(\.data)
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<FeatureRankingAnswer> {
    if let methods = params.methods {
      guard !methods.isEmpty, Set(methods).count == methods.count else {
        throw ParameterError(
          path: "params.methods", expected: "at least one method, each once",
          found: methods.isEmpty ? "none" : methods.map(\.rawValue).joined(separator: ", "))
      }
    }
    let opened = try workspace.open(params.data, run)
    var options = RankOptions()
    options.methods = params.methods
    options.target = params.target
    options.features = params.features.value
    options.resamples = params.resamples
    options.seed = UInt64(params.data.seed)
    options.asOf = params.data.asOf?.days
    let ranking = try FeatureRanking(opened.table, options, run)
    let say = Speaker(params.data.lang, of: opened.table)
    return Outcome(
      FeatureRankingAnswer(ranking, opened.table, params.data, say, run), changes: opened.changes)
  }
}

extension RankOptions.Method: Choice {}
