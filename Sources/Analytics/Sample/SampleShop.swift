/// A small shop that never was: orders and feedback with a planted truth, the same for one seed.
///
/// Customers buy at their own pace, for their own sums, from their own corner of the range; some
/// have stopped. What was planted is kept beside the data, so that answers can be checked against
/// it.
import Numerics
package import Support
import Tables

package struct SampleShop: Sendable {
  package struct Order: Sendable {
    package let customer: String
    package let date: String
    package let item: String
    package let amount: Double
  }

  package struct Comment: Sendable {
    package let customer: String
    package let text: String
    package let isPositive: Bool
  }

  package let orders: [Order]
  package let comments: [Comment]
  /// Customers who had stopped before the last day.
  package let leavers: Set<String>
  /// The corner of the range each customer likes.
  package let tasteOfCustomer: [String: Int]
  package let tasteOfItem: [String: Int]

  private static let days = 540
  private static let firstDay: Int32 = 19_358

  package init(customers: Int, language: Language, seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let range = language == .zh ? SampleWords.itemsZh : SampleWords.itemsEn
    var orders: [(day: Int, order: Order)] = []
    var comments: [Comment] = []
    var leavers: Set<String> = []
    var tastes: [String: Int] = [:]
    for number in 1...customers {
      let digits = String(number)
      let id = "C" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
      let taste = random.below(range.count)
      tastes[id] = taste
      let visits = Visits(&random, days: Self.days)
      if visits.hasLeft { leavers.insert(id) }
      for day in visits.days {
        let corner = random.unit() < 0.85 ? taste : random.below(range.count)
        let item = range[corner][min(random.below(8), random.below(8))]
        let amount = (visits.spend * (0.6 + 0.8 * random.unit()) * 100).rounded() / 100
        orders.append(
          (
            day,
            Order(
              customer: id, date: CivilDate.text(days: Self.firstDay + Int32(day)), item: item,
              amount: amount)
          ))
      }
      if random.unit() < 0.25 {
        let isPositive = random.unit() < (visits.hasLeft ? 0.2 : 0.75)
        let texts = SampleWords.comments(language, isPositive: isPositive)
        comments.append(
          Comment(customer: id, text: texts[random.below(texts.count)], isPositive: isPositive))
      }
    }
    self.orders = orders.enumerated().sorted {
      ($0.element.day, $0.offset) < ($1.element.day, $1.offset)
    }.map(\.element.order)
    self.comments = comments
    self.leavers = leavers
    tasteOfCustomer = tastes
    var corners: [String: Int] = [:]
    for (corner, items) in range.enumerated() { for item in items { corners[item] = corner } }
    tasteOfItem = corners
  }

  /// When one customer came, how much was spent each time, and whether there will be a next time.
  private struct Visits {
    private(set) var days: [Int] = []
    let spend: Double
    let hasLeft: Bool

    init(_ random: inout SeededRandom, days total: Int) {
      let gap = 10 + 50 * random.unit() * random.unit() + 10 * random.unit()
      spend = 20 * Math.exp(0.6 * random.normal())
      let start = random.below(total * 2 / 3)
      let leaves = random.unit() < 0.45
      let isRecent = random.unit() < 0.4
      let stay = Double(total - start) * (isRecent ? 0.97 : 0.15 + 0.75 * random.unit())
      let end = leaves ? start + Int(stay) : total
      hasLeft = leaves
      var day = Double(start)
      while Int(day) < end {
        days.append(Int(day))
        // Those who will leave come ever less often.
        let fatigue = leaves ? 1 + 2 * (day - Double(start)) / max(1, stay) : 1
        day += max(1, gap * fatigue * (0.5 + random.unit()))
      }
      if days.isEmpty { days = [start] }
    }
  }
}
