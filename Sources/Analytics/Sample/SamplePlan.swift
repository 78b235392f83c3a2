/// What a trade is like: its customers, its range, its year, and the columns of its files.
///
/// A plan holds words in both languages and the numbers that are planted. It makes nothing itself.
package import Support

/// The trades that samples are made for.
package enum SamplePreset: String, Sendable, CaseIterable {
  case ecommerce, retail, saas, finance, education, manufacturing
  case healthService = "health-service"

  /// The trade as a person calls it.
  package var words: Phrase {
    switch self {
    case .ecommerce: Phrase(en: "online shop", zh: "电商")
    case .retail: Phrase(en: "retail", zh: "零售")
    case .saas: Phrase(en: "software subscriptions", zh: "软件订阅")
    case .finance: Phrase(en: "bank accounts", zh: "银行账户")
    case .education: Phrase(en: "education", zh: "教育培训")
    case .manufacturing: Phrase(en: "manufacturing", zh: "制造业")
    case .healthService: Phrase(en: "health service", zh: "健康服务")
    }
  }

  var plan: SamplePlan {
    switch self {
    case .ecommerce: .ecommerce
    case .retail: .retail
    case .saas: .saas
    case .finance: .finance
    case .education: .education
    case .manufacturing: .manufacturing
    case .healthService: .healthService
    }
  }
}

struct SamplePlan: Sendable {
  /// A kind of customer.
  struct Archetype: Sendable {
    let name: Phrase
    let share: Double
    /// Orders in thirty days of an average season.
    let ordersPerMonth: Double
    /// Mean packs of a line.
    let packs: Double
    /// The chance to leave within thirty days, as a rate.
    let leavePerMonth: Double
    /// Where customers of a book stand, in standard deviations; one for each of its measures.
    var stand: [Double] = []
  }

  struct Item: Sendable {
    let name: Phrase
    /// The price in the money of each language.
    let price: (en: Double, zh: Double)

    init(_ en: String, _ zh: String, _ dollars: Double, _ yuan: Double) {
      name = Phrase(en: en, zh: zh)
      price = (dollars, yuan)
    }
  }

  /// A corner of the range: what one taste likes. The first items sell best.
  struct Corner: Sendable {
    let name: Phrase
    let items: [Item]
  }

  struct Header: Sendable {
    let field: SampleField
    let words: Phrase

    init(_ field: SampleField, _ en: String, _ zh: String) {
      self.field = field
      words = Phrase(en: en, zh: zh)
    }
  }

  let headers: [Header]
  let archetypes: [Archetype]
  /// What orders are made of, or the measures of customers.
  let content: Content
  /// Letters before the numbers of customers.
  let customerLetters: String
  let channels: [Phrase]
  let places: [Phrase]

  enum Content: Sendable {
    case orders(SampleTrade)
    case customers(SampleBookPlan)
  }
}

/// What is sold, how, and when.
struct SampleTrade: Sendable {
  let corners: [SamplePlan.Corner]
  /// Mean lines of an order.
  let lines: Double
  /// Units of a pack: twelve lessons, ten parts.
  var packUnits = 1
  /// Letters before the numbers of orders; the Chinese shop numbers orders by day.
  let orderLetters: String
  let itemLetters: String
  var dateStyle = (en: SampleDateStyle.iso, zh: SampleDateStyle.iso)
  let season: (en: SampleSeason, zh: SampleSeason)
}

/// Customers of whom the file holds measures and a label instead of orders.
struct SampleBookPlan: Sendable {
  struct Measure: Sendable {
    let field: SampleField
    /// The middle and how widely customers spread, in the money of each language where it is money.
    let middle: (en: Double, zh: Double)
    /// Standard deviation of the logarithm.
    let spread: Double
    let decimals: Int
    /// What one standard deviation adds to the log-odds of leaving.
    let weight: Double
  }

  let measures: [Measure]
  /// Log-odds of leaving of an average customer.
  let intercept: Double
  /// Days before the end in which those who left did so.
  let leaveDays: Int
  /// Names of what customers subscribe to and its fee by the place of the archetype; none for some.
  var plans: [(name: Phrase, fee: (en: Double, zh: Double))] = []
}

/// What stands in a column of a sample.
enum SampleField: Sendable, Hashable {
  case orderId, day, time, customerId, person, company, phone, email
  case itemId, itemName, corner, quantity, unitPrice, amount
  case channel, place, rating, comment, satisfaction
  case plan, fee, age, gender, startDay, tenure, label
  /// A measure of customers: usage, tickets, balance and the like, by its place.
  case measure(Int)
}

enum SampleDateStyle: Sendable { case iso, slashes, han, withTime }
