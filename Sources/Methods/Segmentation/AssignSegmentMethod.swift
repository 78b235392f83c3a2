/// Other customers, or the same ones later, in groups that were kept.
import Analytics
import Contract
import Support
import Tables
import Wire

enum AssignSegmentMethod: Method {
  static let name = "assignSegment"
  static let group = Group.segmentation
  static let summary = "Say which of the groups that were kept other customers belong to."
  static let effect = Effect.computes
  static let errors = DataErrors.codes + [.modelNotFound, .modelIncompatible]
  static let tool: ToolWords? = ToolWords(
    en: "Assign to segments", zh: "归入客群",
    "Use it to put new customers, or the same ones later, into groups that segment made and kept"
      + " with saveAs: same names, same cut points. Give model and path to a file with the same"
      + " columns. Says the group of each, how far off they are, and whether the customers have"
      + " changed since.")

  struct Params: Parameters {
    var model = ""
    var data = DataParams()

    private static let left: Set<String> = ["seed", "explain", "strict"]

    static let fields: [Field<Self>] =
      [Field("model", \.model, "The name segment was given as saveAs.", .required)]
      + DataParams.fields.filter { !left.contains($0.name) }.lifted(\.data)
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<AssignmentAnswer> {
    let saved = try workspace.model(params.model)
    guard case .segments(let model) = saved.kind else {
      throw ParameterError(
        path: "params.model", expected: "a model of segment", found: saved.purpose)
    }
    let opened = try workspace.open(params.data, run)
    let result = try SegmentAssignment(
      opened.table, model: model, asOf: params.data.asOf?.days, run)
    let say = Speaker(params.data.lang, of: opened.table)
    let last = model.groups.count
    let order = Quantities.order(of: result.ids.indices, groupCount: last + 1) {
      result.places[$0] < 0 ? last : result.places[$0]
    }
    let page = try Page(params.data, order: order) { result.ids[$0] }
    let make: @Sendable (Int) -> AssignedRow = { AssignedRow(result, $0, say) }
    var answer = AssignmentAnswer(
      result, saved, opened.table, params.data, page, say, run, rows: make)
    answer.envelope.output = try page.save(params.data, in: workspace, run, make)
    return Outcome(answer, changes: opened.changes)
  }
}
