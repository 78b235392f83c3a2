/// What a request for recommendations may say.
import Analytics
import Contract
import Support
import Wire

struct RecommendParams: Parameters {
  /// Published settings under a name.
  enum Preset: String, Choice { case mf002 }

  var data = DataParams()
  var customerId: String?
  var history: [String]?
  var itemId: String?
  var profile = InputMap<String>()
  var count = 10
  var method = RecommendOptions.Method.auto
  var preset: Preset?
  var effort = RecommendOptions.Effort.quick
  var factors = 16
  var regularization = 0.1
  var iterations = 20
  var alpha = 40.0
  var learningRate = 0.01
  var ratings = RecommendOptions.RatingUse.auto
  var zeroMeans = RecommendOptions.ZeroRatings.unrated
  var repeatItems = RecommendOptions.Repeats.auto
  var lookbackDays: Int?
  var halfLifeDays: AutoOr<Double> = .auto
  var eventWeights = InputMap<Double>()
  var exclude: [String] = []
  var include: [String]?
  var itemFilter = InputMap<[String]>()
  var diversity = 0.0
  var minSupport = 2
  var coldStart = RecommendOptions.ColdStart.segmentPopularity
  var model: String?
  var saveAs: String?

  static let fields: [Field<Self>] =
    DataParams.fields.lifted(\.data) + whom + how + which
    + [
      Field(
        "model", \.model, "A model that recommend kept: nothing is learnt, no data are needed."),
      Field("saveAs", \.saveAs, "Keep the model under this name."),
    ]

  private static let whom: [Field<Self>] = [
    Field("customerId", \.customerId, "Recommend to this customer only."),
    Field("history", \.history, "Recommend to somebody who chose these items."),
    Field("itemId", \.itemId, "Recommend what goes with this item."),
    Field(
      "profile", \.profile,
      "What is known of somebody unknown, such as {\"region\": \"Bath\"}: gets what is popular there."
    ),
    Field("n", \.count, "Items per customer.", in: 1...1000, default: 10),
  ]

  private static let how: [Field<Self>] = [
    Field(
      "method", \.method,
      "auto takes the best on hidden choices, and svd where there are ratings; hybrid is auto for"
        + " choices.",
      default: "auto"),
    Field(
      "preset", \.preset,
      "mf002 is the published gradient factorisation with its signs put right: rank 2, rate 0.01,"
        + " 5000 steps, zeros unrated."),
    Field(
      "effort", \.effort,
      "thorough tries more and larger models, which takes minutes on large data.",
      default: "quick"),
    Field("factors", \.factors, "Factors of als, bpr and mfSgd.", in: 1...256, default: 16),
    Field(
      "regularization", \.regularization, "Penalty of als and mfSgd.", in: 0...1e6, default: 0.1),
    Field(
      "iterations", \.iterations, "Sweeps of als, steps of mfSgd.", in: 1...100_000, default: 20),
    Field("alpha", \.alpha, "Confidence per choice of als.", in: 0...1e6, default: 40),
    Field(
      "learningRate", \.learningRate, "Size of a step of mfSgd.", in: 1e-6...1, default: 0.01),
    Field(
      "ratings", \.ratings,
      "Whether a column of ratings is to be predicted; implicit takes a rated item as a chosen one.",
      default: "auto"),
    Field(
      "zeroMeans", \.zeroMeans, "Whether a rating of 0 is none, or the worst.", default: "unrated"),
    Field("lookbackDays", \.lookbackDays, "Only the last so many days count.", in: 1...36_500),
    Field(
      "halfLifeDays", \.halfLifeDays,
      "What was chosen so many days ago counts half; auto finds out whether that helps.",
      default: "auto"),
    Field(
      "eventWeights", \.eventWeights,
      "What kinds of rows count, such as {\"view\": 1, \"buy\": 5}; words known are weighed unasked."
    ),
  ]

  private static let which: [Field<Self>] = [
    Field(
      "repeatItems", \.repeatItems,
      "Whether items chosen before may be recommended; auto when 30 % of choices are repeats.",
      default: "auto"),
    Field("exclude", \.exclude, "Items never to recommend.", default: []),
    Field("include", \.include, "Only these items."),
    Field(
      "itemFilter", \.itemFilter,
      "Only items with these values, such as {\"category\": [\"tea\"]}."),
    Field(
      "diversity", \.diversity, "0 for the best items, 1 for the most varied.", in: 0...1,
      default: 0),
    Field(
      "minSupport", \.minSupport, "Items fewer people chose are left out.",
      in: 1...1_000_000, default: 2),
    Field(
      "coldStart", \.coldStart,
      "What those get of whom nothing is known: what is popular among their kind, or overall.",
      default: "segmentPopularity"),
  ]

  /// Refuses weights and half-lives that mean nothing.
  func check() throws(ParameterError) {
    if let days = halfLifeDays.value, !(0.01...36_500).contains(days) {
      throw ParameterError(
        path: "params.halfLifeDays", expected: "auto, or 0.01 to 36500", found: "\(days)")
    }
    for (word, weight) in eventWeights.pairs where !(0...1e6).contains(weight) {
      throw ParameterError(
        path: "params.eventWeights.\(word)", expected: "0 to 1000000", found: "\(weight)")
    }
  }

  var options: RecommendOptions {
    var options = RecommendOptions()
    options.method = method
    options.count = count
    options.effort = effort
    options.factors = factors
    options.regularization = regularization
    options.iterations = iterations
    options.alpha = alpha
    options.learningRate = learningRate
    options.ratingUse = ratings
    options.zeros = zeroMeans
    options.repeats = repeatItems
    options.lookbackDays = lookbackDays
    options.halfLifeDays = halfLifeDays.value
    options.eventWeights = eventWeights.dictionary
    options.exclude = exclude
    options.include = include
    options.itemFilter = itemFilter.pairs.map { (header: $0.key, values: $0.value) }
    options.diversity = diversity
    options.minSupport = minSupport
    options.coldStart = coldStart
    options.seed = UInt64(data.seed)
    options.asOf = data.asOf?.days
    options.isStrict = data.strict
    if preset == .mf002 {
      options.method = .mfSgd
      (options.factors, options.learningRate) = (2, 0.01)
      (options.iterations, options.regularization, options.minSupport) = (5_000, 0, 1)
    }
    return options
  }
}

extension RecommendOptions.Method: Choice {}
extension RecommendOptions.Repeats: Choice {}
extension RecommendOptions.RatingUse: Choice {}
extension RecommendOptions.ZeroRatings: Choice {}
extension RecommendOptions.ColdStart: Choice {}
extension RecommendOptions.Effort: Choice {}

extension InputMap {
  /// The last value of each key.
  var dictionary: [String: Value] {
    Dictionary(pairs.map { ($0.key, $0.value) }, uniquingKeysWith: { _, last in last })
  }
}
