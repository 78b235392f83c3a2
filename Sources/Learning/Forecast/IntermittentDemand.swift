/// Demand that is nothing in many periods: how much when there is some, and how often.
///
/// Croston 1972; Syntetos and Boylan 2005 take away his bias; Teunter, Syntetos, Babai 2011 let the
/// chance fall while nothing is sold. Smoothing weights are those of the least squared error among
/// a grid up to 0.5: more would be chance, with as few sales as these series have.
import Numerics
package import Support

package struct IntermittentModel: Sendable {
  package enum Form: String, Sendable, CaseIterable {
    case croston
    /// Syntetos and Boylan.
    case sba
    /// Teunter, Syntetos and Babai.
    case tsb
  }

  package let form: Form
  /// The weight of the newest sale.
  package let alpha: Double
  /// That of whether there was one; equal to alpha but with `tsb`.
  package let beta: Double
  /// What is sold when something is.
  package let size: Double
  /// The chance of a period with a sale.
  package let chance: Double
  /// The expected demand of any next period.
  package let mean: Double
  package let squaredErrors: Double
  private let sizes: [Double]

  /// - Parameter values: none negative, at least two above zero.
  package init(_ form: Form, of values: [Double], _ run: Run) throws {
    if let row = values.firstIndex(where: { !($0.isFinite && $0 >= 0) }) {
      throw FitError.notANumber(row: row, column: 0)
    }
    let sizes = values.filter { $0 > 0 }
    guard sizes.count >= 2 else { throw FitError.tooFewRows(have: sizes.count, need: 2) }
    self.form = form
    self.sizes = sizes
    var best: (pass: Pass, alpha: Double, beta: Double)?
    let grid = (1...10).map { Double($0) * 0.05 }
    for alpha in grid {
      try run.checkpoint()
      for beta in form == .tsb ? grid : [alpha] {
        let pass = Pass(form, values, alpha, beta)
        if pass.squares < best?.pass.squares ?? .infinity { best = (pass, alpha, beta) }
      }
    }
    guard let best else { throw FitError.tooLarge }
    (alpha, beta) = (best.alpha, best.beta)
    (size, chance) = (best.pass.size, min(1, best.pass.chance))
    mean = best.pass.mean
    squaredErrors = best.pass.squares
  }

  /// One pass through the values.
  struct Pass {
    private(set) var size: Double
    private(set) var chance: Double
    private(set) var squares = 0.0
    private let factor: Double

    /// The expected demand of the next period.
    var mean: Double { size * chance * factor }

    init(_ form: Form, _ values: [Double], _ alpha: Double, _ beta: Double) {
      factor = form == .sba ? 1 - alpha / 2 : 1
      // The start is what the whole says: early sales of a rare item are no beginning.
      let sold = values.filter { $0 > 0 }
      size = sold.reduce(0, +) / Double(max(1, sold.count))
      chance = Double(sold.count) / Double(max(1, values.count))
      var interval = 1 / max(chance, 1e-9)
      var since = 1.0
      for value in values {
        let error = value - mean
        squares += error * error
        if value > 0 { size += alpha * (value - size) }
        if form == .tsb {
          chance += beta * ((value > 0 ? 1 : 0) - chance)
        } else if value > 0 {
          interval += alpha * (since - interval)
          chance = 1 / interval
          since = 1
        } else {
          since += 1
        }
      }
    }
  }

  /// One future, drawn: whether something is sold, then one of the sizes that were, brought to the
  /// level of now.
  func path(_ steps: Int, _ random: inout SeededRandom) -> [Double] {
    let usual = sizes.reduce(0, +) / Double(sizes.count)
    let level = chance > 0 && usual > 0 ? mean / chance / usual : 0
    return (0..<steps).map { _ in
      random.unit() < chance ? sizes[random.below(sizes.count)] * level : 0
    }
  }
}
