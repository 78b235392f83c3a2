/// Labelled texts, read once: their grams for linear models, their numbered grams for networks.
///
/// The grams of a fold's training part are a choice among those of all texts, and what was not seen
/// in training counts for nothing in a test, so a fold never knows more than it may.
import Numerics
import Support

struct TextCorpus: Sendable {
  let texts: TextPile
  let ngrams: NGrams
  let counted: GramCounts?
  private let pools: [Pool]

  private struct Pool: Sendable {
    let vocabulary: GramVocabulary
    let bags: GramBags
  }

  /// - Parameters:
  ///   - ngrams: what linear models see; nil where none is wanted.
  ///   - pools: what networks see.
  init(_ texts: some TextRows, _ ngrams: NGrams?, pools: [GramVocabulary.Shape], _ run: Run) throws
  {
    self.texts = (texts as? TextPile) ?? TextPile(texts)
    self.ngrams = ngrams ?? NGrams(words: 1...1)
    counted = try ngrams.map {
      try GramCounts(texts, $0, minDocuments: Self.leastDocuments(texts.count), run)
    }
    var made: [Pool] = []
    for shape in pools where !made.contains(where: { $0.vocabulary.shape == shape }) {
      let vocabulary = try GramVocabulary(texts, rows: Array(texts.indices), shape, run)
      made.append(Pool(vocabulary: vocabulary, bags: try vocabulary.bags(texts, run)))
    }
    self.pools = made
  }

  /// In few texts a gram of one may be learnt from.
  static func leastDocuments(_ count: Int) -> Int { count < 200 ? 1 : 2 }

  /// The features of a training part, and the same features of a test part.
  func views(
    train: [Int], test: [Int], featureCountMax: Int, _ run: Run
  ) -> (train: CorpusView, test: CorpusView) {
    let weights = counted.map {
      TFIDF(
        $0.counts, rows: train, minDocuments: Self.leastDocuments(train.count),
        featureCountMax: featureCountMax, columnsApart: $0.characterColumnCount)
    }
    return (
      CorpusView(corpus: self, weighting: weights, rows: train, seenIn: nil, run: run),
      CorpusView(corpus: self, weighting: weights, rows: test, seenIn: train, run: run)
    )
  }

  fileprivate func bags(
    _ shape: GramVocabulary.Shape, _ rows: [Int], seenIn train: [Int]?
  ) -> (bags: GramBags, size: Int) {
    guard let pool = pools.first(where: { $0.vocabulary.shape == shape }) else {
      preconditionFailure("a network asks for grams that were not read")
    }
    let (bags, size) = (pool.bags.picked(rows), pool.vocabulary.count)
    guard let train else { return (bags, size) }
    return (bags.keeping(pool.bags.picked(train).seen(size)), size)
  }

  /// The vocabulary of a network's grams.
  func vocabulary(_ shape: GramVocabulary.Shape) -> GramVocabulary? {
    pools.first { $0.vocabulary.shape == shape }?.vocabulary
  }
}

/// Some rows of a corpus, with the features of a training part.
struct CorpusView: GramView {
  let corpus: TextCorpus
  let weighting: TFIDF?
  let rows: [Int]
  /// Rows that grams must have been seen in; nil for these very rows.
  let seenIn: [Int]?
  let run: Run

  var firstWord: Int { weighting?.firstWord ?? 0 }

  func counts() throws -> SparseMatrix {
    guard let weighting, let counted = corpus.counted else { return .none }
    return try weighting.counts(counted.counts, rows, run)
  }

  func weights() throws -> SparseMatrix {
    guard let weighting, let counted = corpus.counted else { return .none }
    return try weighting.rows(counted.counts, rows, run)
  }

  func bags(_ shape: GramVocabulary.Shape) -> (bags: GramBags, size: Int) {
    corpus.bags(shape, rows, seenIn: seenIn)
  }
}

extension SparseMatrix {
  fileprivate static var none: SparseMatrix {
    SparseMatrix(rowCount: 0, columnCount: 0, starts: [0], columns: [], values: [])
  }
}
