/// How good predicted classes are, for any number of classes.
///
/// The prediction of a row is its most probable class; of equal ones the first. F1 of a class is 0
/// when it is never right; the macro mean is over the classes that occur in the truth. Log-loss is
/// natural, with probabilities of at least 1e-12. Of rows with any number of labels the log-losses
/// of a row's labels are added up, and a row counts as right when its whole set is.
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

    init(support: Int, named: Int, right: Int) {
      self.support = support
      precision = named == 0 ? nil : Double(right) / Double(named)
      recall = support == 0 ? nil : Double(right) / Double(support)
      f1 = support + named == 0 ? 0 : 2 * Double(right) / Double(support + named)
    }
  }

  package let count: Int
  /// The share of rows whose class, or whose set of labels, is right.
  package let accuracy: Double
  /// Of sets of labels: F1 over all labels of all rows at once.
  package let microF1: Double?
  package let macroF1: Double
  package let logLoss: Double
  /// For two classes: the area under the ROC curve of the second.
  package let rocAuc: Double?
  package let classes: [Class]
  /// Rows of a class (first) that were given a class (second); empty for sets of labels.
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
      Class(
        support: confusion[label].reduce(0, +), named: confusion.reduce(0) { $0 + $1[label] },
        right: confusion[label][label])
    }
    self.confusion = confusion
    microF1 = nil
    count = labels.count
    let right = (0..<classCount).reduce(0) { $0 + confusion[$1][$1] }
    accuracy = Double(right) / Double(max(1, labels.count))
    macroF1 = Self.macroF1(classes)
    let losses = Self.logLosses(labels, probabilities, classCount: classCount)
    logLoss = losses.pairwiseSum / Double(max(1, labels.count))
    rocAuc =
      classCount == 2
      ? BinaryMetrics(
        labels: labels.map(Double.init),
        probabilities: labels.indices.map { probabilities[2 * $0 + 1] }
      ).rocAuc : nil
  }

  /// Of labels of which a row may have any number.
  ///
  /// - Parameters:
  ///   - given: the labels that each row was given.
  ///   - probabilities: the chance of each label, row after row.
  package init(_ truth: LabelSets, given: [[Int]], probabilities: [Double]) {
    var (named, right) = (
      [Int](repeating: 0, count: truth.labelCount), [Int](repeating: 0, count: truth.labelCount)
    )
    var exact = 0
    for (row, labels) in given.enumerated() {
      let own = truth.sets[row]
      for label in labels {
        named[label] += 1
        if own.contains(Int32(label)) { right[label] += 1 }
      }
      if own.elementsEqual(labels.lazy.map { Int32($0) }) { exact += 1 }
    }
    classes = named.indices.map {
      Class(support: truth.rowsOf[$0].count, named: named[$0], right: right[$0])
    }
    count = truth.rowCount
    accuracy = Double(exact) / Double(max(1, count))
    macroF1 = Self.macroF1(classes)
    let all = classes.reduce(named.reduce(0, +)) { $0 + $1.support }
    microF1 = 2 * Double(right.reduce(0, +)) / Double(max(1, all))
    logLoss =
      Self.logLosses(truth, probabilities).pairwiseSum / Double(max(1, truth.rowCount))
    (rocAuc, confusion) = (nil, [])
  }

  private static func macroF1(_ classes: [Class]) -> Double {
    let present = classes.filter { $0.support > 0 }.map(\.f1)
    return present.reduce(0, +) / Double(max(1, present.count))
  }

  /// The log-loss of each row, that of its labels added up.
  package static func logLosses(_ truth: LabelSets, _ probabilities: [Double]) -> [Double] {
    let width = truth.labelCount
    return truth.sets.enumerated().map { row, labels in
      (0..<width).reduce(0) { sum, label in
        let p = probabilities[row * width + label]
        return sum - Math.log(max(1e-12, labels.contains(Int32(label)) ? p : 1 - p))
      }
    }
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
