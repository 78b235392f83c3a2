/// In how many texts of each group a gram occurs, for the grams that many texts hold.
///
/// What counts every gram of a million texts keeps each of those that occur once, and they are
/// nearly all. Here candidates come from texts spread evenly over all, and only these are counted
/// in every text, so memory does not grow with the number of texts. Up to `sampleMax` texts nothing
/// is left out.
import Numerics
package import Support

package struct GramTally: Sendable {
  /// Texts that candidates are taken from.
  package static let sampleMax = 20_000

  private let ngrams: NGrams
  private let table: GramTable
  private let groupCount: Int
  /// Texts of each group, gram after gram.
  private let counts: [Int32]

  /// - Parameters:
  ///   - groups: of each text, from 0; nil leaves it out.
  ///   - share: grams in a smaller share of the texts need not be found.
  ///   - isWanted: whether a gram is counted: its text, and whether it is one of characters.
  package init(
    _ texts: some TextRows, groups: [Int?], groupCount: Int, _ ngrams: NGrams, share: Double,
    isWanted: @Sendable (String, Bool) -> Bool, _ run: Run
  ) throws {
    self.ngrams = ngrams
    self.groupCount = groupCount
    let every = max(1, (texts.count + Self.sampleMax - 1) / Self.sampleMax)
    let sample = Self.sample(texts.count, every: every)
    let found = try Self.documents(texts, sample, ngrams, run)
    // A gram at the bound is in so many texts of the sample on average; a fifth is far below it.
    let least = every == 1 ? 1 : max(1, Int(share * Double(sample.count) / 5))
    var table = GramTable()
    for id in 0..<found.table.count where found.counts[id] >= least {
      if id % 65_536 == 0 { try run.checkpoint() }
      let gram = found.table.gram(id)
      guard isWanted(Self.text(gram), Self.isOfCharacters(gram, ngrams)) else { continue }
      _ = Array(gram).withUnsafeBufferPointer { table.add($0, hash: found.table.hash(id)) }
    }
    self.table = table
    counts = try Self.counts(texts, groups, groupCount, ngrams, table, run)
  }

  /// One text of every so many, each drawn: texts may take turns in their language.
  private static func sample(_ count: Int, every: Int) -> [Int] {
    var random = SeededRandom(seed: 0)
    return stride(from: 0, to: count, by: every).map { first in
      first + random.below(min(every, count - first))
    }
  }

  package var count: Int { table.count }

  /// The gram without its mark.
  package func gram(_ id: Int) -> String { Self.text(table.gram(id)) }

  /// The texts of a group that hold a gram.
  package func texts(_ id: Int, in group: Int) -> Int { Int(counts[id * groupCount + group]) }

  /// Whether a gram stands before another by its bytes: those of characters first.
  package func precedes(_ one: Int, _ other: Int) -> Bool {
    table.gram(one).lexicographicallyPrecedes(table.gram(other))
  }

  private static func text(_ gram: ArraySlice<UInt8>) -> String {
    let plain = gram.first == NGrams.characterMark ? gram.dropFirst() : gram
    return String(decoding: plain, as: UTF8.self)
  }

  private static func isOfCharacters(_ gram: ArraySlice<UInt8>, _ ngrams: NGrams) -> Bool {
    ngrams.words == nil || gram.first == NGrams.characterMark
  }

  /// All grams of some texts, and in how many of them each occurs.
  private static func documents(
    _ texts: some TextRows, _ rows: [Int], _ ngrams: NGrams, _ run: Run
  ) throws -> (table: GramTable, counts: [Int32]) {
    let parts = try Parallel.map(count: rows.count, chunk: 1024) { range in
      var (table, counts, last) = (GramTable(), [Int32](), [Int32]())
      for (number, place) in range.enumerated() {
        if number % 64 == 0 { try run.checkpoint() }
        ngrams.visit(texts[rows[place]]) { gram, _ in
          let id = Int(table.add(gram, hash: GramTable.hash(gram)))
          if id == counts.count {
            counts.append(1)
            last.append(Int32(number))
          } else if last[id] != Int32(number) {
            counts[id] += 1
            last[id] = Int32(number)
          }
        }
      }
      return (table, counts)
    }
    var (table, counts) = (GramTable(), [Int32]())
    for (own, part) in parts {
      try run.checkpoint()
      let places = own.merged(into: &table)
      while counts.count < table.count { counts.append(0) }
      for (id, place) in places.enumerated() { counts[Int(place)] += part[id] }
    }
    return (table, counts)
  }

  private static func counts(
    _ texts: some TextRows, _ groups: [Int?], _ groupCount: Int, _ ngrams: NGrams,
    _ table: GramTable, _ run: Run
  ) throws -> [Int32] {
    // Few parts, whatever the number of texts: each has counts of its own.
    let parts = try Parallel.map(count: texts.count, chunk: max(4096, texts.count / 32 + 1)) {
      range in
      var counts = [Int32](repeating: 0, count: table.count * groupCount)
      var last = [Int32](repeating: -1, count: table.count)
      for (number, row) in range.enumerated() {
        if number % 64 == 0 { try run.checkpoint() }
        guard let group = groups[row] else { continue }
        ngrams.visit(texts[row]) { gram, _ in
          guard let id = table.find(gram).map(Int.init), last[id] != Int32(number) else { return }
          last[id] = Int32(number)
          counts[id * groupCount + group] += 1
        }
      }
      return counts
    }
    var all = [Int32](repeating: 0, count: table.count * groupCount)
    for part in parts {
      for place in all.indices { all[place] += part[place] }
    }
    return all
  }
}
