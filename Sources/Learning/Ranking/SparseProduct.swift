/// Row after row of the product of a sparse matrix with its transpose, exactly, in doubles.
///
/// One row is the sum of the lists of all people who chose an item; it is added up in a place for
/// each item, so the cost is one addition for each pair of choices of a person (Gustavson 1978).
import Numerics
import Support

struct SparseProduct {
  private let lists: SparseMatrix
  private let owners: SparseMatrix
  private var sums: [Double]
  /// The last row that touched a place, so that nothing has to be cleared.
  private var stamps: [Int32]
  private(set) var touched: [Int32]
  private(set) var touchedCount = 0

  /// Additions between two questions whether to go on: about a millisecond.
  private static let pause = 1 << 20

  /// - Parameters:
  ///   - lists: people by items.
  ///   - owners: the same, transposed.
  init(lists: SparseMatrix, owners: SparseMatrix) {
    self.lists = lists
    self.owners = owners
    sums = [Double](repeating: 0, count: lists.columnCount)
    stamps = [Int32](repeating: -1, count: lists.columnCount)
    touched = [Int32](repeating: 0, count: lists.columnCount)
  }

  /// Adds up one row: afterwards `touched` are the items that share somebody with `item`, in no
  /// order.
  mutating func fill(_ item: Int, longest: Int, _ run: Run) throws {
    let people = owners.range(item)
    var (count, work) = (0, 0)
    let mark = Int32(item)
    for place in people {
      let list = lists.range(Int(owners.columns[place]))
      if longest < list.count { continue }
      work += list.count
      if Self.pause < work {
        try run.checkpoint()
        work = 0
      }
      add(list, times: owners.values[place], mark, &count)
    }
    touchedCount = count
  }

  private mutating func add(
    _ list: Range<Int>, times weight: Double, _ mark: Int32, _ count: inout Int
  ) {
    var found = count
    lists.columns.withUnsafeBufferPointer { columns in
      lists.values.withUnsafeBufferPointer { values in
        sums.withUnsafeMutableBufferPointer { sums in
          stamps.withUnsafeMutableBufferPointer { stamps in
            touched.withUnsafeMutableBufferPointer { touched in
              for place in list {
                let column = Int(columns[place])
                if stamps[column] != mark {
                  stamps[column] = mark
                  sums[column] = 0
                  touched[found] = Int32(column)
                  found += 1
                }
                sums[column] += weight * values[place]
              }
            }
          }
        }
      }
    }
    count = found
  }

  subscript(column: Int32) -> Double { sums[Int(column)] }
}

/// The largest of many numbers, equal ones by number of the item; a heap with the least on top.
struct LargestPairs {
  private(set) var pairs: [(item: Int32, value: Double)] = []
  private let most: Int

  init(most: Int) { self.most = most }

  /// Whether `a` gives way to `b`.
  private static func isLess(
    _ a: (item: Int32, value: Double), _ b: (item: Int32, value: Double)
  ) -> Bool {
    a.value < b.value || (a.value == b.value && b.item < a.item)
  }

  mutating func add(_ item: Int32, _ value: Double) {
    let pair = (item: item, value: value)
    if pairs.count < most {
      pairs.append(pair)
      var place = pairs.count - 1
      while 0 < place, Self.isLess(pairs[place], pairs[(place - 1) / 2]) {
        pairs.swapAt(place, (place - 1) / 2)
        place = (place - 1) / 2
      }
    } else if let least = pairs.first, Self.isLess(least, pair) {
      pairs[0] = pair
      sink()
    }
  }

  private mutating func sink() {
    var place = 0
    while 2 * place + 1 < pairs.count {
      var child = 2 * place + 1
      if child + 1 < pairs.count, Self.isLess(pairs[child + 1], pairs[child]) { child += 1 }
      guard Self.isLess(pairs[child], pairs[place]) else { return }
      pairs.swapAt(place, child)
      place = child
    }
  }
}
