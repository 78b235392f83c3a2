/// A shop in a few figures, in the answer of `describeDataset`.
import Analytics
import Contract
import Tables

struct ShopAnswer: Answer {
  let figures: ShopFigures

  init(_ figures: ShopFigures) { self.figures = figures }

  static let members: [Member<Self>] = [
    Member("customers", \.figures.customers, "Customers with a purchase."),
    Member("purchases", \.figures.purchases, "Purchases; those of one day count once."),
    Member("orders", \.figures.orders, "Orders, by their ids where the file has them."),
    Member("oneTimers", \.figures.oneTimers, "Customers who bought on one day only."),
    Member("revenue", ifAny: \.figures.revenue, "Money, returns subtracted."),
    Member("returns", ifAny: \.figures.returns, "Money that went back."),
    Member("first", \.first, "The first purchase."),
    Member("last", \.last, "The last purchase."),
    Member("medianGapDays", ifAny: \.figures.medianGap, "The middle gap between two purchases."),
    Member("gaps", \.gaps, "Gaps between the purchases of a customer, in days."),
  ]

  private var first: String { CivilDate.text(days: figures.firstDay) }
  private var last: String { CivilDate.text(days: figures.lastDay) }
  private var gaps: [GapAnswer] { figures.gaps.map(GapAnswer.init) }
}

struct GapAnswer: Answer {
  let from: Int
  let to: Int?
  let count: Int

  init(_ bin: ShopFigures.GapBin) {
    from = bin.from
    to = bin.to
    count = bin.count
  }

  static let members: [Member<Self>] = [
    Member("from", \.from, "Days, at least."),
    Member("to", ifAny: \.to, "Days, at most."),
    Member("count", \.count, "Gaps of this length."),
  ]
}
