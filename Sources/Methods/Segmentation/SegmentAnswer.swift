/// The answer of `segment`.
import Analytics
import Contract
import Learning
import Support
import Tables
import Wire

struct SegmentAnswer: Answer {
  var envelope: Envelope
  let segments: [SegmentDescription]
  let assignments: RowList<AssignmentRow>
  let cutPoints: OutputMap<[Double]>?
  let quality: QualityAnswer?
  let truth: TruthAnswer?
  let trace: [TraceStep]?

  static let members: [Member<Self>] =
    Envelope.opening.map { $0.lifted(\.envelope) } + [
      Member("segments", \.segments, "The groups, by falling share of revenue."),
      Member("assignments", \.assignments, "The group of each customer."),
      Member("cutPoints", ifAny: \.cutPoints, "The cut points of the scores."),
      Member("quality", ifAny: \.quality, "How well the groups fit the points."),
      Member("truth", ifAny: \.truth, "How far the groups agree with the true ones."),
      Member("trace", ifAny: \.trace, "Every iteration, when asked for."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }

  init(
    _ result: Segmentation, _ table: Table, _ params: DataParams, _ page: Page, _ say: Speaker,
    _ run: Run, rows: @escaping @Sendable (Int) -> AssignmentRow
  ) {
    let placeOfCustomer = result.segmentOfCustomer
    segments = result.segments.indices.map {
      SegmentDescription(result, $0, say)
    }
    assignments = page.list(params, rows)
    cutPoints = Self.cuts(result.scores)
    quality = result.quality.map(QualityAnswer.init)
    truth = result.truth.map(TruthAnswer.init)
    trace =
      result.trace.isEmpty
      ? nil : result.trace.enumerated().map { TraceStep($0.offset + 1, $0.element) }
    envelope = Envelope(
      summary: say(Self.summary(result)), grade: GradeAnswer(result.grade, say),
      definition: say(result.definition),
      warnings: (table.notices + result.notices).map { say($0) },
      meta: Meta(
        table, method: result.batches > 0 ? "kmeansMiniBatch" : result.method.rawValue,
        customers: placeOfCustomer.count,
        asOf: result.asOf, seed: params.seed, run),
      total: page.total, nextCursor: page.nextCursor)
  }

  private static func cuts(_ scores: Segmentation.Scores) -> OutputMap<[Double]>? {
    guard case .rfm(let recency, let frequency, let monetary) = scores else { return nil }
    var pairs = [(key: "recency", value: recency.cuts), (key: "frequency", value: frequency.cuts)]
    if let monetary { pairs.append((key: "monetary", value: monetary.cuts)) }
    return OutputMap(pairs)
  }

  private static func summary(_ result: Segmentation) -> Phrase {
    guard let top = result.segments.first else { return Phrase(en: "no groups", zh: "没有分组") }
    let count = result.segments.count
    let size = Words.percent(result.share(of: top))
    guard let share = result.revenueShare(of: top) else {
      let largest = result.segments.max { $0.size < $1.size } ?? top
      let part = Words.percent(result.share(of: largest))
      return Phrase(
        en:
          "\(result.ids.count) customers in \(count) groups; the largest, \"\(largest.name.en)\", "
          + "holds \(part) of them.",
        zh: "\(result.ids.count) 位客户分为 \(count) 组；最大的「\(largest.name.zh)」占 \(part)。")
    }
    let part = Words.percent(share)
    return Phrase(
      en: "\(result.ids.count) customers in \(count) groups; \"\(top.name.en)\", \(size) of "
        + "customers, bring \(part) of revenue.",
      zh: "\(result.ids.count) 位客户分为 \(count) 组；「\(top.name.zh)」占客户 \(size)，贡献收入 \(part)。")
  }
}

struct SegmentDescription: Answer {
  let id: Int
  let name: Said
  let size: Int
  let share: Double
  let revenue: Double?
  let revenueShare: Double?
  let centre: OutputMap<Double>
  let profile: OutputMap<FeatureProfile>
  let rule: Said
  let recommendedAction: Said
  let examples: [String]

  init(_ result: Segmentation, _ place: Int, _ say: Speaker) {
    let segment = result.segments[place]
    id = place + 1
    name = say(segment.name)
    size = segment.size
    share = result.share(of: segment)
    revenue = segment.revenue
    revenueShare = result.revenueShare(of: segment)
    centre = OutputMap(zip(result.features, segment.means).map { (key: $0, value: $1) })
    profile = OutputMap(
      result.features.indices.map { index in
        (
          key: result.features[index],
          value: FeatureProfile(
            mean: segment.means[index], median: segment.medians[index],
            versusAll: segment.versusAll[index])
        )
      })
    rule = say(segment.rule)
    recommendedAction = say(segment.action)
    examples = segment.examples.map { result.ids[$0] }
  }

