/// Columns as bins of one byte, made once and used by every tree that is grown on them.
///
/// Kept twice: column by column, where rows are told apart by one feature, and row by row, where
/// the rows of a node are counted by all features and each is fetched from far away.
import Numerics
package import Support

package struct BinnedFeatures: Sendable {
  /// The bytes of a row are a multiple of this, so that they are copied in few steps.
  static let step = 16
  /// Rows that are looked at to find bins.
  static let sampleRows = 200_000

  package let rowCount: Int
  let bins: [FeatureBins]
  /// Column after column, a byte a row.
  let columns: Storage<UInt8>
  /// Row after row, `stride` bytes each.
  let rows: Storage<UInt8>
  let stride: Int
  /// Where the bins of each feature begin in a histogram; the last entry is their number.
  let offsets: [Int]

  package var featureCount: Int { bins.count }
  var totalBins: Int { offsets[bins.count] }

  /// - Parameter seed: which rows are looked at to find bins, where there are very many.
  package init(_ features: TreeFeatures, seed: UInt64 = 42, _ run: Run) throws {
    let rowCount = features.rowCount
    guard rowCount > 0 else { throw FitError.tooFewRows(have: 0, need: 1) }
    guard rowCount <= Limits.rows else {
      throw FitError.tooManyRows(have: rowCount, most: Limits.rows)
    }
    let width = features.columns.count
    let columns = Storage<UInt8>(count: rowCount * width, repeating: 0)
    let sample = Self.sample(rowCount, seed: seed)
    self.rowCount = rowCount
    self.columns = columns
    bins = try Parallel.map(count: width, chunk: 1) { range in
      let place = range.lowerBound
      let bytes = columns.base + place * rowCount
      switch features.columns[place] {
      case .numbers(let values): return try Self.fill(bytes, values, sample, run)
      case .categories(let codes, let count): return try Self.fill(bytes, codes, count, run)
      }
    }
    var offset = 0
    offsets =
      [0]
      + bins.map { bins in
        offset += bins.binCount
        return offset
      }
    stride = (width + Self.step - 1) / Self.step * Self.step
    rows = Storage(count: rowCount * stride, repeating: 0)
    try fillRows(run)
  }

  /// The rows at `indices`, in that order, in the same bins.
  package func rows(_ indices: [Int], _ run: Run) throws -> BinnedFeatures {
    let count = indices.count
    let picked = Storage<UInt8>(count: count * featureCount, repeating: 0)
    _ = try Parallel.map(count: featureCount, chunk: 1) { range in
      let column = column(range.lowerBound)
      let target = range.lowerBound * count
      for start in Swift.stride(from: 0, to: count, by: 1 << 16) {
        try run.checkpoint()
        for place in start..<min(count, start + 1 << 16) {
          picked.base[target + place] = column[indices[place]]
        }
      }
    }
    let chosen = BinnedFeatures(self, rowCount: count, columns: picked)
    try chosen.fillRows(run)
    return chosen
  }

  private init(_ other: BinnedFeatures, rowCount: Int, columns: Storage<UInt8>) {
    self.rowCount = rowCount
    self.columns = columns
    bins = other.bins
    offsets = other.offsets
    stride = other.stride
    rows = Storage(count: rowCount * other.stride, repeating: 0)
  }

  func column(_ feature: Int) -> UnsafePointer<UInt8> {
    UnsafePointer(columns.base + feature * rowCount)
  }

  /// One row of each of equally long stretches; all rows where there are few. Nil is all rows.
  private static func sample(_ rowCount: Int, seed: UInt64) -> [Int]? {
    guard rowCount > sampleRows else { return nil }
    var random = SeededRandom(seed: seed)
    return (0..<sampleRows).map { index in
      let start = rowCount * index / sampleRows
      return start + random.below(rowCount * (index + 1) / sampleRows - start)
    }
  }

  private static func fill(
    _ bytes: UnsafeMutablePointer<UInt8>, _ values: [Double], _ sample: [Int]?, _ run: Run
  ) throws -> FeatureBins {
    try run.checkpoint()
    var sorted = (sample.map { rows in rows.map { values[$0] } } ?? values).filter { !$0.isNaN }
    sorted.sort()
    try run.checkpoint()
    let bins = FeatureBins(sorted: sorted, hasMissing: values.contains { $0.isNaN })
    // 255 bounds, those that are missing larger than any number: eight halvings find the bin.
    var bounds = bins.bounds
    bounds += [Double](repeating: .infinity, count: 256 - bounds.count)
    let missing = bins.missingBin
    for start in Swift.stride(from: 0, to: values.count, by: 1 << 16) {
      try run.checkpoint()
      bounds.withUnsafeBufferPointer { bound in
        values.withUnsafeBufferPointer { values in
          for row in start..<min(values.count, start + 1 << 16) {
            let value = values[row]
            var place = 0
            var half = 128
            while half > 0 {
              place &+= bound[place &+ half &- 1] < value ? half : 0
              half /= 2
            }
            bytes[row] = value.isNaN ? missing : UInt8(truncatingIfNeeded: place)
          }
        }
      }
    }
    return bins
  }

  private static func fill(
    _ bytes: UnsafeMutablePointer<UInt8>, _ codes: [Int32], _ count: Int, _ run: Run
  ) throws -> FeatureBins {
    try run.checkpoint()
    var counts = [Int](repeating: 0, count: max(0, count))
    for code in codes where 0 <= code && code < counts.count { counts[Int(code)] += 1 }
    try run.checkpoint()
    let bins = FeatureBins(categoryCounts: counts)
    for (row, code) in codes.enumerated() { bytes[row] = bins.bin(ofCode: code) }
    return bins
  }

  private func fillRows(_ run: Run) throws {
    _ = try Parallel.map(count: rowCount, chunk: 1 << 12) { range in
      try run.checkpoint()
      let start = rows.base
      for feature in 0..<featureCount {
        let column = column(feature)
        for row in range { start[row &* stride &+ feature] = column[row] }
      }
    }
  }
}
