/// The answer of `cohorts`.
import Analytics
import Contract
import Support
import Tables
import Wire

struct CohortsAnswer: Answer {
  let envelope: Envelope
  let cohorts: [CohortAnswer]
  let averages: [CohortAverage]
  let breakdown: [CohortPart]?

  static let members: [Member<Self>] =
    Envelope.opening.map { $0.lifted(\.envelope) } + [
      Member("cohorts", \.cohorts, "The cohorts, the oldest first."),
      Member("averages", \.averages, "By age: all cohorts that have reached it, by customers."),
      Member("breakdown", ifAny: \.breakdown, "The same for each value of the column asked for."),
    ] + Envelope.closing.map { $0.lifted(\.envelope) }

  init(
    _ result: Cohorts, _ breakdown: CohortBreakdown?, _ table: Table, _ say: Speaker, _ run: Run
  ) {
    self.breakdown = breakdown?.parts.map(CohortPart.init)
    cohorts = result.cohorts.map { CohortAnswer($0, result.options.period) }
    averages = result.averages.map(CohortAverage.init)
    envelope = Envelope(
      summary: say(Self.summary(result)), grade: GradeAnswer(.ofCounts, say),
      definition: say(Self.definition(result.options)),
      warnings: (table.notices + result.notices + (breakdown?.notices ?? [])).map { say($0) },
      meta: Meta(
        table, method: "cohorts", customers: result.customerCount, asOf: result.asOf, run))
  }

  private static func definition(_ options: CohortOptions) -> Phrase {
    let word = options.period.word
    let within = options.isBounded
    return Phrase(
      en:
        "A cohort is all customers whose first purchase in the data lies in one \(word.en); age 0 "
        + "is that \(word.en); a customer counts who bought "
        + (within ? "in the \(word.en) of that age" : "in the \(word.en) of that age or later"),
      zh: "队列为首次购买落在同一\(word.zh)的客户；年龄 0 即该\(word.zh)；"
        + (within ? "在对应\(word.zh)内购买即计入" : "在对应\(word.zh)或之后购买即计入"))
  }

  private static func summary(_ result: Cohorts) -> Phrase {
    let word = result.options.period.word
    let count = result.cohorts.count
    var (en, zh) = (
      "\(result.customerCount) customers in \(count) \(count == 1 ? "cohort" : "cohorts") by \(word.en)",
      "\(result.customerCount) 位客户，按\(word.zh)分为 \(count) 个队列"
    )
    let shown = [1, 3, 6, 12].compactMap { age in result.averages.first { $0.age == age } }
    let parts = shown.map { average -> (String, String) in
      let value = Self.value(average.value, result.options.metric)
      return ("\(value) at age \(average.age)", "第 \(average.age) \(word.zh) \(value)")
    }
    if !parts.isEmpty {
      let what = Self.words(result.options.metric)
      en += "; \(what.en): \(parts.map(\.0).joined(separator: ", "))"
      zh += "；\(what.zh)：\(parts.map(\.1).joined(separator: "，"))"
    }
    if let change = result.change, abs(change.z) >= 2 {
      let (before, after) = (Words.percent(change.earlier), Words.percent(change.later))
      let isBetter = change.later > change.earlier
      en += ". Later cohorts return \(isBetter ? "more" : "less") often: \(after) against \(before)"
      zh += "。较新的队列复购\(isBetter ? "更高" : "更低")：\(after)，此前为 \(before)"
    }
    return Phrase(en: en + ".", zh: zh + "。")
  }

  private static func value(_ value: Double, _ metric: CohortOptions.Metric) -> String {
    metric == .retention ? Words.percent(value) : Words.short(value)
  }

  private static func words(_ metric: CohortOptions.Metric) -> Phrase {
    switch metric {
    case .retention: Phrase(en: "share that buys", zh: "购买比例")
    case .revenue: Phrase(en: "money per customer", zh: "人均金额")
    case .orders: Phrase(en: "orders per customer", zh: "人均订单")
    case .ltv: Phrase(en: "money per customer so far", zh: "人均累计金额")
    }
  }
}

struct CohortAnswer: Answer {
  let cohort: String
  let size: Int
  let cells: [CohortCell]

  init(_ cohort: Cohorts.Cohort, _ period: CalendarPeriod) {
    self.cohort = period.name(cohort.period)
    size = cohort.size
    cells = cohort.cells.enumerated().map { age, cell in
      CohortCell(
        age: age, period: period.name(cohort.period + age), value: cell.value,
        customers: cell.customers, isUnfinished: cell.isUnfinished ? true : nil)
    }
  }

  static let members: [Member<Self>] = [
    Member("cohort", \.cohort, "The period of the first purchases; a week by its Monday."),
    Member("size", \.size, "Customers in it."),
    Member("cells", \.cells, "One for each period from the first to that of the last day."),
  ]
}

struct CohortCell: Answer {
  let age: Int
  let period: String
  let value: Double
  let customers: Int
  let isUnfinished: Bool?

  static let members: [Member<Self>] = [
    Member("age", \.age, "Periods since the first."),
    Member("period", \.period, "The period itself."),
    Member("value", \.value, "What the metric says."),
    Member("customers", \.customers, "Customers who count."),
    Member("unfinished", ifAny: \.isUnfinished, "The data end before the period does."),
  ]
}

/// The cohorts of one value of a column.
struct CohortPart: Answer {
  let value: String?
  let customers: Int
  let averages: [CohortAverage]

  init(_ part: CohortBreakdown.Part) {
    value = part.value
    customers = part.cohorts.customerCount
    averages = part.cohorts.averages.map(CohortAverage.init)
  }

  static let members: [Member<Self>] = [
    Member("value", \.value, "The value; null for customers without one."),
    Member("customers", \.customers, "Customers whose first row says so."),
    Member("averages", \.averages, "By age, as for all."),
  ]
}

struct CohortAverage: Answer {
  let age: Int
  let value: Double
  let cohorts: Int
  let customers: Int

  init(_ average: Cohorts.Average) {
    age = average.age
    value = average.value
    cohorts = average.cohorts
    customers = average.customers
  }

  static let members: [Member<Self>] = [
    Member("age", \.age, "Periods since the first."),
    Member("value", \.value, "Mean over customers; sums are divided by customers."),
    Member("cohorts", \.cohorts, "Cohorts that have reached this age."),
    Member("customers", \.customers, "Their customers."),
  ]
}
