/// Sums of slopes and curvatures of the rows of a node, by feature and bin.
import Numerics
import Support

/// Counts the rows of nodes into histograms. One for a fit; the tasks have their own memory.
///
/// The rows of a node lie far apart. A strip of them is copied together first: a copy waits for
/// many rows at once, counting would wait for each. Then 16 features at a time are counted, whose
/// sums fit into the nearest memory.
final class HistogramBuilder: Sendable {
  /// Rows that are worth a task of their own.
  private static let taskRows = 8_192
  private static let mostTasks = 8
  /// Bytes of a strip.
  private static let stripBytes = 1 << 15

  private let features: BinnedFeatures
  private let gradients: PackedGradients
  private let stripRows: Int
  private let taskCount: Int
  /// For each task but the first a histogram; the first writes where the sums are wanted.
  private let extra: Storage<Int64>
  /// For each task the gradients of a strip and its rows.
  private let strips: Storage<Int64>
  private let copies: Storage<SIMD16<UInt8>>

  init(_ features: BinnedFeatures, _ gradients: PackedGradients, rowCount: Int) {
    self.features = features
    self.gradients = gradients
    taskCount = partCount(of: rowCount, least: Self.taskRows, most: Self.mostTasks)
    stripRows = min(1_024, max(16, Self.stripBytes / features.stride))
    extra = Storage(count: (taskCount - 1) * features.totalBins, repeating: 0)
    strips = Storage(count: taskCount * stripRows, repeating: 0)
    copies = Storage(
      count: taskCount * stripRows * features.stride / BinnedFeatures.step, repeating: SIMD16())
  }

  /// Sums the rows listed in `rows`.
  func fill(
    _ histogram: Storage<Int64>, _ rows: UnsafeMutablePointer<UInt32>, count: Int, _ run: Run
  ) throws {
    let total = features.totalBins
    let list = SharedRows(base: rows)
    let tasks = try parallelParts(of: count, least: Self.taskRows, most: taskCount) { task, range in
      let own = task == 0 ? histogram.base : extra.base + (task - 1) * total
      own.update(repeating: 0, count: total)
      var start = range.lowerBound
      while start < range.upperBound {
        let end = min(range.upperBound, start + stripRows)
        if start & 0x7fff < stripRows { try run.checkpoint() }
        add(list.base + start, end - start, task, to: own)
        start = end
      }
    }
    let sums = histogram.base
    for task in 1..<max(1, tasks) {
      let other = extra.base + (task - 1) * total
      for place in 0..<total { sums[place] &+= other[place] }
    }
  }

  private func add(
    _ rows: UnsafePointer<UInt32>, _ count: Int, _ task: Int,
    to histogram: UnsafeMutablePointer<Int64>
  ) {
    let values = strips.base + task * stripRows
    let steps = features.stride / BinnedFeatures.step
    let copy = copies.base + task * stripRows * steps
    fetch(rows, count, values, copy, steps)
    let bytes = UnsafeRawPointer(copy)
    let width = features.featureCount
    features.offsets.withUnsafeBufferPointer { offsets in
      guard let offsets = offsets.baseAddress else { return }
      for step in 0..<steps {
        let first = step * BinnedFeatures.step
        let own = bytes + first
        if first + BinnedFeatures.step <= width {
          Self.addSixteen(own, steps, count, values, histogram, offsets + first)
        } else {
          Self.addSome(
            own, features.stride, count, values, histogram, offsets + first, width - first)
        }
      }
    }
  }

  private func fetch(
    _ rows: UnsafePointer<UInt32>, _ count: Int, _ values: UnsafeMutablePointer<Int64>,
    _ copy: UnsafeMutablePointer<SIMD16<UInt8>>, _ steps: Int
  ) {
    let packed = gradients.packed.base
    for index in 0..<count { values[index] = packed[Int(rows[index])] }
    let source = UnsafeRawPointer(features.rows.base)
    let stride = features.stride
    for index in 0..<count {
      let row = source + Int(rows[index]) &* stride
      for step in 0..<steps {
        copy[index &* steps &+ step] = (row + 16 &* step).loadUnaligned(as: SIMD16<UInt8>.self)
      }
    }
  }

  private static func addSome(
    _ bytes: UnsafeRawPointer, _ stride: Int, _ count: Int, _ values: UnsafePointer<Int64>,
    _ histogram: UnsafeMutablePointer<Int64>, _ offsets: UnsafePointer<Int>, _ width: Int
  ) {
    for index in 0..<count {
      let value = values[index]
      let own = (bytes + index &* stride).assumingMemoryBound(to: UInt8.self)
      for place in 0..<width { histogram[offsets[place] &+ Int(own[place])] &+= value }
    }
  }

  private static func addSixteen(
    _ bytes: UnsafeRawPointer, _ steps: Int, _ count: Int, _ values: UnsafePointer<Int64>,
    _ histogram: UnsafeMutablePointer<Int64>, _ offsets: UnsafePointer<Int>
  ) {
    for index in 0..<count {
      let value = values[index]
      let own = bytes + index &* steps &* 16
      let low = own.loadUnaligned(as: UInt64.self)
      let high = (own + 8).loadUnaligned(as: UInt64.self)
      histogram[offsets[0] &+ Int(truncatingIfNeeded: low & 0xff)] &+= value
      histogram[offsets[1] &+ Int(truncatingIfNeeded: (low >> 8) & 0xff)] &+= value
      histogram[offsets[2] &+ Int(truncatingIfNeeded: (low >> 16) & 0xff)] &+= value
      histogram[offsets[3] &+ Int(truncatingIfNeeded: (low >> 24) & 0xff)] &+= value
      histogram[offsets[4] &+ Int(truncatingIfNeeded: (low >> 32) & 0xff)] &+= value
      histogram[offsets[5] &+ Int(truncatingIfNeeded: (low >> 40) & 0xff)] &+= value
      histogram[offsets[6] &+ Int(truncatingIfNeeded: (low >> 48) & 0xff)] &+= value
      histogram[offsets[7] &+ Int(truncatingIfNeeded: low >> 56)] &+= value
      histogram[offsets[8] &+ Int(truncatingIfNeeded: high & 0xff)] &+= value
      histogram[offsets[9] &+ Int(truncatingIfNeeded: (high >> 8) & 0xff)] &+= value
      histogram[offsets[10] &+ Int(truncatingIfNeeded: (high >> 16) & 0xff)] &+= value
      histogram[offsets[11] &+ Int(truncatingIfNeeded: (high >> 24) & 0xff)] &+= value
      histogram[offsets[12] &+ Int(truncatingIfNeeded: (high >> 32) & 0xff)] &+= value
      histogram[offsets[13] &+ Int(truncatingIfNeeded: (high >> 40) & 0xff)] &+= value
      histogram[offsets[14] &+ Int(truncatingIfNeeded: (high >> 48) & 0xff)] &+= value
      histogram[offsets[15] &+ Int(truncatingIfNeeded: high >> 56)] &+= value
    }
  }

  /// `larger` becomes what is left of it without `smaller`.
  static func subtract(_ smaller: Storage<Int64>, from larger: Storage<Int64>) {
    let (sums, part) = (larger.base, smaller.base)
    for place in 0..<larger.count { sums[place] &-= part[place] }
  }
}

/// Rows of a node; only read while it is shared.
struct SharedRows: @unchecked Sendable {
  let base: UnsafeMutablePointer<UInt32>
}
