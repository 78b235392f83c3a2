/// The answer of `customerProfile`.
import Analytics
import Contract
import Support
import Tables
import Wire

struct ProfileAnswer: Answer {
  let summary: Said
  let customerId: String
  let sources: [String]
  let identity: OutputMap<String>
  let stage: ProfileStage?
  let segment: ProfileSegment?
  let purchases: ProfilePurchases?
  let pAlive: Double?
  let churn: ProfileChurn?
  let ltv: ProfileValue?
  let nextPurchase: ProfileNext?
  let topItems: [ProfileItem]
  let mood: ProfileMood?
  let consent: Bool?
  let nextAction: Said?
  let warnings: [Warning]
  let meta: Meta

  init(_ profile: CustomerProfile, _ all: [IdentitySource], _ meta: Meta, _ say: Speaker) {
    customerId = profile.id
    sources = profile.found.map { all[$0].name }
    identity = OutputMap(
      profile.traits.map { ($0.name, $0.isPersonal ? Masked.text($0.value) : $0.value) })
    stage = profile.tier.map { ProfileStage($0.stage, say) }
    segment = profile.tier.map { ProfileSegment(name: say($0.segment), cell: $0.cell) }
    purchases = profile.purchases.map { ProfilePurchases($0) }
    pAlive = profile.value?.pAlive
    churn = profile.churn.map { ProfileChurn($0) }
    ltv = profile.value.map { ProfileValue($0) }
    nextPurchase = profile.purchases.map { ProfileNext($0) }
    topItems = profile.items.map { ProfileItem($0) }
    mood = profile.mood.flatMap { $0.texts > 0 ? ProfileMood($0) : nil }
    consent = profile.consent
    summary = say(ProfileWords.summary(profile))
    nextAction = ProfileWords.action(profile).map { say($0) }
    var notices = profile.found.flatMap { all[$0].table.notices } + profile.notices
    if profile.traits.contains(where: \.isPersonal) {
      notices.append(
        Notice("personalMasked", en: "what tells who a person is is masked", zh: "个人信息已脱敏"))
    }
    warnings = notices.map { say($0) }
    self.meta = meta
  }

  static let members: [Member<Self>] = [
    Member("summary", \.summary, "The customer in a sentence or two."),
    Member("customerId", \.customerId, "The customer."),
    Member("sources", \.sources, "The tables that know the customer."),
    Member(
      "identity", \.identity,
      "What columns say of the person, by role; what tells who they are is masked."),
    Member("stage", ifAny: \.stage, "The stage of life, as of lifecycleStages."),
    Member("segment", ifAny: \.segment, "The RFM segment, as of segment."),
    Member("purchases", ifAny: \.purchases, "The purchases in numbers."),
    Member("pAlive", ifAny: \.pAlive, "The chance of still being a customer, as of ltv."),
    Member("churn", ifAny: \.churn, "The chance of leaving, as of predictChurn."),
    Member("ltv", ifAny: \.ltv, "The value ahead, as of ltv."),
    Member("nextPurchase", ifAny: \.nextPurchase, "When the next purchase is to be expected."),
    Member("topItems", \.topItems, "What the customer bought most."),
    Member("mood", ifAny: \.mood, "How the customer feels by what they wrote."),
    Member("consent", ifAny: \.consent, "Whether they may be written to, where a column says."),
    Member("nextAction", ifAny: \.nextAction, "What to do next."),
    Member("warnings", \.warnings, "What could not be told, and why."),
    Member("meta", \.meta, "What was read and how it was done."),
  ]
}

struct ProfileStage: Answer {
  let stage: String
  let name: Said
  let rule: Said

  init(_ stage: LifecycleStages.Stage, _ say: Speaker) {
    let words = StageWords.of(stage)
    self.stage = stage.rawValue
    name = say(words.name)
    rule = say(words.rule)
  }

  static let members: [Member<Self>] = [
    Member("stage", \.stage, "The stage, as a word that never changes."),
    Member("name", \.name, "Its name."),
    Member("rule", \.rule, "What makes a customer belong to it."),
  ]
}

struct ProfileSegment: Answer {
  let name: Said
  let cell: String

  static let members: [Member<Self>] = [
    Member("name", \.name, "Its name."),
    Member("rfmCell", \.cell, "Scores of recency, frequency and money."),
  ]
}

struct ProfilePurchases: Answer {
  let recencyDays: Int
  let orders: Int
  let revenue: Double?
  let days: Int
  let firstDate: String
  let lastDate: String
  let gapDays: Double
  let recent: [ProfileDay]

  init(_ purchases: CustomerProfile.Purchases) {
    recencyDays = purchases.silenceDays
    orders = purchases.orders
    revenue = purchases.revenue
    days = purchases.days
    firstDate = CivilDate.text(days: purchases.firstDay)
    lastDate = CivilDate.text(days: purchases.lastDay)
    gapDays = (purchases.gapDays * 10).rounded() / 10
    recent = purchases.recent.map {
      ProfileDay(date: CivilDate.text(days: $0.day), orders: $0.orders, amount: $0.amount)
    }
  }

