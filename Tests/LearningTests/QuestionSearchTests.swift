/// Searches of known questions, against the figures of the reference: `reference/text.json`.
import Foundation
import Learning
import Support
import TestKit
import Testing

/// Questions, what they are looked up in, and the documents that are right for each.
struct QuestionSet {
  let documents: [[UInt8]]
  let queries: [(text: [UInt8], right: Set<Int>, barred: Int?)]

  private static func cells(_ path: String) throws -> [[String]] {
    let text = try String(
      contentsOfFile: try #require(Repository.shared("data/" + path)), encoding: .utf8)
    guard path.hasSuffix(".csv") else {
      return text.split(separator: "\n").map {
        $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      }
    }
    var rows: [[String]] = []
    var (row, cell, isQuoted): ([String], String, Bool) = ([], "", false)
    for character in text.unicodeScalars {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        row.append(cell)
        cell = ""
      case "\n" where !isQuoted:
        rows.append(row + [cell])
        (row, cell) = ([], "")
      case "\r" where !isQuoted: continue
      default: cell.unicodeScalars.append(character)
      }
    }
    return rows
  }

  init(_ name: String) throws {
    switch name {
    case "bank_faqs":
      let rows = try Self.cells("bank-faqs/faqs.csv").dropFirst()
      var places: [String: Int] = [:]
      for row in rows where places[row[1]] == nil { places[row[1]] = places.count }
      documents = places.sorted { $0.value < $1.value }.map { Array($0.key.utf8) }
      queries = rows.map { (Array($0[0].utf8), [places[$0[1]] ?? 0], nil) }
    case "banking77":
      let train = try Self.cells("banking77/train.csv").dropFirst()
      documents = train.map { Array($0[0].utf8) }
      let groups = Dictionary(grouping: train.enumerated()) { $0.element[1] }
        .mapValues { Set($0.map(\.offset)) }
      queries = try Self.cells("banking77/test.csv").dropFirst().map {
        (Array($0[0].utf8), groups[$0[1]] ?? [], nil)
      }
    default:
      let rows = try Self.cells("\(name)/dev.tsv").filter { $0.count == 3 && Int($0[2]) != nil }
      var places: [String: Int] = [:]
      for row in rows where places[row[1]] == nil { places[row[1]] = places.count }
      documents = places.sorted { $0.value < $1.value }.map { Array($0.key.utf8) }
      var (order, right): ([String], [String: Set<Int>]) = ([], [:])
      for row in rows where row[2] == "1" {
        if right[row[0]] == nil { order.append(row[0]) }
        right[row[0], default: []].insert(places[row[1]] ?? 0)
      }
      queries = order.compactMap { text in
        let own = places[text]
        let wanted = (right[text] ?? []).filter { $0 != own }
        return wanted.isEmpty ? nil : (Array(text.utf8), wanted, own)
      }
    }
  }

  /// Mean of one over the place of the first right document within ten, and shares within one and
  /// five.
  func figures(
    _ score: ([UInt8], UnsafeMutableBufferPointer<Double>) -> Void
  ) -> (mrr: Double, recall1: Double, recall5: Double) {
    var scores = [Double](repeating: 0, count: documents.count)
    var (mrr, first, five) = (0.0, 0.0, 0.0)
    for query in queries {
      scores.withUnsafeMutableBufferPointer { score(query.text, $0) }
      if let barred = query.barred { scores[barred] = 0 }
      var best: [Int] = []
      for (place, score) in scores.enumerated() where score > 0 {
        if best.count == 10, score <= scores[best[9]] { continue }
        best.insert(place, at: best.firstIndex { scores[$0] < score } ?? best.count)
        if best.count > 10 { best.removeLast() }
      }
      guard let place = best.enumerated().first(where: { query.right.contains($0.element) })?.offset
      else { continue }
      mrr += 1 / Double(place + 1)
      first += place == 0 ? 1 : 0
      five += place < 5 ? 1 : 0
    }
    let count = Double(queries.count)
    return (mrr / count, first / count, five / count)
  }
}

@Suite(.enabled(if: Repository.hasShared, "the data sets are not beside the package"))
struct QuestionSearchTests {
  /// rank_bm25 and searches by words of the reference: the best figure of each.
  private func peers(_ name: String) throws -> (mrr: Double, recall1: Double, recall5: Double) {
    let rows = try Repository.reference("text.json")["results"] as? [Any] ?? []
    let own = rows.filter {
      value($0, "kind") as? String == "retrieval"
        && (value($0, "task") as? String ?? "").hasPrefix(name)
        && (value($0, "library") as? String == "rank_bm25"
          || (value($0, "params") as? String ?? "").hasPrefix("jieba 1"))
    }
    func best(_ metric: String) throws -> Double {
      let found = own.compactMap { number(value($0, "metrics"), metric) }
      return try #require(found.max())
    }
    return (try best("mrr@10"), try best("recall@1"), try best("recall@5"))
  }

  @Test(arguments: [
    ("bank_faqs", "bank_faqs"), ("banking77", "banking77"), ("bq-corpus", "bq"),
    ("lcqmc", "lcqmc"),
  ])
  func `known questions are found as often as by the best peer`(
    _ name: String, _ task: String
  ) throws {
    let (set, peer) = (try QuestionSet(name), try peers(task))
    let search = try QuestionSearch(set.documents, Run())
    let own = set.figures { _ = search.score($0, into: $1) }
    print(name, set.documents.count, set.queries.count, own, "peer", peer)
    #expect(own.mrr >= peer.mrr)
    #expect(own.recall1 >= peer.recall1)
    #expect(own.recall5 >= peer.recall5 - 0.0005)
  }

  @Test(arguments: [("bank_faqs", "bank_faqs"), ("bq-corpus", "bq")])
  func `words alone score what the reference computes`(_ name: String, _ task: String) throws {
    let set = try QuestionSet(name)
    let index = try BM25(set.documents, NGrams(words: 1...1), Run())
    let oracle = value(try Repository.reference("text.json"), "oracles.bm25.\(task)")
    var scores = [Double](repeating: 0, count: set.documents.count)
    for place in 0..<5 {
      let query = try #require(value(oracle, "first_queries.\(place).query") as? String)
      _ = scores.withUnsafeMutableBufferPointer { index.score(Array(query.utf8), into: $0) }
      for rank in 0..<5 {
        let document = try #require(number(oracle, "first_queries.\(place).top5.\(rank).0"))
        let score = try #require(number(oracle, "first_queries.\(place).top5.\(rank).1"))
        #expect(abs(scores[Int(document)] - score) < 1e-6)
      }
    }
  }
}
