/// Points in boxes within boxes (a k-d tree): who is near, without looking at everybody.
///
/// Bentley 1975. Each split is at the middle of the widest side; leaves hold 32 points, a column at
/// a time, so that distances are taken eight by eight. Sums of squares are taken in the order of
/// the columns and compared with the squared radius: a point exactly on the edge is near. Boxes are
/// measured with the same roundings, so leaving one out never changes an answer.
package import Support

package struct NeighbourTree: Sendable {
  package static let leafSize = 32

  package let pointCount: Int
  package let width: Int
  /// The row at each place; places of one leaf stand together. -1 where a leaf is not full.
  package private(set) var rows: [Int]
  /// Leaf after leaf, column after column; infinity where a leaf is not full.
  var coordinates: [Double]
  private(set) var nodes: [Node] = []
  /// The node of each leaf.
  private(set) var nodeOfLeaf: [Int] = []
  /// The smallest, then the largest coordinate of each node, column after column.
  var boxes: [Double] = []

  struct Node: Sendable {
    /// The leaves below it.
    let leaves: Range<Int>
    /// The place of its second part in `nodes`; the first follows it. 0 for a leaf.
    var second = 0
  }

  package var leafCount: Int { rows.count / Self.leafSize }

  /// - Precondition: all numbers are finite.
  package init(_ points: Matrix, _ run: Run) throws {
    pointCount = points.rowCount
    width = points.columnCount
    let leafCount = max(1, (points.rowCount + Self.leafSize - 1) / Self.leafSize)
    rows = [Int](repeating: -1, count: leafCount * Self.leafSize)
    coordinates = [Double](repeating: .infinity, count: leafCount * Self.leafSize * width)
    var order = Array(0..<points.rowCount)
    try split(&order, 0..<leafCount, points, run)
    for (place, row) in order.enumerated() {
      rows[place] = row
      let (leaf, lane) = (place / Self.leafSize, place % Self.leafSize)
      for j in 0..<width {
        coordinates[(leaf * width + j) * Self.leafSize + lane] = points.values[row * width + j]
      }
    }
  }

  private mutating func split(
    _ order: inout [Int], _ leaves: Range<Int>, _ points: Matrix, _ run: Run
  ) throws {
    let first = leaves.lowerBound * Self.leafSize
    let range = first..<min(order.count, leaves.upperBound * Self.leafSize)
    let node = nodes.count
    nodes.append(Node(leaves: leaves))
    if leaves.count == 1 { nodeOfLeaf.append(node) }
    let widest = measure(order[range], points)
    guard leaves.count > 1 else { return }
    try run.checkpoint()
    let middle = leaves.lowerBound + leaves.count / 2
    points.values.withUnsafeBufferPointer { values in
      order.withUnsafeMutableBufferPointer { order in
        Self.part(order, range, at: middle * Self.leafSize) { values[$0 * width + widest] }
      }
    }
    try split(&order, leaves.lowerBound..<middle, points, run)
    nodes[node].second = nodes.count
    try split(&order, middle..<leaves.upperBound, points, run)
  }

  /// Adds the box of these rows and gives its widest side.
  private mutating func measure(_ members: ArraySlice<Int>, _ points: Matrix) -> Int {
    var low = [Double](repeating: .infinity, count: width)
    var high = [Double](repeating: -.infinity, count: width)
    points.values.withUnsafeBufferPointer { values in
      for row in members {
        for j in 0..<width {
          let value = values[row * width + j]
          if value < low[j] { low[j] = value }
          if value > high[j] { high[j] = value }
        }
      }
    }
    boxes += low
    boxes += high
    var widest = 0
    for j in 0..<width where high[j] - low[j] > high[widest] - low[widest] { widest = j }
    return widest
  }

  /// Puts the smaller keys before place `middle` (quickselect, Hoare 1961).
  private static func part(
    _ order: UnsafeMutableBufferPointer<Int>, _ range: Range<Int>, at middle: Int,
    _ key: (Int) -> Double
  ) {
    var (low, high) = (range.lowerBound, range.upperBound - 1)
    while low < high {
      let pivot = key(order[low + (high - low) / 2])
      var (i, j) = (low, high)
      while i <= j {
        while key(order[i]) < pivot { i += 1 }
        while key(order[j]) > pivot { j -= 1 }
        if i <= j {
          order.swapAt(i, j)
          i += 1
          j -= 1
        }
      }
      if middle <= j { high = j } else if middle >= i { low = i } else { return }
    }
  }
}
