/// How far groups agree with known ones, in the answer of `segment`.
import Analytics
import Contract
import Wire

struct TruthAnswer: Answer {
  let column: String
  let customers: Int
  let labels: Int
  let ari: Double
  let nmi: Double
  let vMeasure: Double
  let homogeneity: Double
  let completeness: Double
  let matchedAccuracy: Double

  init(_ truth: Segmentation.Truth) {
    column = truth.header
    customers = truth.customerCount
    labels = truth.labelCount
    ari = truth.agreement.adjustedRand
    nmi = truth.agreement.mutualInformation
    vMeasure = truth.agreement.vMeasure
    homogeneity = truth.agreement.homogeneity
    completeness = truth.agreement.completeness
    matchedAccuracy = truth.agreement.matchedAccuracy
  }

  static let members: [Member<Self>] = [
    Member("column", \.column, "The column of true groups."),
    Member("customers", \.customers, "Customers that have one."),
    Member("labels", \.labels, "Different true groups."),
    Member("ari", \.ari, "Adjusted Rand index: 0 by chance, 1 for the same groups."),
    Member("nmi", \.nmi, "Mutual information over the mean entropy, 0 to 1."),
    Member("vMeasure", \.vMeasure, "Harmonic mean of homogeneity and completeness."),
    Member("homogeneity", \.homogeneity, "1 where no group holds two true ones."),
    Member("completeness", \.completeness, "1 where no true group is split."),
    Member(
      "matchedAccuracy", \.matchedAccuracy, "Share of customers under the best pairing of groups."),
  ]
}
