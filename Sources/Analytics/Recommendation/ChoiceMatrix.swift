/// What each person chose, item by item: how much, and how long ago.
import Learning
import Numerics
import Support

struct ChoiceMatrix: Sendable {
  let personCount: Int
  let itemCount: Int
  /// Where each person's items begin, and the end.
  let starts: [Int]
  /// Rising for each person.
  let items: [Int32]
  /// The weights of all choices of the item by the person, added up.
  let totals: [Float]
  /// Other items the person chose later than this one.
  let ranks: [Int32]
  /// When it was chosen last.
  let times: [Int64]

  /// How much of what somebody chose speaks for what comes next.
  enum Recency: Sendable, Equatable {
    /// All alike.
    case flat
    /// Half as much for each so many items chosen since.
    case recent(Double)
    /// Half as much for each so many days before the last choice of all.
    case halfLife(days: Double)
  }

  /// People between two questions whether to go on: some milliseconds.
  private static let pausePeople = 1 << 13

  /// - Parameter events: in the order of time.
  init(personCount: Int, itemCount: Int, events: [Choices.Event], _ run: Run) throws {
    var offsets = [Int](repeating: 0, count: personCount + 1)
    for event in events { offsets[Int(event.person) + 1] += 1 }
    for person in 0..<personCount { offsets[person + 1] += offsets[person] }
    var next = offsets
    var order = [Int32](repeating: 0, count: events.count)
    for (place, event) in events.enumerated() {
      order[next[Int(event.person)]] = Int32(place)
      next[Int(event.person)] += 1
    }
    var starts = [0]
    var (items, totals): ([Int32], [Float]) = ([], [])
    var (ranks, times): ([Int32], [Int64]) = ([], [])
    var last: [(place: Int32, slot: Int)] = []
    for person in 0..<personCount {
      if person % Self.pausePeople == 0 { try run.checkpoint() }
      let own = order[offsets[person]..<offsets[person + 1]].sorted {
        (events[Int($0)].item, $0) < (events[Int($1)].item, $1)
      }
      last.removeAll(keepingCapacity: true)
      for place in own {
        let event = events[Int(place)]
        if items.count > (starts.last ?? 0), items.last == event.item {
          totals[totals.count - 1] += event.weight
          times[times.count - 1] = event.time
          last[last.count - 1].place = place
        } else {
          last.append((place, items.count))
          items.append(event.item)
          totals.append(event.weight)
          times.append(event.time)
          ranks.append(0)
        }
      }
      last.sort { $0.place > $1.place }
      for (rank, entry) in last.enumerated() { ranks[entry.slot] = Int32(rank) }
      starts.append(items.count)
    }
    self.personCount = personCount
    self.itemCount = itemCount
    self.starts = starts
    self.items = items
    self.totals = totals
    self.ranks = ranks
    self.times = times
  }

  var cellCount: Int { items.count }

  func range(_ person: Int) -> Range<Int> { starts[person]..<starts[person + 1] }

  /// People by items, 1 for what was chosen.
  var ones: SparseMatrix {
    SparseMatrix(
      rowCount: personCount, columnCount: itemCount, starts: starts, columns: items,
      values: [Double](repeating: 1, count: items.count))
  }

  /// People by items, 1 + ln of the weight: often chosen is more than chosen once, but not as
  /// often.
  var logged: SparseMatrix {
    SparseMatrix(
      rowCount: personCount, columnCount: itemCount, starts: starts, columns: items,
      values: totals.map { $0 > 1 ? 1 + Math.log(Double($0)) : max(1e-3, Double($0)) })
  }

  /// Whether weights tell items apart at all.
  var hasWeights: Bool { totals.contains { $0 != totals.first } }

  /// How many people chose each item.
  var popularity: [Double] {
    var counts = [Double](repeating: 0, count: itemCount)
    for item in items { counts[Int(item)] += 1 }
    return counts
  }

  func history(_ person: Int, _ recency: Recency, now: Int64) -> ItemHistory {
    let range = range(person)
    let own = Array(items[range])
    switch recency {
    case .flat: return ItemHistory(items: own)
    case .recent(let half):
      return ItemHistory(
        items: own,
        weights: ranks[range].map { Float(Decay.left(after: Double($0), half: half)) })
    case .halfLife(let days):
      return ItemHistory(
        items: own,
        weights: times[range].map { time in
          let age = Double(max(0, now - time)) / 86_400
          return Float(max(1e-6, Decay.left(after: age, half: days)))
        })
    }
  }
}

/// What is left of something that halves again and again.
enum Decay {
  static func left(after age: Double, half: Double) -> Double {
    Math.exp(-0.693_147_180_559_945_3 * age / half)
  }
}
