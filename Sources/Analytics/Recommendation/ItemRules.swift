/// Which items may be recommended at all: those chosen by enough people, not excluded, and of the
/// values that the caller asked for.
import Numerics
import Support
import Tables

struct ItemRules: Sendable {
  /// Items that nobody gets.
  let barred: [Int32]
  /// Items left out because too few chose them, because they are excluded, and by the filter.
  let rare: Int
  let excluded: Int
  let filtered: Int
  /// Whether each item passes the filter; nil where there is none.
  let passes: [Bool]?

  init(
    _ choices: Choices, popularity: [Double], _ options: RecommendOptions, _ table: Table?
  ) throws(AnalyticsError) {
    try self.init(
      choices, popularity: popularity, options,
      passes: options.itemFilter.isEmpty
        ? nil
        : table.map { table throws(AnalyticsError) in
          try Self.passing(table, choices, options)
        })
  }

  /// - Parameter passes: by item, whether the filter lets it through.
  init(
    _ choices: Choices, popularity: [Double], _ options: RecommendOptions, passes: [Bool]?
  ) {
    let exclude = Set(options.exclude)
    let include = options.include.map(Set.init)
    var (barred, rare, excluded, filtered): ([Int32], Int, Int, Int) = ([], 0, 0, 0)
    for item in choices.items.indices {
      let id = choices.items[item]
      if exclude.contains(id) || include.map({ !$0.contains(id) }) ?? false {
        excluded += 1
      } else if let passes, !passes[item] {
        filtered += 1
      } else if popularity[item] < Double(options.minSupport) {
        rare += 1
      } else {
        continue
      }
      barred.append(Int32(item))
    }
    (self.barred, self.rare, self.excluded, self.filtered) = (barred, rare, excluded, filtered)
    self.passes = passes
  }

  /// Whether each item has, in some row, one of the values asked for of each column.
  static func passing(
    _ table: Table, _ choices: Choices, _ options: RecommendOptions
  ) throws(AnalyticsError) -> [Bool] {
    var passes = [Bool](repeating: true, count: choices.items.count)
    guard !options.itemFilter.isEmpty, let items = Choices.itemColumn(table)?.asText() else {
      return passes
    }
    for (header, values) in options.itemFilter {
      guard let column = table.columns.first(where: { $0.header == header })?.asText() else {
        throw .unknownName(
          parameter: "params.itemFilter", found: header, known: table.columns.map(\.header))
      }
      let wanted = Set(values)
      let isWanted = column.dictionary.strings.map(wanted.contains)
      var has = [Bool](repeating: false, count: passes.count)
      for row in 0..<table.rowCount {
        let (item, code) = (items.codes[row], column.codes[row])
        if item >= 0, code >= 0, isWanted[Int(code)] { has[Int(item)] = true }
      }
      for item in passes.indices where !has[item] { passes[item] = false }
    }
    return passes
  }
}

/// Lists with less of the same: maximal marginal relevance (Carbonell, Goldstein 1998).
enum Diversity {
  /// Takes, one after the other, the item with the best of relevance less likeness to those taken.
  ///
  /// - Parameters:
  ///   - items: by falling score; more than are wanted.
  ///   - share: 0 for relevance alone, 1 for variety alone.
  ///   - alike: from 0 to 1.
  static func varied(
    _ items: [(item: Int32, score: Float)], _ count: Int, share: Double,
    alike: (Int32, Int32) -> Double
  ) -> [(item: Int32, score: Float)] {
    guard share > 0, let most = items.first?.score, let least = items.last?.score else {
      return Array(items.prefix(count))
    }
    let width = Double(max(most - least, 1e-12))
    var left = items.map { (entry: $0, relevance: Double($0.score - least) / width, worst: 0.0) }
    var taken: [(item: Int32, score: Float)] = []
    while taken.count < count, !left.isEmpty {
      var best = 0
      for place in left.indices {
        if worth(left[place].relevance, left[place].worst, share)
          > worth(left[best].relevance, left[best].worst, share)
        {
          best = place
        }
      }
      let next = left.remove(at: best).entry
      taken.append(next)
      for place in left.indices {
        left[place].worst = max(left[place].worst, alike(left[place].entry.item, next.item))
      }
    }
    return taken
  }

  private static func worth(_ relevance: Double, _ likeness: Double, _ share: Double) -> Double {
    (1 - share) * relevance - share * likeness
  }
}
