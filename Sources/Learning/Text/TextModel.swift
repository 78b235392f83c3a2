/// A trained classifier of texts: what it takes to judge texts it has never seen.
import Numerics
package import Support

package struct TextModel: Sendable {
  package let labelCount: Int
  package let isSingle: Bool
  /// Which labels chances lead to, where a text may have any number of them.
  package let rule: LabelRule?
  /// The learners that have a say, and how much.
  package let learners: [(learner: TextLearner, weight: Double)]
  private let members: [TextMember]
  private let blend: ScoreBlend
  private let index: GramIndex?
  private let weighting: TFIDF?
  private let vocabularies: [GramVocabulary]

  init(
    _ corpus: TextCorpus, _ weighting: TFIDF?, _ learners: [TextLearner], _ members: [TextMember],
    _ blend: ScoreBlend, _ rule: LabelRule?, labels: LabelSets
  ) {
    self.rule = rule
    labelCount = labels.labelCount
    isSingle = labels.isSingle
    self.learners = Array(zip(learners, blend.weights))
    self.members = members
    self.blend = blend
    let isLinear = members.contains { if case .pool = $0 { false } else { true } }
    if isLinear, let counted = corpus.counted, let weighting {
      index = GramIndex(counted, columns: weighting.columns)
      self.weighting = weighting.ofFeatures
    } else {
      (index, self.weighting) = (nil, nil)
    }
    var vocabularies: [GramVocabulary] = []
    for case .pool(_, let shape) in members
    where !vocabularies.contains(where: { $0.shape == shape }) {
      if let words = corpus.vocabulary(shape) { vocabularies.append(words) }
    }
    self.vocabularies = vocabularies
  }

  /// How many grams have weights.
  package var featureCount: Int {
    (index?.count ?? 0) + vocabularies.reduce(0) { $0 + $1.count }
  }

  /// Memory that it takes, about.
  package var memoryBytes: Int {
    members.reduce((index?.memoryBytes ?? 0) + 16 * (index?.count ?? 0)) { $0 + $1.memoryBytes }
      + vocabularies.reduce(0) { $0 + 40 * $1.wordCount }
  }

  /// The chance of each label, text after text.
  package func probabilities(_ texts: some TextRows, _ run: Run) throws -> [Double] {
    try Parallel.map(count: texts.count, chunk: 1024) { range in
      try run.checkpoint()
      let view = try view(Array(texts[range]), run)
      let scores = try members.map { try $0.scores(view, run).map { Float($0) } }
      return blend.probabilities(scores, labelCount: labelCount)
    }.flatMap(\.self)
  }

  /// What each place of a text adds to the score of a label beside the mean of the others, and the
  /// score of a text without any gram. All of them add up to the score of the text: of two labels
  /// that exclude each other to the log-odds, of a set of labels to those of this label.
  package func evidence(
    _ text: [UInt8], for label: Int, _ run: Run
  ) throws -> (base: Double, spans: [(place: Range<Int>, effect: Double)]) {
    let view = try view([text], run)
    var base = contrast(label) { blend.shifts[$0] }
    var effects: [Range<Int>: Double] = [:]
    for (member, weight) in zip(members, blend.weights) {
      base += weight * contrast(label) { member.start(of: $0) }
      guard case .pool(let model, let shape) = member else {
        let found = index?.places(text) ?? []
        var counts: [Int: Double] = [:]
        for gram in found { counts[gram.feature, default: 0] += 1 }
        let values = try member.values(view)
        var shares: [Int: Double] = [:]
        for place in 0..<values.cellCount {
          let feature = Int(values.columns[place])
          shares[feature] =
            weight * values.values[place] * contrast(label) { member.weight(feature, of: $0) }
            / (counts[feature] ?? 1)
        }
        for gram in found { effects[gram.place, default: 0] += shares[gram.feature] ?? 0 }
        continue
      }
      guard let words = vocabularies.first(where: { $0.shape == shape }) else { continue }
      var grams: [(id: Int, place: Range<Int>)] = []
      words.visit(text) { grams.append((Int($0), $1)) }
      for gram in grams {
        let effect = contrast(label) { model.weight(gram.id, of: $0) } / Double(grams.count)
        effects[gram.place, default: 0] += weight * effect
      }
    }
    let spans = effects.map { (place: $0.key, effect: $0.value) }.sorted {
      ($0.place.lowerBound, $0.place.upperBound) < ($1.place.lowerBound, $1.place.upperBound)
    }
    return (base, spans)
  }

  /// The value of a label, beside the mean of the others where labels exclude each other.
  private func contrast(_ label: Int, _ value: (Int) -> Double) -> Double {
    guard isSingle else { return value(label) }
    var others = 0.0
    for other in 0..<labelCount where other != label { others += value(other) }
    return value(label) - others / Double(max(1, labelCount - 1))
  }

  private func view(_ texts: some TextRows, _ run: Run) throws -> TextsView {
    TextsView(
      counted: try index?.counts(texts, run), weighting: weighting,
      bags: try vocabularies.map { ($0.shape, try $0.bags(texts, run), $0.count) }, run: run)
  }
}

/// Texts as a kept model sees them.
private struct TextsView: GramView {
  let counted: SparseMatrix?
  let weighting: TFIDF?
  let bags: [(shape: GramVocabulary.Shape, bags: GramBags, size: Int)]
  let run: Run

  var firstWord: Int { weighting?.firstWord ?? 0 }

  func counts() throws -> SparseMatrix {
    counted ?? SparseMatrix(rowCount: 0, columnCount: 0, starts: [0], columns: [], values: [])
  }

  func weights() throws -> SparseMatrix {
    let counts = try counts()
    return try weighting?.rows(counts, Array(0..<counts.rowCount), run) ?? counts
  }

  func bags(_ shape: GramVocabulary.Shape) -> (bags: GramBags, size: Int) {
    let found = bags.first { $0.shape == shape }
    return (found?.bags ?? GramBags(starts: [0], ids: []), found?.size ?? 0)
  }
}
