/// Columns of a table as the numbers a model takes, by rules learnt on training rows only and kept
/// with the model, so that another table is read in the same way.
///
/// For linear models numbers are standardised (missing ones are the median) and words become 0/1
/// columns with the first in code-point order left out (missing is a word of its own, rare ones
/// share one). Trees take numbers as they are, with missing ones told apart, and words as
/// categories. What identifies a person, and what is a name of something, is never a feature.
import Numerics
package import Support
package import Tables

package struct FeatureEncoder: Sendable {
  package struct Feature: Sendable {
    package let header: String
    /// What the column meant where it was learnt from; finds it under another header.
    package let role: Role?
    /// Its columns of the matrix.
    package let range: Range<Int>
    package let encoding: Encoding

    package var isNumber: Bool { if case .number = encoding { true } else { false } }
  }

  package enum Encoding: Sendable {
    /// Standardised: (value - centre) / spread; `middle` stands in for missing values.
    case number(centre: Double, spread: Double, middle: Double)
    /// Words in code-point order, the first without a column; whether rare ones share another.
    case words([String], hasRare: Bool)
  }

  package let features: [Feature]
  /// Names of the columns of the matrix.
  package let names: [String]
  /// Columns that were left out, and why, for the receipt.
  package let leftOut: [(header: String, why: String)]

  /// Most words of one column that get columns of their own.
  static let mostWords = 30
  /// What stands for a cell without a value.
  static let missingWord = "(missing)"

  package init(_ columns: [Column], train: [Int], _ run: Run) throws {
    var features: [Feature] = []
    var names: [String] = []
    var leftOut: [(header: String, why: String)] = []
    let found = try Parallel.map(count: columns.count, chunk: 1) { range in
      try run.checkpoint()
      return try Self.encoding(columns[range.lowerBound], train, run)
    }
    for (column, choice) in zip(columns, found) {
      switch choice {
      case .use(let encoding, let labels):
        features.append(
          Feature(
            header: column.header, role: column.role,
            range: names.count..<(names.count + labels.count), encoding: encoding))
        names += labels
      case .leave(let why): leftOut.append((column.header, why))
      }
    }
    self.features = features
    self.names = names
    self.leftOut = leftOut
  }

  private enum Choice: Sendable {
    case use(Encoding, names: [String])
    case leave(why: String)
  }

  private static func encoding(
    _ column: Column, _ train: [Int], _ run: Run
  ) throws -> Choice {
    switch column.values {
    case .number(let numbers):
      let present = train.filter { !column.isMissing($0) }.map { numbers.values[$0] }
      let moments = Moments(of: present)
      guard moments.variance > 1e-12 * max(1, moments.mean * moments.mean) else {
        return .leave(why: "constant")
      }
      try run.checkpoint()
      let middle = try Quantities.median(present, pause: run.checkpoint)
      let all = Moments(of: train.map { column.isMissing($0) ? middle : numbers.values[$0] })
      try run.checkpoint()
      let isBinary = present.allSatisfy { $0 == 0 || $0 == 1 }
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
    func name(_ code: Int) -> String { code == missing ? missingWord : text.dictionary[code] }
    let frequent = used.sorted { (-counts[$0], $0) < (-counts[$1], $1) }.prefix(mostWords)
    let sorted = frequent.map(name).sorted()
    let hasRare = used.count > frequent.count
    let labels = sorted.dropFirst() + (hasRare ? ["(rare)"] : [])
    return .use(
      .words(sorted, hasRare: hasRare), names: labels.map { "\(column.header)=\($0)" })
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

  /// The features in a table: by header, else by role.
  package func bind(_ table: Table) throws(AnalyticsError) -> BoundFeatures {
    var columns: [Column] = []
    var missing: [String] = []
    for feature in features {
      let found = table.column(named: feature.header) ?? feature.role.flatMap { table.column($0) }
      if let found, !feature.isNumber || found.number != nil {
        columns.append(found)
      } else {
        missing.append(feature.header)
      }
    }
    guard missing.isEmpty else {
      throw .modelMismatch(missing: missing, headers: table.columns.map(\.header))
    }
    return BoundFeatures(self, columns)
  }
}
