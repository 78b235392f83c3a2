/// How good predicted classes are, for any number of classes.
///
/// The prediction of a row is its most probable class; of equal ones the first. F1 of a class is 0
/// when it is never right; the macro mean is over the classes that occur in the truth. Log-loss is
/// natural, with probabilities of at least 1e-12.
import Numerics

package struct LabelMetrics: Sendable, Equatable {
  package struct Class: Sendable, Equatable {
    /// Rows that have the class.
    package let support: Int
    /// Nil when the class was never predicted.
    package let precision: Double?
    /// Nil when no row has the class.
    package let recall: Double?
    package let f1: Double
  }

  package let count: Int
  package let accuracy: Double
  package let macroF1: Double
  package let logLoss: Double
  /// For two classes: the area under the ROC curve of the second.
  package let rocAuc: Double?
  package let classes: [Class]
  /// Rows of a class (first) that were given a class (second).
  package let confusion: [[Int]]

  /// - Parameters:
  ///   - labels: the true class of each row, from 0.
  ///   - probabilities: the chance of each class, row after row.
  package init(labels: [Int], probabilities: [Double], classCount: Int) {
    let predicted = Self.predictions(probabilities, classCount: classCount)
    var confusion = [[Int]](
      repeating: [Int](repeating: 0, count: classCount), count: classCount)
    for (label, guess) in zip(labels, predicted) { confusion[label][guess] += 1 }
    classes = (0..<classCount).map { label in
      let support = confusion[label].reduce(0, +)
      let named = confusion.reduce(0) { $0 + $1[label] }
      let right = confusion[label][label]
      return Class(
        support: support, precision: named == 0 ? nil : Double(right) / Double(named),
        recall: support == 0 ? nil : Double(right) / Double(support),
        f1: support + named == 0 ? 0 : 2 * Double(right) / Double(support + named))
    }
    self.confusion = confusion
    count = labels.count
    let right = (0..<classCount).reduce(0) { $0 + confusion[$1][$1] }
    accuracy = Double(right) / Double(max(1, labels.count))
    let present = classes.filter { $0.support > 0 }.map(\.f1)
    macroF1 = present.reduce(0, +) / Double(max(1, present.count))
    let losses = Self.logLosses(labels, probabilities, classCount: classCount)
    logLoss = losses.pairwiseSum / Double(max(1, labels.count))
    rocAuc =
      classCount == 2
      ? BinaryMetrics(
        labels: labels.map(Double.init),
        probabilities: labels.indices.map { probabilities[2 * $0 + 1] }
      ).rocAuc : nil
  }

  /// The most probable class of each row.
  package static func predictions(_ probabilities: [Double], classCount: Int) -> [Int] {
    (0..<probabilities.count / max(1, classCount)).map { row in
      var best = 0
      for label in 1..<max(1, classCount)
      where probabilities[row * classCount + label] > probabilities[row * classCount + best] {
        best = label
      }
      return best
    }
  }

  /// The log-loss of each row.
  package static func logLosses(
    _ labels: [Int], _ probabilities: [Double], classCount: Int
  ) -> [Double] {
    labels.indices.map { -Math.log(max(1e-12, probabilities[$0 * classCount + labels[$0]])) }
  }
}
