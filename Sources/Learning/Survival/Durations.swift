/// How long each lasted, whether it then ended or was only not seen any further, and its weight.
import Support

package struct Durations: Sendable {
  package let times: [Double]
  /// Whether the end was seen; otherwise the row is censored at its time.
  package let isEvent: [Bool]
  /// 1 each when nil.
  package let weights: [Double]?

  /// Refuses times that are negative or no numbers, and weights that are.
  package init(
    times: [Double], isEvent: [Bool], weights: [Double]? = nil
  ) throws(FitError) {
    guard times.count == isEvent.count else { throw .badSetting(name: "isEvent") }
    guard !times.isEmpty else { throw .tooFewRows(have: 0, need: 1) }
    if let row = times.firstIndex(where: { !$0.isFinite }) {
      throw .notANumber(row: row, column: 0)
    }
    guard times.allSatisfy({ $0 >= 0 }) else { throw .badSetting(name: "times") }
    try FitError.check(weights: weights, count: times.count)
    self.times = times
    self.isEvent = isEvent
    self.weights = weights
  }

  package var count: Int { times.count }

  func weight(_ row: Int) -> Double { weights?[row] ?? 1 }

  /// The rows at `indices`, in that order.
  package func rows(_ indices: [Int]) -> Durations {
    Durations(
      checked: indices.map { times[$0] }, indices.map { isEvent[$0] },
      weights.map { all in indices.map { all[$0] } })
  }

  /// Rows that weigh nothing take no part.
  var counted: [Int] { times.indices.filter { weight($0) > 0 } }

  private init(checked times: [Double], _ isEvent: [Bool], _ weights: [Double]?) {
    self.times = times
    self.isEvent = isEvent
    self.weights = weights
  }
}

extension FitError {
  /// Refuses weights that are negative, no numbers, all zero, or not one for each row.
  static func check(weights: [Double]?, count: Int) throws(FitError) {
    guard let weights else { return }
    guard weights.count == count, weights.allSatisfy({ $0.isFinite && $0 >= 0 }),
      weights.contains(where: { $0 > 0 })
    else { throw .badSetting(name: "weights") }
  }
}

/// Equal times of sorted durations, as ranges of places.
struct TimeGroup: Sendable {
  let time: Double
  let places: Range<Int>
}

extension Durations {
  /// The counted rows in rising time, equal times in the order they stand in, and their groups.
  func grouped(_ run: Run) throws -> (order: [Int], groups: [TimeGroup]) {
    let counted = counted
    try run.checkpoint()
    let order = counted.map { times[$0] }.ascendingOrder().map { counted[$0] }
    try run.checkpoint()
    var groups: [TimeGroup] = []
    var first = 0
    for place in order.indices {
      let isLast = place + 1 == order.count || times[order[place + 1]] != times[order[first]]
      guard isLast else { continue }
      groups.append(TimeGroup(time: times[order[first]], places: first..<(place + 1)))
      first = place + 1
    }
    return (order, groups)
  }
}
