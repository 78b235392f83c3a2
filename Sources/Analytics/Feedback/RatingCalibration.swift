/// What the words of feeling mean where ratings stand beside the texts: the neutral band and the
/// chances are taken from the ratings, the words themselves stay as they are.
///
/// The chances are an ordered logistic model (McCullagh 1980) of the words' log-odds; the band is
/// the pair of cuts with the best macro-F1. Both are tested on parts of the rated texts that they
/// were not taken from, and used only where they do better there on log-loss and macro-F1.
import Learning
import Numerics
import Support

package struct RatingCalibration: Sendable {
  /// How often and how surely the ratings' feelings were found.
  package struct Figures: Sendable, Equatable {
    package let accuracy: Double
    package let macroF1: Double
    package let logLoss: Double
  }

  /// Rated texts that were read.
  package let texts: Int
  /// What a unit of the words' log-odds counts.
  package let slope: Double
  /// Between these scores of the words a text is neutral; equal where ratings have no middle.
  package let neutral: ClosedRange<Double>
  package let before: Figures
  /// Of texts the calibration had not seen.
  package let after: Figures

  private let curve: Curve
  private let cuts: Cuts

  /// Fewer rated texts say nothing.
  static let textsMin = 60
  private static let folds = 5
  /// Log-odds beyond which words say no more.
  private static let most = 8.0

  /// Whether the calibration does better than the words as they are.
  package var isUsed: Bool { after.logLoss < before.logLoss && after.macroF1 > before.macroF1 }

  /// Nil where the ratings are too few or all alike.
  ///
  /// - Parameters:
  ///   - words: what the words say of each text.
  ///   - ratings: the feeling of each text's rating; nil for none.
  init?(_ words: [Sentiment], _ ratings: [Sentiment.Label?], _ run: Run) throws {
    var rated = words.indices.filter { ratings[$0] != nil }
    let step = (rated.count + Limits.calibrationTexts - 1) / max(1, Limits.calibrationTexts)
    rated = stride(from: 0, to: rated.count, by: max(1, step)).map { rated[$0] }
    let odds = rated.map { Self.odds(words[$0]) }
    let truth = rated.map { ratings[$0].flatMap(Feeling.init) ?? .neutral }
    let counts = Feeling.allCases.map { feeling in truth.count { $0 == feeling } }
    guard rated.count >= Self.textsMin, counts.count(where: { $0 >= Self.folds }) >= 2 else {
      return nil
    }
    let turns = Split.stratifiedFolds(truth.map { Double($0.rawValue) }, folds: Self.folds)
    var chances = [[Double]](repeating: [], count: rated.count)
    var found = [Feeling](repeating: .neutral, count: rated.count)
    for fold in 0..<Self.folds {
      let train = rated.indices.filter { turns[$0] != fold }
      let (x, y) = (train.map { odds[$0] }, train.map { truth[$0] })
      let (curve, cuts) = (try Curve(x, y, run), Cuts(x, y))
      for place in rated.indices where turns[place] == fold {
        chances[place] = curve.chances(odds[place])
        found[place] = cuts.feeling(odds[place])
      }
    }
    texts = rated.count
    after = Self.figures(found, chances, truth)
    let plain = rated.map { words[$0] }
    let polarity: [Sentiment.Label] =
      counts[1] > 0 ? [.negative, .neutral, .positive] : [.negative, .positive]
    before = Self.figures(
      plain.map { Feeling($0.label) ?? .neutral },
      plain.map { word in
        let own = Polarity.chances(word, polarity)
        return own.count == 3 ? own : [own[0], 0, own[1]]
      }, truth)
    curve = try Curve(odds, truth, run)
    cuts = Cuts(odds, truth)
    slope = curve.slope
    neutral = Self.score(cuts.low)...Self.score(cuts.high)
  }

  /// What the words of a text say by the ratings of the others.
  func sentiment(_ words: Sentiment) -> Sentiment {
    let odds = Self.odds(words)
    let chances = curve.chances(odds)
    return Sentiment(
      positive: min(1, max(0, chances[2] + chances[1] / 2)), label: cuts.feeling(odds).label)
  }

  func definition(_ header: String) -> Phrase {
    let band = [neutral.lowerBound, neutral.upperBound].map { Words.fixed($0, 2) }
    return Phrase(
      en:
        "sentiment = fixed weights of hand-written words; chances and the neutral band (\(band[0])"
        + " to \(band[1]) of their scores) are taken from \(header)",
      zh: "情感 = 手写词表的固定权重；概率与中性区间（词表分值 \(band[0]) 到 \(band[1])）取自 \(header)")
  }

  private static func odds(_ words: Sentiment) -> Double {
    let p = min(1 - 1e-9, max(1e-9, words.positive))
    return min(most, max(-most, Math.log(p / (1 - p))))
  }

  private static func score(_ odds: Double) -> Double { 2 * Math.sigmoid(odds) - 1 }

  private static func figures(
    _ found: [Feeling], _ chances: [[Double]], _ truth: [Feeling]
  ) -> Figures {
    let right = zip(found, truth).count { $0 == $1 }
    let loss = zip(chances, truth).reduce(0.0) { $0 - Math.log(max(1e-12, $1.0[$1.1.rawValue])) }
    let count = Double(max(1, truth.count))
    let scores = Feeling.allCases.compactMap { feeling -> Double? in
      let size = truth.count { $0 == feeling }
      guard size > 0 else { return nil }
      let both = zip(found, truth).count { $0 == feeling && $1 == feeling }
      return 2 * Double(both) / Double(size + found.count { $0 == feeling })
    }
    return Figures(
      accuracy: Double(right) / count,
      macroF1: scores.reduce(0, +) / Double(max(1, scores.count)), logLoss: loss / count)
  }
}

