/// Student's t against printed tables and its own laws.
import Testing

@testable import Numerics

@Suite struct StudentTests {
  /// Printed to four decimals in any table of the distribution.
  @Test(arguments: [
    (0.975, 1.0, 12.7062), (0.975, 2, 4.3027), (0.975, 5, 2.5706), (0.975, 10, 2.2281),
    (0.975, 30, 2.0423), (0.975, 120, 1.9799), (0.95, 4, 2.1318), (0.995, 9, 3.2498),
    (0.9, 3, 1.6377),
  ])
  func `quantiles are those of the tables`(p: Double, degrees: Double, t: Double) {
    #expect(abs(StudentT.quantile(p, degrees: degrees) - t) < 5e-5)
    #expect(abs(StudentT.quantile(1 - p, degrees: degrees) + t) < 5e-5)
  }

  @Test func `one degree is Cauchy's distribution, many are the normal one`() {
    for t in stride(from: -8.0, through: 8, by: 0.5) {
      // 1/2 + atan(t) / pi at t = 1 is 3/4; at others by the tangent of the half angle.
      let cauchy = StudentT.below(t, degrees: 1)
      #expect(abs(StudentT.below(t, degrees: 1) + StudentT.below(-t, degrees: 1) - 1) < 1e-14)
      #expect(t <= 0 || cauchy > 0.5)
      #expect(StudentT.below(t, degrees: 1e9) == Special.normalBelow(t))
      // The first term of the difference is (t + t^3) / (4 degrees) times the density.
      #expect(abs(StudentT.below(t, degrees: 1e6) - Special.normalBelow(t)) < 1e-6)
    }
    #expect(abs(StudentT.below(1, degrees: 1) - 0.75) < 1e-14)
    #expect(abs(StudentT.below(3.0.squareRoot(), degrees: 1) - 5.0 / 6) < 1e-14)
  }

  @Test func `two degrees have a closed form`() {
    for t in stride(from: -20.0, through: 20, by: 0.7) {
      let exact = 0.5 + t / (2 * (2 + t * t).squareRoot())
      #expect(abs(StudentT.below(t, degrees: 2) - exact) < 1e-14)
    }
  }

  @Test func `a quantile is where the distribution has its probability`() {
    for degrees in [0.7, 1, 3.5, 12, 250] {
      for p in [0.001, 0.2, 0.5, 0.6, 0.999] {
        let t = StudentT.quantile(p, degrees: degrees)
        #expect(abs(StudentT.below(t, degrees: degrees) - p) < 1e-12)
      }
    }
  }
}
