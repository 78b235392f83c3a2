/// Labels as they were written: one in a cell, or several between marks.
///
/// Whether a column holds several is read from its cells. A mark parts labels when what stands
/// around it are labels of their own: each stands alone in another cell, or beside others in at
/// least two. "Books, used" next to "Music" and "Films" is one label; "price|delivery" next to
/// "price" and "delivery|service" is two. Numbers are never parted: "1,5" is one and a half.
import Support

struct LabelCells: Sendable {
  /// The labels of each different cell, each once.
  let names: [[String]]
  /// The cell of each text, -1 where nothing is known.
  let codes: [Int32]
  /// Whether a text may have any number of labels.
  let isMulti: Bool
  let notices: [Notice]

  /// The marks that may part labels; where several do, the first of those in most cells.
  static let marks: [Character] = ["|", ";", "；", "、", ",", "，"]

  /// - Parameters:
  ///   - cells: the different cells.
  ///   - codes: the cell of each text, -1 where it is empty.
  ///   - several: whether a text may have any number of labels; nil reads it from the cells.
  init(_ cells: [TextLabel], codes: [Int32], several: Bool?) {
    var counts = [Int](repeating: 0, count: cells.count)
    for code in codes where code >= 0 { counts[Int(code)] += 1 }
    let isListed = cells.contains { if case .several = $0 { true } else { false } }
    let found =
      several == false || isListed ? nil : Self.mark(cells, counts, mayParts: several == true)
    isMulti = several ?? (isListed || found != nil)
    var names: [[String]] = []
    var parted = 0
    for (place, cell) in cells.enumerated() {
      switch cell {
      case .none: names.append([])
      case .several(let labels): names.append(Self.distinct(labels))
      case .one(let label):
        let parts = found.flatMap { $0.isParted(label) ? Self.parts(label, $0.mark) : nil }
        if parts != nil { parted += counts[place] }
        names.append(parts.map(Self.distinct) ?? [label])
      }
    }
    self.names = names
    self.codes = codes
    notices = found.map { [Self.notice($0.mark, parted)] } ?? []
  }

  /// A label for each text; an empty one is none.
  init(_ labels: [TextLabel], several: Bool?) {
    var (cells, place): ([TextLabel], [TextLabel: Int32]) = ([], [:])
    let codes = labels.map { label -> Int32 in
      if label.isNone { return -1 }
      if let known = place[label] { return known }
      let code = Int32(cells.count)
      place[label] = code
      cells.append(label)
      return code
    }
    self.init(cells, codes: codes, several: several)
  }

  private static func notice(_ mark: Character, _ count: Int) -> Notice {
    Notice(
      "severalLabels",
      en: "a text may have several labels, with \(mark) between them: \(count) have; multiLabel"
        + " false takes each cell as one label",
      zh: "一条文本可有多个标签，以“\(mark)”分隔：共 \(count) 条；multiLabel 为 false 时整格视为一个标签",
      path: "multiLabel")
  }

  private struct Found {
    let mark: Character
    /// The cells that are parted; nil for all that hold the mark.
    let cells: Set<String>?

    func isParted(_ cell: String) -> Bool { cells?.contains(cell) ?? cell.contains(mark) }
  }

  /// The mark that parts most texts' labels.
  ///
  /// - Parameter mayParts: whether cells are parted also where parts are no labels of their own.
  private static func mark(
    _ cells: [TextLabel], _ counts: [Int], mayParts: Bool
  ) -> Found? {
    var texts: [(label: String, count: Int)] = []
    for (cell, count) in zip(cells, counts) where count > 0 {
      if case .one(let label) = cell { texts.append((label, count)) }
    }
    var (best, most) = (Found?.none, 0)
    for mark in marks {
      let held = texts.filter { $0.label.contains(mark) }
      if held.isEmpty { continue }
      let parted = mayParts ? held : Self.parted(texts, held, mark)
      let count = parted.reduce(0) { $0 + $1.count }
      // Nearly all cells with the mark must be lists of labels, or it is a part of their names.
      let isUsual = mayParts || 5 * parted.count >= 4 * held.count
      if isUsual, count >= (mayParts ? 1 : leastTexts), count > most {
        most = count
        best = Found(mark: mark, cells: mayParts ? nil : Set(parted.map(\.label)))
      }
    }
    return best
  }

  /// One cell alone is no habit.
  private static let leastTexts = 2

  /// The cells whose parts are all labels of their own.
  private static func parted(
    _ all: [(label: String, count: Int)], _ held: [(label: String, count: Int)], _ mark: Character
  ) -> [(label: String, count: Int)] {
    var alone: Set<String> = []
    for cell in all where !cell.label.contains(mark) { alone.insert(trimmed(cell.label[...])) }
    var beside: [String: Int] = [:]
    for cell in held {
      for part in Set(parts(cell.label, mark)) { beside[part, default: 0] += 1 }
    }
    return held.filter { cell in
      let parts = parts(cell.label, mark)
      guard Set(parts).count > 1, parts.contains(where: { !isNumber($0) }) else { return false }
      return parts.allSatisfy { alone.contains($0) || (beside[$0] ?? 0) >= 2 }
    }
  }

  /// What stands between the marks, without blanks around it and without empty parts.
  static func parts(_ cell: String, _ mark: Character) -> [String] {
    cell.split(separator: mark).map(trimmed).filter { !$0.isEmpty }
  }

  private static func trimmed(_ part: Substring) -> String {
    var part = part
    while part.first?.isWhitespace == true { part.removeFirst() }
    while part.last?.isWhitespace == true { part.removeLast() }
    return String(part)
  }

  private static func isNumber(_ part: String) -> Bool {
    part.utf8.allSatisfy { 48 <= $0 && $0 <= 57 }
  }

  private static func distinct(_ labels: [String]) -> [String] {
    var seen: Set<String> = []
    return labels.filter { !$0.isEmpty && seen.insert($0).inserted }
  }
}
