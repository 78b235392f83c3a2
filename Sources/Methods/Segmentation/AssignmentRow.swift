/// One customer in the answer of `segment`.
import Analytics
import Contract
import Support
import Wire

struct AssignmentRow: Answer {
  let customerId: String
  let segment: Int
  let segmentName: Said
  let score: String?
  let confidence: Double?
  let reasons: [Said]

  init(_ result: Segmentation, _ customer: Int, explain: Int, _ say: Speaker) {
    customerId = result.ids[customer]
    let place = result.segmentOfCustomer[customer]
    segment = place + 1
    segmentName = say(result.segments[place].name)
    switch result.scores {
    case .rfm(let recency, let frequency, let monetary):
      score =
        "\(recency.scores[customer])\(frequency.scores[customer])"
        + (monetary.map { "\($0.scores[customer])" } ?? "")
      confidence = nil
    case .silhouettes(let silhouettes):
      score = nil
      confidence = silhouettes.flatMap { $0[customer] }
    case .shares(let shares):
      score = nil
      confidence = shares[customer]
    }
    reasons = Self.reasons(result, customer).prefix(explain).map { say($0) }
  }

  static let members: [Member<Self>] = [
    Member("customerId", \.customerId, "The customer."),
    Member("segment", \.segment, "The number of the group."),
    Member("segmentName", \.segmentName, "Its name."),
    Member("score", ifAny: \.score, "Scores for recency, frequency, money; 5 is best."),
    Member(
      "confidence", ifAny: \.confidence,
      "The customer's silhouette, -1 to 1; under gmm how surely it belongs, 0 to 1."),
    Member("reasons", \.reasons, "Why this group."),
  ]

  /// The features in which the customer differs most from the average one.
  private static func reasons(_ result: Segmentation, _ customer: Int) -> [Phrase] {
    let segment = result.segments[result.segmentOfCustomer[customer]]
    let order = segment.versusAll.indices.sorted {
      (-abs(segment.versusAll[$0]), $0) < (-abs(segment.versusAll[$1]), $1)
    }
    return order.map { index in
      let name = result.headers?[index] ?? result.features[index]
      let own = Words.short(result.values[index][customer])
      let group = Words.short(segment.means[index])
      let label = names[name] ?? Phrase(verbatim: name)
      return Phrase(
        en: "\(label.en): \(own); the group's mean is \(group)",
        zh: "\(label.zh)：\(own)，本组平均 \(group)")
    }
  }

  private static let names: [String: Phrase] = [
    "recency": Phrase(en: "days since the last purchase", zh: "距上次购买天数"),
    "frequency": Phrase(en: "orders", zh: "订单数"),
    "monetary": Phrase(en: "money spent", zh: "消费金额"),
  ]
}
