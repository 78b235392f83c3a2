/// Cuts a run of Han characters into words: of all ways to cut it, the one whose words have the
/// highest product of frequencies (Viterbi over the words of a dictionary).
///
/// A character that begins no word stands alone. The work grows with the characters times the
/// longest word, and nothing is allocated once the buffers are as long as the longest run.
package struct ChineseSegmenter: Sendable {
  package let dictionary: ChineseDictionary
  private var scores: [Float] = []
  private var lengths: [Int32] = []

  package init(_ dictionary: ChineseDictionary = .common) { self.dictionary = dictionary }

  /// The ends of the words in `run`, as places in `text`, from left to right.
  package mutating func cut(
    _ text: UnsafeBufferPointer<UInt32>, _ run: Range<Int>, ends: inout [Int]
  ) {
    let count = run.count
    guard count > 1 else {
      if count == 1 { ends.append(run.upperBound) }
      return
    }
    if scores.count <= count {
      scores = [Float](repeating: 0, count: 2 * count + 1)
      lengths = [Int32](repeating: 0, count: 2 * count + 1)
    }
    walk(text, run)
    let first = ends.count
    var place = count
    while place > 0 {
      ends.append(run.lowerBound + place)
      place -= Int(lengths[place])
    }
    ends[first...].reverse()
  }

  private mutating func walk(_ text: UnsafeBufferPointer<UInt32>, _ run: Range<Int>) {
    let count = run.count
    scores[0] = 0
    for place in 1...count { scores[place] = -.infinity }
    let tree = dictionary.tree
    dictionary.weights.withUnsafeBufferPointer { weights in
      scores.withUnsafeMutableBufferPointer { scores in
        lengths.withUnsafeMutableBufferPointer { lengths in
          for start in 0..<count {
            let base = scores[start]
            if base + ChineseDictionary.unknown > scores[start + 1] {
              scores[start + 1] = base + ChineseDictionary.unknown
              lengths[start + 1] = 1
            }
            var node = tree.next(WordTrie.root, text[run.lowerBound + start])
            var end = start + 1
            while node != 0 {
              let value = tree.value(node)
              if value >= 0 {
                let score = base + weights[Int(value)]
                if score > scores[end] {
                  scores[end] = score
                  lengths[end] = Int32(truncatingIfNeeded: end - start)
                }
              }
              guard end < count else { break }
              node = tree.next(node, text[run.lowerBound + end])
              end += 1
            }
          }
        }
      }
    }
  }
}
