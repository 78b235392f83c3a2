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
    let pools = Pools(isHan: isHan)
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
        + (texts.count >= 200 ? [[pools.gentle, pools.brisk], pools.slow + pools.wide] : [])
    case .naiveBayes: candidates = [[.bayes(.multinomial), .bayes(.complement)]]
    case .nbLogistic: candidates = [[.ratios(c: 0.1), .ratios(c: 0.3), .ratios(c: 1)]]
    case .logistic: candidates = [[.logistic(c: 4), .logistic(c: 1), .logistic(c: 16)]]
    case .linearSvm: candidates = [margins]
    // The sum of several is better than the best of them.
    case .embedPool: candidates = [pools.slow, [pools.gentle], [pools.brisk], pools.wide]
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

  /// Networks that err apart. A rate ten times as low for few rounds serves short texts with two
  /// labels, where more is learnt by heart; many rounds with some grams left out serve many labels
  /// and long texts. What words see, letters or single characters see otherwise.
  private struct Pools {
    let gentle, brisk: TextLearner
    let slow, wide: [TextLearner]

    init(isHan: Bool) {
      func shape(_ ngrams: NGrams) -> GramVocabulary.Shape {
        var shape = GramVocabulary.Shape(ngrams)
        shape.bucketCount = LearnerPlan.bucketCount
        return shape
      }
      var (low, quick, long, whole, most) = (
        EmbedPool(), EmbedPool(), EmbedPool(), EmbedPool(), EmbedPool()
      )
      low.learningRate = 0.1
      (long.epochs, long.dropout) = (20, 0.3)
      let characters = shape(
        isHan ? NGrams(words: 1...3, characters: 1...4) : NGrams(words: 1...2, characters: 3...5))
      let words = shape(NGrams(words: 1...2, cutsHan: isHan))
      gentle = .pool(shape(NGrams(words: 1...2)), low)
      brisk = .pool(isHan ? words : characters, quick)
      slow = [.pool(words, long)]
      if isHan {
        (whole.epochs, whole.dropout) = (10, 0.3)
        wide = [.pool(characters, whole)]
      } else {
        (whole.epochs, whole.dropout, whole.learningRate) = (10, 0.5, 1)
        (most.epochs, most.dropout, most.dimension, most.learningRate) = (25, 0.3, 48, 1)
        wide = [.pool(characters, whole), .pool(characters, most)]
      }
    }
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
