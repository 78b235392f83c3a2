/// The full parse with a second look at columns whose later values break their plan.
import Support

struct PlannedParse {
  let text: ByteBuffer
  let dialect: Dialect
  let headers: [String]
  var plans: [ColumnPlan]
  let rowBytes: Double
  let maxRows: Int?
  let chunks: Int?
  private(set) var parsed = ParsedText(parts: [], rowCount: 0, badRows: [], badCount: 0)
  /// Columns that became text, and columns whose day and month were exchanged.
  private(set) var becameText: [Int] = []
  private(set) var exchanged: [Int] = []

  init(
    text: ByteBuffer, dialect: Dialect, headers: [String], plans: [ColumnPlan], rowBytes: Double,
    maxRows: Int?, chunks: Int?
  ) {
    self.text = text
    self.dialect = dialect
    self.headers = headers
    self.plans = plans
    self.rowBytes = rowBytes
    self.maxRows = maxRows
    self.chunks = chunks
  }

  mutating func parse(_ run: Run) throws {
    parsed = try whole(plans, run)
    var again: [Int: ColumnPlan] = [:]
    for (column, plan) in plans.enumerated() {
      let parts = parsed.parts[column]
      let bad = parts.reduce(0) { $0 + $1.badCount }
      let present = parsed.rowCount - parts.reduce(0) { $0 + $1.missingCount } + bad
      guard bad > 0 else { continue }
      if case .date(let order) = plan, parts.reduce(0, { $0 + $1.exchangedCount }) > present / 100 {
        again[column] = .date(order == .dayFirst ? .monthFirst : .dayFirst)
        exchanged.append(column)
      } else if bad * 50 > present {
        again[column] = .text
        becameText.append(column)
      }
    }
    guard !again.isEmpty else { return }
    let second = try whole(plans.indices.map { again[$0] ?? .skipped }, run)
    for (column, plan) in again {
      plans[column] = plan
      parsed.parts[column] = second.parts[column]
    }
  }

  private func whole(_ plans: [ColumnPlan], _ run: Run) throws -> ParsedText {
    try ParallelParse.parse(
      text, dialect, plans, maxRows: maxRows, rowBytes: rowBytes, chunks: chunks, run)
  }
}
