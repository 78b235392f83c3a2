/// Naive Bayes on counts of grams, and the ratios of counts it rests on.
///
/// Multinomial: the score of a class is the logarithm of its share plus, for each gram of a text,
/// that of (count in the class + alpha) / (all counts in the class + alpha * grams). Complement
/// (Rennie, Shih, Teevan, Karger 2003, without their normalisation): the counts are those of all
/// other classes, and the least likely complement wins, which holds up where classes are of very
/// different sizes. Where a row may have any number of labels, each is one of two classes: the
/// score is that of the rows with the label less that of the rows without.
package import Numerics

package struct GramBayes: Sendable {
  package enum Kind: Sendable { case multinomial, complement }

  package var kind: Kind
  /// What every gram is counted more often than it was seen.
  package var alpha: Double

  /// Makes a wish for a fit.
  package init(_ kind: Kind = .multinomial, alpha: Double = 1) {
    self.kind = kind
    self.alpha = alpha
  }

  /// - Parameter counts: how often each gram occurs in each row.
  package func fit(_ counts: SparseMatrix, _ labels: LabelSets) throws -> GramBayesModel {
    guard alpha > 0, alpha.isFinite else { throw FitError.badSetting(name: "alpha") }
    guard labels.labelCount >= 2, labels.rowCount == counts.rowCount else {
      throw FitError.singleClass
    }
    let (width, features) = (labels.labelCount, counts.columnCount)
    var sums = [Double](repeating: 0, count: features * width)
    for (row, set) in labels.sets.enumerated() {
      for place in counts.range(row) {
        for label in set {
          sums[Int(counts.columns[place]) * width + Int(label)] += counts.values[place]
        }
      }
    }
    if !labels.isSingle { return perLabel(counts, labels, sums) }
    if kind == .complement {
      for feature in 0..<features {
        let own = feature * width..<(feature + 1) * width
        let all = sums[own].reduce(0, +)
        for place in own { sums[place] = all - sums[place] }
      }
    }
    var totals = [Double](repeating: alpha * Double(features), count: width)
    for feature in 0..<features {
      for label in 0..<width { totals[label] += sums[feature * width + label] }
    }
    let logs = totals.map { Math.log(max($0, alpha)) }
    let turn = kind == .complement ? -1.0 : 1.0
    for place in sums.indices {
      sums[place] = turn * (Math.log(sums[place] + alpha) - logs[place % width])
    }
    let shares = labels.rowsOf.map { Double($0.count) / Double(max(1, labels.rowCount)) }
    return GramBayesModel(
      labelCount: width, featureCount: features, weights: sums,
      // A complement's score knows no shares: classes begin alike.
      priors: shares.map { kind == .complement ? 0 : Math.log(max($0, 1e-12)) })
  }

  /// - Parameter own: how often each feature occurs in the rows of each label.
  private func perLabel(
    _ counts: SparseMatrix, _ labels: LabelSets, _ own: [Double]
  ) -> GramBayesModel {
    let (width, features) = (labels.labelCount, counts.columnCount)
    var all = [Double](repeating: 0, count: features)
    for place in 0..<counts.cellCount { all[Int(counts.columns[place])] += counts.values[place] }
    let mass = all.reduce(0, +)
    var totals = [Double](repeating: 0, count: width)
    for feature in 0..<features {
      for label in 0..<width { totals[label] += own[feature * width + label] }
    }
    let extra = alpha * Double(features)
    let shifts = totals.map { Math.log(mass - $0 + extra) - Math.log($0 + extra) }
    var weights = own
    for feature in 0..<features {
      for label in 0..<width {
        let place = feature * width + label
        let other = max(0, all[feature] - own[place])
        weights[place] = Math.log(own[place] + alpha) - Math.log(other + alpha) + shifts[label]
      }
    }
    let shares = labels.rowsOf.map { Double($0.count) / Double(max(1, labels.rowCount)) }
    return GramBayesModel(
      labelCount: width, featureCount: features, weights: weights,
      priors: shares.map {
        kind == .complement ? 0 : Math.log(max($0, 1e-12)) - Math.log(max(1 - $0, 1e-12))
      })
  }

  /// The logarithm of how much more often each feature occurs in the rows of a label than in all
  /// others, each row counting a feature once (Wang and Manning 2012, with alpha).
  package static func ratios(
    _ rows: SparseMatrix, _ labels: LabelSets, _ label: Int, alpha: Double = 1
  ) -> [Double] {
    let marks = labels.marks(label, other: 0)
    var (own, other) = (
      [Double](repeating: alpha, count: rows.columnCount),
      [Double](repeating: alpha, count: rows.columnCount)
    )
    for row in 0..<rows.rowCount {
      for place in rows.range(row) {
        if marks[row] == 1 {
          own[Int(rows.columns[place])] += 1
        } else {
          other[Int(rows.columns[place])] += 1
        }
      }
    }
    let shift = Math.log(own.reduce(0, +)) - Math.log(other.reduce(0, +))
    return own.indices.map { Math.log(own[$0]) - Math.log(other[$0]) - shift }
  }
}

package struct GramBayesModel: Sendable, Equatable {
  package let labelCount: Int
  package let featureCount: Int
  /// What one occurrence of a feature adds to the score of each class, feature after feature.
  package let weights: [Double]
  package let priors: [Double]

  /// The joint log-likelihood of each class, row after row.
  package func scores(_ counts: SparseMatrix) -> [Double] {
    var all: [Double] = []
    all.reserveCapacity(counts.rowCount * labelCount)
    for row in 0..<counts.rowCount {
      var scores = priors
      for place in counts.range(row) {
        let base = Int(counts.columns[place]) * labelCount
        for label in 0..<labelCount {
          scores[label] += counts.values[place] * weights[base + label]
        }
      }
      all.append(contentsOf: scores)
    }
    return all
  }
}
