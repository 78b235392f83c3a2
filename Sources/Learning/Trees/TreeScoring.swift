/// Scores of raw rows: some rows at a time, so that they and the trees stay in the nearest memory.
import Numerics
import Support

extension TreeEnsemble {
  /// Rows that are scored together; a multiple of `abreast`.
  static let blockRows = 256
  /// Rows that walk one tree in step.
  private static let abreast = 8

  /// Adds to `start` what the trees say, `outputs` numbers a row; tree t speaks for output t modulo
  /// `outputs`.
  ///
  /// - Precondition: the features are as many as in the fit.
  func scores(
    _ features: TreeFeatures, start: [Double], _ run: Run
  ) throws -> [Double] {
    precondition(features.columns.count == featureCount, "the features of the fit")
    let outputs = start.count
    let rowCount = features.rowCount
    let scores = Storage<Double>(count: rowCount * outputs, repeating: 0)
    let chunk = Self.blockRows * 16
    _ = try Parallel.map(count: rowCount, chunk: chunk) { range in
      let block = Storage<Double>(count: Self.blockRows * featureCount, repeating: 0)
      for first in stride(from: range.lowerBound, to: range.upperBound, by: Self.blockRows) {
        try run.checkpoint()
        let rows = first..<min(range.upperBound, first + Self.blockRows)
        fill(block.base, features, rows)
        score(block.base, rows.count, scores.base + first * outputs, start)
      }
    }
    return scores.values
  }

  /// Rows of values, categories as bins.
  func fill(_ block: UnsafeMutablePointer<Double>, _ features: TreeFeatures, _ rows: Range<Int>) {
    for (place, column) in features.columns.enumerated() {
      var target = place
      switch column {
      case .numbers(let values):
        for row in rows {
          block[target] = values[row]
          target += featureCount
        }
      case .categories(let given, _):
        for row in rows {
          block[target] = Double(codes[place]?.bin(ofCode: given[row]) ?? 0)
          target += featureCount
        }
      }
    }
  }

  private func score(
    _ block: UnsafeMutablePointer<Double>, _ count: Int, _ scores: UnsafeMutablePointer<Double>,
    _ start: [Double]
  ) {
    let outputs = start.count
    for index in 0..<count * outputs { scores[index] = start[index % outputs] }
    nodes.withUnsafeBufferPointer { nodes in
      values.withUnsafeBufferPointer { values in
        guard let nodes = nodes.baseAddress, let values = values.baseAddress else { return }
        for (tree, root) in roots.enumerated() {
          let own = scores + tree % outputs
          var row = 0
          while row + Self.abreast <= count {
            let rows = block + row * featureCount
            let leaves =
              sets.isEmpty
              ? Self.numberLeaves(nodes, root, rows, featureCount) : mixedLeaves(nodes, root, rows)
            for lane in 0..<Self.abreast {
              own[(row + lane) * outputs] += values[Int(leaves[lane])]
            }
            row += Self.abreast
          }
          while row < count {
            own[row * outputs] += values[leaf(nodes, root, block + row * featureCount)]
            row += 1
          }
        }
      }
    }
  }

  /// The leaves of eight rows, where all features are numbers.
  private static func numberLeaves(
    _ nodes: UnsafePointer<TreeNode>, _ root: Int, _ rows: UnsafePointer<Double>, _ width: Int
  ) -> SIMD8<Int32> {
    var places = SIMD8<Int32>(repeating: Int32(truncatingIfNeeded: root))
    while true {
      var next = places
      for lane in 0..<8 {
        let node = nodes + Int(places[lane])
        let value = rows[lane &* width &+ Int(node.pointee.feature)]
        let threshold = node.pointee.threshold
        let above = value > threshold
        let notBelow = !(value <= threshold)
        let isRight = node.pointee.missingLeft ? above : notBelow
        next[lane] = node.pointee.left &+ (isRight ? 1 : 0)
      }
      if next == places { return places }
      places = next
    }
  }

  private func mixedLeaves(
    _ nodes: UnsafePointer<TreeNode>, _ root: Int, _ rows: UnsafePointer<Double>
  ) -> SIMD8<Int32> {
    var places = SIMD8<Int32>()
    for lane in 0..<8 {
      places[lane] = Int32(
        truncatingIfNeeded: leaf(nodes, root, rows + lane * featureCount))
    }
    return places
  }

  private func leaf(
    _ nodes: UnsafePointer<TreeNode>, _ root: Int, _ row: UnsafePointer<Double>
  ) -> Int {
    var place = root
    while true {
      let node = nodes[place]
      let left = Int(node.left)
      if left == place { return place }
      place = goesLeft(node, row) ? left : left + 1
    }
  }
}
