/// The purchase models under one name: what is asked of a customer does not depend on which was
/// fitted.
import Numerics
package import Support

package enum PurchaseModel: Sendable, Equatable {
  case betaGeometric(BetaGeometric)
  case pareto(ParetoNBD)
  case betaBernoulli(BetaBernoulli)

  /// The names of the parameters, in the order of `parameters`.
  package var names: [String] {
    switch self {
    case .betaGeometric: ["r", "alpha", "a", "b"]
    case .pareto: ["r", "alpha", "s", "beta"]
    case .betaBernoulli: ["alpha", "beta", "gamma", "delta"]
    }
  }

  package var parameters: [Double] {
    switch self {
    case .betaGeometric(let model): [model.r, model.alpha, model.a, model.b]
    case .pareto(let model): [model.r, model.alpha, model.s, model.beta]
    case .betaBernoulli(let model): [model.alpha, model.beta, model.gamma, model.delta]
    }
  }

  /// The chance that the customer still buys, given the history.
  package func probabilityAlive(_ x: Int, _ recency: Double, _ age: Double) -> Double {
    switch self {
    case .betaGeometric(let model): model.probabilityAlive(x, recency, age)
    case .pareto(let model): model.probabilityAlive(x, recency, age)
    case .betaBernoulli(let model): model.probabilityAlive(x, Int(recency), Int(age))
    }
  }

  /// The purchases expected within each of some times from now, given the history.
  package func expectedPurchases(
    in horizons: [Double], _ x: Int, _ recency: Double, _ age: Double
  ) -> [Double] {
    let alive = probabilityAlive(x, recency, age)
    switch self {
    case .betaGeometric(let model):
      return horizons.map { $0 > 0 ? alive * model.purchasesIfAlive(in: $0, x, age) : 0 }
    case .pareto(let model):
      return horizons.map { $0 > 0 ? alive * model.purchasesIfAlive(in: $0, x, age) : 0 }
    case .betaBernoulli(let model):
      let rounds = horizons.map(BetaBernoulli.rounds)
      let sums = model.purchasesIfAlive(in: rounds.max() ?? 0, x, after: Int(age))
      return rounds.map { alive * sums[$0] }
    }
  }

  /// The chance of no purchase at all in the next `horizon`.
  package func probabilityOfSilence(
    in horizon: Double, _ x: Int, _ recency: Double, _ age: Double
  ) -> Double {
    switch self {
    case .betaGeometric(let model): model.probabilityOfSilence(in: horizon, x, recency, age)
    case .pareto(let model): model.probabilityOfSilence(in: horizon, x, recency, age)
    case .betaBernoulli:
      purchaseChances(in: horizon, upTo: 0, x, recency, age)[0]
    }
  }

  /// Whether all parameters are numbers above zero.
  var isUsable: Bool { parameters.allSatisfy { $0.isFinite && $0 > 0 } }

  /// By a factor each of the parameters.
  package func multiplied(by factors: [Double]) -> PurchaseModel {
    switch self {
    case .betaGeometric(let model): .betaGeometric(model.multiplied(by: factors))
    case .pareto(let model):
      .pareto(
        ParetoNBD(
          r: model.r * factors[0], alpha: model.alpha * factors[1], s: model.s * factors[2],
          beta: model.beta * factors[3]))
    case .betaBernoulli(let model):
      .betaBernoulli(
        BetaBernoulli(
          alpha: model.alpha * factors[0], beta: model.beta * factors[1],
          gamma: model.gamma * factors[2], delta: model.delta * factors[3]))
    }
  }
}

/// Any fitted purchase model, and what the fit is worth.
package struct PurchaseFit: Sendable {
  /// Which model is wished for.
  package enum Family: String, Sendable { case mbgNbd, bgNbd, paretoNbd, bgBeta }

  /// What was fitted: another one than was wished for where that gave no numbers.
  package let family: Family
  package let model: PurchaseModel
  package let rung: PurchaseRung
  package let logLikelihood: Double
  /// In the order of the model's parameters; nil where the information is singular.
  package let standardErrors: [Double]?
  private let spread: ParameterSpread

  /// - Parameter leastAge: what a prior takes the mean age for where it is less.
  package init(
    _ groups: PurchaseGroups, _ family: Family, leastAge: Double = 1,
    steps: PurchaseSteps = PurchaseSteps(), _ run: Run
  ) throws {
    if family == .bgBeta {
      self.init(try BetaBernoulliFit(groups, steps: steps.rounds, run))
      return
    }
    if family == .paretoNbd {
      let fit = try ParetoFit(groups, leastAge: leastAge, steps: steps.pareto, run)
      // Without repeat purchases another model would be no better off.
      let isFitted = fit.rung != .prior || groups.repeatTotal == 0
      if isFitted, fit.logLikelihood.isFinite, PurchaseModel.pareto(fit.model).isUsable {
        self.init(fit)
        return
      }
    }
    try self.init(
      groups, dropout: family == .bgNbd ? .bgNbd : .mbgNbd, leastAge: leastAge,
      steps: steps.betaGeometric, run)
  }

  private init(_ fit: BetaBernoulliFit) {
    family = .bgBeta
    model = .betaBernoulli(fit.model)
    rung = fit.rung
    logLikelihood = fit.logLikelihood
    standardErrors = fit.standardErrors
    spread = fit.spread
  }

  /// As a model of customers whose traits are all 0.
  package init(_ fit: TraitFit) {
    family = .paretoNbd
    model = .pareto(fit.traits.model)
    rung = fit.rung
    logLikelihood = fit.logLikelihood
    standardErrors = fit.standardErrors.map { Array($0.prefix(4)) }
    spread = fit.spread
  }

  private init(_ fit: ParetoFit) {
    family = .paretoNbd
    model = .pareto(fit.model)
    rung = fit.rung
    logLikelihood = fit.logLikelihood
    standardErrors = fit.standardErrors
    spread = fit.spread
  }

  private init(
    _ groups: PurchaseGroups, dropout: BetaGeometric.Dropout, leastAge: Double, steps: Int,
    _ run: Run
  ) throws {
    let fit = try BetaGeometricFit(
      groups, dropout: dropout, leastAge: leastAge, steps: steps, run)
    family = dropout == .bgNbd ? .bgNbd : .mbgNbd
    model = .betaGeometric(fit.model)
    rung = fit.rung
    logLikelihood = fit.logLikelihood
    standardErrors = fit.standardErrors
    spread = fit.spread.parameters
  }

  /// Models that may as well be the right one, the same for the same seed. The model alone where
  /// nothing is known of its errors.
  package func draws(_ count: Int, seed: UInt64) -> [PurchaseModel] {
    var random = SeededRandom(seed: seed)
    return (0..<count).compactMap { index in
      guard let factors = spread.factors(&random) else { return index == 0 ? model : nil }
      return model.multiplied(by: factors)
    }
  }
}
