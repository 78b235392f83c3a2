/// The seeds of all categories in one tree, and where a text holds them.
import Learning

struct SeedPatterns: Sendable {
  enum Use: Sendable, Equatable {
    case seed(category: Int, weight: Double)
    /// A telling word of an example.
    case example(Int, term: Int)
  }

  /// A pattern in a text; the place is in characters.
  struct Hit {
    let pattern: Int
    let place: Range<Int>
  }

  private var tree = WordTrie()
  private var all: [[Use]] = []
  private var isSeed: [Bool] = []

  mutating func add(_ units: [UInt32], _ use: Use) {
    guard !units.isEmpty else { return }
    var place = Int(tree.find(units))
    if place < 0 {
      place = all.count
      tree.insert(units, value: Int32(truncatingIfNeeded: place))
      all.append([])
      isSeed.append(false)
    }
    if !all[place].contains(use) { all[place].append(use) }
    if case .seed = use { isSeed[place] = true }
  }

  func uses(_ hit: Hit) -> [Use] { all[hit.pattern] }

  /// What a text holds, from left to right: of seeds that begin at one place or reach into each
  /// other the first and longest, of the words of examples all.
  func hits(_ text: SeedText) -> [Hit] {
    var hits: [Hit] = []
    var seedEnd = 0
    for start in text.units.indices where text.canStart(start) {
      var node = WordTrie.root
      var end = start
      var longest: (pattern: Int, end: Int)?
      while end < text.units.count {
        node = tree.next(node, text.units[end])
        if node == 0 { break }
        end += 1
        let pattern = Int(tree.value(node))
        guard pattern >= 0, text.isWhole(start..<end) else { continue }
        if isSeed[pattern] {
          longest = (pattern, end)
        } else {
          hits.append(Hit(pattern: pattern, place: text.place(start..<end)))
        }
      }
      if let longest, start >= seedEnd {
        hits.append(Hit(pattern: longest.pattern, place: text.place(start..<longest.end)))
        seedEnd = longest.end
      }
    }
    return hits
  }
}
