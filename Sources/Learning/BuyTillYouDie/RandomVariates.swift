/// Random numbers of the distributions that purchase models are made of.
import Numerics
package import Support

package enum RandomVariates {
  /// Gamma with this shape and scale 1 (Marsaglia, Tsang 2000).
  package static func gamma(shape: Double, _ random: inout SeededRandom) -> Double {
    if shape < 1 {
      let u = max(1e-300, random.unit())
      return gamma(shape: shape + 1, &random) * Math.pow(u, 1 / shape)
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = random.normal()
      let v = 1 + c * x
      guard v > 0 else { continue }
      let cube = v * v * v
      let u = max(1e-300, random.unit())
      if Math.log(u) < 0.5 * x * x + d - d * cube + d * Math.log(cube) { return d * cube }
    }
  }

  package static func beta(_ a: Double, _ b: Double, _ random: inout SeededRandom) -> Double {
    let x = gamma(shape: a, &random)
    let y = gamma(shape: b, &random)
    return x + y > 0 ? x / (x + y) : 0.5
  }

  package static func exponential(rate: Double, _ random: inout SeededRandom) -> Double {
    -Math.log(max(1e-300, random.unit())) / rate
  }
}