  static let members: [Member<Self>] = [
    Member("id", \.id, "The group's number, from 1."),
    Member("name", \.name, "Its name."),
    Member("size", \.size, "Customers in it."),
    Member("share", \.share, "Its share of customers."),
    Member("revenue", ifAny: \.revenue, "Money its customers spent."),
    Member("revenueShare", ifAny: \.revenueShare, "Its share of all money."),
    Member("centre", \.centre, "The mean of each feature, in its own unit."),
    Member("profile", \.profile, "Each feature against all customers."),
    Member("rule", \.rule, "What makes a customer belong to it."),
    Member("recommendedAction", \.recommendedAction, "What to do next."),
    Member("examples", \.examples, "Customers in its middle."),
  ]
}

struct FeatureProfile: Answer {
  let mean: Double
  let median: Double
  let versusAll: Double

  static let members: [Member<Self>] = [
    Member("mean", \.mean, "Mean of the group."),
    Member("median", \.median, "Median of the group."),
    Member("vsAll", \.versusAll, "Standard deviations above the mean of all."),
  ]
}

struct QualityAnswer: Answer {
  let silhouette: Double?
  let inertia: Double
  let withinVariance: Double
  let dunn: Double?
  let daviesBouldin: Double?
  let calinskiHarabasz: Double?
  let stability: Double?
  let isSampled: Bool
  let kCurve: [KPoint]

  init(_ quality: Segmentation.Quality) {
    silhouette = quality.figures.silhouette
    inertia = quality.inertia
    withinVariance = quality.inertia / Double(max(1, quality.rowCount))
    dunn = quality.figures.dunn
    daviesBouldin = quality.figures.daviesBouldin
    calinskiHarabasz = quality.figures.calinskiHarabasz
    stability = quality.stability
    isSampled = quality.isSampled
    kCurve = quality.kCurve.map(KPoint.init)
  }

  static let members: [Member<Self>] = [
    Member("silhouette", \.silhouette, "Mean silhouette, -1 to 1."),
    Member("inertia", \.inertia, "Squared distances to the own centre, on the scale used."),
    Member("withinVariance", \.withinVariance, "Inertia per customer."),
    Member("dunn", \.dunn, "Dunn index: smallest gap over largest diameter."),
    Member("daviesBouldin", \.daviesBouldin, "Davies-Bouldin index; smaller is better."),
    Member("calinskiHarabasz", \.calinskiHarabasz, "Calinski-Harabasz index; larger is better."),
    Member(
      "stability", ifAny: \.stability,
      "How far groups made of two random samples agree, 1 for wholly (kmeans)."),
    Member("sampled", \.isSampled, "Whether pairwise figures come from a sample."),
    Member("kCurve", \.kCurve, "The numbers of groups that were tried."),
  ]
}

struct KPoint: Answer {
  let k: Int
  let silhouette: Double
  let inertia: Double
  let stability: Double?

  init(_ point: Segmentation.CurvePoint) {
    k = point.k
    silhouette = point.silhouette
    inertia = point.inertia
    stability = point.stability
  }

  static let members: [Member<Self>] = [
    Member("k", \.k, "Groups."),
    Member("silhouette", \.silhouette, "Their mean silhouette."),
    Member("inertia", \.inertia, "Their inertia."),
    Member("stability", ifAny: \.stability, "How far they come back in random samples."),
  ]
}

struct TraceStep: Answer {
  let iteration: Int
  let assignments: [Int]
  let centres: [[Double]]
  let inertia: Double

  init(_ iteration: Int, _ step: KMeansModel.Step) {
    self.iteration = iteration
    assignments = step.labels.map { $0 + 1 }
    centres = (0..<step.centres.rowCount).map { Array(step.centres.row($0)) }
    inertia = step.inertia
  }

  static let members: [Member<Self>] = [
    Member("iteration", \.iteration, "From 1."),
    Member("assignments", \.assignments, "The starting centre each row belongs to, from 1."),
    Member("centres", \.centres, "The centres after the iteration, on the scale used."),
    Member("inertia", \.inertia, "Squared distances to these centres."),
  ]
}
