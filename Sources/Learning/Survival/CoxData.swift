/// The rows of a proportional hazards model from the latest time to the earliest, and what the
/// partial likelihood and its derivatives are at one point.
///
/// The sum over all ends of weighted second moments of those at risk is one weighted X'X: each row
/// counts with the sum of 1 / S0 over the ends it was at risk for. What is taken off are outer
/// products of means, one or two for each time, and these too are one X'X. Both run in panels on
/// all cores, so a step costs no more than one of logistic regression.
import Numerics
import Support

struct CoxData: Sendable {
  /// Rows at the latest time first.
  let rows: Matrix
  let isEvent: [Bool]
  let weights: [Double]
  /// Places of equal times, the latest first.
  let groups: [Range<Int>]
  let times: [Double]
  /// For each group how many ended, which is not their weight.
  let eventCounts: [Int]
  /// Groups taken together to have some thousand rows, for parallel work.
  let blocks: [Range<Int>]

  var width: Int { rows.columnCount }
  var rowCount: Int { rows.rowCount }
  var eventCount: Int { eventCounts.reduce(0, +) }

  init(_ features: Matrix, _ durations: Durations, _ run: Run) throws {
    let (order, rising) = try durations.grouped(run)
    let falling = Array(order.reversed())
    rows = try features.gathered(falling, run)
    isEvent = falling.map { durations.isEvent[$0] }
    weights = falling.map { durations.weight($0) }
    let count = order.count
    groups = rising.reversed().map {
      (count - $0.places.upperBound)..<(count - $0.places.lowerBound)
    }
    times = rising.reversed().map(\.time)
    var counts: [Int] = []
    for group in groups {
      var ended = 0
      for row in group where isEvent[row] { ended += 1 }
      counts.append(ended)
    }
    eventCounts = counts
    blocks = Self.blocks(groups)
  }

  private static func blocks(_ groups: [Range<Int>]) -> [Range<Int>] {
    var blocks: [Range<Int>] = []
    var first = 0
    for (index, group) in groups.enumerated() {
      let isLast = index + 1 == groups.count
      guard isLast || group.upperBound - groups[first].lowerBound >= 4_096 else { continue }
      blocks.append(first..<(index + 1))
      first = index + 1
    }
    return blocks
  }
}

extension Matrix {
  /// The rows at `indices`, gathered on all cores.
  func gathered(_ indices: [Int], _ run: Run) throws -> Matrix {
    let width = columnCount
    let parts = try Parallel.map(count: indices.count, chunk: 16_384) { range in
      try run.checkpoint()
      var part: [Double] = []
      part.reserveCapacity(range.count * width)
      for place in range { part.append(contentsOf: row(indices[place])) }
      return part
    }
    var all: [Double] = []
    all.reserveCapacity(indices.count * width)
    for part in parts {
      try run.checkpoint()
      all.append(contentsOf: part)
    }
    return Matrix(rowCount: indices.count, columnCount: width, values: all)
  }
}

/// The partial likelihood at one point.
struct CoxPoint {
  let likelihood: Double
  /// The relative hazard of each row times its weight.
  private let risks: [Double]
  /// For each row the sum of weight / S0 over the ends it was at risk for.
  private let exposures: [Double]
  /// For each group the sums over its ends that the outer products need.
  private let terms: [Term]

  /// Of the ends of one time: with f the share of its own ends taken off S0 (0 after Breslow), the
  /// sums of 1 / a, f / a, 1 / a², f / a² and f² / a² where a = S0 - f D0, times the mean weight.
  struct Term: Sendable {
    var inverse = 0.0
    var share = 0.0
    var inverse2 = 0.0
    var share2 = 0.0
    var shares2 = 0.0
  }

  init(_ data: CoxData, _ beta: [Double], _ ties: CoxRegression.Ties, _ run: Run) throws {
    let scores = try data.rows.times(beta, run)
    let top = scores.reduce(-Double.infinity) { max($0, $1) }
    let risks = try Parallel.fill(count: scores.count, chunk: 16_384, initial: 0.0) { range, part in
      try run.checkpoint()
      for row in range {
        part[row - range.lowerBound] = data.weights[row] * Math.exp(scores[row] - top)
      }
    }
    var (terms, value, total) = ([Term](), 0.0, 0.0)
    terms.reserveCapacity(data.groups.count)
    for (index, group) in data.groups.enumerated() {
      if index % 4_096 == 0 { try run.checkpoint() }
      var (ended, endedWeight) = (0.0, 0.0)
      for row in group {
        total += risks[row]
        guard data.isEvent[row] else { continue }
        ended += risks[row]
        endedWeight += data.weights[row]
        value += data.weights[row] * (scores[row] - top)
      }
      let count = data.eventCounts[index]
      guard count > 0 else {
        terms.append(Term())
        continue
      }
      let share = ties == .efron && count > 1 ? ended : 0
      let part = Self.term(total, share, count, endedWeight)
      terms.append(part.term)
      value -= part.logs
    }
    self.risks = risks
    self.terms = terms
    likelihood = value
    exposures = try Self.exposures(data, terms, run)
  }

  private static func term(
    _ total: Double, _ ended: Double, _ count: Int, _ weight: Double
  ) -> (term: Term, logs: Double) {
    let mean = weight / Double(count)
    var (term, logs) = (Term(), 0.0)
    // Without shares all ends of the time are alike.
    let distinct = ended == 0 ? 1 : count
    let each = ended == 0 ? weight : mean
    for index in 0..<distinct {
      let f = Double(index) / Double(count)
      let a = 1 / (total - f * ended)
      logs -= each * Math.log(a)
      term.inverse += each * a
      term.share += each * f * a
      term.inverse2 += each * a * a
      term.share2 += each * f * a * a
      term.shares2 += each * f * f * a * a
    }
    return (term, logs)
  }

