/// The lengths of time that churn is told by.
package import Support
import Tables

package enum ChurnPeriod: String, Sendable, CaseIterable {
  case day, week, month, quarter

  private var calendar: CalendarPeriod? { CalendarPeriod(rawValue: rawValue) }

  func index(of day: Int32) -> Int { calendar?.index(of: day) ?? Int(day) }

  func firstDay(of index: Int) -> Int32 { calendar?.firstDay(of: index) ?? Int32(index) }

  package func name(_ index: Int) -> String {
    calendar?.name(index) ?? CivilDate.text(days: Int32(index))
  }

  package var word: Phrase { calendar?.word ?? Phrase(en: "day", zh: "日") }
}
