/// Categories of the caller's own, as they stand in a request: a name with seed words, examples, or
/// both.
import Analytics
import Contract
import Support

extension FeedbackOptions.Categories: Choice {}

struct LabelInput: NestedParameters {
  var name = ""
  var seeds: [String] = []
  var examples: [String] = []

  static let fields: [Field<Self>] = [
    Field("name", \.name, "What the category is called in the answer.", .required),
    Field(
      "seeds", \.seeds,
      "Words that tell it: English in any number and tense, Chinese wherever it stands as a word."),
    Field(
      "examples", \.examples,
      "Texts that tell it: a text counts that holds half of an example's telling words."),
  ]

  /// The categories, each checked: names that are told apart, and seeds that can be found.
  static func own(_ labels: [LabelInput]) throws(ParameterError) -> OwnCategories? {
    guard !labels.isEmpty else { return nil }
    guard labels.count <= Limits.ownCategories else {
      throw ParameterError(
        path: "params.labels", expected: "at most \(Limits.ownCategories) labels",
        found: "\(labels.count)")
    }
    let count = labels.reduce(0) { $0 + $1.seeds.count + $1.examples.count }
    guard count <= Limits.ownSeeds else {
      throw ParameterError(
        path: "params.labels", expected: "at most \(Limits.ownSeeds) seeds and examples in all",
        found: "\(count)")
    }
    var seen: [String: Int] = [:]
    for (place, label) in labels.enumerated() {
      try label.check(at: "params.labels[\(place)]", &seen, place)
    }
    return OwnCategories(
      labels.map { OwnCategories.Wish(name: $0.name, seeds: $0.seeds, examples: $0.examples) })
  }

  private func check(
    at path: String, _ seen: inout [String: Int], _ place: Int
  ) throws(ParameterError) {
    let plain = String(name.lowercased().filter { !$0.isWhitespace })
    guard !plain.isEmpty, name.utf8.count <= Limits.nameBytes else {
      throw ParameterError(
        path: "\(path).name", expected: "a name of 1 to \(Limits.nameBytes) bytes",
        found: name.quotedShort)
    }
    guard plain != Topic.other.name else {
      throw ParameterError(
        path: "\(path).name", expected: "a name but \"other\", which is for all other texts",
        found: name.quotedShort)
    }
    if let first = seen[plain] {
      throw ParameterError(
        path: "\(path).name", expected: "a name that params.labels[\(first)] does not have",
        found: name.quotedShort)
    }
    seen[plain] = place
    guard !seeds.isEmpty || !examples.isEmpty else {
      throw ParameterError(path: path, expected: "seeds or examples", found: "neither")
    }
    for (index, seed) in seeds.enumerated() {
      try Self.check(
        seed, isEmpty: OwnCategories.isEmpty(seed:), "a word", at: "\(path).seeds[\(index)]")
    }
    for (index, example) in examples.enumerated() {
      try Self.check(
        example, isEmpty: OwnCategories.isEmpty(example:), "a text with a noun, verb or adjective",
        at: "\(path).examples[\(index)]")
    }
  }

  private static func check(
    _ text: String, isEmpty: (String) -> Bool, _ expected: String, at path: String
  ) throws(ParameterError) {
    guard text.utf8.count <= Limits.seedBytes else {
      throw ParameterError(
        path: path, expected: "at most \(Limits.seedBytes) bytes", found: "\(text.utf8.count)")
    }
    guard !isEmpty(text) else {
      throw ParameterError(path: path, expected: expected, found: text.quotedShort)
    }
  }

  /// A name that stands for a topic everyone has cannot stand beside it.
  static func refuseTopics(among labels: [LabelInput]) throws(ParameterError) {
    let topics = Set(Topic.allCases.map { $0.name.lowercased() })
    for (place, label) in labels.enumerated() where topics.contains(label.name.lowercased()) {
      throw ParameterError(
        path: "params.labels[\(place)].name",
        expected: "with categories \"both\" a name that no built-in category has",
        found: label.name.quotedShort)
    }
  }
}

/// A category of the caller's own, in the answer.
struct OwnLabelAnswer: Answer {
  let name: String
  let texts: Int
  let share: Double
  let learnt: [LearntSeedAnswer]

  static let members: [Member<Self>] = [
    Member("name", \.name, "The category."),
    Member("texts", \.texts, "Texts it was found in."),
    Member("share", \.share, "Of all texts that are not empty."),
    Member("learnt", \.learnt, "Seeds it learnt from these texts, the surest first."),
  ]

  /// One for each category of the caller's own; nil without any.
  static func all(_ feedback: Feedback) -> [OwnLabelAnswer]? {
    guard let own = feedback.categories.own else { return nil }
    let filled = feedback.texts.texts.count { !$0.isEmpty }
    return own.wishes.indices.map { place in
      let texts = feedback.ownCounts[place]
      return OwnLabelAnswer(
        name: own.wishes[place].name, texts: texts,
        share: Double(texts) / Double(max(1, filled)),
        learnt: own.learnt[place].map(LearntSeedAnswer.init))
    }
  }
}

struct LearntSeedAnswer: Answer {
  let seed: LearntSeed

  static let members: [Member<Self>] = [
    Member("term", \.seed.term, "The word; two of them count as one seed."),
    Member("texts", \.seed.texts, "Texts that hold it."),
    Member("share", \.seed.share, "Of them, those the category's own seeds had found."),
    Member("lift", \.seed.lift, "That share by the one among all texts."),
  ]
}
