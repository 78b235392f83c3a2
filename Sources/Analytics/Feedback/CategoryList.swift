/// The categories that texts are sorted into: those everyone has, the caller's own, or both.
///
/// A category is a number: first the topics in their order, then the caller's own. A text keeps
/// the set of its categories in the bits of one word.
import Learning
import Support

package struct CategoryList: Sendable {
  package let own: OwnCategories?
  /// Whether the topics everyone has are looked for.
  package let takesTopics: Bool
  /// All that may be found, in the order they are shown; `other` last.
  package let all: [Int]

  /// A category of a text; places are in characters.
  struct Match: Sendable {
    let category: Int
    let score: Double
    let evidence: [Range<Int>]
  }

  static let other = Topic.other.rawValue
  private static let firstOwn = Topic.allCases.count

  init(_ own: OwnCategories?, _ choice: FeedbackOptions.Categories) {
    self.own = own
    takesTopics = own == nil || choice == .builtin || choice == .both
    let topics = takesTopics ? Array(0..<Self.other) : []
    let takesOwn = choice != .builtin
    let others = (own?.wishes.indices ?? 0..<0).map { Self.firstOwn + $0 }
    all = topics + (takesOwn ? others : []) + [Self.other]
  }

  /// The topic that a category is; nil for one of the caller's own.
  package func topic(_ category: Int) -> Topic? { Topic(rawValue: category) }

  /// The word of the protocol, or the caller's name.
  package func name(_ category: Int) -> String {
    topic(category)?.name ?? own?.wishes[category - Self.firstOwn].name ?? ""
  }

  /// Whether something can be felt about a category: not about a wish, praise or nothing.
  static func isAspect(_ category: Int) -> Bool {
    switch Topic(rawValue: category) {
    case .featureRequest, .cancelIntent, .praise, .other: false
    default: true
    }
  }

  /// What a negative text can be about: neither praise nor nothing.
  var blamable: [Int] { all.filter { $0 != Topic.praise.rawValue && $0 != Self.other } }

  /// The categories of a text, by falling score.
  func matches(
    _ text: [UInt8], _ scalars: TextScalars, _ topics: TopicsOfText, _ tokenizer: inout Tokenizer
  ) -> [Match] {
    guard let own, all.contains(where: { $0 >= Self.firstOwn }) else {
      return topics.matches.map {
        Match(category: $0.topic.rawValue, score: $0.score, evidence: $0.evidence)
      }
    }
    var found = own.matches(text, scalars, &tokenizer).map {
      Match(category: Self.firstOwn + $0.category, score: $0.score, evidence: $0.evidence)
    }
    if takesTopics {
      found += topics.matches.filter { $0.topic != .other }.map {
        Match(category: $0.topic.rawValue, score: $0.score, evidence: $0.evidence)
      }
    }
    if found.isEmpty, !text.isEmpty {
      found = [Match(category: Self.other, score: 0.5, evidence: [])]
    }
    return found.sorted { ($1.score, $0.category) < ($0.score, $1.category) }
  }

  /// How many texts have each category of the caller's own.
  func ownCounts(_ bits: [UInt64]) -> [Int] {
    (own?.wishes.indices ?? 0..<0).map { place in
      bits.count { $0 & (1 << UInt64(Self.firstOwn + place)) != 0 }
    }
  }

  /// What texts are cut with before the caller's own categories are looked for in them.
  var freshTokenizer: Tokenizer? { own?.freshTokenizer }
}
