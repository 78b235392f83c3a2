/// Days, weeks, months, quarters and years as whole numbers that count up without a gap.
package import Support
import Tables

package enum CalendarPeriod: String, Sendable, CaseIterable {
  case day
  /// Weeks begin on Monday.
  case week
  case month, quarter, year

  /// The number of the period a day lies in; the next period has the next number.
  package func index(of day: Int32) -> Int {
    if self == .day { return Int(day) }
    if self == .week {
      // 1970-01-01 was a Thursday.
      let shifted = Int(day) + 3
      return shifted >= 0 ? shifted / 7 : (shifted - 6) / 7
    }
    let (year, month, _) = CivilDate.parts(days: day)
    switch self {
    case .quarter: return year * 4 + (month - 1) / 3
    case .year: return year
    default: return year * 12 + month - 1
    }
  }

  /// The first day of a period.
  package func firstDay(of index: Int) -> Int32 {
    switch self {
    case .day: return Int32(truncatingIfNeeded: index)
    case .week: return Int32(index * 7 - 3)
    case .month: return day(year: index / 12, month: index % 12 + 1)
    case .quarter: return day(year: index / 4, month: index % 4 * 3 + 1)
    case .year: return day(year: index, month: 1)
    }
  }

  private func day(year: Int, month: Int) -> Int32 {
    CivilDate.days(year: year, month: month, day: 1) ?? 0
  }

  /// The period as a person writes it: `2024-03`, `2024-Q1`, `2024`; a week by its Monday.
  package func name(_ index: Int) -> String {
    let text = CivilDate.text(days: firstDay(of: index))
    switch self {
    case .day, .week: return text
    case .month: return String(text.prefix(7))
    case .quarter: return "\(text.prefix(4))-Q\(index % 4 + 1)"
    case .year: return String(text.prefix(4))
    }
  }

  /// The word for one of them.
  package var word: Phrase {
    switch self {
    case .day: Phrase(en: "day", zh: "日")
    case .week: Phrase(en: "week", zh: "周")
    case .month: Phrase(en: "month", zh: "月")
    case .quarter: Phrase(en: "quarter", zh: "季度")
    case .year: Phrase(en: "year", zh: "年")
    }
  }
}
