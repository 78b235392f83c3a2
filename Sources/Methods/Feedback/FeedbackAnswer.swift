/// The answer of `classifyFeedback`.
import Analytics
import Contract
import Support
import Tables
import Wire

struct FeedbackAnswer: Answer {
  var envelope: Envelope
  let items: RowList<FeedbackRow>
  let overview: OverviewAnswer
  let labels: [OwnLabelAnswer]?
  let calibration: CalibrationAnswer?
  let evaluation: FeedbackEvaluationAnswer?
  let toLabel: [LabelWishAnswer]

  static let members: [Member<Self>] =
    Envelope.opening.map { $0.lifted(\.envelope) } + [
      Member("items", \.items, "The texts, in the order of the data."),
      Member("overview", \.overview, "All texts on one page."),
      Member(
        "labels", ifAny: \.labels, "Your own categories, in the order of the request."),
      Member(
        "calibration", ifAny: \.calibration,
        "What ratings beside the texts say of the words of feeling."),
      Member("evaluation", \.evaluation, "How well labels were predicted for unseen texts."),
      Member("toLabel", \.toLabel, "Texts worth a person's look: a label there teaches most."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }

  init(
    _ feedback: Feedback, _ groups: FeedbackGroups?, _ recent: RecentWords?, _ table: Table?,
    _ params: DataParams,
    _ page: Page, _ say: Speaker,
    _ run: Run, rows: @escaping @Sendable (Int) -> FeedbackRow
  ) {
    items = page.list(params, rows)
    overview = OverviewAnswer(feedback, groups, recent, say)
    labels = OwnLabelAnswer.all(feedback)
    calibration = feedback.calibration.map(CalibrationAnswer.init)
    evaluation = FeedbackEvaluationAnswer(feedback, say)
    toLabel = feedback.toLabel.map { LabelWishAnswer($0, feedback.texts, say) }
    let customers = Set(feedback.texts.customers.filter { !$0.isEmpty }).count
    envelope = Envelope(
      summary: say(Self.summary(feedback)), grade: GradeAnswer(feedback.grade, say),
      definition: say(feedback.definition),
      warnings: ((table?.notices ?? []) + feedback.notices + (groups?.notices ?? [])).map {
        say($0)
      },
      meta: Meta(
        table, method: feedback.method, customers: customers == 0 ? nil : customers,
        seed: params.seed, run),
      total: page.total, nextCursor: page.nextCursor)
  }

  private static func summary(_ feedback: Feedback) -> Phrase {
    let overview = feedback.overview
    let count = feedback.texts.texts.count
    func number(_ label: Sentiment.Label) -> Int {
      overview.sentimentCounts.first { $0.key == label }?.value ?? 0
    }
    let (good, bad) = (number(.positive), number(.negative))
    var en = "\(count) \(count == 1 ? "text" : "texts"): \(good) positive, \(bad) negative"
    var zh = "\(count) 条文本：正面 \(good) 条，负面 \(bad) 条"
    if let worst = overview.complaints.first {
      let name = CategoryName.phrase(worst.category, feedback.categories)
      let share = Words.percent(worst.share)
      en += "; complaints are mostly about \(name.en) (\(share))"
      zh += "；抱怨最多的是\(name.zh)（\(share)）"
    }
    return Phrase(en: en + ".", zh: zh + "。")
  }
}

/// Categories as people say them; the caller's own as they were given.
enum CategoryName {
  static func phrase(_ category: Int, _ list: CategoryList) -> Phrase {
    let name = list.name(category)
    return list.topic(category).map(phrase) ?? Phrase(en: name, zh: name)
  }

  static func phrase(_ topic: Topic) -> Phrase {
    switch topic {
    case .productQuality: Phrase(en: "product quality", zh: "质量")
    case .price: Phrase(en: "price", zh: "价格")
    case .delivery: Phrase(en: "delivery", zh: "物流")
    case .service: Phrase(en: "service", zh: "客服")
    case .usability: Phrase(en: "usability", zh: "易用性")
    case .billing: Phrase(en: "billing and refunds", zh: "账单与退款")
    case .featureRequest: Phrase(en: "feature requests", zh: "功能建议")
    case .bug: Phrase(en: "bugs", zh: "故障")
    case .cancelIntent: Phrase(en: "wishes to cancel", zh: "取消意向")
    case .praise: Phrase(en: "praise", zh: "表扬")
    case .other: Phrase(en: "something else", zh: "其他")
    }
  }
}

struct LabelWishAnswer: Answer {
  let id: String
  let kind: String
  let probability: Double
  let text: String
  let reason: Said

  init(_ wish: LabelWish, _ texts: FeedbackTexts, _ say: Speaker) {
    id = texts.ids[wish.row]
    kind = wish.kind.rawValue
    probability = wish.probability
    text = String(decoding: texts.texts[wish.row], as: UTF8.self)
    reason = say(wish.reason)
  }

  static let members: [Member<Self>] = [
    Member("id", \.id, "The text."),
    Member("kind", \.kind, "uncertain, or doubtfulLabel: the label it has is unlikely."),
    Member(
      "probability", \.probability,
      "Of the likeliest label, or of being positive without labels; of the label it has, if that "
        + "is doubtful."),
    Member("text", \.text, "What it says."),
    Member("reason", \.reason, "Why it is here."),
  ]
}
