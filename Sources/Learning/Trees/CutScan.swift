/// One feature of a node of a single tree: where to cut its bins.
struct CutScan {
  let grower: CartGrower
  let histogram: UnsafeMutablePointer<CartGrower.Sums>
  let node: CartGrower.Sums
  let whole: Double
  let bins: FeatureBins

  /// - Parameter used: the bins that have rows, ascending.
  func numbers(_ used: [Int]) -> CartGrower.Cut? {
    let missing = bins.hasMissing && used.last == bins.valueBinCount
    let values = missing ? Array(used.dropLast()) : used
    guard let last = values.last else { return nil }
    var best: CartGrower.Cut?
    for missingLeft in missing ? [false, true] : [false] {
      var left = missingLeft ? histogram[bins.valueBinCount] : CartGrower.Sums()
      for (place, bin) in values.enumerated() {
        left += histogram[bin]
        if bin == last, !missing || missingLeft { break }
        guard let fall = fall(left), fall > best?.fall ?? 0 else { continue }
        // Any bin up to the next one with rows parts the same rows; the middle one is taken.
        let next = place + 1 < values.count ? values[place + 1] : bin + 1
        let cut = bin == last ? bins.valueBinCount - 1 : (bin + next - 1) / 2
        best = CartGrower.Cut(fall: fall, lastBin: cut, missingLeft: missingLeft, left: left)
      }
    }
    guard var best else { return nil }
    for bin in 0...best.lastBin { best.set.insert(UInt8(truncatingIfNeeded: bin)) }
    if bins.hasMissing {
      // What was not missing here goes with the many.
      if !missing { best.missingLeft = 2 * best.left[1] >= node[1] }
      if best.missingLeft { best.set.insert(bins.missingBin) }
    } else {
      best.missingLeft = 2 * best.left[1] >= node[1]
    }
    return best
  }

  /// Categories in the order of their mean target; the best division parts neighbours (Fisher
  /// 1958).
  func categories(_ used: [Int]) -> CartGrower.Cut? {
    let mean = { (bin: Int) in histogram[bin][2] / max(1e-300, histogram[bin][1]) }
    let order = used.map { (mean: mean($0), bin: $0) }.sorted { $0 < $1 }.map(\.bin)
    var best: CartGrower.Cut?
    var set = SIMD4<UInt64>()
    var left = CartGrower.Sums()
    for bin in order.dropLast() {
      left += histogram[bin]
      set.insert(UInt8(truncatingIfNeeded: bin))
      guard let fall = fall(left), fall > best?.fall ?? 0 else { continue }
      best = CartGrower.Cut(fall: fall, set: set, left: left)
    }
    guard var best, 2 * best.left[1] >= node[1] else { return best }
    let seen = Set(used)
    for bin in 0..<bins.binCount where !seen.contains(bin) {
      best.set.insert(UInt8(truncatingIfNeeded: bin))
    }
    return best
  }

  /// What the impurity falls by; nil when a side has too few rows.
  private func fall(_ left: CartGrower.Sums) -> Double? {
    let least = Double(grower.settings.leastRows)
    guard left[0] >= least, node[0] - left[0] >= least else { return nil }
    return whole - grower.impurity(left) - grower.impurity(node - left)
  }
}
