/// One feature of a node: its bins from the first to the last, or its categories in their order.
struct BinScan {
  let sums: UnsafePointer<Int64>
  let counts: [Int32]?
  let node: SearchNode
  let settings: GrowthSettings
  let units: PackedGradients.Units
  let direction: Int
  /// A split must have more than this.
  let floor: Double

  struct Found {
    var gain: Double
    var lastBin = -1
    var set = SIMD4<UInt64>()
    var missingLeft = false
    var sawMissing = false
    var left: PackedSum
    var extraL2 = 0.0
  }

  private static let low: Int64 = 0xffff_ffff

  /// Numbers without directions and with counts from curvatures: the fast way.
  func numbers(_ bins: FeatureBins) -> Found? {
    let missing = bins.hasMissing ? sums[bins.valueBinCount] : 0
    if missing == 0 {
      return pass(bins.valueBinCount - 1, start: 0, missingLeft: false, sawMissing: false)
    }
    let right = pass(bins.valueBinCount, start: 0, missingLeft: false, sawMissing: true)
    let left = pass(bins.valueBinCount - 1, start: missing, missingLeft: true, sawMissing: true)
    guard let left, left.gain > (right?.gain ?? floor) else { return right }
    return left
  }

  /// Of equal gains the one with the highest bound is taken.
  private func pass(
    _ count: Int, start: Int64, missingLeft: Bool, sawMissing: Bool
  ) -> Found? {
    let total = node.sums.bits
    let allSlope = total >> 32
    let allCurvature = total & Self.low
    let least = leastCurvature(allCurvature)
    // Everything in units of the whole numbers; one factor brings gains to those of the loss.
    let factor = units.slope * units.slope / units.curvature
    let l2 = settings.l2 / units.curvature
    var best = floor / factor
    var found = -1
    var foundLeft: Int64 = 0
    var left = start
    for bin in 0..<max(0, count) {
      left &+= sums[bin]
      let curvature = left & Self.low
      let other = allCurvature &- curvature
      if curvature < least { continue }
      if other < least { break }
      let slope = left >> 32
      let a = Double(slope)
      let b = Double(allSlope &- slope)
      let gain = a * a / (Double(curvature) + l2) + b * b / (Double(other) + l2)
      if gain >= best {
        best = gain
        found = bin
        foundLeft = left
      }
    }
    guard found >= 0, best * factor > floor else { return nil }
    return Found(
      gain: best * factor, lastBin: found, missingLeft: missingLeft, sawMissing: sawMissing,
      left: PackedSum(bits: foundLeft))
  }

  /// The least curvature of a side, so that it has rows and curvature enough.
  private func leastCurvature(_ all: Int64) -> Int64 {
    let perRow = Double(all) / Double(max(1, node.rowCount))
    let rows = (Double(settings.leastRows) - 0.5) * perRow
    let least = max(rows, settings.leastHessian / units.curvature).rounded(.up)
    return max(1, Int64(min(least, 0x1p40)))
  }

  // MARK: - With exact counts or directions

  func careful(_ bins: FeatureBins) -> Found? {
    let place = bins.valueBinCount
    let missing = bins.hasMissing ? sums[place] : 0
    let missingRows = bins.hasMissing ? rows(place) : 0
    let saw = missing != 0
    let right = carefulPass(bins.valueBinCount - (saw ? 0 : 1), 0, 0, false, saw)
    guard saw else { return right }
    let left = carefulPass(bins.valueBinCount - 1, missing, missingRows, true, true)
    guard let left, left.gain > (right?.gain ?? floor) else { return right }
    return left
  }

  private func carefulPass(
    _ count: Int, _ start: Int64, _ startRows: Int, _ missingLeft: Bool, _ sawMissing: Bool
  ) -> Found? {
    var best: Found?
    var left = PackedSum(bits: start)
    var leftRows = startRows
    for bin in 0..<max(0, count) {
      left.bits &+= sums[bin]
      leftRows += rows(bin)
      guard isEnough(left, leftRows), let gain = gain(left, extraL2: 0) else { continue }
      if gain > floor, gain >= best?.gain ?? floor {
        best = Found(
          gain: gain, lastBin: bin, missingLeft: missingLeft, sawMissing: sawMissing, left: left)
      }
    }
    return best
  }

