/// How feedback is to be classified.
import Learning

package struct FeedbackOptions: Sendable {
  package enum Task: String, CaseIterable, Sendable {
    case sentiment, category, urgency, language, aspects, intent

    /// Those of an answer that was not asked for more.
    package static let plain: [Task] = [.sentiment, .category, .urgency, .language]
  }
  package enum Categories: String, CaseIterable, Sendable { case auto, builtin, own, both }
  package enum Model: String, CaseIterable, Sendable {
    case auto, lexicon, logistic, naiveBayes, linearSvm, embedPool

    /// The learner of `trainFeedbackModel` that it is; nil for what is learnt on the spot.
    var kind: TextClassifier.Kind? {
      switch self {
      case .auto, .lexicon, .logistic: nil
      case .naiveBayes: .naiveBayes
      case .linearSvm: .linearSvm
      case .embedPool: .embedPool
      }
    }
  }

  package var tasks = Task.plain
  package var model = Model.auto
  /// `auto` takes the caller's own where there are any.
  package var categories = Categories.auto
  package var own: OwnCategories?
  /// Whether the caller's categories may learn seeds from the texts.
  package var learnsSeeds = false
  /// Whether to learn from the label column; nil learns when there is one.
  package var trains: Bool?
  /// Below this probability an answer is marked as abstained.
  package var minConfidence = 0.6
  package var redacts = true
  package var folds = 5
  package var isStrict = false

  package init() {}
}
