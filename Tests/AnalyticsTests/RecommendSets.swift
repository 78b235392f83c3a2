/// Sets of choices with the splits of the reference, and its figures.
import Analytics
import Foundation
import TestKit

struct ChoiceSet {
  let events: [Choices.Event]
  let personCount: Int
  let itemCount: Int
  let hasTimes: Bool
  /// Test items by person.
  let tests: [Int: Set<Int32>]

  typealias Row = (user: Int, item: Int, time: Int, weight: Float)

  init(_ train: [Row], _ test: [(user: Int, item: Int)], hasTimes: Bool) {
    let users = Set(train.map(\.user) + test.map(\.user)).sorted()
    let items = Set(train.map(\.item) + test.map(\.item)).sorted()
    let userOf = Dictionary(uniqueKeysWithValues: users.enumerated().map { ($1, $0) })
    let itemOf = Dictionary(uniqueKeysWithValues: items.enumerated().map { ($1, $0) })
    let sorted =
      hasTimes ? train.sorted { ($0.time, $0.user, $0.item) < ($1.time, $1.user, $1.item) } : train
    events = sorted.map {
      Choices.Event(
        person: Int32(userOf[$0.user] ?? 0), item: Int32(itemOf[$0.item] ?? 0),
        time: Int64($0.time), weight: $0.weight)
    }
    personCount = users.count
    itemCount = items.count
    self.hasTimes = hasTimes
    var tests: [Int: Set<Int32>] = [:]
    for row in test {
      tests[userOf[row.user] ?? 0, default: []].insert(Int32(itemOf[row.item] ?? 0))
    }
    self.tests = tests
  }

  var choices: Choices {
    Choices(events: events, personCount: personCount, itemCount: itemCount, hasTimes: hasTimes)
  }

  /// Mean over people with something learnt and something to find.
  func figures(_ best: (Int) -> [Int32]) -> (recall: Double, ndcg: Double) {
    let known = Set(events.map { Int($0.person) })
    var (recall, gain, count) = (0.0, 0.0, 0.0)
    for (person, wanted) in tests.sorted(by: { $0.key < $1.key }) where known.contains(person) {
      let list = best(person)
      var (hits, sum, ideal) = (0.0, 0.0, 0.0)
      for (place, item) in list.prefix(10).enumerated() where wanted.contains(item) {
        hits += 1
        sum += 1 / log2(Double(place + 2))
      }
      for place in 0..<min(10, wanted.count) { ideal += 1 / log2(Double(place + 2)) }
      recall += hits / Double(wanted.count)
      gain += sum / ideal
      count += 1
    }
    return (recall / count, gain / count)
  }

  static func named(_ name: String) throws -> ChoiceSet? {
    guard let folder = Repository.shared("data/\(name)") else { return nil }
    switch name {
    case "movielens-100k": return try movieLens(folder)
    case "lastfm-2k":
      return try byPlace(lines(folder, "user_artists.dat").dropFirst().map { row($0) })
    case "retailrocket-caserec": return try retail(folder)
    case "amazon-beauty-5core": return try beauty(folder)
    case "movielens-1m-implicit": return try movieLensMillion(folder)
    case "gowalla-lightgcn": return try gowalla(folder)
    default: return nil
    }
  }

  private static func lines(_ folder: String, _ file: String) throws -> [Substring] {
    try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8).split(
      whereSeparator: \.isNewline)
  }

  private static func row(_ line: Substring) -> [Int] {
    line.split(whereSeparator: { $0 == "\t" || $0 == " " }).compactMap { Int($0) }
  }

  private static func movieLens(_ folder: String) throws -> ChoiceSet {
    let rows = try lines(folder, "u.data").map(row)
    var last: [Int: (Int, Int)] = [:]
    for row in rows where last[row[0]].map({ $0 < (row[3], row[1]) }) ?? true {
      last[row[0]] = (row[3], row[1])
    }
    func isLast(_ row: [Int]) -> Bool { last[row[0]].map { $0 == (row[3], row[1]) } ?? false }
    return ChoiceSet(
      rows.filter { !isLast($0) }.map { ($0[0], $0[1], $0[3], 1) },
      rows.filter(isLast).map { ($0[0], $0[1]) }, hasTimes: true)
  }

  /// Items of each user rising, every fifth by user and place held out.
  private static func byPlace(_ rows: [[Int]]) throws -> ChoiceSet {
    var own: [Int: [(item: Int, weight: Int)]] = [:]
    for row in rows { own[row[0], default: []].append((row[1], row[2])) }
    var (train, test): ([Row], [(user: Int, item: Int)]) = ([], [])
    for (user, items) in own.sorted(by: { $0.key < $1.key }) {
      for (place, entry) in items.sorted(by: { $0.item < $1.item }).enumerated() {
        if (user + place) % 5 == 0 {
          test.append((user, entry.item))
        } else {
          train.append((user, entry.item, 0, Float(entry.weight)))
        }
      }
    }
    return ChoiceSet(train, test, hasTimes: false)
  }

  private static func retail(_ folder: String) throws -> ChoiceSet {
    var sums: [Int: [Int: Int]] = [:]
    for (file, weight) in [("view", 1), ("add_to_cart", 3), ("purchase", 5)] {
      for line in try lines(folder, "\(file)_ecommerce.dat").dropFirst() {
        let row = row(line)
        sums[row[0], default: [:]][row[1], default: 0] += weight * row[2]
      }
    }
    return try byPlace(sums.flatMap { user, items in items.map { [user, $0.key, $0.value] } })
  }

  /// Lines of a compressed file, as whole numbers.
  private static func packed(_ folder: String, _ file: String) throws -> [[Int]] {
    let text = String(decoding: try Repository.unzipped("\(folder)/\(file)"), as: UTF8.self)
    return text.split(separator: "\n").map(row)
  }

  private static func movieLensMillion(_ folder: String) throws -> ChoiceSet {
    try byPlace(
      packed(folder, "interactions.txt.gz").flatMap { line in
        line.dropFirst().map { [line[0], $0, 1] }
      })
  }

  private static func gowalla(_ folder: String) throws -> ChoiceSet {
    let parts = try ["train.txt.gz", "test.txt.gz"].map { file in
      try packed(folder, file).flatMap { line in line.dropFirst().map { (line[0], $0) } }
    }
    return ChoiceSet(
      parts[0].map { ($0.0, $0.1, 0, 1) }, parts[1].map { (user: $0.0, item: $0.1) },
      hasTimes: false)
  }

  private static func beauty(_ folder: String) throws -> ChoiceSet {
    var (train, test): ([Row], [(user: Int, item: Int)]) = ([], [])
    for line in try lines(folder, "sequences.txt") {
      let row = row(line)
      for (place, item) in row.dropFirst().dropLast().enumerated() {
        train.append((row[0], item, place, 1))
      }
      test.append((row[0], row[row.count - 1]))
    }
    return ChoiceSet(train, test, hasTimes: true)
  }
}
