/// What is tried, and on what: kinds of learners with their settings, by the texts at hand.
import Support

struct LearnerPlan {
  /// Settings of each kind; the first of a kind is the one to take where nothing can be tried.
  let candidates: [[TextLearner]]
  let ngrams: NGrams?
  let pools: [GramVocabulary.Shape]
  let folds: Int
  let featureCountMax: Int

  init(_ texts: some TextRows, _ labels: LabelSets, _ wish: TextClassifier) {
    let isHan = Self.isHan(texts)
    let pools = Self.pools(isHan: isHan)
    let bytes = texts.reduce(0) { $0 + $1.count }
    let isHeavy = bytes * (labels.modelled.count) > Limits.textWork
    let width = labels.labelCount
    let margins = [0.3, 0.1, 1].map { TextLearner.margin(c: $0) }
    let words = [0.3, 0.1, 1].map { TextLearner.margin(c: $0, of: .words) }
    switch wish.kind {
    case .auto:
      candidates =
        [margins, words]
        + (width <= 20 && !isHeavy
          ? [[.ratios(c: 0.1)], [.ratios(c: 0.1, of: .words), .ratios(c: 0.3, of: .words)]] : [])
        + (texts.count >= 200 ? [pools] : [])
    case .naiveBayes: candidates = [[.bayes(.multinomial), .bayes(.complement)]]
    case .nbLogistic: candidates = [[.ratios(c: 0.1), .ratios(c: 0.3), .ratios(c: 1)]]
    case .logistic: candidates = [[.logistic(c: 4), .logistic(c: 1), .logistic(c: 16)]]
    case .linearSvm: candidates = [margins]
    // Networks err apart: the sum of several is better than the best of them.
    case .embedPool: candidates = pools.map { [$0] }
    case .text000: candidates = [[.published(PublishedPool())]]
    }
    let isLinear = wish.kind != .embedPool && wish.kind != .text000
    ngrams =
      isLinear
      ? wish.ngrams
        ?? (isHan
          ? NGrams(words: 1...3, characters: 1...5) : NGrams(words: 1...2, characters: 2...5))
      : nil
    self.pools = candidates.joined().compactMap(\.shape)
    folds = max(2, min(isHeavy ? 3 : wish.folds, texts.count))
    featureCountMax = Limits.textWeights / max(1, labels.modelled.count)
  }

  /// Networks of words and short runs of them: learnt for long with some grams left out, or
  /// quickly with all. Where words have letters, also one of runs of those.
  private static func pools(isHan: Bool) -> [TextLearner] {
    var words = GramVocabulary.Shape(NGrams(words: isHan ? 1...3 : 1...2))
    words.bucketCount = bucketCount
    var letters = GramVocabulary.Shape(NGrams(words: 1...2, characters: 3...5))
    letters.bucketCount = bucketCount
    var (slow, whole, quick, wide) = (EmbedPool(), EmbedPool(), EmbedPool(), EmbedPool())
    (slow.epochs, slow.dropout) = (20, 0.3)
    whole.epochs = 20
    quick.epochs = 5
    (wide.epochs, wide.dropout, wide.dimension, wide.learningRate) = (25, 0.3, 48, 1)
    return [.pool(words, slow), .pool(words, whole), .pool(words, quick)]
      + (isHan ? [] : [.pool(letters, wide)])
  }

  /// Buckets that runs of words and of characters share in a network.
  private static let bucketCount = 1 << 18

  /// Whether more than half of the bytes are of characters beyond the Latin ones.
  private static func isHan(_ texts: some TextRows) -> Bool {
    var (wide, all) = (0, 0)
    for text in texts.prefix(2000) {
      all += text.count
      for byte in text where byte >= 0xe0 { wide += 3 }
    }
    return 2 * wide > all
  }
}