  /// Rows of a bin, exact where they are known.
  private func rows(_ bin: Int) -> Int {
    guard let counts else { return rows(of: PackedSum(bits: sums[bin])) }
    return bin < counts.count ? Int(counts[bin]) : 0
  }

  private func rows(of sum: PackedSum) -> Int {
    let all = max(1, node.sums.curvature)
    return Int((Double(sum.curvature) * Double(node.rowCount) / Double(all)).rounded())
  }

  private func isEnough(_ left: PackedSum, _ leftRows: Int) -> Bool {
    let count = counts == nil ? rows(of: left) : leftRows
    let curvature = Double(left.curvature) * units.curvature
    let other = Double(node.sums.curvature) * units.curvature - curvature
    return settings.leastRows <= count && settings.leastRows <= node.rowCount - count
      && settings.leastHessian <= curvature && settings.leastHessian <= other
      && 0 < left.curvature && left.curvature < node.sums.curvature
  }

  /// What both sides score; nil where their values would go against the direction of the feature.
  private func gain(_ left: PackedSum, extraL2: Double) -> Double? {
    let slope = Double(left.slope) * units.slope
    let curvature = Double(left.curvature) * units.curvature
    let otherSlope = Double(node.sums.slope) * units.slope - slope
    let other = Double(node.sums.curvature) * units.curvature - curvature
    if direction != 0 {
      let below = settings.value(slope: slope, curvature: curvature, in: node, extraL2: extraL2)
      let above = settings.value(slope: otherSlope, curvature: other, in: node, extraL2: extraL2)
      if Double(direction) * (above - below) < 0 { return nil }
    }
    return settings.score(slope: slope, curvature: curvature, in: node, extraL2: extraL2)
      + settings.score(slope: otherSlope, curvature: other, in: node, extraL2: extraL2)
  }

  // MARK: - Categories

  /// One category against all others.
  func oneCategory(_ count: Int) -> Found? {
    var best: Found?
    for bin in 0..<count {
      let left = PackedSum(bits: sums[bin])
      guard isEnough(left, rows(bin)), let gain = gain(left, extraL2: 0) else { continue }
      if gain > best?.gain ?? floor {
        best = Found(gain: gain, left: left)
        best?.set.insert(UInt8(truncatingIfNeeded: bin))
      }
    }
    return best
  }

  /// Some categories against the others: sorted by slope over curvature, from either end (Fisher
  /// 1958: the best division lies between neighbours of this order).
  func manyCategories(_ count: Int) -> Found? {
    let rule = settings.categories
    let ratio = { (bin: Int) -> Double in
      let sum = PackedSum(bits: sums[bin])
      return Double(sum.slope) * units.slope
        / (Double(sum.curvature) * units.curvature + rule.smoothing)
    }
    let order = (0..<count).filter { Double(rows($0)) >= rule.smoothing }
      .map { (ratio: ratio($0), bin: $0) }.sorted { $0 < $1 }.map(\.bin)
    let most = min(rule.mostOnOneSide, (order.count + 1) / 2)
    let first = walk(order.prefix(most))
    let second = walk(order.reversed().prefix(most))
    guard let second, second.gain > (first?.gain ?? floor) else { return first }
    return second
  }

  private func walk(_ order: some Sequence<Int>) -> Found? {
    let rule = settings.categories
    var best: Found?
    var left = PackedSum()
    var (leftRows, groupRows) = (0, 0)
    var set = SIMD4<UInt64>()
    for bin in order {
      left.bits &+= sums[bin]
      leftRows += rows(bin)
      groupRows += rows(bin)
      set.insert(UInt8(truncatingIfNeeded: bin))
      if node.rowCount - leftRows < max(settings.leastRows, rule.leastRowsOfGroup) { break }
      guard isEnough(left, leftRows), groupRows >= rule.leastRowsOfGroup else { continue }
      groupRows = 0
      guard let gain = gain(left, extraL2: rule.l2) else { continue }
      if gain > best?.gain ?? floor {
        best = Found(gain: gain, set: set, left: left, extraL2: rule.l2)
      }
    }
    return best
  }
}
