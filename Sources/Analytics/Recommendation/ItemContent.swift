/// What items are: words of their names and values of the columns that describe them.
///
/// Each mark of an item weighs ln(N / n), n of N items having it; marks of one item only say
/// nothing of others, and count where words are asked for alone. Rows have length 1.
import Learning
import Numerics
import Support
import Tables

struct ItemContent: Sendable {
  let itemCount: Int
  /// Where the marks of each item begin, and the end.
  private(set) var starts: [Int]
  private(set) var marks: [Int32] = []
  private(set) var weights: [Float] = []
  /// The words that marks stand for.
  private(set) var words: [String] = []
  /// Items by mark.
  private(set) var itemsOfMark: [[Int32]] = []

  /// No marks at all.
  init(itemCount: Int) {
    self.itemCount = itemCount
    starts = [Int](repeating: 0, count: itemCount + 1)
  }

  /// - Parameters:
  ///   - wordsOfItem: the words of each item, repetitions allowed.
  ///   - fewest: marks of fewer items are left out.
  init(_ wordsOfItem: [[String]], fewest: Int = 2) {
    self.init(itemCount: wordsOfItem.count)
    var codes: [String: Int32] = [:]
    var rows: [[Int32]] = []
    for list in wordsOfItem {
      var row: Set<Int32> = []
      for word in list {
        if let code = codes[word] {
          row.insert(code)
        } else {
          let code = Int32(words.count)
          codes[word] = code
          words.append(word)
          row.insert(code)
        }
      }
      rows.append(row.sorted())
    }
    itemsOfMark = [[Int32]](repeating: [], count: words.count)
    for (item, row) in rows.enumerated() {
      for mark in row { itemsOfMark[Int(mark)].append(Int32(item)) }
    }
    for (item, row) in rows.enumerated() {
      let kept = row.filter { fewest <= itemsOfMark[Int($0)].count }
      let own = kept.map {
        Math.log(Double(itemCount) / Double(itemsOfMark[Int($0)].count))
      }
      let length = own.reduce(0) { $0 + $1 * $1 }.squareRoot()
      marks += kept
      weights += own.map { length > 0 ? Float($0 / length) : 0 }
      starts[item + 1] = marks.count
    }
  }

  /// Words of the names of items, and values of the columns that say one thing of each item.
  ///
  /// Nil where the file says nothing of items but their ids.
  init?(_ table: Table, ids: [String], names: [String]?, fewest: Int = 2, _ run: Run) throws {
    guard let items = Choices.itemColumn(table)?.asText() else { return nil }
    var words = [[String]](repeating: [], count: ids.count)
    for (item, name) in (names ?? ids).enumerated() {
      words[item] = Self.words(name)
    }
    let own = table.columns.filter { column in
      column.role == .category || column.role == .itemName || column.role == nil
    }
    for column in own where column.index != Choices.itemColumn(table)?.index {
      guard let text = column.text, text.dictionary.count <= Self.mostValues else { continue }
      try run.checkpoint()
      guard let ofItem = Self.ofItem(text, items, count: words.count) else { continue }
      for (item, code) in ofItem.enumerated() where code >= 0 {
        words[item].append("\(column.header)=\(text.dictionary[Int(code)])")
      }
    }
    self.init(words, fewest: fewest)
    if isEmpty { return nil }
  }

  private static let mostValues = 20_000

  /// The value of each item; nil where an item has several, so that the column says something else.
  private static func ofItem(_ text: TextColumn, _ items: TextColumn, count: Int) -> [Int32]? {
    var ofItem = [Int32](repeating: -1, count: count)
    for row in items.codes.indices where items.codes[row] >= 0 && text.codes[row] >= 0 {
      let item = Int(items.codes[row])
      if ofItem[item] >= 0, ofItem[item] != text.codes[row] { return nil }
      ofItem[item] = text.codes[row]
    }
    return ofItem
  }

