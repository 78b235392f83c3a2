/// How far an answer is to be trusted, always against a simple baseline.
package import Support

package struct Grade: Sendable, Equatable {
  package enum Letter: String, Sendable {
    /// Clearly better than the baseline, with a tight interval.
    case a = "A"
    /// Better than the baseline.
    case b = "B"
    /// Not distinguishable from the baseline.
    case c = "C"
    /// Too little data: a prior or a rule was used.
    case d = "D"
  }

  /// Nil when a comparison does not apply.
  package let letter: Letter?
  package let reason: Phrase
  /// What was compared, such as `rocAuc`.
  package let metric: String?
  package let score: Double?
  package let baseline: Double?

  package init(
    _ letter: Letter?, _ reason: Phrase, metric: String? = nil, score: Double? = nil,
    baseline: Double? = nil
  ) {
    self.letter = letter
    self.reason = reason
    self.metric = metric
    self.score = score
    self.baseline = baseline
  }
}

extension Grade {
  /// The letter of a rate among those who were pointed out, beside the rate of all.
  ///
  /// - Parameter count: how many were pointed out.
  static func letter(of own: Double, among count: Int, all rate: Double) -> Letter {
    let error = (max(1e-9, rate * (1 - rate)) / Double(count)).squareRoot()
    if own > rate + 4 * error, own > 1.3 * rate { return .a }
    return own > rate + 2 * error ? .b : .c
  }

  /// For answers that count and foresee nothing.
  package static let ofCounts = Grade(
    nil,
    Phrase(
      en: "these are counts of what happened, not a prediction", zh: "这是对已发生事实的统计，并非预测"))
}

/// Numbers as a person reads them.
package enum Words {
  /// `18 %`
  package static func percent(_ share: Double, digits: Int = 0) -> String {
    "\(fixed(share * 100, digits)) %"
  }

  /// At most `digits` decimals, no trailing zeros beyond them.
  package static func fixed(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite else { return "-" }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let rounded = (value * scale).rounded() / scale
    guard abs(rounded) < 1e15 else { return "\(rounded)" }
    let whole = Int(rounded.magnitude)
    let sign = rounded < 0 ? "-" : ""
    guard digits > 0 else { return sign + grouped(whole) }
    let part = Int(((rounded.magnitude - Double(whole)) * scale).rounded())
    let text = String(part)
    return sign + grouped(whole) + "." + String(repeating: "0", count: digits - text.count) + text
  }

  /// A number with as many digits as it needs: `1,234`, `12.3`, `0.042`.
  package static func short(_ value: Double) -> String {
    let size = abs(value)
    if value == value.rounded(), size < 1e15 { return fixed(value, 0) }
    return fixed(value, size >= 1000 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 4)
  }

  private static func grouped(_ whole: Int) -> String {
    let digits = Array(String(whole))
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }
}
