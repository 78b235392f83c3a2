/// What a customer bought most, and how they feel by what they wrote.
import Support
import Tables

enum ProfileItems {
  /// Items by rows, then money, then name. Returns count for nothing.
  static func items(
    _ table: Table, _ rows: [Int], asOf: Int32, listed: Int
  ) -> [CustomerProfile.Item] {
    let names = table.column(.itemName)?.asText()
    guard let ids = (table.column(.itemId) ?? table.column(.itemName))?.asText() else { return [] }
    let dates = table.column(.date)
    let money = RowMoney(table)
    struct Sum {
      var rows = 0
      var amount = 0.0
      var name: String?
      var last: Int32?
    }
    var sums: [Int32: Sum] = [:]
    var order: [Int32] = []
    for row in rows where ids.codes[row] >= 0 {
      if let dates, !dates.isMissing(row), let day = dates.date?.days[row], day > asOf { continue }
      guard let value = money.value(row), !value.isReturn else { continue }
      let code = ids.codes[row]
      if sums[code] == nil { order.append(code) }
      var sum = sums[code] ?? Sum()
      sum.rows += 1
      sum.amount += value.amount
      sum.name = names?[row] ?? sum.name
      if let dates, !dates.isMissing(row), let day = dates.date?.days[row] {
        sum.last = max(sum.last ?? day, day)
      }
      sums[code] = sum
    }
    let items = order.compactMap { code in
      sums[code].map { sum in
        CustomerProfile.Item(
          id: ids.dictionary[Int(code)], name: table.column(.itemId) == nil ? nil : sum.name,
          rows: sum.rows, amount: money.isPresent ? sum.amount : nil, lastDay: sum.last)
      }
    }
    let sorted = items.sorted {
      (-$0.rows, -($0.amount ?? 0), $0.id) < (-$1.rows, -($1.amount ?? 0), $1.id)
    }
    return Array(sorted.prefix(listed))
  }
}

/// The feeling of one customer's texts, by words alone as in `classifyFeedback` without labels.
package struct CustomerMood: Sendable, Equatable {
  package private(set) var positive = 0
  package private(set) var neutral = 0
  package private(set) var negative = 0
  /// The feeling of the last text, by date where there is one, else by row.
  package private(set) var last: Sentiment.Label?
  /// What the texts are about, the most frequent first.
  package private(set) var topics: [Topic] = []
  private var lastDay = Int32.min
  private var topicCounts = [Int](repeating: 0, count: Topic.allCases.count)

  package var texts: Int { positive + neutral + negative }

  /// From -1 to 1: positive less negative texts, by all.
  package var net: Double { texts == 0 ? 0 : Double(positive - negative) / Double(texts) }

  init?(_ table: Table, _ rows: [Int], after mood: CustomerMood?) {
    guard let texts = table.column(.text)?.asText() else { return nil }
    self = mood ?? CustomerMood()
    let dates = table.column(.date)
    for row in rows {
      guard let text = texts[row] else { continue }
      let scalars = TextScalars(Array(text.utf8))
      let label = Sentiment(positive: Sentiment(scalars).positive).label
      switch label {
      case .positive: positive += 1
      case .neutral: neutral += 1
      case .negative: negative += 1
      }
      for match in TopicsOfText(scalars, label).matches { topicCounts[match.topic.rawValue] += 1 }
      let isDated = dates.map { !$0.isMissing(row) } ?? false
      let day = isDated ? dates?.date?.days[row] ?? .min : .min
      if day >= lastDay { (last, lastDay) = (label, day) }
    }
    let counts = topicCounts
    topics = Topic.allCases.filter { counts[$0.rawValue] > 0 }.sorted {
      (-counts[$0.rawValue], $0.rawValue) < (-counts[$1.rawValue], $1.rawValue)
    }
  }

  private init() {}
}
