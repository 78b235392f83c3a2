/// Pictures: drawn here as SVG, and told as Vega-Lite, as data and in words.
import Analytics
import Contract
import Support
import Tables
import Wire

enum Plot: Method {
  static let name = "plot"
  static let group = Group.models
  static let summary =
    "Draw groups, cohorts, histograms, or how good a model is: SVG, Vega-Lite, data and words."
  static let effect = Effect.computes
  static let errors =
    DataErrors.codes + [
      .badClusterCount, .constantFeatures, .modelNotFound, .modelIncompatible, .singleClass,
      .customerNotFound, .notEnoughData,
    ]
  static let tool: ToolWords? = ToolWords(
    en: "Draw a picture", zh: "绘图",
    "Use it when somebody wants to see something: clusters (customers as points in groups), kCurve"
      + " (how many groups), rfmHeatmap, cohorts, histogram; of a kept model, or one learnt on the"
      + " spot from path and target: roc, pr, lift, calibration, predictedVsActual, importance, fit"
      + " (the model over one feature x); survival (who is still there, from duration and event);"
      + " of orders: forecast (a fan of what is to come), concentration (how much few customers bring)"
      + " and alive (whether one customer still is one)."
      + " Gives a finished SVG, a Vega-Lite specification with its data, and a text that says what is"
      + " to be seen.")

  enum Kind: String, Choice {
    case clusters, kCurve, rfmHeatmap, cohorts, histogram
    case roc, pr, lift, calibration, predictedVsActual, importance, fit, survival
    case forecast, concentration, alive

    /// Kinds that show a model.
    static let ofModels: Set<Kind> = ofLabels.union([.predictedVsActual, .importance, .fit])
    /// Kinds that show how yes and no are told apart.
    static let ofLabels: Set<Kind> = [.roc, .pr, .lift, .calibration]
  }

  struct Params: Parameters {
    var data = DataParams()
    var kind = Kind.clusters
    var width = 720
    var wish = PlotWish()
    var model = PlotModel()

    private static let answerFields: Set<String> = [
      "asOf", "seed", "outputPath", "overwrite", "lang",
    ]

    static let fields: [Field<Self>] =
      [
        Field("kind", \.kind, "What to draw.", .required),
        Field("width", \.width, "Width in pixels.", in: Limits.plotWidths, default: 720),
      ] + PlotWish.fields.lifted(\.wish) + PlotModel.fields.lifted(\.model)
      + (DataParams.sourceFields + [DataParams.whereField]).lifted(\.data)
      + DataParams.answerFields.filter { answerFields.contains($0.name) }.map { field in
        field.name == "outputPath"
          ? field.renamed(words: "Also write the picture to this SVG file.") : field
      }.lifted(\.data)
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<
    PlotAnswer
  > {
    try params.wish.check(params.kind)
    try params.model.check(params.kind)
    let file = try params.data.outputPath.map {
      try OutputFile($0, overwrite: params.data.overwrite, in: workspace)
    }
    // A kept model knows the rows it was judged by; others may be given.
    let isAlone = params.model.name != nil && !params.data.isGiven
    let opened = isAlone ? nil : try workspace.open(params.data, run)
    let figure =
      if Kind.ofModels.contains(params.kind) {
        try params.model.figure(params, opened?.table, in: workspace, run)
      } else { try figure(params, opened?.table, run) }
    try run.checkpoint()
    var answer = PlotAnswer(figure, opened?.table, params, run)
    if let file {
      let bytes = Array(answer.svg.utf8)
      try file.write(bytes)
      answer.output = SavedPicture(path: file.path, bytes: bytes.count)
    }
    return Outcome(answer, changes: opened?.changes ?? [])
  }

  /// A picture that needs no model.
  private static func figure(_ params: Params, _ table: Table?, _ run: Run) throws -> Figure {
    guard let table else {
      throw ParameterError(
        path: "params", expected: "one of path, dataset, rows", found: "none of them")
    }
    let (wish, data) = (params.wish, params.data)
    var options = SegmentOptions()
    options.seed = UInt64(data.seed)
    options.asOf = data.asOf?.days
    options.features = wish.features
    if let scale = wish.scale { options.scale = scale }
    if let log = wish.log { options.log = log.choice }
    switch params.kind {
    case .clusters:
      options.method = wish.method ?? .auto
      options.clusterCount = wish.k
      return try .clusters(table, options, x: wish.x, y: wish.y, run)
    case .kCurve: return try .kCurve(table, most: wish.kMax ?? 10, options, run)
    case .rfmHeatmap:
      options.method = .rfm
      options.bins = wish.bins ?? 5
      return try .rfmHeatmap(table, options, run)
    case .cohorts:
      var cohorts = CohortOptions()
      cohorts.period = wish.by ?? .month
      cohorts.metric = wish.metric ?? .retention
      cohorts.isBounded = wish.isBounded ?? true
      cohorts.asOf = data.asOf?.days
      return try .cohorts(table, cohorts, run)
    case .histogram:
      return try .histogram(
        table, column: wish.column, bins: wish.bins, asOf: data.asOf?.days, run)
    case .survival:
      var columns = SurvivalColumns()
      columns.duration = wish.duration
      columns.event = wish.event
      columns.positive = params.model.positive
      columns.groupBy = wish.groupBy
      return try .survival(table, columns, run)
    case .forecast: return try .forecast(table, wish.forecastOptions(data), run)
    case .concentration: return try .concentration(table, asOf: data.asOf?.days, run)
    case .alive:
      return try .alive(table, customer: wish.customer ?? "", asOf: data.asOf?.days, run)
    case .roc, .pr, .lift, .calibration, .predictedVsActual, .importance, .fit:
      throw Failure(.internalError, "a picture of a model was drawn without one")
    }
  }
}

/// What only some kinds of pictures have; nil where it was not asked for.
struct PlotWish: Sendable {
  var method: SegmentOptions.Method?
  var k: Int?
  var features: [String]?
  var scale: SegmentOptions.Scale?
  var log: LogInput?
  var x: String?
  var y: String?
  var kMax: Int?
  var bins: Int?
  var by: CalendarPeriod?
  var metric: CohortOptions.Metric?
  var isBounded: Bool?
  var column: String?
  var duration: String?
  var event: String?
  var groupBy: String?
  var customer: String?
  var item: String?
  var horizon: Int?
  var frequency: ForecastOptions.Frequency?

