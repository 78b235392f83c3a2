/// One way to learn labels of texts, and what it leaves: scores that are sums over grams.
import Numerics
import Support

package enum TextLearner: Sendable, Equatable {
  /// Naive Bayes on counts.
  case bayes(GramBayes.Kind)
  /// Logistic regression on which grams occur, scaled by their log-count ratios.
  case ratios(c: Double, of: GramPart = .all)
  /// Logistic regression on term weights: a soft-max, or a sigmoid for each label.
  case logistic(c: Double)
  /// Support vector machines on term weights.
  case margin(c: Double, of: GramPart = .all)
  /// A pooled network that is learnt text by text.
  case pool(GramVocabulary.Shape, EmbedPool)
  /// The network of the published example, learnt as it was there.
  case published(PublishedPool)

  package var name: String {
    switch self {
    case .bayes(.multinomial): "naiveBayes"
    case .bayes(.complement): "complementBayes"
    case .ratios: "nbLogistic"
    case .logistic: "logistic"
    case .margin: "linearSvm"
    case .pool: "embedPool"
    case .published: "text000"
    }
  }

  /// Its settings by name.
  package var settings: [(key: String, value: Double)] {
    switch self {
    case .bayes: return [("alpha", 1)]
    case .logistic(let c): return [("c", c)]
    case .ratios(let c, let part), .margin(let c, let part):
      return [("c", c)] + (part == .words ? [("wordsAlone", 1)] : [])
    case .pool(let shape, let pool):
      let ngrams = shape.ngrams
      return [
        ("dimension", Double(pool.dimension)), ("learningRate", pool.learningRate),
        ("epochs", Double(pool.epochs)), ("dropout", pool.dropout),
        ("longestWords", Double(ngrams.words?.upperBound ?? 0)),
        ("longestCharacters", Double(ngrams.characters?.upperBound ?? 0)),
      ] + (ngrams.cutsHan ? [("dictionaryWords", 1)] : [])
    case .published(let pool):
      return [
        ("words", Double(PublishedPool.words)), ("dimension", 16),
        ("learningRate", pool.learningRate), ("epochs", Double(pool.epochs)),
        ("batch", Double(pool.batch)),
      ]
    }
  }

  /// Learns the labels of rows whose features stand in `view`.
  func fit(
    _ view: any GramView, _ labels: LabelSets, seed: UInt64, _ run: Run
  ) throws -> TextMember {
    switch self {
    case .bayes(let kind):
      return .bayes(try GramBayes(kind).fit(try view.counts(), labels))
    case .ratios(let c, let part):
      let rows = view.of(part, try view.presence())
      return .ratios(
        try DualLinear(.logistic, c: c, tolerance: 0.1).fit(
          rows, labels, scale: { GramBayes.ratios(rows, labels, $0) }, run))
    case .margin(let c, let part):
      return .linear(
        try DualLinear(.squaredHinge, c: c).fit(view.of(part, try view.weights()), labels, run))
    case .logistic(let c):
      // One sigmoid for two labels, or for each of a set: in the dual several times as fast.
      guard labels.isSingle, labels.labelCount > 2, labels.rowsOf.allSatisfy({ !$0.isEmpty })
      else { return .linear(try DualLinear(.logistic, c: c).fit(try view.weights(), labels, run)) }
      var fit = SparseLogistic(c: c)
      // Further rounds move no label.
      fit.tolerance = SparseLogistic.nearEnough
      return .softmax(
        try fit.fit(try view.weights(), labels: labels.firsts, classCount: labels.labelCount, run))
    case .pool(let shape, var wish):
      let bags = view.bags(shape)
      wish.seed = seed
      return .pool(try wish.fit(bags.bags, gramCount: bags.size, labels, run), shape)
    case .published(var wish):
      let bags = view.bags(PublishedPool.shape)
      wish.seed = seed
      return .pool(
        try wish.fit(bags.bags, gramCount: bags.size, labels, run), PublishedPool.shape)
    }
  }

  /// The numbered grams that it wants.
  var shape: GramVocabulary.Shape? {
    switch self {
    case .pool(let shape, _): shape
    case .published: PublishedPool.shape
    case .bayes, .ratios, .logistic, .margin: nil
    }
  }
}

