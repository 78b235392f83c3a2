/// The golden table, and all purchases under the ids of people, as tables like others.
///
/// They hold what the sources hold, personal data too, as a loaded file does; what is shown of them
/// is masked like everything else.
package import Support
package import Tables

/// The words of columns that no source has.
package struct GoldenWords: Sendable {
  package let person: String
  package let sources: String
  package let orders: String
  package let spent: String
  package let first: String
  package let last: String
  let date: String
  let amount: String
  let order: String
  let item: String
  let itemName: String
  let category: String
  let quantity: String
  let channel: String

  package static func of(_ language: Language) -> GoldenWords {
    language == .zh
      ? GoldenWords(
        person: "客户ID", sources: "来源编号", orders: "购买次数", spent: "累计消费", first: "首次购买",
        last: "最近购买时间", date: "下单时间", amount: "订单金额", order: "订单号", item: "商品ID",
        itemName: "商品名称", category: "品类", quantity: "数量", channel: "渠道")
      : GoldenWords(
        person: "customer_id", sources: "source_ids", orders: "orders", spent: "total_spend",
        first: "first_order_date", last: "last_order_date", date: "order_date", amount: "amount",
        order: "order_id", item: "product_id", itemName: "product_name", category: "category",
        quantity: "quantity", channel: "channel")
  }
}

extension GoldenTable {
  /// One row for each person.
  package func table(named name: String, _ words: GoldenWords, _ run: Run) throws -> Table {
    var builder = TableBuilder()
    var options = ReadOptions()
    options.kind = .customers
    func column(_ header: String, _ role: Role?) -> Int {
      var free = header
      while builder.columns.contains(free) { free += "_" }
      if let role { options.columns[role] = free }
      return builder.column(named: free)
    }
    let person = column(words.person, .customerId)
    let sources = column(words.sources, nil)
    let places = fields.map { column($0.header, $0.role) }
    let sums =
      hasPurchases
      ? [
        column(words.orders, .frequency), column(words.first, .firstDate),
        column(words.last, .lastDate),
      ] : []
    let spend = hasPurchases && hasMoney ? column(words.spent, .monetary) : nil
    for index in 0..<count {
      if index % 2_048 == 0 { try run.checkpoint() }
      builder.append(Self.id(index), at: person)
      builder.append(sourceIds(index), at: sources)
      for (field, place) in places.enumerated() {
        if let text = cell(field, index) { builder.append(text, at: place) }
      }
      if sums.count == 3 {
        builder.append(Double(orders[index]), at: sums[0])
        if firstDay[index] != .max {
          builder.append(CivilDate.text(days: firstDay[index]), at: sums[1])
        }
        if lastDay[index] != .min {
          builder.append(CivilDate.text(days: lastDay[index]), at: sums[2])
        }
      }
      if let spend { builder.append(spent[index], at: spend) }
      builder.endRow()
    }
    return try builder.table(named: name, options, run)
  }

  /// Whether a source holds purchases with their days.
  package var hasDatedSources: Bool { !datedSources.isEmpty }

  private var datedSources: [Int] {
    identity.sources.indices.filter {
      let table = identity.sources[$0].table
      return table.column(.date)?.date != nil && table.kind != .customers
    }
  }

  /// All purchases of all sources, with the person where the customer was.
  package func purchases(named name: String, _ words: GoldenWords, _ run: Run) throws -> Table {
    var builder = TableBuilder()
    var options = ReadOptions()
    options.kind = .transactions
    let kept: [(role: Role, header: String)] = [
      (.date, words.date), (.orderId, words.order), (.itemId, words.item),
      (.itemName, words.itemName), (.category, words.category), (.quantity, words.quantity),
      (.channel, words.channel),
    ]
    let dated = datedSources
    let person = builder.column(named: words.person)
    options.columns[.customerId] = words.person
    var places: [Role: Int] = [:]
    for one in kept {
      let isThere = dated.contains { identity.sources[$0].table.column(one.role) != nil }
      guard isThere || one.role == .channel else { continue }
      places[one.role] = builder.column(named: one.header)
      options.columns[one.role] = one.header
    }
    let hasAmount = dated.contains { RowMoney(identity.sources[$0].table).isPresent }
    let amount = hasAmount ? builder.column(named: words.amount) : nil
    if hasAmount { options.columns[.amount] = words.amount }
    for index in dated {
      let source = identity.sources[index]
      let money = RowMoney(source.table)
      let columns = kept.compactMap { one in
        places[one.role].map { (place: $0, column: source.table.column(one.role), role: one.role) }
      }
      for row in 0..<source.table.rowCount {
        if row % 2_048 == 0 { try run.checkpoint() }
        builder.append(Self.id(Int(identity.person(source: index, row: row))), at: person)
        for entry in columns {
          let text = entry.column?.cellText(row) ?? (entry.role == .channel ? source.name : nil)
          if let text { builder.append(text, at: entry.place) }
        }
        if let amount, money.isPresent, let value = money.value(row) {
          builder.append(value.isReturn ? -abs(value.amount) : value.amount, at: amount)
        }
        builder.endRow()
      }
    }
    return try builder.table(named: name, options, run)
  }
}
