/// Two groups of `segment` side by side: what sets them apart, and how sure that is.
import Analytics
import Contract
import Support
import Tables
import Wire

enum CompareSegments: Method {
  static let name = "compareSegments"
  static let group = Group.segmentation
  static let summary = "Set two groups of segment side by side: differences, effects, intervals."
  static let effect = Effect.computes
  static let errors = DataErrors.codes + [.badClusterCount, .constantFeatures]
  static let tool: ToolWords? = ToolWords(
    en: "Compare two segments", zh: "比较两个客群",
    "Use it after segment to say how two groups really differ: means of each feature, the"
      + " difference with its 95 % interval, and the effect size (Hedges' g). Give a and b as the"
      + " groups' numbers or names, and the same path and method as for segment.")

  struct Params: Parameters {
    var data = DataParams()
    var a = GroupInput()
    var b = GroupInput()
    var method = SegmentOptions.Method.auto
    var k: AutoOr<Int> = .auto
    var features: AutoOr<[String]> = .auto

    static let fields: [Field<Self>] =
      [
        Field("a", \.a, "The first group: its number or its name.", .required),
        Field("b", \.b, "The second group.", .required),
      ] + (DataParams.sourceFields + [DataParams.whereField]).lifted(\.data) + [
        Field("method", \.method, "As of segment.", default: "auto"),
        Field("k", \.k, "As of segment.", in: 2...Limits.clusters),
        Field("features", \.features, "As of segment.", default: "auto"),
        Field("asOf", \.data.asOf, "The reference date, as of segment."),
        Field("seed", \.data.seed, "As of segment.", in: 0...Int(Int32.max), default: 42),
        Field("lang", \.data.lang, "The language of texts.", default: "auto"),
      ]
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<ComparisonAnswer> {
    let opened = try workspace.open(params.data, run)
    var options = SegmentOptions()
    options.method = params.method
    options.clusterCount = params.k.value
    options.features = params.features.value
    options.asOf = params.data.asOf?.days
    options.seed = UInt64(params.data.seed)
    let segmentation = try Segmentation.of(opened.table, options: options, run)
    let a = try params.a.place(in: segmentation, at: "params.a")
    let b = try params.b.place(in: segmentation, at: "params.b")
    guard a != b else {
      throw ParameterError(
        path: "params.b", expected: "another group than a", found: "the same one")
    }
    let say = Speaker(params.data.lang, of: opened.table)
    let comparison = SegmentComparison(segmentation, a, b)
    return Outcome(
      ComparisonAnswer(comparison, segmentation, opened.table, params.data.seed, say, run),
      changes: opened.changes)
  }
}

/// A group by its number, or by its name in either language.
struct GroupInput: InputValue {
  private var number: Int?
  private var name = ""

  static var schema: Schema { .either([.integer, .string]) }

  init() {}

  init(decoding node: JSONNode, at path: String) throws(ParameterError) {
    if let text = node.string {
      name = text
    } else if let whole = node.int {
      number = Int(whole)
    } else {
      throw node.refused(path, expected: "the number or the name of a group")
    }
  }

  func place(in segmentation: Segmentation, at path: String) throws(ParameterError) -> Int {
    let segments = segmentation.segments
    if let number, 1 <= number, number <= segments.count { return number - 1 }
    let found = segments.firstIndex { $0.name.en == name || $0.name.zh == name }
    if let found, number == nil { return found }
    let names = segments.enumerated().map { "\($0.offset + 1) \($0.element.name.en)" }
    throw ParameterError(
      path: path, expected: "one of \(names.joined(separator: ", "))",
      found: number.map(String.init) ?? name.quotedShort)
  }
}

struct ComparisonAnswer: Answer {
  let envelope: Envelope
  let a: ComparedGroup
  let b: ComparedGroup
  let differences: [DifferenceAnswer]

