/// Columns of a table as the numbers a linear model takes, by rules learnt on training rows only.
///
/// Numbers are standardised (missing ones are the median), words become 0/1 columns with the first
/// in code-point order left out (missing is a word of its own, rare ones share one). What
/// identifies a person, and what is a name of something, is never a feature.
import Learning
package import Numerics
package import Tables

package struct Design: Sendable {
  package struct Feature: Sendable {
    package let header: String
    /// Its columns of the matrix.
    let range: Range<Int>
    let encoding: Encoding

    package var isNumber: Bool { if case .number = encoding { true } else { false } }
  }

  enum Encoding: Sendable {
    /// Standardised: (value - centre) / spread; `middle` stands in for missing values.
    case number(centre: Double, spread: Double, middle: Double)
    /// One column per code; a code without a column is all zeros.
    case words(columnOfCode: [Int], names: [String])
  }

  package let features: [Feature]
  package let names: [String]
  /// Columns that were left out, and why, for the receipt.
  package let leftOut: [(header: String, why: String)]
  private let columns: [Column]

  /// Most words of one column that get columns of their own.
  static let mostWords = 30

  package init(_ columns: [Column], train: [Int]) {
    var features: [Feature] = []
    var names: [String] = []
    var kept: [Column] = []
    var leftOut: [(header: String, why: String)] = []
    for column in columns {
      switch Self.encoding(column, train, names.count) {
      case .use(let encoding, let labels):
        features.append(
          Feature(
            header: column.header, range: names.count..<(names.count + labels.count),
            encoding: encoding))
        names += labels
        kept.append(column)
      case .leave(let why): leftOut.append((column.header, why))
      }
    }
    self.features = features
    self.names = names
    self.columns = kept
    self.leftOut = leftOut
  }

  private enum Choice {
    case use(Encoding, names: [String])
    case leave(why: String)
  }

  private static func encoding(_ column: Column, _ train: [Int], _ place: Int) -> Choice {
    switch column.values {
    case .number(let numbers):
      let present = train.filter { !column.isMissing($0) }.map { numbers.values[$0] }
      let moments = Moments(of: present)
      guard moments.variance > 1e-12 * max(1, moments.mean * moments.mean) else {
        return .leave(why: "constant")
      }
      let middle = Quantities.median(present)
      let all = Moments(of: train.map { column.isMissing($0) ? middle : numbers.values[$0] })
      let isBinary = Set(present).count == 2 && present.allSatisfy { $0 == 0 || $0 == 1 }
      let spread = isBinary ? 1 : all.variance.squareRoot()
      return .use(
        .number(centre: isBinary ? 0 : all.mean, spread: spread, middle: middle),
        names: [column.header])
    case .text(let text): return words(column, text, train)
    case .date: return .leave(why: "date")
    }
  }

  private static func words(_ column: Column, _ text: TextColumn, _ train: [Int]) -> Choice {
    let missing = text.dictionary.count
    var counts = [Int](repeating: 0, count: missing + 1)
    for row in train { counts[text.codes[row] < 0 ? missing : Int(text.codes[row])] += 1 }
    let used = counts.indices.filter { counts[$0] > 0 }
    guard used.count > 1 else { return .leave(why: "constant") }
    guard used.count <= max(mostWords, train.count / 20) else {
      return .leave(why: "names of things")
    }
    func name(_ code: Int) -> String { code == missing ? "(missing)" : text.dictionary[code] }
    let frequent = used.sorted { (-counts[$0], $0) < (-counts[$1], $1) }.prefix(mostWords)
    let sorted = frequent.map { (code: $0, name: name($0)) }.sorted { $0.name < $1.name }
    var columnOfCode = [Int](repeating: -1, count: missing + 1)
    var labels: [String] = []
    for entry in sorted.dropFirst() {
      columnOfCode[entry.code] = labels.count
      labels.append("\(column.header)=\(entry.name)")
    }
    if used.count > frequent.count {
      let kept = Set(frequent)
      for code in used where !kept.contains(code) { columnOfCode[code] = labels.count }
      labels.append("\(column.header)=(rare)")
    }
    return .use(.words(columnOfCode: columnOfCode, names: labels), names: labels)
  }

  /// The matrix of some rows.
  package func matrix(_ rows: [Int]) -> Matrix {
    var matrix = Matrix(rowCount: rows.count, columnCount: names.count)
    let width = names.count
    for (feature, column) in zip(features, columns) {
      switch (feature.encoding, column.values) {
      case (.number(let centre, let spread, let middle), .number(let numbers)):
        for (i, row) in rows.enumerated() {
          let value = column.isMissing(row) ? middle : numbers.values[row]
          matrix.values[i * width + feature.range.lowerBound] = (value - centre) / spread
        }
      case (.words(let columnOfCode, _), .text(let text)):
        for (i, row) in rows.enumerated() {
          let code = text.codes[row] < 0 ? columnOfCode.count - 1 : Int(text.codes[row])
          let place = columnOfCode[code]
          if place >= 0 { matrix.values[i * width + feature.range.lowerBound + place] = 1 }
        }
      default: break
      }
    }
    return matrix
  }

  /// What the file says in this feature of a row.
  package func text(_ feature: Int, row: Int) -> String {
    let column = columns[feature]
    if column.isMissing(row) { return "(missing)" }
    switch column.values {
    case .number(let numbers): return Words.short(numbers.values[row])
    case .text(let text): return text[row] ?? ""
    case .date(let dates): return CivilDate.text(days: dates.days[row])
    }
  }

  /// A coefficient per unit of the file, and what is shown as its name.
  package func inOriginalUnits(_ coefficients: [Double]) -> [(name: String, value: Double)] {
    features.flatMap { feature -> [(name: String, value: Double)] in
      feature.range.map { index in
        if case .number(_, let spread, _) = feature.encoding {
          return (names[index], coefficients[index] / spread)
        }
        return (names[index], coefficients[index])
      }
    }
  }

  /// How many rows lack a value somewhere among the features.
  package func incompleteRows(_ rows: [Int]) -> Int {
    rows.filter { row in columns.contains { $0.isMissing(row) } }.count
  }
}
