/// How the values of one column are gathered into at most 256 bins.
///
/// Numbers: distinct values stay apart while there are few; otherwise bins hold about equally many
/// rows, and a value with more rows than a bin should have gets its own, as in LightGBM (Ke and
/// others 2017). A missing value has a bin of its own behind the others. Categories: one bin each,
/// the rarest of more than 255 share the bin of the missing.
struct FeatureBins: Sendable, Equatable {
  static let most = 255
  /// Bins with fewer rows are joined to the next.
  static let leastRows = 3

  let isCategory: Bool
  /// Numbers: a value belongs to the first bin whose bound is not below it; the last has none.
  let bounds: [Double]
  /// Categories: the bin of each code.
  let binOfCode: [UInt8]
  /// Bins of values, without that of the missing.
  let valueBinCount: Int
  /// Whether there is a bin of missing values, behind the others.
  let hasMissing: Bool

  var binCount: Int { valueBinCount + (hasMissing ? 1 : 0) }
  var missingBin: UInt8 { UInt8(truncatingIfNeeded: valueBinCount) }

  /// - Parameters:
  ///   - sorted: a sample of the numbers, ascending, without the missing.
  ///   - hasMissing: whether any row of the column is missing.
  init(sorted: [Double], hasMissing: Bool) {
    isCategory = false
    binOfCode = []
    bounds = Self.bounds(sorted, most: Self.most - (hasMissing ? 1 : 0))
    valueBinCount = bounds.count + 1
    self.hasMissing = hasMissing
  }

  /// - Parameter counts: the rows of each category.
  init(categoryCounts counts: [Int]) {
    isCategory = true
    bounds = []
    var kept = Array(counts.indices)
    if counts.count > Self.most {
      kept.sort { (counts[$0], $1) > (counts[$1], $0) }
      kept = kept.prefix(Self.most).sorted()
    }
    valueBinCount = kept.count
    var bins = [UInt8](repeating: UInt8(kept.count), count: counts.count)
    for (bin, code) in kept.enumerated() { bins[code] = UInt8(bin) }
    binOfCode = bins
    hasMissing = true
  }

  func bin(of value: Double) -> UInt8 {
    if value.isNaN { return missingBin }
    var low = 0
    var high = bounds.count
    while low < high {
      let middle = (low + high) / 2
      if bounds[middle] < value { low = middle + 1 } else { high = middle }
    }
    return UInt8(truncatingIfNeeded: low)
  }

  func bin(ofCode code: Int32) -> UInt8 {
    let place = Int(code)
    return 0 <= place && place < binOfCode.count ? binOfCode[place] : missingBin
  }

  /// Bounds between bins, ascending: each lies between two distinct values.
  private static func bounds(_ sorted: [Double], most: Int) -> [Double] {
    var values: [Double] = []
    var counts: [Int] = []
    for value in sorted {
      if values.last == value {
        counts[counts.count - 1] += 1
      } else {
        values.append(value)
        counts.append(1)
      }
    }
    guard values.count > 1 else { return [] }
    let ends =
      values.count <= most
      ? smallBins(counts) : equalBins(counts, most: min(most, max(1, sorted.count / leastRows)))
    var bounds: [Double] = []
    for end in ends {
      let bound = middle(values[end], values[end + 1])
      if bounds.last.map({ $0 < bound }) ?? true { bounds.append(bound) }
    }
    return bounds
  }

  /// The last value of each bin but the last, where distinct values stay apart.
  private static func smallBins(_ counts: [Int]) -> [Int] {
    var ends: [Int] = []
    var count = 0
    for index in counts.indices.dropLast() {
      count += counts[index]
      guard count >= leastRows else { continue }
      ends.append(index)
      count = 0
    }
    return ends
  }

  /// The same where bins are to hold about equally many rows.
  private static func equalBins(_ counts: [Int], most: Int) -> [Int] {
    let total = counts.reduce(0, +)
    let fair = Double(total) / Double(most)
    let isLarge = counts.map { Double($0) >= fair }
    // What is left for the bins of values that are not large.
    var rows = zip(counts, isLarge).reduce(0) { $0 + ($1.1 ? 0 : $1.0) }
    var bins = most - isLarge.count { $0 }
    var size = Double(rows) / Double(max(1, bins))
    var ends: [Int] = []
    var count = 0
    for index in counts.indices.dropLast() where ends.count < most - 1 {
      if !isLarge[index] { rows -= counts[index] }
      count += counts[index]
      let isFull =
        isLarge[index] || Double(count) >= size
        || (isLarge[index + 1] && Double(count) >= max(1, size / 2))
      guard isFull else { continue }
      ends.append(index)
      count = 0
      guard !isLarge[index] else { continue }
      bins -= 1
      size = Double(rows) / Double(max(1, bins))
    }
    return ends
  }

  /// A number from `low` on and below `high`, half way if there is one.
  private static func middle(_ low: Double, _ high: Double) -> Double {
    let half = low / 2 + high / 2
    return low <= half && half < high ? half : low
  }
}
