/// What adding rows came to, kept with the dataset for those who ask again, and the answer made of
/// it.
import Analytics
import Contract
import Support
import Tables
import Wire

/// The facts of one adding.
struct AppendReceipt: Sendable {
  let key: String?
  let digest: UInt64
  let previousVersion: String
  let version: String
  let rowsBefore: Int
  let rowsAdded: Int
  /// The first customers of the new rows, in their order, and how many there are.
  let customers: [String]
  let customerCount: Int
  let newCustomers: Int
  /// The first who moved; nil where the dataset holds no purchases of customers.
  let changes: [TierChanges.Change]?
  let changeCount: Int

  init(
    _ params: AppendRows.Params, _ appender: RowAppender, before: Table, after: Table, _ run: Run
  ) throws {
    key = params.idempotencyKey
    digest = appender.digest
    previousVersion = before.version
    version = after.version
    rowsBefore = before.rowCount
    rowsAdded = appender.rowCount
    var ids: [String] = []
    var known = 0
    if let column = after.column(.customerId)?.asText() {
      let old = before.column(.customerId)?.asText().dictionary.count ?? 0
      var seen: Set<Int32> = []
      for code in column.codes.suffix(appender.rowCount)
      where code >= 0 && seen.insert(code).inserted {
        ids.append(column.dictionary[Int(code)])
        if Int(code) < old { known += 1 }
      }
    }
    customers = Array(ids.prefix(Limits.appendCustomers))
    customerCount = ids.count
    newCustomers = ids.count - known
    let moved =
      ids.isEmpty ? nil : try TierChanges(ids, before: before, after: after, run)?.changes
    changes = moved.map { Array($0.prefix(Limits.appendCustomers)) }
    changeCount = moved?.count ?? 0
  }
}

struct AppendAnswer: Answer {
  let summary: Said
  let dataset: String
  let version: String
  let previousVersion: String
  let rowsBefore: Int
  let rowsAdded: Int
  let isRepeated: Bool
  let customers: [String]
  let customerCount: Int
  let newCustomers: Int
  let changedTiers: [TierChangeAnswer]
  let changedTierCount: Int?
  let warnings: [Warning]
  let meta: Meta

  init(
    _ receipt: AppendReceipt, _ table: Table, _ params: AppendRows.Params, isRepeated: Bool,
    _ say: Speaker, _ run: Run
  ) {
    dataset = params.dataset
    version = receipt.version
    previousVersion = receipt.previousVersion
    rowsBefore = receipt.rowsBefore
    rowsAdded = receipt.rowsAdded
    self.isRepeated = isRepeated
    customers = Array(receipt.customers.prefix(params.limit))
    customerCount = receipt.customerCount
    newCustomers = receipt.newCustomers
    changedTiers = (receipt.changes ?? []).prefix(params.limit).map { TierChangeAnswer($0, say) }
    changedTierCount = receipt.changes == nil ? nil : receipt.changeCount
    let count = Words.short(Double(receipt.rowsAdded))
    let moved = receipt.changes.map { _ in Words.short(Double(receipt.changeCount)) }
    summary = say(
      Phrase(
        en: "\(count) rows added, of \(customerCount) customers"
          + (moved.map { "; \($0) of these stand elsewhere than before" } ?? "") + ".",
        zh: "已追加 \(count) 行，涉及 \(customerCount) 位客户"
          + (moved.map { "；其中 \($0) 位的分组或阶段发生变化" } ?? "") + "。"))
    var notices = table.notices
    if receipt.changes == nil {
      notices.append(
        Notice(
          "noTiers", en: "the dataset has no dated purchases of customers, so nobody has a tier",
          zh: "数据集没有带日期的客户购买记录，无法判断分组变化"))
    }
    if isRepeated {
      notices.append(
        Notice(
          "alreadyAppended", en: "these rows were added before under this key; nothing was added",
          zh: "这些行已用此键追加过，本次未追加", path: "idempotencyKey"))
    }
    warnings = notices.map { say($0) }
    meta = Meta(table, method: "appendRows", customers: customerCount, run)
  }

  static let members: [Member<Self>] = [
    Member("summary", \.summary, "The answer in a sentence."),
    Member("dataset", \.dataset, "The dataset."),
    Member("version", \.version, "Its version with the rows."),
    Member("previousVersion", \.previousVersion, "Its version before."),
    Member("rowsBefore", \.rowsBefore, "Rows before."),
    Member("rowsAdded", \.rowsAdded, "Rows added."),
    Member(
      "repeated", \.isRepeated, "Whether they had been added before under the same key."),
    Member("customers", \.customers, "Customers of the rows; the first of them."),
    Member("customerCount", \.customerCount, "How many they are."),
    Member("newCustomers", \.newCustomers, "How many of them were not in the dataset."),
    Member(
      "changedTiers", \.changedTiers,
      "Customers of the rows whose RFM segment or stage of life is another; the first of them. "
        + "Others may have moved too, because time went on."),
    Member("changedTierCount", ifAny: \.changedTierCount, "How many they are."),
    Member("warnings", \.warnings, "What to know about the data."),
    Member("meta", \.meta, "The dataset as it is now."),
  ]
}

struct TierChangeAnswer: Answer {
  let customerId: String
  let from: TierAnswer?
  let to: TierAnswer

  init(_ change: TierChanges.Change, _ say: Speaker) {
    customerId = change.id
    from = change.from.map { TierAnswer($0, say) }
    to = TierAnswer(change.to, say)
  }

  static let members: [Member<Self>] = [
    Member("customerId", \.customerId, "The customer."),
    Member("from", ifAny: \.from, "Where they stood; not there for a new customer."),
    Member("to", \.to, "Where they stand."),
  ]
}

struct TierAnswer: Answer {
  let segment: Said
  let cell: String
  let stage: String

  init(_ tier: TierChanges.Tier, _ say: Speaker) {
    segment = say(tier.segment)
    cell = tier.cell
    stage = tier.stage.rawValue
  }

  static let members: [Member<Self>] = [
    Member("segment", \.segment, "The RFM segment."),
    Member("rfmCell", \.cell, "Scores of recency, frequency and money."),
    Member("stage", \.stage, "The stage of life."),
  ]
}
