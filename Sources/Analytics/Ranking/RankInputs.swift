/// What is ranked and against what: columns of customers, or the features made of their orders.
///
/// Names of things, personal columns and other answers are never features. Missing numbers stay
/// missing; a missing word is a word of its own.
import Learning
import Numerics
import Support
import Tables

/// A column that may tell something.
struct RankedColumn: Sendable {
  let header: String
  /// Standardised numbers, and their standardised ranks; empty of words.
  let values: [Double]
  let ranks: [Double]
  /// Empty when every row has a value.
  let present: [Bool]
  /// Words, or numbers in bins.
  let codes: Codes

  var isNumber: Bool { !values.isEmpty }
  var rowCount: Int { codes.ofRow.count { $0 >= 0 } }

  /// Numbers of which at least two differ; nil of others.
  init?(_ header: String, numbers: [Double], present: [Bool]) {
    let rows = numbers.indices.filter { present.isEmpty || present[$0] }
    let own = rows.map { numbers[$0] }
    guard let values = Self.standard(own) else { return nil }
    let ranks = Self.standard(Correlation.midRanks(own)) ?? values
    var spread = (
      [Double](repeating: 0, count: numbers.count), [Double](repeating: 0, count: numbers.count)
    )
    for (place, row) in rows.enumerated() {
      spread.0[row] = values[place]
      spread.1[row] = ranks[place]
    }
    self.header = header
    (self.values, self.ranks) = spread
    self.present = rows.count == numbers.count ? [] : present
    codes = Codes(numbers, present: self.present, most: Codes.bins(rows: rows.count))
  }

  /// Words of which at least two differ and not too many do; nil of others.
  init?(_ header: String, words: [Int32], count: Int) {
    var known: [Int32: Int32] = [:]
    var codes: [Int32] = []
    codes.reserveCapacity(words.count)
    for word in words {
      let code = known[word] ?? Int32(known.count)
      known[word] = code
      guard known.count <= Limits.categories else { return nil }
      codes.append(code)
    }
    guard known.count > 1 else { return nil }
    self.header = header
    (values, ranks, present) = ([], [], [])
    self.codes = Codes(codes, count: known.count)
  }

  /// The same values in another order of rows.
  func moved(_ order: [Int]) -> RankedColumn {
    RankedColumn(moving: self, order)
  }

  private init(moving other: RankedColumn, _ order: [Int]) {
    func moved<Value>(_ values: [Value]) -> [Value] {
      values.isEmpty ? [] : order.map { values[$0] }
    }
    header = other.header
    values = moved(other.values)
    ranks = moved(other.ranks)
    present = moved(other.present)
    codes = Codes(moved(other.codes.ofRow), count: other.codes.count)
  }

  /// Mean 0 and variance 1; nil of numbers that do not differ.
  private static func standard(_ values: [Double]) -> [Double]? {
    let moments = Moments(of: values)
    guard moments.variance > 1e-12 * max(1e-200, moments.mean * moments.mean) else { return nil }
    let spread = moments.variance.squareRoot()
    return values.map { ($0 - moments.mean) / spread }
  }
}

/// What features are ranked against.
struct RankTarget: Sendable {
  enum Kind: Sendable, Equatable {
    case number
    /// Two values, of which this one counts as 1.
    case label(positive: String)
    case classes(count: Int)
  }

  let kind: Kind
  let column: RankedColumn
}

/// The columns of a question.
struct RankInputs: Sendable {
  let features: [RankedColumn]
  let target: RankTarget?
  let rowCount: Int
  let totalRows: Int
  let leftOut: [(header: String, why: Phrase)]
  let notices: [Notice]
  let asOf: Int32?

  /// Columns no question sees: names of things, and what was given out.
  static let names: Set<Role> = [
    .customerId, .orderId, .itemId, .itemName, .text, .treatment, .variant, .consent,
  ]
  /// Answers: never features beside another answer.
  static let answers: Set<Role> = [.churn, .target, .outcome, .textLabel]

  init(_ table: Table, _ options: RankOptions, _ run: Run) throws {
    let source = try RankSource(table, options, run)
    let target = try source.target(options.target)
    let rows = Self.sample(source.knownRows(target), options.seed)
    guard !rows.isEmpty else {
      throw AnalyticsError.noUsableRows(why: "no row has a value in the target")
    }
    var leftOut: [(header: String, why: Phrase)] = []
    var features: [RankedColumn] = []
    for column in try source.features(options.features, besides: target, &leftOut) {
      try run.checkpoint()
      if let made = source.ranked(column, rows) {
        features.append(made)
      } else {
        leftOut.append((source.header(column), RankSource.useless))
      }
    }
    guard !features.isEmpty else {
      throw AnalyticsError.constantFeatures(headers: source.headers)
    }
    guard features.count <= Limits.rankedFeatures else {
      throw AnalyticsError.tooManyFeatures(have: features.count, most: Limits.rankedFeatures)
    }
    self.features = features
    self.target = try target.map { try source.target($0, rows) }
    rowCount = rows.count
    totalRows = source.rowCount
    self.leftOut = leftOut
    asOf = source.asOf
    var notices = source.notices
    if rows.count < source.knownRows(target).count {
      notices.append(
        Notice(
          "rowsSampled", en: "\(rows.count) rows drawn by the seed stand for all",
          zh: "按种子随机抽取 \(rows.count) 行代表全部"))
    }
    self.notices = notices
  }

  private static func sample(_ rows: [Int], _ seed: UInt64) -> [Int] {
    guard rows.count > RankOptions.sampledRows else { return rows }
    var random = SeededRandom(seed: seed, stream: 77)
    var kept: [Int] = []
    kept.reserveCapacity(RankOptions.sampledRows)
    // Knuth's selection sampling: each row once, in order, every set as likely.
    for (place, row) in rows.enumerated() {
      let left = RankOptions.sampledRows - kept.count
      if random.below(rows.count - place) < left { kept.append(row) }
      if left <= 1, kept.count == RankOptions.sampledRows { break }
    }
    return kept
  }
}
