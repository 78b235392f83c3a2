/// The peers' churn sets for trees: 0/1 columns as in their figures, or categories as they are.
import Learning
import Numerics
import Support
import TestKit

struct ChurnSet {
  static let names = ["telco", "bank_churn", "subscription_churn", "bank_marketing"]

  let features: TreeFeatures
  let labels: [Double]
  /// Rows by the remainder of their place divided by five: one tests, the others train.
  let train: [Int]
  let test: [Int]

  /// The columns of the peers' "onehot" rows; scaling is nothing to trees.
  static func oneHot(_ name: String, remainder: Int) throws -> ChurnSet {
    let design = try PeerDesign.churn(name, remainder: remainder)
    return ChurnSet(
      features: try TreeFeatures(design.features), labels: design.labels, train: design.train,
      test: design.test)
  }

  /// Categories as codes.
  static func native(_ name: String, remainder: Int) throws -> ChurnSet {
    let (table, spec, labels) = try PeerDesign.churnColumns(name)
    let columns = spec.map { column -> TreeFeatures.Column in
      let texts = table[column.name]
      guard column.kind == .category else { return .numbers(texts.map { Double($0) ?? 0 }) }
      let words = Set(texts).sorted()
      let codes = Dictionary(uniqueKeysWithValues: words.enumerated().map { ($1, Int32($0)) })
      return .categories(texts.map { codes[$0] ?? -1 }, count: words.count)
    }
    let rows = Array(labels.indices)
    return ChurnSet(
      features: try TreeFeatures(columns), labels: labels,
      train: rows.filter { $0 % 5 != remainder }, test: rows.filter { $0 % 5 == remainder })
  }

  var testFeatures: TreeFeatures { features.rows(test) }
  var trainFeatures: TreeFeatures { features.rows(train) }
  var trainLabels: [Double] { train.map { labels[$0] } }

  func metrics(_ chances: [Double]) -> BinaryMetrics {
    BinaryMetrics(labels: test.map { labels[$0] }, probabilities: chances)
  }
}
