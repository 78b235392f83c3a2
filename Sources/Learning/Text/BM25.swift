/// Documents by the grams they share with a question: Okapi BM25.
///
/// The weight of a gram that a document holds t times is idf t (k1 + 1) / (t + k1 (1 - b + b l)),
/// l being the document's length over the mean one, and idf = ln(1 + (N - n + 0.5) / (n + 0.5))
/// with n of N documents holding it (Robertson and Zaragoza 2009; the idf that never falls below
/// zero is that of Lucene). A question's gram counts as often as the question holds it.
import Numerics
package import Support

package struct BM25: Sendable {
  private let grams: GramCounts
  /// Documents by grams turned round: of each gram the documents and its weight there.
  private let postings: SparseMatrix
  private let idf: [Double]
  private let meanLength: Double
  package let documentCount: Int

  private static let (k1, b) = (1.5, 0.75)

  package init(_ texts: some TextRows, _ ngrams: NGrams, _ run: Run) throws {
    grams = try GramCounts(texts, ngrams, minDocuments: 1, run)
    let counts = grams.counts
    let lengths = (0..<texts.count).map { text in
      counts.range(text).reduce(0.0) { $0 + counts.values[$1] }
    }
    let mean = max(1e-9, lengths.reduce(0, +) / Double(max(1, texts.count)))
    let turned = try counts.transposed(run)
    let idf = (0..<turned.rowCount).map {
      Self.idf(documents: turned.range($0).count, of: texts.count)
    }
    postings = turned.mapped { gram, text, count in
      idf[gram] * Self.share(count, length: lengths[text], mean: mean)
    }
    self.idf = idf
    meanLength = mean
    documentCount = texts.count
  }

  private static func idf(documents: Int, of count: Int) -> Double {
    Math.log(1 + (Double(count - documents) + 0.5) / (Double(documents) + 0.5))
  }

  private static func share(_ count: Double, length: Double, mean: Double) -> Double {
    count * (k1 + 1) / (count + k1 * (1 - b + b * length / mean))
  }

  /// Writes the score of every document; zero where nothing is shared.
  ///
  /// - Returns: the score of a document that said the same as the question, with grams that no
  ///   document holds: what a score may be compared with.
  package func score(
    _ question: [UInt8], into scores: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    scores.update(repeating: 0)
    var counts: [Int: Double] = [:]
    var unknown: [[UInt8]: Double] = [:]
    var length = 0.0
    grams.visit(question) { column, gram in
      length += 1
      if let column { counts[column, default: 0] += 1 } else { unknown[gram, default: 0] += 1 }
    }
    var own = 0.0
    for (column, count) in counts.sorted(by: { $0.key < $1.key }) {
      own += count * idf[column] * Self.share(count, length: length, mean: meanLength)
      for place in postings.range(column) {
        scores[Int(postings.columns[place])] += count * postings.values[place]
      }
    }
    let rarest = Self.idf(documents: 0, of: documentCount)
    // In the order of their counts, so that the sum is the same each time.
    for count in unknown.values.sorted() {
      own += count * rarest * Self.share(count, length: length, mean: meanLength)
    }
    return own
  }
}

/// Known questions by a new one: words, and pieces of words that bridge what is spelt otherwise.
///
/// Two searches by `BM25` are added up, each over its best score: one for words and Han characters,
/// weighing 0.8, and one for pieces of two to five letters, or where most of the texts are Chinese
/// for runs of one and two characters, weighing 0.2.
package struct QuestionSearch: Sendable {
  private let words: BM25
  private let pieces: BM25

  private static let shareOfWords = 0.8

  package init(_ texts: some TextRows, _ run: Run) throws {
    words = try BM25(texts, NGrams(words: 1...1), run)
    let isChinese = Self.isChinese(texts)
    pieces = try BM25(
      texts, isChinese ? NGrams(words: 1...2) : NGrams(characters: 2...5), run)
  }

  package var count: Int { words.documentCount }

  /// Whether more characters are Han than Latin letters stand for, two for one.
  private static func isChinese(_ texts: some TextRows) -> Bool {
    var (han, latin) = (0, 0)
    for text in texts.prefix(1000) {
      var index = 0
      while index < text.count {
        let scalar = Scalars.scalar(text, at: index)
        if Scalars.isHan(scalar.value) { han += 1 }
        if 97 <= scalar.value | 32, scalar.value | 32 <= 122 { latin += 1 }
        index += scalar.length
      }
    }
    return 2 * han > latin
  }

  /// Writes the score of every text, the best at most 1; zero where nothing is shared.
  ///
  /// - Returns: how much of the question its words' best text covers, from 0 to about 1.
  package func score(
    _ question: [UInt8], into scores: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    var other = [Double](repeating: 0, count: scores.count)
    return other.withUnsafeMutableBufferPointer { room in
      _ = pieces.score(question, into: room)
      let own = words.score(question, into: scores)
      let (first, second) = (scores.max() ?? 0, room.max() ?? 0)
      let factors = (
        first > 0 ? Self.shareOfWords / first : 0,
        second > 0 ? (1 - Self.shareOfWords) / second : 0
      )
      for text in 0..<scores.count {
        scores[text] = scores[text] * factors.0 + room[text] * factors.1
      }
      return own > 0 ? first / own : 0
    }
  }
}
