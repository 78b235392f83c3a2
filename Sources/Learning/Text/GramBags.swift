/// Texts as bags of numbered grams: words by a vocabulary, all else by buckets of a hash.
///
/// A word that the training texts hold has a number of its own, in the order in which words first
/// appear. Runs of words and of characters, of which there are many and most are rare, share
/// buckets (feature hashing, Weinberger and others 2009). Numbers depend on nothing but the texts.
import Numerics
package import Support

package struct GramVocabulary: Sendable {
  /// What has a number.
  package struct Shape: Sendable, Equatable {
    package var ngrams: NGrams
    /// Buckets of all that is no single word.
    package var bucketCount = 0
    /// Of more words than that, those are kept that occur most often.
    package var wordCountMax = Int.max
    /// Whether the words that are not kept share one number, after all others.
    package var sharesUnknown = false

    package init(_ ngrams: NGrams) { self.ngrams = ngrams }
  }

  package let shape: Shape
  private let words: GramTable
  /// The number of each word of the table; -1 for one that is not kept.
  private let numbers: [Int32]
  private let kept: Int

  /// Reads the words of some of the texts.
  package init(_ texts: some TextRows, rows: [Int], _ shape: Shape, _ run: Run) throws {
    let parts = try Parallel.map(count: rows.count, chunk: 8192) { range in
      var table = GramTable()
      var counts: [Int] = []
      for place in range {
        if place % 64 == 0 { try run.checkpoint() }
        shape.ngrams.visitTokens(texts[rows[place]]) { word in
          let id = Int(table.add(word, hash: GramTable.hash(word)))
          if id == counts.count { counts.append(1) } else { counts[id] += 1 }
        }
      }
      return (table, counts)
    }
    var words = GramTable()
    var counts: [Int] = []
    for (table, own) in parts {
      for id in 0..<table.count {
        let gram = Array(table.gram(id))
        let place = Int(
          gram.withUnsafeBufferPointer { words.add($0, hash: table.hash(id)) })
        if place == counts.count { counts.append(own[id]) } else { counts[place] += own[id] }
      }
    }
    var order = Array(counts.indices)
    if order.count > shape.wordCountMax {
      order.sort { (-counts[$0], $0) < (-counts[$1], $1) }
      order = order.prefix(max(0, shape.wordCountMax)).sorted()
    }
    var numbers = [Int32](repeating: -1, count: counts.count)
    for (number, id) in order.enumerated() { numbers[id] = Int32(number) }
    self.shape = shape
    self.words = words
    self.numbers = numbers
    kept = order.count
  }

  /// How many numbers there are: words, then buckets, then the one of unknown words.
  package var count: Int { kept + shape.bucketCount + (shape.sharesUnknown ? 1 : 0) }

  package var wordCount: Int { kept }

  /// The grams of each text; words without a number are left out.
  package func bags(_ texts: some TextRows, _ run: Run) throws -> GramBags {
    let parts = try Parallel.map(count: texts.count, chunk: 2048) { range in
      var (ends, ids): ([Int], [Int32]) = ([], [])
      for place in range {
        if place % 64 == 0 { try run.checkpoint() }
        visit(texts[place]) { id, _ in ids.append(id) }
        ends.append(ids.count)
      }
      return (ends, ids)
    }
    var (starts, ids): ([Int], [Int32]) = ([0], [])
    starts.reserveCapacity(texts.count + 1)
    ids.reserveCapacity(parts.reduce(0) { $0 + $1.1.count })
    for (ends, own) in parts {
      let base = ids.count
      for end in ends { starts.append(base + end) }
      ids.append(contentsOf: own)
    }
    return GramBags(starts: starts, ids: ids)
  }

  /// Calls `body` with the number of every gram of a text and its bytes there.
  package func visit(_ text: [UInt8], _ body: (Int32, Range<Int>) -> Void) {
    let buckets = UInt64(max(0, shape.bucketCount))
    shape.ngrams.visit(text) { gram, place in
      guard shape.ngrams.isWord(gram) else {
        guard buckets > 0 else { return }
        return body(Int32(kept) + Int32(GramTable.hash(gram) % buckets), place)
      }
      if let id = words.find(gram), numbers[Int(id)] >= 0 { return body(numbers[Int(id)], place) }
      if shape.sharesUnknown { body(Int32(count - 1), place) }
    }
  }
}

/// The numbered grams of many texts, text after text.
package struct GramBags: Sendable, Equatable {
  package let starts: [Int]
  package let ids: [Int32]

  package var count: Int { starts.count - 1 }

  package func range(_ text: Int) -> Range<Int> { starts[text]..<starts[text + 1] }

  /// Of the given texts alone, in their order.
  package func picked(_ texts: [Int]) -> GramBags {
    var (starts, ids): ([Int], [Int32]) = ([0], [])
    for text in texts {
      ids.append(contentsOf: self.ids[range(text)])
      starts.append(ids.count)
    }
    return GramBags(starts: starts, ids: ids)
  }
}

extension GramBags {
  /// Which of `count` numbers occur.
  package func seen(_ count: Int) -> [Bool] {
    var seen = [Bool](repeating: false, count: count)
    for id in ids { seen[Int(id)] = true }
    return seen
  }

  /// Without the numbers that were not seen.
  package func keeping(_ seen: [Bool]) -> GramBags {
    var (starts, kept): ([Int], [Int32]) = ([0], [])
    for text in 0..<count {
      for place in range(text) where seen[Int(ids[place])] { kept.append(ids[place]) }
      starts.append(kept.count)
    }
    return GramBags(starts: starts, ids: kept)
  }
}

extension NGrams {
  /// Whether a gram is one word, where words are asked for.
  func isWord(_ gram: UnsafeBufferPointer<UInt8>) -> Bool {
    guard words != nil, gram.first != Self.characterMark else { return false }
    for byte in gram where byte == 32 { return false }
    return true
  }

  /// Calls `body` with every single word, where words of length one are asked for.
  func visitTokens(_ text: [UInt8], _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    guard let words, words.lowerBound == 1 else { return }
    NGrams(words: 1...1, cutsHan: cutsHan).visit(text) { gram, _ in body(gram) }
  }
}
