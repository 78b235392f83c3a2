/// One customer from all sides, in one call.
import Analytics
import Contract
import Support
import Tables
import Wire

enum CustomerProfileMethod: Method {
  static let name = "customerProfile"
  static let group = Group.datasets
  static let summary =
    "Show one customer from all sides: identity masked, stage, segment, churn, value, items, mood, "
    + "next action."
  static let effect = Effect.computes
  static let errors = DataErrors.codes + [.customerNotFound]
  static let tool: ToolWords? = ToolWords(
    en: "Customer profile", zh: "客户档案",
    "Use it before talking to or about one customer: who they are (masked), stage of life, RFM"
      + " segment, orders, chance of leaving, value ahead, when the next order is due, what they buy"
      + " most, how they feel, and what to do next. datasets takes several tables: orders,"
      + " customers, reviews. Ids are taken byte for byte; an unknown one gives the nearest.")

  struct Params: Parameters {
    var data = DataParams()
    var datasets: [SourceInput]?
    var customerId = ""
    var listed = 10

    private static let answerFields: Set<String> = ["asOf", "seed", "lang"]

    static let fields: [Field<Self>] =
      [Field("customerId", \.customerId, "The customer, byte for byte.", .required)]
      + DataParams.sourceFields.lifted(\.data)
      + [
        Field(
          "datasets", \.datasets,
          "Datasets or files that know the customer, such as orders, customers, reviews; in place of "
            + "path."),
        Field(
          "limit", \.listed, "Items and purchase days in the answer.", in: 0...Limits.profileItems,
          default: 10),
      ]
      + DataParams.answerFields.filter { answerFields.contains($0.name) }.lifted(\.data)
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<ProfileAnswer> {
    let opened = try workspace.open(params.datasets, or: params.data, run)
    var options = ProfileOptions()
    options.asOf = params.data.asOf?.days
    options.seed = UInt64(params.data.seed)
    options.listed = params.listed
    let tables = opened.sources.map(\.table)
    let profile = try CustomerProfile(params.customerId, tables, options, run)
    let language = params.data.lang
    let say = Speaker(language, of: tables[0])
    let asOf = params.data.asOf?.days
    let meta = Meta(
      tables.count == 1 ? tables[0] : nil, method: "customerProfile", customers: 1,
      asOf: profile.asOf ?? asOf, seed: params.data.seed, run)
    return Outcome(
      ProfileAnswer(profile, opened.sources, meta, say), changes: opened.changes)
  }
}