  static let members: [Member<Self>] = [
    Member("recencyDays", \.recencyDays, "Days since the last purchase."),
    Member("orders", \.orders, "Orders."),
    Member("revenue", ifAny: \.revenue, "Money spent, returns subtracted."),
    Member("days", \.days, "Days with a purchase."),
    Member("firstDate", \.firstDate, "The first purchase."),
    Member("lastDate", \.lastDate, "The last one."),
    Member("gapDays", \.gapDays, "Days between purchases to expect."),
    Member("recent", \.recent, "The last purchase days, the latest first."),
  ]
}

struct ProfileDay: Answer {
  let date: String
  let orders: Int
  let amount: Double?

  static let members: [Member<Self>] = [
    Member("date", \.date, "The day."),
    Member("orders", \.orders, "Orders on it."),
    Member("amount", ifAny: \.amount, "Their money."),
  ]
}

struct ProfileChurn: Answer {
  let probability: Double
  let tier: String
  let horizonDays: Int?
  let method: String

  init(_ churn: CustomerProfile.Churn) {
    probability = churn.probability
    tier = churn.tier.rawValue
    horizonDays = churn.horizonDays
    method = churn.method
  }

  static let members: [Member<Self>] = [
    Member("probability", \.probability, "The chance of leaving."),
    Member("tier", \.tier, "high, medium or low risk."),
    Member("horizonDays", ifAny: \.horizonDays, "Within so many days."),
    Member("method", \.method, "The model."),
  ]
}

struct ProfileValue: Answer {
  let value: Double
  let interval: [Double]
  let tier: String
  let expectedPurchases: Double
  let expectedOrderValue: Double
  let horizonMonths: Int

  init(_ value: CustomerProfile.Value) {
    self.value = value.ltv
    interval = [value.interval.low, value.interval.high]
    tier = value.tier
    expectedPurchases = value.expectedPurchases
    expectedOrderValue = value.expectedOrderValue
    horizonMonths = value.horizonMonths
  }

  static let members: [Member<Self>] = [
    Member("value", \.value, "Money to expect, discounted."),
    Member("interval", \.interval, "Low and high end of four fifths of all cases."),
    Member("tier", \.tier, "A, B or C by share of all value."),
    Member("expectedPurchases", \.expectedPurchases, "Purchases to expect."),
    Member("expectedOrderValue", \.expectedOrderValue, "Money of one of them."),
    Member("horizonMonths", \.horizonMonths, "Within so many months."),
  ]
}

struct ProfileNext: Answer {
  let date: String
  let overdueDays: Int

  init(_ purchases: CustomerProfile.Purchases) {
    let gap = Int32(min(1e6, purchases.gapDays.rounded()))
    date = CivilDate.text(days: purchases.lastDay + gap)
    overdueDays = max(0, purchases.silenceDays - Int(gap))
  }

  static let members: [Member<Self>] = [
    Member("date", \.date, "The last purchase and the gap to expect."),
    Member("overdueDays", \.overdueDays, "Days beyond it by now."),
  ]
}

struct ProfileItem: Answer {
  let itemId: String
  let name: String?
  let rows: Int
  let amount: Double?
  let lastDate: String?

  init(_ item: CustomerProfile.Item) {
    itemId = item.id
    name = item.name
    rows = item.rows
    amount = item.amount
    lastDate = item.lastDay.map { CivilDate.text(days: $0) }
  }

  static let members: [Member<Self>] = [
    Member("itemId", \.itemId, "The item."),
    Member("name", ifAny: \.name, "Its name."),
    Member("rows", \.rows, "Rows that bought it."),
    Member("amount", ifAny: \.amount, "Their money."),
    Member("lastDate", ifAny: \.lastDate, "When last."),
  ]
}

struct ProfileMood: Answer {
  let texts: Int
  let positive: Int
  let neutral: Int
  let negative: Int
  let net: Double
  let last: String?
  let topics: [String]

  init(_ mood: CustomerMood) {
    texts = mood.texts
    positive = mood.positive
    neutral = mood.neutral
    negative = mood.negative
    net = mood.net
    last = mood.last?.rawValue
    topics = mood.topics.map(\.name)
  }

  static let members: [Member<Self>] = [
    Member("texts", \.texts, "Texts of the customer."),
    Member("positive", \.positive, "Positive ones, by their words."),
    Member("neutral", \.neutral, "Neutral ones."),
    Member("negative", \.negative, "Negative ones."),
    Member("net", \.net, "Positive less negative, by all; from -1 to 1."),
    Member("last", ifAny: \.last, "The feeling of the last text."),
    Member("topics", \.topics, "What they are about, the most frequent first."),
  ]
}