/// Which grams a linear model learns from. Models that see less err elsewhere, and words alone say
/// more of a topic than of how somebody spells.
package enum GramPart: Sendable, Equatable { case all, words }

/// Features of some texts, as each learner wants them.
protocol GramView {
  /// The first feature that is one of words; those of characters stand before it.
  var firstWord: Int { get }
  /// How often each gram occurs.
  func counts() throws -> SparseMatrix
  /// Term weights.
  func weights() throws -> SparseMatrix
  /// Numbered grams, and how many numbers there are.
  func bags(_ shape: GramVocabulary.Shape) -> (bags: GramBags, size: Int)
}

extension GramView {
  /// The rows of some of the features; the others keep their places and are never there.
  func of(_ part: GramPart, _ rows: SparseMatrix) -> SparseMatrix {
    guard part == .words, firstWord > 0 else { return rows }
    let first = Int32(firstWord)
    var (starts, columns, values): ([Int], [Int32], [Double]) = ([0], [], [])
    for row in 0..<rows.rowCount {
      for place in rows.range(row) where rows.columns[place] >= first {
        columns.append(rows.columns[place])
        values.append(rows.values[place])
      }
      starts.append(columns.count)
    }
    return SparseMatrix(
      rowCount: rows.rowCount, columnCount: rows.columnCount, starts: starts, columns: columns,
      values: values)
  }

  /// 1 for each gram that occurs.
  func presence() throws -> SparseMatrix { try counts().mapped { _, _, _ in 1 } }
}

/// A fitted learner.
enum TextMember: Sendable {
  case bayes(GramBayesModel)
  case ratios(SparseLinear)
  case linear(SparseLinear)
  case softmax(SparseLogisticModel)
  case pool(EmbedPoolModel, GramVocabulary.Shape)

  /// The score of each label, text after text; the greatest is the likeliest.
  func scores(_ view: any GramView, _ run: Run) throws -> [Double] {
    switch self {
    case .bayes(let model): model.scores(try view.counts())
    case .ratios(let model): try model.scores(try view.presence(), run)
    case .linear(let model): try model.scores(try view.weights(), run)
    case .softmax(let model): model.scores(try view.weights())
    case .pool(let model, let shape): try model.scores(view.bags(shape).bags, run)
    }
  }

  /// The values that its weights are for.
  func values(_ view: any GramView) throws -> SparseMatrix {
    switch self {
    case .bayes: try view.counts()
    case .ratios: try view.presence()
    case .linear, .softmax: try view.weights()
    case .pool: SparseMatrix(sorted: [[Int32]](), columnCount: 0)
    }
  }

  /// What one unit of a feature adds to the score of a label.
  func weight(_ feature: Int, of label: Int) -> Double {
    switch self {
    case .bayes(let model): return model.weights[feature * model.labelCount + label]
    case .ratios(let model), .linear(let model): return model.weight(feature, of: label)
    case .softmax(let model):
      guard model.width == 1 else { return model.weights[feature * model.width + label] }
      return (label == 1 ? 0.5 : -0.5) * model.weights[feature]
    case .pool(let model, _): return model.weight(feature, of: label)
    }
  }

  /// The score of a label where there is no feature.
  func start(of label: Int) -> Double {
    switch self {
    case .bayes(let model): return model.priors[label]
    case .ratios(let model), .linear(let model):
      guard model.width < model.labelCount else { return model.intercepts[label] }
      return label == 1 ? model.intercepts[0] : -model.intercepts[0]
    case .softmax(let model):
      guard model.width == 1 else { return model.intercepts[label] }
      return (label == 1 ? 0.5 : -0.5) * model.intercepts[0]
    case .pool(let model, _): return Double(model.biases[label])
    }
  }

  /// Memory that it takes, about.
  var memoryBytes: Int {
    switch self {
    case .bayes(let model): 8 * model.weights.count
    case .ratios(let model), .linear(let model): 4 * model.weights.count
    case .softmax(let model): 8 * model.weights.count
    case .pool(let model, _): 4 * model.parameterCount
    }
  }
}
