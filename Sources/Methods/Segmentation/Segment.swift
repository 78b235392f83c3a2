/// Customers in groups: who they are, what sets them apart, and what to do.
import Analytics
import Contract
import Learning
import Support
import Tables
import Wire

enum Segment: Method {
  static let name = "segment"
  static let group = Group.headline
  static let summary =
    "Group customers by RFM or by clusters, with names, reasons and an action each."
  static let effect = Effect.computes
  static let errors =
    DataErrors.codes + [.badClusterCount, .constantFeatures, .noTrueLabels, .memoryLimit]
  static let tool: ToolWords? = ToolWords(
    en: "Group customers", zh: "客户分群",
    "Use it to answer who the customers are, which groups they form and what to do with each."
      + " Give path to a file of orders or of customers (CSV, TSV, JSON, SQLite; English or"
      + " Chinese headers; columns are found by themselves). Gives groups with names, sizes, shares"
      + " of revenue, what sets them apart, a recommended action each, and which group each"
      + " customer is in.")

  struct Params: Parameters {
    var data = DataParams()
    var method = SegmentOptions.Method.auto
    var k: AutoOr<Int> = .auto
    var features: AutoOr<[String]> = .auto
    var scale = SegmentOptions.Scale.standard
    var metric = SegmentOptions.Metric.euclidean
    var log = LogInput()
    var missing = SegmentOptions.Missing.median
    var start = StartInput()
    var restarts = 10
    var maxIterations = 300
    var tolerance = 1e-4
    var linkage = Hierarchical.Linkage.ward
    var covariance = GaussianMixture.Covariance.full
    var radius: AutoOr<Double> = .auto
    var leastNeighbours: AutoOr<Int> = .auto
    var truthColumn: String?
    var bins = 5
    var cuts: CutsInput?
    var scheme = SegmentOptions.Scheme.auto
    var rules: [RuleInput] = []
    var trace = false
    var saveAs: String?

    static let fields: [Field<Self>] =
      DataParams.fields.lifted(\.data) + [
        Field(
          "method", \.method,
          "auto is rfm for orders and R/F/M columns, else kmeans, or kprototypes where most columns"
            + " are words; lifecycle, value (by money) and rules are defined groups.",
          default: "auto"),
        Field(
          "k", \.k,
          "Groups; auto chooses by silhouette (under kmeans times stability, under gmm by BIC); dbscan"
            + " finds its own.",
          in: 2...Limits.clusters),
        Field(
          "features", \.features, "Columns to group by; auto takes all plain numbers.",
          default: "auto"),
        Field("scale", \.scale, "How features are brought to one scale.", default: "standard"),
        Field(
          "metric", \.metric,
          "How far customers are apart: euclidean, or by the angle between them (cosine).",
          default: "euclidean"),
        Field(
          "log", \.log, "Features to take logarithms of; auto takes strongly skewed ones.",
          default: "auto"),
        Field("missing", \.missing, "What happens to rows that lack a value.", default: "median"),
        Field(
          "init", \.start, "Starting centres of kmeans, or how they are found.",
          default: "k-means++"),
        Field(
          "nInit", \.restarts, "Starts of kmeans (on 20,000 rows at most), the best is kept.",
          in: 1...1000, default: 10),
        Field("maxIter", \.maxIterations, "Iterations of a start.", in: 1...10_000, default: 300),
        Field(
          "tol", \.tolerance, "Iterations end when centres move less.", in: 0...1, default: 0.0001),
        Field(
          "linkage", \.linkage, "Between which members of two groups hierarchical measures.",
          default: "ward"),
        Field("covariance", \.covariance, "Shape of the groups of gmm.", default: "full"),
        Field(
          "eps", \.radius,
          "The radius of dbscan, on the scale used; auto takes the knee or a multiple.",
          in: 1e-12...1e12),
        Field(
          "minPts", \.leastNeighbours, "Customers that make a core of dbscan; auto is 2 a feature.",
          in: 1...1_000_000),
        Field(
          "truthColumn", \.truthColumn, "A column of true groups to compare with; no feature then."),
        Field("bins", \.bins, "Scores of rfm go from 1 to this.", in: 2...10, default: 5),
        Field("cuts", \.cuts, "Cut points of rfm instead of quantiles."),
        Field(
          "scheme", \.scheme, "Names of rfm groups: en11, or zh8 and cn8mean for rfm8.",
          default: "auto"),
        Field(
          "rules", \.rules,
          "Groups of your own: [{\"name\": \"regulars\", \"when\": {\"frequency\": {\">=\": 5}}}]; the"
            + " first that holds. Columns, or features of buildFeatures for orders."),
        Field(
          "saveAs", \.saveAs,
          "Keep the groups under this name, for assignSegment; one of the same name is replaced."),
        Field("trace", \.trace, "Return every iteration of kmeans.", default: false),
      ]
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<SegmentAnswer> {
    try RuleInput.check(count: params.rules.count)
    if let name = params.saveAs { try SavedModel.check(name: name) }
    let opened = try workspace.open(params.data, run)
    let segmentation = try Segmentation.of(opened.table, options: options(params), run)
    let say = Speaker(params.data.lang, of: opened.table)
    let order = Quantities.order(
      of: segmentation.ids.indices, groupCount: segmentation.segments.count
    ) { segmentation.segmentOfCustomer[$0] }
    let page = try Page(params.data, order: order) { segmentation.ids[$0] }
    let explain = params.data.explain
    let make: @Sendable (Int) -> AssignmentRow = {
      AssignmentRow(segmentation, $0, explain: explain, say)
    }
    var answer = SegmentAnswer(segmentation, opened.table, params.data, page, say, run, rows: make)
    answer.envelope.output = try page.save(params.data, in: workspace, run, make)
    let kept = try params.saveAs.map { name in
      try workspace.keeping(model(name, segmentation, opened.table, seed: params.data.seed))
    }
    return Outcome(answer, changes: opened.changes + (kept.map { [$0] } ?? []))
  }

  private static func model(
    _ name: String, _ segmentation: Segmentation, _ table: Table, seed: Int
  ) throws -> SavedModel {
    guard let model = segmentation.model else {
      throw AnalyticsError.keepsNothing(method: segmentation.method.rawValue)
    }
    return SavedModel(
      name: name, kind: .segments(model), dataset: "\(table.name)@\(table.version)",
      rows: table.rowCount, customers: segmentation.ids.count,
      method: segmentation.method.rawValue, seed: seed, grade: segmentation.grade)
  }

  private static func options(_ params: Params) -> SegmentOptions {
    var options = SegmentOptions()
    options.method = params.method
    if params.method == .auto, params.scheme == .zh8 || params.scheme == .cn8mean {
      options.method = .rfm8
    }
    options.clusterCount = params.k.value
    options.features = params.features.value
    options.scale = params.scale
    options.metric = params.metric
    options.log = params.log.choice
    options.missing = params.missing
    options.start = params.start.choice
    options.restarts = params.restarts
    options.maxIterations = params.maxIterations
    options.tolerance = params.tolerance
    options.linkage = params.linkage
    options.covariance = params.covariance
    options.radius = params.radius.value
    options.leastNeighbours = params.leastNeighbours.value
    options.truthColumn = params.truthColumn
    options.bins = params.bins
    options.cuts = params.cuts?.cuts
    options.scheme = params.scheme
    options.rules = params.rules.map { SegmentRule(name: $0.name, filter: $0.filter) }
    options.keepsTrace = params.trace
    options.seed = UInt64(params.data.seed)
    options.asOf = params.data.asOf?.days
    return options
  }
}
