/// The fixed splits of `reference/recsys_common.py`, rebuilt: rules on ids and places, no lot.
import Foundation
import Numerics
import TestKit
import Testing

struct RankingSet: Sendable {
  let name: String
  /// Ids of people and items, rising.
  let people: [Int]
  let items: [Int]
  /// People by items with the stored weights, and the same with ones.
  let train: SparseMatrix
  let ones: SparseMatrix
  /// What each person chose in the part that is hidden.
  let hidden: [Set<Int32>]
  /// Items nobody chose in training.
  let barred: [Int32]
  /// People with something known and something hidden.
  let tested: [Int]

  private typealias Row = (person: Int, item: Int, weight: Double)

  /// The small sets, which every run of the tests reads.
  static let small = ["movielens-100k", "lastfm-2k", "retailrocket-caserec"]

  init(_ name: String) throws {
    let (train, test) = try Self.split(name)
    self.name = name
    let people = Set(train.map(\.person)).union(test.map(\.person)).sorted()
    let items = Set(train.map(\.item)).union(test.map(\.item)).sorted()
    let personPlaces = Dictionary(uniqueKeysWithValues: zip(people, people.indices))
    let itemPlaces = Dictionary(uniqueKeysWithValues: zip(items, items.indices))
    let cells = train.map { row in
      (
        row: Int32(personPlaces[row.person] ?? 0), column: Int32(itemPlaces[row.item] ?? 0),
        value: row.weight
      )
    }
    let matrix = SparseMatrix(rowCount: people.count, columnCount: items.count, cells: cells)
    var hidden = [Set<Int32>](repeating: [], count: people.count)
    for row in test {
      hidden[personPlaces[row.person] ?? 0].insert(Int32(itemPlaces[row.item] ?? 0))
    }
    let known = Set(matrix.columns)
    self.people = people
    self.items = items
    self.train = matrix
    ones = matrix.mapped { _, _, _ in 1 }
    self.hidden = hidden
    barred = (0..<Int32(items.count)).filter { !known.contains($0) }
    tested = people.indices.filter { !matrix.range($0).isEmpty && !hidden[$0].isEmpty }
  }

  /// 1 + ln(weight).
  var logarithms: SparseMatrix { train.mapped { _, _, value in 1 + Math.log(value) } }

  private static func split(_ name: String) throws -> (train: [Row], test: [Row]) {
    switch name {
    case "movielens-100k": return try lastOut(rows("movielens-100k/u.data"))
    case "lastfm-2k":
      return indexSplit(try rows("lastfm-2k/user_artists.dat").map { ($0[0], $0[1], $0[2]) })
    case "retailrocket-caserec": return indexSplit(try shop())
    case "movielens-1m-implicit":
      let lists = try rows("movielens-1m-implicit/interactions.txt.gz")
      return indexSplit(lists.flatMap { list in list.dropFirst().map { (list[0], $0, 1) } })
    case "amazon-beauty-5core":
      let lists = try rows("amazon-beauty-5core/sequences.txt")
      return (
        lists.flatMap { list in
          Set(list.dropFirst().dropLast()).map { (list[0], $0, 1.0) }
        },
        lists.map { ($0[0], $0[$0.count - 1], 1.0) }
      )
    default:
      let parts = try ["train", "test"].map { part in
        try rows("gowalla-lightgcn/\(part).txt.gz").flatMap { list in
          Set(list.dropFirst()).map { (list[0], $0, 1.0) }
        }
      }
      return (parts[0], parts[1])
    }
  }

  /// Per person the row with the largest time, then item, is hidden.
  private static func lastOut(_ rows: [[Int]]) -> (train: [Row], test: [Row]) {
    var last: [Int: (time: Int, item: Int)] = [:]
    for row in rows {
      let own = (time: row[3], item: row[1])
      if let known = last[row[0]], own < known { continue }
      last[row[0]] = own
    }
    var (train, test): ([Row], [Row]) = ([], [])
    for row in rows {
      if last[row[0]]?.item == row[1] {
        test.append((row[0], row[1], 1))
      } else {
        train.append((row[0], row[1], 1))
      }
    }
    return (train, test)
  }

  /// Items of a person rising: hidden where person + place is a multiple of five.
  private static func indexSplit(_ rows: [(Int, Int, Int)]) -> (train: [Row], test: [Row]) {
    var (train, test): ([Row], [Row]) = ([], [])
    var (person, place) = (-1, 0)
    for row in rows.sorted(by: { ($0.0, $0.1) < ($1.0, $1.1) }) {
      if row.0 != person { (person, place) = (row.0, 0) }
      if (person + place) % 5 == 0 {
        test.append((row.0, row.1, Double(row.2)))
      } else {
        train.append((row.0, row.1, Double(row.2)))
      }
      place += 1
    }
    return (train, test)
  }

  /// Views count 1, carts 3, purchases 5.
  private static func shop() throws -> [(Int, Int, Int)] {
    var sums: [[Int]: Int] = [:]
    for (file, weight) in [("view", 1), ("add_to_cart", 3), ("purchase", 5)] {
      for row in try rows("retailrocket-caserec/\(file)_ecommerce.dat") {
        sums[[row[0], row[1]], default: 0] += weight * row[2]
      }
    }
    return sums.map { ($0.key[0], $0.key[1], $0.value) }
  }

  /// The whole numbers of each line; a line that begins with a letter is a heading.
  private static func rows(_ file: String) throws -> [[Int]] {
    let path = try #require(Repository.shared("data/" + file))
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    if file.hasSuffix(".gz") { bytes = try Repository.unzipped(path) }
    bytes.append(10)
    return bytes.withUnsafeBytes { bytes in
      var rows: [[Int]] = []
      var row: [Int] = []
      var number = -1
      var isHeading = false
      for byte in bytes {
        switch byte {
        case 48...57: number = max(number, 0) * 10 + Int(byte) - 48
        case 10:
          if number >= 0 { row.append(number) }
          if !isHeading, !row.isEmpty { rows.append(row) }
          row.removeAll()
          (number, isHeading) = (-1, false)
        case 65...90, 97...122: isHeading = true
        default:
          if number >= 0 { row.append(number) }
          number = -1
        }
      }
      return rows
    }
  }
}
