/// A column in classes that part good from bad: numbers by quantiles, merged until their evidence
/// rises or falls; words by themselves, rare ones together; missing cells are a class of their own.
import Numerics
import Support
import Tables

struct Binning: Sendable {
  /// Weight of evidence of each class.
  let evidence: [Double]
  private let shares: [Double]
  private let badRates: [Double]
  private let value: Double
  private let kind: Kind

  private enum Kind: Sendable {
    /// Upper ends of all but the last class; whether one more class is that of missing cells.
    case numbers(cuts: [Double], hasMissing: Bool)
    /// The class of each word, the one of all others, and the words of each class.
    case words([String: Int], other: Int, names: [[String]])
  }

  var count: Int { evidence.count }

  /// Rows of a class at least, as a share of all.
  private static let leastShare = 0.05
  private static let mostWords = 30

  /// Nil of dates, and of columns that say nothing.
  ///
  /// - Parameter y: 1 for bad.
  init?(_ column: Column, _ rows: [Int], _ y: [Double], most: Int) {
    switch column.values {
    case .number(let numbers):
      let present = rows.indices.filter { !column.isMissing(rows[$0]) }
      guard !present.isEmpty else { return nil }
      let values = present.map { numbers.values[rows[$0]] }
      let labels = present.map { y[$0] }
      let cuts = Self.monotone(Self.quantiles(values, most), values, labels)
      self.init(
        .numbers(cuts: cuts, hasMissing: present.count < rows.count), column, rows, y,
        count: cuts.count + 1 + (present.count < rows.count ? 1 : 0))
    case .text(let text):
      var codes = [Int](repeating: 0, count: text.dictionary.count + 1)
      for row in rows { codes[text.codes[row] < 0 ? codes.count - 1 : Int(text.codes[row])] += 1 }
      let used = codes.indices.filter { codes[$0] > 0 }
      guard used.count <= max(Self.mostWords, rows.count / 20) else { return nil }
      var counts: [String: Int] = [:]
      for code in used {
        let word = code == codes.count - 1 ? FeatureEncoder.missingWord : text.dictionary[code]
        counts[word, default: 0] += codes[code]
      }
      guard counts.count > 1, counts.count <= max(Self.mostWords, rows.count / 20) else {
        return nil
      }
      let least = max(2, Int(Double(rows.count) * Self.leastShare / 2))
      let frequent = counts.filter { $0.value >= least }.keys.sorted()
      var classes: [String: Int] = [:]
      for (place, word) in frequent.enumerated() { classes[word] = place }
      let rare = counts.keys.filter { classes[$0] == nil }.sorted()
      let hasRare = !rare.isEmpty
      self.init(
        .words(
          classes, other: hasRare ? frequent.count : 0,
          names: frequent.map { [$0] } + (hasRare ? [rare] : [])), column, rows, y,
        count: frequent.count + (hasRare ? 1 : 0))
    case .date: return nil
    }
  }

  private init?(_ kind: Kind, _ column: Column, _ rows: [Int], _ y: [Double], count: Int) {
    self.kind = kind
    var (bad, all) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
    for (place, own) in Self.places(kind, column, rows).enumerated() {
      all[own] += 1
      bad[own] += y[place]
    }
    let (ones, total) = (bad.reduce(0, +), all.reduce(0, +))
    let zeros = total - ones
    guard ones > 0, zeros > 0, count > 0 else { return nil }
    let groups = Double(count)
    let goodShares = all.indices.map { (all[$0] - bad[$0] + 0.5) / (zeros + 0.5 * groups) }
    let badShares = bad.map { ($0 + 0.5) / (ones + 0.5 * groups) }
    evidence = zip(goodShares, badShares).map { Math.log($0 / $1) }
    value = zip(goodShares, badShares).reduce(0) { $0 + ($1.0 - $1.1) * Math.log($1.0 / $1.1) }
    shares = all.map { $0 / total }
    badRates = zip(bad, all).map { $1 > 0 ? $0 / $1 : 0 }
  }

  /// The class of each row.
  func places(_ column: Column, _ rows: [Int]) -> [Int] { Self.places(kind, column, rows) }

  private static func places(_ kind: Kind, _ column: Column, _ rows: [Int]) -> [Int] {
    switch kind {
    case .numbers(let cuts, let hasMissing):
      guard let numbers = column.number else { return rows.map { _ in 0 } }
      // Missing cells that training had none of stand in the middle.
      let missing = hasMissing ? cuts.count + 1 : cuts.count / 2
      return rows.map { row in
        if column.isMissing(row) { return missing }
        let value = numbers.values[row]
        return cuts.reduce(0) { $0 + ($1 < value ? 1 : 0) }
      }
    case .words(let classes, let other, _):
      guard let text = column.text else { return rows.map { _ in other } }
      let ofCode = text.dictionary.strings.map { classes[$0] ?? other }
      let missing = classes[FeatureEncoder.missingWord] ?? other
      return rows.map { text.codes[$0] < 0 ? missing : ofCode[Int(text.codes[$0])] }
    }
  }

  func part(_ header: String, _ points: [Double]) -> Scorecard.Part {
    Scorecard.Part(
      feature: header,
      classes: evidence.indices.map { place in
        Scorecard.Class(
          words: words(place), points: points[place], evidence: evidence[place],
          share: shares[place], badRate: badRates[place])
      },
      informationValue: value, binning: self)
  }

  private func words(_ place: Int) -> String {
    switch kind {
    case .numbers(let cuts, _):
      if place > cuts.count { return FeatureEncoder.missingWord }
      if cuts.isEmpty { return "any" }
      if place == 0 { return "≤ \(Words.short(cuts[0]))" }
      if place == cuts.count { return "> \(Words.short(cuts[place - 1]))" }
      return "\(Words.short(cuts[place - 1])) – \(Words.short(cuts[place]))"
    case .words(_, _, let names): return names[place].prefix(5).joined(separator: ", ")
    }
  }

  private static func quantiles(_ values: [Double], _ most: Int) -> [Double] {
    let sorted = values.ascending()
    var cuts: [Double] = []
    for step in 1..<max(2, most) {
      let cut = sorted[min(sorted.count - 1, sorted.count * step / most)]
      if cut < sorted[sorted.count - 1], cuts.last.map({ $0 < cut }) ?? true { cuts.append(cut) }
    }
    return cuts
  }

  /// Drops cuts until the bad rates of neighbours all rise or all fall.
  private static func monotone(_ cuts: [Double], _ values: [Double], _ y: [Double]) -> [Double] {
    var cuts = cuts
    let direction = Correlation.spearman(values, y) ?? 0
    while !cuts.isEmpty {
      var (bad, all) = (
        [Double](repeating: 0, count: cuts.count + 1), [Double](repeating: 0, count: cuts.count + 1)
      )
      for (value, label) in zip(values, y) {
        let own = cuts.count { $0 < value }
        all[own] += 1
        bad[own] += label
      }
      let rates = zip(bad, all).map { $1 > 0 ? $0 / $1 : 0 }
      let wrong = cuts.indices.filter { place in
        all[place] == 0 || all[place + 1] == 0
          || (rates[place + 1] - rates[place]) * direction <= 0
      }
      guard
        let worst = wrong.min(by: { one, other in
          abs(rates[one + 1] - rates[one]) < abs(rates[other + 1] - rates[other])
        })
      else { break }
      cuts.remove(at: worst)
    }
    return cuts
  }
}