  static let fields: [Field<Self>] = [
    Field("method", \.method, "clusters: how groups are made, as in segment; auto."),
    Field(
      "k", \.k, "clusters: how many groups; found out when not given.", in: 2...Limits.clusters),
    Field(
      "features", \.features,
      "clusters, kCurve: columns to group by, all plain numbers; of a model: columns to learn from."
    ),
    Field("scale", \.scale, "clusters, kCurve: how features are brought to one scale; standard."),
    Field("log", \.log, "clusters, kCurve: features to take logarithms of; auto."),
    Field(
      "x", \.x,
      "clusters: the feature across, principal components when not given; fit: the feature across,"
        + " the age or what matters most when not given."),
    Field("y", \.y, "clusters: the feature upwards."),
    Field("kMax", \.kMax, "kCurve: the largest number of groups tried; 10.", in: 2...20),
    Field(
      "bins", \.bins, "rfmHeatmap: scores go to this, 5; histogram: about so many bars.",
      in: 2...100),
    Field("by", \.by, "cohorts: the length of a period; month."),
    Field(
      "metric", \.metric,
      "cohorts: what cells hold; retention. forecast: revenue or orders; revenue."),
    Field("bounded", \.isBounded, "cohorts: count purchases of the period only; true."),
    Field(
      "column", \.column,
      "histogram: a header, a role, or a feature of buildFeatures; money when not given."),
    Field(
      "duration", \.duration, "survival: the column of how long each was there; tenure by itself."),
    Field(
      "event", \.event,
      "survival: the column that says whether that ended; a churn column by itself."),
    Field(
      "groupBy", \.groupBy,
      "survival: a column of groups, a curve for each of the \(Limits.plotGroups) largest."),
    Field("customer", \.customer, "alive: the id of the customer."),
    Field("item", \.item, "forecast: pieces of this item, by id or name."),
    Field(
      "horizon", \.horizon, "forecast: periods to look ahead; 12.", in: 1...Limits.forecastHorizon),
    Field("frequency", \.frequency, "forecast: the length of a period, as in forecast."),
  ]

  /// Refuses what the kind of picture has no use for.
  func check(_ kind: Plot.Kind) throws(ParameterError) {
    let given: [(name: String, isGiven: Bool, kinds: Set<Plot.Kind>)] = [
      ("method", method != nil, [.clusters]), ("k", k != nil, [.clusters]),
      ("features", features != nil, Plot.Kind.ofModels.union([.clusters, .kCurve])),
      ("scale", scale != nil, [.clusters, .kCurve]), ("log", log != nil, [.clusters, .kCurve]),
      ("x", x != nil, [.clusters, .fit]), ("y", y != nil, [.clusters]),
      ("kMax", kMax != nil, [.kCurve]),
      ("bins", bins != nil, [.rfmHeatmap, .histogram]), ("by", by != nil, [.cohorts]),
      ("metric", metric != nil, [.cohorts, .forecast]), ("bounded", isBounded != nil, [.cohorts]),
      ("column", column != nil, [.histogram]), ("duration", duration != nil, [.survival]),
      ("event", event != nil, [.survival]), ("groupBy", groupBy != nil, [.survival]),
      ("customer", customer != nil, [.alive]), ("item", item != nil, [.forecast]),
      ("horizon", horizon != nil, [.forecast]), ("frequency", frequency != nil, [.forecast]),
    ]
    for entry in given where entry.isGiven && !entry.kinds.contains(kind) {
      throw ParameterError(
        path: "params.\(entry.name)", expected: "nothing with kind \"\(kind.rawValue)\"",
        found: "a value")
    }
    if kind == .rfmHeatmap, let bins, bins > 10 {
      throw ParameterError(
        path: "params.bins", expected: "2 to 10 with kind \"rfmHeatmap\"", found: "\(bins)")
    }
    if kind == .alive, customer == nil {
      throw ParameterError(
        path: "params.customer", expected: "the id of a customer with kind \"alive\"", found: "none"
      )
    }
    if kind == .forecast, metric == .retention || metric == .ltv {
      throw ParameterError(
        path: "params.metric", expected: "revenue or orders with kind \"forecast\"",
        found: "\"\(metric?.rawValue ?? "")\"")
    }
    if item != nil, metric != nil {
      throw ParameterError(
        path: "params.metric", expected: "nothing beside item, whose pieces are drawn",
        found: "a value")
    }
    if method == .rules {
      throw ParameterError(
        path: "params.method", expected: "a method that needs no rules", found: "\"rules\"")
    }
  }

  func forecastOptions(_ data: DataParams) -> ForecastOptions {
    var options = ForecastOptions()
    options.target = item != nil ? .demand : metric == .orders ? .orders : .revenue
    options.item = item
    if let horizon { options.horizon = horizon }
    options.frequency = frequency
    options.asOf = data.asOf?.days
    options.seed = UInt64(data.seed)
    return options
  }
}
