/// What a fitted survival model says of single cases: how many like them are left after a time, and
/// how long those still there will stay.
///
/// Curves and proportional hazards know nothing beyond the longest time that was seen, so they say
/// nothing of it; Weibull's law goes on.
import Learning
import Numerics
import Support

struct SurvivalForecasts: Sendable {
  enum Model: Sendable {
    /// A curve for each group, and the group of each case.
    case curves([SurvivalCurve], groupOf: [Int])
    /// The logarithm of the hazard of each case.
    case cox(CoxModel, [Double])
    /// The logarithm of the scale of each case.
    case weibull(WeibullModel, [Double])
  }

  let model: Model
  /// The longest time that was seen.
  let lastTime: Double

  /// Whether the model goes on beyond what was seen.
  private var isOpen: Bool { if case .weibull = model { true } else { false } }

  /// The share of such cases that lasts longer than `time`.
  func survival(_ place: Int, at time: Double) -> Double {
    switch model {
    case .curves(let curves, let groups): return curves[groups[place]].survival(at: time)
    case .cox(let model, let scores):
      let sum = model.baseline.value(at: time)
      return sum == 0 ? 1 : Math.exp(-sum * Math.exp(min(700, scores[place])))
    case .weibull(let model, let scales):
      return model.survival(logScale: scales[place], at: time)
    }
  }

  /// The share that lasts `further` beyond `from` of those that lasted until then; nil beyond what
  /// was seen.
  func survival(_ place: Int, from: Double, further: Double) -> Double? {
    guard isOpen || from + further <= lastTime else { return nil }
    switch model {
    case .curves(let curves, let groups):
      let curve = curves[groups[place]]
      let start = curve.survival(at: from)
      return start > 0 ? curve.survival(at: from + further) / start : nil
    case .cox(let model, let scores):
      return model.survival(logHazard: scores[place], from: from, further: further)
    case .weibull(let model, let scales):
      return model.survival(logScale: scales[place], from: from, further: further)
    }
  }

  /// How much longer until half of those that lasted until `from` have ended; nil beyond what was
  /// seen.
  func medianRemaining(_ place: Int, from: Double) -> Double? {
    switch model {
    case .curves(let curves, let groups):
      let curve = curves[groups[place]]
      return curve.time(untilShare: curve.survival(at: from) / 2).map { max(0, $0 - from) }
    case .cox(let model, let scores):
      return model.time(logHazard: scores[place], untilShare: 0.5, from: from).map {
        max(0, $0 - from)
      }
    case .weibull(let model, let scales):
      let end = model.time(logScale: scales[place], untilShare: 0.5, from: from)
      return end < 1e15 ? max(0, end - from) : nil
    }
  }

  /// Numbers that are larger for those who end sooner.
  var risks: [Double] {
    switch model {
    case .curves(let curves, let groups):
      let means = curves.map { -$0.restrictedMean(to: lastTime).mean }
      return groups.map { means[$0] }
    case .cox(_, let scores): return scores
    case .weibull(_, let scales): return scales.map { -$0 }
    }
  }
}