  static let members: [Member<Self>] =
    Envelope.opening.map { $0.lifted(\.envelope) } + [
      Member("a", \.a, "The first group."),
      Member("b", \.b, "The second group."),
      Member("differences", \.differences, "The features, the largest effect first."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }

  init(
    _ result: SegmentComparison, _ segmentation: Segmentation, _ table: Table, _ seed: Int,
    _ say: Speaker, _ run: Run
  ) {
    a = ComparedGroup(result.a, say)
    b = ComparedGroup(result.b, say)
    differences = result.differences.map { DifferenceAnswer($0) }
    var notices = table.notices + segmentation.notices
    notices.append(
      Notice(
        "groupsMadeOfFeatures",
        en: "the groups were made of these features, so they differ by design; the sizes count",
        zh: "分组正是依据这些特征，差异在所难免；请看差异大小"))
    envelope = Envelope(
      summary: say(Self.summary(result)), grade: GradeAnswer(segmentation.grade, say),
      definition: say(
        Phrase(
          en:
            "Effect is Hedges' g: the difference in standard deviations within the groups; 0.2 is "
            + "small, 0.8 large. Intervals hold 95 %",
          zh: "效应为 Hedges g：以组内标准差为单位的差异，0.2 为小，0.8 为大；区间为 95 %")),
      warnings: notices.map { say($0) },
      meta: Meta(
        table, method: segmentation.method.rawValue, customers: segmentation.ids.count,
        asOf: segmentation.asOf, seed: seed, run))
  }

  private static func summary(_ result: SegmentComparison) -> Phrase {
    let (a, b) = (result.a, result.b)
    let clear = result.differences.filter(\.isClear).prefix(2)
    let en = clear.map { part in
      "\(part.feature) \(Words.short(part.meanA)) against \(Words.short(part.meanB))"
    }
    let zh = clear.map { part in
      "\(part.feature) \(Words.short(part.meanA)) 对 \(Words.short(part.meanB))"
    }
    let none = Phrase(en: "no clear difference", zh: "没有明确差异")
    return Phrase(
      en: "\"\(a.name.en)\" (\(a.size)) and \"\(b.name.en)\" (\(b.size)): "
        + (en.isEmpty ? none.en : en.joined(separator: ", ")) + ".",
      zh: "「\(a.name.zh)」（\(a.size) 位）与「\(b.name.zh)」（\(b.size) 位）："
        + (zh.isEmpty ? none.zh : zh.joined(separator: "，")) + "。")
  }
}

struct ComparedGroup: Answer {
  let id: Int
  let name: Said
  let size: Int
  let revenueShare: Double?

  init(_ group: SegmentComparison.Group, _ say: Speaker) {
    id = group.id
    name = say(group.name)
    size = group.size
    revenueShare = group.revenueShare
  }

  static let members: [Member<Self>] = [
    Member("id", \.id, "The group's number in segment."),
    Member("name", \.name, "Its name."),
    Member("size", \.size, "Customers in it."),
    Member("revenueShare", ifAny: \.revenueShare, "Its share of all money."),
  ]
}

struct DifferenceAnswer: Answer {
  private let part: SegmentComparison.Difference

  init(_ part: SegmentComparison.Difference) { self.part = part }

  static let members: [Member<Self>] = [
    Member("feature", \.part.feature, "The feature."),
    Member("meanA", \.part.meanA, "Its mean in a."),
    Member("meanB", \.part.meanB, "Its mean in b."),
    Member("difference", \.part.difference, "Mean of a less mean of b."),
    Member("interval", \.interval, "Its 95 % interval; null of a group of one."),
    Member("effect", \.part.effect, "In standard deviations within the groups."),
    Member("effectInterval", \.effectInterval, "Its 95 % interval."),
    Member("clear", \.part.isClear, "Whether the interval leaves zero out."),
  ]

  private var interval: [Double]? { part.interval.map { [$0.lowerBound, $0.upperBound] } }
  private var effectInterval: [Double]? {
    part.effectInterval.map { [$0.lowerBound, $0.upperBound] }
  }
}