  /// From the earliest time on: those who stay collect all that goes by.
  private static func exposures(_ data: CoxData, _ terms: [Term], _ run: Run) throws -> [Double] {
    var exposures = [Double](repeating: 0, count: data.rowCount)
    var sum = 0.0
    for index in data.groups.indices.reversed() {
      if index % 4_096 == 0 { try run.checkpoint() }
      sum += terms[index].inverse
      for row in data.groups[index] {
        exposures[row] = data.isEvent[row] ? sum - terms[index].share : sum
      }
    }
    return exposures
  }

  func gradient(_ data: CoxData, _ run: Run) throws -> [Double] {
    let residuals = (0..<data.rowCount).map { row in
      (data.isEvent[row] ? data.weights[row] : 0) - risks[row] * exposures[row]
    }
    return try data.rows.transposedTimes(residuals, run)
  }

  /// Minus the second derivatives.
  func information(_ data: CoxData, _ run: Run) throws -> Matrix {
    let centre = [Double](repeating: 0, count: data.width)
    let weights = zip(risks, exposures).map { max(0, $0 * $1) }
    var matrix = try data.rows.crossProducts(centre: centre, weights: weights, run)
    let outer = try meanProducts(data, run)
    for index in matrix.values.indices { matrix.values[index] -= outer.values[index] }
    return matrix
  }

  /// The sum over the ends of the outer products of the means of those at risk.
  private func meanProducts(_ data: CoxData, _ run: Run) throws -> Matrix {
    let width = data.width
    let sums = try Parallel.map(count: data.blocks.count, chunk: 1) { range in
      try run.checkpoint()
      var sum = [Double](repeating: 0, count: width)
      for group in data.blocks[range.lowerBound] {
        for row in data.groups[group] { data.rows.add(row, times: risks[row], to: &sum) }
      }
      return sum
    }
    var starts = [[Double]]()
    var before = [Double](repeating: 0, count: width)
    for sum in sums {
      starts.append(before)
      for j in 0..<width { before[j] += sum[j] }
    }
    let begun = starts
    let parts = try Parallel.map(count: data.blocks.count, chunk: 1) { range in
      try run.checkpoint()
      let means = means(data, data.blocks[range.lowerBound], from: begun[range.lowerBound])
      return try means.crossProducts(centre: [Double](repeating: 0, count: width), run)
    }
    var total = Matrix(rowCount: width, columnCount: width)
    for part in parts {
      for index in total.values.indices { total.values[index] += part.values[index] }
    }
    return total
  }

  /// Rows whose X'X is the sum of outer products over the ends of some groups: with S1 and D1 the
  /// weighted sums of those at risk and of those ending, the form A S1 S1' - B (S1 D1' + D1 S1') +
  /// C D1 D1' is a sum of two squares.
  private func means(_ data: CoxData, _ block: Range<Int>, from start: [Double]) -> Matrix {
    let width = data.width
    var (sum, values, count) = (start, [Double](), 0)
    for group in block {
      let term = terms[group]
      var ended = [Double](repeating: 0, count: term.share > 0 ? width : 0)
      for row in data.groups[group] {
        data.rows.add(row, times: risks[row], to: &sum)
        if term.share > 0, data.isEvent[row] { data.rows.add(row, times: risks[row], to: &ended) }
      }
      guard term.inverse2 > 0 else { continue }
      let root = term.inverse2.squareRoot()
      if term.share > 0 {
        let across = term.share2 / root
        let rest = max(0, term.shares2 - across * across).squareRoot()
        for j in 0..<width { values.append(root * sum[j] - across * ended[j]) }
        for j in 0..<width { values.append(rest * ended[j]) }
        count += 2
      } else {
        for j in 0..<width { values.append(root * sum[j]) }
        count += 1
      }
    }
    return Matrix(rowCount: count, columnCount: width, values: values)
  }
}

extension CoxPoint {
  /// What those ending at each time were expected to be like: the mean of each column over those
  /// at risk, for each group with ends; nil for the others.
  func expectedRows(_ data: CoxData, _ run: Run) throws -> [[Double]?] {
    let width = data.width
    var sum = [Double](repeating: 0, count: width)
    var rows: [[Double]?] = []
    for (index, group) in data.groups.enumerated() {
      if index % 1_024 == 0 { try run.checkpoint() }
      let term = terms[index]
      var ended = [Double](repeating: 0, count: width)
      var weight = 0.0
      for row in group {
        data.rows.add(row, times: risks[row], to: &sum)
        guard data.isEvent[row] else { continue }
        weight += data.weights[row]
        if term.share > 0 { data.rows.add(row, times: risks[row], to: &ended) }
      }
      guard weight > 0 else {
        rows.append(nil)
        continue
      }
      rows.append(
        (0..<width).map { (term.inverse * sum[$0] - term.share * ended[$0]) / weight })
    }
    return rows
  }

  /// After Breslow: the ends of each group over the summed risks of those at risk. The risks are
  /// relative to a row at the centre.
  static func hazardSteps(_ data: CoxData, _ beta: [Double], _ run: Run) throws -> [Double] {
    let scores = try data.rows.times(beta, run)
    var (total, steps) = (0.0, [Double]())
    for (index, group) in data.groups.enumerated() {
      if index % 1_024 == 0 { try run.checkpoint() }
      var ended = 0.0
      for row in group {
        total += data.weights[row] * Math.exp(min(600, scores[row]))
        if data.isEvent[row] { ended += data.weights[row] }
      }
      steps.append(ended > 0 ? ended / total : 0)
    }
    return steps
  }
}
