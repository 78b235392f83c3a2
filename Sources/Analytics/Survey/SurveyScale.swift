/// What the answers of a survey may be, and which of them are good and bad.
package import Support
import Tables

package enum SurveyKind: String, Sendable, CaseIterable {
  /// Net promoter score (Reichheld 2003), customer satisfaction, customer effort.
  case nps, csat, ces

  package var name: Phrase {
    switch self {
    case .nps: Phrase(en: "net promoter score", zh: "净推荐值")
    case .csat: Phrase(en: "satisfaction", zh: "满意度")
    case .ces: Phrase(en: "ease", zh: "轻松度")
    }
  }
}

package struct SurveyScale: Sendable, Equatable {
  package let kind: SurveyKind
  package let lowest: Double
  package let highest: Double
  /// Answers from here on are good, those up to there bad.
  package let goodFrom: Double
  package let badTo: Double

  /// 0 to 10: nine and ten promote, up to six detract.
  package static let nps = SurveyScale(kind: .nps, lowest: 0, highest: 10, goodFrom: 9, badTo: 6)
  /// 1 to 5: four and five are satisfied, one and two are not.
  package static let csat = SurveyScale(kind: .csat, lowest: 1, highest: 5, goodFrom: 4, badTo: 2)
  /// 1 to 5 or 1 to 7, the highest being the easiest.
  package static let ces = SurveyScale(kind: .ces, lowest: 1, highest: 5, goodFrom: 4, badTo: 2)
  package static let cesOfSeven = SurveyScale(
    kind: .ces, lowest: 1, highest: 7, goodFrom: 5, badTo: 3)

  /// The scale that a column is on.
  ///
  /// - Parameters:
  ///   - wish: what the caller says it is.
  ///   - highest: the highest answer.
  static func of(_ header: String, role: Role?, wish: SurveyKind?, highest: Double) -> SurveyScale {
    let name = header.lowercased()
    func says(_ words: [String]) -> Bool { words.contains(where: name.contains) }
    let kind: SurveyKind
    if let wish {
      kind = wish
    } else if says(["effort", "ces", "ease", "easy", "费力", "轻松", "省力", "容易"]) {
      kind = .ces
    } else if role == .npsScore || says(["nps", "recommend", "promoter", "推荐"]) {
      kind = .nps
    } else {
      kind = highest > 7 ? .nps : .csat
    }
    switch kind {
    case .nps: return nps
    case .csat: return csat
    case .ces: return highest > 5 ? cesOfSeven : ces
    }
  }

  /// 1 for a good answer, -1 for a bad one of a net score, else 0: their mean is the figure.
  func share(_ answer: Double) -> Double {
    if answer >= goodFrom { return 1 }
    return kind == .nps && answer <= badTo ? -1 : 0
  }

  /// An answer in words, as a number of a scale from 1 to 5.
  static func number(_ words: String) -> Double? {
    likert[words.lowercased().filter { $0 != " " }]
  }

  private static let likert: [String: Double] = [
    "verydissatisfied": 1, "dissatisfied": 2, "neutral": 3, "satisfied": 4, "verysatisfied": 5,
    "veryunsatisfied": 1, "unsatisfied": 2, "verypoor": 1, "poor": 2, "average": 3, "fair": 3,
    "good": 4, "excellent": 5, "verybad": 1, "bad": 2, "ok": 3, "okay": 3, "verygood": 5,
    "strongdisagree": 1, "stronglydisagree": 1, "disagree": 2, "agree": 4, "stronglyagree": 5,
    "verydifficult": 1, "difficult": 2, "easy": 4, "veryeasy": 5,
    "非常不满意": 1, "很不满意": 1, "不满意": 2, "一般": 3, "满意": 4, "非常满意": 5, "很满意": 5, "较满意": 4, "比较满意": 4,
    "较不满意": 2, "不太满意": 2, "非常不同意": 1, "不同意": 2, "中立": 3, "同意": 4, "非常同意": 5, "很差": 1, "差": 2,
    "好": 4,
    "很好": 5, "非常费力": 1, "费力": 2, "轻松": 4, "非常轻松": 5,
  ]
}
