/// Words that are said more, or less, than before: log-odds with a prior of all texts (Monroe,
/// Colaresi and Quinn 2008), in texts that say them.
import Learning
import Numerics
package import Support

package struct EmergingTerm: Sendable, Equatable {
  package let term: String
  /// Texts with it now and before.
  package let now: Int
  package let before: Int
  package let shareNow: Double
  package let shareBefore: Double
  /// Standard deviations from no change.
  package let z: Double
  /// Corrected by Holm for all terms.
  package let pValue: Double
  /// A text that says it.
  package let example: Int
}

/// Words that the texts of late say more than those before them.
package struct RecentWords: Sendable {
  package let emerging: [EmergingTerm]
  /// The first day of late.
  package let nowFrom: Int32

  /// Nil where the days are of one period.
  package init?(_ texts: FeedbackTexts, days: [Int32?], _ run: Run) throws {
    let rows = texts.texts.indices.filter { days[$0] != nil && texts.texts.hasText($0) }
    guard let span = RecentPeriods(rows.compactMap { days[$0] }, nil), span.count > 1 else {
      return nil
    }
    run.report(0.9, Phrase(en: "comparing words of late", zh: "比较近期用词"))
    let (now, before) = span.parted(rows, days)
    emerging = try EmergingTerms.clear(texts, now: now, before: before, run).emerging
    nowFrom = span.nowFrom
  }
}

enum EmergingTerms {
  /// The weight of the prior, in texts.
  private static let priorTexts = 50.0
  private static let leastTexts = 3
  private static let shown = 10
  private static let significance = 0.05

  /// Words said more, and less, than chance explains.
  static func clear(
    _ texts: FeedbackTexts, now: [Int], before: [Int], _ run: Run
  ) throws -> (emerging: [EmergingTerm], fading: [EmergingTerm]) {
    let terms = try TextTerms(texts.texts, minDocuments: 2, run)
    let found = of(terms.counts, terms.terms, now: now, before: before)
      .filter { $0.pValue < significance }
    return (
      Array(found.filter { $0.z > 0 }.prefix(shown)), Array(found.filter { $0.z < 0 }.prefix(shown))
    )
  }

  /// Terms of some texts against those of others, the surest first.
  static func of(
    _ counts: SparseMatrix, _ terms: [String], now: [Int], before: [Int]
  ) -> [EmergingTerm] {
    guard !now.isEmpty, !before.isEmpty else { return [] }
    func documents(_ rows: [Int]) -> [Int] {
      var documents = [Int](repeating: 0, count: terms.count)
      for row in rows {
        for place in counts.range(row) { documents[Int(counts.columns[place])] += 1 }
      }
      return documents
    }
    let (new, old) = (documents(now), documents(before))
    // What every text says has no odds, and cannot be said more.
    let asked = terms.indices.filter {
      let all = new[$0] + old[$0]
      return all >= leastTexts && all < now.count + before.count
    }
    let (n, m) = (Double(now.count), Double(before.count))
    let scores = asked.map { term -> Double in
      let (a, b) = (Double(new[term]), Double(old[term]))
      let share = (a + b) / (n + m)
      let (prior, rest) = (priorTexts * share, priorTexts * (1 - share))
      let difference =
        Math.log((a + prior) / (n - a + rest)) - Math.log((b + prior) / (m - b + rest))
      return difference / (1 / (a + prior) + 1 / (b + prior)).squareRoot()
    }
    let chances = Holm.adjusted(scores.map { 2 * Special.normalBelow(-abs($0)) })
    var first = [Int: Int](minimumCapacity: asked.count)
    for row in now + before {
      for place in counts.range(row) where first[Int(counts.columns[place])] == nil {
        first[Int(counts.columns[place])] = row
      }
    }
    return asked.indices.map { place in
      let term = asked[place]
      return EmergingTerm(
        term: terms[term], now: new[term], before: old[term],
        shareNow: Double(new[term]) / n, shareBefore: Double(old[term]) / m, z: scores[place],
        pValue: chances[place], example: first[term] ?? 0)
    }.sorted { (-abs($0.z), $0.term) < (-abs($1.z), $1.term) }
  }
}

/// The periods that some days lie in, and which of them count as now: the last quarter, a half of
/// few.
struct RecentPeriods {
  let period: CalendarPeriod
  /// The number of the first period.
  let low: Int
  let count: Int
  /// The first day of now.
  let nowFrom: Int32

  /// Nil without days.
  ///
  /// - Parameter wish: nil takes weeks, months beyond a year and a half.
  init?(_ days: [Int32], _ wish: CalendarPeriod?) {
    guard let first = days.min(), let last = days.max() else { return nil }
    period = wish ?? (last - first > 540 ? .month : .week)
    low = period.index(of: first)
    let high = period.index(of: last)
    count = high - low + 1
    nowFrom = period.firstDay(of: high - max(0, count / (count < 8 ? 2 : 4) - 1))
  }

  /// The rows of now and those before; of rows that have a day.
  func parted(_ rows: [Int], _ days: [Int32?]) -> (now: [Int], before: [Int]) {
    var (now, before): ([Int], [Int]) = ([], [])
    for row in rows {
      guard let day = days[row] else { continue }
      if day >= nowFrom { now.append(row) } else { before.append(row) }
    }
    return (now, before)
  }
}
