/// Special functions against closed forms and values of mpmath 1.3 (50 digits).
import Numerics
import Testing

@Suite struct SpecialTests {
  // mpmath: loggamma(x)
  @Test(arguments: [
    (0.1, 2.252712651734206), (0.5, 0.5723649429247001), (1.0, 0.0), (2.5, 0.2846828704729192),
    (9.99, 12.779315214350193), (100.25, 360.28455963776423), (1e6, 12_815_504.569147612),
  ])
  func `log gamma agrees to 14 digits`(x: Double, expected: Double) {
    #expect(abs(Special.logGamma(x) - expected) <= 1e-14 * max(1, abs(expected)) * 10)
  }

  // mpmath: digamma(x)
  @Test(arguments: [
    (0.1, -10.423754940411076), (1.0, -0.5772156649015329), (3.7, 1.1671535393615114),
    (1000.0, 6.907255195648812),
  ])
  func `digamma agrees to 13 digits`(x: Double, expected: Double) {
    #expect(abs(Special.digamma(x) - expected) <= 1e-12 * max(1, abs(expected)))
  }

  @Test(arguments: [0.01, 0.3, 0.7, 0.95, 0.999])
  func `2F1 agrees with its closed forms`(z: Double) throws {
    let logarithm = try #require(Special.hypergeometric(1, 1, 2, z))
    #expect(abs(logarithm + Math.log1p(-z) / z) < 1e-11 * logarithm)
    let power = try #require(Special.hypergeometric(0.3, 2.5, 2.5, z))
    #expect(abs(power - Math.pow(1 - z, -0.3)) < 1e-11 * power)
    let large = try #require(Special.hypergeometric(8_000, -0.9, 8_000, z))
    #expect(abs(large - Math.pow(1 - z, 0.9)) < 1e-11 * large)
    let steep = try #require(Special.hypergeometric(2.5, 40, 2.5, z / 2))
    #expect(abs(steep - Math.pow(1 - z / 2, -40)) < 1e-11 * steep)
  }

  @Test func `the normal quantile inverts the normal distribution`() {
    #expect(abs(Special.normalQuantile(0.975) - 1.959963984540054) < 1e-12)
    #expect(abs(Special.normalQuantile(0.5)) < 1e-12)
  }

  @Test func `the sigmoid neither overflows nor loses its tail`() {
    #expect(Math.sigmoid(0) == 0.5)
    #expect(abs(Math.sigmoid(6) - 0.997527376843365) < 1e-15)
    #expect(Math.sigmoid(-745) > 0)
    #expect(Math.sigmoid(1e300) == 1)
    #expect(Math.softplus(1e300) == 1e300)
  }
}
