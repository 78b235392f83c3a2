/// Labelled texts with the splits of the reference, `reference/text.json`.
import Foundation
import Learning
import Support
import TestKit

@testable import Tables

struct TextTask {
  let train: [(text: [UInt8], labels: [String])]
  let test: [(text: [UInt8], labels: [String])]

  typealias Row = (text: String, labels: [String])

  init(_ train: [Row], _ test: [Row]) {
    self.train = train.map { (Array($0.text.utf8), $0.labels) }
    self.test = test.map { (Array($0.text.utf8), $0.labels) }
  }

  /// Rows of which some test.
  init(_ rows: [Row], isTest: (Int) -> Bool) {
    self.init(
      rows.enumerated().filter { !isTest($0.offset) }.map(\.element),
      rows.enumerated().filter { isTest($0.offset) }.map(\.element))
  }

  /// Labels of the training part, in code-point order.
  var classes: [String] {
    Set(train.flatMap(\.labels)).sorted {
      $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
    }
  }

  var isMulti: Bool { train.contains { $0.labels.count > 1 } }

  /// Labels as numbers; one that training does not know is -1.
  func numbers(_ rows: [(text: [UInt8], labels: [String])]) -> [[Int]] {
    let place = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    return rows.map { $0.labels.map { place[$0] ?? -1 } }
  }

  static let names = [
    "uci_sentiment", "electronics_sentiment", "waimai_sentiment", "bdci_sentiment", "bdci_topic",
    "thucnews_topic", "airline_sentiment", "airline_reason", "airline_urgent", "atis_intent",
    "banking77_intent", "clinc150_intent", "sst2_sentiment", "shopping_sentiment",
    "shopping_topic", "randomlabels_priority",
  ]

  static func named(_ name: String) throws -> TextTask? {
    switch name {
    case "uci_sentiment":
      return TextTask(try csv("uci-sentences/sentences.csv", text: 2, label: 1)) { $0 % 5 == 0 }
    case "electronics_sentiment":
      return TextTask(try csv("amazon-electronics/reviews.csv.gz", text: 1, label: 0)) {
        $0 / 2 % 10 == 0
      }
    case "waimai_sentiment":
      return TextTask(try csv("waimai-10k/waimai_10k.csv", text: 1, label: 0), isTest: tenth)
    case "shopping_sentiment", "shopping_topic":
      let path = "online-shopping-10-cats/online_shopping_10_cats.csv.gz"
      return TextTask(
        try csv(path, text: 2, label: name.hasSuffix("topic") ? 0 : 1), isTest: tenth)
    case "bdci_sentiment", "bdci_topic": return try cars(isTopic: name.hasSuffix("topic"))
    case "thucnews_topic": return try headlines()
    case "airline_sentiment", "airline_reason", "airline_urgent": return try tweets(name)
    case "atis_intent":
      return TextTask(
        try tsv("atis/train.tsv") + tsv("atis/valid.tsv"), try tsv("atis/test.tsv"))
    case "banking77_intent":
      return TextTask(
        try csv("banking77/train.csv", text: 0, label: 1),
        try csv("banking77/test.csv", text: 0, label: 1))
    case "clinc150_intent":
      return TextTask(try tsv("clinc150/train.tsv"), try tsv("clinc150/test.tsv"))
    case "sst2_sentiment":
      return TextTask(
        Array(try tsv("sst2-phrases/train.tsv.gz").dropFirst()),
        Array(try tsv("sst2-phrases/dev.tsv").dropFirst()))
    case "randomlabels_priority":
      let rows = try cells("support-tickets-randomlabels/tickets.csv.gz")
      return TextTask(rows.map { ($0[1] + " " + $0[2], [$0[3]]) }, isTest: tenth)
    default: return nil
    }
  }

  private static func tenth(_ row: Int) -> Bool { row % 10 == 0 }