/// The three feelings in their order.
private enum Feeling: Int, CaseIterable, Sendable {
  case negative, neutral, positive

  init?(_ label: Sentiment.Label) {
    switch label {
    case .negative: self = .negative
    case .neutral: self = .neutral
    case .positive: self = .positive
    }
  }

  var label: Sentiment.Label {
    switch self {
    case .negative: .negative
    case .neutral: .neutral
    case .positive: .positive
    }
  }
}

/// P(negative) = s(t - a x), P(not positive) = s(t + e^d - a x), with s the logistic curve.
private struct Curve: Sendable {
  let slope: Double
  private let first: Double
  private let second: Double

  /// Pulls the slope towards one and the band to a width of one, so that words that part the
  /// ratings without a mistake still have finite chances.
  private static let ridge = 1e-3

  init(_ x: [Double], _ truth: [Feeling], _ run: Run) throws {
    var minimizer = LBFGS()
    minimizer.maxIterations = 100
    minimizer.gradientTolerance = 1e-6
    let found = try minimizer.minimize(from: [1, -0.5, 0]) { point in
      try run.checkpoint()
      return Self.loss(point, x, truth)
    }
    slope = found.point[0]
    first = found.point[1]
    second = first + Math.exp(min(20, found.point[2]))
  }

  func chances(_ x: Double) -> [Double] {
    let low = Math.sigmoid(first - slope * x)
    let high = Math.sigmoid(second - slope * x)
    return [low, max(0, high - low), 1 - high]
  }

  /// The mean of -log P and its derivatives by a, t, d.
  private static func loss(
    _ point: [Double], _ x: [Double], _ truth: [Feeling]
  ) -> (value: Double, gradient: [Double]) {
    let (a, t, d) = (point[0], point[1], min(20, point[2]))
    let gap = Math.exp(d)
    var (value, byA, byT, byD) = (0.0, 0.0, 0.0, 0.0)
    for (x, feeling) in zip(x, truth) {
      let low = Math.sigmoid(t - a * x)
      let high = Math.sigmoid(t + gap - a * x)
      let (lowSlope, highSlope) = (low * (1 - low), high * (1 - high))
      let (chance, down, up): (Double, Double, Double) =
        switch feeling {
        case .negative: (low, lowSlope, 0)
        case .neutral: (high - low, -lowSlope, highSlope)
        case .positive: (1 - high, 0, -highSlope)
        }
      let p = max(1e-12, chance)
      value -= Math.log(p)
      byT -= (down + up) / p
      byD -= up * gap / p
      byA += x * (down + up) / p
    }
    let n = Double(max(1, x.count))
    return (
      value / n + ridge * ((a - 1) * (a - 1) + d * d),
      [byA / n + 2 * ridge * (a - 1), byT / n, byD / n + 2 * ridge * d]
    )
  }
}

/// The band of log-odds that counts as neutral.
private struct Cuts: Sendable {
  let low: Double
  let high: Double

  private static let step = 0.1
  private static let count = 61

  /// The pair of cuts from -3 to 3 with the best macro-F1; of equal ones the narrowest.
  init(_ x: [Double], _ truth: [Feeling]) {
    var below = [[Int]](repeating: [Int](repeating: 0, count: Self.count), count: 3)
    var sizes = [0, 0, 0]
    for (x, feeling) in zip(x, truth) {
      sizes[feeling.rawValue] += 1
      // The first cut that this text lies below.
      let place = Int(((x - Self.cut(0)) / Self.step).rounded(.down)) + 1
      if place < Self.count { below[feeling.rawValue][max(0, place)] += 1 }
    }
    for feeling in 0..<3 {
      for cut in 1..<Self.count { below[feeling][cut] += below[feeling][cut - 1] }
    }
    var best = (score: -1.0, low: Self.count / 2, high: Self.count / 2)
    for width in 0..<Self.count where sizes[1] > 0 || width == 0 {
      for low in 0..<(Self.count - width) {
        let score = Self.macroF1(below, sizes, low, low + width)
        if score > best.score + 1e-12 { best = (score, low, low + width) }
      }
    }
    (low, high) = (Self.cut(best.low), Self.cut(best.high))
  }

  func feeling(_ x: Double) -> Feeling { x < low ? .negative : x < high ? .neutral : .positive }

  private static func cut(_ place: Int) -> Double { Double(place - count / 2) * step + 0.05 }

  private static func macroF1(_ below: [[Int]], _ sizes: [Int], _ low: Int, _ high: Int) -> Double {
    let total = sizes.reduce(0, +)
    let under = below.reduce(0) { $0 + $1[low] }
    let over = below.reduce(0) { $0 + $1[high] }
    let found = [under, over - under, total - over]
    let hits = [below[0][low], below[1][high] - below[1][low], sizes[2] - below[2][high]]
    let known = (0..<3).filter { sizes[$0] > 0 }
    return known.reduce(0.0) { $0 + 2 * Double(hits[$1]) / Double(max(1, sizes[$1] + found[$1])) }
      / Double(max(1, known.count))
  }
}