  /// Words of letters, and pairs of neighbouring Chinese characters.
  static func words(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    var last: Character?
    func close() {
      if word.unicodeScalars.count > 1 { words.append(word) }
      word = ""
    }
    for character in text.lowercased() {
      let isHan = character.unicodeScalars.allSatisfy { (0x3400...0x9fff).contains($0.value) }
      if isHan {
        close()
        if let last { words.append("\(last)\(character)") }
        last = character
      } else {
        last = nil
        if character.isLetter { word.append(character) } else { close() }
      }
    }
    close()
    return words
  }

  var isEmpty: Bool { marks.isEmpty }

  func range(_ item: Int) -> Range<Int> { starts[item]..<starts[item + 1] }

  /// Marks that two items share, the most telling first.
  func shared(_ item: Int, with others: [Int32]) -> [String] {
    let theirs = Set(others.flatMap { marks[range(Int($0))] })
    return range(item).filter { theirs.contains(marks[$0]) }
      .sorted { (weights[$1], marks[$0]) < (weights[$0], marks[$1]) }
      .map { words[Int(marks[$0])] }
  }

  /// The same for a sum of marks.
  func shared(_ item: Int, with profile: [Int32: Float]) -> [String] {
    range(item).filter { profile[marks[$0]] != nil }
      .sorted { (weights[$1], marks[$0]) < (weights[$0], marks[$1]) }
      .map { words[Int(marks[$0])] }
  }

  /// A mark as a word alone: of `shelf=tea`, `tea`.
  func plain(_ mark: Int) -> String {
    let word = words[mark]
    return word.firstIndex(of: "=").map { String(word[word.index(after: $0)...]) }?.lowercased()
      ?? word
  }

  /// Scores by the cosine between an item and a sum of marks.
  func scores(_ profile: [Int32: Float], into scores: UnsafeMutableBufferPointer<Float>) {
    for item in 0..<itemCount { scores[item] = 0 }
    let length = profile.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length > 0 else { return }
    for mark in profile.keys.sorted() {
      guard let weight = profile[mark] else { continue }
      for item in itemsOfMark[Int(mark)] {
        let range = range(Int(item))
        guard let place = range.first(where: { marks[$0] == mark }) else { continue }
        scores[Int(item)] += weight / length * weights[place]
      }
    }
  }

  /// The marks of some words, those that are values of columns among them; words that no item has
  /// are left out.
  func profile(ofWords words: [String]) -> [Int32: Float] {
    let wanted = Set(words)
    var profile: [Int32: Float] = [:]
    for mark in self.words.indices
    where wanted.contains(plain(mark)) || wanted.isSuperset(of: Self.words(plain(mark), of: mark)) {
      profile[Int32(mark)] = Float(
        max(0.1, Math.log(Double(itemCount) / Double(max(1, itemsOfMark[mark].count)))))
    }
    return profile
  }

  /// The words of a mark of several; a word that cannot be asked for where there is none.
  private static func words(_ plain: String, of mark: Int) -> Set<String> {
    let parts = words(plain)
    return parts.isEmpty ? ["\u{0}"] : Set(parts)
  }
}

/// Items like those of the history, by what they are.
struct ContentScorer: ItemScorer {
  let content: ItemContent

  init(_ content: ItemContent) { self.content = content }

  var itemCount: Int { content.itemCount }

  func score(_ history: ItemHistory, person: Int?, into scores: UnsafeMutableBufferPointer<Float>) {
    var profile: [Int32: Float] = [:]
    for (item, weight) in zip(history.items, history.weights) {
      for place in content.range(Int(item)) {
        profile[content.marks[place], default: 0] += weight * content.weights[place]
      }
    }
    content.scores(profile, into: scores)
  }

  func contributions(_ history: ItemHistory, to item: Int) -> [Double] {
    let own = Dictionary(
      content.range(item).map { (content.marks[$0], content.weights[$0]) },
      uniquingKeysWith: { first, _ in first })
    return zip(history.items, history.weights).map { other, weight in
      content.range(Int(other)).reduce(0.0) { sum, place in
        sum + Double(weight * content.weights[place] * (own[content.marks[place]] ?? 0))
      }
    }
  }
}
