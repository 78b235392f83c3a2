/// Rating files with their fixed splits, ids numbered by first appearance among those learnt from.
import Foundation
import Learning
import TestKit

struct RatingSet {
  let learnt: Ratings
  /// Person and item of each held-out rating, nil where never seen.
  let held: [(person: Int?, item: Int?, value: Double)]

  init(_ rows: [(person: Int, item: Int, value: Double, isHeld: Bool)]) {
    var (people, items): ([Int: Int], [Int: Int]) = ([:], [:])
    for row in rows where !row.isHeld {
      if people[row.person] == nil { people[row.person] = people.count }
      if items[row.item] == nil { items[row.item] = items.count }
    }
    let learnt = rows.filter { !$0.isHeld }
    self.learnt = Ratings(
      personCount: people.count, itemCount: items.count,
      people: learnt.map { Int32(people[$0.person] ?? 0) },
      items: learnt.map { Int32(items[$0.item] ?? 0) }, values: learnt.map(\.value))
    held = rows.filter(\.isHeld).map { (people[$0.person], items[$0.item], $0.value) }
  }

  /// Root mean squared error, predictions clipped to the scale.
  func error(_ model: any RatingModel) -> Double {
    let squares = held.map { row in
      let error = learnt.clipped(model.rating(row.person, row.item)) - row.value
      return error * error
    }
    return (squares.reduce(0, +) / Double(squares.count)).squareRoot()
  }

  /// MovieLens-100k: every tenth row is held out.
  static func movieLens() throws -> RatingSet? {
    guard let path = Repository.shared("data/movielens-100k/u.data") else { return nil }
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let rows = text.split(separator: "\n").enumerated().map { index, line in
      let cells = line.split(separator: "\t")
      return (Int(cells[0]) ?? 0, Int(cells[1]) ?? 0, Double(cells[2]) ?? 0, index % 10 == 0)
    }
    return RatingSet(rows)
  }

  /// Douban, 3,000 by 3,000: the split is published.
  static func douban() throws -> RatingSet? {
    guard let path = Repository.shared("data/douban-3k/ratings.csv.gz") else { return nil }
    let text = String(decoding: try Repository.unzipped(path), as: UTF8.self)
    let rows = text.split(separator: "\n").dropFirst().map { line in
      let cells = line.split(separator: ",")
      return (Int(cells[0]) ?? 0, Int(cells[1]) ?? 0, Double(cells[2]) ?? 0, cells[3] == "1")
    }
    return RatingSet(Array(rows))
  }

  /// As many numbers from 0 to 1 as are wanted, from their places alone: the rule of the reference.
  static func hashed(_ count: Int, salt: UInt64) -> [Double] {
    let golden: UInt64 = 0x9e37_79b9_7f4a_7c15
    return (0..<UInt64(count)).map { index in
      var z = (salt &* golden &+ index &+ 1) &* golden
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      z ^= z >> 31
      return Double(z >> 11) / 9_007_199_254_740_992
    }
  }

  /// First values of a factorisation, as the reference sets them.
  func first(
    factors: Int, within start: Double
  ) -> (people: [Double], items: [Double]) {
    func side(_ count: Int, _ salt: UInt64) -> [Double] {
      Self.hashed(count * factors, salt: salt).map { start * (2 * $0 - 1) }
    }
    return (side(learnt.personCount, 1), side(learnt.itemCount, 2))
  }
}