  /// Car reviews stand on a row for each of their topics; a review of two feelings has no one.
  private static func cars(isTopic: Bool) throws -> TextTask {
    var (ids, texts): ([String], [String: String]) = ([], [:])
    var (topics, feelings): ([String: Set<String>], [String: Set<String>]) = ([:], [:])
    for row in try cells("bdci-car-2018/train.csv") {
      if texts[row[0]] == nil {
        ids.append(row[0])
        texts[row[0]] = row[1]
      }
      topics[row[0], default: []].insert(row[2])
      feelings[row[0], default: []].insert(row[3])
    }
    let rows = ids.map { id -> Row in
      (texts[id] ?? "", ((isTopic ? topics[id] : feelings[id]) ?? []).sorted())
    }
    func kept(_ place: Int) -> Bool { isTopic || rows[place].labels.count == 1 }
    return TextTask(
      rows.indices.filter { $0 % 10 != 0 && kept($0) }.map { rows[$0] },
      rows.indices.filter { $0 % 10 == 0 && kept($0) }.map { rows[$0] })
  }

  private static func headlines() throws -> TextTask {
    let names = try lines("thucnews-titles/class.txt")
    func named(_ rows: [Row]) -> [Row] {
      rows.map { ($0.text, $0.labels.map { Int($0).map { names[$0] } ?? "" }) }
    }
    return TextTask(
      named(try tsv("thucnews-titles/dev.txt")), named(try tsv("thucnews-titles/test.txt")))
  }

  private static let urgent: Set<String> = [
    "Cancelled Flight", "Late Flight", "Lost Luggage", "Damaged Luggage", "longlines",
    "Flight Booking Problems",
  ]

  private static func tweets(_ name: String) throws -> TextTask {
    let rows = try cells("airline-tweets/tweets.csv").map { cells -> Row in
      switch name {
      case "airline_reason": (cells[5], cells[2].isEmpty ? [] : [cells[2]])
      case "airline_urgent": (cells[5], [urgent.contains(cells[2]) ? "1" : "0"])
      default: (cells[5], [cells[0]])
      }
    }
    let kept = rows.indices.filter { !rows[$0].labels.isEmpty }
    return TextTask(
      kept.filter { $0 % 10 != 0 }.map { rows[$0] }, kept.filter { $0 % 10 == 0 }.map { rows[$0] })
  }

  // MARK: Files

  private static func bytes(_ path: String) throws -> [UInt8] {
    guard let path = Repository.shared("data/" + path) else { return [] }
    let data = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let packed = ByteBuffer(data)
    let all = UnsafeBufferPointer(start: packed.base, count: packed.count)
    guard Gzip.isPacked(all) else { return data }
    let text = try Gzip.unpacked(packed, named: path, Run())
    return Array(UnsafeBufferPointer(start: text.base, count: text.count))
  }

  private static func lines(_ path: String) throws -> [String] {
    String(decoding: try bytes(path), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private static func tsv(_ path: String) throws -> [Row] {
    try lines(path).map { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      return (String(cells[0]), [String(cells.dropFirst().first ?? "")])
    }
  }

  private static func csv(_ path: String, text: Int, label: Int) throws -> [Row] {
    try cells(path).map { ($0[text], [$0[label]]) }
  }

  /// The rows of a file of cells between commas, without the first.
  private static func cells(_ path: String) throws -> [[String]] {
    var (rows, row, cell): ([[String]], [String], [UInt8]) = ([], [], [])
    var (isQuoted, wasQuote) = (false, false)
    for byte in try bytes(path) {
      if byte == 34 {
        if !isQuoted, wasQuote { cell.append(34) }
        isQuoted.toggle()
      } else if !isQuoted, byte == 44 || byte == 10 {
        if byte == 10, cell.last == 13 { cell.removeLast() }
        row.append(String(decoding: cell, as: UTF8.self))
        cell.removeAll()
        if byte == 10 {
          rows.append(row)
          row = []
        }
      } else {
        cell.append(byte)
      }
      wasQuote = byte == 34
    }
    if !row.isEmpty { rows.append(row + [String(decoding: cell, as: UTF8.self)]) }
    return Array(rows.dropFirst())
  }
}
