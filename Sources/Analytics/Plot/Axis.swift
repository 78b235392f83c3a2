/// From values to places on a picture: ranges, round ticks, and their words.
import Numerics
import Support

/// A straight map from values to places.
struct Scale: Sendable, Equatable {
  let values: ClosedRange<Double>
  let places: (from: Double, to: Double)

  static func == (a: Scale, b: Scale) -> Bool { a.values == b.values && a.places == b.places }

  func callAsFunction(_ value: Double) -> Double {
    let width = values.upperBound - values.lowerBound
    guard width > 0 else { return (places.from + places.to) / 2 }
    let share = (value - values.lowerBound) / width
    return places.from + share * (places.to - places.from)
  }
}

/// Round values along an axis: steps of 1, 2 or 5 times a power of ten.
struct Ticks: Sendable, Equatable {
  let values: [Double]
  let step: Double

  /// All round values within a range, about as many as `target`.
  init(_ range: ClosedRange<Double>, about target: Int, wholeOnly: Bool = false) {
    let width = range.upperBound - range.lowerBound
    guard width > 0, width.isFinite else {
      values = [range.lowerBound]
      step = 1
      return
    }
    let rough = width / Double(max(1, target))
    var power = 1.0
    while power * 10 <= rough, power < 1e300 { power *= 10 }
    while power > rough, power > 1e-300 { power /= 10 }
    let own = [1.0, 2, 5, 10].first { $0 * power >= rough * (1 - 1e-9) } ?? 10
    let step = wholeOnly ? max(1, (own * power).rounded(.up)) : own * power
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    let count = last < first ? 0 : min(1_000, Int(last - first) + 1)
    values = (0..<count).map { (first + Double($0)) * step }
    self.step = step
  }

  /// The range widened to round values at both ends.
  static func widened(_ range: ClosedRange<Double>, about target: Int) -> ClosedRange<Double> {
    var range = range
    if range.upperBound <= range.lowerBound {
      let pad = max(abs(range.lowerBound) * 0.1, 0.5)
      range = (range.lowerBound - pad)...(range.lowerBound + pad)
    }
    let step = Ticks(range, about: target).step
    let low = (range.lowerBound / step + 1e-9).rounded(.down) * step
    let high = (range.upperBound / step - 1e-9).rounded(.up) * step
    return low < high ? low...high : range
  }

  /// The values in words, all with as many decimals as the step needs.
  func words(_ style: NumberStyle, in language: Language) -> [String] {
    values.map { style.text($0, step: step, in: language) }
  }
}

extension NumberStyle {
  func text(_ value: Double, step: Double, in language: Language) -> String {
    switch self {
    case .percent: return Words.percent(value, digits: Self.decimals(step * 100))
    case .plain:
      let (scale, unit) = Self.unit(abs(value), step, language)
      return Words.fixed(value / scale, Self.decimals(step / scale)) + unit
    }
  }

  /// Large round numbers are shortened: 12k and 3M, 1.2万 and 3亿.
  private static func unit(
    _ size: Double, _ step: Double, _ language: Language
  ) -> (scale: Double, unit: String) {
    let units: [(Double, String)] =
      language == .zh
      ? [(1e8, "亿"), (1e4, "万")] : [(1e9, "bn"), (1e6, "M"), (1e4, "k")]
    for (from, unit) in units where from <= size || (from <= step && size > 0) {
      let scale = unit == "k" ? 1e3 : from
      // A shortened number must not be longer than what it stands for.
      if decimals(step / scale) <= 2 { return (scale, unit) }
    }
    return (1, "")
  }

  private static func decimals(_ step: Double) -> Int {
    var (scaled, count) = (abs(step), 0)
    while count < 6, abs(scaled - scaled.rounded()) > 1e-6 * max(1, scaled) {
      scaled *= 10
      count += 1
    }
    return count
  }
}
