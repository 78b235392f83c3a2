/// Rows of a file or dataset: filtered, grouped, summed, ordered.
import Analytics
import Contract
import Support
import Tables
import Wire

enum QueryRows: Method {
  static let name = "queryRows"
  static let group = Group.datasets
  static let summary = "Filter, group, sum and order the rows of a file or dataset."
  static let effect = Effect.computes
  static let errors = DataErrors.codes
  static let tool: ToolWords? = ToolWords(
    en: "Query rows", zh: "查询数据",
    "Use it for plain questions on the data: which rows, how many, sums by group or by month. where"
      + " is {\"channel\": \"wechat\", \"amount\": {\">\": 100}} (also >=, <, <=, !=, in, contains,"
      + " startsWith, missing, and or: [..]); groupBy [\"channel\", \"date:month\"]; aggregate"
      + " {\"revenue\": {\"sum\": \"amount\"}, \"orders\": {\"count\": null}}; orderBy"
      + " [\"-revenue\"]. Columns go by header or by role. Personal data are masked.")

  struct Params: Parameters {
    var data = DataParams()
    var join: [JoinInput] = []
    var select: [String]?
    var filter: WhereInput?
    var groupBy: [KeyInput] = []
    var aggregate = InputMap<FigureInput>()
    var orderBy: [String] = []

    private static let answerFields: Set<String> = [
      "limit", "cursor", "format", "outputPath", "overwrite", "excel", "lang",
    ]

    static let fields: [Field<Self>] =
      DataParams.fields.filter { field in
        answerFields.contains(field.name)
          || DataParams.sourceFields.contains { $0.name == field.name }
      }.lifted(\.data) + [
        Field(
          "join", \.join,
          "Tables to put beside the rows first: [{\"dataset\": \"customers\", \"on\": "
            + "\"customer_id\"}], as in loadDataset."),
        Field("select", \.select, "Columns of single rows, by header or role; all when not given."),
        Field("where", \.filter, "Which rows: columns and what their cells must be."),
        Field("groupBy", \.groupBy, "Columns to group by; a date as \"date:month\"."),
        Field(
          "aggregate", \.aggregate,
          "Figures of a group by name: {\"sum\": \"amount\"}; count, distinct, sum, mean, median, "
            + "min, max."),
        Field("orderBy", \.orderBy, "Names in the answer to order by; \"-name\" for falling."),
      ]
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<QueryAnswer> {
    guard params.select == nil || (params.groupBy.isEmpty && params.aggregate.pairs.isEmpty) else {
      throw ParameterError(
        path: "params.select", expected: "either select, or groupBy and aggregate",
        found: "both")
    }
    let opened = try workspace.open(params.data, run)
    let joined =
      params.join.isEmpty
      ? (table: opened.table, joins: [], changes: [])
      : try JoinInput.joined(opened.table, params.join, ReadOptions(), in: workspace, run)
    var query = RowQuery()
    query.select = params.select
    query.filter = params.filter?.filter ?? .all([])
    query.groupBy = params.groupBy.map(\.key)
    query.figures = params.aggregate.pairs.map {
      RowQuery.Figure(name: $0.key, function: $0.value.function, column: $0.value.column)
    }
    if !query.groupBy.isEmpty, query.figures.isEmpty {
      query.figures = [RowQuery.Figure(name: "rows", function: .count, column: nil)]
    }
    query.orderBy = params.orderBy.map { name in
      let falls = name.hasPrefix("-")
      return RowQuery.Order(name: falls ? String(name.dropFirst()) : name, isDescending: falls)
    }
    let result = try query.answer(joined.table, run)
    try refuseTwins(result.columns.map(\.name))
    let page = try Page(params.data, order: Array(0..<result.count)) { String($0) }
    var answer = QueryAnswer(result, joined.table, joined.joins, params.data, page, run)
    answer.output = try answer.rows.save(params.data, count: result.count, in: workspace, run)
    return Outcome(answer, changes: opened.changes + joined.changes)
  }
}

extension QueryRows {
  /// A row is an object, and its names are its own.
  private static func refuseTwins(_ names: [String]) throws(ParameterError) {
    var seen: Set<String> = []
    for name in names where !seen.insert(name).inserted {
      throw ParameterError(
        path: "params", expected: "each name of the answer once", found: "\(name.quotedShort) twice"
      )
    }
  }
}

struct QueryAnswer: Answer {
  let rows: QueryRowList
  let matched: Int
  let joins: [JoinAnswer]?
  let warnings: [Warning]
  let meta: Meta
  let total: Int
  let nextCursor: String?
  var output: SavedFile?

  init(
    _ result: QueryResult, _ table: Table, _ joins: [JoinAnswer], _ params: DataParams,
    _ page: Page, _ run: Run
  ) {
    let say = Speaker(params.lang, of: table)
    rows = QueryRowList(result: result, format: params.format, page: page.range)
    matched = result.matched
    self.joins = joins.isEmpty ? nil : joins
    var notices = table.notices + joins.flatMap(\.notices)
    if result.columns.contains(where: \.isPersonal) {
      notices.append(
        Notice("personalMasked", en: "columns that tell who a person is are masked", zh: "个人信息列已脱敏")
      )
    }
    warnings = notices.map { say($0) }
    meta = Meta(table, method: "queryRows", run)
    total = page.total
    nextCursor = page.nextCursor
  }

  static let members: [Member<Self>] = [
    Member("rows", \.rows, "The rows, or one for each group."),
    Member("matched", \.matched, "Rows of the table that the filter kept."),
    Member("joins", ifAny: \.joins, "What each join came to."),
    Member("warnings", \.warnings, "What to know about the data."),
    Member("meta", \.meta, "What was read."),
    Member("total", \.total, "Rows of the answer in all."),
    Member("nextCursor", ifAny: \.nextCursor, "The cursor of the next page."),
    Member("output", ifAny: \.output, "The file that was written."),
  ]
}
