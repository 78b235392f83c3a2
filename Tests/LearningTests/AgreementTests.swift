/// Agreement with known labels: scikit-learn's figures, and pairings found by trying all.
import Learning
import Support
import Testing

@Suite struct AgreementTests {
  private func check(_ truth: [Int], _ found: [Int], _ wanted: [Double]) throws {
    let own = try Agreement(truth: truth, found: found, Run())
    let figures = [
      own.adjustedRand, own.mutualInformation, own.homogeneity, own.completeness, own.vMeasure,
      own.matchedAccuracy,
    ]
    for (figure, other) in zip(figures, wanted) { #expect(abs(figure - other) < 1e-12) }
  }

  // scikit-learn 1.9.1: adjusted_rand_score, normalized_mutual_info_score, homogeneity_score,
  // completeness_score, v_measure_score; scipy's linear_sum_assignment.
  @Test func `figures are scikit-learn's`() throws {
    let rows = 0..<200
    try check(
      rows.map { $0 * $0 % 7 % 4 }, rows.map { $0 * $0 % 11 % 5 },
      [
        -0.009705454094217268, 0.0006703130602583021, 0.0007527461335935322,
        0.0006041524504210073, 0.0006703130602583021, 0.285,
      ])
    try check(
      rows.map { $0 % 3 }, rows.map { $0 % 6 },
      [0.5652548209366391, 0.7602030067669783, 1, 0.6131673257124097, 0.7602030067669784, 0.505])
    try check(
      rows.map { $0 / 40 }, rows.map { ($0 + 7) / 50 },
      [
        0.5718580286797256, 0.6968261420993189, 0.670436502091056, 0.7253783983417905,
        0.6968261420993188, 0.685,
      ])
  }

  @Test func `the ends of the scale are scikit-learn's`() throws {
    try check([0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1])
    try check([0, 0, 0, 0, 0], [0, 1, 2, 3, 4], [0, 0, 1, 0, 0, 0.2])
    try check([0, 1, 2], [2, 0, 1], [1, 1, 1, 1, 1, 1])
    try check([0, 0, 1, 1], [0, 1, 0, 1], [-0.5, 0, 0, 0, 0, 0.5])
  }

  @Test func `no pairing is better than the one taken`() throws {
    var random = SeededRandom(seed: 6)
    for round in 0..<40 {
      let (kinds, groups) = (1 + round % 5, 1 + round / 8)
      let truth = (0..<30).map { _ in random.below(kinds) }
      let found = (0..<30).map { _ in random.below(groups) }
      let own = try Agreement(truth: truth, found: found, Run()).matchedAccuracy
      #expect(abs(own * 30 - Double(best(truth, found, 0, []))) < 1e-9)
    }
  }

  /// Tries every pairing of label `kind` and those after it with groups that are not taken.
  private func best(_ truth: [Int], _ found: [Int], _ kind: Int, _ taken: Set<Int>) -> Int {
    guard kind <= 4 else { return 0 }
    var most = best(truth, found, kind + 1, taken)
    for group in 0..<5 where !taken.contains(group) {
      let hits = truth.indices.filter { truth[$0] == kind && found[$0] == group }.count
      guard hits > 0 else { continue }
      most = max(most, hits + best(truth, found, kind + 1, taken.union([group])))
    }
    return most
  }
}
