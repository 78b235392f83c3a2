/// Finds words of Chinese that a text uses and no dictionary has: runs of two to four characters
/// that hold together and can be followed and preceded by much.
///
/// Cohesion is the least pointwise mutual information over the ways to part the run in two;
/// branching is the lesser of the entropies of the characters before and behind it (Sproat and Shih
/// 1990; Jin and Tanaka-Ishii 2006). What begins or ends with a small word is none. A run that is
/// cut into words the dictionary has, one of them of two characters or more, is a phrase such as
/// 裤子质量 rather than a word, and needs far more cohesion.
import Numerics
package import Support

package struct DiscoveredWord: Sendable, Equatable {
  package let characters: [UInt32]
  package let count: Int
  /// In nats.
  package let cohesion: Double
  /// In nats.
  package let branching: Double

  package var word: String {
    String(String.UnicodeScalarView(characters.compactMap(Unicode.Scalar.init)))
  }
}

package enum WordDiscovery {
  /// Characters of a word found here.
  static let lengths = 2...4
  static let countMin = 5
  static let cohesionMin = 4.0
  /// Of a run of known words.
  static let phraseCohesionMin = 8.0
  static let branchingMin = 1.2
  /// Words that are kept, the most frequent first.
  package static let wordsMax = 2_000

  /// The new words of texts, the most frequent first.
  ///
  /// Texts beyond `Limits.discoveryCharacters` Han characters are left out.
  package static func words(
    in texts: some TextRows, beside dictionary: ChineseDictionary, _ run: Run
  ) throws -> [DiscoveredWord] {
    let runs = try hanRuns(texts, run)
    let total = runs.reduce(0) { $0 + $1.count }
    let least = Int32(truncatingIfNeeded: max(countMin, total / 100_000))
    let counts = try counts(runs, least, run)
    var segmenter = ChineseSegmenter(dictionary)
    var candidates = WordTrie()
    var found: [(characters: [UInt32], count: Int, cohesion: Double)] = []
    let frequent = counts.all.filter { $0.count >= least && $0.key > 0xffff }
    for (key, count) in frequent.sorted(by: { ($1.count, $0.key) < ($0.count, $1.key) }) {
      let characters = Self.characters(key)
      guard !dictionary.holds(characters), isPlausible(characters) else { continue }
      let cohesion = cohesion(characters, counts, total)
      guard cohesion >= cohesionMin,
        cohesion >= phraseCohesionMin || !isPhrase(characters, &segmenter)
      else { continue }
      candidates.insert(characters, value: Int32(truncatingIfNeeded: found.count))
      found.append((characters, Int(count), cohesion))
      if found.count % 1024 == 0 { try run.checkpoint() }
    }
    let branching = try branching(runs, candidates, count: found.count, run)
    let words = found.indices.compactMap { index -> DiscoveredWord? in
      guard branching[index] >= branchingMin else { return nil }
      return DiscoveredWord(
        characters: found[index].characters, count: found[index].count,
        cohesion: found[index].cohesion, branching: branching[index])
    }
    return Array(words.prefix(wordsMax))
  }

  /// Whether a run is cut into words of the dictionary, not all of one character.
  private static func isPhrase(
    _ characters: [UInt32], _ segmenter: inout ChineseSegmenter
  ) -> Bool {
    guard characters.count > 2 else { return false }
    var ends: [Int] = []
    characters.withUnsafeBufferPointer {
      segmenter.cut($0, 0..<characters.count, ends: &ends)
    }
    let starts = [0] + ends.dropLast()
    return ends.count > 1 && ends.count < characters.count
      && zip(starts, ends).allSatisfy { segmenter.dictionary.holds(Array(characters[$0..<$1])) }
  }

  /// How often each run of one to four characters occurs. A run of three or more is counted where
  /// both runs without its ends are frequent: any other is rare itself.
  private static func counts(_ runs: [[UInt32]], _ least: Int32, _ run: Run) throws -> KeyCounts {
    var counts = KeyCounts()
    for length in 1...lengths.upperBound {
      let mask: UInt64 = (1 << UInt64(16 * (length - 1))) - 1
      for (place, characters) in runs.enumerated() where characters.count >= length {
        if place % 256 == 0 { try run.checkpoint() }
        var key: UInt64 = 0
        for (index, character) in characters.enumerated() {
          key = (key & mask) << 16 | UInt64(character)
          guard index >= length - 1 else { continue }
          if length > 2, counts.count(key & mask) < least || counts.count(key >> 16) < least {
            continue
          }
          counts.add(key)
        }
      }
    }
    return counts
  }

  private static func hanRuns(_ texts: some TextRows, _ run: Run) throws -> [[UInt32]] {
    var runs: [[UInt32]] = []
    var left = Limits.discoveryCharacters
    for (row, text) in texts.enumerated() {
      if row % 256 == 0 { try run.checkpoint() }
      guard left > 0 else { break }
      var current: [UInt32] = []
      var index = 0
      while index < text.count {
        let scalar = Scalars.scalar(text, at: index)
        index += scalar.length
        if Scalars.isHan(scalar.value), left > 0 {
          current.append(scalar.value)
          left -= 1
        } else if !current.isEmpty {
          runs.append(current)
          current = []
        }
      }
      if !current.isEmpty { runs.append(current) }
    }
    return runs
  }

  /// Up to four Han characters in one number: all of them lie below 0x10000.
  private static func key(_ characters: ArraySlice<UInt32>) -> UInt64 {
    characters.reduce(0) { $0 << 16 | UInt64($1) }
  }

  private static func characters(_ key: UInt64) -> [UInt32] {
    var left = key
    var found: [UInt32] = []
    while left != 0 {
      found.append(UInt32(left & 0xffff))
      left >>= 16
    }
    return found.reversed()
  }

  /// Small words at an edge are no part of a new word, and one character repeated is none.
  private static func isPlausible(_ characters: [UInt32]) -> Bool {
    guard let first = characters.first, let last = characters.last else { return false }
    return !smallWords.contains(first) && !smallWords.contains(last)
      && characters.contains { $0 != first }
  }

  private static let smallWords = Set(
    ("的了是我你他她它们在就都也和很这那有不没吧吗呢啊呀哦哈一二三两几个又再要会说把被给让还太最更真好大小多少上下里外中到去来着过得地"
      + "与及而但因为所以如果么什怎点些次人想能可用买看吃")
      .unicodeScalars.map(\.value))

  private static func cohesion(
    _ characters: [UInt32], _ counts: KeyCounts, _ total: Int
  ) -> Double {
    func share(_ part: ArraySlice<UInt32>) -> Double {
      Double(max(1, counts.count(key(part)))) / Double(total)
    }
    let whole = share(characters[...])
    var least = Double.infinity
    for cut in 1..<characters.count {
      let ratio = whole / (share(characters[..<cut]) * share(characters[cut...]))
      least = min(least, Math.log(ratio))
    }
    return least
  }

  /// The lesser entropy of the neighbours of each candidate. The edge of a run is a neighbour of
  /// its own each time, since there a word surely ends.
  private static func branching(
    _ runs: [[UInt32]], _ candidates: WordTrie, count: Int, _ run: Run
  ) throws -> [Double] {
    var sides = [KeyCounts(), KeyCounts()]
    var edges = [[Int]](repeating: [Int](repeating: 0, count: count), count: 2)
    func note(_ candidate: Int, _ neighbour: UInt32?, _ side: Int) {
      if let neighbour {
        sides[side].add(UInt64(candidate) << 16 | UInt64(neighbour))
      } else {
        edges[side][candidate] += 1
      }
    }
    for (place, characters) in runs.enumerated() {
      if place % 256 == 0 { try run.checkpoint() }
      for start in characters.indices {
        var node = WordTrie.root
        var end = start
        while end < characters.count {
          node = candidates.next(node, characters[end])
          if node == 0 { break }
          end += 1
          let candidate = Int(candidates.value(node))
          guard candidate >= 0 else { continue }
          note(candidate, start > 0 ? characters[start - 1] : nil, 0)
          note(candidate, end < characters.count ? characters[end] : nil, 1)
        }
      }
    }
    let before = try entropies(sides[0], edges[0], run)
    let behind = try entropies(sides[1], edges[1], run)
    return zip(before, behind).map { min($0, $1) }
  }

  private static func entropies(
    _ counts: KeyCounts, _ edges: [Int], _ run: Run
  ) throws -> [Double] {
    var totals = edges.map(Double.init)
    let sorted = counts.all.sorted { $0.key < $1.key }
    try run.checkpoint()
    for (key, count) in sorted { totals[Int(key >> 16)] += Double(count) }
    var entropies = zip(edges, totals).map { edge, total -> Double in
      total > 0 ? Double(edge) / total * Math.log(total) : 0
    }
    for (key, count) in sorted {
      let share = Double(count) / totals[Int(key >> 16)]
      entropies[Int(key >> 16)] -= share * Math.log(share)
    }
    return entropies
  }
}
